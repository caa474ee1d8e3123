// On a page with a list of keys (#keys) a letter goes to another criterion, to its comment, or to what bears it as
// `data-page-key`; ? shows the list. None acts in a text field or over an open dialog, nor where they were switched off
// on this device: who speaks to the computer types letters without meaning to (WCAG 2.1.4).
const OFF = "microcred:keys-off";
const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])";

export function enhanceKeys(root) {
  root.addEventListener("keydown", (event) => {
    const list = root.getElementById("keys");
    if (!(list instanceof HTMLDialogElement) || event.defaultPrevented) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || event.key.length !== 1) return;
    if (event.target.matches?.(TYPED_IN) || root.querySelector("dialog[open]") || isOff()) return;
    const act = { "?": () => list.showModal(), j: () => go(root, 1), k: () => go(root, -1), n: () => write(root) };
    const key = event.key.toLowerCase();
    const link = root.querySelector(`[data-page-key="${CSS.escape(key)}"]`);
    const does = act[key] ?? (link ? () => link.click() : undefined);
    if (!does) return;
    event.preventDefault();
    does();
  });
  root.addEventListener("keydown", (event) => {
    // Out of a comment, back to the levels of its criterion.
    if (event.key !== "Escape" || event.defaultPrevented || !root.getElementById("keys")) return;
    const criterion = event.target.matches?.("textarea") ? event.target.closest("[data-levels]") : null;
    if (criterion && !root.querySelector("dialog[open]")) focusIn(criterion);
  });
  root.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-keys-on] input")) turn(event.target.checked);
  });
}

/** Sets the switch as it was left on this device. */
export function showKeysSwitch(root) {
  for (const box of root.querySelectorAll("[data-keys-on] input")) box.checked = !isOff();
}

function criteria(root) {
  return [...root.querySelectorAll("[data-levels]")].filter((one) => one.querySelector("input[type=radio]:enabled"));
}

function at(root) {
  return document.activeElement?.closest("[data-levels]") ?? null;
}

function go(root, step) {
  const all = criteria(root);
  const here = all.indexOf(at(root));
  const next = here < 0 ? all.at(step > 0 ? 0 : -1) : all[here + step];
  if (next) focusIn(next);
}

function write(root) {
  const criterion = at(root) ?? criteria(root)[0];
  const comment = criterion?.querySelector("textarea");
  if (!comment) return;
  comment.focus({ preventScroll: true });
  comment.setSelectionRange(comment.value.length, comment.value.length);
  comment.scrollIntoView({ block: "nearest" });
}

function focusIn(criterion) {
  const radio = criterion.querySelector("input[type=radio]:checked") ?? criterion.querySelector("input[type=radio]:enabled");
  criterion.scrollIntoView({ block: "start" });
  radio?.focus({ preventScroll: true });
}

function isOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function turn(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // Nothing is kept on this device: the keys stay on.
  }
}
