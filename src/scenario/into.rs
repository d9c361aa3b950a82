//! `into` of a section of funding: what the section adds goes to one NHS service alone.
//!
//! ```toml
//! [funding.nhs]
//! addition = { value = 3000, start_year = 2026 }
//! into = "planned_admitted"
//! ```
//!
//! is the same as `[funding.earmarked]` with `planned_admitted = { value = 3000, start_year = 2026 }`: "the same money on hospital
//! care" is then the same section with one word more. The path and the evidence that the section gives for all its levers go along.

use super::problem::{Fault, Problem, Problems, nearest};
use super::programme::services;
use super::reading::is_shared;
use super::tree::{Entry, Node, Table, Value};
use super::year_path::PATH_KEYS;

/// Sections of `funding` whose addition may go to a service.
pub const SECTIONS: [&str; 3] = ["nhs", "council", "public_health"];

/// Moves the additions of sections that say `into` to the service that they name.
pub fn redirect(table: &mut Table, problems: &mut Problems) {
    let Some(Value::Table(funding)) = table.get_mut("funding").map(|entry| &mut entry.node.value) else {
        return;
    };
    for section in SECTIONS {
        let Some(Value::Table(own)) = funding.get_mut(section).map(|entry| &mut entry.node.value) else {
            continue;
        };
        let Some(into) = own.remove("into") else {
            continue;
        };
        let key = format!("funding.{section}.into");
        let words = services();
        let word = match &into.node.value {
            Value::Text(word) => word.clone(),
            other => other.found(),
        };
        let Some(service) = words.iter().find(|known| **known == word) else {
            let near = nearest(&word, words.iter().copied());
            let problem = Problem::at(Fault::UnknownWord(word), &into.node.place, &key);
            problems.push(problem.expecting(format!("one of {}", words.join(", "))).near(near));
            continue;
        };
        let Some(mut addition) = own.remove("addition") else {
            let text =
                format!("`into` says where the addition of [funding.{section}] goes, and the section adds nothing");
            let problem = Problem::at(Fault::Joint(text), &into.node.place, &key);
            problems.push(problem.expecting("`addition` in the same section of the same file"));
            continue;
        };
        with_the_sections_own(&mut addition, own);
        // Years that are of nothing else any more have gone along.
        if !own.keys().any(|name| !is_shared(name)) {
            own.retain(|name, _| !PATH_KEYS.contains(&name.as_str()));
        }
        let earmarked = funding.entry("earmarked".to_string()).or_insert_with(|| Entry {
            key: into.key.clone(),
            node: Node {
                place: into.node.place.clone(),
                value: Value::Table(Table::new()),
            },
        });
        let Value::Table(earmarked) = &mut earmarked.node.value else {
            // What stands there is told as what it is when the section is read.
            continue;
        };
        if earmarked.contains_key(*service) {
            let text = format!("the money of {service} is set twice: by `into` and by [funding.earmarked]");
            problems.push(Problem::at(Fault::Joint(text), &into.node.place, &key));
            continue;
        }
        earmarked.insert((*service).to_string(), addition);
    }
}

/// Adds the path and the evidence that a section gives for all its levers, where the lever says none of its own.
fn with_the_sections_own(lever: &mut Entry, section: &Table) {
    let shared: Vec<(&String, &Entry)> = section.iter().filter(|(name, _)| is_shared(name)).collect();
    if shared.is_empty() {
        return;
    }
    if !matches!(lever.node.value, Value::Table(_)) {
        let value = Entry {
            key: lever.key.clone(),
            node: lever.node.clone(),
        };
        lever.node.value = Value::Table(Table::from([("value".to_string(), value)]));
    }
    if let Value::Table(own) = &mut lever.node.value {
        // A path is one thing: a lever that says any of it says all of it.
        let has_path = PATH_KEYS.iter().any(|key| own.contains_key(*key));
        for (name, entry) in shared {
            if !(has_path && PATH_KEYS.contains(&name.as_str())) {
                own.entry(name.clone()).or_insert_with(|| entry.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scenario::source::{Root, Source};
    use crate::scenario::tree;

    fn redirected(text: &str) -> (String, Vec<String>) {
        let source = Arc::new(Source::new("x.toml", Root::CommandLine, "x.toml", text.to_string()));
        let mut problems = Problems::default();
        let mut table = tree::parse(&source, &mut problems);
        redirect(&mut table, &mut problems);
        let told = problems.0.iter().map(|problem| problem.fault.to_string()).collect();
        (Value::Table(table).canonical(), told)
    }

    #[test]
    fn a_section_that_says_into_is_that_service_with_all_that_the_section_says_of_it() {
        for (section, same) in [
            (
                "[funding.nhs]\naddition = 30\ninto = \"planned_admitted\"\n",
                "[funding.nhs]\n[funding.earmarked]\nplanned_admitted = 30\n",
            ),
            (
                "[funding.council]\naddition = \"£3bn\"\nstart_year = 2026\nsource = \"x\"\ninto = \"mental_health\"\n",
                "[funding.council]\nsource = \"x\"\n[funding.earmarked]\nmental_health = { value = \"£3bn\", start_year = 2026, source = \"x\" }\n",
            ),
            (
                "[funding.nhs]\nramp_years = 2\naddition = { value = 3, start_year = 2027 }\ninto = \"primary_care\"\n[funding.earmarked]\nmental_health = 4\n",
                "[funding.nhs]\n[funding.earmarked]\nmental_health = 4\nprimary_care = { value = 3, start_year = 2027 }\n",
            ),
        ] {
            let (found, told) = redirected(section);
            assert_eq!((found, told), (redirected(same).0, Vec::new()), "{section}");
        }
    }

    #[test]
    fn a_word_that_is_no_service_a_section_without_addition_and_money_set_twice_are_told() {
        for (text, words) in [
            (
                "[funding.nhs]\naddition = 3\ninto = \"planned_admited\"\n",
                "planned_admited",
            ),
            ("[funding.nhs]\naddition = 3\ninto = 4\n", "the number 4"),
            (
                "[funding.nhs]\ninto = \"planned_admitted\"\n",
                "the section adds nothing",
            ),
            (
                "[funding.nhs]\naddition = 3\ninto = \"mental_health\"\n[funding.earmarked]\nmental_health = 4\n",
                "set twice",
            ),
        ] {
            let (_, told) = redirected(text);
            assert!(told.len() == 1 && told[0].contains(words), "{text}: {told:?}");
        }
    }
}
