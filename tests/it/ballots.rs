//! Ballots as people make them: each file is read as its maker meant it, or refused with the line of the maker's own file.

use carepool::cli::vote::{VoteArgs, VoteError, run as command};
use clap::Parser;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: VoteArgs,
}

/// What should come of a file.
pub enum Right {
    /// Winners by votes, in order.
    Funds(&'static [&'static str]),
    /// Refused, with words of the refusal.
    Refused(&'static [&'static str]),
}
use Right::{Funds, Refused};

pub fn vote(files: &[(&str, Vec<u8>)], arguments: &[&str]) -> Result<(u8, String), VoteError> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).expect("written");
    }
    let place = |word: &str| {
        let is_file = files.iter().any(|(name, _)| *name == word);
        if is_file {
            folder.path().join(word).display().to_string()
        } else {
            word.to_owned()
        }
    };
    let mut words = vec!["vote".to_owned()];
    words.extend(arguments.iter().map(|word| place(word)));
    let line = Line::try_parse_from(words).expect("arguments");
    let mut out = Vec::new();
    let code = command(&line.args, &mut out)?;
    Ok((code, String::from_utf8(out).expect("text")))
}

pub fn funded(files: &[(&str, Vec<u8>)], arguments: &[&str]) -> Result<Vec<String>, VoteError> {
    let mut all = arguments.to_vec();
    all.extend(["--rule", "greedy", "--format", "json"]);
    let (_, text) = vote(files, &all)?;
    let value: serde_json::Value = serde_json::from_str(&text).expect("json");
    let list = value["funded"].as_array().expect("a list");
    Ok(list.iter().map(|id| id.as_str().expect("an id").to_owned()).collect())
}

pub fn hold(name: &str, found: Result<Vec<String>, VoteError>, right: &Right) {
    match (found, right) {
        (Ok(found), Funds(wanted)) => assert_eq!(found, *wanted, "{name}"),
        (Err(error), Refused(words)) => {
            let told = error.to_string();
            for word in *words {
                assert!(told.contains(word), "{name}: `{word}` is not in\n{told}");
            }
        }
        (Ok(found), Refused(_)) => panic!("{name}: counted, {found:?}"),
        (Err(error), Funds(_)) => panic!("{name}: {error}"),
    }
}

/// Three projects of 100, of which two fit.
pub const THREE: &str = "project_id,name,cost\n1,Bridge,60\n2,Pool,50\n3,Bench,40\n";

/// A table of ballots on the three, further options, and what should come of it.
pub type Case = (&'static str, &'static str, &'static [&'static str], Right);

/// Holds a count of each table of ballots, with its options, to what is right; projects and budget are the same for all.
pub fn each_table((projects, budget): (&str, &str), cases: &[(&str, &[&str], Right)]) {
    for (ballots, options, right) in cases {
        let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", (*ballots).into())];
        let mut arguments = vec!["v.csv", "--projects", "p.csv", "--budget", budget];
        arguments.extend(*options);
        hold(ballots, funded(&files, &arguments), right);
    }
}

/// Four projects of 100; where the budget is 200, two can be funded.
pub const FOUR: &str = "id,name,cost\n1,Park,100\n2,Road,100\n3,Pool,100\n4,Bench,100\n";

/// Winners by votes of a table of ballots on the four, or why it is refused.
pub fn count(ballots: &str, options: &[&str]) -> Result<Vec<String>, String> {
    let files = [("p.csv", FOUR.as_bytes().to_vec()), ("v.csv", ballots.into())];
    let mut arguments = vec!["v.csv", "--projects", "p.csv", "--budget", "200"];
    arguments.extend(options);
    funded(&files, &arguments).map_err(|error| error.to_string())
}

/// Holds that a table of ballots on the four is refused with these words.
pub fn refused(ballots: &str, options: &[&str], words: &[&str]) {
    let told = count(ballots, options).expect_err(ballots);
    for word in words {
        assert!(told.contains(word), "{ballots}: `{word}` is not in\n{told}");
    }
}

