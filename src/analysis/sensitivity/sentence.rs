//! What drove it, in a sentence.

use statrs::distribution::{ContinuousCDF as _, Normal, StudentsT};

use super::SIDES;
use super::drivers::{Driver, Drivers};

/// Share of the spread that the sentence is about; of luck, that from which it makes the most of it.
pub const HALF: f64 = 0.5;
/// Most assumptions named.
const NAMED: usize = 4;
/// How seldom chance may name any of the assumptions as a driver.
const CHANCE: f64 = 0.01;
/// Draws from which a curve can be told from chance.
const FOR_A_CURVE: usize = 128;
/// The same for each of few assumptions.
const FOR_EACH: usize = 16;
/// A share from which luck is said to be a driver.
const SOME_LUCK: f64 = 0.01;

/// Small numbers in words.
fn word(count: usize) -> String {
    const WORDS: [&str; 10] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine",
    ];
    WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_string())
}

fn per_cent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// The rank correlation that chance alone reaches with any of so many assumptions in one of a hundred runs of so many draws.
fn by_chance(draws: usize, assumptions: usize) -> f64 {
    let freedom = draws.saturating_sub(2).max(1) as f64;
    let Ok(students) = StudentsT::new(0.0, 1.0, freedom) else {
        return 1.0;
    };
    let t = students.inverse_cdf(1.0 - CHANCE / (2.0 * assumptions.max(1) as f64));
    t / (freedom + t * t).sqrt()
}

/// The low end of what an assumption makes by itself, when so many are looked at that chance picks one whose interval lies high: it is
/// widened until chance would not.
fn low_of_many(one: &Driver, assumptions: usize) -> f64 {
    let widened = Normal::standard().inverse_cdf(1.0 - CHANCE / (2.0 * assumptions.max(1) as f64)) / SIDES;
    one.first.value - widened.max(1.0) * (one.first.value - one.first.low)
}

/// Whether there are so many draws for so many assumptions that a curve can be told from chance.
fn enough_for_curves(found: &Drivers, assumptions: usize) -> bool {
    found.draws >= FOR_A_CURVE.min(FOR_EACH * assumptions)
}

/// Whether an assumption acts by itself beyond what chance picks out of so many in the draws that there are.
pub fn acts_by_itself(found: &Drivers, one: &Driver, assumptions: usize) -> bool {
    enough_for_curves(found, assumptions) && low_of_many(one, assumptions) > 0.0
}

/// That an assumption by itself makes more of the spread than the regression gives to any: it acts by a curve.
fn curved(found: &Drivers, names: &[String]) -> String {
    let most = found.drivers.iter().map(|one| one.share).fold(0.0, f64::max);
    let low = |one: &Driver| low_of_many(one, names.len());
    let alone = found
        .drivers
        .iter()
        .filter(|_| enough_for_curves(found, names.len()))
        .max_by(|one, other| low(one).total_cmp(&low(other)));
    match alone.filter(|one| low(one) > most) {
        Some(one) => format!(
            " By itself {} makes {} of it, along a curve that these shares do not follow.",
            names[one.assumption],
            per_cent(one.first.value)
        ),
        None => String::new(),
    }
}

/// The sentence: `what` is the quantity, `names` the assumptions.
pub fn sentence(found: &Drivers, what: &str, names: &[String]) -> String {
    let luck = match found.luck {
        Some(luck) if luck >= SOME_LUCK => format!(" Luck of sampling makes {} of it.", per_cent(luck.min(1.0))),
        Some(_) => " Luck of sampling makes hardly any of it.".to_string(),
        None => String::new(),
    };
    let told = |count: usize| {
        let listed: Vec<String> = found.drivers[..count]
            .iter()
            .map(|one| format!("{} ({})", names[one.assumption], per_cent(one.share)))
            .collect();
        listed.join(", ")
    };
    if found.luck.is_some_and(|luck| luck >= HALF) {
        return format!(
            "More than half of the spread of {what} is luck of sampling ({}): run more people.",
            per_cent(found.luck.unwrap_or_default().min(1.0))
        );
    }
    let luck = format!("{}{luck}", curved(found, names));
    let chance = by_chance(found.draws, names.len());
    let stands_out = |one: &Driver| one.rank.abs().max(one.partial.map_or(0.0, f64::abs)) > chance;
    match found.explaining(HALF).filter(|few| few.iter().all(stands_out)) {
        Some(few) => {
            let (count, share) = (few.len(), few.iter().map(|one| one.share).sum::<f64>());
            let (assumptions, drive) = if count == 1 {
                ("assumption", "drives")
            } else {
                ("assumptions", "drive")
            };
            let more = if count > NAMED { ", …" } else { "" };
            format!(
                "{} {assumptions} {drive} {} of the spread of {what}: {}{more}.{luck}",
                word(count),
                if share < 0.6 {
                    "half".to_string()
                } else {
                    per_cent(share)
                },
                told(count.min(NAMED))
            )
        }
        None => {
            let first = found.drivers.iter().take(3);
            let strong = first.take_while(|one| one.share > 0.0 && stands_out(one)).count();
            if strong == 0 {
                return format!(
                    "No assumption stands out as a driver of the spread of {what} beyond what chance picks out of {} in {} draws.{luck}",
                    names.len(),
                    found.draws
                );
            }
            format!(
                "No few assumptions drive half of the spread of {what}: {} of it is explained, most by {}.{luck}",
                per_cent(found.r_squared),
                told(strong)
            )
        }
    }
}

