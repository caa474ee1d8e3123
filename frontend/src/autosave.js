// Nothing typed is ever lost.
//
// Contract with the server. A <form data-autosave data-url="…"> holds one field `text` and the hidden `revision` that
// the text is based on. Saving POSTs the form (text, revision, csrfmiddlewaretoken) to data-url, with `shows`, the mark of
// what the element named by data-shows says of the text, if there is one. The answers:
//   200 {revision, saved_at_text, word_count}       saved; `revision` is what the next save says; `shown` may hold what else changed on the page: markup by
//                                                   the id of the element that it stands in
//   409 {revision, theirs, theirs_saved_at_text}    saved elsewhere since: both are shown, the person chooses
//   401, 403, or a redirect to the sign-in page     sent again where the person has signed in again elsewhere; otherwise
//                                                   the words wait on this device, where it can keep them
//   400, 413, 422 {message}                         refused, and why; the words wait likewise
//   anything else, or no answer                     tried again, at growing intervals
//
// A <form data-autosave="whole"> saves itself as a whole and can also be sent the ordinary way. Its 409 carries no
// words to choose from: sending it shows both versions side by side.
//
// A copy of unsaved words waits on the device, sealed (`waiting_words.js`), and is removed only when the server confirms
// those very words, or their person signs out. Where it cannot wait there, as on pages that came over no safe line, it is
// said that the words are on the page only, and who leaves is asked first.
import { fresh } from "./ready.js";
import { signedInAgain } from "./signed_in_again.js";
import { say } from "./strings.js";
import { lostCopies, UnsavedCopy } from "./unsaved_copy.js";
import { showConflict } from "./conflict.js";
import { showParts } from "./parts.js";

const PAUSE_MS = 1500;
const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
/** Browsers refuse larger bodies for requests that outlive their page. */
const KEEPALIVE_BYTES = 60_000;

/** Parts of a form that its writer did not write. */
const NOT_WRITTEN = ["csrfmiddlewaretoken", "revision", "kept"];

const fields = new Set();

export function enhanceAutosave(root) {
  for (const form of fresh(root, "form[data-autosave]", "saves")) {
    fields.add(form.dataset.autosave === "whole" ? new AutosavedForm(form) : new AutosavedField(form));
  }
}

/** Words that were changed on the server, such as mended ones: <template data-writes="the field" data-revision data-saved>. */
export function enhanceWritten(root) {
  for (const brought of fresh(root, "template[data-writes]", "seen")) {
    const form = document.getElementById(brought.dataset.writes)?.form;
    const field = [...fields].find((one) => one.form === form);
    const within = form?.closest("section, [id^=written-]")?.contains(root) ?? false;
    field?.takeOver(brought.content.textContent, brought.dataset.revision, brought.dataset.saved, within);
    brought.remove();
  }
}

/** What is chosen beside a text, and was saved by itself: <template data-saved-beside="the form">Saved 11:02</template>. */
export function enhanceSavedBeside(root) {
  for (const brought of fresh(root, "template[data-saved-beside]", "seen")) {
    const field = [...fields].find((one) => one.form.id === brought.dataset.savedBeside && one.form.isConnected);
    field?.chosenSaved(brought.content.textContent.trim());
    brought.remove();
  }
}

/** Saves every field that has unsaved words; resolves to whether all of them are safe on the server. */
export async function saveEverything() {
  for (const field of fields) if (!field.form.isConnected) fields.delete(field); // taken off the page with what it was about
  const results = await Promise.all([...fields].map((field) => field.save()));
  return results.every(Boolean);
}

class AutosavedField {
  constructor(form) {
    this.form = form;
    this.revision = form.elements.namedItem("revision");
    this.status =
      form.querySelector("[data-save-status]") ??
      document.querySelector(`[data-save-status][data-of="${form.id}"]`) ??
      this.addStatus();
    // As the page brought it: somebody may have begun to write before this script was there.
    this.savedText = this.original;
    this.said = { state: "", words: "" };
    this.copy = new UnsavedCopy(form.dataset.url);
    this.failures = 0;
    this.saving = null;
    this.conflict = null;

    form.addEventListener("input", () => this.changed());
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", (event) => this.submitted(event));
    if (this.unsaved) this.changed();
    this.bringBack();
  }

  get original() {
    return this.form.elements.namedItem("text").defaultValue;
  }

  /** What is written here now, as one text that two states can be compared by. */
  get text() {
    return this.form.elements.namedItem("text").value;
  }

  get unsaved() {
    return this.text !== this.savedText;
  }

  submitted(event) {
    event.preventDefault();
    this.save();
  }

  body(text) {
    const body = new FormData(this.form);
    body.set("text", text);
    return body;
  }

  get isSignedOut() {
    return this.status.dataset.state === "signed-out";
  }

  changed() {
    if (this.unsaved) this.copy.keep(this.text, this.revision.value);
    else this.copy.forget();
    if (this.conflict) return;
    if (!this.unsaved) return this.unwritten();
    if (this.status.dataset.state !== "unsaved") this.said = { state: this.status.dataset.state, words: this.status.textContent };
    if (!this.isSignedOut) this.show("unsaved", say("unsaved"));
    this.saveIn(PAUSE_MS);
  }

