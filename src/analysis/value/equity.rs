//! Health gained, counted for more where there is less of it: the equally distributed equivalent.
//!
//! The equivalent of a distribution of health is the level that, had by everybody, would be as good, by Atkinson's measure: the
//! larger its parameter, the more a gain counts for those who have least; at 0 only the mean counts (Atkinson, *Journal of
//! Economic Theory* 2, 1970; Asaria, Griffin and Cookson, *Medical Decision Making* 36, 2016).

/// The equally distributed equivalent of levels of health, each of so many people. Nothing where a level is not above nought,
/// for which the measure is not defined.
pub fn equivalent(levels: &[f64], people: &[f64], aversion: f64) -> Option<f64> {
    let all: f64 = people.iter().sum();
    let above = |value: f64| value > 0.0;
    if !above(all) || !levels.iter().all(|level| above(*level)) {
        return None;
    }
    // Against the greatest level, so that no power leaves what numbers can hold.
    let most = levels.iter().copied().fold(0.0, f64::max);
    let both = levels.iter().zip(people);
    if aversion == 0.0 {
        return Some(both.map(|(level, people)| level * people).sum::<f64>() / all);
    }
    if aversion == 1.0 {
        let logs: f64 = both.map(|(level, people)| people * (level / most).ln()).sum();
        return Some(most * (logs / all).exp());
    }
    let power = 1.0 - aversion;
    let sum: f64 = both.map(|(level, people)| people * (level / most).powf(power)).sum();
    Some(most * (sum / all).powf(1.0 / power))
}

/// What one more of health counts for where there is each of these levels, against the same for everybody: the rise of the
/// equivalent by it. At an aversion of 0 all count alike; otherwise those count for more who have less.
pub fn weights(levels: &[f64], people: &[f64], aversion: f64) -> Option<Vec<f64>> {
    let equivalent = equivalent(levels, people, aversion)?;
    Some(levels.iter().map(|level| (equivalent / level).powf(aversion)).collect())
}

/// Atkinson's index: the share of the mean that everybody would give up to have it equal.
pub fn inequality(levels: &[f64], people: &[f64], aversion: f64) -> Option<f64> {
    Some(1.0 - equivalent(levels, people, aversion)? / equivalent(levels, people, 0.0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_health_is_its_own_equivalent_and_unequal_health_is_worth_less_the_more_one_minds() {
        let people = [1.0, 2.0, 1.0];
        for aversion in [0.0, 0.5, 1.0, 2.0, 10.95, 30.0] {
            let same = equivalent(&[7.0; 3], &people, aversion).expect("defined");
            assert!((same - 7.0).abs() < 1e-12, "{aversion}");
        }
        let unequal = [50.0, 60.0, 80.0];
        let worth: Vec<f64> = [0.0, 0.999_999, 1.0, 1.000_001, 2.0, 10.95, 200.0]
            .map(|aversion| equivalent(&unequal, &people, aversion).expect("defined"))
            .to_vec();
        assert!(
            worth
                .windows(2)
                .all(|pair| pair[1] < pair[0] && pair[0] - pair[1] < 10.0),
            "{worth:?}"
        );
        assert!((worth[0] - 62.5).abs() < 1e-12 && worth[6] > 50.0 && worth[6] < 51.0);
        // Harmonic mean at 2, geometric at 1.
        assert!((worth[4] - 4.0 / (1.0 / 50.0 + 2.0 / 60.0 + 1.0 / 80.0)).abs() < 1e-9);
        assert!((worth[2] - (50f64 * 60.0 * 60.0 * 80.0).powf(0.25)).abs() < 1e-9);
    }

    #[test]
    fn a_gain_counts_for_more_where_there_is_less_and_by_as_much_as_the_equivalent_rises() {
        let (levels, people) = ([55.0, 60.0, 70.0], [1.0, 2.0, 3.0]);
        assert_eq!(weights(&levels, &people, 0.0), Some(vec![1.0; 3]));
        for aversion in [1.0, 2.5, 10.95] {
            let counted = weights(&levels, &people, aversion).expect("defined");
            assert!(counted[0] > counted[1] && counted[1] > counted[2] && counted[0] > 1.0 && counted[2] < 1.0);
            let before = equivalent(&levels, &people, aversion).expect("defined");
            for at in 0..3 {
                let mut more = levels;
                more[at] += 1e-6;
                let rise = (equivalent(&more, &people, aversion).expect("defined") - before) / 1e-6;
                let told = counted[at] * people[at] / 6.0;
                assert!((rise / told - 1.0).abs() < 1e-4, "{aversion} {at}: {rise} {told}");
            }
        }
    }

    #[test]
    fn health_of_nought_has_no_equivalent() {
        assert_eq!(equivalent(&[0.0, 1.0], &[1.0, 1.0], 2.0), None);
        assert_eq!(inequality(&[1.0], &[0.0], 2.0), None);
    }
}
