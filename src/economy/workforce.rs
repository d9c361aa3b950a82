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

crate::levers! {
    /// NHS staff: hospital and community health services.
    pub struct HealthWorkforce in "workforce" {
        /// Staff in post in the base year.
        disputed staff: f64 = "people" in 0.0..=20000000.0,
        /// Share of posts unfilled in the base year.
        disputed vacancy_rate: f64 = "share" in 0.0..=0.5,
        /// Share of staff who leave in a year, in the base year.
        disputed turnover: f64 = "per year" in 0.0..=0.8,
        /// Most that staff can grow in a year through training and recruitment.
        choice training_inflow: f64 = "per year" in -0.1..=0.3,
        /// Pay above its path, as long as it is set.
        choice pay_uplift: f64 = "share" in -0.5..=1.0,
        /// Response of turnover to pay against the outside wage.
        disputed turnover_pay_elasticity: f64 = "elasticity" in -5.0..=0.0,
        /// Response of turnover to posts filled.
        disputed turnover_staffing_elasticity: f64 = "elasticity" in -5.0..=0.0,
        /// Change of turnover through retention, peer and pastoral support.
        choice retention_effect: f64 = "share" in -0.9..=0.9,
        /// Yearly cost of retention, peer and pastoral support per member of staff.
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
    }
}

crate::levers! {
    /// Care workers, whoever employs them.
    pub struct CareWorkforce in "workforce.care" {
        /// Posts filled in the base year.
        disputed staff: f64 = "people" in 0.0..=20000000.0,
        /// Share of posts unfilled in the base year.
        disputed vacancy_rate: f64 = "share" in 0.0..=0.5,
        /// Share of care workers who leave their employer in a year, in the base year.
        disputed turnover: f64 = "per year" in 0.0..=0.8,
        /// Most that the workforce can grow in a year through recruitment at home and abroad.
        choice training_inflow: f64 = "per year" in -0.1..=0.3,
        /// Pay above its path, as long as it is set.
        choice pay_uplift: f64 = "share" in -0.5..=1.0,
        /// Response of turnover to pay against the outside wage.
        disputed turnover_pay_elasticity: f64 = "elasticity" in -5.0..=0.0,
        /// Response of turnover to posts filled.
        disputed turnover_staffing_elasticity: f64 = "elasticity" in -5.0..=0.0,
        /// Change of turnover through training, career and pastoral support.
        choice retention_effect: f64 = "share" in -0.9..=0.9,
        /// Yearly cost of that support per care worker.
        choice retention_cost: f64 = "£" in 0.0..=20000.0,
        /// Staff per unit of care against the base year.
        choice staffing_ratio: f64 = "ratio" in 0.5..=2.0,
        /// Share of vacancies that agency staff cover.
        disputed agency_cover: f64 = "share" in 0.0..=1.0,
        /// What agency staff cost above employed staff.
        disputed agency_premium: f64 = "share" in 0.0..=3.0,
        /// Share of the money for work that neither employed nor agency staff are found for that buys overtime and extra shifts; the rest is returned.
        disputed overtime: f64 = "share" in 0.0..=1.0,
        /// What such an hour costs above one of employed staff.
        disputed overtime_premium: f64 = "share" in 0.0..=3.0,
        /// Yearly cost of a post.
        disputed cost_per_post: f64 = "£" in 1000.0..=500000.0,
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
        /// Weight of inspection against the base year (0 = none).
        choice inspection_weight: f64 = "ratio" in 0.0..=5.0,
        /// Share of staff time that inspection takes in the base year.
        disputed inspection_time: f64 = "share" in 0.0..=0.2,
    }
}

