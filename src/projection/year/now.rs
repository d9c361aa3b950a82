//! The year that is run as all its steps see it: its people and levers, what the base year left for good, what last year left.

use crate::economy::Budgets;
use crate::people::PeopleYear;
use crate::projection::levers::Levers;
use crate::projection::programmes::ProgrammeFactors;
use crate::projection::tables::Tables;
use crate::world::access::Access;
use crate::world::axes::FIFTHS;
use crate::world::{ByService, Year};

/// The year that is run. No step changes it; what a step finds goes to the next by name.
#[derive(Clone, Copy)]
pub(super) struct Now<'a> {
    pub people: &'a PeopleYear,
    pub year: Year,
    /// Years since the base year.
    pub index: usize,
    pub tables: &'a Tables,
    /// This year's levers.
    pub levers: &'a Levers,
    /// What programmes do this year.
    pub factors: &'a ProgrammeFactors,
    /// What the base year left; nothing in the base year itself.
    pub base: Option<&'a Base>,
    /// What last year left; nothing in the base year.
    pub before: Option<&'a Before>,
    /// Price at which care is assessed, against the base year's [ratio].
    pub price_of_care: f64,
}

/// What the base year leaves for good.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub levers: Levers,
    pub access: Access,
    pub activity: ByService,
    pub money: ByService,
    pub need: ByService,
    /// What waited for each service.
    pub pressure: ByService,
    /// Who got the capacity of services other than general practice, by fifth.
    pub allocation: [f64; FIFTHS],
    /// Councils' other packages, charges apart, at base-year prices [£m].
    pub other_support: f64,
    /// Charges of the published accounts besides those that the model's users pay [£m].
    pub other_charges: f64,
    /// Of the charges that the law asks of the model's users, the share that the published accounts show: below 1 where the
    /// model's users pay more than that, so that no law, not even one under which all is free, leaves charges below nothing.
    pub charges_collected: f64,
    /// People with council care of all ages.
    pub users: f64,
    /// Gross cost of older people's council care, at base-year prices [£m].
    pub older_care: f64,
    /// All publicly arranged care, at base-year prices [£m].
    pub all_care: f64,
    pub population: f64,
    /// People aged 65 and over who need help.
    pub older_in_need: f64,
}

/// What last year leaves for this one.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub access: Access,
    pub budgets: Budgets,
    pub activity: ByService,
    pub unmet_nhs: f64,
    pub unmet_council: f64,
    /// Need for each service, what waited for it, and what of its capacity nobody used.
    pub need: ByService,
    pub pressure: ByService,
    pub idle_capacity: ByService,
    /// Public money given that was not spent, empty posts apart [£m].
    pub idle: f64,
}
