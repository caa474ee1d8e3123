// The words that scripts show come translated from the server, in <template id="app-strings">.
const source = document.getElementById("app-strings");

/** The string named `key`, its `{placeholders}` filled from `values`. */
export function say(key, values = {}) {
  const text = source?.dataset[key] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** A file size in words of the page's language: 1,4 MB. Counted as the server counts: a kilobyte has 1024 bytes. */
export function sayBytes(bytes) {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: units[step],
    unitDisplay: step ? "short" : "long",
    minimumFractionDigits: step ? 1 : 0,
    maximumFractionDigits: step ? 1 : 0,
  }).format(bytes / 1024 ** step);
}

/** Shows a short word at the edge of the page and reads it out. */
export function toast(text) {
  const place = document.querySelector("[data-toasts]");
  if (!place) return;
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = text;
  place.append(note);
  setTimeout(() => note.remove(), 4000);
}
