//! The rule that a city counted by, as its file names it, in terms of the rules here.

use num_traits::Zero;

use super::{Options, Rule};
use crate::budgeting::election::{BallotType, Election};
use crate::budgeting::equal_shares::{Comparison, Completion, Preset};
use crate::budgeting::exact::Rational;

/// A city's rule: which one, with what options, and how to ask for it.
#[derive(Clone, Debug)]
pub struct Official {
    /// The rule.
    pub rule: Rule,
    /// Its options.
    pub options: Options,
    /// What to type for it.
    pub typed: String,
}

/// The rule that the file names, if it is one of ours. By-laws of single cities are none but Poznań's (`greedy-custom`), and
/// `greedy-exclusive` only where the file says which projects exclude each other; `unknown` is none.
pub fn official(election: &Election) -> Option<Official> {
    let mut options = Options {
        as_stated: true,
        ..Options::default()
    };
    let word = election.official_rule.trim().to_ascii_lowercase();
    let (rule, typed) = match word.as_str() {
        "greedy" if matches!(election.ballot_type, BallotType::Approval | BallotType::ChooseOne) => {
            // Cities break ties by their own list.
            options.tie_order = Some(crate::budgeting::TieOrder::File);
            (Rule::Greedy, "--rule greedy --ties file")
        }
        "greedy" => {
            // By published points, which is the threshold rule with nothing to reach.
            if election.score_threshold.is_some() {
                // A score that the file asks for is asked for by the rule.
                (Rule::GreedyThreshold, "--rule greedy-threshold")
            } else {
                options.threshold = Some(Rational::zero());
                (Rule::GreedyThreshold, "--rule greedy-threshold --threshold 0")
            }
        }
        "greedy-custom" if election.place.starts_with("Pozna") => (Rule::GreedyCustom, "--rule greedy-custom"),
        "greedy-exclusive" if !election.stated.exclusive.is_empty() => {
            options.tie_order = Some(crate::budgeting::TieOrder::File);
            (Rule::Greedy, "--rule greedy --ties file")
        }
        "greedy-no-skip" => (Rule::GreedyNoSkip, "--rule greedy-no-skip"),
        "greedy-threshold" => (Rule::GreedyThreshold, "--rule greedy-threshold"),
        "equalshares" => {
            options.completion = Some(Completion::None);
            (Rule::EqualShares, "--rule equal-shares --completion none")
        }
        "equalshares-comparison" => {
            options.completion = Some(Completion::None);
            options.comparison = Some(Comparison::Satisfaction);
            (
                Rule::EqualShares,
                "--rule equal-shares --completion none --comparison satisfaction",
            )
        }
        "equalshares/add1" | "equalshares/add1-comparison" => {
            options.completion = Some(Completion::Add1);
            options.preset = Some(Preset::Pabulib);
            if word.ends_with("comparison") {
                options.comparison = Some(Comparison::Satisfaction);
                let typed = "--rule equal-shares --completion add1 --preset pabulib --comparison satisfaction";
                (Rule::EqualShares, typed)
            } else {
                (
                    Rule::EqualShares,
                    "--rule equal-shares --completion add1 --preset pabulib",
                )
            }
        }
        // Not a word of the format: what a process counts by unless its file says otherwise, as carepool's own exports say.
        "equalshares/add1u" => {
            options.completion = Some(Completion::Add1u);
            (Rule::EqualShares, "--rule equal-shares --completion add1u")
        }
        _ => return None,
    };
    let mut typed = typed.to_owned();
    // A city's own count goes on down the list to what nobody named.
    if word != "equalshares/add1u" && election.votes().contains(&0) {
        typed.push_str(" --fund-unnamed");
    }
    Some(Official { rule, options, typed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::exact::whole;

    #[test]
    fn a_score_that_the_file_asks_for_stands_in_the_command_that_counts_as_the_city() {
        let mut election = Election::approval(1, &[("a", 1)], &[]);
        election.ballot_type = BallotType::Scoring;
        election.official_rule = "greedy".to_owned();
        let typed = |election: &Election| official(election).expect("known").typed;
        assert!(typed(&election).starts_with("--rule greedy-threshold --threshold 0"));
        election.score_threshold = Some(whole(16));
        assert!(!typed(&election).contains("--threshold 0"));
    }

    #[test]
    fn names_of_the_format_are_understood_and_by_laws_are_not_guessed() {
        let mut election = Election::approval(1, &[("a", 1)], &[]);
        let mut rule_of = |word: &str| {
            election.official_rule = word.to_owned();
            official(&election).map(|official| official.rule)
        };
        assert_eq!(rule_of("greedy"), Some(Rule::Greedy));
        assert_eq!(rule_of("Equalshares/add1-comparison"), Some(Rule::EqualShares));
        for word in ["", "unknown", "greedy-custom", "greedy-exclusive"] {
            assert_eq!(rule_of(word), None, "{word}");
        }
    }
}
