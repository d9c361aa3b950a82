//! Levers that a file of one's own, or the command line, sets and that move nothing: they are read, checked against people, and cancel out.
//!
//! Whoever enters the hours of home care of their place believes that the results are of it. `explain` finds such levers by trying them out,
//! which takes a run for each; here stand those that move nothing whatever else is set (`tests/it/levers.rs` holds the list against runs), and
//! those that speak of plans where none is followed.

use super::chosen::{Chosen, SECTIONS};
use super::{Levers, Tables};
use crate::economy::funding::open;
use crate::economy::sector::Sector;

/// Levers that move nothing in any scenario, why, and what does instead.
pub const STILL: [(&str, &str); 4] = [
    (
        "services.base_activity.home_care",
        "hours of care at home are added up from the people, one by one. What moves them is who needs help (people.dependency_…), who is \
         supported and by how much (services.social_care.…), and the councils' money (funding.council.gross_spending)",
    ),
    (
        "services.base_activity.care_home",
        "weeks in care homes are added up from the people who live there. Their number in the base year is people.residents, with \
         services.working_age.base_residents for those under 65",
    ),
    (
        "services.base_activity.public_health",
        "public health has no queue, and its activity is its money: funding.public_health.grant, .real_growth and .addition",
    ),
    (
        "services.non_demographic_growth.public_health",
        "public health has no queue, and its activity is its money: funding.public_health.grant, .real_growth and .addition",
    ),
];

/// Levers of a scenario's own that move nothing.
pub(super) fn told(name: &str, chosen: &Chosen<'_>, tables: &Tables) -> Vec<String> {
    let mut told = Vec::new();
    for (key, why) in STILL {
        if let Some(place) = chosen.own_place(key) {
            told.push(format!("{name}: {key} ({place}) changes nothing: {why}"));
        }
    }
    for sector in Sector::ALL {
        let section = SECTIONS[sector.index()];
        let [deviation, follow] = ["plan_deviation", "follow_published"].map(|lever| format!("{section}.{lever}"));
        let (departs, follows) = (chosen.own_place(&deviation), chosen.own_place(&follow));
        if departs.is_none() && follows.is_none() {
            continue;
        }
        let planned = |following: bool| {
            (1..chosen.years.len()).any(|year| {
                let mut levers = Levers::of_place(&chosen.own[year]).economy;
                if following {
                    levers.nhs.follow_published = true;
                    levers.council.follow_published = true;
                    levers.public_health.follow_published = true;
                }
                !open(&levers, &tables.economy.growth, chosen.years[year])[sector.index()]
            })
        };
        let why = if !planned(true) {
            "spending.csv has no plan for this money after the base year".to_string()
        } else if !planned(false) {
            format!("no plan is followed ({follow} = false)")
        } else {
            continue;
        };
        let instead = format!("{section}.real_growth sets how it grows");
        if let Some(place) = departs {
            told.push(format!(
                "{name}: {deviation} ({place}) changes nothing: {why}; {instead}"
            ));
        }
        if let Some(place) = follows.filter(|_| !planned(true)) {
            told.push(format!("{name}: {follow} ({place}) changes nothing: {why}; {instead}"));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::super::chosen;
    use super::*;
    use crate::projection::catalogue;
    use crate::scenario::Scenario;
    use crate::world::Year;

    fn notes(text: &str, sets: &[&str]) -> Vec<String> {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_string()).collect();
        let own = format!("title = \"Mine\"\nextends = \"england.toml\"\n{text}");
        let own = Scenario::from_text("mine.toml", &own, &sets, &catalogue()).unwrap_or_else(|wrong| panic!("{wrong}"));
        let tables = Tables::load(&own).expect("England's");
        let years: Vec<Year> = (2024..2035).map(Year).collect();
        chosen::told("mine", &own, &tables, None, &years)
    }

    #[test]
    fn what_moves_nothing_is_told_with_what_does() {
        for (key, _) in STILL {
            let value = if key.contains("growth") { "0.02" } else { "150000000" };
            let value = if key.ends_with("care_home") { "20000000" } else { value };
            let told = notes("", &[&format!("{key}={value}")]);
            assert!(
                told.iter()
                    .any(|note| note.contains(key) && note.contains("changes nothing")),
                "{told:?}"
            );
        }
        // What England's files say is no news, and what moves something is not told.
        assert_eq!(notes("", &[]), Vec::<String>::new());
        let told = notes("", &["services.base_activity.primary_care=400000000"]);
        assert_eq!(told, Vec::<String>::new());
    }

    #[test]
    fn what_departs_from_plans_is_told_where_there_is_none() {
        let told = notes("", &["funding.council.plan_deviation=0.01"]);
        assert!(
            told.len() == 1 && told[0].contains("no plan for this money"),
            "{told:?}"
        );
        assert_eq!(notes("", &["funding.nhs.plan_deviation=0.01"]), Vec::<String>::new());
        let told = notes(
            "",
            &["funding.nhs.plan_deviation=0.01", "funding.nhs.follow_published=false"],
        );
        assert!(told.len() == 1 && told[0].contains("no plan is followed"), "{told:?}");
    }
}
