//! What can be set about charging: the scheme in force, the means test, free care, and every cap ever proposed.
//!
//! Each cap is a set of its own, in the prices of its own day, so that choosing a scheme is one word; [`Prices`] holds the
//! one deflator that brings them to base-year pounds.

use std::ops::{Index, IndexMut};

use crate::world::Levers;
use crate::{choice, levers};

choice! {
    /// Which law is in force.
    pub enum Scheme {
        /// The means test of the Care Act 2014 alone.
        MeansTest = "means_test",
        /// The Dilnot Commission's cap.
        Cap2011 = "cap_2011",
        /// The Care Act 2014's cap, legislated for 2016 and never begun.
        Cap2014 = "cap_2014",
        /// The 2017 manifesto: a floor, the home counted everywhere, and a cap.
        Cap2017 = "cap_2017",
        /// The 2021 plan, cancelled in 2024.
        Cap2021 = "cap_2021",
        /// Free personal care, as in Scotland.
        FreePersonalCare = "free_personal_care",
        /// Free in the last weeks of life, means test before.
        FreeEndOfLife = "free_end_of_life",
        /// Free at the point of use altogether.
        FreeAll = "free_all",
    }
}

choice! {
    /// What an amount of money follows from year to year.
    pub enum Indexing {
        /// The same cash, so less in real terms every year.
        Frozen = "frozen",
        /// Prices, so the same in real terms.
        Prices = "prices",
        /// Average earnings.
        Earnings = "earnings",
    }
}

