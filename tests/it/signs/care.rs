//! Care: who pays for it, how much of it there is, who gives it.

use super::{Sign, Way, World};

const FREE: World = ("free-personal-care", &[]);
const FREE_AND_FAMILIES_AS_BEFORE: World = ("free-personal-care", &["services.social_care.free_unpaid_change=0"]);
const FREE_INSTEAD_OF_FAMILIES: World = ("free-personal-care", &["services.social_care.free_unpaid_change=-0.18"]);
const FREE_AND_NOBODY_NEW: World = (
    "free-personal-care",
    &[
        "services.social_care.free_new_users=0",
        "services.social_care.free_more_hours=0",
        "services.social_care.free_unpaid_change=0",
    ],
);
const FREE_AND_MORE_HOURS: World = (
    "free-personal-care",
    &[
        "services.social_care.free_new_users=0",
        "services.social_care.free_more_hours=0.4",
        "services.social_care.free_unpaid_change=0",
    ],
);
const CAP: World = ("dilnot-cap", &[]);
const LATER_CAP: World = (
    "dilnot-cap",
    &["social_care.charging.scheme={ value = \"cap_2021\", start_year = 2027 }"],
);
const LAST_MONTHS: World = ("free-at-end-of-life", &[]);
const ENGLAND: World = super::AS_NOW;

const HIGHER_LIMIT: &[&str] = &["social_care.charging.upper_limit_care_home={ value = 145159, start_year = 2026 }"];
const CUT: &[&str] = &["funding.council.addition={ value = -4000, start_year = 2026 }"];
/// Deep enough that money decides how much care there is, and staff leave as often either way.
const DEEP_CUT: &[&str] = &[
    "funding.council.addition={ value = -9000, start_year = 2026 }",
    "workforce.care.short_visits_turnover=0",
];
const CUT_AND_LONGER_VISITS: &[&str] = &[
    "funding.council.addition={ value = -9000, start_year = 2026 }",
    "workforce.care.short_visits_turnover=0",
    "workforce.care.short_visits_ended={ value = true, start_year = 2026 }",
];
const RISE: &[&str] = &["funding.council.addition={ value = 4000, start_year = 2026 }"];
/// Carers at home find a tenth more hours, and nothing else changes.
const RESPITE: &[&str] = &[
    "programme.respite.coverage=1",
    "programme.respite.start_year=2026",
    "programme.respite.cost_per_person=0",
    "programme.respite.payer=outside",
    "programme.respite.fidelity=1",
    "programme.respite.cashable=0",
    "programme.respite.effects={unpaid_care=1.1}",
];

/// The year after money came, 2027: those whose deaths it put off are older and frailer later on, and then count among patients and deaths.
const SOON: usize = 3;

