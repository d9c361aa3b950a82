//! Draws on disk in chunk files, so that memory stays flat and an interrupted run resumes.
//!
//! A chunk holds a few draws of one series. Its file is written under another name, synced and renamed, so that a file
//! that is there is whole. Layout, all little-endian: a header (`CPOOLDR2`, the run's identity, series, first draw,
//! draws, scenarios, years, columns), then one section per (scenario, year), column by column, each the draws' values;
//! the SHA-256 of all that at the end. Reading one (scenario, year) of all draws touches only those sections; the hash is
//! looked at before a run goes on from chunks that it did not make itself.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Error, Shape};

const MAGIC: &[u8; 8] = b"CPOOLDR2";
/// Magic, identity, and six numbers.
const HEADER: usize = 8 + 32 + 6 * 8;
/// The hash at the end.
const DIGEST: usize = 32;

/// What makes a run the run it is, hashed: scenarios as resolved, seed, people, years, version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity([u8; 32]);

impl Identity {
    /// The SHA-256 hash of a description that is the same exactly when the results must be.
    pub fn of(description: &str) -> Identity {
        Identity(Sha256::digest(description.as_bytes()).into())
    }
    /// As 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Which luck a draw had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// The run itself.
    Run,
    /// The same worlds with other luck, for the first draws: tells sampling noise from uncertainty.
    Luck,
}

impl Series {
    /// How the names of its files begin.
    pub fn name(self) -> &'static str {
        match self {
            Series::Run => "draws",
            Series::Luck => "luck",
        }
    }
}

/// The chunk files of a run.
#[derive(Clone, Debug)]
pub struct DrawStore {
    folder: PathBuf,
    identity: Identity,
    shape: Shape,
    chunk: usize,
}

