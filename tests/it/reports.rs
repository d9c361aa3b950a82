//! What a run says and draws, as a reader of its folder meets it: one value for one figure, no sign before nought, the camps
//! beside each headline, and nothing hostile passed on.

use std::fs;
use std::path::Path;

use super::cli::{carepool, stdout, write_scenario};

/// A small run of two scenarios into `run`; what it printed.
fn small_run(folder: &Path, scenarios: &[&str]) -> String {
    let mut command = carepool(folder);
    command.arg("run").args(scenarios).args([
        "--draws", "6", "--people", "400", "--years", "4", "--seed", "3", "--no-png", "--out", "run",
    ]);
    stdout(&mut command)
}

/// Every sign before a number in a text, with the number.
fn signed(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (at, sign) in letters.iter().enumerate().filter(|(_, c)| matches!(c, '+' | '−')) {
        let rest = letters[at + 1..].iter().skip_while(|c| matches!(c, '£' | '\u{2060}'));
        let number: String = rest
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            .collect();
        if number.starts_with(|c: char| c.is_ascii_digit()) {
            found.push(format!("{sign}{number}"));
        }
    }
    found
}

#[test]
fn a_reform_that_has_ended_leaves_no_sign_before_nought_and_one_value_for_one_figure() {
    let folder = tempfile::tempdir().expect("a folder");
    let reform = "extends = \"england.toml\"\ntitle = \"Free for a year\"\n[social_care.charging]\n\
                  scheme = { value = \"free_personal_care\", start_year = 2025, end_year = 2026 }\n";
    fs::write(folder.path().join("brief.toml"), reform).expect("written");
    let told = small_run(folder.path(), &["england", "brief.toml"]);
    let page = fs::read_to_string(folder.path().join("run/report.html")).expect("a page");
    for text in [&told, &page.replace("&NoBreak;", "\u{2060}")] {
        for number in signed(text) {
            assert!(
                number.contains(|digit: char| ('1'..='9').contains(&digit)),
                "{number} in {told}"
            );
        }
    }
    assert!(
        told.starts_with("brief changes") && told.contains("In 2027/28 (median"),
        "{told}"
    );
    assert!(told.contains("Rough: 6 draws of 400 simulated people"), "{told}");

    // The bars of spending end at the totals that the text tells.
    let row = told
        .lines()
        .find(|line| line.starts_with("All spending on health and care"))
        .expect("a row");
    let totals: Vec<&str> = row
        .split("  ")
        .map(str::trim)
        .filter(|cell| cell.starts_with('£'))
        .collect();
    assert_eq!(totals.len(), 2, "{row}");
    let chart = fs::read_to_string(folder.path().join("run/charts/spending.svg")).expect("a chart");
    for total in totals {
        let total = total.trim_end_matches(" ~");
        assert!(
            chart.contains(&format!("\n{total}\n")) || chart.contains(&format!(">{total}<")),
            "{total}"
        );
    }
}

#[test]
fn every_report_of_a_comparison_says_what_the_camps_say_and_a_report_made_again_says_it_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = small_run(folder.path(), &["market", "planned"]);
    let strips = |text: &str| text.matches("sceptic ").count();
    assert!(
        told.contains("by what one believes") && told.contains("neutral ") && strips(&told) >= 10,
        "{told}"
    );
    assert!(told.contains("under each set of beliefs"), "{told}");
    let page = || fs::read_to_string(folder.path().join("run/report.html")).expect("a page");
    let first = page();
    assert!(strips(&first) >= 10 && first.contains("Does it hold whoever is right?"));
    stdout(carepool(folder.path()).args(["report", "run", "--no-png"]));
    assert_eq!(first, page());
    // Asked again, the run that is there gives the same answer.
    assert_eq!(told, small_run(folder.path(), &["market", "planned"]));
}

#[test]
fn a_title_that_cannot_be_seen_is_refused_with_its_line_before_anything_is_computed() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("bell.toml"),
        "extends = \"england.toml\"\ntitle = \"Ring \\u0007\\u001b[31m\"\n",
    )
    .expect("written");
    for words in [vec!["check", "bell.toml"], vec!["run", "bell.toml", "--out", "run"]] {
        let answer = carepool(folder.path()).args(&words).output().expect("runs");
        let said = String::from_utf8_lossy(&answer.stderr).into_owned() + &String::from_utf8_lossy(&answer.stdout);
        assert!(
            !answer.status.success() && said.contains("bell.toml:2") && said.contains("U+0007"),
            "{words:?}: {said}"
        );
        assert!(!said.contains('\u{1b}') && !said.contains('\u{7}'), "{said:?}");
    }
    assert!(!folder.path().join("run").exists());
}

