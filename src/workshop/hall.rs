//! The workshop while it runs: one writer decides and writes, everybody else looks at what is on disk.
//!
//! Acts that come together are written together (one synchronisation for all of them), so that five hundred phones that vote
//! in one second do not wait for five hundred synchronisations. Nothing is answered, and nothing is shown, before it is on
//! disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use super::act::{Act, Decision, Done, Refusal, decide, told};
use super::ballot::Form;
use super::codes::Secret;
use super::consequences::{Baseline, Consequences};
use super::count::{self, Result as Counted};
use super::event::Event;
use super::folder::{self, EVENTS, FolderError};
use super::journal::{Journal, JournalError};
use super::state::{Room, Stage};
use crate::process::Process;
use crate::results::Lock;
use crate::scenario::Catalogue;

/// Acts that are written together at most.
const TOGETHER: usize = 512;

/// Why a workshop cannot begin, or go on.
#[derive(Debug, thiserror::Error)]
pub enum HallError {
    /// Its folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Its events.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The lock of the folder.
    #[error(transparent)]
    Lock(#[from] crate::results::Error),
    /// Another program runs it.
    #[error("{} is in use by another carepool (process {holder}): end that one, or give --folder", folder.display())]
    Taken {
        /// The folder.
        folder: PathBuf,
        /// Number of the process.
        holder: String,
    },
    /// The folder is another workshop's.
    #[error(
        "{} holds a workshop on `{there}`, whose process file is not the one given now (another file, or changed since): give the folder of this one with --folder, or remove what is kept with --forget",
        folder.display()
    )]
    OtherProcess {
        /// The folder.
        folder: PathBuf,
        /// The process there.
        there: String,
    },
    /// The events cannot be made.
    #[error("{0}")]
    Refused(#[from] Refusal),
}

/// How far the consequences of a vote are computed.
#[derive(Clone, Debug)]
pub enum Working {
    /// The vote is not counted.
    NotYet,
    /// Being computed.
    Computing,
    /// Computed.
    Ready(Arc<Consequences>),
    /// They cannot be.
    Failed(String),
}

/// How many futures and people the consequences are computed from.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Futures: each is a dot.
    pub draws: usize,
    /// Simulated people.
    pub people: usize,
}

type Answer = Box<dyn FnOnce(Result<Done, Refusal>) + Send>;
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
struct Job {
    act: Act,
    answer: Answer,
}

/// What writer and readers share.
#[derive(Default)]
struct Shared {
    room: RwLock<Room>,
    watchers: Mutex<Vec<Watcher>>,
}

