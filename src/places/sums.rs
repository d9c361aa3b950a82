//! What England's tables by age, sex and deprivation fifth give when they are summed over the people of a place: use of each
//! service, and the deaths that its ages and areas foretell.

use std::collections::BTreeMap;

use super::known::Need;
use super::people::{OLDEST, People};
use crate::scenario::source::EMBEDDED;
use crate::world::TableError;
use crate::world::axes::{AGES, AgeBand, FIFTHS, Sex};
use crate::world::table::Table;

/// Age below which a death may be avoided, as the index of avoidable deaths counts them \[years\].
const AVOIDABLE_BELOW: usize = 75;
/// The service whose use follows need besides age, sex and fifth.
pub(super) const EMERGENCY: &str = "emergency_admission";

/// What tables by age, sex and fifth give when they are summed over the people of a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub people: f64,
    pub newborn: f64,
    /// Use by service, in units of the profile.
    pub use_of: BTreeMap<&'static str, f64>,
    /// Deaths that England's life table by fifth foretells, and those before the age of avoidable deaths.
    pub deaths: f64,
    pub young_deaths: f64,
    /// The latter as if everybody lived in areas of average deprivation.
    pub young_deaths_all: f64,
}

/// Use of one service by the first age of a band, sex and fifth.
type Profile = BTreeMap<(usize, usize, usize), f64>;

/// Need and sums of every council and board, by code.
pub(super) type EverySum = BTreeMap<String, (Need, Sums)>;

/// England's tables by age, sex and fifth that a place is summed over.
#[derive(Debug)]
pub(super) struct Shapes {
    /// Use by service, band of age, sex, fifth.
    profiles: Vec<(&'static str, Profile)>,
    /// Death rate by age, sex, fifth; the last column is all fifths together.
    pub deaths: Vec<[[f64; FIFTHS + 1]; 2]>,
}

fn england(name: &str, columns: &[&str]) -> Result<Table, TableError> {
    let text = EMBEDDED.get_file(format!("england/{name}"));
    Table::read(
        name,
        text.and_then(|file| file.contents_utf8()).unwrap_or_default(),
        columns,
    )
}

impl Shapes {
    /// England's tables, with the use of some services.
    pub(super) fn load(services: &[&'static str]) -> Result<Shapes, TableError> {
        let all = crate::world::Service::ALL.map(crate::world::Service::key);
        let table = england("use_profiles.csv", &[&["age_from", "sex", "fifth"], &all[..]].concat())?;
        let mut profiles: Vec<(&'static str, Profile)> =
            services.iter().map(|service| (*service, BTreeMap::new())).collect();
        for row in table.rows() {
            let key = (
                row.whole("age_from", 0, AGES - 1)?,
                row.one_of("sex", &Sex::ALL.map(Sex::name))?,
                row.whole("fifth", 1, FIFTHS)? - 1,
            );
            for (service, profile) in &mut profiles {
                profile.insert(key, row.amount(service)?);
            }
        }
        let columns = ["fifth1", "fifth2", "fifth3", "fifth4", "fifth5", "all"];
        let table = england("life_table.csv", &[&["sex", "age"], &columns[..]].concat())?;
        let mut deaths = vec![[[0.0; FIFTHS + 1]; 2]; OLDEST + 1];
        for row in table.rows().filter(|row| row.text("age") != "e0") {
            let age = row.whole("age", 0, OLDEST)?;
            let sex = row.one_of("sex", &Sex::ALL.map(Sex::name))?;
            for (rate, column) in deaths[age][sex].iter_mut().zip(columns) {
                *rate = row.amount(column)?;
            }
        }
        Ok(Shapes { profiles, deaths })
    }

    /// What they give over the people of a place.
    pub(super) fn sums(&self, people: &People) -> Sums {
        let bands: Vec<usize> = AgeBand::STARTS.iter().map(|start| usize::from(*start)).collect();
        let band = |age: usize| bands.iter().rev().find(|start| **start <= age).copied().unwrap_or(0);
        let young = |age: usize| f64::from(u8::from(age < AVOIDABLE_BELOW));
        let rate = |age: usize, sex: usize, fifth: usize| self.deaths[age][sex][fifth];
        Sums {
            people: people.total(),
            newborn: people.people[0].iter().sum(),
            use_of: self
                .profiles
                .iter()
                .map(|(service, profile)| {
                    let of = |age: usize, sex: usize, fifth: usize| {
                        profile.get(&(band(age), sex, fifth)).copied().unwrap_or(0.0)
                    };
                    (*service, people.sum(of))
                })
                .collect(),
            deaths: people.sum(rate),
            young_deaths: people.sum(|age, sex, fifth| young(age) * rate(age, sex, fifth)),
            young_deaths_all: people.sum(|age, sex, _| young(age) * self.deaths[age][sex][FIFTHS]),
        }
    }
}

/// The sums of several places.
pub(super) fn together(list: &[(Need, Sums)]) -> Sums {
    let mut sum = Sums::default();
    for (_, one) in list {
        sum.people += one.people;
        sum.newborn += one.newborn;
        sum.deaths += one.deaths;
        sum.young_deaths += one.young_deaths;
        sum.young_deaths_all += one.young_deaths_all;
        for (service, used) in &one.use_of {
            *sum.use_of.entry(service).or_default() += used;
        }
    }
    sum
}
