//! Distributions as they stand in a file: which parameters each family takes, and what they must be.

use std::collections::BTreeMap;

use super::catalogue::bounds;
use super::distribution::Distribution;
use super::fit::{self, Family};
use super::problem::{Fault, Problem, nearest};
use super::quantiles::Quantiles;
use super::reading::{Expect, GIVERS, Reader};
use super::tree::{Node, Table, Value};

/// Parameters of a distribution that are of its shape, and no amounts.
pub(super) const PURE: [&str; 6] = ["mu", "sigma", "a", "b", "shape", "level"];

/// Share outside the bounds that is rounding, not meaning.
const NOTHING: f64 = 1e-6;

impl Reader<'_> {
    /// A distribution, by the word that introduces it.
    pub(super) fn distribution(
        &mut self,
        word: &str,
        node: &Node,
        expect: &Expect,
        note: &mut Option<String>,
    ) -> Option<Distribution> {
        let before = self.problems.0.len();
        let built = match word {
            "mixture" => self.mixture(node, expect, note),
            "value" | "fixed" => self
                .number(node, expect.key, expect.unit, expect.change)
                .map(|value| Ok(Distribution::Fixed(value))),
            word => self.family(word, node, expect, note),
        };
        match built {
            Some(Ok(distribution)) if self.problems.0.len() == before => Some(distribution),
            Some(Err(reason)) => {
                self.problems
                    .push(Problem::at(Fault::Distribution(reason), &node.place, expect.key));
                None
            }
            _ => None,
        }
    }

    fn mixture(
        &mut self,
        node: &Node,
        expect: &Expect,
        note: &mut Option<String>,
    ) -> Option<Result<Distribution, String>> {
        let Value::Array(items) = &node.value else {
            return Some(Err(
                "a mixture is an array of tables, each with a `weight` and a distribution".to_string(),
            ));
        };
        let mut parts = Vec::new();
        for item in items {
            let Value::Table(table) = &item.value else {
                return Some(Err(
                    "each part of a mixture is a table with a `weight` and a distribution".to_string(),
                ));
            };
            let words: Vec<&String> = table.keys().filter(|key| *key != "weight").collect();
            let [word] = words.as_slice() else {
                return Some(Err(
                    "each part of a mixture has a `weight` and exactly one distribution".to_string(),
                ));
            };
            if !GIVERS.contains(&word.as_str()) || *word == "by_year" {
                let entry = &table[*word];
                self.problems.push(
                    Problem::at(Fault::UnknownKey((*word).clone()), &entry.key, expect.key)
                        .near(nearest(word, GIVERS.iter().copied())),
                );
                return None;
            }
            let weight = match table.get("weight") {
                Some(entry) => self.number(&entry.node, expect.key, "share", false)?,
                None => return Some(Err("a part of the mixture has no `weight`".to_string())),
            };
            parts.push((weight, self.distribution(word, &table[*word].node, expect, note)?));
        }
        let total: f64 = parts.iter().map(|part| part.0).sum();
        if parts.is_empty() || parts.iter().any(|part| part.0 < 0.0) || (total - 1.0).abs() > 1e-6 {
            return Some(Err(format!(
                "the weights of a mixture are not negative and sum to 1, not {total}"
            )));
        }
        parts.retain(|part| part.0 > 0.0);
        parts.iter_mut().for_each(|part| part.0 /= total);
        Some(Ok(Distribution::Mixture(parts)))
    }

    fn family(
        &mut self,
        word: &str,
        node: &Node,
        expect: &Expect,
        note: &mut Option<String>,
    ) -> Option<Result<Distribution, String>> {
        let Value::Table(table) = &node.value else {
            let fault = Fault::WrongKind {
                found: node.value.found(),
                expected: format!("a table of the parameters of {word}"),
            };
            self.problems.push(Problem::at(fault, &node.place, expect.key));
            return None;
        };
        let known: &[&str] = match word {
            "normal" | "truncated_normal" => &["mean", "sd", "low", "high"],
            "lognormal" => &["mu", "sigma", "mean", "sd", "low", "high"],
            "beta" => &["a", "b", "mean", "sd", "low", "high"],
            "gamma" => &["shape", "scale", "mean", "sd", "low", "high"],
            "triangular" | "pert" => &["low", "mode", "high"],
            "uniform" => &["low", "high"],
            "interval" => &["p10", "p50", "p90", "low", "high", "level", "family"],
            _ => &["values", "weights"],
        };
        for (name, entry) in table {
            if !known.contains(&name.as_str()) {
                let full = format!("{}.{word}.{name}", expect.key);
                self.problems.push(
                    Problem::at(Fault::UnknownKey(full.clone()), &entry.key, &full)
                        .expecting(format!("the parameters {}", known.join(", ")))
                        .near(nearest(name, known.iter().copied())),
                );
            }
        }
        if word == "discrete" {
            return self.discrete(table, expect);
        }
        let family = match table.get("family") {
            None => None,
            Some(entry) => match Family::WORDS
                .iter()
                .find(|(word, _)| matches!(&entry.node.value, Value::Text(text) if text == word))
            {
                Some((_, family)) => Some(*family),
                None => {
                    return Some(Err(
                        "the family of an interval is normal, lognormal, beta or gamma".to_string()
                    ));
                }
            },
        };
        let mut numbers = BTreeMap::new();
        let mut failed = false;
        for (name, entry) in table.iter().filter(|(name, _)| *name != "family") {
            let pure = PURE.contains(&name.as_str());
            let unit = if pure { "share" } else { expect.unit };
            let change = expect.change && name != "sd" && !pure;
            match self.number(&entry.node, &format!("{}.{word}.{name}", expect.key), unit, change) {
                Some(number) => {
                    numbers.insert(name.as_str(), number);
                }
                None => failed = true,
            }
        }
        if failed {
            None
        } else {
            Some(build(word, &numbers, family, expect, note))
        }
    }

    fn discrete(&mut self, table: &Table, expect: &Expect) -> Option<Result<Distribution, String>> {
        let mut list = |name: &str, unit: &str| -> Option<Vec<f64>> {
            match table.get(name).map(|entry| &entry.node.value) {
                Some(Value::Array(items)) => items
                    .iter()
                    .map(|item| self.number(item, expect.key, unit, false))
                    .collect(),
                _ => Some(Vec::new()),
            }
        };
        let (values, weights) = (list("values", expect.unit)?, list("weights", "share")?);
        let weights = if table.contains_key("weights") {
            weights
        } else {
            vec![1.0 / values.len().max(1) as f64; values.len()]
        };
        let total: f64 = weights.iter().sum();
        if values.is_empty()
            || values.len() != weights.len()
            || weights.iter().any(|w| *w < 0.0)
            || (total - 1.0).abs() > 1e-6
        {
            return Some(Err(
                "`discrete` needs as many weights as values, none negative, summing to 1".to_string(),
            ));
        }
        let mut pairs: Vec<(f64, f64)> = values.into_iter().zip(weights).filter(|pair| pair.1 > 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut upto = 0.0;
        let points = pairs.into_iter().map(|(value, weight)| {
            upto += weight / total;
            (upto, value)
        });
        Some(Ok(Distribution::Discrete(points.collect())))
    }
}

