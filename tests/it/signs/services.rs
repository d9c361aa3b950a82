//! Services: money for each, standards and guarantees, staff, who among the fifths gets what there is.

use carepool::world::Group;

use super::{Sign, Way};

use crate::runs::Kept;

/// Share of the list that has waited more than six months.
fn over_six_months(now: &Kept) -> f64 {
    let long = ["waiting_26_52", "waiting_52_65", "waiting_over_65"];
    long.iter().map(|band| now.all(band)).sum::<f64>() / now.all("waiting_list")
}

/// The first year of the change, 2026/27: later, shares of the money have followed what is unmet, and where nothing is unmet
/// any more nothing can be met better.
const BEFORE_SHARES_RESPOND: usize = 2;

const RICHER: &[&str] = &["funding.nhs.addition={ value = 10000, start_year = 2026 }"];
const POORER: &[&str] = &["funding.nhs.addition={ value = -10000, start_year = 2026 }"];
const TURNED_INTO_LIVES: &[&str] = &["services.feedback.health_link=\"elasticity\""];
const RICHER_TURNED_INTO_LIVES: &[&str] = &[
    "services.feedback.health_link=\"elasticity\"",
    "funding.nhs.addition={ value = 10000, start_year = 2026 }",
];
const GENERAL_PRACTICE: &[&str] = &["funding.earmarked.primary_care={ value = 2000, start_year = 2026 }"];
const MENTAL_HEALTH: &[&str] = &["funding.earmarked.mental_health={ value = 2000, start_year = 2026 }"];
const COMMUNITY: &[&str] = &["funding.earmarked.community_health={ value = 2000, start_year = 2026 }"];
const OUT_OF_HOSPITAL: &[&str] = &["balance_of_care.shift_from_hospital={ value = 0.01, start_year = 2026 }"];

const EIGHTEEN_WEEKS_ENFORCED: &[&str] = &[
    "guarantees.enforced={ value = true, start_year = 2026 }",
    "guarantees.eighteen_weeks={ value = true, start_year = 2026 }",
];
const FOUR_HOURS_ENFORCED: &[&str] = &[
    "guarantees.enforced={ value = true, start_year = 2026 }",
    "guarantees.four_hours={ value = true, start_year = 2026 }",
];
const APPOINTMENTS_ENFORCED: &[&str] = &[
    "guarantees.enforced={ value = true, start_year = 2026 }",
    "guarantees.gp_appointment={ value = true, start_year = 2026 }",
];

/// Money that meets no standard, and standards as of 2026, all of them off but the one that a row names.
macro_rules! standard {
    ($weeks:literal, $hours:literal, $others:literal, $care:literal) => {
        &[
            "funding.nhs.addition={ value = -10000, start_year = 2026 }",
            "funding.council.addition={ value = -9000, start_year = 2026 }",
            "economy.closure={ value = \"standards\", start_year = 2026 }",
            concat!("economy.standard_eighteen_weeks=", $weeks),
            concat!("economy.standard_four_hours=", $hours),
            concat!("economy.standard_other_need=", $others),
            concat!("economy.standard_care=", $care),
        ]
    };
}
const NOT_MET: &[&str] = &[
    "funding.nhs.addition={ value = -10000, start_year = 2026 }",
    "funding.council.addition={ value = -9000, start_year = 2026 }",
];
const EIGHTEEN_WEEKS: &[&str] = standard!("true", "false", "false", "false");
const FOUR_HOURS: &[&str] = standard!("false", "true", "false", "false");
const OTHER_NEED: &[&str] = standard!("false", "false", "true", "false");
const CARE: &[&str] = standard!("false", "false", "false", "true");

const HIGHER_WAGES_OUTSIDE: &[&str] = &["prices.outside_pay_growth={ value = 0.04, start_year = 2026 }"];
/// One in twenty more staff for the same work, and the money for them.
const RATIO: &[&str] = &[
    "workforce.staffing_ratio={ value = 1.05, start_year = 2026, ramp_years = 3 }",
    "workforce.training_inflow={ value = 0.08, start_year = 2026 }",
    "funding.nhs.addition={ value = 6500, start_year = 2026 }",
];
const TRAINED: &[&str] = &["workforce.training_inflow={ value = 0.08, start_year = 2026 }"];

