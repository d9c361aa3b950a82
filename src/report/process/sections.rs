//! The parts of the page.

use maud::{Markup, html};

use super::super::{robustness, words};
use super::charts::{attribute_words, label};
use super::{Ballot, between, change, goal_words, in_words, middle, pounds_each};
use crate::budgeting::exact::approximate;
use crate::measures::Better;
use crate::process::goals::over;
use crate::process::money::{spoken, spoken_exactly};
use crate::process::proposal::Purse;
use crate::process::{Voting, effects, tables};

/// Reasons, proposal by proposal.
pub fn why(ballot: &Ballot<'_>) -> Markup {
    let outcome = ballot.outcome;
    let decided = &outcome.decided;
    html! {
        p { "The rule was " strong { (decided.rule.word()) } ". " (decided.rule.meaning()) }
        @if decided.outcome.prices.is_some() && decided.fairness.shares.voters > 0 {
            @let share = approximate(&ballot.process.budget) / decided.fairness.shares.voters as f64;
            p { "Each of the " (words::grouped(decided.fairness.shares.voters as f64, 0)) " voters began with an equal share of "
                (spoken(share)) ". A proposal is bought as soon as those who named it can pay for it together, the one that asks least of each of them first."
                @if ballot.outcome.cast.poll.is_some() { " A simulated voter stands for many people, so this share is that of many." } }
        }
        @for verdict in &decided.verdicts { @if let Some(at) = ballot.proposal(verdict) { (one(ballot, verdict, at)) } }
        @for note in &decided.outcome.notes { p.note { (note) } }
        @if !decided.outcome.ties.is_empty() {
            p.note { "Some proposals stood exactly equal " (decided.outcome.ties.len()) " times; what decided then: " (decided.outcome.tie_order.meaning()) "." }
        }
    }
}

fn one(ballot: &Ballot<'_>, verdict: &crate::budgeting::explanation::Verdict, at: usize) -> Markup {
    let proposal = &ballot.process.proposals[at];
    let alone = &ballot.outcome.alone[at];
    html! {
        h3 id=(format!("proposal-{}", proposal.id)) { (if verdict.funded { "✔ " } else if ballot.paid_in_part(at).is_some() { "◐ " } else { "✘ " }) (proposal.title)
            " " small { (match (verdict.funded, ballot.paid_in_part(at)) {
                (true, _) => "funded".to_owned(),
                (false, Some(amount)) => format!("paid in part with {}", spoken_exactly(amount)),
                (false, None) => "not funded".to_owned(),
            }) ", " (spoken(proposal.pounds())) " a year, " (payer(proposal.payer)) } }
        @if !proposal.description.is_empty() { p { (proposal.description) } }
        p { (verdict.text) }
        @if alone.dearer > 0.0 {
            p.note { "It may cost more than its price: between " (spoken(alone.cost[0])) " and " (spoken(alone.cost[2])) " in eight draws of ten, more than its price in " (in_words(alone.dearer)) " of them all." }
        }
        @if let Some(charged) = &alone.charged {
            p.note { "It changes law or structure, and the model works out what that costs: public spending changes by " (change("£", charged.mean)) " a year at full roll-out ("
                (change("£", charged.p("p10"))) " to " (change("£", charged.p("p90"))) " in eight draws of ten). Of the price, what the model does not spend is spent by nobody in the projection." }
        }
        @if !proposal.evidence("source").is_empty() {
            p.note { "Source: " (proposal.evidence("source")) "." @if !proposal.evidence("contrary").is_empty() { " Contrary: " (proposal.evidence("contrary")) "." } }
        }
        @if !proposal.has_effect() { p.note { "The process file does not say what it changes: in the projection it costs money and changes nothing." } }
    }
}

fn payer(purse: Purse) -> &'static str {
    match purse {
        Purse::Tax => "new public money",
        Purse::Nhs => "from the NHS budget as it is",
        Purse::Council => "from the council's care budget as it is",
        Purse::PublicHealth => "from the public-health grant as it is",
        Purse::Outside => "paid outside health and care",
    }
}

