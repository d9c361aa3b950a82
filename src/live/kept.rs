//! What was computed for a question is kept, so that nobody waits twice; the question asked for least lately goes first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use super::projection::Question;

/// Questions whose draws are kept.
const KEPT: usize = 64;

/// One draw of one world: every measure in every year.
pub(super) type Row = Arc<[f64]>;

/// Draws of one world.
#[derive(Clone, Debug, Default)]
struct Draws {
    /// The future in the middle of every assumption.
    middle: Option<Row>,
    /// By number of draw.
    rows: BTreeMap<usize, Row>,
    /// When it was last asked for.
    asked: u64,
}

/// The draws of all questions that are kept.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Worlds>);

/// By question, and how often something was asked for.
#[derive(Debug, Default)]
struct Worlds {
    draws: BTreeMap<Question, Draws>,
    clock: u64,
}

impl Kept {
    fn worlds(&self) -> MutexGuard<'_, Worlds> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The future in the middle of every assumption, if it was computed.
    pub(super) fn middle(&self, question: &Question) -> Option<Row> {
        self.worlds().draws.get(question)?.middle.clone()
    }

    /// The draws that are kept of a question, by number.
    pub(super) fn rows(&self, question: &Question) -> BTreeMap<usize, Row> {
        let mut worlds = self.worlds();
        worlds.clock += 1;
        let now = worlds.clock;
        let Some(known) = worlds.draws.get_mut(question) else {
            return BTreeMap::new();
        };
        known.asked = now;
        known.rows.clone()
    }

    /// The most draws of which an answer can be given at once; nothing if not even the middle future is there.
    pub(super) fn at_hand(&self, question: &Question) -> Option<usize> {
        let worlds = self.worlds();
        let both = [worlds.draws.get(question)?, worlds.draws.get(&question.as_now())?];
        let run = |known: &Draws| (0..).take_while(|number| known.rows.contains_key(number)).count();
        // Of draws an answer needs no middle future: a reader without script never asked for one.
        let draws = both.map(run).into_iter().min().unwrap_or(0);
        (draws > 0 || both.iter().all(|known| known.middle.is_some())).then_some(draws)
    }

    /// Keeps the middle future of a question.
    pub(super) fn keep_middle(&self, question: &Question, middle: &Row) {
        self.keep(question, |known| known.middle = Some(middle.clone()));
    }

    /// Keeps further draws of a question.
    pub(super) fn keep_rows(&self, question: &Question, rows: &[(usize, Row)]) {
        self.keep(question, |known| known.rows.extend(rows.iter().cloned()));
    }

    fn keep(&self, question: &Question, change: impl FnOnce(&mut Draws)) {
        let mut worlds = self.worlds();
        worlds.clock += 1;
        let now = worlds.clock;
        let known = worlds.draws.entry(question.clone()).or_default();
        known.asked = now;
        change(known);
        // The baselines stay: every answer needs the one of its beliefs.
        if worlds.draws.len() > KEPT {
            let oldest = worlds
                .draws
                .iter()
                .filter(|(other, _)| {
                    *other != question && **other != question.as_now() && **other != Question::default()
                })
                .min_by_key(|(_, known)| known.asked)
                .map(|(other, _)| other.clone());
            if let Some(oldest) = oldest {
                worlds.draws.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Beliefs;

    #[test]
    fn draws_are_at_hand_without_the_middle_future() {
        let (kept, row): (Kept, Row) = (Kept::default(), Arc::from([1.0]));
        let as_now = Question::default();
        let other = Question {
            beliefs: Beliefs::default().read_as("evidence.reading", "shrunk"),
            base: 1,
            ..Question::default()
        };
        let rows = |numbers: &[usize]| numbers.iter().map(|number| (*number, row.clone())).collect::<Vec<_>>();
        assert_eq!(kept.at_hand(&other), None);
        kept.keep_rows(&other, &rows(&[0, 1, 2, 4]));
        assert_eq!(kept.at_hand(&other), None, "nothing to compare with");
        kept.keep_middle(&other.as_now(), &row);
        assert_eq!(kept.at_hand(&other), None, "its own middle future is not there");
        kept.keep_middle(&other, &row);
        assert_eq!(kept.at_hand(&other), Some(0));
        kept.keep_rows(&other.as_now(), &rows(&[0, 1, 2, 3, 4]));
        assert_eq!(kept.at_hand(&other), Some(3), "draws from the first on, without a gap");
        kept.keep_rows(&as_now, &rows(&[0, 1]));
        assert_eq!(kept.at_hand(&as_now), Some(2));
    }
}
