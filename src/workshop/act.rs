//! What somebody wants to do, and whether the room as it stands allows it.

use super::agenda::Step;
use super::ballot::{Form, Marks, Spoilt};
use super::codes::Secret;
use super::event::{Event, Typing};
use super::state::{Needs, Room, Stage};

/// Votes of a workshop.
pub const ROUNDS: std::ops::RangeInclusive<u8> = 1..=2;
/// Cards that may be made for one workshop.
pub const MOST_CARDS: u32 = 5_000;

/// What somebody wants to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Go to a step of the agenda.
    Go {
        /// The step.
        step: Step,
        /// Now [seconds since 1970].
        at: u64,
    },
    /// Blank the wall, or show it again.
    Blank(bool),
    /// Open a vote.
    Open(u8),
    /// Close it.
    Close(u8),
    /// Count it and show the result.
    Reveal(u8),
    /// Make further cards.
    Issue(u32),
    /// Guess what the room will fund.
    Guess {
        /// The code of a card.
        code: String,
        /// Keys of proposals.
        named: Vec<String>,
    },
    /// Vote by phone.
    Vote {
        /// Which vote.
        round: u8,
        /// The code of a card.
        code: String,
        /// The ballot.
        marks: Marks,
        /// The phone's word for this ballot: sent again, it is the same ballot.
        key: String,
    },
    /// Type a paper ballot.
    Type {
        /// Which vote.
        round: u8,
        /// The number on its stub.
        stub: u32,
        /// First or second typing.
        typing: Typing,
        /// The ballot.
        marks: Marks,
    },
    /// Withdraw a paper ballot.
    Withdraw {
        /// Which vote.
        round: u8,
        /// The number on its stub.
        stub: u32,
    },
    /// Move levers for the room.
    Move {
        /// Where they stand, as the text of an address.
        levers: String,
    },
}

/// What came of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Number of the last event of the room.
    pub event: u64,
    /// The voter's receipt, of a ballot by phone or a paper ballot that counts.
    pub receipt: Option<String>,
    /// How often this card has voted in this vote, of a ballot by phone.
    pub version: u32,
}

/// Why an act is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such vote.
    #[error("there is no vote {0}")]
    NoRound(u8),
    /// It cannot be opened.
    #[error("this vote was counted already: it cannot be opened again")]
    Counted,
    /// Another is open.
    #[error("vote {0} is still open: close it first")]
    OtherOpen(u8),
    /// The first vote comes first.
    #[error("the first vote must be counted before the second can be opened")]
    FirstFirst,
    /// It is not open.
    #[error("the vote is not open")]
    NotOpen,
    /// It is not closed.
    #[error("close the vote before it is counted")]
    NotClosed,
    /// Nothing to count.
    #[error("nobody has voted: there is nothing to count")]
    NobodyVoted,
    /// Paper that is typed once, or differently twice.
    #[error("paper ballots must be typed twice alike before the count; look at stub {}", .0.iter().map(u32::to_string).collect::<Vec<_>>().join(", "))]
    Unfinished(Vec<u32>),
    /// A code that no card has.
    #[error("no card has this code")]
    UnknownCode,
    /// A stub that no card has.
    #[error("there is no stub {stub}: stubs are numbered 1 to {last}")]
    UnknownStub {
        /// The number given.
        stub: u32,
        /// The highest there is.
        last: u32,
    },
    /// A paper ballot of this card is in.
    #[error("a paper ballot with the number of this card was handed in: in one vote a card votes by phone or on paper")]
    OnPaper,
    /// A ballot of this card came by phone.
    #[error("card {0} has voted by phone in this vote: its paper ballot cannot count too")]
    ByPhone(u32),
    /// No such paper ballot.
    #[error("no paper ballot {0} has been typed in this vote")]
    NoPaper(u32),
    /// The ballot is not one.
    #[error("{0}")]
    Spoilt(#[from] Spoilt),
    /// The phone's word for a ballot was used for another, or for one that was replaced since.
    #[error(
        "this page was used to vote before, and something has changed since: open it again and cast the ballot anew"
    )]
    OtherBallot,
    /// Too many cards.
    #[error("a workshop has at most {MOST_CARDS} cards; {0} are made already")]
    TooManyCards(usize),
    /// It is too late, or too early, to guess.
    #[error("guesses are made before the first vote is counted")]
    NoMoreGuesses,
    /// It could not be written.
    #[error("it could not be written down, so it does not count: {0}")]
    NotWritten(String),
}

/// What the room makes of an act: an event to be written, or nothing more to do.
#[derive(Debug)]
pub(super) enum Decision {
    /// Write this.
    Happens(Event),
    /// It has happened already.
    Already,
}

