import { fresh } from "./ready.js";

const STEP = "  ";

// A field for YAML or JSON (`data-code`). While somebody writes in it, Tab moves lines in and Shift+Tab out, and a new
// line begins where the one above does. Who only passes through with Tab passes on, and Escape gives Tab back at once:
// nobody is held in the field, and its hint says so.
export function enhanceCodeFields(root) {
  for (const field of fresh(root, "textarea[data-code]", "code")) {
    let isWriting = false;
    field.addEventListener("input", () => (isWriting = true));
    field.addEventListener("blur", () => (isWriting = false));
    field.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (event.key === "Escape") isWriting = false;
      if (event.key === "Tab" && isWriting && shift(field, event.shiftKey)) event.preventDefault();
      if (event.key === "Enter" && !event.shiftKey && breakLine(field)) event.preventDefault();
    });
  }
}

// A place that is named by its line (`<a href="#field" data-line>`) is gone to: the line is chosen, and rolled into sight.
export function goToLines(root) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    const field = link && document.querySelector(`${link.getAttribute("href")}[data-code]`);
    if (!field) return;
    event.preventDefault();
    const lines = field.value.split("\n");
    const before = lines.slice(0, Number(link.dataset.line) - 1);
    const begins = before.reduce((length, line) => length + line.length + 1, 0);
    field.focus();
    field.setSelectionRange(begins, begins + (lines[before.length] ?? "").length);
    field.scrollTop = (field.scrollHeight / lines.length) * Math.max(before.length - 3, 0);
    field.scrollLeft = 0;
  });
}

function shift(field, isOut) {
  const { value, selectionStart: first, selectionEnd: last } = field;
  if (first === last && !isOut) return write(STEP);
  const begins = value.lastIndexOf("\n", first - 1) + 1;
  const upTo = last > first && value[last - 1] === "\n" ? last - 1 : last;
  const found = value.indexOf("\n", upTo);
  const ends = found < 0 ? value.length : found;
  const lines = value.slice(begins, ends).split("\n");
  const moved = lines.map((line) => (isOut ? line.replace(/^ {1,2}/, "") : line && STEP + line));
  const text = moved.join("\n");
  if (text === lines.join("\n")) return true;
  field.setSelectionRange(begins, ends);
  if (!write(text)) return false;
  const at = Math.max(begins, first + moved[0].length - lines[0].length);
  if (first === last) field.setSelectionRange(at, at);
  else field.setSelectionRange(begins, begins + text.length);
  return true;
}

function breakLine(field) {
  const before = field.value.slice(0, field.selectionStart);
  const [, space] = before.slice(before.lastIndexOf("\n") + 1).match(/^( *)/);
  return space !== "" && write("\n" + space);
}

// The one way of writing after which the browser can still take it back (Ctrl+Z).
function write(text) {
  return text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
}
