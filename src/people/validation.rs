//! The population against published figures, and against itself.

use super::fixture;
use super::*;
use crate::world::axes::{AGES, DEPENDENCIES};
use crate::world::cells::STATES;
use crate::world::{Luck, Weight, Year};

/// A world after some years: the cohort, its sample, and the records, the start first.
struct History {
    cohort: Cohort,
    sample: Population,
    records: Vec<PeopleYear>,
}

/// Runs one world for some years from the base year.
fn run(levers: &PeopleLevers, size: usize, years: u16, factors: &RateFactors) -> History {
    run_with(&fixture::tables(), levers, size, years, factors)
}

fn run_with(
    tables: &PopulationTables,
    levers: &PeopleLevers,
    size: usize,
    years: u16,
    factors: &RateFactors,
) -> History {
    let fit = Fit::new(tables, levers);
    let luck = Luck::new(1, 0, 0);
    let mut cohort = Cohort::start(&fit, levers, 1.0);
    let mut world = vec![Population::start(tables, &fit, levers, luck, size)];
    let mut rates = vec![Rates::build(tables, &fit, levers, fixture::BASE_YEAR, factors)];
    let mut records = vec![PeopleYear::default()];
    cohort.observe(&rates[0], &mut records[0]);
    observe(&world[0], &mut records[0]);
    world[0].weigh(cohort.targets(), &mut records[0]);
    for year in 1..=years {
        let year = fixture::BASE_YEAR.plus(year);
        rates[0].rebuild(tables, &fit, levers, year, factors);
        let mut out = vec![PeopleYear::default()];
        cohort.advance(&rates[0], &mut out[0]);
        advance(&mut world, &rates, &[cohort.flows()], year, luck, &mut out);
        world[0].weigh(cohort.targets(), &mut out[0]);
        records.append(&mut out);
    }
    History {
        cohort,
        sample: world.remove(0),
        records,
    }
}

fn older(cohort: &Cohort, from: usize) -> f64 {
    (from..AGES)
        .flat_map(|age| (0..SEXES).map(move |sex| (age, sex)))
        .flat_map(|(age, sex)| (0..FIFTHS).map(move |fifth| (age, sex, fifth)))
        .map(|(age, sex, fifth)| cohort.stratum(age, sex, fifth))
        .sum()
}

/// Something that may hold for a person.
type Holds = fn(&Person) -> bool;

/// Share of people from `from` to `to` for whom something holds.
fn prevalence(population: &Population, from: u8, to: u8, holds: impl Fn(&Person) -> bool) -> f64 {
    let (mut yes, mut all) = (0.0, 0.0);
    for person in population
        .people
        .iter()
        .filter(|person| (from..=to).contains(&person.age))
    {
        let weight = person.weight.people();
        all += weight;
        yes += if holds(person) { weight } else { 0.0 };
    }
    yes / all
}

