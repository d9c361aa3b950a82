//! What moved between the first vote and the second: card by card, of those that voted in both.

use std::collections::BTreeMap;

use super::ballot::{Form, Marks};
use super::state::Room;

/// How the support of one proposal moved. What it had, and what came and went, is what it has:
/// `before + came − left + joined − stayed_away = after`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Its key.
    pub id: String,
    /// Ballots that named it in the first vote.
    pub before: usize,
    /// Ballots that named it in the second.
    pub after: usize,
    /// Cards that voted in both, and name it only in the second.
    pub came: usize,
    /// Cards that voted in both, and name it only in the first.
    pub left: usize,
    /// Cards that voted only in the second, and name it.
    pub joined: usize,
    /// Cards that voted only in the first, and named it.
    pub stayed_away: usize,
}

/// What moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Cards that voted in both.
    pub both: usize,
    /// Of these, those whose ballot changed.
    pub changed: usize,
    /// Cards that voted only in the first.
    pub only_first: usize,
    /// Cards that voted only in the second.
    pub only_second: usize,
    /// By proposal, in the order of the paper.
    pub shifts: Vec<Shift>,
}

/// What moved between two votes that were counted.
pub fn moved(room: &Room, form: &Form, ids: &[String]) -> Moved {
    let of = |round: u8| -> BTreeMap<u32, &Marks> {
        let all = room.counted(round).into_iter();
        all.map(|(card, _, marks)| (card, marks)).collect()
    };
    let (first, second) = (of(1), of(2));
    let names = |marks: Option<&&Marks>, id: &String| marks.is_some_and(|marks| marks.named.contains(id));
    let cards: Vec<(Option<&&Marks>, Option<&&Marks>)> = first
        .keys()
        .chain(second.keys().filter(|card| !first.contains_key(card)))
        .map(|card| (first.get(card), second.get(card)))
        .collect();
    let count = |of: &dyn Fn(Option<&&Marks>, Option<&&Marks>) -> bool| -> usize {
        cards.iter().filter(|(one, other)| of(*one, *other)).count()
    };
    let shift = |id: &String| Shift {
        id: id.clone(),
        before: count(&|one, _| names(one, id)),
        after: count(&|_, other| names(other, id)),
        came: count(&|one, other| one.is_some() && !names(one, id) && names(other, id)),
        left: count(&|one, other| other.is_some() && names(one, id) && !names(other, id)),
        joined: count(&|one, other| one.is_none() && names(other, id)),
        stayed_away: count(&|one, other| other.is_none() && names(one, id)),
    };
    Moved {
        both: count(&|one, other| one.is_some() && other.is_some()),
        changed: count(&|one, other| one.is_some() && other.is_some() && one != other),
        only_first: count(&|_, other| other.is_none()),
        only_second: count(&|one, _| one.is_none()),
        shifts: ids.iter().filter(|id| form.price(id).is_some()).map(shift).collect(),
    }
}
