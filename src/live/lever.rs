//! A lever in words: the question, its settings, what moves what, who gains and who pays, and the evidence.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::measures::{self, Handle};
use crate::scenario::{Catalogue, Scenario};
use crate::world::{LeverKind, Nature};

/// A question of the debate that a room can answer by moving one lever.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lever {
    /// Its name: the file's, such as `free-personal-care`.
    #[serde(skip)]
    pub name: String,
    /// Its title.
    pub title: String,
    /// The question in plain words.
    pub question: String,
    /// What it belongs to, such as `care` or `money`.
    pub group: String,
    /// Names of the measures to look at first.
    pub look_at: Vec<String>,
    /// What moves what, step by step.
    pub chain: Vec<String>,
    /// Who gains.
    pub gains: String,
    /// Who pays, or loses.
    pub pays: String,
    /// Rows of the library of evidence.
    pub evidence: Vec<String>,
    /// What speaks against the usual reading.
    pub contrary: String,
    /// What nobody knows.
    pub unknown: String,
    /// The year from which a setting holds.
    pub start_year: u16,
    /// Years over which an amount grows to its full size; at once if none are told \[years\].
    #[serde(default)]
    pub ramp_years: Option<u16>,
    /// The last year in which a setting holds, if it ends.
    #[serde(default)]
    pub end_year: Option<u16>,
    /// The settings, in the order in which they go further.
    #[serde(rename = "setting")]
    pub settings: Vec<Setting>,
}

/// One place where a lever can stand.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The word for it, such as `as now` or `much`.
    pub word: String,
    /// What it means, in a sentence.
    pub about: String,
    /// Keys of a scenario and their values; none where it is as now.
    #[serde(default)]
    pub set: BTreeMap<String, toml::Value>,
    /// Keys that it decides besides, because what it sets brings values of its own for them.
    #[serde(default)]
    pub decides: Vec<String>,
    /// Files of programmes that it takes in.
    #[serde(default)]
    pub programmes: Vec<String>,
}

impl Setting {
    /// Whether it changes nothing.
    pub fn is_as_now(&self) -> bool {
        self.set.is_empty() && self.programmes.is_empty()
    }
}

/// What is wrong with a lever's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct LeverError {
    /// The file.
    pub file: String,
    /// What is wrong, with the line where the file cannot be read.
    pub what: String,
}

impl Lever {
    /// From a file's text; what it names must be there.
    pub fn read(name: &str, file: &str, text: &str, catalogue: &Catalogue) -> Result<Lever, LeverError> {
        let wrong = |what: String| LeverError {
            file: file.to_string(),
            what,
        };
        let mut lever: Lever = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        lever.name = name.to_string();
        lever.check(catalogue).map_err(wrong)?;
        Ok(lever)
    }

    fn check(&self, catalogue: &Catalogue) -> Result<(), String> {
        if self.now_position().is_none() {
            return Err("one setting must be as now: it sets nothing".to_string());
        }
        if self.settings.len() < 2 {
            return Err("a lever has at least two settings".to_string());
        }
        for (at, setting) in self.settings.iter().enumerate() {
            if self.settings[..at].iter().any(|other| other.word == setting.word) {
                return Err(format!("two settings are called `{}`", setting.word));
            }
            for key in setting.set.keys().chain(&setting.decides) {
                let Some(spec) = catalogue.get(key) else {
                    let near = catalogue.nearest(key);
                    let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
                    return Err(format!(
                        "`{key}` of setting `{}` is no key of a scenario{near}",
                        setting.word
                    ));
                };
                if spec.nature != Nature::Choice {
                    return Err(format!(
                        "`{key}` says what is believed or given: a lever sets what is done"
                    ));
                }
            }
        }
        self.measures().map(|_| ())
    }

    /// The measures to look at.
    pub fn measures(&self) -> Result<Vec<Handle>, String> {
        self.look_at
            .iter()
            .map(|name| measures::find(name).map_err(|unknown| unknown.to_string()))
            .collect()
    }

    /// Where it stands as now.
    pub fn now_position(&self) -> Option<usize> {
        self.settings.iter().position(Setting::is_as_now)
    }

    /// The position of a setting by its word, in any case, or by its number from 0.
    pub fn position(&self, word: &str) -> Option<usize> {
        let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_', '+'], " ");
        let wanted = plain(word);
        self.settings
            .iter()
            .position(|setting| plain(&setting.word) == wanted)
            .or_else(|| wanted.parse().ok().filter(|at: &usize| *at < self.settings.len()))
    }

    /// Whether amounts under this key can come from several levers, and then add up.
    pub fn adds_up(key: &str, catalogue: &Catalogue) -> bool {
        catalogue
            .get(key)
            .is_some_and(|spec| spec.unit == "£m" && matches!(spec.kind, LeverKind::Number))
    }
}

/// What levers set although the scenario beneath sets it itself, in words: a lever's value is instead of it, not beside it.
pub fn replaced(beneath: &Scenario, moved: &[(&Lever, &Setting)]) -> Vec<String> {
    let own = format!("{}:", beneath.file);
    // A base year says what there is, and what is done there is the lever's to say.
    let base = beneath.data_place.as_ref();
    if base.is_some_and(|place| place.to_string().starts_with(&own)) {
        return Vec::new();
    }
    let set = moved
        .iter()
        .flat_map(|(lever, setting)| setting.set.iter().map(move |set| (lever, set)));
    let notes = set.filter_map(|(lever, (key, value))| {
        let assumption = beneath.assumptions().iter().rfind(|one| one.key == *key)?;
        assumption.place.starts_with(&own).then(|| {
            format!(
                "{} sets {key} ({}), and the lever \"{}\" sets {key} = {value} instead of it, not beside it",
                assumption.place, assumption.text, lever.title
            )
        })
    });
    notes.collect()
}
