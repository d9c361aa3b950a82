//! One year of one world in one draw: everything that a measure can read.
//!
//! Money is in £ million of base-year prices, people in people, flows over the financial year, stocks at 31 March.

use super::group::{ByGroup, GROUPS};
use super::service::{ByQueued, ByService, QUEUED, QueuedService, SERVICES};

/// A year of a service that is queued for, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueRecord {
    /// Need that was met (flow).
    pub met: ByGroup,
    /// Need that arose (flow).
    pub need: ByGroup,
}

impl QueueRecord {
    /// A year in which nothing was needed.
    pub const NONE: QueueRecord = QueueRecord {
        met: [0.0; GROUPS],
        need: [0.0; GROUPS],
    };
}

macro_rules! record {
    ($($(#[doc = $meaning:literal])+ $field:ident),* $(,)?) => {
        /// One year's record, each quantity by [`Group`](super::Group).
        #[derive(Clone, Debug, PartialEq)]
        pub struct YearRecord {
            $($(#[doc = $meaning])+ pub $field: ByGroup,)*
            /// Services that are queued for.
            pub queued: ByQueued<QueueRecord>,
            /// Activity delivered, by service, in the service's unit (flow).
            pub activity: ByService,
            /// Activity that would have met need, by service (flow).
            pub need: ByService,
        }
        impl YearRecord {
            /// Every quantity that is told by group: name, meaning, values. For tracing a measure to what it is made of.
            pub fn quantities(&mut self) -> Vec<(&'static str, &'static str, &mut ByGroup)> {
                let mut all = vec![$((stringify!($field), concat!($($meaning),+), &mut self.$field)),*];
                for (service, queue) in QueuedService::ALL.into_iter().zip(&mut self.queued) {
                    let [met, need] = service.recorded();
                    all.push((met.0, met.1, &mut queue.met));
                    all.push((need.0, need.1, &mut queue.need));
                }
                all
            }
        }
        impl Default for YearRecord {
            fn default() -> Self {
                YearRecord {
                    $($field: [0.0; GROUPS],)*
                    queued: [QueueRecord::NONE; QUEUED],
                    activity: [0.0; SERVICES],
                    need: [0.0; SERVICES],
                }
            }
        }
    };
}

record! {
    /// People alive \[people\] (stock).
    population,
    /// Live births \[people\] (flow).
    births,
    /// Deaths \[people\] (flow).
    deaths,
    /// Period life expectancy at birth \[years\].
    life_expectancy,
    /// Healthy life expectancy at birth, Sullivan's method: years in good health \[years\].
    healthy_life_expectancy,
    /// Quality-adjusted life years lived \[QALYs\] (flow).
    qalys,
    /// People with two or more long-term conditions \[people\] (stock).
    multimorbid,
    /// People with three or more long-term conditions \[people\] (stock).
    three_conditions,
    /// People aged 65+ who need help with daily living \[people\] (stock).
    dependent,
    /// People aged 65+ who need help less than daily \[people\] (stock).
    low_dependency,
    /// People aged 65+ who need help at regular times each day \[people\] (stock).
    medium_dependency,
    /// People with high dependency (round-the-clock need) \[people\] (stock).
    high_dependency,

    /// Pathways on the planned-care waiting list \[pathways\] (stock).
    waiting_list,
    /// Of those, waiting up to 18 weeks \[pathways\] (stock).
    waiting_0_18,
    /// Waiting over 18 and up to 26 weeks \[pathways\] (stock).
    waiting_18_26,
    /// Waiting over 26 and up to 52 weeks \[pathways\] (stock).
    waiting_26_52,
    /// Waiting over 52 and up to 65 weeks \[pathways\] (stock).
    waiting_52_65,
    /// Waiting over 65 weeks \[pathways\] (stock).
    waiting_over_65,
    /// Median wait of those on the list \[weeks\] (stock).
    median_wait,
    /// 92nd percentile of the wait of those on the list \[weeks\] (stock).
    p92_wait,
    /// Clock starts: new planned-care pathways \[pathways\] (flow).
    clock_starts,
    /// Pathways completed without admission \[pathways\] (flow).
    completed_outpatient,
    /// Pathways completed with admission \[pathways\] (flow).
    completed_admitted,
    /// Pathways removed without treatment: validation, recovery, death \[pathways\] (flow).
    removals,
    /// Pathways that left for private care \[pathways\] (flow).
    left_for_private,
    /// Planned admissions cancelled for want of a bed \[admissions\] (flow).
    cancelled_operations,

    /// Accident and emergency attendances \[attendances\] (flow).
    ae_attendances,
    /// Attendances within four hours \[attendances\] (flow).
    ae_within_four_hours,
    /// Emergency admissions \[admissions\] (flow).
    emergency_admissions,
    /// General and acute bed occupancy \[share\], mean over the year.
    bed_occupancy,
    /// Deaths within 30 days that go with delays in A&E, above the base year's; already inside no other figure \[people\] (flow).
    ae_delay_deaths,
    /// Bed days occupied by people fit to leave \[days\] (flow).
    delayed_bed_days,

    /// General-practice appointments delivered \[appointments\] (flow).
    gp_appointments,
    /// General-practice appointments needed \[appointments\] (flow).
    gp_need,
    /// People receiving council-funded long-term care \[people\] (stock).
    care_users_public,
    /// People paying for all their own care \[people\] (stock).
    care_users_self_funded,
    /// People aged 65+ whom councils support in care homes, inside `care_users_public` \[people\] (stock).
    care_users_older_homes,
    /// Permanent residents of care homes \[people\] (stock).
    care_home_residents,
    /// Of those, paying in full themselves \[people\] (stock).
    care_home_self_funders,
    /// People aged 65+ with a need for help that nobody meets, at least in part \[people\] (stock).
    care_unmet_people,
    /// Hours of unpaid care given [million hours] (flow).
    unpaid_care_hours,
    /// Hours of paid care at home received [million hours] (flow).
    home_care_hours,
    /// Hours of help needed by people at home, aged 65+ [million hours] (flow).
    care_hours_needed,
    /// Hours of help received, paid or not, by people at home aged 65+ [million hours] (flow).
    care_hours_received,

    /// NHS spending, transfers to councils included [£m] (flow).
    cost_nhs,
    /// Councils' adult social care net of charges and of NHS transfers [£m] (flow).
    cost_council,
    /// What councils' care of people aged 65+ costs net of charges, as delivered; other support apart [£m] (flow).
    care_cost_older,
    /// What care at home costs councils and users together at 65+, as delivered [£m] (flow).
    care_cost_older_home,
    /// Charges for councils' care of people aged 65+, as delivered [£m] (flow).
    care_charges_older,
    /// What councils' care of adults aged 18 to 64 costs gross of charges, as delivered [£m] (flow).
    care_cost_working_age,
    /// What all publicly arranged care costs net of charges, support, agency staff and programmes inside, as delivered [£m] (flow).
    care_cost_public,
    /// What reform of charging costs councils this year against the law of the base year, as delivered [£m] (flow).
    care_reform_cost,
    /// Public health grant and public-health programmes [£m] (flow).
    cost_public_health,
    /// NHS money passed to councils for care, already inside `cost_nhs` [£m] (flow).
    cost_nhs_transfer,
    /// Charges that users pay to councils and the NHS [£m] (flow).
    cost_user_charges,
    /// What self-funders pay for care [£m] (flow).
    cost_self_funded,
    /// Private planned care bought by patients [£m] (flow).
    cost_private_care,
    /// Programmes paid for by budgets outside health and care [£m] (flow).
    cost_outside,
    /// Money that programmes pay to people out of tax: moved, not used up, and in no total [£m] (flow).
    transfers,
    /// Unpaid care at its replacement price [£m] (flow).
    cost_unpaid_care,
    /// Disability benefits spent on care [£m] (flow).
    cost_disability_benefits,
    /// Running the market: contracting, billing, competing; inside the others [£m] (flow).
    cost_transaction,
    /// Running the plan: setting targets, allocating, supervising; inside the others [£m] (flow).
    cost_planning,
    /// PFI unitary charges, inside the others [£m] (flow).
    cost_pfi,
    /// Changing the structure, inside the others [£m] (flow).
    cost_reorganisation,
    /// Margin of private providers on NHS work, inside the others [£m] (flow).
    cost_private_margin,
    /// Agency premium paid for unfilled posts, inside the others [£m] (flow).
    cost_agency,
    /// Spending outside the modelled services (research, education, national programmes), inside `cost_nhs` [£m] (flow).
    cost_other_nhs,
    /// What would have to be added to meet every standard: 18 weeks, four hours, every eligible need [£m] (flow).
    cost_of_standards,
    /// Tax to be raised above the base year's real revenue [£m] (flow).
    tax_needed,
    /// What `tax_needed` is in pence on the basic rate of income tax \[pence\] (flow).
    tax_pence,
    /// What `tax_needed` is in points on National Insurance [percentage points] (flow).
    tax_points,
    /// Tax paid for health and care, by who bears it [£m] (flow).
    tax_paid,
    /// National income of the United Kingdom [£m] (flow).
    gdp,

    /// Share of the cohort turning 65 whose lifetime care costs them over £100,000 \[share\].
    lifetime_care_over_100k,
    /// Share of their wealth that the cohort spends on care \[share\].
    wealth_spent_on_care,
    /// Mean lifetime care cost of the cohort, whoever pays [£].
    lifetime_care_cost,
    /// Need met over the services, weighted by base-year spending \[share\].
    need_met,
    /// Health-care posts filled [full-time equivalents] (stock).
    staff,
    /// Health-care posts unfilled \[share\] (stock).
    vacancy_rate,
    /// Care-worker posts unfilled \[share\] (stock).
    care_vacancy_rate,
    /// Change in cost from last year: volume [£m] (flow).
    change_volume,
    /// Change in cost from last year: input prices above the deflator [£m] (flow).
    change_price,
    /// Change in cost from last year: productivity (a saving is positive) [£m] (flow).
    change_productivity,
}
