// What the workshop's pages do beyond forms. Everything works without it: then a button looks again, and forms are sent as forms.
(function () {
  "use strict";
  var one = function (id) { return document.getElementById(id); };
  var RETRY = 3000;

  // Exchanges what is shown for what is in a page's text.
  function exchange(text) {
    var next = new DOMParser().parseFromString(text, "text/html");
    var here = document.querySelector("main"), there = next.querySelector("main");
    if (!here || !there) { return null; }
    var open = Array.from(document.querySelectorAll("details[open][id]"), function (part) { return part.id; });
    here.replaceChildren.apply(here, Array.from(there.childNodes));
    open.forEach(function (id) { if (one(id)) { one(id).open = true; } });
    if (next.title) { document.title = next.title; }
    begin();
    return next;
  }

  // A ballot that somebody is writing on stays while its vote is open, whatever else changes.
  var writing = false;
  function look() {
    var at = document.activeElement;
    if (!one("ballot") && at && at.matches("input, select, textarea")) { return; }
    fetch(location.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var form = one("ballot");
      if (writing && form) {
        var next = new DOMParser().parseFromString(text, "text/html").getElementById("ballot");
        if (next && next.dataset.ballot === form.dataset.ballot) { return; }
      }
      writing = false;
      exchange(text);
    }, function () {});
  }

  var source = null, from = "";
  function listen() {
    var view = one("view"), address = view && view.dataset.changes;
    if (!address || !window.EventSource || (source && from === address)) { return; }
    if (source) { source.close(); }
    from = address;
    source = new EventSource(address);
    var first = true;
    source.addEventListener("change", function (event) {
      // The first message tells of what was missed since the page was made: mostly nothing.
      var missed = !one("view") || one("view").dataset.turn !== event.data.split(".")[1];
      // What was being computed when the page was made may have been found before anybody listened.
      missed = missed || !!document.querySelector("main p[aria-live]:not([role])");
      if (!first || missed) { look(); }
      first = false;
    });
    source.addEventListener("error", function () { first = true; });
  }

  // A browser keeps a page that was left for a while, and what it listens to with it: six such pages, and the next must wait
  // for one of them to be given up.
  window.addEventListener("pagehide", function () { if (source) { source.close(); source = null; } });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { listen(); look(); } });

  // Ballots wait on this phone until they are acknowledged.
  function keep(name, value) { try { if (value === null) { localStorage.removeItem(name); } else { localStorage.setItem(name, value); } } catch (full) { /* then only the form keeps it */ } }
  function kept(name) { try { return localStorage.getItem(name); } catch (refused) { return null; } }

  function tell(text) {
    var old = document.querySelector(".alert.own");
    if (old) { old.remove(); }
    if (!text) { return; }
    var note = document.createElement("p");
    note.className = "alert own"; note.setAttribute("role", "alert"); note.textContent = text;
    var button = document.querySelector("#ballot button.main");
    if (button) { button.parentNode.before(note); }
  }

  function send(name, body) {
    keep(name, body);
    fetch("/vote", { method: "POST", body: body, credentials: "same-origin", headers: { "Content-Type": "application/x-www-form-urlencoded" } }).then(function (answer) {
      return answer.text().then(function (text) {
        if (answer.status >= 500) { throw new Error("not written"); }
        keep(name, null);
        writing = false;
        if (answer.ok) { exchange(text); window.scrollTo(0, 0); return; }
        var why = new DOMParser().parseFromString(text, "text/html").querySelector(".alert");
        tell(why ? why.textContent : String(answer.status));
      });
    }).catch(function () {
      if (one("kept")) { one("kept").hidden = false; }
      setTimeout(function () { if (kept(name) === body) { send(name, body); } }, RETRY);
    });
  }

  function money(pounds) {
    var short = function (value) { return value.toFixed(2).replace(/\.?0+$/, ""); };
    if (pounds >= 999995000) { return "£" + short(pounds / 1e9) + " billion"; }
    if (pounds >= 999995) { return "£" + short(pounds / 1e6) + " million"; }
    return "£" + Math.round(pounds).toLocaleString("en-GB");
  }

  function count(form) {
    var bar = form.querySelector(".bar");
    if (!bar) { return; }
    var have = 0, named = 0;
    form.querySelectorAll("[data-pounds]").forEach(function (field) {
      var marked = field.type === "number" ? Number(field.value) > 0 : field.checked;
      if (!marked) { return; }
      named += 1;
      if (bar.dataset.counts === "pounds") { have += Number(field.dataset.pounds); }
      if (bar.dataset.counts === "points") { have += Number(field.value); }
    });
    var text = bar.dataset.open.replace("{count}", String(named)).replace("{cost}", money(have)).replace("{given}", String(have));
    bar.querySelector("p").textContent = text;
    var most = Number(bar.dataset.most), meter = bar.querySelector("progress");
    meter.value = Math.min(have, most);
    meter.setAttribute("aria-label", text);
    bar.classList.toggle("over", have > most && "strict" in bar.dataset);
  }

  function begin() {
    var form = one("ballot");
    if (form) {
      var name = "ballot " + form.dataset.ballot;
      var waiting = kept(name);
      if (waiting) { if (one("kept")) { one("kept").hidden = false; } send(name, waiting); }
      form.addEventListener("input", function () { writing = true; count(form); });
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        tell("");
        send(name, new URLSearchParams(new FormData(form)).toString());
      });
      count(form);
    }
    document.querySelectorAll("[data-since]").forEach(function (part) {
      part.textContent = String(Math.max(0, Math.floor((Date.now() / 1000 - Number(part.dataset.since)) / 60)));
    });
    var print = one("print");
    if (print) { print.hidden = false; print.addEventListener("click", function () { window.print(); }); }
    listen();
  }
  setInterval(function () {
    document.querySelectorAll("[data-since]").forEach(function (part) {
      part.textContent = String(Math.max(0, Math.floor((Date.now() / 1000 - Number(part.dataset.since)) / 60)));
    });
  }, 15000);
  begin();
})();
