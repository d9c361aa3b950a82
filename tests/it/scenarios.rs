//! Every shipped scenario: it loads, says what it is, differs from England, and the guide lists it.

use carepool::projection::catalogue;
use carepool::scenario::{Scenario, difference, layers};

/// The shipped scenarios.
fn shipped() -> Vec<(String, Scenario)> {
    let catalogue = catalogue();
    layers::shipped()
        .into_iter()
        .map(|name| match Scenario::load(&format!("{name}.toml"), &[], &catalogue) {
            Ok(scenario) => (name, scenario),
            Err(problems) => panic!("{name}: {}", problems.render(false)),
        })
        .collect()
}

#[test]
fn all_that_is_promised_is_shipped() {
    let names = layers::shipped();
    for promised in crate::golden::SCENARIOS.into_iter().chain(["smallshire"]) {
        assert!(names.iter().any(|name| name == promised), "{promised} is not shipped");
    }
}

#[test]
fn each_has_a_title_and_two_sentences_that_say_what_it_is() {
    for (name, scenario) in shipped() {
        assert!(scenario.title.len() > 10, "{name} has no title");
        let sentences = scenario.description.matches(". ").count() + 1;
        assert!(
            scenario.description.ends_with('.'),
            "{name}: the description is not a sentence"
        );
        assert!((1..=3).contains(&sentences), "{name}: {sentences} sentences");
        assert!(scenario.description.len() < 450, "{name}: the description is long");
    }
}

#[test]
fn titles_tell_scenarios_apart() {
    let mut titles: Vec<String> = shipped().into_iter().map(|(_, scenario)| scenario.title).collect();
    let all = titles.len();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), all);
}

#[test]
fn each_differs_from_england_in_something() {
    let england = Scenario::load("england.toml", &[], &catalogue()).expect("england loads");
    for (name, scenario) in shipped() {
        let differences = difference(&england, &scenario);
        assert_eq!(
            differences.is_empty(),
            name == "england",
            "{name} differs in {} things",
            differences.len()
        );
    }
}

#[test]
fn the_same_money_is_that_of_whole_person_care_and_nothing_else_differs() {
    let catalogue = catalogue();
    let england = Scenario::load("england.toml", &[], &catalogue).expect("england loads");
    let same = Scenario::load("england-same-money.toml", &[], &catalogue).expect("it loads");
    assert_eq!(same.same_money_as.as_deref(), Some("whole-person-care"));
    assert_eq!(difference(&england, &same).len(), 1);
}

#[test]
fn no_scenario_changes_the_base_year_or_the_next() {
    let catalogue = catalogue();
    let england = Scenario::load("england.toml", &[], &catalogue)
        .expect("england loads")
        .central();
    // Scenarios of another base year are other economies.
    let start = Scenario::load("england.toml", &[], &catalogue)
        .expect("england loads")
        .start_year;
    let bases = ["smallshire", "scotland", "wales", "northern-ireland"];
    let of_today =
        |(name, scenario): &(String, Scenario)| !bases.contains(&name.as_str()) && scenario.start_year == start;
    for (name, scenario) in shipped().into_iter().filter(of_today) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for year in [2024, 2025] {
            scenario.central().values(carepool::world::Year(year), &mut ours);
            england.values(carepool::world::Year(year), &mut theirs);
            for (at, spec) in catalogue.specs().iter().enumerate() {
                // What a law promises may be written without a date: it waits for the scheme that uses it.
                let waits = spec.key.starts_with("social_care.charging.free_care")
                    || spec.key == "prevention.engaged_onset"
                    || spec.key == "balance_of_care.shift_to_primary_care";
                assert!(
                    waits || ours[at] == theirs[at],
                    "{name}: {} differs in {year}",
                    spec.key
                );
            }
        }
        for programme in scenario.programmes() {
            assert!(
                programme.start_year.0 >= 2026,
                "{name}: {} starts too early",
                programme.name
            );
        }
    }
}

#[test]
fn england_sets_every_lever_with_its_source() {
    let catalogue = catalogue();
    let england = Scenario::load("england.toml", &[], &catalogue).expect("england loads");
    for spec in catalogue.specs() {
        let given = england
            .assumptions()
            .iter()
            .find(|assumption| assumption.key == spec.key);
        let given = given.unwrap_or_else(|| panic!("england does not set {}", spec.key));
        assert!(!given.evidence("source").is_empty(), "{} has no source", spec.key);
    }
}

#[test]
fn nothing_in_smallshire_is_uncertain() {
    let smallshire = Scenario::load("smallshire.toml", &[], &catalogue()).expect("smallshire loads");
    assert!(
        smallshire.uncertain().is_empty(),
        "still uncertain: {:?}",
        smallshire.uncertain()
    );
}

#[test]
fn programme_files_are_valid_and_each_programme_says_what_it_does() {
    for (file, some) in [
        ("programmes/person-centred.toml", 7),
        ("programmes/prevention.toml", 4),
        ("programmes/social-determinants.toml", 9),
    ] {
        let text = format!("title = \"Test\"\nextends = [\"england.toml\", \"{file}\"]\n");
        let scenario = Scenario::from_text("test.toml", &text, &[], &catalogue())
            .unwrap_or_else(|problems| panic!("{file}: {}", problems.render(false)));
        let programmes = scenario.programmes();
        assert_eq!(programmes.len(), some, "{file}");
        for programme in programmes {
            assert!(
                !programme.effects.is_empty(),
                "{file}: {} has no effect",
                programme.name
            );
            assert!(programme.coverage > 0.0, "{file}: {} reaches nobody", programme.name);
        }
    }
}

#[test]
fn the_guide_lists_every_shipped_scenario() {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/README.md")).expect("a guide");
    for name in layers::shipped() {
        assert!(
            guide.contains(&format!("`{name}`")),
            "scenarios/README.md does not list {name}"
        );
    }
}
