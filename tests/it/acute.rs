//! One acute hospital budget: emergencies come first and planned care has what is left, in money, staff and beds.
//!
//! What must hold is said before the model is asked: an emergency costs what its bed and its money would have done for planned care, and
//! who prevents one gives them back.

use carepool::projection::{Trace, YearParts, draw};
use carepool::scenario::Sampler;
use carepool::world::{Service, YearRecord};

use crate::runs::{SEED, england, load, lockstep};

const PEOPLE: usize = 600;
const PLANNED: [Service; 2] = [Service::PlannedOutpatient, Service::PlannedAdmitted];

/// Worlds × years of one draw, all under the same luck.
fn worlds(overrides: &[&[&str]], number: u64, years: usize) -> Vec<Vec<(YearRecord, Trace)>> {
    let plans = lockstep(overrides.iter().map(|overrides| england(overrides)));
    let mut kept: Vec<Vec<(YearRecord, Trace)>> = vec![Vec::new(); plans.len()];
    let mut observer = |world: usize, _: usize, record: &YearRecord, parts: &YearParts<'_>| {
        kept[world].push((record.clone(), parts.trace()));
    };
    draw(&plans, &Sampler::plain(SEED), number, 0, PEOPLE, years, &mut observer)
        .unwrap_or_else(|error| panic!("draw {number}: {error}"));
    kept
}

fn planned_money(trace: &Trace) -> f64 {
    PLANNED.iter().map(|service| trace.budgets.money[*service]).sum()
}

fn list(record: &YearRecord) -> f64 {
    record.waiting_list[0]
}

/// A year in which emergency need grows faster than it would have, at the same money.
fn growth(faster: bool) -> Vec<&'static str> {
    let mut overrides = vec![
        "services.feedback.health_link=none",
        "services.non_demographic_growth.emergency_admission=0.01",
    ];
    if faster {
        overrides[1] = "services.non_demographic_growth.emergency_admission=0.06";
    }
    overrides
}

#[test]
fn the_base_years_money_buys_the_base_years_activity_in_every_draw() {
    for number in 0..4 {
        let world = &worlds(&[&[]], number, 1)[0];
        let (record, trace) = &world[0];
        for service in [
            Service::PlannedOutpatient,
            Service::PlannedAdmitted,
            Service::EmergencyAdmission,
            Service::EmergencyDepartment,
        ] {
            let ratio = trace.budgets.capacity[service] / record.activity[service];
            assert!((ratio - 1.0).abs() < 0.02, "{} {ratio}", service.key());
        }
    }
}

#[test]
fn more_emergencies_at_constant_money_lower_planned_activity_by_what_their_beds_and_money_would_have_done() {
    for number in 0..3 {
        let pair = worlds(&[&growth(false), &growth(true)], number, 2);
        let ((calm, few), (busy, many)) = (&pair[0][1], &pair[1][1]);
        assert!(
            (few.budgets.envelopes[0] - many.budgets.envelopes[0]).abs() < 1e-6,
            "constant money"
        );
        let more = busy.emergency_admissions[0] - calm.emergency_admissions[0];
        assert!(more / calm.emergency_admissions[0] > 0.04, "{more}");
        // Money: what the admissions cost above the standing charges, planned care has less, to the pound.
        let cost = more * few.budgets.exchange[Service::EmergencyAdmission].cost_per_unit();
        let lost = planned_money(few) - planned_money(many);
        assert!((lost / cost - 1.0).abs() < 0.02, "{lost} against {cost}");
        // Activity: that money's worth of pathways less, and something more where beds are short as well.
        let worth = |trace: &Trace, record: &YearRecord| -> f64 {
            let done = [record.completed_outpatient[0], record.completed_admitted[0]];
            let units = PLANNED.iter().zip(done);
            units
                .map(|(service, done)| done * trace.budgets.exchange[*service].cost_per_unit())
                .sum()
        };
        let fewer = worth(few, calm) - worth(many, busy);
        assert!(fewer > 0.6 * cost && fewer < 1.6 * cost, "{fewer} against {cost}");
        // Beds: one stock, fuller than before.
        assert!(busy.bed_occupancy[0] > calm.bed_occupancy[0]);
        assert!(
            busy.cancelled_operations[0] / busy.completed_admitted[0]
                > calm.cancelled_operations[0] / calm.completed_admitted[0]
        );
        assert!(list(busy) > list(calm));
    }
}

