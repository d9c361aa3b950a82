//! Answers that are the same for several pages: going on to an address, and refusing in words.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::room::{Page, Words};
use crate::workshop::Refusal;
use crate::workshop::act::MOST_CARDS;
use crate::workshop::ballot::Spoilt;

/// Go on to an address.
pub fn go(address: &str) -> Response {
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(address) = HeaderValue::from_str(address) {
        answer.headers_mut().insert(LOCATION, address);
    }
    answer
}

/// A page of the workshop: its style and script with it.
pub fn page(words: &Words, title: impl Into<String>, body: Markup) -> Page {
    Page::new(words, title, body)
        .style("/workshop.css")
        .script("/workshop.js")
}

/// Something that cannot be done, with a way back.
pub fn refused(words: &Words, status: StatusCode, title: &str, why: &str, back: &str) -> Response {
    let body = html! {
        h1 { (title) }
        p.alert role="alert" { (why) }
        p { a.button href=(back) { (words.say("again")) } }
    };
    (status, page(words, title, body)).into_response()
}

/// A form that was not made here, or for somebody else.
pub fn forged(words: &Words) -> Response {
    refused(
        words,
        StatusCode::FORBIDDEN,
        &words.say("cannot-be"),
        &words.say("forged"),
        "/",
    )
}

/// An act that the workshop refuses.
pub fn not_done(words: &Words, refusal: &Refusal, back: &str) -> Response {
    let status = match refusal {
        Refusal::NotWritten(_) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let title = match refusal {
        Refusal::Spoilt(_) => words.say("spoilt-title"),
        _ => words.say("cannot-be"),
    };
    refused(words, status, &title, &why(*words, refusal), back)
}

/// Why an act is refused, in the reader's language.
fn why(words: Words, refusal: &Refusal) -> String {
    let of = |name: &str, number: &dyn ToString| words.tell(name, &[("number", &number.to_string())]);
    match refusal {
        Refusal::NoRound(round) => of("refused-no-round", round),
        Refusal::Counted => words.say("refused-counted"),
        Refusal::OtherOpen(round) => of("refused-other-open", round),
        Refusal::FirstFirst => words.say("refused-first-first"),
        Refusal::NotOpen => words.say("refused-not-open"),
        Refusal::NotClosed => words.say("refused-not-closed"),
        Refusal::NobodyVoted => words.say("refused-nobody-voted"),
        Refusal::Unfinished(stubs) => {
            let stubs: Vec<String> = stubs.iter().map(u32::to_string).collect();
            words.tell("refused-unfinished", &[("stubs", &stubs.join(", "))])
        }
        Refusal::UnknownCode => words.say("join-unknown"),
        Refusal::UnknownStub { stub, last } => words.tell(
            "refused-unknown-stub",
            &[("number", &stub.to_string()), ("last", &last.to_string())],
        ),
        Refusal::OnPaper => words.say("refused-on-paper"),
        Refusal::ByPhone(card) => of("refused-by-phone", card),
        Refusal::NoPaper(stub) => of("refused-no-paper", stub),
        Refusal::Spoilt(spoilt) => spoiled(words, spoilt),
        Refusal::OtherBallot => words.say("refused-other-ballot"),
        Refusal::TooManyCards(made) => words.tell(
            "refused-too-many-cards",
            &[("most", &MOST_CARDS.to_string()), ("made", &made.to_string())],
        ),
        Refusal::NoMoreGuesses => words.say("refused-no-more-guesses"),
        Refusal::NotWritten(error) => words.tell("refused-not-written", &[("error", error)]),
    }
}

/// Why a ballot is not one, in the reader's language.
fn spoiled(words: Words, spoilt: &Spoilt) -> String {
    let count = |name: &str, number: &dyn ToString| words.tell(name, &[("count", &number.to_string())]);
    match spoilt {
        Spoilt::Unknown(id) => words.tell("spoilt-unknown", &[("id", id)]),
        Spoilt::Twice(id) => words.tell("spoilt-twice", &[("id", id)]),
        Spoilt::TooFew(least) => count("vote-least", least),
        Spoilt::TooMany(most) => count("vote-most", most),
        Spoilt::Points => words.say("spoilt-points"),
        Spoilt::PointsOfOne(most) => count("spoilt-points-of-one", most),
        Spoilt::PointsInAll { given, most } => words.tell(
            "spoilt-points-in-all",
            &[("given", &given.to_string()), ("most", &most.to_string())],
        ),
        Spoilt::TooDear { cost, budget } => words.tell("spoilt-too-dear", &[("cost", cost), ("budget", budget)]),
        Spoilt::OverCeiling { name, cost, most } => {
            words.tell("spoilt-over-ceiling", &[("name", name), ("cost", cost), ("most", most)])
        }
        Spoilt::Alternatives(one, other) => words.tell("spoilt-alternatives", &[("one", one), ("other", other)]),
        Spoilt::Elsewhere { title, district } => {
            words.tell("spoilt-elsewhere", &[("title", title), ("district", district)])
        }
        Spoilt::District(titles) => words.tell("spoilt-district", &[("titles", titles)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Language;

    #[test]
    fn every_refusal_is_said_in_the_language_of_the_reader_and_none_counts_one_as_many() {
        let spoilt = [
            Spoilt::Unknown("x".into()),
            Spoilt::Twice("x".into()),
            Spoilt::TooFew(1),
            Spoilt::TooMany(1),
            Spoilt::Points,
            Spoilt::PointsOfOne(1),
            Spoilt::PointsInAll { given: 2, most: 1 },
            Spoilt::TooDear {
                cost: "£2".into(),
                budget: "£1".into(),
            },
            Spoilt::OverCeiling {
                name: "x".into(),
                cost: "£2".into(),
                most: "£1".into(),
            },
            Spoilt::Alternatives("x".into(), "y".into()),
            Spoilt::Elsewhere {
                title: "x".into(),
                district: "y".into(),
            },
            Spoilt::District("x".into()),
        ];
        let refusals = [
            Refusal::NoRound(3),
            Refusal::Counted,
            Refusal::OtherOpen(1),
            Refusal::FirstFirst,
            Refusal::NotOpen,
            Refusal::NotClosed,
            Refusal::NobodyVoted,
            Refusal::Unfinished(vec![1, 2]),
            Refusal::UnknownCode,
            Refusal::UnknownStub { stub: 9, last: 1 },
            Refusal::OnPaper,
            Refusal::ByPhone(1),
            Refusal::NoPaper(1),
            Refusal::OtherBallot,
            Refusal::TooManyCards(1),
            Refusal::NoMoreGuesses,
            Refusal::NotWritten("x".into()),
        ];
        for refusal in refusals.into_iter().chain(spoilt.map(Refusal::Spoilt)) {
            let [english, welsh] = Language::ALL.map(|language| why(Words::of(language), &refusal));
            assert_ne!(english, welsh);
            assert!(!english.contains('[') && !english.contains("1 points"), "{english}");
            assert!(english.starts_with(|c: char| c.is_uppercase() || c == '“'), "{english}");
        }
    }
}
