//! The count round by round, as a citizen can follow it, and who paid for what.

use maud::{Markup, html};
use num_traits::Zero as _;

use super::words::Language;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate};
use crate::budgeting::explanation::{money, with_thousands};
use crate::budgeting::limits::Barrier;
use crate::budgeting::outcome::{Event, Outcome};

/// Winners whose payers are drawn in one chart.
const MOST_BARS: usize = 40;

/// A table of what was decided one after the other, with the money left after each.
pub(super) fn rounds(election: &Election, outcome: &Outcome, language: Language) -> Markup {
    let mut left = election.budget.clone();
    let votes = election.votes();
    let rows: Vec<(String, Rational)> = outcome
        .rounds
        .iter()
        .map(|round| {
            let title = election.projects[round.project].title();
            let price = &election.projects[round.project].cost;
            let cost = money(price, election);
            let told = match &round.event {
                Event::Funded { .. } => {
                    left -= price;
                    match (paid(election, outcome, round.project), &outcome.prices) {
                        (Some((payers, most)), _) => language.fill(
                            "{0}: funded for {1}; {2} voters paid, at most {3} each",
                            &[
                                title,
                                &cost,
                                &with_thousands(&payers.to_string()),
                                &money(&most, election),
                            ],
                        ),
                        (None, Some(_)) if !price.is_zero() => {
                            language.fill("{0}: funded for {1} with money left over", &[title, &cost])
                        }
                        _ => language.fill("{0}: funded for {1}", &[title, &cost]),
                    }
                }
                Event::DidNotFit { .. } => language.fill("{0}: not enough left for its cost of {1}", &[title, &cost]),
                Event::Barred {
                    barrier: Barrier::TooFewVotes,
                } if votes[round.project] == 0 => language.fill("{0}: nobody named it", &[title]),
                Event::Barred {
                    barrier: Barrier::TooFewVotes,
                } => language.fill("{0}: too little support", &[title]),
                Event::Barred {
                    barrier: Barrier::Requires(needed),
                } => language.fill(
                    "{0}: it needs {1}, which was not funded then",
                    &[title, election.projects[*needed].title()],
                ),
                Event::Barred {
                    barrier: Barrier::Excluded(rival),
                } => language.fill(
                    "{0}: only one of it and {1} may be funded",
                    &[title, election.projects[*rival].title()],
                ),
                Event::Barred { .. } => language.fill("{0}: stopped by a limit of the city", &[title]),
                Event::TooLow { .. } => language.fill("{0}: too little support", &[title]),
                Event::Opposed { .. } => language.fill("{0}: more against it than for it", &[title]),
                Event::Eliminated { .. } => language.fill("{0}: weakest left, its money moves on", &[title]),
            };
            (told, left.clone())
        })
        .collect();
    if rows.is_empty() {
        // Purses are counted one by one, and no row of steps is all of theirs.
        return html! {};
    }
    html! {
        details {
            summary { (language.say("The count, step by step")) }
            div.wide tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" class="n" { (language.say("Step")) }
                        th scope="col" { (language.say("What happened")) }
                        th scope="col" class="n" { (language.say("Money left")) }
                    } }
                    tbody {
                        @for (step, (told, left)) in rows.iter().enumerate() {
                            tr { td class="n" { (step + 1) } td { (told) } td class="n" { (money(left, election)) } }
                        }
                    }
                }
            }
        }
    }
}

/// How many voters paid for a project and the most that one paid for a vote \[people, currency\]; nothing where nobody's share did.
fn paid(election: &Election, outcome: &Outcome, project: usize) -> Option<(u64, Rational)> {
    let prices = outcome.prices.as_ref()?;
    let (_, list) = prices.payments.iter().find(|(other, _)| *other == project)?;
    let payers = list.iter().filter(|(_, units)| !units.is_zero());
    let heads = election.heads();
    let number: u64 = payers.map(|(ballot, _)| heads[*ballot as usize]).sum();
    let most = list.iter().map(|(_, units)| units).max()?;
    let parts = Rational::from_integer(election.strength_scale.max(1).into());
    (number > 0).then(|| {
        (
            number,
            Rational::from_integer(most.clone().into()) * &prices.unit * parts,
        )
    })
}

/// Of each funded project: how many paid, how much each, and what nobody's share paid. Bars are told in words as well.
pub(super) fn payers(election: &Election, outcome: &Outcome, language: Language) -> Markup {
    let Some(prices) = &outcome.prices else { return html! {} };
    let parts = Rational::from_integer(election.strength_scale.max(1).into());
    let endowment = prices.endowment() * &parts;
    let rows: Vec<(usize, u64, Rational)> = outcome
        .funded
        .iter()
        .take(MOST_BARS)
        .map(|project| {
            let (paying, most) = paid(election, outcome, *project).unwrap_or_default();
            (*project, paying, most)
        })
        .collect();
    let voters = election.people().max(1) as f64;
    let equal = &election.budget * &parts / Rational::from_integer(election.voters().max(1).into());
    html! {
        figure {
            figcaption { (language.say("Who paid for what")) }
            div.wide tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { (language.say("Project")) }
                        th scope="col" { (language.say("Voters who paid, of all voters")) }
                        th scope="col" class="n" { (language.say("At most each")) }
                    } }
                    tbody {
                        @for (project, paying, most) in &rows {
                            tr {
                                th scope="row" { (election.projects[*project].title()) }
                                td {
                                    @if *paying == 0 {
                                        (language.say("nobody’s share: money left over"))
                                    } @else {
                                        svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
                                            rect x="0" y="0" height="4" width=(format!("{:.2}", *paying as f64 / voters * 100.0)) {}
                                        }
                                        (with_thousands(&paying.to_string()))
                                    }
                                }
                                td class="n" { @if *paying > 0 { (money(most, election)) } }
                            }
                        }
                    }
                }
            }
            @if outcome.funded.len() > MOST_BARS {
                p { small { (language.say("The first projects only; the certificate has all.")) } }
            }
            p { small {
                (language.fill("Share of each voter in this count: {0}. An equal part of the budget: {1}.", &[
                    &money(&endowment, election),
                    &money(&equal, election),
                ]))
                @if approximate(&endowment) > approximate(&equal) * (1.0 + 1e-12) {
                    " " (language.say("Shares were raised above it, and what they buy stays within the budget."))
                }
            } }
        }
    }
}
