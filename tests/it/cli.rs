//! The program from outside: what it writes, what it prints, how it exits.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// Settings of a run small enough for a test.
pub const SMALL: [&str; 7] = ["--people", "400", "--years", "3", "--seed", "5", "--no-png"];

/// The program, in a folder.
pub fn carepool(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("carepool").expect("built");
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

/// What a finished command printed on standard output.
pub fn stdout(command: &mut Command) -> String {
    let output = command.assert().success().get_output().stdout.clone();
    String::from_utf8(output).expect("UTF-8")
}

/// What a command told on standard output as a program reads it, and whether the answer was yes.
pub fn document(command: &str, args: &[&str]) -> (serde_json::Value, bool) {
    let output = carepool(&std::env::temp_dir())
        .arg(command)
        .args(args)
        .args(["--format", "json"])
        .output()
        .expect("runs");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.code().is_some_and(|code| code < 2),
        "{command} {args:?}: {errors}"
    );
    let told = serde_json::from_slice(&output.stdout).expect("JSON");
    (told, output.status.success())
}

/// What a command said of input that it refused.
pub fn refused(command: &str, args: &[&str]) -> String {
    let output = carepool(&std::env::temp_dir())
        .arg(command)
        .args(args)
        .output()
        .expect("runs");
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{command} {args:?}: {told}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A scenario that differs from England a little.
pub fn write_scenario(folder: &Path) -> PathBuf {
    let path = folder.join("mine.toml");
    fs::write(
        &path,
        "title = \"Mine\"\nextends = \"england.toml\"\n[pooling]\nshare = 0.4\n",
    )
    .expect("writes");
    path
}

/// Every file of a run with its bytes, but for the circumstances.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(place) = open.pop() {
        for entry in fs::read_dir(&place).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|name| name != "run-info.json") {
                let name = path.strip_prefix(folder).expect("inside").display().to_string();
                found.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    found
}

