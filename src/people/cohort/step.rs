//! A year of the cohort: the same rates as a simulated person meets, applied to shares.
//!
//! The order inside the year is the sample's: moves, death and net migration; then conditions and dependency, which both
//! look at the health of the year before and are independent of each other; then partner and carer; then moves into care
//! homes. Ages are taken from the oldest down, so that each moves into rows that have been emptied.

use super::super::rates::Rates;
use super::super::stratum;
use super::super::year::PeopleYear;
use super::{CARER, Cohort, FIRST, HOUSEHOLDS, LATER, PARTNER, ROW, ROWS, Rows, States, YOUNG};
use crate::people::fit::PLACES;
use crate::world::axes::{AGES, BAND_OF_AGE, DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::{DEMOGRAPHIC, STATES, demographic};

/// Nobody.
const NONE: States = [0.0; STATES];

/// A loop over states. In a build without optimisation a range is stepped through four calls, and these loops are most of what a
/// test of the whole engine does: a counter is none.
macro_rules! each_state {
    ($state:ident in $from:expr, $to:expr => $body:block) => {
        let mut $state = $from;
        while $state < $to {
            $body
            $state += 1;
        }
    };
}

/// Row of a table by demographic cell and state.
#[inline]
fn row(table: &[f32], place: usize) -> &[f32; STATES] {
    &table.as_chunks::<STATES>().0[place]
}

/// Whole states of a row.
#[inline]
fn sum(states: &States) -> f64 {
    states.iter().sum()
}

/// Chances to die over the year, by place and health state.
struct Mortality([States; PLACES]);

impl Mortality {
    fn of(rates: &Rates, cell: usize, place: usize, places: usize) -> Mortality {
        let by_place = &rates.death_by_place[cell];
        let risks = [
            row(&rates.death_risk, place),
            row(&rates.death_risk, DEMOGRAPHIC + place),
        ];
        let mut chances = [NONE; PLACES];
        for (at, chances) in chances.iter_mut().enumerate().take(places) {
            for (chance, risk) in chances.iter_mut().zip(risks[usize::from(at > 0)]) {
                *chance = f64::from((by_place[at] * risk).min(1.0));
            }
        }
        Mortality(chances)
    }
}

/// Chances of an age, sex and fifth to change their health within the year.
struct Change {
    /// To gain a condition.
    onset: States,
    /// To become more dependent.
    worse: States,
    /// To become less dependent, at home.
    better: States,
}

impl Change {
    fn of(rates: &Rates, cell: usize, place: usize) -> Change {
        let mut change = Change {
            onset: NONE,
            worse: NONE,
            better: NONE,
        };
        let condition_factor = row(&rates.condition_factor, place);
        let dependency_risk = row(&rates.dependency_risk, place);
        let recovery = row(&rates.recovery, place);
        let (condition, dependency) = (&rates.condition_onset[cell], &rates.dependency_onset[cell]);
        each_state!(state in 0, STATES => {
            let (conditions, level) = (state / DEPENDENCIES, state % DEPENDENCIES);
            change.onset[state] = f64::from((condition[conditions] * condition_factor[state]).min(1.0));
            // At the highest level the fit has no onset, and without dependency there is no recovery.
            change.worse[state] = f64::from((dependency[level] * dependency_risk[state]).min(1.0));
            change.better[state] = f64::from(recovery[state]).min(1.0 - change.worse[state]);
        });
        change
    }

    /// Adds people after the year's change of health.
    #[inline(always)]
    fn apply(&self, people: &States, better: &States, out: &mut States) {
        let mut gain = NONE;
        let mut keep = NONE;
        each_state!(state in 0, STATES => {
            gain[state] = people[state] * self.onset[state];
            keep[state] = people[state] - gain[state];
        });
        let keep = self.dependency(&keep, better);
        let gain = self.dependency(&gain, better);
        const TOP: usize = STATES - DEPENDENCIES;
        each_state!(state in 0, STATES => {
            out[state] += keep[state];
        });
        each_state!(state in 0, TOP => {
            out[state + DEPENDENCIES] += gain[state];
        });
        each_state!(state in TOP, STATES => {
            out[state] += gain[state];
        });
    }

    /// People after the year's change of dependency: no chance leads over the edge of a row of levels.
    #[inline(always)]
    fn dependency(&self, people: &States, better: &States) -> States {
        let (mut up, mut down, mut out) = (NONE, NONE, NONE);
        each_state!(state in 0, STATES => {
            up[state] = people[state] * self.worse[state];
            down[state] = people[state] * better[state];
            out[state] = people[state] - up[state] - down[state];
        });
        each_state!(state in 1, STATES => {
            out[state] += up[state - 1];
        });
        each_state!(state in 0, STATES - 1 => {
            out[state] += down[state + 1];
        });
        out
    }
}

/// What moves, arrivals and death leave of a stratum.
struct Survival<'a> {
    mortality: &'a Mortality,
    /// Factor from moves between fifths.
    moved: f64,
    /// One and net migrants over residents.
    grown: f64,
    deaths: f64,
    exposed: f64,
}

