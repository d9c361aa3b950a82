//! The services that the NHS, councils and others provide.

use std::ops::{Index, IndexMut};

/// Number of [`Service`]s.
pub const SERVICES: usize = 12;

/// One value per [`Service`], in index order.
pub type ByService = [f64; SERVICES];

macro_rules! services {
    ($($(#[doc = $meaning:literal])+ $variant:ident = $key:literal),* $(,)?) => {
        /// A service, counted in one natural unit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Service {
            $($(#[doc = $meaning])+ $variant,)*
        }
        impl Service {
            /// All, in index order.
            pub const ALL: [Service; SERVICES] = [$(Service::$variant),*];
            /// The keys used in files, in index order.
            pub const KEYS: [&'static str; SERVICES] = [$($key),*];
        }
    };
}

services! {
    /// General practice \[appointments\].
    PrimaryCare = "primary_care",
    /// Community health services \[contacts\].
    CommunityHealth = "community_health",
    /// Secondary mental health services [people in contact over the year].
    MentalHealth = "mental_health",
    /// Planned care without admission: outpatients and diagnostics [completed pathways].
    PlannedOutpatient = "planned_outpatient",
    /// Planned care with admission [completed pathways].
    PlannedAdmitted = "planned_admitted",
    /// Accident and emergency \[attendances\].
    EmergencyDepartment = "emergency_department",
    /// Emergency admissions \[admissions\].
    EmergencyAdmission = "emergency_admission",
    /// Prescribing in the community \[items\].
    Prescribing = "prescribing",
    /// Dentistry and optics [people seen over the year].
    DentalOptical = "dental_optical",
    /// Home care and other care at home \[hours\].
    HomeCare = "home_care",
    /// Care homes [resident-weeks].
    CareHome = "care_home",
    /// Public health [pounds of grant].
    PublicHealth = "public_health",
}

impl Service {
    /// Index 0 to [`SERVICES`] − 1.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }
    /// The key used in files.
    pub const fn key(self) -> &'static str {
        Service::KEYS[self as usize]
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

/// Number of [`QueuedService`]s.
pub const QUEUED: usize = 4;

/// One value per [`QueuedService`], in index order.
pub type ByQueued<T> = [T; QUEUED];

macro_rules! queued_services {
    ($($(#[doc = $about:literal])+ $variant:ident = $word:literal is $service:ident, $met:literal, $need:literal);* $(;)?) => {
        /// A service with capacity against need, and a queue of those who ask again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum QueuedService {
            $($(#[doc = $about])+ $variant,)*
        }
        impl QueuedService {
            /// All, in index order.
            pub const ALL: [QueuedService; QUEUED] = [$(QueuedService::$variant),*];
            /// Its name among all services.
            pub const fn service(self) -> Service {
                match self {
                    $(QueuedService::$variant => Service::$service,)*
                }
            }
            /// The word for it in names of levers and of the record's quantities.
            pub const fn word(self) -> &'static str {
                match self {
                    $(QueuedService::$variant => $word,)*
                }
            }
            /// Name and meaning of what a year's record says of it: need met, and need.
            pub const fn recorded(self) -> [(&'static str, &'static str); 2] {
                match self {
                    $(QueuedService::$variant => [(concat!($word, "_met"), $met), (concat!($word, "_need"), $need)],)*
                }
            }
        }
    };
}

queued_services! {
    /// Secondary mental health care: people in contact against people in need. Some 3.3 million people were in contact in
    /// 2021/22 (NHS Digital, Mental Health Bulletin). Need counts those waiting or turned away besides; how many is contested,
    /// so the share met in the base year is an uncertain lever.
    MentalHealth = "mental_health" is MentalHealth,
        " People in contact with secondary mental health services \\[people\\] (flow).",
        " Mental health contacts needed, in people \\[people\\] (flow).";
    /// Community health: contacts against need. Some 73 million contacts in 2021/22 (King's Fund). Need met is a judgement, as
    /// lists hold over a million people; community care that falls short keeps patients who could leave in hospital.
    CommunityHealth = "community" is CommunityHealth,
        " Community contacts delivered \\[contacts\\] (flow).",
        " Community contacts needed \\[contacts\\] (flow).";
    /// NHS dentistry: people seen over the year against people who need to be. 40% of adults were seen in the 24 months to
    /// March 2024 against 49% before the pandemic (NAO 2024), and one adult in four has unmet need (BDA 2024). Those not seen
    /// mostly pay privately or go without.
    Dentistry = "dental" is DentalOptical,
        " People seen by an NHS dentist over the year \\[people\\] (flow).",
        " People who need NHS dental care over the year \\[people\\] (flow).";
    /// Prescribing in the community: items dispensed against items needed. Prescriptions are not queued for: what a budget does
    /// not cover falls on the next month in small part and is else not dispensed.
    Prescribing = "prescribing" is Prescribing,
        " Items dispensed in the community \\[items\\] (flow).",
        " Items needed in the community \\[items\\] (flow).";
}

impl QueuedService {
    /// The one that a service is, if it is queued for in this way.
    pub fn of(service: Service) -> Option<QueuedService> {
        QueuedService::ALL
            .into_iter()
            .find(|queued| queued.service() == service)
    }
}

impl<T> Index<QueuedService> for ByQueued<T> {
    type Output = T;
    #[inline]
    fn index(&self, at: QueuedService) -> &T {
        &self[at as usize]
    }
}

impl<T> IndexMut<QueuedService> for ByQueued<T> {
    #[inline]
    fn index_mut(&mut self, at: QueuedService) -> &mut T {
        &mut self[at as usize]
    }
}
