//! Week after week, written straight from the law, to hold the closed form to the penny; and the identities of charging.

use super::fixture::{law, law_as_printed, pounds};
use super::lifetime::{LifetimeSplit, lifetime};
use super::person::Split;
use super::*;
use crate::world::{Pence, Setting};
use proptest::prelude::*;

const SCHEMES: [&str; 8] = [
    "means_test",
    "cap_2011",
    "cap_2014",
    "cap_2017",
    "cap_2021",
    "free_personal_care",
    "free_end_of_life",
    "free_all",
];

/// The same answer as [`charge`], one week at a time, interest aside (which is added once per spell).
fn week_by_week(p: &Circumstances, care: &Package, account: &mut CareAccount, law: &Law, spell: Spell) -> Split {
    let mut out = Split::default();
    let in_home = care.setting == Setting::CareHome;
    let mut savings = p.capital.0;
    // Pence owed, times the weeks in which they are.
    let mut owed = 0.0;
    let rate = care.council_rate.0;
    let benefit = p.disability_benefit.0;
    let somebody_lives_there = p.partner_at_home || p.relative_at_home;
    if in_home {
        if account.home_protected && !somebody_lives_there {
            account.disregarded_until = account.weeks_in_home + law.property_disregard_weeks;
        }
        account.home_protected = somebody_lives_there;
    }
    let sale_costs = (p.housing.0 as f64 * law.sale_costs_share).round() as i64;
    for week in 0..spell.weeks {
        let weeks_to_go = spell.weeks_to_death.map(|after| after + spell.weeks - week);
        let dying = weeks_to_go.is_some_and(|weeks| weeks <= law.end_of_life_weeks);
        if care.nursing {
            out.gross.0 += law.nursing_rate;
            out.nhs.0 += law.nursing_rate;
        }
        owed += account.debt.0 as f64;
        if dying || care.continuing_healthcare {
            out.gross.0 += rate;
            if care.continuing_healthcare || law.nhs_pays_end_of_life {
                out.nhs.0 += rate;
            } else {
                out.council.0 += rate;
                out.weeks_supported += 1;
            }
            if !in_home || !law.benefit_stops_with_council_money {
                out.benefit_received.0 += benefit;
            }
            account.weeks_in_home += u32::from(in_home);
            continue;
        }
        let counted = p.housing.0 > 0
            && if in_home {
                law.home_counted_in_care_home
                    && account.weeks_in_home >= law.property_disregard_weeks
                    && account.weeks_in_home >= account.disregarded_until
                    && !somebody_lives_there
            } else {
                law.home_counted_at_home && !(somebody_lives_there && law.household_keeps_home_out)
            };
        let equity = if counted {
            (p.housing.0 - sale_costs - p.told.mortgage.0 - account.debt.0).max(0)
        } else {
            0
        };
        let capital = savings + equity;
        let limits = match (in_home, counted) {
            (true, true) => law.limits_care_home,
            (true, false) => law.limits_care_home_without_home,
            (false, _) => law.limits_own_home,
        };
        // What is free.
        let free = match (law.all_free, in_home) {
            (true, true) if law.all_free_except_daily_living => (rate - law.daily_living_cost).max(0),
            (true, _) => rate,
            (false, true) => {
                rate.min(law.free_personal_payment + if care.nursing { law.free_nursing_payment } else { 0 })
            }
            (false, false) if law.free_personal_care_at_home => care.personal_care.0.min(rate),
            (false, false) => 0,
        };
        let daily = if in_home {
            law.daily_living_cost.min(rate - free)
        } else {
            0
        };
        let asked = care.self_funder_price.0.max(rate);
        let price = match (law.all_free, in_home) {
            (true, true) => rate,
            (_, false) if free > 0 => free + (i128::from(asked) * i128::from(rate - free) / i128::from(rate)) as i64,
            _ => asked,
        };
        // The law's maximum for care at home: whom it helps has the council arrange the care, and the council may ask for less.
        let maximum = (!in_home && law.most_at_home < price - free).then(|| {
            p.told
                .most_at_home
                .map_or(law.most_at_home, |most| most.0.min(law.most_at_home))
                .min(rate - free)
        });
        let price = if maximum.is_some() { rate } else { price };
        let most_of_all = maximum.unwrap_or(i64::MAX);
        let has_cap = law.cap < i64::MAX / 8;
        let room = if has_cap {
            (law.cap - account.metered.0).max(0)
        } else {
            i64::MAX / 8
        };
        let countable_care = if has_cap { rate - free - daily } else { 0 };
        let kept_pension = if in_home && (p.partner_at_home || p.told.partner_elsewhere) {
            (p.occupational_pension.0 as f64 * law.partner_pension_share).round() as i64
        } else {
            0
        };
        let kept = if in_home {
            law.personal_expenses_allowance
        } else {
            law.income_guarantee(p)
        };
        let income = p.income.0 - kept_pension - kept;
        let (cost, due, metered, has_benefit, spendable, in_benefit);
        if capital > limits.upper {
            if room > 0 {
                metered = countable_care.min(room);
                cost = price;
                due = (price - free - (countable_care - metered)).min(most_of_all);
                has_benefit = if in_home && free > 0 && law.benefit_stops_with_free_care {
                    0
                } else {
                    benefit
                };
                in_benefit = has_benefit;
            } else {
                metered = 0;
                cost = if law.premium_ends_at_cap { rate } else { price };
                due = (daily + cost - rate).min(most_of_all);
                has_benefit = if in_home && law.benefit_stops_with_council_money {
                    0
                } else {
                    benefit
                };
                in_benefit = has_benefit;
            }
            spendable = (income + has_benefit).max(0);
        } else {
            cost = rate;
            has_benefit = if in_home && law.benefit_stops_with_council_money {
                0
            } else {
                benefit
            };
            in_benefit = if in_home {
                has_benefit
            } else {
                let above = (benefit - law.benefit_lower).max(0);
                let left_out = if f64::from(p.age) < law.pension_age {
                    law.night_rate_disregarded_working_age
                } else {
                    law.night_rate_disregarded_pension_age
                };
                benefit - (above as f64 * left_out).round() as i64
            };
            let saver = if in_home || p.told.saver_at_home {
                saver_keeps(p, law)
            } else {
                0
            };
            let income = income - saver;
            let mut tariff = 0;
            let mut reached = limits.lower;
            while reached < capital {
                tariff += law.tariff_income;
                reached += law.tariff_step;
            }
            // What a council has decided for care at home.
            let taken = p.told.share_taken_at_home.filter(|_| !in_home);
            let of = |amount: i64| taken.map_or(amount, |share| (amount as f64 * share).round() as i64);
            let steps = tariff / law.tariff_income.max(1);
            let contribution = (of(income + in_benefit) + steps * of(law.tariff_income)).max(0);
            let most = p
                .told
                .most_at_home
                .map_or(law.most_at_home, |most| most.0.min(law.most_at_home));
            let most = if in_home { i64::MAX } else { most };
            due = contribution.min(rate - free).min(most).min(daily + room);
            metered = if law.council_counts {
                countable_care.min(room)
            } else if countable_care > 0 {
                (due - daily).max(0)
            } else {
                0
            };
            spendable = of(income + in_benefit).max(0);
        }
        let from_wealth = (due - spendable).max(0).min(capital);
        let own = due.min(spendable + from_wealth);
        let from_savings = from_wealth.min(savings);
        if from_wealth > from_savings {
            // What is deferred this week is deferred evenly over the part of it that is left when the savings are gone.
            let (deferred, all) = ((from_wealth - from_savings) as f64, from_wealth as f64);
            owed += deferred / 2.0 * (deferred / all);
        }
        savings -= from_savings;
        account.debt.0 += from_wealth - from_savings;
        account.metered.0 += metered;
        account.weeks_in_home += u32::from(in_home);
        out.gross.0 += cost;
        out.council.0 += cost - own;
        if capital > limits.upper && room > 0 && maximum.is_none() {
            out.self_funded.0 += own;
        } else {
            out.charge.0 += own;
        }
        if own < cost {
            out.weeks_supported += 1;
        } else {
            out.weeks_self_funded += 1;
        }
        out.premium.0 += cost - rate;
        out.metered.0 += metered;
        out.wealth_spent.0 += from_wealth;
        out.benefit_received.0 += has_benefit;
        out.benefit_used.0 += own.min(in_benefit);
    }
    out.capital_after = Pence(savings);
    if account.debt > Pence::ZERO && law.deferred_interest != 0.0 {
        let secured = (p.housing.0 - p.told.mortgage.0 - account.debt.0).max(0);
        out.interest = Pence(
            ((owed * law.deferred_interest / 52.0).round() as i64)
                .min(secured)
                .max(-account.debt.0),
        );
        account.debt += out.interest;
    }
    out
}

