// What a field that saves itself could not save yet.
import { drop, leftBehind, nameIn, WaitingWords, wordsOf } from "./waiting_words.js";

const KIND = "unsaved";
const here = new Set();

/** This tab's own copy of one field. */
export class UnsavedCopy {
  constructor(url) {
    this.waiting = new WaitingWords(KIND, url);
    here.add(this.waiting.id);
  }

  /** Whether words that the server does not have are nowhere but on the page. */
  get isOnPageOnly() {
    return this.waiting.cannotWait;
  }

  /** `sent` says that the words left for the server the ordinary way, so that a later page shows whether they arrived. */
  keep(text, revision, { sent = false } = {}) {
    this.waiting.keep(text, { revision, sent });
  }

  forget() {
    this.waiting.forget();
  }

  /** Lets the answer to a form that is sent the ordinary way say that nothing need wait any longer. */
  nameIn(form) {
    nameIn(form, this.waiting.id);
  }
}

/** Copies of the field at `url` whose tab is gone, the newest first: `{text, revision, sent, forget()}`. */
export async function lostCopies(url) {
  const copies = [];
  for (const entry of (await leftBehind(KIND, url, here))[0]) {
    const text = await wordsOf(entry);
    if (typeof text === "string") copies.push({ text, revision: entry.revision, sent: entry.sent, forget: () => drop(entry) });
  }
  return copies;
}
