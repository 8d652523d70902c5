/** Single keys for those who work here all day; off in fields, with other keys held, and when switched off. */

const OFF_KEY = "portal-shortcuts-off";

function isTyping(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable=true], dialog[open]") !== null;
}

/** The letter that stands on the key, also while the keyboard writes Hangul. */
function keyOf(event) {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
  return letter && !event.shiftKey ? letter : event.key;
}

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function moveRow(step) {
  const all = rows();
  if (all.length === 0) return;
  const now = all.findIndex((row) => row.classList.contains("row-now"));
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  all[now]?.classList.remove("row-now");
  next.classList.add("row-now");
  const link = next.querySelector("a, button");
  (link ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** The control of `key` in the row that is chosen, else on the page. */
function controlFor(key) {
  const selector = `[data-shortcut="${CSS.escape(key)}"]`;
  return document.querySelector(`.row-now ${selector}`) ?? document.querySelector(selector);
}

function act(key) {
  if (key === "j") return moveRow(1);
  if (key === "k") return moveRow(-1);
  if (key === "?") return document.getElementById("shortcuts-dialog")?.showModal();
  const field = document.querySelector(`[data-shortcut-focus="${CSS.escape(key)}"] input`);
  if (field) {
    field.focus();
    return field.select();
  }
  return controlFor(key)?.click();
}

/** A digit chooses in the group that has the focus, else in the first one; what the choice asks for comes next. */
function choose(target, place) {
  const groups = [...document.querySelectorAll("[data-choose]")];
  const group = target.closest("[data-choose]") ?? groups[0];
  const chosen = group?.querySelectorAll("input[type=radio]")[place - 1];
  if (!chosen) return false;
  chosen.checked = true;
  chosen.focus();
  const next = [...document.querySelectorAll("[data-after]")].find((other) => other.dataset.after.split(" ").includes(chosen.value));
  next?.querySelector("input")?.focus();
  return true;
}

export function enhanceShortcuts() {
  const box = document.querySelector("[data-shortcuts-switch]");
  const isOff = () => localStorage.getItem(OFF_KEY) === "1";
  const tell = () => document.body.toggleAttribute("data-keys", !isOff());
  tell();
  if (box) {
    box.checked = !isOff();
    box.addEventListener("change", () => {
      localStorage.setItem(OFF_KEY, box.checked ? "0" : "1");
      tell();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const key = keyOf(event);
    if (/^[1-9]$/.test(key)) {
      if (choose(event.target, Number(key))) event.preventDefault();
      return;
    }
    if (!"/jkcvrn?".includes(key)) return;
    event.preventDefault();
    act(key);
  });
}
