//! Marks in numbers, letters that are stored in two ways, headings that are misspelt, places that are left blank: what may mean two things
//! is asked about, and what can mean one is counted as that.

use crate::ballots::{FOUR, count, counts, funded, refused, vote};

/// What a count says, by a rule.
fn said(ballots: &str, options: &[&str]) -> Result<String, String> {
    let files = [("p.csv", FOUR.as_bytes().to_vec()), ("v.csv", ballots.into())];
    let mut arguments = vec!["v.csv", "--projects", "p.csv", "--budget", "100"];
    arguments.extend(options);
    vote(&files, &arguments)
        .map(|(_, text)| text)
        .map_err(|error| error.to_string())
}

const ORDINAL: &[&str] = &["--vote-type", "ordinal"];
const APPROVAL: &[&str] = &["--vote-type", "approval"];

#[test]
fn people_and_strengths_with_marks_are_what_the_column_says_or_are_asked_about() {
    // A thousand people, six hundred, five hundred.
    let people = |first: &str| format!("Name;Vote;ballots_cast\nA;1;{first}\nB;2;600\nC;3;500\n");
    refused(&people("1.000"), &[], &["[strength]", "`1.000` may mean 1 or 1000"]);
    counts(&people("1000"), &[], &["1", "2"]);
    counts(&people("1.001"), &[], &["1", "2"]);
    counts(&people("1,000"), &[], &["1", "2"]);
    // A second cell says what the point is.
    counts(
        "Name;Vote;ballots_cast\nA;1;1.000\nB;2;1.503\nC;3;500\n",
        &[],
        &["2", "1"],
    );
    let strengths = |one: &str, two: &str, three: &str| {
        format!("Name;Vote;vote_strength\nA;1;{one}\nB;2;{two}\nC;3;{three}\nD;1;1\n")
    };
    // Park 0.75 + 1, Road 1.125, Pool 1.5.
    counts(&strengths("0,75", "1,125", "1,5"), &[], &["1", "3"]);
    counts(&strengths("0.75", "1.125", "1.5"), &[], &["1", "3"]);
    refused(&strengths("2", "1,125", "1"), &[], &["`1,125` may mean 1.125 or 1125"]);
    refused(&strengths("2", "1.000", "1"), &[], &["`1.000` may mean 1 or 1000"]);
    let told = said(&strengths("0,75", "1,125", "1,5"), &["--rule", "greedy"]).expect("counted");
    assert!(
        told.contains("`0,75` is read as 0.75 (and 2 more are read alike)"),
        "{told}"
    );
}

#[test]
fn a_filled_column_beside_choices_is_asked_about_whatever_its_heading_says() {
    let lines = "A,1,2,3,4\nB,1,3,2,4\nC,2,1,4,3\nD,4,3,1,2\n";
    for (headings, asked) in [
        ("First,Second,Third,Forth", "`Forth`"),
        ("Frist,Second,Third,Fourth", "`Frist`"),
        ("First,Secnd,Third,Fourth", "`Secnd`"),
        (
            "First choice,Second chioce,Third choice,Fourth choice",
            "`Second chioce`",
        ),
        ("1st choice,2nd choice,3rd chioce,4th choice", "`3rd chioce`"),
        (
            "First preference,Second preference,Third prefrence,Fourth preference",
            "`Third prefrence`",
        ),
        ("Erste Wahl,Zweite Wahl,Drite Wahl,Vierte Wahl", "`Drite Wahl`"),
        ("Rank 1,Rank 2,Rnk 3,Rank 4", "`Rnk 3`"),
        ("Choice 1,Choice 2,Coice 3,Choice 4", "`Coice 3`"),
        ("Vote 1,Vote 2,3,Vote 4", "`3`"),
        ("First,Second,Third,Reserve", "`Reserve`"),
        ("First,Second,Third,Backup", "`Backup`"),
    ] {
        for options in [ORDINAL, APPROVAL] {
            refused(&format!("Name,{headings}\n{lines}"), options, &["[columns]", asked]);
        }
    }
    // One column is read, and the other holds the second choice.
    for headings in ["Vote,2nd", "First,Secnd", "Choice,Coice 2"] {
        refused(
            &format!("Name,{headings}\nA,1,2\nB,1,3\nC,2,1\nD,4,3\n"),
            ORDINAL,
            &["[columns]"],
        );
    }
    // Left out by whoever counts, it is passed over.
    let with_reserve = format!("Name,First,Second,Third,Reserve\n{lines}");
    counts(
        &with_reserve,
        &["--vote-type", "approval", "--leave-out", "Reserve"],
        &["1", "2"],
    );
    // Ages, wards, sizes of households and numbers of papers are none, though projects have such numbers.
    for beside in [
        "Age",
        "Ward",
        "Household size",
        "Ballot no",
        "Table",
        "How many live with you?",
        "Comments",
    ] {
        let table = format!("Name,First,Second,{beside}\nA,1,2,3\nB,1,3,2\nC,2,1,4\nD,1,2,1\n");
        counts(&table, ORDINAL, &["1", "2"]);
    }
}

