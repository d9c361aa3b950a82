//! One self-contained page that explains an outcome to people who have never heard of voting rules. No script, no network;
//! tables have headings that screen readers announce, and nothing is told by colour alone.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::election::Election;
use super::exact::{approximate, whole, write_exact};
use super::explanation::{Verdict, money, with_thousands};
use super::fairness::{Fairness, Grouping};
use super::outcome::Outcome;
use super::rules::Rule;

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

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}\
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #ccc;vertical-align:top}\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.yes{font-weight:600}h2{margin-top:2.5rem}small{color:#555}\
.bar{height:1.6rem;border:1px solid #333;display:flex;overflow:hidden}.bar span{border-right:1px solid #fff;background:#0b6e8a;display:block}";

fn per_cent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// One page for several elections, such as a city's and its districts'.
pub fn pages(parts: &[(&Election, &[Shown<'_>], &[String])]) -> String {
    let all: Vec<String> = parts
        .iter()
        .map(|(election, shown, repairs)| page(election, shown, repairs))
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
pub fn page(election: &Election, shown: &[Shown<'_>], repairs: &[String]) -> String {
    let title = if election.title.is_empty() {
        "How the vote was counted"
    } else {
        &election.title
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                p {
                    (with_thousands(&election.voters().to_string())) " people voted on "
                    (election.projects.len()) " projects. There was " (money(&election.budget, election)) " to spend."
                }
                @if shown.len() > 1 { (side_by_side(election, shown)) }
                @for one in shown { (section(election, one)) }
                @if !repairs.is_empty() {
                    h2 { "Read otherwise than it stands in the file" }
                    ul { @for repair in repairs { li { (repair) } } }
                }
            }
        }
    }
    .into_string()
}

fn side_by_side(election: &Election, shown: &[Shown<'_>]) -> Markup {
    html! {
        h2 { "Rules side by side" }
        table {
            thead { tr { th scope="col" { "Project" } @for one in shown { th scope="col" { (one.outcome.rule) } } } }
            tbody {
                @for (index, project) in election.projects.iter().enumerate() {
                    @if shown.iter().any(|one| one.outcome.funded.contains(&index)) {
                        tr {
                            th scope="row" { (project.title()) }
                            @for one in shown { td { @if one.outcome.funded.contains(&index) { "funded" } @else { "–" } } }
                        }
                    }
                }
            }
        }
    }
}

fn section(election: &Election, one: &Shown<'_>) -> Markup {
    let outcome = one.outcome;
    let shares = &one.fairness.shares;
    html! {
        h2 { (outcome.rule) }
        @if let Some(rule) = Rule::from_word(outcome.rule) { p { (rule.meaning()) } }
        p {
            strong { (outcome.funded.len()) " projects are funded" } " for " (money(&outcome.cost, election)) ", "
            (per_cent(shares.spent)) " of the budget. "
            (with_thousands(&shares.with_nothing.to_string())) " of " (with_thousands(&shares.voters.to_string()))
            " voters have none of their projects funded."
        }
        div class="bar" role="img" aria-label=(format!("{} of the budget is spent", per_cent(shares.spent))) {
            @for project in &outcome.funded {
                span style=(format!("width:{:.3}%", bar_width(election, *project)))
                    title=(format!("{}: {}", election.projects[*project].title(), money(&election.projects[*project].cost, election))) {}
            }
        }
        @for note in &outcome.notes { p { small { (note) } } }
        table {
            caption { "Why each project was funded or not" }
            thead { tr { th scope="col" { "Project" } th scope="col" class="n" { "Votes" } th scope="col" class="n" { "Cost" } th scope="col" { "Why" } } }
            tbody {
                @for verdict in one.verdicts {
                    @let project = &election.projects[verdict.project];
                    tr {
                        th scope="row" class=[verdict.funded.then_some("yes")] { (project.title()) br; small { (project.id) } }
                        td class="n" { (with_thousands(&verdict.votes.to_string())) }
                        td class="n" { (money(&project.cost, election)) }
                        td { (verdict.text) }
                    }
                }
            }
        }
        @if !outcome.ties.is_empty() {
            p {
                "Some projects stood exactly equal " (outcome.ties.len())
                " times. What decided then: " (outcome.tie_order.meaning()) "."
            }
        }
        h3 { "Is it fair?" }
        ul {
            li { "A voter has " (format!("{:.2}", shares.mean_projects)) " funded projects on average, worth " (money(&whole(shares.mean_cost.round() as u64), election)) "." }
            li { "Inequality of what voters got (Gini, 0 equal to 1 unequal): " (format!("{:.2}", shares.gini_projects)) " by number, " (format!("{:.2}", shares.gini_cost)) " by cost." }
            li {
                @if one.fairness.ejr_plus.is_empty() { "Of every group of voters who name a project that is not funded, at least one member has funded projects that with this one would cost no less than the group's equal part of the budget (EJR+ up to one)." }
                @else { (one.fairness.ejr_plus.len()) " projects have supporters with an unmet claim (EJR+ up to one): "
                    (one.fairness.ejr_plus.iter().map(|violation| election.projects[violation.project].title()).collect::<Vec<_>>().join("; ")) "." }
            }
            @if let Some(faults) = &one.fairness.certificate {
                li { @if faults.is_empty() { "All payments were checked independently: every project is paid exactly, by its own supporters, from equal shares." }
                    @else { "The payments are faulty: " (faults.len()) " faults." } }
            }
        }
        @if let Some(categories) = &one.fairness.categories {
            table {
                caption { "Money by category" }
                thead { tr { th scope="col" { "Category" } th scope="col" class="n" { "Spent" } th scope="col" class="n" { "Asked for" } } }
                tbody { @for share in &categories.shares { tr { th scope="row" { (share.name) } td class="n" { (per_cent(share.spent)) } td class="n" { (per_cent(share.asked)) } } } }
            }
        }
        @for grouping in one.groups {
            table {
                caption { "By " (grouping.attribute) }
                thead { tr { th scope="col" { (grouping.attribute) } th scope="col" class="n" { "Of voters" } th scope="col" class="n" { "Of money spent for them" } th scope="col" class="n" { "With nothing" } } }
                tbody { @for level in &grouping.levels { tr { th scope="row" { (level.name) } td class="n" { (per_cent(level.share_of_voters)) } td class="n" { (per_cent(level.spent_for)) } td class="n" { (per_cent(level.with_nothing)) } } } }
            }
        }
        p { small { "Options: " (outcome.options.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", "))
            "; exact cost " (write_exact(&outcome.cost)) "." } }
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
    use super::super::explanation::explain;
    use super::super::fairness::fairness;
    use super::super::rules::{Options, run};
    use super::super::utility::{Satisfaction, Utilities};
    use super::*;

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
        let page = page(&election, &[shown], &[]);
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("more than the whole budget"));
    }
}
