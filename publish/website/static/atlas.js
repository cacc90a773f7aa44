// The atlas's tables: a field that filters all rows of the page, headings that sort, lines that are
// copied by a button. Without a script the tables are whole and in their order.
(() => {
  "use strict";

  const tables = [...document.querySelectorAll(".atlas table")];
  if (!tables.length) return;
  const bodyRows = (table) => [...table.tBodies[0].rows];

  // A link to a folded thing opens it.
  const openNamed = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named instanceof HTMLDetailsElement) {
      named.open = true;
      named.scrollIntoView();
    }
  };

  const addFilter = () => {
    const form = document.createElement("form");
    form.className = "atlas-filter";
    form.innerHTML =
      '<label for="atlas-words">Show rows with these words</label>' +
      '<input id="atlas-words" type="search" autocomplete="off" placeholder="huber pytorch">' +
      '<output for="atlas-words" aria-live="polite"></output>';
    const [field, said] = [form.querySelector("input"), form.querySelector("output")];
    const filter = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const table of tables) {
        const thing = table.closest("details");
        const about = thing ? thing.querySelector("summary").textContent.toLowerCase() : "";
        let inThis = 0;
        for (const row of bodyRows(table)) {
          const text = `${about} ${row.textContent.toLowerCase()}`;
          row.hidden = !words.every((word) => text.includes(word));
          inThis += !row.hidden;
        }
        shown += inThis;
        table.parentElement.hidden = !inThis;
        if (thing) {
          thing.hidden = !inThis;
          thing.open = words.length > 0 && inThis > 0;
        }
      }
      said.textContent = words.length ? `${shown} rows` : "";
    };
    field.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    document.querySelector(".bd-article h1").after(form);
  };

  const addSorting = (table) => {
    [...table.tHead.rows[0].cells].forEach((cell, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = cell.textContent;
      cell.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = cell.getAttribute("aria-sort") !== "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        cell.setAttribute("aria-sort", up ? "ascending" : "descending");
        const text = (row) => row.cells[column].textContent;
        const rows = bodyRows(table).sort((a, b) => text(a).localeCompare(text(b), "en", { numeric: true }));
        table.tBodies[0].append(...(up ? rows : rows.reverse()));
      });
    });
  };

  const addCopying = (code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "atlas-copy";
    button.textContent = "copy";
    button.setAttribute("aria-label", `Copy ${code.textContent}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.innerText);
      button.textContent = "copied";
      setTimeout(() => (button.textContent = "copy"), 1500);
    });
    code.after(" ", button);
  };

  addFilter();
  tables.forEach(addSorting);
  if (document.querySelector(".atlas-thing")) {
    document.querySelectorAll(".atlas td:nth-child(2) code").forEach(addCopying);
  }
  openNamed();
  addEventListener("hashchange", openNamed);
})();
