//! What is wrong with a process is told when its file is read, with its line: before anybody votes or anything is computed.

use std::fs;

use crate::budget::{HEAD, load, refused};
use crate::cli::carepool;

const ONE: &str = "[proposal.nurses]\nprice = \"£400,000\"\ninto = \"community_health\"\n";
const TWO: &str = "[proposal.dentists]\nprice = \"£500,000\"\ninto = \"dental_optical\"\n";

fn process(more: &str) -> String {
    format!("{HEAD}budget = \"£1m\"\n{ONE}{TWO}[electorate]\nvoters = 50\n{more}")
}

/// The line on which a text first stands.
fn line_of(text: &str, what: &str) -> usize {
    1 + text
        .lines()
        .position(|line| line.contains(what))
        .expect("it stands there")
}

fn refused_at(more: &str, line: &str, words: &[&str]) {
    let text = process(more);
    let told = refused(&text);
    assert!(told.contains(&format!(":{}:", line_of(&text, line))), "{line}:\n{told}");
    for word in words {
        assert!(told.contains(word), "`{word}` is not in\n{told}");
    }
}

#[test]
fn districts_that_hold_more_than_all_people_are_refused_with_their_line() {
    let two = |east: &str, west: &str| {
        format!(
            "[district.east]\nbudget = \"£1\"\npeople = {east}\n[district.west]\nbudget = \"£1\"\npeople = {west} # last\n"
        )
    };
    refused_at(&two("0.4", "0.7"), "# last", &["110%", "40% + 70%"]);
    // Parts written to a hundredth need not meet to the last digit.
    load(&process(&two("0.34", "0.665")));
    load(&process(&two("0.4", "0.6")));
}

#[test]
fn where_districts_hold_less_than_all_people_it_is_told_what_becomes_of_the_rest() {
    let two = |more: &str| {
        let text = process(&format!(
            "[district.east]\nbudget = \"£1\"\npeople = 0.4\n[district.west]\nbudget = \"£1\"\npeople = {more}\n"
        ));
        load(&text).notes
    };
    let told = two("0.3");
    let rest = told.iter().find(|note| note.contains("70% of the people together"));
    assert!(
        rest.is_some_and(|note| note.contains("other 30% are spread")),
        "{told:?}"
    );
    for whole in ["0.6", "0.595"] {
        let told = two(whole);
        assert!(
            !told.iter().any(|note| note.contains("of the people together")),
            "{whole}: {told:?}"
        );
    }
}

#[test]
fn an_option_that_the_rule_does_not_look_at_is_refused_with_its_line() {
    for (rule, option, word) in [
        ("phragmen", "partial = true", "greedy"),
        ("equal-shares", "partial = true", "plurality"),
        ("greedy", "completion = \"add1\"", "equal-shares"),
        ("phragmen", "satisfaction = \"cost\"", "knapsack"),
        ("equal-shares", "add_opt = true", "exact-equal-shares"),
        ("greedy", "variant = \"mt\"", "cstv"),
    ] {
        refused_at(
            &format!("[rule]\nname = \"{rule}\"\n{option}\n"),
            option,
            &[
                "would change nothing",
                &format!("the rule {rule} does not look at it"),
                word,
            ],
        );
    }
    refused_at(
        "[rule]\nname = \"equal-shares\"\ncompletion = \"none\"\nstep = 5\n",
        "step = 5",
        &["would change nothing", "add1"],
    );
}

#[test]
fn a_rule_that_cannot_keep_to_what_proposals_say_is_refused_with_its_line() {
    let text = |rule: &str| {
        process(&format!("[rule]\nname = \"{rule}\"\n")).replace(ONE, &format!("{ONE}needs = \"dentists\"\n"))
    };
    for rule in ["phragmen", "knapsack", "cstv"] {
        let told = refused(&text(rule));
        assert!(
            told.contains(&format!(":{}:", line_of(&text(rule), "name = "))) && told.contains("that need another"),
            "{rule}: {told}"
        );
    }
    load(&text("greedy"));
    let quorum = process("[rule]\nname = \"knapsack\"\nquorum = 0.1\n");
    assert!(refused(&quorum).contains("a least number of votes"));
}

#[test]
fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
    refused_at(
        "[rule]\nname = \"greedy\"\ncarried_over = \"£5\"\n",
        "carried_over",
        &["`carried_over` belongs at the top of the file"],
    );
    let text = format!("quorum = 0.1\n{}", process(""));
    assert!(
        refused(&text).contains("`quorum` belongs under `[rule]`"),
        "{}",
        refused(&text)
    );
}

