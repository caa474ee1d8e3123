// Words that wait on this device for the person who typed them, because the server does not have them: one entry of
// localStorage for each form, or field that saves itself, and tab, so that two tabs cannot overwrite each other's.
//
// Key: microcred:<kind>|<person>|<place>|<tab>|<id>. Value: {at, sealed, …}, as JSON; only its own person's pages can
// open what is sealed. A form that is sent names its entry in a field `kept`. When the server took the form in, or the
// person signed out, its answer names the entry, or the person, in the cookie `forget`; the next page removes them.
import { tab, openTabs } from "./open_tabs.js";
import { canSeal, seal, unseal } from "./sealing.js";

const PREFIX = "microcred:";
const FORGET_COOKIE = "forget";
/** As long as a session may last. */
const WAITS_FOR_MS = 14 * 24 * 60 * 60 * 1000;

export const person = document.documentElement.dataset.person ?? "";

const start = (kind, place) => `${PREFIX}${kind}|${person}|${encodeURIComponent(place)}|`;

/** What waits of one form or field, written by this tab. */
export class WaitingWords {
  constructor(kind, place) {
    this.id = crypto.randomUUID?.() ?? "";
    this.key = `${start(kind, place)}${tab}|${this.id}`;
    this.wanted = this.done = null;
    /** Whether the device takes nothing: no seal on this page, or no room. */
    this.cannotWait = !canSeal;
  }

  /** Whether the device has what is to wait here. */
  get isSafe() {
    return this.wanted === this.done;
  }

  /** Keeps these words, and facts about them that need no seal, instead of any before. */
  keep(words, facts = {}) {
    if (this.wanted?.words !== words || JSON.stringify(facts) !== JSON.stringify(this.wanted.facts)) {
      this.wanted = { words, facts, sealed: this.wanted?.words === words ? this.wanted.sealed : "" };
    }
    return this.write();
  }

  forget() {
    this.wanted = null;
    return this.write();
  }

  /** Seals what is wanted last; one at a time. */
  async write() {
    if (this.isWriting) return;
    this.isWriting = true;
    try {
      while (!this.isSafe) {
        const wanted = this.wanted;
        if (wanted) wanted.sealed ||= await seal(wanted.words);
        if (wanted !== this.wanted) continue;
        if (wanted) localStorage.setItem(this.key, JSON.stringify({ ...wanted.facts, at: Date.now(), sealed: wanted.sealed }));
        else localStorage.removeItem(this.key);
        this.done = wanted;
        this.cannotWait = !canSeal;
      }
    } catch {
      this.cannotWait = true;
      // Storage full or forbidden, or no seal: the server is then the only place, and the page says whether it has it.
    }
    this.isWriting = false;
  }
}

/**
 * What closed tabs, and parts of this page that are gone, left of a form or field, the newest first: [{key, tab, id, at,
 * sealed, …}], and whether an open tab, perhaps just going, holds more. `here` are the identifiers of what still writes.
 */
export async function leftBehind(kind, place, here) {
  const found = keysOf(start(kind, place)).map((key) => ({ key, tab: key.split("|")[3], id: key.split("|")[4], ...get(key) }));
  const open = found.length ? await openTabs() : new Set();
  const left = found
    .filter((entry) => (entry.tab === tab ? !here.has(entry.id) : !open.has(entry.tab)) && typeof entry.sealed === "string")
    .sort((a, b) => b.at - a.at);
  return [left, found.some((entry) => entry.tab !== tab && open.has(entry.tab))];
}

/** The words of an entry; null where this page's reader may not have them. */
export const wordsOf = (entry) => (canSeal ? unseal(entry.sealed) : null);

export function drop({ key }) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Then it could not be read either.
  }
}

/** Writes anew what is known of an entry besides its words. */
export function mark(id, facts) {
  for (const key of keysOf(PREFIX)) if (key.endsWith(`|${id}`)) localStorage.setItem(key, JSON.stringify({ ...get(key), ...facts }));
}

/** Whether anything waits for whoever reads this page. */
export const anythingWaits = () => keysOf(PREFIX).some((key) => key.split("|")[1] === person);

/** Lets the server's answer to a form say what of it need not wait any longer. */
export function nameIn(form, id) {
  let field = form.querySelector("input[type=hidden][name=kept]");
  if (!field) {
    field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "kept" });
    form.append(field);
  }
  field.value = id;
}

function keysOf(beginning) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(beginning) && key.includes("|"));
  } catch {
    return [];
  }
}

function get(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

/** Forgets what the server took in, whoever signed out, and what is too old, of everybody who used this browser. */
function tidy() {
  const said = document.cookie.split("; ").find((pair) => pair.startsWith(`${FORGET_COOKIE}=`));
  const gone = said ? said.slice(FORGET_COOKIE.length + 1).split(".").filter(Boolean) : [];
  if (said) document.cookie = `${FORGET_COOKIE}=; path=/; max-age=0; samesite=lax`;
  for (const key of keysOf(PREFIX)) {
    const [, whose, , , id] = key.split("|");
    const { at = 0, sealed } = get(key);
    if (!sealed || gone.includes(id) || gone.includes(whose) || at + WAITS_FOR_MS < Date.now()) drop({ key });
  }
}

tidy();
