//! What people met when they needed care last year: the only way in which services act on people's health.

use super::axes::FIFTHS;

/// Access over one year, by deprivation fifth where it differs (index 0 = most deprived). Feedbacks read its
/// deviation from the base year's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Access {
    /// Share of general-practice need that was met [0 to 1].
    pub primary_care: [f64; FIFTHS],
    /// Share of community-health need that was met [0 to 1].
    pub community_health: f64,
    /// Share of need for mental health care that was met [0 to 1].
    pub mental_health: f64,
    /// Share of the hours of help that older people need and that someone, paid or not, gave [0 to 1].
    pub care_need: f64,
    /// Share of eligible need for publicly arranged care that was met [0 to 1].
    pub eligible_care: f64,
    /// Mean wait of those on the planned-care list \[weeks\].
    pub wait_weeks: f64,
    /// Share of emergency attendances within four hours [0 to 1].
    pub four_hour: f64,
    /// Staff whom the NHS employs, against the posts that the work done needs [ratio, 1 = fully staffed].
    pub staffing: f64,
    /// Pounds of care received per needs-weighted person, against the base year \[ratio\]; used by `health_link = "elasticity"`.
    pub care_received: f64,
}