#[test]
fn a_number_that_is_missing_among_headings_of_ranks_is_asked_about() {
    let table = |headings: &str| format!("Name,{headings}\nA,1,2\nB,1,3\nC,2,1\n");
    refused(
        &table("First choice,Third choice"),
        &[],
        &["`Third choice` follows on `First choice`", "none is number 2"],
    );
    refused(
        &table("Second choice,Third choice"),
        &[],
        &["begin with `Second choice`", "none is number 1"],
    );
    counts(&table("First choice,Second choice"), &[], &["1", "2"]);
    counts(&table("Favourite project,2nd favourite project"), &[], &["1", "2"]);
}

#[test]
fn choices_up_to_the_tenth_are_read_in_the_languages_of_forms() {
    // Everybody's last choices are 5, 4: they count for nothing if the columns are not read.
    let projects = "id,name,cost\n1,A,100\n2,B,100\n3,C,100\n4,D,100\n5,E,100\n";
    for headings in [
        "Premier choix,Deuxième choix,Troisième choix,Quatrième choix,Cinquième choix",
        "Primera opción,Segunda opción,Tercera opción,Cuarta opción,Quinta opción",
        "Prima scelta,Seconda scelta,Terza scelta,Quarta scelta,Quinta scelta",
        "Pierwszy wybór,Drugi wybór,Trzeci wybór,Czwarty wybór,Piąty wybór",
        "Erste Wahl,Zweite Wahl,Dritte Wahl,Vierte Wahl,Fünfte Wahl",
    ] {
        let ballots = format!("Name,{headings}\nX,1,2,3,4,5\nY,5,4,3,2,1\nZ,5,4,1,2,3\n");
        let files = [("p.csv", projects.as_bytes().to_vec()), ("v.csv", ballots.into_bytes())];
        let arguments = [
            "v.csv",
            "--projects",
            "p.csv",
            "--budget",
            "500",
            "--vote-type",
            "ordinal",
        ];
        // E 1+5+5 = 11, D 2+4+4 = 10, A 5+1+3 = 9, B 4+2+2 = 8, C 3+3+1 = 7.
        let found = funded(&files, &arguments).unwrap_or_else(|error| panic!("{headings}: {error}"));
        assert_eq!(found, ["5", "4", "1", "2", "3"], "{headings}");
    }
}

