//! The law of a year, and the prices, hours and responses it is applied with: all that is promised before money is given.

use crate::economy::charging::{Fees, Indices, Law, Scheme, SchemeLevers};
use crate::projection::care::CareTerms;
use crate::projection::levers::Levers;
use crate::services::social_care::{FreeCareResponse, SocialCareLevers};
use crate::world::{ByService, Luck, Service, Year};

use super::now::Now;

/// The law of a year and what it is applied with.
pub(super) struct LawOfYear {
    /// The law in force.
    pub law: Law,
    /// What it would be without reform; nothing where there is none.
    pub without: Option<Law>,
    /// Prices of care.
    pub fees: Fees,
    /// Attendance Allowance, lower and higher rate [£/week].
    pub benefit: [f64; 2],
    /// Response of demand to free care.
    pub free: FreeCareResponse,
    /// Rules of need, with the hours of this year.
    pub rules: SocialCareLevers,
}

/// Law and prices as they have moved since the base year.
pub(super) struct Laws {
    /// The law of the base year.
    base: SchemeLevers,
    /// The first year of the reform in force, if one is.
    reform_since: Option<Year>,
    /// Prices against the base year's [ratio].
    prices: f64,
    /// Earnings against the base year's [ratio].
    earnings: f64,
    /// Price of care against the base year's [ratio].
    pub price_of_care: f64,
}

impl Laws {
    /// The law of the base year.
    pub fn new(base: SchemeLevers) -> Laws {
        Laws {
            base,
            reform_since: None,
            prices: 1.0,
            earnings: 1.0,
            price_of_care: 1.0,
        }
    }

    /// Moves the price at which care is assessed to the year `index` years after the base year.
    pub fn move_price(&mut self, levers: &Levers, index: usize) {
        let prices = &levers.economy.prices;
        if index > 0 {
            self.price_of_care *= (1.0 + prices.input_price_growth()[1]) / (1.0 + prices.productivity_growth()[1]);
        }
    }

    /// Whether the law of charging is another than the base year's.
    pub fn reformed(&self, levers: &Levers) -> bool {
        !levers.charging.same_law(&self.base)
    }

    /// The law of the year; `multiplier` is need per person against the base year, `spared` whether a reform, in force or
    /// undone, has left people with purses that they would not have.
    pub fn of_year(&mut self, now: &Now, multiplier: &ByService, spared: bool) -> LawOfYear {
        let (law, without) = self.with_and_without(now, spared);
        let levers = now.levers;
        let mut fee_levers = levers.fees;
        fee_levers.residential *= multiplier[Service::CareHome];
        fee_levers.nursing *= multiplier[Service::CareHome];
        let fees = Fees::compile(
            &fee_levers,
            levers.charging.free_care.personal_share_at_home,
            now.price_of_care,
        );
        let benefit = [
            levers.charging.charging.attendance_allowance_lower,
            levers.charging.charging.attendance_allowance_higher,
        ];
        let free = match self.reform_since {
            Some(since) if law.free_personal_care_at_home || law.all_free => {
                levers.services.social_care.free_care(f64::from(now.year.since(since)))
            }
            _ => FreeCareResponse::NONE,
        };
        // Need per person grows besides people: longer hours at home, more care in each place of a home.
        let mut rules = levers.services.social_care;
        for hours in [&mut rules.hours_low, &mut rules.hours_medium, &mut rules.hours_high] {
            *hours *= multiplier[Service::HomeCare];
        }
        LawOfYear {
            law,
            without,
            fees,
            benefit,
            free,
            rules,
        }
    }

    /// What the law is this year, and what it would be without reform (nothing where there is none).
    fn with_and_without(&mut self, now: &Now, spared: bool) -> (Law, Option<Law>) {
        let Now {
            year,
            index,
            tables,
            levers,
            ..
        } = *now;
        let prices = &levers.economy.prices;
        let mut indices = Indices::BASE;
        if index > 0 {
            let price_growth = tables
                .economy
                .prices
                .of(year)
                .zip(tables.economy.prices.of(Year(year.0 - 1)))
                .map_or(levers.join.long_run_inflation, |(now, then)| {
                    now.smoothed / then.smoothed - 1.0
                });
            self.prices *= 1.0 + price_growth;
            self.earnings *= 1.0 + prices.outside_pay_growth;
            indices = Indices {
                years: index as f64,
                prices: self.prices,
                earnings: self.earnings,
                price_growth,
                earnings_growth: prices.outside_pay_growth,
            };
        }
        let law = Law::compile(&levers.charging, indices);
        if self.reformed(levers) {
            self.reform_since.get_or_insert(year);
        } else {
            self.reform_since = None;
            // What a reform spared people stays with them when it is undone.
            if !spared {
                return (law, None);
            }
        }
        let without: SchemeLevers = match now.base {
            Some(base) => base.levers.charging,
            None => {
                let mut charging = levers.charging;
                charging.charging.scheme = Scheme::MeansTest;
                charging.free_care.with_personal_care = false;
                charging.free_care.with_end_of_life = false;
                charging
            }
        };
        (law, Some(Law::compile(&without, indices)))
    }
}

impl LawOfYear {
    /// What the care pass is told of the year.
    pub fn care_terms(&self, now: &Now, luck: Luck) -> CareTerms<'_> {
        let levers = now.levers;
        CareTerms {
            rules: &self.rules,
            law: &self.law,
            without: self.without.as_ref(),
            fees: &self.fees,
            free: self.free,
            unpaid: now.factors.unpaid_care,
            nursing_share: levers.join.nursing_share,
            continuing_healthcare_share: levers.charging.charging.continuing_healthcare_share,
            benefit: self.benefit,
            dying: [levers.join.dying_at_home, levers.join.dying_in_care_home],
            luck,
        }
    }
}
