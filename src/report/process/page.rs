//! The page: one file that loads nothing, for a projector, a phone and paper.

use maud::{DOCTYPE, Markup, html};

use super::super::sheet::{self, annex, assumptions, foot, head, present};
use super::super::{Chart, glossary, words};
use super::{Ballot, sections, text};
use crate::process::Voting;
use crate::process::money::spoken_exactly;

/// The page. `limits` are sentences on what the model leaves out.
pub fn page(ballot: &Ballot<'_>, charts: &[Chart], limits: &[String]) -> String {
    let (process, d) = (ballot.process, ballot.run.description);
    let of = |names: &[&str]| -> Vec<&Chart> {
        charts
            .iter()
            .filter(|chart| names.iter().any(|name| chart.name.starts_with(name)))
            .collect()
    };
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            (head(&process.title))
            body {
                header.slide {
                    p.kind { "carepool · a participatory budget and what it would do" }
                    h1 { (process.title) }
                    @if !process.description.is_empty() { p { (process.description) } }
                    @if !process.told.is_empty() { ul { @for sentence in &process.told { li { (sentence) } } } }
                    p { (process.proposals.len()) " proposals, " (spoken_exactly(&process.budget)) " a year to decide about. "
                        @match &process.voting {
                            Voting::Ballots { name, .. } => { "The ballots are those of " code { (name) } "." }
                            Voting::Electorate(spec) => { strong { "The voters are simulated" } ": " (words::grouped(spec.voters as f64, 0)) " people drawn from the model, not a poll." }
                        }
                    }
                    nav { a href="#short" { "In short" } a href="#why" { "Why each" } a href="#who" { "Who voted" }
                        @if ballot.outcome.frequencies.replicates > 0 { a href="#sure" { "How sure" } }
                        a href="#rules" { "Other rules" }
                        a href="#effect" { "What it would do" } a href="#most" { "What would do most" } a href="#words" { "Words" } a href="#method" { "Method and limits" } (present()) }
                }
                main {
                    section #short {
                        h2 { "In short" }
                        ul.findings { @for sentence in text::sentences(ballot) { li.slide { (sentence) } } }
                        p.note { "It follows from the ballots, the rule and the assumptions below; it is not advice on what ought to be chosen." }
                        (figures(&of(&["budget"])))
                    }
                    section #why { h2 { "Why each proposal was funded or not" } (sections::why(ballot)) }
                    section #who .annex { h2 { "Who voted, and who is served" } (sections::who(ballot)) (figures(&of(&["support"]))) }
                    @if ballot.outcome.frequencies.replicates > 0 {
                        section #sure .annex { h2 { "How sure is the result?" } (sections::sure(ballot)) (figures(&of(&["frequencies", "regimes"]))) }
                    }
                    section #rules .annex { h2 { "The same ballots under other rules" } (sections::rules(ballot)) }
                    section #effect { h2 { "What the choice would do" } (sections::effect(ballot)) (figures(&of(&["difference", "gradient", "access"]))) }
                    section #most .annex { h2 { "Which set of proposals would have done most" } (sections::most(ballot)) (figures(&of(&["gap"]))) (sections::alone(ballot)) }
                    @if !d.assumptions.is_empty() { section #assumptions .annex {
                        h2 { "Assumptions and their sources" }
                        label for="filter" { "Show only what contains " } input #filter type="search" autocomplete="off";
                        (assumptions(&d.assumptions))
                    } }
                    (glossary::section())
                    section #method .annex { h2 { "Method and limits" } (sections::method(ballot, limits)) }
                    section #repeat { h2 { "To repeat it" } pre { (d.command) }
                        p { "The same version, files and seed give the same numbers bit for bit, on any number of threads. The ballots are in " code { "ballots.pb" }
                            "; anyone can count them again with " code { "carepool vote ballots.pb" } " or another tool that reads the Pabulib format." } }
                }
                (annex(""))
                (foot(&d.footer()))
            }
        }
    }
    .into_string()
}

fn figures(charts: &[&Chart]) -> Markup {
    // On paper what was chosen and what it would do; the rest is in the annex.
    sheet::figures(charts, &|name| {
        ["budget", "difference-cost", "difference-need"]
            .iter()
            .any(|kind| name.starts_with(kind))
    })
}
