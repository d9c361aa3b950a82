//! Whether the rule of a process can count what the process asks at all: looked at when the file is read, before anybody votes.

use super::cast::{Cast, projects};
use super::contests::{Entries, contests};
use super::count::refused;
use super::file::Process;
use super::voting::Voting;
use crate::budgeting::{BallotType, Election};
use crate::scenario::problem::{Fault, Problem, Problems};

impl Process {
    /// Refuses a vote that could not be counted: by its rule, its districts and phases, or what officials pinned.
    pub(super) fn can_be_counted(&self, problems: &mut Problems) {
        // Of simulated voters there are none yet: what no rule can do is in the proposals.
        let asked = || Election::new(self.budget.clone(), BallotType::Approval, projects(self));
        let cast = match &self.voting {
            Voting::Electorate(_) => None,
            Voting::Ballots { reading, name, .. } => match Cast::of_file(self, (**reading).clone()) {
                Ok(cast) => Some(cast),
                Err(error) => return self.uncountable("ballots", format!("{name}, {error}"), problems),
            },
        };
        let real = cast.as_ref().and_then(|cast| cast.reading.election.clone());
        let election = real.unwrap_or_else(asked);
        let nobody = Entries {
            districts: &[],
            votes: None,
        };
        let entries = cast.as_ref().map_or(nobody, Cast::entries);
        match contests(self, &election, entries) {
            Ok(contests) => {
                if let Some(why) = refused(self.counting.rule, &self.counting.options, &contests) {
                    self.uncountable("rule.name", why, problems);
                }
            }
            Err(error) => self.uncountable("ballots", error.to_string(), problems),
        }
    }

    fn uncountable(&self, key: &str, why: String, problems: &mut Problems) {
        let mut problem = Problem::new(Fault::Joint(why));
        problem.key = key.to_owned();
        problem.place = match key {
            "rule.name" => self.counting.place.clone(),
            _ => self.ballots_place.clone(),
        }
        .or_else(|| self.base_place.clone());
        problems.push(problem);
    }
}
