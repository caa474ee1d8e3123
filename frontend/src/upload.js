import { fresh } from "./ready.js";
import { say, sayBytes } from "./strings.js";

// <form data-upload data-max-bytes> is an ordinary multipart form. Sent from here it shows how far it got and can be
// stopped. The server answers as to any form: a redirect, or a page whose <main> says what was wrong.
// With data-at-once a file is sent as soon as it is chosen or dropped; its button is for trying once more. Several go one
// after the other, and what is chosen meanwhile goes behind them.
export function enhanceUploads(root) {
  for (const form of fresh(root, "form[data-upload]", "upload")) {
    form.addEventListener("submit", (event) => send(event, form));
    if ("atOnce" in form.dataset) sendWhenChosen(form);
  }
}

function sendWhenChosen(form) {
  const input = form.querySelector("input[type=file]");
  input.multiple = true;
  offerButton(form, false);
  input.addEventListener("change", () => take(form, [...input.files]));
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(form, [...event.dataTransfer.files]);
  });
}

/** What was chosen at once, by form: what waits, what is on its way, what was wrong, and where the last that came leads. */
const rounds = new WeakMap();

function take(form, files) {
  if (!files.length) return;
  if (!form.dataset.sending) rounds.set(form, { waiting: [], problems: [], arrived: [], isOne: files.length === 1, came: "" });
  const round = rounds.get(form);
  round.waiting.push(...files);
  round.isOne &&= !form.dataset.sending;
  if (form.dataset.sending) hold(form, round.sent);
  else sendNext(form, round);
  sayWaiting(form, round);
}

/** Sends the next that waits. Whether there was one. */
function sendNext(form, round) {
  round.sent = round.waiting.shift();
  sayWaiting(form, round);
  if (!round.sent) return false;
  hold(form, round.sent);
  form.requestSubmit();
  return true;
}

/** Lets the field name one file alone: what is on its way. */
function hold(form, file) {
  const chosen = new DataTransfer();
  chosen.items.add(file);
  form.querySelector("input[type=file]").files = chosen.files;
}

function sayWaiting(form, round) {
  const place = form.querySelector("[data-upload-next]");
  place.hidden = !round.waiting.length;
  place.textContent = round.waiting.length ? say("uploadNext", { names: namesOf(round.waiting) }) : "";
}

const namesOf = (files) => files.map((file) => `“${file.name}”`).join(", ");

/** Goes on with what waits once a file came or was refused, and at the end says all that was wrong. */
function goOn(form, { address = "", problem = "" }) {
  const round = rounds.get(form);
  if (!round) return false;
  round.came = address || round.came;
  if (problem) round.problems.push(round.isOne ? problem : `${namesOf([round.sent])}: ${problem}`);
  else round.arrived.push(round.sent);
  if (sendNext(form, round)) return true;
  if (!round.problems.length) return false;
  showError(form, round.problems.join(" "));
  round.problems = [];
  offerButton(form, Boolean(problem));
  // What came stands in the list above; loading the page anew would take away what is said here.
  if (round.came) document.body.dispatchEvent(new Event(form.dataset.came));
  return true;
}

/** Lets go of what waits, as who stops an upload wants it. In words, which files that were. */
function letGo(form) {
  const round = rounds.get(form);
  const names = round?.waiting.length ? namesOf(round.waiting) : "";
  if (round) round.waiting = [];
  if (round) sayWaiting(form, round);
  return names ? ` ${say("uploadNotSent", { names })}` : "";
}

/** Shows the button to send, or hides it while there is nothing that it could send. */
function offerButton(form, shown) {
  if ("atOnce" in form.dataset) form.querySelector("button[type=submit]").hidden = !shown;
}

function send(event, form) {
  event.preventDefault();
  if (form.dataset.sending) return;
  const problem = refusalOf(form);
  showError(form, problem);
  markInvalid(form, Boolean(problem));
  if (problem) {
    offerButton(form, false);
    // After this event has ended: the next file is an event of its own. Whoever chose another by then has begun anew.
    const round = rounds.get(form);
    setTimeout(() => rounds.get(form) === round && goOn(form, { problem }) && offerButton(form, false));
    return;
  }

  const file = form.querySelector("input[type=file]")?.files[0];
  if (form.dataset.begin && file) {
    inParts(form, file);
    return;
  }
  const request = new XMLHttpRequest();
  const frame = form.querySelector("[data-upload-progress]");
  const cancel = form.querySelector("[data-upload-cancel]");
  const finish = (error) => {
    delete form.dataset.sending;
    offerButton(form, true);
    if (frame) frame.hidden = true;
    if (cancel) cancel.hidden = true;
    showError(form, error);
  };

  form.dataset.sending = "1";
  offerButton(form, false);
  if (frame) frame.hidden = false;
  if (cancel) {
    cancel.hidden = false;
    cancel.onclick = () => request.abort();
  }
  request.upload.onprogress = (progress) => progress.lengthComputable && showProgress(frame, progress.loaded, progress.total);
  request.upload.onload = () => showWords(frame, say("checkingFile"));
  request.onerror = () => finish(say("uploadFailed"));
  request.onabort = () => finish(say("uploadStopped"));
  request.onload = () => {
    const refused = request.status >= 400;
    if (!refused) {
      if (form.dataset.came) finish("");
      arrived(form, request.responseURL || location.href, file);
      return;
    }
    const main = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    finish(main ? "" : say("uploadFailed"));
    if (!main) return;
    document.querySelector("main").replaceWith(main);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: main } }));
    main.focus();
  };
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
}

