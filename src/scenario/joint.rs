//! What binds several assumptions together: shares that sum to 1, and rank correlations.
//!
//! `[[shares]]` gives the levers of a list a Dirichlet distribution (independent gammas, normalised). `[[correlation]]`
//! ties the draws of two or more uncertain assumptions by a Gaussian copula: the rank correlation *r* wanted becomes the
//! normal correlation *2 sin(π r / 6)* (exact for the copula), and each group of tied assumptions must have a
//! positive semidefinite matrix. Unlike other arrays, the entries of later layers are added to those below, and replace
//! the entry with the same keys: several assumption files each state their own.

use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::PI;

use super::design::Sampler;
use super::inverse::{normal_cdf, normal_quantile};
use super::layer::Layer;
use super::problem::{Fault, Place, Problem, Problems, nearest};
use super::reading::{META_KEYS, Meta, Reader, section_expect};
use super::tree::{Entry, Node, Table, Value};

/// Shares over a list of levers.
#[derive(Clone, Debug)]
pub struct Shares {
    /// The levers' keys.
    pub keys: Vec<String>,
    /// Mean shares; they sum to 1.
    pub mean: Vec<f64>,
    /// How sure they are: larger is tighter; nothing when they are certain.
    pub concentration: Option<f64>,
    /// Evidence.
    pub meta: Meta,
    /// Where they stand.
    pub place: Place,
}

/// A rank correlation between assumptions.
#[derive(Clone, Debug)]
pub struct Correlation {
    /// Keys of the assumptions; every pair has the correlation.
    pub between: Vec<String>,
    /// Spearman's rank correlation [-1 to 1].
    pub rank: f64,
    /// Where it stands.
    pub place: Place,
}

impl Correlation {
    /// The keys in the order of their names, and the correlation.
    pub fn words(&self) -> (String, f64) {
        let mut keys = self.between.clone();
        keys.sort();
        (keys.join(" and "), self.rank)
    }
}

fn wrong(entry: &Entry, key: &str, expected: &str) -> Problem {
    let fault = Fault::WrongKind {
        found: entry.node.value.found(),
        expected: expected.to_string(),
    };
    Problem::at(fault, &entry.node.place, key)
}

