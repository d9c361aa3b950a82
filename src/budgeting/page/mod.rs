//! One self-contained page that explains an outcome to people who have never heard of voting rules. No script, no network;
//! tables have headings that screen readers announce, and nothing is told by colour alone.

mod rounds;
pub mod signs;
mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use signs::held;

use super::election::Election;
use super::exact::{approximate, whole, write_exact};
use super::explanation::{Verdict, money, with_thousands};
use super::fairness::{Fairness, Grouping};
use super::outcome::Outcome;
use super::rules::Rule;
#[cfg(test)]
pub(crate) use words::phrases;
pub use words::{Language, plain_name};

/// What a page shows about one rule.
pub struct Shown<'a> {
    /// The decision.
    pub outcome: &'a Outcome,
    /// One verdict for each project.
    pub verdicts: &'a [Verdict],
    /// Its fairness.
    pub fairness: &'a Fairness,
    /// Who it serves.
    pub groups: &'a [Grouping],
}

/// What a browser may load for this page: its own style and nothing else, in the words of all our pages.
pub const POLICY: &str = "default-src 'none'; style-src 'nonce-carepool'; script-src 'nonce-carepool'; img-src data:";

/// The one stylesheet of all pages: of a screen, a phone, a wall and paper.
pub const STYLE: &str = concat!(include_str!("design.css"), include_str!("page.css"));

/// The one script of all pages, without which each is whole: a filter, names of columns on a phone, one message a screen.
pub const SCRIPT: &str = include_str!("page.js");

fn per_cent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// One page for several elections, such as a city's and its districts'.
pub fn pages(parts: &[(&Election, &[Shown<'_>], &[String])], language: Language) -> String {
    let all: Vec<String> = parts
        .iter()
        .map(|(election, shown, repairs)| page(election, shown, repairs, language))
        .collect();
    // Each page's body under one head.
    let bodies: Vec<&str> = all
        .iter()
        .filter_map(|page| {
            page.split_once("<body>")?
                .1
                .rsplit_once("</body>")
                .map(|(body, _)| body)
        })
        .collect();
    match all.first().and_then(|page| page.split_once("<body>")) {
        Some((head, _)) => format!("{head}<body>{}</body></html>", bodies.join("<hr>")),
        None => String::new(),
    }
}

/// The page for one or several rules; `repairs` are what was read otherwise than it stands in the file.
pub fn page(election: &Election, shown: &[Shown<'_>], repairs: &[String], language: Language) -> String {
    let title = if election.title.is_empty() {
        language.say("How the vote was counted")
    } else {
        &election.title
    };
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) }
                style nonce="carepool" { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                p {
                    (language.fill("{0} people voted on {1} projects. There was {2} to spend.", &[
                        &with_thousands(&election.people().to_string()),
                        &election.projects.len().to_string(),
                        &money(&election.budget, election),
                    ]))
                }
                @if language != Language::English { p { small { (language.say("Notes are in English.")) } } }
                @if shown.len() > 1 { (side_by_side(election, shown, language)) }
                @for one in shown { (section(election, one, language)) }
                @if !repairs.is_empty() {
                    h2 { (language.say("How the ballots were read")) }
                    ul { @for repair in repairs { li { (repair) } } }
                }
            }
        }
    };
    held(&page.into_string())
}

