//! The amounts of charging law in each year and nation, as published, and the law that they make.
//!
//! A projection has one base year and moves its amounts on by prices or earnings; a person has a bill of one year, in that
//! year's pounds. The amounts stand in `scenarios/charging/amounts.csv` with their sources. A year that the table does not
//! hold is an error that names the years it holds, never another year's amount.

use std::fmt::Write as _;

use super::levers::{Prices, Scheme, SchemeLevers};
use crate::world::Pence;

const TABLE: &str = include_str!("../../../scenarios/charging/amounts.csv");
const COLUMNS: [&str; 8] = ["nation", "from", "to", "amount", "value", "confidence", "source", "url"];

/// A nation with charging rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nation {
    /// England.
    England,
    /// Scotland.
    Scotland,
    /// Wales.
    Wales,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    fn key(self) -> &'static str {
        match self {
            Nation::England => "england",
            Nation::Scotland => "scotland",
            Nation::Wales => "wales",
            Nation::NorthernIreland => "northern_ireland",
        }
    }
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Nation::England => "England",
            Nation::Scotland => "Scotland",
            Nation::Wales => "Wales",
            Nation::NorthernIreland => "Northern Ireland",
        }
    }
}

/// Benefits are the same in all nations; their rows are under this name.
const EVERYWHERE: &str = "uk";

/// What is wrong with the amounts, or not in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountsError {
    /// The table cannot be read.
    #[error("the table of amounts, line {line}: {what}")]
    Table {
        /// Line of the table.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// No such amount in that year.
    #[error("no {} for {place} in {year}/{:02} is in the table of amounts; it has {known}", .amount.replace('_', " "), (.year + 1) % 100)]
    Year {
        /// The amount asked for.
        amount: String,
        /// Where.
        place: &'static str,
        /// The financial year that was asked for, by its first year.
        year: u16,
        /// The years that are there.
        known: String,
    },
}

/// One amount over a run of years.
#[derive(Clone, Debug)]
struct Row {
    nation: String,
    from: u16,
    to: u16,
    amount: String,
    pence: Pence,
    confidence: String,
    source: String,
}

/// The table of amounts.
#[derive(Clone, Debug)]
pub struct Amounts {
    rows: Vec<Row>,
}

/// What the minimum income guarantee of a person depends on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Household {
    /// Age \[years\].
    pub age: u8,
    /// Whether one of a couple.
    pub couple: bool,
    /// Whether the partner has reached pension age.
    pub partner_over_pension_age: bool,
    /// Whether the disability premium is due.
    pub disability: bool,
    /// Whether the enhanced disability premium is due.
    pub enhanced_disability: bool,
    /// Whether the carer premium is due.
    pub carer: bool,
    /// Children in the household.
    pub children: u8,
}

/// Which amounts a case needs from the table: what the asker tells, or what does not arise, need not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The capital limits, where the council's own are not told.
    pub lower_limit: bool,
    /// As the lower limit.
    pub upper_limit: bool,
    /// The income that is assumed from capital, of somebody who has any.
    pub assumed_income: bool,
    /// What is left to a resident with savings credit, or who had the income for it.
    pub savings_disregard: bool,
    /// What a person at home keeps, where no other sum is told.
    pub guarantee: bool,
    /// The most that is asked for care at home, where the council's own is not told.
    pub most_at_home: bool,
    /// What a resident keeps, of somebody in a care home for whom no other sum is told.
    pub allowance: bool,
    /// The payment for nursing, of somebody in a nursing home.
    pub nursing: bool,
}

impl Needed {
    /// Everything.
    #[cfg(any(test, feature = "internals"))]
    pub const ALL: Needed = Needed {
        lower_limit: true,
        upper_limit: true,
        assumed_income: true,
        savings_disregard: true,
        guarantee: true,
        most_at_home: true,
        allowance: true,
        nursing: true,
    };
}

/// Age from which single people of working age have the higher guarantee (regulation 7) \[years\].
const ADULT_RATE_FROM: u8 = 25;

impl Amounts {
    /// The amounts inside the program.
    pub fn shipped() -> Result<Amounts, AmountsError> {
        Amounts::read(TABLE)
    }

