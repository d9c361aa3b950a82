//! The page of levers: what can be moved at the side, what it would do beside it.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::address::{Address, MORE, Pairs};
use super::ask::{ROUGH, ask, ask_for_more};
use super::{Exploring, answer, side, tools};
use crate::room::frame::Page;
use crate::room::messages::Words;

/// What the script says of itself, so that it gets the first line at once and the rest as it comes.
const SCRIPT: &str = "x-asked-by";

/// The page of an address.
pub async fn page(
    State(exploring): State<Arc<Exploring>>,
    Query(pairs): Query<Pairs>,
    headers: HeaderMap,
    words: Words,
) -> Response {
    let address = match Address::of(&pairs, &exploring.live) {
        Ok(address) => address,
        Err(error) => return (StatusCode::BAD_REQUEST, Page::refused(&words, &error.to_string())).into_response(),
    };
    let at_hand = exploring.live.at_hand(&address.question).unwrap_or(0);
    // A reader without script waits for an answer that says how sure it is.
    let draws = if headers.contains_key(SCRIPT) {
        at_hand
    } else {
        at_hand.max(ROUGH)
    };
    let told = if pairs.iter().any(|(name, _)| name == MORE) {
        ask_for_more(&exploring, &address.question, draws).await
    } else {
        ask(&exploring, &address.question, draws).await
    };
    let body = html! {
        h1 { (words.say("explore-title")) }
        p.lead { (words.say("explore-lead")) }
        p.note { (words.say("over-one")) " " b lang="en" { (exploring.live.bases()[0].title) }
            @if let Some(area) = &exploring.live.first().area { ", " b lang="en" { (area.name) } } }
        @if let Some(part) = exploring.live.part_of_country() {
            p.note { (words.tell("sums-of-country", &[("part", &part_of(part))])) }
        }
        (notes(&exploring, words))
        @match &told {
            Ok(found) => {
                (answer::strip(&exploring, &address, found, words))
                div.two {
                    (side::form(&exploring, &address, words))
                    div.right {
                        (tools::bar(&exploring, &address, words))
                        (answer::section(&exploring, &address, found, words).await)
                        (tools::share(&exploring, &address, words))
                    }
                }
            }
            Err(error) => {
                (answer::no_strip())
                div.two {
                    (side::form(&exploring, &address, words))
                    div.right { (tools::bar(&exploring, &address, words)) (answer::refused(&answer::why(error, &exploring, words), words)) }
                }
            }
        }
    };
    let here = address.link(&exploring.live);
    Page::new(&words, words.say("explore-title"), body)
        .languages(here)
        .link("/levers", words.say("levers"))
        .into_response()
}

/// A part of the country, in pounds of each £100 of a sum.
fn part_of(part: f64) -> String {
    let pounds = 100.0 * part;
    let digits = if pounds < 0.1 { 4 } else { 2 };
    format!("£{pounds:.digits$}")
}

/// What should be known of the place and the scenarios.
fn notes(exploring: &Exploring, words: Words) -> Markup {
    html! { @if !exploring.notes.is_empty() { details.notes {
        summary { (words.say("notes")) }
        ul lang="en" { @for note in &exploring.notes { li { (note) } } }
    } } }
}
