//! The answer as tables: written once, and read again for a report.

use std::io;

use super::flips::{Flip, Outcome};
use super::levers::Lever;
use super::rows::Row;
use super::turn::Turn;
use super::{About, Belief, Robustness};
use crate::measures::{self, Handle};
use crate::results::tables::number;
use crate::results::{Stats, cells};

/// Name of the table of beliefs.
pub const ROWS: &str = "robustness.csv";
/// Name of the table of flips.
pub const FLIPS: &str = "flips.csv";
/// Name of what says what was asked.
pub const ABOUT: &str = "robustness.json";

/// Columns of [`ROWS`].
pub const ROW_COLUMNS: [&str; 18] = [
    "measure",
    "scenario",
    "against",
    "belief",
    "reading",
    "level",
    "difference",
    "mcse",
    "p10",
    "p50",
    "p90",
    "p_lower",
    "p_equal",
    "sign",
    "probability",
    "rank",
    "scenarios",
    "unit",
];

/// Columns of [`FLIPS`]: a line for each turn, or one with an empty `turns_at`.
pub const FLIP_COLUMNS: [&str; 16] = [
    "measure",
    "scenario",
    "against",
    "lever",
    "lever_unit",
    "low",
    "high",
    "central",
    "at_low",
    "at_central",
    "at_high",
    "result",
    "turns_at",
    "above_it",
    "unit",
    "camps",
];

fn unit(measure: Handle) -> String {
    measure.measure().unit.to_string()
}

impl Robustness {
    fn name(&self, scenario: usize) -> String {
        self.about.scenarios.get(scenario).cloned().unwrap_or_default()
    }

    /// The lines of [`ROWS`].
    pub fn row_lines(&self) -> Vec<Vec<String>> {
        let none = Belief::default();
        let line = |row: &Row| {
            let belief = self.about.beliefs.get(row.belief).unwrap_or(&none);
            let d = &row.difference;
            vec![
                row.measure.to_string(),
                self.name(row.scenario),
                self.name(self.about.against(row.scenario)),
                belief.name.clone(),
                belief.reading.clone(),
                number(row.level),
                number(d.mean),
                number(d.mcse),
                number(d.p("p10")),
                number(d.p("p50")),
                number(d.p("p90")),
                number(d.p_lower),
                number(d.p_equal),
                row.sign().word().to_string(),
                number(row.probability()),
                row.rank.to_string(),
                self.about.scenarios.len().to_string(),
                unit(row.measure),
            ]
        };
        self.rows.iter().map(line).collect()
    }

    /// The lines of [`FLIPS`].
    pub fn flip_lines(&self) -> Vec<Vec<String>> {
        let mut lines = Vec::new();
        for flip in &self.flips {
            let turns: Vec<Option<Turn>> = match &flip.outcome {
                Outcome::Flips(turns) => turns.iter().copied().map(Some).collect(),
                _ => vec![None],
            };
            let lever = &flip.lever;
            for turn in turns {
                lines.push(vec![
                    flip.measure.to_string(),
                    self.name(flip.scenario),
                    self.name(flip.against),
                    lever.key.clone(),
                    lever.unit.clone(),
                    number(lever.low),
                    number(lever.high),
                    number(lever.central),
                    number(flip.at_low),
                    number(flip.at_central),
                    number(flip.at_high),
                    flip.outcome.word().to_string(),
                    turn.map_or(String::new(), |turn| number(turn.at)),
                    turn.map_or(String::new(), |turn| {
                        if turn.rising { "higher" } else { "lower" }.to_string()
                    }),
                    unit(flip.measure),
                    camps(lever),
                ]);
            }
        }
        lines
    }

    /// The three files: name and bytes.
    pub fn files(&self) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
        let mut about = serde_json::to_vec_pretty(&self.about)?;
        about.push(b'\n');
        Ok(vec![
            (ABOUT, about),
            (ROWS, table(&ROW_COLUMNS, &self.row_lines())?),
            (FLIPS, table(&FLIP_COLUMNS, &self.flip_lines())?),
        ])
    }

    /// From the texts of the three files; nothing if they are not what [`Robustness::files`] wrote.
    pub fn read(about: &str, rows: &str, flips: &str) -> Option<Robustness> {
        let about: About = serde_json::from_str(about).ok()?;
        let scenario = |name: &str| about.scenarios.iter().position(|known| known == name);
        let mut found = Robustness {
            about: about.clone(),
            ..Robustness::default()
        };
        for line in lines(rows, &ROW_COLUMNS)? {
            let belief = |belief: &Belief| belief.name == line[3] && belief.reading == line[4];
            let mut difference = Stats::UNKNOWN;
            for (at, name) in ["mean", "mcse", "p10", "p50", "p90", "p_lower", "p_equal"]
                .into_iter()
                .enumerate()
            {
                difference.set(name, read_number(&line[6 + at])?);
            }
            found.rows.push(Row {
                measure: measures::find(&line[0]).ok()?,
                scenario: scenario(&line[1])?,
                belief: about.beliefs.iter().position(belief)?,
                level: read_number(&line[5])?,
                difference,
                rank: line[15].parse().ok()?,
            });
        }
        for line in lines(flips, &FLIP_COLUMNS)? {
            let of = |at: usize| read_number(&line[at]);
            let turn = match line[12].as_str() {
                "" => None,
                at => Some(Turn {
                    at: at.parse().ok()?,
                    rising: line[13] == "higher",
                }),
            };
            let known = found.flips.last_mut().filter(|flip| {
                flip.measure.name() == line[0]
                    && flip.lever.key == line[3]
                    && Some(flip.scenario) == scenario(&line[1])
                    && Some(flip.against) == scenario(&line[2])
            });
            if let (Some(flip), Some(turn)) = (known, turn) {
                if let Outcome::Flips(turns) = &mut flip.outcome {
                    turns.push(turn);
                }
                continue;
            }
            let outcome = match line[11].as_str() {
                "flips" => Outcome::Flips(turn.into_iter().collect()),
                "does not flip" => Outcome::Holds,
                "no difference" => Outcome::Same,
                word => (word == Outcome::Unclear.word()).then_some(Outcome::Unclear)?,
            };
            found.flips.push(Flip {
                measure: measures::find(&line[0]).ok()?,
                scenario: scenario(&line[1])?,
                against: scenario(&line[2])?,
                lever: Lever {
                    key: line[3].clone(),
                    unit: line[4].clone(),
                    meaning: String::new(),
                    low: of(5)?,
                    high: of(6)?,
                    central: of(7)?,
                    camps: read_camps(&line[15]),
                },
                at_low: of(8)?,
                at_central: of(9)?,
                at_high: of(10)?,
                outcome,
            });
        }
        Some(found)
    }
}

