// Pins without typing numbers: a rectangle drawn over the picture, or two
// opposite corners tapped on it, fill the edges of the form in use, and a
// button takes the player's time. What is typed shows on the picture. Beside a
// criterion, the way to a page or a moment leads there where the file stands.
const SVG = "http://www.w3.org/2000/svg";
const EDGES = ["left", "top", "width", "height"];
const CORNER = { width: 1, height: 1 };

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
  if (frame && forms.length) enableDrawing(frame, forms);
}

function enableDrawing(frame, forms) {
  const picture = frame.querySelector("img");
  const layer = frame.querySelector("svg") ?? frame.appendChild(newLayer());
  const drawn = layer.appendChild(document.createElementNS(SVG, "rect"));
  let current = forms.at(-1);
  let from = null;
  let corner = null;
  let dragged = false;
  drawn.dataset.drawn = "";
  picture.dataset.drawable = "";
  picture.draggable = false;
  const showTyped = () => show(drawn, typedIn(current));
  const take = (region) => {
    show(drawn, region);
    for (const name of EDGES) place(current, name).value = region[name];
  };
  for (const form of forms) {
    form.addEventListener("focusin", () => {
      current = form;
      if (!corner) showTyped();
    });
    form.addEventListener("input", showTyped);
  }
  // A finger that moves scrolls the page; it taps the corners instead.
  picture.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.pointerType === "touch" || event.button) return;
    from = percent(event, picture);
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => {
    if (!from) return;
    const region = between(from, percent(event, picture));
    if (!region.width || !region.height) return;
    dragged = true;
    show(drawn, region);
  });
  picture.addEventListener("pointerup", (event) => {
    if (from && dragged) {
      corner = null;
      take(between(from, percent(event, picture)));
    }
    from = null;
  });
  picture.addEventListener("pointercancel", () => {
    from = null;
    showTyped();
  });
  picture.addEventListener("click", (event) => {
    if (dragged) return;
    const here = percent(event, picture);
    const region = corner && between(corner, here);
    if (region?.width && region.height) {
      corner = null;
      take(region);
    } else {
      corner = here;
      show(drawn, { left: here.x, top: here.y, ...CORNER });
    }
  });
  showTyped();
}

function newLayer() {
  const layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("viewBox", "0 0 100 100");
  layer.setAttribute("preserveAspectRatio", "none");
  layer.setAttribute("aria-hidden", "true");
  return layer;
}

function percent(event, picture) {
  const box = picture.getBoundingClientRect();
  const share = (value, size) => Math.round(Math.min(Math.max((value / size) * 100, 0), 100));
  return { x: share(event.clientX - box.left, box.width), y: share(event.clientY - box.top, box.height) };
}

function between(a, b) {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}

function typedIn(form) {
  return Object.fromEntries(EDGES.map((name) => [name, Number(place(form, name)?.value) || 0]));
}

function show(rect, region) {
  rect.setAttribute("x", region.left);
  rect.setAttribute("y", region.top);
  rect.setAttribute("width", region.width);
  rect.setAttribute("height", region.height);
}

function place(form, name) {
  return form.querySelector(`[data-place="${name}"]`);
}

function clock(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const padded = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`;
}
