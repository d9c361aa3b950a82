//! Where a run's files go: into a staging folder first, then into place; nothing is overwritten unasked.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::owned::{Owned, names};
use super::store::{TEMPORARY, write_atomically};
use super::{Error, Identity, Manifest};

/// Where a run goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The same run is already there.
    AlreadyThere(PathBuf),
    /// To be written; `instead_of` names the folder asked for when that one was taken by another run.
    Write {
        /// The folder to be.
        folder: PathBuf,
        /// The folder that was asked for, when taken.
        instead_of: Option<PathBuf>,
    },
}

/// Decides where a run goes: the folder asked for, `NAME-2`, `NAME-3`, … when it holds another run, or nowhere when
/// the same run is already there. With `overwrite`, always the folder asked for.
pub fn destination(wanted: &Path, identity: &Identity, overwrite: bool) -> Destination {
    if overwrite {
        return Destination::Write {
            folder: wanted.to_path_buf(),
            instead_of: None,
        };
    }
    let mut number = 1;
    loop {
        let folder = if number == 1 {
            wanted.to_path_buf()
        } else {
            with_suffix(wanted, &format!("-{number}"))
        };
        if !folder.exists() || is_empty(&folder) {
            return Destination::Write {
                instead_of: (number > 1).then(|| wanted.to_path_buf()),
                folder,
            };
        }
        if identity_of(&folder).as_deref() == Some(identity.hex().as_str()) {
            return Destination::AlreadyThere(folder);
        }
        number += 1;
    }
}

/// The identity of the run in a folder, if one is there.
pub fn identity_of(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join("manifest.json")).ok()?;
    let manifest: Manifest = serde_json::from_str(&text).ok()?;
    Some(manifest.identity)
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.file_name().unwrap_or_default().to_os_string();
    name.push(suffix);
    path.with_file_name(name)
}

/// A hidden name beside a folder or file: `.NAME.carepool-WHAT`.
pub fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!(".{name}.carepool-{what}"))
}

/// A folder under construction beside the final one, found again by the same run after an interruption.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    target: PathBuf,
}

/// A folder that is in place.
#[derive(Debug, PartialEq, Eq)]
pub struct Placed {
    /// Where.
    pub folder: PathBuf,
    /// Files that were in the folder before, were not carepool's, and are there still.
    pub kept: Vec<String>,
}

impl Staging {
    /// Opens (or finds again) the staging folder `.NAME.IDENTITY.part` beside the target. Of an earlier attempt only the
    /// chunks of draws are kept: half of a report is nothing to go on from.
    pub fn open(target: &Path, identity: &Identity) -> Result<Staging, Error> {
        recover(target)?;
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = target.with_file_name(format!(".{name}.{}.part", &identity.hex()[..12]));
        fs::create_dir_all(&folder).map_err(Error::io("make the folder", &folder))?;
        let staging = Staging {
            folder,
            target: target.to_path_buf(),
        };
        staging.sweep()?;
        Ok(staging)
    }
    /// Removes what a killed process left: everything but whole chunks.
    fn sweep(&self) -> Result<(), Error> {
        for name in names(&self.folder)? {
            let part = name.strip_prefix("parts/");
            let temporary = name.rsplit('/').next().is_some_and(|last| last.starts_with(TEMPORARY));
            if part.is_none() || temporary {
                let path = self.folder.join(&name);
                fs::remove_file(&path).map_err(Error::io("remove", &path))?;
            }
        }
        Ok(())
    }
    /// The folder under construction.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// Where the chunk files of draws go; removed when the run is finished.
    pub fn parts(&self) -> PathBuf {
        self.folder.join("parts")
    }
    /// Writes a file of the run, making folders on the way.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
        }
        write_atomically(&path, bytes)
    }
    /// Lists what was written and moves the finished folder into place. With `overwrite` an older one that carepool wrote is
    /// replaced: its own files go, all others stay in the folder.
    pub fn finish(self, overwrite: bool) -> Result<Placed, Error> {
        let parts = self.parts();
        if parts.exists() {
            fs::remove_dir_all(&parts).map_err(Error::io("remove", &parts))?;
        }
        Owned::of(&self.folder)?.write(&self.folder)?;
        let old = beside(&self.target, "old");
        let there = self.target.exists();
        if there && is_empty(&self.target) {
            fs::remove_dir(&self.target).map_err(Error::io("replace", &self.target))?;
        } else if there && (!overwrite || !Owned::is_marked(&self.target)) {
            return Err(Error::Taken { path: self.target });
        } else if there {
            fs::rename(&self.target, &old).map_err(Error::io("replace", &self.target))?;
        }
        if let Err(source) = fs::rename(&self.folder, &self.target) {
            // Put back what was there: a failed run must not take an earlier one with it.
            let _ = fs::rename(&old, &self.target);
            return Err(Error::io("move into place", &self.target)(source));
        }
        let kept = settle(&old, &self.target)?;
        Ok(Placed {
            folder: self.target,
            kept,
        })
    }
}

