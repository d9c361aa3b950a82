//! The facilitator's desk: the agenda with its script, the votes, who is here.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use axum::extract::{ConnectInfo, Form, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::Workshop;
use super::answer::{forged, go, not_done, page as framed, refused};
use super::steps;
use super::who::{Fields, field, set_cookie};
use crate::room::Words;
use crate::workshop::{Act, Stage, Step};

/// A phone that was not heard of for so long is silent.
const SILENT: Duration = Duration::from_secs(60);

/// The page, or the question for the PIN.
pub async fn page(State(workshop): State<Arc<Workshop>>, words: Words, headers: HeaderMap) -> Response {
    if !workshop.is_desk(&headers) {
        return asking(&workshop, words, "/desk", false).into_response();
    }
    let body = html! { div #view data-changes="/changes/any" { (at_work(&workshop, words)) } };
    framed(&words, words.say("desk-title"), body)
        .languages("/desk")
        .link("/wall", words.say("desk-wall"))
        .link("/clerk", words.say("desk-clerk"))
        .link("/print", words.say("desk-print"))
        .into_response()
}

/// The form that asks for the PIN, on the way to an address.
pub fn asking(workshop: &Workshop, words: Words, to: &str, wrong: bool) -> impl IntoResponse + use<> {
    let body = html! {
        h1 { (words.say("desk-title")) }
        @if wrong { p.alert role="alert" { (words.say("desk-pin-wrong")) } }
        form method="post" action="/desk/pin" {
            (workshop.token("pin"))
            input type="hidden" name="to" value=(to);
            p { label for="pin" { (words.say("desk-pin")) } }
            p { input #pin .code name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" required; }
            p { button.main type="submit" { (words.say("desk-enter")) } }
        }
        p.note { (words.say("desk-pin-how")) }
    };
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    (status, framed(&words, words.say("desk-title"), body).languages("/desk"))
}

/// Letting a helper in by the PIN.
pub async fn pin(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Form(fields): Form<Fields>,
) -> Response {
    if !workshop.is_ours(&fields, "pin") {
        return forged(&words);
    }
    let (from, now) = (from.ip().to_string(), Instant::now());
    if let Some(wait) = workshop.pins.wait(&from, now) {
        let minutes = wait.as_secs().div_ceil(60).to_string();
        let why = words.tell("join-wait", &[("minutes", &minutes)]);
        return refused(
            &words,
            StatusCode::TOO_MANY_REQUESTS,
            &words.say("desk-title"),
            &why,
            "/desk",
        );
    }
    // Only pages of the desk are gone on to.
    let to = field(&fields, "to")
        .filter(|to| ["/desk", "/clerk", "/print", "/print/cards"].contains(to))
        .unwrap_or("/desk")
        .to_owned();
    if !workshop.hall.secret.is_pin(field(&fields, "pin").unwrap_or_default()) {
        workshop.pins.missed(&from, now);
        return asking(&workshop, words, &to, true).into_response();
    }
    let mut answer = go(&to);
    answer
        .headers_mut()
        .append(SET_COOKIE, set_cookie("desk", &workshop.desk_seal()));
    answer
}

/// A button that does something.
fn button(workshop: &Workshop, what: &str, value: &str, text: &str, main: bool) -> Markup {
    html! {
        form.inline method="post" action="/desk/act" {
            (workshop.token("desk"))
            input type="hidden" name="what" value=(what);
            input type="hidden" name="value" value=(value);
            button type="submit" class=[main.then_some("main")] { (text) }
        }
    }
}

fn at_work(workshop: &Arc<Workshop>, words: Words) -> Markup {
    let hall = &workshop.hall;
    let (step, since, blank) = hall.look(|room| (room.step, room.since, room.blank));
    let stage = hall.look(|room| room.stage(if step == Step::VoteAgain { 2 } else { 1 }));
    let (long, short) = step.minutes();
    let minutes = now().saturating_sub(since) / 60;
    html! {
        h1 { (words.say("desk-now")) ": " (steps::name(words, step)) }
        p { @if since > 0 { span data-since=(since) { (minutes) } " " (words.say("desk-minutes")) ". " }
            (words.tell("desk-planned", &[("long", &long.to_string()), ("short", &short.to_string())])) }
        h2 { (words.say("desk-say")) }
        blockquote { (steps::script(words, step, stage, workshop.hall.effort.draws)) }
        div.row {
            (button(workshop, "go", step.back().word(), &words.say("desk-back"), false))
            (button(workshop, "go", step.next().word(), &words.say("desk-next"), true))
            (button(workshop, "blank", if blank { "no" } else { "yes" }, &words.say(if blank { "desk-show" } else { "desk-blank" }), false))
        }
        (votes(workshop, words))
        @if step == Step::Lever { (choose_lever(workshop, words)) }
        (people(workshop, words))
        h2 { (words.say("desk-agenda")) }
        ol {
            @for one in Step::ALL {
                li { @if one == step { strong aria-current="step" { (steps::name(words, one)) } }
                     @else { (button(workshop, "go", one.word(), &steps::name(words, one), false)) } }
            }
        }
        @if let Some(last) = hall.look(|room| room.revealed()) {
            h2 { (words.say("desk-files")) }
            @for round in 1..=last { (super::shown::links(words, round)) }
        }
    }
}

/// Opening, closing, counting.
fn votes(workshop: &Workshop, words: Words) -> Markup {
    let hall = &workshop.hall;
    html! {
        @for round in crate::workshop::act::ROUNDS {
            @let votes = hall.look(|room| room.round(round));
            @let number = round.to_string();
            @let told = |name: &str| words.tell(name, &[("round", &number)]);
            @if round == 1 || hall.look(|room| room.stage(1)) == Stage::Revealed {
                section {
                    h2 { (words.tell("desk-turnout", &[
                        ("round", &number),
                        ("phones", &votes.phones.len().to_string()),
                        ("papers", &votes.papers_that_count().to_string()),
                    ])) }
                    @let unfinished = hall.look(|room| room.unfinished(round));
                    @if !unfinished.is_empty() {
                        @let stubs: Vec<String> = unfinished.iter().map(u32::to_string).collect();
                        p.alert { (words.tell("desk-unfinished", &[("stubs", &stubs.join(", "))])) }
                    }
                    div.row {
                        @match votes.stage {
                            Stage::Waiting => { (button(workshop, "open", &number, &told("desk-open"), true)) }
                            Stage::Open => { (button(workshop, "close", &number, &told("desk-close"), true)) }
                            Stage::Closed => {
                                (button(workshop, "reveal", &number, &told("desk-reveal"), true))
                                (button(workshop, "open", &number, &told("desk-open"), false))
                            }
                            Stage::Revealed => { a.button href=(format!("/result/{round}")) { (words.say("print-result")) } }
                        }
                    }
                }
            }
        }
    }
}

fn people(workshop: &Workshop, words: Words) -> Markup {
    let (here, silent) = {
        let heard = workshop.heard.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let silent = heard.values().filter(|at| at.elapsed() >= SILENT).count();
        (heard.len(), silent)
    };
    let cards = workshop.hall.look(|room| room.cards.len());
    html! {
        p { (words.tell("desk-phones", &[("here", &here.to_string()), ("silent", &silent.to_string())])) " "
            (words.tell("desk-cards", &[("count", &cards.to_string())])) }
        details #more-cards {
            summary { (words.say("desk-more")) }
            form.row method="post" action="/desk/act" {
                (workshop.token("desk"))
                input type="hidden" name="what" value="issue";
                label for="more" { (words.say("desk-how-many")) }
                input #more name="value" type="number" min="1" max="500" value="10";
                button type="submit" { (words.say("desk-more")) }
            }
        }
    }
}

fn choose_lever(workshop: &Workshop, words: Words) -> Markup {
    let levers = workshop.hall.look(|room| room.levers.clone());
    html! {
        h2 { (words.say("lever-title")) }
        form.row method="post" action="/desk/act" {
            (workshop.token("desk"))
            input type="hidden" name="what" value="lever";
            label for="lever" { (words.say("lever-choose")) }
            select #lever name="value" lang="en" {
                option value="" { (words.say("lever-as-now")) }
                @for lever in workshop.levers.all() {
                    optgroup label=(lever.title) {
                        @for (at, setting) in lever.settings.iter().enumerate().filter(|(_, setting)| !setting.is_as_now()) {
                            @let address = format!("{}={at}", lever.name);
                            option value=(address) selected[address == levers] { (lever.title) ": " (setting.word) }
                        }
                    }
                }
            }
            button.main type="submit" { (words.say("lever-choose")) }
        }
        (workshop.levers.told(words, &levers))
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// Something that the facilitator does.
pub async fn act(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    if !workshop.is_of_desk(&headers, &fields) {
        return forged(&words);
    }
    let value = field(&fields, "value").unwrap_or_default();
    let round = || value.parse().unwrap_or(0);
    let act = match field(&fields, "what").unwrap_or_default() {
        "go" => Step::from_word(value).map(|step| Act::Go { step, at: now() }),
        "blank" => Some(Act::Blank(value == "yes")),
        "open" => Some(Act::Open(round())),
        "close" => Some(Act::Close(round())),
        "reveal" => Some(Act::Reveal(round())),
        "issue" => value.parse().ok().map(Act::Issue),
        "lever" => {
            if let Err(why) = workshop.levers.knows(value) {
                let title = words.say("cannot-be");
                return refused(&words, StatusCode::UNPROCESSABLE_ENTITY, &title, &why, "/desk");
            }
            Some(Act::Move {
                levers: value.to_owned(),
            })
        }
        _ => None,
    };
    let Some(act) = act else {
        let title = words.say("cannot-be");
        return refused(
            &words,
            StatusCode::UNPROCESSABLE_ENTITY,
            &title,
            &words.tell("not-a-number", &[("text", value)]),
            "/desk",
        );
    };
    let revealed = match act {
        Act::Reveal(round) => Some(round),
        _ => None,
    };
    match workshop.act(act).await {
        Ok(_) => {
            if let Some(round) = revealed {
                // "Count and show": the room goes on to the count, unless it is there or beyond.
                let step = if round > 1 { Step::CountAgain } else { Step::Count };
                if workshop.hall.look(|room| room.step) < step
                    && let Err(refusal) = workshop.act(Act::Go { step, at: now() }).await
                {
                    return not_done(&words, &refusal, "/desk");
                }
                // What the choice would do is begun at once, so that it is there when the agenda comes to it.
                let hall = workshop.hall.clone();
                tokio::task::spawn_blocking(move || hall.consequences(round));
            }
            go("/desk")
        }
        Err(refusal) => not_done(&words, &refusal, "/desk"),
    }
}