levers! {
    /// The scheme, the means test, NHS money in homes, and disability benefits.
    pub struct Charging in "social_care.charging" {
        /// Which law is in force.
        choice scheme: Scheme = "" in 0.0..=7.0,
        /// Lower capital limit in a care home: capital up to it yields no assumed income.
        choice lower_limit_care_home: f64 = "£" in 0.0..=2000000.0,
        /// Upper capital limit in a care home: above it one pays in full.
        choice upper_limit_care_home: f64 = "£" in 0.0..=2000000.0,
        /// Lower capital limit of a person who lives at home.
        choice lower_limit_own_home: f64 = "£" in 0.0..=2000000.0,
        /// Upper capital limit of a person who lives at home.
        choice upper_limit_own_home: f64 = "£" in 0.0..=2000000.0,
        /// Capital between the limits that yields one step of assumed income.
        choice tariff_step: f64 = "£" in 1.0..=100000.0,
        /// Assumed income for each step or part of a step.
        choice tariff_income: f64 = "£/week" in 0.0..=1000.0,
        /// Income that a resident of a care home keeps.
        choice personal_expenses_allowance: f64 = "£/week" in 0.0..=1000.0,
        /// Income that a single person over pension age keeps at home.
        choice income_guarantee_single: f64 = "£/week" in 0.0..=2000.0,
        /// Income that each of a couple over pension age keeps at home.
        choice income_guarantee_couple: f64 = "£/week" in 0.0..=2000.0,
        /// Income that a person under pension age keeps at home, disability premium and enhanced disability premium included.
        choice income_guarantee_working_age: f64 = "£/week" in 0.0..=2000.0,
        /// State pension age.
        choice pension_age: f64 = "years" in 55.0..=80.0,
        /// Most that anybody is charged a week for care at home, whatever their means; a sum that nobody reaches where the law sets none.
        choice most_at_home: f64 = "£/week" in 0.0..=100000.0,
        /// Disability-related expenditure allowed to a person who is charged at home and has a disability benefit.
        disputed disability_expenditure: f64 = "£/week" in 0.0..=500.0,
        /// Share of an occupational pension left to a partner at home when the other is in a care home.
        choice partner_pension_share: f64 = "share" in 0.0..=1.0,
        /// Whether the home counts as capital of a person in a care home.
        choice home_counted_in_care_home: bool = "" in 0.0..=1.0,
        /// Whether the home counts as capital of a person who lives in it.
        choice home_counted_at_home: bool = "" in 0.0..=1.0,
        /// Whether a partner or relative who lives in the home keeps it out of the test of care at home, where it counts there; in a
        /// care home they always do.
        choice household_keeps_home_out: bool = "" in 0.0..=1.0,
        /// Weeks after entry during which the home is disregarded.
        choice property_disregard_weeks: f64 = "weeks" in 0.0..=520.0,
        /// Whether payments can be deferred against the home, with interest; if not, the home is sold.
        choice deferred_payments: bool = "" in 0.0..=1.0,
        /// Interest on deferred payments, above inflation.
        choice deferred_interest: f64 = "per year" in -0.1..=0.2,
        /// What the capital limits follow.
        choice limits_indexing: Indexing = "" in 0.0..=2.0,
        /// What the allowances follow.
        choice allowances_indexing: Indexing = "" in 0.0..=2.0,
        /// Growth of the capital limits on top of what they follow.
        choice limits_extra_growth: f64 = "per year" in -0.2..=0.2,
        /// NHS-funded nursing care, paid to nursing homes for each resident.
        choice nhs_nursing_rate: f64 = "£/week" in 0.0..=2000.0,
        /// Share of care-home residents whose care the NHS pays for as continuing healthcare.
        disputed continuing_healthcare_share: f64 = "share" in 0.0..=1.0,
        /// Attendance Allowance, lower rate.
        choice attendance_allowance_lower: f64 = "£/week" in 0.0..=1000.0,
        /// Attendance Allowance, higher rate.
        choice attendance_allowance_higher: f64 = "£/week" in 0.0..=1000.0,
        /// Share of a disability benefit above the lower rate that the test at home leaves out, for people over pension age
        /// (whose higher rate is for help by day and by night).
        disputed night_rate_disregarded_pension_age: f64 = "share" in 0.0..=1.0,
        /// The same for people under pension age (whose Personal Independence Payment has no part for nights).
        disputed night_rate_disregarded_working_age: f64 = "share" in 0.0..=1.0,
        /// Most that a resident keeps for having saved, beside the personal expenses allowance, while the council pays.
        choice savings_disregard: f64 = "£/week" in 0.0..=1000.0,
        /// Weekly income of one's own above which a resident keeps something for having saved.
        choice savings_disregard_from: f64 = "£/week" in 0.0..=5000.0,
        /// Weekly income of one's own above which a resident keeps the most.
        choice savings_disregard_whole_from: f64 = "£/week" in 0.0..=5000.0,
        /// Share of the income between the two that is kept, up to the most.
        choice savings_disregard_share: f64 = "share" in 0.0..=1.0,
        /// Age in the base year from which residents have a claim to it; the age rises with every year, as the claim ended for
        /// those who reached pension age later.
        choice savings_disregard_age: f64 = "years" in 0.0..=120.0,
        /// Share of a home's value taken off for the expenses of selling it, where it counts as capital.
        choice sale_costs_share: f64 = "share" in 0.0..=1.0,
        /// Whether a disability benefit stops in a care home while the council pays towards the place.
        choice benefit_stops_with_council_money: bool = "" in 0.0..=1.0,
        /// Cost to oneself above which lifetime care is called catastrophic.
        given catastrophic_cost: f64 = "£" in 0.0..=10000000.0,
    }
}

levers! {
    /// Care that is free whatever one's means: the Scottish payments, free care at home, the end of life, everything.
    pub struct FreeCare in "social_care.charging.free_care" {
        /// Whether personal care is free on top of whatever scheme is chosen.
        choice with_personal_care: bool = "" in 0.0..=1.0,
        /// Whether the last weeks of life are free on top of whatever scheme is chosen.
        choice with_end_of_life: bool = "" in 0.0..=1.0,
        /// Payment for personal care to a resident of a care home.
        choice personal_payment: f64 = "£/week" in 0.0..=5000.0,
        /// Payment for nursing by the council, on top of NHS-funded nursing care.
        choice nursing_payment: f64 = "£/week" in 0.0..=5000.0,
        /// Whether personal care at home is free.
        choice at_home: bool = "" in 0.0..=1.0,
        /// Share of care at home that is personal care, the rest being domestic help and the like.
        disputed personal_share_at_home: f64 = "share" in 0.0..=1.0,
        /// Whether a self-funder in a care home who has the payment loses the disability benefit.
        choice benefit_stops: bool = "" in 0.0..=1.0,
        /// What the payments follow.
        choice payments_indexing: Indexing = "" in 0.0..=2.0,
        /// Weeks before death in which all care is free.
        choice end_of_life_weeks: f64 = "weeks" in 0.0..=520.0,
        /// Whether the NHS pays for the free end of life; if not, the council does.
        choice end_of_life_by_nhs: bool = "" in 0.0..=1.0,
        /// Whether residents still pay daily living costs when care is free altogether.
        choice daily_living_charged: bool = "" in 0.0..=1.0,
        /// Daily living costs then charged.
        choice daily_living_cost: f64 = "£/week" in 0.0..=5000.0,
    }
}

