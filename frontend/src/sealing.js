// What is kept on this device for somebody can be read only while they are signed in: the server gives their pages the
// key (`data-seal`), which is nowhere on the device. Browsers seal on pages that came over a safe line only.
const given = document.documentElement.dataset.seal ?? "";
const key = given && globalThis.crypto?.subtle ? crypto.subtle.importKey("raw", bytesOf(given), "AES-GCM", false, ["encrypt", "decrypt"]) : null;

/** Whether anything can be kept for whoever reads this page. */
export const canSeal = Boolean(key);

/** A text that only its own person's pages can open. */
export async function seal(text) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await key, new TextEncoder().encode(text));
  return `${textOf(nonce)}.${textOf(new Uint8Array(sealed))}`;
}

/** The text that was sealed, or null where this page's reader may not have it or the server's secret is another by now. */
export async function unseal(sealed) {
  try {
    const [nonce, words] = sealed.split(".").map(bytesOf);
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, await key, words));
  } catch {
    return null;
  }
}

function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function textOf(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
