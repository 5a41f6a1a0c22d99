// One message as a bubble.

import { clockTime } from "./clock.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { named } from "./people.js";
import { word } from "./words.js";

const BELL_OFF = '<svg viewBox="0 0 24 24" role="img"><path d="M12 22a2 2 0 0 0 2-2h-4a2 2 0 0 0 2 2zM4 3 3 4l4 4c-.6 1-1 2.1-1 3v5l-2 2v1h13l3 3 1-1zm14 8a6 6 0 0 0-8-5.7L18 13z"/></svg>';

// `pane` is the phone it is shown on: it knows whose it is and what a press does.
export function bubble(message, pane) {
  const node = document.createElement("article");
  node.dataset.messageId = message.message_id;
  node.dataset.testid = `${pane.name}-message`;
  if (isService(message)) return service(node, message);
  const own = message.from.id === pane.person.id;
  const talk = message.chat.type === "talk";
  node.className = ["message", own && "own", talk && "talk", message.photo && "photo"].filter(Boolean).join(" ");
  const box = document.createElement("div");
  box.className = "bubble";
  if (talk || (pane.inGroup && !own)) box.append(heading(message, own, pane));
  if (message.reply_to_message) box.append(quote(message.reply_to_message, pane));
  box.append(...content(message, pane), foot(message), answerButton(message, pane));
  box.ondblclick = () => pane.answer(message);
  node.append(box);
  const rows = message.reply_markup?.inline_keyboard;
  if (rows) node.append(inlineKeyboard(rows, message, pane));
  return node;
}

export function summary(message) {
  return message.text ?? message.caption ?? kindOf(message);
}

function kindOf(message) {
  if (message.photo) return word("photoName");
  if (message.document) return message.document.file_name ?? word("document");
  if (message.contact) return word("contact");
  if (message.voice) return word("voice");
  return message.sticker?.emoji ?? word("sticker_name");
}

function content(message, pane) {
  const parts = [];
  if (message.photo) parts.push(picture(message));
  if (message.document) parts.push(file(message));
  if (message.sticker) parts.push(line("emoji", message.sticker.emoji));
  if (message.voice) parts.push(line("words", `🎤 ${word("voice")}`));
  if (message.contact) parts.push(line("words", `👤 ${message.contact.first_name}\n${message.contact.phone_number}`));
  const text = message.text ?? message.caption;
  if (text !== undefined) parts.push(formatted(shown(text), message.entities ?? message.caption_entities, pane.open));
  return parts;
}

// Telegram shows only the command of a deep link, not its payload.
function shown(text) {
  return text.startsWith("/start ") ? "/start" : text;
}

function line(className, text) {
  const node = document.createElement("div");
  node.className = className;
  node.textContent = text;
  return node;
}

function picture(message) {
  const { width, height } = message.photo.at(-1);
  const image = Object.assign(new Image(width, height), { src: message.photo_url, alt: "", className: "picture" });
  image.dataset.testid = "picture";
  image.onclick = () => enlarge(message.photo_url);
  return image;
}

function enlarge(url) {
  const dialog = document.getElementById("photo");
  dialog.querySelector("img").src = url;
  dialog.onclick = () => dialog.close();
  dialog.showModal();
}

function file(message) {
  const node = Object.assign(document.createElement("a"), { className: "file", href: message.document_url });
  const badge = document.createElement("i");
  badge.textContent = message.document.file_name.split(".").at(-1).slice(0, 4);
  node.append(badge, message.document.file_name);
  return node;
}

function heading(message, own, pane) {
  const node = line("from", own ? word("to", { name: named(pane.other) }) : message.from.first_name);
  if (message.via_bot) {
    const via = document.createElement("span");
    via.className = "via";
    via.textContent = ` ${word("via", { name: message.via_bot.username })}`;
    node.append(via);
  }
  return node;
}

function quote(answered, pane) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "quote";
  const name = document.createElement("b");
  name.textContent = answered.from.first_name;
  const said = document.createElement("span");
  said.textContent = summary(answered).split("\n")[0];
  node.append(name, said);
  node.onclick = () => pane.reveal(answered.message_id);
  return node;
}

function foot(message) {
  const node = document.createElement("div");
  node.className = "foot";
  if (message.silent) {
    const bell = document.createElement("span");
    bell.dataset.testid = "silent";
    bell.title = word("silent");
    bell.innerHTML = BELL_OFF;
    node.append(bell);
  }
  if (message.edit_date) node.append(Object.assign(document.createElement("span"), { textContent: word("edited"), className: "edited" }));
  const time = document.createElement("time");
  time.textContent = clockTime(message.date * 1000);
  node.append(time);
  return node;
}

function answerButton(message, pane) {
  const node = Object.assign(document.createElement("button"), { type: "button", className: "answer", textContent: "↩", title: word("answer") });
  node.dataset.testid = "reply";
  node.onclick = () => pane.answer(message);
  return node;
}

function isService(message) {
  return Boolean(message.new_chat_members ?? message.migrate_to_chat_id ?? message.forum_topic_created);
}

function service(node, message) {
  node.className = "service";
  const names = message.new_chat_members?.map((user) => user.first_name).join(", ");
  node.textContent = names ? `${names} ${word("joined")}` : message.forum_topic_created?.name ?? word("moved");
  return node;
}
