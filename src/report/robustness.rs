//! What may be said of one scenario against another; [`super::robustness_page`] shows why.
//!
//! This is the only file of the program that calls one scenario better or worse than another: where the sign of a
//! difference is the same under every set of beliefs and both readings of the evidence, on a measure that most readers
//! judge one way. Everything else says lower, higher, shorter; a test reads the sources and holds them to it.

use super::words;
use crate::analysis::robustness::{Flip, Outcome, Robustness, Row, Sign, Verdict};
use crate::budgeting::explanation::so_many;
use crate::measures::{Better, Handle, Measure};
use crate::world::Year;

/// What may be said of a scenario against the first on a measure: `better under every set of beliefs tried`. Nothing where
/// it was not asked.
pub fn claim(found: Option<&Robustness>, measure: &Measure, scenario: usize) -> Option<String> {
    let found = found?;
    let word = match (found.verdict(measure.handle, scenario)?, measure.better) {
        (Verdict::Same, _) => "the same",
        (Verdict::Lower, Better::Lower) | (Verdict::Higher, Better::Higher) if found.both_readings() => "better",
        (Verdict::Lower, Better::Higher) | (Verdict::Higher, Better::Lower) if found.both_readings() => "worse",
        (Verdict::Lower, _) => "lower",
        (Verdict::Higher, _) => "higher",
        (Verdict::Depends, _) => return Some(depends(found, measure.handle, scenario)),
    };
    let readings = if found.both_readings() {
        ""
    } else {
        ", with one reading of the evidence"
    };
    Some(format!("{word} under every set of beliefs tried{readings}"))
}

/// Which direction most readers would want: `lower is better`. Nothing of a measure that people judge either way.
pub fn wanted(measure: &Measure) -> Option<&'static str> {
    match measure.better {
        Better::Lower => Some("lower is better"),
        Better::Higher => Some("higher is better"),
        Better::Neither => None,
    }
}

/// A sign as a mark of a strip.
fn mark(sign: Option<Sign>) -> char {
    match sign {
        Some(Sign::Higher) => '↑',
        Some(Sign::Lower) => '↓',
        Some(Sign::Same) => '=',
        Some(Sign::Unclear) => '?',
        None => '–',
    }
}

/// The strip of camps beside a figure: `neutral ↓  market ↑  planning ↓  sceptic =`, two marks where the readings of the
/// evidence differ. Nothing for the first scenario, or where it was not asked.
pub fn strip(found: Option<&Robustness>, measure: &Measure, scenario: usize) -> Option<String> {
    strip_turned(found, measure, scenario, false)
}

/// The same beside a gain, which is told as more whichever way the measure counts: ↑ is a gain, ↓ a loss.
pub fn strip_of_gain(found: Option<&Robustness>, measure: &Measure, scenario: usize) -> Option<String> {
    strip_turned(found, measure, scenario, measure.better == Better::Lower)
}

fn strip_turned(found: Option<&Robustness>, measure: &Measure, scenario: usize, turned: bool) -> Option<String> {
    let found = found?;
    let turn = |sign: Sign| match (turned, sign) {
        (true, Sign::Higher) => Sign::Lower,
        (true, Sign::Lower) => Sign::Higher,
        (_, sign) => sign,
    };
    found
        .verdict(measure.handle, scenario)
        .filter(|_| found.about.against(scenario) != scenario)?;
    let beliefs = &found.about.beliefs;
    let mut camps: Vec<(&str, Vec<char>)> = Vec::new();
    for (at, belief) in beliefs.iter().enumerate() {
        let sign = mark(found.row(measure.handle, scenario, at).map(Row::sign).map(turn));
        match camps.iter_mut().find(|(name, _)| *name == belief.name) {
            Some((_, signs)) => signs.push(sign),
            None => camps.push((&belief.name, vec![sign])),
        }
    }
    let told = camps.into_iter().map(|(name, mut signs)| {
        if signs.iter().all(|sign| *sign == signs[0]) {
            signs.truncate(1);
        }
        let signs: Vec<String> = signs.into_iter().map(String::from).collect();
        format!("{name} {}", signs.join("/"))
    });
    Some(told.collect::<Vec<_>>().join("  "))
}