/// The savings disregard, written from the circular: nothing below the threshold, the credit (or what it would be) up to the
/// guarantee, the whole sum above it.
fn saver_keeps(p: &Circumstances, law: &Law) -> i64 {
    let income = p.income.0 - p.told.not_qualifying.0;
    let would_be = ((income - law.savings_disregard_from) as f64 * law.savings_disregard_share).round() as i64;
    let one_of_a_couple = p.partner_at_home && p.told.couple_saver.is_some();
    let (mut most, mut enough) = (law.savings_disregard, law.savings_disregard_whole_from);
    if let (true, Some(couple)) = (one_of_a_couple, p.told.couple_saver) {
        (most, enough) = (couple.most.0, couple.whole_from.0);
    }
    let credit = match p.told.savings_credit {
        SavingsCredit::None => return 0,
        SavingsCredit::Unknown if f64::from(p.age) < law.savings_disregard_age => return 0,
        SavingsCredit::Receives(credit) => credit.0,
        SavingsCredit::Entitled if one_of_a_couple => most,
        SavingsCredit::Unknown | SavingsCredit::Entitled => would_be.max(0),
    };
    if income > enough { most } else { credit.min(most) }
}

prop_compose! {
    fn anything_told()(
        guarantee in prop::option::of(0i64..40_000),
        expenditure in prop::option::of(0i64..10_000),
        savings_credit in prop_oneof![
            Just(SavingsCredit::Unknown),
            Just(SavingsCredit::None),
            Just(SavingsCredit::Entitled),
            (0i64..2_000).prop_map(|credit| SavingsCredit::Receives(Pence(credit))),
        ],
        not_qualifying in prop_oneof![Just(0i64), -30_000i64..10_000],
        partner_elsewhere in prop::bool::weighted(0.1),
        mortgage in prop_oneof![Just(0i64), 0i64..20_000_000],
        most in prop::option::of(0i64..30_000),
        taken in prop::option::of(prop::sample::select(&[0.5, 0.8, 0.9, 1.0][..])),
        couple_saver in prop::option::of((0i64..2_000, 10_000i64..50_000)),
        saver_at_home in prop::bool::weighted(0.3),
    ) -> Told {
        Told {
            guarantee: guarantee.map(Pence),
            disability_expenditure: expenditure.map(Pence),
            savings_credit,
            not_qualifying: Pence(not_qualifying),
            mortgage: Pence(mortgage),
            housing_costs: Pence::ZERO,
            partner_elsewhere,
            most_at_home: most.map(Pence),
            share_taken_at_home: taken,
            couple_saver: couple_saver.map(|(most, from)| CoupleSaver {
                most: Pence(most),
                whole_from: Pence(from),
            }),
            saver_at_home,
        }
    }
}

