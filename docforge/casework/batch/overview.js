document.querySelectorAll("th[tabindex]").forEach(function (head) {
  function sort() {
    var row = head.parentNode, body = row.parentNode.parentNode.tBodies[0], at = head.cellIndex;
    var down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    Array.from(row.cells).forEach(function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
    Array.from(body.rows).sort(function (a, b) {
      return down * a.cells[at].textContent.localeCompare(b.cells[at].textContent, "zh", { numeric: true });
    }).forEach(function (line) { body.appendChild(line); });
  }
  head.addEventListener("click", sort);
  head.addEventListener("keydown", function (event) { if (event.key === "Enter") { sort(); } });
});
