//! How much public money there is: three envelopes, their real growth, and steps that are not growth.
//!
//! ```text
//!  NHS       DHSC total DEL less the public-health grant; the money passed to councils is inside
//!  councils  adult social care, gross current expenditure less what users pay; NHS money comes on top
//!  public health   the grant to councils
//! ```
//!
//! A path is: the base-year envelope, times published or planned real growth where a table gives it (and the lever says to
//! follow it), times the lever's own growth otherwise. Plans are not outturns: a deviation with its own distribution is added
//! to planned years after the base year. An *addition* is money above the path for as long as it is set, and does not compound.

use crate::world::service::SERVICES;
use crate::world::{ByService, Deviation, Service, Year};

use super::EconomyLevers;
use super::sector::{BySector, SECTORS, Sector};
use super::tables::PublishedGrowth;

crate::levers! {
    /// The NHS envelope in England.
    pub struct NhsFunding in "funding.nhs" {
        /// NHS envelope in the base year: DHSC total DEL less the public-health grant.
        given envelope: f64 = "£m" in 0.0..=2000000.0,
        /// Yearly real growth of the NHS envelope where no published or planned figure is followed, before its yearly departures (funding.deviation) and what waits bring (funding.nhs.follows_waits).
        choice real_growth: f64 = "per year" in -0.2..=0.2,
        /// Whether published outturns and plans set the growth of the years they cover.
        choice follow_published: bool = "" in 0.0..=1.0,
        /// Difference between outturn and plan in planned years after the base year.
        choice plan_deviation: f64 = "per year" in -0.1..=0.1,
        /// How much faster the NHS envelope grows in a year, where no plan is followed, for each doubling of the wait for planned care against the base year's, and slower for each halving (0: money stays as written). The wait is that with nothing decided, so that a decision is compared with the same money.
        disputed follows_waits: f64 = "per year" in 0.0..=0.2,
        /// Most by which waits change the envelope's growth in a year.
        belief most_followed: f64 = "per year" in 0.0..=0.2,
        /// NHS money above the path for as long as it is set (negative: a cut); it does not compound.
        choice addition: f64 = "£m" in -500000.0..=500000.0,
        /// NHS money passed to councils for adult social care in the base year (Better Care Fund minimum); it grows with the NHS envelope.
        given transfer_to_councils: f64 = "£m" in 0.0..=100000.0,
    }
}

crate::levers! {
    /// The councils' envelope for adult social care in England.
    pub struct CouncilFunding in "funding.council" {
        /// Gross current expenditure on adult social care in the base year: before users' charges, after NHS and other income.
        given gross_spending: f64 = "£m" in 0.0..=500000.0,
        /// Share of gross current expenditure that users pay in charges in the base year.
        given charge_share: f64 = "share" in 0.0..=0.9,
        /// Share of gross current expenditure that goes to care at home in all its forms (home care, direct payments, supported living, short-term).
        given home_care_share: f64 = "share" in 0.0..=1.0,
        /// Share of gross current expenditure that goes to care homes, all ages; the rest is assessment, commissioning and other support.
        given care_home_share: f64 = "share" in 0.0..=1.0,
        /// What assessing and supporting somebody who comes to be supported by a reform costs, against the mean of all whom councils support.
        disputed support_for_newcomers: f64 = "ratio" in 0.0..=2.0,
        /// Yearly real growth of the councils' own money where no published or planned figure is followed.
        choice real_growth: f64 = "per year" in -0.2..=0.2,
        /// Whether published outturns and plans set the growth of the years they cover.
        choice follow_published: bool = "" in 0.0..=1.0,
        /// Difference between outturn and plan in planned years after the base year.
        choice plan_deviation: f64 = "per year" in -0.1..=0.1,
        /// Council money above the path for as long as it is set (negative: a cut); it does not compound.
        choice addition: f64 = "£m" in -100000.0..=100000.0,
    }
}

crate::levers! {
    /// The public-health grant to councils in England.
    pub struct PublicHealthFunding in "funding.public_health" {
        /// Public-health grant in the base year.
        given grant: f64 = "£m" in 0.0..=200000.0,
        /// Yearly real growth of the grant where no published or planned figure is followed.
        choice real_growth: f64 = "per year" in -0.2..=0.2,
        /// Whether published outturns and plans set the growth of the years they cover.
        choice follow_published: bool = "" in 0.0..=1.0,
        /// Difference between outturn and plan in planned years after the base year.
        choice plan_deviation: f64 = "per year" in -0.1..=0.1,
        /// Public-health money above the path for as long as it is set; it does not compound.
        choice addition: f64 = "£m" in -100000.0..=100000.0,
    }
}