prop_compose! {
    fn anybody()(
        age in 18u8..100,
        income in 0i64..90_000,
        pension_share in 0i64..=100,
        disability_benefit in prop_oneof![Just(0i64), Just(7_265), Just(10_855)],
        capital in prop_oneof![0i64..5_000_000, 1_400_000i64..2_400_000, 0i64..40_000_000],
        housing in prop_oneof![Just(0i64), 0i64..60_000_000],
        partner_at_home in any::<bool>(),
        relative_at_home in prop::bool::weighted(0.1),
        told in prop_oneof![Just(Told::default()), anything_told()],
    ) -> Circumstances {
        Circumstances {
            age,
            income: Pence(income),
            occupational_pension: Pence(income * pension_share / 100),
            disability_benefit: Pence(disability_benefit),
            capital: Pence(capital),
            housing: Pence(housing),
            partner_at_home,
            relative_at_home,
            told,
        }
    }
}

prop_compose! {
    fn any_care()(
        in_home in any::<bool>(),
        nursing in any::<bool>(),
        continuing_healthcare in prop::bool::weighted(0.05),
        rate in prop_oneof![0i64..5_000, 5_000i64..150_000],
        premium in 0i64..=60,
        personal in 0i64..=100,
    ) -> Package {
        Package {
            setting: if in_home { Setting::CareHome } else { Setting::OwnHome },
            nursing,
            continuing_healthcare,
            council_rate: Pence(rate),
            self_funder_price: Pence(rate + rate * premium / 100),
            personal_care: Pence(rate * personal / 100),
        }
    }
}

