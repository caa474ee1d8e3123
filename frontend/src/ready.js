const enhancers = [];

/** Calls `enhance(root)` for the page now and for every part that is put in later, by htmx or by `putIn`. */
export function onReady(enhance) {
  enhancers.push(enhance);
  enhance(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) enhance(event.detail.elt);
  });
}

/** Puts new content into a place of the page, which then works as what the page came with. */
export function putIn(place, content) {
  place.replaceChildren(content);
  for (const enhance of enhancers) enhance(place);
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
