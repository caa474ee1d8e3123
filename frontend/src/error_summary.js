import { fresh } from "./ready.js";

// After a refused form the summary of what to mend takes the focus.
export function focusErrorSummary(root) {
  fresh(root, "[data-error-summary]", "focused")[0]?.focus();
}
