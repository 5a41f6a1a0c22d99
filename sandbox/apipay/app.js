"use strict";

const LOOK_MS = 1000;
const list = document.getElementById("pushes");
const template = document.getElementById("push");

function time(seconds) {
  const pad = (number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

function pushesPage() {
  const { phone, lang, offline } = list.dataset;
  const cards = new Map();
  let busy = false;

  function write(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function show(view) {
    const card = cards.get(view.id) ?? add(view);
    card.dataset.state = view.state;
    const fields = { ".shop": view.shop, ".sum": view.amount, ".recurring": view.recurring, ".purpose": view.purpose, ".discount": view.discount, ".title": view.title, ".detail": view.detail };
    for (const [where, text] of Object.entries(fields)) write(card.querySelector(where), text);
    write(card.querySelector(".left span"), time(view.seconds_left));
    if (view.problem !== undefined) write(card.querySelector(".error"), view.problem);
    return card;
  }

  function add(view) {
    const card = template.content.cloneNode(true).querySelector(".push");
    card.dataset.invoice = view.id;
    card.querySelector(".goods").append(...view.lines.map(goods));
    const [pay, refuse] = card.querySelectorAll("button");
    pay.addEventListener("click", () => press(card, "pay"));
    refuse.addEventListener("click", () => press(card, "refuse"));
    cards.set(view.id, card);
    return card;
  }

  function goods(line) {
    const row = document.createElement("li");
    for (const part of ["name", "count", "cost"]) {
      const cell = document.createElement("span");
      cell.className = part;
      cell.textContent = line[part];
      row.append(cell);
    }
    return row;
  }

  function draw(views) {
    views.forEach((view, place) => {
      const card = show(view);
      if (list.children[place] !== card) list.insertBefore(card, list.children[place] ?? null);
    });
    while (list.children.length > views.length) {
      cards.delete(Number(list.lastElementChild.dataset.invoice));
      list.lastElementChild.remove();
    }
    document.getElementById("empty").hidden = views.length > 0;
  }

  async function press(card, step) {
    if (busy) return;
    busy = true;
    for (const button of card.querySelectorAll("button")) button.disabled = true;
    await attempt(async () => {
      const headers = { "Content-Type": "application/json" };
      const address = `/apipay/app/invoices/${card.dataset.invoice}/${step}?lang=${lang}`;
      const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify({ phone }) });
      if (answer.ok || answer.status === 409) show({ problem: "", ...(await answer.json()) });
    });
    for (const button of card.querySelectorAll("button")) button.disabled = false;
    busy = false;
  }

  async function look() {
    if (busy || document.hidden) return;
    await attempt(async () => {
      const answer = await fetch(`/apipay/app/pushes?phone=${phone}&lang=${lang}`);
      if (answer.ok && !busy) draw((await answer.json()).pushes);
    });
  }

  async function attempt(step) {
    try {
      await step();
      write(document.getElementById("error"), "");
    } catch {
      write(document.getElementById("error"), offline);
    }
  }

  look();
  setInterval(look, LOOK_MS);
}

if (list) pushesPage();
