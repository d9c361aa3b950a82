//! The services that the NHS, councils and others provide.

use std::ops::{Index, IndexMut};

/// Number of [`Service`]s.
pub const SERVICES: usize = 12;

/// One value per [`Service`], in index order.
pub type ByService = [f64; SERVICES];

/// A service, counted in one natural unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Service {
    /// General practice \[appointments\].
    PrimaryCare = 0,
    /// Community health services \[contacts\].
    CommunityHealth = 1,
    /// Secondary mental health services [people in contact over the year].
    MentalHealth = 2,
    /// Planned care without admission: outpatients and diagnostics [completed pathways].
    PlannedOutpatient = 3,
    /// Planned care with admission [completed pathways].
    PlannedAdmitted = 4,
    /// Accident and emergency \[attendances\].
    EmergencyDepartment = 5,
    /// Emergency admissions \[admissions\].
    EmergencyAdmission = 6,
    /// Prescribing in the community \[items\].
    Prescribing = 7,
    /// Dentistry and optics [people seen over the year].
    DentalOptical = 8,
    /// Home care and other care at home \[hours\].
    HomeCare = 9,
    /// Care homes [resident-weeks].
    CareHome = 10,
    /// Public health [pounds of grant].
    PublicHealth = 11,
}

impl Service {
    /// All, in index order.
    pub const ALL: [Service; SERVICES] = [
        Service::PrimaryCare,
        Service::CommunityHealth,
        Service::MentalHealth,
        Service::PlannedOutpatient,
        Service::PlannedAdmitted,
        Service::EmergencyDepartment,
        Service::EmergencyAdmission,
        Service::Prescribing,
        Service::DentalOptical,
        Service::HomeCare,
        Service::CareHome,
        Service::PublicHealth,
    ];
    /// Index 0 to [`SERVICES`] − 1.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }
    /// The key used in files.
    pub fn key(self) -> &'static str {
        match self {
            Service::PrimaryCare => "primary_care",
            Service::CommunityHealth => "community_health",
            Service::MentalHealth => "mental_health",
            Service::PlannedOutpatient => "planned_outpatient",
            Service::PlannedAdmitted => "planned_admitted",
            Service::EmergencyDepartment => "emergency_department",
            Service::EmergencyAdmission => "emergency_admission",
            Service::Prescribing => "prescribing",
            Service::DentalOptical => "dental_optical",
            Service::HomeCare => "home_care",
            Service::CareHome => "care_home",
            Service::PublicHealth => "public_health",
        }
    }
}

impl<T> Index<Service> for [T; SERVICES] {
    type Output = T;
    #[inline]
    fn index(&self, at: Service) -> &T {
        &self[at.index()]
    }
}

impl<T> IndexMut<Service> for [T; SERVICES] {
    #[inline]
    fn index_mut(&mut self, at: Service) -> &mut T {
        &mut self[at.index()]
    }
}
