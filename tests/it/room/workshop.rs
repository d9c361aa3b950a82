//! The workshop in a real browser: an afternoon with thirty phones, three of them Chromium's, and every page of it held to
//! its screen, to the checker of accessibility, and to paper.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::browser::{LAYOUT, SIZES, checked};
use super::driver::{Browser, axe};
use crate::workshop_http::{Running, Visitor, codes, receipt};

/// A page that takes longer to open than this on a busy machine waits for something else than the machine.
const SLOW: Duration = Duration::from_secs(12);
/// Cards made.
const CARDS: u32 = 30;
/// Those that Chromium holds: the first two with script, one in each of two tabs, the third without.
const IN_BROWSER: [u32; 3] = [28, 29, 30];

/// The shipped process of a council, with so few years that a debug build answers in time.
fn process(folder: &Path) -> String {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/neighbourhood.budget.toml");
    let text = fs::read_to_string(shipped).expect("shipped");
    assert!(text.contains("\nyears = 16\n"));
    let path = folder.join("council.budget.toml");
    fs::write(&path, text.replace("\nyears = 16\n", "\nyears = 3\n")).expect("written");
    path.display().to_string()
}

/// The picture of the wall in the README; made again where `UPDATE_GOLDEN` is set. `PAGES_TO=FOLDER` keeps pictures of all pages.
const PICTURE: &str = "scenarios/golden/workshop.png";

/// What a card names.
fn choice(card: u32) -> &'static [&'static str] {
    match card % 3 {
        0 => &["damp_homes", "sure_start"],
        1 => &["district_nurses", "care_worker_pay", "telehealth"],
        _ => &["damp_homes", "hospital_wing"],
    }
}

/// Marks a ballot on the page that is open, and presses the button.
fn votes(browser: &Browser, named: &[&str]) {
    browser.script(&format!(
        "document.querySelectorAll('#ballot [name=named]').forEach(function (box) {{ if (box.checked !== {}.includes(box.value)) {{ box.click(); }} }})",
        json!(named)
    ));
    browser.press("#ballot button.main");
}

const RECEIPT: &str = "var part = document.querySelector('[data-receipt]'); return part && part.dataset.receipt";
const ACKNOWLEDGED: &str = "document.querySelector('[data-receipt]')";
const KEPT: &str = "document.getElementById('kept') && !document.getElementById('kept').hidden";

/// The receipt on the page that is open.
fn shown_receipt(browser: &Browser) -> String {
    browser.script(RECEIPT).as_str().expect("a receipt").to_owned()
}

/// Everything acknowledged so far: receipts by card.
type Receipts = BTreeMap<u32, String>;