fn per_cent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// Turnout, fairness, groups.
pub fn who(ballot: &Ballot<'_>) -> Markup {
    let outcome = ballot.outcome;
    let fairness = &outcome.decided.fairness;
    let shares = &fairness.shares;
    let held = outcome
        .frequencies
        .held
        .first()
        .and_then(|held| held.representation.as_ref());
    let representation = outcome.cast.poll.as_ref().map(|poll| &poll.representation).or(held);
    html! {
        @if let Some(representation) = representation {
            p { "Of those who may vote, " strong { (per_cent(representation.turnout)) } " did. Groups that vote more than others are heard more than they are many:" }
            div.wide { table {
                thead { tr { th scope="col" { "Group" } th scope="col" { "Turnout" } th scope="col" { "Of all people who may vote" } th scope="col" { "Of all votes" } } }
                tbody { @for group in &representation.groups {
                    @let attribute = group.attribute.word();
                    @if ["age", "imd", "tenure"].contains(&attribute) { tr {
                        th scope="row" { (attribute_words(attribute)) ": " (label(attribute, group.attribute.levels()[group.level])) }
                        td { (per_cent(group.turnout)) } td { (per_cent(group.share_of_people)) } td { (per_cent(group.share_of_votes)) }
                    } }
                } }
            } }
        }
        ul {
            li { "A voter has " (format!("{:.1}", shares.mean_projects)) " funded proposals on the ballot on average; "
                (words::grouped(shares.with_nothing as f64, 0)) " of " (words::grouped(shares.voters as f64, 0)) " voters have none." }
            li { "Inequality of what voters got (0 all the same, 1 one has everything): " (format!("{:.2}", shares.gini_cost)) " by money." }
            li { @if fairness.ejr_plus.is_empty() { "Of every group of voters who name a proposal that is not funded, at least one member has funded proposals that with this one would cost no less than the group's equal part of the budget (EJR+ up to one)." }
                @else { (fairness.ejr_plus.len()) " proposals have supporters who could claim them with their share of the money (EJR+ up to one is violated)." } }
            @if let Some(faults) = &fairness.certificate { li {
                @if faults.is_empty() { "Who paid what was checked by independent code: every payment is exact and from the voter's own share." }
                @else { "The payments are faulty: " (faults.len()) " faults." }
            } }
        }
        @if let Some(categories) = &fairness.categories { div.wide { table {
            thead { tr { th scope="col" { "Kind of proposal" } th scope="col" { "Of the money spent" } th scope="col" { "Of what voters named" } } }
            tbody { @for share in &categories.shares { tr { th scope="row" { (share.name) } td { (per_cent(share.spent)) } td { (per_cent(share.asked)) } } } }
        } } }
        @for grouping in outcome.decided.groups.iter().filter(|grouping| ["age", "imd", "tenure"].contains(&grouping.attribute.as_str())) {
            div.wide { table {
                thead { tr { th scope="col" { "By " (attribute_words(&grouping.attribute)) } th scope="col" { "Of the voters" } th scope="col" { "Of the money spent on what they named" } th scope="col" { "With nothing" } } }
                tbody { @for level in &grouping.levels { tr { th scope="row" { (label(&grouping.attribute, &level.name)) } td { (per_cent(level.share_of_voters)) } td { (per_cent(level.spent_for)) } td { (per_cent(level.with_nothing)) } } } }
            } }
        }
    }
}

/// Frequencies, regimes.
pub fn sure(ballot: &Ballot<'_>) -> Markup {
    let frequencies = &ballot.outcome.frequencies;
    html! {
        p { "The vote was held " (frequencies.replicates) " times with " (frequencies.how) ". A proposal near 100% would be funded by nearly any such vote, one near 50% by the toss of a coin." }
        @if frequencies.held.len() > 1 {
            div.wide { table {
                thead { tr {
                    th scope="col" { "If the vote were held so" } th scope="col" { "Turnout" } th scope="col" { "Rule" } th scope="col" { "Spent" }
                    @for goal in &ballot.process.goals { th scope="col" { "Gain for " (goal.name) } }
                    th scope="col" { "Heaviest ballot" }
                } }
                tbody { @for often in &frequencies.often {
                    @let held = frequencies.held.iter().find(|held| held.regime == often.regime);
                    tr {
                        th scope="row" { (often.title) }
                        td { @if let Some(held) = held { (per_cent(held.turnout)) } }
                        td { (often.rule.word()) }
                        td { (per_cent(often.spent)) }
                        @for (at, goal) in ballot.process.goals.iter().enumerate() {
                            td { (change(goal.measure.unit, tables::expected_gain(ballot.outcome, often, at))) }
                        }
                        td { @if let Some(held) = held { (format!("{:.1}%", held.heaviest * 100.0)) } }
                    }
                } }
            } }
            p.note { "What the funded sets would do is the mean over these votes, by the sum of single effects. The heaviest ballot is the largest part of all votes that one person casts, delegated votes included." }
        }
    }
}

