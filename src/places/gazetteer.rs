//! The list of places, and finding one by what somebody types.

use std::sync::{LazyLock, OnceLock};

use super::area::{Area, Kind, shipped};
use super::known::Known;
use super::names::{likeness, plain};
use super::people::{self, People};
use super::sums::EverySum;
use crate::world::TableError;

/// Names that are suggested for one that is not known.
const SUGGESTED: usize = 3;

/// All places, with what is known of them.
#[derive(Debug)]
pub struct Gazetteer {
    /// The places, councils first.
    pub areas: Vec<Area>,
    /// What the tables say of them.
    pub(super) known: Known,
    /// People of councils, boards and nations.
    pub(super) people: people::All,
    /// Sums over the people of councils and boards, once they were asked for.
    pub(super) sums: OnceLock<Result<EverySum, TableError>>,
    /// Name, kind and place of what is no place of this program.
    elsewhere: Vec<(String, String, String)>,
}

/// Why a name is no place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotFound {
    /// Nothing is called so.
    #[error("there is no place `{typed}`: did you mean {near}? (`carepool places WORDS` lists them)")]
    Unknown {
        /// What was typed.
        typed: String,
        /// The nearest names.
        near: String,
    },
    /// A district, whose care is the county's.
    #[error("{typed} is a district: care is the county's, so say --area \"{inside}\"")]
    District {
        /// What was typed.
        typed: String,
        /// The county.
        inside: String,
    },
    /// A council that was abolished.
    #[error("{typed} was abolished; its area is now in {now}")]
    Abolished {
        /// What was typed.
        typed: String,
        /// Where it is now.
        now: String,
    },
    /// A council of another nation.
    #[error(
        "{typed} is in {nation}, and --area makes places of England; {nation} as a whole is a scenario of its own: `carepool run {scenario}` \
         (places/nations.md sets the four nations beside one another)"
    )]
    Abroad {
        /// What was typed.
        typed: String,
        /// The nation.
        nation: String,
        /// Its scenario.
        scenario: String,
    },
    /// A nation.
    #[error(
        "{name} has a law of its own and is a scenario of its own: `carepool run {scenario}`; to do something there, begin a file with \
         `carepool new mine --extends {scenario}`"
    )]
    Nation {
        /// Its name.
        name: String,
        /// Its scenario.
        scenario: String,
    },
    /// England itself.
    #[error("England is what scenarios describe without --area")]
    England,
    /// Nothing was typed.
    #[error("no place: --area is the name or code of a council, a care board (icb:NAME) or a region")]
    Nothing,
}

static GAZETTEER: LazyLock<Result<Gazetteer, TableError>> = LazyLock::new(Gazetteer::load);

/// The places that the program was shipped with.
pub fn gazetteer() -> Result<&'static Gazetteer, TableError> {
    GAZETTEER.as_ref().map_err(Clone::clone)
}

impl Gazetteer {
    fn load() -> Result<Gazetteer, TableError> {
        let table = shipped("areas.csv", &["code", "name", "kind", "ons_code", "region", "board"])?;
        let mut areas: Vec<Area> = Vec::new();
        for row in table.rows() {
            let text = |column: &str| row.text(column).to_owned();
            areas.push(Area {
                code: text("code"),
                name: text("name"),
                kind: Kind::ALL[row.one_of("kind", &Kind::WORDS)?],
                ons_code: text("ons_code"),
                region: text("region"),
                board: text("board"),
            });
        }
        areas.sort_by_key(|area| area.kind);
        let elsewhere = shipped("elsewhere.csv", &["name", "kind", "in"])?;
        let elsewhere = elsewhere.rows().map(|row| {
            let text = |column: &str| row.text(column).to_owned();
            (text("name"), text("kind"), text("in"))
        });
        let elsewhere = elsewhere.collect();
        let people = people::All::load()?;
        let known = Known::load(&areas)?;
        Ok(Gazetteer {
            areas,
            known,
            people,
            sums: OnceLock::new(),
            elsewhere,
        })
    }

