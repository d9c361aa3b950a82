//! Programmes compiled into dense factors along the axes of people.
//!
//! A programme speaks of eligible people, reach, lag and fade; the engine knows only one factor for each cell and state.
//! Which cells a programme touches never changes, so that is worked out once per world; each year only multiplies.

use crate::economy::ProgrammeCosts;
use crate::economy::workforce::{ByStaffed, STAFFED, Staffed};
use crate::people::DeterminantLevers;
use crate::world::axes::{AgeBand, BANDS, CONDITIONS, DEPENDENCIES, FIFTHS, SEXES, Sex};
use crate::world::cells::{self, Cells, DEMOGRAPHIC, STATES};
use crate::world::effect::EFFECTS;
use crate::world::group::{ByClass, ByGroup, GROUPS, Group, add_to_groups};
use crate::world::{Effect, Eligibility, Payer, Programme, Service, Weight, Year};

/// Ages at which nearly all women give birth who do.
const MOTHERS: (u8, u8) = (15, 44);
/// Cells of a table of factors.
pub const FACTORS: usize = DEMOGRAPHIC * STATES;

/// One programme with the cells it touches.
#[derive(Clone, Debug)]
pub struct Compiled {
    programme: Programme,
    /// Demographic cell and the share of its ages that are eligible.
    demographic: Vec<(usize, f32)>,
    /// Eligible health states.
    states: Vec<usize>,
}

/// The factors of one world in one year.
#[derive(Clone, Debug)]
pub struct ProgrammeFactors {
    tables: Vec<Option<Vec<f32>>>,
    /// Factor on births.
    pub births: f64,
    /// Factor on turnover of health-care staff and of care workers.
    pub turnover: ByStaffed<f64>,
    /// Factor on bed days of patients fit to leave.
    pub delayed_discharge: f64,
    /// Factor on hours that unpaid carers give.
    pub unpaid_care: f64,
    /// What the programmes cost.
    pub costs: ProgrammeCosts,
    /// Money that programmes pay to people, by group [£m].
    pub transfers: ByGroup,
    /// The same by age group and deprivation fifth together [£m].
    pub transfers_by_class: ByClass,
    /// Share of what the activity avoided would have cost that goes back to the Treasury, by service \[share\].
    pub cashable: [f64; crate::world::service::SERVICES],
}

impl Default for ProgrammeFactors {
    fn default() -> Self {
        ProgrammeFactors {
            tables: vec![None; EFFECTS],
            births: 1.0,
            turnover: [1.0; STAFFED],
            delayed_discharge: 1.0,
            unpaid_care: 1.0,
            costs: ProgrammeCosts::default(),
            transfers: [0.0; GROUPS],
            transfers_by_class: ByClass::default(),
            cashable: [0.0; crate::world::service::SERVICES],
        }
    }
}

impl ProgrammeFactors {
    /// The table of an effect by cell and state, if some programme acts on it.
    pub fn table(&self, effect: Effect) -> Option<&[f32]> {
        self.tables[effect.index()].as_deref()
    }
    /// The table of need for a service.
    pub fn need(&self, service: Service) -> Option<&[f32]> {
        self.table(Effect::Demand(service))
    }
}

