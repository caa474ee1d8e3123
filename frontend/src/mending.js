// What the privacy helper's forms do comes back as a part of the page: it keeps its place, and goes on with the next finding.
//
// Contract with the server. A <form data-mends> within an element [data-findings] is answered, to a script, by that element
// anew, with what else of the page changed (parts.js, autosave.js); what is to have the focus says `autofocus`.
import htmx from "htmx.org";
import { forgetKept } from "./kept_forms.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-mends]")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const pressed = event.submitter;
  const place = form.closest("[data-findings]");
  const values = pressed?.name ? { [pressed.name]: pressed.value } : {};
  const kept = new Promise((settled) => place.addEventListener("htmx:beforeSwap", ({ detail }) => settled(detail.xhr.status === 200), { once: true }));
  kept.then((taken) => taken && forgetKept(form));
  try {
    await htmx.ajax("POST", form.action, { source: form, target: place, swap: "outerHTML", values });
  } finally {
    delete form.dataset.sending;
  }
});
