//! A waiting list against queueing theory, and what a guarantee takes of it.

use super::super::waits::{percentile, reconstruct};
use super::*;

fn even() -> Priority {
    Priority {
        urgent: 0.0,
        random: 1.0,
        guarantee: None,
        urgent_weeks: 4,
        turn: [1.0; BINS],
        tilt: [1.0; FIFTHS],
    }
}

#[test]
fn an_overloaded_list_with_reneging_settles_where_queueing_theory_says() {
    // 30 join and 27 are treated a week, 1% leave a week: the list settles at 300, 10% leave, mean wait 10 weeks
    // (shared reference analysis.md, queues).
    let mut list = WaitingList::empty();
    let (mut left, mut joined) = (0.0, 0.0);
    for week in 0..2000 {
        list.advance(1, &[6.0; FIFTHS]);
        // Half of those who leave do so before as many as are treated in the step are off the list, and half after.
        let before: f64 = list.leave(0.005, &[0.0; BINS], &[0.0; FIFTHS]).0.iter().sum();
        list.treat(27.0, &even());
        let after: f64 = list.leave(0.005, &[0.0; BINS], &[0.0; FIFTHS]).0.iter().sum();
        if week >= 1000 {
            joined += 30.0;
            left += before + after;
        }
    }
    assert!((list.total() - 300.0).abs() < 4.0, "{}", list.total());
    assert!((left / joined - 0.1).abs() < 1e-3, "{}", left / joined);
    // Little's law: mean time from joining to leaving or treatment.
    assert!((list.total() / 30.0 - 10.0).abs() < 0.15);
}

#[test]
fn a_list_stepped_by_the_month_has_the_shape_that_queueing_theory_says() {
    // As many are treated as join, 300 a week, alike for everybody: waits are exponential, of 7.5 weeks on average.
    let settled = |weeks: usize| {
        let mut list = WaitingList::from_shape(&reconstruct(2_250.0, 0.92, 5.0, 300.0), &[0.2; FIFTHS]);
        let joined = 300.0 * weeks as f64;
        for _ in 0..520 / weeks {
            list.advance(weeks, &[joined / 5.0; FIFTHS]);
            list.treat(joined, &even());
        }
        let mut all = [0.0; BINS];
        for fifth in 0..FIFTHS {
            for (sum, one) in all.iter_mut().zip(list.of_fifth(fifth)) {
                *sum += one;
            }
        }
        (percentile(&all, 0.5), percentile(&all, 0.92))
    };
    let exact = (7.5 * std::f64::consts::LN_2, 7.5 * 12.5_f64.ln());
    for (weeks, within) in [(1, 0.01), (4, 0.03), (5, 0.04)] {
        let (median, p92) = settled(weeks);
        assert!((median / exact.0 - 1.0).abs() < within, "{weeks}: {median} {exact:?}");
        assert!((p92 / exact.1 - 1.0).abs() < within, "{weeks}: {p92} {exact:?}");
    }
}

#[test]
fn capacity_is_used_in_full_and_nobody_waits_below_zero() {
    let priority = Priority {
        urgent: 0.3,
        random: 0.2,
        guarantee: Some(Kept {
            most: 0.1,
            from: 18,
            limit: 18,
            beyond: 0.0,
        }),
        urgent_weeks: 2,
        turn: std::array::from_fn(|week| (week as f64).powi(4)),
        tilt: [0.5, 0.8, 1.0, 1.2, 1.5],
    };
    let mut list = WaitingList::from_shape(&reconstruct(1000.0, 0.9, 5.0, 80.0), &[0.2; FIFTHS]);
    for capacity in [10.0, 300.0, 600.0, 500.0] {
        let before = list.total();
        let treated: f64 = list.treat(capacity, &priority).iter().sum();
        assert!((treated - capacity.min(before)).abs() < 1e-6);
        assert!((before - treated - list.total()).abs() < 1e-6);
        assert!(list.bins.iter().flatten().all(|pathways| *pathways >= 0.0));
    }
    assert_eq!(list.total(), 0.0);
}

