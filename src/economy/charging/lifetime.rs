//! From 65 to death under one law: what a life of care costs, who pays, how much of a person's wealth goes.
//!
//! A career is a short list of stages, each a package for so many weeks, the last one ending with death. It is charged
//! year by year, as law is: accounts are uprated and interest is added every 52 weeks. The law is held as it is at 65, so
//! that the figure answers "what does this law do to those who turn 65 now?" and not what later governments may do.
//! Before the first stage nothing is spent on care, so wealth at 65 is wealth at entry.

use super::law::Law;
use super::person::{CareAccount, Circumstances, Package, Spell, Split};
use super::spell::charge;
use crate::world::Pence;

/// Longest list of stages in a [`Career`].
pub const STAGES: usize = 6;
pub(super) const WEEKS_IN_YEAR: u32 = 52;

/// Some weeks with one package.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// Length \[weeks\].
    pub weeks: u32,
    /// Care in those weeks.
    pub care: Package,
    /// Whether a partner still lives in the home in those weeks.
    pub partner_at_home: bool,
    /// Disability benefit claimed in those weeks [pence/week].
    pub disability_benefit: Pence,
}

/// The care that a person will have from 65 to death, in order; `None` fills the rest of the list.
#[derive(Clone, Copy, Debug)]
pub struct Career {
    /// Circumstances at the first stage; partner and benefit are those of each stage.
    pub person: Circumstances,
    /// Stages of care, ending with death.
    pub stages: [Option<Stage>; STAGES],
}

/// A life of care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LifetimeSplit {
    /// Price of all care \[pence\].
    pub gross: Pence,
    /// Paid by the person, interest on deferred payments apart \[pence\].
    pub own: Pence,
    /// Interest on deferred payments \[pence\].
    pub interest: Pence,
    /// Paid by the council, charges deducted \[pence\].
    pub council: Pence,
    /// Paid by the NHS \[pence\].
    pub nhs: Pence,
    /// In the account at death, as uprated \[pence\].
    pub metered: Pence,
    /// Savings and home at the start \[pence\].
    pub wealth_before: Pence,
    /// Of that, spent on care, interest included \[pence\].
    pub wealth_spent: Pence,
    /// Disability benefit received \[pence\].
    pub benefit_received: Pence,
    /// Weeks of care \[weeks\].
    pub weeks: u32,
    /// Of those, paid in full by the person \[weeks\].
    pub weeks_self_funded: u32,
}

impl LifetimeSplit {
    /// Share of wealth spent on care; 0 for one who had none.
    pub fn share_spent(&self) -> f64 {
        if self.wealth_before.0 <= 0 {
            return 0.0;
        }
        self.wealth_spent.pounds() / self.wealth_before.pounds()
    }

    fn add(&mut self, split: &Split, weeks: u32) {
        self.gross += split.gross;
        self.own += split.own();
        self.interest += split.interest;
        self.council += split.council;
        self.nhs += split.nhs;
        self.wealth_spent += split.wealth_spent + split.interest;
        self.benefit_received += split.benefit_received;
        self.weeks += weeks;
        self.weeks_self_funded += split.weeks_self_funded;
    }
}

/// Follows a career under a law.
pub fn lifetime(career: &Career, law: &Law) -> LifetimeSplit {
    let mut person = career.person;
    let mut account = CareAccount::default();
    let mut life = LifetimeSplit {
        wealth_before: person.capital + person.housing,
        ..LifetimeSplit::default()
    };
    let mut to_death: u32 = career.stages.iter().flatten().map(|stage| stage.weeks).sum();
    let mut left_in_year = WEEKS_IN_YEAR;
    for stage in career.stages.iter().flatten() {
        person.partner_at_home = stage.partner_at_home;
        person.disability_benefit = stage.disability_benefit;
        let mut left = stage.weeks;
        while left > 0 {
            if left_in_year == 0 {
                account = account.uprated(law.account_uprating);
                left_in_year = WEEKS_IN_YEAR;
            }
            let weeks = left.min(left_in_year);
            to_death -= weeks;
            let spell = Spell {
                weeks,
                weeks_to_death: Some(to_death),
            };
            let split = charge(&person, &stage.care, &mut account, law, spell);
            person.capital = split.capital_after;
            life.add(&split, weeks);
            left -= weeks;
            left_in_year -= weeks;
        }
    }
    life.metered = account.metered;
    life
}

/// A cohort's lives of care, weighted.
#[derive(Clone, Copy, Debug, Default)]
pub struct LifetimeSummary {
    weight: f64,
    gross: f64,
    own: f64,
    over: f64,
    share_spent: f64,
    with_wealth: f64,
}

