/** What was typed and is kept in this browser lies sealed. The key comes with the page of whoever is signed in and stays in no storage. */

const CIPHER = "AES-GCM";
const NONCE_BYTES = 12;

function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function textOf(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** The first one seals, each opens: keys change while somebody is offline. */
function keys() {
  const told = document.body.dataset.keepKeys.split(" ");
  return told.map((key) => crypto.subtle.importKey("raw", bytesOf(key), CIPHER, false, ["encrypt", "decrypt"]));
}

/** Browsers know no cryptography on a page without TLS. */
export function canSeal() {
  return Boolean(globalThis.crypto?.subtle && document.body.dataset.keepKeys);
}

export async function sealed(value) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const bytes = await crypto.subtle.encrypt({ name: CIPHER, iv }, await keys()[0], plain);
  return `${textOf(iv)}.${textOf(new Uint8Array(bytes))}`;
}

/** What was sealed for the same person; nothing where no key of this page opens it. */
export async function opened(text) {
  const [iv, bytes] = text.split(".").map(bytesOf);
  for (const key of keys()) {
    try {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: CIPHER, iv }, await key, bytes)));
    } catch {
      continue;
    }
  }
  return null;
}
