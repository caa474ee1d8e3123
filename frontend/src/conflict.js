/**
 * Shows two versions of one answer side by side, in markup that the server wrote (<template id="conflict-template">).
 * `choose` receives the text to keep; until then neither version is touched.
 */
export function showConflict(form, { mine, theirs, when, choose }) {
  const panel = document.getElementById("conflict-template").content.firstElementChild.cloneNode(true);
  panel.querySelector("[data-conflict-mine]").textContent = mine();
  panel.querySelector("[data-conflict-theirs]").textContent = theirs;
  panel.querySelector("[data-conflict-when]").textContent = when ?? "";
  const refresh = () => {
    panel.querySelector("[data-conflict-mine]").textContent = mine();
  };
  form.addEventListener("input", refresh);
  panel.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-conflict-choice]")?.dataset.conflictChoice;
    if (!choice) return;
    form.removeEventListener("input", refresh);
    panel.remove();
    choose({ mine: mine(), theirs, both: `${mine()}\n\n${theirs}` }[choice]);
    form.querySelector("textarea, input:not([type=hidden])")?.focus();
  });
  form.append(panel);
  panel.focus();
  return panel;
}
