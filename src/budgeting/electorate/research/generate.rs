//! A generated election: projects with costs, and the ballots of a culture.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::{Culture, Sampler, Shape};
use crate::budgeting::election::{BallotType, Election, Project};
use crate::budgeting::electorate::chance::Chance;
use crate::budgeting::electorate::voter::ElectorateError;
use crate::budgeting::exact::{Rational, whole, write_exact};
use crate::budgeting::roll::Roll;

/// Ballots that one thread makes at a time \[ballots\].
const CHUNK: u64 = 4_096;
/// Chunks that are held at a time, so that memory goes with the result and not with the work.
const HELD: u64 = 32;

/// Whole costs between two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostRange {
    /// Lowest cost \[currency\].
    pub low: u64,
    /// Highest cost \[currency\], not below `low`.
    pub high: u64,
    /// Whether every order of magnitude is equally likely, as in real elections with many small projects; else every cost.
    pub many_small: bool,
}

impl CostRange {
    fn cost(&self, number: f64) -> u64 {
        let (low, high) = (self.low as f64, self.high as f64);
        let cost = if self.many_small && low > 0.0 {
            low * libm::pow(high / low, number)
        } else {
            low + number * (high - low)
        };
        (cost.round() as u64).clamp(self.low, self.high)
    }
}

/// An election to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// Where ballots come from.
    pub culture: Culture,
    /// What is kept of them.
    pub shape: Shape,
    /// Voters \[people\].
    pub voters: u64,
    /// Projects.
    pub projects: usize,
    /// What projects cost.
    pub costs: CostRange,
    /// Money to spend \[currency\].
    pub budget: Rational,
    /// Seed of all chance.
    pub seed: u64,
}

impl Generated {
    fn chance(&self) -> Chance {
        Chance::new(self.seed, 0)
    }

    /// Projects `p1`, `p2` …, with as many digits as the last one needs.
    pub fn project_list(&self) -> Vec<Project> {
        let costs = self.chance().named("costs");
        let digits = self.projects.to_string().len();
        let project = |index: usize| {
            let cost = self.costs.cost(costs.uniform(index as u64, 0));
            Project::new(&format!("p{:0digits$}", index + 1), whole(cost))
        };
        (0..self.projects).map(project).collect()
    }

    /// What the election is called.
    pub fn title(&self) -> String {
        format!("generated: {} culture, seed {}", self.culture.word(), self.seed)
    }

    fn sampler(&self) -> Result<Sampler, ElectorateError> {
        Sampler::new(self.culture, self.projects, self.shape, self.chance())
    }

