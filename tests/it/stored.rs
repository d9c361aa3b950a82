//! What is stored is checked whenever it is read; folders keep what is not carepool's; processes do not write over one another.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::cli::{SMALL, assert_same, carepool, stdout};

/// What a command said on standard error, and how it ended.
fn said(folder: &Path, words: &[&str]) -> (i32, String) {
    let output = carepool(folder).args(words).output().expect("runs");
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// A small run of two scenarios in `run`.
fn a_run(place: &Path) -> PathBuf {
    fs::write(
        place.join("mine.toml"),
        "title = \"Mine\"\nextends = \"england.toml\"\n[pooling]\nshare = 0.4\n",
    )
    .expect("writes");
    stdout(
        carepool(place)
            .args(["run", "england", "mine.toml", "--draws", "22", "--out", "run"])
            .args(SMALL),
    );
    place.join("run")
}

/// A small process over the neighbourhood's people.
fn a_process(place: &Path) {
    let process = "title = \"A test\"\nbase = \"smallshire.toml\"\nyears = 2\nstart_year = 2025\nbudget = \"£1m\"\n\
        [proposal.nurses]\ncategory = \"care\"\ncost = \"£400,000\"\ninto = \"community_health\"\npayer = \"nhs\"\n\
        [proposal.pay]\ncategory = \"care\"\ncost = \"£700,000\"\ninto = \"council\"\n\
        [electorate]\nvoters = 50\n[electorate.gain]\nqaly_value = \"£70,000\"\n";
    fs::write(place.join("a.budget.toml"), process).expect("writes");
}

const VOTE: [&str; 9] = [
    "--people",
    "100",
    "--electorates",
    "0",
    "--no-png",
    "--no-margins",
    "--seed",
    "3",
    "--threads",
];

fn vote(place: &Path, draws: &str, out: &str) -> assert_cmd::Command {
    let mut command = carepool(place);
    command
        .args(["budget", "a.budget.toml", "--draws", draws, "--out", out])
        .args(VOTE)
        .arg("1");
    command
}

#[test]
fn every_reader_of_a_run_refuses_a_file_that_is_not_what_was_written_by_name() {
    let place = tempfile::tempdir().expect("temporary folder");
    let run = a_run(place.path());
    let readers = |what: &str, wanted: &str, commands: &[&[&str]]| {
        for words in commands {
            let (code, said) = said(place.path(), words);
            assert!(code == 2 && said.contains(wanted), "{what}: {words:?}: {code}: {said}");
            assert!(said.contains("SHA256SUMS") || said.contains("is gone"), "{said}");
        }
    };
    let again = [
        &["run", "england", "mine.toml", "--draws", "22", "--out", "run"],
        &SMALL[..],
    ]
    .concat();
    let report: &[&str] = &["report", "run", "--no-png"];
    let compare: &[&str] = &["compare", "run"];
    let trace: &[&str] = &["trace", "run", "cost_nhs", "--year", "2025"];
    let robustness: &[&str] = &[
        "robustness",
        "--run",
        "run",
        "--no-flips",
        "--draws",
        "2",
        "--people",
        "100",
    ];
    let harm = |name: &str, how: &dyn Fn(Vec<u8>) -> Vec<u8>, commands: &[&[&str]]| {
        let path = run.join(name);
        let whole = fs::read(&path).expect("there");
        fs::write(&path, how(whole.clone())).expect("writes");
        readers(&format!("{name} edited"), name, commands);
        fs::write(&path, &whole[..whole.len() / 2]).expect("writes");
        readers(&format!("{name} cut short"), name, commands);
        fs::remove_file(&path).expect("there");
        readers(&format!("{name} removed"), name, commands);
        fs::write(&path, whole).expect("as it was");
    };
    harm(
        "base-year.csv",
        &|bytes| {
            String::from_utf8(bytes)
                .expect("text")
                .replacen("England", "Wales", 1)
                .into_bytes()
        },
        &[report],
    );
    let flip = |mut bytes: Vec<u8>| -> Vec<u8> {
        let middle = bytes.len() / 3;
        bytes[middle] ^= 1;
        bytes
    };
    harm("summary.parquet", &flip, &[report, &again]);
    harm("differences.parquet", &flip, &[report, &again]);
    harm("draws.parquet", &flip, &[compare, trace]);
    harm("robustness.csv", &flip, &[report, &again]);
    let more = |bytes: Vec<u8>| -> Vec<u8> {
        let text = String::from_utf8(bytes).expect("text");
        text.replacen("\"draws\": 22", "\"draws\": 0", 1).into_bytes()
    };
    harm("manifest.json", &more, &[report, compare, trace, robustness]);
    // The list itself: without it the folder is nobody's.
    fs::remove_file(run.join("SHA256SUMS")).expect("there");
    readers("no list", "holds no results of carepool", &[report, compare, trace]);
}

#[test]
fn an_interrupted_run_does_not_go_on_from_numbers_that_somebody_changed() {
    let place = tempfile::tempdir().expect("temporary folder");
    let shard = |which: &str, out: &str| {
        let words = ["run", "england", "--draws", "45", "--shard", which, "--out", out];
        let mut command = carepool(place.path());
        command.args(words).args(SMALL);
        command
    };
    stdout(&mut shard("1/2", "one"));
    stdout(&mut shard("2/2", "two"));
    let chunk = place.path().join("two/parts/draws-000001.bin");
    let whole = fs::read(&chunk).expect("there");
    for number in [f64::NAN, f64::NEG_INFINITY, 1.0] {
        let mut changed = whole.clone();
        changed[200..208].copy_from_slice(&number.to_le_bytes());
        fs::write(&chunk, &changed).expect("writes");
        let output = shard("2/2", "two").output().expect("runs");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.code() == Some(2) && words.contains("draws-000001.bin is damaged"),
            "{words}"
        );
        let (code, words) = said(place.path(), &["merge", "one", "two", "--out", "all", "--no-png"]);
        assert!(code == 2 && words.contains("draws-000001.bin is damaged"), "{words}");
        assert!(!place.path().join("all").exists());
    }
}

