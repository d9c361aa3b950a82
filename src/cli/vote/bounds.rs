//! Limits typed on the command line, beside those that the file states.

use super::VoteError;
use super::arguments::{VoteArgs, number};
use num_traits::Signed;

use crate::budgeting::Election;
use crate::budgeting::exact::whole;
use crate::budgeting::explanation::money;
use crate::budgeting::limits::{Ceiling, told_of_circle, told_of_torn};
use crate::budgeting::pabulib::spelt_otherwise;

/// Takes over the limits of the file (unless they are to be ignored) and adds those that were typed.
pub(super) fn apply(args: &VoteArgs, official: bool, election: &mut Election) -> Result<(), VoteError> {
    if !args.ignore_limits {
        election.take_stated_limits();
    }
    // Nobody would say that a town decided for what nobody in it named; a city's own count is left as it was.
    if !args.fund_unnamed && !official {
        election.limits.only_named = true;
    }
    if let Some(more) = number("carried-over", args.carried_over.as_deref())? {
        if args.files.len() > 1 {
            election.notes.push(format!(
                "`--carried-over` adds {} to the budget of each of the {} files.",
                money(&more, election),
                args.files.len()
            ));
        }
        election.budget += more;
    }
    for group in &args.exclusive {
        let members = group
            .split(',')
            .map(|id| find(election, "exclusive", id))
            .collect::<Result<Vec<_>, _>>()?;
        let twice = (1..members.len()).any(|at| members[..at].contains(&members[at]));
        if members.len() < 2 || twice {
            return Err(word(
                "exclusive",
                group,
                "two or more identifiers joined by commas, each once, such as A,B",
            ));
        }
        election.limits.exclusive.push(members);
    }
    if let Some(list) = &args.tie_list {
        election.tie_list = list
            .split(',')
            .map(|id| find(election, "tie-list", id))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(at) =
            (1..election.tie_list.len()).find(|at| election.tie_list[..*at].contains(&election.tie_list[*at]))
        {
            let twice = election.projects[election.tie_list[at]].id.clone();
            return Err(word(
                "tie-list",
                &twice,
                "each project once, the one that goes first in a tie first",
            ));
        }
    }
    for pair in &args.requires {
        let Some((needing, needed)) = pair.split_once(':') else {
            return Err(word(
                "requires",
                pair,
                "two identifiers, such as B:A where B is funded only with A",
            ));
        };
        let pair = (
            find(election, "requires", needing)?,
            find(election, "requires", needed)?,
        );
        election.limits.requires.push(pair);
        if let Some(circle) = election.limits.circle().filter(|circle| circle.contains(&pair.0)) {
            return Err(VoteError::Circle(told_of_circle(election, &circle)));
        }
    }
    // What the file says by itself was told where it was read.
    let asked = !args.requires.is_empty() || !args.exclusive.is_empty();
    if let Some(torn) = election.limits.torn().filter(|_| asked) {
        return Err(VoteError::Torn(told_of_torn(election, torn)));
    }
    for (at, ceiling) in args.ceiling.iter().enumerate() {
        let named = |ceiling: &String| ceiling.rsplit_once('=').map(|(name, _)| name.trim().to_owned());
        if named(ceiling).is_some() && args.ceiling[..at].iter().any(|other| named(other) == named(ceiling)) {
            return Err(word("ceiling", ceiling, "each category or neighbourhood once"));
        }
        let Some((name, most)) = ceiling.rsplit_once('=') else {
            return Err(word(
                "ceiling",
                ceiling,
                "a category or neighbourhood and an amount, such as parks=50000",
            ));
        };
        let name = name.trim();
        let of = |project: &usize| {
            let project = &election.projects[*project];
            project.neighbourhood == name || project.categories.iter().any(|category| category == name)
        };
        let projects: Vec<usize> = (0..election.projects.len()).filter(of).collect();
        let known = election
            .projects
            .iter()
            .flat_map(|project| project.categories.iter().chain(std::iter::once(&project.neighbourhood)))
            .filter(|name| !name.is_empty());
        if projects.is_empty() {
            return Err(VoteError::Word {
                option: "ceiling",
                found: name.to_owned(),
                nearest: nearest(name, known),
                allowed: "a category or neighbourhood of the projects, and an amount (parks=50000)".to_owned(),
            });
        }
        if let Some(own) = spelt_otherwise(election, name) {
            return Err(VoteError::Word {
                option: "ceiling",
                found: format!("{name}, and projects say {own} too"),
                nearest: None,
                allowed: "one word for one category: write it alike for all projects".to_owned(),
            });
        }
        let most = number("ceiling", Some(most))?.unwrap_or_default();
        election.limits.ceilings.push(Ceiling {
            name: name.to_owned(),
            most,
            projects,
        });
    }
    if let Some(least) = number("least-votes", args.least_votes.as_deref())? {
        if least.is_positive() && least < whole(1) {
            return Err(VoteError::Word {
                option: "least-votes",
                found: args.least_votes.clone().unwrap_or_default(),
                nearest: None,
                allowed: "a number of votes, such as 25".to_owned(),
            });
        }
        election.limits.least_votes = Some(least);
    }
    if let Some(least) = number("threshold", args.threshold.as_deref())? {
        election.limits.least_score = Some(least);
    }
    Ok(())
}

fn word(option: &'static str, found: &str, allowed: &str) -> VoteError {
    VoteError::Word {
        option,
        found: found.to_owned(),
        nearest: None,
        allowed: allowed.to_owned(),
    }
}

fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a String>) -> Option<String> {
    let likeness = |other: &str| strsim::jaro_winkler(other, word);
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.75).then(|| best.clone())
}

fn find(election: &Election, option: &'static str, id: &str) -> Result<usize, VoteError> {
    let id = id.trim();
    // Whoever reads a page of results knows projects by their titles.
    let titled = || {
        let plain = |text: &str| text.trim().to_lowercase();
        let mut found = (0..election.projects.len()).filter(|at| plain(&election.projects[*at].name) == plain(id));
        found.next().filter(|_| !id.is_empty() && found.next().is_none())
    };
    election.find(id).or_else(titled).ok_or_else(|| VoteError::Word {
        option,
        found: id.to_owned(),
        nearest: nearest(
            id,
            election
                .projects
                .iter()
                .flat_map(|project| [&project.id, &project.name]),
        ),
        allowed: "identifiers of projects of the file, or titles without a comma".to_owned(),
    })
}
