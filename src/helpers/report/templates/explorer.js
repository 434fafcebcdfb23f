"use strict";
// Tables one can search and sort. Without this the same tables are there to read, in the order of the page.
(() => {
  const lang = document.documentElement.lang;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const value = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.order === undefined ? cell.textContent.trim() : Number(cell.dataset.order);
  };

  // Figures in order of size, words in order of the alphabet; what has no figure comes last either way.
  const compare = (a, b, sign) => {
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return sign * (typeof a === "number" ? a - b : a.localeCompare(b, lang, { numeric: true }));
  };

  const sort = (table, head) => {
    const at = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending"
      || (!head.hasAttribute("aria-sort") && head.classList.contains("number"));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => compare(value(a, at), value(b, at), down ? -1 : 1));
    table.tBodies[0].append(...rows);
  };

  const sortable = (table) => {
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head));
      head.append(button);
    }
  };

  // A row is found by its own words and by those of the groups it stands in.
  const words = (node, root) => {
    let text = node.textContent;
    for (let group = node.closest("details"); group && root.contains(group); group = group.parentElement.closest("details")) {
      text += " " + group.querySelector(":scope > summary .name").textContent;
    }
    return fold(text);
  };

  const searchable = (root) => {
    const groups = [...root.querySelectorAll("details")].reverse();
    const lines = [...root.querySelectorAll("tbody tr, .group.bare")].map((line) => [line, words(line, root)]);
    const rows = lines.filter(([line]) => line.matches("tr")).length;
    const input = root.querySelector("input");
    const output = root.querySelector("output");
    let before = null;

    const show = () => {
      const asked = fold(input.value).split(/\s+/).filter(Boolean);
      if (asked.length && !before) before = groups.map((group) => group.open);
      let found = 0;
      for (const [line, text] of lines) {
        line.hidden = !asked.every((word) => text.includes(word));
        if (!line.hidden && line.matches("tr")) found += 1;
      }
      groups.forEach((group, place) => {
        group.hidden = asked.length > 0 && !group.querySelector("tbody tr:not([hidden]), .group.bare:not([hidden])");
        if (asked.length) group.open = !group.hidden;
        else if (before) group.open = before[place];
      });
      if (!asked.length) before = null;
      const count = new Intl.NumberFormat(lang);
      output.textContent = asked.length
        ? root.dataset.found.replace("{n}", count.format(found)).replace("{all}", count.format(rows))
        : "";
    };

    input.addEventListener("input", show);
    root.querySelector(".search").hidden = false;
  };

  // On paper the groups stand open; afterwards they are as they were.
  const printable = (roots) => {
    let shut = [];
    window.addEventListener("beforeprint", () => {
      shut = roots.flatMap((root) => [...root.querySelectorAll("details:not([open])")]);
      for (const group of shut) group.open = true;
    });
    window.addEventListener("afterprint", () => {
      for (const group of shut) group.open = false;
    });
  };

  const roots = [...document.querySelectorAll(".explorer")];
  for (const root of roots) {
    root.querySelectorAll("table").forEach(sortable);
    searchable(root);
  }
  printable(roots);
})();
