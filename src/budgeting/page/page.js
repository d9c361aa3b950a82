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
  var at = -1, part = 0, parts = [], whole = null;

  // Letters on a wall are at least so many pixels high, and nothing runs out of it.
  function least() { return window.innerHeight / 50; }
  function room() { return window.innerHeight * 0.96; }
  function high(slide) {
    var range = document.createRange();
    range.selectNodeContents(slide);
    return range.getBoundingClientRect().height;
  }

  // A finding that does not fit a screen is cut between its sentences.
  function sentences(slide) {
    var text = slide.textContent, found = [], held = "";
    text.split(/(?<=[.!?]) (?=[“A-Z])/).forEach(function (sentence) {
      slide.textContent = held ? held + " " + sentence : sentence;
      if (held && high(slide) > room()) { found.push(held); held = sentence; } else { held = slide.textContent; }
    });
    found.push(held);
    return found.map(function (piece) { return function () { slide.textContent = piece; }; });
  }

  // A drawing whose letters would be too small is cut into its rows of panels and, where that is not enough, into its panels.
  function panels(slide, drawing) {
    var box = drawing.viewBox.baseVal, wide = window.innerWidth * 0.98;
    var told = drawing.dataset.rows.split(" ").map(Number), unit = box.width / told[0], rows = told[3];
    var top = told[1] * unit, pitch = told[2] * unit, edges = told.slice(4).map(function (edge) { return edge * unit; });
    var small = Math.min.apply(null, Array.prototype.map.call(drawing.querySelectorAll("text"), function (one) { return parseFloat(one.getAttribute("font-size")) || 99; }));
    var foot = box.height - top - rows * pitch, columns = edges.length / 2;
    var scale = Math.min(wide / box.width, room() / (top + pitch + foot));
    if (scale * small >= least() || columns < 2) { columns = 1; edges = [0, box.width]; }
    var head = Math.min(scale, wide / box.width, 0.5 * room() / top), found = [];
    function piece(x, y, width, height, by) {
      var one = drawing.cloneNode(true);
      one.setAttribute("viewBox", [x, y, width, height].join(" "));
      one.style.width = width * by + "px";
      one.style.height = height * by + "px";
      return one;
    }
    for (var row = 0; row < rows; row += 1) {
      for (var column = 0; column < columns; column += 1) {
        if (row * columns + column < Number(drawing.dataset.panels) || columns === 1) { found.push([row, edges[2 * column], edges[2 * column + 1]]); }
      }
    }
    return found.map(function (one) {
      return function () {
        var by = columns === 1 ? scale : Math.min(wide / (one[2] - one[1]), (room() - top * head) / pitch);
        slide.replaceChildren(piece(0, 0, box.width, top, head), piece(one[1], top + one[0] * pitch, one[2] - one[1], pitch, by));
        if (columns === 1) { slide.append(piece(0, box.height - foot, box.width, foot, scale)); }
      };
    });
  }

  // The screens of the slide that is shown: mostly one.
  function cut(slide) {
    var drawing = slide.querySelector("svg[data-rows]");
    if (drawing) {
      var letters = Array.prototype.map.call(drawing.querySelectorAll("text"), function (one) { return parseFloat(one.getAttribute("font-size")) || 99; });
      if (Math.min.apply(null, letters) * drawing.getScreenCTM().a < least()) { return panels(slide, drawing); }
    } else if (!slide.children.length && high(slide) > room()) {
      return sentences(slide);
    }
    return [];
  }

  function put(slide, on) {
    slide.classList.toggle("on", on);
    for (var above = slide.parentElement; above && above !== document.body; above = above.parentElement) { above.classList.toggle("holds", on); }
  }

  function show(next, last) {
    if (at >= 0) {
      if (whole) { slides[at].replaceChildren.apply(slides[at], whole); whole = null; }
      put(slides[at], false);
    }
    at = Math.max(-1, Math.min(next, slides.length - 1));
    document.body.classList.toggle("presenting", at >= 0);
    if (at < 0) { history.replaceState(null, "", "#"); return; }
    put(slides[at], true);
    whole = Array.prototype.slice.call(slides[at].childNodes);
    parts = cut(slides[at]);
    turn(last ? parts.length - 1 : 0);
    history.replaceState(null, "", "#slide-" + (at + 1));
  }

  function turn(next) {
    part = Math.max(0, next);
    if (parts.length) { parts[part](); }
    where.textContent = (at + 1) + " / " + slides.length + (parts.length > 1 ? " (" + (part + 1) + " / " + parts.length + ")" : "");
  }

  function on() {
    if (part + 1 < parts.length) { turn(part + 1); } else if (at + 1 < slides.length) { show(at + 1); }
  }

  function back() {
    if (part > 0) { turn(part - 1); } else if (at > 0) { show(at - 1, true); }
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
    else if (key === "ArrowRight" || key === "ArrowDown" || key === "PageDown" || key === " " || key === "Enter") { on(); }
    else if (key === "ArrowLeft" || key === "ArrowUp" || key === "PageUp") { back(); }
    else if (key === "Home") { show(0); }
    else if (key === "End") { show(slides.length - 1, true); }
    else { return; }
    event.preventDefault();
  });
  // Another window has room for another part.
  window.addEventListener("resize", function () { if (at >= 0) { show(at); } });
  document.addEventListener("click", function (event) {
    if (at >= 0 && event.target !== door) { on(); }
  });
});
