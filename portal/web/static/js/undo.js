/** The undo bar leaves after its time, but never while it is used, and at once when dismissed. */

function inUse(bar) {
  return bar.matches(":hover") || bar.contains(document.activeElement);
}

function leaveAfter(bar, seconds) {
  setTimeout(() => (inUse(bar) ? leaveAfter(bar, 5) : bar.remove()), seconds * 1000);
}

export function enhanceUndo(root) {
  for (const bar of root.querySelectorAll("[data-undo-seconds]:not([data-undo-running])")) {
    bar.dataset.undoRunning = "";
    leaveAfter(bar, Math.max(20, Number(bar.dataset.undoSeconds)));
    bar.querySelector("[data-undo-dismiss]")?.addEventListener("click", () => bar.remove());
  }
}
