// Unsaved words on this device: localStorage, one entry per person, field and tab.
const PREFIX = "microcred:unsaved";
const person = document.documentElement.dataset.person ?? "";
const tab = crypto.randomUUID?.() ?? String(Math.random()).slice(2);

// While this tab lives it holds a lock in its name; a copy whose tab holds none was left behind by a crash.
const LOCK = `${PREFIX}:${tab}`;
navigator.locks?.request(LOCK, () => new Promise(() => {}));

const keyPrefix = (url) => `${PREFIX}|${person}|${url}|`;

/** This tab's own copy of one field. */
export class UnsavedCopy {
  constructor(url) {
    this.key = keyPrefix(url) + tab;
  }

  /** `sent` says that the words left for the server the ordinary way, so that a later page shows whether they arrived. */
  keep(text, revision, { sent = false } = {}) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ text, revision, sent, at: Date.now() }));
    } catch {
      // Storage full or forbidden: the server is then the only copy, and the status line says whether it has it.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // See keep.
    }
  }
}

/** Copies of the field at `url` whose tab is gone, the newest first: `{text, revision, sent, forget()}`. */
export async function lostCopies(url) {
  const start = keyPrefix(url);
  let keys;
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(start) && key !== start + tab);
  } catch {
    return [];
  }
  if (!keys.length) return [];
  const held = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
  return keys
    .filter((key) => !held.has(`${PREFIX}:${key.slice(start.length)}`))
    .map((key) => ({ key, ...read(key) }))
    .filter((copy) => typeof copy.text === "string")
    .sort((a, b) => b.at - a.at)
    .map((copy) => ({ text: copy.text, revision: copy.revision, sent: copy.sent, forget: () => localStorage.removeItem(copy.key) }));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}
