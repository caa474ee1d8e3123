// Inside a criterion (data-levels) the keys 1 to 9 choose its level, and a letter follows the link that has it as its
// `data-key`. They act only while focus is in that criterion
// and not in a text field, so that they never surprise someone who speaks to the computer or types elsewhere.
export function enhanceLevels(root) {
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !/^[1-9a-z]$/i.test(event.key)) return;
    const target = event.target;
    if (target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")) return;
    const criterion = target.closest("[data-levels]");
    const link = criterion?.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (link) {
      event.preventDefault();
      link.click();
      return;
    }
    const radio = criterion?.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (!radio || radio.disabled) return;
    event.preventDefault();
    radio.focus();
    if (!radio.checked) radio.click();
  });
}
