//! Votes in phases, proposals paid in part, votes against a proposal, and what officials decided: from the process file to the
//! result, the projection, the ballot file and the page.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::budget::{HEAD, load, refused};
use crate::cli::{carepool, stdout};

/// Three proposals that can be had in part.
const PROPOSALS: &str = r#"
[proposal.dentists]
price = "£500,000"
into = "dental_optical"
[proposal.nurses]
price = "£400,000"
into = "community_health"
[proposal.pay]
price = "£600,000"
bought = ["workforce.care.pay_uplift"]
[proposal.pay.patch.workforce.care]
pay_uplift = "2%"
"#;

/// Sixty voters: all name the nurses, forty the dentists, thirty the pay.
fn ballots(kind: &str) -> String {
    let mut pb = format!(
        "META\nkey;value\nnum_projects;3\nnum_votes;60\nbudget;1000000\nvote_type;{kind}\nrule;unknown\ncurrency;GBP\nPROJECTS\nproject_id;cost;name\ndentists;500000;Dentists\nnurses;400000;Nurses\npay;600000;Pay\nVOTES\nvoter_id;vote{}\n",
        if kind == "scoring" { ";points" } else { "" }
    );
    for voter in 0..60 {
        pb.push_str(&match (kind, voter % 6) {
            ("scoring", 0..2) => format!("{voter};nurses,dentists,pay;5,4,-9\n"),
            ("scoring", _) => format!("{voter};nurses,dentists,pay;5,3,1\n"),
            (_, 0 | 1) => format!("{voter};nurses,dentists\n"),
            (_, 2 | 3) => format!("{voter};nurses,dentists,pay\n"),
            (_, 4) => format!("{voter};nurses,pay\n"),
            _ => format!("{voter};nurses\n"),
        });
    }
    pb
}

/// Holds the process at a small setting, with more said on the line; what is told of it.
fn asked(folder: &Path, more: &[&str]) -> String {
    let mut command = carepool(folder);
    command.args([
        "budget",
        "p.budget.toml",
        "--out",
        "out",
        "--draws",
        "2",
        "--people",
        "200",
    ]);
    command.args([
        "--years",
        "3",
        "--electorates",
        "4",
        "--no-png",
        "--no-margins",
        "--format",
        "json",
    ]);
    stdout(command.args(more))
}

/// Holds a process anew; what came of it.
fn hold(folder: &Path, file: &str) -> Value {
    fs::write(folder.join("p.budget.toml"), file).expect("writes");
    serde_json::from_str(&asked(folder, &["--overwrite"])).expect("JSON")
}

#[test]
fn a_vote_in_phases_carries_over_what_a_phase_leaves_and_every_command_counts_it_so() {
    let place = tempfile::tempdir().expect("temporary folder");
    fs::write(place.path().join("town.pb"), ballots("approval")).expect("writes");
    let file = format!(
        "{HEAD}ballots = \"town.pb\"\nphases = [\"£500,000\", \"£500,000\"]\n[rule]\nname = \"greedy\"\n{}",
        PROPOSALS.replace("[proposal.pay]\n", "[proposal.pay]\nphase = 2\n")
    );
    // Phase 1 buys the nurses and leaves £100,000; with it, the pay rise of £600,000 fits the £500,000 of phase 2.
    let held = hold(place.path(), &file);
    assert_eq!(held["decided"]["funded"], serde_json::json!(["nurses", "pay"]));
    let contests = held["contests"].as_array().expect("a list");
    assert_eq!(contests.len(), 2);
    assert_eq!(contests[1]["budget"], "600000");
    let notes = held["decided"]["notes"].to_string();
    assert!(
        notes.contains("£100,000 of the money of this phase was carried over"),
        "{notes}"
    );
    let page = fs::read_to_string(place.path().join("out/report.html")).expect("a page");
    assert!(page.contains("Phase 2") && page.contains("was carried over from the one before"));
    // Held again, the pay rise wins as often as the nurses: what is carried over is carried over there too.
    let often = fs::read_to_string(place.path().join("out/frequencies.csv")).expect("a table");
    let share = |id: &str| {
        let line = often
            .lines()
            .find(|line| line.contains(&format!("greedy,{id},")))
            .expect("a row");
        line.split(',').nth(3).expect("a share").to_owned()
    };
    assert_eq!(
        (share("nurses"), share("pay"), share("dentists")),
        ("1.0".into(), "1.0".into(), "0.0".into())
    );
    let mut command = carepool(place.path());
    command.args(["vote", "town.pb", "--process", "p.budget.toml", "--format", "json"]);
    let vote: Value = serde_json::from_str(&stdout(&mut command)).expect("JSON");
    assert_eq!(vote["funded"], held["decided"]["funded"]);
    // No table of the page is one of headings alone.
    let mut command = carepool(place.path());
    command.args(["vote", "town.pb", "--process", "p.budget.toml", "--format", "html"]);
    let page = stdout(&mut command);
    assert!(page.contains("<tbody>") && !page.contains("<tbody></tbody>"), "{page}");
    welsh(place.path());
    // In one go the dentists win and the pay rise does not.
    let together = file
        .replace("phases = [\"£500,000\", \"£500,000\"]\n", "")
        .replace("phase = 2\n", "");
    assert_eq!(
        hold(place.path(), &together)["decided"]["funded"],
        serde_json::json!(["nurses", "dentists"])
    );
}

