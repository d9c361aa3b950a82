//! Who pays for what is decided: the taxes chosen for it, of the decision alone, and not a refinancing of everything else.

use carepool::world::Group;
use carepool::world::axes::FIFTHS;

use crate::runs::{self, Kept, england, lockstep};

/// Years from the base year to 2034.
const TEN: usize = 10;

/// The rankings in which it is told who pays, each by itself.
const RANKINGS: [fn(usize) -> Group; 2] = [Group::wealth, Group::imd];

/// What each fifth of a ranking pays more in one world than in another, poorest first [£m].
fn more_tax(world: &Kept, base: &Kept, ranking: fn(usize) -> Group) -> [f64; FIFTHS] {
    std::array::from_fn(|fifth| {
        let group = ranking(fifth);
        world.of("tax_paid", group) - base.of("tax_paid", group)
    })
}

#[test]
fn what_groups_pay_more_adds_up_to_the_cost_of_what_was_decided_and_has_its_sign() {
    let decisions: [(&str, &[&str]); 5] = [
        ("free-personal-care", &[]),
        ("dilnot-cap", &[]),
        ("england", &["funding.nhs.addition={ value = 6000, start_year = 2026 }"]),
        (
            "england",
            &["funding.nhs.addition={ value = -6000, start_year = 2026 }"],
        ),
        ("growth-3-percent", &[]),
    ];
    let mut worlds = vec![england(&[])];
    worlds.extend(decisions.iter().map(|(name, over)| {
        let over: Vec<String> = over.iter().map(|text| (*text).to_owned()).collect();
        runs::load(name, &over)
    }));
    let runs = runs::draws(&lockstep(worlds), 2, 2_000, TEN + 1);
    for ((name, over), world) in decisions.iter().zip(&runs[1..]) {
        for (world, base) in world.iter().zip(&runs[0]) {
            let (world, base) = (&world[TEN], &base[TEN]);
            let cost = world.all("cost_public") - base.all("cost_public");
            for ranking in RANKINGS {
                let each = more_tax(world, base, ranking);
                let sum: f64 = each.iter().sum();
                assert!(
                    (sum - cost).abs() < 1.0,
                    "{name} {over:?}: {each:?} add to {sum}, it cost {cost}"
                );
                assert!(
                    each.iter().all(|more| more * cost > 0.0),
                    "{name} {over:?}: it cost {cost}, paid as {each:?}"
                );
            }
        }
    }
}

#[test]
fn a_levy_on_wealth_for_half_of_a_cost_charges_the_top_fifth_less_than_the_cost() {
    let plans = lockstep(["england", "whole-person-care"].map(|name| runs::load(name, &[])));
    let runs = runs::draws(&plans, 2, 2_000, TEN + 1);
    for (world, base) in runs[1].iter().zip(&runs[0]) {
        let cost = world[TEN].all("cost_public") - base[TEN].all("cost_public");
        let each = more_tax(&world[TEN], &base[TEN], Group::wealth);
        assert!(cost > 0.0 && each[FIFTHS - 1] < cost, "{cost}: {each:?}");
        assert!(each.iter().all(|more| *more > 0.0), "nobody's tax falls: {each:?}");
        assert!(
            each[0] + each[1] < each[3] && each[FIFTHS - 1] > each.iter().sum::<f64>() / 3.0,
            "the levy falls on the wealthy: {each:?}"
        );
        let places = more_tax(&world[TEN], &base[TEN], Group::imd);
        assert!(
            places[FIFTHS - 1] < each[FIFTHS - 1],
            "some of the wealthy live in poor places: {places:?}, {each:?}"
        );
    }
}
