//! Bundles: several sets of levers read as one, so that no place in the program counts how many stand before another.

use super::lever::LeverSpec;

/// Puts several lists of descriptions behind one another, at compile time.
pub const fn gather<const COUNT: usize>(parts: &[&[LeverSpec]]) -> [LeverSpec; COUNT] {
    let mut all = [LeverSpec::NONE; COUNT];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut item = 0;
        while item < parts[part].len() {
            all[at] = parts[part][item];
            at += 1;
            item += 1;
        }
        part += 1;
    }
    all
}

/// Declares a struct of sets of levers (or of other bundles) that is a set itself, and a second struct that says where the
/// values of each stand among those of all.
///
/// ```
/// carepool::levers! {
///     /// Money.
///     pub struct Money in "money" {
///         /// Growth.
///         choice growth: f64 = "per year" in -0.2..=0.2,
///     }
/// }
/// carepool::levers! {
///     /// Need.
///     pub struct Need in "need" {
///         /// Growth.
///         belief growth: f64 = "per year" in -0.2..=0.2,
///     }
/// }
/// carepool::lever_bundle! {
///     /// Both.
///     pub struct Both, spans BothSpans {
///         /// Money.
///         money: Money,
///         /// Need.
///         need: Need,
///     }
/// }
/// use carepool::world::Levers;
/// assert_eq!(Both::read(&[0.1, 0.2]).need.growth, 0.2);
/// assert_eq!(Both::SPANS.need(), 1..2);
/// ```
#[macro_export]
macro_rules! lever_bundle {
    ($(#[doc = $about:literal])* pub struct $name:ident, spans $spans:ident {
        $($(#[doc = $meaning:literal])+ $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name {
            $($(#[doc = $meaning])+ pub $field: $type,)*
        }
        #[doc = concat!("Where the values of each part of [`", stringify!($name), "`] stand among its own.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $spans {
            $($field: (usize, usize),)*
        }
        #[allow(dead_code)]
        impl $spans {
            $(
                #[doc = concat!("Where the values of `", stringify!($field), "` stand.")]
                pub const fn $field(&self) -> std::ops::Range<usize> {
                    self.$field.0..self.$field.1
                }
            )*
        }
        impl $name {
            /// Where the values of each part stand.
            #[allow(dead_code)]
            pub const SPANS: $spans = {
                let at = 0;
                $(
                    let $field = (at, at + <$type as $crate::world::Levers>::SPECS.len());
                    let at = $field.1;
                )*
                let _ = at;
                $spans { $($field),* }
            };
        }
        impl $crate::world::Levers for $name {
            const SPECS: &'static [$crate::world::LeverSpec] = {
                const COUNT: usize = 0 $(+ <$type as $crate::world::Levers>::SPECS.len())*;
                const ALL: [$crate::world::LeverSpec; COUNT] =
                    $crate::world::bundle::gather(&[$(<$type as $crate::world::Levers>::SPECS),*]);
                &ALL
            };
            fn read(values: &[f64]) -> Self {
                $name { $($field: <$type as $crate::world::Levers>::read(&values[Self::SPANS.$field()])),* }
            }
        }
    };
}
