//! Posts and people: whether the staff exist whom the money would employ.
//!
//! ```text
//!  stayers = staff × (1 − turnover)        turnover: pay against the outside wage, workload, conditions
//!  staff   = min(stayers + those who can be hired, posts less the frictional vacancies)
//!  vacancy = 1 − staff ÷ posts             agency staff fill part of it at a premium
//! ```
//!
//! One arithmetic serves both sectors. Posts follow the volume that money would buy; when hiring falls behind, money that
//! finds nobody buys overtime and extra shifts, which are dearer, and what it does not buy is returned. Pay raises cost at once and lowers turnover.

use std::ops::{Index, IndexMut};

use super::EconomyLevers;
use super::sector::Sector;

/// Number of [`Staffed`] sectors.
pub const STAFFED: usize = 2;

/// One value per [`Staffed`] sector, in index order.
pub type ByStaffed<T> = [T; STAFFED];

/// A sector whose staff are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Staffed {
    /// Hospital and community health services of the NHS.
    Nhs = 0,
    /// Adult social care, whoever employs those who give it.
    Care = 1,
}

impl Staffed {
    /// All, in index order.
    pub const ALL: [Staffed; STAFFED] = [Staffed::Nhs, Staffed::Care];
    /// The envelope that pays them.
    pub const fn sector(self) -> Sector {
        match self {
            Staffed::Nhs => Sector::Nhs,
            Staffed::Care => Sector::Council,
        }
    }
}

impl<T> Index<Staffed> for ByStaffed<T> {
    type Output = T;
    #[inline]
    fn index(&self, at: Staffed) -> &T {
        &self[at as usize]
    }
}

impl<T> IndexMut<Staffed> for ByStaffed<T> {
    #[inline]
    fn index_mut(&mut self, at: Staffed) -> &mut T {
        &mut self[at as usize]
    }
}

crate::levers! {
    /// Staff of a sector: how many, who stays, who can be hired, what they cost.
    pub struct Workforce in each of ["workforce" = "NHS staff", "workforce.care" = "Care workers"] {
        /// People in post in the base year.
        disputed staff: f64 = "people" in 0.0..=20000000.0,
        /// Share of posts unfilled in the base year.
        disputed vacancy_rate: f64 = "share" in 0.0..=0.5,
        /// Share who leave in a year, in the base year; of care workers, those who leave their employer.
        disputed turnover: f64 = "per year" in 0.0..=0.8,
        /// Most that staff can grow in a year through training, and recruitment at home and abroad.
        choice training_inflow: f64 = "per year" in -0.1..=0.3,
        /// Cost of training or recruiting one more than at the base year's pace, in the year of it.
        disputed training_cost: f64 = "£" in 0.0..=1000000.0,
        /// Pay above its path, as long as it is set.
        choice pay_uplift: f64 = "share" in -0.5..=1.0,
        /// Response of turnover to pay against the outside wage.
        disputed turnover_pay_elasticity: f64 = "elasticity" in -5.0..=0.0,
        /// Response of turnover to posts filled.
        disputed turnover_staffing_elasticity: f64 = "elasticity" in -5.0..=0.0,
        /// Change of turnover through training, career, peer and pastoral support.
        choice retention_effect: f64 = "share" in -0.9..=0.9,
        /// Yearly cost of that support for each member of staff.
        choice retention_cost: f64 = "£" in 0.0..=20000.0,
        /// Staff per unit of activity against the base year (a staffing ratio in law).
        choice staffing_ratio: f64 = "ratio" in 0.5..=2.0,
        /// Share of vacancies that agency and bank staff cover.
        disputed agency_cover: f64 = "share" in 0.0..=1.0,
        /// What agency staff cost above employed staff.
        disputed agency_premium: f64 = "share" in 0.0..=3.0,
        /// Share of the money for work that neither employed nor agency staff are found for that buys overtime and extra shifts; the rest is returned.
        disputed overtime: f64 = "share" in 0.0..=1.0,
        /// What such an hour costs above one of employed staff.
        disputed overtime_premium: f64 = "share" in 0.0..=3.0,
        /// Yearly cost of a post.
        disputed cost_per_post: f64 = "£" in 1000.0..=500000.0,
        /// Weight of inspection against the base year (0 = none).
        choice inspection_weight: f64 = "ratio" in 0.0..=5.0,
        /// Share of staff time that inspection takes in the base year.
        disputed inspection_time: f64 = "share" in 0.0..=0.2,
        /// Harm were there no inspection, since what nobody looks at gets worse: rise of deaths by health care, and by social care
        /// of the onset and worsening of dependency.
        disputed inspection_quality: f64 = "share" in -0.05..=0.2,
    }
}

