//! Which side is given and which adjusts.
//!
//! Under `budget`, money is given and access adjusts: queues, thresholds, unmet need. Public cost is then an input, so a
//! comparison is told by access, and by the cost of meeting standards beside it. Under `standards`, access is given and
//! money adjusts: what must be raised to deliver it.

use crate::world::Service;

crate::choice! {
    /// What is given.
    pub enum Closure {
        /// Money is given, access adjusts.
        Budget = "budget",
        /// Access is given, money adjusts.
        Standards = "standards",
    }
}

crate::choice! {
    /// How an entitlement is paid for.
    pub enum Funded {
        /// New money, added to the tax to be raised.
        Tax = "tax",
        /// The existing envelope, so that everybody else's threshold rises.
        Envelope = "envelope",
    }
}

impl ClosureLevers {
    /// Whether access to a service is given, and money follows.
    pub fn given(&self, service: Service) -> bool {
        self.closure == Closure::Standards
            && match service {
                Service::PlannedOutpatient | Service::PlannedAdmitted => self.standard_eighteen_weeks,
                Service::EmergencyDepartment | Service::EmergencyAdmission => self.standard_four_hours,
                Service::HomeCare | Service::CareHome => self.standard_care,
                _ => self.standard_other_need,
            }
    }
}

crate::levers! {
    /// What is given: money or standards; and how new entitlements are paid for.
    pub struct ClosureLevers in "economy" {
        /// Whether money or access is given.
        choice closure: Closure = "" in 0.0..=1.0,
        /// How the cost of new entitlements (charges forgone, demand drawn) is paid for, where the entitlement does not say.
        choice entitlements_funded: Funded = "" in 0.0..=1.0,
        /// Whether the standard of 18 weeks is among those given.
        choice standard_eighteen_weeks: bool = "" in 0.0..=1.0,
        /// Whether the standard of four hours in A&E is among those given.
        choice standard_four_hours: bool = "" in 0.0..=1.0,
        /// Whether all need for general practice, community health, mental health, dentistry, prescribing and public health is.
        choice standard_other_need: bool = "" in 0.0..=1.0,
        /// Whether all eligible need for care is.
        choice standard_care: bool = "" in 0.0..=1.0,
    }
}