fn shipped(name: &str) -> String {
    std::fs::read_to_string(format!("{}/scenarios/england/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Growth of the people aged 65+ and 85+ since 2024 in the model and in the projection.
fn growth(tables: &PopulationTables, levers: &PeopleLevers, years: u16) -> [(f64, f64); 2] {
    let text = shipped("projection_check.csv");
    let published = |year: u16, column: usize| -> f64 {
        let line = text.lines().find(|line| line.starts_with(&year.to_string())).unwrap();
        line.split(',').nth(column).unwrap().parse().unwrap()
    };
    let start = run_with(tables, levers, 300, 0, &RateFactors::default()).cohort;
    let end = run_with(tables, levers, 300, years, &RateFactors::default()).cohort;
    [(65, 2), (85, 3)].map(|(from, column)| {
        let model = older(&end, from) / older(&start, from);
        let projection = published(2024 + years, column) / published(2024, column);
        println!("{} {from}+: model {model:.4} projection {projection:.4}", 2024 + years);
        (model, projection)
    })
}

fn levers_of_the_projection() -> PeopleLevers {
    let mut levers = fixture::levers();
    levers.net_migration = 168_500.0;
    levers.mortality_improvement = 1.0;
    // The projection knows deaths and nothing of health.
    levers.need_follows_mortality = 0.0;
    levers
}

#[test]
fn from_the_projections_own_base_older_people_grow_as_projected() {
    let mut files = fixture::files();
    files.insert("population.csv".to_owned(), shipped("projection_base.csv"));
    let tables = PopulationTables::parse(&files).unwrap();
    let mut levers = levers_of_the_projection();
    levers.base_year_net_migration = 187_724.0;
    for years in [6, 16] {
        let [old, oldest] = growth(&tables, &levers, years);
        assert!((old.0 / old.1 - 1.0).abs() < 0.01);
        // Without selection of the less deprived into old age (people move) the oldest grow a little more slowly.
        assert!((oldest.0 / oldest.1 - 1.0).abs() < 0.035);
    }
}

#[test]
fn from_the_newer_base_older_people_grow_nearly_as_projected() {
    // The newer base has 3% fewer people of 85 and over than the projection had, while those about to reach that age
    // are nearly as many: their growth must be faster.
    for years in [6, 16] {
        let [old, oldest] = growth(&fixture::tables(), &levers_of_the_projection(), years);
        assert!((old.0 / old.1 - 1.0).abs() < 0.015);
        assert!((oldest.0 / oldest.1 - 1.0).abs() < 0.045);
    }
}

/// Years of life expected at 65 in England 2017 to 2019 by sex: fifths from the most deprived, and all.
const AT_65: [([f64; FIFTHS], f64); SEXES] = [
    ([18.88, 20.50, 21.46, 22.11, 23.03], 21.35),
    ([16.40, 17.95, 19.14, 19.84, 20.75], 18.98),
];

#[test]
fn life_expectancy_is_that_of_the_table_and_fifths_keep_their_gap() {
    let tables = fixture::tables();
    let mut levers = fixture::levers();
    levers.mortality_level = 1.0;
    let records = run(&levers, 300, 0, &RateFactors::default()).records;
    let fit = Fit::new(&tables, &levers);
    let rates = Rates::build(&tables, &fit, &levers, fixture::BASE_YEAR, &RateFactors::default());
    let summary = HealthSummary::new(&rates, &records[0], &fixture::health_levers());
    println!("{summary:.2?}");
    for sex in 0..SEXES {
        let table = tables.life_expectancy[sex];
        assert!(
            (summary.at_birth_by_sex[sex] - table[FIFTHS]).abs() < 0.2,
            "{:?}",
            summary.at_birth_by_sex
        );
        let gap = summary.at_birth[sex][4] - summary.at_birth[sex][0];
        assert!((gap - (table[4] - table[0])).abs() < 0.5, "gap {gap}");
        // Worked out by hand from the death rates of `life_table.csv` by fifth and for all, with 1/m from 90 on.
        let (fifths, all) = AT_65[sex];
        for (fifth, expected) in fifths.into_iter().enumerate() {
            let found = summary.at_65[sex][fifth];
            assert!(
                (found - expected).abs() < 0.25,
                "{sex} {fifth}: {found} against {expected}"
            );
        }
        assert!(
            (summary.at_65_by_sex[sex] - all).abs() < 0.2,
            "{:?}",
            summary.at_65_by_sex
        );
    }
    let healthy = 0.5 * (summary.healthy_by_sex[0] + summary.healthy_by_sex[1]);
    assert!((61.5..63.5).contains(&healthy), "{healthy}");
    for sex in 0..SEXES {
        // Published between tenths: 18.6 (men) and 19.3 years (women); on a straight line 15 to 16 between fifths.
        let gap = summary.healthy[sex][4] - summary.healthy[sex][0];
        assert!((14.5..16.5).contains(&gap), "gap {gap}");
    }
}

#[test]
fn prevalence_at_the_start_is_near_its_published_figures() {
    let History {
        sample: start, records, ..
    } = run(&fixture::levers(), 50_000, 0, &RateFactors::default());
    let multimorbid = prevalence(&start, 18, 100, |person| person.conditions >= 2);
    let dependent = prevalence(&start, 65, 100, |person| person.dependency >= 1);
    let medium = prevalence(&start, 65, 100, |person| person.dependency >= 2);
    let high = prevalence(&start, 65, 100, |person| person.dependency == 3);
    let high_85 = prevalence(&start, 85, 100, |person| person.dependency == 3);
    let residents = Weight::from_raw(records[0].residents).people();
    let residents_85: f64 = start
        .people
        .iter()
        .filter(|p| p.age >= 85 && p.in_care_home())
        .map(|p| p.weight.people())
        .sum();
    let poorer = prevalence(&start, 65, 100, |p| p.wealth() < 186_000.0 && p.dependency >= 2)
        / prevalence(&start, 65, 100, |p| p.dependency >= 2);
    println!(
        "2+ {multimorbid:.3}, 75+ {:.3}, 25-34 {:.3}; 65+ dependent {dependent:.3} medium+ {medium:.3} high {high:.3}, 85+ high \
         {high_85:.3}; residents {residents:.0}, 85+ {:.3}; deaths {:.0} births {:.0}; needing care with < 186k {poorer:.2}; benefit {:.3}; care list {}",
        prevalence(&start, 75, 100, |p| p.conditions >= 2),
        prevalence(&start, 25, 34, |p| p.conditions >= 2),
        residents_85 / residents,
        records[0].deaths.iter().sum::<f64>(),
        records[0].births.iter().sum::<f64>(),
        prevalence(&start, 65, 100, |p| p.disability_benefit),
        records[0].care.len(),
    );
    assert!((multimorbid - 0.272).abs() < 0.03);
    assert!((dependent - 0.43).abs() < 0.03 && (medium - 0.18).abs() < 0.02 && (high - 0.08).abs() < 0.015);
    assert!((high_85 - 0.175).abs() < 0.03);
    assert!((residents / 325_000.0 - 1.0).abs() < 0.03, "{residents}");
    assert!((residents_85 / residents - 0.57).abs() < 0.04);
    // Dilnot: six in ten.
    assert!((0.57..0.63).contains(&poorer), "{poorer}");
    assert!((records[0].births.iter().sum::<f64>() / 567_700.0 - 1.0).abs() < 1e-3);
}

#[test]
fn prevalence_by_age_and_residents_by_age_stay_over_twenty_years() {
    let mut levers = fixture::levers();
    levers.mortality_improvement = 0.0;
    let start = run(&levers, 50_000, 0, &RateFactors::default()).sample;
    let end = run(&levers, 50_000, 20, &RateFactors::default()).sample;
    let holds: [(&str, Holds); 5] = [
        ("two or more conditions", |p| p.conditions >= 2),
        ("dependent", |p| p.dependency >= 1),
        ("medium or more", |p| p.dependency >= 2),
        ("high", |p| p.dependency == 3),
        ("in a care home", |p| p.in_care_home()),
    ];
    for (from, to) in [(30, 49), (50, 64), (65, 74), (75, 84), (85, 94)] {
        for (name, holds) in holds {
            let (before, after) = (prevalence(&start, from, to, holds), prevalence(&end, from, to, holds));
            println!("{from}-{to} {name}: {before:.4} -> {after:.4}");
            assert!(
                (after - before).abs() < 0.015 + 0.06 * before,
                "{from}-{to} {name}: {before} -> {after}"
            );
        }
    }
}

/// A year of samples with the flows of a cohort that starts each year anew.
fn step(worlds: &mut [Population], rates: &[Rates], year: Year, luck: Luck) -> Vec<PeopleYear> {
    let fit = fixture::fit();
    let mut cohorts: Vec<Cohort> = rates
        .iter()
        .map(|_| Cohort::start(&fit, &fixture::levers(), 1.0))
        .collect();
    let mut out = vec![PeopleYear::default(); worlds.len()];
    for ((cohort, rates), out) in cohorts.iter_mut().zip(rates).zip(&mut out) {
        cohort.advance(rates, out);
    }
    let flows: Vec<&Flows> = cohorts.iter().map(Cohort::flows).collect();
    advance(worlds, rates, &flows, year, luck, &mut out);
    for ((world, cohort), out) in worlds.iter_mut().zip(&cohorts).zip(&mut out) {
        world.weigh(cohort.targets(), out);
    }
    out
}

#[test]
fn worlds_in_lockstep_are_the_same_as_alone() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let fit = Fit::new(&tables, &levers);
    let luck = Luck::new(3, 1, 0);
    let start = Population::start(&tables, &fit, &levers, luck, 3_000);
    let mut changed = RateFactors::default();
    changed.mortality.fill(0.8);
    changed.care_home_entry.fill(1.5);
    changed.dependency_onset.fill(0.5);
    let both = [
        Rates::build(&tables, &fit, &levers, Year(2030), &RateFactors::default()),
        Rates::build(&tables, &fit, &levers, Year(2030), &changed),
    ];
    let mut together = vec![start.clone(), start.clone()];
    let mut alone = vec![start];
    for year in 2025..2030 {
        let out = step(&mut together, &both, Year(year), luck);
        let one = step(&mut alone, &both[1..], Year(year), luck);
        assert_eq!(out[1], one[0]);
        assert_ne!(out[0], out[1]);
    }
    assert_eq!(together[1], alone[0]);
}

#[test]
fn worlds_of_different_size_do_not_disturb_each_other() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let fit = Fit::new(&tables, &levers);
    let luck = Luck::new(3, 1, 0);
    let rates = vec![Rates::build(&tables, &fit, &levers, Year(2025), &RateFactors::default()); 2];
    let mut worlds: Vec<Population> = [700, 3_000]
        .into_iter()
        .map(|size| Population::start(&tables, &fit, &levers, luck, size))
        .collect();
    let mut alone = vec![worlds[1].clone()];
    let out = step(&mut worlds, &rates, Year(2025), luck);
    let one = step(&mut alone, &rates[..1], Year(2025), luck);
    assert_eq!(worlds[1], alone[0]);
    assert_eq!(out[1], one[0]);
}

#[test]
fn everybody_is_accounted_for() {
    let records = run(&fixture::levers(), 1_000, 5, &RateFactors::default()).records;
    for pair in records.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let deaths: f64 = after.deaths.iter().sum();
        let births: f64 = after.births.iter().sum();
        let balance = before.people() + births - deaths + after.migrants;
        assert!((balance - after.people()).abs() < 0.01, "{balance} {}", after.people());
        assert!((after.cells.total() - after.people()).abs() < 1e-3);
        let groups = after.population_by_group();
        assert!((groups[12..17].iter().sum::<f64>() - groups[0]).abs() < 1e-3);
        assert!((after.migrants / 270_000.0 - 1.0).abs() < 0.02, "{}", after.migrants);
    }
}