#[test]
fn a_vote_that_was_killed_goes_on_to_the_same_bytes() {
    let place = tempfile::tempdir().expect("temporary folder");
    a_process(place.path());
    stdout(&mut vote(place.path(), "60", "whole"));
    let program = assert_cmd::cargo::cargo_bin("carepool");
    let mut child = Command::new(program)
        .current_dir(place.path())
        .args(["budget", "a.budget.toml", "--draws", "60", "--out", "broken"])
        .args(VOTE)
        .arg("1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let chunks = || -> usize {
        let entries = fs::read_dir(place.path()).into_iter().flatten().flatten();
        let parts = entries
            .map(|entry| entry.path().join("parts/alone"))
            .filter(|parts| parts.is_dir());
        parts
            .flat_map(|parts| fs::read_dir(parts).into_iter().flatten())
            .count()
    };
    while chunks() < 3 && child.try_wait().expect("asked").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    let killed = !place.path().join("broken").exists();
    let output = vote(place.path(), "60", "broken").output().expect("runs");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words}");
    if killed {
        assert!(words.contains("chunks of draws were there"), "{words}");
        assert!(
            words.contains("ended without finishing"),
            "the lock it left is told: {words}"
        );
    }
    assert_same(&place.path().join("whole"), &place.path().join("broken"));
    let left: Vec<_> = fs::read_dir(place.path())
        .expect("there")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(left.len(), 3, "nothing half-written is left: {left:?}");
}

