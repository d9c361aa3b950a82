//! Where the levers stand: as the text of an address, and as a scenario file, both ways.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::scenario::Catalogue;

use super::beliefs::Beliefs;
use super::board::{Board, UnknownLever};
use super::lever::{Lever, Setting};

/// Begins the line of a scenario file that says where the levers stood.
const MARK: &str = "# carepool levers: ";

/// Levers that do not stand as now, each with the position of its setting. Everything as now is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    moved: BTreeMap<String, usize>,
}

/// Why a state cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// No such lever.
    #[error(transparent)]
    Lever(#[from] UnknownLever),
    /// Not `lever=setting`.
    #[error("`{0}` is not lever=setting, such as free-personal-care=much")]
    Form(String),
    /// No such setting.
    #[error("`{lever}` has no setting `{word}`; it has {known}")]
    Setting {
        /// The lever.
        lever: String,
        /// The word given.
        word: String,
        /// The words there are.
        known: String,
    },
    /// A lever twice.
    #[error("`{0}` stands twice")]
    Twice(String),
    /// Two levers that set the same thing.
    #[error("`{one}` and `{other}` both decide {key}: move one of them back")]
    Clash {
        /// The first.
        one: String,
        /// The second.
        other: String,
        /// The key that both set.
        key: String,
    },
    /// A file without the line that says where the levers stood.
    #[error("this scenario file does not say where levers stood (a line that begins with `{}`)", MARK.trim_end())]
    NoLevers,
}

/// The first file that a scenario file extends, as [`State::scenario`] wrote it.
pub(super) fn extended(text: &str) -> Option<String> {
    let list = text.lines().find_map(|line| line.strip_prefix("extends = "))?;
    let value: toml::Table = toml::from_str(&format!("extends = {list}")).ok()?;
    Some(value.get("extends")?.as_array()?.first()?.as_str()?.to_string())
}

/// One value of a scenario with the levers that it comes from.
struct Set<'a> {
    value: &'a toml::Value,
    sum: f64,
    by: Vec<(&'a Lever, &'a Setting)>,
}

impl State {
    /// From `lever=setting` texts, in any order.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>, board: &Board) -> Result<State, StateError> {
        let mut state = State::default();
        let mut seen: Vec<&str> = Vec::new();
        for text in texts {
            let (name, word) = text.split_once('=').ok_or_else(|| StateError::Form(text.to_string()))?;
            let lever = board.find(name)?;
            if seen.contains(&lever.name.as_str()) {
                return Err(StateError::Twice(lever.name.clone()));
            }
            seen.push(&lever.name);
            let position = lever.position(word).ok_or_else(|| StateError::Setting {
                lever: lever.name.clone(),
                word: word.to_string(),
                known: lever
                    .settings
                    .iter()
                    .map(|one| one.word.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            })?;
            state = state.with(lever, position);
        }
        Ok(state)
    }

    /// The same with one lever moved.
    #[must_use]
    pub fn with(mut self, lever: &Lever, position: usize) -> State {
        if lever.settings.get(position).is_none_or(Setting::is_as_now) {
            self.moved.remove(&lever.name);
        } else {
            self.moved.insert(lever.name.clone(), position);
        }
        self
    }

    /// Where a lever stands; nothing where no setting of it is as now, which no lever that was read is without.
    pub fn position(&self, lever: &Lever) -> Option<usize> {
        self.moved.get(&lever.name).copied().or_else(|| lever.now_position())
    }

    /// Whether every lever stands as now.
    pub fn is_as_now(&self) -> bool {
        self.moved.is_empty()
    }

