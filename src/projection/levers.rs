//! All levers, in one order: the catalogue that scenario files are checked against, and the structs that a year reads.

use crate::economy::EconomyLevers;
use crate::economy::charging::{
    Cap2011, Cap2014, Cap2017, Cap2021, Charging, FeeLevers, FreeCare, Prices, SchemeLevers,
};
use crate::people::{HealthLevers, PeopleLevers};
use crate::scenario::Catalogue;
use crate::services::ServicesLevers;
use crate::world::{LeverSpec, Levers as Set};

crate::levers! {
    /// What joins the rooms: care pass, private care, valuation, scale.
    pub struct JoinLevers in "care" {
        /// Size of the economy against its tables: multiplies people, money, posts, beds and activity, and changes no rate.
        scale: f64 = "ratio" in 0.0000001..=1000.0,
        /// Share of care-home residents aged 65+ in nursing homes.
        nursing_share: f64 = "share" in 0.0..=1.0,
        /// Share of residents of the base year with a partner at home, against people of their age and sex at home.
        residents_partner_ratio: f64 = "ratio" in 0.0..=1.0,
        /// Replacement price of an hour of unpaid care.
        unpaid_hour_value: f64 = "£/hour" in 0.0..=200.0,
        /// Price of a planned pathway bought privately, admitted and not admitted together.
        private_pathway_price: f64 = "£" in 0.0..=100000.0,
        /// Most by which more money can widen access to council care at home, against the base year's threshold.
        widest_threshold: f64 = "ratio" in 1.0..=3.0,
        /// How much of a shortfall of care money falls on other support than packages, for each pound that falls on care at home in proportion.
        shortfall_on_other: f64 = "ratio" in 0.0..=1.0,
        /// The same for adults aged 18 to 64.
        shortfall_on_working_age: f64 = "ratio" in 0.0..=1.0,
        /// Chance to die within the year of an older person with care at home.
        dying_at_home: f64 = "share" in 0.0..=1.0,
        /// Chance to die within the year of a care-home resident.
        dying_in_care_home: f64 = "share" in 0.0..=1.0,
        /// People of 65 who are followed to death in each draw to tell lifetime cost.
        lifetime_lives: f64 = "people" in 10.0..=100000.0,
        /// Rise of prices beyond the years of the published deflator.
        long_run_inflation: f64 = "per year" in -0.05..=0.2,
        /// Change of the share of long waits that stands for full enforcement of a guarantee.
        full_enforcement_tail: f64 = "share of list" in -0.5..=-0.001,
    }
}

/// Every lever of a year.
#[derive(Clone, Copy, Debug)]
pub struct Levers {
    /// Population and health.
    pub people: PeopleLevers,
    /// Good health and quality of life.
    pub health: HealthLevers,
    /// Need, queues, care rules, feedback.
    pub services: ServicesLevers,
    /// Money.
    pub economy: EconomyLevers,
    /// Charging for care.
    pub charging: SchemeLevers,
    /// Prices of care.
    pub fees: FeeLevers,
    /// What joins them.
    pub join: JoinLevers,
}

/// The sets, in the order of the values.
fn sets() -> Vec<&'static [LeverSpec]> {
    let mut sets: Vec<&'static [LeverSpec]> = vec![PeopleLevers::SPECS, HealthLevers::SPECS];
    sets.extend(ServicesLevers::sets());
    sets.extend([
        EconomyLevers::SPECS,
        Charging::SPECS,
        FreeCare::SPECS,
        Prices::SPECS,
        Cap2011::SPECS,
        Cap2014::SPECS,
        Cap2017::SPECS,
        Cap2021::SPECS,
        FeeLevers::SPECS,
        JoinLevers::SPECS,
    ]);
    sets
}

/// The catalogue of every lever.
pub fn catalogue() -> Catalogue {
    Catalogue::new(&sets()).choosing(super::choices::is_choice)
}

/// Takes sets one after the other from the values of a year.
struct Cursor<'a> {
    rest: &'a [f64],
}

impl Cursor<'_> {
    fn take(&mut self, count: usize) -> &[f64] {
        let (mine, others) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = others;
        mine
    }
    fn read<T: Set>(&mut self) -> T {
        T::read(self.take(T::SPECS.len()))
    }
}

/// Number of values that decide how a world starts: people, health and services.
pub fn start_values() -> usize {
    PeopleLevers::SPECS.len()
        + HealthLevers::SPECS.len()
        + ServicesLevers::sets().iter().map(|set| set.len()).sum::<usize>()
}

