//! The state of the page as a scenario file, both ways.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::Exploring;
use super::address::{Address, Pairs};
use super::moves::see_other;
use crate::room::frame::Page;
use crate::room::messages::Words;
use crate::room::token::FIELD;

/// The file of an address.
pub async fn download(State(exploring): State<Arc<Exploring>>, Query(pairs): Query<Pairs>, words: Words) -> Response {
    let text = Address::of(&pairs, &exploring.live).and_then(|address| exploring.live.file(&address.question));
    match text {
        Ok(text) => {
            let kind = (CONTENT_TYPE, "application/toml; charset=utf-8");
            let name = (CONTENT_DISPOSITION, "attachment; filename=\"levers.toml\"");
            ([kind, name], text).into_response()
        }
        Err(error) => (StatusCode::BAD_REQUEST, Page::refused(&words, &error.to_string())).into_response(),
    }
}

/// The address of a file that was sent.
pub async fn open(State(exploring): State<Arc<Exploring>>, words: Words, Form(fields): Form<Pairs>) -> Response {
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    if !exploring.token.holds(field(FIELD)) {
        let why = words.say("stale-form");
        return (StatusCode::FORBIDDEN, Page::refused(&words, &why)).into_response();
    }
    match exploring.live.read_file(&field("file").replace("\r\n", "\n")) {
        Ok(question) => {
            let address = Address {
                question,
                ..Address::default()
            };
            see_other(&address.link(&exploring.live))
        }
        Err(error) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Page::refused(&words, &error.to_string()),
        )
            .into_response(),
    }
}
