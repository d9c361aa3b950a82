//! What `charge` asks about a person: each question is a flag, and a column of a table of many people.

use std::str::FromStr;

use clap::{Args, ValueEnum};

use crate::economy::charging::Nation;
use crate::world::Pence;

/// An amount of money as people write it: `£23,250`, `30.15`, `£1,234.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money(pub Pence);

/// Largest amount taken, so that no sum of a life overflows \[£\].
const MOST_POUNDS: f64 = 1e9;

impl FromStr for Money {
    type Err = String;
    fn from_str(text: &str) -> Result<Money, String> {
        let wrong = |why: &str| Err(format!("{why}; write pounds, such as £23,250 or 30.15"));
        let bare = text.trim().trim_start_matches('£').trim_start();
        let (whole, pence) = bare
            .split_once('.')
            .map_or((bare, None), |(whole, pence)| (whole, Some(pence)));
        if whole.starts_with('-') || text.trim().starts_with('-') {
            return wrong("an amount is not negative");
        }
        let groups: Vec<&str> = whole.split(',').collect();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
        if !groups.iter().all(|group| digits(group)) {
            return wrong("this is no amount of money");
        }
        if !grouped {
            return wrong("a comma stands before every three digits");
        }
        if pence.is_some_and(|pence| !digits(pence) || pence.len() > 2) {
            return wrong("after the point stand one or two digits of pence");
        }
        let text = format!("{}.{}", groups.concat(), pence.unwrap_or("0"));
        match text.parse::<f64>() {
            Ok(pounds) if pounds <= MOST_POUNDS => Ok(Money(Pence::from_pounds(pounds))),
            _ => wrong("this is more than £1,000,000,000"),
        }
    }
}

/// A share as people write it: `10%`, `0.1`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part(pub f64);

impl FromStr for Part {
    type Err = String;
    fn from_str(text: &str) -> Result<Part, String> {
        let text = text.trim();
        let value = match text.strip_suffix('%') {
            Some(percent) => percent.trim().parse::<f64>().map(|value| value / 100.0),
            None => text.parse::<f64>(),
        };
        match value {
            Ok(value) if (0.0..=1.0).contains(&value) => Ok(Part(value)),
            _ => Err("a share lies between 0 and 1, or 0% and 100%; write 10% or 0.1".to_string()),
        }
    }
}

/// A financial year by the year in which it begins: `2024`, `2024/25`, `2024-25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinancialYear(pub u16);

impl FromStr for FinancialYear {
    type Err = String;
    fn from_str(text: &str) -> Result<FinancialYear, String> {
        let wrong = || "write the financial year as 2024/25, or the year in which it begins".to_string();
        let text = text.trim();
        let (first, second) = match text.split_once(['/', '-']) {
            Some((first, second)) => (first, Some(second)),
            None => (text, None),
        };
        let year: u16 = first.parse().ok().filter(|_| first.len() == 4).ok_or_else(wrong)?;
        match second {
            Some(second) if second != format!("{:02}", (year + 1) % 100) && second != (year + 1).to_string() => {
                Err(format!("{text} is not one financial year; {}", wrong()))
            }
            _ => Ok(FinancialYear(year)),
        }
    }
}

/// Where somebody is cared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// At home, or anywhere but in a care home.
    #[value(alias = "own_home", alias = "own-home")]
    Home,
    /// In a care home without nursing.
    #[value(alias = "care_home", alias = "residential")]
    CareHome,
    /// In a nursing home, with NHS-funded nursing care.
    #[value(alias = "nursing_home", alias = "nursing")]
    NursingHome,
}

/// Who lives in the person's own home besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LivesThere {
    /// Nobody.
    Nobody,
    /// A husband, wife or partner: the home does not count.
    Partner,
    /// A relative of 60 or over, or disabled, or a child under 18: the home does not count.
    Relative,
    /// Somebody else: the home counts.
    Other,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes.
    #[value(alias = "true", alias = "y", alias = "1")]
    Yes,
    /// No.
    #[value(alias = "false", alias = "n", alias = "0")]
    No,
}

/// How long the stay in a care home is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stay {
    /// For good.
    Permanent,
    /// Respite or a trial, at most 52 weeks: the home does not count and its costs are allowed for.
    #[value(alias = "respite")]
    Temporary,
}