fn side_by_side(election: &Election, shown: &[Shown<'_>], language: Language) -> Markup {
    html! {
        h2 { (language.say("Rules side by side")) }
        div.wide tabindex="0" {
            table {
                thead { tr { th scope="col" { (language.say("Project")) } @for one in shown { th scope="col" { (named(one.outcome.rule, language)) } } } }
                tbody {
                    @for (index, project) in election.projects.iter().enumerate() {
                        @if shown.iter().any(|one| one.outcome.funded.contains(&index)) {
                            tr {
                                th scope="row" { (project.title()) }
                                @for one in shown { td { @if one.outcome.funded.contains(&index) { (language.say("funded")) } @else { "–" } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn section(election: &Election, one: &Shown<'_>, language: Language) -> Markup {
    let outcome = one.outcome;
    let shares = &one.fairness.shares;
    html! {
        h2 { (named(outcome.rule, language)) }
        @if let Some(rule) = Rule::from_word(outcome.rule) { p { (language.say(rule.told(outcome))) } }
        p {
            strong { (language.fill("{0} projects are funded", &[&outcome.funded.len().to_string()])) } " "
            (language.fill("for {0}, {1} of the budget.", &[&money(&outcome.spent(), election), &per_cent(shares.spent)])) " "
            (language.fill("{0} of {1} voters have none of their projects funded.", &[
                &with_thousands(&shares.with_nothing.to_string()),
                &with_thousands(&shares.voters.to_string()),
            ]))
        }
        svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img"
            aria-label=(language.fill("{0} of the budget is spent", &[&per_cent(shares.spent)])) {
            @let widths: Vec<f64> = outcome.funded.iter().map(|project| bar_width(election, *project)).collect();
            @for (place, project) in outcome.funded.iter().enumerate() {
                rect x=(format!("{:.3}", widths[..place].iter().sum::<f64>())) y="0" width=(format!("{:.3}", (widths[place] - 0.2).max(0.05))) height="4" {
                    title { (election.projects[*project].title()) ": " (money(&election.projects[*project].cost, election)) }
                }
            }
        }
        @for note in &outcome.notes { p { small { (note) } } }
        div.wide tabindex="0" {
            table {
                caption { (language.say("Why each project was funded or not")) }
                thead { tr { th scope="col" { (language.say("Project")) } th scope="col" class="n" { (language.say("Votes")) } th scope="col" class="n" { (language.say("Cost")) } th scope="col" { (language.say("Why")) } } }
                tbody {
                    @for verdict in one.verdicts {
                        @let project = &election.projects[verdict.project];
                        tr {
                            th scope="row" class=[verdict.funded.then_some("yes")] { (project.title()) br; small { (project.id) } }
                            td class="n" { (with_thousands(&write_exact(&election.whole_votes(verdict.votes)))) }
                            td class="n" { (money(&project.cost, election)) }
                            td { (language.reason(&verdict.said)) }
                        }
                    }
                }
            }
        }
        @if !outcome.partly.is_empty() {
            p { (language.say("Funded in part: "))
                (outcome.partly.iter().map(|(project, amount)| format!("{} ({})", election.projects[*project].title(), money(amount, election))).collect::<Vec<_>>().join("; ")) "." }
        }
        (rounds::payers(election, outcome, language))
        (rounds::rounds(election, outcome, language))
        @if !outcome.ties.is_empty() {
            p {
                (language.fill("Some projects stood exactly equal, {0} times. What decided then: {1}.", &[
                    &outcome.ties.len().to_string(),
                    &language.tie_order(outcome.tie_order),
                ]))
            }
        }
        h3 { (language.say("Is it fair?")) }
        ul {
            li { (language.fill("A voter has {0} funded projects on average, worth {1}.", &[
                &format!("{:.2}", shares.mean_projects),
                &money(&whole(shares.mean_cost.round() as u64), election),
            ])) }
            li { (language.fill("Inequality of what voters got (Gini, 0 equal to 1 unequal): {0} by number, {1} by cost.", &[
                &format!("{:.2}", shares.gini_projects),
                &format!("{:.2}", shares.gini_cost),
            ])) }
            li {
                @if one.fairness.ejr_plus.is_empty() {
                    (language.say("Of every group of voters who name a project that is not funded, at least one member has funded projects that with this one would cost no less than the group's equal part of the budget (EJR+ up to one)."))
                } @else {
                    (language.fill("{0} projects have supporters with an unmet claim (EJR+ up to one): {1}.", &[
                        &one.fairness.ejr_plus.len().to_string(),
                        &one.fairness.ejr_plus.iter().map(|violation| election.projects[violation.project].title()).collect::<Vec<_>>().join("; "),
                    ]))
                }
            }
            @if let Some(faults) = &one.fairness.certificate {
                li {
                    @if faults.is_empty() { (language.say("All payments were checked independently: every project is paid exactly, by its own supporters, from equal shares.")) }
                    @else { (language.fill("The payments are faulty: {0} faults.", &[&faults.len().to_string()])) }
                }
            }
        }
        @if let Some(categories) = &one.fairness.categories {
            div.wide tabindex="0" {
                table {
                    caption { (language.say("Money by category")) }
                    thead { tr { th scope="col" { (language.say("Category")) } th scope="col" class="n" { (language.say("Spent")) } th scope="col" class="n" { (language.say("Asked for")) } } }
                    tbody { @for share in &categories.shares { tr { th scope="row" { (share.name) } td class="n" { (per_cent(share.spent)) } td class="n" { (per_cent(share.asked)) } } } }
                }
            }
        }
        @for grouping in one.groups {
            @let attribute = language.say(&grouping.attribute);
            div.wide tabindex="0" {
                table {
                    caption { (language.fill("By {0}", &[attribute])) }
                    thead { tr { th scope="col" { (attribute) } th scope="col" class="n" { (language.say("Of voters")) } th scope="col" class="n" { (language.say("Of money spent for them")) } th scope="col" class="n" { (language.say("With nothing")) } } }
                    tbody { @for level in &grouping.levels { tr { th scope="row" { (level.name) } td class="n" { (per_cent(level.share_of_voters)) } td class="n" { (per_cent(level.spent_for)) } td class="n" { (per_cent(level.with_nothing)) } } } }
                }
            }
        }
        p { small { (language.fill("Options: {0}; exact cost {1}.", &[
            &outcome.options.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", "),
            &write_exact(&outcome.spent()),
        ])) } }
    }
}

/// A rule's plain name with the technical one beside it.
fn named(rule: &str, language: Language) -> Markup {
    html! {
        @match Rule::from_word(rule) {
            Some(known) => { (plain_name(known, language)) " " small { "(" (rule) ")" } }
            None => (rule),
        }
    }
}

fn bar_width(election: &Election, project: usize) -> f64 {
    let budget = approximate(&election.budget);
    if budget > 0.0 {
        approximate(&election.projects[project].cost) / budget * 100.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::explanation::explain;
    use crate::budgeting::fairness::fairness;
    use crate::budgeting::rules::{Options, run};
    use crate::budgeting::utility::{Satisfaction, Utilities};

    #[test]
    fn names_are_escaped_and_each_project_is_told() {
        let mut election = Election::approval(10, &[("a", 4), ("b", 20)], &[(3, &["a"]), (1, &["b"])]);
        election.projects[0].name = "<script>alert(1)</script>".to_owned();
        let outcome = run(Rule::EqualShares, &election, &Options::default());
        let verdicts = explain(&election, &Utilities::new(&election, Satisfaction::Cost), &outcome);
        let fairness = fairness(&election, &outcome);
        let shown = Shown {
            outcome: &outcome,
            verdicts: &verdicts,
            fairness: &fairness,
            groups: &[],
        };
        let page = page(&election, &[shown], &[], Language::English);
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("more than the whole budget"));
    }

    #[test]
    fn rules_have_plain_names_payers_are_shown_and_nothing_is_loaded() {
        let election = Election::approval(10, &[("a", 4), ("b", 6)], &[(3, &["a"]), (1, &["b"])]);
        let options = Options::default().for_people(Rule::EqualShares);
        for (language, words) in [
            (
                Language::English,
                [
                    "An equal share for everyone",
                    "Who paid for what",
                    "The count, step by step",
                ],
            ),
            (
                Language::Welsh,
                ["Cyfran gyfartal i bawb", "Pwy dalodd am beth", "Y cyfrif, gam wrth gam"],
            ),
        ] {
            let outcome = run(Rule::EqualShares, &election, &options);
            let verdicts = explain(&election, &Utilities::new(&election, Satisfaction::Cost), &outcome);
            let fairness = fairness(&election, &outcome);
            let shown = Shown {
                outcome: &outcome,
                verdicts: &verdicts,
                fairness: &fairness,
                groups: &[],
            };
            let page = page(&election, &[shown], &[], language);
            for word in words.iter().chain(&["(equal-shares)", "default-src 'none'"]) {
                assert!(
                    page.contains(word) || page.contains(&word.replace('\'', "&#39;")),
                    "{word}: {page}"
                );
            }
            assert!(page.contains(&format!("lang=\"{}\"", language.code())));
        }
        for rule in Rule::ALL.into_iter().chain(Rule::BY_NAME) {
            assert!(plain_name(rule, Language::English) != plain_name(rule, Language::Welsh));
        }
    }
}
