//! What it costs, and who pays.
//!
//! `cost_public` is what the three public budgets spend, net of what users pay them. `cost_total` adds what people pay
//! themselves and the disability benefits they spend on care.
//!
//! By group, spending is told by who has the care, payments by who makes them: one ranking at a time, the groups of each
//! adding up to the whole. NHS money passed to councils is inside `cost_nhs` and
//! not in `cost_council`, so it is counted once; unpaid care is valued apart, since it would swamp the rest.

use super::{ALL_ONLY, EVERY, IMD_AGE, IMD_WEALTH, RANKINGS, measures, ratio};
use crate::world::YearRecord;

/// NHS, councils and public health [£m].
fn public(record: &YearRecord, group: usize) -> f64 {
    record.cost_nhs[group] + record.cost_council[group] + record.cost_public_health[group]
}

/// Public care and payments received, less tax [£m]. For everybody it is 0 by construction, and what sums of floating point leave of it is
/// no money: a sign of it would be told as a gain or a loss.
fn net(record: &YearRecord, group: usize) -> f64 {
    let received = public(record, group) + record.transfers[group];
    let net = received - record.tax_paid[group];
    if net.abs() <= 1e-9 * received.abs() { 0.0 } else { net }
}

/// What people pay for care out of their own income and wealth [£m].
fn own(record: &YearRecord, group: usize) -> f64 {
    record.cost_user_charges[group] + record.cost_self_funded[group] + record.cost_private_care[group]
}

