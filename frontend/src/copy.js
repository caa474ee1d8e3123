import { say, toast } from "./strings.js";

// <button data-copy="text"> puts the text on the clipboard and says so.
export function enhanceCopy(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      // Browsers refuse the clipboard on plain http or without permission: mark the text, so that Ctrl-C takes it.
      const code = button.parentElement.querySelector("code");
      if (code) getSelection().selectAllChildren(code);
      return;
    }
    toast(say("copied"));
  });
}
