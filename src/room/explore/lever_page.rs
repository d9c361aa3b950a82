//! One page a lever: the question, the settings, what moves what, who gains and who pays, the evidence and what speaks against
//! it, and what nobody knows.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::Exploring;
use crate::live::Lever;
use crate::room::frame::Page;
use crate::room::messages::Words;

/// The page, or the nearest lever's name where there is none of this one.
pub async fn page(State(exploring): State<Arc<Exploring>>, Path(name): Path<String>, words: Words) -> Response {
    match exploring.live.board().find(&name) {
        Ok(lever) => Page::new(&words, &lever.title, body(lever, words))
            .languages(format!("/levers/{}", lever.name))
            .link("/levers", words.say("levers"))
            .link("/", words.say("try-it"))
            .into_response(),
        Err(unknown) => (StatusCode::NOT_FOUND, Page::refused(&words, &unknown.to_string())).into_response(),
    }
}

fn body(lever: &Lever, words: Words) -> Markup {
    html! {
        h1 lang="en" { (lever.title) }
        p.question lang="en" { (lever.question) }
        h2 { (words.say("settings")) }
        dl lang="en" { @for setting in &lever.settings { dt { (setting.word) } dd { (setting.about) } } }
        h2 { (words.say("chain")) }
        ol lang="en" { @for step in &lever.chain { li { (step) } } }
        h2 { (words.say("gains")) }
        p lang="en" { (lever.gains) }
        h2 { (words.say("pays")) }
        p lang="en" { (lever.pays) }
        h2 { (words.say("contrary")) }
        p lang="en" { (lever.contrary) }
        h2 { (words.say("unknown")) }
        p lang="en" { (lever.unknown) }
    }
}
