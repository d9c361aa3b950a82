//! The folder of a workshop: its events, its secret, what it computed; and how all of it is removed.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::codes::Secret;
use crate::results::Lock;

/// The journal.
pub const EVENTS: &str = "events.sqlite";
/// What all codes are made from.
pub const SECRET: &str = "secret";

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system has no chance to give.
    #[error("the system gives no random numbers: {0}")]
    Chance(String),
    /// The secret is gone, or is another's.
    #[error("{} does not hold the secret from which this workshop's codes were made; put it back, or begin in another folder", .0.display())]
    Secret(PathBuf),
    /// It is going on.
    #[error(
        "the workshop in {} is running (process {holder}): end it first (Ctrl-C in its window); nothing was removed",
        folder.display()
    )]
    Running {
        /// The folder.
        folder: PathBuf,
        /// Number of the process.
        holder: String,
    },
    /// The lock of the folder.
    #[error(transparent)]
    Lock(#[from] crate::results::Error),
    /// No workshop there.
    #[error("{} holds no workshop (it has no {EVENTS}): nothing was removed", .0.display())]
    NoWorkshop(PathBuf),
}

fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> FolderError {
    let path = path.to_path_buf();
    move |source| FolderError::Io { action, path, source }
}

/// The secret of a folder: the one that is there, or a new one where no events are yet.
pub fn secret(folder: &Path) -> Result<Secret, FolderError> {
    let path = folder.join(SECRET);
    match fs::read_to_string(&path) {
        Ok(text) => Secret::from_text(&text).ok_or(FolderError::Secret(path)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if folder.join(EVENTS).exists() {
                return Err(FolderError::Secret(path));
            }
            let secret = Secret::fresh().map_err(|error| FolderError::Chance(error.to_string()))?;
            keep(&path, secret.text().as_bytes())?;
            Ok(secret)
        }
        Err(error) => Err(io("read", &path)(error)),
    }
}

/// Writes a file that only its owner may read, whole or not at all, and sees it on disk.
pub fn keep(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let beside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(&beside).map_err(io("write", &beside))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(io("write", &beside))?;
    fs::rename(&beside, path).map_err(io("write", path))?;
    // The name must be on disk too; not every system lets a folder be synchronised, and then it does so by itself.
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Takes a folder that is there for this program alone, by whatever path it was named; the number of the program that has it where
/// another does.
pub fn alone(folder: &Path) -> Result<Result<Lock, String>, FolderError> {
    let folder = fs::canonicalize(folder).map_err(io("find", folder))?;
    let mut holder = String::new();
    let held = Lock::take(&folder, &mut |process| {
        process.clone_into(&mut holder);
        false
    })?;
    Ok(held.ok_or(holder))
}

/// Removes what a workshop kept: ballots, codes, and what was computed from them. Other files in the folder stay. Gives the
/// names of what was removed.
pub fn forget(folder: &Path) -> Result<Vec<String>, FolderError> {
    if !folder.join(EVENTS).is_file() {
        return Err(FolderError::NoWorkshop(folder.to_path_buf()));
    }
    let _lock = alone(folder)?.map_err(|holder| FolderError::Running {
        folder: folder.to_path_buf(),
        holder,
    })?;
    let own = |name: &str| {
        name == SECRET || name.starts_with(EVENTS) || (name.starts_with("consequences-") && name.ends_with(".json"))
    };
    let mut removed = Vec::new();
    let entries = fs::read_dir(folder).map_err(io("read", folder))?;
    for entry in entries {
        let entry = entry.map_err(io("read", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if own(&name) {
            fs::remove_file(entry.path()).map_err(io("remove", &entry.path()))?;
            removed.push(name);
        }
    }
    removed.sort();
    // A folder that somebody put other things into stays, with them.
    let _ = fs::remove_dir(folder);
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_made_once_and_never_replaced_under_events() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = secret(folder.path()).expect("made");
        assert_eq!(secret(folder.path()).expect("read").text(), first.text());
        fs::write(folder.path().join(EVENTS), "").expect("written");
        fs::remove_file(folder.path().join(SECRET)).expect("removed");
        assert!(matches!(secret(folder.path()), Err(FolderError::Secret(_))));
        fs::write(folder.path().join(SECRET), "nonsense").expect("written");
        assert!(matches!(secret(folder.path()), Err(FolderError::Secret(_))));
    }

    #[test]
    fn forgetting_removes_the_workshop_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let own = folder.path().join("ours");
        fs::create_dir(&own).expect("made");
        assert!(matches!(forget(&own), Err(FolderError::NoWorkshop(_))));
        for name in [EVENTS, "events.sqlite-wal", SECRET, "consequences-1.json", "notes.txt"] {
            fs::write(own.join(name), "x").expect("written");
        }
        let running = alone(&own).expect("asked").expect("nobody has it");
        for name in [own.clone(), own.join("."), folder.path().join("ours/../ours")] {
            match forget(&name) {
                Err(FolderError::Running { holder, .. }) => assert_eq!(holder, std::process::id().to_string()),
                other => panic!("{other:?}"),
            }
        }
        assert!(own.join(EVENTS).is_file() && own.join(SECRET).is_file());
        drop(running);
        let removed = forget(&own).expect("forgotten");
        assert_eq!(removed, ["consequences-1.json", EVENTS, "events.sqlite-wal", SECRET]);
        let left: Vec<_> = fs::read_dir(&own)
            .expect("there")
            .map(|one| one.expect("read").file_name())
            .collect();
        assert_eq!(left, ["notes.txt"]);
    }
}