impl Shared {
    fn room(&self) -> Room {
        self.room.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn changed(&self, change: Change) {
        let watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.iter().for_each(|watcher| watcher(change));
    }
}

/// A workshop that runs.
pub struct Hall {
    /// What it is about.
    pub process: Process,
    /// The ballot paper.
    pub form: Form,
    /// What codes, PIN and receipts are made from.
    pub secret: Secret,
    /// How much the consequences are computed from.
    pub effort: Effort,
    folder: PathBuf,
    catalogue: Catalogue,
    shared: Arc<Shared>,
    counted: Mutex<BTreeMap<u8, Arc<Counted>>>,
    working: Mutex<BTreeMap<u8, Working>>,
    baseline: Mutex<Option<Option<Arc<Baseline>>>>,
    jobs: Option<Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    _lock: Lock,
}

impl std::fmt::Debug for Hall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hall")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Hall {
    /// Opens the workshop of a folder, or begins one there with so many cards. Cards that are there already stay; more are
    /// made where fewer are there.
    pub fn open(
        folder: &Path,
        process: Process,
        cards: u32,
        effort: Effort,
        catalogue: Catalogue,
    ) -> Result<Hall, HallError> {
        std::fs::create_dir_all(folder).map_err(|source| FolderError::Io {
            action: "make the folder",
            path: folder.to_path_buf(),
            source,
        })?;
        let mut holder = String::new();
        let held = Lock::take(folder, &mut |process| {
            process.clone_into(&mut holder);
            false
        })?;
        let lock = held.ok_or_else(|| HallError::Taken {
            folder: folder.to_path_buf(),
            holder,
        })?;
        let secret = folder::secret(folder)?;
        let mut journal = Journal::open(&folder.join(EVENTS))?;
        let mut events = journal.events()?;
        let form = Form::of(&process);
        if events.is_empty() {
            let set_up = Event::SetUp {
                process: process.asked.clone(),
                sha256: process.file.sha256.clone(),
            };
            events.push((set_up, None));
            journal.append(&events)?;
        }
        let mut room = Room::after(events.iter().map(|(event, _)| event));
        if let Some((there, sha256)) = &room.process
            && *sha256 != process.file.sha256
        {
            return Err(HallError::OtherProcess {
                folder: folder.to_path_buf(),
                there: there.clone(),
            });
        }
        // The last card tells whether the secret is the one that the codes were made from.
        if let Some(hash) = room.cards.last()
            && secret.hash(&secret.code(room.cards.len() as u32)) != *hash
        {
            return Err(FolderError::Secret(folder.join(folder::SECRET)).into());
        }
        let missing = cards.saturating_sub(room.cards.len() as u32);
        if let Decision::Happens(event) = decide(&room, &form, &secret, Act::Issue(missing))? {
            journal.append(&[(event.clone(), None)])?;
            room.apply(&event);
            events.push((event, None));
        }
        let keys = events
            .into_iter()
            .filter_map(|(event, key)| Some((key?, event)))
            .collect();
        let shared = Arc::new(Shared {
            room: RwLock::new(room),
            ..Shared::default()
        });
        let (jobs, received) = mpsc::channel();
        let writer = Writer {
            journal,
            form: form.clone(),
            secret: secret.clone(),
            keys,
            shared: shared.clone(),
        };
        Ok(Hall {
            process,
            form,
            secret,
            effort,
            folder: folder.to_path_buf(),
            catalogue,
            shared,
            counted: Mutex::default(),
            working: Mutex::default(),
            baseline: Mutex::default(),
            jobs: Some(jobs),
            writer: Some(std::thread::spawn(move || writer.write(&received))),
            _lock: lock,
        })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What scenarios may set.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Looks at the room.
    pub fn look<T>(&self, at: impl FnOnce(&Room) -> T) -> T {
        at(&self.shared.room.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Calls somebody after every change.
    pub fn on_change(&self, watcher: impl Fn(Change) + Send + Sync + 'static) {
        let mut watchers = self.shared.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.push(Box::new(watcher));
    }

    /// Does something, and answers when it is on disk.
    pub fn submit(&self, act: Act, answer: impl FnOnce(Result<Done, Refusal>) + Send + 'static) {
        let job = Job {
            act,
            answer: Box::new(answer),
        };
        let sent = match &self.jobs {
            Some(jobs) => jobs.send(job).map_err(|unsent| unsent.0),
            None => Err(job),
        };
        if let Err(job) = sent {
            (job.answer)(Err(Refusal::NotWritten("the workshop has ended".to_owned())));
        }
    }

    /// Does something, and waits until it is on disk.
    #[cfg(feature = "internals")]
    pub fn act(&self, act: Act) -> Result<Done, Refusal> {
        let (sender, answer) = mpsc::channel();
        self.submit(act, move |done| {
            let _ = sender.send(done);
        });
        let ended = |_| Err(Refusal::NotWritten("the workshop has ended".to_owned()));
        answer.recv().unwrap_or_else(ended)
    }

    /// The count of a vote that was revealed; nothing before.
    pub fn result(&self, round: u8) -> Option<Result<Arc<Counted>, String>> {
        if self.look(|room| room.stage(round)) != Stage::Revealed {
            return None;
        }
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = counted.get(&round) {
            return Some(Ok(known.clone()));
        }
        let ballots = self.look(|room| count::ballots(&self.process, &self.form, &self.secret, room, round));
        Some(count::count(&self.process, ballots).map(|found| {
            let found = Arc::new(found);
            counted.insert(round, found.clone());
            found
        }))
    }

    /// What the choice of a vote would do: computed once, in the background, and kept in the folder.
    pub fn consequences(self: &Arc<Self>, round: u8) -> Working {
        let Some(Ok(result)) = self.result(round) else {
            return Working::NotYet;
        };
        let mut working = self.working.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = working.get(&round) {
            return known.clone();
        }
        let path = self.folder.join(format!("consequences-{round}.json"));
        let known = Consequences::kept(&path, &result.funded, self.effort);
        let state = known.map_or(Working::Computing, |known| Working::Ready(Arc::new(known)));
        working.insert(round, state.clone());
        if matches!(state, Working::Computing) {
            let hall = self.clone();
            std::thread::spawn(move || {
                let found = Consequences::of(&hall.process, &result.funded, hall.effort, &hall.catalogue);
                let state = match found {
                    Ok(found) => {
                        // Kept so that it need not be computed again; without, it only takes longer.
                        let _ = found.keep(&path);
                        Working::Ready(Arc::new(found))
                    }
                    Err(error) => Working::Failed(error.to_string()),
                };
                let mut working = hall.working.lock().unwrap_or_else(PoisonError::into_inner);
                working.insert(round, state);
                drop(working);
                hall.shared.changed(Change::All);
            });
        }
        state
    }
}

impl Hall {
    /// Where things go if nothing is funded; nothing while it is computed (in the background, once asked for).
    pub fn baseline(self: &Arc<Self>) -> Option<Arc<Baseline>> {
        let mut known = self.baseline.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = &*known {
            return state.clone();
        }
        *known = Some(None);
        let hall = self.clone();
        std::thread::spawn(move || {
            // The process was read, so its base can be projected; what fails here fails in the consequences too, and is told there.
            if let Ok(found) = Baseline::of(&hall.process, hall.effort, &hall.catalogue) {
                *hall.baseline.lock().unwrap_or_else(PoisonError::into_inner) = Some(Some(Arc::new(found)));
                hall.shared.changed(Change::All);
            }
        });
        None
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        // The writer ends when nobody can send any more; the lock goes after it.
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// The only one who writes.
struct Writer {
    journal: Journal,
    form: Form,
    secret: Secret,
    /// Ballots by the word that their phone gave them.
    keys: BTreeMap<String, Event>,
    shared: Arc<Shared>,
}

impl Writer {
    fn write(mut self, jobs: &Receiver<Job>) {
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
