//! What the charging law is asked about, and what it answers.

use crate::world::{Pence, Setting};

/// What the law looks at in a person.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// Age \[years\].
    pub age: u8,
    /// Income after tax and housing costs, disability benefits apart [pence/week].
    pub income: Pence,
    /// Of that, occupational and private pension, half of which may stay with a partner at home [pence/week].
    pub occupational_pension: Pence,
    /// Attendance Allowance or another disability benefit, if claimed [pence/week].
    pub disability_benefit: Pence,
    /// Savings and investments, own share of joint ones \[pence\] (stock).
    pub capital: Pence,
    /// Own share of the market value of the home, before any debt and the expenses of selling it \[pence\] (stock).
    pub housing: Pence,
    /// Whether a partner lives in the home.
    pub partner_at_home: bool,
    /// Whether another relative lives there whose presence keeps the home out of the test (aged 60+, disabled, a child).
    pub relative_at_home: bool,
    /// What an assessor who asks finds out besides.
    pub told: Told,
}

/// What an assessor who asks finds out besides; of the simulated, nobody asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// Minimum income guarantee of this person, premiums for disability, carers and children included, if worked out
    /// [pence/week].
    pub guarantee: Option<Pence>,
    /// Disability-related expenditure found, in place of the standard sum [pence/week].
    pub disability_expenditure: Option<Pence>,
    /// The savings part of pension credit.
    pub savings_credit: SavingsCredit,
    /// Of `income`, what gives no claim to a savings credit: the credits themselves, mostly [pence/week].
    pub not_qualifying: Pence,
    /// What was taken off `income` before for costs of the home; may be more than the income [pence/week].
    pub housing_costs: Pence,
    /// Whether half of the occupational pension goes to a partner who does not live in the person's home.
    pub partner_elsewhere: bool,
    /// What is left for having saved to one of a couple, as long as the partner lives in the home; nothing is told of a
    /// permanent resident, who is assessed as one without a partner.
    pub couple_saver: Option<CoupleSaver>,
    /// Whether as much is left for having saved at home as in a care home; else nothing is, and the savings credit is not in
    /// `income`.
    pub saver_at_home: bool,
    /// Mortgage and other debts secured on the home, deferred payments apart \[pence\] (stock).
    pub mortgage: Pence,
    /// Most that the council asks of anybody for care at home whom it supports, if it has decided so [pence/week].
    pub most_at_home: Option<Pence>,
    /// Share of what is left of income that the council takes for care at home, if it takes less than all.
    pub share_taken_at_home: Option<f64>,
}

/// What is left for having saved to one of a couple, in place of a single person's (National Assistance (Assessment of Resources)
/// Amendment (No. 2) (Scotland) Regulations 2003, regulation 3, and the like elsewhere).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoupleSaver {
    /// At most [pence/week].
    pub most: Pence,
    /// All of it where the qualifying income of the couple is above this [pence/week].
    pub whole_from: Pence,
}

/// What is known of a pensioner's savings credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SavingsCredit {
    /// Nobody asked: those old enough are taken to have the claim that their income gives.
    #[default]
    Unknown,
    /// Known to have no claim.
    None,
    /// Has the claim that the income gives, the credit itself not being told.
    Entitled,
    /// Receives so much, which is part of `income` [pence/week].
    Receives(Pence),
}

/// Income a week that pension credit assumes of savings, which gives a claim to a savings credit and is no income for the council: £1 for
/// each £500 or part of it above £10,000 (State Pension Credit Regulations 2002, regulation 15, as amended from November 2009).
pub fn assumed_for_pension_credit(capital: Pence) -> Pence {
    const FROM: i64 = 1_000_000;
    const STEP: i64 = 50_000;
    Pence(((capital.0 - FROM).max(0) + STEP - 1) / STEP * 100)
}

/// The care that a person has, and what it costs in a week.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// At home or in a care home.
    pub setting: Setting,
    /// Whether it is a nursing home; a short stay in one may be charged as care at home is.
    pub nursing: bool,
    /// Whether the NHS pays for all of it as continuing healthcare.
    pub continuing_healthcare: bool,
    /// What the council would pay, NHS-funded nursing care apart; in a home, board and lodging included [pence/week].
    pub council_rate: Pence,
    /// What somebody who pays in full is charged; never taken below the council rate [pence/week].
    pub self_funder_price: Pence,
    /// Of `council_rate`, personal care; counts only at home, in homes free personal care is a flat payment [pence/week].
    pub personal_care: Pence,
}

