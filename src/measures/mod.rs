//! Every output, declared once; reads one year's record.
//!
//! A [`Measure`] is a name, a unit, a direction, the groups it splits by and a function of the [`YearRecord`]. Tables,
//! charts, help, documents and checks all read the one list [`all`], so that an output is described in one place. The
//! conventions are those of the field: stocks at 31 March, flows over the financial year, money in £ million of
//! base-year prices, shares 0 to 1, waiting lists counted in pathways. Ratios are always computed from record
//! quantities here (never averaged elsewhere), so that a group's ratio is that group's own numerator and denominator.

mod access;
mod fairness;
mod handle;
mod health;
pub mod inequality;
mod money;

use std::sync::LazyLock;

use crate::world::{Dimension, Group, YearRecord};

pub use access::*;
pub use fairness::*;
pub use handle::{Handle, UnknownMeasure, find, nearest};
pub use health::*;
pub use money::*;

/// Which way of a measure most readers would call better; the tool itself takes no side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Lower is better.
    Lower,
    /// Higher is better.
    Higher,
    /// Neither: it depends on what is bought with it, or on the reader.
    Neither,
}

impl Better {
    /// The word used in files: `lower`, `higher`, `neither`.
    pub fn word(self) -> &'static str {
        match self {
            Better::Lower => "lower",
            Better::Higher => "higher",
            Better::Neither => "neither",
        }
    }
}

/// When a measure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// At 31 March, the end of the financial year.
    Stock,
    /// Over the financial year.
    Flow,
}

/// Splits by everybody only.
const ALL_ONLY: &[Dimension] = &[];
/// Splits by deprivation fifth.
const IMD: &[Dimension] = &[Dimension::Imd];
/// Splits by deprivation fifth and sex.
const IMD_SEX: &[Dimension] = &[Dimension::Imd, Dimension::Sex];
/// Splits by deprivation fifth, age and sex.
const DEMOGRAPHIC: &[Dimension] = &[Dimension::Imd, Dimension::Age, Dimension::Sex];
/// Splits by all that people are ranked and grouped by.
const EVERY: &[Dimension] = &[
    Dimension::Imd,
    Dimension::Age,
    Dimension::Sex,
    Dimension::Wealth,
    Dimension::Income,
];
/// Splits by age and by each ranking: deprivation, wealth, income. For money: who gets it, who pays it.
const RANKINGS: &[Dimension] = &[Dimension::Imd, Dimension::Age, Dimension::Wealth, Dimension::Income];
/// Splits by deprivation fifth and age.
const IMD_AGE: &[Dimension] = &[Dimension::Imd, Dimension::Age];
/// Splits by deprivation fifth and wealth fifth.
const IMD_WEALTH: &[Dimension] = &[Dimension::Imd, Dimension::Wealth];

/// One output.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// What the program asks for it by.
    pub handle: Handle,
    /// Name used in files.
    pub name: &'static str,
    /// A short title in plain English, for charts and tables.
    pub title: &'static str,
    /// Unit: `£m`, `£`, `people`, `share`, `weeks`, …
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// Stock or flow.
    pub kind: Taken,
    /// What it is, in a sentence.
    pub meaning: &'static str,
    /// The dimensions it splits by, everybody apart: deprivation, age, sex, wealth, income.
    pub groups: &'static [Dimension],
    /// Lowest and highest value that can occur in any world.
    pub bounds: (f64, f64),
    /// The total this is a part of, when it is already inside another measure.
    pub of_which: Option<Handle>,
    /// Its value for a group in a year.
    pub read: fn(&YearRecord, Group) -> f64,
}

/// Units of what is counted: of a group of nobody there is none of it. Anything else (a share, a wait, years of life, a sum a head) is undefined
/// there.
const COUNTED: [&str; 14] = [
    "people",
    "pathways",
    "admissions",
    "attendances",
    "appointments",
    "contacts",
    "items",
    "hours",
    "million hours",
    "days",
    "QALYs",
    "resident-weeks",
    "full-time equivalents",
    "£m",
];

impl Measure {
    /// Whether it is a total: the parts of a split add up to it, and it doubles with the economy.
    pub fn is_total(&self) -> bool {
        COUNTED.contains(&self.unit) && !self.name.ends_with("_per_head")
    }

