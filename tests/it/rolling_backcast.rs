//! Rolling origin: forecasts from earlier years by a model that knows nothing later, and the table of them that is kept.
//!
//! `UPDATE_GOLDEN=1 cargo test --release --test it backcast:: -- --include-ignored` writes it anew.

use std::fmt::Write as _;
use std::fs;

use carepool::analysis::backcast::{Period, backcast};
use carepool::analysis::ensemble::Ensemble;
use carepool::analysis::history::History;
use carepool::scenario::Sampler;
use carepool::world::Group;

use crate::backcast::{between, carepool, output, root, rows};

/// A scenario before calibration, in a folder of its own, with a history of its own.
fn uncalibrated(place: &std::path::Path, history: &str) -> String {
    fs::create_dir_all(place.join("mine")).expect("a folder");
    fs::write(place.join("mine/history.csv"), history).expect("written");
    let text = "title = \"Mine\"\nextends = [\"backcast/uncalibrated.toml\"]\nstart_year = 2010\ndata = [\"mine\", \"england-2010\", \"england\"]\n";
    let scenario = place.join("mine.toml");
    fs::write(&scenario, text).expect("written");
    scenario.display().to_string()
}

#[test]
fn a_forecast_from_an_earlier_origin_knows_nothing_of_what_came_after_it() {
    let shipped = fs::read_to_string(root().join("scenarios/england-2010/history.csv")).expect("history");
    // Every figure of a service after March 2014 is another one.
    let mut other = String::new();
    let mut changed = 0;
    for line in shipped.lines() {
        let mut cells: Vec<String> = line.splitn(4, ',').map(str::to_owned).collect();
        let late = cells.get(1).and_then(|year| year.parse::<u16>().ok()) > Some(2013);
        if late && cells[0] != "population" {
            cells[2] = (cells[2].parse::<f64>().expect("a value") * 0.9).to_string();
            changed += 1;
        }
        writeln!(other, "{}", cells.join(",")).expect("text");
    }
    assert!(changed > 20, "{changed}");
    let place = tempfile::tempdir().expect("a folder");
    let small = [
        "--origin", "2013", "--draws", "14", "--people", "200", "--format", "csv",
    ];
    let [known, changed] = [("known", &shipped), ("changed", &other)].map(|(name, history)| {
        let scenario = uncalibrated(&place.path().join(name), history);
        rows(&output(&[&["backcast", &scenario][..], &small].concat()))
    });
    let forecast = |row: &std::collections::BTreeMap<String, String>| {
        ["measure", "year", "p10", "p50", "p90", "last_value", "growth"].map(|column| row[column].clone())
    };
    assert_eq!(
        known.iter().map(forecast).collect::<Vec<_>>(),
        changed.iter().map(forecast).collect::<Vec<_>>()
    );
    let published = |rows: &[std::collections::BTreeMap<String, String>]| -> Vec<String> {
        rows.iter().map(|row| row["published"].clone()).collect()
    };
    assert_ne!(published(&known), published(&changed));
    let after = |row: &&std::collections::BTreeMap<String, String>| row["period"] == "test";
    assert!(known.iter().filter(after).all(|row| row["year"].as_str() > "2013"));
    assert!(
        known.iter().all(|row| row["year"].as_str() <= "2015"),
        "the years after March 2016 stay frozen"
    );
    // A figure from before it does move the forecast.
    let before = shipped.replace("emergency_admissions,2013,", "emergency_admissions,2013,1");
    assert_ne!(before, shipped);
    let scenario = uncalibrated(&place.path().join("before"), &before);
    let moved = rows(&output(&[&["backcast", &scenario][..], &small].concat()));
    assert_ne!(
        known.iter().map(forecast).collect::<Vec<_>>(),
        moved.iter().map(forecast).collect::<Vec<_>>()
    );
}

#[test]
fn an_origin_that_leaves_nothing_to_forecast_or_a_scenario_that_knows_the_end_is_refused() {
    for (arguments, said) in [
        (&["--origin", "2010"][..], "2011 to 2014"),
        (&["--origin", "2015"][..], "2011 to 2014"),
        (&["backcast-2010.toml", "--origin", "2013"][..], "which nobody had then"),
        (&["--origin", "2013", "--years", "4"][..], "cannot be used with"),
    ] {
        let done = carepool(&["backcast", "--draws", "10"])
            .args(arguments)
            .assert()
            .code(2);
        let told = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
        assert!(told.contains(said), "{arguments:?}: {told}");
    }
}

