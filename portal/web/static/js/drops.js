/** Panels that drop from the header close on Escape and on a press elsewhere. */

function close(drop, { andFocus = false } = {}) {
  drop.open = false;
  if (andFocus) drop.querySelector("summary").focus();
}

export function enhanceDrops() {
  const open = () => document.querySelectorAll("details.drop[open]");
  document.addEventListener("pointerdown", (event) => {
    for (const drop of open()) if (!drop.contains(event.target)) close(drop);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drop of open()) close(drop, { andFocus: drop.contains(document.activeElement) });
  });
}
