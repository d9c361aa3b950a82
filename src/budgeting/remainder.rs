//! What a newcomer asks after the list of winners: why is money left, what would spend it, and what did the city do?

use num_traits::Zero as _;

use super::election::Election;
use super::exact::write_rounded;
use super::explanation::with_thousands;
use super::gate::Gate;
use super::outcome::Outcome;
use super::rules::official::official;
use super::utility::Satisfaction;

/// How much money is left, why, and what would spend it; nothing where nothing is left.
pub fn left_over(election: &Election, outcome: &Outcome) -> Option<String> {
    let left = &election.budget - outcome.spent();
    if left.is_zero() {
        return None;
    }
    let amount = format!("{} {}", with_thousands(&write_rounded(&left, 2)), election.currency);
    let amount = amount.trim_end();
    let votes = election.votes();
    let (unnamed, fitting): (Vec<usize>, Vec<usize>) = (0..election.projects.len())
        .filter(|project| !outcome.partly.iter().any(|(part, _)| part == project))
        .filter(|project| !outcome.funded.contains(project) && election.projects[*project].cost <= left)
        .partition(|project| election.limits.only_named && votes[*project] == 0);
    // What stays out for good, however much is left.
    let mut gate = Gate::new(election);
    outcome.funded.iter().for_each(|project| gate.fund(*project));
    let (barred, fitting): (Vec<usize>, Vec<usize>) = fitting
        .into_iter()
        .partition(|project| gate.barrier(*project).is_some());
    let fitting = fitting.len();
    let option = |name: &str| {
        let mut found = outcome.options.iter().filter(|(option, _)| *option == name);
        found.next().map(|(_, value)| value.as_str())
    };
    let projects = if fitting == 1 {
        "1 project left out"
    } else {
        "projects left out"
    };
    let many = if fitting == 1 {
        String::new()
    } else {
        format!("{fitting} ")
    };
    let told = if outcome.funded.len() == election.projects.len() {
        format!("{amount} is left, and no project: all are funded.")
    } else if fitting == 0 && !barred.is_empty() {
        let would = if barred.len() == 1 {
            "1 project left out would fit, but may not be funded: its reason says why.".to_owned()
        } else {
            let number = barred.len();
            format!("{number} projects left out would fit, but may not be funded: their reasons say why.")
        };
        format!("{amount} is left. {would}")
    } else if fitting == 0 && unnamed.is_empty() {
        format!("{amount} is left: every project left out costs more.")
    } else if fitting == 0 {
        format!("{amount} is left.")
    } else if outcome.rule == "equal-shares" && option("completion") == Some("none") {
        format!(
            "{amount} is left, and {many}{projects} would fit. This count stops when no group of supporters can pay for \
             another project from its own members' shares; no completion was asked for, so nobody spends the rest. \
             `--completion add1` raises everyone's share until the rest is spent as far as it goes; `--completion greedy` \
             gives it to the projects that fit, by {}.",
            Satisfaction::ALL
                .into_iter()
                .find(|one| Some(one.word()) == option("satisfaction"))
                .unwrap_or_default()
                .order_of_the_rest()
        )
    } else if outcome.rule == "exact-equal-shares" && option("completion") == Some("none") {
        format!(
            "{amount} is left, and {many}{projects} would fit: no group of supporters can pay for another project in equal \
             parts. `--add-opt` raises everyone's share to where that changes."
        )
    } else {
        format!("{amount} is left, and {many}{projects} would fit: the rule had stopped, or does not take them.")
    };
    Some(match unnamed.as_slice() {
        [] => told,
        [one] => format!(
            "{told} `{}` would fit and nobody named it: what nobody named is not funded (`--fund-unnamed` funds it, as some cities do).",
            election.projects[*one].id
        ),
        several => format!(
            "{told} Nobody named {} of the projects that would fit, and what nobody named is not funded (`--fund-unnamed` funds it, as some cities do).",
            several.len()
        ),
    })
}

/// That projects were funded which nobody named; nothing where there are none.
pub fn unnamed_funded(election: &Election, outcome: &Outcome) -> Option<String> {
    let votes = election.votes();
    let ids: Vec<&str> = outcome
        .funded
        .iter()
        .filter(|project| votes[**project] == 0)
        .map(|project| election.projects[*project].id.as_str())
        .collect();
    (!ids.is_empty()).then(|| {
        format!(
            "Funded although nobody named {}, with money that was left: `{}`.",
            if ids.len() == 1 { "it" } else { "them" },
            ids.join("`, `")
        )
    })
}

