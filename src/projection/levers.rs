//! All levers, in one order: the catalogue that scenario files are checked against, and the structs that a year reads.

use crate::economy::EconomyLevers;
use crate::economy::charging::{FeeLevers, SchemeLevers};
use crate::people::{DeterminantLevers, HealthLevers, PeopleLevers};
use crate::scenario::Catalogue;
use crate::services::ServicesLevers;
use crate::world::Levers as Set;

crate::levers! {
    /// What joins the rooms: care pass, private care, valuation, scale.
    pub struct JoinLevers in "care" {
        /// Size of the economy against its tables: multiplies people, money, posts, beds and activity, and changes no rate.
        given scale: f64 = "ratio" in 0.0000001..=1000.0,
        /// Share of care-home residents aged 65+ in nursing homes.
        belief nursing_share: f64 = "share" in 0.0..=1.0,
        /// Share of residents of the base year with a partner at home, against people of their age and sex at home.
        belief residents_partner_ratio: f64 = "ratio" in 0.0..=1.0,
        /// Replacement price of an hour of unpaid care.
        belief unpaid_hour_value: f64 = "£/hour" in 0.0..=200.0,
        /// Price of a planned pathway bought privately, admitted and not admitted together.
        belief private_pathway_price: f64 = "£" in 0.0..=100000.0,
        /// Most by which more money can widen access to council care at home, against the base year's threshold.
        belief widest_threshold: f64 = "ratio" in 1.0..=3.0,
        /// How much of a shortfall of care money falls on other support than packages, for each pound that falls on care at home in proportion.
        belief shortfall_on_other: f64 = "ratio" in 0.0..=1.0,
        /// The same for adults aged 18 to 64.
        belief shortfall_on_working_age: f64 = "ratio" in 0.0..=1.0,
        /// Chance to die within the year of an older person with care at home.
        belief dying_at_home: f64 = "share" in 0.0..=1.0,
        /// Chance to die within the year of a care-home resident.
        belief dying_in_care_home: f64 = "share" in 0.0..=1.0,
        /// Lives of people of 65 that are followed to death in each draw to tell lifetime cost, for each simulated person.
        given lifetime_lives: f64 = "ratio" in 0.01..=10.0,
        /// Rise of prices beyond the years of the published deflator.
        belief long_run_inflation: f64 = "per year" in -0.05..=0.2,
        /// Change of the share of long waits that stands for full enforcement of a guarantee.
        belief full_enforcement_tail: f64 = "share of list" in -0.5..=-0.001,
    }
}

crate::lever_bundle! {
    /// Every lever of a year.
    pub struct Levers, spans LeverSpans {
        /// Population and health.
        people: PeopleLevers,
        /// Good health and quality of life.
        health: HealthLevers,
        /// What income does to health.
        determinants: DeterminantLevers,
        /// Need, queues, care rules, feedback.
        services: ServicesLevers,
        /// Money.
        economy: EconomyLevers,
        /// Charging for care.
        charging: SchemeLevers,
        /// Prices of care.
        fees: FeeLevers,
        /// What joins them.
        join: JoinLevers,
    }
}

/// The catalogue of every lever.
pub fn catalogue() -> Catalogue {
    Catalogue::new(&[Levers::SPECS]).bound_by(&[
        crate::economy::charging::RULES,
        crate::economy::RULES,
        crate::people::RULES,
    ])
}

