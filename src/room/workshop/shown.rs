//! What is shown of proposals, results and consequences: the same on phone, wall and paper.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use num_traits::Signed;

use super::Workshop;
use super::answer::{page, refused};
use super::ballot;
use super::effects::{camps, effects};
use crate::budgeting::Rational;
use crate::budgeting::exact::approximate;
use crate::budgeting::explanation::Verdict;
use crate::budgeting::page::{Language as RuleLanguage, plain_name};
use crate::budgeting::rules::Rule;
use crate::process::Process;
use crate::process::money::{spoken, spoken_exactly};
use crate::room::{Language, Page, Words};
use crate::workshop::count::Result as Counted;
use crate::workshop::moved::{Moved, moved};

/// What there is to decide about, in a line.
pub fn decide_about(workshop: &Workshop, words: Words) -> String {
    let process = &workshop.hall.process;
    words.tell(
        "decide-about",
        &[
            ("count", &process.proposals.len().to_string()),
            ("budget", &spoken_exactly(&process.budget)),
        ],
    )
}

/// A note for readers of another language that the model's own words are English.
pub fn in_english(words: Words) -> Markup {
    html! { @if words.language != Language::English { p.note { (words.say("in-english")) } } }
}

/// Every proposal with its price and what speaks against it.
pub fn proposals(workshop: &Workshop, words: Words) -> Markup {
    html! {
        (in_english(words))
        @for proposal in &workshop.hall.process.proposals {
            article.keep {
                h3 lang="en" { (proposal.title) }
                p { (words.tell("price", &[("price", &spoken(proposal.pounds()))])) }
                @if !proposal.description.is_empty() { p lang="en" { (proposal.description) } }
                @let (contrary, source) = (proposal.evidence("contrary"), proposal.evidence("source"));
                @if !contrary.is_empty() { p { strong { (words.say("against")) ": " } span lang="en" { (contrary) } } }
                @if !source.is_empty() { p.note { (words.say("source")) ": " span lang="en" { (source) } } }
            }
        }
    }
}

/// The proposals on a page of their own.
pub async fn proposals_page(State(workshop): State<Arc<Workshop>>, words: Words) -> Page {
    let body =
        html! { h1 { (words.say("read-title")) } p { (decide_about(&workshop, words)) } (proposals(&workshop, words)) };
    page(&words, words.say("read-title"), body).languages("/proposals")
}

/// The finding: how many are funded, for how much.
pub fn finding(workshop: &Workshop, words: Words, result: &Counted) -> String {
    let process = &workshop.hall.process;
    if result.funded.is_empty() && result.partly.is_empty() {
        return words.say("result-none");
    }
    let pairs = [
        ("funded", result.funded.len().to_string()),
        ("parts", result.partly.len().to_string()),
        ("all", process.proposals.len().to_string()),
        ("cost", spoken_exactly(&result.decided.outcome.spent())),
        ("budget", spoken_exactly(&process.budget)),
    ];
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let name = if result.partly.is_empty() {
        "result-title"
    } else {
        "result-title-in-part"
    };
    words.tell(name, &pairs)
}

/// A line of the lists of what is funded and what is not.
pub struct Line<'a> {
    /// Position of the proposal.
    pub at: usize,
    /// What was decided of it, and why.
    pub verdict: &'a Verdict,
    /// ✓ in full, ◐ in part, – not.
    pub mark: &'static str,
    /// Its price; of one that is paid in part, how much of it.
    pub price: String,
}