    /// From the text of a table.
    pub fn read(text: &str) -> Result<Amounts, AmountsError> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = |line: usize, what: String| AmountsError::Table { line, what };
        let header = reader.headers().map_err(|error| at(1, error.to_string()))?;
        if header.iter().ne(COLUMNS) {
            return Err(at(1, format!("the columns are to be {}", COLUMNS.join(", "))));
        }
        let mut rows: Vec<Row> = Vec::new();
        for (index, record) in reader.records().enumerate() {
            let line = index + 2;
            let record = record.map_err(|error| at(line, error.to_string()))?;
            let year = |column: usize| {
                let cell = &record[column];
                cell.parse::<u16>()
                    .map_err(|_| at(line, format!("`{cell}` is no year")))
            };
            let value = &record[4];
            let pounds = value.parse::<f64>().ok().filter(|it| it.is_finite() && *it >= 0.0);
            let row = Row {
                nation: record[0].to_string(),
                from: year(1)?,
                to: year(2)?,
                amount: record[3].to_string(),
                pence: Pence::from_pounds(pounds.ok_or_else(|| at(line, format!("`{value}` is no amount")))?),
                confidence: record[5].to_string(),
                source: record[6].to_string(),
            };
            if row.from > row.to || row.source.is_empty() {
                return Err(at(line, "years run forward, and every amount has a source".to_string()));
            }
            let twice = |other: &Row| {
                other.nation == row.nation && other.amount == row.amount && other.from <= row.to && row.from <= other.to
            };
            if rows.iter().any(twice) {
                return Err(at(line, format!("{} has a year twice", row.amount)));
            }
            rows.push(row);
        }
        Ok(Amounts { rows })
    }

    fn row(&self, nation: &str, year: u16, amount: &str, place: &'static str) -> Result<&Row, AmountsError> {
        let all = || {
            self.rows
                .iter()
                .filter(|row| row.nation == nation && row.amount == amount)
        };
        all()
            .find(|row| (row.from..=row.to).contains(&year))
            .ok_or_else(|| AmountsError::Year {
                amount: amount.to_string(),
                place,
                year,
                known: runs(all().flat_map(|row| row.from..=row.to).collect()),
            })
    }

    /// An amount of a nation in the financial year that begins in April of `year`.
    pub fn of(&self, nation: Nation, year: u16, amount: &str) -> Result<Pence, AmountsError> {
        Ok(self.row(nation.key(), year, amount, nation.name())?.pence)
    }

    /// A benefit or pension rule of that year.
    pub fn benefit(&self, year: u16, amount: &str) -> Result<Pence, AmountsError> {
        Ok(self.row(EVERYWHERE, year, amount, "the United Kingdom")?.pence)
    }

    /// Amounts that a law of that year rests on and that were recalled or reckoned rather than checked against a publication.
    pub fn recalled(&self, nation: Nation, year: u16, amounts: &[&str]) -> Vec<String> {
        let rows = self.rows.iter().filter(|row| {
            (row.nation == nation.key() || row.nation == EVERYWHERE)
                && (row.from..=row.to).contains(&year)
                && row.confidence != "verified"
                && amounts.contains(&row.amount.as_str())
        });
        rows.map(|row| row.amount.replace('_', " ")).collect()
    }

    /// State pension age that year \[years\].
    pub fn pension_age(&self, year: u16) -> Result<f64, AmountsError> {
        Ok(self.benefit(year, "pension_age")?.pounds())
    }

    /// Whether a law under which personal care is free has it free at that age in that year: in Scotland it was for people of 65
    /// and more until all adults had it. A year that the table lacks is refused for the amounts that the law rests on.
    pub fn personal_care_is_free(&self, nation: Nation, year: u16, age: u8) -> bool {
        let from = self.of(nation, year, "personal_care_free_from_age");
        nation != Nation::Scotland || from.is_ok_and(|from| f64::from(age) >= from.pounds())
    }

    /// What a person over pension age keeps at home in Wales: the pension credit of one like them, and shares of it as a buffer
    /// and for what a disability costs; with the last of them apart, which is a least.
    pub fn welsh_income_kept(&self, year: u16, couple: bool) -> Result<(Pence, Pence), AmountsError> {
        let share = |amount: &str| self.of(Nation::Wales, year, amount).map(Pence::pounds);
        let entitlement = if couple {
            // Half of a couple's, as each is assessed alone; the half of a penny is not lost before the buffer is added.
            self.benefit(year, "standard_minimum_guarantee_couple")?.pounds() / 2.0
        } else {
            self.benefit(year, "standard_minimum_guarantee")?.pounds()
        };
        let disability = share("disability_percent")? / 100.0;
        let kept = 1.0 + share("buffer_percent")? / 100.0 + disability;
        let of = |part: f64| Pence::from_pounds(entitlement * part);
        Ok((of(kept), of(disability)))
    }

    /// Minimum income guarantee of a person at home, premiums included (regulation 7).
    pub fn guarantee(&self, year: u16, who: &Household) -> Result<Pence, AmountsError> {
        let parts = self.guarantee_parts(year, who)?;
        let of = |amount: &&str| self.of(Nation::England, year, amount);
        parts.iter().try_fold(Pence::ZERO, |sum, part| Ok(sum + of(part)?))
    }

    /// The amounts of which it is the sum; one for each child.
    pub fn guarantee_parts(&self, year: u16, who: &Household) -> Result<Vec<&'static str>, AmountsError> {
        let pensioner = f64::from(who.age) >= self.pension_age(year)?;
        // A lone parent has the amount of people of 25 at every age, and of a couple it is enough that one is a pensioner.
        let adult = who.age >= ADULT_RATE_FROM || who.children > 0;
        let mut parts = vec![match (who.couple, pensioner || who.partner_over_pension_age, adult) {
            (false, _, _) if pensioner => "guarantee_single_pension_age",
            (false, _, true) => "guarantee_single_25_to_pension_age",
            (false, _, false) => "guarantee_single_18_to_24",
            (true, true, _) => "guarantee_couple_pension_age",
            (true, false, _) => "guarantee_couple_working_age",
        }];
        // Premiums for disability are for people below pension age.
        if who.disability && !pensioner {
            parts.push(if who.couple {
                "premium_disability_couple"
            } else {
                "premium_disability"
            });
        }
        if who.enhanced_disability && !pensioner {
            parts.push(if who.couple {
                "premium_enhanced_disability_couple"
            } else {
                "premium_enhanced_disability"
            });
        }
        if who.carer {
            parts.push("premium_carer");
        }
        parts.extend((0..who.children).map(|_| "child"));
        Ok(parts)
    }

    /// The levers of a scheme with the amounts of that year in place of the base year's, in that year's pounds; caps and
    /// the limits that belong to them stay as they were printed. What is not `needed` is 0 where the table does not hold it.
    pub fn law(
        &self,
        nation: Nation,
        year: u16,
        levers: &SchemeLevers,
        needed: Needed,
    ) -> Result<SchemeLevers, AmountsError> {
        let mut it = *levers;
        it.prices = Prices::as_printed();
        let of = |amount: &str| self.of(nation, year, amount).map(Pence::pounds);
        let benefit = |amount: &str| self.benefit(year, amount).map(Pence::pounds);
        let unless = |needless: bool, found: Result<f64, AmountsError>| match found {
            Err(AmountsError::Year { .. }) if needless => Ok(0.0),
            other => other,
        };
        let law = &mut it.charging;
        // First what nobody can tell in its place, so that a year far from the table is refused for what is the matter with it.
        law.savings_disregard_from = benefit("savings_credit_threshold")?;
        law.savings_disregard_whole_from = benefit("standard_minimum_guarantee")?;
        law.attendance_allowance_lower = benefit("attendance_allowance_lower")?;
        law.attendance_allowance_higher = benefit("attendance_allowance_higher")?;
        law.pension_age = self.pension_age(year)?;
        // A person who asks says what a disability costs them.
        law.disability_expenditure = 0.0;
        if nation == Nation::Wales {
            // One limit, and nothing is assumed below it.
            law.tariff_income = 0.0;
        } else {
            law.tariff_step = unless(!needed.assumed_income, of("tariff_step"))?;
            law.tariff_income = unless(!needed.assumed_income, of("tariff_income"))?;
        }
        law.savings_disregard = unless(!needed.savings_disregard, of("savings_disregard"))?;
        law.lower_limit_care_home = unless(!needed.lower_limit, of("lower_limit"))?;
        law.upper_limit_care_home = unless(!needed.upper_limit, of("upper_limit"))?;
        law.lower_limit_own_home = law.lower_limit_care_home;
        law.upper_limit_own_home = law.upper_limit_care_home;
        law.personal_expenses_allowance = unless(!needed.allowance, of("personal_expenses_allowance"))?;
        let kept = |found: Result<Pence, AmountsError>| unless(!needed.guarantee, found.map(Pence::pounds));
        match nation {
            Nation::England => {
                it.free_care.personal_payment = self.of(Nation::Scotland, year, "personal_payment")?.pounds();
                law.nhs_nursing_rate = unless(!needed.nursing, of("nursing_rate"))?;
                let single = |age| Household {
                    age,
                    ..Household::default()
                };
                let working = Household {
                    disability: true,
                    enhanced_disability: true,
                    ..single(law.pension_age as u8 - 1)
                };
                let couple = Household {
                    couple: true,
                    ..single(u8::MAX)
                };
                law.income_guarantee_single = kept(self.guarantee(year, &single(u8::MAX)))?;
                law.income_guarantee_couple = kept(self.guarantee(year, &couple))?;
                law.income_guarantee_working_age = kept(self.guarantee(year, &working))?;
            }
            Nation::Wales => {
                law.scheme = Scheme::MeansTest;
                law.lower_limit_own_home = unless(!needed.upper_limit, of("upper_limit_at_home"))?;
                law.upper_limit_own_home = law.lower_limit_own_home;
                law.most_at_home = unless(!needed.most_at_home, of("most_at_home"))?;
                law.nhs_nursing_rate = unless(!needed.nursing, of("nursing_rate"))?;
                law.income_guarantee_single = kept(self.welsh_income_kept(year, false).map(|kept| kept.0))?;
                law.income_guarantee_couple = kept(self.welsh_income_kept(year, true).map(|kept| kept.0))?;
            }
            Nation::NorthernIreland => {
                // Care at home is not charged for; in a care home nothing is free but nursing, which the health and social
                // care trust pays for.
                law.scheme = Scheme::MeansTest;
                law.nhs_nursing_rate = unless(!needed.nursing, of("nursing_rate"))?;
                it.free_care.with_personal_care = true;
                it.free_care.at_home = true;
                it.free_care.personal_payment = 0.0;
                it.free_care.nursing_payment = 0.0;
            }
            Nation::Scotland => {
                it.free_care.personal_payment = of("personal_payment")?;
                // Councils pay for nursing there, as for personal care, and the NHS does not.
                law.nhs_nursing_rate = 0.0;
                law.scheme = Scheme::MeansTest;
                it.free_care.with_personal_care = true;
                it.free_care.nursing_payment = unless(!needed.nursing, of("nursing_payment"))?;
            }
        }
        Ok(it)
    }
}

