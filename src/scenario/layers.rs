//! The layers of a scenario: the file itself, all that it extends, what is assumed with it, and what the command line sets.
//!
//! `extends` names one file or several, which are laid one over the other in the order written; each may extend others.
//! A file reached by two ways counts once, at its first (lowest) place. Rings are refused. Assumption sets (see `assumed.rs`) lie above all files of
//! the scenario, so that every scenario of a run believes the same, and below `--set`.

use std::sync::Arc;

use super::base::{Families, mark};
use super::believes::{self, Own};
use super::into;
use super::layer::{Layer, Part};
use super::lookup;
use super::problem::{Fault, Place, Problem, Problems, nearest};
use super::source::{EMBEDDED, Root, Source};
use super::tree::{self, Value};

/// Folder of the shipped assumption sets.
pub(super) const SETS: &str = "advocates";
/// Most files a scenario may be made of.
const MOST_FILES: usize = 64;

/// What is laid over the files of a scenario.
#[derive(Clone, Copy, Debug, Default)]
pub struct Over<'a> {
    /// Assumption sets, by path or name.
    pub assume: &'a [String],
    /// `key=value`.
    pub set: &'a [String],
    /// The place in which it happens, if it is not the country: made, and laid over the files that describe the base year.
    pub area: Option<&'a Arc<Source>>,
}

/// Reads the named file and everything it extends: lowest layer first, the named file, then what lies over it.
pub fn read(name: &str, over: Over, problems: &mut Problems) -> Vec<Layer> {
    match lookup::first(name) {
        Ok(first) => gather(first, over, problems),
        Err(problem) => {
            problems.push(suggest(problem, name, &shipped()));
            Vec::new()
        }
    }
}

/// Adds the nearest shipped name to a file that was not found.
pub(super) fn suggest(problem: Problem, name: &str, shipped: &[String]) -> Problem {
    if !matches!(problem.fault, Fault::NotFound { .. }) {
        return problem;
    }
    problem.near(nearest(name, shipped.iter().map(String::as_str)))
}

/// Names of the scenarios at the top of the embedded folder.
pub fn shipped() -> Vec<String> {
    names_in(&EMBEDDED)
}

/// Names of the shipped assumption sets, without their folder: `market`.
pub fn shipped_sets() -> Vec<String> {
    let names = EMBEDDED.get_dir(SETS).map_or_else(Vec::new, names_in);
    let plain = |name: String| name.rsplit('/').next().unwrap_or_default().to_string();
    names.into_iter().map(plain).collect()
}

fn names_in(folder: &include_dir::Dir<'_>) -> Vec<String> {
    let mut names: Vec<String> = folder
        .files()
        .filter_map(|file| file.path().to_str()?.strip_suffix(".toml").map(str::to_string))
        // Process files of participatory budgets stand beside the scenarios and are none.
        .filter(|name| !name.ends_with(".budget"))
        .collect();
    names.sort();
    names
}

/// The layers of a file already read.
pub fn gather(first: Source, over: Over, problems: &mut Problems) -> Vec<Layer> {
    gather_with(first, &[], over, problems)
}

/// The layers of a file already read, then others that stand in no scenario file, then what lies over all.
pub fn gather_with(first: Source, between: &[Layer], over: Over, problems: &mut Problems) -> Vec<Layer> {
    let mut layers = Vec::new();
    let mut families = Families::new();
    extend(
        Arc::new(first),
        (Part::Scenario, &mut families),
        &mut Vec::new(),
        &mut layers,
        problems,
    );
    mark(&mut layers, &families);
    if let Some(area) = over.area {
        place(area, &mut layers, problems);
    }
    layers.extend(between.iter().cloned());
    let own = Own::read(&layers, problems);
    let mut sets: Vec<Arc<Source>> = own.sets.into_iter().map(|(_, found)| found).collect();
    for name in over.assume {
        // The plain name of a shipped set may be that of a scenario too: here the set is meant.
        match lookup::set(SETS, name) {
            // What the scenario believes by itself may be typed as well.
            Ok(found) if sets.iter().any(|known| known.sha256 == found.sha256) => {}
            Ok(found) => sets.push(Arc::new(found)),
            Err(problem) => problems.push(suggest(problem, name, &shipped_sets())),
        }
    }
    for found in sets {
        extend(
            found,
            (Part::Assumed, &mut families),
            &mut Vec::new(),
            &mut layers,
            problems,
        );
    }
    for (_, line) in own
        .values
        .into_iter()
        .filter(|(text, _)| !believes::is_typed(text, over.set))
    {
        let source = Arc::new(line);
        let table = tree::parse(&source, problems);
        layers.push(Layer {
            part: Part::Assumed,
            source,
            table,
            stands: false,
        });
    }
    for text in over.set {
        match set(text) {
            Ok(source) => {
                let source = Arc::new(source);
                let table = tree::parse(&source, problems);
                problems
                    .0
                    .extend(NOT_SET.iter().filter_map(|(key, why)| not_set(&table, key, why)));
                layers.push(Layer {
                    part: Part::Set,
                    source,
                    table,
                    stands: false,
                });
            }
            Err(problem) => problems.push(problem),
        }
    }
    for layer in &mut layers {
        into::redirect(&mut layer.table, problems);
    }
    layers
}