impl Compiled {
    /// Works out which cells a programme touches.
    pub fn new(programme: Programme) -> Compiled {
        let who = programme.eligible;
        let mut demographic = Vec::new();
        for band in 0..BANDS {
            let share = eligible_ages(&who, AgeBand::from_index(band));
            for sex in (0..SEXES).filter(|sex| who.sexes[*sex]) {
                for fifth in (0..FIFTHS).filter(|fifth| who.fifths[*fifth]) {
                    if share > 0.0 {
                        demographic.push((cells::demographic(band, sex, fifth), share));
                    }
                }
            }
        }
        let states = (who.min_conditions as usize..CONDITIONS)
            .flat_map(|conditions| {
                (who.min_dependency as usize..DEPENDENCIES).map(move |dependency| cells::state(conditions, dependency))
            })
            .collect();
        Compiled {
            programme,
            demographic,
            states,
        }
    }
    /// People who may have the programme.
    fn eligible(&self, people: &Cells) -> f64 {
        let mut total = 0.0;
        for (cell, share) in &self.demographic {
            let row = people.states(*cell);
            let raw: u64 = self.states.iter().map(|state| row[*state]).sum();
            total += Weight::from_raw(raw).people() * f64::from(*share);
        }
        total
    }
    /// Share of the women of the ages at which nearly all mothers are who may have the programme.
    fn share_of_mothers(&self, people: &Cells) -> f64 {
        let (mut all, mut own) = (0.0, 0.0);
        let who = self.programme.eligible;
        let mothers = Eligibility {
            min_age: MOTHERS.0,
            max_age: MOTHERS.1,
            ..who
        };
        let both = Eligibility {
            min_age: who.min_age.max(MOTHERS.0),
            max_age: who.max_age.min(MOTHERS.1),
            ..who
        };
        for band in 0..BANDS {
            let ages = AgeBand::from_index(band);
            let (of_mothers, of_both) = (eligible_ages(&mothers, ages), eligible_ages(&both, ages));
            for fifth in (0..FIFTHS).filter(|_| of_mothers > 0.0) {
                let row = people.states(cells::demographic(band, Sex::Female as usize, fifth));
                let women: u64 = row.iter().sum();
                all += women as f64 * f64::from(of_mothers);
                if who.sexes[Sex::Female as usize] && who.fifths[fifth] {
                    let eligible: u64 = self.states.iter().map(|state| row[*state]).sum();
                    own += eligible as f64 * f64::from(of_both);
                }
            }
        }
        if all > 0.0 { own / all } else { 0.0 }
    }
    /// Adds what the programme pays to those it reaches, by group and by class [£m].
    fn pay(&self, reach: f64, people: &Cells, (transfers, classes): (&mut ByGroup, &mut ByClass)) {
        for (cell, share) in &self.demographic {
            let row = people.states(*cell);
            let raw: u64 = self.states.iter().map(|state| row[*state]).sum();
            let reached = Weight::from_raw(raw).people() * f64::from(*share) * reach;
            let (band, sex, fifth) = (cell / (SEXES * FIFTHS), cell / FIFTHS % SEXES, cell % FIFTHS);
            let age = AgeBand::from_index(band).start();
            let millions = reached * self.programme.transfer_per_person / 1e6;
            add_to_groups(transfers, age, sex, fifth, millions);
            classes[Group::age(age).index() - Group::age(0).index()][fifth] += millions;
        }
    }
    /// Lays a factor on the eligible over what other programmes do.
    fn act(&self, on: Effect, factor: f64, table: &mut Option<Vec<f32>>) {
        let null = on.null() as f32;
        let table = table.get_or_insert_with(|| vec![null; FACTORS]);
        for (cell, share) in &self.demographic {
            let change = (factor as f32 - null) * share;
            let row = &mut table[cell * STATES..][..STATES];
            for state in &self.states {
                if on == Effect::QualityOfLife {
                    row[*state] += change;
                } else {
                    // Programmes multiply, but cannot prevent more than everything.
                    row[*state] = (row[*state] * (1.0 + change)).max(0.0);
                }
            }
        }
    }
    /// Whether anything of the programme is felt in a year.
    fn active(&self, year: Year) -> bool {
        year >= self.programme.start_year
    }
}

/// Share of a band's ages that are eligible.
fn eligible_ages(who: &Eligibility, band: AgeBand) -> f32 {
    let (first, last) = (band.start(), band.end());
    let from = first.max(who.min_age);
    let to = last.min(who.max_age);
    if from > to {
        0.0
    } else {
        f32::from(to - from + 1) / f32::from(last - first + 1)
    }
}