/// Years as people write them: `2010 to 2015, 2019`.
fn runs(mut years: Vec<u16>) -> String {
    years.sort_unstable();
    let mut text = String::new();
    let mut at = 0;
    while at < years.len() {
        let mut end = at;
        while end + 1 < years.len() && years[end + 1] == years[end] + 1 {
            end += 1;
        }
        let comma = if text.is_empty() { "" } else { ", " };
        let _ = if end > at {
            write!(text, "{comma}{} to {}", years[at], years[end])
        } else {
            write!(text, "{comma}{}", years[at])
        };
        at = end + 1;
    }
    if text.is_empty() { "none".to_string() } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{care_home, levers, person, pounds};
    use super::super::{CareAccount, Indices, Law, Package, Spell, charge};
    use super::*;

    fn shipped() -> Amounts {
        Amounts::shipped().expect("readable")
    }

    #[test]
    fn the_table_and_the_assumptions_of_the_base_year_say_the_same() {
        let base = levers("means_test");
        let year = shipped()
            .law(Nation::England, 2024, &base, Needed::ALL)
            .expect("2024/25");
        let (now, then) = (Law::compile(&year, Indices::BASE), Law::compile(&base, Indices::BASE));
        assert_eq!(now.limits_care_home, then.limits_care_home);
        assert_eq!(now.limits_own_home, then.limits_own_home);
        for (table, assumed) in [
            (now.personal_expenses_allowance, then.personal_expenses_allowance),
            (now.guarantee_single, then.guarantee_single),
            (now.guarantee_couple, then.guarantee_couple),
            (now.guarantee_working_age, then.guarantee_working_age),
            (now.savings_disregard, then.savings_disregard),
            (now.savings_disregard_from, then.savings_disregard_from),
            (now.savings_disregard_whole_from, then.savings_disregard_whole_from),
            (now.nursing_rate, then.nursing_rate),
            (now.benefit_lower, then.benefit_lower),
            (now.tariff_step, then.tariff_step),
            (now.tariff_income, then.tariff_income),
        ] {
            assert_eq!(table, assumed);
        }
        assert_eq!(now.pension_age, then.pension_age);
    }

    #[test]
    fn the_guarantee_of_working_age_is_its_parts_in_each_year() {
        let amounts = shipped();
        let who = Household {
            age: 37,
            disability: true,
            enhanced_disability: true,
            ..Household::default()
        };
        // Devon printed 171.75 for 2023/24.
        for (year, sum) in [
            (2014, 149.75),
            (2015, 151.45),
            (2021, 151.45),
            (2023, 171.75),
            (2024, 183.25),
            (2025, 186.40),
        ] {
            assert_eq!(amounts.guarantee(year, &who), Ok(pounds(sum)), "{year}");
        }
        let plain = Household {
            enhanced_disability: false,
            ..who
        };
        assert_eq!(amounts.guarantee(2024, &plain), Ok(pounds(159.40)));
        let pensioner = Household { age: 70, ..who };
        assert_eq!(amounts.guarantee(2024, &pensioner), Ok(pounds(228.70)));
        let parent = Household {
            age: 24,
            children: 2,
            ..Household::default()
        };
        // A lone parent of any age has the amount of people of 25: regulation 7(3).
        assert_eq!(amounts.guarantee(2015, &parent), Ok(pounds(91.40 + 2.0 * 83.65)));
        // Of a couple it is enough that one has reached pension age: regulation 7(4)(b).
        let couple = |partner_over_pension_age| Household {
            age: 64,
            couple: true,
            partner_over_pension_age,
            ..Household::default()
        };
        assert_eq!(amounts.guarantee(2024, &couple(true)), Ok(pounds(174.60)));
        assert_eq!(amounts.guarantee(2024, &couple(false)), Ok(pounds(86.85)));
    }

    #[test]
    fn a_year_that_is_not_there_is_an_error_that_names_the_years_that_are() {
        let amounts = shipped();
        let error = amounts
            .law(Nation::England, 2009, &levers("means_test"), Needed::ALL)
            .expect_err("2009");
        let text = error.to_string();
        assert!(text.contains("2009/10") && text.contains("2010 to 2026"), "{text}");
        let error = amounts
            .of(Nation::Scotland, 2018, "personal_expenses_allowance")
            .expect_err("2018");
        assert!(error.to_string().contains("it has 2010, 2016, 2019, 2024"), "{error}");
    }

    #[test]
    fn scotlands_councils_pay_for_personal_care_and_for_nursing_and_the_nhs_does_not() {
        let year = shipped()
            .law(Nation::Scotland, 2024, &levers("means_test"), Needed::ALL)
            .expect("2024/25");
        let law = Law::compile(&year, Indices::BASE);
        let care = Package {
            nursing: true,
            council_rate: pounds(1500.0),
            self_funder_price: pounds(1500.0),
            ..care_home()
        };
        let mut account = CareAccount::default();
        let split = charge(&person(100_000.0, 0.0), &care, &mut account, &law, Spell::of(1));
        assert_eq!(
            (split.own(), split.council, split.nhs),
            (pounds(1139.40), pounds(360.60), Pence::ZERO)
        );
    }

    #[test]
    fn every_year_of_england_makes_a_law() {
        let amounts = shipped();
        for year in 2010..=2026 {
            for scheme in ["means_test", "cap_2011", "cap_2021", "free_personal_care", "free_all"] {
                let law = amounts
                    .law(Nation::England, year, &levers(scheme), Needed::ALL)
                    .expect("a law");
                let law = Law::compile(&law, Indices::BASE);
                assert!(
                    law.guarantee_single > law.guarantee_couple && law.guarantee_couple > 0,
                    "{year}"
                );
                assert!(law.savings_disregard_from < law.savings_disregard_whole_from);
            }
        }
    }

    #[test]
    fn a_table_with_a_year_twice_or_a_word_for_an_amount_is_refused_with_its_line() {
        let head = COLUMNS.join(",");
        for (rows, line, said) in [
            ("uk,2010,2012,x,1,verified,S,\nuk,2012,2013,x,1,verified,S,", 3, "twice"),
            ("uk,2010,2012,x,lots,verified,S,", 2, "`lots` is no amount"),
            ("uk,2010,soon,x,1,verified,S,", 2, "`soon` is no year"),
            ("uk,2010,2012,x,1,verified,,", 2, "has a source"),
        ] {
            let error = Amounts::read(&format!("{head}\n{rows}\n")).expect_err(said).to_string();
            assert!(
                error.contains(said) && error.contains(&format!("line {line}")),
                "{error}"
            );
        }
        assert!(Amounts::read("nation,year\n").is_err());
    }
}