/// What the marks of strips mean.
pub fn strip_key(found: &Robustness) -> String {
    if found.about.against.is_empty() {
        strip_key_against(found, "the first scenario")
    } else {
        strip_key_against(found, "the first scenario of the same place")
    }
}

/// The same where what is compared against has a name of its own.
pub fn strip_key_against(found: &Robustness, against: &str) -> String {
    key_of_marks(found, against, "↑ higher, ↓ lower")
}

/// The same of the marks beside gains.
pub fn strip_key_of_gains(found: &Robustness, against: &str) -> String {
    key_of_marks(found, against, "↑ a gain, ↓ a loss")
}

fn key_of_marks(found: &Robustness, against: &str, arrows: &str) -> String {
    let about = &found.about;
    let readings = if found.both_readings() {
        " Two marks: the evidence shrunk, then as published."
    } else {
        " One reading of the evidence was tried."
    };
    let fixed = about.told_of_fixed().map_or(String::new(), |fixed| format!(" {fixed}"));
    format!(
        "By what one believes, in {} against {against}: {arrows}, = the same, ? too close to tell ({} of {} under each set of beliefs).{readings}{fixed}",
        Year(about.year).financial(),
        so_many(about.draws as u64, "draw", "draws"),
        so_many(about.people as u64, "person", "people")
    )
}

/// `depends on what one believes: lower (neutral, planning), higher (market)`.
fn depends(found: &Robustness, measure: Handle, scenario: usize) -> String {
    let beliefs = &found.about.beliefs;
    let signs: Vec<Option<Sign>> = (0..beliefs.len())
        .map(|belief| found.row(measure, scenario, belief).map(Row::sign))
        .collect();
    let mut told = Vec::new();
    for (sign, word) in [
        (Sign::Lower, "lower"),
        (Sign::Same, "the same"),
        (Sign::Higher, "higher"),
        (Sign::Unclear, "not clear"),
    ] {
        let has = |belief: usize| signs[belief] == Some(sign);
        let mut who: Vec<String> = Vec::new();
        for (_, belief) in beliefs.iter().enumerate().filter(|(at, _)| has(*at)) {
            // A camp that says the same in every reading is named once.
            let mut readings = (0..beliefs.len()).filter(|other| beliefs[*other].name == belief.name);
            let label = if readings.all(has) {
                belief.name.clone()
            } else {
                format!("{} {}", belief.name, belief.reading.replace('_', " "))
            };
            if !who.contains(&label) {
                who.push(label);
            }
        }
        if signs.iter().all(|one| *one == Some(sign)) {
            return format!("{word} under any set of beliefs tried");
        }
        if !who.is_empty() {
            told.push(format!("{word} ({})", who.join(", ")));
        }
    }
    let undefined = signs.iter().zip(beliefs).filter(|(sign, _)| sign.is_none());
    let undefined: Vec<String> = undefined.map(|(_, belief)| belief.label()).collect();
    if !undefined.is_empty() {
        told.push(format!("not defined ({})", undefined.join("; ")));
    }
    format!("depends on what one believes: {}", told.join(", "))
}

/// A value of an assumption, as a reader would write it.
pub fn told(unit: &str, value: f64) -> String {
    let digits = |value: f64| {
        let places = (2 - value.abs().max(1e-9).log10().floor() as i32).clamp(0, 6) as usize;
        let text = words::grouped(value, places);
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_string()
        } else {
            text
        }
    };
    match unit {
        "share" => format!("{}%", digits(value * 100.0)),
        "£m" | "£" => words::value(unit, value),
        "" | "elasticity" | "ratio" | "index" | "per year" => digits(value),
        unit => format!("{} {unit}", digits(value)),
    }
}

