// Rectangles on a picture, in per cent of its width and height: dragged with a
// mouse or a pen, or by two opposite corners that are tapped or clicked. A
// finger that moves scrolls the page; it taps the corners instead.
const SVG = "http://www.w3.org/2000/svg";
export const EDGES = ["left", "top", "width", "height"];
const CORNER = { width: 1, height: 1 };

/**
 * Lets regions be drawn on a picture.
 * `finest` is the smallest step in per cent. `show(region)` is told of what is
 * being drawn, `take(region)` of what was drawn, `leave()` that it was given up.
 */
export function watchRegions(picture, finest, { show, take, leave }) {
  let from = null;
  let corner = null;
  let dragged = false;
  const here = (event) => percent(event, picture, finest);
  picture.dataset.drawable = "";
  picture.draggable = false;
  picture.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.pointerType === "touch" || event.button) return;
    from = here(event);
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => {
    if (!from) return;
    const region = between(from, here(event), finest);
    if (!region.width || !region.height) return;
    dragged = true;
    show(region);
  });
  picture.addEventListener("pointerup", (event) => {
    if (from && dragged) {
      corner = null;
      take(between(from, here(event), finest));
    }
    from = null;
  });
  picture.addEventListener("pointercancel", () => {
    from = null;
    leave();
  });
  picture.addEventListener("click", (event) => {
    if (dragged) return;
    const point = here(event);
    const region = corner && between(corner, point, finest);
    if (region?.width && region.height) {
      corner = null;
      take(region);
    } else {
      corner = point;
      show({ left: point.x, top: point.y, ...CORNER });
    }
  });
  return {
    isUnderWay: () => corner !== null,
    forget() {
      from = corner = null;
    },
  };
}

/** The drawing that lies over the picture of a frame. */
export function layerOver(frame) {
  const there = frame.querySelector("svg");
  if (there) return there;
  const layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("viewBox", "0 0 100 100");
  layer.setAttribute("preserveAspectRatio", "none");
  layer.setAttribute("aria-hidden", "true");
  return frame.appendChild(layer);
}

export function rectangle(region) {
  return shape(document.createElementNS(SVG, "rect"), region);
}

export function shape(rect, { left = 0, top = 0, width = 0, height = 0 }) {
  for (const [name, value] of Object.entries({ x: left, y: top, width, height })) rect.setAttribute(name, value);
  return rect;
}

function percent(event, picture, finest) {
  const box = picture.getBoundingClientRect();
  const share = (value, size) => rounded(Math.min(Math.max((value / size) * 100, 0), 100), finest);
  return { x: share(event.clientX - box.left, box.width), y: share(event.clientY - box.top, box.height) };
}

function between(a, b, finest) {
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: rounded(Math.abs(a.x - b.x), finest),
    height: rounded(Math.abs(a.y - b.y), finest),
  };
}

function rounded(value, finest) {
  const steps = 1 / finest;
  return Math.round(value * steps) / steps;
}
