//! What carepool wrote in a folder, with the hashes by which each file is known again.
//!
//! A finished folder holds the list `SHA256SUMS`, in the form that `sha256sum -c` reads. It marks the folder as carepool's,
//! says which files may be replaced when somebody asks for it (anything else there is theirs and stays), and lets every
//! reader see whether a file is still what was written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Error;
use super::store::write_atomically;

/// Name of the list.
pub const LIST: &str = "SHA256SUMS";
/// Its first line, by which the folder is known.
const MARK: &str = "# Written by carepool. `sha256sum -c SHA256SUMS` says whether its files are as they were written.";
/// What stands before the name of a file that differs from machine to machine and is vouched for by nobody.
const UNVOUCHED: &str = "# also: ";
/// The files of which that is so.
const CIRCUMSTANCES: [&str; 1] = ["run-info.json"];
/// Longest list that is read \[bytes\]: a run has some fifty files.
const LONGEST: u64 = 1 << 20;

/// The files of a folder that are carepool's: their names below the folder with `/`, and hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owned {
    files: BTreeMap<String, Option<String>>,
}

impl Owned {
    /// Whether a folder bears the mark.
    pub fn is_marked(folder: &Path) -> bool {
        Owned::read(folder).is_ok()
    }

    /// The list of a folder.
    pub fn read(folder: &Path) -> Result<Owned, Error> {
        let path = folder.join(LIST);
        let unmarked = || Error::Unmarked {
            path: folder.to_path_buf(),
        };
        let mut text = String::new();
        let file = File::open(&path).map_err(|_| unmarked())?;
        file.take(LONGEST).read_to_string(&mut text).map_err(|_| unmarked())?;
        let mut lines = text.lines();
        if lines.next() != Some(MARK) {
            return Err(unmarked());
        }
        let mut files = BTreeMap::new();
        for (at, line) in lines.enumerate() {
            let (name, hash) = match (line.strip_prefix(UNVOUCHED), line.split_once("  ")) {
                (Some(name), _) => (name, None),
                (None, Some((hash, name))) if hash.len() == 64 => (name, Some(hash.to_owned())),
                _ => ("", None),
            };
            if !is_below(name) {
                return Err(Error::Damaged {
                    path,
                    what: format!("line {} names no file of this folder", at + 2),
                });
            }
            files.insert(name.to_owned(), hash);
        }
        Ok(Owned { files })
    }

    /// Everything in a folder, hashed: for a folder that carepool alone has written.
    pub fn of(folder: &Path) -> Result<Owned, Error> {
        let mut owned = Owned::default();
        for name in names(folder)? {
            if name != LIST {
                let hash = sha256_of(&folder.join(&name))?;
                owned.add(&name, hash);
            }
        }
        Ok(owned)
    }

    /// Adds a file, or its new hash.
    pub fn add(&mut self, name: &str, hash: String) {
        let vouched = !CIRCUMSTANCES.contains(&name);
        self.files.insert(name.to_owned(), vouched.then_some(hash));
    }

    /// Writes the list.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let mut text = format!("{MARK}\n");
        for (name, hash) in &self.files {
            text.push_str(&match hash {
                Some(hash) => format!("{hash}  {name}\n"),
                None => format!("{UNVOUCHED}{name}\n"),
            });
        }
        write_atomically(&folder.join(LIST), text.as_bytes())
    }

    /// Whether a file is carepool's.
    pub fn has(&self, name: &str) -> bool {
        name == LIST || self.files.contains_key(name)
    }

    /// Names of its files, ascending.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The path of a file that is still what was written.
    pub fn checked(&self, folder: &Path, name: &str) -> Result<PathBuf, Error> {
        let path = folder.join(name);
        let Some(hash) = self.files.get(name) else {
            return Err(Error::Unlisted { path });
        };
        if !path.is_file() {
            return Err(Error::Gone { path });
        }
        match hash {
            Some(hash) if *hash != sha256_of(&path)? => Err(Error::Changed { path }),
            _ => Ok(path),
        }
    }
}

