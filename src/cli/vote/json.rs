//! One rule's answer for programmes.

use serde_json::{Value, json};

use super::arguments::VoteArgs;
use super::counted::Counted;
use crate::budgeting::Election;
use crate::budgeting::exact::{write_exact, write_rounded};
use crate::budgeting::fairness::{Fairness, Grouping};
use crate::process::tables::votes_of;

/// The fixed names that others rely on.
pub(super) fn of_rule(one: &Counted, election: &Election, args: &VoteArgs, repairs: &[String]) -> Value {
    let id = |project: &usize| Value::String(election.projects[*project].id.clone());
    let ids = |list: &[usize]| Value::Array(list.iter().map(id).collect());
    let outcome = &one.outcome;
    let explanation: Vec<Value> = one
        .verdicts
        .iter()
        .zip(&one.margins)
        .map(|(verdict, margin)| {
            let project = &election.projects[verdict.project];
            let mut entry = json!({
                "project": project.id,
                "name": project.name,
                "funded": verdict.funded,
                "place": verdict.place,
                "votes": votes_of(election, verdict.votes),
                "voters": verdict.people,
                "cost": write_exact(&project.cost),
                "text": verdict.text,
            });
            if let Some(paid) = &verdict.paid {
                entry["paid_by"] = json!({
                    "voters": paid.voters,
                    "in_full": paid.in_full,
                    "most": write_exact(&paid.most),
                    "least": write_exact(&paid.least),
                });
            }
            if let Some(support) = verdict.effective_support {
                entry["effective_support"] = json!(support);
            }
            if let Some(left) = &verdict.left_with_supporters {
                entry["left_with_supporters"] = json!(write_rounded(left, 6));
            }
            if let Some(lacked) = &verdict.lacked {
                entry["lacked"] = json!(write_rounded(lacked, 6));
            }
            if let Some(margin) = margin {
                entry["votes_to_win"] = json!(margin.votes);
                // Looked for only where it was asked for.
                if args.margins {
                    entry["cost_to_win"] = json!(margin.cost.as_ref().map(|cost| write_rounded(cost, 2)));
                }
            }
            entry
        })
        .collect();
    let ties: Vec<Value> = outcome
        .ties
        .iter()
        .map(|tie| {
            json!({
                "round": tie.round,
                "among": ids(&tie.among),
                "chosen": tie.among.first().map(id),
                "by": outcome.tie_order.word(),
            })
        })
        .collect();
    let mut value = json!({
        "rule": outcome.rule,
        "funded": ids(&outcome.funded),
        "cost": write_exact(&outcome.cost),
        "spent": write_exact(&outcome.spent()),
        "funded_in_part": outcome.partly.iter().map(|(project, amount)| json!({
            "project": id(project),
            "amount": write_exact(amount),
            "cost": write_exact(&election.projects[*project].cost),
        })).collect::<Vec<_>>(),
        "budget": write_exact(&election.budget),
        "voters": election.people(),
        "summed_strength": votes_of(election, election.voters()),
        "options": outcome.options.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect::<serde_json::Map<_, _>>(),
        "explanation": explanation,
        "ties": ties,
        "notes": outcome.notes,
        "repairs": repairs,
        "fairness": fairness_json(&one.fairness, &one.groups, election),
    });
    if let (true, Some(prices)) = (args.certificate, &outcome.prices) {
        let payments: Vec<Value> = prices
            .payments
            .iter()
            .map(|(project, list)| {
                let list: Vec<Value> = list
                    .iter()
                    .map(|(ballot, units)| json!([ballot, units.to_string()]))
                    .collect();
                json!({"project": id(project), "payments": list})
            })
            .collect();
        let (who, many) = match (election.strengths.is_empty(), election.strength_scale) {
            (true, _) => ("voter".to_owned(), "voters".to_owned()),
            (false, 1) => (
                "vote (voters have as many as their strength)".to_owned(),
                "votes".to_owned(),
            ),
            (false, parts) => (
                format!("part of a vote (of which {parts} are one vote; voters have as many as their strength)"),
                "parts".to_owned(),
            ),
        };
        value["certificate"] = json!({
            "meaning": format!("each {who} holds `endowment` units; `payments` lists ballot number (voters in the order of the file: `ballot_of_voter`) and what each of its {many} pays [units]; a unit is worth `unit` of the currency"),
            "unit": prices.unit.to_string(),
            "endowment": prices.endowment.to_string(),
            "payments": payments,
            "ballot_of_voter": election.ballot_of_voter,
        });
    }
    value
}

fn fairness_json(fairness: &Fairness, groups: &[Grouping], election: &Election) -> Value {
    let shares = &fairness.shares;
    let ids = |list: &[usize]| {
        list.iter()
            .map(|project| election.projects[*project].id.clone())
            .collect::<Vec<_>>()
    };
    let violations = |list: &[crate::budgeting::fairness::Violation]| {
        list.iter()
            .map(|violation| {
                json!({
                    "project": election.projects[violation.project].id,
                    "group": violation.group,
                    "entitled": write_rounded(&violation.entitled, 6),
                    "would_have": write_rounded(&violation.would_have, 6),
                })
            })
            .collect::<Vec<_>>()
    };
    json!({
        "voters_with_nothing": shares.with_nothing,
        "share_with_nothing": shares.with_nothing as f64 / shares.voters.max(1) as f64,
        "mean_projects": shares.mean_projects,
        "mean_share_of_ballot": shares.mean_share_of_ballot,
        "mean_cost": shares.mean_cost,
        "gini_projects": shares.gini_projects,
        "gini_cost": shares.gini_cost,
        "gini_effort": shares.gini_effort,
        "histogram": shares.histogram,
        "fair_share_distance": shares.fair_share_distance,
        "fair_share_ratio": shares.fair_share_ratio,
        "share_of_budget_spent": shares.spent,
        "category_proportionality": fairness.categories.as_ref().map(|categories| categories.proportionality),
        "categories": fairness.categories.iter().flat_map(|categories| &categories.shares).map(|share| {
            json!({"category": share.name, "spent": share.spent, "asked": share.asked})
        }).collect::<Vec<_>>(),
        "justified_representation": violations(&fairness.justified),
        "ejr_plus_up_to_one": violations(&fairness.ejr_plus),
        "claims": fairness.claims.as_ref().map(|claims| json!({
            "ejr": claims.ejr.as_deref().map(ids),
            "ejr_up_to_one": claims.ejr_up_to_one.as_deref().map(ids),
            "pjr": claims.pjr.as_deref().map(ids),
            "core": claims.core.as_deref().map(ids),
        })),
        "certificate_verified": fairness.certificate.as_ref().map(Vec::is_empty),
        "priceable": fairness.priceable,
        "groups": groups.iter().map(|grouping| json!({
            "attribute": grouping.attribute,
            "levels": grouping.levels.iter().map(|level| json!({
                "level": level.name,
                "voters": level.voters,
                "share_of_voters": level.share_of_voters,
                "spent_for": level.spent_for,
                "spent_by": level.spent_by,
                "with_nothing": level.with_nothing,
                "mean_projects": level.mean_projects,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}
