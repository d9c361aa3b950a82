//! Tables of ballots as spreadsheets and forms lay them out, and files that are cut off, added up, or beyond their own limits:
//! each is read as its maker meant it, or refused with the line of the maker's own file; never counted wrong without a word.

use crate::ballots::Right::{Funds, Refused};
use crate::ballots::{Case, THREE, each, funded, hold, vote};

#[test]
fn a_column_for_each_choice_is_read_as_a_ranking_or_a_list_or_refused_until_somebody_says_which() {
    // Named: 1 once, 2 four times, 3 three times; only by first choices 1 would have more than 3.
    let cases: Vec<Case> = vec![
        (
            "vote 1, vote 2",
            "Voter,Vote 1,Vote 2\na,1,2\nb,2,3\nc,2,3\nd,3,2\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "headings alike, titles in cells",
            "Voter,Project,Project\na,Bridge,Pool\nb,Pool,Bench\nc,Pool,Bench\nd,Bench,Pool\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "blank headings go on",
            "Voter,Votes,\na,1,2\nb,2,3\nc,2,3\nd,3,2\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "choice 1, choice 2: which is meant?",
            "Voter,Choice 1,Choice 2\na,1,2\nb,2,3\n",
            &[],
            Refused(&[
                "v.csv line 1",
                "`Choice 1`, `Choice 2`",
                "--vote-type ordinal",
                "--vote-type approval",
            ]),
        ),
        (
            "choices of which was said that their order means nothing",
            "Voter,Choice,Choice.1\na,1,2\nb,2,3\nc,2,3\nd,3,2\n",
            &["--vote-type", "approval"],
            Funds(&["2", "3"]),
        ),
        (
            "a choice that is none",
            "Voter,First choice,Second choice\na,1,2\nb,2,Gym\n",
            &[],
            Refused(&["v.csv line 3", "`Gym` is no project"]),
        ),
        (
            "two columns that name projects and do not say what they are",
            "Voter,Favourite of mine,Also good\na,Bridge,Pool\nb,Pool,Bench\nc,Pool,Bench\n",
            &[],
            Refused(&[
                "v.csv line 1",
                "`Favourite of mine`",
                "`Also good`",
                "which is the ballot",
            ]),
        ),
    ];
    each(cases);
    for heading in [
        "First choice,Second choice,Third choice",
        "1st preference,2nd preference,3rd preference",
        "Preference 1,Preference 2,Preference 3",
        "Dewis cyntaf,Ail ddewis,Trydydd dewis",
    ] {
        let ballots = format!("Email,{heading}\na@x,Pool,Bench,Bridge\nb@x,3,2,\nc@x,Bridge,,\n");
        let files = [("p.csv", THREE.into()), ("v.csv", ballots.into_bytes())];
        let line = ["v.csv", "--projects", "p.csv", "--budget", "100", "--format", "json"];
        let (_, told) = vote(&files, &line).expect(heading);
        assert!(told.contains("read as a ranking"), "{heading}: {told}");
        let described = ["v.csv", "--projects", "p.csv", "--budget", "100", "--describe"];
        let (_, told) = vote(&files, &described).expect(heading);
        assert!(told.contains("ordinal"), "{heading}: {told}");
    }
}

#[test]
fn projects_in_brackets_orders_in_headings_and_ballots_counted_together_are_known() {
    each(vec![
        (
            "a form's grid",
            "Timestamp,Email,Which? [Bridge],Which? [Pool],Which? [Bench]\n1/2/2026,a@x,,Yes,Yes\n1/2/2026,b@x,,Yes,Yes\n1/2/2026,c@x,Yes,Yes,\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "a list in order",
            "Voter,Your top three in order\na,\"2,3\"\nb,\"2,3\"\n",
            &[],
            Refused(&["v.csv line 1", "--vote-type ordinal"]),
        ),
        (
            "a list of which is said that its order means nothing",
            "Voter,Your top three in order\na,\"2,3\"\nb,\"2,3\"\nc,\"2,1\"\n",
            &["--vote-type", "approval"],
            Funds(&["2", "3"]),
        ),
        (
            "ballots counted together",
            "vote,count\n\"1,2\",10\n3,50\n",
            &[],
            Refused(&["v.csv line 1", "`count`", "`weight`"]),
        ),
        (
            "ballots counted together, and called so",
            "vote,weight\n1,10\n\"2,3\",50\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "one telephone twice",
            "Phone,vote\n07700 900123,\"1,2\"\n07700900123,3\n",
            &[],
            Refused(&["v.csv line 3", "voted on line 2 already"]),
        ),
    ]);
}

