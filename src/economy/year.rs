//! One year of money: levers and needs in, budgets and capacity out.
//!
//! [`EconomyState::start`] fixes base unit costs so that the base year's money buys the base year's activity exactly;
//! [`EconomyState::budget_year`] then moves envelopes, prices, structure and staff a year on. Nothing inside a year waits
//! for anything else of the same year: agency cost follows last year's vacancies, pooled money last year's unmet need, and
//! NHS charges last year's activity.

use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::budgets::{Budgets, MoneyInput};
use super::capacity::Exchange;
use super::closure::Closure;
use super::decomposition::{Change, CostLevel, decompose};
use super::governance::reorganisation;
use super::sector::{BySector, SECTORS, Sector, in_hospital, spread};
use super::state::{EconomyState, Standing, care_shares, ratio, ratio_or};
use super::tables::EconomyTables;
use super::workforce::Staff;
use super::{EconomyLevers, funding};

impl EconomyState {
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
        let released = |sector: Sector| -> f64 { sector.services().map(|s| input.cash_released[s]).sum() };
        for sector in Sector::ALL {
            envelopes[sector] = (envelopes[sector] - released(sector)).max(0.0);
        }
        envelopes[Sector::Council] += input.entitlements_from_tax;

        // NHS money by service.
        let nhs = envelopes[Sector::Nhs];
        let nhs_ratio = ratio(nhs, base_envelopes[0]);
        let base_transfer = levers.nhs.transfer_to_councils * nhs_ratio;
        let other_share = (1.0 - self.shares.iter().sum::<f64>()).max(0.0);
        let other_nhs = (nhs * other_share - base_transfer).max(0.0);
        let pooled_money = nhs + envelopes[Sector::Council];
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
        // Earmarked money comes on top of a service's share, and no guarantee draws on it.
        let earmarked = levers.earmarked.by_service();
        let earmarked_total: f64 = earmarked.iter().sum();
        envelopes[Sector::Nhs] += earmarked_total;
        for (money, earmarked) in money.iter_mut().zip(earmarked) {
            *money += earmarked;
        }
        let hospital: f64 = Service::ALL
            .into_iter()
            .filter(|s| in_hospital(*s))
            .map(|s| money[s])
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
        let care_gross = (envelopes[Sector::Council] + nhs_transfer).max(0.0) / (1.0 - rate);
        let council_charges = care_gross * rate;
        let (home, homes) = care_shares(levers);
        let council_support = care_gross * (1.0 - home - homes).max(0.0);
        money[Service::HomeCare] = care_gross * home;
        money[Service::CareHome] = care_gross * homes;
        money[Service::PublicHealth] = envelopes[Sector::PublicHealth];

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
                unit_cost: self.base.unit_cost[service],
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
            for service in Service::ALL.into_iter().filter(|s| self.base.unit_cost[*s] > 0.0) {
                let at = service.index();
                wanted[at] = required[at].max(0.0);
                money[at] = exchange[at].money(wanted[at], &off_the_top[at]);
                envelopes[Sector::of(service)] += money[at] - before[at];
            }
        }

        // Staff: those whom this volume would employ.
        let volume = |sector: Sector| {
            let weight: f64 = sector.services().map(|s| self.base.money[s]).sum();
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
            volume(Sector::Council) * (1.0 - input.care_taken_over),
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
        let capacity: ByService = Service::ALL.map(|s| wanted[s] * limits[Sector::of(s)]);
        let underspend: ByService = Service::ALL.map(|s| {
            let at = s.index();
            (wanted[at] - capacity[at]) * exchange[at].cost_per_unit()
        });

        // Prevention, national income, tax.
        let onset = levers.prevention.onset(self.grant) * self.future_onset;
        let national = envelopes[0] + envelopes[2] + input.programmes.tax;
        let council = envelopes[1];
        let unspent = |sector: Sector| -> f64 { sector.services().map(|s| underspend[s]).sum() };
        let national = national - unspent(Sector::Nhs) - unspent(Sector::PublicHealth);
        let council = council - unspent(Sector::Council);
        let base_national = base_envelopes[0] + base_envelopes[2];
        let tax_paid = levers.tax.paid(national, council, base_national, base_envelopes[1]);
        // The growth of income that is given already holds spending that grows with it; only what departs from that acts.
        let public_share = (base_national + base_envelopes[1]) / self.base.levers.prices.gdp;
        let gdp = self.gdp + levers.tax.gdp_feedback * (national + council - public_share * self.gdp);

        let levels: [CostLevel; SECTORS] = Sector::ALL.map(|sector| CostLevel {
            cost: envelopes[sector] - unspent(sector),
            price: price[sector],
            productivity: productivity[sector],
        });
        let parts = self.cost_before.map_or(Change::default(), |before| {
            (0..SECTORS).fold(Change::default(), |sum, at| {
                sum.plus(decompose(&before[at], &levels[at]))
            })
        });
        self.cost_before = Some(levels);

        let planned_private =
            (money[Service::PlannedOutpatient] + money[Service::PlannedAdmitted]) * channels.private_share;
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
                .map(|s| money[s] - off_the_top[s].claims - off_the_top[s].agency)
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
}

/// What pay and staffing levers do to the price of a unit of care.
fn staff_price(terms: &super::workforce::Terms, pay_share: f64) -> f64 {
    let pay = (1.0 + terms.pay_uplift) * terms.staffing_ratio * (1.0 + terms.conditions_cost);
    1.0 + pay_share * (pay - 1.0)
}
