// What is covered in a picture or on a page, drawn on it: each rectangle fills a
// row of the form, and what is typed into a row is shown on the picture. Beside
// a player, buttons take its time. The form works without any of this.
import { pagesIn } from "./pages.js";
import { EDGES, layerOver, rectangle, shape, watchRegions } from "./regions.js";

// The smallest step, in per cent.
const FINEST = 0.1;

export function enhanceRedactions(root) {
  for (const page of root.querySelectorAll("[data-redacting]")) enhancePage(page);
}

function enhancePage(page) {
  const form = page.querySelector("[data-marks]");
  const player = page.querySelector("audio, video");
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-now]");
    if (!button) return;
    place(button.closest("[data-mark-row]"), button.dataset.now).value = clock(player?.currentTime ?? 0);
  });
  const frame = page.querySelector(".pinned-picture");
  if (frame) enableDrawing(frame, form, pagesIn(page));
}

function enableDrawing(frame, form, pages) {
  const layer = layerOver(frame);
  const drawn = rectangle({});
  layer.dataset.covering = "";
  drawn.dataset.drawn = "";
  const draw = (region) => {
    const here = rows(form).filter((row) => !pages || Number(place(row, "page").value) === pages.page);
    layer.replaceChildren(...here.map(regionOf).filter(whole).map(rectangle));
    if (region) layer.append(shape(drawn, region));
  };
  const drawing = watchRegions(frame.querySelector("img"), FINEST, {
    show: draw,
    take(region) {
      fill(emptyRow(form), pages ? { page: pages.page, ...region } : region);
      draw();
    },
    leave: () => draw(),
  });
  form.addEventListener("input", () => draw());
  if (pages) {
    const toItsPage = (event) => {
      const row = event.target.closest("[data-mark-row]");
      const wanted = row && Number(place(row, "page").value);
      if (wanted) pages.open(wanted);
    };
    form.addEventListener("focusin", toItsPage);
    form.addEventListener("change", toItsPage);
    pages.onOpen(() => {
      drawing.forget();
      draw();
    });
  }
  draw();
}

function rows(form) {
  return [...form.querySelectorAll("[data-mark-row]")];
}

function place(row, name) {
  return row.querySelector(`[data-place="${name}"]`);
}

function regionOf(row) {
  return Object.fromEntries(EDGES.map((name) => [name, place(row, name).value.trim().replace(",", ".")]));
}

function whole(region) {
  return EDGES.every((name) => region[name] !== "" && Number.isFinite(Number(region[name])));
}

function fill(row, places) {
  for (const [name, value] of Object.entries(places)) place(row, name).value = value;
}

function emptyRow(form) {
  const all = rows(form);
  return all.find((row) => EDGES.every((name) => !place(row, name).value)) ?? furtherRow(all);
}

function furtherRow(all) {
  const last = all.at(-1);
  const row = last.cloneNode(true);
  const [before, after] = [all.length - 1, all.length].map((number) => `mark-${number}`);
  for (const part of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of part.attributes) attribute.value = attribute.value.replaceAll(before, after);
  }
  const legend = row.querySelector("legend");
  legend.textContent = legend.textContent.replace(String(all.length), String(all.length + 1));
  for (const input of row.querySelectorAll("input")) input.value = "";
  last.after(row);
  return row;
}

function clock(moment) {
  const tenths = Math.round(moment * 10);
  const [whole, rest] = [Math.floor(tenths / 10), tenths % 10];
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = (number) => String(number).padStart(2, "0");
  const said = hours ? `${hours}:${padded(minutes)}:${padded(seconds)}` : `${minutes}:${padded(seconds)}`;
  return rest ? `${said}.${rest}` : said;
}
