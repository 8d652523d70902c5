/** Keeps what was typed when the session ends, sealed and in this window only, and gives it back to the same person on the same page. */
import { canSeal, opened, sealed } from "./sealed.js";

const PREFIX = "portal-draft:";

function keyOf(form, index) {
  return `${PREFIX}${location.pathname}#${form.id || index}`;
}

function ownForms() {
  return [...document.querySelectorAll("form.form")];
}

function isKept(control) {
  return control.name && !["hidden", "password", "file", "submit", "button"].includes(control.type);
}

/** Name, value and whether chosen, of each field that may be kept: no hidden ones, passwords or files. */
export function valuesOf(form) {
  return [...form.elements].filter(isKept).map((control) => [control.name, control.value, control.checked === true]);
}

export function restore(form, values) {
  for (const control of [...form.elements].filter(isKept)) {
    const chosen = ["radio", "checkbox"].includes(control.type);
    const kept = values.find(([name, value]) => name === control.name && (!chosen || value === control.value));
    if (kept && chosen) control.checked = kept[2];
    else if (kept) [, control.value] = kept;
  }
}

/** Put the text of every form of this page aside, with the field that had the focus. */
export async function saveDraft() {
  if (!canSeal()) return;
  const focus = document.activeElement?.id;
  for (const [index, form] of ownForms().entries()) {
    const draft = { user: document.body.dataset.user, sealed: await sealed({ values: valuesOf(form), focus }) };
    sessionStorage.setItem(keyOf(form, index), JSON.stringify(draft));
  }
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}

async function giveBack(form, draft) {
  const kept = await opened(draft.sealed);
  if (!kept) return;
  restore(form, kept.values);
  document.getElementById(kept.focus)?.focus();
}

export function keepDrafts() {
  ownForms().forEach((form, index) => {
    const draft = JSON.parse(sessionStorage.getItem(keyOf(form, index)) ?? "null");
    if (!draft) return;
    sessionStorage.removeItem(keyOf(form, index));
    if (draft.user !== document.body.dataset.user) return forgetAll();
    giveBack(form, draft);
  });
  document.querySelectorAll("[data-sign-out]").forEach((form) => form.addEventListener("submit", forgetAll));
}
