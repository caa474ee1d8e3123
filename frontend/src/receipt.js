// On the receipt of a submission: checks in its reader's own browser that everything is what was frozen.
//
// The manifest is fetched and its SHA-256 compared with the digest on the page; then each piece that it names, one at a
// time, so that no more than one file is in memory. Words come with the page, files from where their owner opens them.
const HEX = (byte) => byte.toString(16).padStart(2, "0");

for (const place of document.querySelectorAll("[data-receipt-check]")) prepare(place);

function prepare(place) {
  // Digests are taken in secure contexts alone (Web Cryptography API, section 10).
  if (!globalThis.crypto?.subtle) {
    for (const able of place.querySelectorAll("[data-able]")) able.remove();
    place.querySelector("[data-unable]").classList.remove("no-js-only");
    return;
  }
  const button = place.querySelector("[data-check]");
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    try {
      await check(place);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });
}

async function check(place) {
  const words = place.querySelector("[data-words]").dataset;
  const summary = place.querySelector("[data-summary]");
  const results = place.querySelector("[data-results]");
  const pieces = JSON.parse(document.getElementById("receipt-pieces").textContent);
  const said = [];
  results.replaceChildren();
  results.hidden = false;

  const tell = (name, result) => {
    said.push({ name, result });
    results.append(filled(place.querySelector(`[data-row="${result}"]`), { name }));
  };
  const begin = (name) => {
    summary.textContent = fill(words.progress, { name, number: said.length + 1, count: pieces.length + 1 });
  };

  begin(words.manifestCalled);
  const manifest = await manifestAt(place.dataset.manifest);
  tell(words.manifestCalled, await resultOfManifest(manifest, place.dataset.digest));
  for (const piece of pieces) {
    begin(piece.what);
    tell(piece.what, await resultOf(piece, manifest));
  }
  summary.replaceChildren(sum(place, said));
}

async function resultOfManifest(manifest, digest) {
  if (manifest === null) return "unread";
  return (await sha256(manifest)) === digest ? "manifest" : "other";
}

async function resultOf(piece, manifest) {
  if (piece.tooLarge) return "large";
  if (!piece.url && piece.words === null) return "gone";
  if (manifest !== null && !new TextDecoder().decode(manifest).includes(`"${piece.sha256}"`)) return "unnamed";
  if (!piece.url) return (await sha256(new TextEncoder().encode(piece.words))) === piece.sha256 ? "same" : "other";
  try {
    const bytes = await fetched(piece.url, piece.size);
    return bytes !== null && (await sha256(bytes)) === piece.sha256 ? "same" : "other";
  } catch {
    return "unread";
  }
}

async function manifestAt(url) {
  try {
    return await (await answerOf(url)).arrayBuffer();
  } catch {
    return null;
  }
}

/** The bytes at an address, read as they come; null as soon as they are more than `size`, or when they are fewer. */
async function fetched(url, size) {
  const reader = (await answerOf(url)).body.getReader();
  const bytes = new Uint8Array(size);
  let arrived = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return arrived === size ? bytes : null;
    if (arrived + value.length > size) {
      await reader.cancel();
      return null;
    }
    bytes.set(value, arrived);
    arrived += value.length;
  }
}

/** Who is signed out is led elsewhere: what comes from there is no file. */
async function answerOf(url) {
  const answer = await fetch(url, { cache: "no-store", credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
}

async function sha256(bytes) {
  return Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), HEX).join("");
}

function sum(place, said) {
  const named = (...results) => said.filter((one) => results.includes(one.result)).map((one) => one.name);
  const list = (names) => new Intl.ListFormat(document.documentElement.lang).format(names);
  const template = (name) => place.querySelector(`[data-sum="${name}"]`);
  const [same, other] = [named("same", "manifest"), named("other", "unnamed")];
  const left = named("unread", "gone", "large");
  if (other.length) return filled(template("other"), { names: list(other) });
  if (left.length) return filled(template("partly"), { same: same.length, count: said.length, names: list(left) });
  return filled(template("same"), { count: said.length });
}

/** A copy of a template, each `{name}` in its words filled. */
function filled(template, values) {
  const copy = template.content.cloneNode(true);
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = fill(walker.currentNode.data, values);
  return copy;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
