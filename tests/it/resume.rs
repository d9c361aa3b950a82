//! Interrupted at any moment, split over shards: the same bytes in the end.

use std::fs;

use super::cli::{SMALL, assert_same, carepool, stdout};

#[test]
fn shards_put_together_are_the_same_bytes_as_one_run() {
    let place = tempfile::tempdir().expect("temporary folder");
    let settings = ["england", "--draws", "45"];
    stdout(
        carepool(place.path())
            .arg("run")
            .args(settings)
            .args(SMALL)
            .args(["--out", "whole"]),
    );
    for shard in ["1/2", "2/2"] {
        let out = format!("shard-{}", &shard[..1]);
        stdout(
            carepool(place.path())
                .arg("run")
                .args(settings)
                .args(SMALL)
                .args(["--shard", shard, "--out", &out]),
        );
        if shard == "1/2" {
            let early = carepool(place.path())
                .args(["merge", "shard-1", "--out", "merged", "--no-png"])
                .assert()
                .code(2)
                .get_output()
                .clone();
            assert!(String::from_utf8_lossy(&early.stderr).contains("shard 2/2 is not there"));
            assert!(!place.path().join("merged").exists());
        }
    }
    stdout(carepool(place.path()).args(["merge", "shard-1", "shard-2", "--out", "merged", "--no-png"]));
    assert_same(&place.path().join("whole"), &place.path().join("merged"));

    // A shard's chunks stand where an interrupted run would have left them: going on from them gives the same bytes.
    let staging = fs::read_dir(place.path()).expect("there").flatten().count();
    assert_eq!(staging, 4, "nothing half-written is left");
    stdout(
        carepool(place.path())
            .arg("run")
            .args(settings)
            .args(SMALL)
            .args(["--shard", "1/2", "--out", "shard-1"]),
    );
    let chunk = place.path().join("shard-2/parts/draws-000001.bin");
    fs::remove_file(&chunk).expect("there");
    stdout(
        carepool(place.path())
            .arg("run")
            .args(settings)
            .args(SMALL)
            .args(["--shard", "2/2", "--out", "shard-2"]),
    );
    assert!(chunk.exists());
    stdout(carepool(place.path()).args(["merge", "shard-1", "shard-2", "--out", "again", "--no-png"]));
    assert_same(&place.path().join("whole"), &place.path().join("again"));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_done_and_goes_on_to_the_same_bytes() {
    use std::process::{Command, Stdio};
    let place = tempfile::tempdir().expect("temporary folder");
    let program = assert_cmd::cargo::cargo_bin("carepool");
    let settings = ["run", "england", "--draws", "200", "--threads", "1", "--out", "run"];
    let mut child = Command::new(&program)
        .current_dir(place.path())
        .args(settings)
        .args(SMALL)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let chunks = || -> usize {
        let entries = fs::read_dir(place.path()).into_iter().flatten().flatten();
        let parts = entries
            .map(|entry| entry.path().join("parts"))
            .filter(|parts| parts.is_dir());
        parts
            .flat_map(|parts| fs::read_dir(parts).into_iter().flatten())
            .count()
    };
    while chunks() < 2 && child.try_wait().expect("asked").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill");
    let output = child.wait_with_output().expect("ends");
    if interrupted.success() && output.status.code() == Some(130) {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            said.contains("to go on from there") && said.contains("--draws 200"),
            "{said}"
        );
        assert!(!place.path().join("run").exists() && chunks() >= 2);
    }
    let again = carepool(place.path())
        .args(settings)
        .args(SMALL)
        .assert()
        .success()
        .get_output()
        .clone();
    drop(again);
    stdout(
        carepool(place.path())
            .args(&settings[..6])
            .args(["--out", "whole"])
            .args(SMALL),
    );
    assert_same(&place.path().join("run"), &place.path().join("whole"));
}
