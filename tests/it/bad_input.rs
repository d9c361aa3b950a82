//! Everything wrong that can be typed: refused with exit code 2 and a word that helps, and nothing half-written.

use std::fs;
use std::path::Path;

use super::cli::{SMALL, carepool};

/// Runs with exit code 2 and gives what was said.
fn refused(folder: &Path, words: &[&str]) -> String {
    let output = carepool(folder).args(words).assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty(), "talk goes to standard error");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_wrong_scenario_is_refused_with_its_line_and_what_would_be_right() {
    let place = tempfile::tempdir().expect("temporary folder");
    let base = "extends = \"england.toml\"\n";
    for (name, text, wanted) in [
        (
            "misspelt",
            format!("{base}[pooling]\nshaer = 0.5\n"),
            vec!["misspelt.toml:3", "pooling.share"],
        ),
        (
            "unit",
            format!("{base}[pooling]\nshare = \"18 weeks\"\n"),
            vec!["unit.toml:3", "unit"],
        ),
        (
            "bounds",
            format!("{base}[pooling]\nshare = 1.5\n"),
            vec!["bounds.toml:3", "outside"],
        ),
        (
            "word",
            format!("{base}[governance]\nregime = \"planed\"\n"),
            vec!["word.toml:3", "planned"],
        ),
        ("ring", "extends = \"ring.toml\"\n".to_string(), vec!["ring"]),
        (
            "escaping",
            "extends = \"../../etc/passwd\"\n".to_string(),
            vec!["escaping.toml:1", "outside"],
        ),
        (
            "absent",
            "extends = \"nowhere.toml\"\n".to_string(),
            vec!["absent.toml:1", "nowhere.toml"],
        ),
        ("toml", "[pooling\nshare = 1\n".to_string(), vec!["toml.toml:1"]),
        (
            "kind",
            format!("same_money_as = 3\n{base}"),
            vec!["kind.toml:1", "a text"],
        ),
    ] {
        fs::write(place.path().join(format!("{name}.toml")), text).expect("writes");
        let file = format!("{name}.toml");
        for command in [vec!["check", &file], vec!["run", &file, "--out", "out", "--draws", "2"]] {
            let said = refused(place.path(), &command);
            for word in &wanted {
                assert!(said.contains(word), "{name}: `{word}` is not in\n{said}");
            }
        }
    }
    fs::write(place.path().join("junk.toml"), [0u8, 159, 146, 150, 255, 0]).expect("writes");
    assert!(refused(place.path(), &["run", "junk.toml"]).contains("not a text file"));
    fs::write(place.path().join("huge.toml"), vec![b'#'; 5 << 20]).expect("writes");
    assert!(refused(place.path(), &["run", "huge.toml"]).contains("larger than"));
    assert!(refused(place.path(), &["run", "englnd"]).contains("england"));
    assert!(refused(place.path(), &["run", "england", "--set", "pooling.shaer=1"]).contains("pooling.share"));
    assert!(refused(place.path(), &["run", "england", "--set", "nonsense"]).contains("key=value"));
    assert!(!place.path().join("out").exists() && !place.path().join("outputs").exists());
}

#[test]
fn a_comparator_that_hangs_on_itself_or_on_another_comparator_is_refused() {
    let place = tempfile::tempdir().expect("temporary folder");
    let write = |name: &str, of: &str| {
        let text = format!("extends = \"england.toml\"\nsame_money_as = \"{of}\"\n");
        fs::write(place.path().join(name), text).expect("writes");
    };
    write("a.toml", "b.toml");
    write("b.toml", "a.toml");
    assert!(refused(place.path(), &["run", "a.toml"]).contains("takes its own from another"));
    write("own.toml", "own.toml");
    assert!(refused(place.path(), &["run", "own.toml"]).contains("own.toml"));
    write("lost.toml", "nowhere");
    assert!(refused(place.path(), &["run", "lost.toml"]).contains("nowhere"));
    fs::write(
        place.path().join("later.toml"),
        "extends = \"england.toml\"\nstart_year = 2025\n",
    )
    .expect("writes");
    assert!(refused(place.path(), &["run", "england", "later.toml"]).contains("start_year must be the same"));
}

