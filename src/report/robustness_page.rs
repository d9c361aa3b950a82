//! The part of the page that shows what other beliefs make of a comparison, and a page of its own for scenarios not run before.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::robustness::{claim, difference, disagreeing, scanned, told, turning};
use super::sheet::{head, responsive};
use super::{beliefs, words};
use crate::analysis::robustness::{Flip, Outcome, Robustness};
use crate::budgeting::page::signs::held;
use crate::world::Year;

/// Flips that are listed before the rest is left to the table.
const LISTED: usize = 60;

/// The section of a report.
pub fn section(found: &Robustness) -> Markup {
    let about = &found.about;
    let flips: Vec<&Flip> = found
        .flips
        .iter()
        .filter(|flip| matches!(flip.outcome, Outcome::Flips(_)))
        .collect();
    html! {
        section #robustness {
            h2 { "Does it hold whoever is right?" }
            p { "The same scenarios in " (Year(about.year).financial()) " under different beliefs about what studies dispute: as the evidence stands ("
                em { "neutral" } "), as an advocate of the market and one of planning read it, and as a sceptic does, to whom how care is "
                "organised changes nothing. What is done is the same in all. "
                @if !found.both_readings() { "Only one reading of the evidence was tried. " }
                (about.draws) " draws of " (words::grouped(about.people as f64, 0)) " simulated people under each, with the same luck."
                @if let Some(fixed) = about.told_of_fixed() { " " (fixed) } }
            @if let Some(chart) = beliefs::chart(found) {
                figure id=(chart.name) { (PreEscaped(responsive(&chart.svg))) figcaption { (chart.caption) } }
            }
            (table(found))
            @if !found.flips.is_empty() {
                h3 { "Where the order turns" }
                p { (scanned(found)) " All other assumptions stand at their medians. What is not listed does not turn inside the range scanned, or is too close to tell; "
                    code { "flips.csv" } " has all." }
                @if !flips.is_empty() { (turns(found, &flips)) }
            }
            @if about.of.is_empty() { p { "To repeat it:" } pre { (about.command) } }
        }
    }
}

fn table(found: &Robustness) -> Markup {
    let about = &found.about;
    let title = |scenario: usize| about.titles.get(scenario).map_or("", String::as_str);
    html! {
        div.wide tabindex="0" { table {
            thead { tr {
                th scope="col" { "Measure" } th scope="col" { @if about.against.is_empty() { "Against “" (title(0)) "”" } @else { "Against the first of the same place" } }
                @for belief in &about.beliefs { th scope="col" { (belief.label()) } }
                th scope="col" { "Together" }
            } }
            tbody { @for handle in found.measures() { @let measure = handle.measure();
                @for scenario in about.compared() { tr {
                    th scope="row" title=(measure.meaning) { (words::title(measure)) }
                    td { (title(scenario)) }
                    @for belief in 0..about.beliefs.len() { td { @if let Some(row) = found.row(handle, scenario, belief) {
                        (difference(measure, row)) br; small { "place " (row.rank) " of " (about.scenarios.len()) }
                    } } }
                    td { (claim(Some(found), measure, scenario).unwrap_or_default()) }
                } }
            } }
        } }
        p.note { "Median difference, and the share of draws that have its sign; below it the scenario's place from the lowest figure to the highest." }
    }
}

fn turns(found: &Robustness, flips: &[&Flip]) -> Markup {
    let title = |scenario: usize| found.about.titles.get(scenario).map_or("", String::as_str);
    html! {
        div.wide tabindex="0" { table {
            thead { tr {
                th scope="col" { "Measure" } th scope="col" { "Scenarios" } th scope="col" { "Assumption" } th scope="col" { "Stands at; moved over" }
                th scope="col" { "The order turns" } th scope="col" { "Who has it on the other side" }
            } }
            tbody { @for flip in flips.iter().take(LISTED) { tr {
                th scope="row" { (words::title(flip.measure.measure())) }
                td { (title(flip.scenario)) " against " (title(flip.against)) }
                td { code { (flip.lever.key) } @if !flip.lever.meaning.is_empty() { br; small { (flip.lever.meaning) } } }
                td { (told(&flip.lever.unit, flip.lever.central)) br; small { (told(&flip.lever.unit, flip.lever.low)) " to " (told(&flip.lever.unit, flip.lever.high)) } }
                td { (turning(found, flip)) }
                td { (disagreeing(flip).join(", ")) }
            } } }
        } }
        @if flips.len() > LISTED { p.note { (flips.len() - LISTED) " more are in " code { "flips.csv" } "." } }
    }
}

/// A page of its own, for scenarios that were not run before.
pub fn page(found: &Robustness) -> String {
    let about = &found.about;
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            (head(&format!("Whoever is right: {}", about.titles.join(", "))))
            body {
                header {
                    p.kind { "carepool · the same scenarios under different beliefs" }
                    h1 { (about.titles.join(" · ")) }
                }
                main { (section(found)) }
                footer { "seed " (about.seed) " · " (about.draws) " draws · " (about.people) " people · carepool " (about.version) }
            }
        }
    };
    held(&page.into_string())
}