#[test]
fn letters_that_look_the_same_are_the_same_of_voters_titles_and_headings() {
    let composed = "José";
    let parted = "Jose\u{301}";
    let twice = format!("Voter,Vote\n{composed},Park\nAnn,Road\n{parted},Park\n");
    refused(&twice, &[], &["voted on line 2 already"]);
    counts(&twice, &["--same-voter", "last"], &["1", "2"]);
    refused(
        "Voter,Vote\nO'Neil,Park\nAnn,Road\nO’Neil,Park\n",
        &[],
        &["voted on line 2 already"],
    );
    for (one, other) in [("7", "07"), ("07", "7.0"), ("7", "7.0")] {
        let papers = format!("Voter,Vote\n{one},Park\n8,Road\n{other},Park\n");
        refused(&papers, &[], &["[voter-twice]", "differs in zeros alone"]);
        counts(&papers, &["--same-voter", "each"], &["1", "2"]);
    }
    // In a file of the format too.
    let file = |who: &str| {
        format!(
            "META\nkey;value\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n{composed};a\n{who};a\n"
        )
    };
    let counted = |who: &str| vote(&[("v.pb", file(who).into_bytes())], &["v.pb"]);
    let told = counted(parted).expect_err("one person").to_string();
    assert!(told.contains("how its letters and marks are stored or typed"), "{told}");
    assert!(counted("Jose").is_ok());
    // A title in either form, whichever the table of projects has.
    for (title, named) in [
        ("Café corner", "Cafe\u{301} corner"),
        ("Cafe\u{301} corner", "Café corner"),
    ] {
        let projects = format!("id,name,cost\n1,{title},100\n2,Road,100\n");
        let ballots = format!("Voter,Vote\nA,{named}\nB,{named}\nC,Road\n");
        let files = [("p.csv", projects.into_bytes()), ("v.csv", ballots.into_bytes())];
        let found = funded(&files, &["v.csv", "--projects", "p.csv", "--budget", "100"]);
        assert_eq!(found.expect("counted"), ["1"], "{named}");
    }
}

#[test]
fn a_ranking_without_a_first_place_is_asked_about_and_other_places_that_are_skipped_are_told() {
    let choices = "Name,First choice,Second choice,Third choice\nAnn,1,3,\nBob,,2,\nCat,,2,\nDan,,,2\nEve,1,,\n";
    let table = "Name,Park,Road,Pool,Bench\nAnn,1,2,,\nBob,,3,,\nEve,,,,4\n";
    let long = "Voter,Project,Rank\nAnn,1,1\nAnn,3,2\nBob,2,2\n";
    for rule in ["greedy", "plurality", "equal-shares", "cstv"] {
        for (ballots, line) in [(choices, "line 3"), (table, "line 3"), (long, "line 4")] {
            let told = said(ballots, &["--vote-type", "ordinal", "--rule", rule]).expect_err(ballots);
            for word in ["[first-blank]", line, "nothing has the first place on this ballot"] {
                assert!(told.contains(word), "{rule} {ballots}: {word} is not in\n{told}");
            }
        }
    }
    let closes = "Name,First choice,Second choice,Third choice\nAnn,1,,2\nBob,2,1,\n";
    let told = said(closes, &["--rule", "greedy"]).expect("counted");
    assert!(
        told.contains("`Third choice` follows on `First choice`") && told.contains("moves up"),
        "{told}"
    );
    // As names, no place is blank.
    counts(choices, APPROVAL, &["2", "1"]);
}

#[test]
fn plurality_of_scores_shares_the_first_choice_among_equals_and_measures_need_what_they_count() {
    // Park and Road share three firsts, Road has two of its own: 3.5 to 1.5, whatever stands first in the list.
    let scores = "Name,Park,Road,Pool,Bench\nAnn,5,5,1,\nBob,5,5,,1\nCat,5,5,,\nDan,,5,1,\nEve,1,5,,2\n";
    let plurality = ["--vote-type", "scoring", "--rule", "plurality"];
    let told = said(scores, &plurality).expect("counted");
    assert!(
        told.contains("funded: 2") && told.contains("3.5 first choices"),
        "{told}"
    );
    assert!(
        told.contains("3 ballots give the most points to several projects at once"),
        "{told}"
    );
    let refusal = |ballots: &str, kind: &str, rule: &str, measure: &str| {
        said(
            ballots,
            &["--vote-type", kind, "--rule", rule, "--satisfaction", measure],
        )
        .expect_err(measure)
    };
    let ranks = "Name,First,Second\nA,1,2\nB,1,2\nC,1,2\nD,2,\n";
    for rule in ["greedy", "knapsack", "equal-shares", "all"] {
        for measure in ["borda", "borda-from-one", "borda-full"] {
            let told = refusal(scores, "scoring", rule, measure);
            assert!(told.contains("`points` counts what they give"), "{told}");
        }
        let told = refusal(ranks, "ordinal", rule, "points");
        assert!(told.contains("`borda-from-one` counts places"), "{told}");
        let told = refusal(ranks, "approval", rule, "borda");
        assert!(told.contains("`cardinality` counts 1 for each name"), "{told}");
    }
    let own = said(
        ranks,
        &["--vote-type", "ordinal", "--rule", "greedy", "--satisfaction", "borda"],
    );
    assert!(own.expect("counted").contains("funded: 1"));
}

