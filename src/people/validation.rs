//! The population against published figures, and against itself.

use super::fixture;
use super::*;
use crate::world::axes::{AGES, DEPENDENCIES};
use crate::world::cells::STATES;
use crate::world::{Luck, Weight, Year};

/// Runs one world for some years from the base year and gives the records, the start first.
fn run(levers: &PeopleLevers, size: usize, years: u16, factors: &RateFactors) -> (Population, Vec<PeopleYear>) {
    run_with(&fixture::tables(), levers, size, years, factors)
}

fn run_with(
    tables: &PopulationTables,
    levers: &PeopleLevers,
    size: usize,
    years: u16,
    factors: &RateFactors,
) -> (Population, Vec<PeopleYear>) {
    let fit = Fit::new(tables, levers);
    let luck = Luck::new(1, 0, 0);
    let mut world = vec![Population::start(tables, &fit, levers, luck, size)];
    let mut rates = vec![Rates::build(tables, &fit, levers, fixture::BASE_YEAR, factors)];
    let mut records = vec![PeopleYear::default()];
    observe(&world[0], &rates[0], &mut records[0]);
    for year in 1..=years {
        let year = fixture::BASE_YEAR.plus(year);
        rates[0].rebuild(tables, &fit, levers, year, factors);
        let mut out = vec![PeopleYear::default()];
        advance(&mut world, &rates, year, luck, &mut out);
        records.append(&mut out);
    }
    (world.remove(0), records)
}

fn older(population: &Population, from: usize) -> f64 {
    (from..AGES)
        .flat_map(|age| (0..SEXES).map(move |sex| (age, sex)))
        .flat_map(|(age, sex)| (0..FIFTHS).map(move |fifth| (age, sex, fifth)))
        .map(|(age, sex, fifth)| population.stratum(age, sex, fifth).people())
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
    let (start, _) = run_with(tables, levers, 2_500, 0, &RateFactors::default());
    let (end, _) = run_with(tables, levers, 2_500, years, &RateFactors::default());
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

#[test]
fn life_expectancy_is_that_of_the_table_and_fifths_keep_their_gap() {
    let tables = fixture::tables();
    let mut levers = fixture::levers();
    levers.mortality_level = 1.0;
    let (_, records) = run(&levers, 10_000, 0, &RateFactors::default());
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
    let (start, records) = run(&fixture::levers(), 50_000, 0, &RateFactors::default());
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
    let (start, _) = run(&levers, 50_000, 0, &RateFactors::default());
    let (end, _) = run(&levers, 50_000, 20, &RateFactors::default());
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

#[test]
fn residents_hold_their_number_while_ages_hold_theirs() {
    let mut levers = fixture::levers();
    levers.mortality_improvement = 0.0;
    let (start, _) = run(&levers, 50_000, 0, &RateFactors::default());
    let (end, records) = run(&levers, 50_000, 10, &RateFactors::default());
    // Standardised to the ages, sexes and fifths of the start.
    let mut standard = 0.0;
    for age in 65..AGES {
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let here = |p: &&Person| (p.age as usize, p.sex as usize, p.fifth as usize) == (age, sex, fifth);
                let (mut resident, mut all) = (0.0, 0.0);
                for person in end.people.iter().filter(here) {
                    all += person.weight.people();
                    resident += person.weight.people() * f64::from(person.setting);
                }
                standard += start.stratum(age, sex, fifth).people() * resident / f64::max(all, 1.0);
            }
        }
    }
    println!(
        "standardised residents after ten years {standard:.0}, entrants {}",
        records[10].entrants >> 16
    );
    assert!((standard / 325_000.0 - 1.0).abs() < 0.06, "{standard}");
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
        let mut out = vec![PeopleYear::default(), PeopleYear::default()];
        advance(&mut together, &both, Year(year), luck, &mut out);
        let mut one = vec![PeopleYear::default()];
        advance(&mut alone, &both[1..], Year(year), luck, &mut one);
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
    let mut out = vec![PeopleYear::default(); 2];
    advance(&mut worlds, &rates, Year(2025), luck, &mut out);
    let mut one = vec![PeopleYear::default()];
    advance(&mut alone, &rates[..1], Year(2025), luck, &mut one);
    assert_eq!(worlds[1], alone[0]);
    assert_eq!(out[1], one[0]);
}

#[test]
fn everybody_is_accounted_for() {
    let (_, records) = run(&fixture::levers(), 10_000, 5, &RateFactors::default());
    for pair in records.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let deaths: f64 = after.deaths.iter().sum();
        let births: f64 = after.births.iter().sum();
        let balance = before.people() + births - deaths + after.migrants;
        assert!((balance - after.people()).abs() < 1.0, "{balance} {}", after.people());
        assert!((after.cells.total() - after.people()).abs() < 1e-3);
        let groups = after.population_by_group();
        assert!((groups[12..17].iter().sum::<f64>() - groups[0]).abs() < 1e-3);
        assert!((after.migrants / 270_000.0 - 1.0).abs() < 0.02, "{}", after.migrants);
    }
}

