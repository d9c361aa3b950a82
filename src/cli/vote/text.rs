//! One rule's answer for people in the terminal.

use std::io::{self, Write};

use super::Told;
use super::counted::Counted;
use crate::budgeting::Election;
use crate::budgeting::exact::whole;
use crate::budgeting::explanation::{crowd, money, so_many, with_thousands};
use crate::budgeting::rules::Rule;

/// What was funded; with `reasons` also why, for each project.
pub(super) fn print(one: &Counted, election: &Election, out: &mut dyn Write, reasons: bool) -> io::Result<()> {
    let outcome = &one.outcome;
    let shares = &one.fairness.shares;
    if reasons && !election.title.is_empty() {
        writeln!(out, "{}", election.title)?;
    }
    writeln!(
        out,
        "{}: {} of {}, {} of {} spent, {}, {} with none of their projects funded{}",
        outcome.rule,
        outcome.funded.len(),
        so_many(election.projects.len() as u64, "project", "projects"),
        money(&outcome.spent(), election),
        money(&election.budget, election),
        crowd(election, shares.voters, election.voters()),
        with_thousands(&shares.with_nothing.to_string()),
        if outcome.partly.is_empty() {
            ""
        } else {
            ", in full or in part"
        },
    )?;
    if let Some(rule) = Rule::from_word(outcome.rule) {
        writeln!(out, "  {}", rule.told(outcome))?;
    }
    let list: Vec<&str> = outcome
        .funded
        .iter()
        .map(|project| election.projects[*project].id.as_str())
        .collect();
    writeln!(
        out,
        "  funded: {}",
        if list.is_empty() {
            "nothing".to_owned()
        } else {
            list.join(" ")
        }
    )?;
    for (project, amount) in &outcome.partly {
        let project = &election.projects[*project];
        writeln!(
            out,
            "  funded in part: {}, {} of {}",
            project.id,
            money(amount, election),
            money(&project.cost, election)
        )?;
    }
    if !reasons {
        return Ok(());
    }
    for verdict in &one.verdicts {
        let project = &election.projects[verdict.project];
        writeln!(
            out,
            "\n{} {} ({})",
            match (
                verdict.funded,
                outcome.partly.iter().any(|(partly, _)| *partly == verdict.project)
            ) {
                (true, _) => "[x]",
                (false, true) => "[~]",
                (false, false) => "[ ]",
            },
            project.title(),
            project.id
        )?;
        writeln!(out, "    {}", verdict.text)?;
    }
    writeln!(out)?;
    for note in &outcome.notes {
        writeln!(out, "note: {note}")?;
    }
    for tie in &outcome.ties {
        let among: Vec<&str> = tie
            .among
            .iter()
            .map(|project| election.projects[*project].id.as_str())
            .collect();
        writeln!(
            out,
            "tie at place {}: {} (decided by {})",
            tie.round,
            among.join(" = "),
            outcome.tie_order.word()
        )?;
    }
    let options: Vec<String> = outcome
        .options
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    writeln!(out, "options: {}", options.join(" "))?;
    writeln!(
        out,
        "fairness: {:.2} funded projects a voter, Gini {:.2}; JR {}; EJR+ up to one {}{}",
        shares.mean_projects,
        shares.gini_projects,
        holds(one.fairness.justified.is_empty()),
        holds(one.fairness.ejr_plus.is_empty()),
        match &one.fairness.certificate {
            Some(faults) if faults.is_empty() => "; payments checked",
            Some(_) => "; PAYMENTS FAULTY",
            None => "",
        }
    )
}

/// The money of several counts together.
pub(super) fn print_sum(results: &[Told], carried_over: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    if let Some(more) = carried_over {
        writeln!(
            out,
            "\n--carried-over {more} is added to the budget of each of the {} files",
            results.len()
        )?;
    }
    let firsts = || {
        results
            .iter()
            .filter_map(|one| one.counted.first().map(|rule| (one, rule)))
    };
    let spent = firsts().fold(whole(0), |sum, (_, rule)| sum + rule.outcome.spent());
    let budget = firsts().fold(whole(0), |sum, (one, _)| sum + &one.election.budget);
    let funded: usize = firsts().map(|(_, rule)| rule.outcome.funded.len()).sum();
    let Some((first, _)) = firsts().next() else {
        return Ok(());
    };
    // Sums of different currencies are no sum.
    if firsts().any(|(one, _)| one.election.currency != first.election.currency) {
        return writeln!(
            out,
            "\nAll {} counts: {} funded (several currencies)",
            results.len(),
            so_many(funded as u64, "project", "projects")
        );
    }
    writeln!(
        out,
        "\nAll {} counts: {} funded, {} of {} spent",
        results.len(),
        so_many(funded as u64, "project", "projects"),
        money(&spent, &first.election),
        money(&budget, &first.election)
    )
}

/// What was read otherwise than it stands in the file.
pub(super) fn print_repairs(repairs: &[String], out: &mut dyn Write) -> io::Result<()> {
    if repairs.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nHow it was read:")?;
    repairs.iter().try_for_each(|repair| writeln!(out, "  {repair}"))
}

fn holds(yes: bool) -> &'static str {
    if yes { "holds" } else { "is violated" }
}
