//! What it costs, and who pays.
//!
//! `cost_public` is what the three public budgets spend, net of what users pay them. `cost_total` adds what people pay
//! themselves and the disability benefits they spend on care. NHS money passed to councils is inside `cost_nhs` and
//! not in `cost_council`, so it is counted once; unpaid care is valued apart, since it would swamp the rest.

use super::{AGE, AGE_WEALTH, ALL_ONLY, IMD, PAYERS, WEALTH, measures, ratio};
use crate::world::YearRecord;

/// NHS, councils and public health [£m].
fn public(record: &YearRecord, group: usize) -> f64 {
    record.cost_nhs[group] + record.cost_council[group] + record.cost_public_health[group]
}

/// What people pay for care out of their own income and wealth [£m].
fn own(record: &YearRecord, group: usize) -> f64 {
    record.cost_user_charges[group] + record.cost_self_funded[group] + record.cost_private_care[group]
}

measures! {
    "cost_public", "£m", Neither, Flow, AGE, 0.0, 1e7, None,
        "Public spending on health and care: NHS, councils net of charges, public health."
        => |r, g| public(r, g.index());
    "cost_total", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "All spending on health and care, public and private, no transfer twice, without unpaid care."
        => |r, g| public(r, g.index()) + own(r, g.index()) + r.cost_outside[g.index()];
    "cost_nhs", "£m", Neither, Flow, IMD, 0.0, 1e7, Some("cost_public"),
        "NHS spending, money passed to councils included." => |r, g| r.cost_nhs[g.index()];
    "cost_council", "£m", Neither, Flow, IMD, 0.0, 1e7, Some("cost_public"),
        "Councils' adult social care, net of charges and of NHS money." => |r, g| r.cost_council[g.index()];
    "cost_public_health", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_public"),
        "Public health grant and public-health programmes." => |r, g| r.cost_public_health[g.index()];
    "cost_nhs_transfer", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_nhs"),
        "NHS money passed to councils for care." => |r, g| r.cost_nhs_transfer[g.index()];
    "cost_other_nhs", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_nhs"),
        "NHS spending outside the modelled services: research, education, national programmes."
        => |r, g| r.cost_other_nhs[g.index()];
    "cost_user_charges", "£m", Neither, Flow, AGE_WEALTH, 0.0, 1e7, Some("cost_total"),
        "Charges that users pay to councils and the NHS." => |r, g| r.cost_user_charges[g.index()];
    "cost_self_funded", "£m", Neither, Flow, AGE_WEALTH, 0.0, 1e7, Some("cost_total"),
        "What people who pay for all their own care spend on it." => |r, g| r.cost_self_funded[g.index()];
    "cost_private_care", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_total"),
        "Private planned care bought by patients." => |r, g| r.cost_private_care[g.index()];
    "cost_outside", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_total"),
        "Programmes paid for by budgets outside health and care." => |r, g| r.cost_outside[g.index()];
    "cost_disability_benefits", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("own_payments"),
        "Disability benefits spent on care; what they buy is already in charges and self-funded care." => |r, g| r.cost_disability_benefits[g.index()];
    "cost_unpaid_care", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "Unpaid care at its replacement price; in no total." => |r, g| r.cost_unpaid_care[g.index()];
    "cost_transaction", "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_public"),
        "Running the market: contracting, billing, competing." => |r, g| r.cost_transaction[g.index()];
    "cost_pfi", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_public"),
        "PFI unitary charges." => |r, g| r.cost_pfi[g.index()];
    "cost_reorganisation", "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_public"),
        "Changing the structure." => |r, g| r.cost_reorganisation[g.index()];
    "cost_agency", "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_public"),
        "Agency premium paid for unfilled posts." => |r, g| r.cost_agency[g.index()];
    "cost_private_margin", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_public"),
        "Margin of private providers on NHS work." => |r, g| r.cost_private_margin[g.index()];
    "cost_of_standards", "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, None,
        "What would have to be added to meet every standard: 18 weeks, four hours, every eligible need."
        => |r, g| r.cost_of_standards[g.index()];
    "tax_needed", "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Tax to be raised above the base year's real revenue." => |r, g| r.tax_needed[g.index()];
    "tax_needed_pence", "pence", Neither, Flow, ALL_ONLY, -1e4, 1e4, None,
        "Tax needed, in pence on the basic rate of income tax." => |r, g| r.tax_pence[g.index()];
    "tax_needed_points", "percentage points", Neither, Flow, ALL_ONLY, -1e4, 1e4, None,
        "Tax needed, in percentage points on National Insurance." => |r, g| r.tax_points[g.index()];
    "tax_paid", "£m", Neither, Flow, PAYERS, -1e7, 1e7, None,
        "Tax paid for health and care, by who bears it." => |r, g| r.tax_paid[g.index()];
    "own_payments", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some("cost_total"),
        "What people pay for care themselves: charges, self-funded care, private care." => |r, g| own(r, g.index());
    "paid_care_per_head", "£", Neither, Flow, WEALTH, 0.0, 1e6, None,
        "Charges and self-funded care per person of the group."
        => |r, g| ratio((r.cost_user_charges[g.index()] + r.cost_self_funded[g.index()]) * 1e6, r.population[g.index()]);
    "tax_paid_per_head", "£", Neither, Flow, PAYERS, -1e6, 1e6, None,
        "Tax paid for health and care per person of the group."
        => |r, g| ratio(r.tax_paid[g.index()] * 1e6, r.population[g.index()]);
    "net_paid", "£m", Neither, Flow, WEALTH, -1e7, 1e7, None,
        "Tax, charges and self-funded care together: in a comparison, who gains and who pays."
        => |r, g| r.tax_paid[g.index()] + r.cost_user_charges[g.index()] + r.cost_self_funded[g.index()];
    "cost_per_head", "£", Neither, Flow, ALL_ONLY, 0.0, 1e6, None,
        "Public spending on health and care per person."
        => |r, g| ratio(public(r, g.index()) * 1e6, r.population[g.index()]);
    "cost_nhs_per_head", "£", Neither, Flow, IMD, 0.0, 1e6, None,
        "NHS spending per person." => |r, g| ratio(r.cost_nhs[g.index()] * 1e6, r.population[g.index()]);
    "share_of_gdp", "share", Neither, Flow, ALL_ONLY, 0.0, 1.0, None,
        "Public spending on health and care in England as a share of the national income of the United Kingdom."
        => |r, g| ratio(public(r, g.index()), r.gdp[g.index()]);
    "gdp", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e8, None,
        "National income of the United Kingdom." => |r, g| r.gdp[g.index()];
    "change_volume", "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Change in cost from last year: volume." => |r, g| r.change_volume[g.index()];
    "change_price", "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Change in cost from last year: input prices above the deflator." => |r, g| r.change_price[g.index()];
    "change_productivity", "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Change in cost from last year: productivity; a saving is positive." => |r, g| r.change_productivity[g.index()];
    "care_cost_older", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "Councils' care of people aged 65 and over, net of charges, as delivered; assessment and other support apart."
        => |r, g| r.care_cost_older[g.index()];
    "care_cost_older_home", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "Councils' care at home of people aged 65 and over, before charges, as delivered."
        => |r, g| r.care_cost_older_home[g.index()];
    "care_charges_older", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "Charges for councils' care of people aged 65 and over, as delivered." => |r, g| r.care_charges_older[g.index()];
    "care_cost_working_age", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "Councils' care of adults aged 18 to 64, before charges, as delivered."
        => |r, g| r.care_cost_working_age[g.index()];
    "care_cost_public", "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "All care that councils arrange, whoever gives them the money, net of charges, as delivered and not as budgeted: support, agency staff and programmes inside."
        => |r, g| r.care_cost_public[g.index()];
    "care_reform_cost", "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, Some("cost_public"),
        "What reform of charging for care costs councils this year, against the law of the base year and what people would then still own."
        => |r, g| r.care_reform_cost[g.index()];
    "lifetime_care_over_100k", "share", Lower, Flow, WEALTH, 0.0, 1.0, None,
        "Share of the cohort turning 65 whose lifetime care costs them over £100,000 under this year's policy."
        => |r, g| r.lifetime_care_over_100k[g.index()];
    "wealth_spent_on_care", "share", Lower, Flow, WEALTH, 0.0, 1.0, None,
        "Share of its wealth that the cohort turning 65 spends on care."
        => |r, g| r.wealth_spent_on_care[g.index()];
    "lifetime_care_cost", "£", Neither, Flow, WEALTH, 0.0, 1e7, None,
        "Mean lifetime cost of care of the cohort turning 65, whoever pays." => |r, g| r.lifetime_care_cost[g.index()];
}
