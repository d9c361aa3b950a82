//! Answers that are the same for several pages: going on to an address, and refusing in words.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::room::{Page, Words};
use crate::workshop::Refusal;

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
    let page = Page::refused(
        words,
        "This form was not made by this page for you. Open the page again.",
    );
    (StatusCode::FORBIDDEN, page).into_response()
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
    refused(words, status, &title, &refusal.to_string(), back)
}