/// Phones join and vote, some of them off the network, while the machine stops and starts again.
fn an_afternoon_of_votes(
    browser: &Browser,
    running: Running,
    start: &dyn Fn(u16) -> Running,
    folder: &Path,
) -> (Running, Receipts) {
    let secret = codes(folder);
    let port: u16 = running
        .host
        .split(':')
        .nth(1)
        .and_then(|port| port.parse().ok())
        .expect("a port");
    let [with_code, with_square, without_script] = IN_BROWSER;
    let mut desk = running.desk();
    desk.does("go", "vote");
    desk.does("open", "1");
    let mut receipts = Receipts::new();

    // Without script: forms and links are enough.
    browser.scripts(false);
    browser.go(&format!("http://{}/c/{}", running.host, secret.code(without_script)));
    for id in choice(without_script) {
        browser.press(&format!("#mark-{id}"));
    }
    browser.press("#ballot button.main");
    browser.until(ACKNOWLEDGED);
    receipts.insert(without_script, shown_receipt(browser));
    browser.scripts(true);
    browser.forget();

    // Two phones with script: one types its code, one has followed the square; their sites are two, and so their cookies.
    let first = browser.tab();
    browser.go(&format!("http://{}/", running.host));
    browser.script(&format!(
        "document.getElementById('code').value = {}",
        json!(secret.code(with_code).to_lowercase())
    ));
    browser.press("main form button.main");
    browser.until("document.getElementById('ballot')");
    votes(browser, choice(with_code));
    browser.until(ACKNOWLEDGED);
    receipts.insert(with_code, shown_receipt(browser));
    let second = browser.new_tab();
    browser.to_tab(&second);
    browser.go(&format!("http://localhost:{port}/c/{}", secret.code(with_square)));
    browser.until("document.getElementById('ballot')");
    browser.offline(true);
    votes(browser, choice(with_square));
    browser.until(KEPT);
    assert_eq!(
        browser.script(RECEIPT),
        Value::Null,
        "nothing is acknowledged that did not arrive"
    );

    // The others: half are heard before the machine stops; the other half have pressed the button and nobody answered.
    let mut phones: Vec<(u32, Visitor, String)> = (1..=CARDS)
        .filter(|card| !IN_BROWSER.contains(card))
        .map(|card| {
            let mut phone = running.phone(&secret.code(card));
            let ballot = phone.ballot(choice(card));
            (card, phone, ballot)
        })
        .collect();
    for (card, phone, ballot) in phones.iter_mut().take(14) {
        assert_eq!(
            phone.try_ask("POST", "/vote", ballot, &[]).expect("an answer").status,
            303
        );
        receipts.insert(*card, receipt(&phone.get("/").body));
    }
    running.kill();
    browser.to_tab(&first);
    votes(browser, choice(with_code + 1));
    browser.until(KEPT);
    let running = start(port);
    // The phone that voted into the void sends its change by itself.
    let known = receipts[&with_code].clone();
    browser.until(&format!(
        "document.querySelector('[data-receipt]') && document.querySelector('[data-receipt]').dataset.receipt !== {}",
        json!(known)
    ));
    receipts.insert(with_code, shown_receipt(browser));
    browser.to_tab(&second);
    browser.offline(false);
    browser.until(ACKNOWLEDGED);
    receipts.insert(with_square, shown_receipt(browser));
    browser.to_tab(&first);
    for (card, phone, ballot) in &mut phones {
        assert_eq!(
            phone.try_ask("POST", "/vote", ballot, &[]).expect("an answer").status,
            303
        );
        let shown = receipt(&phone.get("/").body);
        assert_eq!(
            *receipts.entry(*card).or_insert_with(|| shown.clone()),
            shown,
            "card {card}"
        );
    }
    (running, receipts)
}

/// Ballots of a file: what each receipt named.
fn ballots(file: &str) -> Vec<(String, String)> {
    let (_, lines) = file.split_once("voter_id;vote\n").expect("ballots");
    let pair = |line: &str| {
        line.split_once(';')
            .map(|(one, other)| (one.to_owned(), other.to_owned()))
    };
    let mut found: Vec<(String, String)> = lines.lines().filter_map(pair).collect();
    found.sort();
    found
}

/// What does not fit the wall: letters under a fiftieth of its height, and whatever runs out of it.
const WALL: &str = r#"
var faults = [], high = window.innerHeight, wide = window.innerWidth;
var name = function (part) { return part.tagName + '.' + (part.getAttribute('class') || '') + ' ' + part.textContent.trim().slice(0, 40); };
document.querySelectorAll('main *').forEach(function (part) {
  var box = part.getBoundingClientRect();
  if (!box.width || !box.height) { return; }
  if (box.bottom > high + 1 || box.right > wide + 1 || box.top < -1) { faults.push('outside: ' + Math.round(box.bottom) + ' of ' + high + ' ' + name(part)); }
  var own = Array.from(part.childNodes).some(function (node) { return node.nodeType === 3 && node.textContent.trim(); });
  if (!own || part.tagName === 'title' || part.tagName === 'desc') { return; }
  var size = parseFloat(getComputedStyle(part).fontSize);
  if (part.closest('svg')) { size = size * part.getScreenCTM().a; }
  if (size < high / 50) { faults.push('small: ' + size + ' ' + name(part)); }
});
var root = document.documentElement;
if (root.scrollHeight > high + 1 || root.scrollWidth > wide + 1) { faults.push('scrolls'); }
return faults.slice(0, 5);
"#;

