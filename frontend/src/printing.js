// <button data-print class="js-only"> prints the page.
export function enhancePrinting(root) {
  root.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });
}
