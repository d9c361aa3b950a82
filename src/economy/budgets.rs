//! What goes into a year of money and what comes out: plain numbers, so that whoever joins the rooms needs no other type.

use crate::world::service::SERVICES;
use crate::world::{ByService, Payer, Service, Year};

use super::allocation::Allocation;
use super::balance::Signs;
use super::capacity::{Exchange, OffTheTop};
use super::decomposition::CostChange;
use super::funding::Chances;
use super::governance::Channels;
use super::guarantees::Guarantees;
use super::pooling::Pooling;
use super::sector::{BySector, Sector};
use super::tax::TaxMix;
use super::workforce::{ByStaffed, STAFFED, StaffYear};

/// What programmes cost in a year, by who pays [£m].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProgrammeCosts {
    /// From the NHS envelope.
    pub nhs: f64,
    /// From the councils' envelope.
    pub council: f64,
    /// From the public-health envelope.
    pub public_health: f64,
    /// New public money.
    pub tax: f64,
    /// Bodies outside health and care.
    pub outside: f64,
    /// Money paid to people, from new tax.
    pub transfers: f64,
    /// Money that goes to services instead, by service.
    pub given: ByService,
    /// What each envelope gives up for that; new tax gives up nothing.
    pub taken: BySector,
}

impl ProgrammeCosts {
    /// Gives money to an NHS service, at the expense of whoever pays.
    pub fn give(&mut self, service: Service, payer: Payer, millions: f64) {
        self.given[service] += millions;
        match payer {
            Payer::Nhs => self.taken[Sector::Nhs] += millions,
            Payer::Council => self.taken[Sector::Council] += millions,
            Payer::PublicHealth => self.taken[Sector::PublicHealth] += millions,
            Payer::Tax | Payer::Outside => {}
        }
    }
}

/// Emergency need of a year against the base year's: hospitals must meet it before anything else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Emergencies {
    /// Attendances at accident and emergency \[ratio\].
    pub attendances: f64,
    /// Emergency admissions \[ratio\].
    pub admissions: f64,
}

impl Emergencies {
    /// As in the base year.
    pub const BASE: Emergencies = Emergencies {
        attendances: 1.0,
        admissions: 1.0,
    };
}

/// Activity of a service that programmes avoid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Avoided {
    /// Share of the need that there would have been [0 to 1].
    pub share: f64,
    /// Share of what that would have cost that is handed back to the Treasury; the rest stays with the service's line [0 to 1].
    pub handed_back: f64,
}

/// What the money side needs to know of a year before it gives budgets. Start from [`MoneyInput::first`].
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyInput {
    /// The financial year.
    pub year: Year,
    /// Years since the base year (0 = base year, when nothing has moved yet).
    pub year_index: usize,
    /// Last year's activity against the base year's, by service \[ratio\]; NHS charges follow it.
    pub activity_ratio: ByService,
    /// Share of NHS need unmet last year [0 to 1].
    pub unmet_nhs: f64,
    /// Share of need for publicly arranged care unmet last year [0 to 1].
    pub unmet_council: f64,
    /// People against the base year \[ratio\].
    pub population: f64,
    /// What programmes cost.
    pub programmes: ProgrammeCosts,
    /// Programmes' factor on turnover of staff \[ratio\].
    pub turnover: ByStaffed<f64>,
    /// People aged 65 and over who need help, against the base year: the work that there is for those who care \[ratio\].
    pub older_in_need: f64,
    /// People whom councils assess and support, whoever pays, against the base year \[ratio\]; what councils spend besides
    /// care follows them.
    pub assessed: f64,
    /// Users' charges as a share of gross cost of publicly arranged care under this year's law, as modelled; nothing if not
    /// known. The base year's own rate, as modelled, is remembered: only the ratio counts.
    pub charge_rate: Option<f64>,
    /// Share of publicly arranged care that reform took over from people who bought it: the staff who give it are there
    /// already [0 to 1].
    pub care_taken_over: f64,
    /// Cost of entitlements that new tax pays for: charges forgone and demand drawn [£m].
    pub entitlements_from_tax: f64,
    /// Emergency need.
    pub emergencies: Emergencies,
    /// What tells those who share money out where it is wanted; shares may follow.
    pub signs: Signs,
    /// How much more waited for each service at the end of last year than at that of the base year in the world with nothing
    /// decided, which the envelope may follow \[ratio\].
    pub undecided_pressure: ByService,
    /// What the year's money meets.
    pub chances: Chances,
    /// Activity that programmes avoid, by service: part of what it would have cost goes back to the Treasury.
    pub avoided: [Avoided; SERVICES],
    /// Capacity that would meet every standard, by service \[units\]; what `closure = "standards"` buys.
    pub required: Option<ByService>,
    /// All publicly arranged care that people are entitled to; what `closure = "standards"` buys, if it is known.
    pub care_needed: Option<CareNeeded>,
}

/// Cost of care in the base year's prices, assessment and other support apart [£m].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CareNeeded {
    /// What councils pay.
    pub net: f64,
    /// What users pay them.
    pub charges: f64,
}

impl CareNeeded {
    /// The same at a price against the base year's.
    pub fn at(self, price: f64) -> CareNeeded {
        CareNeeded {
            net: self.net * price,
            charges: self.charges * price,
        }
    }
}

