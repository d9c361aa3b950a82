//! Need over a year: the activity that would meet it, by service and group.
//!
//! Only the data: how it comes of people is [`super::need_model`]'s, so that services which read need know nothing of that.

use crate::world::axes::FIFTHS;
use crate::world::group::{ByClass, ByGroup, GROUPS, Group};
use crate::world::service::{ByService, SERVICES, Service};

/// Need over one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Activity that would meet need, by service, in the service's unit (flow).
    pub total: ByService,
    /// The same by group, by service; groups of wealth and income stay zero (cells do not know them).
    pub by_group: [ByGroup; SERVICES],
    /// The same by age group and deprivation fifth together.
    pub by_class: [ByClass; SERVICES],
}

impl Default for Need {
    fn default() -> Self {
        Need {
            total: [0.0; SERVICES],
            by_group: [[0.0; GROUPS]; SERVICES],
            by_class: [ByClass::default(); SERVICES],
        }
    }
}

impl Need {
    /// Need of each deprivation fifth for a service.
    pub fn by_fifth(&self, service: Service) -> [f64; FIFTHS] {
        std::array::from_fn(|fifth| self.by_group[service][Group::imd(fifth)])
    }
}