#[test]
fn a_ranking_in_columns_counts_like_the_same_ranking_in_one_cell() {
    let columns = "Voter,First choice,Second choice\na,1,2\nb,2,3\nc,1,\nd,3,1\n";
    let listed = "voter_id,vote\na,\"1,2\"\nb,\"2,3\"\nc,1\nd,\"3,1\"\n";
    for rule in ["greedy", "equal-shares", "phragmen"] {
        let count = |ballots: &str, more: &[&str]| {
            let files = [("p.csv", THREE.into()), ("v.csv", ballots.as_bytes().to_vec())];
            let mut line = vec![
                "v.csv",
                "--projects",
                "p.csv",
                "--budget",
                "100",
                "--rule",
                rule,
                "--format",
                "json",
            ];
            line.extend(more);
            let (_, text) = vote(&files, &line).expect("counted");
            let value: serde_json::Value = serde_json::from_str(&text).expect("json");
            (
                value["funded"].clone(),
                value["satisfaction"].clone(),
                value["projects"].clone(),
            )
        };
        assert_eq!(
            count(columns, &[]),
            count(listed, &["--vote-type", "ordinal"]),
            "{rule}"
        );
    }
}

#[test]
fn a_person_who_stands_in_a_form_twice_counts_once_and_only_when_somebody_says_which() {
    let form = "Timestamp,Email Address,Which projects?\n1/2/2026 10:00,ann@x.org,Bridge\n1/2/2026 10:01,ben@x.org,Bench\n1/2/2026 10:02,Ann@X.org,\"Pool, Bench\"\n";
    let crosses = "Name,Bridge,Pool,Bench\nAnn Lee,x,,\nBen,,,x\nann  lee,,x,x\n";
    let answers = "ID,Email,Bridge,Pool,Bench\n1,a@x,1,0,0\n2,b@x,0,0,1\n3,a@x,0,1,1\n";
    for table in [form, crosses, answers] {
        each(vec![
            (
                "refused",
                table,
                &[],
                Refused(&["v.csv line 4", "voted on line 2 already", "--same-voter"]),
            ),
            ("the last counts", table, &["--same-voter", "last"], Funds(&["3", "2"])),
            (
                "the first counts",
                table,
                &["--same-voter", "first"],
                Funds(&["1", "3"]),
            ),
            ("each counts", table, &["--same-voter", "each"], Funds(&["3", "1"])),
        ]);
    }
    each(vec![
        (
            "two people of one name who have different addresses",
            "Name,Email,vote\nJohn Smith,j1@x,\"2,3\"\nJohn Smith,j2@x,3\nAnn,a@x,2\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "nobody's name twice",
            "Name,vote\nAnonymous,\"2,3\"\nAnonymous,3\nAnn,2\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "two answers in one second",
            "Timestamp,vote\n1/2/2026 10:00,\"2,3\"\n1/2/2026 10:00,3\n1/2/2026 10:01,2\n",
            &[],
            Funds(&["2", "3"]),
        ),
    ]);
}

