//! Tenure, wealth and income: one explicit table of assumptions, because no joint table is published.
//!
//! Amounts follow a log-logistic (Fisk) distribution, a standard shape for incomes and wealth whose quantile has a
//! closed form: median × (u / (1 − u))^spread. Its Gini coefficient is the spread. The power is read from a table
//! between knots, except in the tails, because every draw endows everybody anew.

use std::collections::BTreeMap;

use super::files::open;
use super::levers::PeopleLevers;
use super::person::{Person, Tenure};
use crate::world::axes::{AGES, FIFTHS};
use crate::world::keys::Keys;
use crate::world::table::{Table, TableError};

/// Share within which the four tenures of a row must add to 1, as written with three decimals.
const ROUNDING: f64 = 0.5 / 100.0;

/// One row: an age group, fifth, and whether with a partner.
#[derive(Clone, Copy, Debug, Default)]
struct Holding {
    tenure: [f64; 4],
    home: Amount,
    capital: Amount,
    income: Amount,
}

/// Parts of the unit interval between knots, and how many at each end are computed exactly instead.
const PARTS: usize = 1024;
const TAIL: usize = 8;

/// The power (u / (1 − u))^spread at knots.
#[derive(Clone, Debug)]
struct Power {
    spread: f64,
    knots: Vec<f64>,
}

impl Power {
    fn new(spread: f64) -> Power {
        let knots = (0..=PARTS).map(|knot| Power::exact(spread, knot as f64 / PARTS as f64));
        Power {
            spread,
            knots: knots.collect(),
        }
    }

    fn exact(spread: f64, u: f64) -> f64 {
        libm::exp(spread * libm::log(u / (1.0 - u)))
    }

    fn at(&self, u: f64) -> f64 {
        let place = u * PARTS as f64;
        let knot = place as usize;
        if (TAIL..PARTS - TAIL).contains(&knot) {
            self.knots[knot] + (place - knot as f64) * (self.knots[knot + 1] - self.knots[knot])
        } else {
            Power::exact(self.spread, u)
        }
    }
}

/// An amount's median and the index of its spread's power.
type Amount = (f64, usize);

/// The table of holdings.
#[derive(Clone, Debug)]
pub struct WealthTable {
    /// First age of each group.
    from: Vec<usize>,
    /// By group, fifth, partner.
    holdings: Vec<[[Holding; 2]; FIFTHS]>,
    /// One for each spread that occurs.
    powers: Vec<Power>,
}

impl WealthTable {
    /// Parses and checks `wealth.csv`.
    pub fn parse(files: &BTreeMap<String, String>) -> Result<WealthTable, TableError> {
        let tenures = ["outright", "mortgage", "private_rent", "social_rent"];
        let columns = [
            &["from_age", "fifth", "partner"],
            &tenures[..],
            &["home_median", "home_spread", "capital_median"],
            &["capital_spread", "income_median", "income_spread"],
        ]
        .concat();
        let file = open(files, "wealth.csv", |text| Table::read("wealth.csv", text, &columns))?;
        let mut table = WealthTable {
            from: Vec::new(),
            holdings: Vec::new(),
            powers: Vec::new(),
        };
        let mut keys = Keys::new(&file, AGES * FIFTHS * 2);
        for row in file.rows() {
            let from = row.whole("from_age", 0, AGES - 1)?;
            if table.from.last().is_none_or(|last| *last < from) {
                table.from.push(from);
                table.holdings.push(Default::default());
            } else if table.from.last() != Some(&from) {
                return Err(row.error("from_age", "an age not below that of the row before"));
            }
            let fifth = row.whole("fifth", 1, FIFTHS)?;
            let partner = row.whole("partner", 0, 1)?;
            let group = table.holdings.len() - 1;
            let words = format!("from_age {from}, fifth {fifth}, partner {partner}");
            keys.take(&row, (group * FIFTHS + fifth - 1) * 2 + partner, &words)?;
            let mut tenure = [0.0; 4];
            for (share, column) in tenure.iter_mut().zip(tenures) {
                *share = row.share(column)?;
            }
            let total = tenure.iter().sum::<f64>();
            if (total - 1.0).abs() > ROUNDING {
                let found = format!("shares of the four tenures that add to {total}");
                return Err(row.error_in_row(&found, "shares that add to 1"));
            }
            let amounts = [
                (row.amount("home_median")?, table.power(row.amount("home_spread")?)),
                (
                    row.amount("capital_median")?,
                    table.power(row.amount("capital_spread")?),
                ),
                (row.amount("income_median")?, table.power(row.amount("income_spread")?)),
            ];
            table.holdings[group][fifth - 1][partner] = Holding {
                tenure,
                home: amounts[0],
                capital: amounts[1],
                income: amounts[2],
            };
        }
        keys.complete_up_to(table.from.len() * FIFTHS * 2, |key| {
            let (from, fifth, partner) = (table.from[key / 2 / FIFTHS], key / 2 % FIFTHS + 1, key % 2);
            format!("from_age {from}, fifth {fifth}, partner {partner}")
        })?;
        Ok(table)
    }