pub fn table() -> Vec<Sign> {
    use Way::{Less, More};
    vec![
        Sign::new(
            "free personal care costs the public more",
            &[],
            |now| now.all("cost_public"),
            More,
            "C01: Health Foundation and King's Fund, A fork in the road, 2018",
        )
        .between(ENGLAND, FREE),
        Sign::new(
            "more people have councils' care once personal care is free",
            &[],
            |now| now.all("care_users_public"),
            More,
            "C02: Scottish Government, Free Personal and Nursing Care, Scotland (users at home after 2002)",
        )
        .between(ENGLAND, FREE),
        Sign::new(
            "hours of care at home rise once it is free, though nobody new came and nobody took it up who pays in full",
            &[],
            |now| now.all("home_care_hours"),
            More,
            "C10: Roquebert and Tenand, Health Economics 26, 2017 (hours fall with the price that users pay)",
        )
        .between(FREE_AND_NOBODY_NEW, FREE_AND_MORE_HOURS),
        Sign::new(
            "more free hours for each user leave fewer hours that nobody gives",
            &[],
            |now| now.all("care_hours_unmet"),
            Less,
            "C10: Roquebert and Tenand, Health Economics 26, 2017",
        )
        .between(FREE_AND_NOBODY_NEW, FREE_AND_MORE_HOURS),
        Sign::new(
            "people pay less for care themselves once personal care is free",
            &[],
            |now| now.all("own_payments"),
            Less,
            "C01: Bell and Bowes, Financial care models in Scotland and the UK, Joseph Rowntree Foundation, 2006",
        )
        .between(ENGLAND, FREE),
        Sign::new(
            "fewer hours are given unpaid where free care stands in for families",
            &[],
            |now| now.all("unpaid_care_hours"),
            Less,
            "C03, contrary: Hollingsworth and others, Health Economics 31, 2022 (Scotland, 18% fewer)",
        )
        .between(FREE_AND_FAMILIES_AS_BEFORE, FREE_INSTEAD_OF_FAMILIES),
        Sign::new(
            "a lifetime cap costs the public more",
            &[],
            |now| now.all("cost_public"),
            More,
            "Commission on Funding of Care and Support, Fairer Care Funding, 2011",
        )
        .between(ENGLAND, CAP),
        Sign::new(
            "a lifetime cap spares people the highest costs of a life",
            &[],
            |now| now.all("lifetime_care_over_100k"),
            Less,
            "Commission on Funding of Care and Support, Fairer Care Funding, 2011",
        )
        .between(ENGLAND, CAP),
        Sign::new(
            "a lifetime cap leaves people more of their wealth",
            &[],
            |now| now.all("wealth_spent_on_care"),
            Less,
            "Commission on Funding of Care and Support, Fairer Care Funding, 2011",
        )
        .between(ENGLAND, CAP),
        Sign::new(
            "the cap of 2011, lower than that of 2021, costs the public more",
            &[],
            |now| now.all("care_reform_cost"),
            More,
            "Department of Health and Social Care, Adult social care charging reform: impact assessment, 2022",
        )
        .between(LATER_CAP, CAP),
        Sign::new(
            "a higher capital limit costs the public more",
            HIGHER_LIMIT,
            |now| now.all("cost_public"),
            More,
            "Health Foundation and King's Fund, A fork in the road, 2018 (cap and floor)",
        ),
        Sign::new(
            "with a higher capital limit fewer residents pay in full",
            HIGHER_LIMIT,
            |now| now.all("care_home_self_funders"),
            Less,
            "Health Foundation and King's Fund, A fork in the road, 2018 (cap and floor)",
        ),
        Sign::new(
            "limits that are frozen while prices rise leave more residents to pay in full",
            &["social_care.charging.limits_indexing=\"frozen\""],
            |now| now.all("care_home_self_funders"),
            More,
            "King's Fund, Social care 360 (limits unchanged since 2010/11)",
        )
        .against(&["social_care.charging.limits_indexing=\"earnings\""]),
        Sign::new(
            "counting the home of those who live in it makes more people pay in full",
            &["social_care.charging.home_counted_at_home={ value = true, start_year = 2026 }"],
            |now| now.all("care_users_self_funded"),
            More,
            "Conservative and Unionist Party Manifesto 2017, as costed by the Institute for Fiscal Studies",
        ),
        Sign::new(
            "a higher income guarantee leaves users lower charges",
            &["social_care.charging.income_guarantee_single={ value = 300, start_year = 2026 }"],
            |now| now.all("cost_user_charges"),
            Less,
            "Department of Health and Social Care, Charging for care and support: local authority circular",
        ),
        Sign::new(
            "care that is free at the end of life costs the public more",
            &[],
            |now| now.all("cost_public"),
            More,
            "C09: Palliative Care Funding Review, Funding the Right Care and Support for Everyone, 2011",
        )
        .between(ENGLAND, LAST_MONTHS),
        Sign::new(
            "councils with less money leave more older people without the help they need",
            CUT,
            |now| now.all("care_unmet_people"),
            More,
            "Fernández, Snell and Wistow, Changes in the patterns of social care provision in England, PSSRU, 2013",
        ),
        Sign::new(
            "councils with less money leave more patients waiting to leave hospital",
            CUT,
            |now| now.all("delayed_bed_days"),
            More,
            "B16: Iparraguirre, Quality in Ageing and Older Adults 21, 2020",
        ),
        Sign::new(
            "more care at home lets patients leave hospital sooner",
            RISE,
            |now| now.all("delayed_bed_days"),
            Less,
            "B15: Allan, Roland, Malisauskaite and others, BMC Health Services Research 21, 2021",
        )
        .in_year(SOON),
        Sign::new(
            "councils with less money are followed by more deaths",
            CUT,
            |now| now.all("deaths"),
            More,
            "C06: Martin, Longo, Lomas and Claxton, BMJ Open 11, 2021",
        ),
        Sign::new(
            "councils with more money are followed by fewer deaths",
            RISE,
            |now| now.all("deaths"),
            Less,
            "C06: Martin, Longo, Lomas and Claxton, BMJ Open 11, 2021",
        )
        .in_year(SOON),
        Sign::new(
            "care homes without staff keep patients in hospital",
            &[
                "services.urgent.delay_home_care=0",
                "workforce.care.training_inflow={ value = -0.05, start_year = 2026 }",
            ],
            |now| now.all("delayed_bed_days"),
            More,
            "B15: Gaughan, Gravelle and Siciliani, Health Economics 24, 2015 (more places in homes, fewer delays)",
        )
        .against(&["services.urgent.delay_home_care=0"]),
        Sign::new(
            "people who come to councils because of a reform have to be assessed as well",
            &[],
            |now| now.all("care_reform_cost"),
            More,
            "County Councils Network and Newton, Preparing for reform, 2022 (assessments and case management)",
        )
        .between(
            ("free-personal-care", &["funding.council.support_for_newcomers=0"]),
            ("free-personal-care", &["funding.council.support_for_newcomers=1"]),
        ),
        Sign::new(
            "a stricter threshold leaves fewer users of councils' care",
            &["services.social_care.eligible_medium={ value = 0.1, start_year = 2026 }"],
            |now| now.all("care_users_public"),
            Less,
            "Fernández, Snell and Wistow, Changes in the patterns of social care provision in England, PSSRU, 2013",
        ),
        Sign::new(
            "a stricter threshold leaves more older people without the help they need",
            &["services.social_care.eligible_medium={ value = 0.1, start_year = 2026 }"],
            |now| now.all("care_unmet_people"),
            More,
            "Fernández, Snell and Wistow, Changes in the patterns of social care provision in England, PSSRU, 2013",
        ),
        Sign::new(
            "carers who can give more hours leave fewer people without help",
            RESPITE,
            |now| now.all("care_unmet_people"),
            Less,
            "Pickard, A growing care gap, Ageing and Society 35, 2015",
        ),
        Sign::new(
            "carers who can give more hours leave councils less to pay for",
            RESPITE,
            |now| now.all("care_cost_older_home") / now.all("home_care_need_met"),
            Less,
            "Pickard, A growing care gap, Ageing and Society 35, 2015",
        ),
        Sign::new(
            "better pay leaves fewer posts in care empty",
            &["workforce.care.pay_uplift={ value = 0.1, start_year = 2026 }"],
            |now| now.all("care_vacancy_rate"),
            Less,
            "H08: Vadean and Saloniki, Skills for Care workforce data, 2020 to 2022",
        ),
        Sign::new(
            "secure contracts leave fewer posts in care empty",
            &["workforce.care.zero_hours_ended={ value = true, start_year = 2026 }"],
            |now| now.all("care_vacancy_rate"),
            Less,
            "H07: Skills for Care, The state of the adult social care sector and workforce, 2022",
        ),
        Sign::new(
            "training and a career leave fewer posts in care empty",
            &["workforce.care.retention_effect={ value = -0.15, start_year = 2026 }"],
            |now| now.all("care_vacancy_rate"),
            Less,
            "H06: Skills for Care, The state of the adult social care sector and workforce, 2023",
        ),
        Sign::new(
            "longer visits without more money are fewer people with care at home",
            CUT_AND_LONGER_VISITS,
            |now| now.all("home_care_need_met"),
            Less,
            "Unison, Time to care, 2012; Equality and Human Rights Commission, Close to home, 2011 (what short visits save)",
        )
        .against(DEEP_CUT),
    ]
}