#[test]
fn a_file_named_like_a_formula_stays_text_in_every_table_and_reads_back() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("=1+1.toml"),
        "extends = \"england.toml\"\ntitle = \"=2+2\"\n[pooling]\nshare = 0.5\n",
    )
    .expect("written");
    small_run(folder.path(), &["england", "=1+1.toml"]);
    for table in fs::read_dir(folder.path().join("run")).expect("a folder").flatten() {
        let path = table.path();
        if path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        for record in csv::Reader::from_path(&path).expect("a table").into_records() {
            for cell in &record.expect("a record") {
                let runs = cell.starts_with(['=', '@', '\t']);
                assert!(!runs, "{cell} in {}", path.display());
            }
        }
    }
    stdout(carepool(folder.path()).args(["report", "run", "--no-png"]));
    let page = fs::read_to_string(folder.path().join("run/report.html")).expect("a page");
    assert!(page.contains("<code>=1+1</code>"));
}

#[test]
fn every_page_has_the_same_content_policy() {
    let folder = tempfile::tempdir().expect("a folder");
    small_run(folder.path(), &["england"]);
    let ballots = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\na;40\nb;60\n\
                   VOTES\nvoter_id;vote\n1;a,b\n2;a\n";
    fs::write(folder.path().join("x.pb"), ballots).expect("written");
    let vote = stdout(carepool(folder.path()).args(["vote", "x.pb", "--format", "html"]));
    let run = fs::read_to_string(folder.path().join("run/report.html")).expect("a page");
    let policy = |page: &str| {
        let after = page
            .split_once("Content-Security-Policy\" content=\"")
            .expect("a policy")
            .1;
        after.split('"').next().expect("ends").to_string()
    };
    assert_eq!(policy(&vote), policy(&run));
    for page in [vote, run] {
        assert!(
            !page.contains(" style=\"") && !page.contains(" onclick="),
            "the policy would stop it"
        );
    }
}

#[test]
fn no_page_lets_a_line_break_between_a_sign_and_its_amount() {
    let folder = tempfile::tempdir().expect("a folder");
    write_scenario(folder.path());
    small_run(folder.path(), &["england", "mine.toml"]);
    let process = "title = \"A test\"\nbase = \"smallshire.toml\"\nyears = 3\nstart_year = 2025\nbudget = \"£1m\"\n\
        [proposal.nurses]\ncategory = \"care\"\ncost = \"£400,000\"\ninto = \"community_health\"\npayer = \"nhs\"\n\
        [proposal.pay]\ncategory = \"care\"\ncost = \"£700,000\"\ninto = \"council\"\n\
        [electorate]\nvoters = 50\n[electorate.gain]\nqaly_value = \"£70,000\"\n";
    fs::write(folder.path().join("a.budget.toml"), process).expect("written");
    let vote =
        "budget a.budget.toml --draws 2 --people 100 --electorates 0 --no-margins --no-png --language cy --out vote"
            .split(' ');
    carepool(folder.path()).args(vote).assert().success();
    for name in ["run/report.html", "vote/report.html", "vote/report.cy.html"] {
        let page = fs::read_to_string(folder.path().join(name)).expect(name);
        // What is copied to be typed stays as it is.
        let shown: String = page
            .split("<pre")
            .map(|part| part.split_once("</pre>").map_or(part, |(_, shown)| shown))
            .collect();
        for parted in ["+£", "−£", "-£", "− ", "± "] {
            let at = shown
                .find(parted)
                .map(|at| shown[at..].chars().take(40).collect::<String>());
            assert_eq!(at, None, "{name}: {parted}");
        }
        assert!(shown.contains("\u{2060}£"), "{name} tells no difference of money");
    }
}

