//! One process at a time writes into a folder: the others wait, and say for whom.
//!
//! The lock is the system's own on a file beside the folder, so that it is gone with the process that held it, however that
//! ended. The number of the process stands in the file for those who wait; a file that is there without its lock was left
//! by a process that was killed.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Error;
use super::folder::beside;

/// How often a waiting process looks again.
const LOOK: Duration = Duration::from_millis(100);

/// A folder that nobody else writes into until this is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
    /// The process that had it and ended without giving it back.
    pub left_by: Option<String>,
}

impl Lock {
    /// Takes the lock of a folder (that need not be there yet). While another process has it, `wait` is called over and over
    /// with that process's number, and ends it by answering no.
    pub fn take(folder: &Path, wait: &mut dyn FnMut(&str) -> bool) -> Result<Option<Lock>, Error> {
        let path = beside(folder, "lock");
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
        }
        loop {
            let open = File::options()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path);
            let mut file = open.map_err(Error::io("write", &path))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    if !wait(&holder(&mut file)) {
                        return Ok(None);
                    }
                    std::thread::sleep(LOOK);
                    continue;
                }
                // Some network folders know no locks: there is nothing to wait for then.
                Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path)(error)),
            }
            // Whoever had it may have removed the file between our opening and locking it: then this lock is nobody's.
            if !is_at(&file, &path) {
                continue;
            }
            let left_by = Some(holder(&mut file)).filter(|process| !process.is_empty());
            let written = file
                .set_len(0)
                .and_then(|()| file.seek(SeekFrom::Start(0)))
                .and_then(|_| write!(file, "{}", std::process::id()));
            written.map_err(Error::io("write", &path))?;
            return Ok(Some(Lock { file, path, left_by }));
        }
    }
}

/// The number of the process that has the lock, as it wrote it.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let _ = file.seek(SeekFrom::Start(0));
    let _ = file.take(20).read_to_string(&mut text);
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is held, so that nobody takes a lock that is about to go.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_for_the_first_and_leaves_nothing_behind() {
        let place = tempfile::tempdir().expect("temporary folder");
        let folder = place.path().join("runs/mine");
        let first = Lock::take(&folder, &mut |_| false)
            .expect("locks")
            .expect("nobody has it");
        assert_eq!(first.left_by, None);
        let mut seen = String::new();
        let second = Lock::take(&folder, &mut |process| {
            seen = process.to_owned();
            false
        });
        assert!(second.expect("asked").is_none());
        assert_eq!(seen, std::process::id().to_string());
        let mut held = Some(first);
        let second = Lock::take(&folder, &mut |_| held.take().is_some()).expect("locks");
        assert!(second.is_some(), "the first gave it back");
        drop(second);
        assert_eq!(fs::read_dir(place.path().join("runs")).expect("there").count(), 0);
    }

    #[test]
    fn a_lock_that_a_killed_process_left_is_taken_and_told() {
        let place = tempfile::tempdir().expect("temporary folder");
        let folder = place.path().join("mine");
        fs::write(beside(&folder, "lock"), "4711").expect("writes");
        let lock = Lock::take(&folder, &mut |_| false)
            .expect("locks")
            .expect("nobody has it");
        assert_eq!(lock.left_by.as_deref(), Some("4711"));
    }
}
