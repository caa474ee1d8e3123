// Parts of a page that the server says anew, such as a badge or a bar.
import { fresh, putIn } from "./ready.js";

/** A part that came brings others along: <template data-shown="the place it goes to">. */
export function enhanceShown(root) {
  for (const brought of fresh(root, "template[data-shown]", "seen")) {
    const place = document.createElement("div");
    place.append(brought.content.cloneNode(true));
    showParts({ [brought.dataset.shown]: place.innerHTML });
    brought.remove();
  }
}

/** Puts markup from the server into the elements with these ids. What says the same stays, so that nothing is read out twice. */
export function showParts(parts) {
  for (const [id, markup] of Object.entries(parts)) {
    const place = document.getElementById(id);
    if (!place) continue;
    const fresh = document.createElement("template");
    fresh.innerHTML = markup;
    if (words(fresh.content) === words(place)) continue;
    const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    keepWritten(place, fresh.content);
    putIn(place, fresh.content);
    if (focused) place.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** What is written in fields that stay, such as a note that was begun, stays too. */
function keepWritten(place, fresh) {
  for (const field of place.querySelectorAll("textarea[id]")) {
    const again = fresh.getElementById(field.id);
    if (again) again.value = field.value;
  }
}

function words(node) {
  return node.textContent.replace(/\s+/g, " ").trim();
}