/// A look at every page: what is wrong with it at the three sizes.
struct Look<'a> {
    browser: &'a Browser,
    host: String,
    axe: Option<String>,
    faults: Vec<String>,
}

impl Look<'_> {
    /// Holds a page to its screens; `when` says at what moment it was.
    fn at(&mut self, path: &str, when: &str) {
        let asked = Instant::now();
        self.browser.size(SIZES[0]);
        self.browser.go(&format!("http://{}{path}", self.host));
        // Pages that were left must not hold the browser's few connections.
        if asked.elapsed() > SLOW {
            self.faults
                .push(format!("{path} {when} took {:?} to open", asked.elapsed()));
        }
        self.browser.until("document.readyState === 'complete'");
        if let Some(axe) = &self.axe {
            self.browser.script(axe);
        }
        for size in SIZES {
            self.browser.size(size);
            if let Some(folder) = std::env::var_os("PAGES_TO") {
                let name = format!("{} {when} {}.png", path.replace(['/', '?', '=', '&'], "_"), size.0);
                fs::write(Path::new(&folder).join(name), self.browser.picture()).expect("written");
            }
            let wall = path == "/wall";
            // What a phone in somebody's hand shows of the wall is for nobody.
            if !(wall && size.0 < 1000) {
                let found = self.browser.script(if wall { WALL } else { LAYOUT });
                let list = found.as_array().expect("a list").iter();
                self.faults
                    .extend(list.map(|fault| format!("{path} {when} {size:?}: {fault}")));
            }
            if self.axe.is_none() {
                continue;
            }
            // Colours are other ones in the dark, whatever the size.
            for dark in [false, true].into_iter().filter(|dark| !dark || size == SIZES[1]) {
                self.browser.dark(dark);
                let list = checked(self.browser);
                self.faults
                    .extend(list.map(|fault| format!("{path} {when} {size:?} dark {dark}: {fault}")));
            }
            self.browser.dark(false);
        }
    }

    /// Holds a page to so many sheets of paper.
    fn prints(&mut self, path: &str, most: usize) {
        self.browser.go(&format!("http://{}{path}", self.host));
        let sheets = self.browser.sheets();
        if !(1..=most).contains(&sheets) {
            self.faults
                .push(format!("{path} prints on {sheets} sheets, not {most}"));
        }
    }
}

