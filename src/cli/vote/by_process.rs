//! Ballots counted as a process file says: its rule, completion and ties, its alternatives, districts, quorum and what
//! officials decided, so that one vote has one result whichever command counts it.

use std::path::Path;

use super::arguments::VoteArgs;
use super::counted::Counted;
use super::{Told, VoteError, reading};
use crate::budgeting::exact::write_exact;
use crate::budgeting::pabulib::Reading;
use crate::budgeting::{Election, Rational};
use crate::process::cast::Cast;
use crate::process::contests::contests;
use crate::process::count::count as count_contests;
use crate::process::worlds::WorldsError;
use crate::process::{Process, Voters, Voting};
use crate::projection;

/// Counts one file by the process of a name.
pub(super) fn count(args: &VoteArgs, path: &Path, name: &str, mut read: Reading) -> Result<Told, VoteError> {
    let repairs = reading::repairs(&read, args, path);
    let mut election = reading::election(args, path, &read)?.clone();
    election.take_stated_limits();
    read.election = Some(election.clone());
    let catalogue = projection::catalogue();
    let process = Process::load_for(name, Voters::Elsewhere, &catalogue).map_err(VoteError::Process)?;
    let refused = |why: String| VoteError::NotOfProcess {
        path: path.to_owned(),
        process: name.to_owned(),
        why,
    };
    if let Some(why) = difference(&process, &election) {
        return Err(refused(why));
    }
    election.notes.extend(of_none(&process, &election));
    let told = |error: WorldsError| refused(error.to_string());
    let cast = Cast::of_file(&process, read).map_err(told)?;
    if let Some(all) = &cast.reading.election {
        election.budget.clone_from(&all.budget);
    }
    let split = contests(&process, &election, cast.entries()).map_err(told)?;
    let one = count_contests(process.counting.rule, &cast, &split, args.margins).map_err(told)?;
    let counted = Counted {
        margins: one.margins,
        outcome: one.outcome,
        verdicts: one.verdicts,
        fairness: one.fairness,
        groups: one.groups,
    };
    Ok(Told {
        path: path.to_owned(),
        election,
        counted: vec![counted],
        repairs,
    })
}

/// That projects of the ballots are no proposals of the process.
fn of_none(process: &Process, election: &Election) -> Option<String> {
    let projects = election.projects.iter().map(|project| project.id.as_str());
    let others: Vec<&str> = projects.filter(|id| process.find(id).is_none()).collect();
    (!others.is_empty()).then(|| {
        format!(
            "No proposal of the process, but on the ballots, and counted as `carepool budget` counts it: `{}`.",
            others.join("`, `")
        )
    })
}

/// How the ballots' question differs from that of the process; nothing where both ask the same.
fn difference(process: &Process, election: &Election) -> Option<String> {
    let (budget, asked): (&Rational, Vec<(&str, Option<&Rational>)>) = match &process.voting {
        Voting::Ballots { reading, .. } => {
            let own = reading.election.as_ref()?;
            let projects = own.projects.iter();
            (
                &own.budget,
                projects.map(|one| (one.id.as_str(), Some(&one.cost))).collect(),
            )
        }
        Voting::Electorate(_) => {
            let proposals = process.proposals.iter();
            (
                &process.budget,
                proposals.map(|one| (one.id.as_str(), one.price.as_ref())).collect(),
            )
        }
    };
    if election.budget != *budget {
        return Some(format!(
            "its budget is {}, the process decides about {}",
            write_exact(&election.budget),
            write_exact(budget)
        ));
    }
    for project in &election.projects {
        if process.switched_off.contains(&project.id) {
            return Some(format!(
                "its project `{}` is switched off in the process (`vetoed = \"why\"` takes it out of the vote)",
                project.id
            ));
        }
        match asked.iter().find(|(id, _)| *id == project.id) {
            // Ballots may hold more than the process says the effects of: `budget` counts them too.
            None if matches!(process.voting, Voting::Ballots { .. }) => {}
            None => return Some(format!("its project `{}` is no proposal of the process", project.id)),
            Some((_, Some(price))) if **price != project.cost => {
                return Some(format!(
                    "its project `{}` costs {}, in the process {}",
                    project.id,
                    write_exact(&project.cost),
                    write_exact(price)
                ));
            }
            Some(_) => {}
        }
    }
    let mut missing = asked.iter().filter(|(id, _)| election.find(id).is_none());
    missing
        .next()
        .map(|(id, _)| format!("it lacks the proposal `{id}` of the process"))
}