#[test]
fn a_column_that_numbers_each_voters_choices_is_no_voter_and_says_the_places_of_a_ranking() {
    // By the numbers there would be three voters, of whom two name Pool; by names all four do.
    for heading in ["No.", "Choice no.", "Line", "Row no.", "ID", "Paper", "Entry", "Nr"] {
        let behind = format!(
            "Name,Project,{heading}\nAnn,Park,1\nAnn,Road,2\nAnn,Pool,3\nBob,Pool,1\nBob,Road,2\nCat,Pool,1\nDan,Pool,1\nDan,Bench,2\n"
        );
        counts(&behind, &[], &["3", "2"]);
        let before = format!(
            "{heading},Name,Project\n1,Ann,Park\n2,Ann,Road\n3,Ann,Pool\n1,Bob,Pool\n2,Bob,Road\n1,Cat,Pool\n1,Dan,Pool\n2,Dan,Bench\n"
        );
        counts(&before, &[], &["3", "2"]);
    }
    // Pool 1 + 3 + 1 + 1 = 6 points, Road 3 + 2 = 5, Park 2 + 1 = 3; by the order of lines Park would have 6.
    let places = "Name,Project,Choice no.\nAnn,Park,2\nAnn,Road,1\nAnn,Pool,3\nBob,Park,3\nBob,Pool,1\nBob,Road,2\nCat,Pool,1\nDan,Pool,1\n";
    counts(places, ORDINAL, &["3", "2"]);
    // Two people of one name, and numbers that tell neither apart.
    refused(
        "Name,Project,No.\nAnn,Park,1\nAnn,Road,2\nBob,Pool,1\nAnn,Pool,1\n",
        &[],
        &["which of the two columns says who voted"],
    );
    // The project's own number beside its title.
    counts(
        "Name,No.,Project\nAnn,1,Park\nAnn,2,Road\nBob,3,Pool\nBob,2,Road\nCat,2,Road\nDan,1,Park\n",
        &[],
        &["2", "1"],
    );
}

#[test]
fn a_misspelt_column_of_a_project_is_asked_about_whatever_stands_in_it() {
    for table in [
        "Name,Park,Road,Pol,Bench\nAnn,Park,,Pool,\nBob,,Road,Pool,\nCat,,Road,Pool,\nDan,Park,,Pool,\n",
        "Name,Park,Road,Pol,Bench\nAnn,X,n/a,X,n/a\nBob,n/a,X,X,n/a\nCat,n/a,X,X,n/a\nDan,X,n/a,/,n/a\n",
        "Name,Park,Road,Pol,Bench\nAnn,x,,x,\nBob,,x,x (sic),\nCat,,x,x,\n",
        "Name,Park,Road,Pol,Bench\nAnn,1,0,1,0\nBob,0,1,2,0\nCat,0,1,1,0\n",
        "Name,Park,Road,Swimming,Bench\nAnn,Park,,Pool,\nBob,,Road,Pool,\nCat,,Road,Pool,\nDan,Park,,Pool,\n",
    ] {
        refused(table, &[], &["[unknown-project]", "holds marks like those of projects"]);
    }
    // Ticks that are titles: who ticks all of them repeats the heading, and is a voter.
    counts(
        "Name,Park,Road,Pool,Bench\nAnn,Park,,Pool,\nBob,Park,Road,Pool,Bench\nCat,,Road,Pool,\nDan,,Road,Pool,\n",
        &[],
        &["3", "2"],
    );
    // Something else beside a table that has no column for a project.
    counts(
        "Name,Park,Road,Bench,Ward\nAnn,x,,,North\nBob,,x,,Port\nCat,,x,,North\n",
        &[],
        &["2", "1"],
    );
}

