//! NHS money answers to waits as things stand, the same in every world that is compared: no decision is paid for, or pays, by
//! the waits that it brings.

use carepool::projection::{Plans, YearParts, draw};
use carepool::scenario::{Sampler, Scenario};
use carepool::world::YearRecord;

use crate::runs::{PEOPLE, SEED, england, load, lockstep, one_draw};

/// Published plans end after 2028: six years of money that may follow.
const YEARS: usize = 11;

/// NHS envelope and waiting list, by world and year.
fn money(scenarios: impl IntoIterator<Item = Scenario>, number: u64) -> Vec<Vec<(f64, f64)>> {
    let plans: Plans = lockstep(scenarios);
    let mut worlds = vec![Vec::new(); plans.len()];
    let mut observer = |world: usize, _: usize, _: &YearRecord, parts: &YearParts<'_>| {
        let waiting: f64 = parts.services.planned.waiting().iter().sum();
        worlds[world].push((parts.budgets.envelopes[0], waiting));
    };
    draw(&plans, &Sampler::plain(SEED), number, 0, PEOPLE, YEARS, &mut observer).expect("the books close");
    worlds
}

const FOLLOWS: &str = "funding.nhs.follows_waits=0.03";

#[test]
fn a_decision_that_lengthens_waits_gets_no_more_money_by_it() {
    for number in 0..4 {
        let shift = "balance_of_care.shift_from_hospital=0.02@2026";
        let [as_is, shifted] = money([england(&[FOLLOWS]), england(&[FOLLOWS, shift])], number)
            .try_into()
            .expect("two worlds");
        let (last, of_shifted) = (as_is[YEARS - 1], shifted[YEARS - 1]);
        assert!(
            of_shifted.1 > 1.1 * last.1,
            "it lengthens the list: {last:?} {of_shifted:?}"
        );
        for (one, other) in as_is.iter().zip(&shifted) {
            assert_eq!(one.0, other.0, "the same money in every year");
        }
    }
}

#[test]
fn money_grows_faster_where_more_wait_and_slower_where_fewer_do_and_not_before_plans_end() {
    for number in 0..6 {
        let [as_written, follows] =
            ["funding.nhs.follows_waits=0", FOLLOWS].map(|set| money([england(&[set])], number).remove(0));
        for (one, other) in as_written[..=4].iter().zip(&follows[..=4]) {
            assert_eq!(one.0, other.0, "as planned");
        }
        // The first year after the plans answers to the wait of the year before, which is the same in both.
        let longer = as_written[4].1 > as_written[0].1 * 1.1;
        let shorter = as_written[4].1 < as_written[0].1 * 0.9;
        let more = follows[5].0 / as_written[5].0;
        assert!(!longer || more > 1.0, "draw {number}: {more} {as_written:?}");
        assert!(!shorter || more < 1.0, "draw {number}: {more} {as_written:?}");
    }
}

#[test]
fn a_scenario_alone_is_what_it_is_beside_england() {
    let reform = || load("community-shift", &[FOLLOWS.to_string()]);
    let alone = one_draw(&lockstep([reform()]), 3, PEOPLE, YEARS).remove(0);
    let beside = one_draw(&lockstep([england(&[FOLLOWS]), reform()]), 3, PEOPLE, YEARS).remove(1);
    for (one, other) in alone.iter().zip(&beside) {
        assert_eq!(one.record, other.record);
    }
}
