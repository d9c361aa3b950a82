//! Who pays and who gets: the taxes chosen for a decision, of the decision alone; money by each ranking, which adds up to the
//! whole to the penny; and in which direction each ranking leans, as published accounts of taxes and benefits have it.

use carepool::analysis::winners::{Fate, Told, winners};
use carepool::measures;
use carepool::projection::{Engine, Plans};
use carepool::scenario::Sampler;
use carepool::world::axes::FIFTHS;
use carepool::world::{Dimension, Group};

use crate::runs::{self, Kept, england, lockstep};

/// Years from the base year to 2034.
const TEN: usize = 10;

/// The rankings in which it is told who pays, each by itself.
const RANKINGS: [fn(usize) -> Group; 3] = [Group::wealth, Group::imd, Group::income];

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

/// A penny in £ million.
const PENNY: f64 = 1e-8;

#[test]
fn money_by_any_ranking_adds_up_to_the_whole_to_the_penny() {
    let plans = lockstep(["england", "whole-person-care", "marmot"].map(|name| runs::load(name, &[])));
    let runs = runs::draws(&plans, 2, 1_000, 5);
    let mut told = Vec::new();
    for measure in measures::all().iter().filter(|measure| measure.unit == "£m") {
        for dimension in measure.groups {
            told.push((measure.name, *dimension));
            for year in runs.iter().flatten().flatten() {
                let sum: f64 = Group::of(*dimension).map(|group| year.of(measure.name, group)).sum();
                let whole = year.all(measure.name);
                assert!(
                    (sum - whole).abs() < PENNY,
                    "{} by {dimension}: {sum} of {whole}",
                    measure.name
                );
            }
        }
    }
    // Every account of who gets and who pays is told by deprivation, age, wealth and income.
    for name in [
        "cost_public",
        "cost_nhs",
        "cost_council",
        "cost_public_health",
        "cost_user_charges",
        "cost_self_funded",
        "cost_disability_benefits",
        "cost_unpaid_care",
        "transfers",
        "tax_paid",
        "net_paid",
        "net_benefit",
    ] {
        for dimension in [Dimension::Imd, Dimension::Age, Dimension::Wealth, Dimension::Income] {
            assert!(told.contains(&(name, dimension)), "{name} by {dimension}");
        }
    }
    // What the model does not know is refused by name.
    let refused = measures::OWN_PAYMENTS
        .split(Dimension::Income)
        .err()
        .expect("not known");
    assert_eq!(refused.to_string(), "own_payments is not told by income");
}

#[test]
fn each_ranking_leans_as_published_accounts_of_taxes_and_benefits_do() {
    let runs = runs::draws(&lockstep(vec![england(&[])]), 3, 2_000, 2);
    for year in runs[0].iter().flatten() {
        let of = |name: &str, ranking: fn(usize) -> Group| -> Vec<f64> {
            (0..FIFTHS).map(|fifth| year.of(name, ranking(fifth))).collect()
        };
        // ONS, Effects of taxes and benefits on UK household income: the poorest fifth receives more in health care than it pays
        // in tax, the richest pays more.
        for ranking in RANKINGS {
            let net = of("net_benefit", ranking);
            assert!(net[0] > 0.0 && net[FIFTHS - 1] < 0.0, "{net:?}");
        }
        // A tenth of adults in each half of the fifths, no more: people of an income fifth are a fifth of adults.
        let people = of("population", Group::income);
        let all: f64 = people.iter().sum();
        assert!((all - year.all("population")).abs() < 1.0, "{all}");
        assert!(
            people.iter().all(|fifth| (fifth / all - 0.2).abs() < 0.05),
            "{people:?}"
        );
        // NHS care per head: most at 85 and over, least of adults' at working age (OBR, Fiscal risks, profile by age).
        let per_head = |age: u8| year.of("cost_nhs_per_head", Group::age(age));
        assert!(per_head(90) > 2.0 * per_head(40) && per_head(70) > per_head(40) && per_head(40) > 0.0);
        // The means test: those of the richest fifth by wealth pay for their own care, the poorest pay next to none of it.
        let own = of("cost_self_funded", Group::wealth);
        assert!(own[0] < 0.1 * own[FIFTHS - 1], "{own:?}");
        let council = of("cost_council", Group::wealth);
        assert!(council[0] > council[FIFTHS - 1], "{council:?}");
        // Benefits in kind are shared far more evenly than taxes are.
        let (nhs, tax) = (of("cost_nhs", Group::income), of("tax_paid", Group::income));
        let spread = |fifths: &[f64]| fifths[FIFTHS - 1] / fifths[0];
        assert!(spread(&nhs) < 1.5 && spread(&tax) > 5.0, "{nhs:?} {tax:?}");
    }
}

#[test]
fn a_tax_on_earnings_is_paid_by_nobody_past_working_age() {
    let over = [
        "funding.nhs.addition={ value = 6000, start_year = 2025 }",
        "funding.tax.extra_hypothecated=1",
        "funding.tax.extra_income_tax=0",
        "funding.tax.extra_national_insurance=0",
        "funding.tax.extra_general_taxation=0",
        "funding.tax.extra_wealth_levy=0",
        "funding.tax.extra_council_tax=0",
    ];
    let runs = runs::draws(&lockstep(vec![england(&[]), england(&over)]), 2, 1_000, 3);
    for (world, base) in runs[1].iter().zip(&runs[0]) {
        let more = |group: Group| world[2].of("tax_paid", group) - base[2].of("tax_paid", group);
        let cost = world[2].all("cost_public") - base[2].all("cost_public");
        assert!(cost > 1000.0 && (more(Group::ALL) - cost).abs() < 1.0);
        // But for what councils spend otherwise (in one draw some £35m less), whose usual taxes fall on all ages.
        let councils = (world[2].all("cost_council") - base[2].all("cost_council")).abs();
        assert!(councils < 0.01 * cost);
        assert!(more(Group::age(90)).abs() < 1e-6 + 0.05 * councils && more(Group::age(0)).abs() < 1e-6);
        assert!(more(Group::age(40)) > 0.9 * cost, "{} of {cost}", more(Group::age(40)));
        // It falls on income fifths as the table of taxes says of a tax on earnings: half of it on the best paid fifth.
        assert!((more(Group::income(FIFTHS - 1)) / cost - 0.5).abs() < 0.01);
    }
}

