//! Every reader, given real files that were damaged in a thousand ways: no panic, no hang, and the same answer twice.
//!
//! Inputs are mutations of files that the program ships or writes: lines dropped, doubled and swapped, numbers and words put in
//! one another's place, marks of the format where none belong, bytes flipped, files cut. Input number 7 of a reader is the same
//! on every machine, so a failure is found again by its number. `CAREPOOL_FUZZ=1000` asks for a thousand times as many as the
//! gate does.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use carepool::analysis::history::History;
use carepool::analysis::reproduction::published;
use carepool::analysis::robustness::Robustness;
use carepool::budgeting::pabulib;
use carepool::budgeting::rules::{Options, Rule, run as count};
use carepool::cli::{base_year, charge};
use carepool::economy::EconomyTables;
use carepool::economy::charging::Amounts;
use carepool::process::Process;
use carepool::projection::catalogue;
use carepool::results::{DrawStore, Identity, Manifest, Owned, Series, Shape, draws, statistics_table};
use carepool::scenario::problem::Problems;
use carepool::scenario::source::{EMBEDDED, Root, Source};
use carepool::scenario::{Scenario, tree};
use carepool::services::ServiceTables;
use carepool::world::Year;

/// Longest that one input may take: far more than any needs, for machines that do other things too.
const PATIENCE: Duration = Duration::from_secs(60);

/// Inputs of each kind, as often as the environment asks.
fn inputs(few: u64) -> u64 {
    let times = std::env::var("CAREPOOL_FUZZ")
        .ok()
        .and_then(|text| text.parse::<u64>().ok());
    few * times.unwrap_or(1)
}

/// Chance by a counter: the same for the same number, everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
    fn one<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// What people and programs write where a number, a word or a mark was meant.
const ODD: [&str; 44] = [
    "",
    "0",
    "-1",
    "-0",
    "1e309",
    "-1e309",
    "1e-400",
    "NaN",
    "inf",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "0.1",
    "1,000",
    "1.000,5",
    "12%",
    "£5",
    "١٢",
    "0x10",
    "\"",
    "'",
    ",",
    ";",
    "\n",
    "\r\n",
    "\t",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "=",
    "#",
    "\u{feff}",
    "\u{0}",
    "\u{202e}",
    "é",
    "…",
    "true",
    "null",
    "65535",
    "65536",
    "4294967296",
];

/// A damaged copy of a text, from one to a dozen wounds.
fn damaged(text: &str, chance: &mut Chance) -> Vec<u8> {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for _ in 0..=chance.below(12) {
        if lines.is_empty() {
            break;
        }
        let (at, other) = (chance.below(lines.len()), chance.below(lines.len()));
        match chance.below(10) {
            0 => {
                lines.remove(at);
            }
            1 => lines.insert(at, lines[other].clone()),
            2 => lines.swap(at, other),
            3 => lines.truncate(at.max(1)),
            4 => {
                let word = words(&lines[other]).into_iter().next().unwrap_or_default();
                lines[at] = replaced(&lines[at], &word, chance);
            }
            5 => {
                let long = ODD[chance.below(ODD.len())].repeat(1 + chance.below(400));
                lines[at] = replaced(&lines[at], &long, chance);
            }
            6 => {
                let place = boundary(&lines[at], chance);
                lines[at].insert_str(place, chance.one(&ODD));
            }
            _ => {
                let odd = chance.one(&ODD);
                lines[at] = replaced(&lines[at], odd, chance);
            }
        }
    }
    let mut bytes = lines.concat().into_bytes();
    if chance.below(6) == 0 && !bytes.is_empty() {
        for _ in 0..=chance.below(4) {
            let at = chance.below(bytes.len());
            bytes[at] = chance.next() as u8;
        }
    }
    bytes
}