impl DrawStore {
    /// Opens (or makes) the folder of a run's chunks of `chunk` draws each. Chunks of another run are refused when read.
    pub fn open(folder: &Path, identity: Identity, shape: Shape, chunk: usize) -> Result<DrawStore, Error> {
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        let chunk = chunk.max(1);
        // The identity of the files covers the shape and chunk size too: either changes where a number stands.
        let identity = Identity::of(&format!("{} {} {chunk}", identity.hex(), shape.signature()));
        Ok(DrawStore {
            folder: folder.to_path_buf(),
            identity,
            shape,
            chunk,
        })
    }
    /// The shape of each draw.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }
    /// The draws of a chunk when `draws` are wanted in all.
    pub fn range(&self, chunk: usize, draws: usize) -> std::ops::Range<usize> {
        chunk * self.chunk..((chunk + 1) * self.chunk).min(draws)
    }
    /// Number of chunks for so many draws.
    pub fn chunks(&self, draws: usize) -> usize {
        draws.div_ceil(self.chunk)
    }
    fn path(&self, series: Series, chunk: usize) -> PathBuf {
        self.folder.join(format!("{}-{chunk:06}.bin", series.name()))
    }
    /// The chunks that still have to be run for `draws` draws. A file of another run is an error, not overwritten.
    pub fn missing(&self, series: Series, draws: usize) -> Result<Vec<usize>, Error> {
        let mut missing = Vec::new();
        for chunk in 0..self.chunks(draws) {
            let path = self.path(series, chunk);
            if !path.exists() {
                missing.push(chunk);
                continue;
            }
            let mut file = File::open(&path).map_err(Error::io("open", &path))?;
            let held = self.check(&path, &mut file, series, chunk)?;
            self.unharmed(&path)?;
            if held < self.range(chunk, draws).len() {
                missing.push(chunk);
            }
        }
        Ok(missing)
    }
    /// Writes a chunk: each draw as [`Shape::cells`] numbers in the order of [`Shape::cell`].
    pub fn write(&self, series: Series, chunk: usize, draws: &[Vec<f64>]) -> Result<(), Error> {
        let path = self.path(series, chunk);
        let mut bytes = Vec::with_capacity(HEADER + draws.len() * self.shape.cells() * 8);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.identity.0);
        for number in self.numbers(series, chunk, draws.len()) {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        for cell in 0..self.shape.cells() {
            for draw in draws {
                bytes.extend_from_slice(&draw[cell].to_le_bytes());
            }
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        write_atomically(&path, &bytes)
    }
    /// Whether a chunk still is what was written.
    fn unharmed(&self, path: &Path) -> Result<(), Error> {
        let bytes = fs::read(path).map_err(Error::io("read", path))?;
        let (content, digest) = bytes.split_at(bytes.len().saturating_sub(DIGEST));
        if Sha256::digest(content)[..] == *digest {
            return Ok(());
        }
        Err(Error::Damaged {
            path: path.to_path_buf(),
            what: "its numbers are not those that were written; remove it, and it will be computed again".to_string(),
        })
    }
    /// The six numbers of a header.
    fn numbers(&self, series: Series, chunk: usize, draws: usize) -> [u64; 6] {
        [
            series as u64,
            (chunk * self.chunk) as u64,
            draws as u64,
            self.shape.scenarios.len() as u64,
            self.shape.years.len() as u64,
            self.shape.columns.len() as u64,
        ]
    }
    /// Checks a chunk's header and length; returns its number of draws.
    fn check(&self, path: &Path, file: &mut File, series: Series, chunk: usize) -> Result<usize, Error> {
        let damaged = |what: &str| Error::Damaged {
            path: path.to_path_buf(),
            what: what.to_string(),
        };
        let mut header = [0u8; HEADER];
        file.read_exact(&mut header)
            .map_err(|_| damaged("its header is cut short"))?;
        if &header[..8] != MAGIC {
            return Err(damaged("it is not a file of draws"));
        }
        if header[8..40] != self.identity.0 {
            return Err(Error::OtherRun {
                path: path.to_path_buf(),
            });
        }
        let number = |index: usize| {
            let mut bytes = [0u8; 8];
            bytes.copy_from_slice(&header[40 + index * 8..48 + index * 8]);
            u64::from_le_bytes(bytes)
        };
        let draws = usize::try_from(number(2)).unwrap_or(usize::MAX);
        let expected = self.numbers(series, chunk, draws);
        if draws > self.chunk || (0..6).any(|index| number(index) != expected[index]) {
            return Err(damaged("its header does not fit its name"));
        }
        let length = file.metadata().map_err(Error::io("read", path))?.len();
        if length != (HEADER + draws * self.shape.cells() * 8 + DIGEST) as u64 {
            return Err(damaged("its length does not fit its header"));
        }
        Ok(draws)
    }
    /// Opens a chunk that must hold at least the draws of `range`; returns it with the draws it holds.
    fn open_chunk(&self, series: Series, chunk: usize, needed: usize) -> Result<(PathBuf, File, usize), Error> {
        let path = self.path(series, chunk);
        let first = chunk * self.chunk;
        let mut file = File::open(&path).map_err(|_| Error::Missing { draw: first })?;
        let held = self.check(&path, &mut file, series, chunk)?;
        if held < needed {
            return Err(Error::Missing { draw: first + held });
        }
        Ok((path, file, held))
    }
    /// The first `draws` draws of one scenario and year: column after column, each its draws in order.
    pub fn block(&self, series: Series, scenario: usize, year: usize, draws: usize) -> Result<Vec<f64>, Error> {
        let columns = self.shape.columns.len();
        let mut block = vec![0.0; columns * draws];
        let mut bytes = Vec::new();
        for chunk in 0..self.chunks(draws) {
            let range = self.range(chunk, draws);
            let (path, mut file, held) = self.open_chunk(series, chunk, range.len())?;
            let start = HEADER + self.shape.cell(scenario, year, 0) * held * 8;
            bytes.resize(columns * held * 8, 0);
            file.seek(SeekFrom::Start(start as u64))
                .map_err(Error::io("read", &path))?;
            file.read_exact(&mut bytes).map_err(Error::io("read", &path))?;
            for column in 0..columns {
                let source = &bytes[column * held * 8..][..range.len() * 8];
                let target = &mut block[column * draws + range.start..][..range.len()];
                decode(source, target);
            }
        }
        Ok(block)
    }
    /// The first `draws` draws of one column of one scenario and year.
    pub fn column(
        &self,
        series: Series,
        scenario: usize,
        year: usize,
        column: usize,
        draws: usize,
    ) -> Result<Vec<f64>, Error> {
        let mut values = vec![0.0; draws];
        let mut bytes = Vec::new();
        for chunk in 0..self.chunks(draws) {
            let range = self.range(chunk, draws);
            let (path, mut file, held) = self.open_chunk(series, chunk, range.len())?;
            let start = HEADER + self.shape.cell(scenario, year, column) * held * 8;
            bytes.resize(range.len() * 8, 0);
            file.seek(SeekFrom::Start(start as u64))
                .map_err(Error::io("read", &path))?;
            file.read_exact(&mut bytes).map_err(Error::io("read", &path))?;
            decode(&bytes, &mut values[range]);
        }
        Ok(values)
    }
    /// All numbers of one scenario in one chunk: `[(year × columns + column) × held + draw]`, with the draws held.
    pub fn scenario_chunk(
        &self,
        series: Series,
        scenario: usize,
        chunk: usize,
        draws: usize,
    ) -> Result<(Vec<f64>, usize), Error> {
        let (path, mut file, held) = self.open_chunk(series, chunk, self.range(chunk, draws).len())?;
        let cells = self.shape.years.len() * self.shape.columns.len();
        let mut bytes = vec![0; cells * held * 8];
        let start = HEADER + self.shape.cell(scenario, 0, 0) * held * 8;
        file.seek(SeekFrom::Start(start as u64))
            .map_err(Error::io("read", &path))?;
        file.read_exact(&mut bytes).map_err(Error::io("read", &path))?;
        let mut values = vec![0.0; cells * held];
        decode(&bytes, &mut values);
        Ok((values, held))
    }
}

/// What a chunk of so many draws takes in memory \[bytes\].
pub fn bytes_of_chunk(shape: &Shape, draws: usize) -> usize {
    HEADER + draws.saturating_mul(shape.cells()).saturating_mul(8) + DIGEST
}

fn decode(bytes: &[u8], target: &mut [f64]) {
    for (value, source) in target.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *value = f64::from_le_bytes(*source);
    }
}