#[test]
fn a_short_list_keeps_a_tail_however_steeply_work_goes_by_turn() {
    let priority = Priority {
        random: 0.8,
        turn: std::array::from_fn(|week| (week as f64 + 0.5).powi(6)),
        ..even()
    };
    for weeks in [1, 4] {
        let mut list = WaitingList::from_shape(&reconstruct(1_500.0, 0.95, 2.0, 300.0), &[0.2; FIFTHS]);
        for _ in 0..520 / weeks {
            list.advance(weeks, &[60.0 * weeks as f64; FIFTHS]);
            list.treat(300.0 * weeks as f64, &priority);
        }
        // The list holds five weeks of referrals.
        let beyond = list.bins[12..].iter().flatten().sum::<f64>() / list.total();
        assert!((0.004..0.05).contains(&beyond), "{weeks}: {beyond}");
    }
}

#[test]
fn a_guarantee_takes_what_its_standard_needs_and_no_more() {
    let beyond = |most: f64, may: f64| {
        let kept = Kept {
            most,
            from: 14,
            limit: 18,
            beyond: may,
        };
        let priority = Priority {
            guarantee: Some(kept),
            ..even()
        };
        let mut list = WaitingList::from_shape(&reconstruct(2_700.0, 0.88, 20.0, 300.0), &[0.2; FIFTHS]);
        for _ in 0..60 {
            list.advance(4, &[240.0; FIFTHS]);
            list.treat(1_200.0, &priority);
        }
        list.bins[18..].iter().flatten().sum::<f64>() / list.total()
    };
    let free = beyond(0.0, 0.08);
    assert!(free > 0.11, "{free}");
    for may in [0.04, 0.08] {
        assert!((beyond(0.9, may) - may).abs() < 0.001, "{}", beyond(0.9, may));
    }
    // One that may take little does what it can; one whose standard is met takes nothing.
    let weak = beyond(0.01, 0.04);
    assert!((0.06..free).contains(&weak), "{weak} {free}");
    assert_eq!(beyond(0.9, 0.5), free);
}

#[test]
fn a_guarantee_holds_its_standard_however_strongly_treatment_is_tilted_by_deprivation() {
    // The most deprived fifth has the smallest chance of treatment, and the largest part of those who wait long.
    for tilt in [-0.5, 0.04, 0.4, 1.0] {
        for (most, may) in [(0.95, 0.05), (0.95, 0.08), (0.01, 0.02)] {
            let priority = Priority {
                guarantee: Some(Kept {
                    most,
                    from: 14,
                    limit: 18,
                    beyond: may,
                }),
                tilt: std::array::from_fn(|fifth| 1.0 + tilt * (fifth as f64 - 2.0) / 4.0),
                ..even()
            };
            let mut list = WaitingList::from_shape(&reconstruct(2_700.0, 0.88, 20.0, 300.0), &[0.2; FIFTHS]);
            let beyond = |list: &WaitingList| sum(&list.bins[18..]).iter().sum::<f64>() / list.total();
            for month in 0..60 {
                list.advance(4, &[240.0; FIFTHS]);
                let mut all_it_may = list.clone();
                list.treat(1_200.0, &priority);
                let held = beyond(&list);
                if (held - may).abs() > 2.0 * NEAR {
                    // Out of reach: with all that it may take, as many are left.
                    let standard = Kept {
                        most,
                        from: 14,
                        limit: 18,
                        beyond: 0.0,
                    };
                    let guarantee = Some(standard);
                    all_it_may.treat(1_200.0, &Priority { guarantee, ..priority });
                    let out_of_reach = held > may && (held - beyond(&all_it_may)).abs() < 2.0 * NEAR;
                    assert!(out_of_reach, "{tilt} {may}: {held} in month {month}");
                }
            }
            let held = beyond(&list);
            assert_eq!((held - may).abs() < 2.0 * NEAR, most > 0.5, "{tilt} {may}: {held}");
        }
    }
}