/// A damaged copy of bytes that are no text.
fn flipped(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(8) {
        if bytes.is_empty() {
            break;
        }
        let at = chance.below(bytes.len());
        match chance.below(5) {
            0 => bytes.truncate(at),
            1 => bytes[at] = chance.one(&[&0u8, &0xFF, &0x7F, &0x80]).to_owned(),
            2 => {
                let long = chance.next().to_le_bytes();
                let end = (at + 8).min(bytes.len());
                bytes[at..end].copy_from_slice(&long[..end - at]);
            }
            3 => bytes[at] = bytes[at].wrapping_add(1),
            _ => bytes[at] ^= 1 << chance.below(8),
        }
    }
    bytes
}

/// The words and numbers of a line.
fn words(line: &str) -> Vec<String> {
    let word = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    line.split(|c| !word(c))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A line with one of its words replaced.
fn replaced(line: &str, by: &str, chance: &mut Chance) -> String {
    let words = words(line);
    if words.is_empty() {
        return format!("{by}{line}");
    }
    line.replacen(&words[chance.below(words.len())], by, 1)
}

fn boundary(line: &str, chance: &mut Chance) -> usize {
    let mut at = chance.below(line.len() + 1);
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Feeds a reader so many damaged copies of each of some files; what it answers must be the same when asked again.
fn feed(reader: &str, count: u64, make: &dyn Fn(&mut Chance) -> Vec<u8>, read: &dyn Fn(&[u8]) -> String) {
    let started = Instant::now();
    let mut accepted = 0u64;
    for number in 0..count {
        let seed = reader
            .bytes()
            .fold(number, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let bytes = make(&mut Chance(seed));
        let begun = Instant::now();
        let answer = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        let said = |what: &str| format!("{reader}: input {number} {what}:\n{}", String::from_utf8_lossy(&bytes));
        let Ok(answer) = answer else {
            panic!("{}", said("panics"))
        };
        assert!(begun.elapsed() < PATIENCE, "{}", said("takes too long"));
        if number % 16 == 0 {
            assert_eq!(read(&bytes), answer, "{}", said("is read otherwise the second time"));
        }
        accepted += u64::from(!answer.starts_with("no: "));
    }
    let seconds = started.elapsed().as_secs_f64();
    eprintln!("{reader}: {count} inputs, {accepted} accepted, {seconds:.1} s");
    assert!(
        count < 1_000 || accepted > 0,
        "{reader} is never given anything that it could read"
    );
    assert!(
        count < 100 || accepted < count,
        "{reader} takes anything for a file of its own"
    );
}

/// An answer: what was read, or why not.
fn told<T: std::fmt::Debug, E: std::fmt::Display>(result: Result<T, E>) -> String {
    match result {
        Ok(value) => {
            let text = format!("{value:?}");
            format!(
                "yes: {} {}",
                text.len(),
                carepool::results::owned::sha256_hex(text.as_bytes())
            )
        }
        Err(error) => format!("no: {error}"),
    }
}

fn shipped(path: &str) -> &'static str {
    let file = EMBEDDED.get_file(path).and_then(|file| file.contents_utf8());
    file.unwrap_or_else(|| panic!("{path} is shipped"))
}

/// A text reader over some shipped files.
fn feed_text(reader: &str, count: u64, files: &[&str], read: &dyn Fn(&str) -> String) {
    let texts: Vec<&str> = files.iter().map(|path| shipped(path)).collect();
    let make = |chance: &mut Chance| damaged(chance.one(&texts), chance);
    // Readers of text are given text: whoever opens the file refuses bytes that are none.
    feed(reader, count, &make, &|bytes| match std::str::from_utf8(bytes) {
        Ok(text) => read(text),
        Err(error) => format!("no: {error}"),
    });
}

#[test]
fn scenario_files() {
    let levers = catalogue();
    let files = [
        "whole-person-care.toml",
        "staffing.toml",
        "dilnot-cap.toml",
        "advocates/market.toml",
        "england-same-money.toml",
    ];
    feed_text("scenarios", inputs(30), &files, &|text| {
        told(Scenario::from_text("fuzzed.toml", text, &[], &levers).map(|scenario| scenario.hash().to_owned()))
    });
    let files = [
        "assumptions/services.toml",
        "evidence/rules.toml",
        "programmes/prevention.toml",
        "national.budget.toml",
    ];
    feed_text("toml", inputs(400), &files, &|text| {
        let source = Arc::new(Source::new(
            "fuzzed.toml",
            Root::Embedded,
            "fuzzed.toml",
            text.to_owned(),
        ));
        let mut problems = Problems::default();
        let table = tree::parse(&source, &mut problems);
        match problems.is_empty() {
            true => told(Ok::<_, Problems>(format!("{table:?}"))),
            false => format!("no: {problems}"),
        }
    });
}

#[test]
fn process_files() {
    let levers = catalogue();
    let files = ["neighbourhood.budget.toml", "charging.budget.toml", "city.budget.toml"];
    feed_text("processes", inputs(15), &files, &|text| {
        told(Process::from_text("fuzzed.budget.toml", text, &levers).map(|process| process.budget))
    });
}

#[test]
fn tables_of_data() {
    let services = [
        "england/use_profiles.csv",
        "england/use_gradients.csv",
        "england/seasons.csv",
    ];
    for at in 0..services.len() {
        feed_text(services[at], inputs(40), &services[at..=at], &|text| {
            let given: Vec<&str> = (0..3)
                .map(|other| if other == at { text } else { shipped(services[other]) })
                .collect();
            told(ServiceTables::parse(given[0], given[1], given[2]))
        });
    }
    let economy = ["england/spending.csv", "england/deflator.csv", "england/tax.csv"];
    for at in 0..economy.len() {
        feed_text(economy[at], inputs(60), &economy[at..=at], &|text| {
            let given: Vec<&str> = (0..3)
                .map(|other| if other == at { text } else { shipped(economy[other]) })
                .collect();
            told(EconomyTables::parse(given[0], given[1], given[2]))
        });
    }
    feed_text("history", inputs(40), &["england-2010/history.csv"], &|text| {
        told(History::parse(text, shipped("england-2010/discrepancy.csv")))
    });
    feed_text("projections", inputs(60), &["projections/published.csv"], &|text| {
        told(published::parse("published.csv", text))
    });
    feed_text("amounts", inputs(40), &["charging/amounts.csv"], &|text| {
        told(Amounts::read(text))
    });
}

#[test]
fn tables_of_people() {
    use carepool::people::PopulationTables;
    let texts = || -> std::collections::BTreeMap<String, String> {
        let of = |name: &str| (name.to_owned(), shipped(&format!("england/{name}")).to_owned());
        PopulationTables::FILES.iter().map(|name| of(name)).collect()
    };
    for name in PopulationTables::FILES {
        feed_text(
            &format!("england/{name}"),
            inputs(4),
            &[&format!("england/{name}")],
            &|text| {
                let mut all = texts();
                all.insert(name.to_owned(), text.to_owned());
                told(PopulationTables::parse(&all))
            },
        );
    }
}

/// A small file of ballots of each kind.
const BALLOTS: [&str; 3] = [
    "META\nkey;value\ndescription;A street\ncountry;UK\nnum_projects;3\nnum_votes;4\nbudget;1000\nvote_type;approval\nmin_length;1\nmax_length;3\nPROJECTS\nproject_id;cost;name;category;votes;selected\n1;400;Trees;green,play;3;1\n2;600;\"A; hall\";culture;2;1\n3;500;Bench;green;1;0\nVOTES\nvoter_id;age;sex;vote\n1;34;F;1,2\n2;51;M;1\n3;20;F;2,3\n4;77;M;1\n",
    "META\nkey;value\nnum_projects;3\nnum_votes;3\nbudget;75.50\nvote_type;cumulative\nmax_sum_points;5\nPROJECTS\nproject_id;cost\na;30\nb;40.25\nc;50\nVOTES\nvoter_id;vote;points\n1;a,b;3,2\n2;b;5\n3;c,a;1,4\n",
    "META\nkey;value\nnum_projects;3\nnum_votes;3\nbudget;100\nvote_type;ordinal\nscoring_fn;Borda\nPROJECTS\nproject_id;cost\na;30\nb;40\nc;50\nVOTES\nvoter_id;vote\n1;a,b,c\n2;b\n3;c,a\n",
];

#[test]
fn ballots() {
    let make = |chance: &mut Chance| damaged(chance.one(&BALLOTS), chance);
    for strict in [false, true] {
        feed(&format!("ballots, strict {strict}"), inputs(600), &make, &|bytes| {
            let reading = pabulib::read_bytes(bytes.to_vec(), strict);
            let problems: Vec<String> = reading.problems.iter().map(|problem| format!("{problem:?}")).collect();
            match &reading.election {
                Some(election) => told(Ok::<_, String>((problems, election.voters(), election.cost_of(&[])))),
                None => format!("no: {problems:?}"),
            }
        });
    }
    // What is read is counted by every rule, and nothing is funded beyond the budget.
    feed("ballots counted", inputs(60), &make, &|bytes| {
        let Some(election) = pabulib::read_bytes(bytes.to_vec(), false).election else {
            return "no: no election".to_owned();
        };
        if election.projects.len() > 60 || election.voters() > 10_000 {
            return "no: too large for every rule".to_owned();
        }
        let mut funded = Vec::new();
        for rule in Rule::ALL {
            let outcome = count(rule, &election, &Options::default().for_people(rule));
            assert!(
                outcome.cost <= election.budget || !outcome.options.is_empty(),
                "{} overspends",
                outcome.rule
            );
            funded.push(outcome.funded);
        }
        told(Ok::<_, String>(funded))
    });
    let projects = "id,title,budget_amount\n1,Trees,400\n2,\"A, hall\",600\n3,Bench,500\n";
    let votes = "voter,project\n1,1\n1,2\n2,1\n3,2\n3,3\n4,1\n";
    let make = |chance: &mut Chance| {
        let (a, b) = (damaged(projects, chance), damaged(votes, chance));
        [a, b"\n----\n".to_vec(), b].concat()
    };
    feed("ballot tables", inputs(400), &make, &|bytes| {
        let text = pabulib::text_of(bytes);
        let (projects, votes) = text.split_once("\n----\n").unwrap_or((&text, ""));
        let reading = pabulib::from_csv(projects, votes, "1000", None, &pabulib::Wishes::default());
        match &reading.election {
            Some(election) => told(Ok::<_, String>((election.voters(), election.projects.len()))),
            None => format!("no: {:?}", reading.problems.first()),
        }
    });
}

#[test]
fn people_to_be_charged() {
    let table = "age,state_pension,savings,home,price,place,disability_benefit,lives_there,partner\n84,£210.50,\"£23,250\",250000,900,care-home,aa-higher,nobody,no\n\
        79,180,12000,0,£1150,home,none,partner,yes\n45,120,100,,300,home,pip-standard,,\n";
    feed("people", inputs(30), &|chance| damaged(table, chance), &|bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return "no: not text".to_owned();
        };
        told(charge::table::read_text("fuzzed.csv", text).map(|rows| rows.len()))
    });
}

