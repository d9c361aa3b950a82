//! A lever moved for the room: what it would do in all of England, computed while the room waits.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use maud::{Markup, html};
use tokio::sync::watch;

use super::Changes;
use crate::live::{Band, Lever, LiveProjection, Setting, State};
use crate::report::words::{difference, title};
use crate::room::explore::told::three;
use crate::room::{Exploring, Words};

/// Futures compared: enough to see how sure an answer is.
const DRAWS: usize = 20;
/// Years after the base year that are told.
const LATER: usize = 10;

/// What a lever moves: measure, unit, and the difference in the year told.
type Moves = Vec<(String, &'static str, Band)>;

/// What is known of some levers: nothing while it is computed.
type Known = Option<Result<Moves, String>>;

/// Levers and what is known of them.
pub struct Levers {
    exploring: Arc<Exploring>,
    changes: watch::Sender<Changes>,
    known: Arc<Mutex<BTreeMap<String, Known>>>,
}

impl Levers {
    /// Over a projection; pages are told when an answer is there.
    pub fn new(exploring: Arc<Exploring>, changes: watch::Sender<Changes>) -> Levers {
        Levers {
            exploring,
            changes,
            known: Arc::default(),
        }
    }

    /// What the pages of single levers ask.
    pub fn exploring(&self) -> Arc<Exploring> {
        self.exploring.clone()
    }

    fn live(&self) -> &LiveProjection {
        self.exploring.live()
    }

    /// Every lever, for a list to choose from.
    pub fn all(&self) -> &[Lever] {
        self.live().board().levers()
    }

    /// Whether the text of an address is a state of the levers.
    pub fn knows(&self, address: &str) -> Result<(), String> {
        State::from_address(address, self.live().board())
            .map(drop)
            .map_err(|error| error.to_string())
    }

    fn moved(&self, address: &str) -> Option<(State, Vec<(&Lever, &Setting)>)> {
        let state = State::from_address(address, self.live().board()).ok()?;
        let moved = state.moved(self.live().board()).ok()?;
        Some((state.clone(), moved))
    }

    /// What these levers do; nothing while it is computed.
    fn answer(&self, address: &str, state: State, look_at: Vec<crate::measures::Handle>) -> Known {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = known.get(address) {
            return state.clone();
        }
        known.insert(address.to_owned(), None);
        let (exploring, all, changes) = (self.exploring.clone(), self.known.clone(), self.changes.clone());
        let address = address.to_owned();
        std::thread::spawn(move || {
            let live = exploring.live();
            let found = live.ask(&state, DRAWS, &|| true).map_err(|error| error.to_string());
            let told = found.map(|answer| {
                let year = live.years()[LATER.min(live.years().len() - 1)];
                let of = |handle: &crate::measures::Handle| {
                    let cell = answer.cell(*handle, year)?;
                    let measure = handle.measure();
                    Some((title(measure), measure.unit, cell.difference))
                };
                look_at.iter().filter_map(of).collect()
            });
            all.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(address, Some(told));
            changes.send_modify(|changes| {
                changes.any += 1;
                changes.all += 1;
            });
        });
        None
    }

    /// The levers as the room moved them, and what that would do.
    pub fn told(&self, words: Words, address: &str) -> Markup {
        let Some((state, moved)) = self.moved(address).filter(|(_, moved)| !moved.is_empty()) else {
            return html! { p { (words.say("lever-none")) } };
        };
        let mut look_at = Vec::new();
        for handle in moved.iter().filter_map(|(lever, _)| lever.measures().ok()).flatten() {
            if !look_at.contains(&handle) {
                look_at.push(handle);
            }
        }
        look_at.truncate(4);
        let year = self.live().years()[LATER.min(self.live().years().len() - 1)].financial();
        let answer = self.answer(address, state, look_at);
        html! {
            @for (lever, setting) in &moved {
                div lang="en" {
                    h2 { a href=(format!("/levers/{}", lever.name)) { (lever.title) } ": " (setting.word) }
                    p { (setting.about) }
                }
            }
            @match answer {
                None => { p aria-live="polite" { (words.say("lever-working")) } }
                Some(Err(why)) => { p.alert lang="en" { (why) } }
                Some(Ok(moves)) => {
                    p { (words.tell("lever-england", &[("year", &year)])) }
                    ul {
                        @for (what, unit, band) in &moves {
                            li { (words.tell("lever-band", &[
                                ("what", what),
                                ("middle", &difference(unit, three(band.p50))),
                                ("low", &difference(unit, three(band.p10))),
                                ("high", &difference(unit, three(band.p90))),
                            ])) }
                        }
                    }
                }
            }
            @for (lever, _) in moved.iter().take(1) {
                dl lang="en" {
                    dt lang=(words.language.code()) { (words.say("lever-gains")) } dd { (lever.gains) }
                    dt lang=(words.language.code()) { (words.say("lever-pays")) } dd { (lever.pays) }
                }
            }
        }
    }
}
