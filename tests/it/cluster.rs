//! `carepool cluster`: the job that is written makes the bytes of one run, by its own scripts and by the engines that are here.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::cli::{assert_same, carepool, refused, stdout};

const RUN: [&str; 10] = [
    "england", "--draws", "7", "--people", "200", "--years", "3", "--seed", "5", "--no-png",
];

/// Writes a job of so many shards.
fn job(folder: &Path, engine: &str, shards: &str) {
    let program = assert_cmd::cargo::cargo_bin("carepool").display().to_string();
    let told = stdout(
        carepool(folder).args(
            [
                &[
                    "cluster",
                    engine,
                    "--shards",
                    shards,
                    "--out",
                    "all",
                    "--threads",
                    "1",
                    "--program",
                    &program,
                    "--",
                ][..],
                &RUN,
            ]
            .concat(),
        ),
    );
    assert!(told.contains("Start it with:"), "{told}");
}

fn sh(script: &Path, number: Option<&str>) -> bool {
    let mut command = Command::new("sh");
    command.arg(script).args(number);
    command.output().expect("a shell").status.success()
}

#[test]
fn the_scripts_of_a_job_make_the_bytes_of_one_run_also_where_a_shard_was_killed() {
    let folder = TempDir::new().expect("folder");
    stdout(carepool(folder.path()).args([&["run"][..], &RUN, &["--out", "one"]].concat()));
    job(folder.path(), "slurm", "3");
    let scripts = folder.path().join("all.cluster");
    // A shard that is killed at once, or lost a part of its work, goes on where it was.
    let mut killed = Command::new("sh")
        .arg(scripts.join("shard.sh"))
        .arg("1")
        .spawn()
        .expect("a shell");
    killed.kill().expect("killed");
    killed.wait().expect("ended");
    assert!(!sh(&scripts.join("merge.sh"), None), "nothing is there to merge");
    for number in ["1", "2", "3"] {
        assert!(sh(&scripts.join("shard.sh"), Some(number)), "shard {number}");
    }
    let parts = scripts.join("shards/shard-2/parts");
    let part = fs::read_dir(&parts)
        .expect("parts")
        .flatten()
        .next()
        .expect("a part")
        .path();
    fs::remove_file(&part).expect("there");
    assert!(!sh(&scripts.join("merge.sh"), None), "a part is missing");
    assert!(sh(&scripts.join("shard.sh"), Some("2")) && sh(&scripts.join("merge.sh"), None));
    assert_same(&folder.path().join("one"), &folder.path().join("all"));
    let slurm = fs::read_to_string(scripts.join("slurm.sh")).expect("there");
    assert!(
        slurm.contains("--array=1-3") && slurm.contains("--dependency=\"afterok:${array%%;*}\""),
        "{slurm}"
    );
}

#[test]
fn a_job_of_slurm_runs_in_a_folder_with_a_space_and_tells_the_year_that_was_asked_for() {
    let folder = TempDir::new().expect("folder");
    let here = folder.path().join("my runs");
    fs::create_dir(&here).expect("made");
    let program = assert_cmd::cargo::cargo_bin("carepool").display().to_string();
    let words = [
        "cluster",
        "slurm",
        "--shards",
        "2",
        "--out",
        "it's all",
        "--threads",
        "1",
        "--program",
        &program,
        "--",
    ];
    stdout(carepool(&here).args(words).args(RUN).args(["--year", "2026"]));
    // In place of sbatch: what is to be wrapped is run at once, for every number of the array.
    let sbatch = folder.path().join("sbatch");
    fs::write(
        &sbatch,
        "#!/bin/sh\nlast=0\nfor word; do case $word in --wrap=*) line=${word#--wrap=};; --array=1-*) last=${word#--array=1-};; esac; done\n\
         if [ $last -eq 0 ]; then sh -c \"$line\" >&2; else number=1; while [ $number -le $last ]; do \
         SLURM_ARRAY_TASK_ID=$number sh -c \"$line\" >&2 || exit 1; number=$((number + 1)); done; fi\necho 1\n",
    )
    .expect("written");
    let on_path = format!(
        "{}:{}",
        folder.path().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let made = Command::new("chmod").arg("+x").arg(&sbatch).status().expect("chmod");
    assert!(made.success());
    let output = Command::new("sh")
        .arg(here.join("it's all.cluster/slurm.sh"))
        .env("PATH", on_path)
        .output()
        .expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    stdout(carepool(&here).args([&["run"][..], &RUN, &["--year", "2026", "--out", "one"]].concat()));
    assert_same(&here.join("one"), &here.join("it's all"));
}

#[test]
fn the_engines_that_are_here_make_the_bytes_of_one_run() {
    let python = std::env::var("CAREPOOL_PYTHON").unwrap_or_else(|_| "python3".to_string());
    let has = |module: &str| {
        let found = Command::new(&python).args(["-c", &format!("import {module}")]).output();
        found.is_ok_and(|output| output.status.success())
    };
    let slurm = Command::new("sinfo")
        .output()
        .is_ok_and(|output| output.status.success());
    for (engine, here, script) in [
        ("slurm", slurm, "slurm.sh"),
        ("spark", has("pyspark"), "spark.py"),
        ("ray", has("ray"), "ray_job.py"),
    ] {
        if !here {
            eprintln!("{engine} is not installed here: its job is written and not run");
        }
        let folder = TempDir::new().expect("folder");
        job(folder.path(), engine, "2");
        let script = folder.path().join("all.cluster").join(script);
        let text = fs::read_to_string(&script).expect("written");
        assert!(text.contains("shard.sh") && text.contains("merge.sh"), "{text}");
        if !here {
            continue;
        }
        let shell = if engine == "slurm" { "sh" } else { python.as_str() };
        let output = Command::new(shell).arg(&script).output().expect("runs");
        assert!(
            output.status.success(),
            "{engine}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        // Slurm answers at once and works on.
        let report = folder.path().join("all/report.html");
        for _ in 0..600 {
            if report.is_file() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
        stdout(carepool(folder.path()).args([&["run"][..], &RUN, &["--out", "one"]].concat()));
        assert_same(&folder.path().join("one"), &folder.path().join("all"));
    }
}

#[test]
fn a_job_that_could_not_run_is_not_written() {
    let says = |more: &[&str], words: &str| {
        let error = refused(
            "cluster",
            &[&["slurm", "--shards", "4", "--out", "all"][..], more].concat(),
        );
        assert!(error.contains(words), "{error}");
    };
    says(&["--", "england", "--draws", "3"], "at most one shard a draw");
    says(&["--", "england", "--out", "there"], "--out is for the job to say");
    says(&["--", "englnd"], "england");
    says(&["--", "england", "--drwas", "3"], "--draws");
}
