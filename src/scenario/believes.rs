//! What a scenario file believes by itself: `assume = ["market"]` and `believe = ["governance.transaction_share=1%"]` lie over it as
//! `--assume` and `--set` would.
//!
//! Scenarios that are compared believe the same, so that what differs between them is what is done: a run lays what one of its
//! files believes over all of them.

use std::sync::Arc;

use super::layer::{Layer, Part};
use super::layers::{SETS, set, shipped_sets, suggest};
use super::lookup;
use super::problem::{Fault, Place, Problem, Problems};
use super::source::{Root, Source};
use super::tree::{Table, Value};

/// The keys at the top of a file that say it.
pub const KEYS: [&str; 2] = ["assume", "believe"];

/// Assumption sets and single values, as `--assume` and `--set` name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Believes {
    /// Assumption sets.
    pub assume: Vec<String>,
    /// `key=value`.
    pub set: Vec<String>,
}

/// The key of `key=value`, with the year from which it holds.
fn key(text: &str) -> (&str, Option<&str>) {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    (key.trim(), value.rsplit_once('@').map(|(_, year)| year.trim()))
}

/// Whether something typed takes the place of a value that a file believes.
pub(super) fn is_typed(own: &str, typed: &[String]) -> bool {
    typed.iter().any(|text| key(text) == key(own))
}

impl Believes {
    /// Whether it is nothing.
    pub fn is_empty(&self) -> bool {
        self.assume.is_empty() && self.set.is_empty()
    }

    /// This, and over it what was typed; of one key, what was typed counts.
    pub fn beneath(&self, assume: &[String], set: &[String]) -> Believes {
        let more = assume.iter().filter(|name| !self.assume.contains(name));
        let own = self.set.iter().filter(|own| !is_typed(own, set));
        Believes {
            assume: self.assume.iter().chain(more).cloned().collect(),
            set: own.chain(set).cloned().collect(),
        }
    }

    /// Whether whoever believes `other` believes all of this.
    pub fn is_within(&self, other: &Believes) -> bool {
        self.assume.iter().all(|name| other.assume.contains(name)) && self.set.iter().all(|set| other.set.contains(set))
    }

    /// As it would be typed.
    pub fn words(&self) -> String {
        let assume = self.assume.iter().map(|name| format!("--assume {name}"));
        let set = self.set.iter().map(|text| format!("--set {text}"));
        assume.chain(set).collect::<Vec<_>>().join(" ")
    }
}

/// What the files of a scenario believe, with what is to be laid over them.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) sets: Vec<(String, Arc<Source>)>,
    pub(super) values: Vec<(String, Source)>,
}

impl Own {
    /// From the scenario's own files, lowest first.
    pub(super) fn read(layers: &[Layer], problems: &mut Problems) -> Own {
        let mut own = Own::default();
        for layer in layers.iter().filter(|layer| layer.part == Part::Scenario) {
            // What a file says itself holds against what one beneath it believes.
            own.values.retain(|(text, _)| !says(&layer.table, key(text).0));
            for (name, place) in texts(
                layer,
                KEYS[0],
                "the name of an assumption set, such as \"market\"",
                problems,
            ) {
                match found(&layer.source, &name) {
                    Ok((name, source)) if own.sets.iter().all(|(known, _)| *known != name) => {
                        own.sets.push((name, Arc::new(source)));
                    }
                    Ok(_) => {}
                    Err(problem) => problems.push(Problem {
                        place: Some(place),
                        key: KEYS[0].to_string(),
                        ..suggest(problem, &name, &shipped_sets())
                    }),
                }
            }
            for (text, place) in texts(
                layer,
                KEYS[1],
                "key=value, such as \"governance.transaction_share=1%\"",
                problems,
            ) {
                match set(&text).ok().filter(|_| key(&text).0.contains('.')) {
                    // Of one key the file above holds.
                    Some(line) => {
                        own.values.retain(|(known, _)| key(known) != key(&text));
                        own.values.push((text, at_its_line(&line, &place)));
                    }
                    None => {
                        let fault = Fault::Joint(format!("`{text}` is no assumption with its value"));
                        let problem = Problem::at(fault, &place, KEYS[1]);
                        problems.push(problem.expecting("key=value, such as \"governance.transaction_share=1%\""));
                    }
                }
            }
        }
        own
    }

    pub(super) fn told(&self) -> Believes {
        Believes {
            assume: self.sets.iter().map(|(name, _)| name.clone()).collect(),
            set: self.values.iter().map(|(text, _)| text.clone()).collect(),
        }
    }
}

/// Whether a file sets a key in its own sections.
fn says(table: &Table, key: &str) -> bool {
    let mut table = table;
    let mut words = key.split('.').peekable();
    while let Some(word) = words.next() {
        match table.get(word).map(|entry| &entry.node.value) {
            Some(_) if words.peek().is_none() => return true,
            Some(Value::Table(inner)) => table = inner,
            _ => return false,
        }
    }
    false
}

/// The texts of a list at the top of a file.
fn texts(layer: &Layer, key: &str, expected: &str, problems: &mut Problems) -> Vec<(String, Place)> {
    let Some(entry) = layer.table.get(key) else {
        return Vec::new();
    };
    let one = std::slice::from_ref(&entry.node);
    let nodes = match &entry.node.value {
        Value::Array(nodes) => nodes,
        _ => one,
    };
    let mut all = Vec::new();
    for node in nodes {
        match &node.value {
            Value::Text(text) => all.push((text.trim().to_string(), node.place.clone())),
            other => {
                let fault = Fault::WrongKind {
                    found: other.found(),
                    expected: expected.to_string(),
                };
                problems.push(Problem::at(fault, &node.place, key));
            }
        }
    }
    all
}

