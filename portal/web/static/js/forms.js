/** Forms say that they are on their way, and passwords can be read back; nothing is ever disabled. */

const SLOW_MS = 400;

function showBusy(button) {
  button?.setAttribute("aria-busy", "true");
  const bar = document.createElement("div");
  bar.className = "busy";
  bar.setAttribute("role", "presentation");
  document.body.append(bar);
}

function clearBusy() {
  for (const bar of document.querySelectorAll(".busy")) bar.remove();
  for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
}

function toggleReveal(button) {
  const input = document.getElementById(button.dataset.reveal);
  const hidden = input.type === "password";
  input.type = hidden ? "text" : "password";
  button.textContent = hidden ? button.dataset.hideWords : button.dataset.showWords;
}

export function enhanceForms() {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    const pressed = event.submitter ?? event.target.querySelector("button[type=submit]");
    const timer = setTimeout(() => showBusy(pressed), SLOW_MS);
    window.addEventListener("pagehide", () => clearTimeout(timer), { once: true });
  });
  window.addEventListener("pageshow", clearBusy);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    if (button) toggleReveal(button);
  });
  document.addEventListener("click", focusFromSummary);
}

/** A link of the error summary lands in the field, not only beside it. */
function focusFromSummary(event) {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
  (control ?? field).focus({ preventScroll: true });
}
