//! Amounts with which a life of care can be worked out to the penny.
//!
//! A spell multiplies weekly amounts by weeks and adds up what a person owns and owes. Within the limits below no product
//! and no sum of a life leaves the range of whole numbers. Beyond them nothing is charged: every figure of the spell is
//! no amount ([`Pence::BEYOND`]), which whoever reads it must refuse, in the place of a wrapped one, which looks like money.

use super::person::{CareAccount, Circumstances, Package, SavingsCredit, Split};
use crate::world::Pence;

/// Largest amount, a week or owned \[pence\]: £10,000 billion.
pub const MOST: i64 = 1_000_000_000_000_000;

/// Whether an amount is within the limits.
#[inline]
pub fn is_countable(amount: i64) -> bool {
    amount.unsigned_abs() <= MOST.unsigned_abs()
}

/// Whether everything that is told of a person and their care is, and no price of care is below nothing.
#[inline]
pub fn all(person: &Circumstances, care: &Package, account: &CareAccount) -> bool {
    let told = &person.told;
    let credit = match told.savings_credit {
        SavingsCredit::Receives(credit) => credit,
        _ => Pence::ZERO,
    };
    let asked = [told.guarantee, told.disability_expenditure, told.most_at_home];
    let couple = told.couple_saver.map(|couple| [couple.most, couple.whole_from]);
    let prices = [care.council_rate, care.self_funder_price, care.personal_care];
    let priced = prices.iter().all(|price| price.0 >= 0 && is_countable(price.0));
    priced
        && [
            person.income,
            person.occupational_pension,
            person.disability_benefit,
            person.capital,
            person.housing,
            told.not_qualifying,
            told.housing_costs,
            told.mortgage,
            credit,
            account.metered,
            account.debt,
        ]
        .iter()
        .chain(asked.iter().flatten())
        .chain(couple.iter().flatten())
        .all(|amount| is_countable(amount.0))
}

impl Split {
    /// Of amounts that cannot be worked with: no figure is an amount.
    pub const BEYOND: Split = Split {
        gross: Pence::BEYOND,
        charge: Pence::BEYOND,
        self_funded: Pence::BEYOND,
        council: Pence::BEYOND,
        nhs: Pence::BEYOND,
        premium: Pence::BEYOND,
        benefit_received: Pence::BEYOND,
        benefit_used: Pence::BEYOND,
        metered: Pence::BEYOND,
        wealth_spent: Pence::BEYOND,
        interest: Pence::BEYOND,
        capital_after: Pence::BEYOND,
        weeks_self_funded: 0,
        weeks_supported: 0,
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{care_home, home_care, law, person};
    use super::super::{Spell, charge};
    use super::*;

    /// Amounts at, just within and just beyond every limit that matters, and ordinary ones.
    fn amount() -> impl Strategy<Value = i64> {
        prop_oneof![
            Just(0),
            Just(1),
            Just(MOST),
            Just(MOST - 1),
            Just(MOST + 1),
            Just(i64::MAX),
            Just(i64::MAX / 52),
            Just(i64::MIN),
            Just(-MOST),
            0i64..10_000_000,
            any::<i64>(),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn at_every_bound_a_spell_adds_up_to_the_penny_or_is_no_amount_at_all(
            amounts in prop::array::uniform10(amount()), weeks in 1u32..5_200, at_home in any::<bool>(), which in 0usize..6
        ) {
            let mut person = person(0.0, 0.0);
            person.income = Pence(amounts[0]);
            person.occupational_pension = Pence(amounts[1]);
            person.disability_benefit = Pence(amounts[2]);
            person.capital = Pence(amounts[3]);
            person.housing = Pence(amounts[4]);
            person.told.mortgage = Pence(amounts[5]);
            let mut care = if at_home { home_care() } else { care_home() };
            care.council_rate = Pence(amounts[6]);
            care.self_funder_price = Pence(amounts[7]);
            let mut account = CareAccount { metered: Pence(amounts[8]), debt: Pence(amounts[9]), ..CareAccount::default() };
            let possible = all(&person, &care, &account);
            let laws = ["means_test", "cap_2021", "cap_2011", "free_personal_care", "free_end_of_life", "free_all"];
            // Amounts below nothing are no case of the law; they only must not wrap into one.
            let sensible = amounts.iter().all(|amount| *amount >= 0);
            let split = charge(&person, &care, &mut account, &law(laws[which]), Spell::of(weeks));
            if possible {
                prop_assert!(!split.gross.is_beyond());
                if sensible {
                    prop_assert_eq!(split.own() + split.council + split.nhs, split.gross);
                    let rate = i128::from(amounts[6].max(amounts[7]));
                    prop_assert!(i128::from(split.gross.0) >= 0);
                    prop_assert!(i128::from(split.gross.0) <= (rate + 1_000_000_000) * i128::from(weeks));
                }
            } else {
                prop_assert_eq!(split, Split::BEYOND);
            }
        }
    }
}
