//! All levers, group by group, each with its question.

use std::sync::Arc;

use axum::extract::State;
use maud::html;

use super::Exploring;
use crate::room::frame::Page;
use crate::room::messages::Words;

/// The page.
pub async fn page(State(exploring): State<Arc<Exploring>>, words: Words) -> Page {
    let title = words.say("levers");
    let body = html! {
        h1 { (title) }
        ul.plain lang="en" { @for lever in exploring.live.board().levers() {
            li { a href=(format!("/levers/{}", lever.name)) { (lever.title) } br; (lever.question) }
        } }
    };
    Page::new(&words, title, body)
        .languages("/levers")
        .link("/", words.say("try-it"))
}