    /// Its value for a group in a year; undefined of a group of nobody, unless it is counted. A fifth in which no neighbourhood of a place lies has
    /// death rates and no life expectancy.
    pub fn told_of(&self, record: &YearRecord, group: Group) -> f64 {
        if record.population[group.index()] == 0.0 && !self.is_total() {
            f64::NAN
        } else {
            (self.read)(record, group)
        }
    }
    /// Whether the measure is told for a group.
    pub fn splits(&self, group: Group) -> bool {
        group == Group::ALL || self.groups.contains(&group.dimension())
    }
}

/// Declares measures, and a [`Handle`] for each, after the `$first` that other files declare before:
/// `HANDLE = name, title, unit, better, kind, groups, low, high, of which, "meaning" => |record, group| value`.
macro_rules! measures {
    (from $first:expr; $($handle:ident = $name:literal, $title:literal, $unit:literal, $better:ident, $kind:ident,
        $groups:expr, $low:expr, $high:expr, $of_which:expr, $meaning:literal => $read:expr;)*) => {
        /// Position of this file's first measure among all.
        pub(super) const FIRST: usize = $first;

        /// Places in this file's list, in the order of declaration.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "one for each handle, called like it")]
        enum Place { $($handle),* }

        $(
            #[doc = $meaning]
            pub const $handle: $crate::measures::Handle = $crate::measures::Handle(FIRST + Place::$handle as usize);
            const _: () = assert!(
                $crate::measures::called_alike(stringify!($handle), $name),
                "a handle is its measure's name in capitals"
            );
        )*

        pub(super) const MEASURES: &[$crate::measures::Measure] = &[$($crate::measures::Measure {
            handle: $handle,
            name: $name,
            title: $title,
            unit: $unit,
            better: $crate::measures::Better::$better,
            kind: $crate::measures::Taken::$kind,
            meaning: $meaning,
            groups: $groups,
            bounds: ($low, $high),
            of_which: $of_which,
            read: $read,
        },)*];
    };
}
use measures;

/// Whether a handle is a name in capitals.
const fn called_alike(handle: &str, name: &str) -> bool {
    handle.eq_ignore_ascii_case(name)
}

static ALL: LazyLock<Vec<Measure>> =
    LazyLock::new(|| [health::MEASURES, access::MEASURES, money::MEASURES, fairness::MEASURES].concat());

/// Every measure, in the order of the tables.
pub fn all() -> &'static [Measure] {
    &ALL
}

/// The measures that open a comparison, in the order in which a reader asks: money, access, care, fairness, health.
pub const HEADLINES: [Handle; 16] = [
    COST_PUBLIC,
    COST_TOTAL,
    TAX_NEEDED,
    COST_OF_STANDARDS,
    WAITING_LIST,
    WITHIN_18_WEEKS,
    AE_FOUR_HOUR,
    GP_NEED_MET,
    MENTAL_HEALTH_NEED_MET,
    CARE_USERS_PUBLIC,
    CARE_UNMET_PEOPLE,
    UNPAID_CARE_HOURS,
    LIFETIME_CARE_OVER_100K,
    NEED_MET,
    INEQUALITY_SLOPE,
    HEALTHY_LIFE_EXPECTANCY,
];

/// Declared groups that a record leaves at zero although everybody's value is not: a split that nobody filled. For
/// checks on a real record; a group may rightly be zero, but not every group of a dimension.
#[cfg(feature = "internals")]
pub fn unfilled(record: &YearRecord) -> Vec<(&'static str, Dimension)> {
    let mut found = Vec::new();
    for measure in all() {
        if (measure.read)(record, Group::ALL) == 0.0 {
            continue;
        }
        for dimension in measure.groups {
            let empty = |group: Group| {
                let value = (measure.read)(record, group);
                value == 0.0 || value.is_nan()
            };
            if Group::every()
                .filter(|group| group.dimension() == *dimension)
                .all(empty)
            {
                found.push((measure.name, *dimension));
            }
        }
    }
    found
}

/// A ratio that is undefined, not infinite, when there is nothing to divide by.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