crate::levers! {
    /// How far a year's growth of money departs from its mean, where a scenario follows no plan and leaves it open.
    pub struct MoneyDeviation in "funding.deviation" {
        /// Usual departure of a year's real growth of the NHS envelope from its mean.
        belief nhs: f64 = "per year" in 0.0..=0.1,
        /// The same for the councils' envelope.
        belief council: f64 = "per year" in 0.0..=0.1,
        /// Correlation of a year's departure with that of the year before.
        belief persistence: f64 = "correlation" in 0.0..=0.95,
        /// How far NHS money follows, a year later, what need departs from its mean by (0: not at all, 1: as much).
        disputed follows_need: f64 = "ratio" in 0.0..=2.0,
    }
}

/// The years of a draw as money meets them: all worlds of a draw have the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chances {
    /// Standard normal numbers of the year for the NHS's and councils' money.
    pub money: [f64; 2],
    /// What last year's need for NHS care departed from its mean by, against the year before \[ratio\].
    pub need: f64,
}

impl Chances {
    /// A year like the mean.
    pub const NONE: Chances = Chances {
        money: [0.0; 2],
        need: 1.0,
    };
}

/// Departures of the NHS's and councils' money so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct MoneyDeviations([Deviation; 2]);

impl MoneyDeviations {
    /// What a year multiplies each envelope by \[ratio\]; only where its growth is `open`.
    pub fn step(&mut self, levers: &MoneyDeviation, chances: &Chances, open: [bool; SECTORS]) -> BySector {
        let mut factors = [1.0; SECTORS];
        for (place, (sector, spread)) in [(Sector::Nhs, levers.nhs), (Sector::Council, levers.council)]
            .into_iter()
            .enumerate()
        {
            if open[sector] {
                let before = self.0[place].factor();
                self.0[place].step(spread, levers.persistence, chances.money[place]);
                factors[sector] = self.0[place].factor() / before;
            }
        }
        if open[Sector::Nhs] {
            factors[Sector::Nhs] *= libm::pow(chances.need, levers.follows_need);
        }
        factors
    }
}

crate::levers! {
    /// NHS money that one service alone may spend: what a decision gives to it, above its share of the envelope.
    pub struct EarmarkedMoney in "funding.earmarked" {
        /// Money for general practice alone, above the path, as long as it is set.
        choice primary_care: f64 = "£m" in 0.0..=100000.0,
        /// Money for community health services alone.
        choice community_health: f64 = "£m" in 0.0..=100000.0,
        /// Money for mental health services alone.
        choice mental_health: f64 = "£m" in 0.0..=100000.0,
        /// Money for planned care without admission alone.
        choice planned_outpatient: f64 = "£m" in 0.0..=100000.0,
        /// Money for planned care with admission alone.
        choice planned_admitted: f64 = "£m" in 0.0..=100000.0,
        /// Money for accident and emergency departments alone.
        choice emergency_department: f64 = "£m" in 0.0..=100000.0,
        /// Money for emergency admissions alone.
        choice emergency_admission: f64 = "£m" in 0.0..=100000.0,
        /// Money for prescribing in the community alone.
        choice prescribing: f64 = "£m" in 0.0..=100000.0,
        /// Money for dentistry and optics alone.
        choice dental_optical: f64 = "£m" in 0.0..=100000.0,
    }
}

impl EarmarkedMoney {
    /// By service [£m].
    pub fn by_service(&self) -> ByService {
        let mut money = [0.0; SERVICES];
        money[Service::PrimaryCare] = self.primary_care;
        money[Service::CommunityHealth] = self.community_health;
        money[Service::MentalHealth] = self.mental_health;
        money[Service::PlannedOutpatient] = self.planned_outpatient;
        money[Service::PlannedAdmitted] = self.planned_admitted;
        money[Service::EmergencyDepartment] = self.emergency_department;
        money[Service::EmergencyAdmission] = self.emergency_admission;
        money[Service::Prescribing] = self.prescribing;
        money[Service::DentalOptical] = self.dental_optical;
        money
    }
}

/// What each envelope holds in the base year [£m]: NHS, councils' own money net of charges and NHS transfers, grant.
pub fn base_envelopes(levers: &EconomyLevers) -> BySector {
    [
        levers.nhs.envelope,
        levers.council.gross_spending * (1.0 - levers.council.charge_share),
        levers.public_health.grant,
    ]
}

/// Whether no plan or outturn sets the growth of each envelope into `year`.
pub fn open(levers: &EconomyLevers, published: &PublishedGrowth, year: Year) -> [bool; SECTORS] {
    let follow = [
        levers.nhs.follow_published,
        levers.council.follow_published,
        levers.public_health.follow_published,
    ];
    Sector::ALL.map(|sector| !(follow[sector] && published.of(sector, year).is_some()))
}

