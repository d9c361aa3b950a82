//! The workshop while it runs: one writer decides and writes, everybody else looks at what is on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use super::act::{Act, Decision, Done, Refusal, decide};
use super::ballot::Form;
use super::codes::Secret;
use super::consequences::{Baseline, Consequences, Effort};
use super::count::{self, Result as Counted};
use super::event::Event;
use super::folder::{self, EVENTS, FolderError};
use super::journal::{Journal, JournalError};
use super::state::{Room, Stage};
use super::writer::{Change, Job, Shared, Writer};
use crate::process::Process;
use crate::results::Lock;
use crate::scenario::Catalogue;

/// Why a workshop cannot begin, or go on.
#[derive(Debug, thiserror::Error)]
pub enum HallError {
    /// Its folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Its events.
    #[error(transparent)]
    Journal(#[from] JournalError),
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
        "{} holds a workshop on `{there}`, which is not the process given now (another file, changed since, or another --area): give the folder of this one with --folder, or remove what is kept with --forget",
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

/// By what a folder knows its process: the file, and the place in which it is held if it is not as the file says.
fn identity(process: &Process) -> String {
    match &process.area {
        None => process.file.sha256.clone(),
        Some(area) => format!("{} in {} {}", process.file.sha256, area.name, area.sha256),
    }
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
        let lock = folder::alone(folder)?.map_err(|holder| HallError::Taken {
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
                sha256: identity(&process),
            };
            events.push((set_up, None));
            journal.append(&events)?;
        }
        let mut room = Room::after(events.iter().map(|(event, _)| event));
        if let Some((there, sha256)) = &room.process
            && *sha256 != identity(&process)
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
        let known = Consequences::kept(&path, &result, self.effort);
        let state = known.map_or(Working::Computing, |known| Working::Ready(Arc::new(known)));
        working.insert(round, state.clone());
        if matches!(state, Working::Computing) {
            let hall = self.clone();
            std::thread::spawn(move || {
                let found = Consequences::of(&hall.process, &result, hall.effort, &hall.catalogue);
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