/// What else may bring people to the list once emergencies are prevented, and what is set so that it brings none: referrers
/// send more where waits are short, and those whose lives are saved come to need planned care as well.
const OTHERS_WHO_JOIN: [(&str, &[&str]); 3] = [
    ("as shipped", &[]),
    (
        "referrers send whom they would have sent",
        &["services.planned.demand_elasticity=0"],
    ),
    (
        "and nobody lives longer",
        &[
            "services.planned.demand_elasticity=0",
            "services.feedback.health_link=none",
        ],
    ),
];

#[test]
fn prevention_at_constant_money_never_lengthens_the_list_but_by_those_who_join_it() {
    // Free, for everybody, a tenth of emergencies; what becomes money may stay with hospitals, or all go back to the Treasury.
    for handed_back in ["0", "0.5", "1"] {
        for (held, settings) in OTHERS_WHO_JOIN {
            let settings: Vec<String> = settings.iter().map(|set| (*set).to_owned()).collect();
            let mut programme = settings.clone();
            programme.extend([
                "programme.prevented.coverage=1".to_owned(),
                "programme.prevented.start_year=2025".to_owned(),
                "programme.prevented.cost_per_person=0".to_owned(),
                "programme.prevented.payer=outside".to_owned(),
                "programme.prevented.fidelity=1".to_owned(),
                format!("programme.prevented.cashable={handed_back}"),
                "programme.prevented.effects={emergency_admission=0.9}".to_owned(),
            ]);
            let plans = lockstep([load("england", &settings), load("england", &programme)]);
            for number in 0..3 {
                let mut years = [Vec::new(), Vec::new()];
                let mut observer =
                    |world: usize, _: usize, record: &YearRecord, _: &YearParts<'_>| years[world].push(record.clone());
                draw(&plans, &Sampler::plain(SEED), number, 0, PEOPLE, 6, &mut observer).expect("a draw");
                let fewer = 1.0 - years[1][2].emergency_admissions[0] / years[0][2].emergency_admissions[0];
                assert!(fewer > 0.08, "it prevents a tenth: {fewer}");
                for (year, (without, with)) in years[0].iter().zip(&years[1]).enumerate() {
                    let said = format!("{held}, handed back {handed_back}, draw {number}, year {year}");
                    let more = with.clock_starts[0] - without.clock_starts[0];
                    if settings.len() == 2 {
                        assert!(more.abs() < 1.0, "{said}: {more:.1} more joined");
                    }
                    // A list as short as it can be holds some weeks' joiners, half a year's at the most that may be assumed: of
                    // those who join beside, that many wait. Beyond them, not one more.
                    let change = list(with) - list(without);
                    assert!(
                        change < more.max(0.0) / 2.0 + 1.0,
                        "{said}: {change:.1} more wait, {more:.1} more joined"
                    );
                }
            }
        }
    }
}

#[test]
fn what_prevention_hands_back_leaves_the_envelope_and_the_hospital_only() {
    let programme = |handed_back: &str| {
        let overrides = [
            "programme.prevented.coverage=1".to_owned(),
            "programme.prevented.start_year=2025".to_owned(),
            "programme.prevented.cost_per_person=0".to_owned(),
            "programme.prevented.payer=outside".to_owned(),
            "programme.prevented.fidelity=1".to_owned(),
            format!("programme.prevented.cashable={handed_back}"),
            "programme.prevented.effects={emergency_admission=0.9}".to_owned(),
        ];
        load("england", &overrides)
    };
    let plans = lockstep([england(&[]), programme("0"), programme("1")]);
    let mut traces: Vec<Vec<Trace>> = vec![Vec::new(); 3];
    let mut observer =
        |world: usize, _: usize, _: &YearRecord, parts: &YearParts<'_>| traces[world].push(parts.trace());
    draw(&plans, &Sampler::plain(SEED), 0, 0, PEOPLE, 2, &mut observer).expect("a draw");
    let nhs = |world: usize| traces[world][1].budgets.envelopes[0];
    assert!((nhs(0) - nhs(1)).abs() < 1e-6, "nothing handed back: the same money");
    assert!(nhs(2) < nhs(0) - 100.0, "all handed back: less");
    let saved = planned_money(&traces[1][1]) - planned_money(&traces[0][1]);
    let back = nhs(1) - nhs(2);
    assert!(
        (back / saved - 1.0).abs() < 0.01,
        "what planned care gained is what there is to hand back: {back} {saved}"
    );
    let practice = |world: usize| traces[world][1].budgets.money[Service::PrimaryCare];
    assert!(
        (practice(2) / practice(0) - 1.0).abs() < 1e-9,
        "general practice pays nothing for it"
    );
}
