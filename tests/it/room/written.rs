//! Pages that commands write, as a wall, a phone and a printer show them.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::browser::{SIZES, checked};
use super::driver::{Browser, axe};
use crate::cli::{carepool, stdout};

/// Most sheets of paper that a page may take, its annex apart.
const SHEETS: usize = 8;

/// Screen by screen: which slide, what the smallest letters are as a share of its height, and what does not fit. Then the texts of
/// drawings that no screen showed.
const LETTERS: &str = r#"
var found = [], seen = {}, wide = window.innerWidth, high = window.innerHeight, where = document.getElementById('where');
var slides = Array.from(document.querySelectorAll('.slide'));
var texts = function (part) { return Array.from(part.querySelectorAll('svg text'), function (one) { return one.textContent.trim(); }); };
var all = slides.map(texts);
var press = function (key) { document.dispatchEvent(new KeyboardEvent('keydown', {key: key})); };
press('p');
for (;;) {
  var on = document.querySelectorAll('.slide.on'), slide = slides.indexOf(on[0]), smallest = 1, what = '', out = '';
  [on[0]].concat(Array.from(on[0].querySelectorAll('*'))).forEach(function (part) {
    var own = Array.from(part.childNodes).some(function (node) { return node.nodeType === 3 && node.textContent.trim(); });
    var box = part.getBoundingClientRect();
    if (!own || !box.height || part.tagName === 'desc' || part.tagName === 'title') { return; }
    var size = parseFloat(getComputedStyle(part).fontSize), text = part.textContent.trim(), svg = part.closest('svg');
    if (svg) {
      var view = svg.getBoundingClientRect();
      if (box.bottom <= view.top + 1 || box.top >= view.bottom - 1 || box.right <= view.left + 1 || box.left >= view.right - 1) { return; }
      var middle = (box.top + box.bottom) / 2;
      if (middle < view.top || middle > view.bottom) { return; }
      if (box.top < view.top - 3 || box.bottom > view.bottom + 3) { out = 'cut: ' + text; }
      (seen[slide] = seen[slide] || []).push(text);
      size = size * svg.getScreenCTM().a;
    } else {
      var range = document.createRange();
      range.selectNodeContents(part);
      box = range.getBoundingClientRect();
    }
    if (box.top < -1 || box.bottom > high + 1 || box.left < -1 || box.right > wide + 1) { out = out || 'outside: ' + text.slice(0, 60); }
    if (size / high < smallest) { smallest = size / high; what = text.slice(0, 60); }
  });
  found.push([slide, on.length, smallest, what, out]);
  var told = where.textContent;
  press('ArrowRight');
  if (where.textContent === told) { break; }
}
press('Escape');
var missed = [];
all.forEach(function (list, slide) { list.forEach(function (text) { if (text && (seen[slide] || []).indexOf(text) < 0) { missed.push(slide + ': ' + text); } }); });
var back = slides.map(texts);
return [found, missed, JSON.stringify(back) === JSON.stringify(all)];
"#;

/// A report of a comparison, of one of six scenarios, of a process, and of a count.
fn pages(folder: &Path) -> Vec<String> {
    let small = ["--draws", "2", "--people", "120", "--years", "4", "--no-png"];
    let run = ["run", "england", "free-personal-care", "--out", "run"];
    stdout(carepool(folder).args(run).args(small));
    let six = [
        "england-same-money",
        "whole-person-care",
        "free-personal-care",
        "market",
        "planned",
    ];
    stdout(
        carepool(folder)
            .args(["run", "england"])
            .args(six)
            .args(["--out", "six"])
            .args(small),
    );
    let budget = [
        "budget",
        "neighbourhood",
        "--out",
        "budget",
        "--electorates",
        "1",
        "--no-margins",
    ];
    stdout(carepool(folder).args(budget).args(small));
    let count = [
        "vote",
        "budget/ballots.pb",
        "--rule",
        "equal-shares",
        "--format",
        "html",
    ];
    fs::write(folder.join("vote.html"), stdout(carepool(folder).args(count))).expect("written");
    ["run/report.html", "six/report.html", "budget/report.html", "vote.html"]
        .map(|page| folder.join(page).display().to_string())
        .to_vec()
}