/// What is funded, in full and then in part; or what is not.
pub fn lines<'a>(workshop: &Workshop, words: Words, result: &'a Counted, funded: bool) -> Vec<Line<'a>> {
    let process = &workshop.hall.process;
    let line = |verdict: &'a Verdict| {
        let at = result.proposal(process, verdict.project)?;
        let price = spoken(process.proposals[at].pounds());
        let (mark, price) = match result.paid_in_part(at) {
            Some(part) => {
                let part = spoken(approximate(part));
                ("◐", words.tell("part-of", &[("part", &part), ("price", &price)]))
            }
            None if verdict.funded => ("✓", price),
            None => ("–", price),
        };
        Some(Line {
            at,
            verdict,
            mark,
            price,
        })
    };
    let mut lines: Vec<Line<'a>> = result.decided.verdicts.iter().filter_map(line).collect();
    lines.retain(|line| (line.mark != "–") == funded);
    lines.sort_by_key(|line| line.mark == "◐");
    lines
}

/// So many voters, in words.
pub fn voters(words: Words, number: u64) -> Markup {
    html! { span lang=(words.language.code()) { (words.tell("voters", &[("count", &number.to_string())])) } }
}

/// How many named what a line is about; of what was not on the paper, what officials settled.
pub fn named_by(words: Words, process: &Process, line: &Line<'_>) -> Markup {
    match ballot::settled_word(&process.proposals[line.at]) {
        Some(word) => html! { (words.say(word)) },
        None => voters(words, line.verdict.votes),
    }
}

/// Whether a rule in which voters pay funded a proposal with money that they had left, and nobody's share paid for it.
pub fn is_from_the_rest(result: &Counted, verdict: &Verdict) -> bool {
    let outcome = &result.decided.outcome;
    let by_votes = outcome.options.contains(&("comparison", "greedy".to_owned()));
    let cost = result.cast.reading.election.as_ref();
    let cost = cost.is_some_and(|election| election.projects[verdict.project].cost.is_positive());
    result.decided.rule == Rule::EqualShares
        && !by_votes
        && cost
        && verdict.funded
        && verdict.place.is_some()
        && verdict.paid.is_none()
}

/// How it was counted, as far as a reader of the lists must know: what a plus means, and what becomes of a proposal that
/// nobody named.
pub fn how(words: Words, process: &Process, result: &Counted) -> String {
    let verdicts = &result.decided.verdicts;
    // What officials took out of the vote could not be named.
    let on_paper = |verdict: &&Verdict| {
        let at = result.proposal(process, verdict.project);
        at.is_some_and(|at| ballot::settled_word(&process.proposals[at]).is_none())
    };
    let rest = verdicts.iter().filter(|one| is_from_the_rest(result, one)).count();
    let unnamed = verdicts
        .iter()
        .filter(on_paper)
        .filter(|one| !one.funded && one.votes == 0);
    let unnamed = unnamed.count();
    let mut text = Vec::new();
    if rest > 0 {
        text.push(words.tell("how-rest", &[("count", &rest.to_string())]));
    }
    if unnamed > 0 {
        text.push(words.tell("how-unnamed", &[("count", &unnamed.to_string())]));
    }
    text.join(" ")
}

/// Funded and not funded, each with its reason.
pub fn reasons(workshop: &Workshop, words: Words, result: &Counted) -> Markup {
    let process = &workshop.hall.process;
    html! {
        p { (words.tell("result-voted", &[("count", &result.cast.reading.record_of_voter.len().to_string())])) " "
            (words.tell("result-left", &[("left", &spoken(approximate(&(&process.budget - result.decided.outcome.spent()))))])) }
        p { (how(words, process, result)) }
        @for funded in [true, false] {
            h2 { (words.say(if funded { "funded" } else { "not-funded" })) }
            ul.plain {
                @for line in lines(workshop, words, result, funded) {
                    li.keep {
                        span.tick aria-hidden="true" { (line.mark) } " "
                        strong lang="en" { (process.proposals[line.at].title) } " "
                        span.price { (line.price) ", "
                            @match ballot::settled_word(&process.proposals[line.at]) {
                                Some(word) => (words.say(word)),
                                None => (words.tell("votes-of", &[("count", &line.verdict.votes.to_string())])),
                            }
                            @if is_from_the_rest(result, line.verdict) { " +" } }
                        details { summary { (words.say("reason-why")) } p lang="en" { (line.verdict.text) } }
                    }
                }
            }
        }
    }
}

