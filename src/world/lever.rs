//! Levers: the named numbers and choices that a scenario file may set.
//!
//! A room declares its levers beside the code that uses them, with [`levers!`](crate::levers): one declaration gives
//! the typed struct that the code reads, and the description that checking, help, schema and documents read. A lever's
//! value is never in code: it comes from the scenario files, where it carries its source.

use std::ops::RangeInclusive;

/// What a lever's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeverKind {
    /// A real number; may be given as a distribution.
    Number,
    /// `true` or `false`.
    Switch,
    /// One of a closed list of words.
    Choice(&'static [&'static str]),
}

/// What kind of thing a lever says.
///
/// The line matters twice. People who disagree may be asked about the same policy: what they believe may differ, what is
/// done and what is given may not. And what is done begins after the base year, while what is given or believed held in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// What is done, by a government, a council or a voter; it can differ from the base from the first year after the
    /// base year.
    Choice,
    /// What is on record of the place and the money that it begins with, and how the model is set up: neither anybody's
    /// deed nor a belief.
    Given,
    /// What is true, or would follow.
    Belief,
    /// A belief over which those who argue about policy are known to differ.
    Disputed,
}

impl Nature {
    /// What it says, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Nature::Choice => "what is done: without a year, it begins after the base year",
            Nature::Given => "what is given with the place and its base year: it holds in every year",
            Nature::Belief => "what is true or would follow: it holds in every year",
            Nature::Disputed => "what would follow, and people differ over it: it holds in every year",
        }
    }
    /// Whether it is for those who differ to say: a belief, disputed or not.
    pub const fn is_believed(self) -> bool {
        matches!(self, Nature::Belief | Nature::Disputed)
    }
}

/// Units of amounts that a place twice the size has twice of.
const AMOUNTS: [&str; 16] = [
    "£m",
    "£m/year",
    "£/year",
    "million hours/year",
    "hours/year",
    "appointments/year",
    "contacts/year",
    "attendances/year",
    "admissions/year",
    "pathways/year",
    "pathways",
    "items/year",
    "resident-weeks/year",
    "beds",
    "people",
    "people/year",
];
/// Units that are the same in a place of any size: rates, prices and amounts for one person.
const RATES: [&str; 29] = [
    "",
    "share",
    "share of list",
    "ratio",
    "odds ratio",
    "relative risk",
    "correlation",
    "elasticity",
    "power",
    "utility",
    "utility/week",
    "index",
    "logit",
    "logit/point",
    "share/point",
    "attendances/appointment",
    "admissions/death",
    "£",
    "£/week",
    "£/hour",
    "hours/week",
    "days",
    "weeks",
    "years",
    "year",
    "per week",
    "per year",
    "per decade",
    "per year of age",
];

/// Whether an amount in this unit grows with the size of the place. A unit that neither list knows does not compile.
pub const fn grows_with_place(unit: &str) -> bool {
    if listed(unit, &AMOUNTS) {
        return true;
    }
    assert!(
        listed(unit, &RATES),
        "say in world/lever.rs whether this unit grows with the size of the place"
    );
    false
}

/// Whether a unit is that of an amount that a place twice the size has twice of.
pub const fn is_amount(unit: &str) -> bool {
    listed(unit, &AMOUNTS)
}

