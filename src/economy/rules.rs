//! What binds levers of money together.

use crate::world::Rule;

/// Shares of the envelopes, and parts of what councils spend.
pub const RULES: &[Rule] = &[
    super::balance::SHARES_OF_THE_ENVELOPE,
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