#[test]
fn a_list_whose_heading_says_an_order_in_whatever_words_is_asked_about() {
    let lists = "\nAnn,\"Park, Road, Pool\"\nBob,\"Park, Road\"\nCat,\"Pool, Road\"\nDan,\"Bench,Road\"\n";
    for heading in [
        "Rangfolge",
        "Classement",
        "Kolejność projektów",
        "Most wanted first",
        "Priorities",
        "Ranking",
    ] {
        refused(
            &format!("Name,{heading}{lists}"),
            &[],
            &["says that projects stand in an order"],
        );
        assert!(count(&format!("Name,{heading}{lists}"), APPROVAL).is_ok(), "{heading}");
    }
    // A second column of choices beside a list.
    refused(
        "Name,Projects,Reserve\nAnn,\"1,2\",3\nBob,2,4\nCat,\"1,4\",3\n",
        &[],
        &["[columns]", "`Reserve`"],
    );
    refused(
        "Name,Ballot,Also\nAnn,1,3\nBob,2,4\nCat,1,3\n",
        &[],
        &["[columns]", "`Also`"],
    );
}

#[test]
fn people_who_share_a_number_are_asked_about_and_one_name_spelt_twice_is_not() {
    for table in [
        "Name,No.,Project\nAnn,7,Park\nBob,7,Road\nCat,7,Pool\nDan,8,Pool\n",
        "Voter,Name,Project\n1,Ann,Park\n1,Bob,Road\n1,Cat,Pool\n2,Dan,Pool\n",
    ] {
        refused(table, APPROVAL, &["which of the two columns says who voted"]);
    }
    counts(
        "Voter,Name,Project\n1,Ann Smith,Park\n1,Ann Smyth,Road\n2,Dan Jones,Park\n3,Eve Hill,Road\n",
        APPROVAL,
        &["1", "2"],
    );
    // The number of each person's choices, under a heading that sounds like a person: by names Pool has two voters.
    for heading in ["Voter no.", "Member no.", "Household member"] {
        let table = format!("Name,{heading},Project\nAnn,1,Park\nAnn,2,Road\nBob,1,Pool\nCat,1,Pool\n");
        match count(&table, APPROVAL) {
            Ok(found) => assert!(found.contains(&"3".to_owned()), "{table}{found:?}"),
            Err(told) => assert!(
                told.contains("says who voted") || told.contains("voter"),
                "{table}{told}"
            ),
        }
    }
}

#[test]
fn a_heading_that_is_repeated_is_no_ballot_where_nothing_beside_it_says_who_voted() {
    let table = "Name,Park,Road,Pool\nAnn,Park,,\nBob,,Road,\nName,Park,Road,Pool\nCat,Park,,\n";
    refused(table, APPROVAL, &["[no-ballot]"]);
    // Dan ticks all.
    counts(
        "Name,Park,Road,Pool,Bench\nAnn,Park,,,\nBob,,Road,,\nDan,Park,Road,Pool,Bench\nCat,Park,,,\n",
        APPROVAL,
        &["1", "2"],
    );
}

