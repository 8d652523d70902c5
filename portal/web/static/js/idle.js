/** Warns a minute before the session ends; any key or touch extends it. At the end the text is kept and sign-in is asked. */
import { saveDraft } from "./drafts.js";

const WARNING_SECONDS = 60;
const TOUCH_EVERY_SECONDS = 45;
const SHARED_KEY = "portal-active-at";

/** The last activity in any window of this browser, in milliseconds. */
function lastActive() {
  return Number(localStorage.getItem(SHARED_KEY)) || 0;
}

export function watchIdle() {
  const { idleSeconds, extendUrl, expiredUrl } = document.body.dataset;
  const dialog = document.getElementById("idle-dialog");
  if (!idleSeconds || !dialog) return;
  const left = dialog.querySelector("[data-idle-left]");
  let touchedAt = Date.now();
  localStorage.setItem(SHARED_KEY, String(touchedAt));

  async function extend() {
    touchedAt = Date.now();
    localStorage.setItem(SHARED_KEY, String(touchedAt));
    if (dialog.open) dialog.close();
    await fetch(extendUrl, { headers: { Accept: "text/plain" }, redirect: "manual", cache: "no-store" });
  }

  async function expire() {
    await saveDraft();
    const here = location.pathname + location.search;
    location.assign(`${expiredUrl}?${new URLSearchParams({ next: here })}`);
  }

  function tick() {
    const seconds = Math.ceil(Number(idleSeconds) - (Date.now() - lastActive()) / 1000);
    if (seconds <= 0) return expire();
    left.textContent = String(Math.min(seconds, WARNING_SECONDS));
    if (seconds <= WARNING_SECONDS && !dialog.open) dialog.showModal();
    if (seconds > WARNING_SECONDS && dialog.open) dialog.close();
    return setTimeout(tick, 1000);
  }

  function active() {
    if (dialog.open || Date.now() - touchedAt > TOUCH_EVERY_SECONDS * 1000) extend();
  }

  for (const kind of ["keydown", "pointerdown", "click"]) document.addEventListener(kind, active, { passive: true });
  dialog.addEventListener("cancel", active);
  tick();
}