/// What other rules would have funded.
pub fn rules(workshop: &Workshop, words: Words, result: &Counted) -> Markup {
    let process = &workshop.hall.process;
    let language = match words.language {
        Language::English => RuleLanguage::English,
        Language::Welsh => RuleLanguage::Welsh,
    };
    // A part of a proposal is another thing than the whole of it, or than another part.
    let of = |counted: &crate::process::count::Counted| -> Vec<(usize, Option<Rational>)> {
        let outcome = &counted.outcome;
        let whole = outcome.funded.iter().map(|project| (project, None));
        let parts = outcome
            .partly
            .iter()
            .map(|(project, amount)| (project, Some(amount.clone())));
        let all = whole.chain(parts);
        all.filter_map(|(project, part)| Some((result.proposal(process, *project)?, part)))
            .collect()
    };
    let own = of(&result.decided);
    let titles = |list: Vec<&(usize, Option<Rational>)>| -> String {
        let short = list.into_iter().map(|(at, part)| {
            let title = process.proposals[*at].short_title();
            match part {
                None => title.to_owned(),
                Some(part) => {
                    let amount = spoken(approximate(part));
                    words.tell("rules-part", &[("title", title), ("amount", &amount)])
                }
            }
        });
        short.collect::<Vec<_>>().join("; ")
    };
    html! {
        h2 { (words.say("rules-title")) }
        ul {
            li { strong { (plain_name(result.decided.rule, language)) } ": " (words.say("rules-decides")) }
            @for other in &result.others {
                @let theirs = of(other);
                @let more: Vec<_> = theirs.iter().filter(|one| !own.contains(one)).collect();
                @let less: Vec<_> = own.iter().filter(|one| !theirs.contains(one)).collect();
                li {
                    strong { (plain_name(other.rule, language)) } ": "
                    @if more.is_empty() && less.is_empty() { (words.say("rules-same")) }
                    @if !more.is_empty() { (words.tell("rules-more", &[("list", &titles(more))])) @if !less.is_empty() { "; " } }
                    @if !less.is_empty() { (words.tell("rules-less", &[("list", &titles(less))])) }
                }
            }
            @for why in &result.unable { li.note lang="en" { (why) } }
        }
    }
}

/// How the room's guesses compare with what was funded.
pub fn guesses(workshop: &Workshop, words: Words, result: &Counted) -> Markup {
    let process = &workshop.hall.process;
    let funded: Vec<&str> = result
        .funded
        .iter()
        .map(|at| process.proposals[*at].id.as_str())
        .collect();
    let (right, all) = workshop.hall.look(|room| {
        let named = || room.guesses.values().flatten();
        (
            named().filter(|id| funded.contains(&id.as_str())).count(),
            named().count(),
        )
    });
    html! {
        @if all > 0 {
            p { (words.tell("guess-right", &[("right", &right.to_string()), ("all", &all.to_string())])) }
        }
    }
}

/// What moved between the votes.
pub fn shifts(workshop: &Workshop, words: Words) -> Markup {
    let hall = &workshop.hall;
    let ids: Vec<String> = hall.process.proposals.iter().map(|one| one.id.clone()).collect();
    let found = hall.look(|room| moved(room, &hall.form, &ids));
    html! {
        @let once = found.only_first + found.only_second > 0;
        p { (changed(words, &found)) }
        div.wide tabindex="0" role="region" aria-label=(words.say("moved-title")) {
            table {
                thead { tr {
                    th scope="col" { (words.say("proposal")) }
                    @for name in ["moved-before", "moved-came", "moved-left"] { th scope="col" { (words.say(name)) } }
                    @if once { @for name in ["moved-joined", "moved-stayed-away"] { th scope="col" { (words.say(name)) } } }
                    th scope="col" { (words.say("moved-after")) }
                } }
                tbody {
                    @for shift in &found.shifts {
                        tr {
                            th scope="row" lang="en" { (hall.process.find(&shift.id).map_or("", |at| hall.process.proposals[at].short_title())) }
                            td { (shift.before) } td { (signed("+", shift.came)) } td { (signed("−", shift.left)) }
                            @if once { td { (signed("+", shift.joined)) } td { (signed("−", shift.stayed_away)) } }
                            td { (shift.after) }
                        }
                    }
                }
            }
        }
    }
}