#[test]
fn small_numbers_that_people_are_asked_for_beside_their_choices_are_no_choices() {
    for heading in [
        "Satisfaction",
        "Bedrooms",
        "Adults",
        "Booth",
        "Floor",
        "Week",
        "Quintile",
        "Visits",
        "Cohort",
        "IMD decile",
        "Grade",
        "Staff",
    ] {
        for choices in ["Choice 1,Choice 2", "First choice,Second choice"] {
            let table = format!("Name,{choices},{heading}\nAnn,1,2,3\nBob,1,2,4\nCat,2,1,1\nDan,3,1,2\n");
            counts(&table, APPROVAL, &["1", "2"]);
        }
        let single = format!("Name,Vote,{heading}\nAnn,1,3\nBob,1,4\nCat,2,1\nDan,2,3\nEve,3,1\n");
        counts(&single, APPROVAL, &["1", "2"]);
    }
    for heading in ["Ward No.", "Table No.", "Ballot No."] {
        let table = format!("Name,Choice No. 1,Choice No. 2,{heading}\nAnn,1,2,3\nBob,1,2,4\nCat,2,1,1\nDan,3,1,2\n");
        counts(&table, APPROVAL, &["1", "2"]);
    }
    // A list under the first round says nothing of an order.
    counts("Voter,First round\nAnn,\"1,2\"\nBob,\"1,3\"\nCat,2\n", &[], &["1", "2"]);
    refused(
        "Voter,Most wanted first\nAnn,\"1,2\"\nBob,\"1,3\"\nCat,\"2,1\"\n",
        &[],
        &["order"],
    );
}

#[test]
fn how_many_cast_a_ballot_is_asked_about_however_its_numbers_are_written_and_named() {
    for (heading, numbers) in [
        ("Number of people", ["\"1,500\"", "\"2,100\"", "\"1,300\""]),
        ("No of ballots", ["1.500", "2.100", "1.300"]),
        ("Members", ["1 500", "2 100", "1 300"]),
        ("Votes", ["12.0", "20.0", "3.0"]),
        ("Shares", ["\"0,75\"", "1", "\"1,125\""]),
        ("Nombre de personnes", ["1000", "600", "500"]),
        ("Nombre de votants", ["1000", "600", "500"]),
        ("Número de personas", ["1000", "600", "500"]),
    ] {
        let lines = numbers.iter().zip(1..);
        let lines: String = lines
            .map(|(number, at)| format!("Group {at},{at},{number}\n"))
            .collect();
        refused(&format!("Name,Vote,{heading}\n{lines}"), APPROVAL, &[heading]);
    }
    // One for each line is nothing to ask about.
    let ones = "Name,Vote,Number of people\nAnn,1,1\nBob,2,1.0\nCat,1,1\n";
    counts(ones, APPROVAL, &["1", "2"]);
}

#[test]
fn two_of_one_family_on_one_telephone_are_asked_about() {
    for (one, other) in [
        ("Mary Henderson", "Harry Henderson"),
        ("Ann Smith", "Alan Smith"),
        ("Peter Macdonald", "Petra Macdonald"),
    ] {
        let table = format!("Phone,Name,Project\n0123,{one},Park\n0123,{other},Road\n0456,Eve Hill,Pool\n");
        refused(&table, APPROVAL, &["which of the two columns says who voted"]);
    }
}

#[test]
fn a_misspelt_choice_that_most_leave_blank_or_that_repeats_another_is_asked_about() {
    let last = |line: usize| if line > 45 { "3" } else { "" };
    let lines: String = (1..=90).map(|line| format!("V{line},1,2,{}\n", last(line))).collect();
    for (table, heading) in [
        (format!("Name,First,Second,Forth\n{lines}"), "`Forth`"),
        (
            "Name,First,Second,Third choise\nA,1,2,3\nB,1,2,1\nC,2,1,4\n".to_owned(),
            "`Third choise`",
        ),
        (
            "Name,First,Second,Forth\nA,1,2,9\nB,1,2,4\nC,2,1,3\nD,3,1,2\n".to_owned(),
            "`Forth`",
        ),
        (
            "Name,First,Second,Runner up\nA,1,2,3\nB,1,2,4\nC,2,1,3\nD,3,1,2\n".to_owned(),
            "`Runner up`",
        ),
    ] {
        refused(&table, ORDINAL, &[heading]);
    }
}
