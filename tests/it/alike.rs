//! What one command refuses, all refuse, in the same words: nonsense is found where scenarios are read.

use std::fs;
use std::path::Path;

use crate::cli::carepool;

const SMALL: [&str; 8] = ["--draws", "2", "--people", "300", "--years", "2", "--out", "out"];

/// What a command says of a file, and how it ends.
fn said(place: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = carepool(place).args(args).output().expect("runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    (output.status.code(), text)
}

/// Scenarios that are nonsense as a whole, and what is said of them.
const NONSENSE: [(&str, &str); 9] = [
    (
        "[social_care.charging]\nlower_limit_care_home = 24000\n",
        "24000, is above the upper limit",
    ),
    (
        "[social_care.charging]\nattendance_allowance_lower = 200\n",
        "is above the higher rate",
    ),
    (
        "[social_care.charging]\nupper_limit_own_home = { value = 9000, start_year = 2031 }\n",
        "in 2031, the lower limit",
    ),
    (
        "[social_care.charging]\nlower_limit_own_home = { uniform = { low = 14000, high = 24000 } }\n",
        "of 200 draws",
    ),
    (
        "[social_care.charging.cap_2021]\nlower_limit_own_home = 150000\n",
        "cap_2021.lower_limit_own_home",
    ),
    ("[balance_of_care]\nprimary_care_share = 0.9\n", "add up to 1"),
    (
        "[funding.council]\nhome_care_share = 0.7\n",
        "councils' spending on care",
    ),
    (
        "[programme.walks]\ncoverage = 0.1\npayer = \"nhs\"\nfidelity = 1\ncost_per_person = 3\ncashable = 0\neffects.mortality = \"7%\"\n",
        "`\"-7%\"`, `0.93` or `\"×0.93\"`",
    ),
    (
        "[programme.walks]\ncoverage = 0.1\npayer = \"nhs\"\nfidelity = 1\ncost_per_person = 3\ncashable = 0\neffects.mortality = 7\n",
        "`\"-7%\"`, `0.93` or `\"×0.93\"`",
    ),
];

#[test]
fn check_run_explain_and_diff_refuse_the_same_nonsense_with_its_line() {
    let folder = tempfile::tempdir().expect("temporary folder");
    for (text, wanted) in NONSENSE {
        fs::write(
            folder.path().join("mine.toml"),
            format!("title = \"Mine\"\nextends = \"england.toml\"\n{text}"),
        )
        .expect("writes");
        let run: Vec<&str> = ["run", "mine.toml"].into_iter().chain(SMALL).collect();
        for args in [
            &["check", "mine.toml"] as &[&str],
            &run,
            &["explain", "pooling.share", "--scenario", "mine.toml"],
            &["diff", "england", "mine.toml"],
        ] {
            let (code, told) = said(folder.path(), args);
            assert_eq!(code, Some(2), "{args:?} {text}: {told}");
            assert!(
                told.contains(wanted) && told.contains("mine.toml:"),
                "{args:?} {text}: {told}"
            );
        }
    }
    let set = ["--set", "social_care.charging.lower_limit_care_home=24000"];
    let run: Vec<&str> = ["run", "england"].into_iter().chain(SMALL).chain(set).collect();
    let (code, told) = said(folder.path(), &run);
    assert!(code == Some(2) && told.contains("is above the upper limit"), "{told}");
    let budget: Vec<&str> = ["budget", "neighbourhood"].into_iter().chain(set).collect();
    let (code, told) = said(folder.path(), &budget);
    assert!(code == Some(2) && told.contains("is above the upper limit"), "{told}");
}

#[test]
fn a_file_does_not_stand_in_the_place_of_a_shipped_scenario_unnoticed() {
    let folder = tempfile::tempdir().expect("temporary folder");
    for name in ["england", "smallshire.toml", "plans/market"] {
        let (code, told) = said(folder.path(), &["new", name]);
        assert!(
            code == Some(2) && told.contains("the name of a shipped scenario"),
            "{name}: {told}"
        );
    }
    fs::write(
        folder.path().join("market.toml"),
        "title = \"Mine\"\nextends = \"england.toml\"\n",
    )
    .expect("writes");
    for name in ["market", "market.toml"] {
        let (code, told) = said(folder.path(), &["check", name]);
        assert!(
            code == Some(2) && told.contains("write ./market.toml"),
            "{name}: {told}"
        );
    }
    let (code, told) = said(folder.path(), &["check", "./market.toml"]);
    assert!(code == Some(0) && told.contains("Mine"), "{told}");
    let (code, told) = said(folder.path(), &["check", "./market.toml", "--verbose"]);
    assert!(code == Some(0) && told.contains("market.toml (disk"), "{told}");
}

#[test]
fn check_and_run_tell_alike_of_programmes_that_cost_nothing_or_reach_nobody_and_of_values_that_change_nothing() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let text = "title = \"Mine\"\nextends = \"england.toml\"\n[social_care.charging]\nscheme = \"means_test\"\n\
        [programme.walks]\ncoverage = 0.0\npayer = \"nhs\"\nfidelity = 1\ncashable = 0\neffects.mortality = \"×0.93\"\n\
        [programme.talks]\ncoverage = 0.1\npayer = \"nhs\"\nfidelity = 1\ncashable = 0\ncost_total = 2\neffects.mortality = \"-7%\"\n";
    fs::write(folder.path().join("mine.toml"), text).expect("writes");
    let run: Vec<&str> = ["run", "mine.toml"].into_iter().chain(SMALL).collect();
    let told = [said(folder.path(), &["check", "mine.toml"]), said(folder.path(), &run)];
    let report = fs::read_to_string(folder.path().join("out/report.html")).expect("a report");
    for (code, told) in told.iter().chain([&(Some(0), report)]) {
        assert_eq!(*code, Some(0), "{told}");
        for wanted in [
            "programme.walks costs nothing",
            "programme.walks reaches nobody",
            "social_care.charging.scheme is set to what it is without it",
        ] {
            assert!(told.contains(wanted), "{wanted}: {told}");
        }
    }
    // A programme that was there already is in the base year's figures: both refuse to add it once more.
    let dated = text.replace("[programme.talks]\n", "[programme.talks]\nstart_year = 2019\n");
    fs::write(folder.path().join("mine.toml"), dated).expect("writes");
    for command in [&["check", "mine.toml"][..], &run] {
        let (code, told) = said(folder.path(), command);
        assert!(code == Some(2) && told.contains("it begins in 2019"), "{told}");
    }
}
