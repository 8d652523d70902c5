/** Text size and contrast at once, so that what was typed stays; the server keeps the choice in a cookie. */

const ROOT = document.documentElement;

function apply(name, value) {
  if (name === "text_size") {
    ROOT.dataset.textSize = value;
  } else if (value === "high") {
    ROOT.dataset.krdsMode = "high-contrast";
  } else {
    delete ROOT.dataset.krdsMode;
  }
}

function press(form, chosen) {
  for (const button of form.querySelectorAll(`button[name="${chosen.name}"]`)) {
    button.setAttribute("aria-pressed", String(button.value === chosen.value));
  }
}

export function enhanceDisplay() {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-display]");
    const chosen = event.submitter;
    if (!form || !chosen?.name) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set(chosen.name, chosen.value);
    apply(chosen.name, chosen.value);
    press(form, chosen);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) form.submit();
  });
}
