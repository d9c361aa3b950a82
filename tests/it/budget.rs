//! Participatory budgets: what a process file may say, that its money is the money charged, and that a vote is a vote.

use std::fs;
use std::path::Path;

use carepool::process::effects::{Kept, Projected};
use carepool::process::outcome::carry_out;
use carepool::process::worlds::{Wanted, engine};
use carepool::process::{Process, Settings, Voting};
use carepool::projection::{Progress, Shelf};
use carepool::world::Group;
use carepool::{measures, process};
use serde_json::Value;

use crate::cli::{carepool, files, stdout};
use crate::runs::CATALOGUE;

/// Four proposals for Smallshire, of every kind of money.
const PROPOSALS: &str = r#"
[proposal.advice]
title = "Advice in practices"
category = "prevention"
cost = { triangular = { low = "£200,000", mode = "£300,000", high = "£500,000" } }
price = "£300,000"
from = "programmes/social-determinants.toml"
programme = "debt_advice"
[proposal.dentists]
category = "care"
cost = "£500,000"
into = "dental_optical"
[proposal.nurses]
category = "care"
cost = "£400,000"
into = "community_health"
payer = "nhs"
[proposal.pay]
category = "care"
cost = "£600,000"
into = "council"
[proposal.pay.patch.workforce.care]
pay_uplift = "2%"
"#;

const HEAD: &str = "title = \"A test\"\nbase = \"smallshire.toml\"\nyears = 5\nstart_year = 2025\n";

const ELECTORATE: &str = r#"
[electorate]
voters = 150
max_length = 2
min_length = 1
[electorate.gain]
qaly_value = "£70,000"
[electorate.tenure]
"25-34" = [0.05, 0.39, 0.42, 0.14]
[electorate.turnout]
overall = 0.5
[electorate.turnout.odds]
imd = [1.0, 1.1, 1.2, 1.3, 1.4]
[electorate.delegation]
network = "nearest"
[electorate.delegation.voters]
overall = 0.2
[electorate.regime.handed_on]
delegation = true
[electorate.regime.weighted]
weighted = true
"#;

fn text(rest: &str) -> String {
    format!("{HEAD}budget = \"£1m\"\n{rest}")
}