/// Asked for in Welsh, the same vote gets a second page; the first and the numbers stay.
fn welsh(folder: &Path) {
    let before = fs::read(folder.join("out/report.html")).expect("a page");
    asked(folder, &["--language", "cy"]);
    assert_eq!(before, fs::read(folder.join("out/report.html")).expect("a page"));
    let page = fs::read_to_string(folder.join("out/report.cy.html")).expect("a page in Welsh");
    for words in [
        "<html lang=\"cy\">",
        "Yn gryno",
        "Ariennir 2 o’r 3 o gynigion, am £1 miliwn y flwyddyn",
        "Pam yr ariannwyd pob cynnig neu beidio",
        "Pleidleisiodd 60 o bobl",
        "Nid yw siaradwr brodorol wedi darllen y Gymraeg",
        "lang=\"en\"",
    ] {
        assert!(page.contains(words), "{words}");
    }
    for english in [
        ">In short<",
        ">Why each<",
        ">Turnout<",
        "were funded",
        "a year to decide about",
    ] {
        assert!(!page.contains(english), "{english}");
    }
}

#[test]
fn a_phase_that_has_money_and_no_proposal_is_refused_with_its_line() {
    let file = |phases: &str, proposals: &str| {
        format!(
            "{HEAD}budget = \"£1m\"\n{phases}\n{proposals}\n[electorate]\nvoters = 20\n[electorate.gain]\nqaly_value = \"£70,000\"\n"
        )
    };
    let two = "phases = [\"£500,000\", \"£500,000\"] # here";
    let nobody = file(two, PROPOSALS);
    let told = refused(&nobody);
    assert!(
        told.contains("phase 2 has £500,000, and neither it nor a later one"),
        "{told}"
    );
    let line = 1 + nobody
        .lines()
        .position(|line| line.contains("# here"))
        .expect("the line");
    assert!(told.contains(&format!(":{line}:")), "{told}");
    // A phase without money waits for what the first leaves: it may be told before anybody has a proposal for it.
    load(&file("phases = [\"£1m\", \"£0\"]", PROPOSALS));
}

