//! What every page of the program has: its head, drawings that take the width they are given, the table of assumptions.

use maud::{Markup, PreEscaped, html};

use super::Chart;
use crate::budgeting::page::{POLICY, SCRIPT, STYLE};
use crate::results::Assumption;

/// The head of every page of a run. A page holds its own style and script and nothing else; the policy says so to the browser.
pub fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            title { (title) }
            style nonce="carepool" { (PreEscaped(STYLE)) }
        }
    }
}

/// What stands at the end of every page: what a presenter's screen needs, and the script.
pub fn foot(footer: &str) -> Markup {
    html! {
        footer { (footer) }
        p #where aria-live="polite" {}
        script nonce="carepool" { (PreEscaped(SCRIPT)) }
    }
}

/// The way into showing a page on a wall, one message a screen; the script shows it where there is one.
pub fn present() -> Markup {
    html! { button #present type="button" hidden title="or press P; arrow keys move, Escape ends" { "Present" } }
}

/// Charts as figures, each a slide of its own; `brief` names those that are printed with the findings, the others are in
/// the annex.
pub fn figures(charts: &[&Chart], brief: &dyn Fn(&str) -> bool) -> Markup {
    html! {
        @for chart in charts { figure id=(chart.name) .slide[chart.name != "base-year"] .brief[brief(&chart.name)] {
            p.note.swipe { "Move the drawing sideways with a finger." }
            div.drawing tabindex="0" role="group" aria-label=(chart.alt) { (PreEscaped(responsive(&chart.svg))) }
            figcaption { (chart.caption) }
        } }
    }
}

/// The annex's door: on paper a page is what a reader needs; what it rests on is printed from this address.
/// `also` names what else is there: `what drives it, `.
pub fn annex(also: &str) -> Markup {
    html! { p #annex .note { "Printed, this page holds the findings and the main charts. The annex, with the other charts, " (also) "the evidence and every assumption, is printed from "
    a href="#annex" { "this address" } ": open it, then print again." } }
}

/// A drawing that takes the width it is given.
pub fn responsive(svg: &str) -> String {
    // Fixed sizes would make a phone scroll sideways; the viewBox keeps the proportions.
    let Some((head, rest)) = svg.split_once("width=\"") else {
        return svg.to_string();
    };
    match rest.split_once("role=") {
        Some((_, tail)) => format!("{head}role={tail}"),
        None => svg.to_string(),
    }
}

/// The table of assumptions with their evidence.
pub fn assumptions(rows: &[Assumption]) -> Markup {
    html! { div.wide tabindex="0" { table #assumed {
        thead { tr { th scope="col" { "Assumption" } th scope="col" { "Value" } th scope="col" { "Source" } th scope="col" { "Confidence" } th scope="col" { "Notes" } } }
        tbody { @for row in rows { tr {
            td { code { (row.key) } br; small { (row.meaning) } @if !row.scenario.is_empty() { br; small.kind { (row.scenario) } } }
            td { (row.value) " " (row.unit) @if !row.claim.is_empty() { br; strong.claim { "Claim " (row.claim) } } }
            td { @if row.url.starts_with("https://") || row.url.starts_with("http://") { a href=(row.url) rel="noreferrer" { (row.source) } } @else { (row.source) } }
            td { (row.confidence) }
            td { (row.note) @if !row.contrary.is_empty() { br; em { "Contrary: " (row.contrary) } } }
        } } }
    } } }
}