pub fn table() -> Vec<Sign> {
    use Way::{Less, More};
    let mut rows = money();
    rows.extend(promises());
    rows.extend([
        Sign::new(
            "higher wages outside leave more posts in the NHS empty",
            HIGHER_WAGES_OUTSIDE,
            |now| now.all("vacancy_rate"),
            More,
            "H04: Propper and Van Reenen, Journal of Political Economy 118, 2010",
        ),
        Sign::new(
            "higher wages outside cost patients' lives",
            HIGHER_WAGES_OUTSIDE,
            |now| now.all("deaths"),
            More,
            "H04: Propper and Van Reenen, Journal of Political Economy 118, 2010",
        ),
        Sign::new(
            "much more money for the NHS at once costs no lives in the year after, though it finds few new staff",
            &["funding.nhs.addition={ value = 30000, start_year = 2025 }"],
            |now| now.all("deaths"),
            Less,
            "F06: Martin, Longo, Lomas and Claxton, BMJ Open 11, 2021 (where more is spent fewer die)",
        )
        .in_year(2),
        Sign::new(
            "much less money for the NHS at once saves no lives in the year after, though fewer posts are empty",
            &["funding.nhs.addition={ value = -20000, start_year = 2025 }"],
            |now| now.all("deaths"),
            More,
            "F06: Martin, Longo, Lomas and Claxton, BMJ Open 11, 2021 (where more is spent fewer die)",
        )
        .in_year(2),
        Sign::new(
            "better pay leaves fewer posts in the NHS empty",
            &["workforce.pay_uplift={ value = 0.1, start_year = 2026 }"],
            |now| now.all("vacancy_rate"),
            Less,
            "H04: Propper and Van Reenen, Journal of Political Economy 118, 2010",
        ),
        Sign::new(
            "support that keeps staff leaves fewer posts in the NHS empty",
            &["workforce.retention_effect={ value = -0.15, start_year = 2026 }"],
            |now| now.all("vacancy_rate"),
            Less,
            "H05: Moscelli and others, British Medical Journal 387, 2024 (what turnover does)",
        ),
        Sign::new(
            "more training leaves fewer posts in the NHS empty",
            TRAINED,
            |now| now.all("vacancy_rate"),
            Less,
            "NHS England, NHS Long Term Workforce Plan, 2023",
        ),
        Sign::new(
            "where fewer are trained more is spent on agency staff",
            &["workforce.training_inflow={ value = -0.02, start_year = 2026 }"],
            |now| now.all("cost_agency"),
            More,
            "NHS England, NHS Long Term Workforce Plan, 2023 (reliance on agency staff)",
        ),
        Sign::new(
            "more nurses for each patient, and the money for them, save lives",
            RATIO,
            |now| now.all("deaths"),
            Less,
            "H01, H02: Aiken and others, Lancet 383, 2014; Zaranko and others, BMJ Quality and Safety 32, 2023",
        ),
        Sign::new(
            "money by need gives the most deprived fifth more of the doctor's time that it needs",
            &["allocation.need_weighting={ value = 1, start_year = 2026 }"],
            |now| now.of("gp_need_met", Group::imd(0)),
            More,
            "F03: Health Foundation, Level or not?, 2020",
        )
        .in_year(BEFORE_SHARES_RESPOND),
        Sign::new(
            "practices at the deep end with more money meet more of the need there",
            &["allocation.deep_end={ value = 0.03, start_year = 2026 }"],
            |now| now.of("gp_need_met", Group::imd(0)),
            More,
            "F04: Royal College of General Practitioners and Health Foundation, workforce by deprivation",
        )
        .in_year(BEFORE_SHARES_RESPOND),
        Sign::new(
            "money for deprived areas is followed by fewer deaths there",
            &["allocation.need_weighting={ value = 2, start_year = 2026 }"],
            |now| now.of("deaths", Group::imd(0)),
            Less,
            "F05: Barr, Bambra and Whitehead, British Medical Journal 348, 2014",
        ),
        Sign::new(
            "and it raises them where that money is taken from",
            &["allocation.need_weighting={ value = 2, start_year = 2026 }"],
            |now| now.of("deaths", Group::imd(4)),
            More,
            "F05: Barr, Bambra and Whitehead, British Medical Journal 348, 2014 (read the other way)",
        ),
    ]);
    rows
}

