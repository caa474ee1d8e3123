// What somebody typed into a form and did not send waits for them on this device.
//
// Contract with the server. A <form data-keep> is kept under the path it is sent to; where several forms of a page are
// sent to one path, the attribute's value tells them apart. `waiting_words.js` says how it waits, and until when. A page
// that answers a form says so (`data-answers-form`): what it shows in its fields was typed, not saved.
//
// Never kept: passwords, codes, files, hidden fields, whatever is marked `data-not-kept`, and ticks that must be set
// to go on: who agrees to something does so anew.
import { tab } from "./open_tabs.js";
import { fresh } from "./ready.js";
import { canSeal } from "./sealing.js";
import { say } from "./strings.js";
import { anythingWaits, drop, leftBehind, mark, nameIn, WaitingWords, wordsOf } from "./waiting_words.js";

const KIND = "kept";
const SENT = "microcred:kept-sent";
/** How long a page that is going may take to let go of its lock. */
const LOCK_MS = 800;
const NEVER = ["password", "file", "hidden", "submit", "button", "image", "reset"];
const SECRET = /one-time-code|password|cc-/;

const { answersForm } = document.documentElement.dataset;
const forms = new Map();
const sentFrom = arrival();

export function enhanceKeptForms(root) {
  for (const form of fresh(root, "form[data-keep]:not([data-autosave])", "kept")) {
    const kept = new KeptForm(form);
    forms.set(form, kept);
    if (canSeal) kept.bringBack();
  }
}

/** What was typed in a form, and was taken in without leaving the page, need not wait any longer. */
export function forgetKept(form) {
  forms.get(form)?.waiting.forget();
}

class KeptForm {
  constructor(form) {
    this.form = form;
    this.place = new URL(form.getAttribute("action") || location.href, location.href).pathname + "#" + form.dataset.keep;
    this.waiting = new WaitingWords(KIND, this.place);
    // As the page brought it: somebody may have begun to write before this script was there.
    this.was = brought(form);
    this.changed();
  }

  /** Whether all that is typed here is either sent or waits. */
  get isSafe() {
    return this.isSent || this.waiting.isSafe;
  }

  changed() {
    const is = typed(this.form);
    const isNew = Object.keys(is).some((name) => is[name] !== (this.was[name] ?? ""));
    if (!isNew) return this.waiting.forget();
    return this.waiting.keep(JSON.stringify({ was: this.was, is, files: hasFiles(this.form) }), { sent: Boolean(this.isSent) });
  }

  sent() {
    this.isSent = true;
    this.changed();
    if (!this.waiting.wanted) return;
    nameIn(this.form, this.waiting.id);
    try {
      sessionStorage.setItem(SENT, this.waiting.id);
    } catch {
      // Then it is not known that an answer came, and the sentence says so.
    }
  }

  async bringBack() {
    const [left, mayFollow] = await this.left();
    const found = await this.open(left);
    if (found) return this.take(found);
    if (!mayFollow) return;
    await new Promise((later) => setTimeout(later, LOCK_MS));
    const again = await this.open((await this.left())[0]);
    if (again) this.take(again);
  }

  left() {
    return leftBehind(KIND, this.place, new Set(living().map((kept) => kept.waiting.id)));
  }

  /** The newest of these that this page's reader may have. */
  async open(left) {
    for (const entry of this.expected(left)) {
      const words = await wordsOf(entry);
      if (words) return { ...entry, ...JSON.parse(words) };
    }
    return null;
  }

  /** Over what somebody has just sent, and sees again with what is wrong about it, nothing older is written. */
  expected(left) {
    if (answersForm === undefined) return left;
    const own = left.find((entry) => entry.id === sentFrom);
    if (own) return [own];
    return !sentFrom && isAddressedTo(this.form) ? [] : left;
  }

  async take(found) {
    const now = typed(this.form);
    const later = Object.keys(found.is).filter((name) => name in now && found.is[name] !== found.was[name]);
    if (!later.length) return; // the form is another by now
    const isAnswer = found.id === sentFrom && answersForm !== undefined;
    const missing = later.filter((name) => found.is[name] !== this.was[name]);
    if (!missing.length && !isAnswer) return void drop(found); // saved meanwhile, here or elsewhere
    // Somebody began to write before this script was there: the next visit brings what is older.
    if (later.some((name) => now[name] !== this.was[name] && now[name] !== found.is[name])) return;
    const hasMoved = later.some((name) => this.was[name] !== found.was[name] && this.was[name] !== found.is[name]);
    if (isAnswer) this.was = { ...this.was, ...found.was };
    write(this.form, found.is, later);
    // A part of the page that came anew while somebody wrote in it goes on as it was.
    if (missing.length && found.tab !== tab) this.tell(found, hasMoved);
    await this.changed();
    drop(found);
  }

