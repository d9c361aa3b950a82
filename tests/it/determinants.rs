//! What acts on the causes of illness moves deaths, by what studies say and not beyond what happened; and nothing is free.

use carepool::world::Group;
use carepool::world::axes::FIFTHS;

use crate::runs::{self, Kept, Run, england, lockstep};

/// Simulated people: who dies is counted by expectation, so few are enough.
const PEOPLE: usize = 200;

/// Gap of life expectancy between the most deprived fifth and the rest [years].
fn gap(year: &Kept) -> f64 {
    let of = |fifth: usize| year.of("life_expectancy", Group::imd(fifth));
    (1..FIFTHS).map(of).sum::<f64>() / (FIFTHS - 1) as f64 - of(0)
}

/// Mean over the draws of what a year of one world is more than of another.
fn mean_difference(world: &Run, base: &Run, year: usize, read: impl Fn(&Kept) -> f64) -> f64 {
    let each = world
        .iter()
        .zip(base)
        .map(|(world, base)| read(&world[year]) - read(&base[year]));
    each.sum::<f64>() / world.len() as f64
}

/// Money of programmes outside health and care, and paid to people, over some years [£m].
fn spent(world: &Run, years: std::ops::RangeInclusive<usize>) -> f64 {
    let of = |year: &Kept| year.all("cost_outside") + year.all("transfers");
    let each = world
        .iter()
        .map(|draw| years.clone().map(|year| of(&draw[year])).sum::<f64>());
    each.sum::<f64>() / world.len() as f64
}

/// What the gap became narrower from 2003 to 2012 (Barr, Higgerson and Whitehead, BMJ 2017, mean of men and women) [years].
const PUBLISHED: (f64, f64) = (0.26, 0.80);
/// Pounds of 2002/03 in those of 2024/25 (scenarios/england-2002/deflator.csv).
const POUNDS_OF_2002: f64 = 1.0 / 0.5838;

/// What marmot gives the most deprived fifth of places from the NHS's money [£ a person].
const NHS_MONEY_FOR_THE_POOR: f64 = 100.0;

/// The strategy: its narrowing [years], and its money in today's pounds [£bn].
fn strategy() -> (f64, f64) {
    let worlds = ["projections/strategy-2002-without", "projections/strategy-2002"];
    let runs = runs::draws(&lockstep(worlds.map(|name| runs::load(name, &[]))), 4, PEOPLE, 11);
    let narrowed = -mean_difference(&runs[1], &runs[0], 10, gap);
    // Payments to people are stated in today's pounds.
    let paid: f64 = runs[1][0].iter().map(|year| year.all("transfers")).sum();
    let others = spent(&runs[1], 1..=10) - paid;
    (narrowed, (others * POUNDS_OF_2002 + paid) / 1e3)
}

#[test]
fn the_english_strategy_narrows_the_gap_by_months_as_it_did() {
    let (narrowed, money) = strategy();
    assert!(
        (PUBLISHED.0..=PUBLISHED.1).contains(&narrowed),
        "narrowed by {narrowed} years, published {PUBLISHED:?}"
    );
    assert!((50.0..250.0).contains(&money), "{money}bn over ten years");

    // As published, so that like is held against like; shrunk, something is left of it.
    let published = ["evidence.reading=as_published".to_owned()];
    let action: Vec<_> = [&published[..], &[]]
        .iter()
        .flat_map(|over| ["england", "marmot"].map(|name| runs::load(name, over)))
        .collect();
    let runs = runs::draws(&lockstep(action), 6, PEOPLE, 13);
    let poor = |year: &Kept| year.of("population", Group::imd(0)) * NHS_MONEY_FOR_THE_POOR / 1e6;
    let nhs: f64 = (2..=12).map(|year| poor(&runs[1][0][year])).sum();
    let mine = (spent(&runs[1], 2..=12) - spent(&runs[0], 2..=12) + nhs) / 1e3;
    let scale = mine / money;
    let by_marmot = -mean_difference(&runs[1], &runs[0], 12, gap);
    let shrunk = -mean_difference(&runs[3], &runs[2], 12, gap);
    assert!(
        (PUBLISHED.0 * scale..=PUBLISHED.1 * scale).contains(&by_marmot),
        "{by_marmot} years ({shrunk} shrunk) for £{mine}bn; the strategy {narrowed} for £{money}bn"
    );
    assert!(
        shrunk > 0.2 * by_marmot && shrunk < by_marmot,
        "shrunk {shrunk}, as published {by_marmot}"
    );
}

#[test]
fn a_minimum_income_costs_what_it_pays_and_taxpayers_pay_it() {
    let only = "programme.minimum_income.enabled=false".to_owned();
    let runs = runs::draws(
        &lockstep([runs::load("marmot", &[]), runs::load("marmot", &[only])]),
        2,
        PEOPLE,
        8,
    );
    for (with, without) in runs[0].iter().zip(&runs[1]) {
        let (with, without) = (&with[7], &without[7]);
        let paid = with.all("transfers");
        assert!((3_000.0..20_000.0).contains(&paid), "£{paid}m");
        assert_eq!(without.all("transfers"), 0.0);
        let received: f64 = (0..FIFTHS).map(|fifth| with.of("transfers", Group::imd(fifth))).sum();
        assert!((received - paid).abs() < 1e-6 * paid, "{received} of {paid}");
        let tax: f64 = (0..FIFTHS)
            .map(|fifth| with.of("tax_paid", Group::imd(fifth)) - without.of("tax_paid", Group::imd(fifth)))
            .sum();
        let administered = with.all("cost_public") - without.all("cost_public");
        assert!(
            (tax - paid - administered).abs() < 2.0,
            "taxes rose by {tax}: £{paid}m are paid out, {administered} besides"
        );
        let needed = with.all("tax_needed") - without.all("tax_needed");
        assert!((needed - tax).abs() < 2.0, "{needed} {tax}");
        let moved = with.all("cost_total") - without.all("cost_total");
        assert!(moved.abs() < 0.1 * paid, "moved, not used up: {moved}");
    }
}

#[test]
fn an_end_of_inspection_frees_time_and_costs_lives() {
    let weights = |weight: &str| {
        england(&[
            &format!("workforce.inspection_weight={{ value = {weight}, start_year = 2025 }}"),
            &format!("workforce.care.inspection_weight={{ value = {weight}, start_year = 2025 }}"),
        ])
    };
    let runs = runs::draws(&lockstep([england(&[]), weights("0"), weights("2")]), 6, PEOPLE, 6);
    let deaths = |year: &Kept| year.all("deaths");
    assert!(mean_difference(&runs[1], &runs[0], 5, deaths) > 100.0, "nobody looks");
    let waiting = |year: &Kept| year.all("waiting_list");
    assert!(
        mean_difference(&runs[2], &runs[0], 5, waiting) > 0.0,
        "time for inspectors"
    );
    assert!(
        mean_difference(&runs[1], &runs[0], 5, waiting) < 0.0,
        "time for patients"
    );
    let dependent = |year: &Kept| year.all("dependent");
    assert!(
        mean_difference(&runs[1], &runs[0], 5, dependent) > 0.0,
        "neglect in care"
    );
}
