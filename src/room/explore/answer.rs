//! What a choice would do: figures at a glance, pictures with a sentence and a table each, and choices that were saved.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};

use super::address::{Address, MORE, Pairs, SAVED};
use super::ask::{ROUGH, ask};
use super::picture::{Around, picture, unit};
use super::{Exploring, camps, told};
use crate::live::{Answer, AskError, LiveProjection, Quality, StateError};
use crate::measures::{self, HEADLINES, Handle};
use crate::report::{robustness, words as numbers};
use crate::room::messages::Words;
use crate::room::stream;
use crate::world::Year;
use crate::world::past::PastPoint;

/// Figures at a glance.
pub(super) const GLANCE: [Handle; 4] = [
    measures::COST_PUBLIC,
    measures::WAITING_LIST,
    measures::CARE_UNMET_PEOPLE,
    measures::NEED_MET,
];
/// Pictures that are always there, in this order.
const ALWAYS: [Handle; 6] = [
    measures::COST_PUBLIC,
    measures::TAX_NEEDED,
    measures::WAITING_LIST,
    measures::CARE_UNMET_PEOPLE,
    measures::NEED_MET,
    measures::HEALTHY_LIFE_EXPECTANCY,
];
/// Most pictures of what the moved levers are about.
const ABOUT: usize = 6;

/// The measures of the pictures: what the levers that were moved are about, the last first, and what is always shown.
fn shown(exploring: &Exploring, address: &Address) -> (Vec<Handle>, Vec<Handle>) {
    let live = &exploring.live;
    let last = address.last_moved(live);
    let moved = address.question.state.moved(live.board()).unwrap_or_default();
    let others = moved
        .iter()
        .map(|(lever, _)| *lever)
        .filter(|lever| last.is_none_or(|last| last.name != lever.name));
    let mut about: Vec<Handle> = Vec::new();
    for handle in last
        .into_iter()
        .chain(others)
        .flat_map(|lever| lever.measures().unwrap_or_default())
    {
        if !about.contains(&handle) && about.len() < ABOUT {
            about.push(handle);
        }
    }
    let always = ALWAYS.into_iter().filter(|handle| !about.contains(handle)).collect();
    (about, always)
}

/// The figures at a glance, told aloud when they change.
pub fn strip(exploring: &Exploring, address: &Address, found: &Answer, words: Words) -> Markup {
    let years = exploring.live.years();
    let changed = !address.question.is_as_now();
    let year = told::telling_year(years).financial();
    html! { div #strip role="status" {
        @for handle in GLANCE { @if let Some(cell) = told::cell(found, handle, years) {
            div.figure {
                span.name lang="en" { (handle.measure().title) }
                b { @if changed { (told::change(&cell).unwrap_or_else(|| words.say("same"))) } @else { (numbers::value(handle.measure().unit, cell.baseline.p50)) } }
            }
        } }
        p.when { (words.tell(if changed { "strip-change" } else { "strip-now" }, &[("year", &year)])) " "
            span.quality.(found.quality.word()) { (words.say(badge(found.quality))) }
            a.to-pictures href="#answer" { (words.say("to-pictures")) } }
    } }
}

fn badge(quality: Quality) -> &'static str {
    match quality {
        Quality::First => "badge-first",
        Quality::Rough => "badge-rough",
        Quality::Good => "badge-good",
    }
}

