// Kept comments beside a criterion: a click, or a key from a to l while their list is open and focus is in the criterion
// outside any text, writes one below what is there. The first placeholder is selected, to be written over. The form
// saves itself as after any typing; that the comment was used is told on its own.
const KEYS = "abcdefghijkl";

export function enhanceKeptComments(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-use]");
    if (!button) return;
    event.preventDefault();
    use(button);
  });
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.key.length !== 1 || !KEYS.includes(event.key)) return;
    if (event.target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
    const buttons = event.target.closest("[data-levels]")?.querySelectorAll("details[open] button[data-use]") ?? [];
    const button = buttons[KEYS.indexOf(event.key)];
    if (!button) return;
    event.preventDefault();
    use(button);
  });
}

/** Says beside each which key it is. */
export function nameKeys(root) {
  for (const list of root.querySelectorAll("[data-levels] details")) {
    list.querySelectorAll("[data-key]").forEach((place, at) => (place.textContent = KEYS[at] ?? ""));
  }
}

function use(button) {
  const field = document.getElementById(button.dataset.use);
  const before = field.value.trimEnd();
  const start = before ? before.length + 2 : 0;
  const words = button.dataset.words;
  field.value = `${before}${before ? "\n\n" : ""}${words}`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  const waits = /\[[^[\]\n]{2,80}\]/.exec(words);
  if (waits) field.setSelectionRange(start + waits.index, start + waits.index + waits[0].length);
  const told = new FormData();
  for (const name of ["csrfmiddlewaretoken", "claim_number"]) told.set(name, field.form.elements.namedItem(name).value);
  told.set("written", "1");
  fetch(button.formAction, { method: "POST", body: told, credentials: "same-origin", keepalive: true }).catch(() => {});
}