#[test]
fn a_table_with_voters_in_its_columns_is_refused_with_what_to_do() {
    let told = Refused(&["v.csv line 1", "voters in its columns", "Transpose"]);
    for table in [
        "Project,Ann,Ben,Cat\nBridge,,,x\nPool,x,x,x\nBench,x,x,\n",
        "project_id,a,b,c\n1,0,0,1\n2,1,1,1\n3,1,1,0\n",
        ",Ann,Ben,Cat\n1,0,0,1\n2,1,1,1\n3,1,1,0\n",
        "Project,Ann,Ben,Cat\nBridge,0,2,1\nPool,5,1,1\nBench,0,3,4\nTotal,5,6,6\n",
    ] {
        let files = [("p.csv", THREE.into()), ("v.csv", table.as_bytes().to_vec())];
        let line = ["v.csv", "--projects", "p.csv", "--budget", "100", "--repair"];
        hold(table, funded(&files, &line), &told);
    }
    // A ballot of one project for each voter is none of these.
    each(vec![(
        "one project each",
        "Voter,Your project,Over 18\na,Bench,yes\nb,Pool,yes\n",
        &[],
        Funds(&["2", "3"]),
    )]);
}

#[test]
fn a_file_without_a_ballot_or_with_none_that_names_a_project_is_not_counted() {
    each(vec![
        (
            "a heading alone",
            "voter_id,vote\n",
            &["--repair"],
            Refused(&["there is no ballot"]),
        ),
        ("nothing", "", &["--repair"], Refused(&["there is no ballot"])),
        (
            "crosses that nobody made",
            "voter,1,2,3\na,,,\nb,0,0,0\n",
            &[],
            Refused(&["no ballot names any project"]),
        ),
        (
            "blank cells",
            "voter_id,vote\na,\nb,\n",
            &[],
            Refused(&["no ballot names any project"]),
        ),
    ]);
    let empty =
        "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;60\nVOTES\nvoter_id;vote\n";
    hold(
        "a file",
        funded(&[("f.pb", empty.into())], &["f.pb"]),
        &Refused(&["there is no ballot"]),
    );
}

#[test]
fn sums_in_lines_and_columns_are_neither_voters_nor_projects() {
    each(vec![
        (
            "a line of sums in a table of crosses",
            "Name,Bridge,Pool,Bench\na,0,1,1\nb,0,1,1\nc,1,1,0\nTotal,1,1,1\n",
            &[],
            Refused(&["v.csv line 5", "sum of the others"]),
        ),
        (
            "a line of sums under listed ballots",
            "Voter,vote\na,\"2,3\"\nb,\"2,3\"\nSum:,1\n",
            &[],
            Refused(&["v.csv line 4", "sum of the others"]),
        ),
        (
            "a line of sums without a word, among points",
            "Voter,1,2,3\na,1,5,2\nb,0,5,3\nc,7,1,0\nd,2,2,2\n,10,13,7\n",
            &["--vote-type", "scoring"],
            Refused(&["v.csv line 6", "sum of the others"]),
        ),
        (
            "a line of sums in a table of one line for each project named",
            "ballot_id,project_id\na,2\na,3\nb,2\nTotal,3\n",
            &[],
            Refused(&["v.csv line 5", "sum of the others"]),
        ),
        (
            "a column of sums",
            "Name,Bridge,Pool,Bench,Total\na,0,1,1,2\nb,0,1,1,2\nc,1,1,0,2\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "a column of counts that are all one",
            "Name,Bridge,Pool,Bench,Count\na,0,1,0,1\nb,0,1,0,1\nc,0,0,1,1\n",
            &[],
            Funds(&["2", "3"]),
        ),
        (
            "taken out where that is asked for",
            "Name,Bridge,Pool,Bench\na,0,1,1\nb,0,1,1\nc,1,1,0\nTotal,1,1,1\n",
            &["--repair"],
            Funds(&["2", "3"]),
        ),
    ]);
    for projects in [format!("{THREE}Total,,150\n"), format!("{THREE},Total,150\n")] {
        let files = [
            ("p.csv", projects.into_bytes()),
            ("v.csv", b"voter_id,vote\na,\"2,3\"\nb,2\n".to_vec()),
        ];
        let line = ["v.csv", "--projects", "p.csv", "--budget", "100"];
        hold(
            "a sum of costs",
            funded(&files, &line),
            &Refused(&["p.csv line 5", "sum of the others"]),
        );
    }
}

