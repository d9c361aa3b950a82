//! The size of a place: which amounts are those of the country beneath, and which are the place's own.
//!
//! A place may be smaller than the country whose tables and assumptions it stands on, and one lever says by how much
//! (`care.scale`). Amounts that stand beneath, in the files that describe the base year of that country, are brought to
//! the size of the place: the £201 billion of England are £2.3 billion for a county of 660,000 people. An amount that
//! somebody writes in a file over it is an amount *of the place*, and £10 million are £10 million. What is meant for the
//! whole country says so: `"£1bn national"`, or `national = true` beside the value.
//!
//! ```text
//!  england.toml       201104 [£m]     size 1       ─┐ × size of the place / size where it was said
//!  kent.toml          care.scale = 0.0276           ├─► 5550 [£m]
//!                     gross_spending = "£640m"     ─┘ (as written)
//!  policy.toml        addition = "£10m"                (as written)
//!                     addition = "£1bn national"       × size of the place
//! ```
//!
//! A table of people is the place's own if the file that names its folder, or one beneath, says the size too.

use super::families::PURE;
use super::layer::{Layer, Part};
use super::problem::{Fault, Problem, Problems};
use super::reading::Given;
use super::tree::{Node, Value, find};
use super::unit::{NATIONAL, parse_quantity, without_national};

/// The size of the place, and the size that was in force where each layer speaks.
#[derive(Clone, Debug)]
pub(super) struct Sizes {
    at: Vec<f64>,
    last: f64,
}

impl Sizes {
    /// Reads the size from the layers; 1 where nothing says it.
    pub(super) fn read(layers: &[Layer], key: Option<&str>, problems: &mut Problems) -> Sizes {
        let mut last = 1.0;
        let mut at = Vec::with_capacity(layers.len());
        for layer in layers {
            if let (Some(key), true) = (key, layer.part != Part::Assumed)
                && let Some(node) = find(&layer.table, key)
            {
                match plain(node) {
                    Some(size) if size > 0.0 => last = size,
                    // A number out of bounds is told with every other such lever.
                    Some(_) => {}
                    None => {
                        let fault = Fault::WrongKind {
                            found: node.value.found(),
                            expected: "one number, the same in every year and draw: the size of the place".to_string(),
                        };
                        problems.push(Problem::at(fault, &node.place, key));
                    }
                }
            }
            at.push(last);
        }
        Sizes { at, last }
    }

    /// What an amount that a layer says is multiplied by.
    pub(super) fn factor(&self, layer: usize, stands: bool, national: bool) -> f64 {
        match (national, stands) {
            (true, _) => self.last,
            (false, true) => self.last / self.at(Some(layer)),
            (false, false) => 1.0,
        }
    }

    /// The size in force where a layer speaks; that of the country where there is none.
    pub(super) fn at(&self, layer: Option<usize>) -> f64 {
        layer.and_then(|layer| self.at.get(layer).copied()).unwrap_or(1.0)
    }
}

/// The one number that a node gives, if it gives one for all years.
fn plain(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => parse_quantity(text, "ratio").ok(),
        Value::Table(table) if !table.contains_key("start_year") && !table.contains_key("end_year") => {
            plain(&table.get("value").or_else(|| table.get("fixed"))?.node)
        }
        _ => None,
    }
}

/// Whether an amount says that it is the whole country's: in its text, in each of its numbers, or once beside it. Where one of its numbers
/// says so and another does not, nobody can know what is meant: told as a fault, and not read either way.
pub(super) fn national(node: &Node, key: &str, problems: &mut Problems) -> bool {
    if let Value::Table(table) = &node.value
        && let Some(Value::Switch(true)) = table.get(NATIONAL).map(|entry| &entry.node.value)
    {
        return true;
    }
    let mut parts = Parts::default();
    match &node.value {
        Value::Table(table) => super::reading::GIVERS
            .iter()
            .filter_map(|giver| table.get(*giver))
            .for_each(|entry| parts.gather(&entry.node)),
        _ => parts.gather(node),
    }
    if let (true, Some(other)) = (parts.country, parts.place) {
        let text = format!(
            "`{key}` says of one of its amounts that it is {NATIONAL} and of another not: write the word after each, or `{NATIONAL} = true` \
             once beside them"
        );
        problems.push(Problem::at(Fault::Joint(text), &other.place, key));
    }
    parts.country
}

/// What the numbers of a value say of their size.
#[derive(Default)]
struct Parts<'a> {
    /// Whether one is the whole country's.
    country: bool,
    /// The first that is the place's own.
    place: Option<&'a Node>,
}

impl<'a> Parts<'a> {
    fn gather(&mut self, node: &'a Node) {
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| self.gather(item)),
            Value::Table(table) => table
                .iter()
                .filter(|(name, _)| {
                    !["family", "weight", "weights"].contains(&name.as_str()) && !PURE.contains(&name.as_str())
                })
                .for_each(|(_, entry)| self.gather(&entry.node)),
            Value::Text(text) if without_national(text).is_some() => self.country = true,
            // Nothing is as much for a place as for a country.
            _ if plain(node) == Some(0.0) || matches!(&node.value, Value::Text(text) if nothing(text)) => {}
            Value::Number(_) | Value::Text(_) => {
                self.place.get_or_insert(node);
            }
            _ => {}
        }
    }
}

/// Whether a text says an amount of nothing, like `£0`.
fn nothing(text: &str) -> bool {
    text.chars().any(|one| one == '0') && !text.chars().any(|one| one.is_ascii_digit() && one != '0')
}

/// What was given, brought to another size.
pub(super) fn sized(given: Given, factor: f64) -> Given {
    match given {
        given if factor == 1.0 => given,
        Given::Number(number) => Given::Number(number * factor),
        Given::Uncertain(distribution, remark) => Given::Uncertain(distribution.times(factor), remark),
        Given::ByYear(points) => {
            Given::ByYear(points.into_iter().map(|(year, value)| (year, value * factor)).collect())
        }
    }
}

/// An amount that was brought to another size, in one spelling.
pub(super) fn words(given: &Given, text: &str, factor: f64) -> String {
    if factor == 1.0 {
        return text.to_string();
    }
    match given {
        Given::Number(number) => short(*number),
        Given::Uncertain(distribution, _) => {
            let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|u| short(distribution.quantile(u)));
            format!("interval = {{ p10 = {p10}, p50 = {p50}, p90 = {p90} }}")
        }
        Given::ByYear(points) => {
            let points: Vec<String> = points
                .iter()
                .map(|(year, value)| format!("{year} = {}", short(*value)))
                .collect();
            format!("by_year = {{ {} }}", points.join(", "))
        }
    }
}

/// What is said of an amount that was brought to another size: what stands in the file, and by how much.
pub(super) fn remark(text: &str, factor: f64) -> String {
    format!("the country's {text}, times {}", short(factor))
}

/// A number with six digits.
fn short(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let digits = (5.0 - number.abs().log10().floor()).clamp(0.0, 12.0) as usize;
    let text = format!("{number:.digits$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    }
}