/// A set by the name of a shipped one, or a file beside the one that names it; with the name by which any command finds it.
fn found(from: &Source, name: &str) -> Result<(String, Source), Problem> {
    let (shipped, source) = lookup::set_beside(SETS, from, name)?;
    if shipped {
        return Ok((name.trim_end_matches(".toml").to_string(), source));
    }
    let name = match &source.root {
        Root::Folder(folder) => folder.join(&source.path).display().to_string(),
        _ => name.to_string(),
    };
    Ok((name, source))
}

/// What stands in a list, as a setting by itself that is told with the file's own line.
fn at_its_line(line: &Source, place: &Place) -> Source {
    let (number, _) = place.source.line_column(place.span.start);
    let text = format!("{}{}", "\n".repeat(number.saturating_sub(1)), line.text);
    Source::new(&place.source.name, Root::CommandLine, &line.path, text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::tests::{BASE, catalogue};
    use super::super::{Over, Problems, Scenario};
    use super::*;

    const SET: &str = "title = \"Impatient\"\n[funding]\nwait = 9\n";

    /// A folder with a base and a set, and what a file over them comes to.
    fn load(top: &str, over: Over) -> Result<Scenario, Problems> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        write("base.toml", BASE);
        write("impatient.toml", SET);
        write("top.toml", &format!("extends = \"base.toml\"\n{top}"));
        Scenario::load_assuming(
            &folder.path().join("top.toml").display().to_string(),
            over,
            &catalogue(),
        )
    }

    fn words(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_string()).collect()
    }

    #[test]
    fn a_file_that_believes_is_as_if_it_were_typed() {
        let own = load(
            "assume = [\"impatient.toml\"]\nbelieve = [\"funding.share=40%\"]\n",
            Over::default(),
        )
        .expect("a scenario");
        let name = Path::new(&own.believes.assume[0]);
        assert!(
            name.ends_with("impatient.toml") && name.is_absolute(),
            "any command finds it: {name:?}"
        );
        assert_eq!(own.believes.set, ["funding.share=40%"]);
        let (nobody, set) = (
            load("", Over::default()).expect("a scenario"),
            words(&["funding.share=40%", "funding.wait=9"]),
        );
        let typed = Over {
            set: &set,
            ..Over::default()
        };
        assert_eq!(own.hash(), load("", typed).expect("a scenario").hash());
        assert_ne!(own.hash(), nobody.hash());
        assert!(nobody.believes.is_empty());
        // What is typed counts before what the file says, and is laid once.
        let set = words(&["funding.share=50%"]);
        let typed = Over {
            set: &set,
            ..Over::default()
        };
        let both = load("believe = [\"funding.share=40%\"]\n", typed).expect("a scenario");
        assert_eq!(both.hash(), load("", typed).expect("a scenario").hash());
    }

    #[test]
    fn what_cannot_be_believed_is_refused_with_its_line() {
        for (top, line, why) in [
            ("assume = [\"markt\"]\n", 2, "did you mean"),
            ("assume = 3\n", 2, "the name of an assumption set"),
            (
                "believe = [\n\"funding.share=40%\",\n\"funding.shore=2\"]\n",
                4,
                "funding.share",
            ),
            ("believe = [\"funding.share\"]\n", 2, "key=value"),
            ("believe = [\"title=Mine\"]\n", 2, "key=value"),
            (
                "believe = [\"social_care.charging.scheme=cap\"]\n",
                2,
                "follows from a choice",
            ),
        ] {
            let told = load(top, Over::default()).expect_err(top).to_string();
            assert!(
                told.contains(&format!("top.toml:{line}")) && told.contains(why),
                "{top}: {told}"
            );
        }
        let told = load(
            "",
            Over {
                set: &words(&["assume=market"]),
                ..Over::default()
            },
        );
        assert!(told.expect_err("no file").to_string().contains("--assume NAME"));
    }

    #[test]
    fn what_a_file_says_itself_holds_against_what_the_file_beneath_it_believes() {
        let folder = tempfile::tempdir().expect("folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        write("base.toml", BASE);
        write(
            "parent.toml",
            "title = \"P\"\nextends = \"base.toml\"\nbelieve = [\"funding.wait=7\"]\n",
        );
        write(
            "own.toml",
            "title = \"O\"\nextends = \"parent.toml\"\n[funding]\nwait = 5\n",
        );
        write("silent.toml", "title = \"S\"\nextends = \"parent.toml\"\n");
        let wait = |name: &str| {
            let top = folder.path().join(name).display().to_string();
            let read =
                Scenario::load_assuming(&top, Over::default(), &catalogue()).unwrap_or_else(|wrong| panic!("{wrong}"));
            let of = read
                .assumptions()
                .iter()
                .rfind(|one| one.key == "funding.wait")
                .expect("there");
            of.number
        };
        assert_eq!((wait("silent.toml"), wait("own.toml")), (Some(7.0), Some(5.0)));
    }

    #[test]
    fn what_is_typed_lies_over_what_a_file_says_and_nothing_twice() {
        let own = Believes {
            assume: words(&["market"]),
            set: words(&["a.b=1", "a.c=2", "a.d=3@2030"]),
        };
        let all = own.beneath(&words(&["sceptic", "market"]), &words(&["a.c=5", "a.d=4@2031"]));
        assert_eq!(all.assume, ["market", "sceptic"]);
        assert_eq!(all.set, ["a.b=1", "a.d=3@2030", "a.c=5", "a.d=4@2031"]);
        assert!(own.beneath(&all.assume, &all.set).is_within(&all));
        assert_eq!(
            all.words(),
            "--assume market --assume sceptic --set a.b=1 --set a.d=3@2030 --set a.c=5 --set a.d=4@2031"
        );
    }
}