crate::levers! {
    /// How care workers are employed: zero-hours contracts and visits of a quarter of an hour.
    pub struct CareConditions in "workforce.care" {
        /// Whether zero-hours contracts are ended.
        choice zero_hours_ended: bool = "" in 0.0..=1.0,
        /// Share of care workers on zero-hours contracts.
        disputed zero_hours_share: f64 = "share" in 0.0..=1.0,
        /// Turnover of those on zero-hours contracts above that of others.
        disputed zero_hours_turnover: f64 = "per year" in -0.3..=0.3,
        /// What a guaranteed contract costs above a zero-hours one, as a share of pay.
        disputed zero_hours_cost: f64 = "share" in 0.0..=0.5,
        /// Whether fifteen-minute visits are ended.
        choice short_visits_ended: bool = "" in 0.0..=1.0,
        /// Home-care hours that ending them takes from the same staff.
        disputed short_visits_cost: f64 = "share" in 0.0..=0.5,
        /// Change of turnover when they end.
        disputed short_visits_turnover: f64 = "share" in -0.5..=0.5,
    }
}

/// What the arithmetic of staff needs, for either sector.
#[derive(Clone, Copy, Debug)]
pub struct StaffTerms {
    /// The sector's levers.
    pub levers: Workforce,
    /// Turnover now at base pay and staffing, conditions of work included [share per year].
    pub turnover: f64,
    /// Cost of better conditions as a share of spending on pay.
    pub conditions_cost: f64,
    /// Factor on staff time left for care \[ratio\].
    pub time: f64,
    /// Harm from inspection lighter than the base year's; below nothing where it is closer \[share\].
    pub harm: f64,
    /// How much work there is for them, against the base year; where nobody counts it, posts tell \[ratio\].
    pub work: Option<f64>,
    /// Hospital work that sick people need, against the base year; unknown where nobody asks \[ratio\].
    pub needed: Option<f64>,
}

impl EconomyLevers {
    /// The terms of a sector's staff.
    pub fn staff_terms(&self, of: Staffed) -> StaffTerms {
        let levers = self.workforce[of];
        let terms = StaffTerms {
            levers,
            turnover: levers.turnover * (1.0 + levers.retention_effect),
            conditions_cost: 0.0,
            time: time_left(levers.inspection_weight, levers.inspection_time),
            harm: levers.inspection_quality * unseen(levers.inspection_weight),
            work: None,
            needed: None,
        };
        match of {
            Staffed::Nhs => terms,
            Staffed::Care => self.care_conditions.applied(terms),
        }
    }
}

impl CareConditions {
    /// The terms of care workers under these conditions.
    fn applied(&self, mut terms: StaffTerms) -> StaffTerms {
        if self.zero_hours_ended {
            terms.turnover -= self.zero_hours_share * self.zero_hours_turnover;
            terms.conditions_cost = self.zero_hours_share * self.zero_hours_cost;
        }
        if self.short_visits_ended {
            terms.turnover *= 1.0 + self.short_visits_turnover;
        }
        terms.turnover = terms.turnover.max(0.0);
        terms
    }
    /// Factor on the home-care hours that the same staff give \[ratio\].
    pub fn home_care_hours(&self) -> f64 {
        if self.short_visits_ended {
            1.0 - self.short_visits_cost
        } else {
            1.0
        }
    }
}

/// Time left for care at a weight of inspection, against the base year.
fn time_left(weight: f64, time: f64) -> f64 {
    (1.0 - weight * time).max(0.0) / (1.0 - time)
}

/// How much less is seen than in the base year at a weight of inspection: 1 where there is none, 0 as in the base year, and
/// never below -1, since who is watched already is watched no better by looking again.
fn unseen(weight: f64) -> f64 {
    if weight < 1.0 { 1.0 - weight } else { 1.0 / weight - 1.0 }
}

/// Staff and posts of one sector at the end of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staff {
    /// In post [full-time equivalents or posts].
    pub filled: f64,
    /// Posts funded.
    pub posts: f64,
    /// Wage outside the sector against pay inside, beyond the base year \[ratio\].
    pub outside_wage: f64,
}