/// Rules side by side.
pub fn rules(ballot: &Ballot<'_>) -> Markup {
    let outcome = ballot.outcome;
    let Some(election) = ballot.election() else {
        return html! {};
    };
    let all: Vec<_> = std::iter::once(&outcome.decided).chain(&outcome.others).collect();
    html! {
        div.wide { table {
            thead { tr { th scope="col" { "Proposal" } th scope="col" { "Votes" } @for one in &all { th scope="col" { (one.rule.word()) } } } }
            tbody {
                @for verdict in &outcome.decided.verdicts { tr {
                    th scope="row" { (election.projects[verdict.project].title()) }
                    td { (words::grouped(verdict.votes as f64, 0)) }
                    @for one in &all { td { @if one.outcome.funded.contains(&verdict.project) { "funded" } @else { "–" } } }
                } }
                tr { th scope="row" { "Spent" } td {} @for one in &all { td { (spoken_exactly(&one.outcome.cost)) } } }
                tr { th scope="row" { "Voters with nothing" } td {} @for one in &all { td { (per_cent(one.fairness.shares.with_nothing as f64 / one.fairness.shares.voters.max(1) as f64)) } } }
            }
        } }
        dl { @for one in &all { dt { (one.rule.word()) } dd { (one.rule.meaning()) } } }
    }
}

/// The projection: told measures in the last year, against nothing.
pub fn effect(ballot: &Ballot<'_>) -> Markup {
    let (run, outcome) = (ballot.run, ballot.outcome);
    let Some(last) = run.summary.shape.years.last().copied() else {
        return html! {};
    };
    html! {
        p { "The model was run for " (words::grouped(outcome.residents, 0)) " people from " (outcome.start) " to " (last)
            ", with the funded proposals and with nothing, under the same luck, " (outcome.settings.draws) " times. The table tells " (last) "." }
        @if run.scenarios() > 2 {
            p { "The funded set brings new money. Money helps however it is spent, so the last column gives the same money to the services as they are: what the set does beyond that is what the choice of proposals does." }
        }
        div.wide { table {
            thead { tr { th scope="col" { "Measure" } @for index in 0..run.scenarios() { th scope="col" { (run.description.scenario_title(index)) } } } }
            tbody { @for measure in effects::TOLD.map(crate::measures::Handle::measure) { tr {
                th scope="row" title=(measure.meaning) { (words::title(measure)) @if measure.better == Better::Lower { " " small { "(less of it counts as a gain)" } } }
                @for index in 0..run.scenarios() { td {
                    @if index == 0 {
                        @if let Some(stats) = run.summary.get(0, last, measure.handle, crate::world::Group::ALL) { (words::value(measure.unit, stats.p("p50"))) }
                    } @else if let Some(stats) = run.differences.get(index, last, measure.handle, crate::world::Group::ALL) {
                        @if stats.p_equal == 1.0 { "no change" } @else {
                            (change(measure.unit, stats.p("p50")))
                            br; small { (change(measure.unit, stats.p("p10"))) " to " (change(measure.unit, stats.p("p90"))) }
                        }
                        @if let Some(strip) = robustness::strip(run.robustness, measure, index) { br; small.camps { (strip) } }
                    }
                } }
            } } }
        } }
        p.note { "Median and, below it, the interval that holds 80% of the draws; differences are from funding nothing, paired draw by draw." }
        @if let Some(found) = run.robustness { p.note { (robustness::strip_key_against(found, "funding nothing")) } }
    }
}

