//! The only one who writes: acts that come together are decided one after the other and written with one synchronisation, so
//! that five hundred phones that vote in one second do not wait for five hundred. Nothing is answered, and nothing is shown,
//! before it is on disk.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::act::{Act, Decision, Done, Refusal, decide, told};
use super::ballot::Form;
use super::codes::Secret;
use super::event::Event;
use super::journal::Journal;
use super::state::Room;

/// Acts that are written together at most.
const TOGETHER: usize = 512;

/// Who is told what came of an act.
type Answer = Box<dyn FnOnce(Result<Done, Refusal>) + Send>;
/// Who is told that something changed.
type Watcher = Box<dyn Fn(Change) + Send + Sync>;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// What everybody sees.
    All,
    /// How many ballots or guesses are in.
    Ballots,
}

/// An act and whom to answer.
pub(super) struct Job {
    pub(super) act: Act,
    pub(super) answer: Answer,
}

/// What writer and readers share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) room: RwLock<Room>,
    pub(super) watchers: Mutex<Vec<Watcher>>,
}

impl Shared {
    fn room(&self) -> Room {
        self.room.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn changed(&self, change: Change) {
        let watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.iter().for_each(|watcher| watcher(change));
    }
}

/// The only one who writes.
pub(super) struct Writer {
    pub(super) journal: Journal,
    pub(super) form: Form,
    pub(super) secret: Secret,
    /// Ballots by the word that their phone gave them.
    pub(super) keys: BTreeMap<String, Event>,
    pub(super) shared: Arc<Shared>,
}

impl Writer {
    /// Until nobody can send any more.
    pub(super) fn write(mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut batch = vec![first];
            batch.extend(jobs.try_iter().take(TOGETHER - 1));
            self.batch(batch);
        }
    }

    /// Decides about acts one after the other, writes what they become together, and only then answers.
    fn batch(&mut self, batch: Vec<Job>) {
        let mut ahead = self.shared.room();
        let mut events: Vec<(Event, Option<String>)> = Vec::new();
        let mut answers = Vec::new();
        for Job { act, answer } in batch {
            let told = self.one(&mut ahead, &mut events, act);
            answers.push((answer, told));
        }
        if !events.is_empty() {
            match self.journal.append(&events) {
                Ok(()) => {
                    let mut room = self.shared.room.write().unwrap_or_else(PoisonError::into_inner);
                    events.iter().for_each(|(event, _)| room.apply(event));
                }
                Err(error) => {
                    // What was to be written may stand on disk or not: what does is looked up.
                    for key in events.iter().filter_map(|(_, key)| key.as_ref()) {
                        self.keys.remove(key);
                    }
                    if let Ok(written) = self.journal.events() {
                        let room = Room::after(written.iter().map(|(event, _)| event));
                        *self.shared.room.write().unwrap_or_else(PoisonError::into_inner) = room;
                        self.keys = written
                            .into_iter()
                            .filter_map(|(event, key)| Some((key?, event)))
                            .collect();
                    }
                    for (_, told) in answers.iter_mut().filter(|(_, told)| told.is_ok()) {
                        *told = Err(Refusal::NotWritten(error.to_string()));
                    }
                }
            }
        }
        for (answer, told) in answers {
            answer(told);
        }
        if !events.is_empty() {
            let all = events.iter().any(|(event, _)| event.concerns_all());
            self.shared.changed(if all { Change::All } else { Change::Ballots });
        }
    }

    fn one(&mut self, ahead: &mut Room, events: &mut Vec<(Event, Option<String>)>, act: Act) -> Result<Done, Refusal> {
        let key = key(&self.secret, &act);
        if let Some(known) = key.as_ref().and_then(|key| self.keys.get(key)) {
            return self.again(ahead, known, &act);
        }
        match decide(ahead, &self.form, &self.secret, act)? {
            Decision::Already => Ok(Done {
                event: ahead.events,
                ..Done::default()
            }),
            Decision::Happens(event) => {
                ahead.apply(&event);
                let done = told(ahead, &self.secret, &event);
                if let Some(key) = &key {
                    self.keys.insert(key.clone(), event.clone());
                }
                events.push((event, key));
                Ok(done)
            }
        }
    }

    /// A ballot that was sent before: the same answer, and nothing written. One that was replaced since is refused, or whoever
    /// sent it would take it for the one that counts.
    fn again(&self, ahead: &Room, known: &Event, act: &Act) -> Result<Done, Refusal> {
        let same = match (known, act) {
            (
                Event::Voted {
                    round,
                    card,
                    version,
                    marks,
                },
                Act::Vote {
                    round: now,
                    marks: sent,
                    ..
                },
            ) => {
                let last = ahead
                    .card(card)
                    .and_then(|card| ahead.rounds.get(round)?.phones.get(&card));
                let counts = last.is_some_and(|cast| cast.version == *version);
                counts && round == now && *marks == self.form.tidy(sent.clone())
            }
            _ => false,
        };
        if same {
            Ok(told(ahead, &self.secret, known))
        } else {
            Err(Refusal::OtherBallot)
        }
    }
}

/// The word under which a ballot is known: the phone's own, and whose it is.
fn key(secret: &Secret, act: &Act) -> Option<String> {
    match act {
        Act::Vote { code, key, .. } if !key.is_empty() => {
            let own: String = key.chars().take(64).collect();
            Some(format!("{} {own}", secret.hash(code)))
        }
        _ => None,
    }
}
