//! What a calibration writes: a layer of scenario, and the table of scales and drifts with what was found.

use std::fmt::Write as _;

use super::calibration::{Calibrated, Method, Moved};

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
        for line in table.lines() {
            let cells: Vec<&str> = line.splitn(8, ',').collect();
            match (line.starts_with('#'), cells.as_slice()) {
                (false, [measure, scale, noise, believed, _, _, group, why]) => {
                    let persistence = self.found.persistence;
                    match self.found.drifts.iter().find(|(known, _)| known.name() == *measure) {
                        Some((_, drift)) => {
                            let _ = writeln!(
                                text,
                                "{measure},{scale},{noise},{believed},{drift:.4},{persistence:.2},{group},{why}"
                            );
                        }
                        None => text += &format!("{line}\n"),
                    }
                }
                _ => text += &format!("{line}\n"),
            }
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
