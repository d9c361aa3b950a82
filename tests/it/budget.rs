//! Participatory budgets: what a process file may say, that its money is the money charged, and that a vote is a vote.

use std::fs;
use std::path::Path;

use carepool::budgeting::electorate::Shape;
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
pub const PROPOSALS: &str = r#"
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

pub const HEAD: &str = "title = \"A test\"\nbase = \"smallshire.toml\"\nyears = 5\nstart_year = 2025\n";

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

pub fn load(text: &str) -> Process {
    Process::from_text("test.budget.toml", text, &CATALOGUE)
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

pub fn refused(text: &str) -> String {
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
    assert!(process::cast::same(&read, &poll.election));
    assert_eq!(
        read.find("free_care").map(|at| read.projects[at].name.clone()),
        Some(process.proposals[at("free_care")].title.clone())
    );
    read.ballot_of_voter.rotate_left(1);
    assert!(
        !process::cast::same(&read, &poll.election),
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

    // Two votes are set side by side, and `report` leaves the page of a vote as it is.
    let beside = stdout(carepool(place.path()).args(["compare", "a", "c", "--format", "csv"]));
    assert!(
        beside
            .lines()
            .any(|line| line.starts_with("dentists,") && line.contains("funded")),
        "{beside}"
    );
    assert!(beside.contains("gain for health"), "{beside}");
    // What a run tells and a vote does not is refused.
    let refused = carepool(place.path())
        .args(["compare", "a", "c", "--measure", "deaths"])
        .output()
        .expect("runs");
    assert!(!refused.status.success());
    // Gains of worlds of other lengths do not stand beside one another without a word.
    stdout(
        carepool(place.path())
            .args(["budget", "one.budget.toml", "--out", "short"])
            .args(SMALL.map(|word| if word == "4" { "3" } else { word })),
    );
    let beside = stdout(carepool(place.path()).args(["compare", "a", "short"]));
    assert!(
        beside.contains("years projected") && beside.contains("different settings (years projected)"),
        "{beside}"
    );
    // A vote is no run.
    for words in [
        &["trace", "a", "cost_nhs", "--year", "2026"][..],
        &["compare", "a", "--winners"],
        &["robustness", "--run", "a"],
    ] {
        let told = carepool(place.path()).args(words).output().expect("runs");
        let error = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(
            !told.status.success() && error.contains("a holds a vote"),
            "{words:?}: {error}"
        );
    }
    stdout(carepool(place.path()).args(["report", "a", "--no-png"]));
    assert!(
        files(&place.path().join("a"))["report.html"] == one["report.html"],
        "the page of the vote is gone"
    );

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

#[test]
fn one_vote_has_one_result_whichever_command_counts_it() {
    let place = tempfile::tempdir().expect("temporary folder");
    let count = |arguments: &[&str]| -> Value {
        let told = stdout(
            carepool(place.path())
                .arg("vote")
                .args(arguments)
                .args(["--format", "json"]),
        );
        serde_json::from_str(&told).expect("JSON")
    };
    let ids = |list: &Value| -> Vec<String> {
        let mut ids: Vec<String> = list
            .as_array()
            .expect("a list")
            .iter()
            .map(|id| id.as_str().expect("an identifier").to_owned())
            .collect();
        ids.sort();
        ids
    };
    // Three districts, a pin, a veto and a quorum; and four answers of which one is chosen.
    for process in ["city", "charging"] {
        let vote = held(place.path(), process, process, "2");
        let ballots = format!("{process}/ballots.pb");
        let again = count(&[&ballots, "--process", process]);
        assert!(!ids(&again["funded"]).is_empty());
        assert_eq!(ids(&again["funded"]), ids(&vote["decided"]["funded"]), "{process}");
        // Counted alone they can come to another result, and that is told.
        let alone = count(&[&ballots, "--rule", "phragmen"]);
        assert_ne!(ids(&alone["funded"]), ids(&again["funded"]), "{process}");
        let meant = |one: &Value| one["notes"].to_string().contains("counts them as they were meant");
        assert!(meant(&alone) && !meant(&again), "{alone}");
    }
    let other = carepool(place.path())
        .args(["vote", "city/ballots.pb", "--process", "charging"])
        .output()
        .expect("runs");
    let told = String::from_utf8_lossy(&other.stderr).into_owned();
    assert!(!other.status.success() && told.contains("its budget is"), "{told}");
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
fn ballots_that_were_cut_off_are_refused_with_their_line_unless_the_process_asks_for_the_repair() {
    let place = tempfile::tempdir().expect("temporary folder");
    write_ballots(place.path());
    let whole = fs::read_to_string(place.path().join("town.pb")).expect("there");
    let cut = whole.rsplit_once("\n59;").expect("the last voter").0;
    fs::write(place.path().join("town.pb"), cut).expect("writes");
    let file = format!("{HEAD}ballots = \"town.pb\"\n{PROPOSALS}");
    let check = |text: &str| {
        fs::write(place.path().join("cut.budget.toml"), text).expect("writes");
        let output = carepool(place.path())
            .args(["budget", "cut.budget.toml", "--check"])
            .output()
            .expect("runs");
        (
            output.status.code(),
            [output.stdout, output.stderr]
                .map(|text| String::from_utf8_lossy(&text).into_owned())
                .concat(),
        )
    };
    let (code, told) = check(&file);
    assert!(
        code == Some(2) && told.contains("line 8") && told.contains("`num_votes` says 60"),
        "{told}"
    );
    let (code, told) = check(&file.replace("ballots =", "repair = true\nballots ="));
    assert!(code == Some(0) && told.contains("`num_votes` says 60"), "{told}");
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
    assert_eq!(names, ["charging", "city", "national", "neighbourhood"]);
    for name in &names {
        let loaded = Process::load(name, &CATALOGUE).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        assert!(loaded.proposals.len() >= 10, "{name}");
        assert!(matches!(loaded.voting, Voting::Electorate(_)));
        for proposal in &loaded.proposals {
            assert!(
                !proposal.evidence("source").is_empty(),
                "{name}: {} has no source",
                proposal.id
            );
            // No change is an answer too.
            assert!(
                proposal.has_effect() || proposal.id == "as_now",
                "{name}: {}",
                proposal.id
            );
            assert!(!proposal.description.is_empty(), "{name}: {}", proposal.id);
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
        assert_eq!(csv.lines().count(), loaded.proposals.len() + 1, "{csv}");
        assert!(csv.contains(",1,1,"), "nothing is funded: {csv}");
        assert!(place.path().join("outputs").join(name).join("report.html").is_file());
    }
}

/// A vote held in memory, small.
pub fn small(process: &Process, seed: u64, electorates: usize) -> process::Outcome {
    let settings = Settings {
        draws: 3,
        people: 200,
        years: 4,
        seed,
        electorates,
        overrides: Vec::new(),
        margins: false,
    };
    carry_out(process, settings, &CATALOGUE, &quietly).expect("carried out")
}

#[test]
fn what_health_access_and_payments_are_worth_moves_ballots() {
    let free = "[proposal.free_care]\ncost = \"£200,000\"\ncharge = \"model\"\n\
        [proposal.free_care.patch.social_care.charging]\nscheme = \"free_personal_care\"\n";
    // Voters who go by reasons alone, so that what moves is what they expect.
    let known = "[electorate.model]\nknowledge = 1.0\nnoise_sd = 0.3\n";
    let file = |worth: &str| {
        let gain = format!("[electorate.gain]\n{worth}");
        let electorate = ELECTORATE.replace("[electorate.gain]\nqaly_value = \"£70,000\"", &gain);
        text(&format!("{PROPOSALS}{free}{electorate}{known}"))
    };
    let ballots = |worth: &str| small(&load(&file(worth)), 3, 0).cast.text;
    let held = ballots("qaly_value = \"£70,000\"");
    assert_eq!(
        held,
        ballots("qaly_value = \"£70,000\"\naccess_weight = 1.0\npayment_weight = 1.0")
    );
    for other in [
        "qaly_value = \"£7\"",
        "qaly_value = \"£70,000\"\naccess_weight = 1000",
        "qaly_value = \"£70,000\"\npayment_weight = 1000",
    ] {
        assert!(ballots(other) != held, "{other} moves no ballot");
    }
}

#[test]
fn votes_follow_the_model_as_far_as_voters_know_it() {
    let follows = |knowledge: f64| {
        let model = format!("[electorate.model]\nknowledge = {knowledge}\n");
        let file = text(&format!("{PROPOSALS}{ELECTORATE}{model}"));
        let file = file
            .replace("voters = 150", "voters = 600")
            .replace("max_length = 2\n", "");
        let outcome = small(&load(&file), 3, 12);
        outcome.as_held().expect("repeated").follows_model.expect("varies")
    };
    let (nothing, everything) = (follows(0.0), follows(1.0));
    assert!(nothing < 0.5 && everything > 0.8, "{nothing} {everything}");
}

/// Six proposals: two alternatives, one that needs another, two districts.
const CITY: &str = r#"
[district.east]
budget = "£300,000"
people = 0.5
[district.west]
title = "West end"
budget = "£300,000"
people = 0.5
[proposal.small_reform]
cost = "£100,000"
one_of = "reform"
charge = "model"
[proposal.small_reform.patch.social_care.charging]
scheme = "free_personal_care"
[proposal.large_reform]
cost = "£200,000"
one_of = "reform"
charge = "model"
[proposal.large_reform.patch.social_care.charging]
scheme = "cap_2011"
[proposal.nurses]
cost = "£300,000"
district = "east"
into = "community_health"
[proposal.dentists]
cost = "£250,000"
district = "west"
into = "dental_optical"
[proposal.advice]
cost = "£50,000"
needs = "clinic"
[proposal.clinic]
cost = "£100,000"
into = "primary_care"
"#;

#[test]
fn districts_decide_about_their_own_money_and_one_alternative_wins() {
    let process = load(&text(&format!("{CITY}{ELECTORATE}")));
    let outcome = small(&process, 3, 6);
    let election = outcome.cast.reading.election.as_ref().expect("an election");
    let at = |id: &str| process.find(id).expect("a proposal");
    // Nobody names a project of a district where they do not live.
    let (east, west) = (
        election.find("nurses").expect("there"),
        election.find("dentists").expect("there"),
    );
    for (ballot, district) in election.ballot_of_voter.iter().zip(&outcome.cast.districts) {
        let named = &election.ballots[*ballot as usize].projects;
        let other = if *district == Some(0) { west } else { east };
        assert!(!named.contains(&(other as u32)), "{district:?} {named:?}");
    }
    let reforms = [at("small_reform"), at("large_reform")];
    for often in &outcome.frequencies.often {
        for funded in &often.funded {
            assert!(
                !reforms.iter().all(|reform| funded[*reform]),
                "both alternatives: {funded:?}"
            );
            assert!(funded[at("clinic")] || !funded[at("advice")], "advice without a clinic");
        }
    }
    // The sets that would do most keep to the same.
    for joint in &outcome.sets {
        assert!(!reforms.iter().all(|reform| joint.set.contains(reform)));
        assert!(joint.set.contains(&at("clinic")) || !joint.set.contains(&at("advice")));
    }
    let contests: Vec<&str> = outcome.decided.contests.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(contests, ["The whole area", "east", "West end"]);
    let spent = |title: &str| {
        let found = outcome.decided.contests.iter().find(|one| one.title == title);
        let one = found.expect("a contest");
        assert!(one.cost <= one.budget, "{title}");
        one.voters
    };
    assert_eq!(spent("east") + spent("West end"), spent("The whole area"));
}

#[test]
fn what_officials_pin_is_paid_first_and_what_they_take_out_is_never_funded() {
    let pinned = CITY
        .replace(
            "[proposal.large_reform]",
            "[proposal.large_reform]\npinned = \"a court has ruled so\"",
        )
        .replace("[proposal.clinic]", "[proposal.clinic]\nvetoed = \"no site is left\"");
    let process = load(&text(&format!("{pinned}{ELECTORATE}")));
    let outcome = small(&process, 3, 3);
    let at = |id: &str| process.find(id).expect("a proposal");
    assert!(outcome.funded.contains(&at("large_reform")));
    for id in ["small_reform", "clinic", "advice"] {
        assert!(!outcome.funded.contains(&at(id)), "{id}");
    }
    for often in &outcome.frequencies.often {
        assert!(
            often
                .funded
                .iter()
                .all(|funded| funded[at("large_reform")] && !funded[at("clinic")])
        );
    }
    let told: Vec<&str> = outcome.decided.verdicts.iter().map(|one| one.text.as_str()).collect();
    for words in [
        "a court has ruled so",
        "no site is left",
        "of these alternatives the officials have pinned",
    ] {
        assert!(told.iter().any(|text| text.contains(words)), "{words}: {told:?}");
    }
    // What is pinned comes out of the money there is; of the whole area nothing else is left to be voted on.
    let titles: Vec<&str> = outcome.decided.contests.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["east", "West end"]);
    let districts: carepool::Rational = outcome.decided.contests.iter().map(|one| &one.cost).sum();
    assert_eq!(
        outcome.decided.outcome.cost,
        districts + carepool::budgeting::exact::whole(200_000)
    );
    assert!(told.iter().any(|text| text.contains("it needs clinic")));
}

#[test]
fn a_quorum_and_money_carried_over_count() {
    let with = |rule: &str, top: &str| {
        let file = text(&format!("{PROPOSALS}{ELECTORATE}{rule}")).replace("budget = ", &format!("{top}budget = "));
        small(&load(&file), 3, 0)
    };
    let none = with("[rule]\nname = \"greedy\"\nquorum = \"100%\"\n", "");
    assert!(none.funded.is_empty(), "nothing is named by all: {:?}", none.funded);
    assert!(!with("[rule]\nname = \"greedy\"\n", "").funded.is_empty());
    let more = with("[rule]\nname = \"greedy\"\n", "carried_over = \"£10m\"\n");
    assert_eq!(more.funded.len(), 4, "eleven millions pay for all");
}

#[test]
fn what_proposals_say_of_one_another_must_be_possible() {
    for (from, to, said) in [
        ("needs = \"clinic\"", "needs = \"clinc\"", "did you mean `clinic`"),
        ("needs = \"clinic\"", "needs = \"advice\"", "cannot need itself"),
        ("needs = \"clinic\"", "needs = \"nurses\"", "another district"),
        ("district = \"east\"", "district = \"eest\"", "east"),
        (
            "budget = \"£300,000\"\npeople = 0.5\n[district.west]",
            "budget = \"£3m\"\npeople = 0.5\n[district.west]",
            "more than the whole budget",
        ),
        ("people = 0.5\n[district.west]", "[district.west]", "people"),
        (
            "[proposal.clinic]",
            "[proposal.clinic]\npinned = \"a\"\nvetoed = \"b\"",
            "pinned and vetoed",
        ),
        (
            "[proposal.clinic]",
            "[proposal.clinic]\nvetoed = \"\"",
            "the reason in words",
        ),
        (
            "[proposal.clinic]",
            "[proposal.clinic]\nneeds = \"advice\"\npinned = \"a\"",
            "is pinned and needs",
        ),
        (
            "[proposal.clinic]",
            "[proposal.clinic]\ntouches = \"parents\"",
            "electorate.home",
        ),
        (
            "[proposal.clinic]",
            "[proposal.clinic]\nstance = { markt = 1 }",
            "market",
        ),
        ("[proposal.clinic]", "[proposal.clinic]\none_of = \"alone\"", "alone in"),
    ] {
        assert!(CITY.contains(from), "{from}");
        let told = refused(&text(&format!("{}{ELECTORATE}", CITY.replace(from, to))));
        assert!(told.contains(said), "{said}: {told}");
        assert!(told.contains("test.budget.toml:"), "a line of the file: {told}");
    }
}

#[test]
fn two_that_are_no_alternatives_may_not_set_the_same() {
    let told = refused(&text(&format!(
        "{}{ELECTORATE}",
        CITY.replace("one_of = \"reform\"\n", "")
    )));
    assert!(told.contains("is set by") && told.contains("one_of"), "{told}");
}

#[test]
fn shipped_votes_look_like_real_ones_and_turnout_by_group_changes_what_is_funded() {
    let middle = crate::voters::middle_of_real();
    let mut moved = false;
    for name in ["national", "neighbourhood"] {
        let mut process = Process::load(name, &CATALOGUE).expect("a process");
        if let Voting::Electorate(spec) = &mut process.voting {
            spec.variants
                .retain(|variant| variant.name == "even" || variant.name == "everybody");
        }
        let outcome = small(&process, 2, 8);
        let held = outcome.as_held().expect("repeated");
        for ((figure, [_, found, _]), (low, high)) in Shape::NAMES.iter().zip(held.shape).zip(middle) {
            assert!(
                (low..=high).contains(&found),
                "{name}: {figure} is {found}, real ones {low} to {high}"
            );
        }
        let follows = held.follows_model.expect("varies");
        assert!(follows < 0.7, "{name}: votes only ask the model ({follows})");
        let funded = |regime: &str| {
            let found = outcome.frequencies.often.iter().find(|often| often.regime == regime);
            found.expect("a regime").funded.clone()
        };
        moved |= funded("as-held") != funded("even") || funded("as-held") != funded("everybody");
    }
    assert!(moved, "who turns out changes nothing");
}

#[test]
fn a_weighted_vote_says_how_heavy_its_heaviest_ballot_is() {
    // Turnout differs by group, so that those of whom few vote weigh more: some ballot more than one in as many as were cast.
    let process = load(&text(&format!("{PROPOSALS}{ELECTORATE}")));
    let outcome = small(&process, 2, 12);
    let held = |regime: &str| {
        let found = outcome.frequencies.held.iter().find(|held| held.regime == regime);
        found.expect("a regime").clone()
    };
    let (alike, weighted) = (held("as-held"), held("weighted"));
    assert!((alike.turnout - weighted.turnout).abs() < 1e-12);
    assert!(
        weighted.heaviest > 1.05 * alike.heaviest,
        "{} {}",
        weighted.heaviest,
        alike.heaviest
    );
    assert!(weighted.power_gini > 0.0 && alike.power_gini == 0.0);
}

#[test]
fn the_interval_of_a_repeated_vote_holds_other_seeds() {
    let process = load(&text(&format!("{PROPOSALS}{ELECTORATE}")));
    let seeds: Vec<_> = [1, 2, 3].map(|seed| small(&process, seed, 60)).into_iter().collect();
    for one in &seeds {
        for other in &seeds {
            let (one, other) = (&one.frequencies.often[0], &other.frequencies.often[0]);
            for (at, (mine, theirs)) in one.frequencies.iter().zip(&other.frequencies).enumerate() {
                assert!(
                    (mine.low..=mine.high).contains(&theirs.share),
                    "{}: {} is outside {} to {}",
                    process.proposals[at].id,
                    theirs.share,
                    mine.low,
                    mine.high
                );
            }
        }
    }
}