/// What happens along a flip: `from 12% on the waiting list is longer`, in neutral words.
pub fn turning(found: &Robustness, flip: &Flip) -> String {
    let Outcome::Flips(turns) = &flip.outcome else {
        return flip.outcome.word().to_string();
    };
    let unit = &flip.lever.unit;
    let name = found.about.scenarios.get(flip.scenario).map_or("", String::as_str);
    let first = turns.first().is_some_and(|turn| turn.rising);
    let mut text = format!("{name} is {} below", if first { "lower" } else { "higher" });
    for (at, turn) in turns.iter().enumerate() {
        let joint = if at == 0 { "" } else { ", then" };
        let word = if turn.rising { "higher" } else { "lower" };
        text.push_str(&format!("{joint} {}, {word} above", told(unit, turn.at)));
    }
    text
}

/// The camps whose value of the assumption lies beyond a turn from where it stands.
pub fn disagreeing(flip: &Flip) -> Vec<String> {
    let Outcome::Flips(turns) = &flip.outcome else {
        return Vec::new();
    };
    let lever = &flip.lever;
    let crossed = |value: f64| {
        let between = |at: f64| (at - lever.central) * (at - value) < 0.0;
        turns.iter().filter(|turn| between(turn.at)).count() % 2 == 1
    };
    let camps = lever.camps.iter().filter(|(_, value)| crossed(*value));
    camps
        .map(|(camp, value)| format!("{camp} ({})", told(&lever.unit, *value)))
        .collect()
}

