//! From 65 to death under one law: what a life of care costs, who pays, how much of a person's wealth goes.
//!
//! A life is lived stage by stage, each a package for so many weeks, and may end after any of them: who asks what each of
//! many deaths would come to lives the life once. It is charged year by year, as law is: accounts are uprated and interest
//! is added every 52 weeks of care. The law is held as it is at 65, so that the figure answers "what does this law do to
//! those who turn 65 now?" and not what later governments may do. Before the first stage nothing is spent on care, so
//! wealth at 65 is wealth at entry.

use super::law::Law;
use super::person::{CareAccount, Circumstances, Package, Spell, Split};
use super::spell::charge;
use crate::world::Pence;

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

/// A life of care under one law, so far.
#[derive(Clone, Debug)]
pub struct Living<'a> {
    law: &'a Law,
    now: So,
    /// The spells in which a death to come may make care free, each with how things stood before it.
    near_the_end: Vec<(So, Package, u32)>,
}

/// How things stand in a life.
#[derive(Clone, Copy, Debug)]
struct So {
    person: Circumstances,
    account: CareAccount,
    left_in_year: u32,
    life: LifetimeSplit,
}

impl So {
    /// Some weeks on; death is so many weeks after them, where it is near.
    #[inline]
    fn live(&mut self, care: &Package, weeks: u32, weeks_to_death: Option<u32>, law: &Law) {
        if self.left_in_year == 0 {
            self.account = self.account.uprated(law.account_uprating);
            self.left_in_year = WEEKS_IN_YEAR;
        }
        let spell = Spell { weeks, weeks_to_death };
        let split = charge(&self.person, care, &mut self.account, law, spell);
        self.person.capital = split.capital_after;
        self.life.add(&split, weeks);
        self.left_in_year -= weeks;
    }

    fn ended(&self) -> LifetimeSplit {
        LifetimeSplit {
            metered: self.account.metered,
            ..self.life
        }
    }
}

