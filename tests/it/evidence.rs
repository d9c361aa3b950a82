//! The evidence behind the shipped scenarios: every effect in both readings by one rule, claims only under a label, every
//! number explained and defended.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use carepool::cli::explain::{self, ExplainArgs};
use carepool::cli::format::Format;
use carepool::projection::Tables;
use carepool::scenario::evidence::WhichReading;
use carepool::scenario::evidence::rules::typed;
use carepool::scenario::layers::shipped;
use carepool::scenario::strict::{findings, library_findings};
use carepool::scenario::{Assumption, Scenario};

use crate::runs::{CATALOGUE, england, load};

/// Levers that say what moves what: parts of keys.
const EFFECTS: [&str; 33] = [
    "governance.transaction_share",
    "governance.productivity_effect",
    "governance.quality_effect_",
    "governance.selection_effect",
    "governance.coordination_effect",
    "governance.planning_share",
    "governance.wait_effect",
    "governance.payment.volume_effect",
    "governance.payment.overrun_effect",
    "governance.payment.cream_skimming",
    "governance.private_mortality",
    "inspection_quality",
    "determinants.income_mortality",
    "determinants.income_onset",
    "governance.reorganisation_drag",
    "pooling.reallocation_effectiveness",
    "pooling.published_delayed",
    "pooling.published_emergency",
    "elasticity",
    "services.feedback.wait_",
    "services.feedback.primary_care_to_",
    "services.feedback.care_to_",
    "services.feedback.community_to_",
    "services.feedback.mental_health_to_",
    "services.feedback.four_hour_to_",
    "services.feedback.staffing_to_",
    "services.primary_care.to_emergency",
    "services.planned.guarantee_strength",
    "services.social_care.free_new_users",
    "services.social_care.free_more_hours",
    "services.social_care.free_unpaid_change",
    "guarantees.",
    "_turnover",
];
/// Keys that hold one of these parts and are no effects: ranges, limits, switches, money, and the choices of a scenario.
const NO_EFFECTS: [&str; 11] = [
    "elasticity_range",
    "guarantees.eighteen_weeks",
    "guarantees.four_hours",
    "guarantees.gp_appointment",
    "guarantees.enforced",
    "guarantees.monitoring_cost",
    "guarantees.enforcement_cost_ratio",
    "workforce.turnover",
    "workforce.care.turnover",
    "wait_weeks",
    "wait_learning",
];

fn is_effect(assumption: &Assumption) -> bool {
    let key = assumption.key.as_str();
    let of_programme = key.starts_with("programme.") && key.contains(".effects.") && {
        let last = key.rsplit('.').next().unwrap_or_default();
        last != "lag_years" && last != "fade"
    };
    let exempt = NO_EFFECTS.contains(&key) || NO_EFFECTS.iter().any(|part| !part.contains('.') && key.ends_with(part));
    of_programme || (EFFECTS.iter().any(|part| key.contains(part)) && !exempt)
}

/// The shipped scenarios whose assumptions are of the present.
fn present() -> Vec<Scenario> {
    shipped().iter().map(|name| load(name, &[])).collect()
}