/// A run's files, written once.
fn a_run(place: &Path) -> std::path::PathBuf {
    let mut words = vec!["run", "england", "whole-person-care", "--draws", "3", "--out", "run"];
    words.extend(super::cli::SMALL);
    super::cli::stdout(super::cli::carepool(place).args(words));
    place.join("run")
}

#[test]
fn files_of_a_run() {
    let place = tempfile::tempdir().expect("temporary folder");
    let run = a_run(place.path());
    let text = |name: &str| std::fs::read_to_string(run.join(name)).expect("written");
    let over = |reader: &str, count: u64, file: &str, read: &dyn Fn(&str) -> String| {
        feed(
            reader,
            count,
            &|chance| damaged(file, chance),
            &|bytes| match std::str::from_utf8(bytes) {
                Ok(text) => read(text),
                Err(error) => format!("no: {error}"),
            },
        );
    };
    let manifest: serde_json::Value = serde_json::from_str(&text("manifest.json")).expect("reads");
    let mut small = manifest.clone();
    small["run"]["assumptions"] = serde_json::json!([]);
    small["run"]["changes"] = serde_json::json!([]);
    over(
        "manifest",
        inputs(200),
        &serde_json::to_string_pretty(&small).expect("writes"),
        &|text| {
            let manifest = serde_json::from_str::<Manifest>(text).map_err(|error| error.to_string());
            told(manifest.and_then(|manifest| manifest.possible().map(|()| manifest)))
        },
    );
    for (name, differences) in [("summary.parquet", false), ("differences.parquet", true)] {
        let whole = std::fs::read(run.join(name)).expect("written");
        let table = place.path().join("fuzzed.parquet");
        feed(name, inputs(20), &|chance| flipped(&whole, chance), &|bytes| {
            std::fs::write(&table, bytes).expect("writes");
            told(statistics_table::read(&table, differences).map(|it| it.stats.len()))
        });
    }
    over("base year", inputs(200), &text("base-year.csv"), &|text| {
        told(base_year::read(text))
    });
    let (about, rows, flips) = (text("robustness.json"), text("robustness.csv"), text("flips.csv"));
    let joined = format!("{about}\n----\n{rows}\n----\n{flips}");
    over("robustness", inputs(100), &joined, &|text| {
        let mut parts = text.split("\n----\n");
        let mut part = || parts.next().unwrap_or("").to_owned();
        told(Robustness::read(&part(), &part(), &part()).ok_or("not what was written"))
    });
    let list = text("SHA256SUMS");
    feed(
        "list of files",
        inputs(60),
        &|chance| damaged(&list, chance),
        &|bytes| {
            std::fs::write(place.path().join("SHA256SUMS"), bytes).expect("writes");
            told(Owned::read(place.path()))
        },
    );
}

