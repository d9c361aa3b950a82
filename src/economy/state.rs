//! What the money side carries from one year to the next, how it starts, and how it moves on.
//!
//! The base year fixes unit costs so that its money buys its activity exactly; afterwards envelopes, prices, productivity, structure,
//! prevention and fixed costs each move by their own levers, before anybody is given a budget.

use crate::world::service::SERVICES;
use crate::world::{ByService, Service, Year};

use super::balance::Signs;
use super::budgets::MoneyInput;
use super::capacity::{Exchange, OffTheTop};
use super::decomposition::CostLevel;
use super::funding::MoneyDeviations;
use super::prevention::Future;
use super::sector::{BySector, SECTORS, Sector, in_hospital, spread};
use super::tables::EconomyTables;
use super::workforce::{ByStaffed, STAFFED, Staff, Staffed};
use super::{EconomyLevers, funding};

/// What the base year fixes for good.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) levers: EconomyLevers,
    pub(super) year: Year,
    pub(super) money: ByService,
    pub(super) fixed: ByService,
    pub(super) unit_cost: ByService,
    pub(super) activity: ByService,
    /// Gross cost of publicly arranged care and support, NHS money inside [£m].
    pub(super) care_gross: f64,
    /// Of that, assessment, commissioning and other support [£m].
    pub(super) support: f64,
}

/// The money side between two years.
#[derive(Clone, Debug)]
pub struct EconomyState {
    pub(super) base: Base,
    pub(super) path: BySector,
    pub(super) deviations: MoneyDeviations,
    pub(super) shares: ByService,
    /// What waits multiply shares by so far \[ratio\].
    pub(super) followed: ByService,
    /// Share of each service's money of last year that it alone might spend.
    pub(super) earmarked_part: ByService,
    pub(super) price: BySector,
    pub(super) productivity: BySector,
    pub(super) outside_wage: ByStaffed<f64>,
    pub(super) fixed_scale: BySector,
    pub(super) gdp: f64,
    pub(super) intensity: f64,
    pub(super) pooled_share: f64,
    pub(super) pooled_transfer: f64,
    pub(super) change_before: f64,
    pub(super) renegotiated: f64,
    pub(super) staff: ByStaffed<Staff>,
    pub(super) agency: ByStaffed<f64>,
    pub(super) grant: f64,
    pub(super) future_onset: f64,
    pub(super) future_demand: f64,
    pub(super) base_charge_rate: Option<f64>,
    pub(super) cost_before: Option<[CostLevel; SECTORS]>,
}

impl EconomyState {
    /// The base year: `activity` is what the services did [natural units per year].
    pub fn start(levers: &EconomyLevers, year: Year, activity: &ByService) -> EconomyState {
        let envelopes = funding::base_envelopes(levers);
        let care_gross = levers.council.gross_spending + levers.nhs.transfer_to_councils;
        let shares = levers.balance.shares();
        let charges = levers.charges.base_income();
        let mut money: ByService = std::array::from_fn(|at| envelopes[0] * shares[at] + charges[at]);
        let (home, homes) = care_shares(levers);
        money[Service::HomeCare] = care_gross * home;
        money[Service::CareHome] = care_gross * homes;
        money[Service::PublicHealth] = envelopes[2];
        let fixed: ByService = Service::ALL.map(|service| money[service] * levers.capacity.fixed_share(service));
        let terms = Staffed::ALL.map(|of| levers.staff_terms(of));
        let mut state = EconomyState {
            base: Base {
                levers: *levers,
                year,
                money,
                fixed,
                unit_cost: [0.0; SERVICES],
                activity: *activity,
                care_gross,
                support: care_gross * (1.0 - home - homes).max(0.0),
            },
            path: envelopes,
            deviations: MoneyDeviations::default(),
            shares,
            followed: [1.0; SERVICES],
            earmarked_part: [0.0; SERVICES],
            price: [1.0; SECTORS],
            productivity: [1.0; SECTORS],
            outside_wage: [1.0; STAFFED],
            fixed_scale: [1.0; SECTORS],
            gdp: levers.prices.gdp,
            intensity: levers.governance.base_intensity,
            pooled_share: levers.pooling.base_share,
            pooled_transfer: 0.0,
            change_before: 0.0,
            renegotiated: 0.0,
            staff: terms.map(|terms| terms.start()),
            agency: terms.map(|terms| terms.base_agency()),
            grant: 1.0,
            future_onset: 1.0,
            future_demand: 1.0,
            base_charge_rate: None,
            cost_before: None,
        };
        let channels = levers.governance.channels(state.intensity, 0.0);
        let standing = Standing {
            transaction: (channels.transaction_share + channels.planning_share) * envelopes[0],
            pfi: levers.pfi.charges(year, year, 0.0),
            ..Standing::default()
        };
        let top = state.off_the_top(&standing);
        for service in Service::ALL {
            let at = service.index();
            state.base.unit_cost[at] = Exchange::base(money[at], &top[at], activity[at]);
        }
        state
    }

