//! The clerk: paper ballots, typed twice by their stub's number, with what differs.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::Workshop;
use super::answer::{forged, go, not_done, page as framed, refused};
use super::ballot;
use super::who::{Fields, field};
use crate::room::Words;
use crate::workshop::event::Typing;
use crate::workshop::state::{Needs, Paper};
use crate::workshop::{Act, Marks, Stage};

/// The vote for which paper is taken now.
fn round(workshop: &Workshop) -> Option<u8> {
    let taking = |round: &u8| {
        matches!(
            workshop.hall.look(|room| room.stage(*round)),
            Stage::Open | Stage::Closed
        )
    };
    crate::workshop::act::ROUNDS.rev().find(taking)
}

/// The page.
pub async fn page(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    headers: HeaderMap,
    Query(asked): Query<Fields>,
) -> Response {
    if !workshop.is_desk(&headers) {
        return super::desk::asking(&workshop, words, "/clerk", false).into_response();
    }
    let kept = field(&asked, "kept").and_then(|stub| stub.parse::<u32>().ok());
    let body = match round(&workshop) {
        None => html! { h1 { (words.say("clerk-title")) } p { (words.say("clerk-not-open")) } },
        Some(round) => typing(&workshop, words, round, kept),
    };
    framed(&words, words.say("clerk-title"), body)
        .languages("/clerk")
        .link("/desk", words.say("desk-title"))
        .into_response()
}

fn typing(workshop: &Workshop, words: Words, round: u8, kept: Option<u32>) -> Markup {
    let hall = &workshop.hall;
    let papers = hall.look(|room| room.round(round).papers);
    html! {
        h1 { (words.say("clerk-title")) }
        @if let Some((stub, paper)) = kept.and_then(|stub| papers.get_key_value(&stub)) {
            p.alert role="status" { (words.tell("clerk-kept", &[("stub", &stub.to_string()), ("what", &needs(words, paper))])) }
        }
        p { (words.say("clerk-how")) }
        form method="post" action="/clerk/type" {
            (workshop.token("desk"))
            input type="hidden" name="round" value=(round);
            p { label for="stub" { (words.say("clerk-stub")) } " " input #stub name="stub" type="number" min="1" required autofocus; }
            fieldset {
                legend { (words.say("clerk-which")) }
                label.choice { input type="radio" name="typing" value="first" required; span { (words.say("clerk-first")) } }
                label.choice { input type="radio" name="typing" value="second" required; span { (words.say("clerk-second")) } }
            }
            (ballot::lines(words, &hall.process, &hall.form, &Marks::default(), false))
            p { button.main type="submit" { (words.say("clerk-send")) } }
        }
        h2 { (words.say("clerk-list")) }
        ul.plain {
            @for (stub, paper) in &papers {
                li {
                    strong { (stub) } ": " (needs(words, paper))
                    @if let (Needs::Look, Some(first), Some(second)) = (paper.needs(), &paper.first, &paper.second) {
                        p.alert { (words.tell("clerk-differ", &[("first", &written(words, first)), ("second", &written(words, second))])) }
                    }
                    @if paper.needs() == Needs::Nothing {
                        " " span.note { (words.say("receipt")) ": " span.code { (hall.secret.receipt(round, *stub, 0)) } }
                    }
                    form.inline method="post" action="/clerk/withdraw" {
                        (workshop.token("desk"))
                        input type="hidden" name="round" value=(round);
                        input type="hidden" name="stub" value=(stub);
                        " " button type="submit" { (words.say("clerk-withdraw")) " " (stub) }
                    }
                }
            }
        }
    }
}

fn needs(words: Words, paper: &Paper) -> String {
    words.say(match paper.needs() {
        Needs::Another(Typing::First) => "clerk-needs-first",
        Needs::Another(Typing::Second) => "clerk-needs-second",
        Needs::Look => "clerk-needs-look",
        Needs::Nothing => "clerk-counts",
    })
}

/// A ballot in a line.
fn written(words: Words, marks: &Marks) -> String {
    if marks.named.is_empty() {
        return words.say("clerk-nothing");
    }
    let parts = marks
        .named
        .iter()
        .enumerate()
        .map(|(at, id)| match marks.points.get(at) {
            Some(points) => format!("{id} ({points})"),
            None => id.clone(),
        });
    parts.collect::<Vec<_>>().join(", ")
}

/// Which paper a form is about: the vote, and the number on the stub; or what stands there and is no number.
fn paper(fields: &Fields) -> Result<(u8, u32), &str> {
    let text = |name: &str| field(fields, name).map_or("", str::trim);
    let (round, stub) = (text("round"), text("stub"));
    Ok((round.parse().map_err(|_| round)?, stub.parse().map_err(|_| stub)?))
}

/// A form that cannot be read, with a way back.
fn unreadable(words: Words, why: &str) -> Response {
    let title = words.say("cannot-be");
    refused(&words, StatusCode::UNPROCESSABLE_ENTITY, &title, why, "/clerk")
}

/// Typing a paper ballot.
pub async fn take(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    if !workshop.is_of_desk(&headers, &fields) {
        return forged(&words);
    }
    let typing = match field(&fields, "typing") {
        Some("first") => Typing::First,
        Some("second") => Typing::Second,
        _ => return unreadable(words, &words.say("clerk-which")),
    };
    let marks = match ballot::read(&workshop.hall.form, &fields) {
        Ok(marks) => marks,
        Err(why) => return unreadable(words, &why.told(words)),
    };
    let (round, stub) = match paper(&fields) {
        Ok(paper) => paper,
        Err(text) => return unreadable(words, &words.tell("not-a-number", &[("text", text)])),
    };
    let act = Act::Type {
        round,
        stub,
        typing,
        marks,
    };
    match workshop.act(act).await {
        Ok(_) => go(&format!("/clerk?kept={stub}")),
        Err(refusal) => not_done(&words, &refusal, "/clerk"),
    }
}

/// Withdrawing one.
pub async fn withdraw(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    if !workshop.is_of_desk(&headers, &fields) {
        return forged(&words);
    }
    let (round, stub) = match paper(&fields) {
        Ok(paper) => paper,
        Err(text) => return unreadable(words, &words.tell("not-a-number", &[("text", text)])),
    };
    match workshop.act(Act::Withdraw { round, stub }).await {
        Ok(_) => go("/clerk"),
        Err(refusal) => not_done(&words, &refusal, "/clerk"),
    }
}
