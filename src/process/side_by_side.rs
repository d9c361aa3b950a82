//! What proposals say of one another and of the people they touch: alternatives, needs, titles, prices.

use std::collections::BTreeMap;

use super::proposal::Proposal;
use super::voting::Voting;
use crate::budgeting::electorate::Near;
use crate::budgeting::limits::{circle_of, circle_told, torn_of, torn_told};
use crate::scenario::problem::{Fault, Problem, Problems, nearest};
use crate::scenario::tree::Value;

/// That proposals have one title: on a ballot paper nobody can tell them apart.
pub(super) fn of_one_title(proposals: &[Proposal]) -> Vec<String> {
    let mut by_title: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for proposal in proposals {
        let title = proposal.title.trim().to_lowercase();
        by_title.entry(title).or_default().push(&proposal.id);
    }
    let twice = by_title
        .into_iter()
        .filter(|(title, ids)| !title.is_empty() && ids.len() > 1);
    twice
        .map(|(title, ids)| {
            format!(
                "{} proposals have one title, “{title}” ({}): voters cannot tell them apart.",
                ids.len(),
                ids.join(", ")
            )
        })
        .collect()
}

/// That proposals cost the model another sum than the one at which they are voted on: a slip of the pen, more often than a belief.
pub(super) fn far_from_their_price(proposals: &[Proposal]) -> Vec<String> {
    const TIMES: f64 = 2.0;
    let told = |proposal: &Proposal| {
        let price = proposal.price.as_ref().map(crate::budgeting::exact::approximate)?;
        let cost = proposal.cost.as_ref()?;
        let middle = cost.quantile(0.5);
        let apart = price > TIMES * cost.quantile(0.9) || price < cost.quantile(0.1) / TIMES;
        apart.then(|| {
            format!(
                "{} is voted on at {} and costs {} (`cost`), at the middle of what is believed.",
                proposal.title,
                super::money::spoken(price),
                super::money::spoken(middle)
            )
        })
    };
    proposals.iter().filter_map(told).collect()
}

/// Refuses what proposals say of one another and cannot be: a need that is no proposal, one's own, of another district or among
/// one's own alternatives; alternatives of one; pinned and vetoed at once; two pinned alternatives.
pub(super) fn standing(proposals: &[Proposal], problems: &mut Problems) {
    let place = |id: &str| proposals.iter().position(|other| other.id == id);
    let needs: Vec<(usize, usize)> = proposals
        .iter()
        .enumerate()
        .filter(|(_, one)| one.pinned.is_none())
        .flat_map(|(at, one)| one.needs.iter().filter_map(move |id| Some((at, place(id)?))))
        .collect();
    let mut wrong = |proposal: &Proposal, name: &str, what: String| {
        let key = format!("proposal.{}.{name}", proposal.id);
        problems.push(Problem::at(Fault::Joint(what), &proposal.place, &key));
    };
    if let Some(circle) = circle_of(&needs).filter(|circle| circle.len() > 1) {
        let ids: Vec<&str> = circle.iter().map(|at| proposals[*at].id.as_str()).collect();
        wrong(&proposals[circle[0]], "needs", circle_told(&ids));
    }
    let mut alternatives: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in proposals.iter().enumerate().filter(|(_, one)| one.pinned.is_none()) {
        if let Some(group) = &one.one_of {
            alternatives.entry(group).or_default().push(at);
        }
    }
    let alternatives: Vec<Vec<usize>> = alternatives.into_values().collect();
    // That it needs one of its own alternatives is told below, with what to do.
    if let Some(torn) = torn_of(&needs, &alternatives).filter(|torn| torn[0] != torn[1]) {
        wrong(
            &proposals[torn[0]],
            "needs",
            torn_told(torn.map(|at| proposals[at].id.as_str())),
        );
    }
    for proposal in proposals {
        // Money is spent by the price, and a second time by what the patch adds.
        let adds = |section: &&&str| {
            let funding = proposal.patch.get("funding").map(|entry| &entry.node.value);
            let of = |name: &str| match funding {
                Some(Value::Table(table)) => table.get(name).map(|entry| &entry.node.value),
                _ => None,
            };
            matches!(of(section), Some(Value::Table(table)) if table.contains_key("addition"))
        };
        if let Some(section) = ["nhs", "council", "public_health"]
            .iter()
            .find(adds)
            .filter(|_| proposal.charged)
        {
            wrong(
                proposal,
                "patch",
                format!(
                    "adds money by `funding.{section}.addition`, and its own cost is charged besides, so that it would be spent twice: leave the addition \
                     out (`into` says where the money goes), or let the model charge it (`charge = \"model\"`)"
                ),
            );
        }
        for needed in &proposal.needs {
            match proposals.iter().find(|other| other.id == *needed) {
                None => {
                    let near = nearest(needed, proposals.iter().map(|other| other.id.as_str()));
                    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                    wrong(
                        proposal,
                        "needs",
                        format!("needs `{needed}`, which is no proposal{near}"),
                    );
                }
                Some(other) if other.id == proposal.id => {
                    wrong(proposal, "needs", "cannot need itself".to_owned());
                }
                Some(other) if other.district != proposal.district => {
                    wrong(
                        proposal,
                        "needs",
                        format!("needs `{needed}`, which another district decides about"),
                    );
                }
                Some(other) if other.one_of.is_some() && other.one_of == proposal.one_of => {
                    wrong(
                        proposal,
                        "needs",
                        format!("needs `{needed}`, of which it is an alternative"),
                    );
                }
                Some(other) if proposal.pinned.is_some() && other.pinned.is_none() => {
                    wrong(
                        proposal,
                        "pinned",
                        format!(
                            "is pinned and needs `{needed}`, which is not: pin that too, or let the vote decide about both"
                        ),
                    );
                }
                Some(_) => {}
            }
        }
        if proposal.pinned.is_some() && proposal.vetoed.is_some() {
            wrong(proposal, "pinned", "cannot be pinned and vetoed at once".to_owned());
        }
        let Some(group) = &proposal.one_of else { continue };
        let others: Vec<&Proposal> = proposals
            .iter()
            .filter(|other| other.id != proposal.id && other.one_of.as_ref() == Some(group))
            .collect();
        if others.is_empty() {
            wrong(
                proposal,
                "one_of",
                format!("is alone in `{group}`: an alternative needs another"),
            );
        }
        if let Some(other) = others.iter().find(|other| other.district != proposal.district) {
            wrong(
                proposal,
                "one_of",
                format!("and `{}` are decided about by different districts", other.id),
            );
        }
        if proposal.pinned.is_some() && others.iter().any(|other| other.pinned.is_some()) {
            wrong(proposal, "pinned", format!("two of `{group}` cannot both be pinned"));
        }
    }
}

/// Refuses proposals that touch people whom nobody can tell: without shares of parents there would be none.
pub(super) fn touching(proposals: &[Proposal], voting: Option<&Voting>, problems: &mut Problems) {
    let Some(Voting::Electorate(spec)) = voting else {
        return;
    };
    for (near, word, shares) in [
        (Near::Parent, "parents", &spec.parents),
        (Near::Carer, "carers", &spec.carers),
    ] {
        let Some(proposal) = proposals.iter().find(|one| one.touches.contains(&near)) else {
            continue;
        };
        if shares.is_empty() {
            let key = format!("electorate.home.{word}");
            problems.push(
                Problem::at(Fault::Missing(key.clone()), &proposal.place, &key).expecting(format!(
                    "`{word}` under `[electorate.home]`: the part of each age group, eight shares from 0 to 1"
                )),
            );
        }
    }
}
