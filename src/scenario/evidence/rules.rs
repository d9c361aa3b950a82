//! The rules that hold for all rows: how much each kind of study is shrunk, which estimate of a group is the default,
//! and how old a check may be.

use std::collections::BTreeMap;

use super::super::problem::{Fault, Place, Problem, Problems};
use super::super::tree::{Entry, Table, Value};
use super::fields::Fields;

/// A kind of study and the weight that its effects get on no effect.
#[derive(Clone, Debug)]
pub struct StudyDesign {
    /// Its word.
    pub word: String,
    /// Weight on no effect in the shrunk reading \[0 to 1\].
    pub weight: f64,
    /// What kind of study, and why this weight.
    pub meaning: String,
    /// Where it stands.
    pub place: Place,
}

/// A group of mutually exclusive estimates of one effect.
#[derive(Clone, Debug)]
pub struct EstimateGroup {
    /// Its name.
    pub name: String,
    /// The estimate used unless a scenario chooses another: an id of evidence; empty where no assumption offers a choice.
    pub default: String,
    /// What is estimated, and why only one may be used.
    pub title: String,
    /// All of its members, as the rules list them.
    pub members: Vec<String>,
}

/// The rules.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// By word.
    pub designs: BTreeMap<String, StudyDesign>,
    /// By name.
    pub groups: BTreeMap<String, EstimateGroup>,
    /// Month of this release, `2026-11`: how old a check is counts from here, never from a clock.
    pub release: String,
    /// Months after which a check counts as stale.
    pub stale_after: u32,
}

impl Rules {
    /// Reads `rules.toml`.
    pub fn read(table: &Table, problems: &mut Problems) -> Rules {
        let mut rules = Rules::default();
        for (name, entry) in table {
            match name.as_str() {
                "shrink" => rules.shrink(entry, problems),
                "alternatives" => rules.alternatives(entry, problems),
                "checked" => rules.checked(entry, problems),
                // What is said for readers only.
                "rule" | "title" | "about" | "fidelity" => {}
                other => problems.push(
                    Problem::at(Fault::UnknownKey(other.to_string()), &entry.key, other)
                        .expecting("`shrink`, `alternatives`, `checked` or `rule`"),
                ),
            }
        }
        rules
    }
    fn shrink(&mut self, entry: &Entry, problems: &mut Problems) {
        let Value::Table(designs) = &entry.node.value else {
            return;
        };
        for (word, entry) in designs {
            let (weight, meaning) = match &entry.node.value {
                Value::Number(weight) => (Some(*weight), String::new()),
                _ => match Fields::of(
                    format!("shrink.{word}"),
                    entry,
                    &["weight", "title", "meaning", "reason", "range", "note"],
                    problems,
                ) {
                    Some(mut fields) => {
                        let meaning: Vec<String> = ["title", "meaning", "reason"]
                            .map(|name| fields.text(name))
                            .into_iter()
                            .filter(|text| !text.is_empty())
                            .collect();
                        (fields.number("weight"), meaning.join(": "))
                    }
                    None => continue,
                },
            };
            match weight {
                Some(weight) if (0.0..=1.0).contains(&weight) => {
                    let design = StudyDesign {
                        word: word.clone(),
                        weight,
                        meaning,
                        place: entry.key.clone(),
                    };
                    self.designs.insert(word.clone(), design);
                }
                _ => problems.push(Problem::at(
                    Fault::WrongKind {
                        found: "this".to_string(),
                        expected: "a weight from 0 to 1".to_string(),
                    },
                    &entry.node.place,
                    &format!("shrink.{word}"),
                )),
            }
        }
    }
    fn alternatives(&mut self, entry: &Entry, problems: &mut Problems) {
        let Value::Table(groups) = &entry.node.value else {
            return;
        };
        for (name, entry) in groups {
            if let Value::Text(default) = &entry.node.value {
                let group = EstimateGroup {
                    name: name.clone(),
                    default: default.clone(),
                    title: String::new(),
                    members: Vec::new(),
                };
                self.groups.insert(name.clone(), group);
                continue;
            }
            let known = ["default", "title", "members", "note"];
            let Some(mut fields) = Fields::of(format!("alternatives.{name}"), entry, &known, problems) else {
                continue;
            };
            let group = EstimateGroup {
                name: name.clone(),
                default: fields.text("default"),
                title: fields.text("title"),
                members: fields.texts("members"),
            };
            self.groups.insert(name.clone(), group);
        }
    }
    fn checked(&mut self, entry: &Entry, problems: &mut Problems) {
        let Some(mut fields) = Fields::of("checked".to_string(), entry, &["release", "months", "note"], problems)
        else {
            return;
        };
        self.release = fields.needed("release", "the month of the release, such as \"2026-11\"");
        self.stale_after = fields.number("months").map_or(0, |months| months.max(0.0) as u32);
        if month(&self.release).is_none() {
            fields.complain("release", "a month is written as \"2026-11\"".to_string());
        }
    }
    /// The words for kinds of study.
    pub fn words(&self) -> Vec<&str> {
        self.designs.keys().map(String::as_str).collect()
    }
}

/// A name as it is typed in a key: small letters, digits and underlines.
pub fn typed(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            text.push(letter.to_ascii_lowercase());
        } else if !text.ends_with('_') {
            text.push('_');
        }
    }
    text
}

/// Months since the year 0 of a month written `2026-11` or a day `2026-11-05`; nothing if it is neither.
pub fn month(text: &str) -> Option<u32> {
    let mut parts = text.split('-');
    let (year, month) = (parts.next()?, parts.next()?);
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    ((1900..=2200).contains(&year) && (1..=12).contains(&month)).then_some(year * 12 + month)
}