#[test]
fn people_health_and_care_homes_are_the_same_for_any_sample() {
    let of = |size: usize| run(&fixture::levers(), size, 10, &RateFactors::default());
    let (small, large) = (of(200), of(5_000));
    assert_eq!(small.cohort, large.cohort);
    for (small, large) in small.records.iter().zip(&large.records) {
        assert_eq!(small.cells, large.cells);
        assert_eq!((&small.deaths, small.births), (&large.deaths, large.births));
        assert_eq!((small.residents, small.entrants), (large.residents, large.entrants));
        assert_eq!(small.population, large.population);
    }
}

/// People of the sample for whom something holds, as they are counted where care is.
fn counted(history: &History, holds: impl Fn(&Person) -> bool) -> f64 {
    let care = &history.records[history.records.len() - 1].care;
    let people = care.iter().map(|at| &history.sample.people[*at as usize]);
    people
        .filter(|person| holds(person))
        .map(|person| history.sample.counted(person))
        .sum()
}

#[test]
fn the_sample_counts_as_many_in_care_as_the_cohort_at_every_size() {
    for size in [200, 1_000, 5_000] {
        let history = run(&fixture::levers(), size, 12, &RateFactors::default());
        let last = &history.records[12];
        let residents = Weight::from_raw(last.residents).people();
        let found = counted(&history, |person| person.in_care_home());
        assert!((found / residents - 1.0).abs() < 1e-6, "{size}: {found} of {residents}");
        let dependent = history.cohort.targets().total() - residents;
        let found = counted(&history, |person| !person.in_care_home());
        assert!((found / dependent - 1.0).abs() < 1e-6, "{size}: {found} of {dependent}");
        let wealth: u64 = last.wealth.iter().flatten().sum();
        assert_eq!(wealth, last.population.iter().sum::<u64>());
    }
}