/// Holds that a table of ballots on the four is counted, with these winners.
pub fn counts(ballots: &str, options: &[&str], wanted: &[&str]) {
    match count(ballots, options) {
        Ok(found) => assert_eq!(found, wanted, "{ballots}"),
        Err(told) => panic!("{ballots}: {told}"),
    }
}

/// Counts each table and holds it against what should come of it.
pub fn each(cases: Vec<Case>) {
    for (name, ballots, options, right) in cases {
        let files = [("p.csv", THREE.as_bytes().to_vec()), ("v.csv", ballots.into())];
        let mut arguments = vec!["v.csv", "--projects", "p.csv", "--budget", "100"];
        arguments.extend(options);
        hold(name, funded(&files, &arguments), &right);
    }
}

/// Three projects, of which two fit; 2 has three votes, 3 two, 1 one.
const PROJECTS: &str = "project_id,name,cost\n1,Bridge,60\n2,Pool,50\n3,\"Bench, oak\",40\n";

#[test]
fn tables_of_ballots_are_read_as_their_makers_meant_them_or_refused_with_their_lines() {
    let utf16 = |text: &str| -> Vec<u8> {
        [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect()
    };
    let cases: Vec<(&str, Vec<u8>, Right)> = vec![
        ("joined by commas", "voter_id,vote\na,\"2,3\"\nb,\"2,3\"\nc,\"1,2\"\n".into(), Funds(&["2", "3"])),
        ("joined by semicolons", "voter_id,vote\na,\"2;3\"\nb,\"2;3\"\nc,\"1;2\"\n".into(), Funds(&["2", "3"])),
        ("joined by bars", "voter_id,vote\na,2|3\nb,2|3\nc,1|2\n".into(), Funds(&["2", "3"])),
        ("joined by blanks", "voter_id,vote\na,2 3\nb,2  3\nc,1 2\n".into(), Funds(&["2", "3"])),
        ("joined by new lines in a cell", "voter_id,vote\na,\"2\n3\"\nb,\"2\n3\"\nc,\"1\n2\"\n".into(), Funds(&["2", "3"])),
        ("in brackets", "voter_id,vote\na,\"[2, 3]\"\nb,\"[\"\"2\"\", \"\"3\"\"]\"\nc,\"{1;2}\"\n".into(), Funds(&["2", "3"])),
        ("commas without quotes", "voter_id,vote\na,2,3\nb,2,3\nc,1,2\n".into(), Funds(&["2", "3"])),
        ("commas without quotes before another column", "voter_id,vote,age\na,2,3,40\nb,2,3,41\nc,1,2,42\n".into(), Funds(&["2", "3"])),
        ("semicolons between cells, and a mark", "\u{feff}voter_id;vote\r\na;2,3\r\nb;2,3\r\nc;1,2\r\n".into(), Funds(&["2", "3"])),
        ("tabs", "voter_id\tvote\na\t2,3\nb\t2,3\nc\t1,2\n".into(), Funds(&["2", "3"])),
        ("a line that names the separator", "sep=;\nvoter_id;vote\na;2,3\nb;2,3\nc;1,2\n".into(), Funds(&["2", "3"])),
        ("titles", "voter_id,vote\na,\"Pool, Bench, oak\"\nb,\"pool; bench, oak\"\nc,Bridge;Pool\n".into(), Funds(&["2", "3"])),
        ("numbers of a spreadsheet", "voter_id,vote\na,\"2.0,3.0\"\nb,\"02,03\"\nc,\"1,2\"\n".into(), Funds(&["2", "3"])),
        ("a table of noughts and ones", "voter_id,1,2,3\na,0,1,1\nb,0,1,1\nc,1,1,0\n".into(), Funds(&["2", "3"])),
        ("crosses under titles", "Name,Bridge,Pool,\"Bench, oak\"\na,,x,X\nb,,x,x\nc,x,x,\n".into(), Funds(&["2", "3"])),
        ("yes and no", "voter;1;2;3\na;no;yes;yes\nb;No;Yes;Yes\nc;yes;yes;no\n".into(), Funds(&["2", "3"])),
        ("a line for each project named", "ballot_id,investment_id\na,2\na,3\nb,2\nb,3\nc,1\nc,2\n".into(), Funds(&["2", "3"])),
        ("line items of orders", "id,decidim_order_id,decidim_project_id\n1,a,2\n2,b,2\n3,a,3\n4,b,3\n5,c,1\n6,c,2\n".into(), Funds(&["2", "3"])),
        ("a form's own question as heading", "Timestamp,Which projects should be funded?\n1/2/2026 10:00,\"Pool, Bench, oak\"\n1/2/2026 10:01,\"Pool, Bench, oak\"\n1/2/2026 10:02,\"Bridge, Pool\"\n".into(), Funds(&["2", "3"])),
        ("UTF-16 with a mark", utf16("voter_id\tvote\na\t2,3\nb\t2,3\nc\t1,2\n"), Funds(&["2", "3"])),
        ("empty lines", "voter_id,vote\n\na,\"2,3\"\n\nb,\"2,3\"\nc,\"1,2\"\n\n".into(), Funds(&["2", "3"])),
        ("a project that is none", "voter_id,vote\na,\"2,3\"\n\nb,\"2,9\"\nc,\"1,2\"\n".into(), Refused(&["v.csv line 4", "`9` is no project", "1 of 3 ballots", "--repair"])),
        ("words that name nothing", "voter_id,vote\na,yes\nb,no\n".into(), Refused(&["v.csv line 2", "v.csv line 3", "2 of 2 ballots"])),
        ("the same voter twice", "voter_id,vote\na,\"2,3\"\nb,1\na,\"1,2\"\n".into(), Refused(&["v.csv line 4", "voted on line 2 already", "later ballot counts"])),
        ("no heading", "a,\"2,3\"\nb,\"2,3\"\nc,\"1,2\"\n".into(), Refused(&["v.csv line 1", "looks like a ballot"])),
        ("points where yes and no belong", "voter_id,1,2,3\na,0,5,1\nb,0,1,1\nc,1,1,0\n".into(), Refused(&["v.csv line 2", "`5` for project `2`"])),
        ("marks for a project that is none", "voter_id,1,2,3,4\na,0,1,1,1\nb,0,1,1,0\nc,1,1,0,1\n".into(), Refused(&["v.csv line 1", "column `4`"])),
    ];
    assert!(cases.len() >= 20);
    for (name, ballots, right) in cases {
        let files = [("p.csv", PROJECTS.as_bytes().to_vec()), ("v.csv", ballots)];
        hold(
            name,
            funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "100"]),
            &right,
        );
    }
    // The reading that a refusal offers is the one that --repair gives: the later ballot of a, and what is left of b's.
    let twice = [
        ("p.csv", PROJECTS.into()),
        ("v.csv", b"voter_id,vote\na,\"2,3\"\nb,\"1,9\"\na,\"1\"\n".to_vec()),
    ];
    let arguments = ["v.csv", "--projects", "p.csv", "--budget", "100", "--repair"];
    // Only the ballot that does not count named 3.
    hold("repaired", funded(&twice, &arguments), &Funds(&["1"]));
}

