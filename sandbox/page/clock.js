// The sandbox's time: shown, moved forward, set back.

import { get, post } from "./remote.js";

const FORWARD = 20 * 60;
const AGAIN = 2000; // milliseconds, while the sandbox is away

// Hours and minutes where the people of the sandbox live.
export function clockTime(milliseconds) {
  const options = { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Almaty" };
  return new Date(milliseconds).toLocaleTimeString("ru", options);
}

export async function watchClock() {
  const box = document.querySelector(".clock");
  const face = box.querySelector("time");
  const [forward, back] = box.querySelectorAll("button");
  let offset = 0;
  const draw = () => {
    face.textContent = clockTime(Date.now() + offset * 1000);
    back.hidden = offset === 0;
    box.classList.toggle("moved", offset !== 0);
  };
  forward.onclick = () => post("/sandbox/clock", { seconds: FORWARD });
  back.onclick = () => post("/sandbox/clock", { offset: 0 });
  setInterval(draw, 1000);
  ({ offset } = await get("/sandbox/clock"));
  draw();
  for (;;) {
    try {
      ({ offset } = await get(`/sandbox/clock?since=${offset}&wait=30`));
      draw();
    } catch {
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}
