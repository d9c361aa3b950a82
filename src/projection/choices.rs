//! Which levers are choices: what is *done*, by a government, a council or a voter, and the place it is done in.
//!
//! All others are beliefs: what is true, or would follow. The line matters where people who disagree are asked about
//! the same policy (assumption sets, robustness): their beliefs may change every lever but these. A lever that no rule
//! names is a belief.

/// Sections in which every lever is a choice.
const SECTIONS: [&str; 7] = [
    // Who gives how much, and what gives way when it is not enough.
    "economy.",
    "funding.nhs.",
    "funding.council.",
    "funding.public_health.",
    // The law of charging and every proposal for another.
    "social_care.charging.",
    // The standards that are promised.
    "services.standards.",
    // The size of the place.
    "care.scale",
];

/// Levers inside those sections that say what follows, not what is done.
const BELIEVED: [&str; 8] = [
    "social_care.charging.continuing_healthcare_share",
    "social_care.charging.disability_expenditure",
    "social_care.charging.night_rate_disregarded_pension_age",
    "social_care.charging.night_rate_disregarded_working_age",
    "social_care.charging.free_care.personal_share_at_home",
    "social_care.charging.fees.care_home_premium",
    "social_care.charging.fees.home_care_premium",
    "social_care.charging.fees.lost_subsidy_on_councils",
];

/// Other levers that are choices; a name that ends in `*` stands for all that begin so.
const LEVERS: [&str; 41] = [
    "allocation.deep_end",
    "allocation.need_weighting",
    "balance_of_care.admitted_to_outpatient",
    "balance_of_care.mental_health_parity",
    "balance_of_care.shift_from_hospital",
    "balance_of_care.shift_to_primary_care",
    "funding.charges.dental_charge_ratio",
    "funding.charges.gp_fee",
    "funding.charges.gp_fee_exempt_share",
    "funding.charges.prescription_charge",
    "funding.earmarked.*",
    "funding.tax.extra_*",
    "governance.price",
    "governance.private_patient_share",
    "governance.private_share",
    "governance.regime",
    "governance.transition_years",
    "guarantees.cancer",
    "guarantees.eighteen_weeks",
    "guarantees.enforced",
    "guarantees.four_hours",
    "guarantees.gp_appointment",
    "pfi.renegotiated_share",
    "pooling.share",
    "pooling.transition_years",
    // Wanless's three futures are scenarios, with all that belongs to each.
    "prevention.engaged_*",
    "prevention.slow_*",
    "prevention.solid_*",
    "prevention.wanless",
    "workforce.care.inspection_weight",
    "workforce.care.pay_uplift",
    "workforce.care.retention_*",
    "workforce.care.short_visits_ended",
    "workforce.care.staffing_ratio",
    "workforce.care.training_inflow",
    "workforce.care.zero_hours_ended",
    "workforce.inspection_weight",
    "workforce.pay_uplift",
    "workforce.retention_*",
    "workforce.staffing_ratio",
    "workforce.training_inflow",
];

/// Whether a lever says what is done.
pub fn is_choice(key: &str) -> bool {
    let named = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => key.starts_with(start),
        None => key == pattern,
    };
    let inside = SECTIONS.iter().any(|section| key.starts_with(section));
    LEVERS.iter().any(|pattern| named(pattern)) || (inside && !BELIEVED.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::catalogue;

    #[test]
    fn every_rule_names_a_lever_that_there_is() {
        let catalogue = catalogue();
        let keys: Vec<&str> = catalogue.specs().iter().map(|spec| spec.key).collect();
        for rule in SECTIONS.iter().chain(&LEVERS).chain(&BELIEVED) {
            let start = rule.trim_end_matches('*');
            assert!(keys.iter().any(|key| key.starts_with(start)), "{rule} names no lever");
        }
        for key in BELIEVED {
            assert!(!catalogue.is_choice(key), "{key}");
        }
    }

    #[test]
    fn the_effect_of_a_choice_is_a_belief() {
        for (choice, belief) in [
            ("pooling.share", "pooling.reallocation_effectiveness"),
            ("governance.regime", "governance.productivity_effect"),
            ("guarantees.enforced", "guarantees.tail_effect"),
            ("funding.nhs.real_growth", "services.feedback.mortality_elasticity"),
        ] {
            assert!(is_choice(choice) && !is_choice(belief), "{choice}, {belief}");
        }
    }
}