/// A number as [`number`] writes it, which leaves the undefined empty; nothing where something else stands.
fn read_number(text: &str) -> Option<f64> {
    match text {
        "" => Some(f64::NAN),
        text => text.parse().ok(),
    }
}

/// Where each camp has an assumption: `market 0.07; planning 0.43`.
fn camps(lever: &Lever) -> String {
    let told: Vec<String> = lever
        .camps
        .iter()
        .map(|(camp, value)| format!("{camp} {}", number(*value)))
        .collect();
    told.join("; ")
}

fn read_camps(text: &str) -> Vec<(String, f64)> {
    text.split("; ")
        .filter_map(|one| {
            let (camp, value) = one.rsplit_once(' ')?;
            Some((camp.to_string(), value.parse().ok()?))
        })
        .collect()
}

fn table(columns: &[&str], lines: &[Vec<String>]) -> io::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(columns)?;
    for line in lines {
        table.write_record(cells::record(line))?;
    }
    table.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn lines(text: &str, columns: &[&str]) -> Option<Vec<Vec<String>>> {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    if !table.headers().ok()?.iter().eq(columns.iter().copied()) {
        return None;
    }
    table
        .records()
        .map(|record| {
            Some(
                record
                    .ok()?
                    .iter()
                    .map(|cell| cells::restored(cell).to_string())
                    .collect(),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::robustness::rows;
    use crate::analysis::robustness::sample::Sampled;
    use crate::measures::{NEED_MET, WAITING_LIST};

    #[test]
    fn what_is_written_reads_back() {
        let measures = [WAITING_LIST.measure()];
        let sampled = Sampled::from_draws(1, vec![vec![5.0, 3.0], vec![6.0, 7.5], vec![2.0, 1.0]]);
        let flip = |outcome: Outcome| Flip {
            measure: WAITING_LIST,
            scenario: 1,
            against: 0,
            lever: Lever {
                key: "pooling.reallocation_effectiveness".into(),
                unit: "share".into(),
                meaning: String::new(),
                low: 0.0,
                high: 0.6,
                central: 0.1,
                camps: vec![("market".into(), 0.07), ("planning".into(), 0.43)],
            },
            at_low: -1.0,
            at_central: -0.5,
            at_high: 2.0,
            outcome,
        };
        let turn = |at: f64, rising: bool| Turn { at, rising };
        let whole = Robustness {
            about: About {
                scenarios: vec!["a".into(), "b, c".into()],
                beliefs: vec![Belief {
                    name: "neutral".into(),
                    reading: "shrunk".into(),
                }],
                ..About::default()
            },
            rows: rows(0, &[0; 2], &measures, &sampled),
            flips: vec![
                flip(Outcome::Flips(vec![turn(0.1, true), turn(0.2, false), turn(0.3, true)])),
                Flip {
                    measure: NEED_MET,
                    ..flip(Outcome::Holds)
                },
            ],
        };
        let files = whole.files().unwrap();
        let text = |at: usize| String::from_utf8(files[at].1.clone()).unwrap();
        let read = Robustness::read(&text(0), &text(1), &text(2)).unwrap();
        assert_eq!(read.about, whole.about);
        assert_eq!(read.flips, whole.flips);
        assert_eq!(read.row_lines(), whole.row_lines());
        assert!(Robustness::read(&text(0), &text(2), &text(1)).is_none());
        // A damaged number or word is no answer at all, and never an undefined one.
        let damaged = |at: usize, from: &str, to: &str| {
            let all: Vec<String> = (0..3)
                .map(|file| {
                    if file == at {
                        text(file).replacen(from, to, 1)
                    } else {
                        text(file)
                    }
                })
                .collect();
            assert!(all[at] != text(at), "{from} is not there");
            Robustness::read(&all[0], &all[1], &all[2])
        };
        assert!(damaged(2, ",0.6,", ",0.6x,").is_none());
        assert!(damaged(2, "does not flip", "does not").is_none());
    }
}
