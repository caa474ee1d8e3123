// One SVG sprite of the icons that pages use, taken from lucide (ISC licence).
// Keys are the names that <c-icon name="…"> takes: words of our pages, so that
// the drawing behind a word can change in this one place.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const ICONS = {
  account: "circle-user-round",
  add: "plus",
  alert: "triangle-alert",
  arrow: "arrow-right",
  audio: "audio-lines",
  award: "award",
  back: "arrow-left",
  blind: "eye-off",
  book: "book-open",
  calendar: "calendar-days",
  camera: "camera",
  check: "check",
  chevron: "chevron-right",
  clock: "clock",
  close: "x",
  comment: "message-square-text",
  copy: "copy",
  document: "file-text",
  download: "download",
  down: "chevron-down",
  earned: "circle-check",
  edit: "pencil",
  external: "external-link",
  facets: "sliders-horizontal",
  flag: "flag",
  hash: "fingerprint",
  help: "circle-question-mark",
  history: "history",
  image: "image",
  inbox: "inbox",
  info: "info",
  language: "languages",
  level: "signal",
  link: "link",
  lock: "lock",
  mail: "mail",
  menu: "menu",
  passkey: "key-round",
  pause: "circle-pause",
  people: "users",
  pin: "map-pin",
  print: "printer",
  qr: "qr-code",
  refresh: "refresh-cw",
  revise: "rotate-ccw",
  rubric: "table-properties",
  save: "cloud-check",
  school: "school",
  search: "search",
  send: "send",
  settings: "settings",
  share: "share-2",
  shield: "shield-check",
  signout: "log-out",
  spark: "sparkle",
  stack: "layers",
  stop: "octagon-x",
  target: "crosshair",
  text: "text",
  transcript: "scroll-text",
  trash: "trash-2",
  unverified: "shield-alert",
  upload: "upload",
  video: "video",
  wallet: "wallet",
};

const folder = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");

/** The sprite: one <symbol> per icon, drawn in the current text colour. */
export async function iconSprite() {
  const symbols = await Promise.all(
    Object.entries(ICONS).map(async ([name, drawing]) => {
      const svg = await readFile(join(folder, `${drawing}.svg`), "utf8");
      const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
      return (
        `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ` +
        `stroke-linecap="round" stroke-linejoin="round">${body.replace(/\s+/g, " ").trim()}</symbol>`
      );
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide icons, ISC licence -->${symbols.join("")}</svg>\n`;
}