#[test]
fn wrong_options_and_folders_are_refused_before_anything_is_run() {
    let place = tempfile::tempdir().expect("temporary folder");
    for words in [
        vec!["run", "england", "--draws", "0"],
        vec!["run", "england", "--draws", "-4"],
        vec!["run", "england", "--people", "1e9"],
        vec!["run", "england", "--years", "0"],
        vec!["run", "england", "--threads", "0"],
        vec!["run", "england", "--sampling", "magic"],
        vec!["run", "england", "--shard", "5/4"],
        vec!["run", "england", "--shard", "0/4"],
        vec!["trace", "nowhere", "cost_nhs", "--year", "2026"],
        vec!["compare", "nowhere", "else"],
        vec!["report", "nowhere"],
        vec!["merge", "nowhere", "--out", "x"],
        vec!["unknown"],
    ] {
        assert!(!refused(place.path(), &words).is_empty(), "{words:?}");
    }
    // A file, and a folder of something else, are not replaced.
    fs::write(place.path().join("file"), "mine").expect("writes");
    let run = |out: &str, more: &[&str]| {
        let mut words = vec!["run", "england", "--draws", "2", "--out", out];
        words.extend(SMALL);
        words.extend(more);
        refused(place.path(), &words)
    };
    assert!(run("file", &[]).contains("is a file"));
    fs::create_dir(place.path().join("photos")).expect("makes");
    fs::write(place.path().join("photos/cat.jpg"), "cat").expect("writes");
    assert!(run("photos", &["--overwrite"]).contains("is not replaced"));
    assert!(place.path().join("photos/cat.jpg").exists());
    // A place where nothing can be made.
    let said = run("file/below", &[]);
    assert!(said.contains("cannot") || said.contains("is a file"), "{said}");
    assert_eq!(
        fs::read_dir(place.path()).expect("there").count(),
        2,
        "nothing half-written"
    );
}

#[test]
fn of_very_many_mistakes_the_first_are_shown_and_the_others_counted() {
    let place = tempfile::tempdir().expect("temporary folder");
    let mut text = String::from("extends = \"england.toml\"\n[pooling]\n");
    (0..30_000).for_each(|key| text.push_str(&format!("shaer{key} = 0.5\n")));
    fs::write(place.path().join("many.toml"), &text).expect("writes");
    let said = refused(place.path(), &["run", "many.toml"]);
    assert!(said.contains("and 29900 more problems"), "{} bytes", said.len());
    assert!(said.contains("many.toml:3") && said.contains("did you mean `pooling.share`"));
    assert!(said.len() < 100_000, "{} bytes", said.len());
    // The same of a process file and of what is wrong with values in values.
    let deep = format!(
        "extends = \"england.toml\"\nx = {}{}\n",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    fs::write(place.path().join("deep.toml"), deep).expect("writes");
    assert!(refused(place.path(), &["run", "deep.toml"]).contains("nested too deeply"));
}

#[test]
fn sizes_beyond_what_is_possible_are_refused_with_what_is() {
    let place = tempfile::tempdir().expect("temporary folder");
    for (words, wanted) in [
        (
            vec!["electorate", "impartial", "--voters", "18446744073709551615"],
            "100000000",
        ),
        (
            vec![
                "electorate",
                "impartial",
                "--voters",
                "100000000",
                "--projects",
                "100000",
                "--rule",
                "greedy",
            ],
            "would do",
        ),
        (vec!["run", "england", "--people", "4294967295"], "10000000"),
        (vec!["run", "england", "--draws", "4294967296"], "1000000"),
        (vec!["run", "england", "--years", "101"], "100"),
        (vec!["run", "england", "--threads", "100000"], "1024"),
        (vec!["calibrate", "--people", "4294967295"], "1000000"),
        (vec!["backcast", "--draws", "4294967295"], "100000"),
        (vec!["budget", "neighbourhood", "--electorates", "4294967295"], "100000"),
    ] {
        let said = refused(place.path(), &words);
        assert!(said.contains(wanted), "{words:?}: {said}");
    }
}