  /** Nothing waits here: something else of the form changed, such as a choice that goes its own way, or words went back. */
  unwritten() {
    if (this.status.dataset.state !== "unsaved") return;
    clearTimeout(this.timer);
    this.show(this.said.state, this.said.words);
  }

  /** What else is chosen in this form was saved by itself. Words that wait, or stand in conflict, go on saying so. */
  chosenSaved(words) {
    if (!this.unsaved && !this.conflict && !this.saving) this.show("saved", words);
  }

  saveIn(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  /** Saves what is in the field; one request at a time, and again if it changed meanwhile. */
  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (!this.unsaved) return true;
    if (this.conflict) return false;
    if (this.saving && !leaving) {
      await this.saving;
      return this.unsaved && !this.failures ? this.save() : !this.unsaved;
    }
    this.saving = this.send(this.text, leaving);
    const done = await this.saving;
    this.saving = null;
    if (done && this.unsaved) this.saveIn(PAUSE_MS);
    return done && !this.unsaved;
  }

  async send(text, leaving, isAgain = false) {
    const body = this.body(text);
    const mark = document.querySelector(`#${this.form.dataset.shows} [data-mark]`)?.dataset.mark;
    if (mark) body.set("shows", mark);
    // The link to sign in stays where it is: pressing it takes the focus out of the field, and that saves.
    if (!leaving && !this.isSignedOut) this.show("saving", say("saving"));
    let response;
    try {
      response = await fetch(this.form.dataset.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
        credentials: "same-origin",
        keepalive: text.length * 3 < KEEPALIVE_BYTES,
      });
    } catch {
      return this.tryAgain("offline");
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok && "revision" in answer) return this.saved(text, answer);
    if (response.status === 409 && "revision" in answer) return this.differ(text, answer);
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      const mayGoOn = !isAgain && !leaving && (await signedInAgain());
      return mayGoOn ? this.send(text, leaving, true) : this.signedOut();
    }
    if ([400, 404, 413, 422].includes(response.status)) {
      this.show("refused", say("refused", { reason: answer.message ?? answer.detail ?? response.statusText }));
      return false;
    }
    return this.tryAgain("server");
  }

  saved(text, answer) {
    this.failures = 0;
    this.savedText = text;
    this.revision.value = answer.revision;
    if (this.unsaved) this.copy.keep(this.text, answer.revision);
    else this.copy.forget();
    this.show("saved", say("saved", { time: answer.saved_at_text ?? "" }));
    showParts(answer.shown ?? {});
    // What is computed from the words, such as the workbench's preview, can now be asked for again.
    this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
    return true;
  }

  /** What was written on meanwhile stays: saving it shows both. `told` says that what depends on the words came along. */
  takeOver(text, revision, words, told) {
    if (this.unsaved || this.conflict || this.saving) return;
    const isNew = text !== this.text;
    this.savedText = text;
    this.revision.value = revision;
    if (!isNew) return;
    this.write(text);
    clearTimeout(this.timer);
    this.show("saved", words);
    if (!told) this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
  }

  differ(text, answer) {
    if (answer.theirs === text) return this.saved(text, { ...answer, saved_at_text: answer.theirs_saved_at_text });
    this.show("conflict", say("conflict"));
    this.conflict = showConflict(this.form, {
      mine: () => this.text,
      theirs: answer.theirs,
      when: answer.theirs_saved_at_text,
      choose: (kept) => {
        this.conflict = null;
        this.revision.value = answer.revision;
        this.savedText = answer.theirs;
        this.write(kept);
        this.changed();
        this.save();
      },
    });
    return false;
  }

  signedOut() {
    if (this.isSignedOut) return false;
    this.show("signed-out", this.whereItIs("signedOut"));
    const url = document.getElementById("app-strings")?.dataset.loginUrl;
    if (url) {
      const link = document.createElement("a");
      link.href = `${url}?next=${encodeURIComponent(location.pathname + location.search)}`;
      link.textContent = say("signIn");
      // Where the words are on this page only, it stays open meanwhile.
      if (this.copy.isOnPageOnly) Object.assign(link, { target: "_blank", rel: "opener" });
      this.status.append(" ", link);
    }
    return false;
  }

  /** What stopped the saving, and where the words are meanwhile. */
  whereItIs(key) {
    return say(this.copy.isOnPageOnly ? `${key}OnPage` : key);
  }

  tryAgain(key) {
    const delay = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    this.show("offline", this.whereItIs(key));
    this.saveIn(delay);
    return false;
  }

  /** Words that an earlier visit could not save (crash, sign-out, dead network) come back and are saved now. */
  async bringBack() {
    for (const lost of await lostCopies(this.form.dataset.url)) {
      if (lost.text === this.savedText || this.isOvertaken(lost)) {
        lost.forget();
        continue;
      }
      if (this.unsaved) continue; // one at a time: the next visit brings the older copy
      this.revision.value = lost.revision;
      this.write(lost.text);
      this.copy.keep(lost.text, lost.revision);
      lost.forget();
      this.show("unsaved", say("restored"));
      this.saveIn(0);
    }
  }

  isOvertaken() {
    return false;
  }

  write(text) {
    const input = this.form.elements.namedItem("text");
    input.value = text;
    // Counters listen for input; our own listener is idempotent.
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show(state, words) {
    this.status.dataset.state = state;
    this.status.textContent = words;
    sumUp(this);
  }

  addStatus() {
    const status = document.createElement("p");
    status.className = "save-status";
    status.setAttribute("role", "status");
    this.form.append(status);
    return status;
  }
}