/// Whether the room allows an act, and the event that it becomes.
pub(super) fn decide(room: &Room, form: &Form, secret: &Secret, act: Act) -> Result<Decision, Refusal> {
    let event = match act {
        Act::Go { step, at } => {
            if room.step == step {
                return Ok(Decision::Already);
            }
            Event::Went { step, at }
        }
        Act::Blank(blank) => {
            if room.blank == blank {
                return Ok(Decision::Already);
            }
            Event::Blanked { blank }
        }
        Act::Open(round) => return open(room, round),
        Act::Close(round) => match room.stage(known(round)?) {
            Stage::Open => Event::Closed { round },
            Stage::Closed => return Ok(Decision::Already),
            _ => return Err(Refusal::NotOpen),
        },
        Act::Reveal(round) => return reveal(room, round),
        Act::Issue(more) => {
            let made = room.cards.len() as u32;
            if made.saturating_add(more) > MOST_CARDS {
                return Err(Refusal::TooManyCards(room.cards.len()));
            }
            if more == 0 {
                return Ok(Decision::Already);
            }
            let numbers = made + 1..=made + more;
            Event::Cards {
                hashes: numbers.map(|card| secret.hash(&secret.code(card))).collect(),
            }
        }
        Act::Guess { code, named } => {
            let card = secret.hash(&code);
            room.card(&card).ok_or(Refusal::UnknownCode)?;
            if room.stage(1) == Stage::Revealed {
                return Err(Refusal::NoMoreGuesses);
            }
            if let Some(unknown) = named.iter().find(|id| form.price(id).is_none()) {
                return Err(Spoilt::Unknown(unknown.clone()).into());
            }
            Event::Guessed { card, named }
        }
        Act::Vote { round, code, marks, .. } => {
            let card = secret.hash(&code);
            let number = room.card(&card).ok_or(Refusal::UnknownCode)?;
            if room.stage(known(round)?) != Stage::Open {
                return Err(Refusal::NotOpen);
            }
            let votes = room.round(round);
            if votes.papers.contains_key(&number) {
                return Err(Refusal::OnPaper);
            }
            let marks = form.tidy(marks);
            form.check(&marks)?;
            Event::Voted {
                round,
                card,
                version: votes.phones.get(&number).map_or(0, |cast| cast.version) + 1,
                marks,
            }
        }
        Act::Type {
            round,
            stub,
            typing,
            marks,
        } => {
            taking_paper(room, round, stub)?;
            if room.round(round).phones.contains_key(&stub) {
                return Err(Refusal::ByPhone(stub));
            }
            let marks = form.tidy(marks);
            form.check(&marks)?;
            Event::Typed {
                round,
                stub,
                typing,
                marks,
            }
        }
        Act::Withdraw { round, stub } => {
            taking_paper(room, round, stub)?;
            if !room.round(round).papers.contains_key(&stub) {
                return Err(Refusal::NoPaper(stub));
            }
            Event::Withdrawn { round, stub }
        }
        Act::Move { levers } => {
            if room.levers == levers {
                return Ok(Decision::Already);
            }
            Event::Moved { levers }
        }
    };
    Ok(Decision::Happens(event))
}

fn known(round: u8) -> Result<u8, Refusal> {
    if ROUNDS.contains(&round) {
        Ok(round)
    } else {
        Err(Refusal::NoRound(round))
    }
}

fn open(room: &Room, round: u8) -> Result<Decision, Refusal> {
    match room.stage(known(round)?) {
        Stage::Open => return Ok(Decision::Already),
        Stage::Revealed => return Err(Refusal::Counted),
        Stage::Waiting | Stage::Closed => {}
    }
    if let Some(other) = room.open() {
        return Err(Refusal::OtherOpen(other));
    }
    if round > 1 && room.stage(round - 1) != Stage::Revealed {
        return Err(Refusal::FirstFirst);
    }
    Ok(Decision::Happens(Event::Opened { round }))
}

fn reveal(room: &Room, round: u8) -> Result<Decision, Refusal> {
    match room.stage(known(round)?) {
        Stage::Revealed => return Ok(Decision::Already),
        Stage::Closed => {}
        Stage::Waiting | Stage::Open => return Err(Refusal::NotClosed),
    }
    let unfinished = room.unfinished(round);
    if !unfinished.is_empty() {
        return Err(Refusal::Unfinished(unfinished));
    }
    if room.counted(round).is_empty() {
        return Err(Refusal::NobodyVoted);
    }
    Ok(Decision::Happens(Event::Revealed { round }))
}

/// Paper is taken while a vote is open and until it is counted, with the number of a card.
fn taking_paper(room: &Room, round: u8, stub: u32) -> Result<(), Refusal> {
    if !matches!(room.stage(known(round)?), Stage::Open | Stage::Closed) {
        return Err(Refusal::NotOpen);
    }
    let last = room.cards.len() as u32;
    if stub == 0 || stub > last {
        return Err(Refusal::UnknownStub { stub, last });
    }
    Ok(())
}

/// What is told to whoever did it, of the room after the event.
pub(super) fn told(room: &Room, secret: &Secret, event: &Event) -> Done {
    let mut done = Done {
        event: room.events,
        ..Done::default()
    };
    match event {
        Event::Voted {
            round, card, version, ..
        } => {
            done.version = *version;
            done.receipt = room.card(card).map(|card| secret.receipt(*round, card, *version));
        }
        Event::Typed { round, stub, .. } => {
            let papers = room.round(*round).papers;
            let counts = papers.get(stub).is_some_and(|paper| paper.needs() == Needs::Nothing);
            done.receipt = counts.then(|| secret.receipt(*round, *stub, 0));
        }
        _ => {}
    }
    done
}