#[test]
fn the_sample_before_it_is_weighed_expects_what_the_cohort_has() {
    // Moves, migration, death and the more frequent draw of care homes keep expectations: large samples come near.
    let history = run(&fixture::levers(), 100_000, 10, &RateFactors::default());
    let last = &history.records[10];
    let weight = |holds: Holds| -> f64 {
        let people = history.sample.people.iter().filter(|person| holds(person));
        people.map(|person| person.weight.people()).sum()
    };
    let ratio = weight(|_| true) / last.people();
    assert!((ratio - 1.0).abs() < 0.002, "everybody: {ratio}");
    let ratio = weight(|person| person.in_care_home()) / Weight::from_raw(last.residents).people();
    assert!((ratio - 1.0).abs() < 0.04, "residents: {ratio}");
    let several = |year: &PeopleYear| -> u64 {
        let cells = 0..crate::world::cells::DEMOGRAPHIC;
        cells
            .map(|cell| year.cells.states(cell)[2 * DEPENDENCIES..].iter().sum::<u64>())
            .sum()
    };
    let ratio = weight(|person| person.conditions >= 2) / Weight::from_raw(several(last)).people();
    assert!((ratio - 1.0).abs() < 0.01, "two or more conditions: {ratio}");
}

#[test]
fn the_same_luck_gives_the_same_history() {
    let once = run(&fixture::levers(), 1_000, 3, &RateFactors::default());
    let again = run(&fixture::levers(), 1_000, 3, &RateFactors::default());
    assert_eq!(once.sample, again.sample);
    assert_eq!(once.records, again.records);
}

