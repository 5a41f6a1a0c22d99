"use strict";
// Leaves for the bank by itself: once, for somebody who looks at the page, and not for one who comes back to it.
(() => {
  const arrival = performance.getEntriesByType("navigation")[0];
  let leaving = false;

  function leave() {
    if (leaving || document.prerendering || document.visibilityState !== "visible") return;
    leaving = true;
    HTMLFormElement.prototype.submit.call(document.querySelector("#leave")); // a field may be named submit
  }

  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  if (arrival && arrival.type !== "navigate") return;
  document.addEventListener("visibilitychange", leave);
  leave();
})();
