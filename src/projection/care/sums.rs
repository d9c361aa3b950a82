//! Where a year's care is added up: by cell while people are visited, by group for the record.

use crate::people::Person;
use crate::world::axes::{FIFTHS, SEXES};
use crate::world::group::{ByGroup, GROUPS, Group};

/// Care of older people over a year, by group: people, £m, million hours.
#[derive(Clone, Debug)]
pub struct CareYear {
    /// Older people with council-funded care (stock).
    pub users_public: ByGroup,
    /// Older people who pay for all their care (stock).
    pub users_self_funded: ByGroup,
    /// Permanent residents of care homes aged 65+ (stock).
    pub residents: ByGroup,
    /// Of them, paying in full (stock).
    pub resident_self_funders: ByGroup,
    /// People with unmet need (stock).
    pub unmet: ByGroup,
    /// Unpaid hours received by older people.
    pub unpaid_hours: ByGroup,
    /// Hours of paid care at home.
    pub home_hours: ByGroup,
    /// Hours of help needed at home.
    pub hours_needed: ByGroup,
    /// Hours of help received at home.
    pub hours_received: ByGroup,
    /// Charges paid to councils.
    pub charges: ByGroup,
    /// Paid by self-funders for care at home and in homes together.
    pub self_funded: ByGroup,
    /// Of that, in care homes, everybody.
    pub self_funded_homes: f64,
    /// Disability benefits spent on care.
    pub benefits: ByGroup,
    /// Councils' cost net of charges.
    pub council: ByGroup,
    /// Gross cost of council care delivered at home and in homes.
    pub gross: f64,
    /// Of that, in homes.
    pub gross_homes: f64,
    /// Of the users of council care, those in homes (stock).
    pub users_public_homes: f64,
}

impl Default for CareYear {
    fn default() -> Self {
        let none = [0.0; GROUPS];
        CareYear {
            users_public: none,
            users_self_funded: none,
            residents: none,
            resident_self_funders: none,
            unmet: none,
            unpaid_hours: none,
            home_hours: none,
            hours_needed: none,
            hours_received: none,
            charges: none,
            self_funded: none,
            self_funded_homes: 0.0,
            benefits: none,
            council: none,
            gross: 0.0,
            gross_homes: 0.0,
            users_public_homes: 0.0,
        }
    }
}

/// Cells of older people in which a year's care is added up: age group × sex × deprivation fifth × wealth fifth × income fifth.
pub(super) const CELLS: usize = 2 * SEXES * FIFTHS * FIFTHS * FIFTHS;

pub(super) fn cell_of(person: &Person) -> usize {
    let last = FIFTHS - 1;
    let group = usize::from(person.age >= 85) * SEXES + usize::from(person.sex).min(SEXES - 1);
    [person.fifth, person.wealth_fifth, person.income_fifth]
        .into_iter()
        .fold(group, |cell, fifth| cell * FIFTHS + usize::from(fifth).min(last))
}

pub(super) const USERS_PUBLIC: usize = 0;
pub(super) const USERS_SELF_FUNDED: usize = 1;
pub(super) const RESIDENTS: usize = 2;
pub(super) const RESIDENT_SELF_FUNDERS: usize = 3;
pub(super) const UNMET: usize = 4;
pub(super) const UNPAID_HOURS: usize = 5;
pub(super) const HOME_HOURS: usize = 6;
pub(super) const HOURS_NEEDED: usize = 7;
pub(super) const HOURS_RECEIVED: usize = 8;
pub(super) const CHARGES: usize = 9;
pub(super) const SELF_FUNDED: usize = 10;
pub(super) const BENEFITS: usize = 11;
pub(super) const COUNCIL: usize = 12;
pub(super) const QUANTITIES: usize = 13;

/// What is told of everybody only [£m].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CareTotals {
    /// Paid by self-funders in care homes.
    pub self_funded_homes: f64,
    /// Paid by the NHS.
    pub nhs: f64,
    /// Gross cost of council care.
    pub gross: f64,
    /// Of that, in care homes.
    pub gross_homes: f64,
    /// People in care homes whom councils support.
    pub users_homes: f64,
}

impl CareYear {
    /// What people pay for care that they buy, at home and in care homes [£m].
    pub fn self_funded_by_place(&self) -> [f64; 2] {
        [self.self_funded[0] - self.self_funded_homes, self.self_funded_homes]
    }
    /// Spreads cells over groups.
    pub(super) fn from_cells(sums: &[[f64; QUANTITIES]], totals: CareTotals) -> CareYear {
        let mut groups = [[0.0; QUANTITIES]; GROUPS];
        for (cell, values) in sums.iter().enumerate() {
            // Most cells are of nobody.
            if values.iter().all(|value| *value == 0.0) {
                continue;
            }
            let (income, rest) = (cell % FIFTHS, cell / FIFTHS);
            let (wealth, rest) = (rest % FIFTHS, rest / FIFTHS);
            let (fifth, rest) = (rest % FIFTHS, rest / FIFTHS);
            let (sex, age) = (rest % SEXES, if rest / SEXES == 0 { 65 } else { 85 });
            let belongs = [
                Group::ALL,
                Group::imd(fifth),
                Group::age(age),
                Group::sex(sex),
                Group::wealth(wealth),
                Group::income(income),
            ];
            for group in belongs {
                for (sum, value) in groups[group.index()].iter_mut().zip(values) {
                    *sum += value;
                }
            }
        }
        let group = |quantity: usize| groups.map(|values| values[quantity]);
        CareYear {
            users_public: group(USERS_PUBLIC),
            users_self_funded: group(USERS_SELF_FUNDED),
            residents: group(RESIDENTS),
            resident_self_funders: group(RESIDENT_SELF_FUNDERS),
            unmet: group(UNMET),
            unpaid_hours: group(UNPAID_HOURS),
            home_hours: group(HOME_HOURS),
            hours_needed: group(HOURS_NEEDED),
            hours_received: group(HOURS_RECEIVED),
            charges: group(CHARGES),
            self_funded: group(SELF_FUNDED),
            benefits: group(BENEFITS),
            council: group(COUNCIL),
            self_funded_homes: totals.self_funded_homes,
            gross: totals.gross,
            gross_homes: totals.gross_homes,
            users_public_homes: totals.users_homes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_self_funders_pay_at_home_and_in_homes_is_all_that_they_pay() {
        let mut care = CareYear {
            self_funded_homes: 70.0,
            ..CareYear::default()
        };
        care.self_funded[0] = 100.0;
        assert_eq!(care.self_funded_by_place(), [30.0, 70.0]);
    }
}