fn money() -> Vec<Sign> {
    use Way::{Less, More};
    vec![
        Sign::new(
            "more money for the NHS shortens the list",
            RICHER,
            |now| now.all("waiting_list"),
            Less,
            "J14: Institute for Fiscal Studies and Health Foundation, Securing the future, 2018",
        ),
        Sign::new(
            "more money for the NHS is followed by fewer deaths",
            RICHER,
            |now| now.all("deaths"),
            Less,
            "F06: Martin, Longo, Lomas and Claxton, BMJ Open 11, 2021",
        ),
        Sign::new(
            "more money for the NHS read as lives saved for each per cent of it lowers deaths",
            RICHER_TURNED_INTO_LIVES,
            |now| now.all("deaths"),
            Less,
            "F06: Martin, Longo, Lomas and Claxton, BMJ Open 11, 2021",
        )
        .against(TURNED_INTO_LIVES),
        Sign::new(
            "less money for the NHS lets fewer people leave A&E within four hours",
            POORER,
            |now| now.all("ae_four_hour"),
            Less,
            "J14: Institute for Fiscal Studies and Health Foundation, Securing the future, 2018 (the years of 1% growth)",
        ),
        Sign::new(
            "a longer list drives more people to pay for private care",
            POORER,
            |now| now.all("left_for_private"),
            More,
            "Private Healthcare Information Network, Market update (self-paid admissions above those of 2019)",
        ),
        Sign::new(
            "waiting longer costs quality of life",
            &[
                "services.feedback.wait_utility=0.003",
                "balance_of_care.follows_waits=0",
                "funding.nhs.addition={ value = -25000, start_year = 2026 }",
            ],
            |now| now.all("qalys"),
            Less,
            "Gibbs and others, Medical Decision Making 44, 2024 (what eighteen more weeks cost)",
        )
        .against(&[
            "services.feedback.wait_utility=0",
            "balance_of_care.follows_waits=0",
            "funding.nhs.addition={ value = -25000, start_year = 2026 }",
        ]),
        Sign::new(
            "more money for general practice lets more people see a doctor",
            GENERAL_PRACTICE,
            |now| now.all("gp_need_met"),
            More,
            "G07: Cowling and others, British Journal of General Practice 64, 2014",
        )
        .in_year(BEFORE_SHARES_RESPOND),
        Sign::new(
            "where a doctor is easier to see fewer come to A&E",
            GENERAL_PRACTICE,
            |now| now.all("ae_attendances"),
            Less,
            "G06, G08: Cowling and others, PLOS ONE 8, 2013",
        )
        // Later everybody is seen in either world, and no doctor is easier to see.
        .in_year(BEFORE_SHARES_RESPOND),
        Sign::new(
            "where people can see their doctor fewer are admitted as emergencies",
            GENERAL_PRACTICE,
            |now| now.all("emergency_admissions"),
            Less,
            "G04: Barker, Steventon and Deeny, British Medical Journal 356, 2017",
        )
        // What is unmet this year ends as an admission in the next.
        .in_year(BEFORE_SHARES_RESPOND + 1),
        Sign::new(
            "more money for mental health serves more of those who need it",
            MENTAL_HEALTH,
            |now| now.all("mental_health_need_met"),
            More,
            "NHS England, The Five Year Forward View for Mental Health, 2016 (share treated)",
        ),
        Sign::new(
            "more community care lets patients leave hospital sooner",
            COMMUNITY,
            |now| now.all("delayed_bed_days"),
            Less,
            "NHS England, Discharge delays: reasons for delay (waiting for community health services)",
        ),
        Sign::new(
            "more money for dentistry sees more people",
            &["funding.earmarked.dental_optical={ value = 1000, start_year = 2026 }"],
            |now| now.all("dental_users"),
            More,
            "G09: National Audit Office, Investigation into the NHS dental recovery plan, 2024",
        ),
        Sign::new(
            "money moved out of hospital gives more care in the community",
            OUT_OF_HOSPITAL,
            |now| now.all("community_contacts"),
            More,
            "Imison and others, Shifting the balance of care, Nuffield Trust, 2017",
        ),
        Sign::new(
            "money moved out of hospital does not by itself empty hospitals, so the list grows",
            OUT_OF_HOSPITAL,
            |now| now.all("waiting_list"),
            More,
            "B12: Imison and others, Shifting the balance of care, Nuffield Trust, 2017; Baxter and others, 2018",
        ),
    ]
}