/// A file of the format that is as it should be.
const FILE: &str = "META\nkey;value\nnum_projects;2\nnum_votes;3\nbudget;100\nvote_type;approval\nrule;greedy\nmax_length;2\nPROJECTS\nproject_id;cost\nA;60\nB;50\nVOTES\nvoter_id;vote\n1;A\n2;A\n3;B\n";

#[test]
fn a_file_that_was_cut_off_is_not_counted_unless_asked_for() {
    hold("whole", funded(&[("f.pb", FILE.into())], &["f.pb"]), &Funds(&["A"]));
    for (name, text, words) in [
        (
            "a voter is missing",
            FILE.replace("3;B\n", ""),
            ["line 4", "`num_votes` says 3, the file has 2"],
        ),
        (
            "a project is missing",
            FILE.replace("B;50\n", "").replace("3;B", "3;A"),
            ["line 3", "`num_projects` says 2, the file has 1"],
        ),
        ("a vote is missing", FILE.replace("3;B\n", "3"), ["line 17", "cut off"]),
    ] {
        let files = [("f.pb", text.clone().into_bytes())];
        let found = funded(&files, &["f.pb"]);
        match found {
            Err(error) => words
                .iter()
                .for_each(|word| assert!(error.to_string().contains(word), "{name}: {error}")),
            Ok(found) => panic!("{name}: counted, {found:?}"),
        }
        assert_eq!(
            funded(&files, &["f.pb", "--repair"]).expect("asked for"),
            ["A"],
            "{name}"
        );
        let (code, told) = vote(&files, &["f.pb", "--check"]).expect("checked");
        assert!(code == 1 && told.contains(words[1]), "{name}: {told}");
    }
}

#[test]
fn workbooks_in_place_of_tables_are_told_as_that() {
    let workbook = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml".to_vec();
    let old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
    let words = Refused(&["Excel workbook", "CSV"]);
    let votes = b"voter_id,vote\na,1\n".to_vec();
    for bad in [workbook, old] {
        let line = ["v.csv", "--projects", "p.csv", "--budget", "100"];
        for files in [
            [("p.csv", THREE.into()), ("v.csv", bad.clone())],
            [("p.csv", bad.clone()), ("v.csv", votes.clone())],
        ] {
            hold("two tables", funded(&files, &line), &words);
        }
        hold("one file", funded(&[("v.xlsx", bad.clone())], &["v.xlsx"]), &words);
    }
}

#[test]
fn every_command_that_reads_tables_knows_a_workbook_when_it_is_given_one() {
    let place = tempfile::tempdir().expect("temporary folder");
    let workbook = [b"PK\x03\x04\x14\0\x06\0\x08\0".as_slice(), &[0xff; 200]].concat();
    std::fs::write(place.path().join("t.xlsx"), &workbook).expect("writes");
    std::fs::write(place.path().join("t.csv"), &workbook).expect("writes");
    let process = "base = \"england.toml\"\nballots = \"t.xlsx\"\n";
    std::fs::write(place.path().join("p.budget.toml"), process).expect("writes");
    for arguments in [
        &["vote", "t.xlsx"][..],
        &["value", "t.xlsx"],
        &["charge", "--table", "t.csv"],
        &["places", "--against", "t.csv"],
        &["budget", "p.budget.toml", "--check"],
        &["check", "t.xlsx"],
    ] {
        let output = crate::cli::carepool(place.path())
            .args(arguments)
            .output()
            .expect("runs");
        let told = [output.stdout, output.stderr]
            .map(|text| String::from_utf8_lossy(&text).into_owned())
            .concat();
        assert!(!output.status.success(), "{arguments:?}: {told}");
        assert!(
            told.contains("Excel workbook") && told.contains("CSV"),
            "{arguments:?}: {told}"
        );
        assert!(!told.contains('\u{fffd}'), "{arguments:?}: {told}");
    }
}