#[test]
fn sums_of_money_are_read_as_people_write_them() {
    for (name, projects, right) in [
        (
            "thousands",
            "id,title,price\nA,Big,\"60,000\"\nB,Small,\"50,000\"\n",
            Funds(&["A"]),
        ),
        (
            "pounds",
            "id,title,price\nA,Big,\"£60,000\"\nB,Small,\"£ 50,000.00\"\n",
            Funds(&["A"]),
        ),
        (
            "points for thousands and a comma",
            "id;title;price\nA;Big;60.000,00 €\nB;Small;50.000,00 €\n",
            Funds(&["A"]),
        ),
        (
            "blanks for thousands",
            "id;title;price\nA;Big;60 000\nB;Small;50\u{a0}000 zł\n",
            Funds(&["A"]),
        ),
        (
            "Decidim",
            "id;title/en;budget_amount;confirmed_votes\nA;Big;60000;2\nB;Small;50000;1\n",
            Funds(&["A"]),
        ),
        (
            "CONSUL",
            "ID,Title,Supports,Heading,Price,Selected\nA,Big,1,North,\"€60,000\",Yes\nB,Small,9,North,\"€50,000\",Yes\n",
            Funds(&["A"]),
        ),
        (
            "points that may be thousands",
            "id;title;price\nA;Big;60.000\nB;Small;50.000\n",
            Refused(&["p.csv line 2", "60000", "p.csv line 3"]),
        ),
        (
            "words",
            "id,title,price\nA,Big,sixty thousand\nB,Small,\"50,000\"\n",
            Refused(&["p.csv line 2", "`sixty thousand`"]),
        ),
        (
            "below nothing",
            "id,title,price\nA,Big,-5\nB,Small,\"50,000\"\n",
            Refused(&["p.csv line 2", "negative"]),
        ),
        (
            "two currencies",
            "id,title,price\nA,Big,\"£60,000\"\nB,Small,\"$50,000\"\n",
            Refused(&["p.csv line 3", "`$50,000` is in dollars", "is in pounds"]),
        ),
        (
            "one currency by its mark and by its code",
            "id,title,price\nA,Big,\"€60,000\"\nB,Small,\"50,000 EUR\"\n",
            Funds(&["A"]),
        ),
        (
            "two of one name",
            "id,title,price\nA,Big,5\nA,Small,\"50,000\"\n",
            Refused(&["p.csv line 3", "there already"]),
        ),
    ] {
        let files = [
            ("p.csv", projects.into()),
            ("v.csv", b"voter_id,vote\n1,A\n2,A\n3,B\n".to_vec()),
        ];
        for budget in ["100000", "100,000", "£100,000"] {
            // A budget in pounds says nothing of projects in euros.
            let other = budget.starts_with('£') && ["€", "zł", "EUR"].iter().any(|mark| projects.contains(mark));
            let right = if other {
                &Refused(&["`£100,000` (as it was typed) is in pounds"])
            } else {
                &right
            };
            hold(
                name,
                funded(&files, &["v.csv", "--projects", "p.csv", "--budget", budget]),
                right,
            );
        }
    }
}

