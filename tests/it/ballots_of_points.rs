//! Points as people write them, and the columns they stand in: a decimal comma, a heading with a word more, a project's column
//! that nobody can match. Read as meant, or refused with the line.

use crate::ballots::Right::{self, Funds, Refused};
use crate::ballots::{funded, hold, vote};

/// Four projects, of which the budget pays one.
const PROJECTS: &str = "id,name,cost\nA,Park,100\nB,Library,100\nC,Pool,100\nD,Bench,100\n";

type Case = (&'static str, &'static str, &'static str, Right);

fn files(ballots: &str) -> [(&'static str, Vec<u8>); 2] {
    [("p.csv", PROJECTS.into()), ("v.csv", ballots.into())]
}

const ARGUMENTS: [&str; 5] = ["v.csv", "--projects", "p.csv", "--budget", "100"];

fn each(cases: Vec<Case>) {
    for (name, kind, ballots, right) in cases {
        let mut arguments = ARGUMENTS.to_vec();
        arguments.extend(["--vote-type", kind]);
        hold(name, funded(&files(ballots), &arguments), &right);
    }
}

#[test]
fn decimals_are_counted_whatever_mark_they_are_written_with_and_never_cut_off() {
    // The park has 5.8, the library 5.2; cut off it would be 4 against 5.
    each(vec![
        (
            "semicolons and commas",
            "scoring",
            "Voter;Park;Library;Pool;Bench\n1;2,9;3,1;0;0\n2;2,9;2,1;1;0\n",
            Funds(&["A"]),
        ),
        (
            "cumulative",
            "cumulative",
            "Voter;Park;Library;Pool;Bench\n1;2,9;3,1;0;0\n2;2,9;2,1;1;0\n",
            Funds(&["A"]),
        ),
        (
            "in quotes",
            "scoring",
            "Voter,Park,Library,Pool,Bench\n1,\"2,9\",\"3,1\",0,0\n2,\"2,9\",\"2,1\",1,0\n",
            Funds(&["A"]),
        ),
        (
            "points",
            "scoring",
            "Voter,Park,Library,Pool,Bench\n1,2.9,3.1,0,0\n2,2.9,2.1,1,0\n",
            Funds(&["A"]),
        ),
        (
            "only one comma in the table",
            "scoring",
            "Voter;Park;Library\n1;3;2\n2;2;3,5\n",
            Funds(&["B"]),
        ),
        (
            "a line for each project",
            "scoring",
            "voter_id;project_id;points\n1;A;2,9\n1;B;3,1\n2;A;2,9\n2;B;2,1\n",
            Funds(&["A"]),
        ),
        (
            "a list",
            "scoring",
            // 5.8 for A and 5.2 for B; what the mark between projects is, it is between points.
            "voter_id,vote,points\n1,A;B,\"2,9;3,1\"\n2,A;B,\"2,9;2,1\"\n",
            Funds(&["A"]),
        ),
        (
            "half points as one letter",
            "scoring",
            "Voter,Park,Library\n1,2½,3\n2,3½,2 ¾\n",
            Funds(&["A"]),
        ),
        (
            "with their unit",
            "scoring",
            "Voter,Park,Library\n1,5 pts,3 pts\n2,2 points,3 points\n",
            Funds(&["A"]),
        ),
        (
            "thousands with a blank",
            "cumulative",
            "Voter,Park,Library\n1,1 000,900\n2,0,50\n",
            Funds(&["A"]),
        ),
        (
            "thousands or decimals",
            "scoring",
            "Voter;Park;Library\n1;2,500;3\n2;1;1\n",
            Refused(&["v.csv line 2", "`2,500` may mean 2.5 or 2500"]),
        ),
        (
            "points that may be thousands",
            "scoring",
            "Voter;Park;Library\n1;1.000;30\n",
            Refused(&["v.csv line 2", "`1.000` may mean 1 or 1000"]),
        ),
        (
            "per cent",
            "cumulative",
            "Voter,Park,Library\n1,40%,60%\n",
            Refused(&["v.csv line 2", "`40%` for project `A`", "write the number (`40`"]),
        ),
        (
            "commas that split cells",
            "scoring",
            "Voter,Park,Library,Pool,Bench\n1,2,9,3,1,0,0\n",
            Refused(&["v.csv line 2", "7 cells", "quotes"]),
        ),
        (
            "commas that split the cell of a line",
            "scoring",
            "voter_id,project_id,points\n1,A,2,9\n1,B,3,1\n",
            Refused(&["v.csv line 2", "quotes"]),
        ),
        (
            "a list that may be cut anywhere",
            "scoring",
            "voter_id;vote;points\n1;A,B;2,9,3,1\n",
            Refused(&["v.csv line 2", "more points than projects"]),
        ),
    ]);
    // What was read otherwise than it stands is told.
    let mut arguments = ARGUMENTS.to_vec();
    arguments.extend(["--vote-type", "scoring", "--rule", "greedy"]);
    let (_, told) = vote(&files("Voter;Park;Library\n1;2,9;3,1\n2;2,9;2,1\n"), &arguments).expect("counted");
    assert!(
        told.contains("v.csv line 2: repaired [points] points `2,9` are read as 2.9 (and 3 more are read alike)"),
        "{told}"
    );
    assert!(told.contains("5.8 points"), "{told}");
}

#[test]
fn a_column_of_points_counts_for_the_project_that_its_heading_nearly_names_or_is_refused() {
    each(vec![
        // The library has 8, the park 5, the pool 1.
        (
            "a word more",
            "cumulative",
            "Name,A (points),B (points),C,D\nJo,5,2,1,\nAl,,6,,\n",
            Funds(&["B"]),
        ),
        (
            "a word before",
            "scoring",
            "Name,Points for Park,Points for Library\nJo,5,2\nAl,,6\n",
            Funds(&["B"]),
        ),
        (
            "ranks",
            "ordinal",
            "Name,Park rank,Library rank,Pool rank\nJo,2,1,3\nAl,2,1,3\n",
            Funds(&["B"]),
        ),
        (
            "crosses",
            "approval",
            "Name,Park (vote),Library (vote)\nJo,x,x\nAl,,x\n",
            Funds(&["B"]),
        ),
        (
            "another name",
            "cumulative",
            "Name,Parc,Library,Pool\nJo,9,2,1\nAl,9,1,\n",
            Refused(&["v.csv line 1", "column `Parc`", "no project"]),
        ),
        (
            "another place",
            "scoring",
            "Name,Park (north),Library,Pool\nJo,9,2,1\nAl,9,1,\n",
            Refused(&["column `Park (north)`"]),
        ),
        ("far down", "scoring", *FAR, Refused(&["column `Parc`"])),
        (
            "another rank",
            "ordinal",
            "Name,Parc,Library,Pool\nJo,1,2,3\nAl,1,2,3\n",
            Refused(&["column `Parc`"]),
        ),
        (
            "twice",
            "scoring",
            "Name,Park,Park (points),Library\nJo,1,5,2\n",
            Refused(&["column `Park (points)`"]),
        ),
        // What is plainly about the voter, a sum or a remark is no project.
        (
            "about the voter",
            "scoring",
            "Name,Age,House number,Park,Library,Total,Comments\nJo,34,7,3,7,10,good\nAl,41,9,6,2,8,\nDi,19,1,2,7,9,5 of 5\n",
            Funds(&["B"]),
        ),
        (
            "a sum by another name",
            "scoring",
            "Name,Park,Library,Used\nJo,3,7,10\nAl,6,2,8\n",
            Funds(&["A"]),
        ),
    ]);
}

/// Sixty ballots of which only the last gives the column of no project anything.
static FAR: std::sync::LazyLock<&'static str> = std::sync::LazyLock::new(|| {
    let mut text = String::from("Name,Parc,Library,Pool\n");
    (0..60).for_each(|voter| text.push_str(&format!("voter{voter},,2,1\n")));
    text.push_str("last,9,,\n");
    text.leak()
});

