//! The headline findings in plain English, and the comparison table behind them.

use super::{Run, robustness, words};
use crate::measures::{self, HEADLINES, Measure};
use crate::results::Stats;
use crate::world::Group;

/// One cell of the comparison: a scenario's figure and how it differs from that of the first scenario of its place.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The figure.
    pub stats: Stats,
    /// The paired difference; none for the first scenario of a place.
    pub difference: Option<Stats>,
}

/// One row of the comparison: a headline measure over the scenarios.
#[derive(Clone, Debug)]
pub struct Row {
    /// The measure.
    pub measure: &'static Measure,
    /// One cell a scenario.
    pub cells: Vec<Cell>,
}

/// The headline measures that the run has, in the telling year.
pub fn comparison(run: &Run<'_>) -> Vec<Row> {
    let year = run.telling_year();
    let mut rows = Vec::new();
    for handle in HEADLINES {
        let measure = handle.measure();
        let cells: Option<Vec<Cell>> = (0..run.scenarios())
            .map(|scenario| {
                Some(Cell {
                    stats: *run.summary.get(scenario, year, handle, Group::ALL)?,
                    difference: run.change(scenario, year, handle, Group::ALL).copied(),
                })
            })
            .collect();
        if let Some(cells) = cells.filter(|cells| cells.iter().any(|cell| cell.stats.mean.is_finite())) {
            rows.push(Row { measure, cells });
        }
    }
    rows
}

/// What a reader of several places side by side must know of their differences.
pub const PLACES: &str = "Places are not policies: between two places the difference is who lives there and what is there already, and \
    larger places have larger amounts. What a policy does is its difference from the first scenario of the same place.";

/// The same, where a run is of several places.
pub fn places(run: &Run<'_>) -> Option<&'static str> {
    (run.description.in_several_places()).then_some(PLACES)
}

/// The 80% interval: `£212 bn to £230 bn`, `7.1 to 8.0 million pathways`.
pub fn interval(measure: &Measure, stats: &Stats) -> String {
    let tell = |value: f64| words::value(measure.unit, value);
    joined(&tell(stats.p("p10")), &tell(stats.p("p90")))
}

/// The 80% interval of a difference: `+£1.0 bn to +£2.1 bn`.
pub fn difference_interval(measure: &Measure, stats: &Stats) -> String {
    let tell = |value: f64| words::difference(measure.unit, value);
    joined(&tell(stats.p("p10")), &tell(stats.p("p90")))
}

/// Two figures as a range, saying a unit that both end with only once.
fn joined(low: &str, high: &str) -> String {
    match (low.split_once(' '), high.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} to {high}"),
        _ => format!("{low} to {high}"),
    }
}

/// How likely the difference has the sign of its median: `higher in 93% of draws`.
pub fn likelihood(stats: &Stats) -> String {
    if stats.p_equal == 1.0 {
        return "the same in every draw".to_string();
    }
    let higher = 1.0 - stats.p_lower - stats.p_equal;
    let (word, share) = if higher >= stats.p_lower {
        ("higher", higher)
    } else {
        ("lower", stats.p_lower)
    };
    let same = if stats.p_equal > 0.0 {
        format!(", the same in {}", words::probability(stats.p_equal))
    } else {
        String::new()
    };
    format!("{word} in {} of draws{same}", words::probability(share))
}

/// The same in two words: `higher: 93%`.
pub fn likelihood_short(stats: &Stats) -> String {
    let higher = 1.0 - stats.p_lower - stats.p_equal;
    if higher >= stats.p_lower {
        format!("higher: {}", words::probability(higher))
    } else {
        format!("lower: {}", words::probability(stats.p_lower))
    }
}

/// Why a difference is not told, though it is not the same in every draw: `no visible difference`, or none beyond its error.
pub fn untold(measure: &Measure, stats: &Stats) -> Option<&'static str> {
    if stats.p_equal == 1.0 {
        None
    } else if stats.within_error() {
        Some("no difference beyond the Monte Carlo error")
    } else if !words::visible(measure.unit, stats.p("p50")) {
        Some("no visible difference")
    } else {
        None
    }
}

/// What stands in the place of a difference that is none, or is not told, where there is room for a few words.
pub fn none(measure: &Measure, stats: &Stats) -> Option<&'static str> {
    match untold(measure, stats) {
        None => (stats.p_equal == 1.0).then_some("no change"),
        Some(_) if stats.within_error() => Some("none beyond its error"),
        Some(_) => Some("none to be seen"),
    }
}

/// What is said of a figure whose spread is mostly that of a small sample.
pub const NOISY_SPREAD: &str = "sampling noise makes over a quarter of this interval";

/// How many scenarios a title names one by one.
const NAMED: usize = 3;

