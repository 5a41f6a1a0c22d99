// The line to write in: texts, answers, pictures, the menu of commands, inline mode.

import { act, get } from "./remote.js";
import { word } from "./words.js";

const PAUSE = 300; // of typing, before an inline query is asked

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.form = pane.part(".composer", "composer");
    this.input = pane.part("textarea", "input");
    this.menu = pane.part(".menu", "menu");
    this.results = pane.part(".results", "results");
    this.answering = pane.part(".answering", "answering");
    pane.part(".send", "send");
    pane.part(".menu-button", "menu-button").onclick = () => this.toggleMenu();
    pane.part(".sticker", "sticker").onclick = () => this.act("sticker", {});
    pane.part("input[type=file]", "photo").onchange = (event) => this.sendFile(event.target);
    this.answering.querySelector("button").onclick = () => this.answer(null);
    this.form.onsubmit = (event) => this.submit(event);
    this.input.onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
    };
    this.input.oninput = () => this.changed();
  }

  translate() {
    this.input.placeholder = word("message");
    this.input.setAttribute("aria-label", word("message"));
  }

  fill(text) {
    this.input.value = text;
    this.input.focus();
    this.changed();
  }

  answer(message, words = "") {
    this.answered = message;
    this.answering.hidden = !message;
    this.answering.querySelector("span").textContent = `↩ ${words}`;
    if (message) this.input.focus();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.fill("");
    await this.act("send", { text });
  }

  // In a group a command says whose it is.
  command(text) {
    return this.act("send", { text: this.pane.inGroup ? `${text}@${this.pane.page.bot.username}` : text });
  }

  // An answer goes to the chat of what it answers.
  async act(what, body) {
    const answered = this.answered;
    this.answer(null);
    const more = answered ? { chat: answered.chat.id, reply_to: answered.message_id } : { chat: this.pane.chat() };
    await act(what, { person: this.pane.person.id, ...body, ...more });
  }

  // A picture goes as a photo, anything else as a file; what is typed by then stands under it.
  async sendFile(field) {
    const [file] = field.files;
    field.value = "";
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    const body = { data: btoa(text), caption: this.input.value.trim() };
    this.fill("");
    try {
      if (file.type.startsWith("image/")) await this.act("photo", body);
      else await this.act("document", { ...body, name: file.name });
    } catch (error) {
      this.pane.toast(error.message);
    }
  }

  async toggleMenu() {
    if (!this.menu.hidden) return void (this.menu.hidden = true);
    const commands = await get(`/sandbox/telegram/menu?person=${this.pane.person.id}`);
    this.menu.replaceChildren(...commands.map((command) => this.menuItem(command)));
    this.menu.hidden = commands.length === 0;
  }

  menuItem({ command, description }) {
    const node = document.createElement("button");
    const name = Object.assign(document.createElement("b"), { textContent: `/${command}` });
    const words = Object.assign(document.createElement("span"), { textContent: description });
    node.append(name, words);
    node.onclick = () => {
      this.menu.hidden = true;
      this.command(`/${command}`);
    };
    return node;
  }

  changed() {
    this.form.classList.toggle("full", this.input.value.trim() !== "");
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
    this.menu.hidden = true;
    clearTimeout(this.typing);
    const [, query] = this.input.value.match(/^@(?:\S+)\s([^]*)$/) ?? [];
    const ours = this.input.value.toLowerCase().startsWith(`@${this.pane.page.bot?.username.toLowerCase()} `);
    if (query === undefined || !ours) return void (this.results.hidden = true);
    this.typing = setTimeout(() => this.ask(query), PAUSE);
  }

  async ask(query) {
    const chat = this.pane.chat() ?? (await this.pane.page.talk());
    const answer = await act("inline", { person: this.pane.person.id, query, chat, wait: 5 });
    if (!this.input.value.endsWith(query)) return;
    const items = (answer.results ?? []).map((result) => this.resultItem(result, query, chat));
    if (answer.button) items.unshift(this.resultButton(answer.button));
    this.results.replaceChildren(...items);
    this.results.hidden = items.length === 0;
  }

  resultItem(result, query, chat) {
    const node = document.createElement("button");
    const about = Object.assign(document.createElement("small"), { textContent: result.description ?? "" });
    node.append(result.title, about);
    node.onclick = () => {
      this.fill("");
      act("choose", { person: this.pane.person.id, chat, result, query });
    };
    return node;
  }

  resultButton(button) {
    const node = Object.assign(document.createElement("button"), { textContent: button.text });
    node.onclick = () => {
      this.fill("");
      act("start", { person: this.pane.person.id, payload: button.start_parameter ?? "" });
    };
    return node;
  }
}
