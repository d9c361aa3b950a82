//! One year of money: levers and needs in, budgets and capacity out.
//!
//! [`EconomyState::start`] fixes base unit costs so that the base year's money buys the base year's activity exactly;
//! [`EconomyState::budget_year`] then moves envelopes, prices, structure and staff a year on. Nothing inside a year waits
//! for anything else of the same year: agency cost follows last year's vacancies, pooled money last year's unmet need, and
//! NHS charges last year's activity.
//!
//! Each step is a function of what stands before it and gives a small result; the state is written in one place, between the steps:
//!
//! ```text
//!  envelopes   path, additions, entitlements
//!  nhs         the NHS envelope by service, charges and private patients inside
//!  council     councils' money: care at home, care homes, other support, users' charges
//!  off the top what is paid before the first unit of care       (state)
//!  exchange    what a pound buys of each service
//!  acute       hospitals pay for emergencies first, planned care has the rest; what programmes avoid is handed back
//!  staff       how many the volume would employ, and how many there are
//!  public      tax, national income, why cost changed
//! ```

mod acute;
mod council;
mod envelopes;
mod exchange;
mod nhs;
mod public;
mod staffing;

#[cfg(test)]
mod signs;

use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::EconomyLevers;
use super::budgets::{Budgets, CareNeeded, MoneyInput};
use super::capacity::{Exchange, OffTheTop, POUNDS_PER_MILLION};
use super::funding;
use super::governance::{Channels, Reorganisation, reorganisation};
use super::payment::Payment;
use super::sector::{BySector, SECTORS, Sector};
use super::state::{EconomyState, Standing, ratio_or};
use super::tables::EconomyTables;
use super::workforce::Staffed;
pub use acute::PLANNED;
use council::{CouncilMoney, council_money};
use exchange::WhatAPoundBuys;
use nhs::{NhsMoney, nhs_money};
use public::PublicMoney;
use staffing::{Overtime, Staffing};

/// What a year's change of structure and of contracts leads to.
struct Structure {
    upheaval: Reorganisation,
    channels: Channels,
    payment: Payment,
    /// One-off cost of contracts renegotiated this year [£m].
    renegotiation: f64,
}