const fn listed(unit: &str, list: &[&str]) -> bool {
    let mut at = 0;
    while at < list.len() {
        if same(unit.as_bytes(), list[at].as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The description of one lever.
#[derive(Clone, Copy, Debug)]
pub struct LeverSpec {
    /// Full key in a scenario file, such as `social_care.charging.upper_limit_care_home`.
    pub key: &'static str,
    /// Unit of the value (`£`, `£/week`, `share`, `per year`, `weeks`, `years`, …).
    pub unit: &'static str,
    /// Lowest possible value.
    pub low: f64,
    /// Highest possible value.
    pub high: f64,
    /// What it is, in a sentence.
    pub meaning: &'static str,
    /// Number, switch or choice.
    pub kind: LeverKind,
    /// Whether it is done, given or believed.
    pub nature: Nature,
    /// Whether it is an amount that grows with the size of the place.
    pub grows: bool,
}

impl LeverSpec {
    /// No lever: what a list is filled with before it is gathered.
    pub const NONE: LeverSpec = LeverSpec {
        key: "",
        unit: "",
        low: 0.0,
        high: 0.0,
        meaning: "",
        kind: LeverKind::Number,
        nature: Nature::Given,
        grows: false,
    };

    /// The last part of the key.
    pub fn name(&self) -> &'static str {
        self.key.rsplit('.').next().unwrap_or(self.key)
    }
    /// The table the key stands in.
    pub fn section(&self) -> &'static str {
        self.key.rsplit_once('.').map_or("", |(section, _)| section)
    }
    /// The values the lever may take.
    pub fn bounds(&self) -> RangeInclusive<f64> {
        self.low..=self.high
    }
}

/// A type that a lever can have: a number, a switch, or a choice declared with [`choice!`](crate::choice).
pub trait Lever: Copy {
    /// Kind of the lever.
    const KIND: LeverKind;
    /// From the number that stands for it in a sampled world.
    fn from_value(value: f64) -> Self;
}

impl Lever for f64 {
    const KIND: LeverKind = LeverKind::Number;
    fn from_value(value: f64) -> Self {
        value
    }
}

impl Lever for bool {
    const KIND: LeverKind = LeverKind::Switch;
    fn from_value(value: f64) -> Self {
        value != 0.0
    }
}

/// A set of levers read together.
pub trait Levers: Sized {
    /// The descriptions, in the order of [`Levers::read`].
    const SPECS: &'static [LeverSpec];
    /// From one value per description, in that order.
    fn read(values: &[f64]) -> Self;
}

/// A set of levers that several of a kind have: the same fields in a table each, such as the services that queue in one way.
///
/// An array of as many as there are tables is a set itself ([`Levers`]).
pub trait LeversOfEach: Sized {
    /// The descriptions of all, table by table.
    const SPECS: &'static [LeverSpec];
    /// How many levers one has.
    const EACH: usize;
    /// From the values of one.
    fn read_one(values: &[f64]) -> Self;
}

impl<L: LeversOfEach, const COUNT: usize> Levers for [L; COUNT] {
    const SPECS: &'static [LeverSpec] = {
        assert!(
            L::SPECS.len() == COUNT * L::EACH,
            "one table of levers for each of them"
        );
        L::SPECS
    };
    fn read(values: &[f64]) -> Self {
        std::array::from_fn(|at| L::read_one(&values[at * L::EACH..][..L::EACH]))
    }
}