/// Premiums in the minimum income guarantee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Premium {
    /// Disability premium.
    Disability,
    /// Enhanced disability premium.
    #[value(alias = "enhanced_disability")]
    EnhancedDisability,
    /// Carer premium.
    Carer,
    /// None.
    None,
}

/// A disability benefit: one of the weekly rates of the year, or an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Benefit {
    /// None.
    None,
    /// A rate of the year, by its row in the table of amounts.
    Rate(&'static str),
    /// So much.
    Amount(Pence),
}

/// The words for a disability benefit, with the row of the table of amounts.
const BENEFITS: [(&str, Benefit); 8] = [
    ("none", Benefit::None),
    ("aa-lower", Benefit::Rate("attendance_allowance_lower")),
    ("aa-higher", Benefit::Rate("attendance_allowance_higher")),
    ("pip-standard", Benefit::Rate("attendance_allowance_lower")),
    ("pip-enhanced", Benefit::Rate("attendance_allowance_higher")),
    ("dla-lowest", Benefit::Rate("disability_living_allowance_lowest")),
    ("dla-middle", Benefit::Rate("attendance_allowance_lower")),
    ("dla-highest", Benefit::Rate("attendance_allowance_higher")),
];

impl FromStr for Benefit {
    type Err = String;
    fn from_str(text: &str) -> Result<Benefit, String> {
        let word = text.trim().to_lowercase().replace('_', "-");
        if let Some((_, benefit)) = BENEFITS.iter().find(|(known, _)| *known == word) {
            return Ok(*benefit);
        }
        if let Ok(Money(amount)) = text.parse() {
            return Ok(Benefit::Amount(amount));
        }
        let words = BENEFITS.map(|(word, _)| word);
        let near = crate::scenario::problem::nearest(&word, words.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        Err(format!("write an amount a week or one of {}{near}", words.join(", ")))
    }
}

impl FromStr for Law {
    type Err = String;
    fn from_str(text: &str) -> Result<Law, String> {
        let word = text.trim().to_lowercase().replace('-', "_");
        if let Some(law) = LAWS.iter().find(|law| law.key == word) {
            return Ok(*law);
        }
        let near = crate::scenario::problem::nearest(&word, LAWS.iter().map(|law| law.key));
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        let words: Vec<&str> = LAWS.iter().map(|law| law.key).collect();
        Err(format!("the laws are {}, or all{near}", words.join(", ")))
    }
}

/// A law that a person's bill can be worked out under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Law {
    /// The word for it.
    pub key: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Whose amounts it uses.
    pub nation: Nation,
}

/// The laws, in the order in which they are shown.
pub const LAWS: [Law; 11] = [
    law("means_test", "means test as it is", Nation::England),
    law("cap_2011", "Dilnot's cap, 2011", Nation::England),
    law("cap_2014", "Care Act cap, 2014", Nation::England),
    law("cap_2017", "manifesto of 2017", Nation::England),
    law("cap_2021", "plan of 2021", Nation::England),
    law("free_personal_care", "free personal care", Nation::England),
    law("free_end_of_life", "free at the end of life", Nation::England),
    law("free_all", "free for all", Nation::England),
    law("scotland", "Scotland", Nation::Scotland),
    law("wales", "Wales", Nation::Wales),
    law("northern_ireland", "Northern Ireland", Nation::NorthernIreland),
];

const fn law(key: &'static str, title: &'static str, nation: Nation) -> Law {
    Law { key, title, nation }
}

/// An answer that may say what is meant without it.
trait Answer {
    /// Whether it says nothing else than what is meant where nothing is told: none, nought, no.
    fn is_usual(&self) -> bool;
}

impl Answer for Money {
    fn is_usual(&self) -> bool {
        self.0 == Pence::ZERO
    }
}

impl Answer for Benefit {
    fn is_usual(&self) -> bool {
        matches!(self, Benefit::None | Benefit::Amount(Pence::ZERO))
    }
}

impl Answer for YesNo {
    fn is_usual(&self) -> bool {
        *self == YesNo::No
    }
}

impl Answer for LivesThere {
    fn is_usual(&self) -> bool {
        *self == LivesThere::Nobody
    }
}

