/** Where the reader is taken when a page or a part arrives: to the errors, else nowhere. */

export function focusWhatMatters(root) {
  const target = root.querySelector("[data-takes-focus]");
  target?.focus({ preventScroll: false });
}

/** Show what only works with a script. */
export function revealScriptOnly(root) {
  for (const element of root.querySelectorAll(".needs-script[hidden]")) element.hidden = false;
}

/** Bring the present one of a row of tabs that is wider than the screen into sight. */
export function showPresentTab(root) {
  root.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
}