/// Where the values of charging, fees and what joins the rooms stand: the last of all.
pub fn join_values() -> std::ops::Range<usize> {
    let charging = charging_values();
    charging.start..charging.end + FeeLevers::SPECS.len() + JoinLevers::SPECS.len()
}

/// Where the values of charging stand.
pub fn charging_values() -> std::ops::Range<usize> {
    let start = start_values() + EconomyLevers::SPECS.len();
    let count = [
        Charging::SPECS,
        FreeCare::SPECS,
        Prices::SPECS,
        Cap2011::SPECS,
        Cap2014::SPECS,
        Cap2017::SPECS,
        Cap2021::SPECS,
    ]
    .iter()
    .map(|set| set.len())
    .sum::<usize>();
    start..start + count
}

impl Levers {
    /// From one value per lever, in the order of [`catalogue`].
    pub fn read(values: &[f64]) -> Levers {
        let mut cursor = Cursor { rest: values };
        let mut levers = Levers {
            people: cursor.read(),
            health: cursor.read(),
            services: ServicesLevers::read(|set| cursor.take(set.len()).to_vec()),
            economy: cursor.read(),
            charging: SchemeLevers {
                charging: cursor.read(),
                free_care: cursor.read(),
                prices: cursor.read(),
                cap_2011: cursor.read(),
                cap_2014: cursor.read(),
                cap_2017: cursor.read(),
                cap_2021: cursor.read(),
            },
            fees: cursor.read(),
            join: cursor.read(),
        };
        levers.scale_up();
        levers
    }

    /// Multiplies every amount that is not a rate by the size of the economy. People are scaled by their weights.
    fn scale_up(&mut self) {
        let scale = self.join.scale;
        if scale == 1.0 {
            return;
        }
        let (services, money) = (&mut self.services, &mut self.economy);
        let (base, planned, adults) = (&mut services.base, &mut services.planned, &mut services.working_age);
        for amount in [
            &mut base.primary_care,
            &mut base.community_health,
            &mut base.mental_health,
            &mut base.planned_outpatient,
            &mut base.planned_admitted,
            &mut base.emergency_department,
            &mut base.emergency_admission,
            &mut base.prescribing,
            &mut base.dental_optical,
            &mut base.home_care,
            &mut base.care_home,
            &mut base.public_health,
            &mut planned.base_clock_starts,
            &mut planned.start_list,
            &mut planned.start_over_52,
            &mut services.urgent.base_beds,
            &mut services.urgent.base_delayed,
            &mut adults.base_users,
            &mut adults.base_cost,
            &mut adults.base_residents,
            &mut adults.unpaid_hours_under_65,
            &mut money.nhs.envelope,
            &mut money.nhs.addition,
            &mut money.earmarked.primary_care,
            &mut money.earmarked.community_health,
            &mut money.earmarked.mental_health,
            &mut money.earmarked.planned_outpatient,
            &mut money.earmarked.planned_admitted,
            &mut money.earmarked.emergency_department,
            &mut money.earmarked.emergency_admission,
            &mut money.earmarked.prescribing,
            &mut money.earmarked.dental_optical,
            &mut money.nhs.transfer_to_councils,
            &mut money.council.gross_spending,
            &mut money.council.addition,
            &mut money.public_health.grant,
            &mut money.public_health.addition,
            &mut money.charges.prescription_income,
            &mut money.charges.dental_income,
            &mut money.governance.reorganisation_cost,
            &mut money.guarantees.monitoring_cost,
            &mut money.pfi.unitary_charges,
            &mut money.prices.gdp,
            &mut money.tax.penny_on_basic_rate,
            &mut money.tax.point_on_national_insurance,
            &mut money.workforce.staff,
            &mut money.care_workforce.staff,
        ] {
            *amount *= scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_listed_once_and_every_value_reaches_its_field() {
        let catalogue = catalogue();
        let mut keys: Vec<&str> = catalogue.specs().iter().map(|spec| spec.key).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        let values: Vec<f64> = (0..count).map(|index| index as f64).collect();
        let levers = Levers::read(&values);
        let at = |key: &str| catalogue.index(key).map(|index| index as f64);
        assert_eq!(Some(levers.join.unpaid_hour_value), at("care.unpaid_hour_value"));
        assert_eq!(
            Some(levers.charging.cap_2021.cap),
            at("social_care.charging.cap_2021.cap")
        );
        assert_eq!(
            Some(levers.economy.pfi.renegotiated_share),
            at("pfi.renegotiated_share")
        );
        let range = charging_values();
        assert_eq!(catalogue.specs()[range.start].key, "social_care.charging.scheme");
        assert_eq!(catalogue.specs()[range.end].section(), "social_care.charging.fees");
    }
}
