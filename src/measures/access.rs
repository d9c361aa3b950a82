//! Who gets care, how soon, and who goes without.

use super::{ALL_ONLY, DEMOGRAPHIC, IMD, measures, ratio, share};
use crate::world::service::QueuedService;
use crate::world::{Group, Service};

measures! { from super::health::FIRST + super::health::MEASURES.len();
    WAITING_LIST = "waiting_list", "Waiting list for planned care",
        "pathways", Lower, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "Pathways waiting for planned care; a person may be on several." => |r, g| r.waiting_list[g.index()];
    WAITING_0_18 = "waiting_0_18", "Waiting up to 18 weeks",
        "pathways", Neither, Stock, IMD, 0.0, 1e9, Some(WAITING_LIST),
        "Pathways that have waited up to 18 weeks." => |r, g| r.waiting_0_18[g.index()];
    WAITING_18_26 = "waiting_18_26", "Waiting 18 to 26 weeks",
        "pathways", Lower, Stock, IMD, 0.0, 1e9, Some(WAITING_LIST),
        "Pathways that have waited over 18 and up to 26 weeks." => |r, g| r.waiting_18_26[g.index()];
    WAITING_26_52 = "waiting_26_52", "Waiting 26 to 52 weeks",
        "pathways", Lower, Stock, IMD, 0.0, 1e9, Some(WAITING_LIST),
        "Pathways that have waited over 26 and up to 52 weeks." => |r, g| r.waiting_26_52[g.index()];
    WAITING_52_65 = "waiting_52_65", "Waiting 52 to 65 weeks",
        "pathways", Lower, Stock, IMD, 0.0, 1e9, Some(WAITING_LIST),
        "Pathways that have waited over 52 and up to 65 weeks." => |r, g| r.waiting_52_65[g.index()];
    WAITING_OVER_65 = "waiting_over_65", "Waiting over 65 weeks",
        "pathways", Lower, Stock, IMD, 0.0, 1e9, Some(WAITING_LIST),
        "Pathways that have waited over 65 weeks." => |r, g| r.waiting_over_65[g.index()];
    WITHIN_18_WEEKS = "within_18_weeks", "Waiting no more than 18 weeks",
        "share", Higher, Stock, IMD, 0.0, 1.0, None,
        "Share of the waiting list that has waited up to 18 weeks; the standard is 92%."
        => |r, g| share(r.waiting_0_18[g.index()], r.waiting_list[g.index()]);
    MEDIAN_WAIT_WEEKS = "median_wait_weeks", "Median wait for planned care",
        "weeks", Lower, Stock, IMD, 0.0, 1000.0, None,
        "Median wait so far of those on the waiting list." => |r, g| r.median_wait[g.index()];
    P92_WAIT_WEEKS = "p92_wait_weeks", "Wait within which 92% of the list stands",
        "weeks", Lower, Stock, IMD, 0.0, 1000.0, None,
        "Wait so far within which 92% of the waiting list stands." => |r, g| r.p92_wait[g.index()];
    OVER_52_WEEKS = "over_52_weeks", "Waiting over a year",
        "pathways", Lower, Stock, IMD, 0.0, 1e9, Some(WAITING_LIST),
        "Pathways that have waited over a year."
        => |r, g| r.waiting_52_65[g.index()] + r.waiting_over_65[g.index()];
    CLOCK_STARTS = "clock_starts", "New pathways for planned care",
        "pathways", Neither, Flow, IMD, 0.0, 1e9, None,
        "New pathways for planned care." => |r, g| r.clock_starts[g.index()];
    COMPLETED_OUTPATIENT = "completed_outpatient", "Planned care completed without admission",
        "pathways", Higher, Flow, IMD, 0.0, 1e9, None,
        "Pathways completed without admission." => |r, g| r.completed_outpatient[g.index()];
    COMPLETED_ADMITTED = "completed_admitted", "Planned care completed with admission",
        "pathways", Higher, Flow, IMD, 0.0, 1e9, None,
        "Pathways completed with admission." => |r, g| r.completed_admitted[g.index()];
    REMOVALS = "removals", "Pathways removed without treatment",
        "pathways", Neither, Flow, IMD, 0.0, 1e9, None,
        "Pathways removed without treatment: validation, recovery, death." => |r, g| r.removals[g.index()];
    LEFT_FOR_PRIVATE = "left_for_private", "Pathways that left for private care",
        "pathways", Neither, Flow, IMD, 0.0, 1e9, None,
        "Pathways that left the list for private care." => |r, g| r.left_for_private[g.index()];
    CANCELLED_OPERATIONS = "cancelled_operations", "Operations cancelled for want of a bed",
        "admissions", Lower, Flow, ALL_ONLY, 0.0, 1e9, None,
        "Planned admissions cancelled for want of a bed." => |r, g| r.cancelled_operations[g.index()];
    AE_ATTENDANCES = "ae_attendances", "A&E attendances",
        "attendances", Neither, Flow, DEMOGRAPHIC, 0.0, 1e9, None,
        "Accident and emergency attendances." => |r, g| r.ae_attendances[g.index()];
    AE_FOUR_HOUR = "ae_four_hour", "A&E within four hours",
        "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of attendances that ended within four hours."
        => |r, g| share(r.ae_within_four_hours[g.index()], r.ae_attendances[g.index()]);
    EMERGENCY_ADMISSIONS = "emergency_admissions", "Emergency admissions",
        "admissions", Lower, Flow, DEMOGRAPHIC, 0.0, 1e9, None,
        "Emergency admissions to hospital." => |r, g| r.emergency_admissions[g.index()];
    EMERGENCY_ADMISSIONS_PER_1000 = "emergency_admissions_per_1000", "Emergency admissions per 1,000 people",
        "per thousand people", Lower, Flow, DEMOGRAPHIC, 0.0, 2000.0, None,
        "Emergency admissions per 1,000 people."
        => |r, g| ratio(r.emergency_admissions[g.index()] * 1000.0, r.population[g.index()]);
    AE_DELAY_DEATHS = "ae_delay_deaths", "Deaths that go with long delays in A&E",
        "people", Lower, Flow, ALL_ONLY, -1e7, 1e7, None,
        "Deaths within 30 days that go with long delays in A&E, above the base year's; told for information, not added to deaths."
        => |r, g| r.ae_delay_deaths[g.index()];
    BED_OCCUPANCY = "bed_occupancy", "Bed occupancy",
        "share", Lower, Flow, ALL_ONLY, 0.0, 1.5, None,
        "General and acute bed occupancy, mean over the year." => |r, g| r.bed_occupancy[g.index()];
    DELAYED_BED_DAYS = "delayed_bed_days", "Bed days of people fit to leave",
        "days", Lower, Flow, ALL_ONLY, 0.0, 1e9, None,
        "Bed days occupied by people who were fit to leave." => |r, g| r.delayed_bed_days[g.index()];
    GP_APPOINTMENTS = "gp_appointments", "General-practice appointments",
        "appointments", Higher, Flow, DEMOGRAPHIC, 0.0, 1e10, None,
        "General-practice appointments delivered." => |r, g| r.gp_appointments[g.index()];
    GP_NEED_MET = "gp_need_met", "General-practice need met",
        "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of the general-practice appointments needed that were delivered."
        => |r, g| share(r.gp_appointments[g.index()], r.gp_need[g.index()]);
    MENTAL_HEALTH_USERS = "mental_health_users", "People in contact with mental health services",
        "people", Higher, Flow, IMD, 0.0, 1e9, None,
        "People in contact with secondary mental health services." => |r, g| r.queued[QueuedService::MentalHealth].met[g.index()];
    MENTAL_HEALTH_NEED_MET = "mental_health_need_met", "Mental health need met",
        "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of people in need of secondary mental health care who were in contact with it."
        => |r, g| share(r.queued[QueuedService::MentalHealth].met[g.index()], r.queued[QueuedService::MentalHealth].need[g.index()]);
    COMMUNITY_CONTACTS = "community_contacts", "Community health contacts",
        "contacts", Higher, Flow, IMD, 0.0, 1e10, None,
        "Community health contacts delivered." => |r, g| r.queued[QueuedService::CommunityHealth].met[g.index()];
    COMMUNITY_NEED_MET = "community_need_met", "Community health need met",
        "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of the community health contacts needed that were delivered."
        => |r, g| share(r.queued[QueuedService::CommunityHealth].met[g.index()], r.queued[QueuedService::CommunityHealth].need[g.index()]);
    DENTAL_USERS = "dental_users", "People seen by an NHS dentist",
        "people", Higher, Flow, IMD, 0.0, 1e9, None,
        "People seen by an NHS dentist." => |r, g| r.queued[QueuedService::Dentistry].met[g.index()];
    DENTAL_ACCESS = "dental_access", "NHS dental need met",
        "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of people in need of NHS dental care who were seen."
        => |r, g| share(r.queued[QueuedService::Dentistry].met[g.index()], r.queued[QueuedService::Dentistry].need[g.index()]);
    CARE_USERS_PUBLIC = "care_users_public", "People with council-funded care",
        "people", Neither, Stock, IMD, 0.0, 1e9, None,
        "People receiving council-funded long-term care." => |r, g| r.care_users_public[g.index()];
    CARE_USERS_SELF_FUNDED = "care_users_self_funded", "People who pay for all their own care",
        "people", Neither, Stock, IMD, 0.0, 1e9, None,
        "People paying for all their own care." => |r, g| r.care_users_self_funded[g.index()];
    CARE_HOME_RESIDENTS = "care_home_residents", "Care-home residents",
        "people", Neither, Stock, DEMOGRAPHIC, 0.0, 1e9, None,
        "Permanent residents of care homes." => |r, g| r.care_home_residents[g.index()];
    CARE_HOME_SELF_FUNDERS = "care_home_self_funders", "Care-home residents who pay in full",
        "people", Neither, Stock, IMD, 0.0, 1e9, Some(CARE_HOME_RESIDENTS),
        "Permanent residents of care homes who pay in full." => |r, g| r.care_home_self_funders[g.index()];
    CARE_HOME_SELF_FUNDER_SHARE = "care_home_self_funder_share", "Share of care-home residents who pay in full",
        "share", Neither, Stock, IMD, 0.0, 1.0, None,
        "Share of permanent care-home residents who pay in full."
        => |r, g| share(r.care_home_self_funders[g.index()], r.care_home_residents[g.index()]);
    CARE_UNMET_PEOPLE = "care_unmet_people", "Older people with unmet need for help",
        "people", Lower, Stock, IMD, 0.0, 1e9, None,
        "People aged 65 and over with a need for help that nobody meets, at least in part."
        => |r, g| r.care_unmet_people[g.index()];
    CARE_HOURS_NEED_MET = "care_hours_need_met", "Share of needed hours of help that someone gave",
        "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of the hours of help needed at home at 65 and over that someone gave, paid or not."
        => |r, g| share(r.care_hours_received[g.index()], r.care_hours_needed[g.index()]);
    CARE_HOURS_UNMET = "care_hours_unmet", "Hours of help that nobody gave",
        "million hours", Lower, Flow, IMD, 0.0, 1e6, None,
        "Hours of help needed at home at 65 and over that nobody gave."
        => |r, g| (r.care_hours_needed[g.index()] - r.care_hours_received[g.index()]).max(0.0);
    HOME_CARE_HOURS = "home_care_hours", "Hours of paid care at home",
        "million hours", Neither, Flow, IMD, 0.0, 1e6, None,
        "Hours of paid care at home." => |r, g| r.home_care_hours[g.index()];
    UNPAID_CARE_HOURS = "unpaid_care_hours", "Unpaid care",
        "million hours", Neither, Flow, IMD, 0.0, 1e6, None,
        "Hours of unpaid care given." => |r, g| r.unpaid_care_hours[g.index()];
    STAFF = "staff", "Health-care posts filled",
        "full-time equivalents", Neither, Stock, ALL_ONLY, 0.0, 1e8, None,
        "Health-care posts filled." => |r, g| r.staff[g.index()];
    VACANCY_RATE = "vacancy_rate", "Health-care posts unfilled",
        "share", Lower, Stock, ALL_ONLY, 0.0, 1.0, None,
        "Share of health-care posts unfilled." => |r, g| r.vacancy_rate[g.index()];
    CARE_VACANCY_RATE = "care_vacancy_rate", "Care-worker posts unfilled",
        "share", Lower, Stock, ALL_ONLY, 0.0, 1.0, None,
        "Share of care-worker posts unfilled." => |r, g| r.care_vacancy_rate[g.index()];
    NEED_MET = "need_met", "Need met over all services",
        "share", Higher, Flow, IMD, 0.0, 1.0, None,
        "Share of need met over the services, weighted by base-year spending." => |r, g| r.need_met[g.index()];
    ACTIVITY_PRIMARY_CARE = "activity_primary_care", "General-practice activity",
        "appointments", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Activity of general practice." => |r, _| r.activity[Service::PrimaryCare.index()];
    ACTIVITY_COMMUNITY_HEALTH = "activity_community_health", "Community health activity",
        "contacts", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Activity of community health services." => |r, _| r.activity[Service::CommunityHealth.index()];
    ACTIVITY_MENTAL_HEALTH = "activity_mental_health", "Mental health activity",
        "people", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "People served by secondary mental health services." => |r, _| r.activity[Service::MentalHealth.index()];
    ACTIVITY_PLANNED_OUTPATIENT = "activity_planned_outpatient", "Planned care without admission: activity",
        "pathways", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Planned care completed without admission." => |r, _| r.activity[Service::PlannedOutpatient.index()];
    ACTIVITY_PLANNED_ADMITTED = "activity_planned_admitted", "Planned care with admission: activity",
        "pathways", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Planned care completed with admission." => |r, _| r.activity[Service::PlannedAdmitted.index()];
    ACTIVITY_EMERGENCY_DEPARTMENT = "activity_emergency_department", "A&E activity",
        "attendances", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Activity of accident and emergency departments." => |r, _| r.activity[Service::EmergencyDepartment.index()];
    ACTIVITY_EMERGENCY_ADMISSION = "activity_emergency_admission", "Emergency admissions served",
        "admissions", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Emergency admissions served." => |r, _| r.activity[Service::EmergencyAdmission.index()];
    ACTIVITY_PRESCRIBING = "activity_prescribing", "Items prescribed",
        "items", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Items prescribed in the community." => |r, _| r.activity[Service::Prescribing.index()];
    ACTIVITY_DENTAL_OPTICAL = "activity_dental_optical", "People served by dentistry and optics",
        "people", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "People served by dentistry and optics." => |r, _| r.activity[Service::DentalOptical.index()];
    ACTIVITY_HOME_CARE = "activity_home_care", "Hours of publicly arranged home care",
        "hours", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Hours of publicly arranged home care." => |r, _| r.activity[Service::HomeCare.index()];
    ACTIVITY_CARE_HOME = "activity_care_home", "Weeks lived in care homes",
        "resident-weeks", Neither, Flow, ALL_ONLY, 0.0, 1e11, None,
        "Resident-weeks in care homes." => |r, _| r.activity[Service::CareHome.index()];
    PRESCRIBING_NEED_MET = "prescribing_need_met", "Prescribing need met",
        "share", Higher, Flow, ALL_ONLY, 0.0, 1.0, None,
        "Share of the prescribing needed that was paid for."
        => |r, _| share(r.activity[Service::Prescribing.index()], r.need[Service::Prescribing.index()]);
    CARE_USERS_OLDER = "care_users_older", "Older people with council-funded care",
        "people", Neither, Stock, ALL_ONLY, 0.0, 1e9, Some(CARE_USERS_PUBLIC),
        "People aged 65 and over receiving council-funded long-term care."
        => |r, _| r.care_users_public[Group::age(65).index()] + r.care_users_public[Group::age(85).index()];
    CARE_USERS_OLDER_HOMES = "care_users_older_homes", "Older people whom councils support in care homes",
        "people", Neither, Stock, ALL_ONLY, 0.0, 1e9, Some(CARE_USERS_OLDER),
        "People aged 65 and over whom councils support in care homes." => |r, g| r.care_users_older_homes[g.index()];
    HOME_CARE_NEED_MET = "home_care_need_met", "Home-care need met",
        "share", Higher, Flow, ALL_ONLY, 0.0, 1.0, None,
        "Share of the eligible hours of home care that were delivered."
        => |r, _| share(r.activity[Service::HomeCare.index()], r.need[Service::HomeCare.index()]);
    CARE_HOME_NEED_MET = "care_home_need_met", "Care-home need met",
        "share", Higher, Flow, ALL_ONLY, 0.0, 1.0, None,
        "Share of the care-home places needed that were provided."
        => |r, _| share(r.activity[Service::CareHome.index()], r.need[Service::CareHome.index()]);
}