/// What a chart of a measure over the scenarios shows, as its title: `Waiting list in 2034/35: 6.9 million pathways …`.
pub fn headline(run: &Run<'_>, measure: &Measure) -> Option<String> {
    let year = run.telling_year();
    let mut told = Vec::new();
    for scenario in 0..run.scenarios() {
        let stats = run.summary.get(scenario, year, measure.handle, Group::ALL)?;
        let middle = stats.p("p50");
        if !middle.is_finite() {
            return None;
        }
        told.push((middle, run.description.scenario_title(scenario), *stats));
    }
    let subject = format!("{} in {}", words::title(measure), year.financial());
    let tell = |value: f64| words::value(measure.unit, value);
    Some(match told.as_slice() {
        [] => return None,
        [(middle, _, stats)] => format!(
            "{subject}: {}, in eight draws of ten {}",
            tell(*middle),
            interval(measure, stats)
        ),
        some if some.len() <= NAMED => {
            let each: Vec<String> = some
                .iter()
                .map(|(middle, name, _)| format!("{} under “{name}”", tell(*middle)))
                .collect();
            format!("{subject}: {}", each.join(", "))
        }
        many => {
            let by = |a: &&(f64, &str, Stats), b: &&(f64, &str, Stats)| a.0.total_cmp(&b.0);
            let (low, high) = (many.iter().min_by(by)?, many.iter().max_by(by)?);
            format!(
                "{subject}: from {} under “{}” to {} under “{}”",
                tell(low.0),
                low.1,
                tell(high.0),
                high.1
            )
        }
    })
}

/// What a chart of differences shows, as its title: `“Free personal care”: £9.50 bn more than under “England as it is” in 2034/35`.
pub fn headline_difference(run: &Run<'_>, measure: &Measure) -> Option<String> {
    let year = run.telling_year();
    let mut told = Vec::new();
    for scenario in (1..run.scenarios()).filter(|scenario| !run.description.first_of_place(*scenario)) {
        let stats = run.change(scenario, year, measure.handle, Group::ALL)?;
        let middle = stats.p("p50");
        if !middle.is_finite() {
            return None;
        }
        let name = run.description.scenario_title(scenario);
        told.push(if stats.p_equal == 1.0 {
            format!("“{name}”: exactly the same")
        } else if let Some(why) = untold(measure, stats) {
            format!("“{name}”: {why}")
        } else if told.is_empty() || run.description.against()[scenario] != 0 {
            let first = run.description.compared_title(scenario);
            format!("“{name}”: {} under “{first}”", words::compared(measure.unit, middle))
        } else {
            format!("“{name}”: {}", words::difference(measure.unit, middle))
        });
    }
    (1..=NAMED)
        .contains(&told.len())
        .then(|| format!("{}, in {}", told.join("; "), year.financial()))
}

/// The findings as sentences: the measures a reader asks for first.
pub fn sentences(run: &Run<'_>) -> Vec<String> {
    let year = run.telling_year();
    let mut found = Vec::new();
    let asked = [
        measures::COST_PUBLIC,
        measures::WAITING_LIST,
        measures::WITHIN_18_WEEKS,
        measures::CARE_UNMET_PEOPLE,
        measures::LIFETIME_CARE_OVER_100K,
        measures::NEED_MET,
    ];
    for row in comparison(run).iter().filter(|row| asked.contains(&row.measure.handle)) {
        let Some(first) = row.cells.first() else { continue };
        let title = words::title(row.measure);
        let wanted = robustness::wanted(row.measure).map_or(String::new(), |wanted| format!(" ({wanted})"));
        let subject = format!(
            "{title}{wanted}: in {}, under “{}”,",
            year.financial(),
            run.description.scenario_title(0)
        );
        let noise = |stats: &Stats| {
            if run.marked(stats) {
                format!("; {NOISY_SPREAD}")
            } else {
                String::new()
            }
        };
        let mark = noise(&first.stats);
        let mut text = format!(
            "{subject} {} (80% interval {}{mark}).",
            words::value(row.measure.unit, first.stats.p("p50")),
            interval(row.measure, &first.stats)
        );
        for (index, cell) in row.cells.iter().enumerate().skip(1) {
            let other = run.description.scenario_title(index);
            let Some(difference) = cell.difference else {
                text.push_str(&format!(
                    " “{other}”, another place: {} (80% interval {}).",
                    words::value(row.measure.unit, cell.stats.p("p50")),
                    interval(row.measure, &cell.stats)
                ));
                continue;
            };
            if difference.p_equal == 1.0 {
                text.push_str(&format!(" “{other}” gives exactly the same."));
                continue;
            }
            if let Some(why) = untold(row.measure, &difference) {
                text.push_str(&format!(
                    " “{other}”: {why}, against “{}” (80% interval of the difference {}).",
                    run.description.compared_title(index),
                    difference_interval(row.measure, &difference)
                ));
                continue;
            }
            text.push_str(&format!(
                " “{other}”: {} under “{}” (80% interval of the difference {}{}; {}){}.",
                words::compared(row.measure.unit, difference.p("p50")),
                run.description.compared_title(index),
                difference_interval(row.measure, &difference),
                noise(&difference),
                likelihood(&difference),
                robustness::claim(run.robustness, row.measure, index)
                    .map_or(String::new(), |claim| format!("; {claim}"))
            ));
        }
        found.push(text);
    }
    found
}
