/** Passkeys: the form carries what the device is asked, and takes along what it answers. */

const can = window.PublicKeyCredential?.parseCreationOptionsFromJSON !== undefined;

async function answerOf(form) {
  const options = JSON.parse(form.dataset.options);
  const made =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(made.toJSON());
}

async function askDevice(form) {
  const refused = form.querySelector("[data-passkey-refused]");
  refused.hidden = true;
  try {
    form.elements.credential.value = await answerOf(form);
    form.requestSubmit();
  } catch {
    refused.hidden = false;
  }
}

for (const form of can ? document.querySelectorAll("[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    askDevice(form);
  });
}
