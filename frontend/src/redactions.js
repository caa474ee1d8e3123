// What is covered in a picture, drawn on it: each rectangle fills a row of the
// form, and what is typed into a row is shown on the picture. Beside a player,
// buttons take its time. The form works without any of this.
const SVG = "http://www.w3.org/2000/svg";
const EDGES = ["left", "top", "width", "height"];

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
  if (frame) enableDrawing(frame, form);
}

function enableDrawing(frame, form) {
  const picture = frame.querySelector("img");
  const layer = frame.appendChild(newLayer());
  const drawn = document.createElementNS(SVG, "rect");
  drawn.dataset.drawn = "";
  let from = null;
  const draw = (region) => {
    layer.replaceChildren(...rows(form).map(regionOf).filter(whole).map(rectangle));
    if (region) layer.append(shaped(drawn, region));
  };
  picture.dataset.drawable = "";
  picture.draggable = false;
  picture.addEventListener("pointerdown", (event) => {
    from = percent(event, picture);
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => {
    if (from) draw(between(from, percent(event, picture)));
  });
  picture.addEventListener("pointerup", (event) => {
    if (!from) return;
    const region = between(from, percent(event, picture));
    from = null;
    if (region.width && region.height) fill(emptyRow(form), region);
    draw();
  });
  picture.addEventListener("pointercancel", () => {
    from = null;
    draw();
  });
  form.addEventListener("input", () => draw());
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

function fill(row, region) {
  for (const name of EDGES) place(row, name).value = region[name];
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

function newLayer() {
  const layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("viewBox", "0 0 100 100");
  layer.setAttribute("preserveAspectRatio", "none");
  layer.setAttribute("aria-hidden", "true");
  layer.dataset.covering = "";
  return layer;
}

function rectangle(region) {
  return shaped(document.createElementNS(SVG, "rect"), region);
}

function shaped(rect, region) {
  const { left: x, top: y, width, height } = region;
  for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
  return rect;
}

function percent(event, picture) {
  const box = picture.getBoundingClientRect();
  const share = (value, size) => Math.round(Math.min(Math.max((value / size) * 1000, 0), 1000)) / 10;
  return { x: share(event.clientX - box.left, box.width), y: share(event.clientY - box.top, box.height) };
}

function between(a, b) {
  const tenths = (value) => Math.round(value * 10) / 10;
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: tenths(Math.abs(a.x - b.x)),
    height: tenths(Math.abs(a.y - b.y)),
  };
}

function clock(moment) {
  const tenths = Math.round(moment * 10);
  const [whole, rest] = [Math.floor(tenths / 10), tenths % 10];
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = (number) => String(number).padStart(2, "0");
  const said = hours ? `${hours}:${padded(minutes)}:${padded(seconds)}` : `${minutes}:${padded(seconds)}`;
  return rest ? `${said}.${rest}` : said;
}