/// What is carried from one spell of care to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CareAccount {
    /// Counted towards the cap so far \[pence\] (stock).
    pub metered: Pence,
    /// Deferred payments and their interest, secured on the home \[pence\] (stock).
    pub debt: Pence,
    /// Weeks lived in a care home so far; the home is disregarded in the first of them \[weeks\].
    pub weeks_in_home: u32,
    /// Whether, at the end of what was charged so far, somebody in the home of a resident kept it out of the test.
    pub home_protected: bool,
    /// Week of the stay until which the home is disregarded once more, since whoever kept it out of the test left or died
    /// \[weeks\].
    pub disregarded_until: u32,
}

impl CareAccount {
    /// Notes whether somebody in the home of a resident keeps it out of the test. Once they leave or die, the home is
    /// disregarded for as long again as at the start of a stay.
    #[inline]
    pub(super) fn note_home(&mut self, protected: bool, disregard_weeks: u32) {
        if self.home_protected && !protected {
            self.disregarded_until = self.weeks_in_home + disregard_weeks;
        }
        self.home_protected = protected;
    }

    /// Weeks from now in which the home of a resident is still disregarded \[weeks\].
    #[inline]
    pub(super) fn weeks_disregarded(&self, disregard_weeks: u32) -> u32 {
        disregard_weeks
            .max(self.disregarded_until)
            .saturating_sub(self.weeks_in_home)
    }

    /// The account at the start of another year: what is metered is uprated by `factor` in base-year prices.
    #[must_use]
    pub fn uprated(self, factor: f64) -> CareAccount {
        let metered = Pence(crate::world::money::nearest(self.metered.0 as f64 * factor));
        CareAccount { metered, ..self }
    }
}

/// A stretch of weeks during which need, income and law stay as they are: at most a year.
#[derive(Clone, Copy, Debug)]
pub struct Spell {
    /// Length \[weeks\].
    pub weeks: u32,
    /// Weeks from the end of the spell to death, when death is known to be near; `None` when it is not.
    pub weeks_to_death: Option<u32>,
}

impl Spell {
    /// A spell of a person whose death is not near.
    pub fn of(weeks: u32) -> Spell {
        Spell {
            weeks,
            weeks_to_death: None,
        }
    }
    /// A spell that ends with death.
    pub fn until_death(weeks: u32) -> Spell {
        Spell {
            weeks,
            weeks_to_death: Some(0),
        }
    }
}

/// Who paid what over a spell: `charge + self_funded + council + nhs = gross`, to the penny.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Price of the care \[pence\] (flow).
    pub gross: Pence,
    /// Charges that the person pays to the council \[pence\] (flow).
    pub charge: Pence,
    /// What the person pays to the provider while paying in full \[pence\] (flow).
    pub self_funded: Pence,
    /// What the council pays, charges deducted \[pence\] (flow).
    pub council: Pence,
    /// What the NHS pays: funded nursing care, continuing healthcare, the end of life if so decided \[pence\] (flow).
    pub nhs: Pence,
    /// Of `gross`, price above the council rate \[pence\] (flow).
    pub premium: Pence,
    /// Disability benefit received over the spell \[pence\] (flow).
    pub benefit_received: Pence,
    /// Of what the person paid, out of disability benefit (taken to be spent on care first) \[pence\] (flow).
    pub benefit_used: Pence,
    /// Counted towards the cap \[pence\] (flow).
    pub metered: Pence,
    /// Taken from savings and from the home, interest not included \[pence\] (flow).
    pub wealth_spent: Pence,
    /// Interest on deferred payments, owed to the council \[pence\] (flow).
    pub interest: Pence,
    /// Savings and investments left \[pence\] (stock).
    pub capital_after: Pence,
    /// Weeks paid in full by the person \[weeks\].
    pub weeks_self_funded: u32,
    /// Weeks with some money from the council, free weeks included \[weeks\].
    pub weeks_supported: u32,
}

impl Split {
    /// What the person paid, to whomever \[pence\] (flow).
    pub fn own(&self) -> Pence {
        self.charge + self.self_funded
    }
}
