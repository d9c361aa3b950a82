//! What binds levers of money together.

use crate::world::Rule;

/// Shares of the envelopes, and parts of what councils spend.
pub const RULES: &[Rule] = &[
    Rule::SharesOf {
        keys: &[
            "balance_of_care.primary_care_share",
            "balance_of_care.community_health_share",
            "balance_of_care.mental_health_share",
            "balance_of_care.planned_outpatient_share",
            "balance_of_care.planned_admitted_share",
            "balance_of_care.emergency_department_share",
            "balance_of_care.emergency_admission_share",
            "balance_of_care.prescribing_share",
            "balance_of_care.dental_optical_share",
        ],
        whole: "the NHS envelope",
    },
    Rule::SharesOf {
        keys: &["funding.council.home_care_share", "funding.council.care_home_share"],
        whole: "councils' spending on care",
    },
    // A part cannot cost more than the whole: what is left for older people would be less than nothing.
    Rule::Ordered {
        lower: "services.working_age.base_cost",
        upper: "funding.council.gross_spending",
        names: (
            "councils' care of adults aged 18 to 64",
            "councils' gross spending on all adult social care",
        ),
    },
];
