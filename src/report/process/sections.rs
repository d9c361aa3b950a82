//! The parts of the page.

use maud::{Markup, html};

use super::super::{robustness, words};
use super::charts::{attribute_words, label};
use super::{Ballot, Unit, goal_words, in_words, pounds_each};
use crate::budgeting::exact::approximate;
use crate::budgeting::page::Language;
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
        p { (ballot.say("The rule was")) " " strong { (decided.rule.word()) } ". " (ballot.say(decided.rule.told(&decided.outcome))) }
        @if decided.outcome.prices.is_some() && decided.fairness.shares.voters > 0 {
            @let share = approximate(&ballot.process.budget) / decided.fairness.shares.voters as f64;
            p { (ballot.fill("Each of the {0} voters began with an equal share of {1}. A proposal is bought as soon as those who named it can pay for it together, the one that asks least of each of them first.", &[&words::grouped(decided.fairness.shares.voters as f64, 0), &ballot.number(spoken(share))]))
                @if ballot.outcome.cast.poll.is_some() { " " (ballot.say("A simulated voter stands for many people, so this share is that of many.")) } }
        }
        @for verdict in &decided.verdicts { @if let Some(at) = ballot.proposal(verdict) { (one(ballot, verdict, at)) } }
        @for note in &decided.outcome.notes { p.note lang=[english(ballot)] { (note) } }
        @if !decided.outcome.ties.is_empty() {
            @if decided.outcome.ties.len() == 1 { p.note { (ballot.fill("Some proposals stood exactly equal once; what decided then: {0}.", &[&ballot.language.tie_order(decided.outcome.tie_order)])) } }
            @else { p.note { (ballot.fill("Some proposals stood exactly equal {0} times; what decided then: {1}.", &[&decided.outcome.ties.len().to_string(), &ballot.language.tie_order(decided.outcome.tie_order)])) } }
        }
    }
}

fn one(ballot: &Ballot<'_>, verdict: &crate::budgeting::explanation::Verdict, at: usize) -> Markup {
    let proposal = &ballot.process.proposals[at];
    let alone = &ballot.outcome.alone[at];
    html! {
        h3 id=(format!("proposal-{}", proposal.id)) { (if verdict.funded { "✔ " } else if ballot.paid_in_part(at).is_some() { "◐ " } else { "✘ " }) span lang=[english(ballot)] { (proposal.title) }
            " " small { (match (verdict.funded, ballot.paid_in_part(at)) {
                (true, _) => ballot.say("funded").to_owned(),
                (false, Some(amount)) => ballot.fill("paid in part with {0}", &[&ballot.number(spoken_exactly(amount))]),
                (false, None) => ballot.say("not funded").to_owned(),
            }) ", " (ballot.fill("{0} a year", &[&ballot.number(spoken(proposal.pounds()))])) ", " (payer(ballot, proposal.payer)) } }
        @if !proposal.description.is_empty() { p lang=[english(ballot)] { (proposal.description) } }
        p { (ballot.language.reason(&verdict.said)) }
        @if alone.dearer > 0.0 {
            p.note { (ballot.fill("It may cost more than its price: between {0} and {1} in eight draws of ten, more than its price in {2} of them all.", &[&ballot.number(spoken(alone.cost[0])), &ballot.number(spoken(alone.cost[2])), &ballot.number(in_words(alone.dearer))])) }
        }
        @if let Some(charged) = &alone.charged {
            p.note { (ballot.fill("It changes law or structure, and the model works out what that costs: public spending changes by {0} a year at full roll-out ({1} to {2} in eight draws of ten). Of the price, what the model does not spend is spent by nobody in the projection.", &[charged.p("p50"), charged.p("p10"), charged.p("p90")].map(|pounds| ballot.number(Unit::of("£", [pounds]).change(pounds))).each_ref().map(String::as_str))) }
        }
        @if !proposal.evidence("source").is_empty() {
            p.note { (ballot.say("Source:")) " " span lang=[english(ballot)] { (proposal.evidence("source")) } "." @if !proposal.evidence("contrary").is_empty() { " " (ballot.say("Contrary:")) " " span lang=[english(ballot)] { (proposal.evidence("contrary")) } "." } }
        }
        @if !proposal.has_effect() { p.note { (ballot.say("The process file does not say what it changes: in the projection it costs money and changes nothing.")) } }
    }
}