impl MoneyInput {
    /// The base year, and a starting point for any other.
    pub fn first(year: Year) -> MoneyInput {
        MoneyInput {
            year,
            year_index: 0,
            activity_ratio: [1.0; SERVICES],
            unmet_nhs: 0.0,
            unmet_council: 0.0,
            population: 1.0,
            programmes: ProgrammeCosts::default(),
            turnover: [1.0; STAFFED],
            older_in_need: 1.0,
            assessed: 1.0,
            charge_rate: None,
            care_taken_over: 0.0,
            entitlements_from_tax: 0.0,
            emergencies: Emergencies::BASE,
            signs: Signs::NONE,
            undecided_pressure: [1.0; SERVICES],
            chances: Chances::NONE,
            avoided: [Avoided::default(); SERVICES],
            required: None,
            care_needed: None,
        }
    }
}

/// A year's budgets and all that goes with them.
#[derive(Clone, Debug, PartialEq)]
pub struct Budgets {
    /// The financial year.
    pub year: Year,
    /// Public money by envelope: NHS (transfers to councils inside), councils' own, public health [£m].
    pub envelopes: BySector,
    /// Money by service, charges and private patients' contribution inside [£m].
    pub money: ByService,
    /// What is paid off the top of each service's money [£m].
    pub off_the_top: [OffTheTop; SERVICES],
    /// How each service's money turns into activity.
    pub exchange: [Exchange; SERVICES],
    /// Capacity by service \[units\].
    pub capacity: ByService,
    /// Money unspent because posts stay empty, by service [£m].
    pub underspend: ByService,
    /// NHS spending outside the modelled services, money for councils apart [£m].
    pub other_nhs: f64,
    /// NHS money passed to councils, the pooled transfer inside [£m].
    pub nhs_transfer: f64,
    /// Councils' assessment, commissioning and other support [£m].
    pub council_support: f64,
    /// Users' charges for care that the councils' budget counts on [£m].
    pub council_charges: f64,
    /// NHS user charges, by service [£m].
    pub nhs_charges: ByService,
    /// What private patients add to NHS hospitals' money, net of the cost of treating them [£m].
    pub private_patients: f64,
    /// Councils' money for care at home and in homes, gross of charges, all claims paid [£m].
    pub care_money: f64,
    /// Cost of running the market: contracting, billing, competing [£m].
    pub transaction: f64,
    /// Cost of running the plan: setting targets, allocating, supervising [£m].
    pub planning: f64,
    /// PFI unitary charges [£m].
    pub pfi: f64,
    /// Cost of changing the structure [£m].
    pub reorganisation: f64,
    /// Agency premium [£m].
    pub agency: f64,
    /// Margin of private providers on NHS work [£m].
    pub private_margin: f64,
    /// Programmes by payer, guarantees and staff support apart [£m].
    pub programmes: ProgrammeCosts,
    /// Guarantees and staff support, from the NHS envelope [£m].
    pub nhs_claims: f64,
    /// Staff support, from the councils' envelope [£m].
    pub council_claims: f64,
    /// Entitlements that new tax pays for [£m].
    pub entitlements_from_tax: f64,
    /// Input price above the deflator, pay levers inside, by sector \[ratio\].
    pub price: BySector,
    /// Productivity by sector, all channels inside \[ratio\].
    pub productivity: BySector,
    /// NHS staff and care workers.
    pub staff: ByStaffed<StaffYear>,
    /// Governance's channels: mortality, selection, delayed discharge.
    pub channels: Channels,
    /// What inspection lighter than the base year's does to the quality of health care and of social care [share of its harm].
    pub inspection: ByStaffed<f64>,
    /// Pooling: transfer and published effects.
    pub pooling: Pooling,
    /// Guarantees.
    pub guarantees: Guarantees,
    /// Who gets the capacity, by fifth.
    pub allocation: Allocation,
    /// Factor on the onset of conditions from prevention \[ratio\].
    pub onset: f64,
    /// Factor on demand from Wanless's future \[ratio\].
    pub demand: f64,
    /// National income of the United Kingdom [£m].
    pub gdp: f64,
    /// Which taxes pay for all this.
    pub tax: TaxMix,
    /// Tax to be raised above the base year's real revenue; negative is relief [£m].
    pub tax_needed: f64,
    /// Money that the base year's real revenue would raise: national and councils' [£m].
    pub base_revenue: [f64; 2],
    /// Change of public cost from last year, by part [£m].
    pub change: CostChange,
}

impl Budgets {
    /// Factor on delayed-discharge days from governance and pooling \[ratio\].
    pub fn delayed_discharge(&self) -> f64 {
        self.channels.delayed_discharge * self.pooling.delayed_discharge
    }
    /// What would have to be added so that every service has the capacity required, users' charges for it apart [£m].
    pub fn cost_of_standards(&self, required: &ByService) -> f64 {
        let care: f64 = Sector::Council.services().map(|service| self.money[service]).sum();
        let charged = if care > 0.0 { self.council_charges / care } else { 0.0 };
        Service::ALL
            .into_iter()
            .map(|service| {
                let at = service.index();
                let more = (required[at] - self.capacity[at]).max(0.0);
                let paid_by_users = if Sector::of(service) == Sector::Council {
                    charged
                } else {
                    0.0
                };
                more * self.exchange[at].cost_per_unit() * (1.0 - paid_by_users)
            })
            .sum()
    }
    /// Public money as spent: national, programmes from new tax inside, and councils' own [£m].
    pub fn spent(&self) -> [f64; 2] {
        let unspent = |sector: Sector| -> f64 { sector.services().map(|s| self.underspend[s]).sum() };
        let [nhs, councils, public_health] = Sector::ALL.map(|sector| self.envelopes[sector] - unspent(sector));
        [nhs + public_health + self.programmes.tax, councils]
    }
    /// Public money as given: three envelopes and new tax for programmes [£m].
    pub fn public(&self) -> f64 {
        self.envelopes.iter().sum::<f64>() + self.programmes.tax - self.underspend.iter().sum::<f64>()
    }
}