#[test]
fn a_table_in_the_place_of_a_process_or_of_a_ballot_file_is_called_a_table_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("votes.csv", "voter,nurses,dentists\nv1,1,0\nv2,1,1\n");
    write("p.budget.toml", &format!("{HEAD}ballots = \"votes.csv\"\n{ONE}{TWO}"));
    let told = |process: &str| {
        let output = carepool(folder.path())
            .args(["budget", process, "--check"])
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let own = told("votes.csv");
    assert!(
        own.lines()
            .next()
            .is_some_and(|line| line.contains("votes.csv is a table"))
            && own.contains("carepool vote votes.csv"),
        "{own}"
    );
    let named = told("p.budget.toml");
    assert!(
        named.contains("votes.csv is no Pabulib file") && named.contains("--normalise"),
        "{named}"
    );
    assert!(!named.contains("META has no `budget`"), "{named}");
}

#[test]
fn a_table_becomes_a_ballot_file_by_the_command_that_the_refusal_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("votes.csv", "voter,nurses,dentists\nv1,1,0\nv2,1,1\nv3,1,0\n");
    write("projects.csv", "project_id,cost\nnurses,400000\ndentists,500000\n");
    let output = carepool(folder.path())
        .args([
            "vote",
            "votes.csv",
            "--projects",
            "projects.csv",
            "--budget",
            "1000000",
            "--normalise",
        ])
        .output()
        .expect("it runs");
    fs::write(folder.path().join("ballots.pb"), output.stdout).expect("written");
    write("p.budget.toml", &format!("{HEAD}ballots = \"ballots.pb\"\n{ONE}{TWO}"));
    let output = carepool(folder.path())
        .args(["budget", "p.budget.toml", "--check"])
        .output()
        .expect("it runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
}

#[test]
fn what_starts_in_the_base_year_or_after_the_last_would_change_nothing_and_is_refused_with_its_line() {
    for (year, why) in [
        (2023, "the model is fitted to 2024"),
        (2024, "the model is fitted to 2024"),
        (2090, "the projection ends with"),
    ] {
        let one = format!("[proposal.late]\nprice = \"£5\"\ninto = \"mental_health\"\nstart_year = {year} # here\n");
        refused_at(
            &one,
            "# here",
            &["proposal.late.start_year", why, "a year from 2025 to "],
        );
        // For all proposals at once it is wrong once.
        let text = format!(
            "start_year = {year} # all\n{}",
            process("").replace("start_year = 2025\n", "")
        );
        let told = refused(&text);
        assert!(told.contains(":1:") && told.contains(why), "{told}");
        assert_eq!(told.matches(why).count(), 1, "{told}");
    }
    load(&process(""));
}

