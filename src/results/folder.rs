//! Where a run's files go: into a staging folder first, then into place; nothing is overwritten unasked.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::store::write_atomically;
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

/// A folder under construction beside the final one, found again by the same run after an interruption.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    target: PathBuf,
}

impl Staging {
    /// Opens (or finds again) the staging folder `.NAME.IDENTITY.part` beside the target.
    pub fn open(target: &Path, identity: &Identity) -> Result<Staging, Error> {
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = target.with_file_name(format!(".{name}.{}.part", &identity.hex()[..12]));
        fs::create_dir_all(&folder).map_err(Error::io("make the folder", &folder))?;
        Ok(Staging {
            folder,
            target: target.to_path_buf(),
        })
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
    /// Moves the finished folder into place, replacing an old one only when `overwrite` is set.
    pub fn finish(self, overwrite: bool) -> Result<PathBuf, Error> {
        let parts = self.parts();
        if parts.exists() {
            fs::remove_dir_all(&parts).map_err(Error::io("remove", &parts))?;
        }
        let mut replaced = None;
        if self.target.exists() {
            if is_empty(&self.target) {
                fs::remove_dir(&self.target).map_err(Error::io("replace", &self.target))?;
            } else if !overwrite {
                return Err(Error::Taken { path: self.target });
            } else {
                let name = self
                    .target
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let old = self
                    .target
                    .with_file_name(format!(".{name}.{}.old", std::process::id()));
                fs::rename(&self.target, &old).map_err(Error::io("replace", &self.target))?;
                replaced = Some(old);
            }
        }
        if let Err(source) = fs::rename(&self.folder, &self.target) {
            // Put back what was there: a failed run must not take an earlier one with it.
            if let Some(old) = &replaced {
                let _ = fs::rename(old, &self.target);
            }
            return Err(Error::io("move into place", &self.target)(source));
        }
        if let Some(old) = replaced {
            fs::remove_dir_all(&old).map_err(Error::io("remove", &old))?;
        }
        Ok(self.target)
    }
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
}
