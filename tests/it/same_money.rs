//! `into` of a programme: the same money on a service, as a scenario.

use std::fs;

use tempfile::TempDir;

use super::cli::{carepool, stdout};

const PROGRAMME: &str =
    "extends = \"england.toml\"\n[programme.more]\ncoverage = 1\nfidelity = 1\ncashable = 0\nstart_year = 2025\n";

/// Medians of a run of England and these scenarios in 2028, as differences from England: by scenario and measure.
fn differences(folder: &TempDir, files: &[(&str, String)], measures: &[&str]) -> Vec<Vec<f64>> {
    for (name, text) in files {
        fs::write(
            folder.path().join(format!("{name}.toml")),
            format!("title = \"{name}\"\n{text}"),
        )
        .expect("writes");
    }
    let names: Vec<String> = files.iter().map(|(name, _)| format!("{name}.toml")).collect();
    let mut command = carepool(folder.path());
    command.args(["run", "england"]).args(&names).args([
        "--draws", "3", "--people", "200", "--years", "5", "--no-png", "--out", "run",
    ]);
    stdout(&mut command);
    let text = fs::read_to_string(folder.path().join("run/differences.csv")).expect("there");
    let of = |name: &str, measure: &str| {
        let lead = format!("{name},england,2028,{measure},all,p50,");
        let line = text
            .lines()
            .find(|line| line.starts_with(&lead))
            .unwrap_or_else(|| panic!("{lead}"));
        line[lead.len()..]
            .split(',')
            .next()
            .expect("a value")
            .parse()
            .expect("a number")
    };
    files
        .iter()
        .map(|(name, _)| measures.iter().map(|measure| of(name, measure)).collect())
        .collect()
}

#[test]
fn a_programme_whose_money_goes_into_a_service_is_money_for_that_service() {
    let folder = TempDir::new().expect("folder");
    let into =
        |payer: &str| format!("{PROGRAMME}cost_total = \"£3bn\"\npayer = \"{payer}\"\ninto = \"planned_admitted\"\n");
    let files = [
        ("new", into("tax")),
        ("moved", into("nhs")),
        (
            "earmarked",
            "extends = \"england.toml\"\n[funding.earmarked]\nplanned_admitted = { value = 3000, start_year = 2025 }\n"
                .to_string(),
        ),
        ("spent", format!("{PROGRAMME}cost_total = \"£3bn\"\npayer = \"tax\"\n")),
        (
            "section",
            "extends = \"england.toml\"\n[funding.nhs]\naddition = \"£3bn\"\nstart_year = 2025\ninto = \"planned_admitted\"\n"
                .to_string(),
        ),
    ];
    let found = differences(&folder, &files, &["cost_public", "waiting_list", "cost_nhs"]);
    let [new, moved, earmarked, spent] = [&found[0], &found[1], &found[2], &found[3]];
    for (a, b) in new.iter().zip(earmarked) {
        assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{new:?} {earmarked:?}");
    }
    assert!(new[0] > 1_000.0 && new[1] < -10_000.0, "{new:?}");
    // A section that says where its money goes is that service's money.
    assert_eq!(&found[4], earmarked);
    // Money that the NHS has already costs nothing more, and what it brings to planned care is taken from all services.
    assert!(
        moved[0].abs() < 0.5 * new[0] && moved[1] < 0.0 && moved[1] > new[1],
        "{moved:?} {new:?}"
    );
    // The same money spent on the programme itself shortens no list.
    assert!(spent[1].abs() < 1.0 && (spent[0] - 3_000.0).abs() < 300.0, "{spent:?}");
}

#[test]
fn a_service_that_is_none_is_answered_with_the_nearest_and_no_other_budget_may_pay() {
    let folder = TempDir::new().expect("folder");
    let says = |more: &str, words: &str| {
        let path = folder.path().join("x.toml");
        fs::write(&path, format!("title = \"x\"\n{PROGRAMME}cost_total = 5\n{more}")).expect("writes");
        let output = carepool(folder.path())
            .args(["check", "x.toml"])
            .output()
            .expect("runs");
        let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(!output.status.success() && told.contains(words), "{told}");
    };
    says("payer = \"tax\"\ninto = \"planned_admited\"\n", "planned_admitted");
    says(
        "payer = \"outside\"\ninto = \"planned_admitted\"\n",
        "outside health and care",
    );
    says("payer = \"tax\"\ninto = \"care_home\"\n", "one of primary_care");
    // The same of a section.
    let section = |text: &str| format!("payer = \"tax\"\n[funding.nhs]\n{text}");
    says(
        &section("addition = 5\ninto = \"planned_admited\"\n"),
        "did you mean `planned_admitted`?",
    );
    says(&section("into = \"planned_admitted\"\n"), "the section adds nothing");
    says(
        "payer = \"tax\"\n[funding.rules]\ninto = \"planned_admitted\"\n",
        "unknown key",
    );
}
