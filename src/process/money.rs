//! Sums of money: exact on the ballot, uncertain in the model, spelt for people.

use num_traits::ToPrimitive;

use super::fields::Fields;
use crate::budgeting::Rational;
use crate::budgeting::exact::{approximate, parse_decimal, whole};
use crate::scenario::distribution::Distribution;
use crate::scenario::problem::{Fault, Problem, Problems};
use crate::scenario::reading::{Given, Reading};
use crate::scenario::tree::{Entry, Node, Table, Value};
use crate::scenario::unit::parse_quantity;

/// What a proposal turns out to cost a year at full roll-out [£].
#[derive(Clone, Debug)]
pub enum Cost {
    /// One number.
    Known(f64),
    /// A distribution.
    Uncertain {
        /// As read.
        distribution: Distribution,
        /// As written, for the scenario to read again at its own scale: the word of the family and its parameters.
        written: (String, Node),
    },
}

/// Families whose parameters are all sums of money, so that another scale is a factor on each.
const FAMILIES: [&str; 6] = [
    "triangular",
    "uniform",
    "pert",
    "normal",
    "truncated_normal",
    "interval",
];

impl Cost {
    /// From what was read.
    pub(super) fn from(reading: Reading, fields: &Fields<'_>, problems: &mut Problems) -> Option<Cost> {
        let entry = fields.entry("cost")?;
        match reading.given {
            Some(Given::Number(number)) => Some(Cost::Known(number)),
            Some(Given::Uncertain(Distribution::Fixed(number), _)) => Some(Cost::Known(number)),
            Some(Given::Uncertain(distribution, _)) => {
                let Value::Table(table) = &entry.node.value else {
                    return None;
                };
                let family = FAMILIES.iter().find_map(|family| Some((family, table.get(*family)?)));
                let Some((family, parameters)) = family else {
                    let fault = Fault::Distribution("a cost cannot have this shape".into());
                    problems.push(
                        Problem::at(fault, &entry.node.place, &fields.key("cost"))
                            .expecting(format!("a number, or one of {}", FAMILIES.join(", "))),
                    );
                    return None;
                };
                Some(Cost::Uncertain {
                    distribution,
                    written: ((*family).to_owned(), parameters.node.clone()),
                })
            }
            _ => {
                let fault =
                    Fault::Path("a cost is a sum a year at full roll-out; `ramp_years` says how it grows".into());
                problems.push(Problem::at(fault, &entry.node.place, &fields.key("cost")));
                None
            }
        }
    }

    /// The value below which a share of it lies [£].
    pub fn quantile(&self, share: f64) -> f64 {
        match self {
            Cost::Known(pounds) => *pounds,
            Cost::Uncertain { distribution, .. } => distribution.quantile(share),
        }
    }

    /// As a node of a scenario file, every sum times `factor`.
    pub(super) fn node(&self, factor: f64, like: &Node) -> Node {
        match self {
            Cost::Known(pounds) => number(pounds * factor, like),
            Cost::Uncertain { written, .. } => {
                let mut table = Table::new();
                let entry = Entry {
                    key: like.place.clone(),
                    node: scaled(&written.1, factor, "£"),
                };
                table.insert(written.0.clone(), entry);
                Node {
                    place: like.place.clone(),
                    value: Value::Table(table),
                }
            }
        }
    }
}

/// A number at the place of another node.
pub(super) fn number(value: f64, like: &Node) -> Node {
    Node {
        place: like.place.clone(),
        value: Value::Number(value),
    }
}

/// A value or the parameters of a distribution in this unit, each times `factor`; what is no such value stays.
pub(super) fn scaled(node: &Node, factor: f64, unit: &str) -> Node {
    let value = match &node.value {
        Value::Number(number) => Value::Number(number * factor),
        Value::Text(text) => match parse_quantity(text, unit) {
            Ok(pounds) => Value::Number(pounds * factor),
            Err(_) => node.value.clone(),
        },
        Value::Table(table) => {
            let scale = |(name, entry): (&String, &Entry)| {
                let fixed = ["level", "family"].contains(&name.as_str());
                let node = if fixed {
                    entry.node.clone()
                } else {
                    scaled(&entry.node, factor, unit)
                };
                let key = entry.key.clone();
                (name.clone(), Entry { key, node })
            };
            Value::Table(table.iter().map(scale).collect())
        }
        other => other.clone(),
    };
    Node {
        place: node.place.clone(),
        value,
    }
}

/// Pounds, exact to the penny.
pub fn exact_pounds(pounds: f64) -> Rational {
    let pence = format!("{:.0}", pounds * 100.0);
    parse_decimal(&pence).unwrap_or_else(|| whole(0)) / whole(100)
}

/// Whole pence, rounded up: a search that fits pence fits the sum.
pub fn pence_of(pounds: &Rational) -> u64 {
    (pounds * whole(100)).ceil().to_integer().to_u64().unwrap_or(u64::MAX)
}

/// A sum as people say it: `£850,000`, `£1.2 million`, `£7.9 billion`.
pub fn spoken(pounds: f64) -> String {
    let size = pounds.abs();
    // What is written as nothing has no sign.
    let sign = if pounds < -0.5 { "−" } else { "" };
    let short = |value: f64| {
        let text = format!("{value:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    if size >= 999_995_000.0 {
        format!("{sign}£{} billion", short(size / 1e9))
    } else if size >= 999_995.0 {
        format!("{sign}£{} million", short(size / 1e6))
    } else {
        let digits = format!("{size:.0}");
        format!("{sign}£{}", crate::budgeting::explanation::with_thousands(&digits))
    }
}

/// The same of an exact sum.
pub fn spoken_exactly(pounds: &Rational) -> String {
    spoken(approximate(pounds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_read_as_people_say_them() {
        assert_eq!(spoken(850_000.0), "£850,000");
        assert_eq!(spoken(1_200_000.0), "£1.2 million");
        assert_eq!(spoken(-7_912_000_000.0), "−£7.91 billion");
        assert_eq!(spoken(0.0), "£0");
        assert_eq!(spoken(-0.2), "£0");
        assert_eq!(spoken(-0.7), "−£1");
    }

    #[test]
    fn pounds_become_exact_pence() {
        assert_eq!(exact_pounds(0.1), Rational::new(1.into(), 10.into()));
        assert_eq!(pence_of(&exact_pounds(12.345)), 1_234);
        assert_eq!(pence_of(&Rational::new(1.into(), 3.into())), 34);
    }
}