/// What the arithmetic of staff needs, for either sector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Staff in post in the base year.
    pub staff: f64,
    /// Vacancies in the base year [share of posts].
    pub vacancy_rate: f64,
    /// Turnover in the base year [share per year].
    pub base_turnover: f64,
    /// Turnover now at base pay and staffing, conditions of work included [share per year].
    pub turnover: f64,
    /// Most that staff can grow in a year \[share\].
    pub inflow: f64,
    /// Pay above its path \[share\].
    pub pay_uplift: f64,
    /// Response of turnover to relative pay.
    pub pay_elasticity: f64,
    /// Response of turnover to posts filled.
    pub staffing_elasticity: f64,
    /// Staff per unit of activity \[ratio\].
    pub staffing_ratio: f64,
    /// Share of vacancies that agency staff cover.
    pub agency_cover: f64,
    /// Agency cost above employed staff \[share\].
    pub agency_premium: f64,
    /// Share of the money for unstaffed work that buys overtime.
    pub overtime: f64,
    /// Overtime's cost above employed staff \[share\].
    pub overtime_premium: f64,
    /// Cost of a post [£ per year].
    pub cost_per_post: f64,
    /// Cost of better conditions as a share of spending on pay.
    pub conditions_cost: f64,
    /// Cost of retention support [£ per member of staff].
    pub retention_cost: f64,
    /// Factor on staff time left for care \[ratio\].
    pub time: f64,
}

impl HealthWorkforce {
    /// The terms of NHS staff.
    pub fn terms(&self) -> Terms {
        Terms {
            staff: self.staff,
            vacancy_rate: self.vacancy_rate,
            base_turnover: self.turnover,
            turnover: self.turnover * (1.0 + self.retention_effect),
            inflow: self.training_inflow,
            pay_uplift: self.pay_uplift,
            pay_elasticity: self.turnover_pay_elasticity,
            staffing_elasticity: self.turnover_staffing_elasticity,
            staffing_ratio: self.staffing_ratio,
            agency_cover: self.agency_cover,
            agency_premium: self.agency_premium,
            overtime: self.overtime,
            overtime_premium: self.overtime_premium,
            cost_per_post: self.cost_per_post,
            conditions_cost: 0.0,
            retention_cost: self.retention_cost,
            time: time_left(self.inspection_weight, self.inspection_time),
        }
    }
}

impl CareWorkforce {
    /// The terms of care workers.
    pub fn terms(&self) -> Terms {
        let mut turnover = self.turnover * (1.0 + self.retention_effect);
        if self.zero_hours_ended {
            turnover -= self.zero_hours_share * self.zero_hours_turnover;
        }
        if self.short_visits_ended {
            turnover *= 1.0 + self.short_visits_turnover;
        }
        Terms {
            staff: self.staff,
            vacancy_rate: self.vacancy_rate,
            base_turnover: self.turnover,
            turnover: turnover.max(0.0),
            inflow: self.training_inflow,
            pay_uplift: self.pay_uplift,
            pay_elasticity: self.turnover_pay_elasticity,
            staffing_elasticity: self.turnover_staffing_elasticity,
            staffing_ratio: self.staffing_ratio,
            agency_cover: self.agency_cover,
            agency_premium: self.agency_premium,
            overtime: self.overtime,
            overtime_premium: self.overtime_premium,
            cost_per_post: self.cost_per_post,
            conditions_cost: if self.zero_hours_ended {
                self.zero_hours_share * self.zero_hours_cost
            } else {
                0.0
            },
            retention_cost: self.retention_cost,
            time: time_left(self.inspection_weight, self.inspection_time),
        }
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
    /// Posts filled against posts that the activity needs at the base year's ratio \[ratio\].
    pub staffing: f64,
    /// Factor on capacity from posts that neither employed nor agency staff fill [ratio, at most 1].
    pub limit: f64,
    /// What agency staff cost above employed staff [£m].
    pub agency: f64,
}

impl Terms {
    /// Staff of the base year.
    pub fn start(&self) -> Staff {
        Staff {
            filled: self.staff,
            posts: self.staff / (1.0 - self.vacancy_rate),
            outside_wage: 1.0,
        }
    }

