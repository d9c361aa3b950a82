//! A finished folder, read: every file of it only if it is still what was written.

use std::fs;
use std::path::{Path, PathBuf};

use super::description::Manifest;
use super::owned::{Owned, sha256_of};
use super::{Differences, Error, Summary, statistics_table};

/// Longest file that is read into memory whole \[bytes\].
const LONGEST: u64 = 2 << 30;

/// A folder with its manifest.
#[derive(Debug)]
pub struct Vouched {
    folder: PathBuf,
    owned: Owned,
    /// What was run.
    pub manifest: Manifest,
}

impl Vouched {
    /// Opens a folder that carepool finished.
    pub fn open(folder: &Path) -> Result<Vouched, Error> {
        let owned = Owned::read(folder)?;
        let path = owned.checked(folder, "manifest.json")?;
        let damaged = |what: String| Error::Damaged {
            path: path.clone(),
            what,
        };
        let manifest: Manifest = serde_json::from_str(&text(&path)?).map_err(|error| damaged(error.to_string()))?;
        manifest.possible().map_err(damaged)?;
        Ok(Vouched {
            folder: folder.to_path_buf(),
            owned,
            manifest,
        })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What of the folder is carepool's.
    pub fn owned(&self) -> &Owned {
        &self.owned
    }

    /// The path of a file that is as it was written; by the manifest too, where that has its hash.
    pub fn path(&self, name: &str) -> Result<PathBuf, Error> {
        let path = self.owned.checked(&self.folder, name)?;
        match self.manifest.outputs.get(name) {
            Some(hash) if *hash != sha256_of(&path)? => Err(Error::Changed { path }),
            _ => Ok(path),
        }
    }

    /// The text of such a file.
    pub fn text(&self, name: &str) -> Result<String, Error> {
        text(&self.path(name)?)
    }

    /// The text of a file that not every folder has; none where it was never written.
    pub fn text_if_written(&self, name: &str) -> Result<Option<String>, Error> {
        self.owned.has(name).then(|| self.text(name)).transpose()
    }

    /// The statistics of a run.
    pub fn summary(&self) -> Result<Summary, Error> {
        statistics_table::read(&self.path("summary.parquet")?, false)
    }

    /// The differences of a run from its first scenario; empty where it has one only.
    pub fn differences(&self, summary: &Summary) -> Result<Differences, Error> {
        let against = self.manifest.run.against();
        let names = &summary.shape.scenarios;
        let against = against
            .iter()
            .skip(1)
            .filter_map(|base| names.get(*base).cloned())
            .collect();
        let summary = if summary.shape.scenarios.len() > 1 {
            statistics_table::read(&self.path("differences.parquet")?, true)?
        } else {
            let mut shape = summary.shape.clone();
            shape.scenarios.clear();
            Summary::empty(shape)
        };
        Ok(Differences { against, summary })
    }
}

fn text(path: &Path) -> Result<String, Error> {
    let length = fs::metadata(path).map_err(Error::io("read", path))?.len();
    if length > LONGEST {
        return Err(Error::Damaged {
            path: path.to_path_buf(),
            what: format!("{length} bytes are more than any table of a run"),
        });
    }
    fs::read_to_string(path).map_err(Error::io("read", path))
}