#[test]
fn twice_the_people_are_twice_the_counts() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let fit = Fit::new(&tables, &levers);
    let out: Vec<PeopleYear> = [1.0, 2.0]
        .map(|scale| {
            let factors = RateFactors {
                migration: scale,
                ..RateFactors::default()
            };
            let rates = Rates::build(&tables, &fit, &levers, Year(2025), &factors);
            let mut cohort = Cohort::start(&fit, &levers, scale);
            let mut out = PeopleYear::default();
            cohort.advance(&rates, &mut out);
            out
        })
        .into();
    assert!((out[1].people() / out[0].people() - 2.0).abs() < 1e-7);
    let deaths: [f64; 2] = [out[0].deaths.iter().sum(), out[1].deaths.iter().sum()];
    assert!((deaths[1] / deaths[0] - 2.0).abs() < 1e-7);
}

#[test]
fn factors_on_rates_move_what_they_name() {
    let levers = fixture::levers();
    let base = run(&levers, 300, 5, &RateFactors::default()).records;
    let deaths = |years: &[PeopleYear]| years[1].deaths.iter().sum::<f64>();
    let mut fewer = RateFactors::default();
    fewer.mortality.fill(0.9);
    // Infants' first months are outside the factors by health state, hence not quite 0.9.
    assert!((deaths(&run(&levers, 300, 5, &fewer).records) / deaths(&base) - 0.9).abs() < 0.003);
    let mut homes = RateFactors::default();
    homes.care_home_entry.fill(0.0);
    let none = run(&levers, 300, 5, &homes).records;
    assert!(none[5].residents < base[5].residents / 3 && none[5].entrants == 0);
    let mut onset = RateFactors::default();
    onset.dependency_onset.fill(0.0);
    let dependent = |year: &PeopleYear| {
        let states = (0..crate::world::cells::DEMOGRAPHIC).flat_map(|cell| year.cells.states(cell).iter().enumerate());
        states
            .filter(|(state, _)| state % DEPENDENCIES > 0 && *state < STATES)
            .map(|(_, raw)| *raw)
            .sum::<u64>()
    };
    assert!(dependent(&run(&levers, 300, 5, &onset).records[5]) < dependent(&base[5]) / 2);
}