#[test]
fn where_published_scores_decide_more_voters_are_said_to_raise_them() {
    let file = |score: &str| {
        format!(
            "META\nkey;value\nbudget;100\nnum_projects;2\nnum_votes;3\nvote_type;cumulative\nmax_sum_points;10\nPROJECTS\n\
             project_id;cost;name;score\nA;100;Park;17\nB;100;Library;{score}\nVOTES\nvoter_id;vote;points\n1;A;10\n2;A,B;7,3\n3;B;10\n"
        )
    };
    let told = |score: &str, rule: &str| {
        vote(&[("v.pb", file(score).into())], &["v.pb", "--rule", rule])
            .expect("counted")
            .1
    };
    // Thirteen points on the ballots, eight in the file: one more voter brings the eight to eighteen, in the file as well.
    let risen = "those scores are taken to rise by what these voters give";
    let of_the_file = told("8", "greedy-threshold");
    assert!(
        of_the_file.contains("with 1 more voter who gives only it 10 points"),
        "{of_the_file}"
    );
    assert!(of_the_file.contains(risen), "{of_the_file}");
    // Where the file says what its ballots say, and where ballots decide, there is nothing to tell.
    assert!(!told("13", "greedy-threshold").contains(risen));
    assert!(!told("8", "greedy").contains(risen));
}

