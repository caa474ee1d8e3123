// Pins without typing numbers: a rectangle drawn over the picture, or two
// opposite corners tapped on it, fill the edges of the form in use, and a
// button takes the player's time. What is typed shows on the picture. Beside a
// criterion, the way to a page, a moment or a region leads there where the file
// stands. What is marked in an answer can be taken as a quotation.
//
// A <form data-pins> is sent without leaving the page: the answer to a request for JSON is {message, shown}, where
// `shown` is markup by the id of the element that it stands in; 422 {message} says why not.
import { forgetKept } from "./kept_forms.js";
import { showParts } from "./parts.js";
import { fresh } from "./ready.js";
import { say } from "./strings.js";
import { pagesIn } from "./pages.js";
import { EDGES, layerOver, rectangle, shape, watchRegions } from "./regions.js";

export function enhancePins(root) {
  for (const page of fresh(root, "[data-pinning]", "pinnable")) enhancePage(page);
  for (const link of fresh(root, "a[data-seek], a[data-page], a[data-region]", "leads")) {
    link.addEventListener("click", (event) => leadTo(event, link));
  }
  for (const form of fresh(root, "form[data-pins]", "pins")) {
    form.addEventListener("submit", (event) => send(event, form));
  }
  for (const button of fresh(root, "[data-take-selection]", "takes")) {
    // Pressing it leaves what is marked as it is.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => takeSelection(button.closest("form")));
  }
}

/** Leads to a place of the evidence beside which the link stands, or which it names; elsewhere the link is followed. */
function leadTo(event, link) {
  const evidence = link.closest(".evidence") ?? document.getElementById(link.dataset.in);
  const player = link.dataset.seek && evidence?.querySelector("audio, video");
  if (player) return playFrom(event, link, player);
  const frame = link.dataset.page && evidence?.querySelector("iframe.document-frame");
  if (frame) return openAt(event, link, frame);
  const picture = link.dataset.region && evidence?.querySelector(".pinned-picture");
  if (picture) return pointOut(event, link, picture);
}

function pointOut(event, link, picture) {
  event.preventDefault();
  const [left, top, width, height] = link.dataset.region.split(",").map(Number);
  const layer = layerOver(picture);
  layer.querySelector("[data-pointed]")?.remove();
  layer.appendChild(rectangle({ left, top, width, height })).dataset.pointed = "";
  picture.scrollIntoView({ block: "center" });
}

let marked = "";
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const place = selection.anchorNode?.parentElement?.closest("[data-quotable]");
  if (place && !selection.isCollapsed) marked = selection.toString();
});

function takeSelection(form) {
  const field = form.querySelector("[data-quote]");
  if (!marked) return field.focus();
  field.value = marked.trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

async function send(event, form) {
  event.preventDefault();
  if (form.dataset.waits) return;
  form.dataset.waits = "1";
  const place = form.querySelector("[data-save-status]");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      credentials: "same-origin",
    });
    const answer = (response.headers.get("Content-Type") ?? "").includes("json") ? await response.json() : {};
    if (response.ok && answer.shown) {
      forgetKept(form);
      form.reset();
      form.dispatchEvent(new Event("input", { bubbles: true }));
      if (place) tell(place, "saved", answer.message);
      const hadFocus = form.contains(document.activeElement);
      showParts(answer.shown);
      // What was pressed may be gone with what was taken off.
      if (hadFocus && !form.isConnected) document.getElementById(Object.keys(answer.shown)[0])?.focus();
      return undefined;
    }
    if (response.status === 422 && answer.message && place) return tell(place, "refused", answer.message);
    // The page that answers says what to do, such as signing in again.
    form.submit();
  } catch {
    if (place) tell(place, "refused", say("notTaken"));
  } finally {
    delete form.dataset.waits;
  }
}

function tell(place, state, words) {
  place.dataset.state = state;
  place.textContent = words;
}

function playFrom(event, link, player) {
  event.preventDefault();
  const until = Number(link.dataset.until);
  player.currentTime = Number(link.dataset.seek);
  player.play().catch(() => player.focus());
  if (!until) return;
  const stop = () => {
    if (player.currentTime < until) return;
    player.pause();
    player.removeEventListener("timeupdate", stop);
  };
  player.addEventListener("timeupdate", stop);
}

function openAt(event, link, frame) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const at = new URL(frame.src);
  at.hash = `page=${link.dataset.page}&navpanes=0&view=FitH`;
  // The viewers of some browsers read where to open only as they load.
  const anew = frame.cloneNode();
  anew.removeAttribute("loading");
  anew.src = at.href;
  frame.replaceWith(anew);
  anew.scrollIntoView({ block: "nearest" });
  anew.focus();
}

function enhancePage(page) {
  const forms = [...page.querySelectorAll("[data-pin-form]")];
  const player = page.querySelector("audio, video");
  for (const button of page.querySelectorAll("[data-now]")) {
    button.addEventListener("click", () => {
      const seconds = Math.floor(player?.currentTime ?? 0);
      place(button.closest("form"), button.dataset.now).value = clock(seconds);
    });
  }
  const frame = page.querySelector(".pinned-picture");
  if (frame && forms.length) enableDrawing(frame, forms, pagesIn(page));
}

function enableDrawing(frame, forms, pages) {
  const layer = layerOver(frame);
  const drawn = layer.appendChild(rectangle({}));
  let current = forms.at(-1);
  drawn.dataset.drawn = "";
  const showTyped = () => {
    const isHere = !pages || (Number(place(current, "page").value) || 1) === pages.page;
    shape(drawn, isHere ? typedIn(current) : {});
    if (pages) showOthers(layer, drawn, forms, current, pages.page);
  };
  const drawing = watchRegions(frame.querySelector("img"), 1, {
    show: (region) => shape(drawn, region),
    take(region) {
      shape(drawn, region);
      for (const name of EDGES) place(current, name).value = region[name];
      if (pages) place(current, "page").value = pages.page;
      current.closest("details")?.setAttribute("open", "");
    },
    leave: showTyped,
  });
  const toItsPage = () => {
    const wanted = Number(place(current, "page")?.value);
    if (pages && wanted) pages.open(wanted);
  };
  for (const form of forms) {
    form.addEventListener("focusin", () => {
      if (current !== form) {
        current = form;
        toItsPage();
      }
      if (!drawing.isUnderWay()) showTyped();
    });
    form.addEventListener("input", showTyped);
    form.addEventListener("change", (event) => {
      if (event.target.dataset.place === "page") toItsPage();
    });
  }
  pages?.onOpen(() => {
    drawing.forget();
    showTyped();
  });
  showTyped();
}

/** The regions of the other pins on this page, so that none is pinned twice. */
function showOthers(layer, drawn, forms, current, page) {
  const here = forms.filter((form) => form !== current && Number(place(form, "page").value) === page);
  layer.replaceChildren(...here.map((form) => rectangle(typedIn(form))), drawn);
}

function typedIn(form) {
  return Object.fromEntries(EDGES.map((name) => [name, Number(place(form, name)?.value) || 0]));
}

function place(form, name) {
  return form.querySelector(`[data-place="${name}"]`);
}

function clock(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const padded = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`;
}
