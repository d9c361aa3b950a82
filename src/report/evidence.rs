//! The evidence section of the page: how the effects were read, how many of the uncertain numbers are judgements, and
//! each uncertain number with its interval, source and contrary finding. A claim that is switched on is told at the top.

use maud::{Markup, html};

use crate::results::Assumption;

/// The claims that are switched on, each once.
fn claims(rows: &[Assumption]) -> Vec<&str> {
    let mut claims: Vec<&str> = rows
        .iter()
        .map(|row| row.claim.as_str())
        .filter(|claim| !claim.is_empty())
        .collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// A banner, if claims that no study supports are switched on.
pub fn banner(rows: &[Assumption]) -> Markup {
    let claims = claims(rows);
    html! { @if !claims.is_empty() { aside.claim role="note" {
        strong { "This run takes claims at their word that no study supports." }
        ul { @for claim in claims { li { (claim) } } }
        "Its results show what would follow if they were true; they are no evidence that they are."
    } } }
}

/// The section.
pub fn section(rows: &[Assumption]) -> Markup {
    let uncertain: Vec<&Assumption> = rows.iter().filter(|row| !row.spread.is_empty()).collect();
    let judgements = uncertain.iter().filter(|row| row.interval == "our judgement").count();
    let counted = |kind: &str| uncertain.iter().filter(|row| row.interval == kind).count();
    let effects: Vec<&&Assumption> = uncertain.iter().filter(|row| !row.reading.is_empty()).collect();
    let same = effects.iter().filter(|row| row.same_readings).count();
    let two = effects.len() - same;
    let reading = effects.first().map(|row| row.reading.as_str());
    html! {
        p { "Of " (uncertain.len()) " uncertain numbers " strong { (judgements) " have an interval that is our own judgement" }
            ", " (counted("published range")) " a published range and " (counted("published interval")) " a published interval." }
        @if let Some(reading) = reading { p {
            (two) @if two == 1 { " of them is an effect whose two readings differ. " } @else { " of them are effects whose two readings differ. " }
            @if reading == "as_published" { "All were read " strong { "as published" } ", each taken at its word." }
            @else { "All were read " strong { "shrunk" } ": part of their weight lies on no effect, as much as the kind of study asks for, whichever side of an argument it serves." }
            " The other reading: " code { "--set evidence.reading=" (if reading == "as_published" { "shrunk" } else { "as_published" }) } "."
            @if same > 0 { " Of " (same) " more effect" @if same != 1 { "s" } " both readings are the same: nothing was to be shrunk." }
        } }
        div.wide tabindex="0" { table {
            thead { tr { th scope="col" { "Number" } th scope="col" { "From p10 to p90" } th scope="col" { "Source" } th scope="col" { "Confidence" } th scope="col" { "Contrary" } } }
            tbody { @for row in uncertain { tr {
                td { code { (row.key) } @if !row.scenario.is_empty() { br; small.kind { (row.scenario) } } }
                td { (row.spread) " " (row.unit) br; small { (row.interval) @if !row.reading.is_empty() && !row.same_readings { ", " (row.reading.replace('_', " ")) } } }
                td { @if row.url.starts_with("https://") || row.url.starts_with("http://") { a href=(row.url) rel="noreferrer" { (row.source) } } @else { (row.source) }
                    @if !row.evidence.is_empty() { br; small { "evidence " (row.evidence) } } }
                td { (row.confidence) @if !row.checked.is_empty() { br; small { "checked " (row.checked) } } }
                td { (row.contrary) }
            } } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Assumption> {
        let row = |key: &str, interval: &str, reading: &str, claim: &str| Assumption {
            key: key.to_string(),
            interval: interval.to_string(),
            reading: reading.to_string(),
            claim: claim.to_string(),
            spread: "0 to 1".to_string(),
            ..Assumption::default()
        };
        vec![
            row("a.b", "our judgement", "shrunk", ""),
            row("a.c", "published interval", "", "A04: ten billion"),
            Assumption::default(),
        ]
    }

    #[test]
    fn judgements_are_counted_among_the_uncertain_numbers() {
        let text = section(&rows()).into_string();
        assert!(
            text.contains("Of 2 uncertain numbers <strong>1 have an interval that is our own judgement"),
            "{text}"
        );
        assert!(text.contains("evidence.reading=as_published"), "{text}");
    }

    #[test]
    fn an_effect_whose_readings_are_the_same_is_not_called_shrunk() {
        let mut rows = rows();
        rows.push(Assumption {
            same_readings: true,
            ..rows[0].clone()
        });
        let text = section(&rows).into_string();
        assert!(
            text.contains("1 of them is an effect whose two readings differ"),
            "{text}"
        );
        assert!(text.contains("Of 1 more effect both readings are the same"), "{text}");
        assert_eq!(text.matches("our judgement, shrunk").count(), 1, "{text}");
    }

    #[test]
    fn a_claim_is_told_at_the_top_and_no_claim_is_silent() {
        assert!(banner(&rows()).into_string().contains("A04: ten billion"));
        assert_eq!(banner(&rows()[..1]).into_string(), "");
    }
}