impl Levers {
    /// From one value per lever, in the order of [`catalogue`], with every amount brought to the size of the place.
    pub fn of_place(values: &[f64]) -> Levers {
        let scale = JoinLevers::read(&values[Levers::SPANS.join()]).scale;
        if scale == 1.0 {
            return Levers::read(values);
        }
        let mut scaled = values.to_vec();
        for (at, (value, spec)) in scaled.iter_mut().zip(Levers::SPECS).enumerate() {
            // People are scaled by their weights, once they are simulated.
            if spec.grows && !Levers::SPANS.people().contains(&at) {
                *value *= scale;
            }
        }
        Levers::read(&scaled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::charging::levers::Proposal;
    use crate::economy::workforce::Staffed;
    use crate::world::{Nature, Rule};

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
            Some(levers.charging.caps[Proposal::Plan2021].cap),
            at("social_care.charging.cap_2021.cap")
        );
        assert_eq!(
            Some(levers.economy.pfi.renegotiated_share),
            at("pfi.renegotiated_share")
        );
        let range = Levers::SPANS.charging();
        assert_eq!(catalogue.specs()[range.start].key, "social_care.charging.scheme");
        assert_eq!(catalogue.specs()[range.end].section(), "social_care.charging.fees");
    }

    #[test]
    fn every_rule_binds_levers_that_there_are_and_all_that_are_of_its_kind() {
        let catalogue = catalogue();
        let bound: Vec<&str> = catalogue.rules().iter().flat_map(Rule::keys).collect();
        for key in &bound {
            assert!(catalogue.index(key).is_some(), "{key} is no lever");
        }
        for spec in catalogue.specs() {
            let limit = spec.name().starts_with("lower_limit_") || spec.name().starts_with("upper_limit_");
            let part = spec.section() == "balance_of_care" && spec.unit == "share" && spec.nature == Nature::Given;
            assert!(
                !(limit || part) || bound.contains(&spec.key),
                "{} is bound by no rule",
                spec.key
            );
        }
    }

    #[test]
    fn what_is_done_or_given_is_no_belief_and_what_follows_from_it_is() {
        let catalogue = catalogue();
        for (done, nature) in [
            ("pooling.share", Nature::Choice),
            ("governance.regime", Nature::Choice),
            ("guarantees.enforced", Nature::Choice),
            ("funding.nhs.real_growth", Nature::Choice),
            // Who gets care and which service gets the money is decided, by councils and the NHS, and not believed.
            ("services.social_care.eligible_low", Nature::Choice),
            ("services.social_care.package_share", Nature::Choice),
            ("balance_of_care.hospital_growth", Nature::Choice),
            ("balance_of_care.primary_care_share", Nature::Given),
            ("funding.nhs.envelope", Nature::Given),
            ("care.scale", Nature::Given),
            ("pooling.reallocation_effectiveness", Nature::Disputed),
            ("governance.productivity_effect", Nature::Disputed),
            ("guarantees.tail_effect", Nature::Disputed),
            ("services.feedback.mortality_elasticity", Nature::Disputed),
            ("people.mortality_improvement", Nature::Belief),
        ] {
            assert_eq!(catalogue.nature(done), Some(nature), "{done}");
        }
    }

    #[test]
    fn a_place_of_half_the_size_has_half_of_every_amount_and_the_same_rates_and_prices() {
        let catalogue = catalogue();
        let at = |key: &str| catalogue.index(key).expect("a lever");
        let mut values = vec![8.0; catalogue.len()];
        values[at("care.scale")] = 0.5;
        let half = Levers::of_place(&values);
        for amount in [
            half.services.base.home_care,
            half.services.planned.start_list,
            half.services.urgent.base_beds,
            half.services.working_age.unpaid_hours_under_65,
            half.economy.nhs.envelope,
            half.economy.earmarked.prescribing,
            half.economy.prices.gdp,
            half.economy.workforce[Staffed::Nhs].staff,
            half.economy.guarantees.monitoring_cost,
        ] {
            assert_eq!(amount, 4.0);
        }
        for same in [
            half.economy.workforce[Staffed::Nhs].cost_per_post,
            half.economy.charges.gp_fee,
            half.economy.council.charge_share,
            half.charging.caps[Proposal::Plan2021].cap,
            half.fees.residential,
            half.services.planned.urgent_weeks,
            half.join.private_pathway_price,
            // People are scaled by their weights.
            half.people.net_migration,
            half.people.residents,
        ] {
            assert_eq!(same, 8.0);
        }
    }
}
