/** Calls `enhance(root)` for the page now and for every part that htmx puts in later. */
export function onReady(enhance) {
  enhance(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) enhance(event.detail.elt);
  });
}

/** The elements within `root`, itself included, that match and were not seen before under `mark`. */
export function fresh(root, selector, mark) {
  const found = [...root.querySelectorAll(selector)];
  if (root instanceof Element && root.matches(selector)) found.unshift(root);
  return found.filter((element) => {
    if (element.dataset[mark]) return false;
    element.dataset[mark] = "1";
    return true;
  });
}
