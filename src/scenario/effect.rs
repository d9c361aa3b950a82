//! What makes a number an effect: the value that means no effect, where the shrunk reading puts its weight, the published
//! range, and the several values of which a scenario chooses one.

use super::distribution::Distribution;
use super::problem::{Fault, Problem};
use super::reading::{Expect, GIVERS, Given, Reader, Reading};
use super::tree::{Entry, Table, Value};

/// The keys of an effect, read.
#[derive(Debug, Default)]
pub struct EffectParts {
    /// The value that means no effect.
    pub no_effect: Option<f64>,
    /// Where the weight goes that the shrunk reading takes from the effect.
    pub shrunk_to: Option<Distribution>,
    /// The same, in one spelling.
    pub shrunk_to_text: Option<String>,
    /// The published range.
    pub range: Option<(f64, f64)>,
    /// Estimates by id of evidence.
    pub alternatives: Vec<(String, Reading)>,
    /// Values by id of claim.
    pub claims: Vec<(String, Reading)>,
}

impl Reader<'_> {
    /// Reads the keys of an effect in the table of an assumption.
    pub fn effect(&mut self, table: &Table, expect: &Expect) -> EffectParts {
        let reader = self;
        let mut parts = EffectParts::default();
        if let Some(entry) = table.get("no_effect") {
            parts.no_effect = reader.scalar(&entry.node, expect);
        }
        if let Some(entry) = table.get("shrunk_to") {
            parts.shrunk_to = shrunk_to(reader, entry, expect);
            parts.shrunk_to_text = Some(entry.node.value.canonical());
        }
        if let Some(entry) = table.get("published") {
            parts.range = range(reader, entry, expect);
        }
        for (name, list) in [("alternatives", &mut parts.alternatives), ("claims", &mut parts.claims)] {
            let Some(entry) = table.get(name) else { continue };
            let Value::Table(offered) = &entry.node.value else {
                wrong(reader, entry, expect, "a table of values by the id of their evidence");
                continue;
            };
            for (id, entry) in offered {
                let key = format!("{}.{name}.{id}", expect.key);
                let inner = Expect {
                    key: &key,
                    path: false,
                    extra: &[],
                    ..expect.clone()
                };
                match reader.assumption(&entry.node, &inner) {
                    Some(found) if found.given.is_none() || !found.claims.is_empty() => {
                        wrong(reader, entry, &inner, "a value or a distribution, with its evidence")
                    }
                    Some(found) => list.push((id.clone(), found)),
                    None => {}
                }
            }
        }
        parts
    }
}

fn shrunk_to(reader: &mut Reader, entry: &Entry, expect: &Expect) -> Option<Distribution> {
    if let Value::Table(table) = &entry.node.value
        && let [(word, inner)] = table.iter().collect::<Vec<_>>().as_slice()
        && GIVERS.contains(&word.as_str())
        && *word != "by_year"
    {
        return match reader.given(word, inner, expect)? {
            Given::Number(number) => Some(Distribution::Fixed(number)),
            Given::Uncertain(distribution, _) => Some(distribution),
            Given::ByYear(_) => None,
        };
    }
    wrong(
        reader,
        entry,
        expect,
        "a table with one distribution, such as { normal = { mean = 0, sd = 1 } }",
    );
    None
}

fn range(reader: &mut Reader, entry: &Entry, expect: &Expect) -> Option<(f64, f64)> {
    let Value::Array(items) = &entry.node.value else {
        wrong(reader, entry, expect, "two numbers, the published range");
        return None;
    };
    let numbers: Option<Vec<f64>> = items
        .iter()
        .map(|item| reader.number(item, expect.key, expect.unit, expect.change))
        .collect();
    match numbers?.as_slice() {
        [low, high] if low <= high => Some((*low, *high)),
        _ => {
            wrong(reader, entry, expect, "two numbers, the lower one first");
            None
        }
    }
}

fn wrong(reader: &mut Reader, entry: &Entry, expect: &Expect, expected: &str) {
    let fault = Fault::WrongKind {
        found: entry.node.value.found(),
        expected: expected.to_string(),
    };
    reader.problems.push(Problem::at(fault, &entry.node.place, expect.key));
}