#[test]
fn a_sample_of_any_size_ends_near_the_same_population() {
    let (_, large) = run(&fixture::levers(), 20_000, 10, &RateFactors::default());
    for size in [300, 1_000, 5_000] {
        let (_, small) = run(&fixture::levers(), size, 10, &RateFactors::default());
        let ratio = small[10].people() / large[10].people();
        println!("{size}: {ratio:.5}");
        assert!((ratio - 1.0).abs() < 0.005, "{size}: {ratio}");
    }
}

#[test]
fn the_same_luck_gives_the_same_history() {
    let once = run(&fixture::levers(), 1_000, 3, &RateFactors::default());
    let again = run(&fixture::levers(), 1_000, 3, &RateFactors::default());
    assert_eq!(once.0, again.0);
    assert_eq!(once.1, again.1);
}

#[test]
fn doubling_weights_doubles_counts() {
    let (tables, mut levers) = (fixture::tables(), fixture::levers());
    let fit = Fit::new(&tables, &levers);
    let luck = Luck::new(3, 1, 0);
    let mut worlds = vec![Population::start(&tables, &fit, &levers, luck, 2_000); 2];
    worlds[1].multiply(2);
    let single = Rates::build(&tables, &fit, &levers, Year(2025), &RateFactors::default());
    levers.net_migration *= 2.0;
    let double = Rates::build(&tables, &fit, &levers, Year(2025), &RateFactors::default());
    let mut out = vec![PeopleYear::default(); 2];
    advance(&mut worlds, &[single, double], Year(2025), luck, &mut out);
    assert!((out[1].people() / out[0].people() - 2.0).abs() < 1e-7);
    let deaths: [f64; 2] = [out[0].deaths.iter().sum(), out[1].deaths.iter().sum()];
    assert!((deaths[1] / deaths[0] - 2.0).abs() < 1e-7);
    assert_eq!(out[0].care, out[1].care);
}

#[test]
fn factors_on_rates_move_what_they_name() {
    let levers = fixture::levers();
    let base = run(&levers, 5_000, 5, &RateFactors::default()).1;
    let deaths = |years: &[PeopleYear]| years[1].deaths.iter().sum::<f64>();
    let mut fewer = RateFactors::default();
    fewer.mortality.fill(0.9);
    // Infants' first months are outside the factors by health state, hence not quite 0.9.
    assert!((deaths(&run(&levers, 5_000, 5, &fewer).1) / deaths(&base) - 0.9).abs() < 0.003);
    let mut homes = RateFactors::default();
    homes.care_home_entry.fill(0.0);
    let none = run(&levers, 5_000, 5, &homes).1;
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
    assert!(dependent(&run(&levers, 5_000, 5, &onset).1[5]) < dependent(&base[5]) / 2);
}

#[test]
fn utility_keeps_the_norm_of_the_base_year() {
    let (tables, levers) = (fixture::tables(), fixture::health_levers());
    let (_, records) = run(&fixture::levers(), 5_000, 0, &RateFactors::default());
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
fn shares_by_fifth(population: &Population) -> [[f64; FIFTHS]; 4] {
    [(0, 18), (18, 65), (65, 85), (85, AGES)].map(|(from, to)| {
        let by_fifth: [f64; FIFTHS] = std::array::from_fn(|fifth| {
            (from..to)
                .map(|age| population.stratum(age, 0, fifth).people() + population.stratum(age, 1, fifth).people())
                .sum()
        });
        by_fifth.map(|people| people / by_fifth.iter().sum::<f64>())
    })
}

#[test]
fn moves_keep_the_shares_of_fifths_by_age_and_the_number_of_people() {
    for size in [1_000, 10_000] {
        let mut levers = fixture::levers();
        let (start, _) = run(&levers, size, 0, &RateFactors::default());
        levers.moves_between_fifths = 1.0;
        let (moved, records) = run(&levers, size, 15, &RateFactors::default());
        levers.moves_between_fifths = 0.0;
        let (stayed, _) = run(&levers, size, 1, &RateFactors::default());
        let (before, after) = (shares_by_fifth(&start), shares_by_fifth(&moved));
        println!("{size}: {before:.3?} -> {after:.3?}");
        for group in 0..4 {
            for fifth in 0..FIFTHS {
                assert!(
                    (after[group][fifth] - before[group][fifth]).abs() < 0.01,
                    "{size}: {group} {fifth}"
                );
            }
        }
        // Moves add nobody: the year's people are those before, born, dead and arrived, to the rounding of weights.
        for pair in records.windows(2) {
            let (then, now) = (&pair[0], &pair[1]);
            let change = now.births.iter().sum::<f64>() - now.deaths.iter().sum::<f64>() + now.migrants;
            assert!((then.people() + change - now.people()).abs() < 1.0);
        }
        // In the first year shares are the base year's in both, so deaths hardly differ.
        let ratio = records[1].people() / stayed.total();
        assert!((ratio - 1.0).abs() < 1e-4, "{ratio}");
    }
}
