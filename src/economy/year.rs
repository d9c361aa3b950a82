//! One year of money: levers and needs in, budgets and capacity out.
//!
//! [`EconomyState::start`] fixes base unit costs so that the base year's money buys the base year's activity exactly;
//! [`EconomyState::budget_year`] then moves envelopes, prices, structure and staff a year on. Nothing inside a year waits
//! for anything else of the same year: agency cost follows last year's vacancies, pooled money last year's unmet need, and
//! NHS charges last year's activity.

use crate::world::service::SERVICES;
use crate::world::{ByService, Service, Year};

use super::budgets::{Budgets, MoneyInput};
use super::capacity::{Exchange, OffTheTop};
use super::closure::Closure;
use super::decomposition::{Change, CostLevel, decompose};
use super::governance::reorganisation;
use super::prevention::Future;
use super::sector::{BySector, SECTORS, Sector, in_hospital, spread};
use super::tables::EconomyTables;
use super::workforce::Staff;
use super::{EconomyLevers, funding};

/// What the base year fixes for good.
#[derive(Clone, Debug)]
struct Base {
    levers: EconomyLevers,
    year: Year,
    money: ByService,
    fixed: ByService,
    unit_cost: ByService,
    activity: ByService,
    /// Gross cost of publicly arranged care and support, NHS money inside [£m].
    care_gross: f64,
}

