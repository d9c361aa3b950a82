//! Fair to both sides: the camps' sets, what they may touch, and what may be said of a comparison.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use carepool::projection::catalogue;
use carepool::scenario::strict::findings;
use carepool::scenario::{Over, Sampler, Scenario, layers};
use carepool::world::Year;

use super::cli::{carepool, stdout};

/// The camps' sets.
const CAMPS: [&str; 3] = ["market", "planning", "sceptic"];

/// A set as it stands: key and value with its evidence.
fn set(camp: &str) -> BTreeMap<String, toml::Table> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/advocates/{camp}.toml"));
    let whole: toml::Table = fs::read_to_string(path).expect("readable").parse().expect("TOML");
    let mut found = BTreeMap::new();
    let mut open: Vec<(String, toml::Table)> = whole
        .into_iter()
        .filter_map(|(key, value)| Some((key, value.as_table()?.clone())))
        .collect();
    while let Some((key, table)) = open.pop() {
        if table.contains_key("value") {
            found.insert(key, table);
        } else {
            for (name, value) in table {
                open.push((
                    format!("{key}.{name}"),
                    value.as_table().expect("a section or a value").clone(),
                ));
            }
        }
    }
    found
}

fn load(name: &str, assume: &[&str]) -> Scenario {
    let assume: Vec<String> = assume.iter().map(|name| (*name).to_string()).collect();
    let over = Over {
        assume: &assume,
        ..Over::default()
    };
    Scenario::load_assuming(name, over, &catalogue()).unwrap_or_else(|found| panic!("{name}: {}", found.render(false)))
}

#[test]
fn both_advocates_speak_of_the_same_keys_and_disagree_on_every_one() {
    let (market, planning) = (set("market"), set("planning"));
    assert_eq!(market.keys().collect::<Vec<_>>(), planning.keys().collect::<Vec<_>>());
    assert!(market.len() > 30, "{}", market.len());
    for (key, value) in &market {
        assert_ne!(value["value"], planning[key]["value"], "{key}");
    }
    let sceptic = set("sceptic");
    assert_eq!(market.keys().collect::<Vec<_>>(), sceptic.keys().collect::<Vec<_>>());
    // What is no effect of structure: said in the file.
    let kept = [
        "pfi.renegotiation_cost",
        "services.social_care.free_take_up",
        "services.feedback.mortality_elasticity",
    ];
    for (key, value) in &sceptic {
        let nothing = value["value"].as_float() == Some(0.0);
        assert_eq!(nothing, !kept.contains(&key.as_str()), "{key}");
    }
}

#[test]
fn the_neutral_value_of_what_both_dispute_lies_between_them_in_both_readings() {
    let (market, planning) = (set("market"), set("planning"));
    let (mut tried, mut outside) = (0, Vec::new());
    for reading in ["shrunk", "as_published"] {
        let set = [format!("evidence.reading={reading}")];
        let england = Scenario::load("england", &set, &catalogue()).expect("loads");
        for (key, value) in &market {
            let Some(neutral) = england.assumptions().iter().find(|one| one.key == *key) else {
                continue;
            };
            let (Some(a), Some(b)) = (value["value"].as_float(), planning[key]["value"].as_float()) else {
                continue;
            };
            let middle = neutral.quantile(0.5).expect("a number");
            let slack = (a - b).abs() * 0.01;
            if middle < a.min(b) - slack || middle > a.max(b) + slack {
                outside.push(format!("{reading} {key}: {middle} is not between {a} and {b}"));
            }
            tried += 1;
        }
    }
    assert!(tried > 50 && outside.is_empty(), "{tried} {}", outside.join("\n"));
}