/// How groups fare by the second of two plans against the first, a few years on, with gains and losses over £10 counted.
fn fares(plans: Plans) -> Told {
    let engine = Engine {
        plans,
        sampler: Sampler::plain(1),
        people: 2_000,
        years: 4,
    };
    let mut found = winners(&engine, 3, 2, 10.0, &()).expect("the years close");
    found.remove(0)
}

fn of(fates: &[Fate], group: Group) -> &Fate {
    fates.iter().find(|fate| fate.group == group).expect("told")
}

#[test]
fn nobody_gains_or_loses_by_what_changes_nothing() {
    let Told { fates, lives } = fares(lockstep(vec![england(&[]), england(&[])]));
    assert!(lives.len() > 1 && lives.iter().all(|life| life.gain() == 0.0 && life.more_tax == 0.0));
    assert!(
        fates
            .iter()
            .all(|fate| fate.gaining() + fate.losing() == 0.0 && fate.gain() == 0.0)
    );
}

#[test]
fn a_tax_on_earnings_has_losers_of_working_age_only_and_takes_what_was_decided() {
    let over = [
        "funding.public_health.addition={ value = 6000, start_year = 2025 }",
        "funding.tax.extra_hypothecated=1",
        "funding.tax.extra_income_tax=0",
        "funding.tax.extra_national_insurance=0",
        "funding.tax.extra_general_taxation=0",
        "funding.tax.extra_wealth_levy=0",
        "funding.tax.extra_council_tax=0",
    ];
    let Told { fates, lives } = fares(lockstep(vec![england(&[]), england(&over)]));
    let all = of(&fates, Group::ALL);
    // Over a life everybody pays it for the years of work, whatever the share of the young in the year: 47 of 62, less those who die in them.
    let working = of(&fates, Group::age(40));
    let life = lives.iter().find(|life| life.group == Group::ALL).expect("a life");
    let years = life.more_tax / -working.gain();
    assert!((43.0..47.0).contains(&years), "{years} years of it");
    assert!((60.0..66.0).contains(&life.years), "{}", life.years);
    let taken = -all.gain() * all.people() / 1e6;
    assert!((5_000.0..6_500.0).contains(&taken), "{taken}");
    // Money for public health moves what people pay for care by next to nothing; nobody over 85 pays the tax.
    assert!(
        of(&fates, Group::age(40)).losing() > 0.5,
        "{}",
        of(&fates, Group::age(40)).losing()
    );
    assert!(
        of(&fates, Group::age(90)).losing() < 0.02,
        "{}",
        of(&fates, Group::age(90)).losing()
    );
    let losses = [0, 4].map(|fifth| of(&fates, Group::income(fifth)).gain());
    assert!(
        losses[1] < 5.0 * losses[0] && losses[0] < 0.0,
        "the best paid lose most: {losses:?}"
    );
}

#[test]
fn free_personal_care_is_a_gain_for_the_old_who_paid_and_a_small_loss_for_many() {
    let Told { fates, lives } = fares(lockstep(
        ["england", "free-personal-care"].map(|name| runs::load(name, &[])),
    ));
    // Over a life all pay more tax while they work and less for care when old; tax by means, so that the richest pay more of it.
    let life = |group: Group| *lives.iter().find(|life| life.group == group).expect("a life");
    let all = life(Group::ALL);
    assert!(all.more_tax > 1_000.0 && all.more_care < -1_000.0, "{all:?}");
    let [poor, rich] = [0, 4].map(|fifth| life(Group::wealth(fifth)));
    assert!(
        rich.more_tax > poor.more_tax && poor.more_tax > 0.0,
        "{poor:?} {rich:?}"
    );
    let [deprived, spared] = [0, 4].map(|fifth| life(Group::imd(fifth)));
    assert!(spared.years > deprived.years + 3.0, "{deprived:?} {spared:?}");
    let [working, old] = [40, 90].map(|age| of(&fates, Group::age(age)));
    assert!(
        working.gaining() < 0.01 && old.gaining() > 0.05,
        "{} {}",
        working.gaining(),
        old.gaining()
    );
    assert!(old.gain_of_gainers() > 500.0, "{}", old.gain_of_gainers());
    assert!(working.gain() < 0.0, "{}", working.gain());
    // The charge was by means, so whoever gains gains more with means: who paid in full against who paid out of a pension.
    let [poorest, richest] = [0, 4].map(|fifth| of(&fates, Group::wealth(fifth)));
    let [few, many] = [poorest, richest].map(Fate::gain_of_gainers);
    assert!(many > few && few > 0.0, "{few} {many}");
    // The parts of each ranking are the whole.
    for ranking in [Dimension::Imd, Dimension::Age, Dimension::Wealth, Dimension::Income] {
        let sum: f64 = Group::of(ranking)
            .filter_map(|group| fates.iter().find(|fate| fate.group == group))
            .map(|fate| fate.gain() * fate.people())
            .sum();
        let all = of(&fates, Group::ALL);
        assert!((sum - all.gain() * all.people()).abs() < 1.0, "{ranking}: {sum}");
    }
}