/// What staff mean for a year's capacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StaffYear {
    /// At the end of the year.
    pub staff: Staff,
    /// Share of posts unfilled [0 to 1].
    pub vacancy_rate: f64,
    /// Share who left [0 to 1].
    pub turnover: f64,
    /// Employed staff against the posts that the work done needs at the base year's ratio \[ratio\].
    pub staffing: f64,
    /// Factor on capacity from posts that neither employed nor agency staff fill [ratio, at most 1].
    pub limit: f64,
    /// What agency staff cost above employed staff [£m].
    pub agency: f64,
}

impl StaffTerms {
    /// Staff of the base year.
    pub fn start(&self) -> Staff {
        Staff {
            filled: self.levers.staff,
            posts: self.levers.staff / (1.0 - self.levers.vacancy_rate),
            outside_wage: 1.0,
        }
    }

    /// Share of the work of all posts that somebody does at a vacancy rate.
    fn manned(&self, vacancy: f64) -> f64 {
        1.0 - vacancy * (1.0 - self.levers.agency_cover)
    }

    /// Agency cost of a vacancy rate among so many posts [£m].
    fn agency(&self, posts: f64, vacancy: f64) -> f64 {
        posts * vacancy * self.levers.agency_cover * self.levers.cost_per_post * self.levers.agency_premium
            / super::capacity::POUNDS_PER_MILLION
    }

    /// Agency cost of the base year [£m].
    pub fn base_agency(&self) -> f64 {
        self.agency(self.start().posts, self.levers.vacancy_rate)
    }

