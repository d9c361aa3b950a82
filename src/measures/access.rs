//! Who gets care, how soon, and who goes without.

use super::{ALL_ONLY, DEMOGRAPHIC, IMD, measures, ratio, share};
use crate::world::{Group, Service};

measures! {
    "waiting_list", "pathways", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "Pathways waiting for planned care; a person may be on several." => |r, g| r.waiting_list[g.index()];
    "waiting_0_18", "pathways", Neither, Stock, IMD, 0.0, 1e9, Some("waiting_list"),
        "Pathways that have waited up to 18 weeks." => |r, g| r.waiting_0_18[g.index()];
    "waiting_18_26", "pathways", Lower, Stock, IMD, 0.0, 1e9, Some("waiting_list"),
        "Pathways that have waited over 18 and up to 26 weeks." => |r, g| r.waiting_18_26[g.index()];
    "waiting_26_52", "pathways", Lower, Stock, IMD, 0.0, 1e9, Some("waiting_list"),
        "Pathways that have waited over 26 and up to 52 weeks." => |r, g| r.waiting_26_52[g.index()];
    "waiting_52_65", "pathways", Lower, Stock, IMD, 0.0, 1e9, Some("waiting_list"),
        "Pathways that have waited over 52 and up to 65 weeks." => |r, g| r.waiting_52_65[g.index()];
    "waiting_over_65", "pathways", Lower, Stock, IMD, 0.0, 1e9, Some("waiting_list"),
        "Pathways that have waited over 65 weeks." => |r, g| r.waiting_over_65[g.index()];
    "within_18_weeks", "share", Higher, Stock, IMD, 0.0, 1.0, None,
        "Share of the waiting list that has waited up to 18 weeks; the standard is 92%."
        => |r, g| share(r.waiting_0_18[g.index()], r.waiting_list[g.index()]);
    "median_wait_weeks", "weeks", Lower, Stock, IMD, 0.0, 1000.0, None,
        "Median wait so far of those on the waiting list." => |r, g| r.median_wait[g.index()];
    "p92_wait_weeks", "weeks", Lower, Stock, IMD, 0.0, 1000.0, None,
        "Wait so far within which 92% of the waiting list stands." => |r, g| r.p92_wait[g.index()];
    "over_52_weeks", "pathways", Lower, Stock, IMD, 0.0, 1e9, Some("waiting_list"),
        "Pathways that have waited over a year."
        => |r, g| r.waiting_52_65[g.index()] + r.waiting_over_65[g.index()];
    "clock_starts", "pathways", Neither, Flow, IMD, 0.0, 1e9, None,
        "New pathways for planned care." => |r, g| r.clock_starts[g.index()];
    "completed_outpatient", "pathways", Higher, Flow, IMD, 0.0, 1e9, None,
        "Pathways completed without admission." => |r, g| r.completed_outpatient[g.index()];
    "completed_admitted", "pathways", Higher, Flow, IMD, 0.0, 1e9, None,
        "Pathways completed with admission." => |r, g| r.completed_admitted[g.index()];
    "removals", "pathways", Neither, Flow, IMD, 0.0, 1e9, None,
        "Pathways removed without treatment: validation, recovery, death." => |r, g| r.removals[g.index()];
    "left_for_private", "pathways", Neither, Flow, IMD, 0.0, 1e9, None,
        "Pathways that left the list for private care." => |r, g| r.left_for_private[g.index()];
    "cancelled_operations", "admissions", Lower, Flow, ALL_ONLY, 0.0, 1e9, None,
        "Planned admissions cancelled for want of a bed." => |r, g| r.cancelled_operations[g.index()];
    "ae_attendances", "attendances", Neither, Flow, DEMOGRAPHIC, 0.0, 1e9, None,
        "Accident and emergency attendances." => |r, g| r.ae_attendances[g.index()];
    "ae_four_hour", "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of attendances that ended within four hours."
        => |r, g| share(r.ae_within_four_hours[g.index()], r.ae_attendances[g.index()]);
    "emergency_admissions", "admissions", Lower, Flow, DEMOGRAPHIC, 0.0, 1e9, None,
        "Emergency admissions to hospital." => |r, g| r.emergency_admissions[g.index()];
    "emergency_admissions_per_1000", "per thousand people", Lower, Flow, DEMOGRAPHIC, 0.0, 2000.0, None,
        "Emergency admissions per 1,000 people."
        => |r, g| ratio(r.emergency_admissions[g.index()] * 1000.0, r.population[g.index()]);
    "ae_delay_deaths", "people", Lower, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Deaths within 30 days that go with long delays in A&E, above the base year's; told for information, not added to deaths."
        => |r, g| r.ae_delay_deaths[g.index()];
    "bed_occupancy", "share", Lower, Flow, ALL_ONLY, 0.0, 1.5, None,
        "General and acute bed occupancy, mean over the year." => |r, g| r.bed_occupancy[g.index()];
    "delayed_bed_days", "days", Lower, Flow, ALL_ONLY, 0.0, 1e9, None,
        "Bed days occupied by people who were fit to leave." => |r, g| r.delayed_bed_days[g.index()];
    "gp_appointments", "appointments", Higher, Flow, DEMOGRAPHIC, 0.0, 1e10, None,
        "General-practice appointments delivered." => |r, g| r.gp_appointments[g.index()];
    "gp_need_met", "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of the general-practice appointments needed that were delivered."
        => |r, g| share(r.gp_appointments[g.index()], r.gp_need[g.index()]);
    "mental_health_users", "people", Higher, Flow, IMD, 0.0, 1e9, None,
        "People in contact with secondary mental health services." => |r, g| r.mental_health_met[g.index()];
    "mental_health_need_met", "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of people in need of secondary mental health care who were in contact with it."
        => |r, g| share(r.mental_health_met[g.index()], r.mental_health_need[g.index()]);
    "community_contacts", "contacts", Higher, Flow, IMD, 0.0, 1e10, None,
        "Community health contacts delivered." => |r, g| r.community_met[g.index()];
    "community_need_met", "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of the community health contacts needed that were delivered."
        => |r, g| share(r.community_met[g.index()], r.community_need[g.index()]);
    "dental_users", "people", Higher, Flow, IMD, 0.0, 1e9, None,
        "People seen by an NHS dentist." => |r, g| r.dental_met[g.index()];
    "dental_access", "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of people in need of NHS dental care who were seen."
        => |r, g| share(r.dental_met[g.index()], r.dental_need[g.index()]);
    "care_users_public", "people", Neither, Stock, IMD, 0.0, 1e9, None,
        "People receiving council-funded long-term care." => |r, g| r.care_users_public[g.index()];
    "care_users_self_funded", "people", Neither, Stock, IMD, 0.0, 1e9, None,
        "People paying for all their own care." => |r, g| r.care_users_self_funded[g.index()];
    "care_home_residents", "people", Neither, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "Permanent residents of care homes." => |r, g| r.care_home_residents[g.index()];
    "care_home_self_funders", "people", Neither, Stock, IMD, 0.0, 1e9, Some("care_home_residents"),
        "Permanent residents of care homes who pay in full." => |r, g| r.care_home_self_funders[g.index()];
    "care_home_self_funder_share", "share", Neither, Stock, IMD, 0.0, 1.0, None,
        "Share of permanent care-home residents who pay in full."
        => |r, g| share(r.care_home_self_funders[g.index()], r.care_home_residents[g.index()]);
    "care_unmet_people", "people", Lower, Stock, IMD, 0.0, 1e9, None,
        "People aged 65 and over with a need for help that nobody meets, at least in part."
        => |r, g| r.care_unmet_people[g.index()];
    "care_hours_need_met", "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of the hours of help needed at home at 65 and over that someone gave, paid or not."
        => |r, g| share(r.care_hours_received[g.index()], r.care_hours_needed[g.index()]);
    "care_hours_unmet", "million hours", Lower, Flow, IMD, 0.0, 1e6, None,
        "Hours of help needed at home at 65 and over that nobody gave."
        => |r, g| (r.care_hours_needed[g.index()] - r.care_hours_received[g.index()]).max(0.0);
    "home_care_hours", "million hours", Neither, Flow, IMD, 0.0, 1e6, None,
        "Hours of paid care at home." => |r, g| r.home_care_hours[g.index()];
    "unpaid_care_hours", "million hours", Neither, Flow, IMD, 0.0, 1e6, None,
        "Hours of unpaid care given." => |r, g| r.unpaid_care_hours[g.index()];
    "staff", "full-time equivalents", Neither, Stock, ALL_ONLY, 0.0, 1e8, None,
        "Health-care posts filled." => |r, g| r.staff[g.index()];
    "vacancy_rate", "share", Lower, Stock, ALL_ONLY, 0.0, 1.0, None,
        "Share of health-care posts unfilled." => |r, g| r.vacancy_rate[g.index()];
    "care_vacancy_rate", "share", Lower, Stock, ALL_ONLY, 0.0, 1.0, None,
        "Share of care-worker posts unfilled." => |r, g| r.care_vacancy_rate[g.index()];
    "need_met", "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of need met over the services, weighted by base-year spending." => |r, g| r.need_met[g.index()];
    "activity_primary_care", "appointments", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Activity of general practice." => |r, _| r.activity[Service::PrimaryCare.index()];
    "activity_community_health", "contacts", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Activity of community health services." => |r, _| r.activity[Service::CommunityHealth.index()];
    "activity_mental_health", "people", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "People served by secondary mental health services." => |r, _| r.activity[Service::MentalHealth.index()];
    "activity_planned_outpatient", "pathways", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Planned care completed without admission." => |r, _| r.activity[Service::PlannedOutpatient.index()];
    "activity_planned_admitted", "pathways", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Planned care completed with admission." => |r, _| r.activity[Service::PlannedAdmitted.index()];
    "activity_emergency_department", "attendances", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Activity of accident and emergency departments." => |r, _| r.activity[Service::EmergencyDepartment.index()];
    "activity_emergency_admission", "admissions", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Emergency admissions served." => |r, _| r.activity[Service::EmergencyAdmission.index()];
    "activity_prescribing", "items", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Items prescribed in the community." => |r, _| r.activity[Service::Prescribing.index()];
    "activity_dental_optical", "people", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "People served by dentistry and optics." => |r, _| r.activity[Service::DentalOptical.index()];
    "activity_home_care", "hours", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Hours of publicly arranged home care." => |r, _| r.activity[Service::HomeCare.index()];
    "activity_care_home", "resident-weeks", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Resident-weeks in care homes." => |r, _| r.activity[Service::CareHome.index()];
    "prescribing_need_met", "share", Higher, Flow, ALL_ONLY, 0.0, 1.0, None,
        "Share of the prescribing needed that was paid for."
        => |r, _| share(r.activity[Service::Prescribing.index()], r.need[Service::Prescribing.index()]);
    "care_users_older", "people", Neither, Stock, ALL_ONLY, 0.0, 1e9, Some("care_users_public"),
        "People aged 65 and over receiving council-funded long-term care."
        => |r, _| r.care_users_public[Group::age(65).index()] + r.care_users_public[Group::age(85).index()];
    "care_users_older_homes", "people", Neither, Stock, ALL_ONLY, 0.0, 1e9, Some("care_users_older"),
        "People aged 65 and over whom councils support in care homes." => |r, g| r.care_users_older_homes[g.index()];
    "home_care_need_met", "share", Higher, Flow, ALL_ONLY, 0.0, 1.0, None,
        "Share of the eligible hours of home care that were delivered."
        => |r, _| share(r.activity[Service::HomeCare.index()], r.need[Service::HomeCare.index()]);
    "care_home_need_met", "share", Higher, Flow, ALL_ONLY, 0.0, 1.0, None,
        "Share of the care-home places needed that were provided."
        => |r, _| share(r.activity[Service::CareHome.index()], r.need[Service::CareHome.index()]);
}