/** Sends one file in parts (uploads.js), which can be paused and goes on after the line dropped. */
async function inParts(form, file) {
  const [frame, pause, resume, cancel] = ["progress", "pause", "resume", "cancel"].map((name) => form.querySelector(`[data-upload-${name}]`));
  const part = (button, shown) => (button.hidden = !shown);
  let percent = 0;
  const facts = () => ({ percent, size: sayBytes(file.size) });
  const end = () => {
    delete form.dataset.sending;
    offerButton(form, true);
    for (const each of [frame, pause, resume, cancel]) each.hidden = true;
  };
  const stop = (words) => {
    end();
    showError(form, words);
  };
  const buttons = (isPaused) => {
    // Focus stays on the one button that the two are to whoever presses it.
    const had = document.activeElement === (isPaused ? pause : resume);
    part(pause, !isPaused);
    part(resume, isPaused);
    if (had) (isPaused ? resume : pause).focus();
  };
  const show = {
    progress(sent, total) {
      percent = Math.min(99, Math.floor((100 * sent) / total));
      buttons(false);
      showProgress(frame, sent, total);
    },
    paused() {
      buttons(true);
      showWords(frame, say("uploadPaused", facts()));
    },
    waiting: () => showWords(frame, say("uploadWaiting", facts())),
    reading: () => showWords(frame, say("uploadReading")),
    checking() {
      part(pause, false);
      showWords(frame, say("checkingFile"));
    },
    refused(words) {
      stop(words);
      goOn(form, { problem: words });
    },
    stopped: () => stop(say("uploadStopped") + letGo(form)),
    done(address) {
      end();
      offerButton(form, false);
      form.querySelector("input[type=file]").value = "";
      if (!goOn(form, { address })) arrived(form, address, file);
    },
  };
  form.dataset.sending = "1";
  offerButton(form, false);
  for (const each of [frame, cancel]) each.hidden = false;
  let isWanted = true;
  // The script that sends has yet to come.
  cancel.onclick = () => {
    isWanted = false;
    show.stopped();
  };
  try {
    const { sendInParts } = await import(form.dataset.script);
    if (!isWanted) return;
    const sending = sendInParts(form, file, show);
    part(pause, true);
    pause.onclick = () => sending.pause();
    resume.onclick = () => sending.resume();
    cancel.onclick = () => sending.cancel();
  } catch {
    stop(say("uploadFailed"));
  }
}

/** Shows what came, where a list of it can be had anew (data-came): whoever writes beside it meanwhile writes on. */
function arrived(form, address, file) {
  if (!form.dataset.came) return goTo(address);
  offerButton(form, false);
  form.querySelector("input[type=file]").value = "";
  showWords(form.querySelector("[data-upload-progress]"), "");
  const place = form.querySelector("[data-upload-next]");
  place.hidden = false;
  place.textContent = say("uploadCame", { names: namesOf(rounds.get(form)?.arrived ?? [file]) });
  document.body.dispatchEvent(new Event(form.dataset.came));
}

function goTo(address) {
  const next = new URL(address, location.href);
  // An address that differs only in its fragment would scroll instead of load.
  const samePage = next.pathname === location.pathname && next.search === location.search;
  location.assign(next);
  if (samePage) location.reload();
}

/** Why the chosen files need not even be sent, or nothing. */
function refusalOf(form) {
  const limit = Number(form.dataset.maxBytes ?? 0);
  for (const input of form.querySelectorAll("input[type=file]")) {
    for (const file of input.files) {
      if (file.size === 0) return say("fileEmpty");
      if (limit && file.size > limit) return say("fileTooLarge", { size: sayBytes(file.size), limit: sayBytes(limit) });
    }
  }
  return "";
}

function showProgress(frame, loaded, total) {
  const bar = frame?.querySelector("progress");
  if (bar) bar.value = (100 * loaded) / total;
  showWords(frame, say("uploading", { percent: Math.floor((100 * loaded) / total), size: sayBytes(total) }));
}

function showWords(frame, words) {
  const place = frame?.querySelector(".progress-words > :last-child");
  if (place) place.textContent = words;
}

/** Says what is wrong now, in place of what was wrong before. */
function showError(form, words) {
  form.querySelector("[data-server-error]")?.remove();
  const place = form.querySelector("[data-upload-error]");
  if (!place) return;
  place.hidden = !words;
  place.querySelector("span").textContent = words ?? "";
}

/** Marks the field as the one to mend, as the server would. */
function markInvalid(form, invalid) {
  const input = form.querySelector("input[type=file]");
  if (!input) return;
  const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !/_(error|problem)$/.test(id));
  if (invalid) described.push(form.querySelector("[data-upload-error]").id);
  input.setAttribute("aria-describedby", described.join(" "));
  if (invalid) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}
