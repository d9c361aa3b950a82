//! People of the base year and people years on are of one kind: where nothing that is owned grows and no law changes, who is
//! in need, who lives in a care home, and what they own, stay as they are. A start that the years after it forget would tell
//! as a trend what is only the start's.

use carepool::people::Population;
use carepool::projection::draw::Observer;
use carepool::projection::year::WorldState;
use carepool::projection::{YearParts, draw};
use carepool::scenario::Sampler;
use carepool::world::YearRecord;

use crate::runs::{load, lockstep};

const YEARS: usize = 9;
const DRAWS: u64 = 24;
const PEOPLE: usize = 4_000;

/// Below this were six in ten older people in need of care, and four in ten of all (Dilnot 2021; Tallack and Sturrock 2022) [£].
const LITTLE: f32 = 186_000.0;
/// The limit above which a resident pays in full [£].
const LIMIT: f32 = 23_250.0;

/// Shares of people of 65 and over in a year: those of whom something is so, and all of whom it is asked.
#[derive(Clone, Copy, Default)]
struct Share([f64; 2]);

impl Share {
    fn add(&mut self, people: f64, so: bool) {
        self.0[1] += people;
        self.0[0] += if so { people } else { 0.0 };
    }
    fn value(self) -> f64 {
        self.0[0] / self.0[1]
    }
}

#[derive(Clone, Copy, Default)]
struct Told {
    little_of_all: Share,
    little_in_need: Share,
    partner_of_residents: Share,
    partner_of_new_residents: Share,
    supported_residents: Share,
}

struct Years([Told; YEARS]);

impl Observer for Years {
    fn year(&mut self, _: usize, _: usize, _: &YearRecord, _: &YearParts<'_>) {}
    fn people(&mut self, _: usize, index: usize, people: &Population, _: &WorldState) {
        let told = &mut self.0[index];
        for person in people.people.iter().filter(|person| person.age >= 65) {
            let here = people.counted(person);
            let little = person.wealth() < LITTLE;
            told.little_of_all.add(here, little);
            if person.dependency >= 2 {
                told.little_in_need.add(here, little);
            }
            if person.in_care_home() {
                let home = if person.has_partner { 0.0 } else { person.home };
                told.partner_of_residents.add(here, person.has_partner);
                told.supported_residents.add(here, person.capital + home <= LIMIT);
                if person.years_in_home == 0 {
                    told.partner_of_new_residents.add(here, person.has_partner);
                }
            }
        }
    }
}

#[test]
fn what_people_in_need_own_and_whom_residents_left_at_home_do_not_drift_from_the_base_year() {
    let set = [
        "people.wealth_growth=0".to_string(),
        "people.income_growth=0".to_string(),
    ];
    let plans = lockstep([load("england", &set)]);
    let mut years = Years([Told::default(); YEARS]);
    for number in 0..DRAWS {
        draw(&plans, &Sampler::plain(1), number, 0, PEOPLE, YEARS, &mut years).expect("closed books");
    }
    let first = &years.0[0];
    for (index, told) in years.0.iter().enumerate() {
        let pairs = [
            told.little_of_all,
            told.little_in_need,
            told.partner_of_residents,
            told.partner_of_new_residents,
        ];
        println!(
            "{index}: {:.3?}, supported {:.3}",
            pairs.map(Share::value),
            told.supported_residents.value()
        );
    }
    // Published: four and six in ten.
    assert!(
        (first.little_of_all.value() - 0.4).abs() < 0.05,
        "{:.3}",
        first.little_of_all.value()
    );
    assert!(
        (first.little_in_need.value() - 0.6).abs() < 0.04,
        "{:.3}",
        first.little_in_need.value()
    );
    // Census 2011: one in seven residents was married, some of them to another resident.
    assert!((0.07..0.15).contains(&first.partner_of_residents.value()));
    for (index, told) in years.0.iter().enumerate().skip(1) {
        let near = |what: &str, found: Share, from: Share, within: f64| {
            let off = found.value() - from.value();
            assert!(
                off.abs() < within,
                "{what} is {off:+.3} from the base year after {index} years"
            );
        };
        near("little of all", told.little_of_all, first.little_of_all, 0.02);
        near("little in need", told.little_in_need, first.little_in_need, 0.04);
        near("partners", told.partner_of_residents, first.partner_of_residents, 0.04);
        near(
            "partners of the new",
            told.partner_of_new_residents,
            first.partner_of_new_residents,
            0.05,
        );
        near("support", told.supported_residents, first.supported_residents, 0.04);
    }
}
