//! Money and structure: market or plan, pooled budgets, who pays, charges for the NHS, private finance.

use carepool::world::{Group, Service};

use super::{Sign, Way, World};

/// Structure changes without its price, so that what else it does can be seen.
const FREE_OF_CHARGE: &[&str] = &[
    "governance.reorganisation_cost=0",
    "governance.reorganisation_drag=0",
    "governance.transaction_share=0",
    "governance.planning_share=0",
    "governance.wait_effect=0",
    "governance.productivity_effect=0",
];
const MARKET_AT_FIXED_PRICES: &[&str] = &[
    "governance.reorganisation_cost=0",
    "governance.reorganisation_drag=0",
    "governance.transaction_share=0",
    "governance.planning_share=0",
    "governance.wait_effect=0",
    "governance.productivity_effect=0",
    "governance.regime={ value = \"market\", start_year = 2026 }",
];
const MARKET_AT_NEGOTIATED_PRICES: &[&str] = &[
    "governance.reorganisation_cost=0",
    "governance.reorganisation_drag=0",
    "governance.transaction_share=0",
    "governance.planning_share=0",
    "governance.wait_effect=0",
    "governance.productivity_effect=0",
    "governance.price=\"negotiated\"",
    "governance.regime={ value = \"market\", start_year = 2026 }",
];
const MORE_PRIVATE: &[&str] = &["governance.private_share={ value = 0.2, start_year = 2026 }"];
const MORE_PRIVATE_AT_A_PREMIUM: &[&str] = &[
    "governance.private_premium=0.11",
    "governance.private_share={ value = 0.2, start_year = 2026 }",
];

/// Six billion more for the NHS, and nothing else.
const RICHER: &[&str] = &["funding.nhs.addition={ value = 6000, start_year = 2026 }"];
const RICHER_BY_INSURANCE: &[&str] = &[
    "funding.nhs.addition={ value = 6000, start_year = 2026 }",
    "funding.tax.extra_income_tax=0",
    "funding.tax.extra_national_insurance=1",
    "funding.tax.extra_general_taxation=0",
    "funding.tax.extra_council_tax=0",
];
const RICHER_BY_WEALTH: &[&str] = &[
    "funding.nhs.addition={ value = 6000, start_year = 2026 }",
    "funding.tax.extra_income_tax=0",
    "funding.tax.extra_national_insurance=0",
    "funding.tax.extra_general_taxation=0",
    "funding.tax.extra_wealth_levy=1",
    "funding.tax.extra_council_tax=0",
];
const RICHER_BY_INCOME_TAX: &[&str] = &[
    "funding.nhs.addition={ value = 6000, start_year = 2026 }",
    "funding.tax.extra_income_tax=1",
    "funding.tax.extra_national_insurance=0",
    "funding.tax.extra_general_taxation=0",
    "funding.tax.extra_council_tax=0",
];
const RICHER_BY_SPENDING_TAXES: &[&str] = &[
    "funding.nhs.addition={ value = 6000, start_year = 2026 }",
    "funding.tax.extra_income_tax=0",
    "funding.tax.extra_national_insurance=0",
    "funding.tax.extra_general_taxation=1",
    "funding.tax.extra_council_tax=0",
];
const RICHER_BY_COUNCIL_TAX: &[&str] = &[
    "funding.nhs.addition={ value = 6000, start_year = 2026 }",
    "funding.tax.extra_income_tax=0",
    "funding.tax.extra_national_insurance=0",
    "funding.tax.extra_general_taxation=0",
    "funding.tax.extra_council_tax=1",
];

const POOLED: &[&str] = &["pooling.share={ value = 0.5, start_year = 2026 }"];
const POOLED_AS_EVALUATED: &[&str] = &[
    "pooling.mechanism=\"published_effects\"",
    "pooling.share={ value = 0.5, start_year = 2026 }",
];
/// Councils so short of money that more need of care is unmet than need of the NHS.
const SHORT_OF_CARE: &[&str] = &["funding.council.addition={ value = -8000, start_year = 2025 }"];
const SHORT_OF_CARE_AND_POOLED: &[&str] = &[
    "funding.council.addition={ value = -8000, start_year = 2025 }",
    "pooling.reallocation_effectiveness=1",
    "pooling.share={ value = 0.5, start_year = 2026 }",
];

/// Every need of care met, and the NHS short of money.
const SHORT_OF_HEALTH: &[&str] = &[
    "funding.council.addition={ value = 15000, start_year = 2025 }",
    "funding.nhs.addition={ value = -25000, start_year = 2025 }",
];
const SHORT_OF_HEALTH_AND_POOLED: &[&str] = &[
    "funding.council.addition={ value = 15000, start_year = 2025 }",
    "funding.nhs.addition={ value = -25000, start_year = 2025 }",
    "pooling.reallocation_effectiveness=1",
    "pooling.share={ value = 0.5, start_year = 2026 }",
];