/// The tables of an array of tables.
fn tables<'a>(table: &'a Table, key: &str, problems: &mut Problems) -> Vec<(&'a Node, &'a Table)> {
    let Some(entry) = table.get(key) else { return Vec::new() };
    let Value::Array(items) = &entry.node.value else {
        problems.push(wrong(entry, key, &format!("an array of tables, as `[[{key}]]`")));
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in items {
        match &item.value {
            Value::Table(inner) => found.push((item, inner)),
            other => {
                let fault = Fault::WrongKind {
                    found: other.found(),
                    expected: "a table".to_string(),
                };
                problems.push(Problem::at(fault, &item.place, key));
            }
        }
    }
    found
}

fn unknown(table: &Table, key: &str, known: &[&str], problems: &mut Problems) {
    for (name, entry) in table
        .iter()
        .filter(|(name, _)| !known.contains(&name.as_str()) && !META_KEYS.contains(&name.as_str()))
    {
        let full = format!("{key}.{name}");
        problems.push(
            Problem::at(Fault::UnknownKey(full.clone()), &entry.key, &full).near(nearest(name, known.iter().copied())),
        );
    }
}

fn words(table: &Table, name: &str, key: &str, node: &Node, problems: &mut Problems) -> Option<Vec<String>> {
    let Some(entry) = table.get(name) else {
        problems.push(Problem::at(Fault::Missing(format!("{key}.{name}")), &node.place, key));
        return None;
    };
    let texts: Option<Vec<String>> = match &entry.node.value {
        Value::Array(items) => items
            .iter()
            .map(|item| {
                if let Value::Text(text) = &item.value {
                    Some(text.clone())
                } else {
                    None
                }
            })
            .collect(),
        _ => None,
    };
    match texts {
        Some(texts) if texts.len() >= 2 && texts.iter().collect::<BTreeSet<_>>().len() == texts.len() => Some(texts),
        _ => {
            problems.push(wrong(
                entry,
                &format!("{key}.{name}"),
                "an array of two or more different keys",
            ));
            None
        }
    }
}

/// The shares that a layer gives.
pub fn read_shares(layer: &Layer, problems: &mut Problems) -> Vec<Shares> {
    let mut found = Vec::new();
    for (node, table) in tables(&layer.table, "shares", problems) {
        unknown(table, "shares", &["keys", "dirichlet", "value"], problems);
        let Some(keys) = words(table, "keys", "shares", node, problems) else {
            continue;
        };
        let mut reader = Reader { problems };
        let meta = reader.meta(table, &section_expect("shares", "share"));
        let mut list = |entry: &Entry| -> Option<Vec<f64>> {
            let Value::Array(items) = &entry.node.value else {
                reader.problems.push(wrong(entry, "shares", "an array of shares"));
                return None;
            };
            items
                .iter()
                .map(|item| reader.number(item, "shares", "share", false))
                .collect()
        };
        let (mean, concentration) = match (
            table.get("dirichlet").map(|entry| (&entry.node.value, entry)),
            table.get("value"),
        ) {
            (None, Some(entry)) => (list(entry), None),
            (Some((Value::Table(inner), _)), None) => {
                let mean = inner.get("mean").and_then(&mut list);
                let concentration = inner
                    .get("concentration")
                    .and_then(|entry| reader.number(&entry.node, "shares.dirichlet.concentration", "", false));
                unknown(inner, "shares.dirichlet", &["mean", "concentration"], reader.problems);
                (mean, Some(concentration.unwrap_or(f64::NAN)))
            }
            _ => (None, None),
        };
        let complain = |reader: &mut Reader, text: String| {
            reader
                .problems
                .push(Problem::at(Fault::Joint(text), &node.place, "shares"))
        };
        let Some(mean) = mean else {
            complain(
                &mut reader,
                "shares need `dirichlet = { mean = […], concentration = … }` or `value = […]`".to_string(),
            );
            continue;
        };
        let total: f64 = mean.iter().sum();
        if mean.len() != keys.len() {
            complain(
                &mut reader,
                format!("there are {} shares for {} keys", mean.len(), keys.len()),
            );
        } else if mean.iter().any(|share| *share < 0.0) || (total - 1.0).abs() > 1e-6 {
            complain(
                &mut reader,
                format!("shares are not negative and sum to 1, not {total}"),
            );
        } else if concentration.is_some_and(|weight| !(weight > 0.0 && weight < 1e9)) {
            complain(&mut reader, "`concentration` must be above 0".to_string());
        } else {
            let place = node.place.clone();
            found.push(Shares {
                keys,
                mean,
                concentration,
                meta,
                place,
            });
        }
    }
    found
}

/// Refuses a correlation of a file that says otherwise of two assumptions than one before it in the same file.
fn otherwise(own: &[Correlation], one: &Correlation) -> Option<Problem> {
    let both = |other: &Correlation| one.between.iter().filter(|key| other.between.contains(key)).count() >= 2;
    let other = own.iter().find(|other| both(other) && other.rank != one.rank)?;
    let fault = Fault::Joint(format!(
        "says {} of {}, and {} says {}: two assumptions go together in one way",
        one.rank,
        one.between.join(" and "),
        other.place,
        other.rank
    ));
    Some(Problem::at(fault, &one.place, "correlation"))
}

/// The correlations of all layers in their order: what a later one says of two assumptions holds.
pub fn read_correlations(layers: &[Layer], problems: &mut Problems) -> Vec<Correlation> {
    let mut found: Vec<Correlation> = Vec::new();
    for layer in layers {
        let mut own: Vec<Correlation> = Vec::new();
        for (node, table) in tables(&layer.table, "correlation", problems) {
            unknown(table, "correlation", &["between", "rank"], problems);
            let Some(between) = words(table, "between", "correlation", node, problems) else {
                continue;
            };
            let Some(entry) = table.get("rank") else {
                problems.push(Problem::at(
                    Fault::Missing("correlation.rank".to_string()),
                    &node.place,
                    "correlation",
                ));
                continue;
            };
            let Some(rank) = (Reader { problems }).number(&entry.node, "correlation.rank", "", false) else {
                continue;
            };
            if !(-1.0..=1.0).contains(&rank) {
                let fault = Fault::OutOfBounds {
                    found: rank.to_string(),
                    bounds: "-1 to 1".to_string(),
                };
                problems.push(Problem::at(fault, &entry.node.place, "correlation.rank"));
                continue;
            }
            let one = Correlation {
                between,
                rank,
                place: node.place.clone(),
            };
            match otherwise(&own, &one) {
                Some(problem) => problems.push(problem),
                None => own.push(one),
            }
        }
        found.retain(|below| !own.iter().any(|one| one.words().0 == below.words().0));
        found.extend(own);
    }
    found
}

/// Correlations of a reader's own files that tie nothing, since fewer than two of their assumptions are uncertain here.
pub fn idle<'c>(correlations: &'c [Correlation], names: &'c [String]) -> impl Iterator<Item = &'c Correlation> {
    correlations.iter().filter(move |one| {
        let uncertain = one
            .between
            .iter()
            .filter(|key| unknown_of(names, key).is_some())
            .count();
        uncertain < 2
    })
}

/// The parameter by which a lever is uncertain: what its layers say is one unknown, which the lowest uncertain one stands for.
fn unknown_of(names: &[String], key: &str) -> Option<usize> {
    let of = |name: &String| name.split_once('#').map_or(name.as_str(), |(key, _)| key) == key;
    names.iter().position(of)
}

/// Uniform numbers of tied parameters.
#[derive(Clone, Debug)]
pub struct Tie {
    /// Indices of the parameters, in the order of their names.
    pub members: Vec<usize>,
    /// Lower triangle of the matrix's Cholesky factor, row by row.
    factor: Vec<Vec<f64>>,
}

impl Tie {
    /// Puts the numbers of its members in a draw to their places.
    pub fn place(&self, names: &[String], sampler: &Sampler, draw: u64, uniforms: &mut [f64]) {
        for (member, u) in self.members.iter().zip(self.uniforms(names, sampler, draw)) {
            uniforms[*member] = u;
        }
    }
    /// The numbers of the members in a draw: the first keeps its own.
    pub fn uniforms(&self, names: &[String], sampler: &Sampler, draw: u64) -> Vec<f64> {
        let own: Vec<f64> = self
            .members
            .iter()
            .map(|member| normal_quantile(sampler.uniform(&names[*member], draw)))
            .collect();
        self.factor
            .iter()
            .map(|row| normal_cdf(row.iter().zip(&own).map(|(weight, z)| weight * z).sum()))
            .collect()
    }
}

/// Groups correlations that share members and factors each group's matrix. Those about assumptions that are certain in
/// this scenario have nothing to tie and are passed over; those about no assumption at all are a problem.
pub fn ties(
    correlations: &[Correlation],
    names: &[String],
    known: &dyn Fn(&str) -> bool,
    problems: &mut Problems,
) -> Vec<Tie> {
    let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    let mut place_of: BTreeMap<usize, Place> = BTreeMap::new();
    for correlation in correlations {
        for key in correlation.between.iter().filter(|key| !known(key)) {
            problems.push(
                Problem::at(Fault::UnknownKey(key.clone()), &correlation.place, key)
                    .near(nearest(key, names.iter().map(String::as_str))),
            );
        }
        let members: BTreeSet<usize> = correlation
            .between
            .iter()
            .filter_map(|key| unknown_of(names, key))
            .collect();
        let normal = 2.0 * (PI * correlation.rank / 6.0).sin();
        for (a, b) in members
            .iter()
            .flat_map(|a| members.iter().map(move |b| (*a, *b)))
            .filter(|(a, b)| a < b)
        {
            pairs.insert((a, b), normal);
        }
        if members.len() >= 2 {
            members.iter().for_each(|member| {
                place_of.insert(*member, correlation.place.clone());
            });
            let (touching, mut apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| !group.is_disjoint(&members));
            apart.push(touching.into_iter().flatten().chain(members).collect());
            groups = apart;
        }
    }
    let mut ties = Vec::new();
    for group in groups {
        let mut members: Vec<usize> = group.into_iter().collect();
        members.sort_by(|a, b| names[*a].cmp(&names[*b]));
        let correlation = |a: usize, b: usize| {
            if a == b {
                1.0
            } else {
                pairs.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0)
            }
        };
        let matrix: Vec<Vec<f64>> = members
            .iter()
            .map(|a| members.iter().map(|b| correlation(*a, *b)).collect())
            .collect();
        match cholesky(&matrix) {
            Some(factor) => ties.push(Tie { members, factor }),
            None => {
                let list: Vec<&str> = members.iter().map(|member| names[*member].as_str()).collect();
                let text = format!(
                    "the correlations between {} contradict one another (not positive semidefinite)",
                    list.join(", ")
                );
                let problem = match members.first().and_then(|member| place_of.get(member)) {
                    Some(place) => Problem::at(Fault::Joint(text), place, "correlation"),
                    None => Problem::new(Fault::Joint(text)),
                };
                problems.push(problem);
            }
        }
    }
    ties
}