fn promises() -> Vec<Sign> {
    use Way::{Less, More};
    vec![
        Sign::new(
            "a guarantee of 18 weeks with sanctions leaves a smaller part of the list waiting over six months",
            EIGHTEEN_WEEKS_ENFORCED,
            over_six_months,
            Less,
            "G01: Propper, Sutton, Whitnall and Windmeijer, B.E. Journal of Economic Analysis and Policy 8, 2008",
        ),
        Sign::new(
            "four hours with sanctions let more people leave A&E in time",
            FOUR_HOURS_ENFORCED,
            |now| now.all("ae_four_hour"),
            More,
            "G02: Gruber, Hoe and Stoye, Review of Economics and Statistics 105, 2023",
        ),
        Sign::new(
            "four hours with sanctions save lives",
            FOUR_HOURS_ENFORCED,
            |now| now.all("deaths"),
            Less,
            "G02: Gruber, Hoe and Stoye, Review of Economics and Statistics 105, 2023",
        ),
        Sign::new(
            "fewer die of delays in A&E where four hours are enforced",
            FOUR_HOURS_ENFORCED,
            |now| now.all("ae_delay_deaths"),
            Less,
            "G03: Jones and others, Emergency Medicine Journal 39, 2022",
        ),
        Sign::new(
            "an appointment that is guaranteed with sanctions is got by more people",
            APPOINTMENTS_ENFORCED,
            |now| now.all("gp_need_met"),
            More,
            "Department of Health, The NHS Plan, 2000, and Bevan and Hood, Public Administration 84, 2006",
        )
        .in_year(BEFORE_SHARES_RESPOND),
        Sign::new(
            "what is not guaranteed loses to what is",
            EIGHTEEN_WEEKS_ENFORCED,
            |now| now.all("mental_health_need_met"),
            Less,
            "G01, contrary: Bevan and Hood, Public Administration 84, 2006 (what is not measured does not matter)",
        ),
        Sign::new(
            "meeting 18 weeks costs the public more",
            EIGHTEEN_WEEKS,
            |now| now.all("cost_public"),
            More,
            "Institute for Fiscal Studies and Health Foundation, Securing the future, 2018 (modernised NHS)",
        )
        .against(NOT_MET),
        Sign::new(
            "paying for 18 weeks brings more of the list within them",
            EIGHTEEN_WEEKS,
            |now| now.all("within_18_weeks"),
            More,
            "NHS England, Consultant-led referral to treatment waiting times, 2008 to 2012 (reached with money)",
        )
        .against(NOT_MET),
        Sign::new(
            "meeting four hours costs the public more",
            FOUR_HOURS,
            |now| now.all("cost_public"),
            More,
            "Institute for Fiscal Studies and Health Foundation, Securing the future, 2018 (modernised NHS)",
        )
        .against(NOT_MET),
        Sign::new(
            "paying for four hours lets more people leave A&E in time",
            FOUR_HOURS,
            |now| now.all("ae_four_hour"),
            More,
            "National Audit Office, Improving emergency care in England, 2004 (what was spent on four hours)",
        )
        .against(NOT_MET),
        Sign::new(
            "meeting other need costs the public more",
            OTHER_NEED,
            |now| now.all("cost_public"),
            More,
            "Institute for Fiscal Studies and Health Foundation, Securing the future, 2018 (mental health parity)",
        )
        .against(NOT_MET),
        Sign::new(
            "paying for other need serves more of those who need mental health care",
            OTHER_NEED,
            |now| now.all("mental_health_need_met"),
            More,
            "Institute for Fiscal Studies and Health Foundation, Securing the future, 2018 (mental health parity)",
        )
        .against(NOT_MET),
        Sign::new(
            "meeting every eligible need for care costs the public more",
            CARE,
            |now| now.all("cost_public"),
            More,
            "Health Foundation, Adult social care funding pressures, 2023 (meeting demand, improving access)",
        )
        .against(NOT_MET),
    ]
}
