//! The library of evidence: every row of `evidence/*.toml`, found by id.
//!
//! Each file is looked for as tables of data are: in a folder `evidence` beside the scenario, in `./scenarios`, then
//! inside the program; files of one's own in those folders are read too. Where all of them are those inside the program, they are parsed only once.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::super::lookup;
use super::super::problem::{Fault, Problem, Problems, nearest};
use super::super::source::{EMBEDDED, Root, Source};
use super::super::tree::{self, Table, Value};
use super::rows::{self, EffectRow, FigureRow};
use super::rules::Rules;

/// Folder of the evidence, beside the scenarios.
pub const FOLDER: &str = "evidence";
/// The file that holds the rules.
const RULES: &str = "rules.toml";

/// All evidence.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Effects by id.
    pub effects: BTreeMap<String, EffectRow>,
    /// Figures by id.
    pub figures: BTreeMap<String, FigureRow>,
    /// The rules.
    pub rules: Rules,
    /// The files.
    pub sources: Vec<Arc<Source>>,
}

/// The library inside the program and what is wrong with it (nothing, or no test would pass).
fn embedded() -> &'static (Arc<Library>, Problems) {
    static LIBRARY: OnceLock<(Arc<Library>, Problems)> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut problems = Problems::default();
        let library = Library::parse(embedded_sources(), &mut problems);
        (Arc::new(library), problems)
    })
}

/// Paths of the files of evidence inside the program.
fn paths() -> Vec<String> {
    let mut paths: Vec<String> = EMBEDDED
        .get_dir(FOLDER)
        .into_iter()
        .flat_map(|folder| folder.files())
        .filter_map(|file| file.path().to_str())
        .filter(|path| path.ends_with(".toml"))
        .map(|path| path.replace('\\', "/"))
        .collect();
    paths.sort();
    paths
}

fn embedded_sources() -> Vec<Arc<Source>> {
    let text = |path: &String| EMBEDDED.get_file(path).and_then(|file| file.contents_utf8());
    paths()
        .iter()
        .filter_map(|path| {
            let text = text(path)?.to_string();
            Some(Arc::new(Source::new(
                &format!("embedded:{path}"),
                Root::Embedded,
                path,
                text,
            )))
        })
        .collect()
}

impl Library {
    /// The library as a scenario sees it: `from` is its file.
    pub fn load(from: Option<&Source>, problems: &mut Problems) -> Arc<Library> {
        let (shipped, wrong) = embedded();
        let Some(from) = from else { return shipped.clone() };
        let mut names = paths();
        names.extend(lookup::beside_names(from, FOLDER, ".toml"));
        names.sort();
        names.dedup();
        let found: Vec<Arc<Source>> = names
            .iter()
            .filter_map(|path| lookup::data(from, path).ok().map(Arc::new))
            .collect();
        let same =
            found.len() == shipped.sources.len() && found.iter().zip(&shipped.sources).all(|(a, b)| a.text == b.text);
        if same {
            problems.0.extend(wrong.0.iter().cloned());
            return shipped.clone();
        }
        Arc::new(Library::parse(found, problems))
    }

    /// Reads the files.
    pub fn parse(sources: Vec<Arc<Source>>, problems: &mut Problems) -> Library {
        let tables: Vec<Table> = sources.iter().map(|source| tree::parse(source, problems)).collect();
        let mut library = Library {
            sources,
            ..Library::default()
        };
        for (source, table) in library.sources.iter().zip(&tables) {
            if source.path.ends_with(RULES) {
                library.rules = Rules::read(table, problems);
            }
        }
        let designs = library.rules.words();
        let (mut effects, mut figures) = (BTreeMap::new(), BTreeMap::new());
        for (source, table) in library.sources.iter().zip(&tables) {
            if source.path.ends_with(RULES) {
                continue;
            }
            for (name, entry) in table {
                let Value::Table(inner) = &entry.node.value else {
                    if !["title", "about"].contains(&name.as_str()) {
                        problems.push(unknown(name, &entry.key));
                    }
                    continue;
                };
                for (id, entry) in inner {
                    let twice = effects.contains_key(id) || figures.contains_key(id);
                    if twice {
                        let fault = Fault::Joint(format!("`{id}` is the id of two rows"));
                        problems.push(Problem::at(fault, &entry.key, id));
                    }
                    match name.as_str() {
                        "effect" => {
                            let row = rows::effect(id, entry, &designs, problems);
                            effects.extend(row.map(|row| (id.clone(), row)));
                        }
                        "figure" => {
                            let row = rows::figure(id, entry, problems);
                            figures.extend(row.map(|row| (id.clone(), row)));
                        }
                        _ => {}
                    }
                }
                if !["effect", "figure"].contains(&name.as_str()) {
                    problems.push(unknown(name, &entry.key));
                }
            }
        }
        (library.effects, library.figures) = (effects, figures);
        library.whole(problems);
        library
    }

    /// What one row says of another must be there.
    fn whole(&self, problems: &mut Problems) {
        for row in self.effects.values() {
            for (with, _) in &row.correlated {
                if !self.effects.contains_key(with) {
                    let key = format!("effect.{}.correlated", row.id);
                    problems
                        .push(Problem::at(Fault::UnknownKey(with.clone()), &row.place, &key).near(self.nearest(with)));
                }
            }
            if !row.alternatives.is_empty() && !self.rules.groups.contains_key(&row.alternatives) {
                let key = format!("effect.{}.alternatives", row.id);
                let fault = Fault::UnknownWord(row.alternatives.clone());
                problems.push(
                    Problem::at(fault, &row.place, &key)
                        .expecting("a group of `[alternatives]` in evidence/rules.toml"),
                );
            }
        }
    }

    /// Whether an id is there.
    pub fn contains(&self, id: &str) -> bool {
        self.effects.contains_key(id) || self.figures.contains_key(id)
    }
    /// The nearest id to one that is not there.
    pub fn nearest(&self, id: &str) -> Option<String> {
        nearest(id, self.effects.keys().chain(self.figures.keys()).map(String::as_str))
    }
    /// Where a row comes from.
    pub fn origin(&self, id: &str) -> Option<&rows::Origin> {
        self.effects
            .get(id)
            .map(|row| &row.origin)
            .or_else(|| self.figures.get(id).map(|row| &row.origin))
    }
}

fn unknown(name: &str, place: &super::super::problem::Place) -> Problem {
    Problem::at(Fault::UnknownKey(name.to_string()), place, name)
        .expecting("`[effect.ID]` or `[figure.ID]`")
        .near(nearest(name, ["effect", "figure"]))
}