impl Survival<'_> {
    #[inline(always)]
    fn left(&mut self, people: &States, place: usize) -> States {
        let chances = &self.mortality.0[place];
        let (mut left, mut dead) = (NONE, NONE);
        let mut moved = NONE;
        each_state!(state in 0, STATES => {
            moved[state] = people[state] * self.moved;
            dead[state] = moved[state] * chances[state];
            left[state] = (moved[state] * self.grown - dead[state]).max(0.0);
        });
        self.deaths += sum(&dead);
        self.exposed += sum(&moved);
        left
    }
}

/// Where the people of a row live, as mortality sees it.
const PLACE: [usize; ROWS] = [0, 0, 0, 0, 1, 2];

impl Cohort {
    /// Deaths that the rates foretell of people as they stand.
    pub(super) fn deaths(&self, rates: &Rates, out: &mut PeopleYear) {
        for age in 0..AGES {
            for cell in age * ROW..(age + 1) * ROW {
                let place = usize::from(BAND_OF_AGE[age]) * ROW + cell % ROW;
                let mortality = Mortality::of(rates, cell, place, PLACES);
                let dying = |people: &States, place: usize| -> f64 {
                    let chances = &mortality.0[place];
                    people.iter().zip(chances).map(|(people, chance)| people * chance).sum()
                };
                out.deaths[place] += if age < YOUNG {
                    dying(&self.young[cell], 0)
                } else {
                    let rows = self.old[cell - YOUNG * ROW].iter().zip(PLACE);
                    rows.map(|(people, place)| dying(people, place)).sum()
                };
            }
        }
    }

