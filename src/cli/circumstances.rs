//! How a run was made: moment, machine, command. Only what stands here may differ between two machines.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::results::RunInfo;
use crate::world::Year;

/// How a run was made: goes into run-info.json, which alone may differ between two machines.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// When it began.
    pub started: SystemTime,
    /// Threads used.
    pub threads: usize,
    /// The command as typed.
    pub command: String,
    /// Chunks found from an earlier, interrupted run.
    pub resumed: usize,
    /// Whether pictures are rendered from the drawings.
    pub png: bool,
    /// The year that is told, unless it is the usual one.
    pub year: Option<Year>,
}

impl Circumstances {
    /// For run-info.json.
    pub fn info(&self) -> RunInfo {
        RunInfo {
            started: utc(self.started),
            seconds: self.started.elapsed().unwrap_or(Duration::ZERO).as_secs_f64(),
            threads: self.threads,
            machine: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            command: self.command.clone(),
            resumed_chunks: self.resumed,
        }
    }
}

/// A moment as ISO 8601 in UTC (the civil calendar from days: H. Hinnant's algorithm).
fn utc(moment: SystemTime) -> String {
    let seconds = moment.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_civil_calendar() {
        let at = |seconds| utc(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(at(951_868_800), "2000-03-01T00:00:00Z");
        assert_eq!(at(1_735_689_599), "2024-12-31T23:59:59Z");
    }
}