/// Builds a distribution from its parameters.
fn build(
    word: &str,
    numbers: &BTreeMap<&str, f64>,
    family: Option<Family>,
    expect: &Expect,
    note: &mut Option<String>,
) -> Result<Distribution, String> {
    let get = |name: &str| numbers.get(name).copied();
    let need = |name: &str| get(name).ok_or_else(|| format!("`{word}` needs `{name}`"));
    let positive = |name: &str, number: f64| {
        if number > 0.0 && number.is_finite() {
            Ok(number)
        } else {
            Err(format!("`{name}` must be above 0, not {number}"))
        }
    };
    let both = |first: &str, second: &str| match (get(first), get(second)) {
        (Some(a), Some(b)) => Ok(Some((a, b))),
        (None, None) => Ok(None),
        _ => Err(format!("`{first}` and `{second}` go together")),
    };
    let cut = |whole: Distribution| match (get("low"), get("high")) {
        (None, None) => Ok(whole),
        (low, high) => {
            let (low, high) = (low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY));
            whole
                .truncated(low, high)
                .ok_or_else(|| format!("nothing of it lies between {low} and {high}"))
        }
    };
    let one_of_two = |first: bool, second: bool| {
        if first && second {
            Err(format!("`{word}` is given in two ways at once"))
        } else {
            Ok(())
        }
    };
    match word {
        "normal" | "truncated_normal" => {
            if word == "truncated_normal" && get("low").is_none() && get("high").is_none() {
                return Err("`truncated_normal` needs `low` or `high`".to_string());
            }
            cut(Distribution::Normal {
                mean: need("mean")?,
                sd: positive("sd", need("sd")?)?,
            })
        }
        "lognormal" => {
            let (logs, plain) = (both("mu", "sigma")?, both("mean", "sd")?);
            one_of_two(logs.is_some(), plain.is_some())?;
            if let Some((mean, sd)) = plain {
                let (mean, sd) = (positive("mean", mean)?, positive("sd", sd)?);
                let variance = (sd / mean).powi(2).ln_1p();
                return cut(Distribution::Lognormal {
                    mu: mean.ln() - 0.5 * variance,
                    sigma: variance.sqrt(),
                });
            }
            cut(Distribution::Lognormal {
                mu: need("mu")?,
                sigma: positive("sigma", need("sigma")?)?,
            })
        }
        "beta" => {
            let (shapes, plain) = (both("a", "b")?, both("mean", "sd")?);
            one_of_two(shapes.is_some(), plain.is_some())?;
            let (a, b) = match plain {
                Some((mean, sd)) => {
                    let weight = mean * (1.0 - mean) / (positive("sd", sd)?.powi(2)) - 1.0;
                    if !(mean > 0.0 && mean < 1.0 && weight > 0.0) {
                        return Err(format!("no beta has mean {mean} and sd {sd}"));
                    }
                    (mean * weight, (1.0 - mean) * weight)
                }
                None => (need("a")?, need("b")?),
            };
            cut(Distribution::Beta {
                a: positive("a", a)?,
                b: positive("b", b)?,
                low: 0.0,
                high: 1.0,
            })
        }
        "gamma" => {
            let (shapes, plain) = (both("shape", "scale")?, both("mean", "sd")?);
            one_of_two(shapes.is_some(), plain.is_some())?;
            let (shape, scale) = match plain {
                Some((mean, sd)) => {
                    let (mean, sd) = (positive("mean", mean)?, positive("sd", sd)?);
                    ((mean / sd).powi(2), sd * sd / mean)
                }
                None => (need("shape")?, need("scale")?),
            };
            cut(Distribution::Gamma {
                shape: positive("shape", shape)?,
                scale: positive("scale", scale)?,
            })
        }
        "uniform" | "triangular" | "pert" => {
            let (low, high) = (need("low")?, need("high")?);
            if low >= high {
                return Err(format!("low ({low}) must be below high ({high})"));
            }
            if word == "uniform" {
                return Ok(Distribution::Uniform { low, high });
            }
            let mode = need("mode")?;
            if !(low..=high).contains(&mode) {
                return Err(format!("mode ({mode}) must lie between low ({low}) and high ({high})"));
            }
            if word == "triangular" {
                return Ok(Distribution::Triangular { low, mode, high });
            }
            // PERT: a beta with weight 4 on the mode.
            let at = 4.0 * (mode - low) / (high - low);
            Ok(Distribution::Beta {
                a: 1.0 + at,
                b: 5.0 - at,
                low,
                high,
            })
        }
        _ => interval(numbers, family, expect, note),
    }
}

