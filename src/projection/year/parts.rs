//! What a year gives away: the parts a record is made of, a trace for whoever asks where a number comes from, and the
//! error of books that do not close.

use crate::economy::sector::Sector;
use crate::economy::{Budgets, CouncilCare, Ledger, YearAccounts};
use crate::people::{HealthSummary, PeopleYear};
use crate::projection::lifetimes::LifetimeYear;
use crate::projection::plans::Plan;
use crate::projection::possible::{Impossible, farthest_out};
use crate::scenario::Sampler;
use crate::services::feedback::Feedback;
use crate::services::working_age::WorkingAgeCare;
use crate::services::{Need, ServicesYear};
use crate::world::access::Access;
use crate::world::group::ByGroup;
use crate::world::{ByService, Year};

/// What a year was, beyond its record: for tracing a number to where it comes from.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Every line of the ledger.
    pub ledger: Ledger,
    /// Envelopes, capacity, prices.
    pub budgets: Budgets,
    /// Need of the year.
    pub need: Need,
    /// What people met.
    pub access: Access,
    /// What last year's access put on this year.
    pub feedback: Feedback,
    /// Net migrants of the year \[people\].
    pub migrants: f64,
}

/// A year that cannot be: its books do not close, or what came out is possible in no world.
#[derive(Debug, thiserror::Error)]
#[error("year {year} of {world}{}: {source}{}", draw.map_or(String::new(), |draw| format!(", draw {draw}")), said(farthest))]
pub struct YearError {
    /// Which world.
    pub world: String,
    /// Which year.
    pub year: Year,
    /// Which draw, once that is known.
    pub draw: Option<u64>,
    /// What is wrong.
    pub source: YearFault,
    /// The assumptions that stand farthest out, in words: where to look first.
    pub farthest: Vec<String>,
}

/// What is wrong with a year.
#[derive(Debug, thiserror::Error)]
pub enum YearFault {
    /// Its books do not close.
    #[error(transparent)]
    Books(#[from] crate::economy::ledger::DoesNotClose),
    /// A result outside what can be.
    #[error(transparent)]
    Impossible(#[from] Impossible),
    /// Programmes that cost more than the money they are charged to.
    #[error(
        "programmes that {whose} pays for (`payer`) cost £{asked:.0} million, which is more than there is of it: let `tax` pay for what is beyond"
    )]
    Overdrawn {
        /// Whose money it is.
        whose: &'static str,
        /// What programmes cost [£m].
        asked: f64,
    },
}

/// Refuses programmes that ask for more than there is in the purse that pays for them.
pub fn within_their_purses(budgets: &Budgets) -> Result<(), YearFault> {
    let programmes = &budgets.programmes;
    for (sector, whose, cost) in [
        (Sector::Nhs, "the NHS", programmes.nhs),
        (Sector::Council, "the councils' budget", programmes.council),
        (
            Sector::PublicHealth,
            "the public-health grant",
            programmes.public_health,
        ),
    ] {
        // What services are given comes off the envelope before all else, down to nothing.
        let (taken, left) = (programmes.taken[sector], budgets.envelopes[sector]);
        if cost > left.max(0.0) || taken > 0.0 && left <= 0.0 {
            let asked = cost + taken;
            return Err(YearFault::Overdrawn { whose, asked });
        }
    }
    Ok(())
}

impl YearError {
    /// What is wrong with a year of a world.
    pub fn new(world: &str, year: Year, source: YearFault) -> YearError {
        YearError {
            world: world.to_owned(),
            year,
            draw: None,
            source,
            farthest: Vec::new(),
        }
    }
    /// The same, told with the draw it happened in and what was assumed there.
    pub fn in_draw(self, plan: &Plan, sampler: &Sampler, draw: u64) -> YearError {
        YearError {
            draw: Some(draw),
            farthest: farthest_out(&plan.scenario, sampler, draw),
            ..self
        }
    }
}

fn said(farthest: &[String]) -> String {
    match farthest {
        [] => String::new(),
        lines => format!("\nfarthest out among what was assumed:\n  {}", lines.join("\n  ")),
    }
}

/// Everything a record is made of.
pub struct YearParts<'a> {
    /// The year's people.
    pub people: &'a PeopleYear,
    /// Life expectancy.
    pub health: HealthSummary,
    /// Need.
    pub need: Need,
    /// Twelve months of services.
    pub services: ServicesYear,
    /// Money given.
    pub budgets: Budgets,
    /// Money settled.
    pub accounts: YearAccounts,
    /// Care of adults aged 18 to 64, as delivered.
    pub working_age: WorkingAgeCare,
    /// Share of working-age care that money reached.
    pub working_age_met: f64,
    /// What councils gave and were paid.
    pub council: CouncilCare,
    /// What reform of charging costs councils, as far as care was delivered [£m].
    pub reform: f64,
    /// Taxes by who bears them [£m].
    pub taxes: ByGroup,
    /// Price of care against the price it was assessed at \[ratio\].
    pub dearer: f64,
    /// Lifetime cost under this year's law.
    pub lifetime: LifetimeYear,
    /// What it would take to meet every standard [£m].
    pub cost_of_standards: f64,
    /// Share of need met by service [0 to 1].
    pub met: ByService,
    /// Base-year money by service, the weights of need met [£m].
    pub weights: ByService,
    /// Hours of council care at home delivered, and eligible \[hours\].
    pub home_care: [f64; 2],
    /// What last year's access put on this year.
    pub feedback: Feedback,
}

impl YearParts<'_> {
    /// What is kept of the year for whoever asks where a number comes from.
    pub fn trace(&self) -> Trace {
        Trace {
            ledger: self.accounts.ledger.clone(),
            budgets: self.budgets.clone(),
            need: self.need.clone(),
            access: self.services.access,
            feedback: self.feedback,
            migrants: self.people.migrants,
        }
    }
}
