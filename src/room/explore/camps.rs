//! Who would disagree: what each camp of belief makes of the choice, under both readings of the evidence.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::address::{Address, Pairs};
use super::answer::{GLANCE, why};
use super::ask::ask;
use super::believe::camp_name;
use super::{Exploring, told};
use crate::analysis::robustness::{BELIEFS, READING_KEY, READINGS, Sign};
use crate::live::{Answer, AskError, Beliefs, Question};
use crate::measures::{Better, Handle};
use crate::room::frame::Page;
use crate::room::messages::Words;
use crate::scenario::problem::Fault;

/// Futures under each set of beliefs: enough to see a direction, few enough to be there in a moment.
const DRAWS: usize = 16;

/// What a camp makes of the choice: measure by measure, under each reading of the evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The camp; nothing for the evidence as it is read here.
    pub camp: Option<&'static str>,
    /// By measure, a sign for each reading; nothing where the measure is not defined under a belief.
    pub signs: Vec<(Handle, Vec<Option<Sign>>)>,
}

/// The question as a camp would put it. Numbers that the reader believes stay.
fn as_camp(exploring: &Exploring, question: &Question, camp: Option<&'static str>) -> Result<Question, AskError> {
    let catalogue = exploring.live.catalogue();
    let mut beliefs = Beliefs::default();
    if let Some(camp) = camp {
        beliefs = beliefs.with_camp(camp)?;
    }
    for (key, value) in question.beliefs.numbers() {
        beliefs = beliefs.with(key, value, catalogue)?;
    }
    Ok(Question {
        beliefs,
        ..question.clone()
    })
}

/// Which way a measure goes, in the year that sentences are about.
fn sign(exploring: &Exploring, found: &Answer, handle: Handle) -> Option<Sign> {
    let cell = found.cell(handle, told::telling_year(exploring.live.years()))?;
    let ((mean, error), equal) = (cell.mean, cell.higher == 0.0 && cell.lower == 0.0);
    (!mean.is_nan() && !cell.level.is_nan()).then(|| Sign::of(mean, error, cell.level, equal))
}

/// What every camp makes of a choice.
pub async fn views(exploring: &Arc<Exploring>, question: &Question) -> Result<Vec<View>, AskError> {
    let mut found = Vec::new();
    for (_, set) in BELIEFS {
        // Sets are called by their file here and by their name on the page.
        let camp = set.and_then(|file| file.strip_prefix("advocates/")?.strip_suffix(".toml"));
        let mut signs: Vec<(Handle, Vec<Option<Sign>>)> = GLANCE.map(|handle| (handle, Vec::new())).to_vec();
        let plain = as_camp(exploring, question, camp)?;
        for reading in READINGS {
            let question = Question {
                beliefs: plain.beliefs.clone().read_as(READING_KEY, reading),
                ..plain.clone()
            };
            let answer = match ask(exploring, &question, DRAWS).await {
                // A scenario without a library of evidence has only one way to read it.
                Err(AskError::Scenario(problems))
                    if problems.0.iter().any(|one| matches!(one.fault, Fault::UnknownKey(_))) =>
                {
                    ask(exploring, &plain, DRAWS).await?
                }
                other => other?,
            };
            for (handle, signs) in &mut signs {
                signs.push(sign(exploring, &answer, *handle));
            }
        }
        found.push(View { camp, signs });
    }
    Ok(found)
}

/// Where the strip will stand; without script a link leads to it.
pub fn place(exploring: &Exploring, address: &Address, words: Words) -> Markup {
    html! { section #camps aria-label=(words.say("camps")) {
        @if !address.question.is_as_now() {
            p { a href=(format!("/camps?{}", address.query(&exploring.live))) { (words.say("camps")) } }
        }
    } }
}

/// The strip: a row for each camp, a column for each figure at a glance.
pub async fn strip(exploring: &Arc<Exploring>, address: &Address, words: Words) -> Result<Markup, AskError> {
    let rows = rows(exploring, address, words).await?;
    Ok(html! { section #camps aria-label=(words.say("camps")) { h2 { (words.say("camps")) } (rows) } })
}

/// The same without a heading.
async fn rows(exploring: &Arc<Exploring>, address: &Address, words: Words) -> Result<Markup, AskError> {
    let views = views(exploring, &address.question).await?;
    let year = told::telling_year(exploring.live.years()).financial();
    Ok(html! {
        p { (words.tell("camps-lead", &[("year", &year), ("draws", &DRAWS.to_string())])) }
        div.wide tabindex="0" role="region" aria-label=(words.say("camps")) { table.cards-on-phones {
            thead { tr { th scope="col" { (words.say("camp-column")) }
                @for handle in GLANCE { th scope="col" lang="en" { (handle.measure().title) } } } }
            tbody { @for view in &views { tr {
                th scope="row" { (camp_name(view.camp, words)) }
                @for (handle, signs) in &view.signs { td data-of=(handle.measure().title) { (told_signs(*handle, signs, words)) } }
            } } }
        } }
        p { small { (words.say("camps-readings")) } }
    })
}

/// One word where both readings of the evidence agree, else one for each.
fn told_signs(handle: Handle, signs: &[Option<Sign>], words: Words) -> Markup {
    let mut told: Vec<(&str, String)> = Vec::new();
    for sign in signs {
        let one = said(handle, *sign, words);
        if !told.contains(&one) {
            told.push(one);
        }
    }
    html! { @for (at, (mark, word)) in told.iter().enumerate() {
        @if at > 0 { " / " }
        span aria-hidden="true" { (mark) } " " (word)
    } }
}

/// A mark and a word: better or worse where most readers judge one way, else higher or lower.
fn said(handle: Handle, sign: Option<Sign>, words: Words) -> (&'static str, String) {
    let better = handle.measure().better;
    match sign {
        Some(Sign::Same) => ("=", words.say("camps-same")),
        Some(Sign::Unclear) => ("?", words.say("camps-unclear")),
        None => ("–", words.say("camps-undefined")),
        Some(Sign::Higher) if better == Better::Neither => ("↑", words.say("camps-higher")),
        Some(Sign::Lower) if better == Better::Neither => ("↓", words.say("camps-lower")),
        Some(Sign::Higher) if better == Better::Higher => ("▲", words.say("camps-for")),
        Some(Sign::Lower) if better == Better::Lower => ("▲", words.say("camps-for")),
        Some(_) => ("▼", words.say("camps-against")),
    }
}

/// The strip on a page of its own, for readers without script.
pub async fn page(State(exploring): State<Arc<Exploring>>, Query(pairs): Query<Pairs>, words: Words) -> Response {
    let refused = |told: &str| (StatusCode::BAD_REQUEST, Page::refused(&words, told)).into_response();
    let address = match Address::of(&pairs, &exploring.live) {
        Ok(address) => address,
        Err(error) => return refused(&error.to_string()),
    };
    let query = address.query(&exploring.live);
    match rows(&exploring, &address, words).await {
        Ok(rows) => {
            let body = html! { h1 { (words.say("camps")) } section #camps aria-label=(words.say("camps")) { (rows) } p { a href=(format!("/?{query}")) { (words.say("try-it")) } } };
            Page::new(&words, words.say("camps"), body)
                .languages(format!("/camps?{query}"))
                .into_response()
        }
        Err(error) => refused(&why(&error, &exploring, words)),
    }
}