    /// Share of the work of all posts that somebody does at a vacancy rate.
    fn manned(&self, vacancy: f64) -> f64 {
        1.0 - vacancy * (1.0 - self.agency_cover)
    }

    /// Agency cost of a vacancy rate among so many posts [£m].
    fn agency(&self, posts: f64, vacancy: f64) -> f64 {
        posts * vacancy * self.agency_cover * self.cost_per_post * self.agency_premium
            / super::capacity::POUNDS_PER_MILLION
    }

    /// Agency cost of the base year [£m].
    pub fn base_agency(&self) -> f64 {
        self.agency(self.start().posts, self.vacancy_rate)
    }

    /// A year of staff: money would fill `volume` times the base year's posts (before the staffing ratio), pay outside stands at
    /// `outside_wage` against pay inside, and programmes change turnover by `programmes` \[ratio\].
    pub fn year(&self, before: &Staff, volume: f64, outside_wage: f64, programmes: f64) -> StaffYear {
        let base = self.start();
        let filled_share = if before.posts > 0.0 {
            before.filled / before.posts
        } else {
            1.0
        };
        let relative_pay = (1.0 + self.pay_uplift) / outside_wage.max(f64::MIN_POSITIVE);
        let turnover = (self.turnover
            * libm::pow(relative_pay.max(f64::MIN_POSITIVE), self.pay_elasticity)
            * libm::pow(
                (filled_share / (1.0 - self.vacancy_rate)).max(f64::MIN_POSITIVE),
                self.staffing_elasticity,
            )
            * programmes)
            .clamp(0.0, 1.0);
        let posts = base.posts * volume.max(0.0) * self.staffing_ratio;
        let hired = before.filled * (self.base_turnover + self.inflow).max(0.0);
        let most = posts * (1.0 - self.vacancy_rate * (turnover / self.base_turnover.max(f64::MIN_POSITIVE)).min(1.0));
        let filled = (before.filled * (1.0 - turnover) + hired).min(most);
        let vacancy = if posts > 0.0 { 1.0 - filled / posts } else { 0.0 };
        StaffYear {
            staff: Staff {
                filled,
                posts,
                outside_wage,
            },
            vacancy_rate: vacancy,
            turnover,
            staffing: (1.0 - vacancy) * self.staffing_ratio,
            limit: (self.manned(vacancy) / self.manned(self.vacancy_rate)).min(1.0),
            agency: self.agency(posts, vacancy),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::economy::central;

    #[test]
    fn a_year_like_the_base_year_leaves_staff_as_they_are() {
        for terms in [
            central::levers().workforce.terms(),
            central::levers().care_workforce.terms(),
        ] {
            let year = terms.year(&terms.start(), 1.0, 1.0, 1.0);
            assert!((year.staff.filled - terms.staff).abs() < 1e-6);
            assert!((year.vacancy_rate - terms.vacancy_rate).abs() < 1e-12);
            assert!((year.limit - 1.0).abs() < 1e-12);
            assert!((year.agency - terms.base_agency()).abs() < 1e-9);
        }
    }

    #[test]
    fn money_for_twice_the_posts_finds_no_twice_the_staff() {
        let terms = central::levers().workforce.terms();
        let year = terms.year(&terms.start(), 2.0, 1.0, 1.0);
        assert!(year.vacancy_rate > 0.3 && year.limit < 0.9);
    }

    #[test]
    fn better_pay_and_secure_contracts_lower_turnover_and_vacancies() {
        let mut levers = central::levers().care_workforce;
        let before = levers.terms().year(&levers.terms().start(), 1.0, 1.0, 1.0);
        levers.pay_uplift = 0.1;
        levers.zero_hours_ended = true;
        let after = levers.terms().year(&levers.terms().start(), 1.0, 1.0, 1.0);
        assert!(after.turnover < before.turnover);
        assert!(after.vacancy_rate < before.vacancy_rate);
    }
}