#[test]
fn phases_that_do_not_add_up_or_stand_in_each_other_s_way_are_refused() {
    let file = |phases: &str, proposals: &str| {
        format!(
            "{HEAD}budget = \"£1m\"\n{phases}\n{proposals}\n[electorate]\nvoters = 20\n[electorate.gain]\nqaly_value = \"£70,000\"\n"
        )
    };
    let second = PROPOSALS.replace("[proposal.pay]\n", "[proposal.pay]\nphase = 2\n");
    let two = "phases = [\"£500,000\", \"£500,000\"]";
    for (name, text, words) in [
        (
            "a sum",
            file("phases = [\"£500,000\", \"£600,000\"]", &second),
            "£1.1 million together",
        ),
        ("one phase", file("phases = [\"£1m\"]", PROPOSALS), "one for each phase"),
        ("no phases", file("", &second), "there are no phases"),
        (
            "a third",
            file(two, &second.replace("phase = 2", "phase = 3")),
            "there are 2 phases",
        ),
        (
            "a need",
            file(two, &second.replace("phase = 2\n", "phase = 2\nneeds = [\"nurses\"]\n")),
            "another phase decides about",
        ),
        (
            "alternatives",
            file(
                two,
                &second
                    .replace("phase = 2\n", "phase = 2\none_of = \"staff\"\n")
                    .replace("[proposal.nurses]\n", "[proposal.nurses]\none_of = \"staff\"\n"),
            ),
            "in different phases",
        ),
    ] {
        let told = refused(&text);
        assert!(told.contains(words), "{name}: {words} is not in\n{told}");
    }
    load(&file(two, &second));
}

#[test]
fn the_last_project_is_paid_in_part_and_does_that_part_of_what_it_would_do() {
    let place = tempfile::tempdir().expect("temporary folder");
    fs::write(place.path().join("town.pb"), ballots("approval")).expect("writes");
    // The dentists are out, so that £600,000 are left for the pay rise of £800,000: three quarters of it.
    let proposals = PROPOSALS.replace("price = \"£600,000\"\n", "").replace(
        "[proposal.dentists]\n",
        "[proposal.dentists]\nvetoed = \"no premises\"\n",
    );
    let dear = ballots("approval").replace("pay;600000", "pay;800000");
    fs::write(place.path().join("town.pb"), dear).expect("writes");
    let file = format!("{HEAD}ballots = \"town.pb\"\n[rule]\nname = \"greedy\"\npartial = true\n{proposals}");
    let held = hold(place.path(), &file);
    assert_eq!(held["decided"]["funded"], serde_json::json!(["nurses"]));
    assert_eq!(
        held["funded_in_part"],
        serde_json::json!([{"proposal": "pay", "amount": "600000"}])
    );
    assert_eq!(held["left"], "0");
    let told = held["decided"]["explanation"].to_string();
    assert!(told.contains("Funded in part"), "{told}");
    // What the set is expected to do is what its parts do: all of the nurses, three quarters of the pay rise.
    let effects = fs::read_to_string(place.path().join("out/effects.csv")).expect("a table");
    let of = |world: &str, id: &str, statistic: &str| -> f64 {
        let mut lines = effects.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let row = lines.find(|row| {
            row[0] == world && (id.is_empty() || row[1] == id) && row[2] == "gain for access" && row[5] == statistic
        });
        row.expect("a row")[6].parse().expect("a number")
    };
    let expected = of("alone", "nurses", "mean") + 0.75 * of("alone", "pay", "mean");
    let sum = of("funded", "", "sum_of_single_mean");
    assert!(
        (sum - expected).abs() <= 1e-6 * expected.abs().max(1e-9),
        "{sum} {expected}"
    );
    // Voters drawn anew pay the same, and it is told of them as spent and as done.
    let regimes = fs::read_to_string(place.path().join("out/regimes.csv")).expect("a table");
    let row: Vec<&str> = regimes
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .find(|row| row[0] == "resampled" && row[6] == "access")
        .expect("a row");
    let (spent, repeated): (f64, f64) = (row[5].parse().expect("spent"), row[7].parse().expect("a gain"));
    assert_eq!(spent, 1.0, "{row:?}");
    // The median of the draws, as it is told of the set that was counted.
    let counted = of("funded", "", "sum_of_single");
    assert!(
        (repeated - counted).abs() <= 1e-3 * counted.abs(),
        "{repeated} {counted}"
    );
    // Every table tells the part: what each gets, and, beside another vote, how much of it is paid.
    let table = fs::read_to_string(place.path().join("out/funded.csv")).expect("a table");
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|title| *title == name).expect("a column");
    let gets = |id: &str| rows.iter().find(|row| row[0] == id).expect("a row")[column("gets")];
    assert_eq!(
        [gets("nurses"), gets("pay"), gets("dentists")],
        ["400000", "600000", "0"]
    );
    fs::rename(place.path().join("out"), place.path().join("parts")).expect("moves");
    // Together they cost what is given: £1m a year more than nothing, and £400,000 without the part.
    let gain = of("funded", "", "mean");
    let alone = hold(place.path(), &file.replace("partial = true\n", ""));
    assert_eq!(alone["left"], "600000");
    let effects = fs::read_to_string(place.path().join("out/effects.csv")).expect("a table");
    let less = effects
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .find(|row| row[0] == "funded" && row[2] == "gain for access" && row[5] == "mean")
        .expect("a row")[6]
        .parse::<f64>()
        .expect("a number");
    assert!(
        gain != less,
        "the part that is paid moves the projection: {gain} {less}"
    );
    let beside = crate::cli::carepool(place.path())
        .args(["compare", "parts", "out", "--format", "csv"])
        .output()
        .expect("runs");
    let beside = String::from_utf8(beside.stdout).expect("words");
    assert!(
        beside.contains("pay,\"in part, £600,000 of £800,000\",not funded"),
        "{beside}"
    );
    assert!(
        beside.contains("cost of what is funded,£1 million,\"£400,000\""),
        "{beside}"
    );
    // Officials' reasons stand in the result and on the page.
    assert!(
        told.contains("taken out of the vote by the officials: no premises"),
        "{told}"
    );
    let page = fs::read_to_string(place.path().join("out/report.html")).expect("a page");
    assert!(page.contains("no premises"));
}

