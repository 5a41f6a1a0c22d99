// One phone: the chat of one person with the bot and what the other person has sent them, or the group.

import { bubble, summary } from "./bubble.js";
import { clockDate } from "./clock.js";
import { Composer } from "./composer.js";
import { replyKeyboard, replyMarkup } from "./keyboard.js";
import { destination } from "./links.js";
import { GROUP, named, PEOPLE } from "./people.js";
import { act } from "./remote.js";
import { word } from "./words.js";

const TOAST = 3500;

export class Pane {
  constructor(root, name, page) {
    const person = PEOPLE.find((one) => one.side === name);
    Object.assign(this, { root, name, page, person, inGroup: false });
    this.shown = new Map();
    this.open = {
      link: (url) => this.follow(url),
      command: (text) => this.composer.command(text),
    };
    root.append(document.getElementById("pane").content.cloneNode(true));
    root.dataset.testid = `${name}-chat`;
    root.dataset.holder = person.id;
    this.log = this.part(".messages", "messages");
    this.toasts = this.part(".toasts", "toast");
    this.startButton = this.part(".start", "start");
    this.keyboard = this.part(".keyboard", "keyboard");
    this.part(".alert", "alert");
    this.part(".share", "share");
    this.holder = this.part(".person", "who");
    this.groupButton = this.part(".group", "group");
    this.composer = new Composer(this);
    this.startButton.onclick = () => act("start", { person: this.person.id });
    this.holder.onchange = () => page.hand(this, PEOPLE[this.holder.selectedIndex]);
    this.groupButton.onclick = () => this.enterGroup(!this.inGroup);
    this.translate();
  }

  get other() {
    return this.page.beside(this).person;
  }

  // Somebody takes the phone.
  take(person) {
    this.person = person;
    this.holder.selectedIndex = PEOPLE.indexOf(person);
    this.root.dataset.holder = person.id;
    this.clear();
  }

  async enterGroup(inGroup) {
    if (inGroup) await this.page.meet();
    this.inGroup = inGroup;
    this.groupButton.setAttribute("aria-pressed", inGroup);
    this.clear();
    await this.page.watch();
  }

  // Where a line goes that answers nothing; nowhere: to the bot.
  chat() {
    return this.inGroup ? GROUP.id : undefined;
  }

  part(selector, name) {
    const node = this.root.querySelector(selector);
    node.dataset.testid = `${this.name}-${name}`;
    return node;
  }

  translate() {
    this.holder.replaceChildren(...PEOPLE.map((one) => new Option(`${word(one.side)} · ${named(one)}`, one.id)));
    this.holder.selectedIndex = PEOPLE.indexOf(this.person);
    this.startButton.textContent = word("start");
    this.log.dataset.empty = word(`${this.name}Empty`);
    this.composer.translate();
    this.clear();
    if (this.last) this.draw(this.last);
  }

  clear() {
    this.shown.clear();
    this.log.replaceChildren();
  }

  draw(state) {
    this.last = state;
    const { bot, messages, beside, action } = state;
    this.root.querySelector(".title").textContent = this.inGroup ? named(GROUP) : bot.first_name;
    this.showAction(action);
    const all = [...messages, ...beside].filter((m) => !m.deleted).sort((a, b) => a.message_id - b.message_id);
    const follows = this.atEnd() || this.shown.size === 0 || this.wishes(all);
    this.drawMessages(all);
    const started = this.inGroup || messages.some((message) => message.from.id === this.person.id);
    this.startButton.hidden = started;
    this.composer.form.hidden = !started;
    this.drawKeyboard(started && !this.inGroup ? replyMarkup(messages) : null);
    if (follows) this.log.scrollTop = this.log.scrollHeight;
  }

