//! Kinds of people at home: those who fare alike before anybody looks at their money.
//!
//! A kind is dependency × carer × how a person stands to the law ([`Means`]). Need, chances of care and hours are worked
//! out once for each kind a year ([`kinds`]); once money is known, [`CareKind::reached`] says what the kind has of them.

use crate::economy::charging::Package;
use crate::services::social_care::{FreeCareResponse, HomeNeed, SocialCareLevers};
use crate::world::Dependency;
use crate::world::axes::DEPENDENCIES;

use super::sums::*;
use super::{CareTerms, WEEKS};

/// People at home who fare alike before anybody looks at their money: dependency × carer × [`Means`].
pub(super) const KINDS: usize = DEPENDENCIES * 2 * MEANS;
/// Number of [`Means`].
pub(super) const MEANS: usize = 3;

/// How a person at home stands to the law.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    /// The council pays what the means test leaves.
    Supported = 0,
    /// Free under this law; the law without it would have asked for the full price.
    NewlyFree = 1,
    /// Pays in full.
    InFull = 2,
}

/// What all people of a kind share in a year.
#[derive(Clone, Copy, Debug)]
pub(super) struct CareKind {
    /// Chance of council care at the base threshold.
    pub public: f64,
    /// Chance of buying care oneself.
    pub private: f64,
    /// Further chance of buying it if turned away.
    pub turned_away_buys: f64,
    /// Hours of a council package [hours/week].
    pub package: f64,
    /// Hours of what one buys [hours/week].
    pub bought: f64,
    /// Hours of help needed [hours/week].
    pub needed: f64,
    /// Hours that unpaid carers give [hours/week].
    pub unpaid: f64,
    /// Price of what one buys [£ a year].
    pub price: f64,
    /// The council's package.
    pub care: Package,
}

/// The place of a kind in the list that [`kinds`] makes.
pub(super) fn kind_of(level: usize, carer: bool, means: Means) -> usize {
    (level * 2 + usize::from(carer)) * MEANS + means as usize
}

/// Care at home that is free, and how it is answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freed {
    /// How demand answers.
    pub answer: FreeCareResponse,
    /// Share of the price of council care that users no longer pay, by dependency.
    pub spared: [f64; DEPENDENCIES],
}

/// What the year's rules make of every kind, where care at home has become free (`freed`) or has not.
pub(super) fn kinds(terms: &CareTerms, freed: Option<Freed>, kinds: &mut Vec<CareKind>) {
    let answer = freed.map_or(FreeCareResponse::NONE, |freed| freed.answer);
    let free = freed.is_some();
    let rules = terms.rules;
    kinds.clear();
    for level in Dependency::ALL {
        for carer in [false, true] {
            let need = rules.home_need(level, carer, terms.unpaid);
            let base_public = rules.council_user(level, carer);
            for means in [Means::Supported, Means::NewlyFree, Means::InFull] {
                let public = match means {
                    Means::InFull => 0.0,
                    Means::NewlyFree => base_public * answer.self_funders * answer.new_users,
                    Means::Supported if free => base_public * answer.new_users,
                    Means::Supported => base_public,
                }
                .min(1.0);
                let wealthy = means != Means::Supported;
                // All who have free care have the same hours, whoever paid before: the mean of what the price kept from them.
                let package = match freed {
                    Some(freed) => rules.free_package(&need, &answer, freed.spared[level as usize]),
                    None => rules.package(&need),
                };
                let bought = need.left() * rules.self_funder_share;
                let less_unpaid = if free && public > 0.0 {
                    1.0 + (answer.unpaid - 1.0) * public
                } else {
                    1.0
                };
                kinds.push(CareKind {
                    public,
                    private: if wealthy {
                        (1.0 - public) * rules.self_funder_buys
                    } else {
                        0.0
                    },
                    turned_away_buys: if wealthy { 0.0 } else { rules.rationed_buys },
                    package,
                    bought,
                    needed: need.needed,
                    unpaid: need.unpaid * less_unpaid,
                    price: bought * f64::from(WEEKS) * terms.fees.home_care_hour * terms.fees.home_care_ratio,
                    care: terms.fees.home_care(package),
                });
            }
        }
    }
}

/// What a kind has once money is known.
#[derive(Clone, Copy)]
pub(super) struct KindReached {
    /// Share with council care.
    pub public: f64,
    /// Share who buy care themselves.
    pub buying: f64,
    /// Mean spending on bought care [£ a year].
    pub bought: f64,
    /// What each person of the kind adds to a cell's quantities; money of the council's users apart.
    pub adds: [f64; QUANTITIES],
}

impl CareKind {
    /// What the kind has when `share` of its need at the base threshold is met.
    pub fn reached(&self, share: f64, rules: &SocialCareLevers) -> KindReached {
        let public = (self.public * share).min(1.0);
        let turned_away = (self.public - public).max(0.0);
        let private = (self.private + turned_away * self.turned_away_buys).min(1.0 - public);
        let weeks = f64::from(WEEKS) / 1e6;
        let paid_hours = public * self.package + private * self.bought;
        let need = HomeNeed {
            needed: self.needed,
            unpaid: self.unpaid,
        };
        let unmet = |paid: f64| rules.unmet(&need, paid);
        let with_nobody = (1.0 - public - private).max(0.0);
        let mut adds = [0.0; QUANTITIES];
        adds[USERS_PUBLIC] = public;
        adds[USERS_SELF_FUNDED] = private;
        adds[UNMET] = public * unmet(self.package) + private * unmet(self.bought) + with_nobody * unmet(0.0);
        adds[UNPAID_HOURS] = weeks * self.unpaid;
        adds[HOME_HOURS] = weeks * paid_hours;
        adds[HOURS_NEEDED] = weeks * self.needed;
        adds[HOURS_RECEIVED] = weeks * (self.unpaid + paid_hours).min(self.needed);
        adds[SELF_FUNDED] = private * self.price / 1e6;
        KindReached {
            public,
            buying: private,
            bought: private * self.price,
            adds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::charging::Fees;
    use crate::projection::Levers;
    use crate::scenario::Scenario;

    /// England's rules, with unmet need certain from a share of the hours needed.
    fn rules(unmet_from: f64) -> (SocialCareLevers, Package) {
        let england = Scenario::load("england", &[], &crate::projection::catalogue()).expect("England loads");
        let mut values = Vec::new();
        england.central().values(england.start_year, &mut values);
        let levers = Levers::of_place(&values);
        let fees = Fees::compile(&levers.fees, 1.0, 1.0);
        let rules = SocialCareLevers {
            unmet_from,
            ..levers.services.social_care
        };
        (rules, fees.home_care(6.0))
    }

    /// The chance of unmet need of somebody who needs ten hours, has some of them unpaid, and no other care.
    fn unmet(unpaid: f64, unmet_from: f64) -> f64 {
        let (rules, care) = rules(unmet_from);
        let alone = CareKind {
            public: 0.0,
            private: 0.0,
            turned_away_buys: 0.0,
            package: 6.0,
            bought: 0.0,
            needed: 10.0,
            unpaid,
            price: 0.0,
            care,
        };
        alone.reached(1.0, &rules).adds[UNMET]
    }

    #[test]
    fn any_missing_hour_is_unmet_need_where_unmet_need_begins_at_nothing() {
        assert_eq!((unmet(4.0, 0.0), unmet(10.0, 0.0)), (1.0, 0.0));
        // Six hours of ten are missing: certain up to a share of 0.6, in proportion beyond.
        assert_eq!(unmet(4.0, 0.6), 1.0);
        assert!((unmet(4.0, 1.0) - 0.6).abs() < 1e-12);
    }
}