#[test]
fn what_cannot_be_had_in_part_is_refused_where_a_process_pays_in_part() {
    let place = tempfile::tempdir().expect("temporary folder");
    fs::write(place.path().join("town.pb"), ballots("approval")).expect("writes");
    let check = |rule: &str, proposals: &str| {
        let file = format!("{HEAD}ballots = \"town.pb\"\n[rule]\n{rule}\n{proposals}");
        fs::write(place.path().join("p.budget.toml"), file).expect("writes");
        let output = carepool(place.path())
            .args(["budget", "p.budget.toml", "--check"])
            .output()
            .expect("runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let partial = "name = \"greedy\"\npartial = true";
    assert_eq!(check(partial, PROPOSALS).0, Some(0));
    let unsaid = PROPOSALS.replace("bought = [\"workforce.care.pay_uplift\"]\n", "");
    let (code, told) = check(partial, &unsaid);
    assert!(
        code == Some(2) && told.contains("workforce.care.pay_uplift") && told.contains("in part"),
        "{told}"
    );
    assert_eq!(check("name = \"greedy\"", &unsaid).0, Some(0));
}

#[test]
fn votes_against_a_proposal_count_in_a_process_and_a_rule_that_cannot_weigh_them_is_refused_by_name() {
    let place = tempfile::tempdir().expect("temporary folder");
    fs::write(place.path().join("town.pb"), ballots("scoring")).expect("writes");
    let file = |rule: &str| {
        format!(
            "{HEAD}ballots = \"town.pb\"\n[rule]\nname = \"{rule}\"\n[compare]\nrules = [\"phragmen\"]\n{PROPOSALS}"
        )
    };
    let held = hold(place.path(), &file("greedy"));
    assert_eq!(held["decided"]["funded"], serde_json::json!(["nurses", "dentists"]));
    let told = held["decided"].to_string();
    assert!(
        told.contains("more against it than for it") || told.contains("against"),
        "{told}"
    );
    assert!(told.contains("cannot weigh votes against a project"), "{told}");
    fs::write(place.path().join("p.budget.toml"), file("phragmen")).expect("writes");
    let output = carepool(place.path())
        .args([
            "budget",
            "p.budget.toml",
            "--draws",
            "2",
            "--people",
            "200",
            "--years",
            "3",
            "--electorates",
            "0",
            "--out",
            "other",
        ])
        .output()
        .expect("runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && told.contains("cannot weigh votes against a project"),
        "{told}"
    );
}