/// What stands at the top of a file and means nothing among what is laid over one, and what does it instead.
const NOT_SET: [(&str, &str); 4] = [
    (
        "extends",
        "the name of another scenario in place of this one, or a file that extends both",
    ),
    (
        "description",
        "a file that extends the scenario and has a title and a description of its own",
    ),
    ("assume", "`--assume NAME`"),
    ("believe", "`--set KEY=VALUE` for the assumption itself"),
];

/// Refuses an override that would change nothing.
fn not_set(table: &tree::Table, key: &str, instead: &str) -> Option<Problem> {
    let entry = table.get(key)?;
    let fault = Fault::Joint(format!(
        "`--set {key}=…` changes nothing: the files are chosen and described before it is laid over them"
    ));
    Some(Problem::at(fault, &entry.key, key).expecting(instead))
}

/// The folder of tables of the country of which places are made.
const COUNTRY: &str = "england";

/// Lays a place over the files that describe the base year, if they describe the country it is a part of.
fn place(area: &Arc<Source>, layers: &mut Vec<Layer>, problems: &mut Problems) {
    let at = layers.iter().rposition(|layer| layer.stands).map_or(0, |last| last + 1);
    let other = layers.iter().take(at).find(|layer| {
        let data = layer.table.get("data").map(|entry| &entry.node.value);
        let own_data = data.is_some_and(|value| !matches!(value, Value::Text(name) if name == COUNTRY));
        let own_year = layer.table.contains_key("start_year") && data.is_none();
        let already = layer.table.get("already").map(|entry| &entry.node.value);
        own_data || own_year || matches!(already, Some(Value::Switch(true)))
    });
    if let Some(layer) = other {
        let name = area.is_made().map_or(area.name.as_str(), |made| made.name.as_str());
        let fault = Fault::Joint(format!(
            "{} describes a place or a time of its own, and --area makes {name} out of England as it is: use it without --area",
            layer.source.name
        ));
        let whole = Place {
            source: layer.source.clone(),
            span: 0..0,
        };
        problems.push(Problem::at(fault, &whole, "data"));
        return;
    }
    let table = tree::parse(area, problems);
    layers.insert(
        at,
        Layer {
            part: Part::Place,
            source: area.clone(),
            table,
            stands: true,
        },
    );
}

fn same(a: &Source, b: &Source) -> bool {
    a.root == b.root && a.path == b.path
}

fn extend(
    source: Arc<Source>,
    (part, families): (Part, &mut Families),
    open: &mut Vec<Arc<Source>>,
    layers: &mut Vec<Layer>,
    problems: &mut Problems,
) {
    let mut table = tree::parse(&source, problems);
    open.push(source.clone());
    let names = table.remove("extends").map(|entry| match entry.node.value {
        Value::Text(name) => vec![(name, entry.node.place)],
        Value::Array(items) => items
            .into_iter()
            .filter_map(|item| match item.value {
                Value::Text(name) => Some((name, item.place)),
                other => {
                    problems.push(not_a_name(&other, &item.place));
                    None
                }
            })
            .collect(),
        other => {
            problems.push(not_a_name(&other, &entry.node.place));
            Vec::new()
        }
    });
    let mut named = Vec::new();
    for (name, place) in names.unwrap_or_default() {
        match lookup::beside(&source, &name) {
            Err(problem) => problems.push(Problem {
                place: Some(place),
                key: "extends".to_string(),
                ..problem
            }),
            Ok(found) => {
                let found = Arc::new(found);
                named.push(found.clone());
                if let Some(from) = open.iter().position(|other| same(other, &found)) {
                    let names = open[from..]
                        .iter()
                        .map(|other| other.name.as_str())
                        .chain([found.name.as_str()]);
                    let ring = names.collect::<Vec<_>>().join(" → ");
                    problems.push(Problem::at(Fault::Cycle { ring }, &place, "extends"));
                } else if layers.iter().any(|layer| same(&layer.source, &found)) {
                    // Already laid lower down.
                } else if layers.len() + open.len() >= MOST_FILES {
                    problems.push(Problem::at(Fault::TooDeep { limit: MOST_FILES }, &place, "extends"));
                } else {
                    extend(found, (part, families), open, layers, problems);
                }
            }
        }
    }
    open.pop();
    families.push((source.clone(), named));
    layers.push(Layer {
        part,
        source,
        table,
        stands: false,
    });
}

fn not_a_name(found: &Value, place: &Place) -> Problem {
    let fault = Fault::WrongKind {
        found: found.found(),
        expected: "the name of a scenario file".to_string(),
    };
    Problem::at(fault, place, "extends")
}

