//! What a proposal touches and stands for, as its author says it.
//!
//! People judge by what they see before they judge by what was worked out: the illness in the family, the children at
//! school, the state of the street; and by where they stand on quarrels that are older than the vote. A proposal says
//! whom it touches and which side it takes; what a voter makes of it is in [`super::mind`].

/// Circumstances in which a proposal is near to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// Has a long-term condition.
    Ill,
    /// Has two or more of them.
    SeverallyIll,
    /// Needs help with daily living.
    NeedsHelp,
    /// Looks after somebody without pay.
    Carer,
    /// Has children at home.
    Parent,
    /// Is under 35.
    Young,
    /// Is 65 or over.
    Old,
    /// Lives in one of the two most deprived fifths of areas.
    Deprived,
    /// Rents the home.
    Renter,
}

impl Near {
    /// All, with their words in files.
    pub const WORDS: [(&'static str, Near); 9] = [
        ("ill", Near::Ill),
        ("severally-ill", Near::SeverallyIll),
        ("needing-help", Near::NeedsHelp),
        ("carers", Near::Carer),
        ("parents", Near::Parent),
        ("young", Near::Young),
        ("old", Near::Old),
        ("deprived-areas", Near::Deprived),
        ("renters", Near::Renter),
    ];
}

/// Quarrels on which people and proposals take sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principle {
    /// For (+) or against (−) markets, competition and payment by those who use.
    Market,
    /// For (+) or against (−) more tax and more public spending.
    Tax,
    /// For prevention and causes (+), or for treating who is ill today (−).
    Prevention,
}

/// Number of principles.
pub const PRINCIPLES: usize = 3;

impl Principle {
    /// All, with their words in files.
    pub const WORDS: [(&'static str, Principle); PRINCIPLES] = [
        ("market", Principle::Market),
        ("tax", Principle::Tax),
        ("prevention", Principle::Prevention),
    ];
}

/// What a proposal is about, as voters see it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// Whom it touches: a voter in any of these circumstances finds it near.
    pub touches: Vec<Near>,
    /// The district in which it lies; near to those who live there. `None` for all of the area.
    pub district: Option<u16>,
    /// Side it takes on each principle [−1 against to 1 for].
    pub stance: [f64; PRINCIPLES],
}