/// How many changed their ballot, of those who voted both times, and how many voted only once.
pub fn changed(words: Words, found: &Moved) -> String {
    let number = |count: usize| count.to_string();
    let text = words.tell(
        "moved-text",
        &[("changed", &number(found.changed)), ("both", &number(found.both))],
    );
    if found.only_first + found.only_second == 0 {
        return text;
    }
    let (first, second) = (number(found.only_first), number(found.only_second));
    let once = words.tell("moved-once", &[("first", &first), ("second", &second)]);
    format!("{text} {once}")
}

/// A number of ballots that came or went; none has no sign.
pub fn signed(sign: &str, number: usize) -> String {
    if number == 0 {
        "0".to_owned()
    } else {
        format!("{sign}{number}")
    }
}

/// The whole result of a vote: finding, reasons, rules, consequences, camps.
pub fn whole(workshop: &Workshop, words: Words, round: u8, result: &Counted) -> Markup {
    html! {
        h1 { (finding(workshop, words, result)) }
        (in_english(words))
        (guesses(workshop, words, result))
        (reasons(workshop, words, result))
        (rules(workshop, words, result))
        h2 { (words.say("effects-title")) }
        (effects(workshop, words, round))
        h2 { (words.say("camps-title")) }
        (camps(workshop, words, round))
        @if round > 1 { h2 { (words.say("moved-title")) } (shifts(workshop, words)) }
        (links(words, round))
    }
}

/// Where to take the result home from.
pub fn links(words: Words, round: u8) -> Markup {
    html! {
        ul {
            li { a href=(format!("/ballots/{round}")) { (words.say("list-title")) } }
            li { a href=(format!("/print/result-{round}")) { (words.say("get-page")) } }
            li { a href=(format!("/file/vote-{round}.html")) { (words.say("get-page-file")) } }
            li { a href=(format!("/file/vote-{round}.pb")) { (words.say("get-ballots")) } }
            li { a href=(format!("/file/vote-{round}.toml")) { (words.say("get-scenario")) } }
        }
    }
}

/// The result of a vote, counted off the threads that answer pages.
pub async fn counted(workshop: &Arc<Workshop>, round: u8) -> Option<Result<Arc<Counted>, String>> {
    let hall = workshop.hall.clone();
    let counted = tokio::task::spawn_blocking(move || hall.result(round)).await;
    counted.unwrap_or_else(|error| Some(Err(error.to_string())))
}

/// The result on a page of its own; there is none before the vote was counted.
pub async fn result_page(State(workshop): State<Arc<Workshop>>, words: Words, Path(round): Path<u8>) -> Response {
    match counted(&workshop, round).await {
        Some(Ok(result)) => {
            // What the choice would do comes later than the count: the page asks for itself again when it is there.
            let turn = workshop.hall.look(|room| room.turns);
            let body = html! { div #view data-changes="/changes" data-turn=(turn) { (whole(&workshop, words, round, &result)) } };
            page(&words, finding(&workshop, words, &result), body)
                .languages(format!("/result/{round}"))
                .into_response()
        }
        Some(Err(why)) => refused(
            &words,
            StatusCode::INTERNAL_SERVER_ERROR,
            &words.say("cannot-be"),
            &why,
            "/",
        ),
        None => (StatusCode::NOT_FOUND, Page::nowhere(&words)).into_response(),
    }
}
