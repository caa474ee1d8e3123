import { fresh } from "./ready.js";
import { say } from "./strings.js";

/** Words as the server counts them: runs of anything but white space. */
export function countWords(text) {
  return text.split(/\s+/u).filter(Boolean).length;
}

// A field with data-word-limit gets a counter: the one that names it, or a new one below it.
export function enhanceWordCounters(root) {
  for (const field of fresh(root, "textarea[data-word-limit], input[data-word-limit]", "counted")) {
    const limit = Number(field.dataset.wordLimit);
    const counter = counterOf(field);
    const show = () => {
      const count = countWords(field.value);
      const over = limit ? count - limit : 0;
      counter.toggleAttribute("data-over", over > 0);
      counter.textContent = say(over > 0 ? "wordsOver" : limit ? "wordsOf" : "words", { count, limit, over });
    };
    field.addEventListener("input", show);
    show();
  }
}

function counterOf(field) {
  const named = document.querySelector(`[data-word-count-for="${CSS.escape(field.id)}"]`);
  if (named) return named;
  const counter = document.createElement("p");
  counter.className = "word-count field-foot";
  field.after(counter);
  return counter;
}
