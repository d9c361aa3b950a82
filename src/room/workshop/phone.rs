//! The phone: join, guess, read, vote, receipt, result. One address; what it shows follows the agenda.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, Form, Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::Workshop;
use super::answer::{forged, go, not_done, page as framed, refused};
use super::who::{Fields, field, set_cookie};
use super::{ballot, effects, shown};
use crate::room::Words;
use crate::workshop::{Act, Done, Refusal, Stage, Step};

impl Workshop {
    /// Does something without keeping a thread while it is written.
    pub async fn act(&self, act: Act) -> Result<Done, Refusal> {
        let (sender, answer) = tokio::sync::oneshot::channel();
        self.hall.submit(act, move |done| {
            let _ = sender.send(done);
        });
        let ended = |_| Err(Refusal::NotWritten("the workshop has ended".to_owned()));
        answer.await.unwrap_or_else(ended)
    }
}

/// The page.
pub async fn page(State(workshop): State<Arc<Workshop>>, words: Words, headers: HeaderMap) -> Response {
    let Some((card, code)) = workshop.card(&headers) else {
        return joining(&workshop, words, None).into_response();
    };
    workshop.hear(Some(card));
    let step = workshop.hall.look(|room| room.step);
    let open = workshop.hall.look(|room| room.open());
    let body = match open {
        Some(round) => voting(&workshop, words, (card, &code), round),
        None => at_step(&workshop, words, (card, &code), step).await,
    };
    let process = &workshop.hall.process;
    let body = html! {
        (body)
        p { a.button href="/" { (words.say("again")) } }
        form method="post" action="/leave" { button type="submit" { (words.say("leave")) } }
    };
    let turn = workshop.hall.look(|room| room.turns);
    let body = html! { div #view data-changes="/changes" data-turn=(turn) { (body) } };
    framed(&words, process.title.clone(), body)
        .languages("/")
        .link("/proposals", words.say("read-title"))
        .into_response()
}

/// The page of somebody who has not joined.
fn joining(workshop: &Workshop, words: Words, wrong: Option<String>) -> impl IntoResponse + use<> {
    let body = html! {
        h1 lang="en" { (workshop.hall.process.title) }
        p { (shown::decide_about(workshop, words)) }
        @if let Some(wrong) = wrong { p.alert role="alert" { (wrong) } }
        form method="post" action="/join" {
            (workshop.token("join"))
            p { label for="code" { (words.say("join-code")) } }
            p { input #code .code name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="12" required placeholder="ABCD-EFGH"; }
            p { button.main type="submit" { (words.say("join-go")) } }
        }
        p { (words.say("join-how")) }
        p.note { (words.say("join-wifi")) }
        p.note { (words.say("join-paper")) }
    };
    framed(&words, words.say("join-title"), body).languages("/")
}

/// Lets a card in by its code, or says why not.
fn let_in(workshop: &Workshop, words: Words, code: &str, from: SocketAddr) -> Response {
    let (from, now) = (from.ip().to_string(), Instant::now());
    if let Some(wait) = workshop.codes.wait(&from, now) {
        let minutes = wait.as_secs().div_ceil(60).to_string();
        let why = words.tell("join-wait", &[("minutes", &minutes)]);
        return refused(
            &words,
            StatusCode::TOO_MANY_REQUESTS,
            &words.say("join-title"),
            &why,
            "/",
        );
    }
    let hash = workshop.hall.secret.hash(code);
    let Some(card) = workshop.hall.look(|room| room.card(&hash)) else {
        workshop.codes.missed(&from, now);
        let page = joining(workshop, words, Some(words.say("join-unknown")));
        return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    };
    let mut answer = go("/");
    answer
        .headers_mut()
        .append(SET_COOKIE, set_cookie("card", &workshop.card_cookie(card)));
    answer
}

/// Joining by typing a code.
pub async fn join(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Form(fields): Form<Fields>,
) -> Response {
    if !workshop.is_ours(&fields, "join") {
        return forged(&words);
    }
    let_in(&workshop, words, field(&fields, "code").unwrap_or_default(), from)
}

/// Joining by the square on a card.
pub async fn card(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    Path(code): Path<String>,
) -> Response {
    let_in(&workshop, words, &code, from)
}

/// Leaving, so that a phone can be handed on.
pub async fn leave() -> Response {
    let mut answer = go("/");
    let gone = "card=; Path=/; SameSite=Lax; HttpOnly; Max-Age=0";
    if let Ok(gone) = gone.parse() {
        answer.headers_mut().append(SET_COOKIE, gone);
    }
    answer
}

/// The ballot while a vote is open.
fn voting(workshop: &Workshop, words: Words, (card, code): (u32, &str), round: u8) -> Markup {
    let hall = &workshop.hall;
    let (cast, on_paper) = hall.look(|room| {
        let votes = room.round(round);
        (votes.phones.get(&card).cloned(), votes.papers.contains_key(&card))
    });
    if on_paper {
        return html! { h1 { (words.say("vote-title")) } p { (words.say("on-paper")) } };
    }
    let marks = cast.as_ref().map(|cast| cast.marks.clone()).unwrap_or_default();
    // The word under which this ballot is known: made anew with every page, so that a ballot sent twice is one.
    let key = hall.secret.seal(&format!(
        "key {code} {round} {} {:?}",
        hall.look(|room| room.events),
        Instant::now()
    ));
    html! {
        @if let Some(cast) = &cast {
            section.receipt data-receipt=(hall.secret.receipt(round, card, cast.version)) {
                h1 { (words.say("receipt-title")) }
                p { (words.say("receipt")) ": " strong.code { (hall.secret.receipt(round, card, cast.version)) } }
                p { (words.say("receipt-text")) }
            }
        }
        h2 { (if cast.is_some() { words.say("vote-change") } else if round > 1 { words.say("vote-title-again") } else { words.say("vote-title") }) }
        p { (ballot::instruction(words, &hall.form)) }
        (shown::in_english(words))
        p.alert #kept role="status" hidden { (words.say("kept-here")) }
        // Whose ballot waits on this phone: one that is handed on keeps each card's apart.
        form #ballot method="post" action="/vote" data-ballot=(format!("{} {round}", &hall.secret.seal(&format!("waits {code}"))[..12])) {
            (workshop.token(code))
            input type="hidden" name="round" value=(round);
            input type="hidden" name="key" value=(&key[..24]);
            (ballot::lines(words, &hall.process, &hall.form, &marks, true))
            (ballot::bound(words, &hall.process, &hall.form))
            (ballot::settled(words, &hall.process))
            (ballot::purses(words, &hall.form))
            (ballot::bar(words, &hall.form, &marks))
            p { button.main type="submit" { (words.say("vote-send")) } }
            p.note { (words.say("vote-no-hurry")) }
        }
    }
}

/// What a phone shows at a step while no vote is open.
async fn at_step(workshop: &Arc<Workshop>, words: Words, (card, code): (u32, &str), step: Step) -> Markup {
    let round = step.round();
    let stage = workshop.hall.look(|room| room.stage(round));
    match step {
        Step::Predict => guessing(workshop, words, card, code),
        Step::Baseline => html! { h1 { (words.say("baseline-title")) } (effects::baseline(workshop, words)) },
        Step::Read => html! {
            h1 { (words.say("read-title")) }
            p { (shown::decide_about(workshop, words)) }
            (shown::proposals(workshop, words))
        },
        Step::Lever => html! {
            h1 { (words.say("lever-title")) }
            (workshop.levers.told(words, &workshop.hall.look(|room| room.levers.clone())))
        },
        _ if stage == Stage::Closed => closed(workshop, words, card, round),
        Step::Vote | Step::Count | Step::Consequences | Step::VoteAgain | Step::CountAgain | Step::HandOut => {
            let last = workshop.hall.look(|room| room.revealed());
            match last {
                Some(round) => match shown::counted(workshop, round).await {
                    Some(Ok(result)) => shown::whole(workshop, words, round, &result),
                    Some(Err(why)) => html! { p.alert lang="en" { (why) } },
                    None => waiting(words),
                },
                None => waiting(words),
            }
        }
        Step::Join => waiting(words),
    }
}

fn waiting(words: Words) -> Markup {
    html! { h1 { (words.say("wait-title")) } p { (words.say("wait-text")) } }
}

fn closed(workshop: &Workshop, words: Words, card: u32, round: u8) -> Markup {
    let votes = workshop.hall.look(|room| room.round(round));
    let receipt = votes
        .phones
        .get(&card)
        .map(|cast| workshop.hall.secret.receipt(round, card, cast.version));
    html! {
        h1 { (words.say("closed-title")) }
        p { (words.say("closed-text")) }
        @match receipt {
            Some(receipt) => p data-receipt=(receipt) { (words.say("receipt")) ": " strong.code { (receipt) } },
            None if votes.papers.contains_key(&card) => p { (words.say("on-paper")) },
            None => p { (words.say("closed-none")) },
        }
    }
}

fn guessing(workshop: &Workshop, words: Words, card: u32, code: &str) -> Markup {
    let hall = &workshop.hall;
    let guess = hall.look(|room| room.guesses.get(&card).cloned());
    html! {
        h1 { (words.say("guess-title")) }
        p { (words.say("guess-text")) }
        @if guess.is_some() { p.alert role="status" { (words.say("guess-kept")) } }
        form method="post" action="/guess" {
            (workshop.token(code))
            ul.plain {
                @for at in &hall.form.proposals {
                    @let proposal = &hall.process.proposals[*at];
                    li { label.choice {
                        input type="checkbox" name="named" value=(proposal.id) checked[guess.as_ref().is_some_and(|named| named.contains(&proposal.id))];
                        span lang="en" { (proposal.title) }
                    } }
                }
            }
            p { button.main type="submit" { (words.say("guess-send")) } }
        }
    }
}

/// A guess.
pub async fn guess(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let Some((_, code)) = workshop
        .card(&headers)
        .filter(|(_, code)| workshop.is_ours(&fields, code))
    else {
        return forged(&words);
    };
    let named = fields.iter().filter(|(name, _)| name == "named");
    let named = named.map(|(_, id)| id.clone()).collect();
    match workshop.act(Act::Guess { code, named }).await {
        Ok(_) => go("/"),
        Err(refusal) => not_done(&words, &refusal, "/"),
    }
}

/// A ballot.
pub async fn vote(
    State(workshop): State<Arc<Workshop>>,
    words: Words,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Response {
    let Some((card, code)) = workshop
        .card(&headers)
        .filter(|(_, code)| workshop.is_ours(&fields, code))
    else {
        return forged(&words);
    };
    workshop.hear(Some(card));
    let marks = match ballot::read(&workshop.hall.form, &fields) {
        Ok(marks) => marks,
        Err(why) => {
            let title = words.say("spoilt-title");
            return refused(&words, StatusCode::UNPROCESSABLE_ENTITY, &title, &why.told(words), "/");
        }
    };
    let act = Act::Vote {
        round: field(&fields, "round")
            .and_then(|round| round.parse().ok())
            .unwrap_or(0),
        code,
        marks,
        key: field(&fields, "key").unwrap_or_default().to_owned(),
    };
    match workshop.act(act).await {
        Ok(_) => go("/"),
        Err(refusal) => not_done(&words, &refusal, "/"),
    }
}
