// The time that somebody reads a page of their training: while the page can be seen and they do something on it now and
// then, the server is told so every half minute; when it is left or out of sight, at once. Without this it counts from
// one opened page to the next, each for a few minutes at most (data-gap).
import { fresh } from "./ready.js";

const EVERY_MS = 30_000;

export function enhanceReadingTime(root) {
  for (const place of fresh(root, "[data-reading-time]", "countsTime")) {
    const gap = Number(place.dataset.gap) * 60_000;
    const shown = document.querySelector("[data-reading-minutes]");
    let moved = Date.now();
    let isLeft = false;
    const said = (kind) => {
      const form = new FormData();
      form.set("kind", kind);
      form.set("tab", place.dataset.tab);
      form.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "");
      return form;
    };
    const tell = async (kind) => {
      try {
        const answer = await fetch(place.dataset.readingTime, { method: "POST", body: said(kind), keepalive: true, redirect: "manual" });
        if (answer.ok && shown && kind === "seen") shown.textContent = (await answer.text()).trim();
      } catch {
        // A dropped line: the next half minute says the same.
      }
    };
    for (const kind of ["pointermove", "keydown", "scroll", "touchstart"]) {
      document.addEventListener(kind, () => (moved = Date.now()), { passive: true });
    }
    setInterval(() => {
      if (document.visibilityState === "visible" && Date.now() - moved < gap) tell("seen");
    }, EVERY_MS);
    document.addEventListener("visibilitychange", () => {
      isLeft = document.visibilityState !== "visible";
      tell(isLeft ? "left" : "seen");
    });
    window.addEventListener("pagehide", () => isLeft || tell("left"));
  }
}