    /// The places of a kind, in the order of the table.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(move |area| area.kind == kind)
    }

    /// The place that somebody means by a name or code; `icb:`, `council:` or `region:` before it says which kind.
    pub fn find(&self, typed: &str) -> Result<&Area, NotFound> {
        let typed = typed.trim();
        let (kind, words) = match typed.split_once(':') {
            Some((word, rest)) => {
                let word = plain(word);
                let kind = match word.as_str() {
                    "board" | "care board" => Some(Kind::Board),
                    "county" => Some(Kind::Council),
                    word => Kind::WORDS
                        .iter()
                        .position(|known| *known == word)
                        .map(|at| Kind::ALL[at]),
                };
                match kind {
                    Some(kind) => (Some(kind), rest.trim()),
                    None => return Err(self.unknown(typed, None)),
                }
            }
            None => (None, typed),
        };
        let name = plain(words);
        if name.is_empty() {
            return Err(NotFound::Nothing);
        }
        if name == "england" || words.eq_ignore_ascii_case("E92000001") {
            return Err(NotFound::England);
        }
        let of_kind = |area: &&Area| kind.is_none_or(|kind| area.kind == kind);
        let coded = |area: &&Area| {
            area.code.eq_ignore_ascii_case(words)
                || (!area.ons_code.is_empty() && area.ons_code.eq_ignore_ascii_case(words))
        };
        let named = |area: &&Area| plain(&area.name) == name;
        let found = self.areas.iter().filter(of_kind).find(coded);
        let found = found.or_else(|| self.areas.iter().filter(of_kind).find(named));
        match found {
            Some(area) if area.kind == Kind::Nation => Err(NotFound::Nation {
                name: area.name.clone(),
                scenario: area.slug(),
            }),
            Some(area) => Ok(area),
            None => Err(self.unknown(words, kind)),
        }
    }

    /// Why a name is no place: where it lies, or what is called nearly so.
    fn unknown(&self, typed: &str, kind: Option<Kind>) -> NotFound {
        let name = plain(typed);
        if let Some((known, sort, inside)) = self.elsewhere.iter().find(|one| plain(&one.0) == name) {
            let typed = known.clone();
            return match sort.as_str() {
                "district" => NotFound::District {
                    typed,
                    inside: inside.clone(),
                },
                "abolished" => NotFound::Abolished {
                    typed,
                    now: inside.split(';').collect::<Vec<_>>().join(" and "),
                },
                _ => NotFound::Abroad {
                    typed,
                    scenario: plain(inside).replace(' ', "-"),
                    nation: inside.clone(),
                },
            };
        }
        let mut near: Vec<(f64, String)> = self
            .areas
            .iter()
            .filter(|area| area.kind != Kind::Nation && kind.is_none_or(|kind| area.kind == kind))
            .map(|area| {
                let spelt = match area.kind {
                    Kind::Board => format!("icb:{}", area.name),
                    _ => area.name.clone(),
                };
                (likeness(&name, &plain(&area.name)), spelt)
            })
            .chain(
                self.elsewhere
                    .iter()
                    .filter(|_| kind.is_none_or(|kind| kind == Kind::Council))
                    .map(|one| (likeness(&name, &plain(&one.0)), format!("{} (in {})", one.0, one.2))),
            )
            .collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        let near: Vec<String> = near.into_iter().take(SUGGESTED).map(|(_, name)| name).collect();
        NotFound::Unknown {
            typed: typed.to_owned(),
            near: near.join(", or "),
        }
    }

    /// The places in whose name, code or region all words occur.
    pub fn search(&self, words: &[String]) -> Vec<&Area> {
        let words: Vec<String> = words.iter().map(|word| plain(word)).collect();
        let has = |area: &&Area| {
            let text = format!(
                "{} {} {} {} {}",
                plain(&area.name),
                plain(&area.code),
                plain(&area.ons_code),
                plain(&area.region),
                area.kind.name()
            );
            words.iter().all(|word| text.contains(word.as_str()))
        };
        self.areas.iter().filter(has).collect()
    }

    /// Everybody in England.
    pub(super) fn everybody(&self) -> People {
        self.people
            .together(self.of(Kind::Council).map(|council| council.code.as_str()))
    }

    /// People of a place: those of a region are its councils'.
    pub fn people(&self, area: &Area) -> People {
        match area.kind {
            Kind::Region => {
                let inside = self.of(Kind::Council).filter(|council| council.region == area.name);
                self.people.together(inside.map(|council| council.code.as_str()))
            }
            _ => self.people.of(&area.code).cloned().unwrap_or_else(People::none),
        }
    }
}