/// Real growth of each envelope into `year` \[share\]; plans are the published years after `base`.
pub fn growth(levers: &EconomyLevers, published: &PublishedGrowth, base: Year, year: Year) -> BySector {
    let terms = [
        (
            levers.nhs.real_growth,
            levers.nhs.follow_published,
            levers.nhs.plan_deviation,
        ),
        (
            levers.council.real_growth,
            levers.council.follow_published,
            levers.council.plan_deviation,
        ),
        (
            levers.public_health.real_growth,
            levers.public_health.follow_published,
            levers.public_health.plan_deviation,
        ),
    ];
    Sector::ALL.map(|sector| {
        let (own, follow, deviation) = terms[sector];
        match published.of(sector, year).filter(|_| follow) {
            Some(plan) if year > base => plan + deviation,
            Some(outturn) => outturn,
            None => own,
        }
    })
}

/// Money above the path in this year [£m], against what stood above it in the base year already: that is in the base year's envelope, which is
/// what was paid.
pub fn additions(levers: &EconomyLevers, base: &EconomyLevers) -> BySector {
    [
        levers.nhs.addition - base.nhs.addition,
        levers.council.addition - base.council.addition,
        levers.public_health.addition - base.public_health.addition,
    ]
}

/// Money that one service alone may spend in this year [£m], against what it had so in the base year already.
pub fn earmarked(levers: &EconomyLevers, base: &EconomyLevers) -> ByService {
    let (now, then) = (levers.earmarked.by_service(), base.earmarked.by_service());
    std::array::from_fn(|at| now[at] - then[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;

    #[test]
    fn plans_are_followed_only_where_they_exist_and_only_if_asked() {
        let mut levers = central::levers();
        let tables = central::tables();
        levers.nhs.plan_deviation = 0.0;
        let followed = growth(&levers, &tables.growth, Year(2024), Year(2025));
        assert!((followed[0] - 0.032).abs() < 0.001);
        assert_eq!(
            growth(&levers, &tables.growth, Year(2024), Year(2035))[0],
            levers.nhs.real_growth
        );
        levers.nhs.follow_published = false;
        assert_eq!(
            growth(&levers, &tables.growth, Year(2024), Year(2025))[0],
            levers.nhs.real_growth
        );
    }

    #[test]
    fn earmarked_money_reaches_its_service_and_no_other_and_is_public_money() {
        use crate::economy::{EconomyState, MoneyInput};
        let (plain, tables) = (central::levers(), central::tables());
        let mut richer = plain;
        richer.earmarked.dental_optical = 250.0;
        let year = |levers: &EconomyLevers| {
            let mut state = EconomyState::start(&plain, Year(2024), &[1e6; SERVICES]);
            state.budget_year(&MoneyInput::first(Year(2024)), levers, &tables)
        };
        let (one, two) = (year(&plain), year(&richer));
        for service in Service::ALL {
            let more = two.money[service] - one.money[service];
            let wanted = if service == Service::DentalOptical { 250.0 } else { 0.0 };
            assert!((more - wanted).abs() < 1e-6, "{} {more}", service.key());
        }
        assert!((two.envelopes[0] - one.envelopes[0] - 250.0).abs() < 1e-6);
    }

    #[test]
    fn the_envelopes_of_the_base_year_are_those_published() {
        let base = base_envelopes(&central::levers());
        assert!((base[0] + base[2] - 204_704.0).abs() < 1.0, "DHSC total DEL");
        assert!((base[1] - 24_700.0).abs() < 10.0, "councils, net current expenditure");
    }

    #[test]
    fn a_year_that_departs_from_its_path_counts_once_and_a_plan_that_is_followed_departs_from_nothing() {
        let levers = MoneyDeviation {
            nhs: 0.02,
            council: 0.03,
            persistence: 0.5,
            follows_need: 0.0,
        };
        let (mut steps, mut alone, mut path) = (MoneyDeviations::default(), Deviation::default(), 1.0);
        for chance in [1.5, -0.5, 0.0, 1.0] {
            let chances = Chances {
                money: [chance, chance],
                need: 1.0,
            };
            let factors = steps.step(&levers, &chances, [true, false, true]);
            path *= factors[Sector::Nhs];
            alone.step(levers.nhs, levers.persistence, chance);
            assert!((path - alone.factor()).abs() < 1e-12, "{path} {}", alone.factor());
            assert_eq!(factors[Sector::Council], 1.0);
        }
    }
}
