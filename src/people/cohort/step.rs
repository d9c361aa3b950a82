//! A year of the cohort: the same rates as a simulated person meets, applied to shares.
//!
//! The order inside the year is the sample's: moves, death and net migration; then conditions and dependency, which both
//! look at the health of the year before and are independent of each other; then partner and carer; then moves into care
//! homes. What the first two do to a health state is the same for everybody of an age, sex, fifth and place, so it is worked
//! out once as shares ([`Passage`]) and then applied. Ages are taken from the oldest down, so that each moves into rows that
//! have been emptied.

use super::super::rates::Rates;
use super::super::stratum;
use super::super::year::PeopleYear;
use super::{CARER, Cohort, HOUSEHOLDS, Home, Older, PARTNER, ROW, States, YOUNG};
use crate::people::fit::PLACES;
use crate::world::axes::{AGES, BAND_OF_AGE, DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::{DEMOGRAPHIC, STATES, demographic};

/// Nobody.
const NONE: States = [0.0; STATES];
/// First state of the highest number of conditions, which nobody leaves.
const TOP: usize = STATES - DEPENDENCIES;
/// Households side by side, so that one instruction serves several.
type Lanes = [f64; HOUSEHOLDS];

/// How many states there are, hidden from the compiler. It would write out every loop over them, and the twenty-eight kilobytes
/// that a stratum then takes are read more slowly than the loops run.
fn states() -> usize {
    std::hint::black_box(STATES)
}

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

/// The same for each household, side by side.
macro_rules! each_household {
    (@ $($place:literal),*; |$household:ident| $value:expr) => {
        [$({
            const $household: usize = $place;
            $value
        }),*]
    };
    (|$household:ident| $value:expr) => {
        each_household!(@ 0, 1, 2, 3; |$household| $value)
    };
}

/// Row of a table by demographic cell and state.
#[inline(always)]
fn row(table: &[f32], place: usize) -> &[f32; STATES] {
    &table.as_chunks::<STATES>().0[place]
}

/// Whole states of a row.
#[inline(always)]
fn sum(states: &States) -> f64 {
    states.iter().sum()
}

/// Adds shares of people, state by state.
#[inline(always)]
fn add(out: &mut [f64], people: &[f64], share: &[f64]) {
    let count = out.len().min(people.len()).min(share.len());
    let (out, people, share) = (&mut out[..count], &people[..count], &share[..count]);
    each_state!(state in 0, count => {
        out[state] += people[state] * share[state];
    });
}

/// The same for each household.
#[inline(always)]
fn add_at_home(out: &mut [Lanes], people: &[Lanes], share: &[f64]) {
    let count = out.len().min(people.len()).min(share.len());
    let (out, people, share) = (&mut out[..count], &people[..count], &share[..count]);
    each_state!(state in 0, count => {
        out[state] = each_household!(|AT| out[state][AT] + people[state][AT] * share[state]);
    });
}

/// Chances to die over the year, by place and health state.
struct Mortality([States; PLACES]);

impl Mortality {
    #[inline(always)]
    fn of(rates: &Rates, cell: usize, place: usize, places: usize, states: usize) -> Mortality {
        let by_place = &rates.death_by_place[cell];
        let risks = [
            row(&rates.death_risk, place),
            row(&rates.death_risk, DEMOGRAPHIC + place),
        ];
        let mut chances = [NONE; PLACES];
        let mut at = 0;
        while at < places {
            let (by_place, risk) = (by_place[at], &risks[usize::from(at > 0)][..states]);
            let chances = &mut chances[at][..states];
            each_state!(state in 0, states => {
                chances[state] = f64::from((by_place * risk[state]).min(1.0));
            });
            at += 1;
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
    #[inline(always)]
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
        let mut first = 0;
        while first < STATES {
            // Nobody gains a condition beyond the highest number.
            let onset = if first < TOP {
                condition[first / DEPENDENCIES]
            } else {
                0.0
            };
            each_state!(level in 0, DEPENDENCIES => {
                let state = first + level;
                change.onset[state] = f64::from((onset * condition_factor[state]).min(1.0));
                // At the highest level the fit has no onset, and without dependency there is no recovery.
                change.worse[state] = f64::from((dependency[level] * dependency_risk[state]).min(1.0));
                change.better[state] = f64::from(recovery[state]).min(1.0 - change.worse[state]);
            });
            first += DEPENDENCIES;
        }
        change
    }
}

/// What a year makes of the people of a place, by the health state in which it finds them: those of its end over those of its
/// start.
struct Passage {
    /// With the conditions they had: as dependent as before, more, less.
    same: [States; 3],
    /// With a condition more: as dependent as before, more, less.
    ill: [States; 3],
    /// Who dies.
    dead: States,
    /// How many states there are ([`states`]).
    states: usize,
}

impl Passage {
    /// `moved`: factor from moves between fifths; `grown`: one and net migrants over residents; `better`: chances to become less
    /// dependent.
    #[inline(always)]
    fn of(change: &Change, better: &States, chances: &States, (moved, grown): (f64, f64), states: usize) -> Passage {
        let mut passage = Passage {
            same: [NONE; 3],
            ill: [NONE; 3],
            dead: NONE,
            states,
        };
        let (onset, worse) = (&change.onset[..states], &change.worse[..states]);
        let (better, chances) = (&better[..states], &chances[..states]);
        let dead = &mut passage.dead[..states];
        let [stay, up, down] = passage.same.each_mut().map(|part| &mut part[..states]);
        let [ill_stay, ill_up, ill_down] = passage.ill.each_mut().map(|part| &mut part[..states]);
        each_state!(state in 0, states => {
            dead[state] = moved * chances[state];
            let left = (moved * grown - dead[state]).max(0.0);
            let ill = left * onset[state];
            let same = left - ill;
            let stays = 1.0 - worse[state] - better[state];
            stay[state] = same * stays;
            up[state] = same * worse[state];
            down[state] = same * better[state];
            ill_stay[state] = ill * stays;
            ill_up[state] = ill * worse[state];
            ill_down[state] = ill * better[state];
        });
        passage
    }

    /// Adds the people that a year leaves of these; no chance leads over the edge of a row of levels.
    #[inline(always)]
    fn apply(&self, people: &States, out: &mut States) {
        let [stay, up, down] = &self.same;
        let [ill, ill_up, ill_down] = &self.ill;
        let (all, ill_to) = (self.states, self.states - DEPENDENCIES);
        add(&mut out[..all], people, stay);
        add(&mut out[1..all], people, up);
        add(&mut out[..all - 1], &people[1..], &down[1..]);
        add(&mut out[DEPENDENCIES..all], people, ill);
        add(&mut out[DEPENDENCIES + 1..all], people, ill_up);
        add(&mut out[DEPENDENCIES..all - 1], &people[1..ill_to], &ill_down[1..]);
    }

    /// The people that a year leaves of those at home, household by household.
    #[inline(always)]
    fn at_home(&self, people: &Home) -> Home {
        let [stay, up, down] = &self.same;
        let [ill, ill_up, ill_down] = &self.ill;
        let (all, ill_to) = (self.states, self.states - DEPENDENCIES);
        let mut out = [[0.0; HOUSEHOLDS]; STATES];
        add_at_home(&mut out[..all], people, stay);
        add_at_home(&mut out[1..all], people, up);
        add_at_home(&mut out[..all - 1], &people[1..], &down[1..]);
        add_at_home(&mut out[DEPENDENCIES..all], people, ill);
        add_at_home(&mut out[DEPENDENCIES + 1..all], people, ill_up);
        add_at_home(&mut out[DEPENDENCIES..all - 1], &people[1..ill_to], &ill_down[1..]);
        out
    }

    /// Who dies of these people.
    #[inline(always)]
    fn deaths(&self, people: &States) -> f64 {
        let (people, dead) = (&people[..self.states], &self.dead[..self.states]);
        let mut deaths = 0.0;
        each_state!(state in 0, self.states => {
            deaths += people[state] * dead[state];
        });
        deaths
    }

    /// Who dies of those at home, and how many they are.
    #[inline(always)]
    fn deaths_at_home(&self, people: &Home) -> [f64; 2] {
        let (people, dead) = (&people[..self.states], &self.dead[..self.states]);
        let (mut deaths, mut all): (Lanes, Lanes) = ([0.0; HOUSEHOLDS], [0.0; HOUSEHOLDS]);
        each_state!(state in 0, self.states => {
            let here = &people[state];
            deaths = each_household!(|AT| deaths[AT] + here[AT] * dead[state]);
            all = each_household!(|AT| all[AT] + here[AT]);
        });
        [deaths.iter().sum(), all.iter().sum()]
    }
}

impl Cohort {
    /// Deaths that the rates foretell of people as they stand.
    pub(super) fn deaths(&self, rates: &Rates, out: &mut PeopleYear) {
        for age in 0..AGES {
            for cell in age * ROW..(age + 1) * ROW {
                let place = usize::from(BAND_OF_AGE[age]) * ROW + cell % ROW;
                let mortality = Mortality::of(rates, cell, place, PLACES, STATES);
                let dying = |people: &States, place: usize| -> f64 {
                    let chances = &mortality.0[place];
                    people.iter().zip(chances).map(|(people, chance)| people * chance).sum()
                };
                out.deaths[place] += if age < YOUNG {
                    dying(&self.young[cell], 0)
                } else {
                    let people = &self.old[cell - YOUNG * ROW];
                    let home: f64 = (0..HOUSEHOLDS)
                        .map(|household| dying(&people.home.map(|state| state[household]), 0))
                        .sum();
                    home + dying(&people.first, 1) + dying(&people.later, 2)
                };
            }
        }
    }

    /// Everybody a year older; those born in it come last.
    pub(super) fn step(&mut self, rates: &Rates, out: &mut PeopleYear) {
        let states = states();
        let mut entrants = 0.0;
        for age in (0..AGES).rev() {
            for sex in 0..SEXES {
                let net = self.flows.net[age][sex];
                for fifth in 0..FIFTHS {
                    let cell = stratum(age, sex, fifth);
                    let place = demographic(usize::from(BAND_OF_AGE[age]), sex, fifth);
                    let (moved, grown) = (self.flows.moved[cell], 1.0 + net);
                    let change = Change::of(rates, cell, place);
                    let died;
                    if age < YOUNG {
                        let mortality = Mortality::of(rates, cell, place, 1, states);
                        let passage = Passage::of(&change, &change.better, &mortality.0[0], (moved, grown), states);
                        let people = &self.young[cell];
                        let mut older = NONE;
                        passage.apply(people, &mut older);
                        died = Died {
                            deaths: passage.deaths(people),
                            exposed: sum(people) * moved,
                            entrants: 0.0,
                        };
                        let households = self.households[cell];
                        if age + 1 < YOUNG {
                            self.young[cell + ROW] = older;
                            self.households[cell + ROW] = households;
                        } else {
                            self.old[cell + ROW - YOUNG * ROW] = Older {
                                home: older.map(|people| households.map(|share| people * share)),
                                ..Older::NOBODY
                            };
                        }
                    } else {
                        let at = cell - YOUNG * ROW;
                        let about = (age, sex, cell, place);
                        died = if age + 1 < AGES {
                            let (younger, from_next) = self.old.split_at_mut(at + ROW);
                            let to = &mut from_next[0];
                            // The open age keeps those who have reached it before.
                            if age + 2 < AGES {
                                *to = Older::NOBODY;
                            }
                            from_care_age(&younger[at], rates, about, (moved, grown), &change, to, states)
                        } else {
                            let from = std::mem::replace(&mut self.old[at], Older::NOBODY);
                            from_care_age(&from, rates, about, (moved, grown), &change, &mut self.old[at], states)
                        };
                    }
                    entrants += died.entrants;
                    out.deaths[place] += died.deaths;
                    out.migrants += died.exposed * net;
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

/// What a year took of a stratum \[people\].
struct Died {
    deaths: f64,
    /// Who could have died or come, moves between fifths counted.
    exposed: f64,
    /// Who moved into a care home.
    entrants: f64,
}

/// A year of people from [`super::CARE_AGE`] on, added to those a year older.
fn from_care_age(
    from: &Older,
    rates: &Rates,
    (age, sex, cell, place): (usize, usize, usize, usize),
    (moved, grown): (f64, f64),
    change: &Change,
    to: &mut Older,
    states: usize,
) -> Died {
    let mortality = Mortality::of(rates, cell, place, PLACES, states);
    let passage = Passage::of(change, &change.better, &mortality.0[0], (moved, grown), states);
    let [mut deaths, mut exposed] = passage.deaths_at_home(&from.home);
    let home = passage.at_home(&from.home);
    let lost = f64::from(rates.partner_loss[age][sex]);
    let found = f64::from(rates.partner_loss[age][sex] * rates.carer_if_single);
    let [loses, finds] = rates.carer_change.map(f64::from);
    let with_carer: [f32; HOUSEHOLDS] = std::array::from_fn(|household| match household & CARER {
        0 => 1.0,
        _ => rates.entry_with_carer,
    });
    let risk = row(&rates.entry_risk, place);
    let mut all: Lanes = [0.0; HOUSEHOLDS];
    let (home, risk) = (&home[..states], &risk[..states]);
    let (to_home, to_first) = (&mut to.home[..states], &mut to.first[..states]);
    each_state!(state in 0, states => {
        // Partners lost, carers lost and found.
        let before = &home[state];
        let (alone, cared) = (before[0], before[CARER]);
        let partnered = before[PARTNER] + before[PARTNER | CARER];
        let mut after = [0.0; HOUSEHOLDS];
        after[0] = alone * (1.0 - finds) + cared * loses + partnered * (lost - found);
        after[CARER] = alone * finds + cared * (1.0 - loses) + partnered * found;
        after[PARTNER] = before[PARTNER] * (1.0 - lost);
        after[PARTNER | CARER] = before[PARTNER | CARER] * (1.0 - lost);
        let chance = rates.entry[cell] * risk[state];
        let entered: Lanes = each_household!(|AT| after[AT] * f64::from((chance * with_carer[AT]).min(1.0)));
        to_home[state] = each_household!(|AT| to_home[state][AT] + (after[AT] - entered[AT]));
        to_first[state] += (entered[0] + entered[1]) + (entered[2] + entered[3]);
        all = each_household!(|AT| all[AT] + entered[AT]);
    });
    // Whoever lived in a home at the start of the year is in a later year at its end, and nobody recovers there.
    for (people, place) in [(&from.first, 1), (&from.later, 2)] {
        if *people != NONE {
            let passage = Passage::of(change, &NONE, &mortality.0[place], (moved, grown), states);
            deaths += passage.deaths(people);
            exposed += sum(people);
            passage.apply(people, &mut to.later);
        }
    }
    Died {
        deaths,
        exposed: exposed * moved,
        entrants: all.iter().sum(),
    }
}