#[test]
fn a_forecast_goes_in_the_right_direction_from_the_last_known_value_and_not_from_the_models_own_level() {
    let mut text = String::from("measure,year,published,segment,basis,confidence,source\n");
    for (after, value) in [100.0, 102.0, 104.0, 106.0].iter().enumerate() {
        writeln!(text, "waiting_list,{},{value},a,level,verified,s", 2010 + after).expect("text");
    }
    let scales =
        "measure,scale,noise,believed_drift,drift,persistence,group,why\nwaiting_list,log,0.0001,0.001,,0,,a\n";
    let history = History::parse(&text, scales).expect("a history");
    // A model a third too high that grows as the truth does, and one as far too low that shrinks.
    for (level, growth, right) in [(133.0, 2.0, 1.0), (75.0, -2.0, 0.0)] {
        let of = |draw: f64| (0..4).map(|year| level + draw + growth * f64::from(year)).collect();
        let ensemble = Ensemble {
            start: 2010,
            years: 4,
            outputs: vec![(history.series[0].measure, Group::ALL)],
            rows: [-0.1, 0.0, 0.1].map(of).to_vec(),
        };
        let held = backcast(&ensemble, &history, 2012, &Sampler::plain(1), &|_| None).expect("scores");
        let test = held.scores.iter().find(|score| score.period == Period::Test);
        assert_eq!(test.expect("a score").direction, right, "{level} {growth}");
    }
}

#[test]
fn a_forecast_is_as_wide_as_its_table_says_and_its_middle_stays() {
    let mut text = String::from("measure,year,published,segment,basis,confidence,source\n");
    for (after, value) in [100.0, 102.0, 104.0, 106.0].iter().enumerate() {
        writeln!(text, "waiting_list,{},{value},a,level,verified,s", 2010 + after).expect("text");
    }
    let of = |spread: &str| {
        let scales = format!(
            "measure,scale,noise,believed_drift,drift,persistence,spread,group,why\nwaiting_list,log,0.01,0.03,,0,{spread},,a\n"
        );
        let history = History::parse(&text, &scales).expect("a history");
        let ensemble = Ensemble {
            start: 2010,
            years: 4,
            outputs: vec![(history.series[0].measure, Group::ALL)],
            rows: (0..50).map(|draw| vec![100.0 + 0.2 * f64::from(draw); 4]).collect(),
        };
        let held = backcast(&ensemble, &history, 2012, &Sampler::plain(1), &|_| None).expect("scores");
        held.rows
            .into_iter()
            .map(|row| (row.year, row.p10, row.p50, row.p90))
            .collect::<Vec<_>>()
    };
    let (plain, half, said) = (of(""), of("0.5"), of("1"));
    assert_eq!(plain, said);
    for ((year, low, middle, high), (_, low_half, middle_half, high_half)) in plain.into_iter().zip(half) {
        // What is known is as it was; only what is forecast from it is drawn in, on the scale of the series.
        let times = if year > 2012 { 0.5 } else { 1.0 };
        assert!((middle_half / middle - 1.0).abs() < 1e-9, "{year}");
        let widths = (log_ratio(high_half, low_half), log_ratio(high, low));
        assert!((widths.0 / widths.1 - times).abs() < 1e-9, "{year}: {widths:?}");
    }
}

/// Logarithm of a ratio.
fn log_ratio(one: f64, other: f64) -> f64 {
    (one / other).ln()
}

/// What the NHS's awards of pay were, and earnings elsewhere grew by, in cash from 2011/12 on; and the drift of NHS pay beyond awards.
const AWARDS: [f64; 9] = [0.0, 0.0, 0.01, 0.01, 0.01, 0.01, 0.01, 0.03, 0.017];
const EARNINGS: [f64; 5] = [0.019, 0.013, 0.0148, 0.0136, 0.024];
const DRIFT: f64 = 0.002;
/// The adult minimum wage from October of each year from 2009 on, which pay in care kept to until March 2016; and care workers' median growth after it [pounds an hour; share a year].
const MINIMUM_WAGE: [f64; 7] = [5.80, 5.93, 6.08, 6.19, 6.31, 6.50, 6.70];
const CARE_LATER: [f64; 4] = [0.043, 0.043, 0.043, 8.50 / 8.10 - 1.0];