/// The gap between what was chosen and what would have done most.
pub fn most(ballot: &Ballot<'_>) -> Markup {
    let outcome = ballot.outcome;
    html! {
        p { "Voters are asked what they want, not what the model says; they may know what it does not. This part only says how far the two are apart. “Most” is meant in the model's terms: "
            @for (index, gap) in outcome.gaps.iter().enumerate() { @if index > 0 { "; " } (gap.goal.name) " is told by " (goal_words(gap.goal.measure)) " (" (over(gap.goal.measure).words()) ")" } "." }
        div.wide { table {
            thead { tr { th scope="col" { "Goal" } th scope="col" { "Set" } th scope="col" { "Price" } th scope="col" { "Together" } th scope="col" { "Sum of single effects" } th scope="col" { "Does more than chosen" } } }
            tbody { @for (at, gap) in outcome.gaps.iter().enumerate() {
                @let unit = gap.goal.measure.unit;
                @for set in if gap.best == 0 { vec![0] } else { vec![0, gap.best] } {
                    @let joint = &outcome.sets[set];
                    tr {
                        th scope="row" { (gap.goal.name) }
                        td { (if set == 0 { "Chosen: " } else { "Set that does most: " }) (ballot.titles(&joint.set)) }
                        td { (spoken(joint.price)) }
                        td { (middle(unit, &joint.goals[at].1)) br; small { (between(unit, &joint.goals[at].1)) } }
                        td { (change(unit, joint.sums[at])) }
                        td { @if set == 0 { "" } @else { "in " (in_words(gap.beats)) " of the draws" } }
                    }
                }
                @if let Some(as_now) = &outcome.same_money { tr {
                    th scope="row" { (gap.goal.name) } td { "The chosen set's money, spent by services as now" } td { (spoken(outcome.sets[0].price)) }
                    td { (middle(unit, &as_now[at])) br; small { (between(unit, &as_now[at])) } } td {} td {}
                } }
                @if let Some(reached) = gap.reached { tr { td {} td colspan="5" { small { "The chosen set reaches " (per_cent(reached)) " of what the leading set does for " (gap.goal.name) "." } } } }
            } }
        } }
        p.note { "Medians; below them the interval that holds 80% of the draws. Sets of proposals are compared with one another; the last row of a goal is no set. Where what a set does together differs from the sum of what its proposals do alone, they stand in each other's way or help each other: two ways to avoid the same hospital stay cannot avoid it twice." }
    }
}

/// Each proposal alone.
pub fn alone(ballot: &Ballot<'_>) -> Markup {
    let outcome = ballot.outcome;
    html! {
        h3 { "Each proposal alone" }
        div.wide { table {
            thead { tr { th scope="col" { "Proposal" } th scope="col" { "Price" }
                @for goal in &ballot.process.goals { th scope="col" { "Gain for " (goal.name) } }
                @if outcome.expected.is_some() { th scope="col" { "Mean gain of a person" } } } }
            tbody { @for (at, proposal) in ballot.process.proposals.iter().enumerate() { tr {
                th scope="row" { (proposal.title) @if ballot.is_funded(at) { " " small { "funded" } } }
                td { (spoken(proposal.pounds())) }
                @for (goal, stats) in ballot.process.goals.iter().zip(&outcome.alone[at].gains) { td {
                    (middle(goal.measure.unit, stats)) br; small { (between(goal.measure.unit, stats)) }
                } }
                @if let Some(expected) = &outcome.expected { td { (pounds_each(expected.everybody[at])) } }
            } } }
        } }
        p.note { "Median of the gain and, below it, the interval that holds 80% of the draws." }
        @if outcome.expected.is_some() {
            p.note { "The mean gain of a person, over all years, is what simulated voters go by: life years in full health, care newly reached at what it costs, and payments saved, in pounds." }
        }
    }
}

/// How it was done.
pub fn method(ballot: &Ballot<'_>, limits: &[String]) -> Markup {
    let process = ballot.process;
    html! {
        p { "One draw samples every uncertain assumption once and follows the same simulated people through every world: with nothing funded, with each proposal alone, with the sets told above. Effects are differences between worlds of the same draw. "
            "A proposal's price is what the rule counts with; what it turns out to cost is drawn with everything else and charged to whoever pays for it." }
        @if let Voting::Electorate(spec) = &process.voting {
            p { "Voters are drawn from the model's people of " (spec.min_age) " and over. A voter judges in part by reasons (the own gain that the model expects for people of the same age, sex, area, wealth, illness and need of help; everybody's mean gain; that of people in the most deprived fifth; that of children or of people in need of help, for who lives with them), "
                "and in part by impression (what is near, the side it takes on markets, tax and prevention, what the voter's camp says, the campaign, the price); the rest is taste. Most have read little: on average " (in_words(spec.regime.model.knowledge)) " of a mind goes by reasons. The weights are assumptions of the process file." }
            @if let Some(shape) = super::text::shape(ballot) { p { (shape) } }
            @if !spec.evidence.is_empty() { ul { @for (key, source) in &spec.evidence { li { code { (key) } ": " (source) } } } }
        }
        @if !limits.is_empty() { h3 { "What the model leaves out" } ul { @for limit in limits { li { (limit) } }
            li { "A council is taken to be like England in everything but its size." }
            li { "Relief of unpaid carers, peace of mind, and civic worth of taking part are in no gain." }
        } }
    }
}