const FEE: &[&str] = &["funding.charges.gp_fee={ value = 20, start_year = 2026 }"];
/// What the fee brings, without it.
const SAME_MONEY_WITHOUT_A_FEE: &[&str] = &["funding.earmarked.primary_care={ value = 2900, start_year = 2026 }"];
const FREE_OUT_OF_THE_SAME_MONEY: World = ("free-personal-care", &["economy.entitlements_funded=\"envelope\""]);

pub fn table() -> Vec<Sign> {
    use Way::{Less, More};
    vec![
        Sign::new(
            "without a purchaser-provider split less is spent on contracting and billing",
            &["governance.regime={ value = \"planned\", start_year = 2026 }"],
            |now| now.all("cost_transaction"),
            Less,
            "A05: Himmelstein and others, Health Affairs 33, 2014 (England against Scotland)",
        ),
        Sign::new(
            "a full market spends more on contracting and billing",
            &["governance.regime={ value = \"market\", start_year = 2026 }"],
            |now| now.all("cost_transaction"),
            More,
            "A06: Himmelstein and others, Health Affairs 33, 2014 (United States, Netherlands)",
        ),
        Sign::new(
            "a change towards a market is a reorganisation that costs money",
            &["governance.regime={ value = \"market\", start_year = 2026 }"],
            |now| now.all("cost_reorganisation"),
            More,
            "A31: National Audit Office, Managing the transition to the reformed health system, 2013",
        )
        .in_year(3),
        Sign::new(
            "a change towards a plan is a reorganisation that costs money",
            &["governance.regime={ value = \"planned\", start_year = 2026 }"],
            |now| now.all("cost_reorganisation"),
            More,
            "A31: National Audit Office, Managing the transition to the reformed health system, 2013",
        )
        .in_year(3),
        Sign::new(
            "while a reorganisation lasts less care is given for the same money",
            &[
                "governance.transaction_share=0",
                "governance.planning_share=0",
                "governance.wait_effect=0",
                "governance.productivity_effect=0",
                "governance.transition_years=3",
                "governance.regime={ value = \"planned\", start_year = 2026 }",
            ],
            |now| now.all("community_contacts"),
            Less,
            "A32: Fulop and others, British Medical Journal 325, 2002 (mergers set services back by 18 months)",
        )
        .against(&[
            "governance.transaction_share=0",
            "governance.planning_share=0",
            "governance.wait_effect=0",
            "governance.productivity_effect=0",
        ])
        .in_year(3),
        Sign::new(
            "care bought from private providers at a premium is less care for the same money",
            MORE_PRIVATE_AT_A_PREMIUM,
            |now| now.all("completed_admitted") + now.all("completed_outpatient"),
            Less,
            "A20: Health Committee, Independent Sector Treatment Centres, 2006 (11% above tariff)",
        )
        .against(&["governance.private_premium=0.11"]),
        Sign::new(
            "where more is outsourced to private providers, more die of what care can treat",
            MORE_PRIVATE,
            |now| now.all("deaths"),
            More,
            "A23: Goodair and Reeves, Lancet Public Health 7, 2022",
        ),
        Sign::new(
            "competition at fixed prices saves lives",
            MARKET_AT_FIXED_PRICES,
            |now| now.all("deaths"),
            Less,
            "A11: Gaynor, Moreno-Serra and Propper, American Economic Journal: Economic Policy 5, 2013",
        )
        .against(FREE_OF_CHARGE),
        Sign::new(
            "competition on price costs lives",
            MARKET_AT_NEGOTIATED_PRICES,
            |now| now.all("deaths"),
            More,
            "A10: Propper, Burgess and Gossage, Economic Journal 118, 2008",
        )
        .against(FREE_OF_CHARGE),
        Sign::new(
            "buying out private finance contracts lowers what they cost each year",
            &["pfi.renegotiated_share={ value = 0.5, start_year = 2026 }"],
            |now| now.all("cost_pfi"),
            Less,
            "A28: Centre for Health and the Public Interest, Profiting from infirmaries, 2017",
        ),
        Sign::new(
            "buying out private finance contracts costs money in the year it is done",
            &["pfi.renegotiated_share={ value = 0.5, start_year = 2026 }"],
            |now| now.all("cost_pfi"),
            More,
            "A28, A29: House of Commons Treasury Committee, Private Finance Initiative, 2011 (breakage costs)",
        )
        .in_year(2),
        Sign::new(
            "pooled budgets as evaluated leave fewer patients waiting to leave hospital",
            POOLED_AS_EVALUATED,
            |now| now.all("delayed_bed_days"),
            Less,
            "B04: Forder and others, System-level evaluation of the Better Care Fund, 2018",
        )
        .against(&["pooling.mechanism=\"published_effects\""]),
        Sign::new(
            "pooling budgets is a change of structure and costs money",
            POOLED,
            |now| now.all("cost_reorganisation"),
            More,
            "A31, B03: National Audit Office, Planning for the Better Care Fund, 2014",
        )
        .in_year(3),
        Sign::new(
            "those who hold one purse and can move money move it to where more need is unmet",
            SHORT_OF_CARE_AND_POOLED,
            |now| now.all("cost_nhs_transfer"),
            More,
            "B01: National Audit Office, Health and social care integration, 2017 (what pooling is for)",
        )
        .against(SHORT_OF_CARE),
        Sign::new(
            "and they take it back to hospitals where those lack more",
            SHORT_OF_HEALTH_AND_POOLED,
            |now| now.all("cost_nhs_transfer"),
            Less,
            "B01: National Audit Office, Health and social care integration, 2017 (what pooling is for)",
        )
        .against(SHORT_OF_HEALTH),
        Sign::new(
            "where integrated care brings more emergency admissions, as its pilots did, pooling does",
            &[
                "pooling.mechanism=\"published_effects\"",
                "pooling.published_emergency=0.02",
                "pooling.share={ value = 0.5, start_year = 2026 }",
            ],
            |now| now.all("emergency_admissions") / now.all("ae_attendances"),
            More,
            "B06: RAND Europe and Ernst and Young, National evaluation of the integrated care pilots, 2012",
        )
        .against(&["pooling.mechanism=\"published_effects\"", "pooling.published_emergency=0.02"]),
        Sign::new(
            "a levy on wealth takes more from the wealthiest fifth than National Insurance does",
            RICHER_BY_WEALTH,
            |now| now.of("tax_paid", Group::wealth(4)),
            More,
            "J05: Office for National Statistics, Wealth and Assets Survey (the wealthiest fifth own nearly two thirds)",
        )
        .against(RICHER_BY_INSURANCE),
        Sign::new(
            "income tax takes more from the best-off fifth than taxes on spending do",
            RICHER_BY_INCOME_TAX,
            |now| now.of("tax_paid", Group::wealth(4)),
            More,
            "J05: Institute for Fiscal Studies, How do the UK tax system and its incidence look, 2018",
        )
        .against(RICHER_BY_SPENDING_TAXES),
        Sign::new(
            "council tax takes more from the poorest fifth than income tax does",
            RICHER_BY_COUNCIL_TAX,
            |now| now.of("tax_paid", Group::wealth(0)),
            More,
            "J05: Office for National Statistics, The effects of taxes and benefits on household income",
        )
        .against(RICHER_BY_INCOME_TAX),
        Sign::new(
            "more spending needs more pence on income tax",
            RICHER,
            |now| now.all("tax_needed_pence"),
            More,
            "J01: HM Revenue and Customs, Direct effects of illustrative tax changes, 2025",
        ),
        Sign::new(
            "public spending adds to national income in the same year",
            &[
                "funding.tax.gdp_feedback=0.6",
                "funding.nhs.addition={ value = 6000, start_year = 2026 }",
            ],
            |now| now.all("gdp"),
            More,
            "J07: Office for Budget Responsibility, Economic effects of policy measures",
        )
        .against(&["funding.tax.gdp_feedback=0.6"]),
        Sign::new(
            "a fee for a doctor's appointment keeps people away",
            FEE,
            |now| now.all("gp_appointments"),
            Less,
            "J10: RAND Health Insurance Experiment (Manning and others, American Economic Review 77, 1987)",
        )
        .against(SAME_MONEY_WITHOUT_A_FEE),
        Sign::new(
            "a fee for a doctor's appointment brings money from users",
            FEE,
            |now| now.all("cost_user_charges"),
            More,
            "J11: Smith, evidence to the Health Committee, 2006 (what users pay elsewhere)",
        ),
        Sign::new(
            "a fee for a doctor's appointment keeps the poor away more than the rich",
            FEE,
            |now| now.of("gp_appointments", Group::imd(0)) / now.all("gp_appointments"),
            Less,
            "J10: Lohr and others, Medical Care 24, 1986 (the poor's use fell furthest in the RAND experiment)",
        )
        .against(SAME_MONEY_WITHOUT_A_FEE),
        Sign::new(
            "dearer prescriptions are fewer prescriptions",
            &["funding.charges.prescription_charge={ value = 20, start_year = 2026 }"],
            |now| now.record.activity[Service::Prescribing],
            Less,
            "J09: Ryan and Birch, Social Science and Medicine 33, 1991",
        ),
        Sign::new(
            "an entitlement that no new money pays for leaves less for everybody else's care",
            &[],
            |now| now.all("home_care_need_met"),
            Less,
            "C01: Health Foundation and King's Fund, A fork in the road, 2018 (what it would cost to pay for it)",
        )
        .between(("free-personal-care", &[]), FREE_OUT_OF_THE_SAME_MONEY),
    ]
}
