// What pages do beyond links and forms. Everything works without it: a form leads to an address, a link too.
(function () {
  "use strict";
  var parts = ["strip", "board", "tools", "answer", "share", "camps"];
  var source = null, asking = 0, before = null;
  var one = function (id) { return document.getElementById(id); };

  // Exchanges the parts of the page that are in a text, and keeps what is open and where the reader is.
  function exchange(text) {
    var next = new DOMParser().parseFromString(text, "text/html");
    var open = Array.from(document.querySelectorAll("details[open][id]"), function (part) { return part.id; });
    var focus = document.activeElement && document.activeElement.id;
    parts.forEach(function (id) {
      var here = one(id), there = next.getElementById(id);
      if (here && there) { here.replaceChildren.apply(here, Array.from(there.childNodes)); }
    });
    open.forEach(function (id) { if (one(id)) { one(id).open = true; } });
    if (focus && one(focus) && document.activeElement !== one(focus)) { one(focus).focus({ preventScroll: true }); }
    var title = next.querySelector("title");
    if (title && title.textContent) { document.title = title.textContent; }
    ready();
  }

  // Listens for better answers, where the page says that there will be some.
  function listen() {
    var from = document.querySelector("[data-stream]");
    if (source) { source.close(); source = null; }
    if (!from || !window.EventSource) { return; }
    source = new EventSource(from.dataset.stream);
    var own = source;
    own.addEventListener("parts", function (event) { if (own === source) { exchange(event.data); } });
    own.addEventListener("end", function () { own.close(); });
  }

  // Goes to another address without leaving the page. The newest wins: what comes too late is not shown.
  function go(address, keep) {
    var turn = ++asking;
    if (source) { source.close(); source = null; }
    document.documentElement.classList.add("asking");
    return fetch(address, { headers: { "X-Asked-By": "script", "Accept": "text/html" } }).then(function (answer) {
      return answer.text().then(function (text) {
        if (turn !== asking) { return; }
        if (!answer.ok && text.indexOf('id="board"') < 0) { refuse(text); return; }
        before = one("answer") && one("answer").cloneNode(true);
        exchange(text);
        if (!keep) { history.pushState(null, "", answer.url); }
        listen();
      });
    }).catch(function () { if (turn === asking) { location.assign(address); } })
      .finally(function () { if (turn === asking) { document.documentElement.classList.remove("asking"); } });
  }

  // What cannot be done is told where the answer would stand.
  function refuse(text) {
    var why = new DOMParser().parseFromString(text, "text/html").querySelector(".alert");
    if (why && one("answer")) { one("answer").prepend(why); }
  }

  // Shows what stood before the last change, and gives back what puts the present there again.
  function show(past) {
    var now = one("answer"), kept = Array.from(now.childNodes);
    now.replaceChildren.apply(now, Array.from(past.cloneNode(true).childNodes));
    return function () { if (one("answer") === now) { now.replaceChildren.apply(now, kept); } };
  }

  // The picture before the last change: at hand, or asked for.
  function past() {
    if (before) { return Promise.resolve(before); }
    var undo = one("undo");
    if (!undo || !undo.href) { return Promise.reject(); }
    return fetch(undo.href, { headers: { "X-Asked-By": "script" } }).then(function (answer) { return answer.text(); }).then(function (text) {
      before = new DOMParser().parseFromString(text, "text/html").getElementById("answer");
      return before;
    });
  }

  // Shows what only a script can do.
  function ready() {
    ["replay", "hold", "choose-file"].forEach(function (id) {
      if (one(id)) { one(id).hidden = false; }
      var label = document.querySelector('label[for="' + id + '"]');
      if (label) { label.hidden = false; }
    });
    document.documentElement.classList.add("scripted");
  }

  var back = null;
  function hold() { past().then(function (part) { if (!back) { back = show(part); one("hold").setAttribute("aria-pressed", "true"); } }, function () {}); }
  function release() { if (back) { back(); back = null; if (one("hold")) { one("hold").setAttribute("aria-pressed", "false"); } } }

  document.addEventListener("change", function (event) {
    var field = event.target, form = field.closest("form[data-acts]");
    if (field.id === "choose-file" && field.files.length) {
      field.files[0].text().then(function (text) { one("file").value = text; });
    } else if (form && (field.type === "radio" || (field.name.indexOf(".") > 0))) { form.requestSubmit(); }
  });
  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-acts]");
    if (!form) { return; }
    event.preventDefault();
    go(form.getAttribute("action") + "?" + new URLSearchParams(new FormData(form)));
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-go]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      go(link.href);
    } else if (event.target.id === "replay") {
      past().then(function (part) { var put = show(part); setTimeout(put, 1500); }, function () {});
    }
  });
  document.addEventListener("pointerdown", function (event) { if (event.target.id === "hold") { hold(); } });
  ["pointerup", "pointercancel", "blur"].forEach(function (name) { window.addEventListener(name, release); });
  document.addEventListener("keydown", function (event) { if (event.target.id === "hold" && (event.key === " " || event.key === "Enter") && !event.repeat) { event.preventDefault(); hold(); } });
  document.addEventListener("keyup", release);
  window.addEventListener("popstate", function () { go(location.href, true); });

  // A browser keeps a page that was left for a while, and what it listens to with it: nobody listens any more.
  window.addEventListener("pagehide", function () { if (source) { source.close(); source = null; } });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { listen(); } });

  // A link may carry the state behind a hash too.
  if (location.pathname === "/" && location.hash.indexOf("=") > 0 && one("board")) { go("/?" + location.hash.slice(1)); }
  ready();
  listen();
})();