levers! {
    /// The deflator that brings each proposal to base-year pounds: GDP deflator, 2023 = 100, financial years.
    pub struct Prices in "social_care.charging.prices" {
        /// 2010/11.
        given deflator_2010: f64 = "index" in 1.0..=1000.0,
        /// 2016/17.
        given deflator_2016: f64 = "index" in 1.0..=1000.0,
        /// 2017/18.
        given deflator_2017: f64 = "index" in 1.0..=1000.0,
        /// 2021/22.
        given deflator_2021: f64 = "index" in 1.0..=1000.0,
        /// 2023/24.
        given deflator_2023: f64 = "index" in 1.0..=1000.0,
        /// The base year, 2024/25.
        given deflator_base: f64 = "index" in 1.0..=1000.0,
    }
}

choice! {
    /// In whose prices an amount is stated.
    pub enum PriceYear {
        /// April 2010 to March 2011.
        Y2010 = "2010/11",
        /// April 2016 to March 2017.
        Y2016 = "2016/17",
        /// April 2017 to March 2018.
        Y2017 = "2017/18",
        /// April 2021 to March 2022.
        Y2021 = "2021/22",
        /// April 2023 to March 2024.
        Y2023 = "2023/24",
        /// The base year.
        Base = "2024/25",
    }
}

impl Prices {
    /// Every proposal as it was printed: no year's pound is worth more than another's.
    pub fn as_printed() -> Prices {
        Prices::read(&[1.0; <Prices as Levers>::SPECS.len()])
    }

    /// What £1 of that year is in base-year pounds.
    pub fn to_base(self, year: PriceYear) -> f64 {
        let then = match year {
            PriceYear::Y2010 => self.deflator_2010,
            PriceYear::Y2016 => self.deflator_2016,
            PriceYear::Y2017 => self.deflator_2017,
            PriceYear::Y2021 => self.deflator_2021,
            PriceYear::Y2023 => self.deflator_2023,
            PriceYear::Base => self.deflator_base,
        };
        self.deflator_base / then
    }
}

/// Number of [`Proposal`]s.
pub const PROPOSALS: usize = 4;

/// A cap on what one pays for care over a lifetime, as somebody proposed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Proposal {
    /// The Commission on Funding of Care and Support, 2011.
    Commission2011 = 0,
    /// The Care Act 2014, as regulated for April 2016.
    CareAct2014 = 1,
    /// The Conservative manifesto of 2017, with the cap announced days later.
    Manifesto2017 = 2,
    /// Build Back Better, 2021, as legislated in 2022.
    Plan2021 = 3,
}

impl Scheme {
    /// The proposal of a cap that this law is, if it has one.
    pub const fn proposal(self) -> Option<Proposal> {
        match self {
            Scheme::Cap2011 => Some(Proposal::Commission2011),
            Scheme::Cap2014 => Some(Proposal::CareAct2014),
            Scheme::Cap2017 => Some(Proposal::Manifesto2017),
            Scheme::Cap2021 => Some(Proposal::Plan2021),
            Scheme::MeansTest | Scheme::FreePersonalCare | Scheme::FreeEndOfLife | Scheme::FreeAll => None,
        }
    }
}

impl<T> Index<Proposal> for [T; PROPOSALS] {
    type Output = T;
    fn index(&self, at: Proposal) -> &T {
        &self[at as usize]
    }
}

impl<T> IndexMut<Proposal> for [T; PROPOSALS] {
    fn index_mut(&mut self, at: Proposal) -> &mut T {
        &mut self[at as usize]
    }
}

