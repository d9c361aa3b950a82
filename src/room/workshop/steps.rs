//! Names of the agenda's steps and what the facilitator says at each, in the reader's language.

use crate::room::Words;
use crate::workshop::{Stage, Step};

/// The step's name.
pub fn name(words: Words, step: Step) -> String {
    words.say(match step {
        Step::Join => "step-join",
        Step::Baseline => "step-baseline",
        Step::Predict => "step-predict",
        Step::Read => "step-read",
        Step::Vote => "step-vote",
        Step::Count => "step-count",
        Step::Consequences => "step-consequences",
        Step::Lever => "step-lever",
        Step::VoteAgain => "step-vote-again",
        Step::CountAgain => "step-count-again",
        Step::HandOut => "step-hand-out",
    })
}

/// What the facilitator says at a step, and where the step's vote stands; `draws` are the futures of which consequences are told.
pub fn script(words: Words, step: Step, vote: Stage, draws: usize) -> String {
    let text = match step {
        Step::Join => "say-join",
        Step::Baseline => "say-baseline",
        Step::Predict => "say-predict",
        Step::Read => "say-read",
        Step::Vote | Step::VoteAgain if matches!(vote, Stage::Closed | Stage::Revealed) => "say-vote-closed",
        Step::Vote => "say-vote",
        Step::Count => "say-count",
        Step::Consequences => "say-consequences",
        Step::Lever => "say-lever",
        Step::VoteAgain => "say-vote-again",
        Step::CountAgain => "say-count-again",
        Step::HandOut => "say-hand-out",
    };
    words.tell(text, &[("draws", &draws.to_string())])
}