fn load(text: &str) -> Process {
    Process::from_text("test.budget.toml", text, &CATALOGUE)
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

fn refused(text: &str) -> String {
    match Process::from_text("test.budget.toml", text, &CATALOGUE) {
        Ok(_) => panic!("it is accepted:\n{text}"),
        Err(problems) => problems.to_string(),
    }
}

struct Quiet;
impl Progress for Quiet {
    fn done(&self, _: usize) {}
    fn stop(&self) -> bool {
        false
    }
}

/// Some measures of some worlds, one after the other.
fn projected(process: &Process, wanted: &[Wanted], names: &[&str], years: usize) -> Projected {
    let shelf = Shelf::default();
    let plans = process.plans(wanted, &[], &shelf, &CATALOGUE).expect("plans");
    let columns = names
        .iter()
        .map(|name| Kept {
            measure: measures::find(name).expect("declared").measure(),
            group: Group::ALL,
        })
        .collect();
    Projected::run(&engine(plans, 3, 300, years), 2, columns, &Quiet).expect("runs")
}

#[test]
fn funding_nothing_changes_nothing_and_the_money_charged_is_the_price() {
    let process = load(&text(&format!("{PROPOSALS}{ELECTORATE}")));
    let names = [
        "cost_public",
        "cost_nhs",
        "qalys",
        "waiting_list",
        "dental_access",
        "care_vacancy_rate",
    ];
    let at = |id: &str| process.find(id).expect("a proposal");
    let wanted = [
        Wanted::funded("nothing", "", &[]),
        Wanted::funded("nothing-again", "", &[]),
        Wanted::funded("dentists", "", &[at("dentists")]),
        Wanted::funded("nurses", "", &[at("nurses")]),
        Wanted::funded("advice", "", &[at("advice")]),
        Wanted::funded("pay", "", &[at("pay")]),
    ];
    let found = projected(&process, &wanted, &names, 4);
    let difference = |world: usize, name: &str, draw: usize, year: usize| {
        let column = found
            .column(measures::find(name).expect("declared"), Group::ALL)
            .expect("kept");
        found.series(draw, world, column)[year] - found.series(draw, 0, column)[year]
    };
    for draw in 0..2 {
        for year in 0..4 {
            for name in names {
                assert_eq!(difference(1, name, draw, year), 0.0, "{name} {year}");
                if year == 0 {
                    for world in 2..wanted.len() {
                        assert_eq!(difference(world, name, draw, year), 0.0, "{name} before the decision");
                    }
                }
            }
        }
        // New money for dentists: half a million a year (£m), but for what empty posts leave unspent; and more people seen.
        let more = difference(2, "cost_public", draw, 2);
        assert!((0.3..=0.505).contains(&more), "{more}");
        assert!(difference(2, "dental_access", draw, 2) > 0.0);
        // Money that the NHS has already: no more is spent than before.
        assert!(
            difference(3, "cost_nhs", draw, 2).abs() < 0.15,
            "{}",
            difference(3, "cost_nhs", draw, 2)
        );
        // A programme of uncertain cost: what is drawn is charged, within the bounds of the distribution.
        let drawn = difference(4, "cost_public", draw, 2);
        assert!((0.19..=0.51).contains(&drawn), "{drawn}");
        // Pay raises are paid for, and posts are filled.
        assert!(difference(5, "care_vacancy_rate", draw, 3) < 0.0);
    }
}

#[test]
fn mistakes_are_told_with_their_line_and_the_nearest_right_word() {
    let whole = format!("{PROPOSALS}{ELECTORATE}");
    let line = |text: &str, what: &str| text.lines().position(|line| line.contains(what)).map_or(0, |at| at + 1);
    for (from, to, said) in [
        ("into = \"dental_optical\"", "into = \"dental\"", "dental_optical"),
        ("payer = \"nhs\"", "payr = \"nhs\"", "did you mean `payer`"),
        (
            "programme = \"debt_advice\"",
            "programme = \"debt_advise\"",
            "debt_advice",
        ),
        ("pay_uplift = \"2%\"", "pay_uplft = \"2%\"", "pay_uplift"),
        ("pay_uplift = \"2%\"", "pay_uplift = \"200%\"", "outside"),
        ("overall = 0.5", "overall = 1.5", "outside"),
        ("imd = [1.0, 1.1, 1.2, 1.3, 1.4]", "imd = [1.0, 1.1]", "5 odds"),
        ("max_length = 2", "max_lenth = 2", "max_length"),
        ("\"25-34\" = [0.05", "\"25-34\" = [0.5", "sum to 1"),
        // Ballots list keys with commas between them.
        ("[proposal.advice]", "[proposal.\"ad,vice\"]", "letters from a to z"),
        ("[proposal.advice]", "[proposal.\"ad;vice\"]", "letters from a to z"),
        ("[proposal.advice]", "[proposal.\"ad vice\"]", "letters from a to z"),
        ("[proposal.advice]", "[proposal.\"\"]", "letters from a to z"),
    ] {
        let wrong = text(&whole.replace(from, to));
        let told = refused(&wrong);
        assert!(
            told.contains(&format!("test.budget.toml:{}:", line(&wrong, to))),
            "{told}"
        );
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn the_example_of_the_guide_is_a_process() {
    let guide = include_str!("../../scenarios/README.md");
    let chapter = guide
        .split("## How a participatory budget is written")
        .nth(1)
        .expect("a chapter");
    let example = chapter
        .split("```toml")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("an example");
    let lines = example.lines().filter(|line| !line.starts_with("ballots"));
    let process = load(&format!("{}\n{ELECTORATE}", lines.collect::<Vec<_>>().join("\n")));
    assert_eq!(process.proposals.len(), 2);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let whole = format!("{PROPOSALS}{ELECTORATE}");
    let twice = "[proposal.more_pay]\ncost = \"£1\"\n[proposal.more_pay.patch.workforce.care]\npay_uplift = \"3%\"\n";
    for (wrong, said) in [
        (text(&format!("{whole}{twice}")), "set by `more_pay` too"),
        (
            text(&whole.replace("price = \"£300,000\"", "")),
            "`proposal.advice.price` is not set",
        ),
        (
            text(&whole.replace(
                "cost = \"£500,000\"",
                "cost = { uniform = { low = 1, high = 2 } }\nprice = 1",
            )),
            "fixed sum",
        ),
        (
            text(&whole).replace("budget = \"£1m\"\n", "budget = \"£1m\"\nballots = \"x.pb\"\n"),
            "one of them must go",
        ),
        (text(PROPOSALS), "`ballots` is not set"),
        (text(&whole).replace("smallshire", "smalshire"), "smalshire"),
        (
            text(&whole).replace("start_year = 2025", "start_year = 2040"),
            "starts in 2040",
        ),
        (text(&whole).replace("budget = \"£1m\"", "budget = \"£0\""), "budget"),
        (
            text(PROPOSALS).replace("budget = \"£1m\"\n", "budget = \"£1m\"\nballots = \"/tmp/town.pb\"\n"),
            "put a copy of the file beside the process file",
        ),
        (
            text(PROPOSALS).replace("budget = \"£1m\"\n", "budget = \"£1m\"\nballots = \"nowhere.pb\"\n"),
            "no ballots file nowhere.pb for the key `ballots`",
        ),
        (
            text(&whole).replace("budget = \"£1m\"", "budget = \"12 weeks\""),
            "wrong unit",
        ),
        (text(ELECTORATE), "at least one table"),
        (
            text(&whole).replace(
                "[electorate.delegation]\nnetwork = \"nearest\"\n[electorate.delegation.voters]\noverall = 0.2\n",
                "",
            ),
            "electorate.delegation",
        ),
    ] {
        let told = refused(&wrong);
        assert!(told.contains(said), "{said}: {told}");
        assert!(told.contains("test.budget.toml:"), "a line of the file: {told}");
    }
}

#[test]
fn no_bytes_make_the_reader_panic() {
    let whole = text(&format!("{PROPOSALS}{ELECTORATE}"));
    for cut in (0..whole.len()).step_by(97) {
        if let Some(part) = whole.get(..cut) {
            let _ = Process::from_text("test.budget.toml", part, &CATALOGUE);
        }
    }
    for odd in [
        "",
        "proposal = 3",
        "[proposal]\na = 1",
        "electorate = true",
        "[rule]\nname = 3",
        "[goals]\naccess = []",
    ] {
        assert!(
            Process::from_text("test.budget.toml", odd, &CATALOGUE).is_err(),
            "{odd}"
        );
    }
}

/// No bars.
fn quietly(_: &'static str, _: usize) -> Box<dyn Progress> {
    Box::new(Quiet)
}

#[test]
fn money_grows_for_as_long_as_the_run_and_what_the_model_charges_has_a_cost() {
    let free = "[proposal.free_care]\ntitle = \"Care; \\\"free\\\", from 65\"\ncategory = \"care\"\n\
        cost = { triangular = { low = \"£100,000\", mode = \"£300,000\", high = \"£500,000\" } }\nprice = \"£200,000\"\n\
        charge = \"model\"\n[proposal.free_care.patch.social_care.charging]\nscheme = \"free_personal_care\"\n";
    let slow = PROPOSALS.replace(
        "into = \"dental_optical\"",
        "into = \"dental_optical\"\nramp_years = 10",
    );
    let file = text(&format!("{slow}{free}{ELECTORATE}"));
    // The file says five years; the run is longer.
    let process = load(&file.replace("budget = \"£1m\"", "budget = \"£10m\""));
    let settings = Settings {
        draws: 4,
        people: 200,
        years: 9,
        seed: 2,
        electorates: 2,
        overrides: Vec::new(),
        margins: false,
    };
    let outcome = carry_out(&process, settings, &CATALOGUE, &quietly).expect("carried out");
    let at = |id: &str| process.find(id).expect("a proposal");

    // Everything fits the budget, and half of ten years' growth is not all of it.
    assert!(outcome.funded.contains(&at("dentists")), "{:?}", outcome.funded);
    let lever = CATALOGUE.index("funding.earmarked.dental_optical").expect("a lever");
    let world = outcome.plans[1].scenario.central();
    let mut values = Vec::new();
    let mut given = |year: u16| {
        world.values(outcome.start.plus(year), &mut values);
        values[lever]
    };
    let first = given(1);
    for year in 2..9 {
        let grown = f64::from(year) * first;
        assert!((given(year) / grown - 1.0).abs() < 1e-9, "year {year}");
    }

    // The cost of a change of law is drawn from what its author expects; beside it stands what the model charges.
    let alone = &outcome.alone[at("free_care")];
    assert!(alone.cost[0] > 100_000.0 && alone.cost[0] < alone.cost[2] && alone.cost[2] < 500_000.0);
    assert!(alone.dearer > 0.0);
    let charged = alone.charged.as_ref().expect("the model charges it");
    assert!(charged.mean.is_finite() && charged.mean != 0.0);
    assert!(outcome.alone[at("dentists")].charged.is_none());
    let (header, rows) = process::tables::funded(&process, &outcome);
    let column = |name: &str| header.iter().position(|known| *known == name).expect("a column");
    let row = rows.iter().find(|row| row[0] == "free_care").expect("a row");
    for name in ["cost_p50", "model_charges_p50"] {
        assert!(
            row[column(name)].parse::<f64>().expect("a number").abs() > 1_000.0,
            "{name}: {row:?}"
        );
    }

    // What was counted is what was cast, whatever titles hold.
    let poll = outcome.cast.poll.as_ref().expect("simulated");
    let read = carepool::budgeting::pabulib::read_bytes(outcome.cast.text.clone(), false);
    let mut read = read.election.expect("an election");
    assert!(process::count::same(&read, &poll.election));
    assert_eq!(
        read.find("free_care").map(|at| read.projects[at].name.clone()),
        Some(process.proposals[at("free_care")].title.clone())
    );
    read.ballot_of_voter.rotate_left(1);
    assert!(
        !process::count::same(&read, &poll.election),
        "another order of voters is another vote"
    );
}

#[test]
fn the_shipped_national_vote_charges_what_it_spends() {
    let process = Process::load("national", &CATALOGUE).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let at = |id: &str| process.find(id).expect("a proposal");
    // A change of structure inside fixed budgets costs the payer nothing in the model, so its price is charged.
    let pooled = process
        .scenario(&[at("pooled_budgets")], &[], &CATALOGUE)
        .expect("a scenario");
    let carrier = process::patch::carrier("pooled_budgets");
    assert!(pooled.programmes().iter().any(|programme| programme.name == carrier));
}

#[test]
fn projects_of_a_ballot_file_keep_names_that_no_key_could_have() {
    let place = tempfile::tempdir().expect("temporary folder");
    write_ballots(place.path());
    let pb = fs::read_to_string(place.path().join("town.pb")).expect("reads");
    fs::write(place.path().join("town.pb"), pb.replace("statue", "BO.D1/22")).expect("writes");
    let priced = PROPOSALS.replace("price = \"£300,000\"\n", "");
    let path = place.path().join("town.budget.toml");
    fs::write(&path, format!("{HEAD}ballots = \"town.pb\"\n{priced}")).expect("writes");
    let process = Process::load(path.to_str().expect("a path"), &CATALOGUE)
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    assert!(process.find("BO.D1/22").is_some());
}

/// Settings of a vote small enough for a test.
const SMALL: [&str; 11] = [
    "--draws",
    "3",
    "--people",
    "200",
    "--years",
    "4",
    "--electorates",
    "4",
    "--seed",
    "5",
    "--no-png",
];

fn held(folder: &Path, file: &str, out: &str, threads: &str) -> Value {
    let mut command = carepool(folder);
    command.args(["budget", file, "--out", out, "--threads", threads, "--format", "json"]);
    let printed = stdout(command.args(SMALL));
    serde_json::from_str(&printed).expect("JSON")
}

#[test]
fn a_vote_is_the_same_for_any_number_of_threads_and_any_order_of_proposals() {
    let place = tempfile::tempdir().expect("temporary folder");
    let pay = PROPOSALS.find("[proposal.pay]").expect("there");
    let (others, last) = PROPOSALS.split_at(pay);
    fs::write(
        place.path().join("one.budget.toml"),
        text(&format!("{PROPOSALS}{ELECTORATE}")),
    )
    .expect("writes");
    fs::create_dir(place.path().join("turned")).expect("makes");
    fs::write(
        place.path().join("turned/one.budget.toml"),
        text(&format!("{last}{others}{ELECTORATE}")),
    )
    .expect("writes");
    let vote = held(place.path(), "one.budget.toml", "a", "1");
    held(place.path(), "one.budget.toml", "b", "2");
    held(place.path(), "turned/one.budget.toml", "c", "2");
    crate::cli::assert_same(&place.path().join("a"), &place.path().join("b"));
    let (one, turned) = (files(&place.path().join("a")), files(&place.path().join("c")));
    for name in [
        "vote.json",
        "funded.csv",
        "effects.csv",
        "frequencies.csv",
        "regimes.csv",
        "ballots.pb",
        "summary.csv",
    ] {
        assert!(
            one[name] == turned[name],
            "{name} depends on the order of the proposals"
        );
    }
    for name in [
        "report.html",
        "charts/budget.svg",
        "charts/gap.svg",
        "charts/frequencies.svg",
        "charts/support-imd.svg",
        "manifest.json",
        "differences.csv",
    ] {
        assert!(
            one.contains_key(name),
            "{name} is missing: {:?}",
            one.keys().collect::<Vec<_>>()
        );
    }

    // The chosen set fits the budget, and its gain for each goal is no more than that of the best.
    let number = |value: &Value| {
        value
            .as_str()
            .and_then(|text| text.parse::<f64>().ok())
            .expect("a number")
    };
    assert!(number(&vote["decided"]["cost"]) <= number(&vote["budget"]));
    assert!((number(&vote["left"]) - (number(&vote["budget"]) - number(&vote["decided"]["cost"]))).abs() < 1e-6);
    for gap in vote["gaps"].as_array().expect("goals") {
        let gain = |of: &str| gap[of]["mean"].as_f64().expect("a number");
        assert!(gain("best_gain") >= gain("funded"), "{gap}");
    }

    // A gain has one sign, in words as in numbers, though less inequality is better.
    let told = String::from_utf8(one["summary.txt"].clone()).expect("text");
    for gap in vote["gaps"].as_array().expect("goals") {
        let start = format!("  {:<9} ", gap["goal"].as_str().expect("a goal"));
        let line = told.lines().find(|line| line.starts_with(&start)).expect("a line");
        let chosen = line.split("chosen ").nth(1).expect("a gain");
        let gain = gap["funded"]["mean"].as_f64().expect("a number");
        assert_eq!(chosen.starts_with('+'), gain > 0.0, "{line}");
        let turned = ["inequality_slope"].contains(&gap["measure"].as_str().expect("a measure"));
        assert_eq!(line.contains("less of it is the gain"), turned, "{line}");
    }

    // Every reason is told on the page, and nothing is loaded from elsewhere.
    let page = String::from_utf8(one["report.html"].clone()).expect("text");
    for proposal in ["Advice in practices", "dentists", "nurses", "pay"] {
        assert!(page.contains(proposal), "{proposal}");
    }
    for forbidden in ["<script src", "<link", "http-equiv=\"refresh\""] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }

    // The simulated ballots are a file like any other: counted again, they fund the same.
    let again = stdout(carepool(place.path()).args(["vote", "a/ballots.pb", "--rule", "greedy", "--format", "json"]));
    let again: Value = serde_json::from_str(&again).expect("JSON");
    let greedy = vote["compared"]
        .as_array()
        .expect("rules")
        .iter()
        .find(|one| one["rule"] == "greedy")
        .expect("greedy is compared");
    assert_eq!(again["funded"], greedy["funded"]);
}

/// A ballot file with one project that the process knows nothing of.
fn write_ballots(folder: &Path) {
    let mut pb = String::from(
        "META\nkey;value\ndescription;x\ncountry;x\nunit;x\ninstance;x\nnum_projects;5\nnum_votes;60\nbudget;1000000\nvote_type;approval\nrule;unknown\ndate_begin;2026\ndate_end;2026\ncurrency;GBP\nPROJECTS\nproject_id;cost;name\nadvice;300000;Advice\ndentists;500000;Dentists\nnurses;400000;Nurses\npay;600000;Pay\nstatue;250000;A statue\nVOTES\nvoter_id;vote;age\n",
    );
    let ballots = ["advice,nurses", "dentists", "pay,advice", "statue,nurses,advice", "pay"];
    for voter in 0..60 {
        pb.push_str(&format!("{voter};{};{}\n", ballots[voter % ballots.len()], 20 + voter));
    }
    fs::write(folder.join("town.pb"), pb).expect("writes");
}

#[test]
fn ballots_of_a_file_are_counted_as_vote_counts_them() {
    let place = tempfile::tempdir().expect("temporary folder");
    write_ballots(place.path());
    let rule = "[rule]\nname = \"equal-shares\"\ncompletion = \"add1\"\npreset = \"pabulib\"\nstep = \"£100\"\n";
    let priced = PROPOSALS.replace("price = \"£300,000\"\n", "");
    let file = format!("{HEAD}ballots = \"town.pb\"\n{rule}{priced}");
    fs::write(place.path().join("town.budget.toml"), file).expect("writes");
    let held = held(place.path(), "town.budget.toml", "out", "2");
    for (rule, more) in [
        (
            "equal-shares",
            &["--completion", "add1", "--preset", "pabulib", "--step", "100"][..],
        ),
        ("greedy", &[]),
        ("phragmen", &[]),
    ] {
        let mut command = carepool(place.path());
        command
            .args(["vote", "town.pb", "--rule", rule, "--format", "json"])
            .args(more);
        let vote: Value = serde_json::from_str(&stdout(&mut command)).expect("JSON");
        let ours = std::iter::once(&held["decided"])
            .chain(held["compared"].as_array().expect("rules"))
            .find(|one| one["rule"] == rule)
            .expect("counted");
        assert_eq!(ours["funded"], vote["funded"], "{rule}");
        assert_eq!(ours["cost"], vote["cost"], "{rule}");
    }
    // The project that the file does not know costs money and changes nothing, and that is said.
    assert!(
        held["notes"][0].as_str().is_some_and(|note| note.contains("A statue")),
        "{}",
        held["notes"]
    );
    assert_eq!(
        fs::read(place.path().join("out/ballots.pb")).expect("there"),
        fs::read(place.path().join("town.pb")).expect("there")
    );
}

#[test]
fn prices_that_ballots_and_process_tell_differently_are_refused() {
    let place = tempfile::tempdir().expect("temporary folder");
    write_ballots(place.path());
    let file = format!("{HEAD}ballots = \"town.pb\"\n{PROPOSALS}");
    for (name, wrong, said) in [
        (
            "price",
            file.replace("£500,000\"\ninto", "£550,000\"\ninto"),
            "prices it at 500000",
        ),
        (
            "budget",
            file.replace("ballots =", "budget = \"£2m\"\nballots ="),
            "the budget is 1000000",
        ),
        (
            "key",
            file.replace("[proposal.nurses]", "[proposal.nurse]"),
            "did you mean `nurses`",
        ),
    ] {
        let path = format!("{name}.budget.toml");
        fs::write(place.path().join(&path), wrong).expect("writes");
        let output = carepool(place.path())
            .args(["budget", &path, "--check"])
            .assert()
            .code(2)
            .get_output()
            .stderr
            .clone();
        let told = String::from_utf8(output).expect("text");
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn shipped_processes_are_fine_and_their_votes_can_be_held() {
    let place = tempfile::tempdir().expect("temporary folder");
    let names = process::file::shipped();
    assert_eq!(names, ["national", "neighbourhood"]);
    for name in &names {
        let loaded = Process::load(name, &CATALOGUE).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        assert_eq!(loaded.proposals.len(), 12, "{name}");
        assert!(matches!(loaded.voting, Voting::Electorate(_)));
        for proposal in &loaded.proposals {
            assert!(
                !proposal.evidence("source").is_empty(),
                "{name}: {} has no source",
                proposal.id
            );
            assert!(
                proposal.has_effect() && !proposal.description.is_empty(),
                "{name}: {}",
                proposal.id
            );
        }
        let mut command = carepool(place.path());
        command.args([
            "budget",
            name,
            "--draws",
            "2",
            "--people",
            "200",
            "--years",
            "4",
            "--electorates",
            "1",
        ]);
        let csv = stdout(command.args(["--no-png", "--no-margins", "--format", "csv"]));
        assert_eq!(csv.lines().count(), 13, "{csv}");
        assert!(csv.contains(",1,1,"), "nothing is funded: {csv}");
        assert!(place.path().join("outputs").join(name).join("report.html").is_file());
    }
}
