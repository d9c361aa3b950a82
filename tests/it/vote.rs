//! Participatory budgeting: reference outcomes, metamorphic identities, hostile files.

use std::path::{Path, PathBuf};

use carepool::budgeting::equal_shares::{Completion, Preset, Terms, equal_shares};
use carepool::budgeting::price_system::verify;
use carepool::budgeting::rules::greedy::{complete_greedily, greedy};
use carepool::budgeting::rules::phragmen::phragmen;
use carepool::budgeting::{Election, Outcome, Satisfaction, TieOrder, Utilities, pabulib};

/// The folder of reference elections, if this machine has it.
fn reference() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/participatory-budgeting");
    let also = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference/participatory-budgeting");
    let found = [folder, also].into_iter().find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: no ../shared/reference/participatory-budgeting here");
    }
    found
}

/// Reads a file leniently and expects an election.
fn read(path: &Path) -> Election {
    let bytes = std::fs::read(path).expect("a readable file");
    let reading = pabulib::read_bytes(bytes.clone(), false);
    assert_eq!(reading.document.bytes(), bytes, "{path:?}");
    reading.election.unwrap_or_else(|| panic!("{path:?}: {:?}", reading.problems))
}

/// The outcome that a key of the reference results asks for.
fn outcome_for(election: &Election, key: &str) -> Option<Outcome> {
    let key = key.trim_end_matches("__plainprofile").trim_end_matches("__float");
    let words: Vec<&str> = key.splitn(3, '_').collect();
    let satisfaction = match words.get(1).copied() {
        Some("cost") => Satisfaction::Cost,
        Some("card") => Satisfaction::Cardinality,
        Some("points") => Satisfaction::Points,
        Some("borda") => Satisfaction::Borda,
        None => Satisfaction::Cardinality,
        Some(_) => return None,
    };
    let utilities = Utilities::new(election, satisfaction);
    let completion = match words.get(2).copied() {
        None | Some("then_greedy") => Completion::None,
        Some("add1") => Completion::Add1,
        Some("add1u") => Completion::Add1u,
        Some("inc1pct") => Completion::BudgetIncrease,
        Some(_) => return None,
    };
    Some(match words[0] {
        "greedy" => greedy(election, &utilities, TieOrder::Identifier, "greedy"),
        "phragmen" => phragmen(election, &utilities, TieOrder::Identifier),
        "mes" => {
            let terms = Terms::preset(Preset::Pabutools, completion);
            let mut outcome = equal_shares(election, &utilities, &terms, false);
            if words.get(2) == Some(&"then_greedy") {
                complete_greedily(election, &utilities, &mut outcome);
            }
            outcome
        }
        _ => return None,
    })
}

fn ids(election: &Election, outcome: &Outcome) -> Vec<String> {
    outcome.funded.iter().map(|project| election.projects[*project].id.clone()).collect()
}

#[test]
fn winners_and_their_order_equal_the_reference_outcomes() {
    let Some(folder) = reference() else { return };
    let mut compared = 0;
    let mut wrong = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("expected")).expect("a folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    for path in files {
        let expected: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).expect("text")).expect("json");
        let election = read(&folder.join("ballots").join(expected["file"].as_str().expect("a name")));
        for (key, result) in expected["results"].as_object().expect("results") {
            if result["status"] != "ok" || key.ends_with("__float") {
                continue;
            }
            let started = std::time::Instant::now();
            let Some(outcome) = outcome_for(&election, key) else { continue };
            eprintln!("{} {key} {:?}", path.file_stem().and_then(|stem| stem.to_str()).unwrap_or(""), started.elapsed());
            compared += 1;
            let mut found = ids(&election, &outcome);
            let field = if key.starts_with("phragmen") { "selected_sorted" } else { "selected_in_order" };
            if field == "selected_sorted" {
                found.sort();
            }
            let wanted: Vec<String> = result[field].as_array().expect("a list").iter().map(|id| id.as_str().unwrap_or("").to_owned()).collect();
            if found != wanted {
                wrong.push(format!("{} {key}:\n  found  {found:?}\n  wanted {wanted:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} differ\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 100, "{compared}");
}

#[test]
fn payments_of_real_elections_are_certified() {
    let Some(folder) = reference() else { return };
    for name in ["Poland_Wieliczka_2023_Green_Budget.pb", "Netherlands_Assen_2024.pb", "Switzerland_Zurich_D5.pb"] {
        let election = read(&folder.join("ballots").join(name));
        for satisfaction in [Satisfaction::Cost, Satisfaction::Cardinality, Satisfaction::Points] {
            let utilities = Utilities::new(&election, satisfaction);
            let outcome = equal_shares(&election, &utilities, &Terms::preset(Preset::Pabutools, Completion::None), true);
            let prices = outcome.prices.expect("a certificate");
            assert_eq!(verify(&election, &outcome.funded, &prices, true), vec![], "{name} {satisfaction:?}");
        }
    }
}
