//! Tenure, wealth and income: one explicit table of assumptions, because no joint table is published.
//!
//! Amounts follow a log-logistic (Fisk) distribution, a standard shape for incomes and wealth whose quantile has a
//! closed form: median × (u / (1 − u))^spread. Its Gini coefficient is the spread. The power is read from a table
//! between knots, except in the tails, because every draw endows everybody anew.

use std::collections::BTreeMap;

use super::levers::PeopleLevers;
use super::person::{Person, Tenure};
use super::start::Population;
use super::tables::{TableError, rows};
use crate::world::axes::{AGES, FIFTHS};

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
        let header = "from_age,fifth,partner,outright,mortgage,private_rent,social_rent,home_median,home_spread,\
                      capital_median,capital_spread,income_median,income_spread";
        let mut table = WealthTable {
            from: Vec::new(),
            holdings: Vec::new(),
            powers: Vec::new(),
        };
        let mut seen = 0;
        for row in rows(files, "wealth.csv", header)? {
            let from = row.index(0, AGES - 1)?;
            if table.from.last().is_none_or(|last| *last < from) {
                table.from.push(from);
                table.holdings.push(Default::default());
            } else if table.from.last() != Some(&from) {
                return Err(row.error("ages must rise from group to group"));
            }
            let fifth = row.index(1, FIFTHS)?;
            if fifth == 0 {
                return Err(row.error("fifths count from 1"));
            }
            let mut tenure = [0.0; 4];
            for (index, share) in tenure.iter_mut().enumerate() {
                *share = row.amount(3 + index)?;
            }
            if (tenure.iter().sum::<f64>() - 1.0).abs() > ROUNDING {
                return Err(row.error("the shares of the four tenures must add to 1"));
            }
            let group = table.holdings.len() - 1;
            let amounts = [
                (row.amount(7)?, table.power(row.amount(8)?)),
                (row.amount(9)?, table.power(row.amount(10)?)),
                (row.amount(11)?, table.power(row.amount(12)?)),
            ];
            table.holdings[group][fifth - 1][row.index(2, 1)?] = Holding {
                tenure,
                home: amounts[0],
                capital: amounts[1],
                income: amounts[2],
            };
            seen += 1;
        }
        if seen != table.from.len() * FIFTHS * 2 {
            return Err(TableError {
                file: "wealth.csv".to_owned(),
                line: 0,
                message: "every age group needs each fifth with and without a partner, once".to_owned(),
            });
        }
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

impl Population {
    /// Homes and other capital, and incomes, a year on, by their growth above prices [share per year].
    pub fn enrich(&mut self, wealth: f64, income: f64) {
        if wealth == 0.0 && income == 0.0 {
            return;
        }
        let (wealth, income) = ((1.0 + wealth) as f32, (1.0 + income) as f32);
        for person in &mut self.people {
            person.home *= wealth;
            person.capital *= wealth;
            person.income *= income;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Fit, fixture};
    use crate::world::Luck;

    #[test]
    fn wealth_and_income_grow_by_what_is_said_and_by_nothing_without() {
        let (tables, levers) = (fixture::tables(), fixture::levers());
        let fit = Fit::new(&tables, &levers);
        let start = Population::start(&tables, &fit, &levers, Luck::new(1, 0, 0), 500);
        let (mut same, mut richer) = (start.clone(), start.clone());
        same.enrich(0.0, 0.0);
        richer.enrich(0.5, 0.25);
        for ((before, same), after) in start.people.iter().zip(&same.people).zip(&richer.people) {
            assert_eq!(
                (before.home, before.capital, before.income),
                (same.home, same.capital, same.income)
            );
            assert_eq!((after.home, after.capital), (before.home * 1.5, before.capital * 1.5));
            assert_eq!(after.income, before.income * 1.25);
        }
    }
}
