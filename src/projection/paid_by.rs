//! Which taxes bear what is decided besides: weights that do not add up to 1 are brought to it, and that is told.

use super::Levers;
use super::chosen::Chosen;
use crate::world::Levers as _;

/// How the weights begin, with the section before them.
const WEIGHT: &str = "funding.tax.extra_";
/// A sum as near to 1 as this is 1.
const NEAR: f64 = 0.005;

/// Places of the levers that are weights of one kind.
fn weights(kind: &str) -> Vec<usize> {
    (0..Levers::SPECS.len())
        .filter(|at| Levers::SPECS[*at].key.starts_with(kind))
        .collect()
}

/// What each tax bears, by weights that add up to something else than 1.
fn parts(kind: &str, weights: &[usize], of: impl Fn(&usize) -> f64, sum: f64) -> String {
    let bears = |at: &usize| {
        let tax = Levers::SPECS[*at].key.trim_start_matches(kind).replace('_', " ");
        format!("{tax} {:.0}%", 100.0 * of(at) / sum)
    };
    let some = weights.iter().filter(|at| of(at) > 0.0);
    some.map(bears).collect::<Vec<_>>().join(", ")
}

/// Weights that a scenario sets, and that add up to something else than 1 in its last year.
pub(super) fn bearing(name: &str, chosen: &Chosen<'_>) -> Option<String> {
    let weights = weights(WEIGHT);
    let set = weights.iter().flat_map(|at| chosen.set(*at)).max()?;
    let of = |at: &usize| chosen.own[set][*at];
    let sum: f64 = weights.iter().map(of).sum();
    if (sum - 1.0).abs() <= NEAR {
        return None;
    }
    let year = chosen.years[set];
    if sum == 0.0 {
        return Some(format!(
            "{name}: every `{WEIGHT}…` is 0 in {year}: what is decided besides falls on general taxation, all of it"
        ));
    }
    Some(format!(
        "{name}: the weights `{WEIGHT}…` add up to {sum:.2} in {year}, and each tax bears its part of that: {}. Set the others too (to 0, or so \
         that all come to 1) if something else is meant",
        parts(WEIGHT, &weights, of, sum)
    ))
}

/// How the weights of what pays now begin.
const BASE: &str = "funding.tax.base_";

/// Weights of what pays in the base year that a file of one's own or the command line sets, and that add up to something else than 1.
pub(super) fn base_weights(name: &str, chosen: &Chosen<'_>) -> Option<String> {
    let weights = weights(BASE);
    let place = weights.iter().find_map(|at| chosen.own_place(Levers::SPECS[*at].key))?;
    let of = |at: &usize| chosen.own[0][*at];
    let sum: f64 = weights.iter().map(of).sum();
    if (sum - 1.0).abs() <= NEAR {
        return None;
    }
    if sum == 0.0 {
        return Some(format!(
            "{name}: every `{BASE}…` is 0 ({place}): what pays for the NHS falls on general taxation, all of it"
        ));
    }
    Some(format!(
        "{name}: the weights `{BASE}…` add up to {sum:.2} ({place}), and each tax bears its part of that: {}. Set the others too, so that all \
         come to 1, if something else is meant",
        parts(BASE, &weights, of, sum)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::catalogue;
    use crate::scenario::Scenario;
    use crate::world::Year;

    #[test]
    fn weights_that_come_to_more_than_all_are_told_with_what_each_tax_bears() {
        let catalogue = catalogue();
        let read = |text: &str| {
            Scenario::from_text("mine.toml", text, &[], &catalogue).unwrap_or_else(|wrong| panic!("{wrong}"))
        };
        let base = read("title = \"A\"\nextends = \"england.toml\"\n");
        let years: Vec<Year> = (2024..2030).map(Year).collect();
        let told = |text: &str| {
            let own = read(&format!(
                "title = \"B\"\nextends = \"england.toml\"\n[funding.tax]\n{text}"
            ));
            Chosen::of(&own, Some(&base), &years).and_then(|chosen| bearing("mine", &chosen))
        };
        let more = told("extra_income_tax = 1\n").expect("told");
        assert!(
            more.contains("income tax 61%") && more.contains("add up to 1.6"),
            "{more}"
        );
        let all = "extra_income_tax = 1\nextra_national_insurance = 0\nextra_general_taxation = 0\n";
        assert_eq!(told(all), None);
        let none = told(&all.replace("= 1", "= 0")).expect("told");
        assert!(none.contains("falls on general taxation"), "{none}");
        assert_eq!(told(""), None);
    }

    #[test]
    fn weights_of_what_pays_now_are_told_where_they_are_ones_own() {
        let catalogue = catalogue();
        let years: Vec<Year> = (2024..2030).map(Year).collect();
        let told = |sets: &[&str]| {
            let sets: Vec<String> = sets.iter().map(|set| (*set).to_string()).collect();
            let own = Scenario::from_text(
                "mine.toml",
                "title = \"A\"\nextends = \"england.toml\"\n",
                &sets,
                &catalogue,
            )
            .unwrap_or_else(|wrong| panic!("{wrong}"));
            Chosen::of(&own, None, &years).and_then(|chosen| base_weights("mine", &chosen))
        };
        assert_eq!(told(&[]), None);
        let more = told(&["funding.tax.base_income_tax=0.72"]).expect("told");
        assert!(
            more.contains("add up to 1.36") && more.contains("income tax 53%"),
            "{more}"
        );
        let all = [
            "funding.tax.base_income_tax=0.5",
            "funding.tax.base_general_taxation=0.3",
        ];
        assert_eq!(told(&all), None);
    }
}