/// How the names of temporary files begin.
pub const TEMPORARY: &str = ".carepool-writes-";

/// Writes a whole file or none: into a temporary beside it, synced, renamed, the folder synced.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // The name says whose it is: what a killed process leaves is swept by the next that writes there.
    let mut file = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(folder)
        .map_err(Error::io("write in", folder))?;
    file.write_all(bytes).map_err(Error::io("write", path))?;
    file.as_file().sync_all().map_err(Error::io("write", path))?;
    let placed = file.persist(path).map_err(|error| Error::Io {
        action: "write",
        path: path.to_path_buf(),
        source: error.error,
    })?;
    make_readable(&placed);
    // Not every system lets a folder be synced; the rename is atomic all the same.
    if let Ok(handle) = File::open(folder) {
        let _ = handle.sync_all();
    }
    Ok(())
}

/// Temporary files are private to their owner; results are meant to be shared.
#[cfg(unix)]
fn make_readable(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    let _ = file.set_permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn make_readable(_: &File) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Year;

    fn shape() -> Shape {
        let mut shape = Shape::new(vec!["a".into(), "b".into()], vec![Year(2024), Year(2025)]);
        shape.columns.truncate(3);
        shape
    }

    fn draw(shape: &Shape, number: usize) -> Vec<f64> {
        (0..shape.cells()).map(|cell| (number * 100 + cell) as f64).collect()
    }

    #[test]
    fn draws_come_back_and_an_interrupted_run_resumes() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = DrawStore::open(folder.path(), Identity::of("x"), shape(), 2).expect("opens");
        assert_eq!(store.missing(Series::Run, 5).expect("none there"), vec![0, 1, 2]);
        store
            .write(Series::Run, 1, &[draw(&shape(), 2), draw(&shape(), 3)])
            .expect("writes");
        assert_eq!(store.missing(Series::Run, 5).expect("one there"), vec![0, 2]);
        store
            .write(Series::Run, 0, &[draw(&shape(), 0), draw(&shape(), 1)])
            .expect("writes");
        store.write(Series::Run, 2, &[draw(&shape(), 4)]).expect("writes");
        let block = store.block(Series::Run, 1, 1, 5).expect("whole");
        let cell = shape().cell(1, 1, 2);
        let expected: Vec<f64> = (0..5).map(|number| (number * 100 + cell) as f64).collect();
        assert_eq!(block[2 * 5..], expected);
        // More draws later: only the unfinished and the new chunks are run.
        assert_eq!(store.missing(Series::Run, 8).expect("two missing"), vec![2, 3]);
    }

    #[test]
    fn chunks_of_another_run_and_damaged_ones_are_refused() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = DrawStore::open(folder.path(), Identity::of("x"), shape(), 2).expect("opens");
        store.write(Series::Run, 0, &[draw(&shape(), 0)]).expect("writes");
        let other = DrawStore::open(folder.path(), Identity::of("y"), shape(), 2).expect("opens");
        assert!(matches!(other.missing(Series::Run, 2), Err(Error::OtherRun { .. })));
        let path = folder.path().join("draws-000000.bin");
        let bytes = fs::read(&path).expect("there");
        fs::write(&path, &bytes[..bytes.len() - 3]).expect("cut");
        assert!(matches!(store.missing(Series::Run, 2), Err(Error::Damaged { .. })));
        fs::write(&path, b"binary junk").expect("junk");
        assert!(matches!(store.missing(Series::Run, 2), Err(Error::Damaged { .. })));
        // A number that was changed, to another or to none.
        for number in [f64::NAN, f64::INFINITY, 7.25] {
            let mut changed = bytes.clone();
            changed[HEADER..HEADER + 8].copy_from_slice(&number.to_le_bytes());
            fs::write(&path, &changed).expect("changed");
            let said = store.missing(Series::Run, 2).expect_err("changed").to_string();
            assert!(
                said.contains("draws-000000.bin") && said.contains("remove it"),
                "{said}"
            );
        }
        fs::write(&path, &bytes).expect("as it was");
        store.missing(Series::Run, 2).expect("whole again");
    }
}