#[test]
fn ballots_beyond_the_limits_of_the_file_count_or_not_as_it_says_itself_and_are_told_by_line() {
    let over = FILE.replace("max_length;2", "max_length;1").replace("3;B", "3;A,B");
    let points = FILE
        .replace("approval", "cumulative")
        .replace("max_length;2", "max_sum_points;5")
        .replace(
            "voter_id;vote\n1;A\n2;A\n3;B",
            "voter_id;vote;points\n1;A;4\n2;A;5\n3;B;90",
        );
    for (file, without, with) in [(&over, "A", "A"), (&points, "A", "B")] {
        let files = |more: &str| {
            [(
                "f.pb",
                file.replace("rule;greedy", &format!("rule;greedy{more}")).into_bytes(),
            )]
        };
        hold(
            "refused",
            funded(&files(""), &["f.pb"]),
            &Refused(&["line 17", "--over-limit", "allowed"]),
        );
        for (more, options, wanted) in [
            ("", &["f.pb", "--over-limit", "set-aside"][..], without),
            ("", &["f.pb", "--over-limit", "count"], with),
            ("\nover_limit;void", &["f.pb"], without),
            ("\nover_limit;count", &["f.pb"], with),
        ] {
            assert_eq!(
                funded(&files(more), options).expect("decided"),
                [wanted],
                "{more} {options:?}"
            );
            let (_, told) = vote(&files(more), options).expect("decided");
            assert!(
                told.contains(if more.is_empty() { "line 17" } else { "line 18" }),
                "{told}"
            );
        }
        hold(
            "a word",
            funded(&files("\nover_limit;perhaps"), &["f.pb"]),
            &Refused(&["line 8", "`perhaps`"]),
        );
    }
}

#[test]
fn ranks_in_place_of_points_are_found_and_points_that_were_said_to_be_points_are_left_alone() {
    let table = "Voter,1,2,3\na,3,1,2\nb,2,1,\nc,3,2,1\n";
    let listed = "voter_id,vote,points\na,\"2,3,1\",\"1,2,3\"\nb,\"2,1\",\"1,2\"\nc,\"1,3\",\"2,1\"\n";
    for ballots in [table, listed] {
        each(vec![
            (
                "ranks",
                ballots,
                &["--vote-type", "scoring"],
                Refused(&["v.csv line 1", "--vote-type ordinal"]),
            ),
            (
                "ranks",
                ballots,
                &["--vote-type", "cumulative"],
                Refused(&["v.csv line 1", "of 3 ballots", "3 give 1, 2, 3"]),
            ),
        ]);
    }
    each(vec![
        (
            "points that are no ranks",
            "Voter,1,2,3\na,0,5,2\nb,1,5,3\nc,1,4,4\n",
            &["--vote-type", "scoring"],
            Funds(&["2", "3"]),
        ),
        (
            "points from most to fewest, as only points are listed",
            "voter_id,vote,points\na,\"2,3,1\",\"3,2,1\"\nb,\"2,1\",\"2,1\"\n",
            &["--vote-type", "cumulative"],
            Funds(&["2", "3"]),
        ),
    ]);
    let said = "META\nkey;value\nbudget;100\nvote_type;scoring\nmax_points;2\nPROJECTS\nproject_id;cost\nA;60\nB;50\nVOTES\nvoter_id;A;B\n1;1;2\n2;1;2\n";
    hold("said", funded(&[("f.pb", said.into())], &["f.pb"]), &Funds(&["B"]));
}