impl EconomyState {
    /// Moves a year on and gives its budgets.
    pub fn budget_year(&mut self, input: &MoneyInput, levers: &EconomyLevers, tables: &EconomyTables) -> Budgets {
        let base_envelopes = funding::base_envelopes(&self.base.levers);
        let structure = self.structure(input, levers, tables, &base_envelopes);
        let channels = structure.channels;
        let guarantees = levers.guarantees.year();

        let mut envelopes = envelopes::given(&self.path, levers, &self.base.levers, input);
        let pooling = levers.pooling.year(
            self.pooled_share,
            envelopes[Sector::Nhs] + envelopes[Sector::Council],
            input.unmet_nhs,
            input.unmet_council,
            self.pooled_transfer,
        );
        self.pooled_transfer = pooling.transfer;
        let nhs = nhs_money(
            envelopes[Sector::Nhs],
            base_envelopes[Sector::Nhs],
            &self.shares,
            pooling.transfer,
            channels.private_patients,
            levers,
            &levers.charges.income(
                &input.activity_ratio,
                self.base.activity[Service::PrimaryCare] * input.activity_ratio[Service::PrimaryCare],
            ),
        );
        let nhs_envelope = envelopes[Sector::Nhs];
        let rate = self.charge_rate(input);
        let buys = WhatAPoundBuys::new(
            &self.base.unit_cost,
            &self.price,
            &self.productivity,
            levers,
            &channels,
            &structure.payment,
            structure.upheaval.productivity,
        );
        let price_of_care = buys.price[Sector::Council] / buys.productivity[Sector::Council];
        let mut council = council_money(
            envelopes[Sector::Council] + nhs.transfer,
            self.base.support * input.assessed * price_of_care,
            rate,
            levers,
        );
        let mut money = by_service(&nhs, &council, envelopes[Sector::PublicHealth]);
        structure.payment.draw(&mut money);

        // What is paid off the top.
        let claims = self.own_claims(levers);
        let standing = self.standing(input, levers, &structure, nhs_envelope, &claims);
        let mut off_the_top = self.off_the_top(&standing);

        let exchange = &buys.exchange;
        let activity = &self.base.activity;
        acute::emergencies_first(
            &mut money,
            exchange,
            &off_the_top,
            &input.emergencies,
            activity,
            levers.capacity.attendances_first,
        );
        envelopes::hand_back(&mut money, &mut envelopes, exchange, &off_the_top, input, activity);
        // Earmarked money comes on top of what a service has: neither a guarantee nor an emergency draws on it.
        let mut earmarked = funding::earmarked(levers, &self.base.levers);
        for service in Service::ALL {
            earmarked[service] = (earmarked[service] + input.programmes.given[service]).max(-money[service]);
            money[service] += earmarked[service];
            envelopes[Sector::Nhs] += earmarked[service];
        }
        self.earmarked_part = std::array::from_fn(|at| ratio_or(earmarked[at].max(0.0), money[at], 0.0));
        let given = |service: &Service| levers.closure.given(*service) && input.required.is_some();
        let mut wanted: ByService = std::array::from_fn(|at| exchange[at].capacity(money[at], &off_the_top[at]));
        if let Some(required) = &input.required {
            for service in Service::ALL.into_iter().filter(given) {
                self.pay_for(
                    service,
                    required,
                    exchange,
                    &off_the_top,
                    &mut money,
                    &mut envelopes,
                    &mut wanted,
                );
            }
            if given(&Service::HomeCare) {
                let needed = input.care_needed.map(|needed| needed.at(price_of_care));
                self.pay_for_care(
                    needed,
                    rate,
                    exchange,
                    &off_the_top,
                    (&mut money, &mut wanted),
                    levers,
                    &mut council,
                );
                envelopes[Sector::Council] =
                    council.home + council.homes - council.charges + council.support - nhs.transfer;
            }
        }

        let staffing = Staffing::new(self, &wanted, exchange, input, levers);
        // Standards are met by agency staff if need be, who are paid for next year; under a budget posts stay empty.
        let mut capacity = staffing.capacity(&wanted, &self.base, exchange, levers.capacity.attendances_first);
        for service in Service::ALL.into_iter().filter(given) {
            capacity[service] = wanted[service];
        }
        // Money that finds no staff buys dearer hours; what it does not buy is returned.
        let overtime = Overtime::new(&wanted, &mut capacity, exchange, &mut off_the_top, levers);
        let underspend = overtime.returned;
        let agency_paid = std::mem::replace(&mut self.agency, staffing.years.map(|year| year.agency));
        self.staff = staffing.years.map(|year| year.staff);

        let public = PublicMoney::new(
            &envelopes,
            &underspend,
            input.programmes.tax,
            &base_envelopes,
            self.gdp,
            self.base.levers.prices.gdp,
            levers,
        );
        // What programmes cost new tax is public spending too, and stands with public health in every table.
        let mut spent = envelopes;
        spent[Sector::PublicHealth] += input.programmes.tax;
        let levels = public::cost_levels(&spent, &underspend, &buys.price, &buys.productivity);
        let change = public::change(self.cost_before.as_ref(), &levels);
        self.cost_before = Some(levels);

        let planned = money[Service::PlannedOutpatient] + money[Service::PlannedAdmitted];
        Budgets {
            year: input.year,
            envelopes,
            money,
            off_the_top,
            exchange: buys.exchange,
            capacity,
            underspend,
            other_nhs: nhs.other,
            nhs_transfer: nhs.transfer,
            council_support: council.support,
            council_charges: council.charges,
            nhs_charges: nhs.charges,
            private_patients: nhs.private_patients,
            care_money: Sector::Council
                .services()
                .map(|s| money[s] - off_the_top[s].claims - off_the_top[s].agency)
                .sum::<f64>(),
            transaction: channels.transaction_share * nhs_envelope,
            planning: channels.planning_share * nhs_envelope,
            pfi: standing.pfi,
            reorganisation: standing.reorganisation,
            agency: agency_paid.iter().sum::<f64>() + overtime.premium,
            private_margin: planned * channels.private_share * levers.governance.private_margin,
            programmes: input.programmes,
            nhs_claims: claims[Sector::Nhs],
            council_claims: claims[Sector::Council],
            entitlements_from_tax: input.entitlements_from_tax,
            price: buys.price,
            productivity: buys.productivity,
            staff: staffing.years,
            channels,
            inspection: Staffed::ALL.map(|of| levers.staff_terms(of).harm),
            pooling,
            guarantees,
            allocation: levers.allocation.year(channels.selection),
            onset: levers.prevention.onset(self.grant) * self.future_onset,
            demand: self.future_demand,
            gdp: public.gdp,
            tax: levers.tax.mix(),
            base_revenue: public.base_revenue,
            tax_needed: public.tax_needed,
            change,
        }
    }