/// By what rule the file says that the city counted, how to count so, and how far its choice agrees with this one.
pub fn what_the_city_did(election: &Election, outcome: &Outcome) -> Option<String> {
    let chosen: Vec<usize> = (0..election.projects.len())
        .filter(|project| election.projects[*project].selected == Some(1))
        .collect();
    let both = chosen.iter().filter(|project| outcome.funded.contains(project)).count();
    let agreement = match chosen.len() {
        0 => String::new(),
        1 if both == 1 && outcome.funded.len() == 1 => " It funded the same project.".to_owned(),
        count if count == both && outcome.funded.len() == count => {
            format!(" It funded the same {count} projects.")
        }
        1 => format!(
            " It funded 1 project, which is {}funded here.",
            if both == 1 { "" } else { "not " }
        ),
        count => format!(" It funded {count} projects, of which {both} are funded here."),
    };
    let rule = election.official_rule.trim();
    if rule.is_empty() || rule.eq_ignore_ascii_case("unknown") {
        return (!agreement.is_empty())
            .then(|| format!("The file does not say by what rule the city counted.{agreement}"));
    }
    Some(match official(election) {
        Some(official) => format!(
            "The file says that the city counted by `{rule}`; `--rule official` (that is `{}`) counts so.{agreement}",
            official.typed
        ),
        None => format!(
            "The file says that the city counted by `{rule}`, a rule of its own that is not among those here.{agreement}"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::super::rules::{Options, Rule, run};
    use super::*;

    #[test]
    fn what_is_paid_in_part_is_spent() {
        let mut election = Election::approval(
            20,
            &[("a", 9), ("b", 7), ("c", 6), ("d", 4)],
            &[(5, &["a"]), (4, &["c"])],
        );
        election.ballots.push(crate::budgeting::Ballot {
            weight: 3,
            projects: vec![1],
            points: Vec::new(),
        });
        election.ballot_of_voter.extend([2, 2, 2]);
        let options = Options {
            partial: true,
            ..Options::default()
        };
        let outcome = run(Rule::Greedy, &election, &options);
        assert_eq!(outcome.partly.len(), 1);
        assert_eq!(outcome.spent(), election.budget);
        assert_eq!(left_over(&election, &outcome), None);
    }

    #[test]
    fn what_may_not_be_funded_beside_the_winners_does_not_count_as_fitting() {
        let mut election = Election::approval(100, &[("a", 10), ("b", 10), ("c", 20)], &[(5, &["a", "b", "c"])]);
        election.limits.exclusive.push(vec![0, 1]);
        let outcome = run(Rule::EqualShares, &election, &Options::default());
        assert_eq!(
            left_over(&election, &outcome).as_deref(),
            Some("70 is left. 1 project left out would fit, but may not be funded: its reason says why.")
        );
    }

    #[test]
    fn money_left_is_told_with_its_reason_and_what_would_spend_it() {
        let mut election = Election::approval(10, &[("a", 4), ("b", 5)], &[(2, &["a"]), (2, &["b"])]);
        let outcome = run(Rule::EqualShares, &election, &Options::default());
        assert_eq!(outcome.funded.len(), 2);
        assert_eq!(
            left_over(&election, &outcome).as_deref(),
            Some("1 is left, and no project: all are funded.")
        );
        election.projects[1].cost = super::super::exact::whole(6);
        election.projects[1].selected = Some(1);
        election.official_rule = "greedy".to_owned();
        let outcome = run(Rule::EqualShares, &election, &Options::default());
        let told = left_over(&election, &outcome).unwrap_or_default();
        assert!(told.contains("6 is left, and 1 project left out would fit."), "{told}");
        assert!(told.contains("--completion add1"), "{told}");
        let told = what_the_city_did(&election, &outcome).unwrap_or_default();
        assert!(
            told.contains("counted by `greedy`") && told.contains("`--rule greedy --ties file`"),
            "{told}"
        );
        assert!(
            told.contains("It funded 1 project, which is not funded here."),
            "{told}"
        );
    }
}
