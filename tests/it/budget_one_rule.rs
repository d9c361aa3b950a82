//! One rule of one name: Equal Shares beside another rule is the Equal Shares of `vote`; what nobody named is treated alike
//! everywhere; districts that the ballots do not say are told with the line of the ballots, before anything is computed.

use std::fs;
use std::path::Path;

use serde_json::Value;

use carepool::process::Process;
use carepool::process::cast::Cast;
use carepool::process::contests::contests;
use carepool::process::count::count;

use crate::budget::HEAD;
use crate::cli::{carepool, stdout};
use crate::runs::CATALOGUE;

const PROPOSALS: &str = "[proposal.dentists]\nprice = \"£300,000\"\ninto = \"dental_optical\"\n\
    [proposal.falls]\nprice = \"£120,000\"\ninto = \"community_health\"\n\
    [proposal.gp]\nprice = \"£1m\"\ninto = \"primary_care\"\n\
    [proposal.mh]\nprice = \"£900,000\"\ninto = \"mental_health\"\n";

/// Six voters; by Equal Shares alone nobody can pay for the dentists, though the money is there.
fn write(folder: &Path, votes: &str, more: &str) {
    let pb = format!(
        "META\nkey;value\nbudget;2000000\nnum_projects;4\nnum_votes;6\nvote_type;approval\nPROJECTS\nproject_id;cost\ndentists;300000\nfalls;120000\ngp;1000000\nmh;900000\nVOTES\n{votes}"
    );
    fs::write(folder.join("t.pb"), pb).expect("written");
    fs::write(
        folder.join("t.budget.toml"),
        format!("{HEAD}ballots = \"t.pb\"\n{more}{PROPOSALS}"),
    )
    .expect("written");
}

const VOTES: &str = "voter_id;vote\n1;mh\n2;dentists,mh\n3;\n4;falls\n5;mh\n6;falls,mh\n";

/// What each rule of a process funds, its own first.
fn funded(folder: &Path) -> Vec<(String, Vec<String>)> {
    let path = folder.join("t.budget.toml").display().to_string();
    let process = Process::load(&path, &CATALOGUE).unwrap_or_else(|wrong| panic!("{wrong}"));
    let carepool::process::Voting::Ballots { reading, .. } = &process.voting else {
        panic!("it has ballots")
    };
    let election = reading.election.clone().expect("an election");
    let cast = Cast::of_file(&process, (**reading).clone()).expect("cast");
    let split = contests(&process, &election, cast.entries()).expect("contests");
    let rules = std::iter::once(process.counting.rule).chain(process.compare.iter().copied());
    rules
        .map(|rule| {
            let counted = count(rule, &cast, &split, false).expect("counted");
            let ids = counted
                .outcome
                .funded
                .iter()
                .map(|at| election.projects[*at].id.clone());
            (rule.word().to_owned(), ids.collect())
        })
        .collect()
}

fn by_vote(folder: &Path, rule: &str, more: &[&str]) -> Vec<String> {
    let mut command = carepool(folder);
    command
        .args(["vote", "t.pb", "--rule", rule, "--format", "json"])
        .args(more);
    let value: Value = serde_json::from_str(&stdout(&mut command)).expect("JSON");
    let list = value["funded"].as_array().expect("a list");
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn equal_shares_beside_another_rule_funds_what_equal_shares_funds_alone() {
    let place = tempfile::tempdir().expect("a folder");
    write(
        place.path(),
        VOTES,
        "[rule]\nname = \"greedy\"\n[compare]\nrules = [\"equal-shares\", \"phragmen\"]\n",
    );
    let beside = funded(place.path());
    for (rule, ids) in &beside {
        assert_eq!(*ids, by_vote(place.path(), rule, &[]), "{rule}");
    }
    write(place.path(), VOTES, "[rule]\nname = \"equal-shares\"\n");
    let alone = funded(place.path());
    assert_eq!(alone[0], beside[1]);
    // The completion is what makes the difference here.
    let plain = by_vote(place.path(), "equal-shares", &["--completion", "none"]);
    assert_ne!(plain, alone[0].1);
}

#[test]
fn what_nobody_named_is_funded_by_a_process_only_if_it_says_so_as_by_vote() {
    let place = tempfile::tempdir().expect("a folder");
    let votes = "voter_id;vote\n1;dentists,falls\n2;falls\n3;falls\n4;dentists\n5;dentists\n6;falls\n";
    for (more, options) in [("", &[][..]), ("fund_unnamed = true\n", &["--fund-unnamed"][..])] {
        write(
            place.path(),
            votes,
            &format!("[rule]\nname = \"greedy\"\n{more}[compare]\nrules = [\"equal-shares\"]\n"),
        );
        for (rule, ids) in funded(place.path()) {
            assert_eq!(ids, by_vote(place.path(), &rule, options), "{rule} {more}");
            assert_eq!(ids.len(), if more.is_empty() { 2 } else { 3 }, "{rule}: {ids:?}");
        }
    }
}

#[test]
fn a_district_that_the_process_does_not_know_is_told_by_check_with_the_line_of_the_ballots() {
    let place = tempfile::tempdir().expect("a folder");
    let districts =
        "[district.north]\nbudget = \"£1\"\npeople = 0.4\n[district.south]\nbudget = \"£1\"\npeople = 0.6\n";
    let check = |votes: &str| {
        write(place.path(), votes, districts);
        let mut command = carepool(place.path());
        let output = command
            .args(["budget", "t.budget.toml", "--check"])
            .output()
            .expect("it runs");
        let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        (output.status.code(), told)
    };
    let head = "voter_id;vote;district\n1;gp;north\n2;mh;South\n3;mh;south\n4;mh;\n";
    let (code, told) = check(&format!("{head}5;mh;east\n6;mh;north\n"));
    assert_eq!(code, Some(2), "{told}");
    // Fourteen lines stand before the votes' heading.
    assert!(
        told.contains("t.pb, line 19") && told.contains("district `east`") && told.contains("north, south"),
        "{told}"
    );
    let (code, told) = check(&format!(
        "{}5;mh;north\n6;mh;north\n",
        head.replace("district", "neighborhood")
    ));
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("t.pb, line 14") && told.contains("`neighborhood` names them"),
        "{told}"
    );
    let (code, told) = check(&format!("{head}5;mh;north\n6;mh;north\n"));
    assert_eq!(code, Some(0), "{told}");
}