/// The place of the figures where there are none.
pub fn no_strip() -> Markup {
    html! { div #strip role="status" {} }
}

/// Why there is no answer.
pub fn refused(why: &str, words: Words) -> Markup {
    html! { section #answer aria-label=(words.say("answer")) { p.alert role="alert" { (words.say("no-answer")) " " (why) } } }
}

/// What an error says to somebody who moved levers: in their titles, not in names of files.
pub fn why(error: &AskError, exploring: &Exploring, words: Words) -> String {
    let title = |name: &String| {
        let found = exploring.live.board().find(name);
        found.map_or(name.clone(), |lever| lever.title.clone())
    };
    match error {
        AskError::State(StateError::Clash { one, other, .. }) => {
            words.tell("clash", &[("one", &title(one)), ("other", &title(other))])
        }
        other => other.to_string(),
    }
}

/// The answer; it says where a better one comes from, if one does.
pub async fn section(exploring: &Arc<Exploring>, address: &Address, found: &Answer, words: Words) -> Markup {
    let live = &exploring.live;
    let (about, always) = shown(exploring, address);
    let more = !found.is_last;
    let next = format!("/answers?{}", address.query(live));
    html! { section #answer aria-label=(words.say("answer")) {
        p { (told::quality(found, live.size(), words)) }
        @if more {
            span data-stream=(next) hidden {}
            // With script they come by themselves.
            noscript { p { a.button href=(asking_for_more(&address.link(live))) { (words.say("more-futures")) } } }
        }
        (choice(exploring, address, words))
        @if !about.is_empty() {
            h2 { (words.say("about-levers")) }
            (pictures(exploring, address, found, &about, words))
            h2 { (words.say("and-always")) }
        }
        (pictures(exploring, address, found, &always, words))
        (camps::place(exploring, address, words))
        (saved(exploring, address, found, words).await)
    } }
}

/// The address at which more futures are worked out, which the address itself does not keep.
fn asking_for_more(link: &str) -> String {
    let joint = if link.ends_with('?') { "" } else { "&" };
    format!("{link}{joint}{MORE}=1")
}

/// What was chosen, in words.
fn choice(exploring: &Exploring, address: &Address, words: Words) -> Markup {
    let live = &exploring.live;
    let moved = address.question.state.moved(live.board()).unwrap_or_default();
    let replaced = live.bases()[address.question.base].replaced(&moved);
    html! {
        @if address.question.base > 0 { p { (words.say("over-chosen")) " " b lang="en" { (live.bases()[address.question.base].title) } } }
        @if moved.is_empty() { @if address.question.base == 0 { p { (words.say("nothing-moved")) } } }
        @else { ul.chosen lang="en" { @for (lever, setting) in moved { li { b { (lever.title) ": " (setting.word) } ". " (setting.about) @if let Some(years) = lever.ramp_years { " " (words.tell("ramp", &[("years", &years.to_string())])) } } } } }
        @for note in replaced { p.alert lang="en" { (note) } }
    }
}

fn pictures(exploring: &Exploring, address: &Address, found: &Answer, handles: &[Handle], words: Words) -> Markup {
    let (live, changed) = (&exploring.live, !address.question.is_as_now());
    let standards = live.standards();
    let begins = address.question.state.moved(live.board()).unwrap_or_default();
    let begins = begins.iter().map(|(lever, _)| Year(lever.start_year)).min();
    let (as_now, chosen, standard) = (words.say("as-now"), words.say("your-choice"), words.say("standard"));
    let published = words.say("published");
    html! { div.pictures { @for handle in handles { @if let Some(cell) = told::cell(found, *handle, live.years()) {
        @let past = past(live, found, *handle);
        @let around = Around {
            as_now: &as_now,
            chosen: &chosen,
            standard: &standard,
            target: standards.iter().find(|(known, _)| known == handle).map(|(_, share)| *share),
            begins,
            changed,
            past: &past,
            published: &published,
        };
        @let finding = told::finding(&cell, changed, words);
        @let sentence = told::sentence(&cell, found, changed, words);
        @if let Some(svg) = picture(found, *handle, &finding, &sentence, &around) {
            figure {
                h3 { (finding) }
                p.unit { span lang="en" { (unit(found, *handle)) @if let Some(wanted) = robustness::wanted(handle.measure()) { "; " (wanted) } } }
                (PreEscaped(svg))
                figcaption { (sentence) @if let Some(told) = told::published(*handle, &past, words) { " " (told) } }
                (table(exploring, found, *handle, changed, words))
            }
        }
    } } } }
}

/// The numbers behind a picture.
fn table(exploring: &Exploring, found: &Answer, handle: Handle, changed: bool, words: Words) -> Markup {
    let unit = handle.measure().unit;
    let cells = exploring
        .live
        .years()
        .iter()
        .filter_map(|year| found.cell(handle, *year));
    html! { details { summary { (words.say("numbers")) }
        p lang="en" { (handle.measure().meaning) }
        div.wide tabindex="0" role="region" aria-label=(words.say("numbers")) { table {
            thead { tr { th scope="col" { (words.say("year")) } th scope="col" { (words.say("as-now")) }
                @if changed { th scope="col" { (words.say("your-choice")) } th scope="col" { (words.say("difference")) } } } }
            tbody { @for cell in cells { tr {
                th scope="row" { (cell.year.financial()) }
                td { (numbers::value(unit, cell.baseline.p50)) }
                @if changed {
                    td { (numbers::value(unit, cell.chosen.p50)) }
                    td { (numbers::difference(unit, cell.difference.p50)) br; small { (numbers::difference(unit, cell.difference.p10)) " " (words.say("to")) " " (numbers::difference(unit, cell.difference.p90)) } }
                }
            } } }
        } }
        p { small { (words.say("numbers-note")) } }
        @if let Some(known) = exploring.live.past().iter().find(|known| known.measure == handle.measure().name) {
            p { small { (words.say("published-by")) " " span lang="en" { (known.sources.join("; ")) "." } " " (words.say("published-gaps")) } }
        }
    } }
}

/// What was published of a measure before the first year.
fn past(live: &LiveProjection, found: &Answer, handle: Handle) -> Vec<PastPoint> {
    let known = live.past().iter().find(|known| known.measure == handle.measure().name);
    let base = live.years().first().and_then(|year| found.cell(handle, *year));
    match (known, base) {
        (Some(known), Some(base)) => known.before(base.year.0, base.baseline.p50),
        _ => Vec::new(),
    }
}

/// Choices that were saved, side by side: what differs from now in the year that sentences are about.
async fn saved(exploring: &Arc<Exploring>, address: &Address, found: &Answer, words: Words) -> Markup {
    let live = &exploring.live;
    let mut columns: Vec<(String, Option<Address>, Result<Answer, AskError>)> = Vec::new();
    for (at, name) in SAVED.iter().enumerate() {
        let Some(taken) = address.taken_up(at) else { continue };
        // A saved choice is asked for by as many futures as the one on the page.
        let draws = if found.quality == Quality::First {
            0
        } else {
            found.draws
        };
        let answer = ask(exploring, &taken.question, draws).await;
        columns.push((name.to_uppercase(), Some(taken), answer));
    }
    if columns.is_empty() {
        return html! {};
    }
    let year = told::telling_year(live.years());
    let title = words.tell("saved-title", &[("year", &year.financial())]);
    html! { section #saved { h2 { (title) }
        div.wide tabindex="0" role="region" aria-label=(title) { table {
            thead { tr { th scope="col" { (words.say("measure")) } th scope="col" { (words.say("as-now")) } th scope="col" { (words.say("your-choice")) }
                @for (name, taken, _) in &columns { th scope="col" {
                    @if let Some(taken) = taken { a href=(taken.link(live)) data-go="" { (name) } }
                } } } }
            tbody { @for handle in HEADLINES { @if let Some(cell) = told::cell(found, handle, live.years()) { tr {
                th scope="row" lang="en" { (handle.measure().title) }
                td { (numbers::value(handle.measure().unit, cell.baseline.p50)) }
                td { (told::change(&cell).unwrap_or_else(|| words.say("same"))) }
                @for (_, _, answer) in &columns { td { @match answer {
                    Ok(answer) => { (told::cell(answer, handle, live.years()).map_or_else(|| "–".to_string(), |cell| told::change(&cell).unwrap_or_else(|| words.say("same")))) }
                    Err(error) => { small lang="en" { (why(error, exploring, words)) } }
                } } }
            } } } }
        } }
    } }
}