/// Two runs hold the same files with the same bytes.
pub fn assert_same(a: &Path, b: &Path) {
    let (a, b) = (files(a), files(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in &a {
        assert!(bytes == &b[name], "{name} differs");
    }
}

#[test]
fn a_run_has_the_promised_files_the_same_for_any_number_of_threads_and_is_not_made_twice() {
    let place = tempfile::tempdir().expect("temporary folder");
    write_scenario(place.path());
    let run = |threads: &str, out: &str| {
        let mut command = carepool(place.path());
        command
            .args([
                "run",
                "england",
                "mine.toml",
                "--draws",
                "25",
                "--threads",
                threads,
                "--out",
                out,
            ])
            .args(SMALL);
        stdout(&mut command)
    };
    let first = run("1", "one");
    let second = run("2", "two");
    assert_same(&place.path().join("one"), &place.path().join("two"));
    assert!(first.trim_end().ends_with("report.html"), "{first}");
    assert_eq!(first.replace("one/", "two/").replace("--run one", "--run two"), second);

    // The layout that scripts outside the project rely on.
    let read = |name: &str| fs::read_to_string(place.path().join("one").join(name)).expect("there");
    let summary = read("summary.csv");
    assert!(summary.starts_with("scenario,year,measure,group,statistic,value,unit\nengland,2024,"));
    let differences = read("differences.csv");
    assert!(differences.starts_with("scenario,against,year,measure,group,statistic,value,unit\nmine,england,2024,"));
    for statistic in ["p10", "p50", "p90"] {
        assert!(
            summary.contains(&format!("england,2026,waiting_list,imd=1,{statistic},")),
            "{statistic}"
        );
    }
    assert!(differences.contains("mine,england,2026,cost_public,all,p_lower,"));
    assert!(summary.contains("england,2026,cost_agency,all,p50,") && !summary.contains("cost_nhs,imd=1"));
    // Everything is in the Parquet tables, and in the others for the asking.
    let mut all = carepool(place.path());
    all.args(["run", "england", "--draws", "3", "--all-csv", "--out", "all"])
        .args(SMALL);
    stdout(&mut all);
    let whole = fs::read_to_string(place.path().join("all/summary.csv")).expect("there");
    for statistic in [
        "mean",
        "sd",
        "mcse",
        "p2.5",
        "p10",
        "p25",
        "p50",
        "p75",
        "p90",
        "p97.5",
        "noise_share",
    ] {
        let line = format!("england,2026,waiting_list,imd=1,{statistic},");
        assert!(whole.contains(&line), "{statistic}");
    }
    fs::remove_dir_all(place.path().join("all")).expect("there");
    for name in [
        "draws.parquet",
        "summary.parquet",
        "differences.parquet",
        "measures.csv",
        "assumptions.csv",
        "manifest.json",
        "run-info.json",
        "datapackage.json",
        "report.html",
    ] {
        assert!(place.path().join("one").join(name).is_file(), "{name}");
    }
    for (name, header) in [
        ("costs.csv", "draw,england,mine\n"),
        ("effects.csv", "draw,england,mine\n"),
    ] {
        let text = read(name);
        assert!(text.starts_with(header) && text.lines().count() == 26, "{name}");
    }
    assert_eq!(read("parameters.csv").lines().count(), 26);
    assert!(fs::read_dir(place.path().join("one/charts")).expect("there").count() > 10);
    let page = read("report.html");
    assert!(!page.contains("http-equiv=\"refresh\"") && !page.contains("src=\"http"));
    // No staging folder is left behind.
    assert_eq!(fs::read_dir(place.path()).expect("there").count(), 3);

    // The same again gives the same answer from what is there.
    let before = fs::metadata(place.path().join("one/summary.csv"))
        .expect("there")
        .modified()
        .expect("a time");
    assert_eq!(run("2", "one"), first);
    let after = fs::metadata(place.path().join("one/summary.csv"))
        .expect("there")
        .modified()
        .expect("a time");
    assert_eq!(before, after);

    // What can be asked of it.
    let asked = |words: &[&str]| stdout(carepool(place.path()).args(words));
    let traced = asked(&[
        "trace", "one", "cost_nhs", "--year", "2026", "--draw", "3", "--format", "csv",
    ]);
    assert!(
        traced.starts_with("part,what,value,unit,more\nvalue,cost_nhs,"),
        "{traced}"
    );
    for part in [
        "\nmade of,cost_nhs,",
        "\nledger,",
        "\nservice,primary_care,",
        "\naccess,",
        "\nfeedback,",
        "\nassumption,",
    ] {
        assert!(traced.contains(part), "{part}");
    }
    let compared = asked(&["compare", "one", "--measure", "cost_public", "--format", "csv"]);
    let of = |text: &str, lead: &str| -> String {
        let line = text.lines().find(|line| line.starts_with(lead)).expect("a line");
        line[lead.len()..].split(',').next().expect("a value").to_string()
    };
    assert_eq!(
        of(&compared, "mine,england,2026,cost_public,all,mean,"),
        of(&differences, "mine,england,2026,cost_public,all,mean,")
    );
    fs::remove_file(place.path().join("one/report.html")).expect("there");
    asked(&["report", "one", "--no-png"]);
    assert_same(&place.path().join("one"), &place.path().join("two"));
}

#[test]
fn a_changed_run_goes_beside_the_first_and_a_scenario_against_itself_differs_by_nothing() {
    let place = tempfile::tempdir().expect("temporary folder");
    let mut command = carepool(place.path());
    command
        .args(["run", "england", "england", "--draws", "4", "--out", "run"])
        .args(SMALL);
    stdout(&mut command);
    let text = fs::read_to_string(place.path().join("run/differences.csv")).expect("there");
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!((fields[0], fields[1]), ("england#2", "england"));
        let expected = if fields[5] == "p_equal" { "1.0" } else { "0.0" };
        let told = fields[6].is_empty() || fields[5].contains("noise");
        assert!(told || fields[6] == expected, "{line}");
    }
    let output = carepool(place.path())
        .args([
            "run",
            "england",
            "--set",
            "pooling.share=50%",
            "--draws",
            "4",
            "--out",
            "run",
        ])
        .args(SMALL)
        .assert()
        .success()
        .get_output()
        .clone();
    assert!(String::from_utf8_lossy(&output.stderr).contains("goes to run-2"));
    assert!(place.path().join("run-2/report.html").is_file());
    // Other seeds share no luck: that is said, not averaged away.
    let mut command = carepool(place.path());
    command.args([
        "run", "england", "--draws", "4", "--people", "400", "--years", "3", "--no-png", "--out", "other",
    ]);
    stdout(&mut command);
    let refused = carepool(place.path())
        .args(["compare", "run", "other"])
        .assert()
        .code(1)
        .get_output()
        .clone();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("seeds are 5 and 1"));
}

