//! What a reform of charging costs: one figure, whenever it begins and wherever one reads it.

use crate::runs::{self, Run, england, plan};

const DRAWS: u64 = 8;
const PEOPLE: usize = 20_000;

/// Mean over the draws of a measure of one world less that of another, in a year.
fn more(world: &Run, base: &Run, measure: &str, year: usize) -> f64 {
    let each = world
        .iter()
        .zip(base)
        .map(|(world, base)| world[year].all(measure) - base[year].all(measure));
    each.sum::<f64>() / world.len() as f64
}

#[test]
fn probe() {
    let closures: &[&[&str]] = &[&[]];
    for closure in closures {
        let limit = |year: u16| {
            let mut all = closure.to_vec();
            let one = format!("social_care.charging.upper_limit_care_home={{ value = 145159, start_year = {year} }}");
            all.push(&one);
            england(&all)
        };
        let plans = [plan(england(closure)), plan(limit(2027)), plan(limit(2034))];
        let runs = runs::draws(&plans, DRAWS, PEOPLE, 20);
        eprintln!("{closure:?}");
        for measure in [
            "care_vacancy_rate",
            "cost_agency",
            "tax_needed",
            "care_cost_older_home",
            "cost_public",
            "care_cost_public",
            "care_reform_cost",
            "care_cost_older",
            "care_charges_older",
            "cost_self_funded",
            "care_home_self_funders",
            "need_met",
            "tax_paid",
        ] {
            for world in [1, 2] {
                eprintln!(
                    "{measure} {world}: {:?}",
                    (2..20)
                        .map(|year| (more(&runs[world], &runs[0], measure, year)
                            * if measure == "need_met" || measure == "care_vacancy_rate" {
                                10000.
                            } else {
                                1.
                            })
                        .round())
                        .collect::<Vec<_>>()
                );
            }
        }
    }
}
