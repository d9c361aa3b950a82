//! After the care pass and the services: what was delivered and charged, written into the ledger.
//!
//! Under a budget the money given is the money spent, but for posts that stayed empty. Outflows are written first, each
//! with its name; conduits then draw exactly what they passed on, so that the year closes to the penny.

use crate::world::{Pence, Service};

use super::budgets::Budgets;
use super::ledger::{Account, DoesNotClose, Ledger};
use super::sector::Sector;
use super::tax::{BySource, TaxSource};

/// What happened outside the budgets in a year [£m].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Delivered {
    /// What councils gave and were paid; nothing if not known, then what the budget counted on.
    pub council: Option<CouncilCare>,
    /// Public money that would be spent without the decisions of this world, national and councils'; nothing if not known,
    /// then what the base year's revenue raises.
    pub anyway: Option<[f64; 2]>,
    /// What self-funders paid for care at home.
    pub self_funded_home: f64,
    /// What self-funders paid in care homes.
    pub self_funded_homes: f64,
    /// Private planned care bought by patients.
    pub private_care: f64,
    /// Disability benefits spent on care.
    pub disability_benefits: f64,
    /// Unpaid care at its replacement price.
    pub unpaid_care: f64,
}

/// Councils' care as it was delivered [£m].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CouncilCare {
    /// Care at home, in homes and all other packages, before charges.
    pub care: f64,
    /// Assessment, commissioning and other support.
    pub support: f64,
    /// Charges that users paid.
    pub charges: f64,
}

/// The closed books of a year and what is read from them [£m].
#[derive(Clone, Debug, PartialEq)]
pub struct YearAccounts {
    /// Every line.
    pub ledger: Ledger,
    /// NHS spending from tax, transfers to councils included.
    pub cost_nhs: f64,
    /// Councils' spending net of charges and NHS money.
    pub cost_council: f64,
    /// Public-health spending.
    pub cost_public_health: f64,
    /// NHS, councils, public health, programmes from new tax.
    pub cost_public: f64,
    /// The whole economy of health and care, no transfer twice, no unpaid care.
    pub cost_total: f64,
    /// NHS money passed to councils.
    pub nhs_transfer: f64,
    /// Money paid to people by programmes, in no total of health and care.
    pub transfers: f64,
    /// Charges that users paid to the NHS and councils.
    pub user_charges: f64,
    /// What self-funders paid.
    pub self_funded: f64,
    /// Private planned care.
    pub private_care: f64,
    /// Tax to be raised above the base year's real revenue; negative is relief.
    pub tax_needed: f64,
    /// Tax by source.
    pub tax_paid: BySource,
}

/// Councils' care as the budget counted on it.
fn counted_on(budgets: &Budgets) -> CouncilCare {
    let care: f64 = Sector::Council
        .services()
        .map(|service| {
            let top = &budgets.off_the_top[service.index()];
            let spent = budgets.money[service.index()] - budgets.underspend[service.index()];
            (spent - (top.total() - top.fixed)).max(0.0)
        })
        .sum();
    CouncilCare {
        care,
        support: budgets.council_support,
        charges: budgets.council_charges,
    }
}

/// A service's part of the councils' money for care.
fn council_share(budgets: &Budgets, service: Service) -> f64 {
    let all: f64 = Sector::Council
        .services()
        .map(|service| budgets.money[service.index()])
        .sum();
    if all > 0.0 {
        budgets.money[service.index()] / all
    } else {
        f64::from(u8::from(service == Service::HomeCare))
    }
}

