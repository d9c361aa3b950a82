//! The count round by round, as a citizen can follow it, and who paid for what.

use maud::{Markup, html};
use num_traits::Zero as _;

use super::words::Language;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate};
use crate::budgeting::explanation::money;
use crate::budgeting::outcome::{Event, Outcome};

/// Winners whose payers are drawn in one chart.
const MOST_BARS: usize = 40;

/// A table of what was decided one after the other, with the money left after each.
pub(super) fn rounds(election: &Election, outcome: &Outcome, language: Language) -> Markup {
    let mut left = election.budget.clone();
    let rows: Vec<(usize, String, Rational)> = outcome
        .rounds
        .iter()
        .map(|round| {
            let title = election.projects[round.project].title();
            let cost = &election.projects[round.project].cost;
            let told = match &round.event {
                Event::Funded { .. } => {
                    left -= cost;
                    format!(
                        "{title}: {} {}",
                        language.say("funded for", "ariannwyd am"),
                        money(cost, election)
                    )
                }
                Event::DidNotFit { .. } => format!(
                    "{title}: {} {}",
                    language.say("not enough left for its cost of", "dim digon ar ôl i dalu ei gost o"),
                    money(cost, election)
                ),
                Event::Barred { .. } => format!(
                    "{title}: {}",
                    language.say("stopped by a limit of the city", "ataliwyd gan derfyn y ddinas")
                ),
                Event::TooLow { .. } => format!(
                    "{title}: {}",
                    language.say("too little support", "rhy ychydig o gefnogaeth")
                ),
                Event::Opposed { .. } => format!(
                    "{title}: {}",
                    language.say("more against it than for it", "mwy yn ei erbyn nag o\u{2019}i blaid")
                ),
                Event::Eliminated { .. } => format!(
                    "{title}: {}",
                    language.say(
                        "weakest left, its money moves on",
                        "y gwannaf ar ôl, ei arian yn symud ymlaen"
                    )
                ),
            };
            (round.project, told, left.clone())
        })
        .collect();
    html! {
        details {
            summary { (language.say("The count, step by step", "Y cyfrif, gam wrth gam")) }
            table {
                thead { tr {
                    th scope="col" class="n" { (language.say("Step", "Cam")) }
                    th scope="col" { (language.say("What happened", "Beth ddigwyddodd")) }
                    th scope="col" class="n" { (language.say("Money left", "Arian ar ôl")) }
                } }
                tbody {
                    @for (step, (_, told, left)) in rows.iter().enumerate() {
                        tr { td class="n" { (step + 1) } td { (told) } td class="n" { (money(left, election)) } }
                    }
                }
            }
        }
    }
}

/// Of each funded project: how many paid, how much each, and what nobody's share paid. Bars are told in words as well.
pub(super) fn payers(election: &Election, outcome: &Outcome, language: Language) -> Markup {
    let Some(prices) = &outcome.prices else { return html! {} };
    let endowment = prices.endowment();
    let rows: Vec<(usize, u64, Rational)> = outcome
        .funded
        .iter()
        .take(MOST_BARS)
        .map(|project| {
            let list = prices.payments.iter().find(|(other, _)| other == project);
            let paying = list.map(|(_, list)| {
                let payers = list.iter().filter(|(_, units)| !units.is_zero());
                payers
                    .map(|(ballot, _)| election.ballots[*ballot as usize].weight)
                    .sum()
            });
            let most = list.and_then(|(_, list)| list.iter().map(|(_, units)| units).max());
            let most = most.map_or_else(Rational::zero, |units| {
                Rational::from_integer(units.clone().into()) * &prices.unit
            });
            (*project, paying.unwrap_or(0), most)
        })
        .collect();
    let voters = election.voters().max(1) as f64;
    html! {
        figure {
            figcaption { (language.say("Who paid for what", "Pwy dalodd am beth")) }
            table {
                thead { tr {
                    th scope="col" { (language.say("Project", "Prosiect")) }
                    th scope="col" { (language.say("Voters who paid, of all voters", "Pleidleiswyr a dalodd, o\u{2019}r holl bleidleiswyr")) }
                    th scope="col" class="n" { (language.say("At most each", "Ar y mwyaf yr un")) }
                } }
                tbody {
                    @for (project, paying, most) in &rows {
                        tr {
                            th scope="row" { (election.projects[*project].title()) }
                            td {
                                @if *paying == 0 {
                                    (language.say("nobody\u{2019}s share: money left over", "cyfran neb: arian dros ben"))
                                } @else {
                                    svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
                                        rect x="0" y="0" height="4" width=(format!("{:.2}", *paying as f64 / voters * 100.0)) {}
                                    }
                                    (paying)
                                }
                            }
                            td class="n" { @if *paying > 0 { (money(most, election)) } }
                        }
                    }
                }
            }
            @if outcome.funded.len() > MOST_BARS {
                p { small { (language.say("The first projects only; the certificate has all.", "Y prosiectau cyntaf yn unig; mae\u{2019}r dystysgrif yn cynnwys pob un.")) } }
            }
            p { small {
                (language.say("Share of each voter in this count: ", "Cyfran pob pleidleisiwr yn y cyfrif hwn: ")) (money(&endowment, election)) ". "
                (language.say("An equal part of the budget: ", "Rhan gyfartal o\u{2019}r gyllideb: "))
                (money(&(&election.budget / Rational::from_integer(election.voters().max(1).into())), election)) "."
                @if approximate(&endowment) > approximate(&election.budget) / voters * (1.0 + 1e-12) {
                    " " (language.say(
                        "Shares were raised as long as what they bought stayed within the budget; no more than the budget is spent.",
                        "Codwyd cyfrannau cyhyd â bod yr hyn a brynwyd o fewn y gyllideb; ni werir mwy na\u{2019}r gyllideb."
                    ))
                }
            } }
        }
    }
}
