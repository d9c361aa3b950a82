//! What binds levers of charging together: the lower of two limits or rates is no higher than the upper.

use crate::world::Rule;

/// What limits are called.
const LIMITS: (&str, &str) = ("the lower limit", "the upper limit");

/// Limits of every means test, and the two rates of the benefit.
pub const RULES: &[Rule] = &[
    Rule::Ordered {
        lower: "social_care.charging.lower_limit_care_home",
        upper: "social_care.charging.upper_limit_care_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.lower_limit_own_home",
        upper: "social_care.charging.upper_limit_own_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.savings_disregard_from",
        upper: "social_care.charging.savings_disregard_whole_from",
        names: (
            "the income from which some of a pension credit for savings is left out",
            "the income from which all of it is",
        ),
    },
    Rule::Ordered {
        lower: "social_care.charging.attendance_allowance_lower",
        upper: "social_care.charging.attendance_allowance_higher",
        names: ("the lower rate of Attendance Allowance", "the higher rate"),
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2011.lower_limit_care_home",
        upper: "social_care.charging.cap_2011.upper_limit_care_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2011.lower_limit_care_home",
        upper: "social_care.charging.cap_2011.upper_limit_without_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2011.lower_limit_own_home",
        upper: "social_care.charging.cap_2011.upper_limit_own_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2014.lower_limit_care_home",
        upper: "social_care.charging.cap_2014.upper_limit_care_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2014.lower_limit_care_home",
        upper: "social_care.charging.cap_2014.upper_limit_without_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2014.lower_limit_own_home",
        upper: "social_care.charging.cap_2014.upper_limit_own_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2017.lower_limit_care_home",
        upper: "social_care.charging.cap_2017.upper_limit_care_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2017.lower_limit_care_home",
        upper: "social_care.charging.cap_2017.upper_limit_without_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2017.lower_limit_own_home",
        upper: "social_care.charging.cap_2017.upper_limit_own_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2021.lower_limit_care_home",
        upper: "social_care.charging.cap_2021.upper_limit_care_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2021.lower_limit_care_home",
        upper: "social_care.charging.cap_2021.upper_limit_without_home",
        names: LIMITS,
    },
    Rule::Ordered {
        lower: "social_care.charging.cap_2021.lower_limit_own_home",
        upper: "social_care.charging.cap_2021.upper_limit_own_home",
        names: LIMITS,
    },
];