/// The factors of a year. `people` are those counted last: they say how many a programme reaches; `income` says what money does
/// for the health of those to whom a programme pays it.
pub fn compile(
    programmes: &[Compiled],
    year: Year,
    people: &Cells,
    income: &DeterminantLevers,
    out: &mut ProgrammeFactors,
) {
    *out = ProgrammeFactors::default();
    let mut avoided = [0.0f64; crate::world::service::SERVICES];
    for compiled in programmes.iter().filter(|compiled| compiled.active(year)) {
        let programme = &compiled.programme;
        let reach = programme.reach(year);
        let rolled_out = if programme.coverage > 0.0 {
            reach / programme.coverage
        } else {
            0.0
        };
        let eligible = compiled.eligible(people);
        let cost = eligible * reach * programme.cost_per_person / 1e6 + programme.cost_total * rolled_out;
        match (programme.into, programme.payer) {
            // What goes to a service is spent there and not on the programme; new money needs no envelope to give it up.
            (Some(service), payer) => out.costs.give(service, payer, cost),
            (None, Payer::Nhs) => out.costs.nhs += cost,
            (None, Payer::Council) => out.costs.council += cost,
            (None, Payer::PublicHealth) => out.costs.public_health += cost,
            (None, Payer::Tax) => out.costs.tax += cost,
            (None, Payer::Outside) => out.costs.outside += cost,
        }
        if programme.transfer_per_person != 0.0 {
            compiled.pay(reach, people, (&mut out.transfers, &mut out.transfers_by_class));
            let factors = income.of_payments(programme, year);
            for (on, factor) in [Effect::Mortality, Effect::ConditionOnset].into_iter().zip(factors) {
                compiled.act(on, factor, &mut out.tables[on.index()]);
            }
        }
        for effect in &programme.effects {
            let factor = programme.factor(effect, year);
            match effect.on {
                Effect::Births => out.births *= 1.0 + (factor - 1.0) * compiled.share_of_mothers(people),
                Effect::StaffTurnover => out.turnover[Staffed::Nhs] *= factor,
                Effect::CareTurnover => out.turnover[Staffed::Care] *= factor,
                Effect::DelayedDischarge => out.delayed_discharge *= factor,
                Effect::UnpaidCare => out.unpaid_care *= factor,
                on => {
                    if let Effect::Demand(service) = on {
                        let weight = (1.0 - factor).abs();
                        out.cashable[service.index()] += weight * programme.cashable;
                        avoided[service.index()] += weight;
                    }
                    compiled.act(on, factor, &mut out.tables[on.index()]);
                }
            }
        }
    }
    out.costs.transfers = out.transfers[0];
    for (share, weight) in out.cashable.iter_mut().zip(avoided) {
        *share = if weight > 0.0 { *share / weight } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::ProgrammeEffect;

    fn programme(eligible: Eligibility, on: Effect, size: f64) -> Programme {
        Programme {
            name: "test".into(),
            eligible,
            coverage: 0.5,
            start_year: Year(2026),
            ramp_years: 0.0,
            end_year: None,
            cost_per_person: 10.0,
            cost_total: 4.0,
            payer: Payer::Nhs,
            into: None,
            transfer_per_person: 0.0,
            effects: vec![ProgrammeEffect {
                on,
                size,
                lag_years: 0.0,
                fade: 0.0,
            }],
            fidelity: 1.0,
            cashable: 0.2,
        }
    }

    /// Money does nothing for health.
    const NO_INCOME: DeterminantLevers = DeterminantLevers {
        income_mortality: 0.0,
        income_onset: 0.0,
        income_lag_years: 0.0,
    };

    fn women_from_65() -> Eligibility {
        Eligibility {
            min_age: 65,
            max_age: 200,
            sexes: [true, false],
            fifths: [true; FIFTHS],
            min_conditions: 2,
            min_dependency: 0,
        }
    }

    #[test]
    fn only_the_eligible_are_touched_and_only_from_the_start() {
        let compiled = [Compiled::new(programme(women_from_65(), Effect::Mortality, 0.8))];
        let mut people = Cells::default();
        let old_woman = cells::demographic(15, 0, 2);
        let old_man = cells::demographic(15, 1, 2);
        people.add(old_woman, cells::state(3, 0), Weight::from_people(1000));
        people.add(old_woman, cells::state(0, 0), Weight::from_people(1000));
        people.add(old_man, cells::state(3, 0), Weight::from_people(1000));
        let mut factors = ProgrammeFactors::default();
        compile(&compiled, Year(2025), &people, &NO_INCOME, &mut factors);
        assert!(factors.table(Effect::Mortality).is_none());
        assert_eq!(factors.costs.nhs, 0.0);
        compile(&compiled, Year(2026), &people, &NO_INCOME, &mut factors);
        let table = factors.table(Effect::Mortality).expect("active");
        assert!((table[old_woman * STATES + cells::state(3, 0)] - 0.9).abs() < 1e-6);
        assert_eq!(table[old_woman * STATES + cells::state(0, 0)], 1.0);
        assert_eq!(table[old_man * STATES + cells::state(3, 0)], 1.0);
        assert!((factors.costs.nhs - (1000.0 * 0.5 * 10.0 / 1e6 + 4.0)).abs() < 1e-9);
    }

    #[test]
    fn a_payment_costs_what_it_pays_goes_to_whom_it_reaches_and_acts_through_income() {
        let mut minimum = programme(women_from_65(), Effect::Mortality, 1.0);
        minimum.effects.clear();
        minimum.transfer_per_person = 2_000.0;
        let compiled = [Compiled::new(minimum)];
        let mut people = Cells::default();
        let (old_woman, old_man) = (cells::demographic(15, 0, 2), cells::demographic(15, 1, 2));
        people.add(old_woman, cells::state(3, 0), Weight::from_people(1000));
        people.add(old_man, cells::state(3, 0), Weight::from_people(1000));
        let income = DeterminantLevers {
            income_mortality: -0.01,
            ..NO_INCOME
        };
        let mut factors = ProgrammeFactors::default();
        compile(&compiled, Year(2026), &people, &income, &mut factors);
        let paid = 1000.0 * 0.5 * 2_000.0 / 1e6;
        assert!((factors.costs.transfers - paid).abs() < 1e-9);
        assert!((factors.transfers[Group::imd(2)] - paid).abs() < 1e-9);
        assert_eq!(
            (factors.transfers[Group::imd(0)], factors.transfers[Group::sex(1)]),
            (0.0, 0.0)
        );
        let table = factors.table(Effect::Mortality).expect("income acts on mortality");
        let expected = 1.0 - 0.5 * (1.0 - 0.99 * 0.99);
        assert!((f64::from(table[old_woman * STATES + cells::state(3, 0)]) - expected).abs() < 1e-6);
        assert_eq!(table[old_man * STATES + cells::state(3, 0)], 1.0);
    }

    #[test]
    fn births_change_by_the_part_of_mothers_who_may_have_the_programme() {
        let mut people = Cells::default();
        for fifth in 0..FIFTHS {
            for band in 0..BANDS {
                for sex in 0..SEXES {
                    people.add(cells::demographic(band, sex, fifth), 0, Weight::from_people(100));
                }
            }
        }
        let births = |who: Eligibility| {
            let mut factors = ProgrammeFactors::default();
            let compiled = [Compiled::new(programme(who, Effect::Births, 1.2))];
            compile(&compiled, Year(2030), &people, &NO_INCOME, &mut factors);
            factors.births
        };
        // Half of them are reached, and have a fifth more children.
        assert!((births(Eligibility::ALL) - 1.1).abs() < 1e-9);
        let women = Eligibility {
            min_age: 15,
            max_age: 44,
            sexes: [true, false],
            ..Eligibility::ALL
        };
        assert_eq!(births(women), births(Eligibility::ALL));
        let poorest = Eligibility {
            fifths: [true, false, false, false, false],
            ..women
        };
        assert!((births(poorest) - 1.02).abs() < 1e-9);
        for nobody in [
            women_from_65(),
            Eligibility {
                sexes: [false, true],
                ..women
            },
        ] {
            assert_eq!(births(nobody), 1.0);
        }
    }

    #[test]
    fn a_band_cut_by_an_age_limit_is_touched_in_part() {
        let mut who = women_from_65();
        who.min_age = 16;
        let compiled = Compiled::new(programme(who, Effect::Mortality, 0.8));
        let band = AgeBand::of(15).index();
        let share = compiled
            .demographic
            .iter()
            .find(|(cell, _)| *cell == cells::demographic(band, 0, 0));
        assert!(share.is_some_and(|(_, share)| (share - 2.0 / 3.0).abs() < 1e-6));
    }

    #[test]
    fn money_into_a_service_is_given_there_taken_where_it_was_and_charged_nowhere_else() {
        let mut people = Cells::default();
        let old_woman = cells::demographic(15, 0, 2);
        people.add(old_woman, cells::state(3, 0), Weight::from_people(1000));
        for (payer, taken) in [
            (Payer::Tax, [0.0; 3]),
            (Payer::Nhs, [1.0, 0.0, 0.0]),
            (Payer::Council, [0.0, 1.0, 0.0]),
            (Payer::PublicHealth, [0.0, 0.0, 1.0]),
        ] {
            let given = Programme {
                payer,
                into: Some(Service::PlannedAdmitted),
                ..programme(women_from_65(), Effect::Mortality, 0.8)
            };
            let mut factors = ProgrammeFactors::default();
            compile(&[Compiled::new(given)], Year(2026), &people, &NO_INCOME, &mut factors);
            let costs = &factors.costs;
            let cost = 1000.0 * 0.5 * 10.0 / 1e6 + 4.0;
            assert!((costs.given[Service::PlannedAdmitted] - cost).abs() < 1e-12);
            assert_eq!(costs.given.iter().sum::<f64>(), costs.given[Service::PlannedAdmitted]);
            assert_eq!(
                costs.taken,
                taken.map(|share| share * costs.given[Service::PlannedAdmitted])
            );
            assert_eq!(
                [costs.nhs, costs.council, costs.public_health, costs.tax, costs.outside],
                [0.0; 5]
            );
        }
    }

    #[test]
    fn a_programme_is_charged_to_whoever_pays_for_it_and_to_nobody_else() {
        let mut people = Cells::default();
        people.add(
            cells::demographic(15, 0, 2),
            cells::state(3, 0),
            Weight::from_people(1000),
        );
        for (at, payer) in [
            Payer::Nhs,
            Payer::Council,
            Payer::PublicHealth,
            Payer::Tax,
            Payer::Outside,
        ]
        .into_iter()
        .enumerate()
        {
            let paid = Programme {
                payer,
                ..programme(women_from_65(), Effect::Mortality, 0.8)
            };
            let mut factors = ProgrammeFactors::default();
            compile(&[Compiled::new(paid)], Year(2026), &people, &NO_INCOME, &mut factors);
            let costs = &factors.costs;
            let each = [costs.nhs, costs.council, costs.public_health, costs.tax, costs.outside];
            for (account, cost) in each.iter().enumerate() {
                assert_eq!(*cost > 0.0, account == at, "{payer:?}: {each:?}");
            }
        }
    }
}
