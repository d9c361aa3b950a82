//! The law of a year, and the prices, hours and responses it is applied with: all that is promised before money is given.

use crate::economy::charging::{Fees, Indices, Law, Scheme, SchemeLevers};
use crate::people::Population;
use crate::projection::care::{CareTerms, Shadows};
use crate::services::social_care::{FreeCareResponse, SocialCareLevers};
use crate::world::{ByService, Luck, Service, Year};

use super::{Now, WorldState};

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

impl WorldState {
    /// The law of the year, at this year's price of care; `multiplier` is need per person against the base year.
    pub(super) fn law_of_year(&mut self, now: &Now, multiplier: &ByService) -> LawOfYear {
        let (law, without) = self.laws(now);
        let prices = &self.levers.economy.prices;
        if now.index > 0 {
            self.care_price *= (1.0 + prices.input_price_growth()[1]) / (1.0 + prices.productivity_growth()[1]);
        }
        let levers = &self.levers;
        let mut fee_levers = levers.fees;
        fee_levers.residential *= multiplier[Service::CareHome];
        fee_levers.nursing *= multiplier[Service::CareHome];
        let fees = Fees::compile(
            &fee_levers,
            levers.charging.free_care.personal_share_at_home,
            self.care_price,
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

    /// What the care pass is told of the year.
    pub(super) fn care_terms<'l>(&self, law: &'l LawOfYear, _year: Year, luck: Luck) -> CareTerms<'l> {
        let levers = &self.levers;
        CareTerms {
            rules: &law.rules,
            law: &law.law,
            without: law.without.as_ref(),
            fees: &law.fees,
            free: law.free,
            unpaid: self.factors.unpaid_care,
            nursing_share: levers.join.nursing_share,
            continuing_healthcare_share: levers.charging.charging.continuing_healthcare_share,
            benefit: law.benefit,
            dying: [levers.join.dying_at_home, levers.join.dying_in_care_home],
            luck,
        }
    }

    /// Whether the law of charging is another than the base year's.
    fn reformed(&self) -> bool {
        !self.levers.charging.same_law(&self.base_charging)
    }

    /// Moves the purses that people would have without reform a year on; they are filled when a reform begins.
    pub(super) fn move_shadows(&mut self, population: &Population) {
        if let Some(shadows) = &mut self.shadows {
            shadows.year_on(population, self.levers.people.wealth_growth);
        } else if self.reformed() {
            self.shadows = Some(Shadows::begin(population));
        }
    }

    /// What the law is this year, and what it would be without reform (nothing where there is none).
    fn laws(&mut self, now: &Now) -> (Law, Option<Law>) {
        let Now {
            year, index, tables, ..
        } = *now;
        let prices = &self.levers.economy.prices;
        let mut indices = Indices::BASE;
        if index > 0 {
            let price_growth = tables
                .economy
                .prices
                .of(year)
                .zip(tables.economy.prices.of(Year(year.0 - 1)))
                .map_or(self.levers.join.long_run_inflation, |(now, then)| {
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
        let law = Law::compile(&self.levers.charging, indices);
        if self.reformed() {
            self.reform_since.get_or_insert(year);
        } else {
            self.reform_since = None;
            // What a reform spared people stays with them when it is undone.
            if self.shadows.is_none() {
                return (law, None);
            }
        }
        let without: SchemeLevers = match &self.base {
            Some(base) => base.levers.charging,
            None => {
                let mut levers = self.levers.charging;
                levers.charging.scheme = Scheme::MeansTest;
                levers.free_care.with_personal_care = false;
                levers.free_care.with_end_of_life = false;
                levers
            }
        };
        (law, Some(Law::compile(&without, indices)))
    }
}
