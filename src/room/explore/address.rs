//! The whole state of the page in the text of an address, so that a link carries it: what is done and believed, what was saved
//! as A, B and C, and what stood before the last change and after the last undo.

use axum::extract::Query;
use axum::http::Uri;

use crate::live::{AskError, Beliefs, LiveProjection, Question, State, StateError};

/// Pairs of an address's query, decoded.
pub type Pairs = Vec<(String, String)>;

/// Names under which choices are saved.
pub const SAVED: [&str; 3] = ["a", "b", "c"];

/// The field that asks for more futures than are there: a request, and no part of the state.
pub const MORE: &str = "more";
/// Fields that are none of a question.
const OTHERS: [&str; 7] = ["a", "b", "c", "was", "next", "lang", MORE];

/// What an address says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// What is asked.
    pub question: Question,
    /// What was saved as A, B, C: what is done, under no beliefs of its own.
    pub saved: [Option<Question>; 3],
    /// What was asked before the last change.
    pub was: Option<Question>,
    /// What an undo took back.
    pub next: Option<Question>,
}

/// Reads the pairs of a query that stands inside another.
fn pairs(text: &str) -> Result<Pairs, AskError> {
    let uri = format!("/?{text}").parse::<Uri>().ok();
    let query = uri.and_then(|uri| Query::<Pairs>::try_from_uri(&uri).ok());
    let query = query.ok_or_else(|| StateError::Form(text.to_string()))?;
    Ok(query.0)
}

/// A text as a value in a query: what is no letter, digit or plain mark is written as its bytes.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// What is asked, from the pairs that are about it.
pub fn question(pairs: &[(String, String)], live: &LiveProjection) -> Result<Question, AskError> {
    let (mut base, mut beliefs, mut levers) = (0, Beliefs::default(), Vec::new());
    for (name, value) in pairs.iter().filter(|(name, _)| !OTHERS.contains(&name.as_str())) {
        match name.as_str() {
            "over" => {
                let found = live.bases().iter().position(|base| base.name == *value);
                base = found.ok_or_else(|| {
                    let known: Vec<&str> = live.bases().iter().map(|base| base.name.as_str()).collect();
                    AskError::Bases(format!(
                        "this page was opened over {}, not over {value}",
                        known.join(", ")
                    ))
                })?;
            }
            "camp" if value.is_empty() => {}
            "camp" => beliefs = beliefs.with_camp(value)?,
            key if key.contains('.') && value.trim().is_empty() => {}
            key if key.contains('.') => beliefs = beliefs.with(key, value, live.catalogue())?,
            lever => levers.push(format!("{lever}={value}")),
        }
    }
    Ok(Question {
        base,
        state: State::of(levers.iter().map(String::as_str), live.board())?,
        beliefs,
    })
}

/// What is asked, as the query of an address.
pub fn query(question: &Question, live: &LiveProjection) -> String {
    let mut parts = Vec::new();
    if let Some(base) = live.bases().get(question.base).filter(|_| question.base > 0) {
        parts.push(format!("over={}", encoded(&base.name)));
    }
    if !question.state.is_as_now() {
        parts.push(question.state.address());
    }
    if let Some(camp) = question.beliefs.camp() {
        parts.push(format!("camp={}", encoded(camp)));
    }
    parts.extend(
        question
            .beliefs
            .numbers()
            .map(|(key, value)| format!("{key}={}", encoded(value))),
    );
    parts.join("&")
}

impl Address {
    /// From the pairs of a query. What was saved or stood before and cannot be read is an error too: it would be lost.
    pub fn of(pairs_given: &[(String, String)], live: &LiveProjection) -> Result<Address, AskError> {
        let inner = |name: &str| -> Result<Option<Question>, AskError> {
            let text = pairs_given.iter().find(|(known, _)| known == name);
            text.map(|(_, text)| question(&pairs(text)?, live)).transpose()
        };
        let mut saved = [const { None }; 3];
        for (place, name) in saved.iter_mut().zip(SAVED) {
            *place = inner(name)?;
        }
        Ok(Address {
            question: question(pairs_given, live)?,
            saved,
            was: inner("was")?,
            next: inner("next")?,
        })
    }

    /// From a query that a field of a form holds.
    pub fn within(text: &str, live: &LiveProjection) -> Result<Address, AskError> {
        Address::of(&pairs(text)?, live)
    }

    /// The query of this address.
    pub fn query(&self, live: &LiveProjection) -> String {
        let mut parts = vec![query(&self.question, live)];
        let inner = |name: &str, question: &Option<Question>| {
            let text = encoded(&query(question.as_ref()?, live));
            Some(format!("{name}={text}"))
        };
        parts.extend(
            SAVED
                .iter()
                .zip(&self.saved)
                .filter_map(|(name, saved)| inner(name, saved)),
        );
        parts.extend(inner("was", &self.was));
        parts.extend(inner("next", &self.next));
        parts.retain(|part| !part.is_empty());
        parts.join("&")
    }

    /// The address of a page with this query.
    pub fn link(&self, live: &LiveProjection) -> String {
        format!("/?{}", self.query(live))
    }

    /// After a change to another question.
    #[must_use]
    pub fn changed(&self, question: Question) -> Address {
        let mut next = self.clone();
        if question != self.question {
            next.was = Some(std::mem::replace(&mut next.question, question));
            next.next = None;
        }
        next
    }

    /// Before the last change; nothing if it is not known.
    pub fn undone(&self) -> Option<Address> {
        Some(Address {
            question: self.was.clone()?,
            saved: self.saved.clone(),
            was: None,
            next: Some(self.question.clone()),
        })
    }

    /// With the last undo taken back.
    pub fn redone(&self) -> Option<Address> {
        Some(Address {
            question: self.next.clone()?,
            saved: self.saved.clone(),
            was: Some(self.question.clone()),
            next: None,
        })
    }

    /// With what is done saved in a place.
    #[must_use]
    pub fn saved_as(&self, place: usize) -> Address {
        let mut next = self.clone();
        if let Some(saved) = next.saved.get_mut(place) {
            *saved = Some(Question {
                beliefs: Beliefs::default(),
                ..self.question.clone()
            });
        }
        next
    }

    /// With what was saved in a place taken up again, under the beliefs of now; nothing if nothing was.
    pub fn taken_up(&self, place: usize) -> Option<Address> {
        let saved = self.saved.get(place)?.clone()?;
        Some(self.changed(Question {
            beliefs: self.question.beliefs.clone(),
            ..saved
        }))
    }

    /// The lever that the last change moved, if it moved one alone.
    pub fn last_moved<'l>(&self, live: &'l LiveProjection) -> Option<&'l crate::live::Lever> {
        let was = self.was.as_ref()?;
        let mut moved = live
            .board()
            .levers()
            .iter()
            .filter(|lever| was.state.position(lever) != self.question.state.position(lever));
        moved.next().filter(|_| moved.next().is_none())
    }
}