#[test]
fn new_voters_give_as_much_as_a_voter_may() {
    let meta = |kind: &str, more: &str| {
        format!(
            "META\nkey;value\nbudget;100\nnum_projects;3\nnum_votes;2\nvote_type;{kind}\n{more}PROJECTS\nproject_id;cost;name\nA;100;Park\nB;100;Library\nC;100;Pool\n"
        )
    };
    let margins = |text: String| {
        let (_, told) = vote(&[("v.pb", text.into())], &["v.pb", "--rule", "greedy", "--margins"]).expect("counted");
        told
    };
    // Eighteen points against two: two voters who give all their ten.
    let spread = "VOTES\nvoter_id;vote;points\n1;A;10\n2;A,B;8,2\n";
    for more in ["max_sum_points;10\n", ""] {
        let told = margins(format!("{}{spread}", meta("cumulative", more)));
        assert!(
            told.contains("Counted again, it is funded with 2 more voters who give only it 10 points each"),
            "{told}"
        );
        assert!(!told.contains("naming only it"), "{told}");
    }
    let told = margins(format!("{}{spread}", meta("scoring", "max_points;20\n")));
    assert!(told.contains("with 1 more voter who gives only it 20 points"), "{told}");
    // Of places added up, the first place before the weakest.
    let ranked = margins(format!(
        "{}VOTES\nvoter_id;vote\n1;A,B,C\n2;A,B,C\n",
        meta("ordinal", "")
    ));
    assert!(
        ranked.contains("with 2 more voters who rank it first and the weakest of the others next"),
        "{ranked}"
    );
}

#[test]
fn what_is_said_to_be_counted_is_counted() {
    for (kind, ballots, words) in [
        (
            "scoring",
            "Voter,Park,Library\n1,5,1\n",
            "by the points that ballots give them",
        ),
        (
            "ordinal",
            "Voter,First choice,Second choice\n1,A,B\n",
            "by the points of their places on the ballots",
        ),
        ("approval", "voter_id,vote\n1,A\n", "by number of votes"),
    ] {
        let mut arguments = ARGUMENTS.to_vec();
        arguments.extend(["--vote-type", kind, "--rule", "greedy"]);
        let (_, told) = vote(&files(ballots), &arguments).expect("counted");
        assert!(told.contains(words), "{kind}: {told}");
    }
}

#[test]
fn limits_at_the_head_of_a_file_are_read_as_people_write_numbers_or_refused_with_their_line() {
    let file = |limit: &str, ballot: &str| {
        let text = format!(
            "META\nkey;value\nnum_projects;2\nnum_votes;2\nbudget;100\nvote_type;cumulative\n{limit}\nPROJECTS\nproject_id;cost\nA;100\nB;100\n\
             VOTES\nvoter_id;vote;points\n1;{ballot}\n2;A,B;6,4\n"
        );
        [("v.pb", text.into_bytes())]
    };
    let counted = |limit: &str, ballot: &str| vote(&file(limit, ballot), &["v.pb", "--rule", "greedy"]);
    let told = |limit: &str, ballot: &str| counted(limit, ballot).expect_err("refused").to_string();
    // Ten points may be given, and eleven are too many, however the ten are written.
    for limit in [
        "max_sum_points;10",
        "max_sum_points;10.0",
        "max_sum_points;10,0",
        "max_sum_points;10 pts",
    ] {
        assert!(counted(limit, "A,B;4,6").is_ok(), "{limit}");
        let refused = told(limit, "A,B;5,6");
        assert!(refused.contains("allowed from any to 10"), "{limit}: {refused}");
    }
    let (_, repaired) = counted("max_sum_points;10,0", "A,B;4,6").expect("counted");
    assert!(repaired.contains("`max_sum_points` `10,0` is read as 10"), "{repaired}");
    for limit in ["max_sum_points;ten", "max_points;1,000"] {
        let refused = told(limit, "A,B;4,6");
        let key = limit.split(';').next().unwrap_or_default();
        assert!(
            refused.contains("line 7") && refused.contains(key),
            "{limit}: {refused}"
        );
    }
}
