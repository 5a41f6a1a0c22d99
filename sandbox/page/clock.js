// The sandbox's time: shown, moved forward, set back.

import { get, post } from "./remote.js";
import { word } from "./words.js";

const ZONE = "Asia/Almaty"; // where the people of the sandbox live …
const AHEAD = 5 * 3600 * 1000; // … five hours before UTC in summer and winter
const DAY = 24 * 3600; // seconds
const AGAIN = 2000; // milliseconds, while the sandbox is away
const JUMPS = { minutes: () => 20 * 60, day: () => DAY, week: () => 7 * DAY, month: untilNextMonth };

// Hours and minutes.
export function clockTime(milliseconds) {
  const options = { hour: "2-digit", minute: "2-digit", timeZone: ZONE };
  return new Date(milliseconds).toLocaleTimeString("ru", options);
}

// The day in the page's language (not every browser knows Kazakh), with its year where that is not the real one.
export function clockDate(milliseconds) {
  const [then, today] = [milliseconds, Date.now()].map((at) => new Date(at + AHEAD));
  const [day, year] = [then.getUTCDate(), then.getUTCFullYear()];
  const month = word("months").split(" ")[then.getUTCMonth()];
  return word(year === today.getUTCFullYear() ? "date" : "longDate", { day, month, year });
}

// Seconds to the same day and hour of the next month; 31 January is followed by the last of February.
function untilNextMonth(milliseconds) {
  const now = new Date(milliseconds + AHEAD);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth() + 1];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const then = new Date(now);
  then.setUTCFullYear(year, month, Math.min(now.getUTCDate(), last));
  return (then - now) / 1000;
}

export async function watchClock() {
  const box = document.querySelector(".clock");
  const [face, back] = ["clock", "clock-reset"].map((name) => box.querySelector(`[data-testid=${name}]`));
  let offset = 0;
  let jumped = Promise.resolve();
  const now = () => Date.now() + offset * 1000;
  const draw = () => {
    face.querySelector("time").textContent = clockTime(now());
    face.querySelector(".date").textContent = clockDate(now());
    back.hidden = offset === 0;
    box.classList.toggle("moved", offset !== 0);
  };
  const hear = (told) => {
    ({ offset } = told);
    draw();
  };
  // One after another: how long a month is depends on where the clock stands by then.
  const jump = (where) => {
    jumped = jumped.then(async () => hear(await post("/sandbox/clock", where()))).catch(() => undefined);
  };
  for (const button of box.querySelectorAll("[data-jump]")) {
    button.onclick = () => jump(() => ({ seconds: JUMPS[button.dataset.jump](now()) }));
  }
  back.onclick = () => jump(() => ({ offset: 0 }));
  foldable(box, face);
  setInterval(draw, 1000);
  hear(await get("/sandbox/clock"));
  for (;;) {
    try {
      hear(await get(`/sandbox/clock?since=${offset}&wait=30`));
    } catch {
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}

// Where the bar is narrow the jumps stand below the face, and only when it was tapped.
function foldable(box, face) {
  const open = (wanted) => {
    face.setAttribute("aria-expanded", wanted);
    box.classList.toggle("open", wanted);
  };
  face.onclick = () => open(!box.classList.contains("open"));
  document.addEventListener("click", ({ target }) => box.contains(target) || open(false));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && open(false));
  window.addEventListener("blur", () => open(false)); // a tap in the bank's app
}