/// For each group of assumptions that move together, that they do.
pub fn together(found: &Drivers, names: &[String]) -> Vec<String> {
    found
        .together()
        .iter()
        .map(|group| {
            let listed: Vec<&str> = group.iter().map(|at| names[*at].as_str()).collect();
            let (last, before) = listed.split_last().unwrap_or((&"", &[]));
            format!(
                "{} and {last} move together (rank correlation above 0.99): no draws can tell which of them does what, and what \
                 they do together is shared equally between them.",
                before.join(", ")
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sensitivity::Index;
    use crate::analysis::sensitivity::drivers::{Driver, Partials};

    fn found(shares: &[f64], luck: Option<f64>) -> Drivers {
        Drivers {
            drivers: shares
                .iter()
                .enumerate()
                .map(|(assumption, share)| Driver {
                    assumption,
                    rank: share.sqrt(),
                    partial: None,
                    first: Index::about(*share, 0.0),
                    share: *share,
                    with: Vec::new(),
                })
                .collect(),
            partials: Partials::Few,
            r_squared: shares.iter().sum(),
            r_squared_left_out: 0.0,
            luck,
            draws: 100,
        }
    }

    #[test]
    fn the_fewest_that_make_half_are_named_and_luck_has_its_say() {
        let names: Vec<String> = ["a", "b", "c", "d"].map(str::to_string).to_vec();
        let told = |shares: &[f64], luck| sentence(&found(shares, luck), "the list", &names);
        assert_eq!(
            told(&[0.3, 0.15, 0.1, 0.02], None),
            "Three assumptions drive half of the spread of the list: a (30%), b (15%), c (10%)."
        );
        assert_eq!(
            told(&[0.9, 0.05, 0.0, 0.0], Some(0.03)),
            "One assumption drives 90% of the spread of the list: a (90%). Luck of sampling makes 3% of it."
        );
        assert!(told(&[0.2, 0.1, 0.0, 0.0], None).starts_with("No few assumptions drive half"));
        assert!(told(&[0.2, 0.1, 0.0, 0.0], Some(0.7)).contains("luck of sampling (70%)"));
        assert!(told(&[0.0; 4], None).starts_with("No assumption stands out"));
        // Of 171 assumptions one explains two thirds of 16 draws now and again, and is no driver for it.
        let mut few = found(&[0.55, 0.1, 0.0, 0.0], None);
        few.draws = 16;
        let many: Vec<String> = (0..171).map(|at| format!("a{at}")).collect();
        let said = sentence(&few, "the list", &many);
        assert!(
            said.starts_with("No assumption stands out") && said.contains("of 171 in 16 draws"),
            "{said}"
        );
        // What acts along a curve is more than its share says.
        let mut bent = found(&[0.32, 0.03, 0.0, 0.0], None);
        bent.drivers[1].first = Index::about(0.43, 0.02);
        let said = sentence(&bent, "the list", &names);
        assert!(
            said.contains("most by a (32%)") && said.contains("By itself b makes 43% of it"),
            "{said}"
        );
        // Nor is one that chance lifts by itself: of few draws nothing, of many what stays high when so many are looked at.
        let by_itself = |draws: usize, value: f64, error: f64| {
            let mut found = found(&[0.1, 0.05, 0.0, 0.0], None);
            found.draws = draws;
            found.drivers[1].first = Index::about(value, error);
            sentence(&found, "the list", &many).contains("By itself")
        };
        assert!(!by_itself(16, 0.94, 0.05));
        assert!(!by_itself(256, 0.40, 0.10));
        assert!(by_itself(256, 0.60, 0.05));
        few.draws = 256;
        assert!(sentence(&few, "the list", &many).starts_with("One assumption drives half"));
    }
}
