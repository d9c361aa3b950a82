//! What the year's care costs under the law, and what it would cost without reform.

use crate::projection::care::{Assessment, Bill};
use crate::services::working_age::WorkingAgeCare;
use crate::world::axes::DEPENDENCIES;

use super::now::Now;

/// Cost of publicly arranged care as promised under a law, at the price it was assessed at [£m].
#[derive(Clone, Copy, Debug)]
pub(super) struct CareBill {
    /// Council care of older people at home by dependency, users' charges apart, with what longer visits cost.
    pub home: [f64; DEPENDENCIES],
    /// Council care of older people in care homes, charges apart.
    pub care_home: f64,
    /// Care of adults aged 18 to 64, charges apart.
    pub working_age_net: f64,
    /// The same before charges.
    pub working_age: f64,
    /// Older people's care before charges.
    pub older: f64,
    /// Other packages, charges apart; nothing in the base year, when they take what money is left.
    pub other: f64,
    /// Users' charges against the cost of their care [0 to 1].
    pub charge_rate: f64,
    /// People whom councils assess and support against the base year [ratio].
    pub assessed: f64,
    /// Older people's need for care and its price against the base year: what other packages follow [ratio].
    pub growth: f64,
}

/// The bill of the year, and the bill had the law of charging not been reformed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bills {
    pub now: CareBill,
    pub without: CareBill,
}

impl Bills {
    pub fn new(now: &Now, assessment: &Assessment, working_age: &WorkingAgeCare) -> Bills {
        Bills {
            now: CareBill::of(now, assessment, &assessment.bill, working_age),
            without: CareBill::of(now, assessment, &assessment.without, working_age),
        }
    }
}

impl CareBill {
    /// The bill of `law`, which is the assessment's own or the one without reform.
    fn of(now: &Now, assessment: &Assessment, law: &Bill, working_age: &WorkingAgeCare) -> CareBill {
        let levers = now.levers;
        let adults: f64 = working_age.cost.iter().sum::<f64>() * now.price_of_care;
        let paid_by_adults = levers.services.working_age.charge_share;
        let older = law.gross();
        let charge_rate = (law.charges() + adults * paid_by_adults) / (older + adults).max(f64::MIN_POSITIVE);
        // Day care and the like grow with older people's need, not with who comes to be paid for by a reform.
        let base = now.base;
        let growth = base.map_or(1.0, |base| assessment.without.gross() / base.older_care.max(1.0));
        let other = base.map_or(0.0, |base| base.other_support * growth);
        // Visits of half an hour instead of a quarter need more staff hours for the same care.
        let hours = levers.economy.care_conditions.home_care_hours().max(f64::MIN_POSITIVE);
        let longer = 1.0 / hours - 1.0;
        let users = |law: &Bill| law.users + working_age.users.iter().sum::<f64>();
        let newcomers = users(law) / users(&assessment.without).max(1.0) - 1.0;
        let assessed = base.map_or(1.0, |base| {
            let all = users(&assessment.without) / base.users.max(1.0);
            all * (1.0 + levers.economy.council.support_for_newcomers * newcomers)
        });
        CareBill {
            home: std::array::from_fn(|level| law.home[level] + (law.home[level] + law.charges_home[level]) * longer),
            care_home: law.care_home,
            working_age_net: adults * (1.0 - paid_by_adults),
            working_age: adults,
            older,
            other,
            charge_rate,
            assessed,
            growth,
        }
    }

    /// Care of older people at home, charges apart [£m].
    pub fn home_net(&self) -> f64 {
        self.home.iter().sum()
    }
    /// All care, charges apart [£m].
    pub fn net(&self) -> f64 {
        self.home_net() + self.care_home + self.working_age_net + self.other
    }
    /// All care before charges, what people's other charges pay apart [£m].
    pub fn gross(&self) -> f64 {
        self.net() + self.charges()
    }
    /// Users' charges, other packages' apart [£m].
    pub fn charges(&self) -> f64 {
        self.charge_rate * (self.older + self.working_age)
    }
}
