//! What is printed: ballot papers, cards with codes, the result on one page, role cards, script, lessons and worksheets.

mod lesson;
mod role;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::Workshop;
use super::answer::page as framed;
use super::who::{Fields, field};
use super::{ballot, effects, qr, shown};
use crate::budgeting::electorate::BallotKind;
use crate::process::money::spoken;
use crate::room::{Page, Words};
use crate::workshop::count::Result as Counted;

/// Everything that can be printed.
pub async fn index(State(workshop): State<Arc<Workshop>>, words: Words) -> Page {
    let last = workshop.hall.look(|room| room.revealed());
    let body = html! {
        h1 { (words.say("print-title")) }
        ul {
            li { a href="/print/paper" { (words.say("print-paper")) } }
            li { a href="/print/cards" { (words.say("print-cards")) } " (" (words.say("desk-pin")) ")" }
            @for round in 1..=last.unwrap_or(0) {
                li { a href=(format!("/print/result-{round}")) { (words.say("print-result")) " (" (round) ")" } }
            }
            li { a href="/print/roles" { (words.say("print-roles")) } }
            @for (file, title) in lesson::all() {
                li { a href=(format!("/print/{file}")) lang="en" { (title) } }
                @if lesson::has_answers(&file) {
                    li { a href=(format!("/print/{file}-answers")) { (words.say("print-answers")) ": " span lang="en" { (title) } } }
                }
            }
        }
        (shown::in_english(words))
    };
    framed(&words, words.say("print-title"), body).languages("/print")
}

/// One thing to print.
pub async fn page(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    headers: HeaderMap,
    Path(what): Path<String>,
    Query(asked): Query<Fields>,
) -> Response {
    let (title, body) = match what.as_str() {
        "paper" => (words.say("print-paper"), papers(&workshop, words, &asked)),
        "cards" => {
            // Codes are votes: they are shown to nobody but the facilitator.
            if !workshop.is_desk(&headers) {
                return super::desk::asking(&workshop, words, "/print/cards", false).into_response();
            }
            (words.say("print-cards"), cards(&workshop, words))
        }
        "roles" => (words.say("print-roles"), role::cards(words)),
        result if result.starts_with("result-") => {
            let round = result.trim_start_matches("result-").parse().unwrap_or(0);
            match shown::counted(&workshop, round).await {
                Some(Ok(result)) => (words.say("print-result"), one_page(&workshop, words, round, &result)),
                _ => return (StatusCode::NOT_FOUND, Page::nowhere(&words)).into_response(),
            }
        }
        file => match lesson::page(words, file) {
            Some(found) => found,
            None => return (StatusCode::NOT_FOUND, Page::nowhere(&words)).into_response(),
        },
    };
    let body = html! { p.screen-only { button #print type="button" hidden { (words.say("print-go")) } } (body) };
    framed(&words, title, body)
        .languages(format!("/print/{what}"))
        .link("/print", words.say("print-title"))
        .into_response()
}

/// Ballot papers with numbered stubs.
fn papers(workshop: &Workshop, words: Words, asked: &Fields) -> Markup {
    let hall = &workshop.hall;
    let last = hall.look(|room| room.cards.len() as u32);
    let number = |name: &str| field(asked, name).and_then(|text| text.parse::<u32>().ok());
    let from = number("from").unwrap_or(1).max(1);
    let to = number("to").unwrap_or(last).min(last);
    let form = &hall.form;
    html! {
        form.screen-only.row method="get" action="/print/paper" {
            label { (words.say("print-number")) " " input name="from" type="number" min="1" max=(last) value=(from); }
            label { "– " input name="to" type="number" min="1" max=(last) value=(to); }
            button type="submit" { (words.say("again")) }
        }
        @for number in from..=to {
            section.sheet {
                header { h2 { (words.say("print-ballot")) " " (number) } }
                h1 lang="en" { (hall.process.title) }
                p { (ballot::instruction(words, form)) }
                @if !form.districts.is_empty() {
                    p { (words.say("vote-district")) }
                    ul.plain.boxes { @for (_, title) in &form.districts { li { span.box { } span lang="en" { (title) } } } }
                }
                ul.plain.boxes {
                    @for at in &form.proposals {
                        @let proposal = &hall.process.proposals[*at];
                        li { (box_of(form.kind)) span { span lang="en" { strong { (proposal.title) } } " " span.price { (spoken(proposal.pounds())) } (ballot::whose(words, form, proposal)) } }
                    }
                }
                (ballot::bound(words, &hall.process, form))
                (ballot::settled(words, &hall.process))
                (ballot::purses(words, form))
                footer.stub { (words.say("print-stub")) " " strong { (number) } " · " (words.say("print-paper-how")) }
            }
        }
    }
}

/// Where a proposal is marked on paper: a box, or a line for a number.
fn box_of(kind: BallotKind) -> Markup {
    match kind {
        BallotKind::Approval | BallotKind::ChooseOne | BallotKind::Knapsack => html! { span.box { } },
        _ => html! { span.box.long { } },
    }
}

/// Cards with codes.
fn cards(workshop: &Workshop, words: Words) -> Markup {
    let hall = &workshop.hall;
    let last = hall.look(|room| room.cards.len() as u32);
    html! {
        p.screen-only { (words.say("print-cards-how")) }
        @if workshop.address.is_none() { p.alert { (words.say("wall-alone")) } }
        div.cards {
            @for number in 1..=last {
                @let code = hall.secret.code(number);
                section.card {
                    @if let Some(address) = &workshop.address { (qr::drawing(&format!("{address}/c/{code}"), &code)) }
                    div { p.code { strong { (code) } } @if let Some(address) = &workshop.address { p { (address) } } p { (words.say("print-number")) " " (number) } }
                }
            }
        }
    }
}

/// The result on one A4.
pub fn one_page(workshop: &Workshop, words: Words, round: u8, result: &Counted) -> Markup {
    let process = &workshop.hall.process;
    html! {
        article.one-page {
            p lang="en" { (process.title) }
            h1 { (shown::finding(workshop, words, result)) }
            p { (words.tell("result-voted", &[("count", &result.cast.reading.record_of_voter.len().to_string())])) }
            div.halves {
                @for funded in [true, false] {
                    div {
                        h2 { (words.say(if funded { "funded" } else { "not-funded" })) }
                        ul.plain.tight {
                            @for line in shown::lines(workshop, words, result, funded) {
                                li lang="en" {
                                    span aria-hidden="true" { (line.mark) " " }
                                    (process.proposals[line.at].short_title()) ", "
                                    span lang=(words.language.code()) { (line.price) ", " (shown::named_by(words, process, &line))
                                        @if shown::is_from_the_rest(result, line.verdict) { " +" } }
                                }
                            }
                        }
                    }
                }
            }
            p { (shown::how(words, &workshop.hall.process, result)) }
            (shown::rules(workshop, words, result))
            h2 { (words.say("effects-title")) }
            (effects::effects(workshop, words, round))
            h2 { (words.say("camps-title")) }
            (effects::camps(workshop, words, round))
            p.note { "carepool " (env!("CARGO_PKG_VERSION")) }
        }
    }
}