  // Whoever has written or pressed wants to see what comes of it, wherever they read.
  wishes(messages) {
    const fresh = messages.filter((message) => !this.shown.has(message.message_id));
    const wished = fresh.length > 0 && (this.pressed || fresh.some((message) => message.from.id === this.person.id));
    if (fresh.length > 0) this.pressed = false;
    return wished;
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  showAction(action) {
    const subtitle = this.root.querySelector(".subtitle");
    subtitle.textContent = action ? word(action) : word(this.inGroup ? "group" : "bot");
    subtitle.classList.toggle("busy", Boolean(action));
    subtitle.dataset.testid = `${this.name}-action`;
  }

  drawMessages(messages) {
    const first = this.shown.size === 0;
    const kept = new Set(messages.map((message) => message.message_id));
    for (const [id, { node }] of this.shown) if (!kept.has(id)) this.forget(id, node);
    for (const message of messages) this.drawMessage(message, first);
    this.drawDays(messages);
  }

  // The day stands where it is another one than that of the message before.
  drawDays(messages) {
    for (const old of this.log.querySelectorAll(".day")) old.remove();
    const days = messages.map((message) => clockDate(message.date * 1000));
    messages.forEach((message, place) => {
      if (place === 0 || days[place] === days[place - 1]) return;
      const day = Object.assign(document.createElement("div"), { className: "service day", textContent: days[place] });
      this.shown.get(message.message_id).node.before(day);
    });
  }

  drawMessage(message, quietly) {
    const state = JSON.stringify(message);
    const before = this.shown.get(message.message_id);
    if (before?.state === state) return;
    const node = bubble(message, this);
    if (before) before.node.replaceWith(node);
    else this.log.append(node);
    if (!quietly && before?.edits !== message.edits) this.mark(node, before ? "flash" : "fresh");
    if (!before && !quietly) this.page.news(this.name);
    this.shown.set(message.message_id, { state, node, edits: message.edits });
  }

  // For a moment: a class that stayed would play again whenever the phone is shown again.
  mark(node, name) {
    node.classList.add(name);
    node.addEventListener("animationend", () => node.classList.remove(name), { once: true });
  }

  forget(id, node) {
    node.remove();
    this.shown.delete(id);
  }

  drawKeyboard(markup) {
    const state = JSON.stringify(markup);
    if (state === this.keyboardState) return;
    this.keyboardState = state;
    replyKeyboard(this.keyboard, markup, (button) => this.pressReply(button, markup));
  }

  async pressReply(button, markup) {
    const text = typeof button === "string" ? button : button.text;
    if (button.request_contact) await act("contact", { person: this.person.id, reply_to: markup.from });
    else await act("send", { person: this.person.id, text });
    if (markup.one_time_keyboard) this.keyboard.hidden = true;
  }

  // What a press on a button under a message does; ends when the bot has answered.
  async press(message, button) {
    this.pressed = true;
    const answer = await act("tap", {
      person: this.person.id,
      chat: message.chat.id,
      message: message.message_id,
      button: button.callback_data ?? button.text,
    });
    if (answer.text && answer.show_alert) this.alert(answer.text);
    else if (answer.text) this.toast(answer.text);
    if (answer.url) await this.follow(answer.url);
    if (answer.copy_text) await this.copy(answer.copy_text.text);
    const query = answer.switch_inline_query ?? answer.switch_inline_query_current_chat;
    if (query !== undefined) this.composer.fill(`@${this.page.bot.username} ${query}`);
  }

  async follow(url) {
    const target = destination(url, this.page.bot.username);
    if (target.kind === "bot" && target.payload) await act("start", { person: this.person.id, payload: target.payload });
    else if (target.kind === "share") await this.share(target);
    else if (target.kind === "bank") this.page.openBank(url);
    else if (target.kind === "tab") window.open(url, "_blank", "noopener");
    else if (target.kind === "outside") this.toast(word("outside", { url }));
    if (target.kind === "bot") this.page.show(this.name);
  }

  async share({ url, text }) {
    const dialog = this.root.querySelector(".share");
    const [yes, no] = dialog.querySelectorAll("button");
    dialog.querySelector("p").textContent = word("shareTo", { name: named(this.other) });
    dialog.querySelector("q").textContent = [text, url].filter(Boolean).join("\n");
    [yes.textContent, no.textContent] = [word("shareYes"), word("cancel")];
    dialog.showModal();
    await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
    if (dialog.returnValue !== "send") return;
    const chat = await this.page.talk();
    await act("send", { person: this.person.id, chat, text: [url, text].filter(Boolean).join("\n") });
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    this.toast(`${word("copied")}: ${text}`);
  }

  answer(message) {
    this.composer.answer(message, summary(message));
  }

  reveal(messageId) {
    const node = this.shown.get(messageId)?.node;
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    this.mark(node, "flash");
  }

  toast(text) {
    const node = Object.assign(document.createElement("div"), { className: "toast", textContent: text });
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST);
  }

  alert(text) {
    const dialog = this.root.querySelector(".alert");
    dialog.querySelector("p").textContent = text;
    dialog.showModal();
  }
}