#[test]
fn proposals_that_need_one_another_are_refused_with_the_line_and_what_to_do() {
    let one = "[proposal.one]\nprice = \"£5\"\ninto = \"mental_health\"\nneeds = \"two\"\n";
    let two = "[proposal.two]\nprice = \"£5\"\ninto = \"mental_health\"\nneeds = \"three\"\n";
    let three = |needs: &str| {
        format!("[proposal.three]\nprice = \"£5\"\ninto = \"mental_health\"\nneeds = \"{needs}\" # last\n")
    };
    let told = refused(&process(&format!("{one}{two}{}", three("two"))));
    assert!(
        told.contains("`two` needs `three` needs `two`") && told.contains("put them into one project"),
        "{told}"
    );
    let told = refused(&process(&format!("{one}{two}{}", three("one"))));
    assert!(
        told.contains("needs") && told.contains("put them into one project"),
        "{told}"
    );
    load(&process(&format!("{one}{two}{}", three("nurses"))));
    // Nor can what needs two alternatives, of which one at most is funded, by itself or through another.
    let either = "[proposal.this]\nprice = \"£5\"\ninto = \"mental_health\"\none_of = \"y\"\n[proposal.that]\nprice = \"£5\"\ninto = \"mental_health\"\none_of = \"y\"\n";
    let both = "[proposal.both]\nprice = \"£5\"\ninto = \"mental_health\"\nneeds = [\"this\", \"that\"]\n";
    let told = refused(&process(&format!("{either}{both}")));
    assert!(told.contains("`both` needs both `this` and `that`"), "{told}");
    load(&process(&format!("{either}{}", both.replace(", \"that\"", ""))));
    // Half of a circle in the process and half in the ballots is one as well.
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write(
        "b.pb",
        "META\nkey;value\nbudget;1000000\nnum_projects;2\nnum_votes;1\nvote_type;approval\nPROJECTS\nproject_id;cost;requires\nnurses;400000;dentists\ndentists;500000;\nVOTES\nvoter_id;vote\n1;nurses\n",
    );
    write(
        "p.budget.toml",
        &format!("{HEAD}ballots = \"b.pb\"\n{ONE}{TWO}needs = \"nurses\"\n"),
    );
    let output = carepool(folder.path())
        .args(["budget", "p.budget.toml", "--check"])
        .output()
        .expect("it runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("put them into one project"), "{told}");
}

#[test]
fn money_that_a_proposal_adds_beside_its_price_is_not_spent_twice() {
    let gp = "[proposal.gp]\nprice = \"£900,000\"\ninto = \"primary_care\"\n[proposal.gp.patch.funding.nhs]\naddition = \"£900,000\"\n";
    for text in [gp.to_owned(), gp.replace("into = \"primary_care\"\n", "")] {
        let told = refused(&process(&text));
        assert!(
            told.contains("spent twice") && told.contains("charge = \"model\""),
            "{told}"
        );
    }
    load(&process(&gp.replace("into = \"primary_care\"", "charge = \"model\"")));
}

#[test]
fn a_vote_in_which_nobody_votes_lines_out_of_reach_and_a_regime_that_changes_nothing_are_refused() {
    refused_at(
        "[electorate.turnout.odds]\nsex = [0.0, 0.0]\n",
        "sex =",
        &["leaves nobody", "odds of 0"],
    );
    refused_at("[electorate.turnout]\noverall = 0\n", "overall =", &["leaves nobody"]);
    refused_at("threshold = 50\n", "threshold =", &["standard deviations"]);
    for nothing in ["", "weighted = false\n", "even = false\ntitle = \"x\"\n"] {
        let regime = format!("[electorate.regime.other]\n{nothing}");
        refused_at(&regime, "[electorate.regime.other]", &["differs in nothing"]);
    }
    load(&process(
        "threshold = 0.5\n[electorate.turnout.odds]\nsex = [0.0, 1.0]\n",
    ));
    load(&process("[electorate.regime.other]\nturnout = 0.3\n"));
}

#[test]
fn a_proposal_that_is_switched_off_cannot_be_voted_for_and_a_process_counts_one_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let ballots = "META\nkey;value\ndescription;d\ncountry;UK\nunit;u\ninstance;2026\nnum_projects;2\nnum_votes;1\nbudget;900000\nvote_type;approval\nrule;unknown\ndate_begin;2026\ndate_end;2026\nPROJECTS\nproject_id;cost\nnurses;400000\ndentists;500000\nVOTES\nvoter_id;vote\n1;nurses,dentists\n";
    write("b.pb", ballots);
    write("c.pb", ballots);
    let process = |off: &str| {
        format!(
            "{HEAD}ballots = \"b.pb\"\n[proposal.nurses]\ninto = \"community_health\"\n[proposal.dentists]\n{off}into = \"dental_optical\"\n"
        )
    };
    write("on.budget.toml", &process(""));
    write("off.budget.toml", &process("enabled = false\n"));
    let run = |arguments: &[&str]| {
        let output = carepool(folder.path()).args(arguments).output().expect("it runs");
        (
            output.status.code().unwrap_or(-1),
            format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            ),
        )
    };
    let (code, told) = run(&["budget", "off.budget.toml", "--check"]);
    assert!(code != 0 && told.contains("off.budget.toml:"), "{told}");
    assert!(told.contains("switched off") && told.contains("vetoed"), "{told}");
    let (code, told) = run(&["vote", "b.pb", "--process", "off.budget.toml"]);
    assert!(code != 0 && told.contains("switched off"), "{told}");
    let (code, told) = run(&["vote", "b.pb", "--process", "on.budget.toml"]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = run(&["vote", "b.pb", "c.pb", "--process", "on.budget.toml"]);
    assert!(code != 0 && told.contains("its money once"), "{told}");
}

#[test]
fn a_proposal_that_costs_far_from_its_price_is_told() {
    let notes = |cost: &str| {
        let text = process("").replace(
            "price = \"£400,000\"\n",
            &format!("price = \"£400,000\"\ncost = {cost}\n"),
        );
        load(&text).notes.join("\n")
    };
    assert!(
        notes("\"£4m\"").contains("is voted on at £400,000 and costs £4"),
        "{}",
        notes("\"£4m\"")
    );
    assert!(notes("\"£40,000\"").contains("is voted on at £400,000"));
    for near in ["\"£500,000\"", "\"£300,000\""] {
        assert!(!notes(near).contains("is voted on"), "{}", notes(near));
    }
}

#[test]
fn homes_of_age_groups_of_which_the_file_says_nothing_are_told_to_be_taken_for_owned_outright() {
    let notes = |tenure: &str| {
        let text = format!(
            "{}budget = \"£1m\"\n{}[electorate]\nvoters = 100\n{tenure}",
            crate::budget::HEAD,
            crate::budget::PROPOSALS
        );
        crate::budget::load(&text).notes.join("\n")
    };
    let told = "hold their homes is not said";
    assert!(
        notes("").contains("aged 18-24, 25-34") && notes("").contains(told),
        "{}",
        notes("")
    );
    let groups = ["18-24", "25-34", "35-44", "45-54", "55-64"];
    let said: String = groups
        .iter()
        .map(|group| format!("\"{group}\" = [0.1, 0.4, 0.3, 0.2]\n"))
        .collect();
    let all = format!("[electorate.tenure]\n{said}");
    let some = all.replace("\"25-34\" = [0.1, 0.4, 0.3, 0.2]\n", "");
    assert!(!notes(&all).contains(told), "{}", notes(&all));
    assert!(notes(&some).contains("aged 25-34 hold"), "{}", notes(&some));
}