levers! {
    /// A cap and the means test that belongs to it; amounts in the prices of its day.
    pub struct Cap in each of [
        "social_care.charging.cap_2011" = "Dilnot Commission, 2011",
        "social_care.charging.cap_2014" = "Care Act, 2014",
        "social_care.charging.cap_2017" = "Manifesto, 2017",
        "social_care.charging.cap_2021" = "Build Back Better, 2021",
    ] {
        /// In whose prices cap and limits are stated.
        choice price_year: PriceYear = "" in 0.0..=5.0,
        /// Lifetime cap on what counts as care.
        choice cap: f64 = "£" in 0.0..=2000000.0,
        /// Lower capital limit in a care home.
        choice lower_limit_care_home: f64 = "£" in 0.0..=2000000.0,
        /// Upper capital limit in a care home when the home counts.
        choice upper_limit_care_home: f64 = "£" in 0.0..=2000000.0,
        /// Upper capital limit in a care home when the home does not count.
        choice upper_limit_without_home: f64 = "£" in 0.0..=2000000.0,
        /// Lower capital limit at home.
        choice lower_limit_own_home: f64 = "£" in 0.0..=2000000.0,
        /// Upper capital limit at home.
        choice upper_limit_own_home: f64 = "£" in 0.0..=2000000.0,
        /// In whose prices daily living costs are stated.
        choice daily_living_price_year: PriceYear = "" in 0.0..=5.0,
        /// Board and lodging in a care home, which do not count towards the cap and are not covered by it.
        choice daily_living_cost: f64 = "£/week" in 0.0..=5000.0,
        /// Whether what the council pays counts towards the cap.
        choice council_contributions_count: bool = "" in 0.0..=1.0,
        /// Whether years already lived in a care home count when the cap begins, as if it had always been there; no proposal
        /// says so, but costings of a steady state do.
        choice past_residence_counts: bool = "" in 0.0..=1.0,
        /// Years in a care home that every resident is taken to have behind them when the cap is reckoned. No proposal grants any, but
        /// costings do that help every resident from the first year.
        choice residence_granted: f64 = "years" in 0.0..=50.0,
        /// Whether the home counts as capital of a person who lives in it.
        choice home_counted_at_home: bool = "" in 0.0..=1.0,
        /// Whether the price falls to the council rate once the cap is reached.
        choice premium_ends_at_cap: bool = "" in 0.0..=1.0,
        /// What cap, limits and daily living costs follow.
        choice indexing: Indexing = "" in 0.0..=2.0,
        /// What the account follows.
        choice account_indexing: Indexing = "" in 0.0..=2.0,
    }
}

levers! {
    /// What care costs in a week, and who bears it when self-funders no longer pay more than councils.
    pub struct FeeLevers in "social_care.charging.fees" {
        /// Council rate for residential care.
        choice residential: f64 = "£/week" in 0.0..=10000.0,
        /// Council rate for nursing care, NHS-funded nursing care apart.
        choice nursing: f64 = "£/week" in 0.0..=10000.0,
        /// Council rate for home care.
        choice home_care_hour: f64 = "£/hour" in 0.0..=500.0,
        /// Price to self-funders above the council rate, in the same care home.
        disputed care_home_premium: f64 = "share" in 0.0..=2.0,
        /// Price to self-funders above the council rate, at home.
        disputed home_care_premium: f64 = "share" in 0.0..=2.0,
        /// Share of self-funders for whom the council arranges care at its own rate.
        choice arranged_by_council: f64 = "share" in 0.0..=1.0,
        /// Weeks of self-funders for each week that councils pay for, in care homes.
        given self_funder_weeks: f64 = "ratio" in 0.0..=10.0,
        /// Of the cross-subsidy so lost, the share that councils make good in their rates; providers bear the rest.
        disputed lost_subsidy_on_councils: f64 = "share" in 0.0..=1.0,
    }
}

crate::lever_bundle! {
    /// Everything about charging that a scenario sets for a year.
    pub struct SchemeLevers, spans SchemeSpans {
        /// Scheme, means test, NHS money, benefits.
        charging: Charging,
        /// Free care.
        free_care: FreeCare,
        /// The deflator of the proposals.
        prices: Prices,
        /// Every cap ever proposed, in force or not.
        caps: [Cap; PROPOSALS],
    }
}

impl SchemeLevers {
    /// The cap of the scheme in force, if it has one.
    pub fn cap(&self) -> Option<Cap> {
        self.charging.scheme.proposal().map(|proposal| self.caps[proposal])
    }
}