    /// Makes ballots in parallel and hands them over in the order of voters.
    fn each_chunk<Made: Send>(
        &self,
        make: impl Fn(std::ops::Range<u64>) -> Made + Sync,
        mut take: impl FnMut(Made) -> Result<(), std::io::Error>,
    ) -> Result<(), std::io::Error> {
        let chunks = self.voters.div_ceil(CHUNK);
        for first in (0..chunks).step_by(HELD as usize) {
            let made: Vec<Made> = (first..(first + HELD).min(chunks))
                .into_par_iter()
                .map(|chunk| make(chunk * CHUNK..((chunk + 1) * CHUNK).min(self.voters)))
                .collect();
            made.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    /// The election, with identical ballots merged.
    pub fn election(&self) -> Result<Election, ElectorateError> {
        let sampler = self.sampler()?;
        let mut election = Election::new(self.budget.clone(), self.shape.ballot_type, self.project_list());
        election.title = self.title();
        let mut roll = Roll::default();
        let make = |voters: std::ops::Range<u64>| {
            let mut ballot = Vec::new();
            let one = |voter| {
                sampler.ballot(voter, &mut ballot);
                ballot.clone()
            };
            voters.map(one).collect::<Vec<_>>()
        };
        let cast = |ballots: Vec<Vec<u32>>| {
            for ballot in ballots {
                roll.cast(&mut election, ballot, Vec::new());
            }
            Ok(())
        };
        // Nothing is written, so that nothing can fail.
        let _ = self.each_chunk(make, cast);
        Ok(election)
    }

    /// The election as a `.pb` file, piece by piece: never held as a whole, whatever its size.
    pub fn write(&self, mut take: impl FnMut(&str) -> Result<(), std::io::Error>) -> Result<(), WriteError> {
        let sampler = self.sampler()?;
        let projects = self.project_list();
        take(&self.head(&projects))?;
        let make = |voters: std::ops::Range<u64>| {
            let mut text = String::new();
            let mut ballot = Vec::new();
            for voter in voters {
                sampler.ballot(voter, &mut ballot);
                // Writing to a string cannot fail.
                let _ = write!(text, "{};", voter + 1);
                for (place, project) in ballot.iter().enumerate() {
                    if place > 0 {
                        text.push(',');
                    }
                    text.push_str(&projects[*project as usize].id);
                }
                text.push('\n');
            }
            text
        };
        self.each_chunk(make, |text| take(&text))?;
        Ok(())
    }

    fn head(&self, projects: &[Project]) -> String {
        let mut text = String::from("META\nkey;value\n");
        let title = self.title();
        // The format asks for a place and dates, which a model does not have.
        for (key, value) in [
            ("description", title.as_str()),
            ("country", "none"),
            ("unit", "generated"),
            ("instance", self.culture.word()),
            ("num_projects", &self.projects.to_string()),
            ("num_votes", &self.voters.to_string()),
            ("budget", &write_exact(&self.budget)),
            ("vote_type", self.shape.ballot_type.word()),
            ("rule", "unknown"),
            ("date_begin", "2000"),
            ("date_end", "2000"),
            ("experimental", "1"),
            (
                "comment",
                "#1: made by a model, not cast by people; place and dates stand in for none",
            ),
        ] {
            let _ = writeln!(text, "{key};{value}");
        }
        if let Some(most) = self
            .shape
            .max_length
            .filter(|_| self.shape.ballot_type != BallotType::ChooseOne)
        {
            let _ = writeln!(text, "max_length;{most}");
        }
        text.push_str("PROJECTS\nproject_id;cost\n");
        for project in projects {
            let _ = writeln!(text, "{};{}", project.id, write_exact(&project.cost));
        }
        text.push_str("VOTES\nvoter_id;vote\n");
        text
    }
}

/// Why a generated file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The culture cannot be used.
    #[error(transparent)]
    Culture(#[from] ElectorateError),
    /// The text was not taken.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::pabulib::read_bytes;
    use crate::budgeting::rules::{Options, Rule, run};

    fn generated(culture: Culture, ballot_type: BallotType) -> Generated {
        Generated {
            culture,
            shape: Shape {
                ballot_type,
                max_length: Some(5),
            },
            voters: 9_000,
            projects: 12,
            costs: CostRange {
                low: 1_000,
                high: 50_000,
                many_small: true,
            },
            budget: whole(80_000),
            seed: 4,
        }
    }

    #[test]
    fn the_file_holds_the_same_election_as_the_one_in_memory() {
        for (culture, kind) in [
            (Culture::Mallows { dispersion: 0.8 }, BallotType::Ordinal),
            (Culture::Mallows { dispersion: 0.8 }, BallotType::ChooseOne),
            (
                Culture::Resampling {
                    share: 0.3,
                    resample: 0.5,
                },
                BallotType::Approval,
            ),
        ] {
            let spec = Generated {
                voters: 300,
                ..generated(culture, kind)
            };
            let mut text = String::new();
            spec.write(|piece| {
                text.push_str(piece);
                Ok(())
            })
            .expect("writes");
            let reading = read_bytes(text.into_bytes(), true);
            let (read, made) = (
                reading.election.expect("an election"),
                spec.election().expect("an election"),
            );
            assert_eq!(read.ballots, made.ballots);
            assert_eq!(read.budget, made.budget);
            for (one, other) in read.projects.iter().zip(&made.projects) {
                assert_eq!((&one.id, &one.cost), (&other.id, &other.cost));
            }
        }
    }

    #[test]
    fn one_thread_or_several_make_the_same_bytes() {
        let spec = generated(
            Culture::Urn {
                share: 0.3,
                copies: 0.01,
            },
            BallotType::Approval,
        );
        let text = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool");
            let mut text = String::new();
            let take = |piece: &str| {
                text.push_str(piece);
                Ok(())
            };
            pool.install(|| spec.write(take)).expect("writes");
            text
        };
        assert_eq!(text(1), text(3));
    }

    #[test]
    fn more_voters_leave_the_first_ones_as_they_were() {
        let spec = generated(Culture::RankingUrn { copies: 0.05 }, BallotType::Ordinal);
        let more = Generated {
            voters: 9_500,
            ..spec.clone()
        };
        let (one, two) = (spec.election().expect("made"), more.election().expect("made"));
        assert_eq!(one.ballot_of_voter[..], two.ballot_of_voter[..9_000]);
        assert_eq!(one.voters(), 9_000);
    }

    #[test]
    fn generated_elections_are_counted_within_budget_and_costs_within_their_range() {
        let spec = Generated {
            voters: 500,
            ..generated(Culture::Impartial { share: 0.3 }, BallotType::Approval)
        };
        let election = spec.election().expect("made");
        for project in &election.projects {
            assert!(project.cost >= whole(1_000) && project.cost <= whole(50_000));
        }
        for rule in Rule::ALL {
            assert!(run(rule, &election, &Options::default()).cost <= election.budget);
        }
    }

    #[test]
    fn a_set_that_is_asked_for_an_order_is_refused() {
        let error = generated(Culture::Impartial { share: 0.3 }, BallotType::Ordinal)
            .election()
            .expect_err("no order");
        assert_eq!(error.to_string(), "the impartial culture gives no ordinal ballots");
    }
}
