/** Parts that htmx swaps in behave like a page: enhanced, focused, announced; a failure is told in words. */
import { announce } from "./focus.js";

export function watchSwaps(enhance) {
  document.addEventListener("htmx:after:swap", () => {
    enhance(document.getElementById("main") ?? document);
    const said = document.querySelector("[data-announce]");
    if (said) announce(said.dataset.announce);
  });
  document.addEventListener("htmx:error", () => {
    announce(document.body.dataset.failedWords ?? "");
  });
}