#[test]
fn every_value_of_a_set_says_where_it_is_from_why_and_who_found_otherwise() {
    for camp in CAMPS {
        for (key, value) in set(camp) {
            for evidence in ["source", "confidence", "note"] {
                let text = value.get(evidence).and_then(toml::Value::as_str).unwrap_or("");
                assert!(!text.is_empty(), "{camp}: {key} has no {evidence}");
            }
            assert!(value.contains_key("contrary"), "{camp}: {key} has no contrary");
        }
        let found = findings(&load("whole-person-care", &[camp]), None);
        let told: Vec<String> = found
            .iter()
            .map(|one| format!("{}: {} {}", one.place, one.key, one.what))
            .collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}

#[test]
fn a_set_lies_over_every_shipped_scenario_and_changes_nothing_that_is_done() {
    let catalogue = catalogue();
    for name in layers::shipped() {
        let before = load(&format!("{name}.toml"), &[]);
        for camp in CAMPS {
            let after = load(&format!("{name}.toml"), &[camp]);
            assert_eq!((&before.name, &before.title), (&after.name, &after.title));
            assert_ne!(before.hash(), after.hash(), "{name} under {camp}");
            let (mut a, mut b) = (Vec::new(), Vec::new());
            for year in [2024, 2027, 2040] {
                before.central().values(Year(year), &mut a);
                after.central().values(Year(year), &mut b);
                let mut believed = 0;
                for (spec, (a, b)) in catalogue.specs().iter().zip(a.iter().zip(&b)) {
                    assert!(
                        a == b || !catalogue.is_settled(spec.key),
                        "{name} under {camp}: {}",
                        spec.key
                    );
                    believed += usize::from(a != b);
                }
                assert!(believed > 20, "{name} under {camp}: {believed}");
            }
            let programmes = before.programmes();
            for (a, b) in programmes.iter().zip(after.programmes()) {
                assert_eq!(
                    (a.coverage, a.start_year, &a.eligible),
                    (b.coverage, b.start_year, &b.eligible)
                );
                assert_eq!((a.payer, a.effects.len()), (b.payer, b.effects.len()));
                // What was measured where and as it is used keeps its fidelity; all else is as the camp has it.
                assert!(
                    a.fidelity == 1.0 && b.fidelity == 1.0 || a.fidelity != b.fidelity,
                    "{}",
                    a.name
                );
            }
            assert_eq!(programmes.len(), after.programmes().len());
        }
    }
}

#[test]
fn scenarios_choose_and_do_not_believe() {
    // A scenario that sets a belief would take a side under cover of a policy; its own numbers would also hide a camp's.
    let catalogue = catalogue();
    let bases: BTreeSet<&str> = BTreeSet::from([
        "england",
        "smallshire",
        "backcast-2010",
        "scotland-2001",
        "scotland",
        "wales",
        "northern-ireland",
    ]);
    for name in layers::shipped()
        .into_iter()
        .filter(|name| !bases.contains(name.as_str()))
    {
        let scenario = load(&format!("{name}.toml"), &[]);
        for assumption in scenario.assumptions() {
            let own = assumption.place.contains(&format!("{name}.toml:"));
            assert!(
                !own || catalogue.is_settled(&assumption.key) || assumption.key.starts_with("programme."),
                "{name} sets {}, which is a belief",
                assumption.key
            );
        }
    }
    for assumption in load("england.toml", &[]).assumptions() {
        let source = assumption.evidence("source").to_lowercase();
        let chosen = source.starts_with("scenario choice") || source.starts_with("a policy choice");
        let how_to_model = assumption.key == "pooling.mechanism";
        assert!(
            !chosen || how_to_model || catalogue.is_settled(&assumption.key),
            "{} is told as a choice",
            assumption.key
        );
    }
}

#[test]
fn a_set_that_would_do_something_is_refused_at_its_line() {
    let place = tempfile::tempdir().expect("temporary folder");
    fs::write(
        place.path().join("mine.toml"),
        "title = \"Mine\"\n[pooling]\nreallocation_effectiveness = 0.3\nshare = 0.5\n[programme.telehealth]\ncoverage = 0.9\nfidelity = 0.1\n",
    )
    .expect("writes");
    let run = ["run", "england", "--assume", "mine.toml", "--people", "400"];
    let said = carepool(place.path())
        .args(run)
        .assert()
        .code(2)
        .get_output()
        .stderr
        .clone();
    let said = String::from_utf8_lossy(&said).into_owned();
    for wanted in [
        "mine.toml:4",
        "`pooling.share` is what is done",
        "mine.toml:6",
        "programme.telehealth.coverage",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert!(
        !said.contains("reallocation_effectiveness`") && !said.contains("fidelity`"),
        "{said}"
    );
    // Who is found eligible, and which services the money goes to, is decided and not believed.
    let settled = "title = \"Mine\"\n[services.social_care]\neligible_low = 0.1\n[balance_of_care]\nhospital_growth = 0.02\nprimary_care_share = 0.1\n";
    fs::write(place.path().join("deeds.toml"), settled).expect("writes");
    let said = carepool(place.path())
        .args(["check", "england", "--assume", "deeds.toml"])
        .assert()
        .code(2)
        .get_output()
        .stderr
        .clone();
    let said = String::from_utf8_lossy(&said).into_owned();
    for wanted in [
        "deeds.toml:3",
        "`services.social_care.eligible_low` is what is done",
        "deeds.toml:5",
        "`balance_of_care.hospital_growth` is what is done",
        "deeds.toml:6",
        "`balance_of_care.primary_care_share` is given with the place",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let args = ["check", "england", "--assume", "markte"];
    let said = carepool(place.path())
        .args(args)
        .assert()
        .code(2)
        .get_output()
        .stderr
        .clone();
    assert!(
        String::from_utf8_lossy(&said).contains("market"),
        "the nearest set is named"
    );
}

#[test]
fn an_assumption_set_of_ones_own_may_stand_on_a_camps_and_the_command_line_has_the_last_word() {
    let place = tempfile::tempdir().expect("temporary folder");
    let path = place.path().join("mine.toml");
    fs::write(
        &path,
        "extends = \"advocates/market.toml\"\n[prevention]\nonset_elasticity = -0.03\n[programme_defaults]\ncashable = 0.2\n",
    )
    .expect("writes");
    let assume = [path.display().to_string()];
    let set = ["services.planned.guarantee_strength=0.2".to_string()];
    let over = Over {
        assume: &assume,
        set: &set,
        ..Over::default()
    };
    let scenario = Scenario::load_assuming("whole-person-care", over, &catalogue()).expect("loads");
    let number = |key: &str| {
        let found = scenario.assumptions().iter().rfind(|one| one.key == key);
        found.and_then(|one| one.number)
    };
    assert_eq!(number("prevention.onset_elasticity"), Some(-0.03));
    assert_eq!(number("pooling.reallocation_effectiveness"), Some(0.07));
    assert_eq!(number("services.planned.guarantee_strength"), Some(0.2));
    assert_eq!(scenario.name, "whole-person-care");
    assert!(
        scenario
            .programmes()
            .iter()
            .all(|one| (one.fidelity, one.cashable) == (0.4, 0.2))
    );
}

#[test]
fn what_is_held_is_the_same_in_every_draw_and_nothing_else_moves() {
    let catalogue = catalogue();
    let care = load("whole-person-care", &[]);
    let key = "pooling.reallocation_effectiveness";
    let held = care.holding(key, 0.25, &catalogue).expect("a lever");
    let at = catalogue.index(key).expect("a lever");
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for draw in 0..3 {
        care.world(&Sampler::plain(1), draw).values(Year(2030), &mut before);
        held.world(&Sampler::plain(1), draw).values(Year(2030), &mut after);
        assert_eq!(after[at], 0.25);
        before[at] = after[at];
        assert_eq!(before, after);
    }
    let name = "programme_defaults.fidelity";
    let all = care.holding(name, 0.5, &catalogue).expect("it has programmes");
    assert!(all.programmes().iter().all(|programme| programme.fidelity == 0.5));
    let england = load("england", &[]);
    assert!(england.holding(name, 0.5, &catalogue).is_none() && england.holding("x.y", 1.0, &catalogue).is_none());
    // At the centre one draw is like another.
    let centre = care.at_centre();
    centre.world(&Sampler::plain(1), 0).values(Year(2030), &mut before);
    centre.world(&Sampler::plain(2), 7).values(Year(2030), &mut after);
    assert_eq!(before, after);
}

/// Settings small enough for a test.
const SMALL: [&str; 8] = ["--draws", "3", "--people", "300", "--years", "4", "--seed", "5"];

#[test]
fn robustness_gives_the_same_tables_on_any_number_of_threads_and_adds_itself_to_a_report() {
    let place = tempfile::tempdir().expect("temporary folder");
    let folder = place.path();
    let run = ["run", "england", "planned", "--out", "run", "--no-png"];
    let printed = stdout(carepool(folder).args(run).args(SMALL));
    assert!(
        printed.contains("carepool robustness --run run"),
        "the next step is told: {printed}"
    );
    let before = fs::read_to_string(folder.join("run/report.html")).expect("a report");
    // The run asked the camps by itself, but not where the order turns.
    assert!(before.contains("id=\"robustness\"") && !before.contains("Where the order turns"));

    let measures = [
        "--measure",
        "cost_public",
        "--measure",
        "gp_need_met",
        "--measure",
        "cost_transaction",
    ];
    let ask = |words: &[&str]| {
        let mut command = carepool(folder);
        command
            .arg("robustness")
            .args(words)
            .args(["--draws", "3", "--people", "300", "--no-png"]);
        stdout(command.args(measures))
    };
    let lever = ["--lever", "governance.transaction_share"];
    let printed = ask(&[&["--run", "run", "--threads", "2"], &lever[..]].concat());
    assert!(printed.contains("neutral") && printed.contains("sceptic"), "{printed}");
    let after = fs::read_to_string(folder.join("run/report.html")).expect("a report");
    assert!(
        after.contains("Does it hold whoever is right?") && after.contains("Where the order turns"),
        "{printed}"
    );
    assert!(folder.join("run/charts/robustness.svg").exists());

    // What was asked of one year is not told of another.
    let asked = carepool(folder)
        .args(["report", "run", "--year", "2026", "--no-png"])
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&asked.stderr).into_owned();
    assert!(
        asked.status.success() && said.contains("the camps were asked about 2027"),
        "{said}"
    );
    let page = fs::read_to_string(folder.join("run/report.html")).expect("a report");
    assert!(!page.contains("Does it hold whoever is right?"));

    // `report` keeps it, and another folder and one thread give the same tables.
    carepool(folder).args(["report", "run", "--no-png"]).assert().success();
    assert_eq!(
        fs::read_to_string(folder.join("run/report.html")).expect("a report"),
        after
    );
    let alone = [
        "england",
        "planned",
        "--years",
        "4",
        "--seed",
        "5",
        "--out",
        "alone",
        "--threads",
        "1",
    ];
    ask(&[&alone[..], &lever[..]].concat());
    for name in ["robustness.csv", "flips.csv"] {
        let read = |place: &str| fs::read_to_string(folder.join(place).join(name)).expect("a table");
        assert_eq!(read("run"), read("alone"), "{name}");
    }
    let page = fs::read_to_string(folder.join("alone/report.html")).expect("a page");
    assert!(page.contains("Does it hold whoever is right?"));

    // The sceptic sees no cost of contracting at all; its advocate of planning a large one.
    let table = fs::read_to_string(folder.join("alone/robustness.csv")).expect("a table");
    let level = |belief: &str| -> f64 {
        let start = format!("cost_transaction,england,england,{belief},");
        let line = table.lines().find(|line| line.starts_with(&start)).expect("a line");
        line.split(',').nth(5).expect("a level").parse().expect("a number")
    };
    assert_eq!(level("sceptic"), 0.0);
    assert!(level("planning") > 5.0 * level("market") && level("market") > 0.0);

    // Nothing is replaced unasked, and a folder that is something else never.
    let other = [
        "robustness",
        "england",
        "market",
        "--out",
        "alone",
        "--no-flips",
        "--draws",
        "2",
        "--people",
        "300",
    ];
    carepool(folder).args(other).assert().code(2);
    let into_run = [
        "robustness",
        "england",
        "planned",
        "--out",
        "run",
        "--no-flips",
        "--draws",
        "2",
        "--people",
        "300",
    ];
    carepool(folder).args(into_run).assert().code(2);
}

#[test]
fn at_a_flip_the_order_of_two_scenarios_does_turn() {
    let place = tempfile::tempdir().expect("temporary folder");
    let folder = place.path();
    let size = [
        "--draws",
        "2",
        "--people",
        "300",
        "--years",
        "6",
        "--measure",
        "gp_need_met",
    ];
    let key = "governance.transaction_share";
    let args = ["robustness", "england", "planned", "--lever", key, "--out", "flip"];
    stdout(carepool(folder).args(args).args(size));
    let table = fs::read_to_string(folder.join("flip/flips.csv")).expect("a table");
    let line: Vec<&str> = table.lines().nth(1).expect("a line").split(',').collect();
    assert_eq!((line[3], line[11]), (key, "flips"), "{table}");
    let (at, above): (f64, &str) = (line[12].parse().expect("a number"), line[13]);
    assert_eq!(above, "higher", "the dearer contracting is, the more planning frees");
    assert!(at > 0.0 && at < 0.02, "{at}");
    // Either side of it, with everything else at the middle as well: the signs differ.
    let (low, high): (f64, f64) = (line[8].parse().expect("low"), line[10].parse().expect("high"));
    assert!(low < 0.0 && high > 0.0, "{low} {high}");
    let args = [
        "robustness",
        "england",
        "planned",
        "--lever",
        "pooling.share",
        "--out",
        "x",
    ];
    let said = carepool(folder)
        .args(args)
        .args(size)
        .assert()
        .code(2)
        .get_output()
        .stderr
        .clone();
    assert!(String::from_utf8_lossy(&said).contains("what is done"));
}

/// The texts between quotes of a source file, outside comments.
fn texts(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let mut rest = line.split("//").next().unwrap_or("");
        while let Some(start) = rest.find('"') {
            let tail = &rest[start + 1..];
            let Some(end) = tail.find('"') else {
                found.push((number + 1, tail.to_string()));
                break;
            };
            found.push((number + 1, tail[..end].to_string()));
            rest = &tail[end + 1..];
        }
    }
    found
}

#[test]
fn only_one_place_in_the_program_calls_a_scenario_better_or_worse() {
    const JUDGING: [&str; 20] = [
        "better",
        "worse",
        "best",
        "worst",
        "improve",
        "improves",
        "improved",
        "improvement",
        "worsen",
        "worsens",
        "deteriorates",
        "wins",
        "winner",
        "loses",
        "fairer",
        "quicker",
        "cheaper",
        "superior",
        "inferior",
        "succeeds",
    ];
    // The one place; a column whose name is promised to scripts; elections, where projects do win; and the model's own
    // standing against rivals that need no model; decisions at a price for health that the reader names; a target, or the
    // best split of a sum, whose side the reader has to say; people who gain or lose money, which is counted; and a method's own
    // error.
    let elsewhere = [
        "report/value.rs",
        "cli/value/text.rs",
        "cli/value/table.rs",
        "cli/seek/goal.rs",
        "cli/seek/shared.rs",
        "cli/seek/told.rs",
        "cli/winners.rs",
        "report/who_pays.rs",
        "cli/places/describe.rs",
        "report/robustness.rs",
        "cli/vote/mod.rs",
        "cli/vote/check.rs",
        "cli/backcast.rs",
        "cli/calibrate.rs",
    ];
    let exempt = |file: &str, text: &str| {
        elsewhere.iter().any(|other| file.ends_with(other)) || (file.ends_with("cli/measures.rs") && text == "better")
    };
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![source.join("report"), source.join("cli")];
    let (mut breaches, mut read) = (Vec::new(), 0);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.display().to_string();
            // Tests may name what must not be said.
            if !name.ends_with(".rs") || name.ends_with("/tests.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("readable");
            // Tests may name what must not be said.
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
            for (line, said) in texts(text) {
                let judges = said
                    .split(|c: char| !c.is_alphabetic())
                    .any(|word| JUDGING.contains(&word.to_lowercase().as_str()));
                if judges && !exempt(&name.replace('\\', "/"), &said) {
                    breaches.push(format!("{name}:{line}: {said}"));
                }
                read += 1;
            }
        }
    }
    assert!(read > 1000, "{read}");
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn a_set_of_ones_own_that_bears_the_name_of_a_camp_is_told_apart_from_it() {
    let place = tempfile::tempdir().expect("a folder");
    let own = "title = \"Mine\"\n[governance]\ntransaction_share = 0.031\n";
    fs::write(place.path().join("market.toml"), own).expect("written");
    let asked = |set: &str| {
        carepool(place.path())
            .args(["diff", "england", "england", "--assume", set])
            .output()
            .expect("runs")
    };
    // By a bare file name it could be either.
    let told = asked("market.toml");
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(
        !told.status.success() && said.contains("write ./market.toml for the file"),
        "{said}"
    );
    let (file, camp) = (asked("./market.toml"), asked("market"));
    let text = |output: &std::process::Output| String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text(&file).contains("in 1 assumption") && text(&file).contains("0.031 (market.toml:3)"),
        "{}",
        text(&file)
    );
    assert!(text(&camp).len() > 4 * text(&file).len(), "{}", text(&camp));
    let named = place.path().join("market.toml").display().to_string();
    let loaded = load("england", &[&named]);
    let share = loaded
        .assumptions()
        .iter()
        .rfind(|one| one.key == "governance.transaction_share");
    assert_eq!(share.and_then(|one| one.number), Some(0.031));
}
