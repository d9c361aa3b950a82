//! What moved between the first vote and the second: card by card, of those that voted in both.

use std::collections::BTreeMap;

use super::ballot::{Form, Marks};
use super::state::Room;

/// How the support of one proposal moved.
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
}

/// What moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Cards that voted in both.
    pub both: usize,
    /// Of these, those whose ballot changed.
    pub changed: usize,
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
    let names = |marks: &Marks, id: &String| marks.named.contains(id);
    let count = |votes: &BTreeMap<u32, &Marks>, id: &String| votes.values().filter(|marks| names(marks, id)).count();
    let both: Vec<(&Marks, &Marks)> = first
        .iter()
        .filter_map(|(card, marks)| Some((*marks, *second.get(card)?)))
        .collect();
    let shift = |id: &String| Shift {
        id: id.clone(),
        before: count(&first, id),
        after: count(&second, id),
        came: both
            .iter()
            .filter(|(one, other)| !names(one, id) && names(other, id))
            .count(),
        left: both
            .iter()
            .filter(|(one, other)| names(one, id) && !names(other, id))
            .count(),
    };
    Moved {
        both: both.len(),
        changed: both.iter().filter(|(one, other)| one != other).count(),
        shifts: ids.iter().filter(|id| form.price(id).is_some()).map(shift).collect(),
    }
}
