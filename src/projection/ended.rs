//! Scenarios all of whose reforms have ended before the last year of a run: that year tells what is left of them.
//!
//! Whoever tries a programme for five years and reads "no visible difference" about the tenth learns nothing of the five.

use super::Levers;
use super::chosen::Chosen;
use crate::scenario::Scenario;
use crate::world::{Levers as _, Nature};

/// What is to be told where all that a scenario does otherwise than the one beside it has ended.
pub(super) fn before_the_last_year(name: &str, chosen: &Chosen<'_>, base: &Scenario) -> Option<String> {
    let (first, years) = (chosen.first.as_ref()?, chosen.years);
    let apart = |year: &usize| {
        let pairs = chosen.own[*year].iter().zip(&first[*year]).zip(Levers::SPECS);
        pairs
            .filter(|((own, first), spec)| spec.nature == Nature::Choice && own != first)
            .map(|(_, spec)| spec)
    };
    // What has grown otherwise stays where it has grown to.
    if (0..years.len()).any(|year| apart(&year).any(|spec| spec.unit == "per year")) {
        return None;
    }
    let differs = |year: &usize| apart(year).next().is_some();
    // Programmes of one of the two alone: who leaves one out does otherwise for as long as it would have run.
    let (theirs, ours) = (base.programmes(), chosen.scenario.programmes());
    let of_one: Vec<_> = ours
        .iter()
        .filter(|one| !theirs.contains(one))
        .chain(theirs.iter().filter(|one| !ours.contains(one)))
        .collect();
    let runs = |year: &usize| {
        let now = years[*year];
        of_one
            .iter()
            .any(|one| one.start_year <= now && one.end_year.is_none_or(|end| end >= now))
    };
    let last = (0..years.len()).rev().find(|year| differs(year) || runs(year))?;
    let after = years.get(last + 1)?;
    Some(format!(
        "{name}: all that it does otherwise has ended with {}: figures from {} on tell what is left of it \
         (`--year {}` tells the last year in which it is done)",
        years[last].financial(),
        after.financial(),
        years[last]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::catalogue;
    use crate::world::Year;

    fn told(text: &str) -> Option<String> {
        let load = |text: &str| {
            let text = format!("title = \"Mine\"\nextends = \"england.toml\"\n{text}");
            Scenario::from_text("mine.toml", &text, &[], &catalogue()).unwrap_or_else(|wrong| panic!("{wrong}"))
        };
        let (own, base) = (load(text), load(""));
        let years: Vec<Year> = (2024..2035).map(Year).collect();
        let chosen = Chosen::of(&own, Some(&base), &years).expect("of the model");
        before_the_last_year("mine", &chosen, &base)
    }

    #[test]
    fn what_has_ended_before_the_last_year_is_told_and_what_goes_on_is_not() {
        let money = "[funding.nhs]\naddition = { value = \"£10bn\", start_year = 2026, end_year = 2030 }\n";
        let told_of = told(money).expect("it ends");
        assert!(
            told_of.contains("has ended with 2030/31") && told_of.contains("--year 2030"),
            "{told_of}"
        );
        let programme = |end: &str| {
            format!(
                "[programme.gym]\ncoverage = 0.1\nstart_year = 2026\n{end}cost_per_person = 100\npayer = \"tax\"\nfidelity = 1\ncashable = 0\n"
            )
        };
        assert!(told(&programme("end_year = 2032\n")).is_some_and(|told| told.contains("--year 2032")));
        assert_eq!(told(&programme("")), None);
        assert_eq!(told(&programme("end_year = 2034\n")), None);
        // The last of several counts, and where nothing is done nothing has ended.
        let both = format!("{}{money}", programme("end_year = 2032\n"));
        assert!(told(&both).is_some_and(|told| told.contains("--year 2032")));
        assert_eq!(told(""), None);
        // Money that grew faster for five years is more for ever.
        let growth = "[funding.council]\nreal_growth = { value = 0.09, start_year = 2026, end_year = 2030 }\n";
        assert_eq!(told(growth), None);
    }
}
