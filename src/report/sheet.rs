//! What every page of the program has: its head, drawings that take the width they are given, the table of assumptions.

use maud::{Markup, PreEscaped, html};

use crate::budgeting::page::POLICY;
use crate::results::Assumption;

const STYLE: &str = include_str!("page.css");

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
    html! { div.wide { table #assumed {
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
