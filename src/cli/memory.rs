//! Whether what is asked for fits the memory that there is: told before it is tried, with what would fit.

use super::format::Failure;
use crate::people::person::Person;
use crate::results::store::bytes_of_chunk;
use crate::run::{CHUNK, Job};

/// Copies of a simulated person that a draw holds at a time: as the year begins, as it ends, and what is sorted of them.
const COPIES: usize = 3;
/// Bytes of a ballot besides its mentions, and of a mention.
const BALLOT: u64 = 96;
const MENTION: u64 = 16;

/// Memory that may be taken \[bytes\]; none where the system does not say.
fn available() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib << 10)
}

/// Refuses what needs more than there is.
fn refuse(needed: u128, available: Option<u64>, advice: &dyn Fn(f64) -> String) -> Result<(), Failure> {
    let Some(available) = available.filter(|available| needed > u128::from(*available)) else {
        return Ok(());
    };
    let gib = |bytes: f64| bytes / f64::from(1 << 30);
    Err(Failure::Refused(format!(
        "this needs some {:.1} GiB of memory, and {:.1} are free: {}",
        gib(needed as f64),
        gib(available as f64),
        advice(available as f64 / needed as f64)
    )))
}

/// Refuses a run whose people do not fit.
pub fn for_run(job: &Job, threads: usize) -> Result<(), Failure> {
    refuse(of_run(job, threads), available(), &|fits| {
        format!(
            "ask for fewer --people ({:.0} would do), or fewer --threads",
            (job.request.people as f64 * fits).floor()
        )
    })
}

/// What a run needs \[bytes\].
fn of_run(job: &Job, threads: usize) -> u128 {
    let worlds = job.shape.scenarios.len().max(1) as u128;
    let at_a_time = threads.min(job.request.draws) as u128;
    let people = worlds * job.request.people as u128 * (COPIES * size_of::<Person>()) as u128;
    at_a_time * (people + bytes_of_chunk(&job.shape, CHUNK) as u128)
}

/// Refuses to hold so many ballots, of at most so many mentions.
pub fn for_ballots(voters: u64, mentions: u64) -> Result<(), Failure> {
    refuse(of_ballots(voters, mentions), available(), &|fits| {
        format!(
            "ask for fewer --voters ({:.0} would do), or write the ballots to a file with --output, which needs none",
            (voters as f64 * fits).floor()
        )
    })
}

/// What ballots need \[bytes\].
fn of_ballots(voters: u64, mentions: u64) -> u128 {
    u128::from(voters).saturating_mul(u128::from(BALLOT) + u128::from(MENTION) * u128::from(mentions))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::catalogue;
    use crate::results::Request;

    #[test]
    fn what_does_not_fit_is_refused_with_what_would() {
        let request = Request {
            scenarios: vec!["england".into()],
            draws: 100,
            people: 10_000_000,
            years: 3,
            ..Request::default()
        };
        let job = Job::prepare(request, &catalogue()).expect("possible");
        let needed = of_run(&job, 64);
        assert!(needed > 64 * 10_000_000 * size_of::<Person>() as u128);
        assert!(needed > 5 * of_run(&job, 8), "eight threads hold an eighth");
        let said = refuse(needed, Some(1 << 30), &|fits| format!("{:.0} would do", 1e7 * fits));
        let said = said.expect_err("does not fit").to_string();
        assert!(said.contains("and 1.0 are free") && said.contains("would do"), "{said}");
        refuse(needed, None, &|_| String::new()).expect("nobody knows what is free");
        refuse(1 << 29, Some(1 << 30), &|_| String::new()).expect("fits");
        assert!(of_ballots(u64::MAX, u64::MAX) > u128::from(u64::MAX));
    }
}
