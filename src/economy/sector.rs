//! The three public envelopes, and which service each pays for.

use std::ops::{Index, IndexMut};

use crate::world::Service;
use crate::world::service::SERVICES;

/// Number of [`Sector`]s.
pub const SECTORS: usize = 3;

/// One value per [`Sector`], in index order.
pub type BySector = [f64; SECTORS];

/// A public envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Sector {
    /// The NHS.
    Nhs = 0,
    /// Councils' adult social care.
    Council = 1,
    /// The public-health grant.
    PublicHealth = 2,
}

impl Sector {
    /// All, in index order.
    pub const ALL: [Sector; SECTORS] = [Sector::Nhs, Sector::Council, Sector::PublicHealth];
    /// Index 0 to 2.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }
    /// The envelope that pays for a service.
    pub const fn of(service: Service) -> Sector {
        match service {
            Service::HomeCare | Service::CareHome => Sector::Council,
            Service::PublicHealth => Sector::PublicHealth,
            _ => Sector::Nhs,
        }
    }
    /// The services that this envelope pays for.
    pub fn services(self) -> impl Iterator<Item = Service> {
        Service::ALL
            .into_iter()
            .filter(move |service| Sector::of(*service) == self)
    }
}

impl<T> Index<Sector> for [T; SECTORS] {
    type Output = T;
    #[inline]
    fn index(&self, at: Sector) -> &T {
        &self[at.index()]
    }
}

impl<T> IndexMut<Sector> for [T; SECTORS] {
    #[inline]
    fn index_mut(&mut self, at: Sector) -> &mut T {
        &mut self[at.index()]
    }
}

/// Whether a service is given in hospital: these hold the PFI buildings and the private provision.
pub const fn in_hospital(service: Service) -> bool {
    matches!(
        service,
        Service::PlannedOutpatient
            | Service::PlannedAdmitted
            | Service::EmergencyDepartment
            | Service::EmergencyAdmission
    )
}

/// Splits an amount over the services for which `include` holds, in proportion to `weights` (nothing if these are 0).
pub fn spread(amount: f64, weights: &[f64; SERVICES], include: impl Fn(Service) -> bool) -> [f64; SERVICES] {
    let mut parts = [0.0; SERVICES];
    let total: f64 = Service::ALL
        .into_iter()
        .filter(|service| include(*service))
        .map(|service| weights[service].max(0.0))
        .sum();
    if total > 0.0 {
        for service in Service::ALL.into_iter().filter(|service| include(*service)) {
            parts[service] = amount * (weights[service].max(0.0) / total);
        }
    }
    parts
}
