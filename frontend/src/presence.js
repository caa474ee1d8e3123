// Who else has the draft open: the place says it every so often, and at once when this reader goes to another field.
import { fresh } from "./ready.js";

const PAUSE_MS = 1000;

export function enhancePresence(root) {
  for (const place of fresh(root, "[data-presence]", "presence")) {
    const path = document.querySelector("#presence-of-me [name=path]");
    const writing = document.getElementById("writing");
    let timer;
    writing?.addEventListener("focusin", ({ target }) => {
      if (!target.name || target.name === path.value) return;
      path.value = target.name;
      clearTimeout(timer);
      timer = setTimeout(() => place.dispatchEvent(new Event("moved")), PAUSE_MS);
    });
    // Beside the field as well: the page is long, and who writes looks at the field.
    const markFields = () => {
      for (const old of document.querySelectorAll("[data-also-here]")) old.remove();
      for (const { dataset } of place.querySelectorAll("[data-writes]")) {
        const field = dataset.writes && writing?.elements.namedItem(dataset.writes);
        const label = field?.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
        if (!label) continue;
        const mark = document.createElement("span");
        mark.className = "badge tone-info";
        mark.dataset.alsoHere = "";
        mark.textContent = place.dataset.writing.replace("{who}", dataset.who);
        label.after(mark);
      }
    };
    markFields();
    place.addEventListener("htmx:afterSettle", markFields);
    // What says the same stays, so that nothing is read out twice.
    place.addEventListener("htmx:beforeSwap", (event) => {
      const said = document.createElement("template");
      said.innerHTML = event.detail.serverResponse;
      if (said.content.textContent.trim() === place.textContent.trim()) event.detail.shouldSwap = false;
    });
  }
}