#[test]
fn a_comparator_is_given_the_same_public_money_as_a_scenario_that_need_not_be_shown() {
    let place = tempfile::tempdir().expect("temporary folder");
    fs::write(
        place.path().join("richer.toml"),
        "title = \"Richer\"\nextends = \"england.toml\"\n[funding.nhs]\nreal_growth = 0.06\n",
    )
    .expect("writes");
    fs::write(
        place.path().join("same.toml"),
        "title = \"Same\"\nextends = \"england.toml\"\nsame_money_as = \"richer\"\n",
    )
    .expect("writes");
    let public = |names: &[&str], scenario: &str, out: &str| -> f64 {
        let mut command = carepool(place.path());
        command
            .arg("run")
            .args(names)
            .args(["--draws", "3", "--out", out])
            .args(SMALL);
        stdout(&mut command);
        let text = fs::read_to_string(place.path().join(out).join("summary.csv")).expect("there");
        let lead = format!("{scenario},2026,cost_public,all,mean,");
        let line = text.lines().find(|line| line.starts_with(&lead)).expect("a line");
        line[lead.len()..]
            .split(',')
            .next()
            .expect("a value")
            .parse()
            .expect("a number")
    };
    let richer = public(&["richer.toml"], "richer", "richer");
    let unseen = public(&["same.toml"], "same", "unseen");
    let seen = public(&["same.toml", "richer.toml"], "same", "seen");
    assert_eq!(seen, unseen, "whether the other is shown changes nothing");
    assert!((unseen / richer - 1.0).abs() < 1e-3, "{unseen} {richer}");
}

#[test]
fn every_command_has_examples_and_prints_what_it_says() {
    let place = tempfile::tempdir().expect("temporary folder");
    let commands = [
        "run",
        "compare",
        "check",
        "explain",
        "diff",
        "trace",
        "new",
        "measures",
        "schema",
        "report",
        "merge",
        "completions",
    ];
    for command in commands {
        let help = stdout(carepool(place.path()).args([command, "--help"]));
        assert!(help.contains("Example"), "{command}");
    }
    let measures = stdout(carepool(place.path()).args(["measures", "--format", "csv"]));
    assert!(measures.starts_with("measure,unit,better,groups,meaning\n"));
    stdout(carepool(place.path()).args(["new", "plan"]));
    stdout(carepool(place.path()).args(["check", "plan.toml"]));
    assert!(stdout(carepool(place.path()).args(["explain", "pooling.share"])).contains("pooling.share"));
    assert!(stdout(carepool(place.path()).args(["diff", "england", "england"])).contains("assume the same"));
    assert!(stdout(carepool(place.path()).args(["completions", "bash"])).contains("carepool"));
    serde_json::from_str::<serde_json::Value>(&stdout(carepool(place.path()).arg("schema"))).expect("JSON");
}

#[test]
fn a_new_file_over_a_reform_writes_its_values_with_their_years_so_that_none_of_them_changes_anything() {
    let place = tempfile::tempdir().expect("temporary folder");
    stdout(carepool(place.path()).args(["new", "mine", "--extends", "staffing.toml"]));
    let text = std::fs::read_to_string(place.path().join("mine.toml")).expect("the file");
    let (_, of_section) = text.split_once("# [workforce.care]\n").expect("the section");
    let line = of_section
        .lines()
        .find(|line| line.starts_with("# pay_uplift = "))
        .expect("the line");
    assert!(line.contains("start_year = 2026, ramp_years = 3"), "{line}");
    let same = format!(
        "title = \"Mine\"\nextends = \"staffing.toml\"\n[workforce.care]\n{}\n",
        line.trim_start_matches("# ")
    );
    std::fs::write(place.path().join("same.toml"), same).expect("written");
    let told = stdout(carepool(place.path()).args(["diff", "staffing", "same.toml"]));
    assert!(told.contains("assume the same"), "{told}");
}