#[test]
fn pay_is_given_over_the_deflator_of_its_own_year_as_money_is() {
    let read = |file: &str| fs::read_to_string(root().join("scenarios").join(file)).expect(file);
    let deflator: std::collections::BTreeMap<u16, f64> = read("england/deflator.csv")
        .lines()
        .filter_map(|line| {
            let mut cells = line.split(',');
            let year = cells.next()?.parse().ok()?;
            Some((year, cells.nth(1)?.parse().ok()?))
        })
        .collect();
    let scenario = read("backcast/uncalibrated.toml");
    let given = |key: &str, year: u16| -> f64 {
        let line = scenario.lines().find(|line| line.starts_with(key)).expect("a line");
        let after = line.split(&format!("{year} = ")).nth(1).expect("the year");
        let end = after.find([',', ' ']).expect("an end");
        after[..end].parse().expect("a number")
    };
    // A financial year has half of each of two rates.
    let halves: Vec<f64> = MINIMUM_WAGE.windows(2).map(|two| two[0] + two[1]).collect();
    let care: Vec<f64> = halves
        .windows(2)
        .map(|two| two[1] / two[0] - 1.0)
        .chain(CARE_LATER)
        .collect();
    for (key, cash, drift) in [
        ("nhs_pay_growth", &AWARDS[..], DRIFT),
        ("outside_pay_growth", &EARNINGS[..], 0.0),
        ("care_pay_growth", &care[..], 0.0),
    ] {
        for (year, cash) in (2011..).zip(cash) {
            let real = (1.0 + cash + drift) * deflator[&(year - 1)] / deflator[&year] - 1.0;
            let found = given(key, year);
            assert!((found - real).abs() < 2e-4, "{key} in {year}: {found}, not {real}");
        }
    }
    // No layer above it gives pay one growth for all years again.
    for file in [
        "backcast/calibrated.toml",
        "backcast/believed.toml",
        "england-2010/calibrate.csv",
    ] {
        for key in ["nhs_pay_growth", "care_pay_growth"] {
            assert!(!read(file).contains(key), "{key} in {file}");
        }
    }
}

/// The origins of the kept table, and how many draws each is calibrated and forecast with, of how many people: with 1,000 what few people make of clients of
/// councils is most of that forecast's width.
const ORIGINS: std::ops::RangeInclusive<u16> = 2011..=2014;
const ORIGIN_DRAWS: &str = "200";
const ORIGIN_PEOPLE: &str = "3000";

/// Scores of the years after each origin, a line for each origin and measure.
fn rolled() -> String {
    let mut text = String::new();
    for origin in ORIGINS {
        let origin = origin.to_string();
        let made = output(&[
            "backcast",
            "--origin",
            &origin,
            "--draws",
            ORIGIN_DRAWS,
            "--people",
            ORIGIN_PEOPLE,
            "--scores",
            "--format",
            "csv",
        ]);
        for (at, line) in made.lines().enumerate() {
            match at {
                0 if text.is_empty() => writeln!(text, "origin,{line}").expect("text"),
                _ if line.contains(",test,") => writeln!(text, "{origin},{line}").expect("text"),
                _ => {}
            }
        }
    }
    text
}

/// The rivals as their columns begin, and as the guide names them.
const RIVALS: [(&str, &str); 3] = [
    ("last_value", "last value"),
    ("growth", "last five years' growth"),
    ("older_population", "older population"),
];

/// Mean of the cells of a column over rows, where a value counts once, whichever origin it was forecast from; nothing where one is empty.
fn mean(rows: &[&std::collections::BTreeMap<String, String>], column: &str) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for row in rows {
        let values = row["values"].parse::<f64>().expect("a number");
        sum += values * row[column].parse::<f64>().ok()?;
        count += values;
    }
    Some(sum / count)
}

/// The rival of a measure over all origins, as its columns begin and as the guide names it, with its CRPS: the best of each origin, of as little as one
/// value, is a rival that nobody could have chosen.
fn rival_of(rows: &[&std::collections::BTreeMap<String, String>]) -> (f64, &'static str, &'static str) {
    RIVALS
        .iter()
        .filter_map(|(rival, name)| Some((mean(rows, &format!("{rival}_crps"))?, *rival, *name)))
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .expect("a rival that forecasts from each origin")
}