#[test]
fn draws_on_disk() {
    let place = tempfile::tempdir().expect("temporary folder");
    let mut shape = Shape::new(vec!["a".into(), "b".into()], vec![Year(2024), Year(2025)]);
    shape.columns.truncate(12);
    let store = DrawStore::open(&place.path().join("parts"), Identity::of("x"), shape.clone(), 4).expect("opens");
    let draw = |number: usize| -> Vec<f64> {
        (0..shape.cells())
            .map(|cell| (number * 7 + cell) as f64 / 3.0)
            .collect()
    };
    store
        .write(Series::Run, 0, &[draw(0), draw(1), draw(2)])
        .expect("writes");
    let chunk = place.path().join("parts/draws-000000.bin");
    let whole = std::fs::read(&chunk).expect("written");
    feed("chunks", inputs(150), &|chance| flipped(&whole, chance), &|bytes| {
        std::fs::write(&chunk, bytes).expect("writes");
        let told = told(store.missing(Series::Run, 3));
        assert!(
            told.starts_with("no: ") || bytes == whole,
            "a changed chunk is taken for whole"
        );
        told
    });
    std::fs::write(&chunk, &whole).expect("as it was");
    let table = place.path().join("draws.parquet");
    draws::write(&store, 3, true, &table).expect("writes");
    let whole = std::fs::read(&table).expect("written");
    let told_measure = shape.columns[0].measure;
    feed("parquet", inputs(150), &|chance| flipped(&whole, chance), &|bytes| {
        std::fs::write(&table, bytes).expect("writes");
        told(draws::read_year(&table, 2025, &[told_measure]))
    });
}