impl LifetimeSummary {
    /// Adds a life that stands for `weight` people; those who never need care are added too, with an empty career.
    pub fn add(&mut self, life: &LifetimeSplit, weight: f64, law: &Law) {
        self.weight += weight;
        self.gross += weight * life.gross.pounds();
        self.own += weight * life.own.pounds();
        if life.own.0 > law.catastrophic_cost {
            self.over += weight;
        }
        if life.wealth_before.0 > 0 {
            self.with_wealth += weight;
            self.share_spent += weight * life.share_spent();
        }
    }
    /// Share of the cohort whose care costs them more than the catastrophic amount \[share\].
    pub fn share_over(&self) -> f64 {
        ratio(self.over, self.weight)
    }
    /// Mean share of wealth spent on care, over those who have any \[share\].
    pub fn mean_share_spent(&self) -> f64 {
        ratio(self.share_spent, self.with_wealth)
    }
    /// Mean lifetime care cost, whoever pays [£].
    pub fn mean_cost(&self) -> f64 {
        ratio(self.gross, self.weight)
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{care_home, law, person, pounds};
    use super::*;

    #[test]
    fn a_cap_lowers_what_four_years_in_a_home_cost_and_a_cohort_is_summed_by_weight() {
        let stage = Stage {
            weeks: 4 * WEEKS_IN_YEAR,
            care: care_home(),
            partner_at_home: false,
            disability_benefit: Pence::ZERO,
        };
        let mut stages = [None; STAGES];
        stages[0] = Some(stage);
        let career = Career {
            person: person(50_000.0, 400_000.0),
            stages,
        };
        let now = lifetime(&career, &law("means_test"));
        assert_eq!(now.own, pounds(1400.0 * 208.0));
        assert_eq!(now.gross, now.own + now.council + now.nhs);
        let capped = lifetime(&career, &law("cap_2011"));
        assert!(capped.own < now.own && capped.wealth_spent < now.wealth_spent);

        let mut cohort = LifetimeSummary::default();
        cohort.add(&now, 1.0, &law("means_test"));
        let nothing = Career {
            stages: [None; STAGES],
            ..career
        };
        cohort.add(&lifetime(&nothing, &law("means_test")), 3.0, &law("means_test"));
        assert_eq!(cohort.share_over(), 0.25);
        assert!((cohort.mean_share_spent() - now.share_spent() / 4.0).abs() < 1e-12);
    }

    #[test]
    fn interest_on_what_is_owed_is_wealth_spent_and_an_account_is_worth_more_as_it_is_uprated() {
        let split = Split {
            wealth_spent: Pence(1_000),
            interest: Pence(50),
            ..Split::default()
        };
        let mut life = LifetimeSplit::default();
        life.add(&split, 10);
        life.add(&split, 10);
        assert_eq!(
            (life.wealth_spent, life.interest, life.weeks),
            (Pence(2_100), Pence(100), 20)
        );
        let account = CareAccount {
            metered: Pence(10_000),
            ..CareAccount::default()
        };
        assert_eq!(account.uprated(1.05).metered, Pence(10_500));
        assert_eq!(account.uprated(0.98).metered, Pence(9_800));
    }

    #[test]
    fn what_counts_against_catastrophe_is_what_one_pays_oneself_and_an_account_grows_each_year() {
        let years = |weeks: u32| Stage {
            weeks,
            care: care_home(),
            partner_at_home: false,
            disability_benefit: Pence::ZERO,
        };
        let life = |weeks: u32, capital: f64, law: &Law| {
            let mut stages = [None; STAGES];
            stages[0] = Some(years(weeks));
            let person = person(capital, 0.0);
            lifetime(&Career { person, stages }, law)
        };
        // Whose care the council pays has had dear care and paid little.
        let law_now = law("means_test");
        let supported = life(4 * WEEKS_IN_YEAR, 1_000.0, &law_now);
        assert!(supported.gross.0 > law_now.catastrophic_cost && supported.own.0 < law_now.catastrophic_cost);
        let mut cohort = LifetimeSummary::default();
        cohort.add(&supported, 1.0, &law_now);
        assert_eq!(cohort.share_over(), 0.0);

        let capped = Law {
            account_uprating: 1.1,
            cap: pounds(10_000_000.0).0,
            ..law("cap_2011")
        };
        let [one, two] = [1, 2].map(|year| life(year * WEEKS_IN_YEAR, 5_000_000.0, &capped).metered);
        assert!(one > Pence::ZERO);
        assert_eq!(two.0, crate::world::money::nearest(one.0 as f64 * 1.1) + one.0);
    }
}