/// A share held to 1: care delivered beyond the need that was counted does not meet more than all of it.
fn share(part: f64, whole: f64) -> f64 {
    ratio(part, whole).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The names that product.md promises to scripts outside the project.
    const PROMISED: &str = "population births deaths life_expectancy healthy_life_expectancy qalys \
        waiting_list within_18_weeks median_wait_weeks p92_wait_weeks over_52_weeks \
        ae_attendances ae_four_hour emergency_admissions bed_occupancy delayed_bed_days \
        gp_appointments gp_need_met mental_health_need_met community_need_met dental_access \
        care_users_public care_users_self_funded care_home_residents care_unmet_people unpaid_care_hours \
        cost_nhs cost_council cost_public_health cost_public cost_user_charges cost_self_funded cost_unpaid_care \
        cost_total cost_transaction cost_pfi cost_reorganisation tax_needed share_of_gdp \
        lifetime_care_over_100k wealth_spent_on_care need_met inequality_slope";

    #[test]
    fn every_promised_name_is_declared_once() {
        let names: Vec<&str> = all().iter().map(|measure| measure.name).collect();
        let unique: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(unique.len(), names.len());
        for name in PROMISED.split_whitespace().chain(HEADLINES.map(Handle::name)) {
            assert!(unique.contains(name), "{name}");
        }
    }

    #[test]
    fn parts_refer_to_declared_totals_and_bounds_are_ordered() {
        for measure in all() {
            assert!(measure.bounds.0 < measure.bounds.1, "{}", measure.name);
            assert!(
                measure.meaning.ends_with('.') && !measure.meaning.contains('"'),
                "{}",
                measure.name
            );
            assert!(
                !measure.title.is_empty() && !measure.title.ends_with('.'),
                "{}",
                measure.name
            );
            assert_ne!(measure.of_which, Some(measure.handle), "{} is in itself", measure.name);
        }
        let titles: BTreeSet<&str> = all().iter().map(|measure| measure.title).collect();
        assert_eq!(titles.len(), all().len(), "two measures of one title");
    }

    #[test]
    fn every_unit_is_one_of_counts_or_of_what_a_group_of_nobody_does_not_have() {
        const UNDEFINED: [&str; 9] = [
            "share",
            "years",
            "weeks",
            "ratio",
            "index",
            "pence",
            "percentage points",
            "per thousand people",
            "£",
        ];
        for measure in all() {
            let (counted, undefined) = (COUNTED.contains(&measure.unit), UNDEFINED.contains(&measure.unit));
            assert!(counted != undefined, "{}: {}", measure.name, measure.unit);
        }
        for unit in COUNTED.iter().chain(&UNDEFINED) {
            assert!(
                all().iter().any(|measure| measure.unit == *unit),
                "nothing is told in {unit}"
            );
        }
        // Of nobody there are none, and there is no length of their lives.
        let mut record = YearRecord::default();
        record.life_expectancy[Group::imd(0).index()] = 80.0;
        assert_eq!(POPULATION.measure().told_of(&record, Group::imd(0)), 0.0);
        assert!(LIFE_EXPECTANCY.measure().told_of(&record, Group::imd(0)).is_nan());
        record.population[Group::imd(0).index()] = 1.0;
        assert_eq!(LIFE_EXPECTANCY.measure().told_of(&record, Group::imd(0)), 80.0);
    }

    #[test]
    fn nothing_is_counted_twice_in_the_totals() {
        let mut record = YearRecord::default();
        record.cost_nhs[0] = 100.0;
        record.cost_nhs_transfer[0] = 8.0;
        record.cost_council[0] = 20.0;
        record.cost_public_health[0] = 4.0;
        record.cost_user_charges[0] = 5.0;
        record.cost_self_funded[0] = 10.0;
        record.cost_private_care[0] = 3.0;
        record.cost_disability_benefits[0] = 2.0;
        record.cost_outside[0] = 2.0;
        record.cost_unpaid_care[0] = 70.0;
        record.cost_transaction[0] = 1.0;
        let value = |measure: Handle| (measure.measure().read)(&record, Group::ALL);
        assert_eq!(value(COST_PUBLIC), 124.0);
        assert_eq!(value(COST_TOTAL), 144.0);
    }

    #[test]
    fn an_unfilled_split_is_noticed() {
        let mut record = YearRecord::default();
        record.births[0] = 5.0;
        assert!(unfilled(&record).contains(&("births", Dimension::Imd)));
        record.births[3] = 5.0;
        assert!(!unfilled(&record).contains(&("births", Dimension::Imd)));
    }
}