impl Answer for Stay {
    fn is_usual(&self) -> bool {
        *self == Stay::Permanent
    }
}

impl Answer for Vec<Premium> {
    fn is_usual(&self) -> bool {
        self.iter().all(|premium| *premium == Premium::None)
    }
}

impl Answer for u8 {
    fn is_usual(&self) -> bool {
        *self == 0
    }
}

impl Answer for u32 {
    fn is_usual(&self) -> bool {
        *self == 0
    }
}

/// A share that a council decides is not nought where nothing is told.
impl Answer for Part {
    fn is_usual(&self) -> bool {
        false
    }
}

/// What every bill needs, or says itself.
macro_rules! needed_for_any_bill {
    ($($kind:ty),*) => {$(
        impl Answer for $kind {
            fn is_usual(&self) -> bool {
                true
            }
        }
    )*};
}

needed_for_any_bill!(String, Place, FinancialYear);

macro_rules! asked {
    ($($(#[$about:meta])* $field:ident: $type:ty,)*) => {
        /// A person's circumstances. Every flag is also a column of `--table`; what is not told is none, 0 or no, but for age
        /// and price, which are needed.
        #[derive(Args, Clone, Debug, Default)]
        pub struct Person {
            $($(#[$about])* pub $field: Option<$type>,)*
        }
        impl Person {
            /// What is told here, and what is told there in its place.
            pub fn or(self, other: &Person) -> Person {
                Person { $($field: self.$field.or_else(|| other.$field.clone()),)* }
            }
            /// Each answer that says more than what is meant without it: its flag, and how to take it back.
            pub fn told(&self) -> Vec<(String, fn(&mut Person))> {
                let mut told: Vec<(String, fn(&mut Person))> = Vec::new();
                $(if self.$field.as_ref().is_some_and(|answer| !answer.is_usual()) {
                    let flag = format!("--{}", stringify!($field).replace('_', "-"));
                    told.push((flag, |person| person.$field = None));
                })*
                told
            }
        }
    };
}

asked! {
    /// A name for the row, to find it again.
    #[arg(long, value_name = "TEXT", help_heading = "The person")]
    name: String,
    /// Age in years.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u8).range(18..=120), help_heading = "The person")]
    age: u8,
    /// Whether they have a husband, wife or partner (at home, if they are in a care home themselves).
    #[arg(long, value_enum, value_name = "YES|NO", help_heading = "The person")]
    partner: YesNo,
    /// Age of the partner: of a couple at home of whom one has reached pension age, both keep more.
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u8).range(16..=120), help_heading = "The person")]
    partner_age: u8,
    /// State pension a week.
    #[arg(long, value_name = "£", help_heading = "Income a week, after tax")]
    state_pension: Money,
    /// Occupational or private pension a week.
    #[arg(long, value_name = "£", help_heading = "Income a week, after tax")]
    private_pension: Money,
    /// Whether half of it goes to a partner at home when the person is in a care home [default: yes, if there is one].
    #[arg(long, value_enum, value_name = "YES|NO", help_heading = "Income a week, after tax")]
    pension_to_partner: YesNo,
    /// Guarantee part of pension credit a week.
    #[arg(long, value_name = "£", help_heading = "Income a week, after tax")]
    guarantee_credit: Money,
    /// Savings part of pension credit a week: left out at home, and up to a sum of the year in a care home (a higher one in a
    /// temporary stay of somebody with a partner).
    #[arg(long, value_name = "£", help_heading = "Income a week, after tax")]
    savings_credit: Money,
    /// Earnings a week: left out altogether.
    #[arg(long, value_name = "£", help_heading = "Income a week, after tax")]
    earnings: Money,
    /// Other income that counts, such as Universal Credit, Employment and Support Allowance, rent or an annuity.
    #[arg(long, value_name = "£", help_heading = "Income a week, after tax")]
    other_income: Money,
    /// Income that is left out, such as the mobility part of a benefit or a war pension.
    #[arg(long, value_name = "£", help_heading = "Income a week, after tax")]
    ignored_income: Money,
    /// Disability benefit for care: an amount, or aa-lower, aa-higher, pip-standard, pip-enhanced, dla-lowest, dla-middle, dla-highest.
    #[arg(long, value_name = "£|RATE", help_heading = "Income a week, after tax")]
    disability_benefit: Benefit,
    /// Savings and investments; of joint ones the person's share.
    #[arg(long, value_name = "£", help_heading = "Capital")]
    savings: Money,
    /// Market value of the home, or of the person's share of it.
    #[arg(long, value_name = "£", help_heading = "Capital")]
    home: Money,
    /// Mortgage and other debts secured on the home.
    #[arg(long, value_name = "£", help_heading = "Capital")]
    mortgage: Money,
    /// Who lives in the home besides.
    #[arg(long, value_enum, value_name = "WHO", help_heading = "Capital")]
    lives_there: LivesThere,
    /// Where they are cared for.
    #[arg(long, value_enum, value_name = "PLACE", help_heading = "The care")]
    place: Place,
    /// Price of the care a week to one who pays in full, NHS-funded nursing care apart.
    #[arg(long, value_name = "£", help_heading = "The care")]
    price: Money,
    /// What the council would pay for it a week [default: the price].
    #[arg(long, value_name = "£", help_heading = "The care")]
    council_rate: Money,
    /// Of the council's rate at home, personal care; the rest is cleaning and the like [default: all of it].
    #[arg(long, value_name = "£", help_heading = "The care")]
    personal_care: Money,
    /// What somebody else pays a week on top, for a dearer place than the council would pay for.
    #[arg(long, value_name = "£", help_heading = "The care")]
    top_up: Money,
    /// Whether the NHS pays for all of it as continuing healthcare.
    #[arg(long, value_enum, value_name = "YES|NO", help_heading = "The care")]
    continuing_healthcare: YesNo,
    /// How long a stay in a care home is meant to be [default: permanent].
    #[arg(long, value_enum, value_name = "STAY", help_heading = "The care")]
    stay: Stay,
    /// Weeks of care to add up [default: 52].
    #[arg(long, value_name = "WEEKS", value_parser = clap::value_parser!(u32).range(1..=2600), help_heading = "The care")]
    weeks: u32,
    /// Weeks already lived in the care home; the home is left out in the first 12.
    #[arg(long, value_name = "WEEKS", value_parser = clap::value_parser!(u32).range(0..=5200), help_heading = "The care")]
    weeks_already: u32,
    /// After how many of the weeks added up the partner or relative who lives in the home leaves it or dies; from then on the home
    /// is left out for 12 weeks more. 0 is at the start of these weeks, after those already lived in the care home.
    #[arg(long, value_name = "WEEKS", value_parser = clap::value_parser!(u32).range(0..=2600), help_heading = "The care")]
    alone_after: u32,
    /// Whether the weeks end with death (for laws that make the last weeks of life free).
    #[arg(long, value_enum, value_name = "YES|NO", help_heading = "The care")]
    until_death: YesNo,
    /// Counted towards a cap before.
    #[arg(long, value_name = "£", help_heading = "The care")]
    counted_before: Money,
    /// Payments already deferred against the home, with their interest.
    #[arg(long, value_name = "£", help_heading = "The care")]
    deferred_before: Money,
    /// Rent, mortgage, council tax and the like that nobody else pays a week: left to people at home and in a temporary stay.
    #[arg(long, value_name = "£", help_heading = "Costs at home a week")]
    housing_costs: Money,
    /// Costs a week that the disability brings, as the council accepts them.
    #[arg(long, value_name = "£", help_heading = "Costs at home a week")]
    disability_costs: Money,
    /// The year, such as 2024/25 [default: 2024/25].
    #[arg(long, value_name = "YEAR", help_heading = "The law")]
    year: FinancialYear,
    /// Premiums in the minimum income guarantee, apart by commas.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PREMIUM", help_heading = "The law")]
    premiums: Vec<Premium>,
    /// Children in the household, for the minimum income guarantee.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u8).range(0..=20), help_heading = "The law")]
    children: u8,
    /// What is paid for nursing in a nursing home a week (by the NHS, in Scotland by the council), in place of the year's.
    #[arg(long, value_name = "£", help_heading = "The law")]
    nursing_payment: Money,
    /// The council's minimum income guarantee a week, in place of the year's.
    #[arg(long, value_name = "£", help_heading = "What a council has decided")]
    guarantee: Money,
    /// The council's personal expenses allowance a week, in place of the year's.
    #[arg(long, value_name = "£", help_heading = "What a council has decided")]
    allowance: Money,
    /// The council's lower capital limit.
    #[arg(long, value_name = "£", help_heading = "What a council has decided")]
    lower_limit: Money,
    /// The council's upper capital limit.
    #[arg(long, value_name = "£", help_heading = "What a council has decided")]
    upper_limit: Money,
    /// Share of a disability benefit above the lower rate that the council leaves out at home (many do where they arrange no
    /// care at night) [default: 0%].
    #[arg(long, value_name = "SHARE", help_heading = "What a council has decided")]
    night_part_left_out: Part,
    /// Most that the council asks for care at home a week.
    #[arg(long, value_name = "£", help_heading = "What a council has decided")]
    most_at_home: Money,
    /// Share of the income left over that the council takes for care at home [default: 100%].
    #[arg(long, value_name = "SHARE", help_heading = "What a council has decided")]
    share_taken: Part,
    /// Whether the savings disregard is left to a resident who has no savings credit (those who reached pension age before
    /// 6 April 2016 and have the income for it) [default: no].
    #[arg(long, value_enum, value_name = "YES|NO", help_heading = "What a council has decided")]
    savings_disregard: YesNo,
    /// Whether the savings disregard of care homes holds for care at home too, in place of leaving out the whole savings credit
    /// (England's circular of 2024/25 says so, and many councils leave out all of it) [default: no].
    #[arg(long, value_enum, value_name = "YES|NO", help_heading = "What a council has decided")]
    savings_disregard_at_home: YesNo,
    /// Share of a home's value taken off for the expenses of selling it [default: 10%].
    #[arg(long, value_name = "SHARE", help_heading = "What a council has decided")]
    sale_costs: Part,
    /// Yearly interest on deferred payments [default: 2%, what it is above inflation; none where the law of the year has none].
    #[arg(long, value_name = "SHARE", help_heading = "What a council has decided")]
    interest: Part,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it() {
        for (text, pence) in [
            ("£23,250", 2_325_000),
            ("23250", 2_325_000),
            ("30.15", 3_015),
            (" £1,234.5 ", 123_450),
            ("£ 694", 69_400),
            ("0", 0),
        ] {
            assert_eq!(text.parse(), Ok(Money(Pence(pence))), "{text}");
        }
        for (text, said) in [
            ("-5", "not negative"),
            ("£-5", "not negative"),
            ("23,25", "every three digits"),
            ("1,2345", "every three digits"),
            ("1.234,50", "one or two digits"),
            ("30.155", "one or two digits"),
            ("1e5", "no amount"),
            ("nan", "no amount"),
            ("7%", "no amount"),
            ("", "no amount"),
            ("9999999999999", "more than"),
        ] {
            let error = text.parse::<Money>().expect_err(text);
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn a_year_is_one_year() {
        for text in ["2024", "2024/25", "2024-25", "2024/2025"] {
            assert_eq!(text.parse(), Ok(FinancialYear(2024)), "{text}");
        }
        for text in ["2024/26", "24/25", "now", "2024/", "02024"] {
            assert!(text.parse::<FinancialYear>().is_err(), "{text}");
        }
        assert_eq!("2099/00".parse(), Ok(FinancialYear(2099)));
    }

    #[test]
    fn a_share_is_a_per_cent_or_a_fraction_and_no_more_than_all() {
        assert_eq!("10%".parse(), Ok(Part(0.1)));
        assert_eq!("0.5".parse(), Ok(Part(0.5)));
        for text in ["10", "110%", "-1%", "nan", "tenth"] {
            assert!(text.parse::<Part>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_unknown_benefit_or_law_is_told_the_nearest() {
        assert!(
            "pip-enhansed"
                .parse::<Benefit>()
                .is_err_and(|error| error.contains("did you mean pip-enhanced?"))
        );
        assert!(
            "cap_2012"
                .parse::<Law>()
                .is_err_and(|error| error.contains("did you mean cap_201"))
        );
        assert_eq!("PIP_enhanced".parse(), Ok(Benefit::Rate("attendance_allowance_higher")));
        assert_eq!("£110.40".parse(), Ok(Benefit::Amount(Pence(11_040))));
    }
}
