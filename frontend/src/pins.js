// Pins without typing numbers: a rectangle drawn over the picture, or two
// opposite corners tapped on it, fill the edges of the form in use, and a
// button takes the player's time. What is typed shows on the picture. Beside a
// criterion, the way to a page or a moment leads there where the file stands.
import { pagesIn } from "./pages.js";
import { EDGES, layerOver, rectangle, shape, watchRegions } from "./regions.js";

export function enhancePins(root) {
  for (const page of root.querySelectorAll("[data-pinning]")) enhancePage(page);
  for (const link of root.querySelectorAll("a[data-seek]")) {
    const player = link.closest(".evidence")?.querySelector("audio, video");
    if (player) link.addEventListener("click", (event) => playFrom(event, link, player));
  }
  for (const link of root.querySelectorAll("a[data-page]")) {
    const frame = link.closest(".evidence")?.querySelector("iframe.document-frame");
    if (frame) link.addEventListener("click", (event) => openAt(event, link, frame));
  }
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
