//! The page of levers in a real browser, at the width of a phone, a laptop and a projector.

use carepool::live::Size;
use serde_json::json;

use super::driver::{Browser, axe};
use super::{Room, SMALL};

/// Phone, laptop, projector.
pub(super) const SIZES: [(u32, u32); 3] = [(390, 844), (1280, 800), (1920, 1080)];

const TINY: Size = Size {
    people: 120,
    draws: 44,
    years: 3,
    ..SMALL
};

#[test]
fn a_lever_is_moved_and_the_picture_follows_and_undo_takes_it_back() {
    let Some(browser) = Browser::open() else { return };
    let room = Room::over(&["england"], TINY);
    let address = format!("http://{}/", room.wire.host);
    browser.size(SIZES[1]);
    browser.go(&address);
    browser.until("document.documentElement.classList.contains('scripted')");
    browser.until("!document.querySelector('[data-stream]') && document.querySelector('#strip .quality')");
    let glance = || browser.script("return document.querySelector('#strip').textContent");
    let path = || browser.script("return location.pathname + location.search");
    let as_now = glance();
    browser.press("#lever-operations summary");
    browser.press("label[for='operations-2'], label:has(#operations-2)");
    browser.until("location.search.indexOf('operations=2') > 0");
    browser.until("!document.querySelector('[data-stream]') && document.querySelector('#strip .quality')");
    assert_ne!(glance(), as_now);
    assert_eq!(path(), json!("/?operations=2&was="));
    let drawn = "return document.querySelectorAll('#answer figure svg [stroke=\"#0072B2\"]').length";
    assert!(browser.script(drawn).as_u64() > Some(0), "the choice is drawn");
    // The lever stays open and in the reader's hand.
    assert_eq!(
        browser.script("return document.getElementById('lever-operations').open"),
        json!(true)
    );
    assert_eq!(
        browser.script("return document.activeElement.id"),
        json!("operations-2")
    );
    // What stood before is seen while the button is held, and what stands now after.
    // What the camps make of it comes last.
    let answer = || {
        browser.until("document.querySelector('#answer').textContent.indexOf('Where two words stand') >= 0");
        browser.script("return document.querySelector('#answer').textContent")
    };
    let chosen = answer();
    browser.script("document.getElementById('hold').dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))");
    browser.until("document.querySelector('#answer').textContent.indexOf('Every lever stands as now') >= 0");
    browser.script("window.dispatchEvent(new PointerEvent('pointerup'))");
    assert_eq!(answer(), chosen);
    browser.press("#replay");
    browser.until("document.querySelector('#answer').textContent.indexOf('Every lever stands as now') >= 0");
    browser.until("document.querySelector('#answer').textContent.indexOf('Every lever stands as now') < 0");
    assert_eq!(answer(), chosen);
    browser.press("#save-a");
    browser.until("location.search.indexOf('a=operations') > 0");
    browser.press("#undo");
    browser.until("location.search.indexOf('operations=2&') < 0 && location.search.indexOf('next=') > 0");
    browser.until("!document.querySelector('[data-stream]') && document.querySelector('#strip .quality')");
    assert_eq!(glance(), as_now);
    assert_eq!(browser.script("return document.getElementById('operations-0') && document.querySelector('[name=operations]:checked').value"),
        browser.script("return String(Array.from(document.querySelectorAll('[name=operations]')).findIndex(function (field) { return field.checked; }))"));
    browser.press("#redo");
    browser.until("location.search.indexOf('operations=2') > 0");
    browser.script("history.back()");
    browser.until("location.search.indexOf('next=') > 0");
    // A link may carry the state behind a hash.
    browser.go("about:blank");
    browser.go(&format!("{address}#dentistry=2"));
    browser.until("location.search.indexOf('dentistry=2') > 0");
    browser.until("document.querySelector('#answer .chosen')");
    let elsewhere = "return performance.getEntriesByType('resource').filter(function (one) { return one.name.indexOf(location.origin) !== 0 && one.name.indexOf('data:') !== 0; }).length";
    assert_eq!(browser.script(elsewhere), json!(0));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_file_that_is_chosen_is_opened() {
    let Some(browser) = Browser::open() else { return };
    let room = Room::over(&["england"], TINY);
    let file = room.wire.get("/levers.toml?care-pay=2&camp=sceptic").body;
    browser.go(&format!("http://{}/", room.wire.host));
    browser.until("document.documentElement.classList.contains('scripted')");
    assert_eq!(
        browser.script("return document.getElementById('choose-file').hidden"),
        json!(false)
    );
    browser.script(&format!(
        "var given = new DataTransfer(); given.items.add(new File([{}], 'levers.toml')); var field = document.getElementById('choose-file'); \
         field.closest('details').open = true; field.files = given.files; field.dispatchEvent(new Event('change', {{bubbles: true}}))",
        json!(file)
    ));
    browser.until("document.getElementById('file').value.length > 10");
    browser.press("#share form button");
    browser.until("location.search === '?care-pay=2&camp=sceptic'");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// What is wrong with the layout of the page that is open, by measure.
pub(super) const LAYOUT: &str = r#"
var faults = [], wide = document.documentElement;
if (wide.scrollWidth > wide.clientWidth) { faults.push('scrolls sideways: ' + wide.scrollWidth + ' of ' + wide.clientWidth); }
var name = function (part) { return part.tagName + '#' + part.id + '.' + (part.getAttribute('class') || '') + ' ' + part.textContent.trim().slice(0, 40); };
document.querySelectorAll('main *, header *').forEach(function (part) {
  var box = part.getBoundingClientRect();
  if (!box.width || !box.height || part.closest('.skip')) { return; }
  var own = Array.from(part.childNodes).some(function (node) { return node.nodeType === 3 && node.textContent.trim(); });
  if (part.closest('svg')) {
    if (part.tagName === 'text' && box.height < 13) { faults.push('small in a picture: ' + box.height + ' ' + name(part)); }
    return;
  }
  if (own && parseFloat(getComputedStyle(part).fontSize) < 16) { faults.push('small: ' + getComputedStyle(part).fontSize + ' ' + name(part)); }
  if (part.matches('button, a.button, summary, label.setting, label.choice, .top a, select, textarea, input:not([type=radio]):not([type=checkbox]):not([type=hidden])') && box.height < 43.5) { faults.push('hard to hit: ' + box.height + ' ' + name(part)); }
});
return faults;
"#;

/// What the checker of accessibility, which was put into the page that is open, finds serious there.
pub(super) fn checked(browser: &Browser) -> impl Iterator<Item = String> + use<> {
    let found = browser.waits(
        "var done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']}).then(function (found) { \
         done(found.violations.filter(function (one) { return one.impact === 'serious' || one.impact === 'critical'; }).map(function (one) { \
         return one.id + ': ' + one.nodes.slice(0, 3).map(function (node) { return node.html.slice(0, 120) + ' ' + (node.any[0] ? node.any[0].message : ''); }).join(' | '); })); })",
    );
    let list = found.as_array().expect("a list").clone();
    list.into_iter().map(|fault| fault.to_string())
}

#[test]
fn every_page_fits_its_screen_and_stands_up_to_the_checker_of_accessibility() {
    let Some(browser) = Browser::open() else { return };
    let room = Room::over(&["england", "whole-person-care"], TINY);
    let axe = axe();
    let pages = [
        "/",
        "/?free-personal-care=2&operations=1&was=operations%3D1&a=care-pay%3D2&camp=planning",
        "/?free-personal-care=2&cap-on-care-costs=2",
        "/?lang=cy",
        "/?lang=en",
        "/levers",
        "/levers/free-personal-care",
        "/camps?free-personal-care=2&operations=1",
        "/camps?operations=1&lang=cy",
        "/nowhere",
    ];
    let mut faults = Vec::new();
    for page in pages {
        browser.go(&format!("http://{}{page}", room.wire.host));
        browser.until("document.documentElement.classList.contains('scripted')");
        browser.until("!document.querySelector('[data-stream]') && !document.querySelector('#camps > p > a')");
        browser.script("document.querySelectorAll('details').forEach(function (part) { part.open = true; })");
        if let Some(axe) = &axe {
            browser.script(axe);
        }
        for size in SIZES {
            browser.size(size);
            let found = browser.script(LAYOUT);
            faults.extend(
                found
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|fault| format!("{size:?} {page}: {fault}")),
            );
            if axe.is_none() {
                continue;
            }
            for dark in [false, true] {
                browser.dark(dark);
                let seen = if dark { "dark" } else { "light" };
                faults.extend(checked(&browser).map(|fault| format!("{size:?} {page} {seen}: {fault}")));
            }
            browser.dark(false);
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert_eq!(
        browser
            .complaints()
            .iter()
            .filter(|line| !line.contains("/nowhere"))
            .count(),
        0,
        "{:?}",
        browser.complaints()
    );
}

/// Presses a setting and tells after how many milliseconds the first line, the rough and the good picture stood on the page.
const HOW_SOON: &str = r"
var lever = arguments[0], done = arguments[arguments.length - 1];
var begun = performance.now(), found = {}, before = document.querySelector('#strip').firstElementChild;
var look = function () {
  var strip = document.querySelector('#strip'), quality = strip.querySelector('.quality');
  if (!quality || strip.firstElementChild === before) { return; }
  ['first', 'rough', 'good'].forEach(function (word) {
    if (quality.classList.contains(word) && !(word in found)) { found[word] = performance.now() - begun; }
  });
  if ('good' in found) { watch.disconnect(); done(found); }
};
var watch = new MutationObserver(look);
watch.observe(document.body, {childList: true, subtree: true});
document.getElementById(lever).click();
";

#[test]
#[ignore = "figures of speed: run it by name in a release build on a quiet machine"]
fn a_moved_lever_is_answered_in_time_through_a_browser() {
    let Some(browser) = Browser::open() else { return };
    let size = Size {
        people: 2_000,
        draws: 200,
        years: 12,
        seed: 1,
    };
    let room = Room::over(&["england"], size);
    browser.size(SIZES[1]);
    browser.go(&format!("http://{}/", room.wire.host));
    browser.until("document.querySelector('#strip .quality.good')");
    let mut times: [Vec<f64>; 3] = Default::default();
    let levers = [
        "operations-2",
        "mental-health-2",
        "general-practice-1",
        "dentistry-1",
        "care-pay-2",
        "operations-1",
        "care-pay-1",
    ];
    for lever in levers {
        let found = browser.waits_with(HOW_SOON, &json!([lever]));
        for (at, word) in ["first", "rough", "good"].into_iter().enumerate() {
            times[at].extend(found[word].as_f64());
        }
        browser.until("document.querySelector('#camps table')");
    }
    for (word, times) in ["first line", "40 draws", "200 draws"].into_iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!(
            "{word}: median {:.0} ms, longest {:.0} ms of {}",
            times[times.len() / 2],
            times[times.len() - 1],
            times.len()
        );
    }
    assert_eq!(times[0].len(), levers.len());
}
