// The sandbox's time: shown, moved forward, set back.

import { get, post } from "./remote.js";

const FORWARD = 20 * 60;
const AGAIN = 2000; // milliseconds, while the sandbox is away

export async function watchClock() {
  const box = document.querySelector(".clock");
  const face = box.querySelector("time");
  const [forward, back] = box.querySelectorAll("button");
  let offset = 0;
  const draw = () => {
    const now = new Date(Date.now() + offset * 1000);
    face.textContent = now.toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
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