fn payer(ballot: &Ballot<'_>, purse: Purse) -> &'static str {
    match purse {
        Purse::Tax => ballot.say("new public money"),
        Purse::Nhs => ballot.say("from the NHS budget as it is"),
        Purse::Council => ballot.say("from the council's care budget as it is"),
        Purse::PublicHealth => ballot.say("from the public-health grant as it is"),
        Purse::Outside => ballot.say("paid outside health and care"),
    }
}

/// The mark of what is in English on a page that is not.
fn english(ballot: &Ballot<'_>) -> Option<&'static str> {
    (ballot.language != Language::English).then_some("en")
}

/// The interval that holds 80% of the draws, in the page's language.
fn interval(ballot: &Ballot<'_>, unit: Unit<'_>, stats: &crate::results::Stats) -> String {
    let [low, high] = ["p10", "p90"].map(|name| ballot.number(unit.change(stats.p(name))));
    ballot.fill("{0} to {1}", &[&low, &high])
}

/// The median of a gain or a difference, in the page's language: none where it is smaller than its Monte Carlo error.
fn median(ballot: &Ballot<'_>, unit: Unit<'_>, stats: &crate::results::Stats) -> String {
    if stats.p_equal == 1.0 {
        ballot.say("no change").to_owned()
    } else if stats.within_error() {
        ballot.say("none beyond its error").to_owned()
    } else {
        ballot.number(unit.middle(stats))
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
            p { (ballot.fill("Of those who may vote, {0} did. Groups that vote more than others are heard more than they are many:", &[&per_cent(representation.turnout)])) }
            div.wide tabindex="0" { table {
                thead { tr { th scope="col" { (ballot.say("Group")) } th scope="col" { (ballot.say("Turnout")) } th scope="col" { (ballot.say("Of all people who may vote")) } th scope="col" { (ballot.say("Of all votes")) } } }
                tbody { @for group in &representation.groups {
                    @let attribute = group.attribute.word();
                    @if ["age", "imd", "tenure"].contains(&attribute) { tr {
                        th scope="row" { (ballot.say(&attribute_words(attribute))) ": " (ballot.say(&label(attribute, group.attribute.levels()[group.level]))) }
                        td { (per_cent(group.turnout)) } td { (per_cent(group.share_of_people)) } td { (per_cent(group.share_of_votes)) }
                    } }
                } }
            } }
        }
        ul {
            @let told = [format!("{:.1}", shares.mean_projects), words::grouped(shares.with_nothing as f64, 0), words::grouped(shares.voters as f64, 0)];
            @let nothing = told.each_ref().map(String::as_str);
            li { @if shares.with_nothing == 1 { (ballot.fill("A voter has {0} funded proposals on the ballot on average; {1} of {2} voters has none.", &nothing)) }
                @else { (ballot.fill("A voter has {0} funded proposals on the ballot on average; {1} of {2} voters have none.", &nothing)) } }
            li { (ballot.fill("Inequality of what voters got (0 all the same, 1 one has everything): {0} by money.", &[&format!("{:.2}", shares.gini_cost)])) }
            li { @if fairness.ejr_plus.is_empty() { (ballot.say("Of every group of voters who name a proposal that is not funded, at least one member has funded proposals that with this one would cost no less than the group's equal part of the budget (EJR+ up to one).")) }
                @else if fairness.ejr_plus.len() == 1 { (ballot.say("1 proposal has supporters who could claim it with their share of the money (EJR+ up to one is violated).")) }
                @else { (ballot.fill("{0} proposals have supporters who could claim them with their share of the money (EJR+ up to one is violated).", &[&fairness.ejr_plus.len().to_string()])) } }
            @if let Some(faults) = &fairness.certificate { li {
                @if faults.is_empty() { (ballot.say("Who paid what was checked by independent code: every payment is exact and from the voter's own share.")) }
                @else { (ballot.fill("The payments are faulty: {0} faults.", &[&faults.len().to_string()])) }
            } }
        }
        @if let Some(categories) = &fairness.categories { div.wide tabindex="0" { table {
            thead { tr { th scope="col" { (ballot.say("Kind of proposal")) } th scope="col" { (ballot.say("Of the money spent")) } th scope="col" { (ballot.say("Of what voters named")) } } }
            tbody { @for share in &categories.shares { tr { th scope="row" { (share.name) } td { (per_cent(share.spent)) } td { (per_cent(share.asked)) } } } }
        } } }
        @for grouping in outcome.decided.groups.iter().filter(|grouping| ["age", "imd", "tenure"].contains(&grouping.attribute.as_str())) {
            div.wide tabindex="0" { table {
                thead { tr { th scope="col" { (ballot.fill("By {0}", &[ballot.say(&attribute_words(&grouping.attribute))])) } th scope="col" { (ballot.say("Of the voters")) } th scope="col" { (ballot.say("Of the money spent on what they named")) } th scope="col" { (ballot.say("With nothing")) } } }
                tbody { @for level in &grouping.levels { tr { th scope="row" { (ballot.say(&label(&grouping.attribute, &level.name))) } td { (per_cent(level.share_of_voters)) } td { (per_cent(level.spent_for)) } td { (per_cent(level.with_nothing)) } } } }
            } }
        }
    }
}

/// Frequencies, regimes.
pub fn sure(ballot: &Ballot<'_>) -> Markup {
    let frequencies = &ballot.outcome.frequencies;
    html! {
        p { @if frequencies.replicates == 1 { (ballot.say("The vote was held once with")) } @else { (ballot.fill("The vote was held {0} times with", &[&frequencies.replicates.to_string()])) } " " span lang=[english(ballot)] { (frequencies.how) } ". " (ballot.say("A proposal near 100% would be funded by nearly any such vote, one near 50% by the toss of a coin.")) }
        @if frequencies.held.len() > 1 {
            div.wide tabindex="0" { table {
                thead { tr {
                    th scope="col" { (ballot.say("If the vote were held so")) } th scope="col" { (ballot.say("Turnout")) } th scope="col" { (ballot.say("Rule")) } th scope="col" { (ballot.say("Spent")) }
                    @for goal in &ballot.process.goals { th scope="col" { (ballot.fill("Gain for {0}", &[ballot.say(goal.name)])) } }
                    th scope="col" { (ballot.say("Heaviest ballot")) }
                } }
                tbody { @for often in &frequencies.often {
                    @let held = frequencies.held.iter().find(|held| held.regime == often.regime);
                    tr {
                        th scope="row" lang=[english(ballot)] { (often.title) }
                        td { @if let Some(held) = held { (per_cent(held.turnout)) } }
                        td { (often.rule.word()) }
                        td { (per_cent(often.spent)) }
                        @for at in 0..ballot.process.goals.len() {
                            td { (ballot.number(ballot.unit(at).change(tables::expected_gain(ballot.outcome, often, at)))) }
                        }
                        td { @if let Some(held) = held { (format!("{:.1}%", held.heaviest * 100.0)) } }
                    }
                } }
            } }
            p.note { (ballot.say("What the funded sets would do is the mean over these votes, by the sum of what each proposal does alone, and the median of the draws: it compares ways of voting, and is not what a set does together. The heaviest ballot is the largest part of all votes that one person casts, delegated votes included.")) }
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
        div.wide tabindex="0" { table {
            thead { tr { th scope="col" { (ballot.say("Proposal")) } th scope="col" { (ballot.say("Votes")) } @for one in &all { th scope="col" { (one.rule.word()) } } } }
            tbody {
                @for verdict in &outcome.decided.verdicts { tr {
                    th scope="row" lang=[english(ballot)] { (election.projects[verdict.project].title()) }
                    td { (words::grouped(verdict.votes as f64 / election.strength_scale.max(1) as f64, 0)) }
                    @for one in &all { td { @if one.outcome.funded.contains(&verdict.project) { (ballot.say("funded")) } @else { "–" } } }
                } }
                tr { th scope="row" { (ballot.say("Spent")) } td {} @for one in &all { td { (ballot.number(spoken_exactly(&one.outcome.spent()))) } } }
                tr { th scope="row" { (ballot.say("Voters with nothing")) } td {} @for one in &all { td { (per_cent(one.fairness.shares.with_nothing as f64 / one.fairness.shares.voters.max(1) as f64)) } } }
            }
        } }
        dl { @for one in &all { dt { (one.rule.word()) } dd { (ballot.say(one.rule.told(&one.outcome))) } } }
    }
}

/// The projection: told measures in the last year, against nothing.
pub fn effect(ballot: &Ballot<'_>) -> Markup {
    let (run, outcome) = (ballot.run, ballot.outcome);
    let Some(last) = run.summary.shape.years.last().copied() else {
        return html! {};
    };
    html! {
        p { (ballot.fill("The model was run for {0} people from {1} to {2}, with the funded proposals and with nothing, under the same luck, {3} times. The table tells {2}.", &[&words::grouped(outcome.residents, 0), &outcome.start.to_string(), &last.to_string(), &outcome.settings.draws.to_string()])) }
        @if run.scenarios() > 2 {
            p { (ballot.say("The funded set brings new money. Money helps however it is spent, so the last column gives the same money to the services as they are: what the set does beyond that is what the choice of proposals does.")) }
        }
        div.wide tabindex="0" { table {
            thead { tr { th scope="col" { (ballot.say("Measure")) } @for index in 0..run.scenarios() { th scope="col" { (ballot.say(run.description.scenario_title(index))) } } } }
            tbody { @for measure in effects::TOLD.map(crate::measures::Handle::measure) {
                @let medians = (1..run.scenarios()).filter_map(|index| run.differences.get(index, last, measure.handle, crate::world::Group::ALL)).map(|stats| stats.p("p50"));
                @let row = Unit::of(measure.unit, medians);
                tr {
                th scope="row" title=(measure.meaning) { span lang=[english(ballot)] { (words::title(measure)) } @if measure.better == Better::Lower { " " small { (ballot.say("(less of it counts as a gain)")) } } }
                @for index in 0..run.scenarios() { td {
                    @if index == 0 {
                        @if let Some(stats) = run.summary.get(0, last, measure.handle, crate::world::Group::ALL) { (ballot.number(words::value(measure.unit, stats.p("p50")))) }
                    } @else if let Some(stats) = run.differences.get(index, last, measure.handle, crate::world::Group::ALL) {
                        @if stats.p_equal == 1.0 { (ballot.say("no change")) } @else {
                            (median(ballot, row, stats))
                            br; small { (interval(ballot, row, stats)) }
                        }
                        @if let Some(strip) = robustness::strip(run.robustness, measure, index) { br; small.camps lang=[english(ballot)] { (strip) } }
                    }
                } }
            } } }
        } }
        p.note { (ballot.say("Median and, below it, the interval that holds 80% of the draws; differences are from funding nothing, paired draw by draw. One that is smaller than its Monte Carlo error is told as none.")) }
        @if let Some(found) = run.robustness { p.note lang=[english(ballot)] { (robustness::strip_key_against(found, "funding nothing")) } }
    }
}

/// The gap between what was chosen and what would have done most.
pub fn most(ballot: &Ballot<'_>) -> Markup {
    let outcome = ballot.outcome;
    html! {
        p { (ballot.say("Voters are asked what they want, not what the model says; they may know what it does not. This part only says how far the two are apart. “Most” is meant in the model's terms:")) " "
            @for (index, gap) in outcome.gaps.iter().enumerate() { @if index > 0 { "; " } (ballot.fill("{0} is told by {1} ({2})", &[ballot.say(gap.goal.name), &goal_words(gap.goal.measure), ballot.say(over(gap.goal.measure).words())])) } "." }
        div.wide tabindex="0" { table {
            thead { tr { th scope="col" { (ballot.say("Goal")) } th scope="col" { (ballot.say("Set")) } th scope="col" { (ballot.say("Price")) } th scope="col" { (ballot.say("Together")) } th scope="col" { (ballot.say("Sum of single effects")) } th scope="col" { (ballot.say("Does more than chosen")) } } }
            tbody { @for (at, gap) in outcome.gaps.iter().enumerate() {
                @let unit = ballot.unit(at);
                @for set in if gap.best == 0 { vec![0] } else { vec![0, gap.best] } {
                    @let joint = &outcome.sets[set];
                    tr {
                        th scope="row" { (ballot.say(gap.goal.name)) }
                        td { @if set == 0 { (ballot.say("Chosen:")) } @else { (ballot.say("Set that does most:")) } " " (ballot.titles(&joint.set)) }
                        td { (ballot.number(spoken(joint.price))) }
                        td { (median(ballot, unit, &joint.goals[at].1)) br; small { (interval(ballot, unit, &joint.goals[at].1)) } }
                        td { (ballot.number(unit.change(joint.sums[at]))) }
                        td { @if set == 0 { "" } @else { (ballot.fill("in {0} of the draws", &[&ballot.number(in_words(gap.beats))])) } }
                    }
                }
                @if let Some(as_now) = &outcome.same_money { tr {
                    th scope="row" { (ballot.say(gap.goal.name)) } td { (ballot.say("The chosen set's money, spent by services as now")) } td { (ballot.number(spoken(outcome.sets[0].price))) }
                    td { (median(ballot, unit, &as_now[at])) br; small { (interval(ballot, unit, &as_now[at])) } } td {} td {}
                } }
                @if let Some(reached) = gap.reached { tr { td {} td colspan="5" { small { (ballot.fill("The chosen set reaches {0} of what the leading set does for {1}.", &[&per_cent(reached), ballot.say(gap.goal.name)])) } } } }
            } }
        } }
        p.note { (ballot.say("Medians; below them the interval that holds 80% of the draws. Sets of proposals are compared with one another; the last row of a goal is no set. Where what a set does together differs from the sum of what its proposals do alone, they stand in each other's way or help each other: two ways to avoid the same hospital stay cannot avoid it twice.")) }
    }
}

/// Each proposal alone.
pub fn alone(ballot: &Ballot<'_>) -> Markup {
    let outcome = ballot.outcome;
    html! {
        h3 { (ballot.say("Each proposal alone")) }
        div.wide tabindex="0" { table {
            thead { tr { th scope="col" { (ballot.say("Proposal")) } th scope="col" { (ballot.say("Price")) }
                @for goal in &ballot.process.goals { th scope="col" { (ballot.fill("Gain for {0}", &[ballot.say(goal.name)])) } }
                @if outcome.expected.is_some() { th scope="col" { (ballot.say("Mean gain of a person")) } } } }
            tbody { @for (at, proposal) in ballot.process.proposals.iter().enumerate() { tr {
                th scope="row" { span lang=[english(ballot)] { (proposal.title) } @if ballot.is_funded(at) { " " small { (ballot.say("funded")) } } }
                td { (ballot.number(spoken(proposal.pounds()))) }
                @for (goal, stats) in outcome.alone[at].gains.iter().enumerate() { td {
                    (median(ballot, ballot.unit(goal), stats)) br; small { (interval(ballot, ballot.unit(goal), stats)) }
                } }
                @if let Some(expected) = &outcome.expected { td { (pounds_each(expected.everybody[at])) } }
            } } }
        } }
        p.note { (ballot.say("Median of the gain and, below it, the interval that holds 80% of the draws.")) }
        @if outcome.expected.is_some() {
            p.note { (ballot.say("The mean gain of a person, over all years, is what simulated voters go by: life years in full health, care newly reached at what it costs, and payments saved, in pounds.")) }
        }
    }
}

/// How it was done.
pub fn method(ballot: &Ballot<'_>, limits: &[String]) -> Markup {
    let process = ballot.process;
    html! {
        p { (ballot.say("One draw samples every uncertain assumption once and follows the same simulated people through every world: with nothing funded, with each proposal alone, with the sets told above. Effects are differences between worlds of the same draw. A proposal's price is what the rule counts with; what it turns out to cost is drawn with everything else and charged to whoever pays for it.")) }
        @if let Voting::Electorate(spec) = &process.voting {
            p { (ballot.fill("Voters are drawn from the model's people of {0} and over. A voter judges in part by reasons (the own gain that the model expects for people of the same age, sex, area, wealth, illness and need of help; everybody's mean gain; that of people in the most deprived fifth; that of children or of people in need of help, for who lives with them), and in part by impression (what is near, the side it takes on markets, tax and prevention, what the voter's camp says, the campaign, the price); the rest is taste. Most have read little: on average {1} of a mind goes by reasons. The weights are assumptions of the process file.", &[&spec.min_age.to_string(), &ballot.number(in_words(spec.regime.model.knowledge))])) }
            @if let Some(shape) = super::text::shape(ballot) { p lang=[english(ballot)] { (shape) } }
            @if !spec.evidence.is_empty() { ul lang=[english(ballot)] { @for (key, source) in &spec.evidence { li { code { (key) } ": " (source) } } } }
        }
        @if !limits.is_empty() { h3 { (ballot.say("What the model leaves out")) } ul { @for limit in limits { li lang=[english(ballot)] { (limit) } }
            li { (ballot.say("A council is taken to be like England in everything but its size.")) }
            li { (ballot.say("Relief of unpaid carers, peace of mind, and civic worth of taking part are in no gain.")) }
        } }
    }
}