/// The same in a file of the format.
const FILE: &str = "META\nkey;value\nbudget;100,000\nvote_type;approval\nrule;greedy\ncurrency;GBP\nPROJECTS\nproject_id;cost;name\nA;60,000;Big\nB;50,000;Small\nVOTES\nvoter_id;vote\n1;A\n2;A\n3;B\n";

#[test]
fn files_of_the_format_are_read_as_their_makers_meant_them_or_refused_with_their_lines() {
    for (name, text, right) in [
        ("thousands", FILE.to_owned(), Funds(&["A"])),
        (
            "a project that is none",
            FILE.replace("3;B", "3;C"),
            Refused(&["line 15", "`C` is no project", "1 of 3 ballots"]),
        ),
        (
            "the same voter twice",
            FILE.replace("3;B", "1;B"),
            Refused(&["line 15", "voted on line 13 already"]),
        ),
        (
            "projects joined by the separator",
            FILE.replace("3;B", "3;A;B"),
            Funds(&["A"]),
        ),
        (
            "a cell too many",
            FILE.replace("3;B", "3;B;x"),
            Refused(&["line 15", "3 cells"]),
        ),
        (
            "a kind of ballot that is none",
            FILE.replace("approval", "aproval"),
            Refused(&["line 4", "`aproval`"]),
        ),
        (
            "a table within the file",
            FILE.replace("voter_id;vote\n1;A\n2;A\n3;B", "voter_id;A;B\n1;1;0\n2;1;0\n3;0;1"),
            Funds(&["A"]),
        ),
    ] {
        hold(name, funded(&[("f.pb", text.into())], &["f.pb"]), &right);
    }
}