    /// Everybody a year older; those born in it come last.
    pub(super) fn step(&mut self, rates: &Rates, out: &mut PeopleYear) {
        let mut entrants = 0.0;
        for age in (0..AGES).rev() {
            for sex in 0..SEXES {
                for fifth in 0..FIFTHS {
                    let cell = stratum(age, sex, fifth);
                    let place = demographic(usize::from(BAND_OF_AGE[age]), sex, fifth);
                    let places = if age < YOUNG { 1 } else { PLACES };
                    let mortality = Mortality::of(rates, cell, place, places);
                    let mut survival = Survival {
                        mortality: &mortality,
                        moved: self.flows.moved[cell],
                        grown: 1.0 + self.flows.net[age][sex],
                        deaths: 0.0,
                        exposed: 0.0,
                    };
                    let change = Change::of(rates, cell, place);
                    if age < YOUNG {
                        let left = survival.left(&self.young[cell], 0);
                        let mut states = NONE;
                        change.apply(&left, &change.better, &mut states);
                        let households = self.households[cell];
                        if age + 1 < YOUNG {
                            self.young[cell + ROW] = states;
                            self.households[cell + ROW] = households;
                        } else {
                            let rows = &mut self.old[cell + ROW - YOUNG * ROW];
                            *rows = [NONE; ROWS];
                            for (row, share) in rows.iter_mut().zip(households) {
                                *row = states.map(|people| people * share);
                            }
                        }
                    } else {
                        let at = cell - YOUNG * ROW;
                        let about = (age, sex, cell, place);
                        entrants += if age + 1 < AGES {
                            let (younger, from_next) = self.old.split_at_mut(at + ROW);
                            let to = &mut from_next[0];
                            // The open age keeps those who have reached it before.
                            if age + 2 < AGES {
                                *to = [NONE; ROWS];
                            }
                            older(&younger[at], rates, about, &mut survival, &change, to)
                        } else {
                            let from = std::mem::replace(&mut self.old[at], [NONE; ROWS]);
                            older(&from, rates, about, &mut survival, &change, &mut self.old[at])
                        };
                    }
                    out.deaths[place] += survival.deaths;
                    out.migrants += survival.exposed * self.flows.net[age][sex];
                }
            }
        }
        out.entrants = super::count::raw(entrants);
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let cell = stratum(0, sex, fifth);
                let newborn = self.flows.newborn[sex][fifth];
                self.young[cell] = self.born[cell].map(|share| share * newborn);
                self.households[cell] = [0.0; HOUSEHOLDS];
                self.households[cell][0] = 1.0;
            }
        }
    }
}

/// A year of people from [`super::CARE_AGE`] on, added to those a year older; gives how many moved into a care home.
fn older(
    from: &Rows,
    rates: &Rates,
    (age, sex, cell, place): (usize, usize, usize, usize),
    survival: &mut Survival,
    change: &Change,
    to: &mut Rows,
) -> f64 {
    let mut home = [NONE; HOUSEHOLDS];
    for (household, people) in from.iter().enumerate().take(HOUSEHOLDS) {
        let left = survival.left(people, 0);
        change.apply(&left, &change.better, &mut home[household]);
    }
    let home = households(&home, rates, age, sex);
    let mut entrants = NONE;
    let risk = row(&rates.entry_risk, place);
    for (household, people) in home.iter().enumerate() {
        let with_carer = if household & CARER > 0 {
            rates.entry_with_carer
        } else {
            1.0
        };
        each_state!(state in 0, STATES => {
            let chance = f64::from((rates.entry[cell] * risk[state] * with_carer).min(1.0));
            let entered = people[state] * chance;
            entrants[state] += entered;
            to[household][state] += people[state] - entered;
        });
    }
    each_state!(state in 0, STATES => {
        to[FIRST][state] += entrants[state];
    });
    // Whoever lived in a home at the start of the year is in a later year at its end, and nobody recovers there.
    for people in [FIRST, LATER] {
        if from[people] != NONE {
            let left = survival.left(&from[people], PLACE[people]);
            change.apply(&left, &NONE, &mut to[LATER]);
        }
    }
    sum(&entrants)
}

/// Partners lost, carers lost and found.
fn households(home: &[States; HOUSEHOLDS], rates: &Rates, age: usize, sex: usize) -> [States; HOUSEHOLDS] {
    let lost = f64::from(rates.partner_loss[age][sex]);
    let found = f64::from(rates.partner_loss[age][sex] * rates.carer_if_single);
    let [loses, finds] = rates.carer_change.map(f64::from);
    let mut after = [NONE; HOUSEHOLDS];
    each_state!(state in 0, STATES => {
        let (alone, cared) = (home[0][state], home[CARER][state]);
        let partnered = home[PARTNER][state] + home[PARTNER | CARER][state];
        after[0][state] = alone * (1.0 - finds) + cared * loses + partnered * (lost - found);
        after[CARER][state] = alone * finds + cared * (1.0 - loses) + partnered * found;
        after[PARTNER][state] = home[PARTNER][state] * (1.0 - lost);
        after[PARTNER | CARER][state] = home[PARTNER | CARER][state] * (1.0 - lost);
    });
    after
}