/// An interval: three quantiles, or two ends with a level.
fn interval(
    numbers: &BTreeMap<&str, f64>,
    family: Option<Family>,
    expect: &Expect,
    note: &mut Option<String>,
) -> Result<Distribution, String> {
    let get = |name: &str| numbers.get(name).copied();
    let (low, high) = (get("low"), get("high"));
    if let (Some(p10), Some(p50), Some(p90)) = (get("p10"), get("p50"), get("p90")) {
        if family.is_some() || get("level").is_some() {
            return Err(
                "`family` and `level` belong to an interval with `low` and `high`, not to p10, p50, p90".to_string(),
            );
        }
        return three_quantiles([p10, p50, p90], low, high, expect, note);
    }
    if numbers.keys().any(|name| name.starts_with('p')) {
        return Err("an interval has p10, p50 and p90, or low and high".to_string());
    }
    let (Some(low), Some(high)) = (low, high) else {
        return Err("an interval has p10, p50 and p90, or low and high".to_string());
    };
    let level = get("level").unwrap_or(0.95);
    if let Some(family) = family {
        return fit::interval(low, high, level, family);
    }
    // No family named: normal, unless it would leave the bounds; then the family that lives inside them.
    let normal = fit::interval(low, high, level, Family::Normal)?;
    if normal.mass_outside(expect.low, expect.high) <= NOTHING || expect.low < 0.0 {
        return Ok(normal);
    }
    let (word, family) = if expect.high <= 1.0 && high < 1.0 {
        ("beta", Family::Beta)
    } else {
        ("lognormal", Family::Lognormal)
    };
    match fit::interval(low, high, level, family) {
        Ok(fitted) => {
            *note = Some(format!("fitted as {word}, since a normal would leave the bounds"));
            Ok(fitted)
        }
        Err(_) => Ok(normal),
    }
}

