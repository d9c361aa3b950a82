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
        /// Size of the place against the country whose amounts it takes: people, money, posts, beds and activity are that much of the country's where the place has none of its own, and no rate changes.
        given scale: f64 = "ratio" in 0.0000001..=1000.0,
        /// Share of care-home residents aged 65+ in nursing homes.
        belief nursing_share: f64 = "share" in 0.0..=1.0,
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
    Catalogue::new(&[Levers::SPECS])
        .bound_by(&[
            crate::economy::charging::RULES,
            crate::economy::RULES,
            crate::people::RULES,
            crate::services::RULES,
        ])
        .sized_by("care.scale")
}

impl Levers {
    /// From one value per lever, in the order of [`catalogue`], as a year reads them.
    ///
    /// Every amount comes as that of the place. The people alone are simulated at the size of the country, where a cell of age,
    /// sex and area still holds whole people, and stand for as many fewer: what is said of them is brought to that size.
    pub fn of_place(values: &[f64]) -> Levers {
        let scale = JoinLevers::read(&values[Levers::SPANS.join()]).scale;
        if scale == 1.0 {
            return Levers::read(values);
        }
        let mut sized = values.to_vec();
        for at in Levers::SPANS.people() {
            if Levers::SPECS[at].grows {
                sized[at] /= scale;
            }
        }
        Levers::read(&sized)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::charging::levers::Proposal;
    use crate::scenario::Scenario;
    use crate::world::{Nature, Rule, Year};

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
    fn worlds_sampled_for_some_levers_say_of_them_what_whole_worlds_say() {
        let catalogue = catalogue();
        let sampler = crate::scenario::Sampler::plain(3);
        for name in ["england", "backcast-2010", "whole-person-care"] {
            let scenario = Scenario::load(name, &[], &catalogue).expect(name);
            for places in catalogue.rules().iter().map(|rule| {
                let keys = rule.keys();
                keys.iter().filter_map(|key| catalogue.index(key)).collect::<Vec<_>>()
            }) {
                let (mut whole, mut part) = (Vec::new(), Vec::new());
                for (draw, world) in scenario.worlds_for(&places, &sampler, 5).enumerate() {
                    for year in [scenario.start_year, scenario.start_year.plus(7)] {
                        scenario.world(&sampler, draw as u64).values(year, &mut whole);
                        world.values(year, &mut part);
                        assert!(places.iter().all(|at| whole[*at] == part[*at]), "{name}, draw {draw}");
                    }
                }
            }
        }
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

    /// A lever's value in the base year of a scenario over England, as files and `--set` say it.
    fn value(text: &str, set: &[&str], key: &str) -> f64 {
        let catalogue = catalogue();
        let set: Vec<String> = set.iter().map(|set| (*set).to_owned()).collect();
        let text = format!("extends = \"england.toml\"\n{text}");
        let scenario = Scenario::from_text("place.toml", &text, &set, &catalogue).expect("a scenario");
        let mut values = Vec::new();
        scenario.central().values(Year(2030), &mut values);
        values[catalogue.index(key).expect("a lever")]
    }

    #[test]
    fn a_place_of_half_the_size_has_half_of_every_amount_of_the_country_and_the_same_rates_and_prices() {
        let catalogue = catalogue();
        let mut whole = Vec::new();
        let mut half = Vec::new();
        let load = |set: &[String]| Scenario::load("england", set, &catalogue).expect("england").central();
        load(&[]).values(Year(2024), &mut whole);
        load(&["care.scale=0.5".to_owned()]).values(Year(2024), &mut half);
        for (at, spec) in catalogue
            .specs()
            .iter()
            .enumerate()
            .filter(|(_, spec)| spec.key != "care.scale")
        {
            let times = if spec.grows { 0.5 } else { 1.0 };
            assert!(
                (half[at] - whole[at] * times).abs() <= 1e-12 * whole[at].abs(),
                "{}",
                spec.key
            );
        }
        // The people are simulated at the size of the country.
        let (whole, half) = (Levers::of_place(&whole), Levers::of_place(&half));
        assert!((whole.people.residents - half.people.residents).abs() < 1e-6);
        assert!((whole.economy.nhs.envelope - 2.0 * half.economy.nhs.envelope).abs() < 1e-6);
    }

    #[test]
    fn pounds_in_a_file_are_pounds_of_the_place_and_what_is_national_says_so() {
        let key = "funding.nhs.addition";
        let size = "[care]\nscale = 0.01\n";
        for (written, set, millions) in [
            ("addition = \"£10m\"", &[][..], 10.0),
            ("addition = 10", &[], 10.0),
            ("addition = \"£1bn national\"", &[], 10.0),
            ("addition = { value = 1000, national = true }", &[], 10.0),
            (
                "addition = { by_year = { 2025 = 0, 2029 = 1000 }, national = true }",
                &[],
                10.0,
            ),
            (
                "addition = { triangular = { low = \"£500m national\", mode = \"£1bn national\", high = \"£1.5bn national\" } }",
                &[],
                10.0,
            ),
            ("addition = 3", &["funding.nhs.addition=£10m"], 10.0),
            ("addition = 3", &["funding.nhs.addition=£1bn national"], 10.0),
        ] {
            let found = value(&format!("{size}[funding.nhs]\n{written}\n"), set, key);
            assert!((found - millions).abs() < 1e-9, "{written} {set:?}: {found}");
            // Wherever the size is said.
            let typed: Vec<&str> = set.iter().copied().chain(["care.scale=0.01"]).collect();
            let found = value(&format!("[funding.nhs]\n{written}\n"), &typed, key);
            assert!((found - millions).abs() < 1e-9, "{written} {typed:?}: {found}");
        }
        let file = format!("national = true\n{size}[funding.nhs]\naddition = 1000\n");
        assert!((value(&file, &[], key) - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_rate_cannot_be_national() {
        let text = "extends = \"england.toml\"\n[funding.nhs]\nreal_growth = { value = 0.01, national = true }\n";
        let told = Scenario::from_text("place.toml", text, &[], &catalogue()).expect_err("no amount");
        assert!(told.to_string().contains("cannot be national"), "{told}");
        let text = "extends = \"england.toml\"\n[funding.nhs]\nreal_growth = \"1% national\"\n";
        assert!(Scenario::from_text("place.toml", text, &[], &catalogue()).is_err());
        let text = "extends = \"england.toml\"\n[care]\nscale = { uniform = { low = 0.1, high = 0.2 } }\n";
        let told = Scenario::from_text("place.toml", text, &[], &catalogue()).expect_err("no one size");
        assert!(told.to_string().contains("the size of the place"), "{told}");
    }

    #[test]
    fn the_cost_of_a_programme_is_in_pounds_of_the_place_unless_it_is_national() {
        let cost = |written: &str, size: &str| {
            let text = format!(
                "extends = \"england.toml\"\n[care]\nscale = {size}\n[programme.nurses]\ncoverage = 1\nfidelity = 1\n\
                 cashable = 0\npayer = \"nhs\"\ncost_per_person = 7\ncost_total = {written}\n"
            );
            let scenario = Scenario::from_text("place.toml", &text, &[], &catalogue()).expect("a scenario");
            let programme = scenario.programmes().remove(0);
            (programme.cost_total, programme.cost_per_person)
        };
        assert_eq!(cost("\"£10m\"", "0.01"), (10.0, 7.0));
        assert_eq!(cost("\"£1bn national\"", "0.01"), (10.0, 7.0));
        assert_eq!(cost("{ value = \"£1bn\", national = true }", "1"), (1000.0, 7.0));
    }
}