#[test]
fn the_report_of_a_vote_is_made_again_and_nothing_is_lost() {
    let place = tempfile::tempdir().expect("temporary folder");
    a_process(place.path());
    stdout(&mut vote(place.path(), "6", "vote"));
    let (folder, kept) = (place.path().join("vote"), place.path().join("kept"));
    fs::create_dir_all(kept.join("charts")).expect("makes");
    for name in super::cli::files(&folder).keys() {
        fs::copy(folder.join(name), kept.join(name)).expect("copies");
    }
    let report = || stdout(carepool(place.path()).args(["report", "vote", "--no-png"]));
    assert!(report().contains("Report of the vote"));
    assert_same(&kept, &folder);
    // A page that is gone, and a drawing that was edited, are made again; what is somebody else's stays.
    fs::remove_file(folder.join("report.html")).expect("there");
    fs::write(folder.join("notes.txt"), "mine").expect("writes");
    report();
    let drawing = fs::read_dir(folder.join("charts"))
        .expect("there")
        .flatten()
        .next()
        .expect("one")
        .path();
    fs::write(&drawing, "<svg/>").expect("writes");
    report();
    assert_eq!(fs::read(folder.join("notes.txt")).expect("there"), b"mine");
    fs::remove_file(folder.join("notes.txt")).expect("there");
    assert_same(&kept, &folder);
    // A page of another version is kept and said to be one.
    let manifest = fs::read_to_string(folder.join("manifest.json")).expect("there");
    let code = manifest
        .split("\"code\": \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a version");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).expect("there");
    let older = manifest.replace(code, "older");
    let of = |text: &str| carepool::results::owned::sha256_hex(text.as_bytes());
    fs::write(folder.join("manifest.json"), &older).expect("writes");
    fs::write(folder.join("SHA256SUMS"), sums.replace(&of(&manifest), &of(&older))).expect("writes");
    assert!(report().contains("another version of carepool wrote it"));
    fs::write(folder.join("manifest.json"), &manifest).expect("writes");
    fs::write(folder.join("SHA256SUMS"), &sums).expect("writes");
    assert!(!report().contains("another version"));
    // Not from another process file.
    let process = fs::read_to_string(place.path().join("a.budget.toml")).expect("there");
    fs::write(
        place.path().join("a.budget.toml"),
        process.replace("£400,000", "£300,000"),
    )
    .expect("writes");
    fs::remove_file(folder.join("report.html")).expect("there");
    let (code, words) = said(place.path(), &["report", "vote", "--no-png"]);
    assert!(code == 2 && words.contains("left as it is"), "{words}");
    assert!(folder.join("vote.json").exists());
    // An edited table is refused by every reader.
    let funded = fs::read_to_string(folder.join("vote.json")).expect("there");
    fs::write(folder.join("vote.json"), funded.replacen("nurses", "nurse", 1)).expect("writes");
    for words in [vec!["compare", "vote", "vote"], vec!["report", "vote", "--no-png"]] {
        let (code, words) = said(place.path(), &words);
        assert!(code == 2, "{words}");
    }
}

#[test]
fn replacing_a_run_leaves_what_somebody_else_put_there_and_says_so() {
    let place = tempfile::tempdir().expect("temporary folder");
    let run = a_run(place.path());
    fs::write(run.join("thesis.docx"), "a year's work").expect("writes");
    fs::write(run.join("charts/by-hand.svg"), "<svg/>").expect("writes");
    let words = [
        &["run", "england", "--draws", "2", "--out", "run", "--overwrite"],
        &SMALL[..],
    ]
    .concat();
    let (code, words) = said(place.path(), &words);
    assert_eq!(code, 0, "{words}");
    assert!(
        words.contains("still in run: charts/by-hand.svg, thesis.docx"),
        "{words}"
    );
    assert_eq!(fs::read(run.join("thesis.docx")).expect("there"), b"a year's work");
    assert!(run.join("charts/by-hand.svg").exists());
    let rest = fs::read_to_string(run.join("manifest.json")).expect("there");
    assert!(!rest.contains("mine.toml"), "the new run is there");
}

#[test]
fn two_processes_on_one_folder_write_one_whole_run() {
    let place = tempfile::tempdir().expect("temporary folder");
    let program = assert_cmd::cargo::cargo_bin("carepool");
    let start = || {
        Command::new(&program)
            .current_dir(place.path())
            .args(["run", "england", "--draws", "30", "--out", "run"])
            .args(SMALL)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts")
    };
    let both = [start(), start()].map(|child| child.wait_with_output().expect("ends"));
    let words: Vec<String> = both
        .iter()
        .map(|one| String::from_utf8_lossy(&one.stderr).into_owned())
        .collect();
    assert!(both.iter().all(|one| one.status.success()), "{words:?}");
    assert!(
        words.iter().any(|words| words.contains("holds this very run already")),
        "the second is spared the work: {words:?}"
    );
    let (code, words) = said(place.path(), &["report", "run", "--no-png"]);
    assert_eq!(code, 0, "{words}");
    let left = fs::read_dir(place.path()).expect("there").count();
    assert_eq!(left, 1, "neither lock nor staging folder is left");
}