/// Width of the model's intervals over a rival's, a value once, and of how many values that is.
fn width_against(rows: &[&std::collections::BTreeMap<String, String>], rival: &str) -> (f64, f64) {
    let (mut ratio, mut count) = (0.0, 0.0);
    for row in rows {
        let number = |column: &str| row[column].parse::<f64>().expect("a number");
        ratio += number("values") * number("width") / number(&format!("{rival}_width"));
        count += number("values");
    }
    (ratio / count, count)
}

/// The table of rolling origins for the guide: each measure over all origins, all measures from each origin, and all.
///
/// Measures have the same rival from every origin.
fn origins_table(kept: &str) -> String {
    let all = rows(kept);
    let mut measures: Vec<&str> = Vec::new();
    let mut origins: Vec<&str> = Vec::new();
    for row in &all {
        if !measures.contains(&row["measure"].as_str()) {
            measures.push(&row["measure"]);
        }
        if !origins.contains(&row["origin"].as_str()) {
            origins.push(&row["origin"]);
        }
    }
    let mut text = String::from(
        "| measure | forecasts | error | best naive rival | CRPS skill | inside 80% | width against rival | right direction |\n|---|--:|--:|---|--:|--:|--:|--:|\n",
    );
    let mut found = Vec::new();
    for measure in &measures {
        let rows: Vec<_> = all.iter().filter(|row| row["measure"] == *measure).collect();
        let of = |column: &str| mean(&rows, column).expect("a number in each row");
        let (crps, rival, name) = rival_of(&rows);
        let skill = 1.0 - of("crps") / crps;
        let (width, count) = width_against(&rows, rival);
        found.push((*measure, rival));
        writeln!(
            text,
            "| `{measure}` | {count} | {:.3} | {name} | {skill:+.2} | {:.0}% | {width:.2} | {:.0}% |",
            of("error"),
            of("coverage_80") * 100.0,
            of("right_direction") * 100.0,
        )
        .expect("text");
    }
    let ends = origins.iter().map(|origin| Some(*origin)).chain([None]);
    for origin in ends {
        let here: Vec<_> = all
            .iter()
            .filter(|row| origin.is_none_or(|origin| row["origin"] == origin))
            .collect();
        let (mut better, mut told, mut widths, mut forecasts) = (0, 0, 0.0, 0.0);
        for (measure, rival) in &found {
            let rows: Vec<_> = here.iter().copied().filter(|row| row["measure"] == *measure).collect();
            if rows.is_empty() {
                continue;
            }
            let crps = |column: &str| mean(&rows, column).expect("a number in each row");
            told += 1;
            better += usize::from(crps("crps") < crps(&format!("{rival}_crps")));
            let (width, count) = width_against(&rows, rival);
            (widths, forecasts) = (widths + width * count, forecasts + count);
        }
        let name = match origin {
            Some(origin) => format!("all, from March {}", origin.parse::<u16>().expect("a year") + 1),
            None => "all".to_string(),
        };
        let share = |column: &str| mean(&here, column).expect("a number in each row") * 100.0;
        writeln!(
            text,
            "| {name} | {forecasts} | | | above 0 for {better} of {told} | {:.0}% | {:.2} | {:.0}% |",
            share("coverage_80"),
            widths / forecasts,
            share("right_direction"),
        )
        .expect("text");
    }
    text
}

const ORIGINS_BEGIN: &str = "<!-- origins -->\n";

#[test]
fn the_guide_shows_the_kept_rolling_origins() {
    let kept = fs::read_to_string(root().join("scenarios/golden/backcast-origins.csv")).expect("the kept scores");
    let guide = fs::read_to_string(root().join("scenarios/backcast/README.md")).expect("the guide");
    assert_eq!(between(&guide, ORIGINS_BEGIN), origins_table(&kept));
}

#[test]
#[ignore = "calibrates anew for each origin; writes the kept table and the guide when UPDATE_GOLDEN is set"]
fn the_kept_rolling_origins_can_be_made_again() {
    let path = root().join("scenarios/golden/backcast-origins.csv");
    let made = rolled();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &made).expect("written");
        let readme = root().join("scenarios/backcast/README.md");
        let guide = fs::read_to_string(&readme).expect("the guide");
        let old = format!("{ORIGINS_BEGIN}{}", between(&guide, ORIGINS_BEGIN));
        fs::write(
            &readme,
            guide.replace(&old, &format!("{ORIGINS_BEGIN}{}", origins_table(&made))),
        )
        .expect("written");
    }
    assert_eq!(fs::read_to_string(path).expect("a kept table"), made);
}