#[test]
fn every_format_tells_what_was_read_otherwise_than_it_stands() {
    for format in ["text", "json", "csv", "html"] {
        let (code, told) = vote(&[("f.pb", FILE.into())], &["f.pb", "--format", format]).expect("counted");
        assert_eq!(code, 0);
        for words in [
            "line 3: repaired [number] budget `100,000` is read as 100000",
            "line 9: ",
            "is read as 60000",
        ] {
            assert!(told.contains(words), "{format}: {words}: {told}");
        }
        let losing = FILE.replace("3;B", "3;C");
        let (_, told) = vote(&[("f.pb", losing.into())], &["f.pb", "--format", format, "--repair"]).expect("counted");
        assert!(told.contains("`C` is no project"), "{format}: {told}");
    }
}

#[test]
fn a_table_without_projects_is_told_what_is_missing() {
    let error = vote(&[("v.csv", b"voter_id,vote\n1,A\n".to_vec())], &["v.csv"]).expect_err("no projects");
    assert!(error.to_string().contains("--projects"), "{error}");
}

#[test]
fn a_check_finds_what_the_format_s_own_checker_finds_with_line_and_field() {
    const FILE: &str = "META\nkey;value\ndescription;Town\ncountry;United Kingdom\nunit;Town\ninstance;2026\nnum_projects;3\nnum_votes;4\nbudget;100\nvote_type;approval\nrule;greedy\ndate_begin;01.01.2026\ndate_end;02.01.2026\nmin_length;1\nmax_length;3\ncurrency;GBP\nPROJECTS\nproject_id;cost;votes;name;selected\nA;90;4;Park;1\nB;50;2;Pool;0\nC;20;1;Path;0\nVOTES\nvoter_id;vote\n1;A,B\n2;A,B\n3;A\n4;A,C\n";
    let check = |text: &str| vote(&[("f.pb", text.into())], &["f.pb", "--check"]).expect("checked");
    assert_eq!(check(FILE), (0, "no problem found\n".to_owned()));
    for (old, new, words) in [
        (
            "date_begin;01.01.2026",
            "date_begin;03.01.2026",
            "line 13: error [date-range]",
        ),
        (
            "budget;100\n",
            "budget;115\n",
            "line 18: error [unused-budget] 25 of the budget is unused, and project `C`",
        ),
        ("budget;100\n", "budget;115\n", "line 18: error [rule-not-followed]"),
        (
            "currency;GBP",
            "currency;GBP\nbudgett;500",
            "line 17: error [meta-unknown] `budgett` is no key of META (did you mean `budget`?)",
        ),
        (
            "cost;votes;name;selected",
            "cost;votes;catgory;selected",
            "line 18: error [column-unknown] `catgory` is no column of PROJECTS (did you mean `category`?)",
        ),
    ] {
        let (code, told) = check(&FILE.replace(old, new));
        assert_eq!(code, 1, "{new}: {told}");
        assert!(told.contains(words), "{new}: {words} is not in\n{told}");
    }
    let all = FILE.replace("budget;100\n", "budget;1000\n").replace(";0\n", ";1\n");
    let (code, told) = check(&all);
    assert!(code == 1 && told.contains("line 18: error [all-selected]"), "{told}");
    let (code, told) = check(&FILE.replace("1;A,B", "1;A, B"));
    assert!(code == 0 && told.contains("line 24: warning [blanks]"), "{told}");
    // What the city decided by another rule than it names.
    let (code, told) = check(
        &FILE
            .replace("A;90;4;Park;1", "A;90;4;Park;0")
            .replace("B;50;2;Pool;0", "B;50;2;Pool;1"),
    );
    assert!(
        code == 1 && told.contains("by the rule also funded: A; selected, and not by the rule: B"),
        "{told}"
    );
}
