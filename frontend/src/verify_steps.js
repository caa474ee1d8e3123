import { fresh } from "./ready.js";
import { say } from "./strings.js";

const PAUSE_MS = 320;

// The server has checked already and rendered every step; this lets the reader see them pass one by one.
export function enhanceVerifySteps(root) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const list of fresh(root, "[data-verify-steps]", "shown")) {
    if (list.closest("details")) continue; // what stands inside is opened by whoever wants to see it
    const steps = [...list.children];
    for (const step of steps) step.setAttribute("data-waiting", "");
    list.setAttribute("aria-busy", "true");
    list.setAttribute("aria-description", say("checking"));
    const showNext = () => {
      const step = steps.shift();
      step?.removeAttribute("data-waiting");
      if (steps.length) return setTimeout(showNext, PAUSE_MS);
      list.removeAttribute("aria-busy");
      list.removeAttribute("aria-description");
    };
    setTimeout(showNext, PAUSE_MS);
  }
}