  /** Says in the form that something came back, and from when. */
  tell({ at, sent, files }, hasMoved) {
    const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(at);
    const note = document.getElementById("kept-template").content.firstElementChild.cloneNode(true);
    this.form.prepend(note);
    const words = [say(sent ? "keptSent" : "kept", { when })];
    if (hasMoved) words.push(say("keptMoved"));
    if (files) words.push(say("keptFiles"));
    note.querySelector("[data-kept-words]").textContent = words.join(" ");
    note.querySelector("[data-kept-discard]").addEventListener("click", () => this.discard(note));
    this.show();
  }

  /** Opens what the form is folded into; a dialog stays closed, and what opens it says why to. */
  show() {
    for (let fold = this.form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const dialog = this.form.closest("dialog[id]");
    const opener = dialog && document.querySelector(`[data-dialog-open="${CSS.escape(dialog.id)}"]`);
    if (!opener) return;
    this.badge = document.createElement("span");
    this.badge.className = "badge tone-info";
    this.badge.textContent = say("keptHere");
    opener.after(this.badge);
  }

  discard(note) {
    this.form.reset();
    this.was = brought(this.form);
    for (const field of fieldsOf(this.form)) field.dispatchEvent(new Event("input", { bubbles: true }));
    note.remove();
    this.badge?.remove();
    fieldsOf(this.form).find((field) => field.offsetParent)?.focus();
  }
}

/** Names and values of what can be typed or chosen in a form, as the page brought it. */
const brought = (form) =>
  read(
    form,
    // Browsers clean what other fields are given, such as a day or an address, as soon as it is in them.
    (field) => (["text", "search", "tel", "textarea"].includes(field.type) ? field.defaultValue : field.value),
    (choice) => choice.defaultChecked ?? choice.defaultSelected,
  );

/** The same, as it is now. */
const typed = (form) => read(form, (field) => field.value, (choice) => choice.checked ?? choice.selected);

function read(form, valueOf, isChosen) {
  const values = {};
  for (const field of fieldsOf(form)) values[nameOf(field, values)] = valueIn(field, valueOf, isChosen);
  return values;
}

function valueIn(field, valueOf, isChosen) {
  if (isTick(field)) return isChosen(field) ? "on" : "";
  if (!field.options) return valueOf(field);
  const chosen = [...field.options].filter(isChosen);
  if (!chosen.length && !field.multiple && field.options.length) chosen.push(field.options[0]);
  return JSON.stringify(chosen.map((option) => option.value));
}

function write(form, values, names) {
  const seen = {};
  for (const field of fieldsOf(form)) {
    const name = nameOf(field, seen);
    seen[name] = "";
    if (!names.includes(name)) continue;
    if (isTick(field)) field.checked = values[name] === "on";
    else if (!field.options) field.value = values[name];
    else for (const option of field.options) option.selected = JSON.parse(values[name]).includes(option.value);
    // Counters and the like listen for input.
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** What a field is known by within its form: its name, and which of several that share it. */
function nameOf(field, seen) {
  if (isTick(field)) return `${field.name}=${field.value}`;
  let name = field.name;
  for (let number = 2; name in seen; number += 1) name = `${field.name}#${number}`;
  return name;
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) =>
      field.matches("input[name], textarea[name], select[name]") &&
      !NEVER.includes(field.type) &&
      !SECRET.test(field.autocomplete) &&
      !(field.type === "checkbox" && field.required) &&
      !("notKept" in field.dataset),
  );
}

const hasFiles = (form) => [...form.elements].some((field) => field.type === "file" && field.files.length > 0);

/** Whether this page stands where the form is sent to, so that it may be its answer. */
const isAddressedTo = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname === location.pathname;

/** The forms of this page as it is now; parts of it may have come anew. */
function living() {
  for (const form of forms.keys()) if (!form.isConnected) forms.delete(form);
  return [...forms.values()];
}

/** What was sent from this tab, if this page is what came of it: then it is known that it was not taken in. */
function arrival() {
  try {
    const id = sessionStorage.getItem(SENT) ?? "";
    const [visit] = performance.getEntriesByType("navigation");
    if (!id || visit?.type === "back_forward") return "";
    sessionStorage.removeItem(SENT);
    mark(id, { sent: false });
    return id;
  } catch {
    return "";
  }
}

document.addEventListener("input", ({ target }) => forms.get(target.form)?.changed());

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-signs-out]") && anythingWaits() && !confirm(say("keptSignOut"))) {
    event.preventDefault();
    return;
  }
  if (!event.defaultPrevented) forms.get(event.target)?.sent();
});

// Scripts write into fields too, and no input tells of it.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const kept of living()) if (!kept.isSent) kept.changed();
});

addEventListener("beforeunload", (event) => {
  if (living().some((kept) => !kept.isSafe)) event.preventDefault();
});

// The back button may bring the page back as it was left.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const kept of living()) kept.isSent = false;
});
