//! Text in pictures: with titles far too long and far too many scenarios no letter stands beyond the frame or over another text.
//! Where a text stands is asked of the drawing library, with the typeface that pictures are made with.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use resvg::usvg::{self, Node, Options, Tree};

use super::cli::{carepool, stdout};

/// How far letters may reach over one another \[units of the page, of which a chart is 960 wide\]: round letters swing a little.
const SLACK: f32 = 1.0;
/// A title that no panel, legend or label holds, with a word that no line holds.
const LONG: &str = "Comprehensive and Wholly Unprecedented MAXIMUM Programme of Everything for Everybody in \
    WWWWWMMMMMWWWWWMMMMMWWWWWMMMMMWWWWWMMMMMWWWWWMMMMMWWWWWMMMMMWWWWWMMMMMWWWWWMMMMMWWWWWMMMMMWWWWWMMMMM and beyond";

/// Where a text stands: its edges, and what it says.
struct Stands {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
    text: String,
}

impl Stands {
    fn is_over(&self, other: &Stands) -> bool {
        self.left.max(other.left) + SLACK < self.right.min(other.right)
            && self.top.max(other.top) + SLACK < self.bottom.min(other.bottom)
    }
}

/// All texts of a group and of those in it.
fn texts(group: &usvg::Group, found: &mut Vec<Stands>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => texts(inner, found),
            Node::Text(text) => {
                let inked = text.flattened().abs_bounding_box();
                let chunks = text.chunks().iter().map(|chunk| chunk.text());
                found.push(Stands {
                    left: inked.left(),
                    top: inked.top(),
                    right: inked.right(),
                    bottom: inked.bottom(),
                    text: chunks.collect::<Vec<_>>().join(" ").trim().to_owned(),
                });
            }
            _ => {}
        }
    }
}

