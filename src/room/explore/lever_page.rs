//! One page a lever: the question, the settings, what moves what, who gains and who pays, the evidence and what speaks against
//! it, and what nobody knows.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::Exploring;
use crate::live::{Lever, Setting};
use crate::room::frame::Page;
use crate::room::messages::Words;
use crate::scenario::Library;
use crate::world::Year;

/// The page, or the nearest lever's name where there is none of this one.
pub async fn page(State(exploring): State<Arc<Exploring>>, Path(name): Path<String>, words: Words) -> Response {
    match exploring.live.board().find(&name) {
        Ok(lever) => Page::new(&words, &lever.title, body(&exploring, lever, words))
            .languages(format!("/levers/{}", lever.name))
            .link("/levers", words.say("levers"))
            .link("/", words.say(if exploring.tries { "try-it" } else { "to-the-start" }))
            .into_response(),
        Err(unknown) => (StatusCode::NOT_FOUND, Page::refused(&words, &unknown.to_string())).into_response(),
    }
}

fn body(exploring: &Exploring, lever: &Lever, words: Words) -> Markup {
    let year = lever.start_year.to_string();
    let looked_at = lever.measures().unwrap_or_default();
    html! { article.read {
        h1 lang="en" { (lever.title) }
        p.question lang="en" { (lever.question) }
        h2 { (words.say("settings")) }
        p { (words.tell("from-year", &[("year", &year)])) @if let Some(years) = lever.ramp_years { " " (words.tell("ramp", &[("years", &years.to_string())])) } @if let Some(year) = lever.end_year { " " (words.tell("until", &[("year", &Year(year).financial())])) } }
        dl { @for (at, setting) in lever.settings.iter().enumerate() {
            dt lang="en" { (setting.word) }
            dd { span lang="en" { (setting.about) } @if !setting.is_as_now() { @if exploring.tries { " " a href=(format!("/?{}={at}", lever.name)) { (words.say("try-setting")) ": " span lang="en" { (setting.word) } } } (sets(setting, words)) } }
        } }
        h2 { (words.say("chain")) }
        ol lang="en" { @for step in &lever.chain { li { (step) } } }
        h2 { (words.say("gains")) }
        p lang="en" { (lever.gains) }
        h2 { (words.say("pays")) }
        p lang="en" { (lever.pays) }
        h2 { (words.say("evidence")) }
        @if lever.evidence.is_empty() { p { (words.say("no-evidence")) } }
        @else { ul { @for row in &lever.evidence { (evidence(&exploring.library, row, words)) } } }
        h2 { (words.say("contrary")) }
        p lang="en" { (lever.contrary) }
        h2 { (words.say("unknown")) }
        p lang="en" { (lever.unknown) }
        h2 { (words.say("look-at")) }
        dl lang="en" { @for handle in looked_at { dt { (handle.measure().title) } dd { (handle.measure().meaning) } } }
    } }
}

/// What a setting writes into a scenario.
fn sets(setting: &Setting, words: Words) -> Markup {
    html! { details { summary { (words.say("keys-set")) } pre tabindex="0" {
        @for file in &setting.programmes { "extends " (file) "\n" }
        @for (key, value) in &setting.set { (key) " = " (value.to_string()) "\n" }
    } } }
}

/// One row of the library of evidence.
fn evidence(library: &Library, row: &str, words: Words) -> Markup {
    let effect = library.effects.get(row);
    let title = effect
        .map(|row| row.title.as_str())
        .or_else(|| library.figures.get(row).map(|row| row.title.as_str()));
    let origin = library.origin(row);
    html! { li lang="en" {
        (title.unwrap_or(row)) " (" (row) ")"
        @if effect.is_some_and(|row| row.claim) { " " strong lang=(words.language.code()) { (words.say("claim")) } }
        @if let Some(origin) = origin {
            br; small { @if origin.url.starts_with("https://") || origin.url.starts_with("http://") { a href=(origin.url) rel="noreferrer" { (origin.source) } } @else { (origin.source) }
                @if !origin.year.is_empty() { ", " (origin.year) } "; " (origin.confidence) }
        }
        @if let Some(contrary) = effect.map(|row| row.contrary.as_str()).filter(|text| !text.is_empty()) { br; small { (contrary) } }
    } }
}
