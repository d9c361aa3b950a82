document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  document.documentElement.classList.add("scripted");
  var box = document.getElementById("filter");
  if (box) {
    box.addEventListener("input", function () {
      var wanted = box.value.toLowerCase();
      document.querySelectorAll("#assumed tbody tr").forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
  }

  // A card on a phone says beside each value which column it stood in.
  document.querySelectorAll("table").forEach(function (table) {
    var names = Array.prototype.map.call(table.querySelectorAll("thead th"), function (cell) { return cell.textContent.trim(); });
    table.querySelectorAll("tbody tr").forEach(function (row) {
      Array.prototype.forEach.call(row.cells, function (cell, column) {
        if (cell.tagName === "TD" && names[column]) { cell.setAttribute("data-of", names[column]); }
      });
    });
  });

  // Present: one slide a screen, moved with the keys that a presenter's remote sends.
  var slides = Array.prototype.slice.call(document.querySelectorAll(".slide"));
  var door = document.getElementById("present");
  var where = document.getElementById("where");
  var at = -1;
  function show(next) {
    if (at >= 0) { slides[at].classList.remove("on"); }
    at = Math.max(-1, Math.min(next, slides.length - 1));
    document.body.classList.toggle("presenting", at >= 0);
    if (at < 0) { history.replaceState(null, "", "#"); return; }
    slides[at].classList.add("on");
    where.textContent = (at + 1) + " / " + slides.length;
    history.replaceState(null, "", "#slide-" + (at + 1));
  }
  if (!door || !where || !slides.length) { return; }
  door.hidden = false;
  // An address may lead to a slide.
  var asked = /^#slide-(\d+)$/.exec(location.hash);
  if (asked) { show(Number(asked[1]) - 1); }
  door.addEventListener("click", function () { show(0); });
  document.addEventListener("keydown", function (event) {
    if (event.target.tagName === "INPUT" || event.ctrlKey || event.altKey || event.metaKey) { return; }
    var key = event.key;
    if (at < 0) { if (key === "p" || key === "P") { show(0); } return; }
    if (key === "Escape") { show(-1); }
    else if (key === "ArrowRight" || key === "ArrowDown" || key === "PageDown" || key === " " || key === "Enter") { show(at + 1); }
    else if (key === "ArrowLeft" || key === "ArrowUp" || key === "PageUp") { show(Math.max(at - 1, 0)); }
    else if (key === "Home") { show(0); }
    else if (key === "End") { show(slides.length - 1); }
    else { return; }
    event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    if (at >= 0 && event.target !== door) { show(at + 1); }
  });
});