/// The money side between two years.
#[derive(Clone, Debug)]
pub struct EconomyState {
    base: Base,
    path: BySector,
    shares: ByService,
    price: BySector,
    productivity: BySector,
    outside_wage: [f64; 2],
    fixed_scale: BySector,
    gdp: f64,
    intensity: f64,
    pooled_share: f64,
    pooled_transfer: f64,
    change_before: f64,
    renegotiated: f64,
    staff: [Staff; 2],
    agency: [f64; 2],
    grant: f64,
    future_onset: f64,
    future_demand: f64,
    base_charge_rate: Option<f64>,
    cost_before: Option<[CostLevel; SECTORS]>,
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
        money[Service::HomeCare.index()] = care_gross * home;
        money[Service::CareHome.index()] = care_gross * homes;
        money[Service::PublicHealth.index()] = envelopes[2];
        let fixed: ByService =
            Service::ALL.map(|service| money[service.index()] * levers.capacity.fixed_share(service));
        let health = levers.workforce.terms();
        let care = levers.care_workforce.terms();
        let mut state = EconomyState {
            base: Base {
                levers: *levers,
                year,
                money,
                fixed,
                unit_cost: [0.0; SERVICES],
                activity: *activity,
                care_gross,
            },
            path: envelopes,
            shares,
            price: [1.0; SECTORS],
            productivity: [1.0; SECTORS],
            outside_wage: [1.0; 2],
            fixed_scale: [1.0; SECTORS],
            gdp: levers.prices.gdp,
            intensity: levers.governance.base_intensity,
            pooled_share: levers.pooling.base_share,
            pooled_transfer: 0.0,
            change_before: 0.0,
            renegotiated: 0.0,
            staff: [health.start(), care.start()],
            agency: [health.base_agency(), care.base_agency()],
            grant: 1.0,
            future_onset: 1.0,
            future_demand: 1.0,
            base_charge_rate: None,
            cost_before: None,
        };
        let channels = levers.governance.channels(state.intensity);
        let standing = Standing {
            transaction: channels.transaction_share * envelopes[0],
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

    /// Base variable unit cost by service [£m per unit].
    pub fn unit_costs(&self) -> &ByService {
        &self.base.unit_cost
    }

    /// Public money of the base year: NHS, councils, public health [£m].
    pub fn base_public(&self) -> f64 {
        funding::base_envelopes(&self.base.levers).iter().sum()
    }

    /// Moves a year on and gives its budgets.
    pub fn budget_year(&mut self, input: &MoneyInput, levers: &EconomyLevers, tables: &EconomyTables) -> Budgets {
        let base_envelopes = funding::base_envelopes(&self.base.levers);
        let mut change = 0.0;
        let mut pfi_one_off = 0.0;
        if input.year_index > 0 {
            change = self.advance(input, levers, tables, &base_envelopes);
            let share = levers.pfi.renegotiated_share;
            pfi_one_off = levers
                .pfi
                .one_off(self.base.year, input.year, share - self.renegotiated);
            self.renegotiated = share;
        }
        let upheaval = reorganisation(levers, change, self.change_before);
        self.change_before = change;
        let channels = levers.governance.channels(self.intensity);
        let guarantees = levers.guarantees.year();
        let health = levers.workforce.terms();
        let care = levers.care_workforce.terms();

        // Envelopes: path, money above it, and what avoided activity gives back.
        let additions = funding::additions(levers);
        let mut envelopes: BySector = std::array::from_fn(|at| (self.path[at] + additions[at]).max(0.0));
        let released = |sector: Sector| -> f64 { sector.services().map(|s| input.cash_released[s.index()]).sum() };
        for sector in Sector::ALL {
            envelopes[sector.index()] = (envelopes[sector.index()] - released(sector)).max(0.0);
        }
        envelopes[Sector::Council.index()] += input.entitlements_from_tax;

        // NHS money by service.
        let nhs = envelopes[Sector::Nhs.index()];
        let nhs_ratio = ratio(nhs, base_envelopes[0]);
        let base_transfer = levers.nhs.transfer_to_councils * nhs_ratio;
        let other_share = (1.0 - self.shares.iter().sum::<f64>()).max(0.0);
        let other_nhs = (nhs * other_share - base_transfer).max(0.0);
        let pooled_money = nhs + envelopes[Sector::Council.index()];
        let pooling = levers.pooling.year(
            self.pooled_share,
            pooled_money,
            input.unmet_nhs,
            input.unmet_council,
            self.pooled_transfer,
        );
        self.pooled_transfer = pooling.transfer;
        let appointments = self.base.activity[0] * input.activity_ratio[0];
        let nhs_charges = levers.charges.income(&input.activity_ratio, appointments);
        let mut money: ByService = std::array::from_fn(|at| nhs * self.shares[at]);
        for (at, moved) in spread(pooling.transfer, &money, |s| Sector::of(s) == Sector::Nhs)
            .into_iter()
            .enumerate()
        {
            money[at] = (money[at] - moved).max(0.0);
        }
        let mut money = levers.guarantees.draw(&money);
        let hospital: f64 = Service::ALL
            .into_iter()
            .filter(|s| in_hospital(*s))
            .map(|s| money[s.index()])
            .sum();
        let private_patients = channels.private_patients * hospital;
        let hospital_weights = money;
        for (at, extra) in spread(private_patients, &hospital_weights, in_hospital)
            .into_iter()
            .enumerate()
        {
            money[at] += extra + nhs_charges[at];
        }

        // Councils' money: what they have, NHS money, and charges at this year's rate.
        let nhs_transfer = base_transfer + pooling.transfer;
        let base_rate = ratio_or(
            self.base.levers.council.gross_spending * self.base.levers.council.charge_share,
            self.base.care_gross,
            0.0,
        );
        if input.year_index == 0 {
            self.base_charge_rate = input.charge_rate;
        }
        let against_base = match (input.charge_rate, self.base_charge_rate) {
            (Some(now), Some(before)) if before > 0.0 => now / before,
            _ => 1.0,
        };
        // No law of charging has ever taken more than the care costs; the rate stays below 1 by a hundredth.
        let rate = (base_rate * against_base).clamp(0.0, 1.0 - 1.0 / 100.0);
        let care_gross = (envelopes[Sector::Council.index()] + nhs_transfer).max(0.0) / (1.0 - rate);
        let council_charges = care_gross * rate;
        let (home, homes) = care_shares(levers);
        let council_support = care_gross * (1.0 - home - homes).max(0.0);
        money[Service::HomeCare.index()] = care_gross * home;
        money[Service::CareHome.index()] = care_gross * homes;
        money[Service::PublicHealth.index()] = envelopes[Sector::PublicHealth.index()];

        // What is paid off the top.
        let support = |terms: &super::workforce::Terms, staff: &Staff| {
            terms.retention_cost * staff.filled / super::capacity::POUNDS_PER_MILLION
        };
        let nhs_claims = guarantees.cost + support(&health, &self.staff[0]);
        let council_claims = support(&care, &self.staff[1]);
        let standing = Standing {
            transaction: channels.transaction_share * nhs,
            pfi: levers.pfi.charges(self.base.year, input.year, self.renegotiated) + pfi_one_off,
            reorganisation: upheaval.cost,
            claims: [
                nhs_claims + input.programmes.nhs,
                council_claims + input.programmes.council,
                input.programmes.public_health,
            ],
        };
        let off_the_top = self.off_the_top(&standing);

        // What a pound buys.
        let uplift = [
            staff_price(&health, levers.prices.nhs_pay_share),
            staff_price(&care, levers.prices.care_pay_share),
            1.0,
        ];
        let price: BySector = std::array::from_fn(|at| self.price[at] * uplift[at]);
        let productivity: BySector = [
            self.productivity[0] * channels.productivity * upheaval.productivity * health.time,
            self.productivity[1] * care.time,
            1.0,
        ];
        let exchange: [Exchange; SERVICES] = Service::ALL.map(|service| {
            let sector = Sector::of(service).index();
            let planned = matches!(service, Service::PlannedOutpatient | Service::PlannedAdmitted);
            Exchange {
                unit_cost: self.base.unit_cost[service.index()],
                price: price[sector] * if planned { channels.private_price } else { 1.0 },
                productivity: productivity[sector]
                    * if service == Service::HomeCare {
                        levers.care_workforce.home_care_hours()
                    } else {
                        1.0
                    },
            }
        });
        let required = input.required.filter(|_| levers.closure.closure == Closure::Standards);
        let mut wanted: ByService = std::array::from_fn(|at| exchange[at].capacity(money[at], &off_the_top[at]));
        if let Some(required) = required {
            let before = money;
            for service in Service::ALL
                .into_iter()
                .filter(|s| self.base.unit_cost[s.index()] > 0.0)
            {
                let at = service.index();
                wanted[at] = required[at].max(0.0);
                money[at] = exchange[at].money(wanted[at], &off_the_top[at]);
                envelopes[Sector::of(service).index()] += money[at] - before[at];
            }
        }

        // Staff: those whom this volume would employ.
        let volume = |sector: Sector| {
            let weight: f64 = sector.services().map(|s| self.base.money[s.index()]).sum();
            let sum: f64 = sector
                .services()
                .map(|s| {
                    let at = s.index();
                    self.base.money[at] * ratio(wanted[at], self.base.activity[at]) / exchange[at].productivity
                })
                .sum();
            ratio(sum, weight)
        };
        let staff = health.year(
            &self.staff[0],
            volume(Sector::Nhs),
            self.outside_wage[0],
            input.staff_turnover,
        );
        let care_staff = care.year(
            &self.staff[1],
            volume(Sector::Council),
            self.outside_wage[1],
            input.care_turnover,
        );
        let agency_paid = self.agency;
        self.staff = [staff.staff, care_staff.staff];
        self.agency = [staff.agency, care_staff.agency];
        // Standards are met by agency staff if need be, who are paid for next year; under a budget posts stay empty.
        let limits = if required.is_some() {
            [1.0; SECTORS]
        } else {
            [staff.limit, care_staff.limit, 1.0]
        };
        let capacity: ByService = Service::ALL.map(|s| wanted[s.index()] * limits[Sector::of(s).index()]);
        let underspend: ByService = Service::ALL.map(|s| {
            let at = s.index();
            (wanted[at] - capacity[at]) * exchange[at].cost_per_unit()
        });

        // Prevention, national income, tax.
        let onset = levers.prevention.onset(self.grant) * self.future_onset;
        let added = additions.iter().sum::<f64>() + input.entitlements_from_tax + input.programmes.tax;
        let gdp = self.gdp + levers.tax.gdp_feedback * added;
        let national = envelopes[0] + envelopes[2] + input.programmes.tax;
        let council = envelopes[1];
        let unspent = |sector: Sector| -> f64 { sector.services().map(|s| underspend[s.index()]).sum() };
        let national = national - unspent(Sector::Nhs) - unspent(Sector::PublicHealth);
        let council = council - unspent(Sector::Council);
        let base_national = base_envelopes[0] + base_envelopes[2];
        let tax_paid = levers.tax.paid(national, council, base_national, base_envelopes[1]);

        let levels: [CostLevel; SECTORS] = Sector::ALL.map(|sector| CostLevel {
            cost: envelopes[sector.index()] - unspent(sector),
            price: price[sector.index()],
            productivity: productivity[sector.index()],
        });
        let parts = self.cost_before.map_or(Change::default(), |before| {
            (0..SECTORS).fold(Change::default(), |sum, at| {
                sum.plus(decompose(&before[at], &levels[at]))
            })
        });
        self.cost_before = Some(levels);

        let planned_private = (money[Service::PlannedOutpatient.index()] + money[Service::PlannedAdmitted.index()])
            * channels.private_share;
        Budgets {
            year: input.year,
            envelopes,
            money,
            off_the_top,
            exchange,
            capacity,
            underspend,
            other_nhs,
            nhs_transfer,
            council_support,
            council_charges,
            nhs_charges,
            private_patients,
            care_money: Sector::Council
                .services()
                .map(|s| money[s.index()] - off_the_top[s.index()].claims - off_the_top[s.index()].agency)
                .sum::<f64>(),
            transaction: standing.transaction,
            pfi: standing.pfi,
            reorganisation: standing.reorganisation,
            agency: agency_paid.iter().sum(),
            private_margin: planned_private * levers.governance.private_margin,
            programmes: input.programmes,
            nhs_claims,
            council_claims,
            entitlements_from_tax: input.entitlements_from_tax,
            price,
            productivity,
            staff,
            care_staff,
            channels,
            pooling,
            guarantees,
            allocation: levers.allocation.year(channels.selection),
            onset,
            demand: self.future_demand,
            gdp,
            tax_paid,
            tax_needed: national + council - base_national - base_envelopes[1],
            change: parts,
        }
    }

    /// Moves envelopes, prices, structure and prevention a year on; gives the year's change of structure in reorganisations.
    fn advance(
        &mut self,
        input: &MoneyInput,
        levers: &EconomyLevers,
        tables: &EconomyTables,
        base_envelopes: &BySector,
    ) -> f64 {
        let growth = funding::growth(levers, &tables.growth, self.base.year, input.year);
        let future: Future = levers.prevention.future();
        let price = levers.prices.input_price_growth();
        let productivity = levers.prices.productivity_growth();
        for at in 0..SECTORS {
            self.path[at] *= 1.0 + growth[at];
            self.price[at] *= 1.0 + price[at];
            self.productivity[at] *= 1.0 + productivity[at] + future.productivity;
            let target = ratio(self.path[at], base_envelopes[at]);
            self.fixed_scale[at] += levers.capacity.fixed_adjustment * (target - self.fixed_scale[at]);
        }
        let outside = 1.0 + levers.prices.outside_pay_growth;
        self.outside_wage[0] *= outside / (1.0 + levers.prices.nhs_pay_growth);
        self.outside_wage[1] *= outside / (1.0 + levers.prices.care_pay_growth);
        self.gdp *= 1.0 + levers.prices.income_growth(&tables.prices, input.year);
        self.shares = levers.balance.move_shares(&self.shares);
        let per_head = ratio(
            (self.path[2] + levers.public_health.addition) / base_envelopes[2].max(f64::MIN_POSITIVE),
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

    /// Shares out what is paid off the top, in proportion to base-year money.
    fn off_the_top(&self, standing: &Standing) -> [OffTheTop; SERVICES] {
        let weights = &self.base.money;
        let nhs = |service: Service| Sector::of(service) == Sector::Nhs;
        let of = |sector: Sector| move |service: Service| Sector::of(service) == sector;
        let transaction = spread(standing.transaction, weights, nhs);
        let pfi = spread(standing.pfi, weights, in_hospital);
        let upheaval = spread(standing.reorganisation, weights, nhs);
        let agency = [
            spread(self.agency[0], weights, nhs),
            spread(self.agency[1], weights, of(Sector::Council)),
        ];
        let claims = Sector::ALL.map(|sector| spread(standing.claims[sector.index()], weights, of(sector)));
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
struct Standing {
    transaction: f64,
    pfi: f64,
    reorganisation: f64,
    claims: BySector,
}

/// Shares of gross care money for care at home and care homes, brought within 1.
fn care_shares(levers: &EconomyLevers) -> (f64, f64) {
    let (home, homes) = (levers.council.home_care_share, levers.council.care_home_share);
    let total = (home + homes).max(1.0);
    (home / total, homes / total)
}

/// What pay and staffing levers do to the price of a unit of care.
fn staff_price(terms: &super::workforce::Terms, pay_share: f64) -> f64 {
    let pay = (1.0 + terms.pay_uplift) * terms.staffing_ratio * (1.0 + terms.conditions_cost);
    1.0 + pay_share * (pay - 1.0)
}

/// A ratio to the base year; 1 if there was nothing.
fn ratio(now: f64, before: f64) -> f64 {
    ratio_or(now, before, 1.0)
}

fn ratio_or(now: f64, before: f64, otherwise: f64) -> f64 {
    if before > 0.0 { now / before } else { otherwise }
}
