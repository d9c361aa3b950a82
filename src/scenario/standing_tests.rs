//! What already stands, over files as people write them.

use super::tests::{BASE, catalogue};
use super::*;
use crate::world::Year;

const SCHEME: &str = "social_care.charging.scheme";

/// Loads the last of some files, each beside the others.
fn load(files: &[(&str, &str)], set: &[&str]) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let set: Vec<String> = set.iter().map(|text| text.to_string()).collect();
    let last = folder.path().join(files[files.len() - 1].0);
    Scenario::load(&last.display().to_string(), &set, &catalogue()).unwrap()
}

fn at(scenario: &Scenario, key: &str, year: u16) -> f64 {
    let mut values = Vec::new();
    scenario.central().values(Year(year), &mut values);
    values[catalogue().index(key).unwrap()]
}

fn place(more: &str) -> String {
    format!("start_year = 2024\n{BASE}{more}")
}

#[test]
fn what_is_done_begins_after_the_base_year_and_what_is_believed_held_in_it() {
    let base = place("");
    let reform = "extends = \"base.toml\"\n[social_care.charging]\nscheme = \"cap\"\n[funding]\nwait = 9\n";
    let scenario = load(&[("base.toml", &base), ("reform.toml", reform)], &[]);
    assert_eq!((at(&scenario, SCHEME, 2024), at(&scenario, SCHEME, 2025)), (0.0, 2.0));
    assert_eq!(at(&scenario, "funding.wait", 2024), 9.0);
    assert_eq!(scenario.notes(Year(2040)), Vec::<String>::new());
}

#[test]
fn a_file_says_in_three_ways_that_it_was_already_so() {
    let base = place("");
    for reform in [
        "extends = \"base.toml\"\nalready = true\n[social_care.charging]\nscheme = \"cap\"\n",
        "extends = \"base.toml\"\n[social_care.charging]\nalready = true\nscheme = \"cap\"\n",
        "extends = \"base.toml\"\n[social_care.charging]\nscheme = { value = \"cap\", already = true }\n",
        "extends = \"base.toml\"\n[social_care.charging]\nscheme = { value = \"cap\", start_year = 2024 }\n",
        "extends = \"base.toml\"\nstart_year = 2024\n[social_care.charging]\nscheme = \"cap\"\n",
    ] {
        let scenario = load(&[("base.toml", &base), ("reform.toml", reform)], &[]);
        assert_eq!(at(&scenario, SCHEME, 2024), 2.0, "{reform}");
    }
}

#[test]
fn a_reform_beneath_a_place_is_that_places_law_and_one_beside_it_is_a_reform() {
    let base = place("");
    let reform = "extends = \"base.toml\"\n[social_care.charging]\nscheme = \"cap\"\n";
    let town = "extends = \"base.toml\"\nstart_year = 2024\n[funding]\nwait = 9\n";
    let beside = "extends = [\"reform.toml\", \"town.toml\"]\n";
    let files = [
        ("base.toml", base.as_str()),
        ("reform.toml", reform),
        ("town.toml", town),
        ("mine.toml", beside),
    ];
    let scenario = load(&files, &[]);
    assert_eq!((at(&scenario, SCHEME, 2024), at(&scenario, SCHEME, 2025)), (0.0, 2.0));
    let free_town = "extends = \"reform.toml\"\nstart_year = 2024\n";
    let files = [
        ("base.toml", base.as_str()),
        ("reform.toml", reform),
        ("town.toml", free_town),
    ];
    assert_eq!(at(&load(&files, &[]), SCHEME, 2024), 2.0);
}

#[test]
fn a_later_word_takes_the_place_of_an_earlier_reform_and_not_of_the_base_year() {
    let base = place("");
    let reform = "extends = \"base.toml\"\n[social_care.charging]\nscheme = { value = \"cap\", start_year = 2030 }\n";
    let set = format!("{SCHEME}=free_personal_care");
    let scenario = load(&[("base.toml", &base), ("reform.toml", reform)], &[&set]);
    assert_eq!(
        [2024, 2025, 2031].map(|year| at(&scenario, SCHEME, year)),
        [0.0, 1.0, 1.0]
    );
}

