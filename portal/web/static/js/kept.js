/** What was typed stays on this phone, sealed, under a name and a person: at most a week, and never after signing out. */
import { canSeal, opened, sealed } from "./sealed.js";

const PREFIX = "portal-kept:";
const WEEK_MS = 7 * 24 * 3600 * 1000;

function keysOfKept() {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

/** The copy of `name` that `user` keeps on this phone. What is asked of it is done in the order of asking. */
export function keptCopy(user, name) {
  const key = `${PREFIX}${user}:${name}`;
  let last = Promise.resolve();
  const inTurn = (act) => (last = last.then(act, act));
  return {
    canKeep: canSeal(),
    read: () =>
      inTurn(async () => {
        const kept = JSON.parse(localStorage.getItem(key));
        return kept && canSeal() ? opened(kept.sealed) : null;
      }),
    write: (copy) =>
      inTurn(async () => localStorage.setItem(key, JSON.stringify({ sealed: await sealed(copy), keptAt: Date.now() }))),
    remove: () => inTurn(async () => localStorage.removeItem(key)),
  };
}

/** Copies that nobody came back for, whoever kept them, are not left on a phone that others use. */
export function forgetOld() {
  for (const key of keysOfKept()) {
    if (Date.now() - JSON.parse(localStorage.getItem(key)).keptAt > WEEK_MS) localStorage.removeItem(key);
  }
}

export function forgetOnSignOut() {
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) keysOfKept().forEach((key) => localStorage.removeItem(key));
  });
}
