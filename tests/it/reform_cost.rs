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
    let names = ["england", "free-personal-care", "dilnot-cap", "whole-person-care"];
    for closure in [vec![], vec!["economy.closure=standards".to_owned()]] {
        let plans: Vec<_> = names.iter().map(|name| plan(runs::load(name, &closure))).collect();
        let runs = runs::draws(&plans, 6, 10_000, 16);
        for (at, name) in names.iter().enumerate().skip(1) {
            eprintln!("# {name} {closure:?}");
            for measure in [
                "cost_public",
                "care_cost_public",
                "care_reform_cost",
                "tax_needed",
                "care_hours_received_share",
                "need_met",
                "care_unmet_people",
                "care_users_public",
            ] {
                if carepool::measures::find(measure).is_none() {
                    continue;
                }
                let scale = if measure.ends_with("met") { 1e4 } else { 1.0 };
                eprintln!(
                    "{measure}: {:?}",
                    (1..16)
                        .map(|year| (scale * more(&runs[at], &runs[0], measure, year)).round())
                        .collect::<Vec<_>>()
                );
            }
            for fifth in 0..5 {
                let group = carepool::world::Group::wealth(fifth);
                let d: f64 = runs[at]
                    .iter()
                    .zip(&runs[0])
                    .map(|(w, b)| w[10].of("tax_paid", group) - b[10].of("tax_paid", group))
                    .sum::<f64>()
                    / 6.0;
                eprintln!("tax fifth {fifth}: {d:.0}");
            }
        }
    }
}
