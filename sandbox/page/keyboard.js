// Buttons under messages, and those in place of the keyboard.

export function inlineKeyboard(rows, message, pane) {
  const box = document.createElement("div");
  box.className = "rows";
  for (const row of rows) box.append(rowOf(row, (button) => inlineButton(button, message, pane)));
  return box;
}

export function replyKeyboard(box, markup, press) {
  box.replaceChildren();
  box.hidden = !markup?.keyboard;
  for (const row of markup?.keyboard ?? []) box.append(rowOf(row, (button) => replyButton(button, press)));
}

// The newest keyboard that the bot has set and not taken away.
export function replyMarkup(messages) {
  const setting = messages.findLast((message) => message.reply_keyboard && !message.deleted);
  return setting?.reply_keyboard.keyboard ? { ...setting.reply_keyboard, from: setting.message_id } : null;
}

function rowOf(row, make) {
  const node = document.createElement("div");
  node.className = "row";
  node.append(...row.map(make));
  return node;
}

function inlineButton(button, message, pane) {
  const node = plain(button);
  if (button.url) node.classList.add("away");
  node.dataset.testid = "button";
  node.dataset.callback = button.callback_data ?? "";
  node.onclick = async () => {
    node.classList.add("waiting");
    try {
      await pane.press(message, button);
    } catch (error) {
      pane.toast(error.message); // the button has just been taken away
    } finally {
      node.classList.remove("waiting");
    }
  };
  return node;
}

function replyButton(button, press) {
  const node = plain(typeof button === "string" ? { text: button } : button);
  node.dataset.testid = "reply-button";
  node.onclick = () => press(button);
  return node;
}

function plain(button) {
  const node = Object.assign(document.createElement("button"), { type: "button", textContent: button.text });
  if (button.style) node.classList.add(button.style);
  return node;
}