/// The lower factor of a positive semidefinite matrix, or nothing.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut factor: Vec<Vec<f64>> = Vec::new();
    for (row, values) in matrix.iter().enumerate() {
        let mut line: Vec<f64> = Vec::new();
        for column in 0..=row {
            let above: &[f64] = if column == row { &line } else { &factor[column] };
            let left = values[column] - line.iter().zip(above).take(column).map(|(a, b)| a * b).sum::<f64>();
            if column == row {
                if left < -1e-9 {
                    return None;
                }
                line.push(left.max(0.0).sqrt());
            } else {
                let pivot = factor[column][column];
                if pivot < 1e-7 && left.abs() > 1e-6 {
                    return None;
                }
                line.push(if pivot < 1e-7 { 0.0 } else { left / pivot });
            }
        }
        factor.push(line);
    }
    Some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_is_factored_or_refused() {
        let good = cholesky(&[vec![1.0, 0.5], vec![0.5, 1.0]]).unwrap();
        assert!((good[1][1] - 0.75f64.sqrt()).abs() < 1e-12);
        assert!(cholesky(&[vec![1.0, 1.0], vec![1.0, 1.0]]).is_some());
        let contrary = [vec![1.0, 0.9, -0.9], vec![0.9, 1.0, 0.9], vec![-0.9, 0.9, 1.0]];
        assert!(cholesky(&contrary).is_none());
    }
}