    /// Index of a spread's power, made when it is met first.
    fn power(&mut self, spread: f64) -> usize {
        let known = self.powers.iter().position(|power| power.spread == spread);
        known.unwrap_or_else(|| {
            self.powers.push(Power::new(spread));
            self.powers.len() - 1
        })
    }

    /// Gives a person tenure, home, capital and income from three uniform numbers.
    pub fn endow(&self, person: &mut Person, levers: &PeopleLevers, tenure: f32, wealth: f32, income: f32) {
        let age = usize::from(person.age);
        let group = self.from.iter().rposition(|from| *from <= age).unwrap_or(0);
        let row = &self.holdings[group][usize::from(person.fifth) % FIFTHS][usize::from(person.has_partner)];
        let mut left = f64::from(tenure);
        person.tenure = Tenure::SocialRent;
        for (kind, share) in Tenure::ALL.into_iter().zip(row.tenure) {
            if left < share {
                person.tenure = kind;
                break;
            }
            left -= share;
        }
        let level = levers.wealth_level;
        let held = |(median, power): Amount, u: f64, level: f64| {
            (median * level * self.powers[power].at(u)).min(levers.wealth_ceiling) as f32
        };
        let (wealth, income) = (f64::from(wealth), f64::from(income));
        // A place high in the wealth order is high both in home and capital: one number for both.
        person.home = match person.tenure {
            Tenure::Outright => held(row.home, wealth, level),
            Tenure::Mortgage => held(row.home, wealth, level * levers.mortgaged_home),
            _ => 0.0,
        };
        let owner = if person.tenure.owned() {
            levers.owner_capital
        } else {
            levers.renter_capital
        };
        person.capital = held(row.capital, wealth, level * owner);
        person.income = held(row.income, income, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;
    use crate::world::Weight;

    #[test]
    fn a_home_with_a_mortgage_on_it_is_worth_what_is_paid_off_and_a_rented_one_nothing() {
        let tables = fixture::tables();
        let levers = PeopleLevers {
            mortgaged_home: 0.25,
            wealth_ceiling: 1e9,
            ..fixture::levers()
        };
        let home = |tenure: Tenure| {
            let mut person = Person::newborn(1, 0, 2, 2, Weight::from_raw(Weight::ONE));
            person.age = 45;
            // Every tenure is met somewhere between 0 and 1.
            let mut found = (0..100).filter_map(|percent| {
                tables
                    .wealth
                    .endow(&mut person, &levers, percent as f32 / 100.0, 0.6, 0.5);
                (person.tenure == tenure).then_some(person.home)
            });
            f64::from(found.next().expect("somebody holds it so"))
        };
        let owned = home(Tenure::Outright);
        assert!(owned > 10_000.0);
        assert!((home(Tenure::Mortgage) / owned - 0.25).abs() < 1e-6);
        assert_eq!((home(Tenure::SocialRent), home(Tenure::PrivateRent)), (0.0, 0.0));
    }
}