#[test]
fn an_afternoon_in_a_browser_counts_right_and_every_page_of_it_fits_its_screen_and_paper() {
    let Some(browser) = Browser::open() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (process, room) = (process(folder.path()), folder.path().join("room"));
    let start = |port: u16| Running::start(&process, &room, port, CARDS);
    browser.size(SIZES[0]);
    let (running, receipts) = an_afternoon_of_votes(&browser, start(0), &start, &room);
    let complaints = browser.complaints();
    // Off the network a browser says so; nothing else is to be complained of.
    let other: Vec<&String> = complaints.iter().filter(|line| !line.contains("net::ERR_")).collect();
    assert!(other.is_empty(), "{other:?}");

    let mut look = Look {
        browser: &browser,
        host: running.host.clone(),
        axe: axe(),
        faults: Vec::new(),
    };
    let mut desk = running.desk();
    let secret = codes(&room);
    // One browser is phone and desk at once: the pages tell them apart by their cookies.
    browser.go(&format!("http://{}/c/{}", running.host, secret.code(IN_BROWSER[0])));
    look.at("/", "with a receipt, voting open");
    look.at("/wall", "while voting is open");
    browser.forget();
    look.at("/", "joining");
    look.at("/desk", "asking for the PIN");
    browser.script(&format!(
        "document.getElementById('pin').value = {}",
        json!(running.pin())
    ));
    browser.press("main form button.main");
    look.at("/desk", "while voting is open");
    look.at("/clerk", "while voting is open");
    browser.go(&format!("http://{}/c/{}", running.host, secret.code(IN_BROWSER[0])));
    desk.does("close", "1");
    look.at("/", "closed");
    look.at("/wall", "closed");
    desk.does("reveal", "1");

    let file = running.visitor().get("/file/vote-1.pb").body;
    let mut meant: Vec<(String, String)> = receipts
        .iter()
        .map(|(card, receipt)| {
            let card = if *card == IN_BROWSER[0] { card + 1 } else { *card };
            let mut named = choice(card).to_vec();
            named.sort_unstable();
            (receipt.clone(), named.join(","))
        })
        .collect();
    meant.sort();
    assert_eq!((ballots(&file), receipts.len()), (meant, CARDS as usize));

    browser.go(&format!("http://{}/wall", running.host));
    let shown = browser.script("return document.querySelector('main').textContent");
    assert!(
        shown.as_str().is_some_and(|text| text.contains("proposals are funded")),
        "{shown}"
    );
    // What the choice would do is computed in the background; the wall changes by itself.
    desk.does("go", "consequences");
    browser.until("document.querySelector('svg.dots')");
    desk.does("lever", "operations=2");
    for step in [
        "join",
        "baseline",
        "predict",
        "read",
        "count",
        "consequences",
        "lever",
        "vote-again",
    ] {
        desk.does("go", step);
        if step == "baseline" || step == "lever" {
            browser.go(&format!("http://{}/wall", running.host));
            browser.until("!document.querySelector('main p[aria-live]')");
        }
        look.at("/wall", step);
        look.at("/", step);
        if step == "count" && std::env::var_os("UPDATE_GOLDEN").is_some() {
            browser.size((1280, 720));
            browser.go(&format!("http://{}/wall", running.host));
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(PICTURE), browser.picture()).expect("written");
        }
    }
    look.at("/desk", "after the first count");
    desk.does("open", "2");
    for card in 1..=8 {
        let mut phone = running.phone(&secret.code(card));
        let ballot = phone.ballot(choice(card + 1));
        assert_eq!(
            phone.try_ask("POST", "/vote", &ballot, &[]).expect("an answer").status,
            303
        );
    }
    desk.does("close", "2");
    desk.does("reveal", "2");
    browser.go(&format!("http://{}/result/2", running.host));
    browser.until("document.querySelector('svg.dots')");
    for step in ["count-again", "hand-out"] {
        desk.does("go", step);
        look.at("/wall", step);
        look.at("/", step);
    }
    for page in [
        "/proposals",
        "/result/1",
        "/ballots/1",
        "/print",
        "/print/paper?from=1&to=2",
        "/levers/operations",
        "/result/1?lang=cy",
    ] {
        look.at(page, "at the end");
    }
    browser.go(&format!("http://{}/?lang=en", running.host));
    // Results, cards, roles, scripts, lessons, worksheets, answers: all that the page of things to print leads to.
    browser.go(&format!("http://{}/print", running.host));
    let found = browser.script("return Array.from(document.querySelectorAll('main a[href^=\"/print/\"]'), function (link) { return link.getAttribute('href'); })");
    let links: Vec<&str> = found
        .as_array()
        .expect("links")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    for wanted in [
        "result-2",
        "roles",
        "cards",
        "lesson-2",
        "lesson-3",
        "worksheet",
        "-answers",
        "script-45",
    ] {
        assert!(links.iter().any(|link| link.contains(wanted)), "{wanted}: {links:?}");
    }
    for link in links.into_iter().filter(|link| *link != "/print/paper") {
        look.at(link, "at the end");
    }
    // The result on one sheet, with what the camps expect; a ballot paper a sheet; the rest as a copier would take it.
    for (page, most) in [
        ("/print/result-1", 1),
        ("/print/result-2", 1),
        ("/print/paper?from=1&to=3", 3),
        ("/print/cards", 3),
        ("/print/roles", 4),
        ("/print/script-90", 2),
        ("/print/lesson-1-rules", 2),
    ] {
        look.prints(page, most);
    }
    let faults = look.faults;
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_readme_shows_the_wall_in_a_small_picture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    assert!(
        readme.contains(&format!("]({PICTURE})")),
        "the README does not show {PICTURE}"
    );
    let bytes = fs::read(root.join(PICTURE)).expect("a picture");
    assert!(
        bytes.starts_with(b"\x89PNG") && bytes.len() < 200_000,
        "{} bytes",
        bytes.len()
    );
    let of = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((of(16), of(20)), (1280, 720));
}