#[test]
fn what_acts_in_no_year_or_not_in_those_it_names_is_told() {
    let base = place("");
    let told = |value: &str| {
        let text = format!("extends = \"base.toml\"\n[social_care.charging]\nscheme = {value}\n");
        let scenario = load(&[("base.toml", &base), ("mine.toml", &text)], &[]);
        scenario.notes(Year(2034)).join("\n")
    };
    assert!(told("{ value = \"cap\", start_year = 2019 }").contains("begins in 2019, before the base year 2024"));
    assert!(
        told("{ value = \"cap\", start_year = 2045 }").contains("begins in 2045, after the last year of the run, 2034")
    );
    let same = told("\"means_test\"");
    assert!(
        same.contains("mine.toml:3") && same.contains("changes nothing"),
        "{same}"
    );
    assert_eq!(told("{ value = \"cap\", start_year = 2026 }"), "");
    assert_eq!(told("{ value = \"means_test\", already = true }"), "");
    let own = "extends = \"base.toml\"\nstart_year = 2024\n[social_care.charging]\nscheme = \"cap\"\n";
    let scenario = load(&[("base.toml", &base), ("town.toml", own)], &[]);
    let notes = scenario.notes(Year(2034)).join("\n");
    assert!(
        notes.contains("already in force in 2024") && notes.contains(SCHEME),
        "{notes}"
    );
    let scenario = load(&[("base.toml", &base)], &["funding.wait=18 weeks"]);
    assert!(scenario.notes(Year(2034)).join("\n").contains("changes nothing"));
}

#[test]
fn what_still_grows_in_the_last_year_of_a_run_is_told() {
    let base = place("");
    let reform = "extends = \"base.toml\"\n[funding]\nwait = { value = 9, start_year = 2030, ramp_years = 20 }\n";
    let scenario = load(&[("base.toml", &base), ("reform.toml", reform)], &[]);
    let notes = scenario.notes(Year(2034));
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains("it has come to 25% of what is written"), "{notes:?}");
    // Before it begins that is what is told; once it is whole, nothing.
    assert!(scenario.notes(Year(2029))[0].contains("after the last year of the run"));
    assert_eq!(scenario.notes(Year(2049)), Vec::<String>::new());
}

#[test]
fn a_reform_given_year_by_year_from_before_the_base_year_is_told_to_be_in_force_in_it() {
    let base = place("");
    let of = |points: &str| {
        let reform =
            format!("extends = \"base.toml\"\n[social_care.charging]\nupper_limit = {{ by_year = {points} }}\n");
        load(&[("base.toml", &base), ("reform.toml", &reform)], &[]).notes(Year(2040))
    };
    let told = of("{ 2020 = 23250, 2030 = 30000 }");
    assert!(
        told.len() == 1 && told[0].contains("already in force in the base year 2024"),
        "{told:?}"
    );
    assert_eq!(of("{ 2025 = 23250, 2030 = 30000 }"), Vec::<String>::new());
}

#[test]
fn quantiles_so_uneven_that_a_few_draws_lie_far_out_are_told() {
    let base = place("");
    let of = |interval: &str| {
        let more =
            format!("extends = \"base.toml\"\n[funding]\nwait = {{ interval = {interval}, source = \"a study\" }}\n");
        load(&[("base.toml", &base), ("more.toml", &more)], &[]).notes(Year(2040))
    };
    let told = of("{ p10 = 1, p50 = 1.1, p90 = 9 }");
    assert!(
        told.len() == 1 && told[0].contains("nine draws in ten lie below 9.00 weeks"),
        "{told:?}"
    );
    assert_eq!(of("{ p10 = 5, p50 = 7, p90 = 12 }"), Vec::<String>::new());
}