/// Better and better answers to an address, until the best.
pub async fn events(State(exploring): State<Arc<Exploring>>, Query(pairs): Query<Pairs>, words: Words) -> Response {
    let (sender, answer) = stream::channel();
    tokio::spawn(async move {
        let address = match Address::of(&pairs, &exploring.live) {
            Ok(address) => address,
            Err(error) => {
                let _ = sender
                    .send(stream::event("parts", &refused(&error.to_string(), words)))
                    .await;
                let _ = sender.send(stream::event("end", &html! {})).await;
                return;
            }
        };
        let at_hand = exploring.live.at_hand(&address.question).unwrap_or(0);
        let all = exploring.live.size().draws;
        for draws in [ROUGH, all]
            .into_iter()
            .filter(|draws| *draws > at_hand || *draws == all)
        {
            let parts = tokio::select! {
                () = sender.closed() => return,
                parts = parts(&exploring, &address, draws, words) => parts,
            };
            if sender.send(stream::event("parts", &parts)).await.is_err() {
                return;
            }
        }
        // Last, and only of a choice: what others would make of it.
        if !address.question.is_as_now() {
            let strip = tokio::select! {
                () = sender.closed() => return,
                strip = camps::strip(&exploring, &address, words) => strip,
            };
            // Where beliefs cannot be held together the pictures stand without the strip, and its link says why.
            if let Ok(strip) = strip
                && sender.send(stream::event("parts", &strip)).await.is_err()
            {
                return;
            }
        }
        let _ = sender.send(stream::event("end", &html! {})).await;
    });
    answer.into_response()
}

async fn parts(exploring: &Arc<Exploring>, address: &Address, draws: usize, words: Words) -> Markup {
    match ask(exploring, &address.question, draws).await {
        Ok(found) => html! {
            (strip(exploring, address, &found, words))
            (section(exploring, address, &found, words).await)
        },
        Err(error) => refused(&why(&error, exploring, words), words),
    }
}
