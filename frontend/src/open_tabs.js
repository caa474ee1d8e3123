// Which of what waits on this device belongs to a tab that is still open. While a page lives it holds a lock in the
// name of its tab; what a tab without one left behind was left by a crash, or by somebody who went away.
const PREFIX = "microcred:unsaved:";

/** The name of this tab, for as long as this page is open. */
export const tab = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
navigator.locks?.request(PREFIX + tab, () => new Promise(() => {}));

/** The names of the tabs of ours that are open in this browser. */
export async function openTabs() {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.filter((lock) => lock.name.startsWith(PREFIX)).map((lock) => lock.name.slice(PREFIX.length)));
}
