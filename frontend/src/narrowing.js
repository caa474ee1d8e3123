import { fresh } from "./ready.js";

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// A long list of choices with a field above it: what has not the words typed there is folded away, but what is ticked.
export function enhanceNarrowing(root) {
  for (const list of fresh(root, "[data-narrowed]", "narrows")) {
    const typed = list.querySelector("[data-narrows]");
    const said = list.querySelector("[data-narrowed-to]");
    const narrow = () => {
      const words = plain(typed.value.trim());
      let found = 0;
      for (const choice of list.querySelectorAll(".choice")) {
        const fits = plain(choice.textContent).includes(words);
        choice.hidden = !fits && !choice.querySelector("input").checked;
        found += fits;
      }
      for (const group of list.querySelectorAll(".long-choices-group")) {
        group.hidden = !group.querySelector(".choice:not([hidden])");
      }
      said.textContent = found ? "" : said.dataset.narrowedTo;
    };
    typed.addEventListener("input", narrow);
    // It narrows, and sends nothing.
    typed.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }
}

// What only some choices ask for is folded away while another one is chosen; it is sent all the same, and not read.
export function enhanceAskedFor(root) {
  for (const part of fresh(root, "[data-asked-by]", "asked")) {
    const [name, ...values] = part.dataset.askedBy.split(" ");
    const form = part.closest("form");
    const show = () => {
      part.hidden = !values.includes(form.elements[name].value);
    };
    form.addEventListener("change", show);
    show();
  }
}
