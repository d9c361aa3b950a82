//! Pages that commands write, as a wall, a phone and a printer show them.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::driver::Browser;
use crate::cli::{carepool, stdout};

/// Most sheets of paper that a page may take, its annex apart.
const SHEETS: usize = 8;

/// What the smallest letters of a screen are, as a share of its height, by slide.
const LETTERS: &str = r#"
var found = [];
var slides = document.querySelectorAll('.slide').length;
for (var at = 0; at < slides; at++) {
  var smallest = 1, what = '';
  document.querySelectorAll('.slide.on *').forEach(function (part) {
    var own = Array.from(part.childNodes).some(function (node) { return node.nodeType === 3 && node.textContent.trim(); });
    var box = part.getBoundingClientRect();
    if (!own || !box.height || part.tagName === 'desc' || part.tagName === 'title') { return; }
    var size = parseFloat(getComputedStyle(part).fontSize);
    if (part.closest('svg')) { size = size * part.getScreenCTM().a; }
    if (size / window.innerHeight < smallest) { smallest = size / window.innerHeight; what = part.textContent.trim().slice(0, 60); }
  });
  var on = document.querySelectorAll('.slide.on');
  var wide = document.documentElement;
  found.push([on.length, smallest, what, wide.scrollHeight <= window.innerHeight + 1]);
  document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}));
}
return found;
"#;

/// A report of a comparison, of one of six scenarios, of a process, and of a count.
fn pages(folder: &Path) -> Vec<String> {
    let small = ["--draws", "6", "--people", "300", "--years", "4", "--no-png"];
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

/// Sheets of paper that an address takes.
fn sheets(address: &str, folder: &Path) -> Option<usize> {
    let paper = folder.join("page.pdf");
    let mut chromium = Command::new("chromium");
    chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]);
    chromium.arg(format!("--print-to-pdf={}", paper.display())).arg(address);
    chromium.output().ok()?;
    let bytes = fs::read(paper).ok()?;
    let mark = b"/Type /Page";
    let ends = |at: usize| bytes.get(at + mark.len()).is_some_and(|next| *next != b's');
    Some(
        (0..bytes.len())
            .filter(|at| bytes[*at..].starts_with(mark) && ends(*at))
            .count(),
    )
}

#[test]
fn a_page_fits_the_wall_a_phone_and_eight_sheets_of_paper() {
    let Some(browser) = Browser::open() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut faults = Vec::new();
    for page in pages(folder.path()) {
        let address = format!("file://{page}");
        browser.go(&address);
        for size in [(390, 844), (1280, 800), (1920, 1080)] {
            browser.size(size);
            let wide =
                browser.script("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]");
            if wide[0].as_f64() > wide[1].as_f64() {
                faults.push(format!("{page} at {size:?} scrolls sideways: {wide}"));
            }
        }
        // A card without the names of its columns tells nothing; without script a table stays one.
        browser.size((390, 844));
        let bare = browser.script(
            "return Array.from(document.querySelectorAll('.scripted table')).filter(function (table) { return table.querySelector('thead th'); }).filter(function (table) { \
             return Array.from(table.querySelectorAll('tbody td')).some(function (cell) { \
             var name = table.querySelectorAll('thead th')[cell.cellIndex]; return name && name.textContent.trim() && cell.dataset.of !== name.textContent.trim(); }); }).length",
        );
        assert_eq!(bare, json!(0), "{page}: tables whose cells do not say their column");
        // Of a count there is one page and nothing to present.
        let slides = browser.script("return document.querySelectorAll('.slide').length");
        assert_eq!(slides == json!(0), page.ends_with("vote.html"), "{page}");
        // On a wall nobody reads six scenarios at once: such a comparison is for paper.
        if slides != json!(0) && !page.contains("/six/") {
            browser.size((1920, 1080));
            browser.script("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'p'}))");
            let found = browser.script(LETTERS);
            for (at, slide) in found.as_array().expect("a list").iter().enumerate() {
                let letters = slide[1].as_f64().unwrap_or_default();
                if slide[0] != json!(1) || letters < 0.02 || slide[3] != json!(true) {
                    faults.push(format!("{page}, slide {}: {slide}", at + 1));
                }
            }
        }
        let printed = sheets(&address, folder.path()).expect("a browser that prints");
        if !(1..=SHEETS).contains(&printed) {
            faults.push(format!("{page} takes {printed} sheets"));
        }
        if slides != json!(0) && sheets(&format!("{address}#annex"), folder.path()).is_none_or(|annex| annex <= printed)
        {
            faults.push(format!("{page} has no annex to print"));
        }
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