#[test]
fn a_run_is_told_for_the_year_that_is_asked_for_with_who_pays_who_gets_and_who_gains() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = [
        "run",
        "england",
        "free-personal-care",
        "--draws",
        "4",
        "--people",
        "300",
        "--years",
        "4",
        "--no-png",
        "--out",
        "run",
    ];
    let run = |year: &str| stdout(carepool(folder.path()).args(arguments).args(["--year", year]));
    let page = || fs::read_to_string(folder.path().join("run/report.html")).expect("a page");
    // A year that is not there is refused before anything is run.
    let output = carepool(folder.path())
        .args(arguments)
        .args(["--year", "2090"])
        .output()
        .expect("runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("it goes from 2024 to 2027"));
    assert!(!output.status.success() && !folder.path().join("run").exists());
    assert!(run("2026").contains("In 2026/27 (median"));
    assert!(page().contains("Comparison in 2026/27"));
    // The same run told for another year is there already; its page is made again for that year.
    assert!(run("2025").contains("In 2025/26 (median") && page().contains("Comparison in 2025/26"));

    // Each ranking has its table and its chart.
    let page = page();
    let section = &page[page.find("id=\"who\"").expect("a section")..];
    for words in [
        "By wealth fifth",
        "By income fifth",
        "By deprivation fifth",
        "By age",
        "85+",
        "Had and received, less tax",
    ] {
        assert!(section.contains(words), "{words}");
    }
    for name in ["who-pays", "who-pays-income", "who-pays-deprivation", "who-pays-age"] {
        assert!(page.contains(&format!("id=\"{name}\"")), "{name}");
        assert!(
            folder.path().join(format!("run/charts/{name}.svg")).is_file()
                || folder.path().join(format!("run/{name}.svg")).is_file(),
            "{name}"
        );
    }

    // Who gains and who loses, for people and for programs.
    let told =
        stdout(carepool(folder.path()).args(["compare", "run", "--winners", "--year", "2027", "--more-than", "£200"]));
    for words in [
        "more than £200 a year by free-personal-care against england in 2027/28",
        "by own income",
        "85+",
        "Over a life from 18 on, if every age were as it is in 2027/28",
        "more in tax",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let csv = stdout(carepool(folder.path()).args(["compare", "run", "--winners", "--format", "csv"]));
    assert!(
        csv.starts_with("scenario,against,year,group,adults,share_gaining"),
        "{csv}"
    );
    assert_eq!(csv.lines().filter(|line| line.contains(",income=")).count(), 5, "{csv}");
    // A group of which nobody was there at some age has no life in the table, and is named.
    let alone = stdout(carepool(folder.path()).args(["compare", "run", "--winners", "--draws", "1"]));
    let csv = stdout(carepool(folder.path()).args(["compare", "run", "--winners", "--draws", "1", "--format", "csv"]));
    let named = alone
        .lines()
        .find(|line| line.starts_with("Not told of"))
        .unwrap_or_default();
    for line in csv
        .lines()
        .filter(|line| line.contains(",imd=") || line.contains(",wealth="))
    {
        let group = line.split(',').nth(3).expect("a group");
        assert_eq!(line.ends_with(','), named.contains(group), "{line}\n{alone}");
    }
    let refused = |more: &[&str], words: &str| {
        let output = carepool(folder.path())
            .args(["compare", "run", "--winners"])
            .args(more)
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(words), "{said}");
    };
    refused(&["--year", "2024"], "nobody gains and nobody loses");
    refused(&["--year", "2090"], "it goes from 2024 to 2027");
    refused(&["--more-than", "-5"], "it cannot be");
}

#[test]
fn what_is_asked_again_of_a_run_is_asked_of_the_files_that_it_was_made_with() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let mine = folder.path().join("mine.toml");
    let text = "title = \"Mine\"\nextends = \"england\"\n[funding.nhs]\naddition = \"£3bn\"\n";
    fs::write(&mine, text).expect("written");
    stdout(carepool(folder.path()).args([
        "run",
        "england",
        "mine.toml",
        "--draws",
        "2",
        "--people",
        "200",
        "--years",
        "3",
        "--out",
        "run",
        "--no-png",
    ]));
    fs::write(&mine, text.replace("£3bn", "£9bn")).expect("written");
    for again in ["--winners", "--attribute"] {
        let output = carepool(folder.path())
            .args(["compare", "run", again, "--draws", "1"])
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.stdout.is_empty() && !output.status.success() && said.contains("run it again first"),
            "{again}: {said}"
        );
    }
}
