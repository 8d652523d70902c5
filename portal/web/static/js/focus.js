/** Where the reader is taken when a page or a part arrives: to the errors, else nowhere. */

export function focusWhatMatters(root) {
  const target = root.querySelector("[data-takes-focus]");
  target?.focus({ preventScroll: false });
}

/** Show what only works with a script. */
export function revealScriptOnly(root) {
  for (const element of root.querySelectorAll(".needs-script[hidden]")) element.hidden = false;
}