prop_compose! {
    fn any_law()(
        scheme in prop::sample::select(&SCHEMES[..]),
        both in any::<[bool; 6]>(),
        cap in prop::option::of(0i64..12_000_000),
        lower in 0i64..3_000_000,
        between in -100_000i64..3_000_000,
        own_limits in any::<bool>(),
        step in prop_oneof![Just(25_000i64), 5_000i64..100_000],
        most_at_home in prop::option::of(0i64..30_000),
    ) -> Law {
        let mut law = law(scheme);
        law.most_at_home = most_at_home.unwrap_or(law.most_at_home);
        if let Some(cap) = cap {
            law.cap = cap;
            law.council_counts = both[0];
            law.premium_ends_at_cap = both[1];
        }
        if own_limits {
            let limits = super::law::Limits { lower, upper: lower + between };
            law.limits_care_home = limits;
            law.limits_own_home = limits;
            law.tariff_step = step;
        }
        if both[2] {
            law.free_personal_payment = 24_870;
            law.free_personal_care_at_home = true;
        }
        law.end_of_life_weeks = if both[3] { 26 } else { law.end_of_life_weeks };
        law.nhs_pays_end_of_life = both[4];
        law.all_free_except_daily_living = both[5];
        law
    }
}

prop_compose! {
    fn any_account()(metered in prop_oneof![Just(0i64), 0i64..13_000_000], debt in prop_oneof![Just(0i64), 0i64..20_000_000], weeks_in_home in 0u32..30, home_protected in any::<bool>(), disregarded_until in prop_oneof![Just(0u32), 0u32..40]) -> CareAccount {
        CareAccount { metered: Pence(metered), debt: Pence(debt), weeks_in_home, home_protected, disregarded_until }
    }
}

prop_compose! {
    fn any_spell()(weeks in 0u32..160, weeks_to_death in prop::option::of(0u32..60)) -> Spell {
        Spell { weeks, weeks_to_death }
    }
}

