// Puts the page together: two chats, the bank's app, the clock, the language.

import { watchClock } from "./clock.js";
import { Pane } from "./pane.js";
import { isTelegram } from "./links.js";
import { gather, GROUP, introduce } from "./people.js";
import { act, follow, post } from "./remote.js";
import { speak, spoken } from "./words.js";

const LANGUAGES = ["kk", "ru", "en"];

class Page {
  constructor() {
    this.frame = document.querySelector("[data-testid=bank-frame]");
    this.outside = document.querySelector("[data-testid=bank-outside]");
    this.bot = { username: "", first_name: "" };
    const place = (name) => document.querySelector(`[data-pane=${name}]`);
    this.panes = {
      merchant: new Pane(place("merchant"), "merchant", this),
      customer: new Pane(place("customer"), "customer", this),
    };
  }

  async begin() {
    const chosen = new URLSearchParams(location.search).get("lang");
    if (LANGUAGES.includes(chosen)) await this.choose(chosen);
    else this.translate("ru");
    this.show("merchant");
    this.goHome();
    await this.watch();
  }

  // Follows the chats of those who hold the phones now.
  async watch() {
    const talk = await this.talk();
    this.stream?.close();
    this.stream = follow([...this.holders(), talk, GROUP.id], (state) => this.draw(state, talk));
  }

  draw({ bot, messages, actions }, talk) {
    this.bot = bot;
    this.gathered = GROUP.id in messages;
    for (const pane of Object.values(this.panes)) {
      const own = pane.person.id;
      const place = pane.inGroup ? GROUP.id : own;
      const beside = pane.inGroup ? [] : messages[talk] ?? [];
      pane.draw({ bot, messages: messages[place] ?? [], beside, action: actions[place] });
    }
  }

  // Who is chosen for one phone while they hold the other one changes places with its holder.
  async hand(pane, person) {
    const other = this.beside(pane);
    await introduce([person]);
    if (other.person === person) other.take(pane.person);
    pane.take(person);
    await this.watch();
  }

  beside(pane) {
    return Object.values(this.panes).find((one) => one !== pane);
  }

  holders() {
    return Object.values(this.panes).map((pane) => pane.person.id);
  }

  // The chat of the two with each other, where shared links and inline cards go.
  async talk() {
    return (await act("talk", { people: this.holders() })).chat;
  }

  // The group comes to be when somebody first looks for it.
  async meet() {
    if (!this.gathered) await gather();
  }

  async choose(language) {
    this.translate(language);
    await introduce();
    const url = new URL(location);
    url.searchParams.set("lang", language);
    history.replaceState(null, "", url);
  }

  translate(language) {
    speak(language);
    for (const button of document.querySelectorAll("[data-lang]")) {
      button.setAttribute("aria-pressed", button.dataset.lang === spoken());
    }
    for (const pane of Object.values(this.panes)) pane.translate();
    if (this.bankUrl) this.setFrame(this.bankUrl);
  }

  openBank(url) {
    this.setFrame(url);
    this.show("bank");
  }

  goHome() {
    this.setFrame(new URL("/halyk/app/scan", location).href);
  }

  // The pushes that come to the customer's phone; Telegram's people here have +7707 and their id.
  goToKaspi() {
    const phone = `8707${String(this.panes.customer.person.id).padStart(7, "0")}`;
    this.setFrame(new URL(`/apipay/app?phone=${phone}`, location).href);
  }

  // The bank's app speaks the language of the page.
  setFrame(address) {
    const url = new URL(address);
    if (/^\/(halyk|apipay)\/app\b/.test(url.pathname)) url.searchParams.set("lang", spoken());
    this.bankUrl = address;
    this.frame.src = url.href;
    this.outside.href = url.href;
  }

  // A link in the bank's pane back to the chat. The page's policy lets no frame go to Telegram, and so we hear
  // of it; browsers tell the host only, so that a payload would be lost: the chat is shown, no Start is pressed.
  leaveBank({ blockedURI }) {
    if (!isTelegram(blockedURI)) return;
    this.setFrame(this.bankUrl);
    this.show("customer");
  }

  show(name) {
    for (const pane of document.querySelectorAll("[data-pane]")) pane.classList.toggle("shown", pane.dataset.pane === name);
    for (const tab of document.querySelectorAll("[data-tab]")) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", chosen);
      if (chosen) tab.classList.remove("news");
    }
    const log = this.panes[name]?.log;
    if (log) log.scrollTop = log.scrollHeight;
  }

  news(name) {
    const tab = document.querySelector(`[data-tab=${name}]`);
    if (tab.getAttribute("aria-selected") !== "true") tab.classList.add("news");
  }
}

const page = new Page();
for (const tab of document.querySelectorAll("[data-tab]")) tab.onclick = () => page.show(tab.dataset.tab);
for (const button of document.querySelectorAll("[data-lang]")) button.onclick = () => page.choose(button.dataset.lang);
document.querySelector("[data-testid=bank-home]").onclick = () => page.goHome();
document.querySelector("[data-testid=bank-kaspi]").onclick = () => page.goToKaspi();
document.querySelector("[data-testid=bank-callbacks]").onchange = ({ target: { value: mode } }) => {
  post("/sandbox/halyk/callbacks", { mode });
  post("/sandbox/apipay/webhooks", { mode });
};
document.addEventListener("securitypolicyviolation", (event) => page.leaveBank(event));
watchClock();
page.begin();
