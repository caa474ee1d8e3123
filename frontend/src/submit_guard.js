import { say } from "./strings.js";

// A form is sent once: a second press while the first is on its way does nothing.
// The server still has to refuse a repeated request; this only spares people the puzzle.
export function guardDoubleSubmit(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[data-autosave], [data-upload], [hx-post]")) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "1";
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-disabled", "true");
    const label = button.querySelector("span:not(.visually-hidden)") ?? button;
    if (button.matches(".button") && label.childElementCount === 0) {
      button.dataset.label = label.textContent;
      label.textContent = say("sending") || label.textContent;
    }
  });
  // The back button may bring the page back as it was left.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sending]")) {
      delete form.dataset.sending;
      for (const button of form.querySelectorAll("[data-label]")) {
        (button.querySelector("span") ?? button).textContent = button.dataset.label;
        button.removeAttribute("aria-disabled");
        delete button.dataset.label;
      }
    }
  });
}
