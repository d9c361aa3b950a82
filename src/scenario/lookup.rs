//! Where scenario files come from: beside the first file, then `./scenarios`, then what is embedded in the program.
//!
//! A name is looked up in that order and the place that answered is kept, so that a run can say what it used. A path
//! may wander inside the folder it starts from but never above it: a scenario from a stranger must not read the rest
//! of the disk.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::problem::{Fault, Problem};
use super::source::{EMBEDDED, Root, Source};
use crate::world::workbook::instead_of_text;

/// Largest file read \[MiB\].
pub const LIMIT_MIB: usize = 4;
/// Largest table of data read [MiB].
const DATA_LIMIT_MIB: usize = 64;

/// A relative path with `.` and `..` worked out, or nothing if it leaves its root or is absolute.
pub fn tidy(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    if path.starts_with('/') || path.contains('\0') || path.as_bytes().get(1) == Some(&b':') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// Reads a file below a root; nothing if there is none.
fn read_at(root: &Root, path: &str, limit: usize) -> Option<Result<Source, Problem>> {
    let (name, bytes) = match root {
        Root::CommandLine => return None,
        Root::Made(made) => {
            let text = made.files.get(path)?;
            (format!("place:{path}"), text.clone().into_bytes())
        }
        Root::Embedded => {
            let file = EMBEDDED.get_file(path)?;
            (format!("embedded:{path}"), file.contents().to_vec())
        }
        Root::Folder(folder) => {
            let full = folder.join(path);
            if !full.is_file() {
                return None;
            }
            let name = full.display().to_string().trim_start_matches("./").to_string();
            // A link inside the folder may lead out of it; a path as written cannot.
            let inside = match (full.canonicalize(), anchor(folder).canonicalize()) {
                (Ok(full), Ok(folder)) => full.starts_with(folder),
                _ => false,
            };
            if !inside {
                return Some(Err(Problem::new(Fault::Escapes { name })));
            }
            match read_limited(&full, limit) {
                Ok(bytes) => (name, bytes),
                Err(error) => {
                    return Some(Err(Problem::new(Fault::Unreadable {
                        name,
                        reason: error.to_string(),
                    })));
                }
            }
        }
    };
    Some(decode(name, root.clone(), path, bytes, limit))
}

/// A folder that can be asked of the system: the empty path means here.
fn anchor(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// Reads one byte more than the limit, so that a file too large is known without being swallowed.
fn read_limited(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take((limit as u64) << 20 | 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Bytes to text: refuses what is too large or not UTF-8, drops a byte-order mark.
pub fn decode(name: String, root: Root, path: &str, bytes: Vec<u8>, limit: usize) -> Result<Source, Problem> {
    if bytes.len() > limit << 20 {
        return Err(Problem::new(Fault::TooLarge { name, limit }));
    }
    if let Some(what) = instead_of_text(&bytes) {
        return Err(Problem::new(Fault::Joint(format!("{name} {what}"))));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(Problem::new(Fault::NotText { name, at }));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text);
            Ok(Source::new(&name, root, path, text))
        }
        Err(error) => Err(Problem::new(Fault::NotText {
            name,
            at: error.utf8_error().valid_up_to(),
        })),
    }
}

/// The file a person named: a path, else a name in `./scenarios`, else an embedded one; `.toml` may be left out.
pub fn first(name: &str) -> Result<Source, Problem> {
    let names = if name.ends_with(".toml") {
        vec![name.to_string()]
    } else {
        vec![name.to_string(), format!("{name}.toml")]
    };
    for name in &names {
        let path = Path::new(name);
        if let (true, Some(file)) = (path.is_file(), path.file_name()) {
            let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
            if let Some(found) = read_at(&Root::Folder(folder), &file.to_string_lossy(), LIMIT_MIB) {
                return found.and_then(|found| not_in_the_place_of_another(name, found));
            }
        }
    }
    for root in [Root::Folder(PathBuf::from("scenarios")), Root::Embedded] {
        for path in names.iter().filter_map(|name| tidy(name)) {
            if let Some(found) = read_at(&root, &path, LIMIT_MIB) {
                return found;
            }
        }
    }
    let looked = "this folder, ./scenarios, and the scenarios inside the program".to_string();
    Err(Problem::new(Fault::NotFound {
        name: name.to_string(),
        looked,
    }))
}

/// A file in this folder, unless it only bears the name of a shipped one: then which of the two is meant must be said.
fn not_in_the_place_of_another(name: &str, found: Source) -> Result<Source, Problem> {
    let shipped = EMBEDDED.get_file(name);
    if shipped.is_none_or(|shipped| shipped.contents() == found.text.as_bytes()) {
        return Ok(found);
    }
    let text = format!(
        "{name} is a shipped scenario and also a file of another content in this folder: write ./{name} for the file, or \
         give it another name"
    );
    Err(Problem::new(Fault::Joint(text)))
}

/// Whether a word names a file and not a shipped set: it holds a folder.
fn is_path(name: &str) -> bool {
    name.contains(['/', '\\'])
}

/// A shipped assumption set by its name, `.toml` or not.
fn shipped_set(folder: &str, name: &str) -> Option<Source> {
    let plain = name.strip_suffix(".toml").unwrap_or(name);
    let known = !is_path(name) && EMBEDDED.get_file(format!("{folder}/{plain}.toml")).is_some();
    known.then(|| first(&format!("{folder}/{plain}")).ok()).flatten()
}

/// An assumption set: a shipped one by its name, or a file as `find` finds it; with whether it is shipped. A plain word is the set; a
/// file here that bears its name must be told apart.
fn set_or(
    folder: &str,
    name: &str,
    here: Option<&Path>,
    find: impl Fn(&str) -> Result<Source, Problem>,
) -> Result<(bool, Source), Problem> {
    let Some(set) = shipped_set(folder, name) else {
        return find(name).map(|found| (false, found));
    };
    let plain = name.trim_end_matches(".toml");
    if plain != name
        && here.is_some_and(|here| here.join(name).is_file())
        && find(&format!("./{name}"))?.text != set.text
    {
        return Err(Problem::new(Fault::Joint(format!(
            "{name} is a file, and {plain} a shipped assumption set of another content: write ./{name} for the file, {plain} for the set"
        ))));
    }
    Ok((true, set))
}

/// An assumption set as a person named it.
pub fn set(folder: &str, name: &str) -> Result<Source, Problem> {
    set_or(folder, name, Some(Path::new("")), first).map(|(_, set)| set)
}

/// An assumption set as a file names it, with whether it is a shipped one.
pub fn set_beside(folder: &str, from: &Source, name: &str) -> Result<(bool, Source), Problem> {
    let here = match &from.root {
        Root::Folder(here) => Some(here.as_path()),
        _ => None,
    };
    set_or(folder, name, here, |name| beside(from, name))
}

/// A file that another one names.
pub fn beside(from: &Source, name: &str) -> Result<Source, Problem> {
    lookup(from, name, LIMIT_MIB, &[".toml"])
}

/// A table of data, looked up as a scenario is.
pub fn data(from: &Source, name: &str) -> Result<Source, Problem> {
    lookup(from, name, DATA_LIMIT_MIB, &[])
}

/// Names, with their folder, of the files of a folder that stands beside a file or in `./scenarios`.
pub fn beside_names(from: &Source, folder: &str, ending: &str) -> Vec<String> {
    let mut roots = vec![PathBuf::from("scenarios")];
    if let Root::Folder(root) = &from.root {
        let above = from.path.rsplit_once('/').map_or("", |(above, _)| above);
        roots.push(root.join(above));
    }
    let mut names: Vec<String> = roots
        .iter()
        .filter_map(|root| std::fs::read_dir(root.join(folder)).ok())
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(ending))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    names
}

/// Whether there is a folder of data of this name, wherever it would be looked for.
pub fn has_folder(from: &Source, folder: &str) -> bool {
    let above = from.path.rsplit_once('/').map_or("", |(above, _)| above);
    let beside = match &from.root {
        Root::Folder(root) => root.join(above).join(folder).is_dir(),
        Root::Made(made) => made.files.keys().any(|path| path.starts_with(&format!("{folder}/"))),
        Root::Embedded | Root::CommandLine => false,
    };
    let embedded = tidy(folder).is_some_and(|plain| EMBEDDED.get_dir(plain).is_some());
    beside || embedded || Path::new("scenarios").join(folder).is_dir()
}

/// Whether a folder of data is one of the program's own, wherever a copy of it stands.
pub fn is_shipped(from: &Source, folder: &str) -> bool {
    let above = from.path.rsplit_once('/').map_or("", |(above, _)| above);
    let paths = [format!("{above}/{folder}"), folder.to_string()];
    let mut plain = paths.iter().filter_map(|path| tidy(path.trim_start_matches('/')));
    plain.any(|path| EMBEDDED.get_dir(path).is_some())
}

/// The files of a folder of data on the disk, by the path that a person would open; of the program's own folders nothing.
pub fn data_names(from: &Source, folder: &str) -> Vec<PathBuf> {
    let Root::Folder(root) = &from.root else {
        return Vec::new();
    };
    let above = from.path.rsplit_once('/').map_or("", |(above, _)| above);
    let entries = std::fs::read_dir(root.join(above).join(folder));
    let mut names: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    names.sort();
    names
}

fn lookup(from: &Source, name: &str, limit: usize, endings: &[&str]) -> Result<Source, Problem> {
    let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = if name.starts_with('/') {
        None
    } else {
        tidy(format!("{folder}/{name}").trim_start_matches('/'))
    };
    let Some(joined) = joined else {
        return Err(Problem::new(Fault::Escapes { name: name.to_string() }));
    };
    let mut tries = vec![(from.root.clone(), joined)];
    if let Some(plain) = tidy(name) {
        tries.push((Root::Folder(PathBuf::from("scenarios")), plain.clone()));
        tries.push((Root::Embedded, plain));
    }
    let mut own = false;
    for (root, path) in &tries {
        // A file that extends its own name means the one further along: the shipped one under a local copy's name.
        let itself = *root == from.root && *path == from.path;
        if itself && *root != Root::Embedded {
            own = true;
            continue;
        }
        for ending in std::iter::once(&"").chain(endings.iter().filter(|ending| !path.ends_with(**ending))) {
            if let Some(found) = read_at(root, &format!("{path}{ending}"), limit) {
                return found;
            }
        }
    }
    if own {
        return Err(Problem::new(Fault::Cycle {
            ring: format!("{0} → {0}", from.name),
        }));
    }
    let looked = "the folder of the file that names it, ./scenarios, and the scenarios inside the program".to_string();
    Err(Problem::new(Fault::NotFound {
        name: name.to_string(),
        looked,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_wander_inside_its_root_but_never_above_it() {
        assert_eq!(tidy("a/../b.toml").as_deref(), Some("b.toml"));
        assert_eq!(tidy("./a//b.toml").as_deref(), Some("a/b.toml"));
        for bad in ["../b.toml", "a/../../b", "/etc/passwd", "C:/x", "..\\x", "", "."] {
            assert_eq!(tidy(bad), None, "{bad}");
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_refused_and_a_byte_order_mark_is_dropped() {
        let read = |bytes: &[u8]| decode("x".into(), Root::Embedded, "x", bytes.to_vec(), LIMIT_MIB);
        assert!(matches!(
            read(b"\xff\xfe").unwrap_err().fault,
            Fault::NotText { at: 0, .. }
        ));
        assert!(matches!(read(b"a\0b").unwrap_err().fault, Fault::NotText { at: 1, .. }));
        assert_eq!(read("\u{feff}a = 1".as_bytes()).unwrap().text, "a = 1");
        assert!(matches!(
            read(&vec![b' '; (LIMIT_MIB << 20) + 1]).unwrap_err().fault,
            Fault::TooLarge { .. }
        ));
    }
}