/// Writes a year's ledger from its budgets and what was delivered, and closes it.
pub fn settle(budgets: &Budgets, delivered: &Delivered) -> Result<YearAccounts, DoesNotClose> {
    let mut ledger = Ledger::default();
    let council = delivered.council.unwrap_or_else(|| counted_on(budgets));
    let council_charges = council.charges;

    // What users and patients pay in.
    for service in Sector::Nhs.services() {
        let what = match service {
            Service::Prescribing => "prescription charges",
            Service::DentalOptical => "dental patient charges",
            Service::PrimaryCare => "appointment fees",
            _ => "NHS charges",
        };
        ledger.post_millions(Account::Users, Account::Nhs, budgets.nhs_charges[service], what);
    }
    ledger.post_millions(Account::Users, Account::Councils, council_charges, "charges for care");
    // Private patients may bring less than they cost: then it is the NHS that pays for them, and they pay nothing back.
    let (from, to, what) = if budgets.private_patients < 0.0 {
        (Account::Nhs, Account::PrivateHospitals, "loss on private patients")
    } else {
        (Account::PrivatePatients, Account::Nhs, "private patients' contribution")
    };
    ledger.post_millions(from, to, budgets.private_patients.abs(), what);

    // What the envelopes pay out.
    let margin_base = [Service::PlannedOutpatient, Service::PlannedAdmitted];
    let planned: f64 = margin_base.iter().map(|s| budgets.money[*s]).sum();
    for service in Service::ALL {
        let at = service.index();
        let payer = match Sector::of(service) {
            Sector::Nhs => Account::Nhs,
            Sector::Council => Account::Councils,
            Sector::PublicHealth => Account::PublicHealth,
        };
        let top = &budgets.off_the_top[at];
        let margin = if margin_base.contains(&service) && planned > 0.0 {
            budgets.private_margin * budgets.money[at] / planned
        } else {
            0.0
        };
        let spent = budgets.money[at] - budgets.underspend[at];
        // Off the top is paid even where it is more than the service has; care then gets nothing, and the payer the bill.
        let care = match Sector::of(service) {
            Sector::Council => council.care * council_share(budgets, service),
            _ => (spent - (top.total() - top.fixed) - margin).max(0.0),
        };
        for (to, amount, what) in [
            (Account::Provider(service), care, "care"),
            (Account::PrivateMargin, margin, "private providers' margin"),
            (Account::Administration, top.transaction, "transaction cost"),
            (Account::PfiHolders, top.pfi, "PFI unitary charges"),
            (Account::Reorganisation, top.reorganisation, "reorganisation"),
            (Account::Agency, top.agency, "agency premium"),
            (Account::Programmes, top.claims, "programmes, guarantees, staff support"),
        ] {
            ledger.post_millions(payer, to, amount, what);
        }
    }
    ledger.post_millions(Account::Nhs, Account::OtherNhs, budgets.other_nhs, "other NHS spending");
    ledger.post_millions(
        Account::Nhs,
        Account::Councils,
        budgets.nhs_transfer,
        "NHS money for care",
    );
    ledger.post_millions(
        Account::Councils,
        Account::CouncilSupport,
        council.support,
        "assessment, commissioning, other support",
    );
    ledger.post_millions(
        Account::Treasury,
        Account::Programmes,
        budgets.programmes.tax,
        "programmes from new tax",
    );

    ledger.post_millions(
        Account::Treasury,
        Account::Recipients,
        budgets.programmes.transfers,
        "money paid to people",
    );

    // What is paid outside the public purse.
    ledger.post_millions(
        Account::Outside,
        Account::Programmes,
        budgets.programmes.outside,
        "programmes of outside bodies",
    );
    for (to, amount, what) in [
        (
            Account::Provider(Service::HomeCare),
            delivered.self_funded_home,
            "self-funded care at home",
        ),
        (
            Account::Provider(Service::CareHome),
            delivered.self_funded_homes,
            "self-funded care homes",
        ),
    ] {
        ledger.post_millions(Account::SelfFunders, to, amount, what);
    }
    ledger.post_millions(
        Account::PrivatePatients,
        Account::PrivateHospitals,
        delivered.private_care,
        "private planned care",
    );
    ledger.post_millions(
        Account::Households,
        Account::BenefitSpending,
        delivered.disability_benefits,
        "disability benefits spent on care",
    );
    ledger.post_millions(
        Account::UnpaidCarers,
        Account::UnpaidCare,
        delivered.unpaid_care,
        "unpaid care (memorandum)",
    );

    // Who pays for it, to the penny.
    ledger.fund(Account::Treasury, Account::Households, "disability benefits");
    ledger.fund(Account::Treasury, Account::Nhs, "NHS funding");
    ledger.fund(Account::Treasury, Account::PublicHealth, "public-health grant");
    let council = -ledger.balance(Account::Councils);
    let benefits = ledger.between(Account::Treasury, Account::Households);
    let spent = (council - ledger.balance(Account::Treasury) - benefits).millions();
    let tax_paid = budgets
        .tax
        .paid(spent, delivered.anyway.unwrap_or(budgets.base_revenue));
    let from_council_tax = Pence::from_millions(tax_paid[TaxSource::CouncilTax]).min(council.max(Pence::ZERO));
    ledger.post(
        Account::Taxpayers(TaxSource::CouncilTax),
        Account::Councils,
        from_council_tax,
        "council tax",
    );
    ledger.fund(Account::Treasury, Account::Councils, "grants to councils");
    let national = -ledger.balance(Account::Treasury);
    let sources = TaxSource::ALL.map(|source| {
        if source == TaxSource::CouncilTax {
            0.0
        } else {
            tax_paid[source]
        }
    });
    for (source, part) in TaxSource::ALL.into_iter().zip(national.split(&sources)) {
        ledger.post(Account::Taxpayers(source), Account::Treasury, part, "national taxes");
    }
    ledger.close_year()?;

    let self_funded = (-ledger.balance(Account::SelfFunders)).millions();
    Ok(YearAccounts {
        cost_nhs: ledger.cost_nhs(),
        cost_council: ledger.cost_council(),
        cost_public_health: ledger.cost_public_health(),
        cost_public: ledger.cost_public(),
        cost_total: ledger.cost_total(),
        nhs_transfer: ledger.nhs_transfer(),
        transfers: ledger.transfers(),
        user_charges: ledger.user_charges(),
        self_funded,
        private_care: (-ledger.balance(Account::PrivatePatients)).millions(),
        tax_needed: ledger.cost_public() + ledger.transfers() - budgets.base_revenue.iter().sum::<f64>(),
        tax_paid,
        ledger,
    })
}