/// Mends what a process left that was killed while it replaced a folder.
fn recover(target: &Path) -> Result<(), Error> {
    let old = beside(target, "old");
    if !old.exists() {
        return Ok(());
    }
    if target.exists() {
        settle(&old, target).map(drop)
    } else {
        fs::rename(&old, target).map_err(Error::io("put back", target))
    }
}

/// Takes a replaced folder away: its own files are removed, all others move into the new one. Where that has a file of the
/// same name, theirs is kept as `NAME.kept`.
fn settle(old: &Path, target: &Path) -> Result<Vec<String>, Error> {
    if !old.exists() {
        return Ok(Vec::new());
    }
    let owned = Owned::read(old)?;
    let mut kept = Vec::new();
    for name in names(old)? {
        let path = old.join(&name);
        let temporary = name.rsplit('/').next().is_some_and(|last| last.starts_with(TEMPORARY));
        if owned.has(&name) || temporary {
            continue;
        }
        let mut place = target.join(&name);
        let mut told = name;
        while place.symlink_metadata().is_ok() {
            told.push_str(".kept");
            place = target.join(&told);
        }
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
        }
        fs::rename(&path, &place).map_err(Error::io("keep", &path))?;
        kept.push(told);
    }
    // What is left is carepool's own.
    fs::remove_dir_all(old).map_err(Error::io("remove", old))?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::description::json;

    #[test]
    fn nothing_is_overwritten_unasked() {
        let place = tempfile::tempdir().expect("temporary folder");
        let wanted = place.path().join("run");
        let (first, second) = (Identity::of("first"), Identity::of("second"));
        let write = |identity: &Identity, folder: &Path, overwrite: bool| {
            let staging = Staging::open(folder, identity).expect("opens");
            let manifest = Manifest {
                identity: identity.hex(),
                ..Manifest::default()
            };
            staging
                .write("manifest.json", json(&manifest).as_bytes())
                .expect("writes");
            staging.write("charts/a.svg", b"<svg/>").expect("writes");
            staging.finish(overwrite)
        };
        write(&first, &wanted, false).expect("nothing there");
        assert_eq!(
            destination(&wanted, &first, false),
            Destination::AlreadyThere(wanted.clone())
        );
        let other = place.path().join("run-2");
        assert_eq!(
            destination(&wanted, &second, false),
            Destination::Write {
                folder: other,
                instead_of: Some(wanted.clone())
            }
        );
        assert!(matches!(write(&second, &wanted, false), Err(Error::Taken { .. })));
        assert_eq!(identity_of(&wanted), Some(first.hex()));
        write(&second, &wanted, true).expect("asked to replace");
        assert_eq!(identity_of(&wanted), Some(second.hex()));
        assert!(wanted.join("charts/a.svg").exists());
        let names: Vec<_> = fs::read_dir(place.path()).expect("there").collect();
        assert_eq!(names.len(), 1, "no staging folder is left behind: {names:?}");
    }

    #[test]
    fn replacing_takes_only_what_carepool_wrote() {
        let place = tempfile::tempdir().expect("temporary folder");
        let wanted = place.path().join("run");
        let make = |overwrite: bool, files: &[&str]| {
            let staging = Staging::open(&wanted, &Identity::of("x")).expect("opens");
            for name in files {
                staging.write(name, b"ours").expect("writes");
            }
            staging.finish(overwrite)
        };
        make(false, &["manifest.json", "summary.csv", "charts/old.svg"]).expect("nothing there");
        fs::write(wanted.join("notes.txt"), "theirs").expect("writes");
        fs::create_dir(wanted.join("photos")).expect("makes");
        fs::write(wanted.join("photos/cat.jpg"), "cat").expect("writes");
        fs::write(wanted.join("charts/new.svg"), "drawn by hand").expect("writes");
        let placed = make(true, &["manifest.json", "charts/new.svg"]).expect("asked to replace");
        assert_eq!(placed.kept, ["charts/new.svg.kept", "notes.txt", "photos/cat.jpg"]);
        assert_eq!(fs::read(wanted.join("notes.txt")).expect("there"), b"theirs");
        assert_eq!(fs::read(wanted.join("charts/new.svg")).expect("there"), b"ours");
        assert_eq!(
            fs::read(wanted.join("charts/new.svg.kept")).expect("there"),
            b"drawn by hand"
        );
        assert!(!wanted.join("summary.csv").exists() && !wanted.join("charts/old.svg").exists());
        assert_eq!(
            fs::read_dir(place.path()).expect("there").count(),
            1,
            "nothing is left beside it"
        );
        // What bears no mark is never replaced, whatever was asked.
        let other = place.path().join("album");
        fs::create_dir(&other).expect("makes");
        fs::write(other.join("manifest.json"), "{}").expect("writes");
        let staging = Staging::open(&other, &Identity::of("x")).expect("opens");
        assert!(matches!(staging.finish(true), Err(Error::Taken { .. })));
    }

    #[test]
    fn what_a_killed_process_left_is_swept_and_what_it_had_replaced_is_put_back() {
        let place = tempfile::tempdir().expect("temporary folder");
        let wanted = place.path().join("run");
        let identity = Identity::of("x");
        let staging = Staging::open(&wanted, &identity).expect("opens");
        for name in [
            "summary.csv",
            "charts/a.png",
            "parts/draws-000000.bin",
            "parts/.carepool-writes-x1",
        ] {
            staging.write(name, b"half").expect("writes");
        }
        let again = Staging::open(&wanted, &identity).expect("opens");
        assert_eq!(names(again.folder()).expect("reads"), ["parts/draws-000000.bin"]);
        // Killed after the old folder was moved away.
        again.write("manifest.json", b"{}").expect("writes");
        again.finish(false).expect("in place");
        fs::write(wanted.join("notes.txt"), "theirs").expect("writes");
        fs::rename(&wanted, beside(&wanted, "old")).expect("moves");
        Staging::open(&wanted, &identity).expect("opens");
        assert!(wanted.join("manifest.json").exists() && wanted.join("notes.txt").exists());
        // Killed after the new one was in place.
        fs::create_dir(beside(&wanted, "old")).expect("makes");
        for name in ["manifest.json", "SHA256SUMS", "notes.txt"] {
            fs::copy(wanted.join(name), beside(&wanted, "old").join(name)).expect("copies");
        }
        fs::remove_file(wanted.join("notes.txt")).expect("there");
        Staging::open(&wanted, &identity).expect("opens");
        assert!(wanted.join("notes.txt").exists() && !beside(&wanted, "old").exists());
    }
}