/// How many assumptions were scanned, and how many turn an order somewhere.
pub fn scanned(found: &Robustness) -> String {
    let mut all: Vec<&str> = found.flips.iter().map(|flip| flip.lever.key.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    let turning = all
        .iter()
        .filter(|key| {
            found
                .flips
                .iter()
                .any(|flip| flip.lever.key == **key && matches!(flip.outcome, Outcome::Flips(_)))
        })
        .count();
    format!(
        "{} moved, one at a time, over the range that any side gives them: {turning} of them {} the order of two scenarios on some measure.",
        so_many(all.len() as u64, "assumption was", "assumptions were"),
        if turning == 1 { "turns" } else { "turn" }
    )
}

/// A difference with the share of draws that have its sign.
pub fn difference(measure: &Measure, row: &Row) -> String {
    if row.sign() == Sign::Same {
        return "no change".to_string();
    }
    let unclear = if row.sign() == Sign::Unclear { ", not clear" } else { "" };
    format!(
        "{} ({}{unclear})",
        words::difference(measure.unit, row.difference.p("p50")),
        words::probability(row.probability())
    )
}

#[cfg(test)]
mod tests {
    use super::super::beliefs;
    use super::super::robustness_page::page;
    use super::*;
    use crate::analysis::robustness::sample::Sampled;
    use crate::analysis::robustness::{About, Belief, rows};
    use crate::measures::{CARE_HOME_RESIDENTS, DEATHS, WAITING_LIST};
    use crate::results::Stats;

    /// A list that is so much shorter or longer under each belief, two camps in as many readings.
    fn found(readings: &[&str], changes: &[f64]) -> Robustness {
        let beliefs = readings.iter().flat_map(|reading| {
            ["market", "planning"].map(|name| Belief {
                name: name.to_string(),
                reading: (*reading).to_string(),
            })
        });
        let about = About {
            scenarios: vec!["a".into(), "b".into()],
            titles: vec!["As it is".into(), "Otherwise".into()],
            beliefs: beliefs.collect(),
            ..About::default()
        };
        let measures = [WAITING_LIST, CARE_HOME_RESIDENTS].map(Handle::measure);
        let of = |(belief, change): (usize, &f64)| {
            let draws = vec![vec![100.0, 100.0, 100.0 + change, 100.0 + change]; 3];
            rows(belief, &[0; 2], &measures, &Sampled::from_draws(2, draws))
        };
        Robustness {
            about,
            rows: changes.iter().enumerate().flat_map(of).collect(),
            ..Robustness::default()
        }
    }

    #[test]
    fn a_word_of_praise_needs_every_belief_and_both_readings() {
        let list = WAITING_LIST.measure();
        let both = ["shrunk", "as_published"];
        for (readings, changes, said) in [
            (
                &both[..],
                &[-1.0, -2.0, -1.0, -3.0][..],
                "better under every set of beliefs tried",
            ),
            (&both, &[1.0, 2.0, 1.0, 3.0], "worse under every set of beliefs tried"),
            (&both, &[0.0; 4], "the same under every set of beliefs tried"),
            (
                &both,
                &[-1.0, 2.0, -1.0, 3.0],
                "depends on what one believes: lower (market), higher (planning)",
            ),
            (
                &both,
                &[-1.0, 2.0, -1.0, -3.0],
                "depends on what one believes: lower (market, planning as published), higher (planning shrunk)",
            ),
            (
                &both[..1],
                &[-1.0, -2.0],
                "lower under every set of beliefs tried, with one reading of the evidence",
            ),
            // Less than a reader would see is no ground for a word.
            (
                &both,
                &[-1.0, -2.0, -0.000_01, -3.0],
                "depends on what one believes: lower (market shrunk, planning), the same (market as published)",
            ),
        ] {
            let found = found(readings, changes);
            assert_eq!(claim(Some(&found), list, 1).unwrap(), said);
        }
        // A belief under which the measure is not defined has no row: what the others agree on is not said of all.
        let mut partly = found(&both, &[-1.0, -2.0, -1.0, -3.0]);
        partly.rows.retain(|row| row.belief != 2);
        assert_eq!(partly.verdict(WAITING_LIST, 1), Some(Verdict::Depends));
        assert_eq!(partly.verdict(DEATHS, 1), None);
        assert_eq!(
            claim(Some(&partly), list, 1).unwrap(),
            "depends on what one believes: lower (market shrunk, planning), not defined (market, as published)"
        );
        // Where a measure has no good side, none is named.
        let homes = CARE_HOME_RESIDENTS.measure();
        assert_eq!(homes.better, Better::Neither, "another example is needed");
        let found = found(&both, &[-1.0; 4]);
        assert_eq!(
            claim(Some(&found), homes, 1).unwrap(),
            "lower under every set of beliefs tried"
        );
        assert_eq!(claim(None, list, 1), None);
    }

    #[test]
    fn beside_a_gain_an_arrow_up_is_a_gain_whichever_way_the_measure_counts() {
        let found = found(&["shrunk", "as_published"], &[-1.0, 2.0, -1.0, -3.0]);
        let list = WAITING_LIST.measure();
        assert_eq!(list.better, Better::Lower, "another example is needed");
        assert_eq!(strip(Some(&found), list, 1).unwrap(), "market ↓  planning ↑/↓");
        assert_eq!(strip_of_gain(Some(&found), list, 1).unwrap(), "market ↑  planning ↓/↑");
        // Where no side is better, more is told as the gain.
        let homes = CARE_HOME_RESIDENTS.measure();
        assert_eq!(strip_of_gain(Some(&found), homes, 1), strip(Some(&found), homes, 1));
        assert!(strip_key_of_gains(&found, "nothing").contains("against nothing: ↑ a gain, ↓ a loss, = the same"));
    }

    #[test]
    fn chart_and_section_say_what_the_table_says() {
        let mut found = found(&["shrunk", "as_published"], &[-1.0, 2.0, -1.0, 3.0]);
        found.rows.iter_mut().filter(|row| row.scenario == 1).for_each(|row| {
            let spread = |stats: &mut Stats| {
                stats.set("p10", stats.mean - 1.0);
                stats.set("p90", stats.mean + 1.0);
            };
            spread(&mut row.difference);
        });
        let chart = beliefs::chart(&found).expect("there is a difference");
        assert!(
            chart.alt.contains("market, as published: −1.00 pathways"),
            "{}",
            chart.alt
        );
        let page = page(&found);
        assert!(page.contains("depends on what one believes") && page.contains(&chart.caption));
        assert!(!page.contains("<script"));
    }

    #[test]
    fn values_of_assumptions_read_as_they_are_written() {
        assert_eq!(told("share", 0.00817), "0.817%");
        assert_eq!(told("elasticity", -0.15), "−0.15");
        assert_eq!(told("weeks", 18.0), "18 weeks");
        assert_eq!(told("share", 0.0), "0%");
    }
}
