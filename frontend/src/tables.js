// On a narrow screen a row becomes a small list, each cell under the name of its column. Styles do the folding; what
// they need is put in here: the names, and the roles that a table keeps when its boxes are no longer a table's.
import { fresh } from "./ready.js";

const ROLES = [
  ["table", "table"],
  ["thead, tbody, tfoot", "rowgroup"],
  ["tr", "row"],
  ["thead th", "columnheader"],
  ["tbody th", "rowheader"],
  ["td", "cell"],
];

export function enhanceTables(root) {
  for (const frame of fresh(root, ".table-frame", "folds")) {
    const table = frame.querySelector("table");
    const names = [...table.querySelectorAll("thead tr:last-child > *")].map((cell) =>
      cell.querySelector(".visually-hidden") ? "" : cell.textContent.trim(),
    );
    if (!names.length) continue;
    for (const [selector, role] of ROLES) {
      for (const element of selector === "table" ? [table] : table.querySelectorAll(selector)) element.setAttribute("role", role);
    }
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.cells].forEach((cell, column) => {
        if (cell.tagName === "TD" && names[column] && cell.colSpan === 1) cell.dataset.column = names[column];
      });
    }
    table.classList.add("table-folds");
  }
}
