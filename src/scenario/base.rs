//! Which files describe the base year, and which base year it is.

use std::sync::Arc;

use super::layer::{Layer, Part};
use super::source::Source;
use super::tree::{Table, Value};

/// Which file extends which: of each, the files that it names.
pub(super) type Families = Vec<(Arc<Source>, Vec<Arc<Source>>)>;

/// Whether a file says itself that it describes a base year.
pub(super) fn describes(table: &Table) -> bool {
    let already = table.get("already").map(|entry| &entry.node.value);
    table.contains_key("start_year") || table.contains_key("data") || matches!(already, Some(Value::Switch(true)))
}

/// Marks the layers that describe the base year: those that say so, and all that they extend. Where none says so, what the
/// named file extends is the base; a file that stands alone is its own.
pub(super) fn mark(layers: &mut [Layer], families: &Families) {
    let Some(top) = layers.iter().rposition(|layer| layer.part == Part::Scenario) else {
        return;
    };
    let mut open: Vec<Arc<Source>> = layers
        .iter()
        .filter(|layer| layer.part == Part::Scenario && describes(&layer.table))
        .map(|layer| layer.source.clone())
        .collect();
    if open.is_empty() {
        let named = &layers[top].source;
        let beneath = families.iter().find(|(file, _)| same(file, named));
        open = beneath.map_or(Vec::new(), |(_, files)| files.clone());
        if open.is_empty() {
            open.push(named.clone());
        }
    }
    while let Some(file) = open.pop() {
        let standing = |layer: &&mut Layer| layer.part == Part::Scenario && same(&layer.source, &file) && !layer.stands;
        for layer in layers.iter_mut().filter(standing) {
            layer.stands = true;
        }
        if let Some((_, files)) = families.iter().find(|(one, _)| same(one, &file)) {
            let next = files.iter().filter(|file| {
                let known = layers.iter().find(|layer| same(&layer.source, file));
                known.is_some_and(|layer| !layer.stands)
            });
            open.extend(next.cloned());
        }
    }
}

fn same(a: &Source, b: &Source) -> bool {
    a.root == b.root && a.path == b.path
}

/// The base year that the layers say, if any does.
pub(super) fn base_year(layers: &[Layer]) -> Option<u16> {
    let said = layers.iter().rev().filter(|layer| layer.part != Part::Assumed);
    let mut years = said.filter_map(|layer| match layer.table.get("start_year")?.node.value {
        Value::Number(year) if (0.0..=f64::from(u16::MAX)).contains(&year) => Some(year as u16),
        _ => None,
    });
    years.next()
}
