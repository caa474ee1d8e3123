// Parts of a page that the server says anew, such as a badge or a bar.

/** Puts markup from the server into the elements with these ids. What says the same stays, so that nothing is read out twice. */
export function showParts(parts) {
  for (const [id, markup] of Object.entries(parts)) {
    const place = document.getElementById(id);
    if (!place) continue;
    const fresh = document.createElement("template");
    fresh.innerHTML = markup;
    if (words(fresh.content) === words(place)) continue;
    const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    place.replaceChildren(fresh.content);
    if (focused) place.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

function words(node) {
  return node.textContent.replace(/\s+/g, " ").trim();
}