/** A form of many fields that is saved whole. */
class AutosavedForm extends AutosavedField {
  get original() {
    return this.asText((field) => field.defaultValue, (choice) => choice.defaultChecked ?? choice.defaultSelected);
  }

  get text() {
    return this.asText((field) => field.value, (choice) => choice.checked ?? choice.selected);
  }

  asText(written, isChosen) {
    const kept = [];
    for (const field of this.form.elements) {
      if (!field.name || field.tagName === "BUTTON" || NOT_WRITTEN.includes(field.name)) continue;
      if (field.options) {
        const chosen = [...field.options].find(isChosen) ?? field.options[0];
        if (chosen) kept.push([field.name, chosen.value]);
      } else if (field.type !== "checkbox") kept.push([field.name, written(field)]);
      else if (isChosen(field)) kept.push([field.name, field.value]);
    }
    return JSON.stringify(kept);
  }

  body() {
    return new FormData(this.form);
  }

  submitted() {
    // Sent the ordinary way; the copy stays on this device until a later page shows that it arrived.
    clearTimeout(this.timer);
    if (this.unsaved) {
      this.copy.keep(this.text, this.revision.value, { sent: true });
      this.copy.nameIn(this.form);
    }
    this.conflict = true;
  }

  differ() {
    this.conflict = true;
    this.show("conflict", this.form.dataset.conflict || say("conflictForm"));
    return false;
  }

  /** What was sent the ordinary way has moved the revision on, and is no loss. What never left is joined to the rest. */
  isOvertaken(lost) {
    return Boolean(lost.sent) && Number.parseInt(lost.revision, 10) < Number.parseInt(this.revision.value, 10);
  }

  write(text) {
    const values = new Map();
    for (const [name, value] of JSON.parse(text)) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of this.form.elements) {
      if (!field.name || NOT_WRITTEN.includes(field.name)) continue;
      if (field.type === "checkbox") field.checked = (values.get(field.name) ?? []).includes(field.value);
      else if (values.has(field.name)) field.value = values.get(field.name)[0];
    }
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Says of all fields together, in a place that stays in sight, what the worst of them says; `latest` is what changed. */
function sumUp(latest) {
  const place = document.querySelector("[data-save-summary]");
  if (!place) return;
  const states = [...fields].filter((field) => field.status.dataset.state);
  const stopped = states.find((field) => field.status.matches(STOPPED));
  const waiting = states.find((field) => ["saving", "unsaved"].includes(field.status.dataset.state));
  const { status } = stopped ?? waiting ?? latest;
  place.dataset.state = status.dataset.state;
  if (!stopped) return void (place.textContent = status.textContent);
  const why = document.createElement("button");
  why.type = "button";
  why.className = "button button-quiet button-small";
  why.textContent = place.dataset.trouble;
  why.addEventListener("click", showWhatStops);
  place.replaceChildren(why);
}

const saveOnLeaving = () => {
  for (const field of fields) if (field.unsaved) field.save({ leaving: true });
};
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") return saveOnLeaving();
  // Who comes back may have signed in again in the other tab.
  for (const field of fields) if (field.isSignedOut) field.save();
});
addEventListener("pagehide", saveOnLeaving);
addEventListener("beforeunload", (event) => {
  const lost = (field) => field.unsaved && field.conflict !== true && field.copy.isOnPageOnly && field.status.matches(STOPPED);
  if ([...fields].some(lost)) event.preventDefault();
});
addEventListener("online", () => {
  for (const field of fields) if (field.unsaved) field.saveIn(0);
});

const STOPPED = ".save-status:is([data-state=conflict], [data-state=refused], [data-state=offline], [data-state=signed-out])";
const showWhatStops = () => document.querySelector(STOPPED)?.scrollIntoView({ block: "center" });

// A form or link that depends on the saved words (preview, submit) waits for them.
document.addEventListener("click", async (event) => {
  const waiting = event.target.closest?.("a[data-after-save]");
  if (!waiting || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (await saveEverything()) location.assign(waiting.href);
  else showWhatStops();
});

document.addEventListener("submit", async (event) => {
  const waiting = event.target;
  if (!waiting.matches("form[data-after-save]")) return;
  if (waiting.dataset.saved) return void delete waiting.dataset.saved;
  event.preventDefault();
  event.stopImmediatePropagation();
  const pressed = event.submitter;
  const saved = await saveEverything();
  // While the first submission is still being told of, browsers ignore another: with nothing to save, we would be too early.
  await new Promise((later) => setTimeout(later));
  if (!saved) return showWhatStops();
  waiting.dataset.saved = "1";
  waiting.requestSubmit(pressed);
}, true);
