//! The room as it stands: the fold of all events. The same events give the same room, whenever they are read.

use std::collections::BTreeMap;

use super::agenda::Step;
use super::ballot::Marks;
use super::event::{Event, Typing};

/// Where a vote stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Not begun.
    #[default]
    Waiting,
    /// Ballots are taken.
    Open,
    /// No more by phone; paper may still be typed.
    Closed,
    /// Counted and shown.
    Revealed,
}

/// A ballot that came by phone: the last version.
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    /// How often this card has voted in this vote.
    pub version: u32,
    /// The ballot.
    pub marks: Marks,
}

/// A paper ballot as far as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// As typed first.
    pub first: Option<Marks>,
    /// As typed again.
    pub second: Option<Marks>,
}

/// What a paper ballot still needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// To be typed a second time (or a first).
    Another(Typing),
    /// The two typings differ: look at the paper again.
    Look,
    /// Nothing: it counts.
    Nothing,
}

impl Paper {
    /// What it still needs.
    pub fn needs(&self) -> Needs {
        match (&self.first, &self.second) {
            (None, _) => Needs::Another(Typing::First),
            (_, None) => Needs::Another(Typing::Second),
            (Some(first), Some(second)) if first == second => Needs::Nothing,
            _ => Needs::Look,
        }
    }
}

/// One vote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Round {
    /// Where it stands.
    pub stage: Stage,
    /// Ballots by phone, by number of card.
    pub phones: BTreeMap<u32, Cast>,
    /// Ballots on paper that were not withdrawn, by number of stub.
    pub papers: BTreeMap<u32, Paper>,
}

impl Round {
    /// Paper ballots that were typed twice alike.
    pub fn papers_that_count(&self) -> usize {
        let papers = self.papers.values();
        papers.filter(|paper| paper.needs() == Needs::Nothing).count()
    }
}

/// The room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Room {
    /// Events folded in.
    pub events: u64,
    /// Of these, those that change what everybody sees: all but ballots and guesses.
    pub turns: u64,
    /// The process and the SHA-256 of its file.
    pub process: Option<(String, String)>,
    /// Salted hashes of the codes, card by card.
    pub cards: Vec<String>,
    /// Where the agenda stands.
    pub step: Step,
    /// Since when [seconds since 1970].
    pub since: u64,
    /// Whether the wall is blank.
    pub blank: bool,
    /// The votes.
    pub rounds: BTreeMap<u8, Round>,
    /// What cards guessed that the room would fund.
    pub guesses: BTreeMap<u32, Vec<String>>,
    /// Where the levers stand.
    pub levers: String,
}

impl Room {
    /// The room after these events.
    pub fn after<'a>(events: impl IntoIterator<Item = &'a Event>) -> Room {
        let mut room = Room::default();
        events.into_iter().for_each(|event| room.apply(event));
        room
    }

    /// Folds one more event in.
    pub fn apply(&mut self, event: &Event) {
        self.events += 1;
        self.turns += u64::from(event.concerns_all());
        match event {
            Event::SetUp { process, sha256 } => self.process = Some((process.clone(), sha256.clone())),
            Event::Cards { hashes } => self.cards.extend(hashes.iter().cloned()),
            Event::Went { step, at } => (self.step, self.since) = (*step, *at),
            Event::Blanked { blank } => self.blank = *blank,
            Event::Opened { round } => self.round_mut(*round).stage = Stage::Open,
            Event::Closed { round } => self.round_mut(*round).stage = Stage::Closed,
            Event::Revealed { round } => self.round_mut(*round).stage = Stage::Revealed,
            Event::Guessed { card, named } => {
                if let Some(card) = self.card(card) {
                    self.guesses.insert(card, named.clone());
                }
            }
            Event::Voted {
                round,
                card,
                version,
                marks,
            } => {
                if let Some(card) = self.card(card) {
                    let cast = Cast {
                        version: *version,
                        marks: marks.clone(),
                    };
                    self.round_mut(*round).phones.insert(card, cast);
                }
            }
            Event::Typed {
                round,
                stub,
                typing,
                marks,
            } => {
                let paper = self.round_mut(*round).papers.entry(*stub).or_default();
                match typing {
                    Typing::First => paper.first = Some(marks.clone()),
                    Typing::Second => paper.second = Some(marks.clone()),
                }
            }
            Event::Withdrawn { round, stub } => {
                self.round_mut(*round).papers.remove(stub);
            }
            Event::Moved { levers } => self.levers.clone_from(levers),
        }
    }

    fn round_mut(&mut self, round: u8) -> &mut Round {
        self.rounds.entry(round).or_default()
    }

    /// A vote; nothing in it before it is opened.
    pub fn round(&self, round: u8) -> Round {
        self.rounds.get(&round).cloned().unwrap_or_default()
    }

    /// Where a vote stands.
    pub fn stage(&self, round: u8) -> Stage {
        self.rounds.get(&round).map_or(Stage::Waiting, |round| round.stage)
    }

    /// The vote that is open, if one is.
    pub fn open(&self) -> Option<u8> {
        let mut open = self.rounds.iter().filter(|(_, round)| round.stage == Stage::Open);
        open.next().map(|(number, _)| *number)
    }

    /// The last vote that was counted.
    pub fn revealed(&self) -> Option<u8> {
        let mut rounds = self.rounds.iter().rev();
        rounds
            .find(|(_, round)| round.stage == Stage::Revealed)
            .map(|(number, _)| *number)
    }

    /// The number of the card whose code has this salted hash: every hash is looked at, so that time tells nothing.
    pub fn card(&self, hash: &str) -> Option<u32> {
        let mut found = None;
        for (at, other) in self.cards.iter().enumerate() {
            if super::codes::alike(other.as_bytes(), hash.as_bytes()) {
                found = Some(at as u32 + 1);
            }
        }
        found
    }

    /// Ballots of a vote that would count if it ended now, by phone and on paper: all that may be told while it is open.
    pub fn turnout(&self, round: u8) -> usize {
        let Some(round) = self.rounds.get(&round) else { return 0 };
        round.phones.len() + round.papers_that_count()
    }

    /// Stubs of a vote that still need something before it can be counted.
    pub fn unfinished(&self, round: u8) -> Vec<u32> {
        let papers = self.rounds.get(&round).into_iter().flat_map(|round| &round.papers);
        papers
            .filter(|(_, paper)| paper.needs() != Needs::Nothing)
            .map(|(stub, _)| *stub)
            .collect()
    }

    /// The ballots that count in a vote, by number of card: card, version (0 for paper), ballot.
    pub fn counted(&self, round: u8) -> Vec<(u32, u32, &Marks)> {
        let Some(round) = self.rounds.get(&round) else {
            return Vec::new();
        };
        let phones = round
            .phones
            .iter()
            .map(|(card, cast)| (*card, cast.version, &cast.marks));
        let papers = round.papers.iter().filter(|(_, paper)| paper.needs() == Needs::Nothing);
        let papers = papers.filter_map(|(stub, paper)| Some((*stub, 0, paper.first.as_ref()?)));
        let mut all: Vec<(u32, u32, &Marks)> = phones.chain(papers).collect();
        all.sort_by_key(|(card, ..)| *card);
        all
    }
}
