// <details data-menu> already opens and closes; this closes it on Escape, on a click elsewhere and when focus leaves.
export function enhanceMenus(root) {
  const openMenus = () => root.querySelectorAll("details[data-menu][open]");
  root.addEventListener("click", (event) => {
    // A link to a place on this page leads there, so that its menu is in the way.
    const leadsAway = event.target.closest?.("a[href^='#']");
    for (const menu of openMenus()) if (leadsAway || !menu.contains(event.target)) menu.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  });
  root.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
}
