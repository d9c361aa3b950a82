//! The page: one file that loads nothing, for a projector, a phone and paper.

use maud::{DOCTYPE, Markup, html};

use super::super::sheet::{self, annex, assumptions, foot, head, present};
use super::super::{Chart, glossary, words};
use super::{Ballot, sections, text};
use crate::budgeting::page::Language;
use crate::budgeting::page::signs::held;
use crate::process::Voting;
use crate::process::money::spoken_exactly;
use crate::world::command::shell;

/// The page. `limits` are sentences on what the model leaves out.
pub fn page(ballot: &Ballot<'_>, charts: &[Chart], limits: &[String]) -> String {
    let (process, d) = (ballot.process, ballot.run.description);
    let of = |names: &[&str]| -> Vec<&Chart> {
        charts
            .iter()
            .filter(|chart| names.iter().any(|name| chart.name.starts_with(name)))
            .collect()
    };
    let welsh = ballot.language == Language::Welsh;
    // What is written in English whatever the page's language.
    let own = welsh.then_some("en");
    let page = html! {
        (DOCTYPE)
        html lang=(if welsh { "cy" } else { "en-GB" }) {
            (head(&process.title))
            body {
                header.slide {
                    p.kind { (ballot.say("carepool · a participatory budget and what it would do")) }
                    h1 lang=[own] { (process.title) }
                    @if welsh { p.note { (ballot.say("Titles, notes, sources, drawings and the list of words are in English. The Welsh has not been read by a native speaker.")) } }
                    @if !process.description.is_empty() { p lang=[own] { (process.description) } }
                    @if !process.told.is_empty() { ul lang=[own] { @for sentence in &process.told { li { (sentence) } } } }
                    p { (ballot.fill("{0} proposals, {1} a year to decide about.", &[&process.proposals.len().to_string(), &ballot.number(spoken_exactly(&process.budget))])) " "
                        @match &process.voting {
                            Voting::Ballots { name, .. } => { (ballot.say("The ballots are those of")) " " code { (name) } "." }
                            Voting::Electorate(spec) => { strong { (ballot.say("The voters are simulated")) } ": " (ballot.fill("{0} people drawn from the model, not a poll.", &[&words::grouped(spec.voters as f64, 0)])) }
                        }
                    }
                    nav { a href="#short" { (ballot.say("In short")) } a href="#why" { (ballot.say("Why each")) } a href="#who" { (ballot.say("Who voted")) }
                        @if ballot.outcome.frequencies.replicates > 0 { a href="#sure" { (ballot.say("How sure")) } }
                        a href="#rules" { (ballot.say("Other rules")) }
                        a href="#effect" { (ballot.say("What it would do")) } a href="#most" { (ballot.say("What would do most")) } a href="#words" { (ballot.say("Words")) } a href="#method" { (ballot.say("Method and limits")) } (present()) }
                }
                main {
                    section #short {
                        h2 { (ballot.say("In short")) }
                        ul.findings { @for sentence in text::sentences(ballot) { li.slide { (sentence) } } }
                        @if welsh && !process.notes.is_empty() { ul lang="en" { @for note in &process.notes { li { (note) } } } }
                        p.note { (ballot.say("It follows from the ballots, the rule and the assumptions below; it is not advice on what ought to be chosen.")) }
                        (in_english(welsh, figures(&of(&["budget"]))))
                    }
                    section #why { h2 { (ballot.say("Why each proposal was funded or not")) } (sections::why(ballot)) }
                    section #who .annex { h2 { (ballot.say("Who voted, and who is served")) } (sections::who(ballot)) (in_english(welsh, figures(&of(&["support"])))) }
                    @if ballot.outcome.frequencies.replicates > 0 {
                        section #sure .annex { h2 { (ballot.say("How sure is the result?")) } (sections::sure(ballot)) (in_english(welsh, figures(&of(&["frequencies", "regimes"])))) }
                    }
                    section #rules .annex { h2 { (ballot.say("The same ballots under other rules")) } (sections::rules(ballot)) }
                    section #effect { h2 { (ballot.say("What the choice would do")) } (sections::effect(ballot)) (in_english(welsh, figures(&of(&["difference", "gradient", "access"])))) }
                    section #most .annex { h2 { (ballot.say("Which set of proposals would have done most")) } (sections::most(ballot)) (in_english(welsh, figures(&of(&["gap"])))) (sections::alone(ballot)) }
                    @if !d.assumptions.is_empty() { section #assumptions .annex {
                        h2 { (ballot.say("Assumptions and their sources")) }
                        label for="filter" { (ballot.say("Show only what contains")) " " } input #filter type="search" autocomplete="off";
                        (in_english(welsh, assumptions(&d.assumptions)))
                    } }
                    (in_english(welsh, glossary::section()))
                    section #method .annex { h2 { (ballot.say("Method and limits")) } (sections::method(ballot, limits)) }
                    section #repeat { h2 { (ballot.say("To repeat it")) } pre { (d.command) }
                        p { (ballot.say("The same version, files and seed give the same numbers bit for bit, on any number of threads. The ballots are in")) " " code { "ballots.pb" }
                            "; " (ballot.say("anyone can count them again with")) " " code { (format!("carepool vote ballots.pb --process {}", shell(&process.asked))) } " " (ballot.say("or another tool that reads the Pabulib format.")) } }
                }
                (annex(""))
                (foot(&d.footer()))
            }
        }
    };
    held(&page.into_string())
}

/// What is in English on a Welsh page says so to browsers and screen readers.
fn in_english(welsh: bool, part: Markup) -> Markup {
    if welsh {
        html! { div lang="en" { (part) } }
    } else {
        part
    }
}

fn figures(charts: &[&Chart]) -> Markup {
    // On paper what was chosen and what it would do; the rest is in the annex.
    sheet::figures(charts, &|name| {
        ["budget", "difference-cost", "difference-need"]
            .iter()
            .any(|kind| name.starts_with(kind))
    })
}