/// What is wrong with the texts of a drawing.
fn faults(svg: &str) -> Vec<String> {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    let options = Options {
        fontdb: Arc::new(fonts),
        font_family: "Noto Sans".to_string(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).expect("a drawing");
    let (width, height) = (tree.size().width(), tree.size().height());
    let mut found = Vec::new();
    texts(tree.root(), &mut found);
    assert!(found.len() > 3, "{} texts", found.len());
    let mut faults = Vec::new();
    for (at, one) in found.iter().enumerate() {
        if one.left < 0.0 || one.top < 0.0 || one.right > width || one.bottom > height {
            let edges = (one.left, one.top, one.right, one.bottom);
            faults.push(format!(
                "beyond the frame of {width} by {height}: {} {edges:?}",
                one.text
            ));
        }
        for other in &found[at + 1..] {
            if one.is_over(other) {
                faults.push(format!("`{}` over `{}`", one.text, other.text));
            }
        }
    }
    faults
}

/// Asserts that nothing is wrong with any drawing of a folder; how many there are.
fn sound(folder: &Path) -> usize {
    let mut drawings: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "svg"))
        .collect();
    drawings.sort();
    let mut wrong = Vec::new();
    for drawing in &drawings {
        let name = drawing.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let found = faults(&fs::read_to_string(drawing).expect("a drawing"));
        wrong.extend(found.into_iter().take(6).map(|fault| format!("{name}: {fault}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    drawings.len()
}

#[test]
fn charts_of_fourteen_scenarios_with_absurd_titles_hold_their_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let names: Vec<String> = (1..=14).map(|at| format!("s{at}.toml")).collect();
    for (at, name) in names.iter().enumerate() {
        let text = format!(
            "extends = \"england.toml\"\ntitle = \"{} {LONG}\"\n[pooling]\nshare = 0.{at:02}1\n",
            at + 1
        );
        fs::write(folder.path().join(name), text).expect("written");
    }
    let mut run = carepool(folder.path());
    run.arg("run").args(&names).args([
        "--draws", "4", "--people", "300", "--years", "3", "--no-png", "--out", "run",
    ]);
    stdout(&mut run);
    assert!(sound(&folder.path().join("run/charts")) > 20);
    // What a picture cuts the page tells in full.
    let page = fs::read_to_string(folder.path().join("run/report.html")).expect("a page");
    for at in 1..=14 {
        assert!(page.contains(&format!("{at} {LONG}")), "{at}");
    }
    stdout(carepool(folder.path()).args(["value", "run", "--no-evppi", "--out", "value"]));
    assert_eq!(sound(&folder.path().join("value")), 3);
}

#[test]
fn charts_of_two_scenarios_of_what_drives_them_and_of_a_target_hold_their_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("extends = \"england.toml\"\ntitle = \"{LONG}\"\n[pooling]\nshare = 0.4\n");
    fs::write(folder.path().join("long.toml"), text).expect("written");
    stdout(carepool(folder.path()).args([
        "run",
        "england",
        "long.toml",
        "--draws",
        "32",
        "--people",
        "300",
        "--years",
        "4",
        "--no-png",
        "--out",
        "run",
    ]));
    stdout(carepool(folder.path()).args(["robustness", "--run", "run", "--draws", "2", "--people", "300"]));
    assert!(folder.path().join("run/charts/robustness.svg").exists());
    assert!(sound(&folder.path().join("run/charts")) > 20);
    stdout(carepool(folder.path()).args(["sensitivity", "run", "--out", "drivers"]));
    assert!(sound(&folder.path().join("drivers")) > 1);
    let target = [
        "seek",
        "within_18_weeks>=60%",
        "--year",
        "2027",
        "--lever",
        "funding.nhs.real_growth",
    ];
    let sizes = [
        "--draws",
        "2",
        "--people",
        "300",
        "--grid",
        "3",
        "--scenario",
        "long.toml",
        "--out",
        "target",
    ];
    let answer = carepool(folder.path()).args(target).args(sizes).output().expect("runs");
    assert!(answer.status.code().is_some_and(|code| code < 2), "{answer:?}");
    assert_eq!(sound(&folder.path().join("target")), 1);
}

#[test]
fn charts_of_a_budget_with_absurd_titles_hold_their_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/neighbourhood.budget.toml");
    let shipped = fs::read_to_string(shipped).expect("a process");
    let long = |line: &str| match line.split_once("title = \"") {
        Some((before, after)) if before.trim().is_empty() => format!("title = \"{LONG} {after}"),
        _ => line.to_owned(),
    };
    let text: Vec<String> = shipped.lines().map(long).collect();
    assert!(text.iter().filter(|line| line.contains(LONG)).count() > 10);
    fs::write(folder.path().join("long.budget.toml"), text.join("\n")).expect("written");
    stdout(carepool(folder.path()).args([
        "budget",
        "long.budget.toml",
        "--draws",
        "3",
        "--people",
        "300",
        "--electorates",
        "3",
        "--no-margins",
        "--no-png",
        "--out",
        "out",
    ]));
    assert!(sound(&folder.path().join("out/charts")) > 8);
}

/// The check itself, on a drawing whose faults are known.
#[test]
fn a_text_over_another_and_one_beyond_the_frame_are_found() {
    let text = |x: u32, y: u32, words: &str| {
        format!("<text x=\"{x}\" y=\"{y}\" font-size=\"20\" font-family=\"Noto Sans\">{words}</text>")
    };
    let drawing = |texts: [String; 4]| {
        let texts = texts.concat();
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\">{texts}</svg>")
    };
    let apart = [
        text(5, 20, "one"),
        text(60, 20, "two"),
        text(5, 50, "three"),
        text(5, 80, "four"),
    ];
    assert!(faults(&drawing(apart.clone())).is_empty());
    let [one, _, three, _] = apart;
    let found = faults(&drawing([one, text(30, 22, "two"), three, text(180, 80, "four")]));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].contains("`one` over `two`") && found[1].contains("beyond the frame"),
        "{found:?}"
    );
}
