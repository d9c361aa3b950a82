//! The agenda: what the room does one after the other, how long it takes, and what the facilitator says.

use serde::{Deserialize, Serialize};

/// A step of the afternoon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// People arrive, take a card, and join.
    #[default]
    Join,
    /// Where things stand, and where they go if nothing is done.
    Baseline,
    /// The room guesses before it sees.
    Predict,
    /// Proposals are read and argued about.
    Read,
    /// The first vote.
    Vote,
    /// The first count.
    Count,
    /// What the choice would do.
    Consequences,
    /// A lever is moved: what would matter more than the money at hand?
    Lever,
    /// The second vote.
    VoteAgain,
    /// The second count, and what moved.
    CountAgain,
    /// What people take home.
    HandOut,
}

impl Step {
    /// All steps, in order.
    pub const ALL: [Step; 11] = [
        Step::Join,
        Step::Baseline,
        Step::Predict,
        Step::Read,
        Step::Vote,
        Step::Count,
        Step::Consequences,
        Step::Lever,
        Step::VoteAgain,
        Step::CountAgain,
        Step::HandOut,
    ];

    /// The word in addresses, events and message files.
    pub fn word(self) -> &'static str {
        match self {
            Step::Join => "join",
            Step::Baseline => "baseline",
            Step::Predict => "predict",
            Step::Read => "read",
            Step::Vote => "vote",
            Step::Count => "count",
            Step::Consequences => "consequences",
            Step::Lever => "lever",
            Step::VoteAgain => "vote-again",
            Step::CountAgain => "count-again",
            Step::HandOut => "hand-out",
        }
    }

    /// The step of a word.
    pub fn from_word(word: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.word() == word)
    }

    /// The step after this one; the last stays.
    #[must_use]
    pub fn next(self) -> Step {
        let at = Step::ALL.iter().position(|step| *step == self).unwrap_or(0);
        Step::ALL[(at + 1).min(Step::ALL.len() - 1)]
    }

    /// The step before this one; the first stays.
    #[must_use]
    pub fn back(self) -> Step {
        let at = Step::ALL.iter().position(|step| *step == self).unwrap_or(0);
        Step::ALL[at.saturating_sub(1)]
    }

    /// The vote that this step is about: the first or the second.
    pub fn round(self) -> u8 {
        if self >= Step::VoteAgain { 2 } else { 1 }
    }

    /// How long it takes in an afternoon of 90 minutes, and in one of 45 \[minutes\].
    pub fn minutes(self) -> (u32, u32) {
        match self {
            Step::Join => (8, 5),
            Step::Baseline => (7, 4),
            Step::Predict => (5, 3),
            Step::Read => (20, 10),
            Step::Vote => (8, 6),
            Step::Count => (10, 5),
            Step::Consequences => (12, 5),
            Step::Lever => (7, 0),
            Step::VoteAgain => (5, 3),
            Step::CountAgain => (5, 2),
            Step::HandOut => (3, 2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_one_another_and_end_at_both_ends() {
        assert_eq!(Step::Join.back(), Step::Join);
        assert_eq!(Step::HandOut.next(), Step::HandOut);
        for step in Step::ALL {
            assert_eq!(Step::from_word(step.word()), Some(step));
            if step != Step::HandOut {
                assert_eq!(step.next().back(), step);
            }
        }
    }

    #[test]
    fn the_two_scripts_take_ninety_and_forty_five_minutes() {
        let sum = |of: fn((u32, u32)) -> u32| Step::ALL.iter().map(|step| of(step.minutes())).sum::<u32>();
        assert_eq!(sum(|(long, _)| long), 90);
        assert_eq!(sum(|(_, short)| short), 45);
    }
}