/// Declares a set of levers: a struct of plain fields, and the [`LeverSpec`] of each.
///
/// The word before a lever says what it is (`Nature`): `choice`, what is done; `given`, what is on record
/// of the place and its base year; `belief`, what is true or would follow; `disputed`, a belief over which people differ.
/// Whether an amount grows with the size of the place follows from its unit.
///
/// ```
/// carepool::choice! {
///     /// Who decides.
///     pub enum Decider { Council = "council", Residents = "residents" }
/// }
/// carepool::levers! {
///     /// An example.
///     pub struct Example in "example" {
///         /// Yearly growth of the grant above prices.
///         choice grant_growth: f64 = "per year" in -0.2..=0.2,
///         /// Whether the grant is ring-fenced.
///         choice ring_fenced: bool = "" in 0.0..=1.0,
///         /// Who decides how the grant is spent.
///         belief decider: Decider = "" in 0.0..=9.0,
///     }
/// }
/// use carepool::world::Levers;
/// assert_eq!(Example::SPECS[0].key, "example.grant_growth");
/// assert!(!Example::SPECS[0].nature.is_believed() && !Example::SPECS[0].grows);
/// assert_eq!(Example::read(&[0.02, 1.0, 1.0]).decider, Decider::Residents);
/// ```
///
/// Where several of a kind have the same levers, one declaration names the table of each and whose it is:
///
/// ```
/// carepool::levers! {
///     /// Posts and people.
///     pub struct Staff in each of ["staff" = "Nurses", "staff.care" = "Care workers"] {
///         /// Share who leave in a year.
///         belief turnover: f64 = "per year" in 0.0..=1.0,
///     }
/// }
/// use carepool::world::Levers;
/// type Both = [Staff; 2];
/// assert_eq!(Both::SPECS[1].key, "staff.care.turnover");
/// assert_eq!(Both::SPECS[1].meaning, "Care workers: Share who leave in a year.");
/// assert_eq!(Both::read(&[0.1, 0.3])[1].turnover, 0.3);
/// ```
#[macro_export]
macro_rules! levers {
    (@nature choice) => { $crate::world::Nature::Choice };
    (@nature given) => { $crate::world::Nature::Given };
    (@nature belief) => { $crate::world::Nature::Belief };
    (@nature disputed) => { $crate::world::Nature::Disputed };
    (@struct [$(#[doc = $about:literal])*] $name:ident {
        $($(#[doc = $meaning:literal])+ $nature:ident $field:ident: $type:ty = $unit:literal in $low:literal ..= $high:literal),* $(,)?
    }) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $meaning])+ #[doc = concat!("\n\nUnit: ", $unit, "; ", $low, " to ", $high, ".")] pub $field: $type,)*
        }
    };
    (@specs $section:literal $whose:tt {
        $($(#[doc = $meaning:literal])+ $nature:ident $field:ident: $type:ty = $unit:literal in $low:literal ..= $high:literal),* $(,)?
    }) => {
        &[
            $($crate::world::LeverSpec {
                key: concat!($section, ".", stringify!($field)),
                unit: $unit,
                low: $low,
                high: $high,
                meaning: $crate::levers!(@meaning $whose $($meaning)+),
                kind: <$type as $crate::world::Lever>::KIND,
                nature: $crate::levers!(@nature $nature),
                grows: $crate::world::lever::grows_with_place($unit),
            },)*
        ]
    };
    (@meaning [] $($meaning:literal)+) => { concat!($($meaning),+) };
    (@meaning [$whose:literal] $($meaning:literal)+) => { concat!($whose, ":", $($meaning),+) };
    (@read $values:ident $section:literal {
        $($(#[doc = $meaning:literal])+ $nature:ident $field:ident: $type:ty = $unit:literal in $low:literal ..= $high:literal),* $(,)?
    }) => {{
        const FIELDS: &[&str] = &[$(stringify!($field)),*];
        assert_eq!($values.len(), FIELDS.len(), "one value for each lever of {}", $section);
        let mut values = $values.iter().copied();
        $(let $field = <$type as $crate::world::Lever>::from_value(values.next().unwrap_or(f64::NAN));)*
        Self { $($field),* }
    }};
    ($(#[doc = $about:literal])* pub struct $name:ident in $section:literal $fields:tt) => {
        $crate::levers!(@struct [$(#[doc = $about])*] $name $fields);
        impl $crate::world::Levers for $name {
            const SPECS: &'static [$crate::world::LeverSpec] = $crate::levers!(@specs $section [] $fields);
            fn read(values: &[f64]) -> Self {
                $crate::levers!(@read values $section $fields)
            }
        }
    };
    ($(#[doc = $about:literal])* pub struct $name:ident in each of [$($section:literal = $whose:literal),+ $(,)?] $fields:tt) => {
        $crate::levers!(@struct [$(#[doc = $about])*] $name $fields);
        impl $crate::world::LeversOfEach for $name {
            const EACH: usize = {
                const TABLES: &[&[$crate::world::LeverSpec]] = &[$($crate::levers!(@specs $section [$whose] $fields)),+];
                TABLES[0].len()
            };
            const SPECS: &'static [$crate::world::LeverSpec] = {
                const TABLES: &[&[$crate::world::LeverSpec]] = &[$($crate::levers!(@specs $section [$whose] $fields)),+];
                const COUNT: usize = TABLES.len() * TABLES[0].len();
                const ALL: [$crate::world::LeverSpec; COUNT] = $crate::world::bundle::gather(TABLES);
                &ALL
            };
            fn read_one(values: &[f64]) -> Self {
                $crate::levers!(@read values "each" $fields)
            }
        }
    };
}

/// Declares a closed choice that a lever can have; the words are those of the scenario files.
#[macro_export]
macro_rules! choice {
    ($(#[doc = $about:literal])* pub enum $name:ident { $($(#[doc = $meaning:literal])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`. ", $($meaning,)*)] $variant,)*
        }
        impl $crate::world::Lever for $name {
            const KIND: $crate::world::LeverKind = $crate::world::LeverKind::Choice(&[$($word),*]);
            fn from_value(value: f64) -> Self {
                const ALL: &[$name] = &[$($name::$variant),*];
                ALL[(value.max(0.0) as usize).min(ALL.len() - 1)]
            }
        }
    };
}