/// Leaves a few of a table's many rows, which are all alike: what is wrong with one is wrong with all.
const FEWER_ROWS: &str = "document.querySelectorAll('tbody').forEach(function (table) { Array.from(table.rows).slice(30).forEach(function (row) { row.remove(); }); })";

/// What is wrong with a page that is presented on a wall.
fn presented(browser: &Browser, page: &str, axe: Option<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    browser.size((1920, 1080));
    let found = browser.script(LETTERS);
    let screens = found[0].as_array().expect("screens");
    for (at, screen) in screens.iter().enumerate() {
        let letters = screen[2].as_f64().unwrap_or_default();
        if screen[1] != json!(1) || letters < 0.02 || screen[4] != json!("") {
            faults.push(format!("{page}, screen {}: {screen}", at + 1));
        }
    }
    for text in found[1].as_array().expect("texts") {
        faults.push(format!("{page}: no screen shows {text}"));
    }
    assert_eq!(found[2], json!(true), "{page} is what it was when the presenting ends");
    // Six scenarios are cut into screens, two need none of it.
    let slides = screens.last().and_then(|last| last[0].as_u64()).unwrap_or_default() as usize + 1;
    assert_eq!(
        screens.len() > slides,
        page.contains("/six/"),
        "{page}: {} of {slides}",
        screens.len()
    );
    if let Some(axe) = axe {
        browser.script(axe);
        // Its head, a finding and a drawing.
        for slide in [1, 2, 8] {
            browser.script(&format!("document.dispatchEvent(new KeyboardEvent('keydown', {{key: 'p'}})); for (var at = 1; at < {slide}; at += 1) {{ var was = document.querySelector('.slide.on'); while (document.querySelector('.slide.on') === was) {{ document.dispatchEvent(new KeyboardEvent('keydown', {{key: 'ArrowRight'}})); }} }}"));
            faults.extend(checked(browser).map(|fault| format!("{page}, slide {slide}: {fault}")));
            browser.script("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))");
        }
    }
    faults
}

#[test]
fn a_page_fits_the_wall_a_phone_and_eight_sheets_of_paper() {
    let Some(browser) = Browser::open() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let axe = axe();
    let mut faults = Vec::new();
    for page in pages(folder.path()) {
        let address = format!("file://{page}");
        browser.size(SIZES[0]);
        browser.go(&address);
        // A card without the names of its columns tells nothing; without script a table stays one.
        let bare = browser.script(
            "return Array.from(document.querySelectorAll('.scripted table')).filter(function (table) { return table.querySelector('thead th'); }).filter(function (table) { \
             return Array.from(table.querySelectorAll('tbody td')).some(function (cell) { \
             var name = table.querySelectorAll('thead th')[cell.cellIndex]; return name && name.textContent.trim() && cell.dataset.of !== name.textContent.trim(); }); }).length",
        );
        assert_eq!(bare, json!(0), "{page}: tables whose cells do not say their column");
        for size in SIZES {
            browser.size(size);
            let wide =
                browser.script("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
            if wide[0].as_f64() > wide[1].as_f64() {
                faults.push(format!("{page} at {size:?} scrolls sideways: {wide}"));
            }
        }
        let printed = browser.sheets();
        if !(1..=SHEETS).contains(&printed) {
            faults.push(format!("{page} takes {printed} sheets"));
        }
        // Of a count there is one page, nothing to present and no annex.
        let slides = browser.script("return document.querySelectorAll('.slide').length");
        assert_eq!(slides == json!(0), page.ends_with("vote.html"), "{page}");
        if slides != json!(0) {
            browser.go(&format!("{address}#annex"));
            if browser.sheets() <= printed {
                faults.push(format!("{page} has no annex to print"));
            }
        }
        browser.script(FEWER_ROWS);
        if slides != json!(0) {
            faults.extend(presented(&browser, &page, axe.as_deref()));
        }
        let Some(axe) = &axe else { continue };
        browser.script(axe);
        for size in SIZES {
            browser.size(size);
            faults.extend(checked(&browser).map(|fault| format!("{page} at {size:?}: {fault}")));
        }
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