/// A life in one place for `weeks`, charged year by year.
fn life(person: &Circumstances, care: &Package, weeks: u32, law: &Law) -> LifetimeSplit {
    let stage = Stage {
        weeks,
        care: *care,
        partner_at_home: person.partner_at_home,
        disability_benefit: person.disability_benefit,
    };
    lifetime(person, &[stage], law)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_closed_form_is_the_week_by_week_law_to_the_penny(
        person in anybody(), care in any_care(), law in any_law(), account in any_account(), spell in any_spell(),
    ) {
        let (mut fast, mut slow) = (account, account);
        let closed = charge(&person, &care, &mut fast, &law, spell);
        let open = week_by_week(&person, &care, &mut slow, &law, spell);
        prop_assert_eq!(closed, open);
        prop_assert_eq!(fast, slow);
    }

    #[test]
    fn payers_add_up_and_nothing_is_negative_and_nobody_pays_more_than_the_cost(
        person in anybody(), care in any_care(), law in any_law(), account in any_account(), spell in any_spell(),
    ) {
        let mut after = account;
        let split = charge(&person, &care, &mut after, &law, spell);
        prop_assert_eq!(split.charge + split.self_funded + split.council + split.nhs, split.gross);
        for part in [
            split.gross, split.charge, split.self_funded, split.council, split.nhs, split.premium, split.benefit_received,
            split.benefit_used, split.metered, split.wealth_spent, split.interest, split.capital_after,
        ] {
            prop_assert!(part >= Pence::ZERO);
        }
        prop_assert!(split.own() <= split.gross);
        prop_assert!(split.benefit_used <= split.own() && split.benefit_used <= split.benefit_received);
        prop_assert!(split.capital_after <= person.capital);
        prop_assert!(after.metered <= Pence(law.cap.max(account.metered.0)));
        prop_assert!(after.debt <= Pence(person.housing.0.max(account.debt.0)));
        let weeks = split.weeks_self_funded + split.weeks_supported;
        prop_assert!(weeks <= spell.weeks);
    }

    #[test]
    fn two_spells_are_one_when_no_interest_is_due(
        person in anybody(), care in any_care(), law in any_law(), account in any_account(), first in 0u32..60, second in 0u32..60,
    ) {
        let law = Law { deferred_interest: 0.0, ..law };
        let (mut once, mut twice) = (account, account);
        let whole = charge(&person, &care, &mut once, &law, Spell::of(first + second));
        let start = charge(&person, &care, &mut twice, &law, Spell::of(first));
        let person = Circumstances { capital: start.capital_after, ..person };
        let end = charge(&person, &care, &mut twice, &law, Spell::of(second));
        prop_assert_eq!(whole.own(), start.own() + end.own());
        prop_assert_eq!(whole.council, start.council + end.council);
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn free_personal_care_raises_nobodys_charge_for_a_week(person in anybody(), care in any_care(), account in any_account()) {
        let before = charge(&person, &care, &mut account.clone(), &law("means_test"), Spell::of(1));
        let after = charge(&person, &care, &mut account.clone(), &law("free_personal_care"), Spell::of(1));
        prop_assert!(after.own() <= before.own(), "{} > {}", after.own().0, before.own().0);
    }

    #[test]
    fn free_personal_care_raises_no_lifetime_charge(person in anybody(), care in any_care(), weeks in 1u32..400) {
        let rich = Circumstances { disability_benefit: Pence::ZERO, ..person };
        let before = life(&rich, &care, weeks, &law("means_test"));
        let after = life(&rich, &care, weeks, &law("free_personal_care"));
        prop_assert!(after.wealth_spent.0 <= before.wealth_spent.0 + slack(&care));
        let (modest, dear) = (modest(&person), dear(&care));
        let before = life(&modest, &dear, weeks, &law("means_test"));
        let after = life(&modest, &dear, weeks, &law("free_personal_care"));
        let (after, before) = (after.own + after.interest, before.own + before.interest);
        prop_assert!(after.0 <= before.0 + slack(&dear), "{} > {}", after.0, before.0);
    }

    #[test]
    fn a_lower_cap_raises_no_charge_for_a_week(
        person in anybody(), care in any_care(), law in any_law(), account in any_account(), cap in 0i64..12_000_000, less in 0i64..6_000_000,
    ) {
        let high = Law { cap, ..law };
        let low = Law { cap: (cap - less).max(0), ..law };
        let dear = charge(&person, &care, &mut account.clone(), &high, Spell::of(1));
        let cheap = charge(&person, &care, &mut account.clone(), &low, Spell::of(1));
        prop_assert!(cheap.own() <= dear.own());
    }

    #[test]
    fn a_lower_cap_raises_no_lifetime_charge(
        person in anybody(), care in any_care(), scheme in prop::sample::select(&SCHEMES[1..5]),
        cap in 0i64..12_000_000, less in 0i64..6_000_000, weeks in 1u32..400,
    ) {
        let high = Law { cap, ..law(scheme) };
        let low = Law { cap: (cap - less).max(0), ..high };
        let rich = Circumstances { disability_benefit: Pence::ZERO, ..person };
        let (most, least) = (life(&rich, &care, weeks, &high), life(&rich, &care, weeks, &low));
        prop_assert!(least.wealth_spent.0 <= most.wealth_spent.0 + slack(&care));
        let (modest, dear) = (modest(&person), dear(&care));
        let (most, least) = (life(&modest, &dear, weeks, &high), life(&modest, &dear, weeks, &low));
        let (least, most) = (least.own + least.interest, most.own + most.interest);
        prop_assert!(least.0 <= most.0 + slack(&dear), "{} > {}", least.0, most.0);
    }

    #[test]
    fn whoever_has_income_to_spare_pays_under_a_lower_cap_at_most_what_income_pays_more_above_the_limit(
        person in anybody(), care in any_care(), scheme in prop::sample::select(&SCHEMES[1..5]),
        cap in 0i64..12_000_000, less in 0i64..6_000_000, weeks in 1u32..400,
    ) {
        let high = Law { cap, ..law(scheme) };
        let low = Law { cap: (cap - less).max(0), ..high };
        let (most, least) = (life(&person, &care, weeks, &high), life(&person, &care, weeks, &low));
        let (least, most) = (least.own + least.interest, most.own + most.interest);
        let bound = slack(&care) + i64::from(weeks) * more_of_income_above_the_limit(&person, &care, &high);
        prop_assert!(least.0 <= most.0 + bound, "{} > {} + {}", least.0, most.0, bound);
    }

    #[test]
    fn a_tighter_means_test_never_lowers_what_a_person_pays(
        person in anybody(), care in any_care(), account in any_account(),
        lower in 0i64..3_000_000, between in 0i64..3_000_000, cut in 0i64..2_000_000, allowance in 0i64..2_000, counted in any::<bool>(),
    ) {
        let lax = Law {
            limits_care_home: super::law::Limits { lower, upper: lower + between },
            limits_care_home_without_home: super::law::Limits { lower, upper: lower + between },
            limits_own_home: super::law::Limits { lower, upper: lower + between },
            home_counted_in_care_home: counted,
            ..law("means_test")
        };
        let limits = super::law::Limits { lower: (lower - cut).max(0), upper: (lower - cut).max(0) + between.min(lower) };
        let limits = super::law::Limits { upper: limits.upper.min(lower + between), ..limits };
        let tight = Law {
            limits_care_home: limits,
            limits_care_home_without_home: limits,
            limits_own_home: limits,
            home_counted_in_care_home: true,
            personal_expenses_allowance: lax.personal_expenses_allowance - allowance,
            guarantee_single: lax.guarantee_single - allowance,
            guarantee_couple: lax.guarantee_couple - allowance,
            ..lax
        };
        let less = charge(&person, &care, &mut account.clone(), &lax, Spell::of(1));
        let more = charge(&person, &care, &mut account.clone(), &tight, Spell::of(1));
        prop_assert!(more.own() >= less.own(), "{} < {}", more.own().0, less.own().0);
    }

    #[test]
    fn free_care_for_all_costs_nobody_anything(person in anybody(), care in any_care(), account in any_account(), spell in any_spell()) {
        let split = charge(&person, &care, &mut account.clone(), &law("free_all"), spell);
        prop_assert_eq!(split.own(), Pence::ZERO);
        prop_assert_eq!(split.capital_after, person.capital);
    }
}

/// The case that once made the law look as if a lower cap could cost more: a home worth £213,912 counted everywhere down to
/// a floor. Both lives end at the floor. Under the higher cap the home is drawn on sooner, more of what is above the floor
/// goes to interest and less is left to go to care: care alone costs more under the lower cap, care and interest do not.
#[test]
fn a_lower_cap_moves_money_from_interest_to_care_and_raises_not_their_sum() {
    let person = Circumstances {
        age: 80,
        income: Pence(73_297 % 17_000),
        occupational_pension: Pence::ZERO,
        disability_benefit: Pence::ZERO,
        capital: Pence(2_325_785),
        housing: Pence(21_391_193),
        partner_at_home: false,
        relative_at_home: false,
        told: Told::default(),
    };
    let care = dear(&Package {
        setting: Setting::CareHome,
        nursing: false,
        continuing_healthcare: false,
        council_rate: Pence(3_340),
        self_funder_price: Pence(5_043),
        personal_care: Pence::ZERO,
    });
    let printed = Law {
        sale_costs_share: 0.0,
        ..law("cap_2017")
    };
    let under = |cap: i64| life(&person, &care, 354, &Law { cap, ..printed });
    let (high, low) = (under(1_421_009), under(1_421_009 - 895_290));
    assert!(low.own > high.own, "{} against {}", low.own.0, high.own.0);
    assert!(low.interest < high.interest);
    let (low, high) = (low.own + low.interest, high.own + high.interest);
    assert!(low.0 <= high.0 + slack(&care), "{} against {}", low.0, high.0);
}

/// A cap lower by a penny that costs £1,800 more: the law is not monotone for those who have income to spare. The penny
/// leaves capital a penny above the limit when the cap is reached, and above the limit one goes on paying the self-funder's
/// premium, here out of income, so that capital never falls; below it, at the cap, one pays nothing.
#[test]
fn a_lower_cap_can_leave_one_above_the_limit_paying_the_premium_out_of_income() {
    let person = Circumstances {
        age: 18,
        income: Pence(14_679),
        occupational_pension: Pence::ZERO,
        disability_benefit: Pence::ZERO,
        capital: Pence(4_504_542),
        housing: Pence::ZERO,
        partner_at_home: false,
        relative_at_home: false,
        told: Told {
            guarantee: Some(Pence::ZERO),
            ..Told::default()
        },
    };
    let care = Package {
        setting: Setting::OwnHome,
        nursing: false,
        continuing_healthcare: false,
        council_rate: Pence(82_496),
        self_funder_price: Pence(88_120),
        personal_care: Pence::ZERO,
    };
    let under = |cap: i64| life(&person, &care, 45, &Law { cap, ..law("cap_2014") });
    let (high, low) = (under(1_072_436), under(1_072_435));
    assert!(low.own.0 > high.own.0 + 100_000, "{} against {}", low.own.0, high.own.0);
    let weekly = more_of_income_above_the_limit(&person, &care, &law("cap_2014"));
    assert_eq!(weekly, 88_120 - 82_496);
    assert!(low.own.0 <= high.own.0 + 45 * weekly);
}

/// How much more of income a week above the limit can take than a week below it, once the cap is reached: the self-funder's
/// premium, and what of income the means test alone leaves (the part of a benefit for nights, the savings disregard, the
/// benefit that stops).
fn more_of_income_above_the_limit(person: &Circumstances, care: &Package, law: &Law) -> i64 {
    let premium = care.self_funder_price.0 - care.council_rate.0;
    premium + person.disability_benefit.0 + saver_keeps(person, law)
}

/// Over a life, "never pays more" (interest on deferred payments included, as it comes out of the same wealth) holds for everybody's wealth, and for the whole payment of those who live on little: a
/// person with income to spare who is helped by a reform keeps capital above the limit for longer, and above the limit
/// a fee takes more of income (all of a disability benefit, the self-funder's premium) than a means-tested charge does.
fn modest(person: &Circumstances) -> Circumstances {
    let told = Told {
        savings_credit: SavingsCredit::None,
        guarantee: None,
        most_at_home: None,
        share_taken_at_home: None,
        ..person.told
    };
    Circumstances {
        told,
        income: Pence(person.income.0 % 17_000),
        disability_benefit: Pence::ZERO,
        ..*person
    }
}

/// The same care, dear enough that income never pays for it.
fn dear(care: &Package) -> Package {
    Package {
        council_rate: care.council_rate + pounds(450.0),
        self_funder_price: care.self_funder_price + pounds(450.0),
        ..*care
    }
}

/// Bound by reason on how far the law is from monotone over a life. Follow two people who differ in the cap alone: as long as
/// the one under the lower cap has more left, both are asked in the same way; when their capital is the same, the one under
/// the lower cap is asked no more. So the order can only break in the week in which a fee takes the one across a limit that
/// the other has not reached, by that week's fee at most; and a life meets the limit twice, with capital alone while the
/// home is not counted and with the home after.
fn slack(care: &Package) -> i64 {
    2 * care.self_funder_price.0 + pounds(1.0).0
}

#[test]
fn a_cap_as_printed_is_its_own_number() {
    assert_eq!(law_as_printed("cap_2021").cap, pounds(86_000.0).0);
    assert_eq!(law_as_printed("cap_2014").cap, pounds(72_000.0).0);
    assert_eq!(law_as_printed("cap_2011").cap, pounds(35_000.0).0);
}
