// The pages of a document as pictures, one at a time, to point on. The document
// itself stays beside it, and the numbers of a form work without any of this.
import { say } from "./strings.js";

const opened = new WeakMap();

/** The pages of the document on a part of the page, or undefined where it has none as pictures. */
export function pagesIn(root) {
  const place = root.querySelector("[data-page-pictures]");
  if (!place) return undefined;
  if (!opened.has(place)) opened.set(place, enable(place));
  return opened.get(place);
}

function enable(place) {
  const picture = place.querySelector("img");
  const [before, after] = [-1, 1].map((step) => place.querySelector(`[data-turn="${step}"]`));
  const said = place.querySelector("[data-page-said]");
  const trouble = place.querySelector("[data-page-trouble]");
  const told = [];
  let count = Number(place.dataset.count) || 0;
  const pages = {
    page: 0,
    open(number) {
      const wanted = Math.max(1, count ? Math.min(number, count) : number);
      if (wanted === pages.page) return;
      pages.page = wanted;
      picture.dataset.waiting = "";
      picture.src = place.dataset.address.replace(/\d+\/$/, `${wanted}/`);
      tell();
      for (const hear of told) hear();
    },
    onOpen: (hear) => told.push(hear),
  };
  const tell = () => {
    const words = count ? "pageOf" : "pageNumber";
    said.textContent = say(words, { number: pages.page, count });
    picture.alt = said.textContent;
    before.disabled = pages.page <= 1;
    after.disabled = count > 0 && pages.page >= count;
  };
  before.addEventListener("click", () => pages.open(pages.page - 1));
  after.addEventListener("click", () => pages.open(pages.page + 1));
  picture.addEventListener("load", () => {
    delete picture.dataset.waiting;
    trouble.hidden = true;
    picture.hidden = false;
  });
  picture.addEventListener("error", () => {
    delete picture.dataset.waiting;
    trouble.hidden = false;
    picture.hidden = true;
  });
  pages.open(Number(place.dataset.first) || 1);
  return pages;
}
