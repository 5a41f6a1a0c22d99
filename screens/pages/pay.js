"use strict";
(() => {
  const { body } = document;
  const stage = document.getElementById("stage");
  const say = document.getElementById("say");
  const offline = document.getElementById("offline");
  const HIDDEN_PAUSE = 30, LONGEST_PAUSE = 30, CALM_AFTER = 180, CALM_PAUSE = 5;
  const opened = Date.now();
  let version = body.dataset.version;
  let poll = Number(body.dataset.poll);
  let failures = 0, timer = 0, looking = false;

  function pause() {
    if (failures) return Math.min(poll * 2 ** failures, LONGEST_PAUSE);
    if (document.hidden) return HIDDEN_PAUSE;
    return Date.now() - opened > CALM_AFTER * 1000 ? Math.max(poll, CALM_PAUSE) : poll;
  }

  function plan() {
    clearTimeout(timer);
    if (poll) timer = setTimeout(look, pause() * 1000);
  }

  function show(state) {
    version = state.version;
    document.title = state.title;
    stage.innerHTML = state.html;
    say.textContent = state.say;
  }

  async function look() {
    if (looking) return;
    looking = true;
    try {
      const headers = { "If-None-Match": `"${version}"` };
      const answer = await fetch(body.dataset.state, { headers, cache: "no-store", signal: AbortSignal.timeout(15000) });
      if (answer.status !== 304) {
        if (!answer.ok) throw new Error(answer.status);
        const state = await answer.json();
        poll = state.poll;
        if (state.version !== version) show(state);
      }
      failures = 0;
    } catch {
      failures += 1;
    }
    offline.hidden = failures < 2;
    looking = false;
    plan();
  }

  stage.addEventListener("submit", (event) => {
    const button = event.target.querySelector("button");
    button.textContent = body.dataset.asking;
    setTimeout(() => { button.disabled = true; });
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && poll) look(); });
  window.addEventListener("online", () => { if (poll) look(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  plan();
})();
