// htmx under a strict content security policy: no style element, no eval, no other hosts,
// and no page kept in local storage (pages show people's work).
import htmx from "htmx.org";
import { say } from "./strings.js";

Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  // A part that comes is there for good at once: by a timer, on a busy machine, the next one may have taken its place
  // before anybody heard of it, and what it brought (that a level is saved) would be lost.
  defaultSettleDelay: 0,
});

// Any form on the page carries the CSRF token; requests that start elsewhere borrow it.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get") return;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

// A refusal (409, 422) carries HTML that says why: show it instead of dropping it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// What somebody opened in a part of a page stays open when that part comes anew.
const opened = new Set();
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  for (const one of detail.target.querySelectorAll("details[id][open]")) opened.add(one.id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  opened.clear();
});

// What was not taken is said beside what was chosen or written, and stays as it is on the page.
document.addEventListener("htmx:responseError", (event) => sayNotTaken(event.detail, event.detail.xhr.status));
document.addEventListener("htmx:sendError", (event) => sayNotTaken(event.detail, 0));
document.addEventListener("htmx:afterRequest", (event) => {
  const place = event.detail.successful && statusOf(event.detail.elt);
  if (!place || !("notTaken" in place.dataset)) return;
  delete place.dataset.notTaken;
  if (place.dataset.state === "saved") return; // what is written beside it was saved since, and says so
  delete place.dataset.state;
  place.textContent = "";
});

function sayNotTaken({ elt, requestConfig }, status) {
  const signedOut = status === 401;
  // A part of a page that did not come is not the reader's to mend; a link to it stands in its place.
  if (requestConfig.verb === "get" && !signedOut) return;
  const place = statusOf(elt) ?? addStatus(elt);
  const stale = status === 403;
  place.dataset.state = signedOut ? "signed-out" : "refused";
  place.dataset.notTaken = "";
  place.textContent = say(signedOut ? "notTakenSignedOut" : stale ? "notTakenStale" : "notTaken");
  if (!signedOut && !stale) return;
  const link = document.createElement("a");
  const here = location.pathname + location.search;
  const signIn = document.getElementById("app-strings")?.dataset.loginUrl;
  link.href = signedOut && signIn ? `${signIn}?next=${encodeURIComponent(here)}` : here;
  link.textContent = say(signedOut ? "signInAgain" : "loadAgain");
  place.append(" ", link);
}

const partOf = (elt) => elt.closest("form") ?? elt;

function statusOf(elt) {
  const part = partOf(elt);
  return part.querySelector("[data-save-status]") ?? (part.nextElementSibling?.matches("[data-not-taken]") ? part.nextElementSibling : null);
}

function addStatus(elt) {
  const place = document.createElement("p");
  place.className = "save-status";
  place.setAttribute("role", "status");
  partOf(elt).after(place);
  return place;
}
