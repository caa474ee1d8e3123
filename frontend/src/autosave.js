// Nothing typed is ever lost.
//
// Contract with the server. A <form data-autosave data-url="…"> holds one field `text` and the hidden `revision` that
// the text is based on. Saving POSTs the form (text, revision, csrfmiddlewaretoken) to data-url. The answers:
//   200 {revision, saved_at_text, word_count}       saved
//   409 {revision, theirs, theirs_saved_at_text}    saved elsewhere since: both are shown, the person chooses
//   401, 403, or a redirect to the sign-in page     the words wait on this device
//   400, 413, 422 {message}                         refused, and why; the words wait on this device
//   anything else, or no answer                     tried again, at growing intervals
//
// A copy of unsaved words lives in localStorage under person, field and tab, so that two tabs cannot overwrite each
// other's copy, and is removed only when the server confirms those very words.
import { fresh } from "./ready.js";
import { say } from "./strings.js";
import { lostCopies, UnsavedCopy } from "./unsaved_copy.js";
import { showConflict } from "./conflict.js";

const PAUSE_MS = 1500;
const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
/** Browsers refuse larger bodies for requests that outlive their page. */
const KEEPALIVE_BYTES = 60_000;

const fields = new Set();

export function enhanceAutosave(root) {
  for (const form of fresh(root, "form[data-autosave]", "autosave")) fields.add(new AutosavedField(form));
}

/** Saves every field that has unsaved words; resolves to whether all of them are safe on the server. */
export async function saveEverything() {
  const results = await Promise.all([...fields].map((field) => field.save()));
  return results.every(Boolean);
}

class AutosavedField {
  constructor(form) {
    this.form = form;
    this.input = form.elements.namedItem("text");
    this.revision = form.elements.namedItem("revision");
    this.status = form.querySelector("[data-save-status]") ?? this.addStatus();
    this.savedText = this.input.value;
    this.copy = new UnsavedCopy(form.dataset.url);
    this.failures = 0;
    this.saving = null;
    this.conflict = null;

    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("blur", () => this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.bringBack();
  }

  get unsaved() {
    return this.input.value !== this.savedText;
  }

  get isSignedOut() {
    return this.status.dataset.state === "signed-out";
  }

  changed() {
    if (this.unsaved) this.copy.keep(this.input.value, this.revision.value);
    else this.copy.forget();
    if (this.conflict) return;
    if (!this.isSignedOut) this.show("unsaved", say("unsaved"));
    this.saveIn(PAUSE_MS);
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
    this.saving = this.send(this.input.value, leaving);
    const done = await this.saving;
    this.saving = null;
    if (done && this.unsaved) this.saveIn(PAUSE_MS);
    return done && !this.unsaved;
  }

  async send(text, leaving) {
    const body = new FormData(this.form);
    body.set("text", text);
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
      return this.tryAgain(say("offline"));
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok && "revision" in answer) return this.saved(text, answer);
    if (response.status === 409 && "revision" in answer) return this.differ(text, answer);
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return this.signedOut();
    if ([400, 404, 413, 422].includes(response.status)) {
      this.show("refused", say("refused", { reason: answer.message ?? answer.detail ?? response.statusText }));
      return false;
    }
    return this.tryAgain(say("server"));
  }

  saved(text, answer) {
    this.failures = 0;
    this.savedText = text;
    this.revision.value = answer.revision;
    if (this.unsaved) this.copy.keep(this.input.value, answer.revision);
    else this.copy.forget();
    this.show("saved", say("saved", { time: answer.saved_at_text ?? "" }));
    // What is computed from the words, such as the workbench's preview, can now be asked for again.
    this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
    return true;
  }

  differ(text, answer) {
    if (answer.theirs === text) return this.saved(text, { ...answer, saved_at_text: answer.theirs_saved_at_text });
    this.show("conflict", say("conflict"));
    this.conflict = showConflict(this.form, {
      mine: () => this.input.value,
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
    this.show("signed-out", say("signedOut"));
    const url = document.getElementById("app-strings")?.dataset.loginUrl;
    if (url) {
      const link = document.createElement("a");
      link.href = `${url}?next=${encodeURIComponent(location.pathname + location.search)}`;
      link.textContent = say("signIn");
      this.status.append(" ", link);
    }
    return false;
  }

  tryAgain(words) {
    const delay = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    this.show("offline", words);
    this.saveIn(delay);
    return false;
  }

  /** Words that an earlier visit could not save (crash, sign-out, dead network) come back and are saved now. */
  async bringBack() {
    for (const lost of await lostCopies(this.form.dataset.url)) {
      if (lost.text === this.savedText) {
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

  write(text) {
    this.input.value = text;
    // Counters listen for input; our own listener is idempotent.
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  show(state, words) {
    this.status.dataset.state = state;
    this.status.textContent = words;
  }

  addStatus() {
    const status = document.createElement("p");
    status.className = "save-status";
    status.setAttribute("role", "status");
    this.form.append(status);
    return status;
  }
}

const saveOnLeaving = () => {
  for (const field of fields) if (field.unsaved) field.save({ leaving: true });
};
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveOnLeaving());
addEventListener("pagehide", saveOnLeaving);
addEventListener("online", () => {
  for (const field of fields) if (field.unsaved) field.saveIn(0);
});

// A form or link that depends on the saved words (preview, submit) waits for them.
document.addEventListener("click", async (event) => {
  const waiting = event.target.closest?.("a[data-after-save]");
  if (!waiting || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (await saveEverything()) location.assign(waiting.href);
  else document.querySelector(".save-status:is([data-state=conflict], [data-state=refused], [data-state=offline], [data-state=signed-out])")?.scrollIntoView({ block: "center" });
});