    /// Moves envelopes, prices, structure and prevention a year on; gives the year's change of structure in reorganisations.
    pub(super) fn advance(
        &mut self,
        input: &MoneyInput,
        levers: &EconomyLevers,
        tables: &EconomyTables,
        base_envelopes: &BySector,
    ) -> f64 {
        let growth = funding::growth(levers, &tables.growth, self.base.year, input.year);
        let open = funding::open(levers, &tables.growth, input.year);
        let mut departure = self.deviations.step(&levers.money_deviation, &input.chances, open);
        if open[Sector::Nhs] {
            departure[Sector::Nhs] *= 1.0 + self.money_follows(&input.undecided_pressure, levers);
        }
        let future: Future = levers.prevention.future();
        let price = levers.prices.input_price_growth();
        let productivity = levers.prices.productivity_growth();
        for at in 0..SECTORS {
            self.path[at] *= (1.0 + growth[at]) * departure[at];
            self.price[at] *= 1.0 + price[at];
            self.productivity[at] *= 1.0 + productivity[at] + future.productivity;
            let target = ratio(self.path[at], base_envelopes[at]);
            self.fixed_scale[at] += levers.capacity.fixed_adjustment * (target - self.fixed_scale[at]);
        }
        let outside = 1.0 + levers.prices.outside_pay_growth;
        self.outside_wage[Staffed::Nhs] *= outside / (1.0 + levers.prices.nhs_pay_growth);
        self.outside_wage[Staffed::Care] *= outside / (1.0 + levers.prices.care_pay_growth);
        self.gdp *= 1.0 + levers.prices.income_growth(&tables.prices, input.year);
        let [followed, for_good] = levers.balance.followed(&input.signs);
        let more = std::array::from_fn(|at| followed[at] * for_good[at] / self.followed[at]);
        // What nobody could use of money that a service alone may spend stays there, and no other service has it.
        let signs = Signs {
            idle: std::array::from_fn(|at| {
                let own = 1.0 - self.earmarked_part[at];
                ratio_or(input.signs.idle[at] - self.earmarked_part[at], own, 0.0).max(0.0)
            }),
            ..input.signs
        };
        self.shares = levers.balance.move_shares(&self.shares, &signs, &more);
        self.followed = followed;
        // What programmes take of the grant no longer does what the grant did.
        let at = Sector::PublicHealth.index();
        let grant = self.path[at] + funding::additions(levers, &self.base.levers)[at]
            - input.programmes.public_health
            - input.programmes.taken[at];
        let per_head = ratio(
            grant.max(0.0) / base_envelopes[at].max(f64::MIN_POSITIVE),
            input.population,
        );
        self.grant = levers.prevention.mature(self.grant, per_head);
        self.future_onset *= 1.0 + future.onset;
        self.future_demand *= 1.0 + future.demand;

        let intensity = levers.governance.approach(self.intensity);
        let pooled = levers.pooling.approach(self.pooled_share);
        let change = (intensity - self.intensity).abs() / levers.governance.reorganisation_scale
            + (pooled - self.pooled_share).abs() * levers.pooling.reorganisation_weight;
        self.intensity = intensity;
        self.pooled_share = pooled;
        change
    }

    /// How much faster NHS money grows since more wait for planned care than in the base year, nothing decided [per year].
    fn money_follows(&self, pressure: &ByService, levers: &EconomyLevers) -> f64 {
        let planned = [Service::PlannedOutpatient, Service::PlannedAdmitted];
        let all: f64 = planned.iter().map(|s| self.base.money[*s]).sum();
        let waits = planned.iter().map(|s| self.base.money[*s] * pressure[*s]);
        let longer = ratio_or(waits.sum(), all, 1.0).max(f64::MIN_POSITIVE);
        let most = levers.nhs.most_followed;
        (levers.nhs.follows_waits * libm::log2(longer)).clamp(-most, most)
    }

    /// Shares out what is paid off the top, in proportion to base-year money.
    pub(super) fn off_the_top(&self, standing: &Standing) -> [OffTheTop; SERVICES] {
        let weights = &self.base.money;
        let nhs = |service: Service| Sector::of(service) == Sector::Nhs;
        let of = |sector: Sector| move |service: Service| Sector::of(service) == sector;
        let transaction = spread(standing.transaction, weights, nhs);
        let pfi = spread(standing.pfi, weights, in_hospital);
        let upheaval = spread(standing.reorganisation, weights, nhs);
        let agency = Staffed::ALL.map(|staff| spread(self.agency[staff], weights, of(staff.sector())));
        let claims = Sector::ALL.map(|sector| spread(standing.claims[sector], weights, of(sector)));
        std::array::from_fn(|at| {
            let sector = Sector::of(Service::ALL[at]).index();
            OffTheTop {
                fixed: self.base.fixed[at] * self.fixed_scale[sector],
                transaction: transaction[at],
                pfi: pfi[at],
                reorganisation: upheaval[at],
                agency: agency.iter().map(|part| part[at]).sum(),
                claims: claims[sector][at],
            }
        })
    }
}

/// National claims before they are shared out over services [£m].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    pub(super) transaction: f64,
    pub(super) pfi: f64,
    pub(super) reorganisation: f64,
    pub(super) claims: BySector,
}

/// Shares of gross care money for care at home and care homes, brought within 1.
pub(super) fn care_shares(levers: &EconomyLevers) -> (f64, f64) {
    let (home, homes) = (levers.council.home_care_share, levers.council.care_home_share);
    let total = (home + homes).max(1.0);
    (home / total, homes / total)
}

/// A ratio to the base year; 1 if there was nothing.
pub(super) fn ratio(now: f64, before: f64) -> f64 {
    ratio_or(now, before, 1.0)
}

pub(super) fn ratio_or(now: f64, before: f64, otherwise: f64) -> f64 {
    if before > 0.0 { now / before } else { otherwise }
}