measures! { from super::access::FIRST + super::access::MEASURES.len();
    COST_PUBLIC = "cost_public", "Public spending on health and care",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, None,
        "Public spending on health and care: NHS, councils net of charges, public health; by group, by who has the care: administration and the like follow it."
        => |r, g| public(r, g.index());
    COST_TOTAL = "cost_total", "All spending on health and care",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "All spending on health and care, public and private, no transfer twice, without unpaid care."
        => |r, g| public(r, g.index()) + own(r, g.index()) + r.cost_outside[g.index()];
    COST_NHS = "cost_nhs", "NHS spending",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, Some(COST_PUBLIC),
        "NHS spending, money passed to councils included." => |r, g| r.cost_nhs[g.index()];
    COST_COUNCIL = "cost_council", "Councils' net spending on care",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, Some(COST_PUBLIC),
        "Councils' adult social care, net of charges and of NHS money." => |r, g| r.cost_council[g.index()];
    COST_PUBLIC_HEALTH = "cost_public_health", "Public health",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, Some(COST_PUBLIC),
        "Public health grant and public-health programmes." => |r, g| r.cost_public_health[g.index()];
    COST_NHS_TRANSFER = "cost_nhs_transfer", "NHS money passed to councils",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some(COST_NHS),
        "NHS money passed to councils for care." => |r, g| r.cost_nhs_transfer[g.index()];
    COST_OTHER_NHS = "cost_other_nhs", "NHS spending outside the modelled services",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some(COST_NHS),
        "NHS spending outside the modelled services: research, education, national programmes."
        => |r, g| r.cost_other_nhs[g.index()];
    COST_USER_CHARGES = "cost_user_charges", "User charges",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, Some(COST_TOTAL),
        "Charges that users pay to councils and the NHS." => |r, g| r.cost_user_charges[g.index()];
    COST_SELF_FUNDED = "cost_self_funded", "Care paid for by self-funders",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, Some(COST_TOTAL),
        "What people who pay for all their own care spend on it." => |r, g| r.cost_self_funded[g.index()];
    COST_PRIVATE_CARE = "cost_private_care", "Private planned care",
        "£m", Neither, Flow, IMD_AGE, 0.0, 1e7, Some(COST_TOTAL),
        "Private planned care bought by patients, by who left the list for it; how they stand by wealth and income is not known." => |r, g| r.cost_private_care[g.index()];
    COST_OUTSIDE = "cost_outside", "Programmes paid for by other budgets",
        "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, Some(COST_TOTAL),
        "Programmes paid for by budgets outside health and care; below 0 where programmes save them money." => |r, g| r.cost_outside[g.index()];
    TRANSFERS = "transfers", "Money paid to people by programmes",
        "£m", Neither, Flow, EVERY, 0.0, 1e7, None,
        "Money that programmes pay to people out of tax, by who receives it: moved and not used up, so in no total of spending."
        => |r, g| r.transfers[g.index()];
    COST_DISABILITY_BENEFITS = "cost_disability_benefits", "Disability benefits spent on care",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, Some(OWN_PAYMENTS),
        "Disability benefits spent on care; what they buy is already in charges and self-funded care." => |r, g| r.cost_disability_benefits[g.index()];
    COST_UNPAID_CARE = "cost_unpaid_care", "Value of unpaid care",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, None,
        "Unpaid care at its replacement price, by who receives it; in no total." => |r, g| r.cost_unpaid_care[g.index()];
    COST_TRANSACTION = "cost_transaction", "Cost of running the market",
        "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, Some(COST_PUBLIC),
        "Running the market: contracting, billing, competing." => |r, g| r.cost_transaction[g.index()];
    COST_PLANNING = "cost_planning", "Cost of running the plan",
        "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, Some(COST_PUBLIC),
        "Running the plan: setting targets, allocating, supervising." => |r, g| r.cost_planning[g.index()];
    COST_PFI = "cost_pfi", "PFI charges",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some(COST_PUBLIC),
        "PFI unitary charges." => |r, g| r.cost_pfi[g.index()];
    COST_REORGANISATION = "cost_reorganisation", "Cost of reorganisation",
        "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, Some(COST_PUBLIC),
        "Changing the structure." => |r, g| r.cost_reorganisation[g.index()];
    COST_AGENCY = "cost_agency", "Agency premium",
        "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, Some(COST_PUBLIC),
        "Agency premium paid for unfilled posts." => |r, g| r.cost_agency[g.index()];
    COST_PRIVATE_MARGIN = "cost_private_margin", "Margin of private providers on NHS work",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, Some(COST_PUBLIC),
        "Margin of private providers on NHS work." => |r, g| r.cost_private_margin[g.index()];
    COST_OF_STANDARDS = "cost_of_standards", "Cost of meeting every standard",
        "£m", Lower, Flow, ALL_ONLY, 0.0, 1e7, None,
        "What would have to be added to meet every standard: 18 weeks, four hours, every eligible need."
        => |r, g| r.cost_of_standards[g.index()];
    TAX_NEEDED = "tax_needed", "Tax needed above the base year's",
        "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Tax to be raised above the base year's real revenue." => |r, g| r.tax_needed[g.index()];
    TAX_NEEDED_PENCE = "tax_needed_pence", "Tax needed, in pence on income tax",
        "pence", Neither, Flow, ALL_ONLY, -1e4, 1e4, None,
        "Tax needed, in pence on the basic rate of income tax." => |r, g| r.tax_pence[g.index()];
    TAX_NEEDED_POINTS = "tax_needed_points", "Tax needed, in points on National Insurance",
        "percentage points", Neither, Flow, ALL_ONLY, -1e4, 1e4, None,
        "Tax needed, in percentage points on National Insurance." => |r, g| r.tax_points[g.index()];
    TAX_PAID = "tax_paid", "Tax paid for health and care",
        "£m", Neither, Flow, RANKINGS, -1e7, 1e7, None,
        "Tax paid for health and care, by who bears it." => |r, g| r.tax_paid[g.index()];
    OWN_PAYMENTS = "own_payments", "What people pay for care themselves",
        "£m", Neither, Flow, IMD_AGE, 0.0, 1e7, Some(COST_TOTAL),
        "What people pay for care themselves: charges, self-funded care, private care; by wealth and income not told, since who buys private care is not known so." => |r, g| own(r, g.index());
    PAID_CARE_PER_HEAD = "paid_care_per_head", "Charges and self-funded care per person",
        "£", Neither, Flow, RANKINGS, 0.0, 1e6, None,
        "Charges and self-funded care per person of the group."
        => |r, g| ratio((r.cost_user_charges[g.index()] + r.cost_self_funded[g.index()]) * 1e6, r.population[g.index()]);
    TAX_PAID_PER_HEAD = "tax_paid_per_head", "Tax for health and care per person",
        "£", Neither, Flow, RANKINGS, -1e6, 1e6, None,
        "Tax paid for health and care per person of the group."
        => |r, g| ratio(r.tax_paid[g.index()] * 1e6, r.population[g.index()]);
    NET_PAID = "net_paid", "Tax, charges and self-funded care together",
        "£m", Neither, Flow, RANKINGS, -1e7, 1e7, None,
        "Tax, charges and self-funded care together: in a comparison, who pays more. Money that programmes pay to people is not taken off."
        => |r, g| r.tax_paid[g.index()] + r.cost_user_charges[g.index()] + r.cost_self_funded[g.index()];
    COST_PER_HEAD = "cost_per_head", "Public spending on health and care per person",
        "£", Neither, Flow, RANKINGS, 0.0, 1e6, None,
        "Public spending on health and care per person, by who has the care."
        => |r, g| ratio(public(r, g.index()) * 1e6, r.population[g.index()]);
    NET_BENEFIT = "net_benefit", "Public care and payments received, less tax",
        "£m", Neither, Flow, RANKINGS, -1e7, 1e7, None,
        "Public spending on the care that a group has and money that programmes pay it, less the tax that it pays for health and care: in a comparison, who gains and who pays."
        => |r, g| net(r, g.index());
    NET_BENEFIT_PER_HEAD = "net_benefit_per_head", "Public care and payments received, less tax, per person",
        "£", Neither, Flow, RANKINGS, -1e7, 1e7, None,
        "Public spending on the care that a group has and money that programmes pay it, less the tax that it pays for health and care, per person of the group."
        => |r, g| ratio(net(r, g.index()) * 1e6, r.population[g.index()]);
    COST_NHS_PER_HEAD = "cost_nhs_per_head", "NHS spending per person",
        "£", Neither, Flow, RANKINGS, 0.0, 1e6, None,
        "NHS spending per person." => |r, g| ratio(r.cost_nhs[g.index()] * 1e6, r.population[g.index()]);
    SHARE_OF_GDP = "share_of_gdp", "Public spending as a share of GDP",
        "share", Neither, Flow, ALL_ONLY, 0.0, 1.0, None,
        "Public spending on health and care in England as a share of the national income of the United Kingdom."
        => |r, g| ratio(public(r, g.index()), r.gdp[g.index()]);
    GDP = "gdp", "National income",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e8, None,
        "National income of the United Kingdom." => |r, g| r.gdp[g.index()];
    CHANGE_VOLUME = "change_volume", "Change in cost: volume",
        "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Change in cost from last year: volume." => |r, g| r.change_volume[g.index()];
    CHANGE_PRICE = "change_price", "Change in cost: prices",
        "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Change in cost from last year: input prices above the deflator." => |r, g| r.change_price[g.index()];
    CHANGE_PRODUCTIVITY = "change_productivity", "Change in cost: productivity",
        "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Change in cost from last year: productivity; a saving is positive." => |r, g| r.change_productivity[g.index()];
    CARE_COST_OLDER = "care_cost_older", "Councils' care of older people, net of charges",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, None,
        "Councils' care of people aged 65 and over, net of charges, as delivered; assessment and other support apart."
        => |r, g| r.care_cost_older[g.index()];
    CARE_COST_OLDER_HOME = "care_cost_older_home", "Councils' care of older people at home",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "Councils' care at home of people aged 65 and over, before charges, as delivered."
        => |r, g| r.care_cost_older_home[g.index()];
    CARE_CHARGES_OLDER = "care_charges_older", "Charges for councils' care of older people",
        "£m", Neither, Flow, RANKINGS, 0.0, 1e7, None,
        "Charges for councils' care of people aged 65 and over, as delivered." => |r, g| r.care_charges_older[g.index()];
    CARE_COST_WORKING_AGE = "care_cost_working_age", "Councils' care of adults under 65",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "Councils' care of adults aged 18 to 64, before charges, as delivered."
        => |r, g| r.care_cost_working_age[g.index()];
    CARE_COST_PUBLIC = "care_cost_public", "All care that councils arrange",
        "£m", Neither, Flow, ALL_ONLY, 0.0, 1e7, None,
        "All care that councils arrange, whoever gives them the money, net of charges, as delivered and not as budgeted: support, agency staff and programmes inside."
        => |r, g| r.care_cost_public[g.index()];
    CARE_REFORM_COST = "care_reform_cost", "What reform of charging costs councils",
        "£m", Neither, Flow, ALL_ONLY, -1e7, 1e7, Some(COST_PUBLIC),
        "What reform of charging for care costs councils this year, against the law of the base year and what people would then still own."
        => |r, g| r.care_reform_cost[g.index()];
    LIFETIME_CARE_OVER_100K = "lifetime_care_over_100k", "Lifetime care costs over £100,000",
        "share", Lower, Flow, IMD_WEALTH, 0.0, 1.0, None,
        "Share of the cohort turning 65 whose lifetime care costs them over £100,000 under this year's policy."
        => |r, g| r.lifetime_care_over_100k[g.index()];
    WEALTH_SPENT_ON_CARE = "wealth_spent_on_care", "Share of wealth spent on care",
        "share", Lower, Flow, IMD_WEALTH, 0.0, 1.0, None,
        "Share of its wealth that the cohort turning 65 spends on care."
        => |r, g| r.wealth_spent_on_care[g.index()];
    LIFETIME_CARE_COST = "lifetime_care_cost", "Lifetime cost of care",
        "£", Neither, Flow, IMD_WEALTH, 0.0, 1e7, None,
        "Mean lifetime cost of care of the cohort turning 65, whoever pays." => |r, g| r.lifetime_care_cost[g.index()];
}