#[test]
fn utility_keeps_the_norm_of_the_base_year() {
    let (tables, levers) = (fixture::tables(), fixture::health_levers());
    let records = run(&fixture::levers(), 300, 0, &RateFactors::default()).records;
    let utility = Utility::new(&tables, &levers, &records[0]);
    let qalys = utility.qalys(&records[0]);
    let mean = qalys[0] / records[0].people();
    println!("mean utility {mean:.3}");
    assert!((0.82..0.90).contains(&mean), "{mean}");
}

#[test]
fn stays_in_care_homes_are_as_long_as_published() {
    let fit = fixture::fit();
    // Mean of a stay that ends in death, entered at 86: the first year's deaths half-way, then a constant share.
    let place = fit.death_by_place[stratum(86, 0, 2)];
    let days = 365.0 * (0.5 + f64::from(1.0 - place[1]) / f64::from(place[2]));
    println!("mean stay {days:.0} days");
    assert!((days - 801.0).abs() < 120.0, "{days}");
}

/// Shares of fifths within four age groups, and everybody.
fn shares_by_fifth(population: &Cohort) -> [[f64; FIFTHS]; 4] {
    [(0, 18), (18, 65), (65, 85), (85, AGES)].map(|(from, to)| {
        let by_fifth: [f64; FIFTHS] = std::array::from_fn(|fifth| {
            (from..to)
                .map(|age| population.stratum(age, 0, fifth) + population.stratum(age, 1, fifth))
                .sum()
        });
        by_fifth.map(|people| people / by_fifth.iter().sum::<f64>())
    })
}

#[test]
fn moves_keep_the_shares_of_fifths_by_age_and_the_number_of_people() {
    let mut levers = fixture::levers();
    let start = run(&levers, 300, 0, &RateFactors::default()).cohort;
    levers.moves_between_fifths = 1.0;
    let History {
        cohort: moved, records, ..
    } = run(&levers, 300, 15, &RateFactors::default());
    levers.moves_between_fifths = 0.0;
    let stayed = run(&levers, 300, 1, &RateFactors::default()).cohort;
    let (before, after) = (shares_by_fifth(&start), shares_by_fifth(&moved));
    println!("{before:.3?} -> {after:.3?}");
    for group in 0..4 {
        for fifth in 0..FIFTHS {
            assert!(
                (after[group][fifth] - before[group][fifth]).abs() < 0.01,
                "{group} {fifth}"
            );
        }
    }
    // Moves add nobody: the year's people are those before, born, dead and arrived.
    for pair in records.windows(2) {
        let (then, now) = (&pair[0], &pair[1]);
        let change = now.births.iter().sum::<f64>() - now.deaths.iter().sum::<f64>() + now.migrants;
        assert!((then.people() + change - now.people()).abs() < 0.01);
    }
    // In the first year shares are the base year's in both, so deaths hardly differ.
    let ratio = records[1].people() / stayed.total();
    assert!((ratio - 1.0).abs() < 1e-4, "{ratio}");
}
