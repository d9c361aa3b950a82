//! What binds levers of money together.

use crate::world::Rule;

/// Pence on a tax that would pay for the whole NHS, at most: over twenty pounds in the pound are no tax any more.
const MOST_PENCE: f64 = 2000.0;

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
    // A tax that brings in next to nothing cannot be said in pence.
    Rule::Within {
        part: "funding.nhs.envelope",
        times: MOST_PENCE,
        of: "funding.tax.penny_on_basic_rate",
        names: (
            "what the NHS has",
            "what a penny on the basic rate of income tax brings in",
        ),
    },
    Rule::Within {
        part: "funding.nhs.envelope",
        times: MOST_PENCE,
        of: "funding.tax.point_on_national_insurance",
        names: ("what the NHS has", "what a point on National Insurance brings in"),
    },
];
