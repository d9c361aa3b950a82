//! What a calibration writes: a layer of scenario, and the table of scales and drifts with what was found.

use std::fmt::Write as _;

use super::calibration::{Calibrated, Method, Moved};
use super::history::SPREAD;
use crate::measures::Handle;

/// A number in the digits that an interval deserves.
fn digits(value: f64) -> String {
    if value == 0.0 {
        return "0.0".to_string();
    }
    let places = (4 - libm::log10(value.abs()).floor() as i32).clamp(0, 9) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') { text } else { text + ".0" }
}

impl Calibrated {
    /// As a layer of scenario.
    pub fn layer(&self, command: &str) -> String {
        let Method {
            members,
            rounds,
            people,
            seed,
            ..
        } = self.method;
        let mut text = format!(
            "# Written by `{command}`; do not edit. What goes with the published figures up to March 2016, of what was believed.\n\
             # Ensemble smoother with multiple data assimilation (Emerick and Reynolds 2013): {members} members, {rounds} rounds, {people} people, seed {seed}, {} values.\n\
             # Root mean square distance from the data, in standard deviations of their error: {:.2} before, {:.2} after.\n",
            self.values, self.misfit.0, self.misfit.1
        );
        let pairs: Vec<String> = self
            .correlations
            .iter()
            .map(|(first, second, rank)| format!("  {{ between = [\"{first}\", \"{second}\"], rank = {rank:.3} }},\n"))
            .collect();
        if !pairs.is_empty() {
            let _ = writeln!(text, "\ncorrelation = [\n{}]", pairs.concat());
        }
        let mut section = "";
        let mut moved: Vec<&Moved> = self.moved.iter().collect();
        moved.sort_by(|a, b| a.key.cmp(&b.key));
        for one in moved {
            let (name, key) = one.key.rsplit_once('.').unwrap_or(("", &one.key));
            if name != section {
                let _ = writeln!(text, "\n[{name}]");
                section = name;
            }
            let [low, middle, high] = one.after.map(digits);
            let [before_low, before_middle, before_high] = one.before.map(digits);
            let _ = writeln!(
                text,
                "{key} = {{ interval = {{ p10 = {low}, p50 = {middle}, p90 = {high} }}, source = \"Calibrated to England's published figures, April 2010 to March 2016\", \
                 confidence = \"judgement\", kind = \"calibrated\", note = \"believed before: {before_low}, {before_middle}, {before_high}; {:.0}% of that spread is left{}\" }}",
                one.spread_left * 100.0,
                if one.beyond_belief() {
                    "; beyond what was believed: the model may stand in for something that it lacks"
                } else {
                    ""
                }
            );
        }
        text
    }

    /// The table of scales and drifts with what was found, comments kept.
    pub fn discrepancy(&self, table: &str) -> String {
        let mut text = String::new();
        let spread_before = table
            .lines()
            .any(|line| line.starts_with("measure,") && line.contains(&format!(",{SPREAD},")));
        let of = |all: &[(Handle, f64)], measure: &str| {
            let mut all = all.iter();
            all.find(|(known, _)| known.name() == measure).map(|one| one.1)
        };
        for line in table.lines() {
            let columns = if spread_before { 9 } else { 8 };
            let mut cells: Vec<String> = line.splitn(columns, ',').map(str::to_owned).collect();
            if line.starts_with('#') || cells.len() < columns {
                text += &format!("{line}\n");
                continue;
            }
            if !spread_before {
                let name = if cells[0] == "measure" { SPREAD } else { "" };
                cells.insert(6, name.to_owned());
            }
            let found = (of(&self.found.drifts, &cells[0]), of(&self.found.spreads, &cells[0]));
            if let (Some(drift), Some(spread)) = found {
                cells[4] = format!("{drift:.4}");
                cells[5] = format!("{:.2}", self.found.persistence);
                cells[6] = format!("{spread:.2}");
            }
            text += &format!("{}\n", cells.join(","));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_five_digits() {
        assert_eq!(digits(0.0123456), "0.012346");
        assert_eq!(digits(-15_700_000.4), "-15700000.0");
        assert_eq!(digits(0.0), "0.0");
    }
}