/// What `vote` prints of a count by the process, or why it does not count.
fn by_process(folder: &Path, options: &[&str]) -> (Option<i32>, String) {
    let mut command = carepool(folder);
    command
        .args(["vote", "t.pb", "--process", "t.budget.toml"])
        .args(options);
    let output = command.output().expect("it runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), told)
}

#[test]
fn ballots_with_a_project_more_than_the_process_are_counted_by_vote_as_by_budget() {
    let place = tempfile::tempdir().expect("a folder");
    write(place.path(), VOTES, "[rule]\nname = \"greedy\"\n");
    fs::copy(place.path().join("t.pb"), place.path().join("own.pb")).expect("copied");
    let process = fs::read_to_string(place.path().join("t.budget.toml")).expect("a process");
    fs::write(place.path().join("t.budget.toml"), process.replace("t.pb", "own.pb")).expect("written");
    let more = fs::read_to_string(place.path().join("t.pb"))
        .expect("ballots")
        .replace("mh;900000\n", "mh;900000\nzoo;100000\n")
        .replace("num_projects;4", "num_projects;5")
        .replace("2;dentists,mh", "2;dentists,mh,zoo");
    fs::write(place.path().join("t.pb"), &more).expect("written");
    let (code, told) = by_process(place.path(), &[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("funded: mh falls dentists zoo"), "{told}");
    assert!(
        told.contains("No proposal of the process") && told.contains("`zoo`"),
        "{told}"
    );
    // A process whose own ballots they are counts the same.
    write(place.path(), VOTES, "[rule]\nname = \"greedy\"\n");
    fs::write(place.path().join("t.pb"), more).expect("written");
    assert_eq!(funded(place.path())[0].1, ["mh", "falls", "dentists", "zoo"]);
    // A proposal that the ballots lack is another question.
    let fewer = fs::read_to_string(place.path().join("own.pb"))
        .expect("ballots")
        .replace("gp;1000000\n", "");
    fs::write(
        place.path().join("t.pb"),
        fewer.replace("num_projects;4", "num_projects;3"),
    )
    .expect("written");
    fs::write(
        place.path().join("t.budget.toml"),
        fs::read_to_string(place.path().join("t.budget.toml"))
            .expect("a process")
            .replace("t.pb", "own.pb"),
    )
    .expect("written");
    let (code, told) = by_process(place.path(), &[]);
    assert!(code == Some(2) && told.contains("lacks the proposal `gp`"), "{told}");
}

#[test]
fn a_project_beyond_the_money_of_its_phase_is_not_told_to_cost_more_than_the_whole_budget() {
    let place = tempfile::tempdir().expect("a folder");
    write(
        place.path(),
        VOTES,
        "phases = [\"£1.2m\", \"£800,000\"]\n[rule]\nname = \"greedy\"\n",
    );
    let path = place.path().join("t.budget.toml");
    let text = fs::read_to_string(&path).expect("a process");
    let text = text
        .replace("[proposal.gp]\n", "[proposal.gp]\nphase = 1\n")
        .replace("[proposal.mh]\n", "[proposal.mh]\nphase = 2\n")
        .replace("[proposal.falls]\n", "[proposal.falls]\nphase = 1\n")
        .replace("[proposal.dentists]\n", "[proposal.dentists]\nphase = 2\n");
    let votes = VOTES.replace("1;mh", "1;mh,gp,falls").replace("3;\n", "3;gp\n");
    write(place.path(), &votes, "");
    fs::write(&path, text).expect("written");
    // Phase 1 spends £1.12m of its £1.2m, and phase 2 has £880,000: less than the £900,000 of `mh`.
    let (code, told) = by_process(place.path(), &[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("Not funded: it costs 900,000, more than the 880,000 of this phase."),
        "{told}"
    );
    assert!(!told.contains("whole budget"), "{told}");
}

/// The same with two districts that have money of their own: the north decides about `mh`, the south about `gp`.
fn write_divided(folder: &Path, votes: &str) {
    let districts =
        "[district.north]\nbudget = \"£900k\"\npeople = 0.4\n[district.south]\nbudget = \"£1m\"\npeople = 0.6\n";
    write(folder, votes, districts);
    let path = folder.join("t.budget.toml");
    let mut text = fs::read_to_string(&path).expect("there");
    for (service, district) in [("mental_health", "north"), ("primary_care", "south")] {
        let into = format!("into = \"{service}\"");
        text = text.replace(&into, &format!("{into}\ndistrict = \"{district}\""));
    }
    fs::write(&path, text).expect("written");
}

#[test]
fn votes_for_what_another_district_decides_about_are_told_with_how_many_they_are() {
    let place = tempfile::tempdir().expect("a folder");
    let told = |votes: &str| {
        write_divided(place.path(), votes);
        let (code, told) = by_process(place.path(), &[]);
        assert_eq!(code, Some(0), "{told}");
        told
    };
    let at_home =
        told("voter_id;vote;district\n1;gp,falls;south\n2;mh;north\n3;mh;north\n4;falls;north\n5;gp;south\n6;falls;\n");
    assert!(!at_home.contains("does not count"), "{at_home}");
    let away =
        told("voter_id;vote;district\n1;mh,falls;south\n2;mh;north\n3;mh,gp;north\n4;falls;north\n5;gp;south\n6;mh;\n");
    assert!(
        away.contains("2 voters named proposals of a district that is not theirs, and 1 voter told no district and named proposals of one: what they named there does not count."),
        "{away}"
    );
}

#[test]
fn nobody_is_served_by_what_another_district_decides_and_a_claim_is_one_to_the_money_of_a_purse() {
    let place = tempfile::tempdir().expect("a folder");
    let counted = |votes: &str| -> Value {
        write_divided(place.path(), votes);
        let mut command = carepool(place.path());
        command.args(["vote", "t.pb", "--process", "t.budget.toml", "--format", "json"]);
        serde_json::from_str(&stdout(&mut command)).expect("JSON")
    };
    // Both districts fund their own project. Voters 2 and 3 live in the north and name only what the south decides about.
    let away =
        counted("voter_id;vote;district\n1;mh;north\n2;gp;north\n3;gp;north\n4;mh;north\n5;gp;south\n6;gp;south\n");
    assert_eq!(away["funded"], serde_json::json!(["mh", "gp"]), "{away}");
    assert_eq!(away["fairness"]["voters_with_nothing"], 2, "{away}");
    // Nor have they a claim to it: it is not their money.
    assert_eq!(away["fairness"]["ejr_plus_up_to_one"], serde_json::json!([]), "{away}");
    let home =
        counted("voter_id;vote;district\n1;mh;north\n2;mh;north\n3;mh;north\n4;mh;north\n5;gp;south\n6;gp;south\n");
    assert_eq!(home["fairness"]["voters_with_nothing"], 0, "{home}");
}

#[test]
fn a_file_that_is_named_twice_is_counted_by_no_rule_and_written_by_no_command() {
    let place = tempfile::tempdir().expect("a folder");
    write(place.path(), VOTES, "");
    fs::copy(place.path().join("t.pb"), place.path().join("u.pb")).expect("copied");
    let told = |words: &[&str]| {
        let output = carepool(place.path()).arg("vote").args(words).output().expect("runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, error) = told(&["t.pb", "u.pb", "./t.pb", "--rule", "greedy"]);
    assert!(
        code == Some(2) && error.contains("./t.pb is given more than once"),
        "{error}"
    );
    assert_eq!(told(&["t.pb", "u.pb", "--rule", "greedy"]).0, Some(0));
    let (code, error) = told(&["t.pb", "u.pb", "--normalise"]);
    assert!(code == Some(2) && error.contains("give one at a time"), "{error}");
}

#[test]
fn what_is_typed_may_not_ask_for_a_project_that_can_never_be_funded() {
    let place = tempfile::tempdir().expect("a folder");
    write(place.path(), VOTES, "");
    let told = |words: &[&str]| {
        let mut command = carepool(place.path());
        command.args(["vote", "t.pb", "--rule", "greedy", "--requires", "falls:gp"]);
        let output = command.args(words).output().expect("runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    assert_eq!(told(&["--requires", "falls:mh"]).0, Some(0));
    let (code, error) = told(&["--requires", "falls:mh", "--exclusive", "gp,mh"]);
    assert!(
        code == Some(2) && error.contains("`falls` needs both `gp` and `mh`"),
        "{error}"
    );
    let (code, error) = told(&["--exclusive", "gp,falls"]);
    assert!(
        code == Some(2) && error.contains("`falls` needs `gp`, and excludes it"),
        "{error}"
    );
}

/// Four people, £1m each. Raised by a pound at a time, shares buy the dentists (£1,801,000) before the nurses (£1,802,000) are within reach of
/// theirs; raised by £5,000 at a time both were, and the other would win.
#[test]
fn real_ballots_are_counted_alike_whether_the_process_names_their_file_or_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let head =
        "title = \"Three\"\nbase = \"england.toml\"\nbudget = \"£4m\"\nyears = 4\nstart_year = 2026\npayer = \"tax\"\n";
    let rule = "[scenario.care]\nscale = 0.0052\n[rule]\nname = \"equal-shares\"\ncompletion = \"add1u\"\n";
    let proposals = "[proposal.gps]\ncost = \"£1.5m\"\ninto = \"primary_care\"\n\
        [proposal.dentists]\ncost = \"£1.801m\"\ninto = \"dental_optical\"\n\
        [proposal.a_nurses]\ncost = \"£1.802m\"\ninto = \"community_health\"\n";
    let with_more = |more: &str, friends: u32| {
        let friends_of_dentists: String = (0..friends).map(|at| format!("f{at};dentists\n")).collect();
        format!(
            "META\nkey;value\nbudget;4000000\nnum_projects;3\nnum_votes;{}\nvote_type;approval\n{more}PROJECTS\nproject_id;cost\n\
             a_nurses;1802000\ndentists;1801000\ngps;1500000\nVOTES\nvoter_id;vote\n1;dentists\n2;a_nurses\n3;gps\n4;gps\n{friends_of_dentists}",
            4 + friends
        )
    };
    let ballots = |more: &str| with_more(more, 0);
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).expect("written");
    write("s.pb", ballots(""));
    write("simulated.pb", ballots("completion_steps;200\n"));
    write("unnamed.budget.toml", format!("{head}{rule}{proposals}"));
    write(
        "named.budget.toml",
        format!("{head}ballots = \"s.pb\"\n{rule}{proposals}"),
    );
    let funded = |asked: &[&str]| -> Vec<String> {
        let told = stdout(
            carepool(folder.path())
                .arg("vote")
                .args(asked)
                .args(["--format", "json"]),
        );
        let told: Value = serde_json::from_str(&told).expect("JSON");
        let list = told.pointer("/results/0/funded").or_else(|| told.pointer("/funded"));
        let list = list.and_then(Value::as_array).unwrap_or_else(|| panic!("{told}"));
        let mut ids: Vec<String> = list
            .iter()
            .map(|id| id.as_str().unwrap_or_default().to_owned())
            .collect();
        ids.sort();
        ids
    };
    let by_a_pound = ["dentists", "gps"];
    assert_eq!(funded(&["s.pb", "--process", "unnamed.budget.toml"]), by_a_pound);
    assert_eq!(funded(&["s.pb", "--process", "named.budget.toml"]), by_a_pound);
    assert_eq!(funded(&["s.pb", "--rule", "equal-shares"]), by_a_pound);
    // Of a simulated vote the file itself says that shares are raised by a part of them.
    assert_eq!(
        funded(&["simulated.pb", "--process", "unnamed.budget.toml"]),
        ["a_nurses", "gps"]
    );
    // Of more voters the share is smaller, and so is its part: what would have won is counted so.
    let told =
        stdout(carepool(folder.path()).args(["vote", "simulated.pb", "--process", "unnamed.budget.toml", "--margins"]));
    let (before, _) = told.split_once(" more voter").unwrap_or_else(|| panic!("{told}"));
    let needed = before.rsplit(' ').next().and_then(|number| number.parse::<u32>().ok());
    let needed = needed.unwrap_or_else(|| panic!("{told}"));
    for (friends, wins) in [(needed, true), (needed - 1, false)] {
        write("more.pb", with_more("completion_steps;200\n", friends));
        let funded = funded(&["more.pb", "--process", "unnamed.budget.toml"]);
        assert_eq!(
            funded.contains(&"dentists".to_owned()),
            wins,
            "{friends} of {needed}: {funded:?}"
        );
    }
}
