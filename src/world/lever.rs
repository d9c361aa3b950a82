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
}

impl LeverSpec {
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

/// Declares a set of levers: a struct of plain fields, and the [`LeverSpec`] of each.
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
///         grant_growth: f64 = "per year" in -0.2..=0.2,
///         /// Whether the grant is ring-fenced.
///         ring_fenced: bool = "" in 0.0..=1.0,
///         /// Who decides how the grant is spent.
///         decider: Decider = "" in 0.0..=9.0,
///     }
/// }
/// use carepool::world::Levers;
/// assert_eq!(Example::SPECS[0].key, "example.grant_growth");
/// assert_eq!(Example::read(&[0.02, 1.0, 1.0]).decider, Decider::Residents);
/// ```
#[macro_export]
macro_rules! levers {
    ($(#[doc = $about:literal])* pub struct $name:ident in $section:literal {
        $($(#[doc = $meaning:literal])+ $field:ident: $type:ty = $unit:literal in $low:literal ..= $high:literal),* $(,)?
    }) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name {
            $($(#[doc = $meaning])+ #[doc = concat!("\n\nUnit: ", $unit, "; ", $low, " to ", $high, ".")] pub $field: $type,)*
        }
        impl $crate::world::Levers for $name {
            const SPECS: &'static [$crate::world::LeverSpec] = &[
                $($crate::world::LeverSpec {
                    key: concat!($section, ".", stringify!($field)),
                    unit: $unit,
                    low: $low,
                    high: $high,
                    meaning: concat!($($meaning),+),
                    kind: <$type as $crate::world::Lever>::KIND,
                },)*
            ];
            fn read(values: &[f64]) -> Self {
                let mut values = values.iter().copied();
                $(let $field = <$type as $crate::world::Lever>::from_value(values.next().unwrap_or_default());)*
                Self { $($field),* }
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
