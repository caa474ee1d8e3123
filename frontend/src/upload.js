import { fresh } from "./ready.js";
import { say, sayBytes } from "./strings.js";

// <form data-upload data-max-bytes> is an ordinary multipart form. Sent from here it shows how far it got and can be
// stopped. The server answers as to any form: a redirect, or a page whose <main> says what was wrong.
export function enhanceUploads(root) {
  for (const form of fresh(root, "form[data-upload]", "upload")) form.addEventListener("submit", (event) => send(event, form));
}

function send(event, form) {
  event.preventDefault();
  if (form.dataset.sending) return;
  const problem = refusalOf(form);
  showError(form, problem);
  markInvalid(form, Boolean(problem));
  if (problem) return;

  const request = new XMLHttpRequest();
  const frame = form.querySelector("[data-upload-progress]");
  const cancel = form.querySelector("[data-upload-cancel]");
  const finish = (error) => {
    delete form.dataset.sending;
    if (frame) frame.hidden = true;
    if (cancel) cancel.hidden = true;
    showError(form, error);
  };

  form.dataset.sending = "1";
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
      const next = new URL(request.responseURL || location.href);
      // An address that differs only in its fragment would scroll instead of load.
      const samePage = next.pathname === location.pathname && next.search === location.search;
      location.assign(next);
      if (samePage) location.reload();
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