fn three_quantiles(
    [p10, p50, p90]: [f64; 3],
    low: Option<f64>,
    high: Option<f64>,
    expect: &Expect,
    note: &mut Option<String>,
) -> Result<Distribution, String> {
    if !(p10 <= p50 && p50 <= p90) {
        return Err(format!("p10 ({p10}), p50 ({p50}) and p90 ({p90}) must rise"));
    }
    if low.is_some_and(|low| p10 < low) || high.is_some_and(|high| p90 > high) {
        return Err("p10 and p90 must lie between low and high".to_string());
    }
    if p10 < expect.low || p90 > expect.high {
        return Err(format!(
            "p10 ({p10}) and p90 ({p90}) must lie inside {}",
            bounds(expect.low, expect.high, expect.unit)
        ));
    }
    if p10 == p90 {
        return Ok(Distribution::Fixed(p50));
    }
    let inside = |fitted: &Quantiles| {
        let whole = Distribution::Quantiles(fitted.clone());
        whole.mass_outside(expect.low, expect.high) <= NOTHING * NOTHING
    };
    // First as given; then held off the bounds that it would cross, each way exact at the three quantiles.
    let ends = [
        (low, high),
        (low.or(Some(expect.low)), high),
        (low, high.or(Some(expect.high))),
    ];
    for (index, (low, high)) in ends
        .into_iter()
        .chain([(low.or(Some(expect.low)), high.or(Some(expect.high)))])
        .enumerate()
    {
        if let Some(fitted) = Quantiles::fit(p10, p50, p90, low, high).filter(&inside) {
            if index > 0 {
                *note = Some("shaped so as not to cross the lever's bounds; its three quantiles are kept".to_string());
            }
            return Ok(Distribution::Quantiles(fitted));
        }
    }
    *note = Some("two of its quantiles coincide, or one lies on a bound: straight lines between them".to_string());
    let (floor, top) = (low.unwrap_or(expect.low), high.unwrap_or(expect.high));
    let lowest = (p10 - (p50 - p10)).max(floor).min(p10);
    let highest = (p90 + (p90 - p50)).min(top).max(p90);
    Ok(Distribution::Polyline(vec![
        (0.0, lowest),
        (0.1, p10),
        (0.5, p50),
        (0.9, p90),
        (1.0, highest),
    ]))
}
