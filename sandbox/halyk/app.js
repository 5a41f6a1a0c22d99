"use strict";

const LOOK_MS = 1000;
const BLOCKED_MS = 700; // long enough for the payer, and for the shop, to see the money blocked

const send = (address, body = {}) =>
  fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const part = (id) => document.getElementById(id);

function billPage(bill) {
  const { bill: number, lang, offline } = bill.dataset;
  const address = (step = "") => `/halyk/app/bills/${number}${step && "/" + step}?lang=${lang}`;
  let busy = false;
  let endsAt = performance.now() + Number(part("state").dataset.left) * 1000;

  function showTime() {
    const left = Math.max(0, Math.round((endsAt - performance.now()) / 1000));
    part("left").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  function show(view) {
    part("state").dataset.state = view.state;
    if (part("title").textContent !== view.title) part("title").textContent = view.title;
    if (part("detail").textContent !== view.detail) part("detail").textContent = view.detail;
    part("title").dataset.state = view.state;
    part("actions").hidden = part("time").hidden = !view.open;
    endsAt = performance.now() + view.seconds_left * 1000;
    showTime();
  }

  async function ask(request) {
    try {
      const answer = await request();
      if (answer.ok || answer.status === 409) show(await answer.json());
    } catch {
      part("detail").textContent = offline;
    }
  }

  async function press(...steps) {
    if (busy) return;
    busy = part("pay").disabled = part("reject").disabled = true;
    for (const [at, step] of steps.entries()) {
      if (at) await pause(BLOCKED_MS);
      await ask(() => send(address(step)));
    }
    busy = part("pay").disabled = part("reject").disabled = false;
  }

  part("pay").addEventListener("click", () => press("block", "pay"));
  part("reject").addEventListener("click", () => press("reject"));
  setInterval(() => busy || document.hidden || ask(() => fetch(address())), LOOK_MS);
  showTime();
  if (part("state").dataset.state === "new") press("scan");
}

function scanPage(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    part("error").textContent = "";
    const answer = await send(`/halyk/app/read?lang=${form.dataset.lang}`, { payload: part("payload").value });
    const told = await answer.json();
    if (answer.ok) location.assign(told.link);
    else part("error").textContent = told.error;
  });
}

if (part("bill")) billPage(part("bill"));
if (part("scan")) scanPage(part("scan"));