/// Whether a name leads to something below a folder and nowhere else: a list from a stranger must not lead outside.
fn is_below(name: &str) -> bool {
    !name.is_empty()
        && Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// Names of all files below a folder, with `/`, ascending. A link is a file: what it leads to is not looked at.
pub fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_path_buf(), String::new())];
    while let Some((place, before)) = open.pop() {
        for entry in fs::read_dir(&place).map_err(Error::io("read", &place))? {
            let entry = entry.map_err(Error::io("read", &place))?;
            let name = format!("{before}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(Error::io("read", &entry.path()))?;
            if kind.is_dir() {
                open.push((entry.path(), format!("{name}/")));
            } else {
                found.push(name);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Files that are added to a finished folder, or replaced there, one by one.
#[derive(Debug)]
pub struct Additions {
    folder: PathBuf,
    owned: std::sync::Mutex<Owned>,
}

impl Additions {
    /// To a folder that bears the mark.
    pub fn to(folder: &Path) -> Result<Additions, Error> {
        Ok(Additions {
            folder: folder.to_path_buf(),
            owned: std::sync::Mutex::new(Owned::read(folder)?),
        })
    }

    /// To a folder that is to bear it: nothing of it is carepool's yet.
    pub fn afresh(folder: &Path) -> Additions {
        Additions {
            folder: folder.to_path_buf(),
            owned: std::sync::Mutex::default(),
        }
    }

    /// Writes a file. One of that name that carepool did not write is not replaced.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.folder.join(name);
        let mut owned = self.owned.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !owned.has(name) && path.symlink_metadata().is_ok() {
            return Err(Error::Foreign { path });
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(Error::io("make the folder", parent))?;
        }
        write_atomically(&path, bytes)?;
        owned.add(name, sha256_hex(bytes));
        Ok(())
    }

    /// Writes the list with what was added.
    pub fn finish(self) -> Result<(), Error> {
        let owned = self.owned.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        owned.write(&self.folder)
    }
}

/// SHA-256 of some bytes, in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of a file, read piece by piece.
pub fn sha256_of(path: &Path) -> Result<String, Error> {
    let mut file = File::open(path).map_err(Error::io("open", path))?;
    let mut hash = Sha256::new();
    let mut piece = vec![0u8; 1 << 16];
    loop {
        let read = file.read(&mut piece).map_err(Error::io("read", path))?;
        if read == 0 {
            break;
        }
        hash.update(&piece[..read]);
    }
    Ok(hex(&hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_a_missing_and_an_unlisted_file_are_refused_by_name() {
        let place = tempfile::tempdir().expect("temporary folder");
        fs::create_dir(place.path().join("charts")).expect("makes");
        for name in ["summary.csv", "charts/a.svg", "run-info.json"] {
            fs::write(place.path().join(name), name).expect("writes");
        }
        Owned::of(place.path())
            .expect("reads")
            .write(place.path())
            .expect("writes");
        let owned = Owned::read(place.path()).expect("marked");
        assert_eq!(
            owned.names().collect::<Vec<_>>(),
            ["charts/a.svg", "run-info.json", "summary.csv"]
        );
        let asked = |name: &str| owned.checked(place.path(), name).map_err(|error| error.to_string());
        asked("summary.csv").expect("as written");
        asked("charts/a.svg").expect("as written");
        fs::write(place.path().join("run-info.json"), "another machine").expect("writes");
        asked("run-info.json").expect("nobody vouches for it");
        fs::write(place.path().join("summary.csv"), "summary,csv").expect("writes");
        assert!(
            asked("summary.csv")
                .expect_err("edited")
                .contains("summary.csv is not what carepool wrote")
        );
        fs::remove_file(place.path().join("charts/a.svg")).expect("there");
        assert!(asked("charts/a.svg").expect_err("gone").contains("is gone"));
        assert!(asked("other.csv").expect_err("never there").contains("was not written"));
    }

    #[test]
    fn a_list_that_leads_outside_its_folder_is_no_list() {
        let place = tempfile::tempdir().expect("temporary folder");
        for name in ["../mine", "/etc/passwd", "a/../../b", ""] {
            fs::write(place.path().join(LIST), format!("{MARK}\n{UNVOUCHED}{name}\n")).expect("writes");
            assert!(
                matches!(Owned::read(place.path()), Err(Error::Damaged { .. })),
                "{name}"
            );
            assert!(!Owned::is_marked(place.path()));
        }
        fs::write(place.path().join(LIST), "# mine\n").expect("writes");
        assert!(matches!(Owned::read(place.path()), Err(Error::Unmarked { .. })));
    }

    #[test]
    fn what_is_added_never_replaces_what_somebody_else_wrote() {
        let place = tempfile::tempdir().expect("temporary folder");
        fs::write(place.path().join("mine.csv"), "mine").expect("writes");
        let additions = Additions::afresh(place.path());
        additions.write("ours.csv", b"ours").expect("new");
        additions.write("ours.csv", b"ours again").expect("our own");
        assert!(matches!(
            additions.write("mine.csv", b"ours"),
            Err(Error::Foreign { .. })
        ));
        additions.finish().expect("writes");
        assert!(matches!(
            Additions::to(place.path()).expect("marked").write("mine.csv", b"x"),
            Err(Error::Foreign { .. })
        ));
        assert_eq!(fs::read(place.path().join("mine.csv")).expect("there"), b"mine");
    }
}