    /// Moves the state a year on (nothing in the base year), and says what that does to structure and contracts.
    fn structure(
        &mut self,
        input: &MoneyInput,
        levers: &EconomyLevers,
        tables: &EconomyTables,
        base_envelopes: &BySector,
    ) -> Structure {
        let mut change = 0.0;
        let mut renegotiation = 0.0;
        let before = self.intensity;
        if input.year_index > 0 {
            change = self.advance(input, levers, tables, base_envelopes);
            let share = levers.pfi.renegotiated_share;
            renegotiation = levers
                .pfi
                .one_off(self.base.year, input.year, share - self.renegotiated);
            self.renegotiated = share;
        }
        let upheaval = reorganisation(levers, change, self.change_before);
        self.change_before = change;
        Structure {
            upheaval,
            channels: levers.governance.channels(self.intensity, self.intensity - before),
            payment: levers
                .payment
                .year(levers.governance.private_share, levers.governance.private_share_base),
            renegotiation,
        }
    }

    /// Charges as a share of the gross cost of care: the base year's published rate, moved as the law moves the modelled one.
    fn charge_rate(&mut self, input: &MoneyInput) -> f64 {
        if input.year_index == 0 {
            self.base_charge_rate = input.charge_rate;
        }
        let published = council::base_charge_rate(&self.base.levers, self.base.care_gross - self.base.support);
        council::charge_rate(published, input.charge_rate, self.base_charge_rate)
    }

    /// What guarantees and support for staff cost, by envelope [£m].
    fn own_claims(&self, levers: &EconomyLevers) -> BySector {
        let mut claims = [0.0; SECTORS];
        for of in Staffed::ALL {
            let (now, base) = (&levers.workforce[of], &self.base.levers.workforce[of]);
            let training = now.training_cost * (now.training_inflow - base.training_inflow);
            claims[of.sector()] = (now.retention_cost + training) * self.staff[of].filled / POUNDS_PER_MILLION;
        }
        claims[Sector::Nhs] += levers.guarantees.year().cost;
        claims
    }

    /// National claims of the year; transaction cost is a share of the NHS envelope.
    fn standing(
        &self,
        input: &MoneyInput,
        levers: &EconomyLevers,
        structure: &Structure,
        nhs_envelope: f64,
        claims: &BySector,
    ) -> Standing {
        let programmes = [
            input.programmes.nhs,
            input.programmes.council,
            input.programmes.public_health,
        ];
        Standing {
            transaction: (structure.channels.transaction_share + structure.channels.planning_share) * nhs_envelope,
            pfi: levers.pfi.charges(self.base.year, input.year, self.renegotiated) + structure.renegotiation,
            reorganisation: structure.upheaval.cost,
            claims: std::array::from_fn(|at| claims[at] + programmes[at]),
        }
    }

    /// Where a standard is given: the money that buys what it requires, raised above the envelope (or less than it).
    #[allow(clippy::too_many_arguments)]
    fn pay_for(
        &self,
        service: Service,
        required: &ByService,
        exchange: &[Exchange; SERVICES],
        off_the_top: &[OffTheTop; SERVICES],
        money: &mut ByService,
        envelopes: &mut BySector,
        wanted: &mut ByService,
    ) {
        if self.base.unit_cost[service] > 0.0 {
            let before = money[service];
            wanted[service] = required[service].max(0.0);
            money[service] = exchange[service].money(wanted[service], &off_the_top[service]);
            envelopes[Sector::of(service)] += money[service] - before;
        }
    }

    /// Where standards are given: councils' money for the care that people are entitled to, if it is known; what users pay
    /// of it is not raised.
    #[allow(clippy::too_many_arguments)]
    fn pay_for_care(
        &self,
        needed: Option<CareNeeded>,
        rate: f64,
        exchange: &[Exchange; SERVICES],
        off_the_top: &[OffTheTop; SERVICES],
        (money, wanted): (&mut ByService, &mut ByService),
        levers: &EconomyLevers,
        council: &mut CouncilMoney,
    ) {
        if let Some(needed) = needed {
            let claimed: f64 = Sector::Council
                .services()
                .map(|s| off_the_top[s].claims + off_the_top[s].agency)
                .sum();
            let all = needed.net + needed.charges + claimed;
            let (home, homes) = council::parts(levers);
            for (service, part) in [(Service::HomeCare, home), (Service::CareHome, homes)] {
                money[service] = all * part;
                wanted[service] = exchange[service].capacity(money[service], &off_the_top[service]);
            }
        }
        (council.home, council.homes) = (money[Service::HomeCare], money[Service::CareHome]);
        council.charges = needed.map_or((council.home + council.homes) * rate, |needed| needed.charges);
    }
}

/// Money by service, whoever gives it [£m].
fn by_service(nhs: &NhsMoney, council: &CouncilMoney, public_health: f64) -> ByService {
    let mut money = nhs.services;
    money[Service::HomeCare] = council.home;
    money[Service::CareHome] = council.homes;
    money[Service::PublicHealth] = public_health;
    money
}
