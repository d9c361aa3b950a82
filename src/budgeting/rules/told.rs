//! What a rule counted of the ballots in hand: `by number of votes` would be false of points and rankings.

use super::Rule;
use crate::budgeting::outcome::Outcome;

impl Rule {
    /// One sentence for people, true of the count that was made.
    pub fn told(self, outcome: &Outcome) -> &'static str {
        let satisfaction = outcome.options.iter().find(|(name, _)| *name == "satisfaction");
        let satisfaction = satisfaction.map_or("", |(_, word)| word.as_str());
        match (self, outcome.measure, satisfaction) {
            (Rule::Greedy, "points", _) => {
                "Projects are taken by the points that ballots give them; what no longer fits the budget is skipped."
            }
            (Rule::Greedy, measure, _) if measure.starts_with("points of its places") => {
                "Projects are taken by the points of their places on the ballots; what no longer fits the budget is skipped."
            }
            (Rule::Greedy, "satisfaction per unit of cost", _) => {
                "Projects are taken by the satisfaction of those who named them, for each unit of cost; what no longer fits the budget is skipped."
            }
            (Rule::ValueForMoney, "votes", _) => Rule::Greedy.meaning(),
            (Rule::ValueForMoney, _, "cardinality" | "") => self.meaning(),
            (Rule::ValueForMoney, _, "points") => "Projects are taken by points for each unit of cost.",
            (Rule::ValueForMoney, _, word) if word.starts_with("borda") => {
                "Projects are taken by the points of their places on the ballots, for each unit of cost."
            }
            (Rule::ValueForMoney, _, _) => {
                "Projects are taken by the satisfaction of those who named them, for each unit of cost."
            }
            _ => self.meaning(),
        }
    }
}

/// All sentences of [`Rule::told`] that are nobody's usual one.
#[cfg(test)]
pub(crate) const OTHERS: [&str; 6] = [
    "Projects are taken by the points that ballots give them; what no longer fits the budget is skipped.",
    "Projects are taken by the points of their places on the ballots; what no longer fits the budget is skipped.",
    "Projects are taken by the satisfaction of those who named them, for each unit of cost; what no longer fits the budget is skipped.",
    "Projects are taken by points for each unit of cost.",
    "Projects are taken by the points of their places on the ballots, for each unit of cost.",
    "Projects are taken by the satisfaction of those who named them, for each unit of cost.",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::election::{BallotType, Election, Project};
    use crate::budgeting::exact::whole;
    use crate::budgeting::roll::Roll;
    use crate::budgeting::rules::{Options, run};
    use crate::budgeting::utility::Satisfaction;

    #[test]
    fn what_is_said_to_be_counted_is_what_was_counted() {
        let told = |kind: BallotType, rule: Rule, satisfaction: Option<Satisfaction>| {
            let projects = ["a", "b"].map(|id| Project::new(id, whole(1))).to_vec();
            let mut election = Election::new(whole(1), kind, projects);
            Roll::default().cast(&mut election, vec![0, 1], vec![2, 3]);
            let options = Options {
                satisfaction,
                ..Options::default()
            };
            rule.told(&run(rule, &election, &options))
        };
        let greedy = |kind| told(kind, Rule::Greedy, None);
        assert!(greedy(BallotType::Approval).contains("by number of votes"));
        assert_eq!(greedy(BallotType::Scoring), OTHERS[0]);
        assert_eq!(greedy(BallotType::Ordinal), OTHERS[1]);
        assert_eq!(
            told(BallotType::Approval, Rule::Greedy, Some(Satisfaction::Cardinality)),
            OTHERS[2]
        );
        // Asked to count heads, the greedy rule counts heads of points too.
        assert!(told(BallotType::Scoring, Rule::Greedy, Some(Satisfaction::Cost)).contains("by number of votes"));
        let value = |kind| told(kind, Rule::ValueForMoney, None);
        assert!(value(BallotType::Approval).contains("by votes for each unit"));
        assert_eq!(value(BallotType::Cumulative), OTHERS[3]);
        assert_eq!(value(BallotType::Ordinal), OTHERS[4]);
        assert_eq!(
            told(BallotType::Approval, Rule::ValueForMoney, Some(Satisfaction::Share)),
            OTHERS[5]
        );
        assert_eq!(
            told(BallotType::Approval, Rule::ValueForMoney, Some(Satisfaction::Cost)),
            Rule::Greedy.meaning()
        );
    }
}