    /// The levers that were moved, with their settings, in the order of their names.
    pub fn moved<'b>(&self, board: &'b Board) -> Result<Vec<(&'b Lever, &'b Setting)>, StateError> {
        self.moved
            .iter()
            .map(|(name, position)| {
                let lever = board.find(name)?;
                let setting = lever.settings.get(*position).ok_or_else(|| StateError::Setting {
                    lever: name.clone(),
                    word: position.to_string(),
                    known: format!("0 to {}", lever.settings.len() - 1),
                })?;
                Ok((lever, setting))
            })
            .collect()
    }

    /// The state in the text of an address: `care-pay=2&free-personal-care=1`.
    pub fn address(&self) -> String {
        let parts: Vec<String> = self.moved.iter().map(|(name, at)| format!("{name}={at}")).collect();
        parts.join("&")
    }

    /// From the text of an address, with or without its `#`.
    pub fn from_address(text: &str, board: &Board) -> Result<State, StateError> {
        let text = text.trim().trim_start_matches('#');
        State::of(text.split('&').filter(|part| !part.is_empty()), board)
    }

    /// From a scenario file that [`State::scenario`] wrote.
    pub fn from_scenario(text: &str, board: &Board) -> Result<State, StateError> {
        let line = text.lines().find_map(|line| line.strip_prefix(MARK.trim_end()));
        State::from_address(line.ok_or(StateError::NoLevers)?, board)
    }

    /// The scenario file that does what the levers say, over a scenario of this name.
    pub fn scenario(&self, over: &str, board: &Board, catalogue: &Catalogue) -> Result<String, StateError> {
        self.believing(&Beliefs::default(), over, board, catalogue)
    }

    /// The same with what is believed, which holds for whatever the file is run beside too.
    pub(super) fn believing(
        &self,
        beliefs: &Beliefs,
        over: &str,
        board: &Board,
        catalogue: &Catalogue,
    ) -> Result<String, StateError> {
        let moved = self.moved(board)?;
        // A lever of which nothing would be left beside another is refused like one that sets the same.
        for (lever, setting) in &moved {
            let clash = moved.iter().find_map(|(other, besides)| {
                let key = besides.decides.iter().find(|key| setting.set.contains_key(*key))?;
                (other.name != lever.name).then_some((*other, key))
            });
            if let Some((other, key)) = clash {
                return Err(StateError::Clash {
                    one: other.name.clone(),
                    other: lever.name.clone(),
                    key: key.clone(),
                });
            }
        }
        let mut values: BTreeMap<&str, Set> = BTreeMap::new();
        let mut files = vec![format!("{}.toml", over.trim_end_matches(".toml"))];
        for (lever, setting) in &moved {
            for file in &setting.programmes {
                if !files.contains(file) {
                    files.push(file.clone());
                }
            }
            for (key, value) in &setting.set {
                let amount = value
                    .as_float()
                    .or_else(|| value.as_integer().map(|whole| whole as f64));
                match values.get_mut(key.as_str()) {
                    None => {
                        let set = Set {
                            value,
                            sum: amount.unwrap_or(0.0),
                            by: vec![(lever, setting)],
                        };
                        values.insert(key, set);
                    }
                    Some(set) => {
                        let first = set.by[0].0;
                        let years = |lever: &Lever| (lever.start_year, lever.ramp_years, lever.end_year);
                        let alike = years(first) == years(lever);
                        match amount.filter(|_| alike && Lever::adds_up(key, catalogue)) {
                            Some(amount) => {
                                set.sum += amount;
                                set.by.push((lever, setting));
                            }
                            None => {
                                return Err(StateError::Clash {
                                    one: first.name.clone(),
                                    other: lever.name.clone(),
                                    key: key.clone(),
                                });
                            }
                        }
                    }
                }
            }
        }
        Ok(written(&self.address(), &files, beliefs, &moved, &values))
    }
}

/// The file.
fn written(
    address: &str,
    files: &[String],
    beliefs: &Beliefs,
    moved: &[(&Lever, &Setting)],
    values: &BTreeMap<&str, Set>,
) -> String {
    let words: Vec<String> = moved
        .iter()
        .map(|(lever, setting)| format!("{}: {}", lever.title, setting.word))
        .collect();
    let title = if words.is_empty() {
        "Everything as now".to_string()
    } else {
        words.join("; ")
    };
    let about: Vec<&str> = moved.iter().map(|(_, setting)| setting.about.as_str()).collect();
    let mut text = format!(
        "{MARK}{address}\n\ntitle = {}\ndescription = {}\nextends = [{}]\n\
         # Amounts are those of the whole country; a place has its part by people.\nnational = true\n{}",
        quoted(&title),
        quoted(&about.join(" ")),
        list(files),
        beliefs.written()
    );
    let mut section = "";
    // Keys stand in the order of their names, so those of a section follow one another but for deeper sections.
    let mut by_section: BTreeMap<&str, Vec<(&str, &Set)>> = BTreeMap::new();
    for (key, set) in values {
        let (head, name) = key.rsplit_once('.').unwrap_or(("", key));
        by_section.entry(head).or_default().push((name, set));
    }
    for (head, sets) in &by_section {
        if *head != section {
            let _ = write!(text, "\n[{head}]\n");
            section = head;
        }
        for (name, set) in sets {
            let lever = set.by[0].0;
            let number = set.value.is_float() || set.value.is_integer();
            let value = if set.by.len() > 1 {
                format!("{:?}", set.sum)
            } else {
                set.value.to_string()
            };
            let ramp = lever.ramp_years.filter(|_| number);
            let ramp = ramp.map_or(String::new(), |years| format!("ramp_years = {years}, "));
            let end = lever
                .end_year
                .map_or(String::new(), |year| format!("end_year = {year}, "));
            let from: Vec<String> = set
                .by
                .iter()
                .map(|(lever, setting)| format!("{}: {}", lever.title, setting.word))
                .collect();
            let source = quoted(&format!("Lever of the room: {}", from.join("; ")));
            let _ = writeln!(
                text,
                "{name} = {{ value = {value}, start_year = {}, {ramp}{end}source = {source}, confidence = \"judgement\" }}",
                lever.start_year
            );
        }
    }
    text
}

/// Texts as what stands between the brackets of a list.
pub(super) fn list(texts: &[String]) -> String {
    texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}
