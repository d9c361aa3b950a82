//! The wall: one message a screen, nothing to scroll, no tallies while a vote is open.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::answer::page as framed;
use super::{Workshop, effects, qr, shown, steps};
use crate::process::money::spoken;
use crate::room::{Page, Words};
use crate::workshop::count::Result as Counted;
use crate::workshop::moved::moved;
use crate::workshop::{Stage, Step};

/// The page.
pub async fn page(State(workshop): State<Arc<Workshop>>, words: Words) -> Page {
    let (step, blank, open, turn) = workshop
        .hall
        .look(|room| (room.step, room.blank, room.open(), room.turns));
    let body = match (blank, open) {
        (true, _) => html! {},
        (false, Some(round)) => voting(&workshop, words, round),
        (false, None) => at_step(&workshop, words, step).await,
    };
    let body = html! { div #view.screen data-changes="/changes/any" data-turn=(turn) { (body) } };
    framed(&words, workshop.hall.process.title.clone(), body).wall()
}

/// How to get in: address and square.
fn way_in(workshop: &Workshop, words: Words) -> Markup {
    html! {
        div.way-in {
            @match &workshop.address {
                Some(address) => {
                    (qr::drawing(address, address))
                    p { (words.say("wall-address")) br; strong.code { (address) } }
                }
                None => { p { (words.say("wall-alone")) } }
            }
        }
    }
}

fn voting(workshop: &Workshop, words: Words, round: u8) -> Markup {
    let turnout = workshop.hall.look(|room| room.turnout(round)).to_string();
    html! {
        h1 { (words.say("wall-open")) }
        div.halves {
            div {
                p.huge { (words.tell("wall-turnout", &[("count", &turnout)])) }
                p { (words.say("wall-hidden")) }
                p { (words.say("vote-no-hurry")) }
            }
            (way_in(workshop, words))
        }
    }
}

async fn at_step(workshop: &Arc<Workshop>, words: Words, step: Step) -> Markup {
    let round = step.round();
    let stage = workshop.hall.look(|room| room.stage(round));
    let revealed = workshop.hall.look(|room| room.revealed());
    let result = match revealed {
        Some(round) => shown::counted(workshop, round).await.and_then(Result::ok),
        None => None,
    };
    match (step, result, revealed) {
        (Step::Join, ..) => html! {
            h1 lang="en" { (workshop.hall.process.title) }
            div.halves {
                div { p { (shown::decide_about(workshop, words)) } @if workshop.address.is_some() { p { (words.say("join-how")) } } p { (words.say("join-paper")) } }
                (way_in(workshop, words))
            }
        },
        (Step::Baseline, ..) => html! { h1 { (words.say("baseline-title")) } (effects::baseline(workshop, words)) },
        (Step::Predict, ..) => {
            let count = workshop.hall.look(|room| room.guesses.len()).to_string();
            html! {
                h1 { (words.say("guess-title")) }
                p.huge { (words.tell("wall-guesses", &[("count", &count)])) }
                p { (words.say("guess-text")) }
            }
        }
        (Step::Read, ..) => html! {
            h1 { (words.say("read-title")) }
            p { (shown::decide_about(workshop, words)) }
            ul.plain.two {
                @for proposal in &workshop.hall.process.proposals {
                    li { strong lang="en" { (proposal.short_title()) } " " span.price { (spoken(proposal.pounds())) } }
                }
            }
        },
        (Step::Lever, ..) => html! {
            h1 { (words.say("lever-title")) }
            (workshop.levers.told(words, &workshop.hall.look(|room| room.levers.clone())))
        },
        (Step::Vote | Step::VoteAgain | Step::Count | Step::CountAgain, ..) if stage == Stage::Closed => html! {
            h1 { (words.say("closed-title")) }
            p.huge { (words.say("closed-text")) }
        },
        (Step::Vote | Step::VoteAgain, ..) if stage == Stage::Waiting => html! {
            h1 { (steps::name(words, step)) }
            div.halves { p.huge { (words.say("not-open-yet")) } (way_in(workshop, words)) }
        },
        (Step::Consequences, Some(result), Some(round)) => html! {
            h1 { (shown::finding(workshop, words, &result)) }
            (effects::effects(workshop, words, round))
            p.note { (words.say("camps-title")) ": ▲ " (words.say("expects-better")) " · ▼ " (words.say("expects-worse")) " · = " (words.say("expects-same")) " · ? " (words.say("expects-unclear")) }
        },
        (Step::VoteAgain | Step::CountAgain, Some(result), Some(round)) if round > 1 => html! {
            h1 { (shown::finding(workshop, words, &result)) }
            div.thirds { (lists(workshop, words, &result)) div { h2 { (words.say("moved-title")) } (moves(workshop, words)) } }
        },
        (Step::Vote | Step::VoteAgain | Step::Count | Step::CountAgain, Some(result), _) => html! {
            h1 { (shown::finding(workshop, words, &result)) }
            div.thirds { (lists(workshop, words, &result)) div { (shown::rules(workshop, words, &result)) (shown::guesses(workshop, words, &result)) } }
        },
        (Step::HandOut, result, _) => html! {
            h1 { (words.say("wall-thanks")) }
            div.halves { p.huge { (words.say(if result.is_some() { "wall-home" } else { "nothing-counted" })) } (way_in(workshop, words)) }
        },
        _ => html! {
            h1 { (steps::name(words, step)) }
            p.huge { (words.say("nothing-counted")) }
        },
    }
}

/// Lines of a list that have room beside a finding; what is beyond stands on everybody's phone.
const LINES: usize = 9;

/// Funded, and not, in two short lists side by side.
fn lists(workshop: &Workshop, words: Words, result: &Counted) -> Markup {
    let process = &workshop.hall.process;
    html! {
        @for funded in [true, false] {
            @let lines = shown::lines(workshop, words, result, funded);
            div {
                h2 { (words.say(if funded { "funded" } else { "not-funded" })) }
                ul.plain.tight {
                    @for line in lines.iter().take(LINES) {
                        li lang="en" {
                            span aria-hidden="true" { (line.mark) " " }
                            (process.proposals[line.at].short_title()) " "
                            span.price lang=(words.language.code()) { (line.price) ", " (shown::named_by(words, process, line))
                                @if shown::is_from_the_rest(result, line.verdict) { " +" } }
                        }
                    }
                }
                (beyond(words, lines.len()))
                @if funded { p.note { (shown::how(words, &workshop.hall.process, result)) } }
            }
        }
    }
}

/// That a list goes on where there is no room for it.
fn beyond(words: Words, all: usize) -> Markup {
    html! { @if all > LINES { p.note { (words.tell("wall-more", &[("count", &(all - LINES).to_string())])) } } }
}

/// What moved between the votes, most first: what a proposal had, what it has, and of those who voted both times who changed to it
/// and who away from it. Whoever voted once moved nothing, and is told apart.
fn moves(workshop: &Workshop, words: Words) -> Markup {
    let hall = &workshop.hall;
    let ids: Vec<String> = hall.process.proposals.iter().map(|one| one.id.clone()).collect();
    let found = hall.look(|room| moved(room, &hall.form, &ids));
    let mut shifts = found.shifts.clone();
    shifts.retain(|one| one.came + one.left + one.joined + one.stayed_away > 0);
    shifts.sort_by_key(|one| std::cmp::Reverse(one.before.abs_diff(one.after)));
    html! {
        p { (shown::changed(words, &found)) }
        ul.plain.tight {
            @for one in shifts.iter().take(LINES) {
                li { span lang="en" { (hall.process.find(&one.id).map_or("", |at| hall.process.proposals[at].short_title())) } " "
                    strong { (one.before) " → " (one.after) } " (" (shown::signed("+", one.came)) " " (shown::signed("−", one.left)) ")" }
            }
        }
        p.note { (words.say("moved-signs")) @if found.only_first + found.only_second > 0 { " " (words.say("moved-rest")) } }
        (beyond(words, shifts.len()))
    }
}
