//! What people take home: the list of counted ballots with their receipts, and the files.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, PreEscaped, html};

use super::Workshop;
use super::answer::{page as framed, refused};
use super::shown::counted;
use super::who::{Fields, field};
use crate::room::{Page, Words};
use crate::workshop::Stage;

/// Every counted ballot under its receipt.
pub async fn list(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    Path(round): Path<u8>,
    Query(asked): Query<Fields>,
) -> Response {
    if workshop.hall.look(|room| room.stage(round)) != Stage::Revealed {
        return (StatusCode::NOT_FOUND, Page::nowhere(&words)).into_response();
    }
    let list = workshop.hall.listed(round);
    let wanted = field(&asked, "receipt").map(|text| text.trim().to_uppercase());
    let found = wanted
        .as_ref()
        .filter(|wanted| !wanted.is_empty())
        .map(|wanted| list.iter().any(|one| one.receipt == *wanted));
    let body = html! {
        h1 { (words.say("list-title")) }
        p { (words.say("list-text")) }
        form method="get" action=(format!("/ballots/{round}")) {
            p { label for="receipt" { (words.say("list-find")) } " "
                input #receipt .code name="receipt" autocomplete="off" maxlength="20" value=[wanted.as_ref()];
                " " button type="submit" { (words.say("list-find")) } }
        }
        @if let Some(found) = found {
            p.alert role="status" { (words.say(if found { "list-found" } else { "list-missing" })) }
        }
        div.wide tabindex="0" role="region" aria-label=(words.say("list-title")) {
            table {
                tbody {
                    @for one in &list {
                        tr class=[(wanted.as_ref() == Some(&one.receipt)).then_some("found")] {
                            th.code scope="row" { (one.receipt) }
                            td lang="en" {
                                @if one.named.is_empty() { span lang=(words.language.code()) { (words.say("list-empty-ballot")) } }
                                @for (at, id) in one.named.iter().enumerate() {
                                    @if at > 0 { "; " }
                                    (workshop.hall.process.find(id).map_or(id.as_str(), |at| workshop.hall.process.proposals[at].short_title())) @if let Some(points) = one.points.get(at) { " (" (points) ")" }
                                }
                            }
                            td { @if one.paper { (words.say("on-paper-word")) } }
                        }
                    }
                }
            }
        }
        p { a href=(format!("/file/vote-{round}.pb")) { (words.say("get-ballots")) } }
    };
    framed(&words, words.say("list-title"), body)
        .languages(format!("/ballots/{round}"))
        .into_response()
}

/// A file of a vote that was counted: `vote-1.pb`, `vote-1.toml`, `vote-1.html`.
pub async fn file(State(workshop): State<Arc<Workshop>>, words: Words, Path(name): Path<String>) -> Response {
    let nowhere = || (StatusCode::NOT_FOUND, Page::nowhere(&words)).into_response();
    let parts = name.strip_prefix("vote-").and_then(|rest| rest.split_once('.'));
    let Some((Ok(round), kind)) = parts.map(|(round, kind)| (round.parse::<u8>(), kind)) else {
        return nowhere();
    };
    let Some(Ok(result)) = counted(&workshop, round).await else {
        return nowhere();
    };
    let text = match kind {
        "pb" => result.ballots.clone(),
        "html" => kept(&workshop, words, round, &result),
        "toml" => match workshop.hall.scenario(round) {
            Some(Ok(text)) => text,
            Some(Err(problems)) => {
                let title = words.say("cannot-be");
                let why = problems.to_string();
                return refused(&words, StatusCode::INTERNAL_SERVER_ERROR, &title, &why, "/");
            }
            None => return nowhere(),
        },
        _ => return nowhere(),
    };
    let named = format!(
        "attachment; filename=\"{}-{name}\"",
        workshop.hall.process.name.replace(['"', '\\'], "")
    );
    let headers = [
        (
            CONTENT_TYPE,
            format!("text/{}; charset=utf-8", if kind == "html" { "html" } else { "plain" }),
        ),
        (CONTENT_DISPOSITION, named),
    ];
    (headers, text).into_response()
}

/// The result on a page that needs nothing else: its style is written into it.
fn kept(workshop: &Workshop, words: Words, round: u8, result: &crate::workshop::count::Result) -> String {
    let style = format!("{}\n{}", crate::room::frame::STYLE, super::STYLE);
    html! {
        (DOCTYPE)
        html lang=(words.language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (workshop.hall.process.title) }
                style { (PreEscaped(style)) }
            }
            body { main { (super::print::one_page(workshop, words, round, result)) } }
        }
    }
    .into_string()
}
