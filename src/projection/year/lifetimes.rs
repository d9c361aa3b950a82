//! Lifetimes under the law: asked again every few years, and whenever the law changes; between, the figures are held.

use std::sync::Arc;

use crate::economy::charging::SchemeLevers;
use crate::projection::lifetimes::{LifetimeTerms, LifetimeYear, Lives};

use super::law::LawOfYear;
use super::now::Now;

/// Years between two applications of the law to lifetimes; between them the figures are held.
const LIFETIMES_EVERY: usize = 5;

/// The lives that the law is applied to, and what it last made of them.
pub(super) struct LifetimesHeld {
    lives: Arc<Lives>,
    held: Option<(SchemeLevers, LifetimeYear)>,
}

impl LifetimesHeld {
    pub fn new(lives: Arc<Lives>) -> LifetimesHeld {
        LifetimesHeld { lives, held: None }
    }

    /// Lifetimes under the law of the year.
    pub fn under(&mut self, now: &Now, law: &LawOfYear) -> LifetimeYear {
        let scheme = now.levers.charging;
        match &self.held {
            Some((before, held)) if before.same_law(&scheme) && !now.index.is_multiple_of(LIFETIMES_EVERY) => *held,
            _ => {
                let lifetime = self.lives.under(&LifetimeTerms {
                    law: law.law,
                    fees: law.fees,
                    rules: now.levers.services.social_care,
                    benefit: law.benefit,
                    nursing_share: now.levers.join.nursing_share,
                });
                self.held = Some((scheme, lifetime));
                lifetime
            }
        }
    }
}