    /// A year of staff: money would fill `volume` times the base year's posts (before the staffing ratio), pay outside stands at
    /// `outside_wage` against pay inside, and programmes change turnover by `programmes` \[ratio\].
    pub fn year(&self, before: &Staff, volume: f64, outside_wage: f64, programmes: f64) -> StaffYear {
        let base = self.start();
        // Posts that money makes and nobody fills add no work to those who are there: people in need do, where they are counted.
        let worked = self.work.map_or(before.posts, |work| base.posts * work);
        let filled_share = if worked > 0.0 { before.filled / worked } else { 1.0 };
        let relative_pay = (1.0 + self.levers.pay_uplift) / outside_wage.max(f64::MIN_POSITIVE);
        let turnover = (self.turnover
            * libm::pow(relative_pay.max(f64::MIN_POSITIVE), self.levers.turnover_pay_elasticity)
            * libm::pow(
                (filled_share / (1.0 - self.levers.vacancy_rate)).max(f64::MIN_POSITIVE),
                self.levers.turnover_staffing_elasticity,
            )
            * programmes)
            .clamp(0.0, 1.0);
        let posts = base.posts * volume.max(0.0) * self.levers.staffing_ratio;
        let hired = before.filled * (self.levers.turnover + self.levers.training_inflow).max(0.0);
        let most = posts
            * (1.0 - self.levers.vacancy_rate * (turnover / self.levers.turnover.max(f64::MIN_POSITIVE)).min(1.0));
        let filled = (before.filled * (1.0 - turnover) + hired).min(most);
        let vacancy = if posts > 0.0 { 1.0 - filled / posts } else { 0.0 };
        let limit = (self.manned(vacancy) / self.manned(self.levers.vacancy_rate)).min(1.0);
        // What money has others do beyond what the sick need takes nobody from their beds.
        let employed = filled / base.filled.max(f64::MIN_POSITIVE);
        let done = volume * limit;
        let theirs = self.needed.map_or(done, |needed| done.min(needed.max(employed)));
        StaffYear {
            staff: Staff {
                filled,
                posts,
                outside_wage,
            },
            vacancy_rate: vacancy,
            turnover,
            staffing: (1.0 - self.levers.vacancy_rate) * if theirs > 0.0 { employed / theirs } else { 1.0 },
            limit,
            agency: self.agency(posts, vacancy),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Staffed;
    use crate::economy::central;

    #[test]
    fn a_year_like_the_base_year_leaves_staff_as_they_are() {
        for terms in Staffed::ALL.map(|of| central::levers().staff_terms(of)) {
            let year = terms.year(&terms.start(), 1.0, 1.0, 1.0);
            assert!((year.staff.filled - terms.levers.staff).abs() < 1e-6);
            assert!((year.vacancy_rate - terms.levers.vacancy_rate).abs() < 1e-12);
            assert!((year.limit - 1.0).abs() < 1e-12);
            assert!((year.agency - terms.base_agency()).abs() < 1e-9);
        }
    }

    #[test]
    fn money_for_twice_the_posts_finds_no_twice_the_staff() {
        let terms = central::levers().staff_terms(Staffed::Nhs);
        let year = terms.year(&terms.start(), 2.0, 1.0, 1.0);
        assert!(year.vacancy_rate > 0.3 && year.limit < 0.9);
    }

    #[test]
    fn beds_have_fewer_of_their_own_staff_where_staff_leave_and_not_where_money_makes_posts() {
        let mut terms = central::levers().staff_terms(Staffed::Nhs);
        terms.needed = Some(1.0);
        let staffing = |volume: f64, outside: f64| terms.year(&terms.start(), volume, outside, 1.0).staffing;
        let now = staffing(1.0, 1.0);
        assert!((now - (1.0 - terms.levers.vacancy_rate)).abs() < 1e-12);
        // Far better pay: a little is made good by those who are newly trained.
        assert!(staffing(1.0, 3.0) < now, "better pay elsewhere");
        assert!(staffing(1.3, 1.0) >= now, "money for posts that agencies fill");
        assert!(
            (staffing(0.9, 1.0) - now).abs() < 0.01 * now,
            "fewer patients, fewer staff"
        );
        let mut levers = central::levers();
        levers.workforce[Staffed::Nhs].staffing_ratio = 1.05;
        let mut terms = levers.staff_terms(Staffed::Nhs);
        terms.needed = Some(1.0);
        assert!(
            terms.year(&terms.start(), 1.0, 1.0, 1.0).staffing > now,
            "more staff for each patient"
        );
    }

    #[test]
    fn money_for_posts_that_nobody_fills_drives_no_care_worker_away_and_more_people_in_need_do() {
        let turnover = |volume: f64, work: f64| {
            let mut terms = central::levers().staff_terms(Staffed::Care);
            terms.work = Some(work);
            let before = terms.year(&terms.start(), volume, 1.0, 1.0).staff;
            terms.year(&before, volume, 1.0, 1.0).turnover
        };
        assert!(turnover(1.3, 1.0) <= turnover(1.0, 1.0));
        assert!(turnover(1.0, 1.1) > turnover(1.0, 1.0));
        assert!(turnover(0.8, 1.0) > turnover(1.0, 1.0), "fewer hands for the same work");
    }

    #[test]
    fn without_inspection_there_is_more_time_and_more_harm() {
        let at = |weight: f64| {
            let mut levers = central::levers();
            levers.workforce[Staffed::Nhs].inspection_quality = 0.002;
            levers.workforce[Staffed::Nhs].inspection_weight = weight;
            levers.staff_terms(Staffed::Nhs)
        };
        assert_eq!((at(1.0).time, at(1.0).harm), (1.0, 0.0));
        assert!(at(0.0).time > 1.0 && (at(0.0).harm - 0.002).abs() < 1e-12);
        assert!(at(2.0).time < 1.0 && at(2.0).harm < 0.0);
        assert!(at(5.0).harm > -0.002, "more and more inspection does less and less");
    }

    #[test]
    fn better_pay_and_secure_contracts_lower_turnover_and_vacancies() {
        let mut levers = central::levers();
        let terms = levers.staff_terms(Staffed::Care);
        let before = terms.year(&terms.start(), 1.0, 1.0, 1.0);
        levers.workforce[Staffed::Care].pay_uplift = 0.1;
        levers.care_conditions.zero_hours_ended = true;
        let terms = levers.staff_terms(Staffed::Care);
        let after = terms.year(&terms.start(), 1.0, 1.0, 1.0);
        assert!(after.turnover < before.turnover);
        assert!(after.vacancy_rate < before.vacancy_rate);
    }

    #[test]
    fn a_workforce_reads_the_table_that_its_place_names() {
        use super::{ByStaffed, Workforce};
        use crate::world::Levers;
        let specs = <ByStaffed<Workforce> as Levers>::SPECS;
        let each = specs.len() / Staffed::ALL.len();
        let values: Vec<f64> = (0..specs.len()).map(|at| at as f64).collect();
        let both: ByStaffed<Workforce> = Levers::read(&values);
        for (of, section) in [(Staffed::Nhs, "workforce"), (Staffed::Care, "workforce.care")] {
            let at = both[of].staff as usize;
            assert_eq!((specs[at].section(), at % each), (section, 0));
        }
    }
}