#[test]
fn the_camps_stand_beside_a_comparison_and_a_vote() {
    let place = tempfile::tempdir().expect("temporary folder");
    a_run(place.path());
    let other = [
        &["run", "whole-person-care", "--draws", "22", "--out", "other"],
        &SMALL[..],
    ]
    .concat();
    stdout(carepool(place.path()).args(other));
    for runs in [vec!["run"], vec!["run", "other"]] {
        let told = stdout(carepool(place.path()).arg("compare").args(&runs));
        assert!(
            told.contains("by what one believes") && told.contains("sceptic"),
            "{told}"
        );
        let table = stdout(
            carepool(place.path())
                .arg("compare")
                .args(&runs)
                .args(["--format", "csv"]),
        );
        assert!(table.contains(",by_belief,"), "{table}");
    }
    // Of files that have changed since, the camps are not asked: their answer would be on something else.
    fs::write(
        place.path().join("mine.toml"),
        "extends = \"england.toml\"\n[pooling]\nshare = 0.9\n",
    )
    .expect("writes");
    let output = carepool(place.path()).args(["compare", "run"]).output().expect("runs");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("the camps are not asked"));
    assert!(!String::from_utf8_lossy(&output.stdout).contains("sceptic"));
    a_process(place.path());
    let told = stdout(&mut vote(place.path(), "6", "vote"));
    assert!(
        told.contains("by what one believes") && told.contains("sceptic"),
        "{told}"
    );
    let page = fs::read_to_string(place.path().join("vote/report.html")).expect("there");
    assert!(page.contains("sceptic"));
    let told = stdout(carepool(place.path()).args(["compare", "vote", "vote"]));
    assert!(told.contains("by what one believes"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn where_nobody_can_hear_nothing_panics_and_the_exit_code_is_right() {
    let place = tempfile::tempdir().expect("temporary folder");
    fs::write(
        place.path().join("bad.toml"),
        "extends = \"england.toml\"\n[pooling]\nshaer = 1\n",
    )
    .expect("writes");
    let program = assert_cmd::cargo::cargo_bin("carepool");
    let shell = |line: &str| -> (i32, String) {
        let line = line.replace("carepool", &program.display().to_string());
        let output = Command::new("sh")
            .current_dir(place.path())
            .args(["-c", &line])
            .output()
            .expect("runs");
        (
            output.status.code().unwrap_or(-1),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let small = SMALL.join(" ");
    for (line, wanted) in [
        (format!("carepool run england --draws 2 {small} --out a 2>/dev/full"), 0),
        (format!("carepool run england --draws 2 {small} --out a 2>&-"), 0),
        ("carepool check bad.toml 2>/dev/full".to_owned(), 2),
        ("carepool run nowhere 2>/dev/full".to_owned(), 2),
        ("carepool --help 2>/dev/full >/dev/full".to_owned(), 0),
        ("carepool measures >/dev/full".to_owned(), 1),
        (format!("carepool run england --draws 2 {small} --out a >/dev/full"), 1),
        ("carepool check bad.toml >/dev/full 2>/dev/full".to_owned(), 2),
        ("carepool measures | head -1 >/dev/null".to_owned(), 0),
        (
            "carepool electorate impartial --voters 50000 | head -1 >/dev/null".to_owned(),
            0,
        ),
        ("carepool schema | true".to_owned(), 0),
        ("carepool nonsense 2>/dev/full".to_owned(), 2),
    ] {
        let (code, words) = shell(&line);
        assert_eq!(code, wanted, "{line}: {words}");
        assert!(!words.contains("panicked"), "{line}: {words}");
    }
}