#[test]
fn a_table_is_written_as_a_file_of_the_format_that_counts_the_same() {
    let projects = "Project,Title,Cost,Category,Note\n1,\"Park, north\",400,green,a\n2,Pool,300,blue,b\n3,Hall,500,,c\n4,Bench,100,green,d\n";
    let lists = "Voter,Choices,Age\nann,\"Park, north;Bench\",30\nbob,\"Park, north;Bench\",40\ncat,Bench;Pool,50\ndan,Bench;Hall,60\n";
    let wide =
        "Email,\"Park, north\",Pool,Hall,Bench\nann@x.org,x,,,x\nbob@x.org,x,,,x\ncat@x.org,,x,,x\ndan@x.org,,,x,x\n";
    let points = "Voter,\"Park, north\",Pool,Hall,Bench\nann,3,,,1\nbob,2,,,2\ncat,,1,,3\ndan,,,4,0.5\n";
    for (ballots, kind) in [(lists, "approval"), (wide, "approval"), (points, "cumulative")] {
        let tables = [("p.csv", projects.into()), ("v.csv", ballots.into())];
        let asked = ["v.csv", "--projects", "p.csv", "--budget", "700", "--vote-type", kind];
        let written = vote(&tables, &[&asked[..], &["--normalise"]].concat())
            .expect("written")
            .1;
        let file: [(&str, Vec<u8>); 1] = [("b.pb", written.clone().into_bytes())];
        // Any reader of the format takes it as it stands.
        assert!(
            written.contains("PROJECTS\nproject_id;cost;name;category;neighborhood;Note\n1;400;Park, north;green;;a\n"),
            "{written}"
        );
        assert!(written.contains("VOTES\nvoter_id;vote"), "{written}");
        for rule in ["greedy", "equal-shares", "phragmen"] {
            let told = |files: &[(&str, Vec<u8>)], first: &[&str]| -> serde_json::Value {
                let all = [first, &["--rule", rule, "--format", "json"]].concat();
                serde_json::from_str(&vote(files, &all).expect("counted").1).expect("json")
            };
            let (table, read) = (told(&tables, &asked), told(&file, &["b.pb", "--strict"]));
            assert_eq!(table["funded"], read["funded"], "{rule}\n{written}");
            assert_eq!(table["voters"], read["voters"], "{rule}\n{written}");
        }
    }
}

#[test]
fn the_second_of_two_headings_of_a_survey_is_no_voter() {
    let tables = |second: &str| {
        let ballots = format!(
            "Respondent ID,Start Date,Which projects would you fund?,,,\n{second}101,01/01/2026,Park,Road,,\n102,01/01/2026,,,Pool,Bench\n103,01/01/2026,Park,,,Bench\n"
        );
        let projects = "id,name,cost\n1,Park,400\n2,Road,300\n3,Pool,500\n4,Bench,100\n";
        [("p.csv", projects.into()), ("v.csv", ballots.into())]
    };
    let asked = [
        "v.csv",
        "--projects",
        "p.csv",
        "--budget",
        "700",
        "--vote-type",
        "approval",
        "--format",
        "json",
    ];
    let read = vote(&tables(",,Park,Road,Pool,Bench\n"), &asked)
        .expect("two headings")
        .1;
    let told: serde_json::Value = serde_json::from_str(&read).expect("json");
    assert_eq!(
        (&told["voters"], &told["funded"]),
        (&3.into(), &serde_json::json!(["1", "4"])),
        "{told}"
    );
    assert!(read.contains("two lines of heading"), "{read}");
    let told: serde_json::Value = serde_json::from_str(&vote(&tables(""), &asked).expect("counted").1).expect("json");
    assert_eq!(told["voters"], 3, "{told}");
    // Somebody who names all of them, and whose line says who they are, is a voter.
    let told: serde_json::Value = serde_json::from_str(
        &vote(&tables("100,01/01/2026,Park,Road,Pool,Bench\n"), &asked)
            .expect("counted")
            .1,
    )
    .expect("json");
    assert_eq!(told["voters"], 4, "{told}");
}