/// `key=value` as a file of one line; `key=value@2027` holds from that year. A value that is not TOML is taken as text:
/// `--set a.b=60%`.
pub(super) fn set(text: &str) -> Result<Source, Problem> {
    let wrong = || Problem::new(Fault::Override(text.to_string()));
    let (key, value) = text.split_once('=').ok_or_else(wrong)?;
    let (key, value) = (key.trim(), value.trim());
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    if key.is_empty() || value.is_empty() || !key.chars().all(plain) || value.contains('\n') {
        return Err(wrong());
    }
    let plainly = |value: &str| {
        let line = format!("{key} = {value}");
        match toml::de::DeTable::parse(&line) {
            Ok(_) => value.to_string(),
            Err(_) => toml::Value::String(value.to_string()).to_string(),
        }
    };
    let line = match dated(key, value) {
        Some(("", _)) => return Err(wrong()),
        // What says more than a value can say its year itself.
        Some((value, _)) if value.starts_with('{') => {
            return Err(wrong().expecting("`start_year` inside the braces, or a plain value before the `@`"));
        }
        Some((value, year)) => format!("{key} = {{ value = {}, start_year = {} }}", plainly(value), &year[..4]),
        None if key.contains('.')
            && value
                .rsplit_once('@')
                .is_some_and(|(_, year)| year.starts_with(|c: char| c.is_ascii_digit())) =>
        {
            return Err(wrong().expecting("a year after the `@`, such as `@2027` or `@2027/28`"));
        }
        None => format!("{key} = {}", plainly(value)),
    };
    Ok(Source::new("--set", Root::CommandLine, text, line))
}

/// Parts the year from `value@2027` or `value@2027/28`. Only an assumption, which stands in a section, can begin in a year.
fn dated<'a>(key: &str, value: &'a str) -> Option<(&'a str, &'a str)> {
    let (value, year) = value.rsplit_once('@')?;
    let digits = |text: &str, many: usize| text.len() == many && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = match year.split_once('/') {
        None => digits(year, 4),
        Some((first, last)) => {
            let next = first.parse::<u16>().map_or(u16::MAX, |first| (first + 1) % 100);
            digits(first, 4) && digits(last, 2) && last.parse() == Ok(next)
        }
    };
    (is_year && key.contains('.')).then(|| (value.trim_end(), year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(files: &[(&str, &str)]) -> (Vec<String>, Problems) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut problems = Problems::default();
        let layers = read(
            &folder.path().join(files[0].0).display().to_string(),
            Over::default(),
            &mut problems,
        );
        (layers.iter().map(|layer| layer.source.path.clone()).collect(), problems)
    }

    #[test]
    fn files_are_laid_in_the_order_named_and_a_shared_base_counts_once() {
        let (order, problems) = load(&[
            ("top.toml", "extends = [\"a\", \"sub/b.toml\"]"),
            ("a.toml", "extends = \"base.toml\""),
            ("sub/b.toml", "extends = \"../base.toml\""),
            ("base.toml", ""),
        ]);
        assert!(problems.is_empty(), "{problems}");
        assert_eq!(order, ["base.toml", "a.toml", "sub/b.toml", "top.toml"]);
    }

    #[test]
    fn a_ring_is_refused_with_its_members_named() {
        let (_, problems) = load(&[("a.toml", "extends = \"b.toml\""), ("b.toml", "extends = \"a\"")]);
        assert!(
            matches!(&problems.0[0].fault, Fault::Cycle { ring } if ring.contains("b.toml")),
            "{problems}"
        );
    }

    #[test]
    fn a_path_above_the_first_file_is_refused() {
        let (_, problems) = load(&[("a.toml", "extends = \"../b.toml\"\n")]);
        assert!(matches!(&problems.0[0].fault, Fault::Escapes { .. }), "{problems}");
        let (_, problems) = load(&[("a.toml", "extends = [\"/etc/passwd\", 3, \"none\"]\n")]);
        assert_eq!(problems.0.len(), 3, "{problems}");
    }

    #[test]
    fn a_set_takes_toml_or_plain_text() {
        assert_eq!(set("a.b = 0.5").unwrap().text, "a.b = 0.5");
        assert_eq!(set("a.b=60%").unwrap().text, "a.b = \"60%\"");
        assert_eq!(set("a.b={ value = 1 }").unwrap().text, "a.b = { value = 1 }");
        assert_eq!(
            set("a.b=60%@2027").unwrap().text,
            "a.b = { value = \"60%\", start_year = 2027 }"
        );
        assert_eq!(
            set("a.b=0.5@2027").unwrap().text,
            "a.b = { value = 0.5, start_year = 2027 }"
        );
        assert_eq!(set("title=me@2027").unwrap().text, "title = \"me@2027\"");
        for bad in [
            "a.b=@2027",
            "a.b={ value = 1 }@2027",
            "a.b",
            "=1",
            "a=",
            "a b=1",
            "a=1\n[x]",
        ] {
            assert!(set(bad).is_err(), "{bad}");
        }
    }
}
