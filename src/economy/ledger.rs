//! A double-entry ledger of one year in whole pence: every pound comes from somebody and ends with somebody.
//!
//! ```text
//!  taxes ─> Treasury ─> NHS ──────────────> providers, other NHS, administration, PFI, …
//!                │       └─> councils ────> providers of care, support
//!  users ────────┼──────────────^   ^
//!  council tax ──┴─> councils ──────┘       self-funders ─> providers    outside bodies ─> programmes
//!                └─> public health ─> its programmes
//! ```
//!
//! Conduits (Treasury, NHS, councils, public health, households' benefits) must end the year at nothing, to the penny;
//! [`Ledger::close_year`] refuses otherwise. Totals are read from flows into and out of accounts, so that NHS money for
//! councils is counted once. Unpaid care is a memorandum between two accounts that no total includes. Each line has a name, for tracing.

use crate::world::service::SERVICES;
use crate::world::{Pence, Service};

use super::tax::{SOURCES, TaxSource};

macro_rules! accounts {
    ($($(#[doc = $meaning:literal])+ $name:ident = $key:literal),* $(,)?) => {
        /// Who holds, gives or receives money.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Account {
            /// Those who pay a tax.
            Taxpayers(TaxSource),
            /// Those who provide a service.
            Provider(Service),
            $($(#[doc = $meaning])+ $name,)*
        }
        /// Accounts that are neither taxpayers nor providers.
        const OTHERS: &[Account] = &[$(Account::$name),*];
        impl Account {
            /// The name used when a line is traced.
            pub fn key(self) -> String {
                match self {
                    Account::Taxpayers(source) => format!("taxpayers.{}", source.key()),
                    Account::Provider(service) => format!("provider.{}", service.key()),
                    $(Account::$name => $key.to_owned(),)*
                }
            }
        }
    };
}

accounts! {
    /// The Treasury: a conduit.
    Treasury = "treasury",
    /// The NHS in England: a conduit.
    Nhs = "nhs",
    /// Councils' adult social care: a conduit.
    Councils = "councils",
    /// Public health: a conduit.
    PublicHealth = "public_health",
    /// Users who pay NHS and council charges.
    Users = "users",
    /// People who pay for all their own care.
    SelfFunders = "self_funders",
    /// Patients who buy planned care privately, from private hospitals or the NHS.
    PrivatePatients = "private_patients",
    /// Households with disability benefits: a conduit from the Treasury to what they buy.
    Households = "households",
    /// Care bought with disability benefits.
    BenefitSpending = "benefit_spending",
    /// NHS spending outside the modelled services.
    OtherNhs = "other_nhs",
    /// Councils' assessment, commissioning and other support.
    CouncilSupport = "council_support",
    /// People to whom programmes pay money.
    Recipients = "recipients",
    /// Holders of PFI contracts.
    PfiHolders = "pfi_holders",
    /// Margins of private providers on NHS work.
    PrivateMargin = "private_margin",
    /// Running the market: contracting, billing, competing.
    Administration = "administration",
    /// Changing the structure.
    Reorganisation = "reorganisation",
    /// What agency staff cost above employed staff.
    Agency = "agency",
    /// Programmes, guarantees and staff support.
    Programmes = "programmes",
    /// Bodies outside health and care.
    Outside = "outside",
    /// Private hospitals, for care bought by patients.
    PrivateHospitals = "private_hospitals",
    /// Those who give unpaid care (memorandum).
    UnpaidCarers = "unpaid_carers",
    /// The replacement value of that care (memorandum).
    UnpaidCare = "unpaid_care",
}

const COUNT: usize = SOURCES + SERVICES + OTHERS.len();

impl Account {
    /// Index in a table of all accounts.
    fn index(self) -> usize {
        match self {
            Account::Taxpayers(source) => source.index(),
            Account::Provider(service) => SOURCES + service.index(),
            other => SOURCES + SERVICES + OTHERS.iter().position(|known| *known == other).unwrap_or(0),
        }
    }
    /// Every account.
    #[cfg(test)]
    pub fn all() -> impl Iterator<Item = Account> {
        TaxSource::ALL
            .into_iter()
            .map(Account::Taxpayers)
            .chain(Service::ALL.into_iter().map(Account::Provider))
            .chain(OTHERS.iter().copied())
    }
    /// Accounts through which money only passes.
    pub const CONDUITS: [Account; 5] = [
        Account::Treasury,
        Account::Nhs,
        Account::Councils,
        Account::PublicHealth,
        Account::Households,
    ];
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Who gives.
    pub from: Account,
    /// Who receives.
    pub to: Account,
    /// How much.
    pub amount: Pence,
    /// What for.
    pub what: &'static str,
}

/// A conduit that holds or lacks money at the end of the year, or more of it than any books can hold.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error(
    "the ledger does not close: {account} {}",
    if held.is_beyond() { "has been given more money than there is, or no number".to_owned() } else { format!("ends the year with {} pence", held.0) }
)]
pub struct DoesNotClose {
    /// Name of the account.
    pub account: String,
    /// What it holds.
    pub held: Pence,
}

/// The lines of one year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Writes a line; nothing is written for nothing, and a negative amount flows the other way.
    pub fn post(&mut self, from: Account, to: Account, amount: Pence, what: &'static str) {
        if amount > Pence::ZERO {
            self.entries.push(Entry { from, to, amount, what });
        } else if amount < Pence::ZERO {
            self.entries.push(Entry {
                from: to,
                to: from,
                amount: -amount,
                what,
            });
        }
    }
    /// Writes a line in £m.
    pub fn post_millions(&mut self, from: Account, to: Account, millions: f64, what: &'static str) {
        self.post(from, to, Pence::from_millions(millions), what);
    }
    /// Every line, in the order written.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    /// What an account received less what it gave.
    pub fn balance(&self, account: Account) -> Pence {
        self.flow(|entry| entry.to == account) - self.flow(|entry| entry.from == account)
    }
    /// What flowed in the lines chosen.
    pub fn flow(&self, chosen: impl Fn(&Entry) -> bool) -> Pence {
        self.entries
            .iter()
            .filter(|entry| chosen(entry))
            .map(|entry| entry.amount)
            .sum()
    }
    /// What flowed from one account to another.
    pub fn between(&self, from: Account, to: Account) -> Pence {
        self.flow(|entry| entry.from == from && entry.to == to)
            - self.flow(|entry| entry.from == to && entry.to == from)
    }
    /// All accounts' balances together; nothing, always.
    pub fn trial_balance(&self) -> Pence {
        let mut balances = [Pence::ZERO; COUNT];
        for entry in &self.entries {
            balances[entry.from.index()] -= entry.amount;
            balances[entry.to.index()] += entry.amount;
        }
        balances.into_iter().sum()
    }
    /// Draws from `source` what `conduit` has given more than received, or gives back what it holds.
    pub fn fund(&mut self, source: Account, conduit: Account, what: &'static str) -> Pence {
        let needed = -self.balance(conduit);
        self.post(source, conduit, needed, what);
        needed
    }
    /// Checks that every conduit ends at nothing and that the books balance.
    pub fn close_year(&self) -> Result<(), DoesNotClose> {
        for account in Account::CONDUITS {
            let held = self.balance(account);
            if held != Pence::ZERO {
                return Err(DoesNotClose {
                    account: account.key(),
                    held,
                });
            }
        }
        match self.trial_balance() {
            Pence::ZERO => Ok(()),
            held => Err(DoesNotClose {
                account: "trial balance".to_owned(),
                held,
            }),
        }
    }

    /// The lines into and out of an account, in the order written: where its money came from and went.
    pub fn trace(&self, account: Account) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.from == account || entry.to == account)
    }
    /// NHS spending from tax, money passed to councils included [£m].
    pub fn cost_nhs(&self) -> f64 {
        self.between(Account::Treasury, Account::Nhs).millions()
    }
    /// Councils' spending net of charges and of NHS money [£m].
    pub fn cost_council(&self) -> f64 {
        (self.between(Account::Treasury, Account::Councils)
            + self.between(Account::Taxpayers(TaxSource::CouncilTax), Account::Councils))
        .millions()
    }
    /// Public-health spending [£m].
    pub fn cost_public_health(&self) -> f64 {
        self.between(Account::Treasury, Account::PublicHealth).millions()
    }
    /// NHS money passed to councils, inside `cost_nhs` [£m].
    pub fn nhs_transfer(&self) -> f64 {
        self.between(Account::Nhs, Account::Councils).millions()
    }
    /// NHS, councils and public health, and programmes paid by new tax [£m].
    pub fn cost_public(&self) -> f64 {
        self.cost_nhs()
            + self.cost_council()
            + self.cost_public_health()
            + self.between(Account::Treasury, Account::Programmes).millions()
    }
    /// Money paid to people by programmes: moved, not used up, and in no total of health and care [£m].
    pub fn transfers(&self) -> f64 {
        self.between(Account::Treasury, Account::Recipients).millions()
    }
    /// Charges that users pay [£m].
    pub fn user_charges(&self) -> f64 {
        (-self.balance(Account::Users)).millions()
    }
    /// The whole economy of health and care: public money, users, self-funders, private patients, outside bodies; no transfer
    /// twice, no unpaid care, and no disability benefits, because what they buy is already in charges and self-funding [£m].
    pub fn cost_total(&self) -> f64 {
        let private = [
            Account::Users,
            Account::SelfFunders,
            Account::PrivatePatients,
            Account::Outside,
        ];
        self.cost_public()
            + private
                .map(|account| (-self.balance(account)).millions())
                .iter()
                .sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accounts_have_their_own_index_and_name() {
        let all: Vec<Account> = Account::all().collect();
        assert_eq!(all.len(), COUNT);
        for (index, account) in all.iter().enumerate() {
            assert_eq!(account.index(), index, "{}", account.key());
        }
    }

    #[test]
    fn a_total_is_traced_to_its_lines() {
        let mut ledger = Ledger::default();
        ledger.post(Account::Nhs, Account::PfiHolders, Pence(7), "PFI unitary charges");
        ledger.post(Account::Nhs, Account::OtherNhs, Pence(5), "other");
        let lines: Vec<&str> = ledger.trace(Account::PfiHolders).map(|entry| entry.what).collect();
        assert_eq!(lines, ["PFI unitary charges"]);
    }

    #[test]
    fn money_left_in_a_conduit_is_named() {
        let mut ledger = Ledger::default();
        ledger.post(Account::Treasury, Account::Nhs, Pence(5), "grant");
        let error = ledger.close_year().unwrap_err();
        assert_eq!((error.account.as_str(), error.held), ("treasury", Pence(-5)));
    }

    proptest! {
        #[test]
        fn any_books_balance_and_funding_closes_a_conduit(amounts in prop::collection::vec(-1_000_000i64..1_000_000, 1..40)) {
            let mut ledger = Ledger::default();
            let all: Vec<Account> = Account::all().collect();
            for (at, amount) in amounts.iter().enumerate() {
                ledger.post(all[at % COUNT], all[(at * 7 + 3) % COUNT], Pence(*amount), "random");
            }
            prop_assert_eq!(ledger.trial_balance(), Pence::ZERO);
            for conduit in [Account::Nhs, Account::Councils, Account::PublicHealth, Account::Households] {
                ledger.fund(Account::Treasury, conduit, "fund");
            }
            ledger.fund(Account::Taxpayers(TaxSource::IncomeTax), Account::Treasury, "tax");
            prop_assert!(ledger.close_year().is_ok());
        }
    }
}