impl<'a> Living<'a> {
    /// A life without care until now; partner and benefit are those of each stage.
    pub fn of(person: &Circumstances, law: &'a Law) -> Living<'a> {
        Living {
            law,
            now: So {
                person: *person,
                account: CareAccount::default(),
                left_in_year: WEEKS_IN_YEAR,
                life: LifetimeSplit {
                    wealth_before: person.capital + person.housing,
                    ..LifetimeSplit::default()
                },
            },
            near_the_end: Vec::new(),
        }
    }

    /// A stage on, at the end of which death is not yet near.
    pub fn live(&mut self, stage: &Stage) {
        self.now.person.partner_at_home = stage.partner_at_home;
        self.now.person.disability_benefit = stage.disability_benefit;
        let mut left = stage.weeks;
        while left > 0 {
            let weeks = match self.now.left_in_year {
                0 => left.min(WEEKS_IN_YEAR),
                in_year => left.min(in_year),
            };
            if self.law.end_of_life_weeks > 0 {
                self.near_the_end.push((self.now, stage.care, weeks));
            }
            self.now.live(&stage.care, weeks, None, self.law);
            left -= weeks;
        }
    }

    /// What it has come to, were death now: the last weeks are charged again where a law makes them free.
    pub fn at_death(&self) -> LifetimeSplit {
        let (mut weeks, mut from) = (0, self.near_the_end.len());
        while from > 0 && weeks < self.law.end_of_life_weeks {
            from -= 1;
            weeks += self.near_the_end[from].2;
        }
        let Some((so, ..)) = self.near_the_end.get(from) else {
            return self.now.ended();
        };
        let mut last = *so;
        for (so, care, long) in &self.near_the_end[from..] {
            weeks -= long;
            last.person.partner_at_home = so.person.partner_at_home;
            last.person.disability_benefit = so.person.disability_benefit;
            last.live(care, *long, Some(weeks), self.law);
        }
        last.ended()
    }
}

/// A whole life under a law: stages, the last one ending with death.
#[cfg(test)]
pub(super) fn lifetime(person: &Circumstances, stages: &[Stage], law: &Law) -> LifetimeSplit {
    let mut living = Living::of(person, law);
    stages.iter().for_each(|stage| living.live(stage));
    living.at_death()
}

/// A cohort's lives of care, weighted.
#[derive(Clone, Copy, Debug, Default)]
pub struct LifetimeSummary {
    weight: f64,
    gross: f64,
    over: f64,
    share_spent: f64,
    with_wealth: f64,
}

impl LifetimeSummary {
    /// Adds a life that stands for `weight` people; those who never need care are added too.
    pub fn add(&mut self, life: &LifetimeSplit, weight: f64, law: &Law) {
        self.weight += weight;
        self.gross += weight * life.gross.pounds();
        if life.own.0 > law.catastrophic_cost {
            self.over += weight;
        }
        if life.wealth_before.0 > 0 {
            self.with_wealth += weight;
            self.share_spent += weight * life.share_spent();
        }
    }
    /// Adds the lives of another summary.
    pub fn merge(&mut self, other: &LifetimeSummary) {
        self.weight += other.weight;
        self.gross += other.gross;
        self.over += other.over;
        self.share_spent += other.share_spent;
        self.with_wealth += other.with_wealth;
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
        let rich = person(50_000.0, 400_000.0);
        let now = lifetime(&rich, &[stage], &law("means_test"));
        assert_eq!(now.own, pounds(1400.0 * 208.0));
        assert_eq!(now.gross, now.own + now.council + now.nhs);
        let capped = lifetime(&rich, &[stage], &law("cap_2011"));
        assert!(capped.own < now.own && capped.wealth_spent < now.wealth_spent);

        let mut cohort = LifetimeSummary::default();
        cohort.add(&now, 1.0, &law("means_test"));
        let mut others = LifetimeSummary::default();
        others.add(&lifetime(&rich, &[], &law("means_test")), 3.0, &law("means_test"));
        cohort.merge(&others);
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
        let life = |weeks: u32, capital: f64, law: &Law| lifetime(&person(capital, 0.0), &[years(weeks)], law);
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

    /// A life whose death is known from the start, spell by spell.
    fn foreseen(person: &Circumstances, stages: &[Stage], law: &Law) -> LifetimeSplit {
        let mut to_death: u32 = stages.iter().map(|stage| stage.weeks).sum();
        let (mut person, mut account, mut in_year) = (*person, CareAccount::default(), 0);
        let mut life = LifetimeSplit {
            wealth_before: person.capital + person.housing,
            ..LifetimeSplit::default()
        };
        for stage in stages {
            person.partner_at_home = stage.partner_at_home;
            person.disability_benefit = stage.disability_benefit;
            // A week at a time would round interest otherwise.
            let first = stage.weeks.min(WEEKS_IN_YEAR - in_year);
            let whole = (stage.weeks - first) / WEEKS_IN_YEAR;
            let rest = stage.weeks - first - whole * WEEKS_IN_YEAR;
            let spells = [first]
                .into_iter()
                .chain((0..whole).map(|_| WEEKS_IN_YEAR))
                .chain([rest]);
            for weeks in spells.filter(|weeks| *weeks > 0) {
                if in_year == WEEKS_IN_YEAR {
                    (account, in_year) = (account.uprated(law.account_uprating), 0);
                }
                to_death -= weeks;
                let spell = Spell {
                    weeks,
                    weeks_to_death: Some(to_death),
                };
                let split = charge(&person, &stage.care, &mut account, law, spell);
                person.capital = split.capital_after;
                life.add(&split, weeks);
                in_year += weeks;
            }
        }
        life.metered = account.metered;
        life
    }

    #[test]
    fn a_life_that_may_end_in_any_year_is_lived_once_and_costs_what_each_of_those_lives_would() {
        let stage = |weeks: u32| Stage {
            weeks,
            care: care_home(),
            partner_at_home: weeks > WEEKS_IN_YEAR,
            disability_benefit: pounds(100.0),
        };
        let who = person(60_000.0, 250_000.0);
        for (scheme, weeks_free) in [
            ("cap_2011", 0),
            ("cap_2011", 12),
            ("means_test", 52),
            ("cap_2014", 70),
            ("cap_2011", 400),
        ] {
            let law = Law {
                end_of_life_weeks: weeks_free,
                account_uprating: 1.02,
                ..law(scheme)
            };
            let stages = [stage(80), stage(52), stage(52), stage(30), stage(52)];
            let mut living = Living::of(&who, &law);
            for lived in 1..=stages.len() {
                living.live(&stages[lived - 1]);
                assert_eq!(
                    living.at_death(),
                    foreseen(&who, &stages[..lived], &law),
                    "{scheme}, {weeks_free}, {lived}"
                );
            }
            let paid_for = Law {
                end_of_life_weeks: 0,
                ..law
            };
            let paid_for = lifetime(&who, &stages, &paid_for);
            assert_eq!(weeks_free > 0, living.at_death().own < paid_for.own);
        }
    }
}