#[test]
fn every_effect_is_shrunk_by_the_weight_of_its_design_or_says_why_not() {
    let mut seen = BTreeSet::new();
    let mut wrong = BTreeSet::new();
    for scenario in present() {
        let rules = &scenario.evidence().library.rules;
        // A value that a scenario chooses, a lesson makes up or a calibration found is no reading of a study.
        let calibrated = |one: &Assumption| one.evidence("kind") == "calibrated" || one.place.contains("/backcast/");
        let read = |one: &&Assumption| is_effect(one) && one.distribution.is_some() && !calibrated(one);
        for one in scenario.assumptions().iter().filter(read) {
            seen.insert(one.key.clone());
            let said = !one.evidence("unshrunk").is_empty();
            let fine = match &one.backing.effect {
                None => said,
                Some(effect) if !effect.unshrunk.is_empty() => effect.weight == 0.0,
                Some(effect) => rules
                    .designs
                    .get(&effect.design)
                    .is_some_and(|design| design.weight == effect.weight),
            };
            if !fine {
                wrong.insert(format!(
                    "{} ({}) is neither shrunk by its design nor says why",
                    one.key, one.place
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(
        seen.len() > 50,
        "only {} effects found: has a key changed its name?",
        seen.len()
    );
}

#[test]
fn one_key_sets_the_reading_of_all_effects_and_of_nothing_else() {
    let name = "marmot";
    let shrunk = load(name, &[]);
    let published = load(name, &["evidence.reading=as_published".to_owned()]);
    let mut moved = 0;
    for (one, other) in shrunk.assumptions().iter().zip(published.assumptions()) {
        assert_eq!(one.key, other.key);
        match (&one.backing.effect, &other.backing.effect) {
            (Some(a), Some(b)) => {
                assert_eq!((a.used, b.used), (WhichReading::Shrunk, WhichReading::AsPublished));
                assert_eq!(
                    (&a.as_published, &a.shrunk),
                    (&b.as_published, &b.shrunk),
                    "{}",
                    one.key
                );
                assert_eq!(one.quantile(0.9), Some(a.shrunk.quantile(0.9)), "{}", one.key);
                assert_eq!(other.quantile(0.9), Some(a.as_published.quantile(0.9)), "{}", one.key);
                moved += usize::from(a.as_published != a.shrunk);
            }
            _ if one.key == "evidence.reading" => assert_ne!(one.text, other.text),
            _ => assert_eq!(one.distribution, other.distribution, "{}", one.key),
        }
    }
    assert!(moved > 15, "only {moved} effects have two readings");
}

#[test]
fn the_weight_of_a_design_is_a_parameter_and_moves_its_effects_alone() {
    let (base, other) = (england(&[]), england(&["evidence.shrink.observational=0.9"]));
    for (one, two) in base.assumptions().iter().zip(other.assumptions()) {
        let Some(effect) = &one.backing.effect else { continue };
        let weight = two.backing.effect.as_ref().map(|effect| effect.weight);
        let shrunk = effect.design == "observational" && effect.unshrunk.is_empty();
        assert_eq!(weight, Some(if shrunk { 0.9 } else { effect.weight }), "{}", one.key);
    }
    let weights = |design: &str| {
        let of = |one: &&Assumption| {
            one.backing
                .effect
                .as_ref()
                .is_some_and(|effect| effect.design == design)
        };
        base.assumptions().iter().filter(of).count()
    };
    assert!(weights("observational") > 3);
}

#[test]
fn an_estimate_is_chosen_from_its_group_and_the_others_are_not_used() {
    let base = england(&[]);
    let other = england(&["evidence.alternatives.market_cost=A05"]);
    let mut offered = 0;
    for (one, two) in base.assumptions().iter().zip(other.assumptions()) {
        offered += usize::from(one.backing.choice.is_some());
        if one.key == "governance.transaction_share" {
            assert_eq!(
                (one.backing.ids.as_slice(), two.backing.ids.as_slice()),
                (&["A08".to_owned()][..], &["A05".to_owned()][..])
            );
            assert_ne!(one.distribution, two.distribution);
        } else {
            assert_eq!(one.distribution, two.distribution, "{}", one.key);
        }
    }
    assert!(offered >= 6, "{offered} assumptions offer a choice");
    let refused = Scenario::load(
        "england",
        &["evidence.alternatives.market_cost=G01".to_owned()],
        &CATALOGUE,
    );
    assert!(refused.is_err_and(|problems| problems.to_string().contains("A05")));
}

#[test]
fn a_claim_is_off_by_default_taken_at_its_word_when_on_and_never_sampled() {
    for scenario in present() {
        let library = &scenario.evidence().library;
        for one in scenario.assumptions() {
            assert_eq!(one.backing.claim, None, "{} of {}", one.key, scenario.name);
            let claimed = one
                .backing
                .ids
                .iter()
                .any(|id| library.effects.get(id).is_some_and(|row| row.claim));
            assert!(!(claimed && one.distribution.is_some()), "{} samples a claim", one.key);
        }
    }
    for (claim, key, value) in [
        ("A04", "governance.transaction_share", 0.0497),
        ("A03", "governance.transaction_share", 0.04),
        ("J13", "funding.tax.gdp_feedback", 4.0),
    ] {
        let set = format!("evidence.claims={claim}");
        for reading in ["evidence.reading=shrunk", "evidence.reading=as_published"] {
            let scenario = england(&[&set, reading]);
            let one = scenario
                .assumptions()
                .iter()
                .find(|one| one.key == key)
                .expect("the lever");
            assert_eq!((one.backing.claim.as_deref(), one.number), (Some(claim), Some(value)));
        }
    }
    let refuse = |set: &str| {
        let loaded = Scenario::load("england", &[set.to_owned()], &CATALOGUE);
        loaded.expect_err("no such claim can be switched on").to_string()
    };
    assert!(
        refuse("evidence.claims=A05").contains("one of the claims"),
        "a study is no claim"
    );
    assert!(
        refuse("evidence.claims=J08").contains("moves nothing"),
        "nothing for it to move"
    );
    assert!(
        refuse("evidence.claims=[\"A03\", \"A04\"]").contains("choose one"),
        "one quantity"
    );
}

#[test]
fn estimates_that_err_together_are_drawn_together() {
    let scenario = england(&[]);
    let library = &scenario.evidence().library;
    let resting = |id: &str| -> Vec<String> {
        let first =
            |one: &&Assumption| one.backing.ids.first().is_some_and(|first| first == id) && one.distribution.is_some();
        scenario
            .assumptions()
            .iter()
            .filter(first)
            .map(|one| one.key.clone())
            .collect()
    };
    let mut checked = 0;
    for row in library.effects.values() {
        for (with, rho) in &row.correlated {
            for (a, b) in resting(&row.id)
                .iter()
                .flat_map(|a| resting(with).into_iter().map(move |b| (a.clone(), b)))
            {
                let mut keys = [a, b];
                keys.sort();
                let found = scenario
                    .correlations()
                    .iter()
                    .find(|(between, _)| *between == keys.join(" and "));
                assert_eq!(
                    found.map(|found| found.1.abs()),
                    Some(*rho),
                    "{keys:?} ({} and {with})",
                    row.id
                );
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 3, "the three elasticities of deaths");
}

/// Hosts of copies, summaries and news: what was read there was published elsewhere.
const COPIES: [&str; 44] = [
    "studylib.net",
    "sochealth.co.uk",
    "econpapers.repec.org",
    "ideas.repec.org",
    "colab.ws",
    "ccg-alert.blogspot.com",
    "workers.org.uk",
    "ouci.dntb.gov.ua",
    "nationalelfservice.net",
    "medicalnewstoday.com",
    "fullfact.org",
    "ai-bt.com",
    "vdocuments.net",
    "tomorrowscare.co.uk",
    "tinyurl.com",
    "theguardian.com",
    "thebuzzinghub.com",
    "bvsalud.org",
    "pdfslide",
    "paulgosling.net",
    "paperzz.com",
    "natlawreview.com",
    "nationalhealthexecutive.com",
    "movendi.ngo",
    "metatoc.com",
    "localgov.co.uk",
    "koha.kingsfund.org.uk",
    "incisivehealth.com",
    "hsraanz.org",
    "healthcare-management.uk",
    "gponline.com",
    "empowermentworks.blogspot.com",
    "docslib.org",
    "cryer.org.uk",
    "careersdocbox.com",
    "cato.org",
    "politics.co.uk",
    "affinitext.com",
    "doctorsforthenhs.org.uk",
    "hsj.co.uk",
    "experts.boisestate.edu",
    "causalclaims.trfetzer.com",
    "findresearcher.sdu.dk",
    "taxpayersalliance.com",
];

#[test]
fn a_row_leads_to_the_publication_itself_or_says_that_it_does_not() {
    let scenario = england(&[]);
    let library = &scenario.evidence().library;
    let copy = |url: &str| COPIES.iter().any(|host| url.contains(host));
    let mut led = 0;
    for row in library.effects.values() {
        let origin = &row.origin;
        assert!(
            !copy(&origin.url) || !origin.secondhand.is_empty(),
            "{}: {} is a copy, a summary or news: give `primary`, or say under `secondhand` why there is none",
            row.id,
            origin.url
        );
        if !origin.read_at.is_empty() {
            assert!(
                origin.secondhand.is_empty() && origin.url != origin.read_at,
                "{}",
                row.id
            );
            led += 1;
        }
    }
    assert!(led >= 25, "{led} rows lead on");
}

#[test]
fn what_a_row_says_it_moves_is_there() {
    let everything: BTreeSet<String> = present()
        .iter()
        .flat_map(|scenario| {
            scenario
                .assumptions()
                .iter()
                .map(|one| one.key.clone())
                .collect::<Vec<_>>()
        })
        .collect();
    let scenario = england(&[]);
    let library = &scenario.evidence().library;
    assert_eq!(library.effects.len(), 173);
    for row in library.effects.values() {
        for key in &row.moves {
            assert!(
                everything.contains(key),
                "{} moves {key}, which no shipped scenario has",
                row.id
            );
        }
        if let (Some(shrink), Some(design)) = (row.shrink, library.rules.designs.get(&row.design)) {
            let exempt = shrink == 0.0 && (row.holds_no_effect() || row.no_effect.is_none());
            assert!(
                exempt || shrink == design.weight,
                "{}: {shrink} is not the weight of its design",
                row.id
            );
        }
    }
    for group in library.rules.groups.values() {
        assert!(library.effects.contains_key(&group.default), "{}", group.name);
        assert!(
            group.members.iter().all(|id| library.effects.contains_key(id)),
            "{}",
            group.name
        );
        assert!(!typed(&group.name).is_empty());
    }
}

#[test]
fn every_number_of_every_shipped_scenario_can_be_defended() {
    for scenario in present() {
        let found = findings(&scenario, None);
        let lines: Vec<String> = found
            .iter()
            .map(|one| format!("{}: {} {}", one.place, one.key, one.what))
            .collect();
        assert!(lines.is_empty(), "{}:\n{}", scenario.name, lines.join("\n"));
        assert_eq!(library_findings(&scenario.evidence().library, None), []);
    }
}

/// Files that are whole scenarios in a folder below `scenarios`: a layer has no title of its own.
fn whole(folder: &str) -> Vec<String> {
    let below = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(folder);
    let mut names: Vec<String> = fs::read_dir(below)
        .expect("a folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(format!("{folder}/{}", name.strip_suffix(".toml")?)))
        .filter(|name| text_of(name).lines().any(|line| line.starts_with("title =")))
        .collect();
    names.sort();
    names
}

fn text_of(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    fs::read_to_string(path.join(format!("{name}.toml"))).expect("a readable file")
}

#[test]
fn every_number_of_the_projections_of_others_and_of_the_backcast_can_be_defended() {
    let mut names = whole("projections");
    assert!(names.len() >= 17, "{names:?}");
    names.push("backcast/uncalibrated".to_owned());
    for name in names {
        let found = findings(&load(&name, &[]), None);
        let lines: Vec<String> = found
            .iter()
            .map(|one| format!("{}: {} {}", one.place, one.key, one.what))
            .collect();
        assert!(lines.is_empty(), "{name}:\n{}", lines.join("\n"));
    }
}

/// A stranger has the rows of `evidence/` and the publications, and nothing else to look an id up in.
#[test]
fn no_note_names_a_row_that_a_stranger_does_not_have() {
    let england = load("england", &[]);
    let library = &england.evidence().library;
    // Beginnings of ids of figures; ids of effects are found by their form in a note that holds nothing else.
    let figures = ["nd_", "sc_", "pj_", "mt_", "uc_", "sp_", "cl_", "nhs_", "nhse_"];
    let mut found = Vec::new();
    for folder in ["", "assumptions", "programmes", "advocates", "projections"] {
        let below = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(folder);
        for path in fs::read_dir(below)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
        {
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            for (number, line) in fs::read_to_string(&path).expect("a readable file").lines().enumerate() {
                let notes = line.split("note = \"").skip(1);
                for note in notes.map(|rest| rest.split('"').next().unwrap_or_default()) {
                    let words = note.split(|c: char| !c.is_alphanumeric() && !"_-*".contains(c));
                    let unknown = words
                        .filter(|word| figures.iter().any(|begins| word.starts_with(begins)))
                        .any(|word| !library.contains(word));
                    let prefixed = ["levers ", "nhs ", "social_care "]
                        .iter()
                        .any(|begins| note.starts_with(begins));
                    if unknown || prefixed {
                        found.push(format!("{}:{}: {note}", path.display(), number + 1));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_estimate_is_exempt_from_shrinking_only_by_what_is_said_of_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let text = "extends = \"england.toml\"\nchecked = \"2026-11\"\n[services.feedback]\ndelay_elasticity = { alternatives = { \
                B15 = { normal = { mean = 0.9, sd = 0.1 } }, B16 = { normal = { mean = 1.0, sd = 0.1 }, unshrunk = \"its own reason\" } }, \
                no_effect = 0, source = \"s\", confidence = \"verified\", unshrunk = \"of all\", published = [0.0, 1.0] }\n";
    let key = key_of("delay_elasticity");
    let text = text.replace(
        "services.feedback",
        key.strip_suffix(".delay_elasticity").expect("a section"),
    );
    let of = |choice: &str| {
        let chosen = format!("[evidence.alternatives]\n\"{}\" = \"{choice}\"\n", group_of("B15"));
        fs::write(&path, format!("{text}{chosen}")).expect("a writable folder");
        let scenario = Scenario::load(&path.display().to_string(), &[], &CATALOGUE)
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        let found = scenario.assumptions().iter().find(|one| one.key == key);
        found.expect("the key").clone()
    };
    let (first, second) = (of("B15"), of("B16"));
    let weight = |one: &Assumption| one.backing.effect.as_ref().expect("an effect").weight;
    assert!(weight(&first) > 0.0 && first.evidence("unshrunk").is_empty() && first.evidence("confidence").is_empty());
    assert!(first.backing.range.is_none(), "a range of all of them is that of none");
    assert_eq!((weight(&second), second.evidence("unshrunk")), (0.0, "its own reason"));
}

/// The whole key of England that ends so.
fn key_of(end: &str) -> String {
    let england = load("england", &[]);
    let found = england.assumptions().iter().find(|one| one.key.ends_with(end));
    found.expect("a key").key.clone()
}

/// The group of a row among which one is chosen.
fn group_of(id: &str) -> String {
    load("england", &[]).evidence().library.effects[id].alternatives.clone()
}

#[test]
fn every_number_of_every_shipped_scenario_is_explained() {
    let ask = |key: Option<&str>, search: Option<&str>, scenario: &str| {
        let args = ExplainArgs {
            key: key.map(str::to_owned),
            search: search.map(str::to_owned),
            scenario: format!("{scenario}.toml"),
            set: Vec::new(),
            place: Default::default(),
            no_moves: true,
            format: Format::Csv,
        };
        let mut out = Vec::new();
        assert_eq!(
            explain::run(&args, &CATALOGUE, &mut out).expect("an answer"),
            0,
            "{key:?} of {scenario}"
        );
        out
    };
    for scenario in present() {
        for one in scenario.assumptions().iter().chain(&scenario.facts()) {
            for (text, what) in [(&one.text, "value"), (&one.meaning, "meaning"), (&one.place, "place")] {
                assert!(!text.is_empty(), "{} of {} has no {what}", one.key, scenario.name);
            }
            assert!(
                !one.evidence("source").is_empty(),
                "{} of {} has no source",
                one.key,
                scenario.name
            );
        }
    }
    // One with programmes stands for the rest: the command prints what stands in these.
    let marmot = load("marmot", &[]);
    let out = ask(None, Some(""), "marmot");
    let answered: BTreeSet<String> = csv::Reader::from_reader(out.as_slice())
        .records()
        .map(|row| row.expect("a row")[0].to_owned())
        .collect();
    for one in marmot.assumptions().iter().chain(&marmot.facts()) {
        assert!(answered.contains(&one.key), "{}", one.key);
    }
    assert!(answered.contains("A11") && answered.contains("A_gp2324"));
    for key in [
        "programme.sure_start.start_year",
        "start_year",
        "data",
        "A04",
        "A_com",
        "people",
    ] {
        assert!(!ask(Some(key), None, "marmot").is_empty());
    }
    // Tables are the same for all that share a folder: England's stand for them.
    let tables = Tables::load(&england(&[])).expect("the tables");
    for input in &tables.inputs {
        let file = input.name.rsplit('/').next().expect("a name");
        let text = String::from_utf8(ask(Some(&format!("england/{file}")), None, "england")).expect("text");
        let mut table = csv::Reader::from_reader(text.as_bytes());
        let row = table.records().next().expect("a row").expect("a row");
        assert!(row[9].len() > 40, "{file} says nothing of its source at its head");
    }
}

fn carepool(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_carepool"))
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

#[test]
fn the_strict_check_names_file_line_and_fault_and_answers_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "extends = \"england.toml\"\n\
        [funding.nhs]\n\
        real_growth = 0.03\n\
        addition = { value = 5, source = \"Judgement\", confidence = \"judgement\", checked = \"2026-11\" }\n\
        envelope = { value = 200000, published = [1000, 2000], source = \"A book\", confidence = \"verified\", checked = \"2019-01\" }\n";
    fs::write(folder.path().join("mine.toml"), text).expect("written");
    let plain = carepool(folder.path(), &["check", "mine.toml"]);
    assert_eq!(plain.status.code(), Some(0));
    let strict = carepool(folder.path(), &["check", "mine.toml", "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    let said = String::from_utf8(strict.stdout).expect("text");
    for part in [
        "mine.toml:3: funding.nhs.real_growth has no source",
        "mine.toml:3: funding.nhs.real_growth does not say how sure it is",
        "mine.toml:4: funding.nhs.addition is a judgement without a reason",
        "mine.toml:5: funding.nhs.envelope was last checked in 2019-01",
        "mine.toml:5: funding.nhs.envelope has its middle, 200000, outside the published range 1000 to 2000",
        "mine.toml:5: funding.nhs.envelope is called verified but has no address",
    ] {
        assert!(said.contains(part), "no `{part}` in\n{said}");
    }
    let later = carepool(folder.path(), &["check", "england", "--strict", "--today", "2031-01"]);
    assert_eq!(later.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&later.stdout).contains("months ago"));
}

#[test]
fn what_names_its_sources_is_counted_by_how_sure_it_is_and_not_called_defended() {
    let folder = tempfile::tempdir().expect("a folder");
    let fine = carepool(folder.path(), &["check", "england", "--strict"]);
    let said = String::from_utf8(fine.stdout).expect("text");
    assert_eq!(fine.status.code(), Some(0), "{said}");
    for part in [
        "0 findings: every number names a source or a reason",
        " verified, ",
        " recalled, ",
        " our judgement",
    ] {
        assert!(said.contains(part), "no `{part}` in\n{said}");
    }
    // The month of the example in the help is one that shows something, and the limit that it says is the rules'.
    let help = String::from_utf8(carepool(folder.path(), &["check", "--help"]).stdout).expect("text");
    let england = england(&[]);
    let limit = format!("{} months", england.evidence().library.rules.stale_after);
    let example = help
        .split("--strict --today ")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next());
    assert!(help.contains(&limit), "{help}");
    assert!(!findings(&england, example).is_empty(), "{example:?}");
}

#[test]
fn a_check_finds_tables_and_references_that_are_not_there_and_limits_the_wrong_way_round() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "extends = \"england.toml\"\n\
        data = \"kent\"\n\
        same_money_as = \"nonsuch\"\n\
        [social_care.charging]\n\
        lower_limit_care_home = 24000\n\
        upper_limit_own_home = 10000\n";
    fs::write(folder.path().join("mine.toml"), text).expect("written");
    let checked = carepool(folder.path(), &["check", "mine.toml", "--format", "json"]);
    assert_eq!(checked.status.code(), Some(2));
    let found: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("json");
    let lines: Vec<(&str, &str)> = found
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (row["line"].as_str().unwrap_or(""), row["key"].as_str().unwrap_or("")))
        .collect();
    for wanted in [
        ("2", "data"),
        ("3", "same_money_as"),
        ("5", "social_care.charging.lower_limit_care_home"),
        ("6", "social_care.charging.upper_limit_own_home"),
    ] {
        assert!(lines.contains(&wanted), "{wanted:?} in {lines:?}");
    }
}

#[test]
fn a_claim_has_no_shrunk_reading_and_a_search_in_vain_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    for claim in ["J13", "A03", "I03", "J08"] {
        let said = carepool(folder.path(), &["explain", claim]).stdout;
        let said = String::from_utf8(said).expect("text");
        assert!(
            said.contains("as published: p10") && !said.contains("shrunk: p10"),
            "{said}"
        );
    }
    let vain = carepool(folder.path(), &["explain", "--search", "xyzzy"]);
    assert_eq!(vain.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&vain.stderr).contains("nothing found"));
}

#[test]
fn a_lever_has_the_sceptical_part_of_its_row_and_tells_the_other_sign() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = carepool(
        folder.path(),
        &["explain", "services.feedback.care_to_mortality", "--no-moves"],
    )
    .stdout;
    let said = String::from_utf8(said).expect("text");
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("C06 counts here with the opposite sign"), "{said}");
    assert!(flat.contains("weight 0.5 on the sceptical part (p10 "), "{said}");
    // Those whose row re-centres its whole distribution: the same mean of the shrunk reading, one above it.
    let england = load("personal-budgets", &[]);
    let library = &england.evidence().library;
    for (key, id) in [
        ("programme.social_prescribing.effects.primary_care", "D07"),
        ("programme.social_prescribing.effects.emergency_department", "D08"),
        ("programme.online_records.effects.primary_care", "D13"),
    ] {
        let one = england.assumptions().iter().find(|one| one.key == key).expect(key);
        let ours = &one.backing.effect.as_ref().expect("an effect").shrunk;
        let row = library.effects[id].shrunk.as_ref().expect("a shrunk reading");
        for u in [0.1, 0.5, 0.9] {
            assert!((ours.quantile(u) - 1.0 - row.quantile(u)).abs() < 1e-6, "{key} at {u}");
        }
    }
}

#[test]
fn a_run_tells_its_reading_and_its_claims() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = [
        "run",
        "england",
        "--draws",
        "2",
        "--people",
        "200",
        "--years",
        "2",
        "--no-png",
        "--out",
        "out",
        "--set",
        "evidence.claims=A04",
        "--set",
        "evidence.reading=as_published",
    ];
    let ran = carepool(folder.path(), &run);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let mut table = csv::Reader::from_path(folder.path().join("out/assumptions.csv")).expect("the table");
    let header = table.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|one| one == name).expect("a column");
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let row = |key: &str| rows.iter().find(|row| &row[column("key")] == key).expect("a row");
    let tail = row("guarantees.tail_effect");
    assert_eq!(
        (
            &tail[column("reading")],
            &tail[column("evidence")],
            &tail[column("checked")]
        ),
        ("as_published", "G01", "2026-11")
    );
    assert!(row("governance.transaction_share")[column("claim")].starts_with("A04"));
    let page = fs::read_to_string(folder.path().join("out/report.html")).expect("the page");
    assert!(page.contains("claims at their word that no study supports"));
    assert!(page.contains("have an interval that is our own judgement"));
}

#[test]
fn what_is_done_to_scenarios_only_is_refused_of_a_process_file_instead_of_passed_over() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for given in [&["--strict"][..], &["--set", "care.scale=2"], &["--assume", "market"]] {
        let mut args = vec!["check", "scenarios/national.budget.toml"];
        args.extend(given);
        let ran = carepool(here, &args);
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(2), "{said}");
        assert!(
            said.contains(given[0]) && said.contains("national.budget.toml"),
            "{said}"
        );
    }
}
