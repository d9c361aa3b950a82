//! Exports of platforms, brought into the shape of plain tables before they are read: what their columns mean is known from the
//! programmes that write them.
//!
//! | platform | export | what differs from a plain table |
//! |---|---|---|
//! | Decidim | projects of a budgets component (`decidim/decidim`, `decidim-budgets/lib/decidim/budgets/project_serializer.rb`) | titles under `title/` and a language, money under `budget_amount` |
//! | Decidim | Pabulib file of a budget (`…/budgets/pabulib/exporter.rb`, `writer.rb`) | nothing: it is a file of the format |
//! | CONSUL Democracy | investments (`consuldemocracy/consuldemocracy`, `app/models/budget/investment/exporter.rb`) | the price stands in the column *Feasibility* (`Feasible (€99)`); only projects with *Selected* Yes are put to the vote; with comments, a line for each comment |
//! | CONSUL Democracy | lines of ballots (table `budget_ballot_lines` of `db/schema.rb`) | a line for each project named |
//! | Stanford PB | approvals and tokens of voters (`StanfordCDT/pb`, `app/controllers/admin/elections_controller.rb`) | under the titles a line of costs that is no ballot |
//! | Stanford PB | knapsacks of voters (the same) | a line *Allocation*; in place of marks the money that a voter gives: the cost, or part of it |
//! | Stanford PB | rankings of voters (the same) | columns `Rank1`, `Rank2` … with `Title ($cost)` |
//!
//! Whatever is left out or read otherwise than it stands is told with its line. Money for part of a project, which no rule here
//! can count, stays as it is and is refused where ballots are read.

use super::amounts::read_amount;
use super::document::Section;
use super::findings::{Problem, Severity};
use super::joined_headings::joined;
use crate::budgeting::exact::Rational;

/// A line of a table: its number, and its cells.
pub(super) type Row = (u32, Vec<String>);

fn problem(line: u32, kind: &'static str, section: Section, message: String) -> Problem {
    Problem {
        line: Some(line),
        severity: Severity::Repaired,
        kind,
        message,
        doubtful: false,
        section: Some(section),
    }
}

fn column(heading: &[String], name: &str) -> Option<usize> {
    heading.iter().position(|title| title.to_lowercase() == name)
}

/// A table of projects as a platform exports it, made plain.
pub(super) fn projects(rows: &mut Vec<Row>) -> Vec<Problem> {
    let mut told = Vec::new();
    let Some((_, heading)) = rows.first_mut() else {
        return told;
    };
    translated(heading);
    let priced = ["cost", "price", "budget_amount"]
        .iter()
        .any(|name| column(heading, name).is_some());
    if let (Some(feasibility), false) = (column(heading, "feasibility"), priced) {
        told.extend(investments(rows, feasibility));
    }
    told
}

/// Titles and kinds in whatever language they are exported: the first is taken.
fn translated(heading: &mut [String]) {
    for (plain, start) in [
        ("name", "title/"),
        ("category", "taxonomies/name"),
        ("neighborhood", "scope/name"),
    ] {
        let taken = heading.iter().any(|title| title.eq_ignore_ascii_case(plain));
        let found = heading.iter().position(|title| title.to_lowercase().starts_with(start));
        if let (false, Some(at)) = (taken, found) {
            heading[at] = plain.to_owned();
        }
    }
}

/// Investments of CONSUL: the price out of the brackets; what is not put to the vote, and what is there for another comment, goes.
fn investments(rows: &mut Vec<Row>, feasibility: usize) -> Vec<Problem> {
    let heading = &mut rows[0].1;
    heading[feasibility] = "cost".to_owned();
    let selected = column(heading, "selected");
    if let Some(selected) = selected {
        // There it means *put to the vote*, and not *funded*.
        heading[selected] = "put to the vote".to_owned();
    }
    let mut told = Vec::new();
    let mut known: Vec<String> = Vec::new();
    let mut first = true;
    rows.retain_mut(|(line, cells)| {
        if std::mem::take(&mut first) {
            return true;
        }
        let id = cells.first().cloned().unwrap_or_default();
        if known.contains(&id) {
            return false;
        }
        known.push(id.clone());
        let price = cells
            .get(feasibility)
            .and_then(|cell| cell.rsplit_once('('))
            .map(|(_, price)| price.trim_end().trim_end_matches(')').to_owned());
        let out = selected
            .and_then(|at| cells.get(at))
            .is_some_and(|cell| cell.eq_ignore_ascii_case("no"));
        match price {
            Some(price) if !out => {
                cells[feasibility] = price;
                true
            }
            _ => {
                let message = format!(
                    "project `{id}` is not put to the vote (it is not selected, or not feasible): it is left out"
                );
                told.push(problem(*line, "not-on-ballot", Section::Projects, message));
                false
            }
        }
    });
    told
}

/// A table of ballots as a platform exports it, made plain; `costs` are the projects' titles and costs. The second part is true
/// where the table ranks projects.
pub(super) fn ballots(rows: &mut Vec<Row>, costs: &[(String, Rational)]) -> (Vec<Problem>, bool) {
    if let Some(told) = joined(rows) {
        return (vec![told], false);
    }
    let Some((line, heading)) = rows.first().cloned() else {
        return (Vec::new(), false);
    };
    if column(&heading, "voter id").is_none() {
        return (Vec::new(), false);
    }
    if column(&heading, "rank1").is_some() {
        let message = "a table of ranks, as the Stanford platform exports it: ballots are read as rankings".to_owned();
        ranks(rows, costs);
        return (vec![problem(line, "layout", Section::Votes, message)], true);
    }
    let mut told = Vec::new();
    if let Some((line, cells)) = rows.get(1) {
        let nameless = cells.iter().take(2).all(|cell| cell.is_empty());
        let money = |cell: &String| cell.is_empty() || cell.starts_with('$') && read_amount(cell).is_some();
        let costs = nameless && cells.len() > 2 && cells[2..].iter().all(money);
        if costs
            || cells
                .first()
                .is_some_and(|cell| cell.eq_ignore_ascii_case("allocation"))
        {
            let what = if costs { "costs" } else { "allocations" };
            let message = format!(
                "a line of {what} under the titles, as the Stanford platform exports it, is no ballot: it is left out"
            );
            told.push(problem(*line, "layout", Section::Votes, message));
            rows.remove(1);
        }
    }
    if column(&heading, "voter stage").is_some() {
        for (at, title) in heading.iter().enumerate().skip(2) {
            let cost = costs.iter().find(|(known, _)| known == title).map(|(_, cost)| cost);
            for (_, cells) in rows.iter_mut().skip(1) {
                let given = cells
                    .get(at)
                    .and_then(|cell| read_amount(cell))
                    .map(|amount| amount.number());
                if given.is_some() && given.as_ref() == cost {
                    cells[at] = "1".to_owned();
                }
            }
        }
    }
    (told, false)
}

/// One list of titles for each voter, from columns of ranks.
fn ranks(rows: &mut [Row], costs: &[(String, Rational)]) {
    let first = rows[0]
        .1
        .iter()
        .position(|title| title.to_lowercase() == "rank1")
        .unwrap_or(1);
    for (at, (_, cells)) in rows.iter_mut().enumerate() {
        let listed: Vec<String> = cells
            .iter()
            .skip(first)
            .filter(|cell| !cell.is_empty())
            .map(|cell| {
                let bare = cell.rsplit_once(" ($").map_or(cell.as_str(), |(title, _)| title);
                let known = costs.iter().any(|(title, _)| title == bare);
                if known { bare.to_owned() } else { cell.clone() }
            })
            .collect();
        cells.truncate(first);
        cells.push(if at == 0 { "vote".to_owned() } else { listed.join("|") });
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Wishes, from_csv};
    use crate::budgeting::BallotType;

    const STANFORD: &str = "Project,Cost,Votes\nBridge,$60,2\nPool,$50,3\n\"Bench, oak\",$40,2\n";

    fn votes(projects: &str, ballots: &str) -> (Vec<u64>, BallotType, Vec<String>) {
        let reading = from_csv(projects, ballots, "100", None, &Wishes::default());
        assert!(reading.doubts().is_empty(), "{:?}", reading.doubts());
        let told = reading.problems.iter().map(|problem| problem.message.clone()).collect();
        let election = reading.election.expect("an election");
        (election.votes(), election.ballot_type, told)
    }

    #[test]
    fn the_line_of_costs_in_an_export_of_approvals_is_no_ballot() {
        let ballots = "Voter ID,Authentication ID,Bridge,Pool,\"Bench, oak\"\n,,$60,$50,$40\n11,a1,0,1,1\n12,a2,0,1,1\n13,a3,1,1,0\n";
        let (found, _, told) = votes(STANFORD, ballots);
        assert_eq!(found, [1, 3, 2]);
        assert!(told.iter().any(|message| message.contains("line of costs")), "{told:?}");
    }

    #[test]
    fn a_knapsack_names_what_it_pays_in_full_and_part_payments_are_refused() {
        let ballots =
            "Voter ID,Voter Stage,Bridge,Pool,\"Bench, oak\"\nAllocation,,0,50,40\n11,done,0,50,40\n12,done,60,0,0\n";
        assert_eq!(votes(STANFORD, ballots).0, [1, 1, 1]);
        let part = from_csv(
            STANFORD,
            &ballots.replace("12,done,60", "12,done,30"),
            "100",
            None,
            &Wishes::default(),
        );
        let doubts = part.doubts();
        assert!(doubts.len() == 1 && doubts[0].line == Some(4), "{doubts:?}");
    }

    #[test]
    fn rankings_are_rankings() {
        let ballots = "Voter ID,Rank1,Rank2,Rank3\n11,Pool ($50),\"Bench, oak ($40)\"\n12,Pool ($50)\n13,Bridge ($60),Pool ($50),\"Bench, oak ($40)\"\n";
        let reading = from_csv(STANFORD, ballots, "100", None, &Wishes::default());
        let election = reading.election.expect("an election");
        assert_eq!(election.ballot_type, BallotType::Ordinal);
        let lists: Vec<&[u32]> = election
            .ballots
            .iter()
            .map(|ballot| ballot.projects.as_slice())
            .collect();
        assert_eq!(lists, [&[1, 2][..], &[1], &[0, 1, 2]]);
    }

    #[test]
    fn prices_of_consul_come_out_of_their_brackets_and_only_what_is_put_to_the_vote_is_on_it() {
        let projects = "ID,Title,Supports,Administrator,Valuator,Valuation Group,Scope of operation,Feasibility,Val. Fin.,Selected,Show to valuators,Author username\n\
            1,Le Investment,88,Admin,-,Group,North,\"Feasible (€1,099)\",Yes,Yes,Yes,u1\n\
            1,Le Investment,88,Admin,-,Group,North,\"Feasible (€1,099)\",Yes,Yes,Yes,u1\n\
            2,Alt Investment,66,No admin assigned,Valuator,-,South,Unfeasible,No,No,No,u2\n\
            3,Third,6,Admin,-,-,South,Feasible (€50),Yes,Yes,No,u3\n";
        let ballots = "id,ballot_id,investment_id,created_at,updated_at,budget_id,group_id,heading_id,line_weight\n1,a,1,x,x,1,1,1,1\n2,a,3,x,x,1,1,1,1\n3,b,3,x,x,1,1,1,1\n";
        let reading = from_csv(projects, ballots, "2000", None, &Wishes::default());
        assert!(reading.doubts().is_empty(), "{:?}", reading.doubts());
        let told = reading
            .problems
            .iter()
            .find(|problem| problem.kind == "not-on-ballot")
            .expect("told");
        assert_eq!(told.line, Some(4));
        let election = reading.election.expect("an election");
        let costs: Vec<String> = election.projects.iter().map(|one| one.cost.to_string()).collect();
        assert_eq!(costs, ["1099", "50"]);
        assert_eq!(election.projects[1].neighbourhood, "South");
        assert_eq!(election.votes(), [1, 2]);
        // A ballot for what is not on it is a doubt with its line.
        let wrong = from_csv(
            projects,
            &ballots.replace("3,b,3", "3,b,2"),
            "2000",
            None,
            &Wishes::default(),
        );
        assert_eq!(wrong.doubts()[0].line, Some(4));
    }

    #[test]
    fn titles_of_decidim_are_read_in_whatever_language() {
        let projects = "id;taxonomies/id;taxonomies/name;participatory_space/id;title/ca;title/es;budget/id;budget_amount;confirmed_votes\n1;;;1;Pont;Puente;9;60;1\n2;;;1;Piscina;Piscina;9;50;2\n";
        let ballots = "id,decidim_order_id,decidim_project_id\n1,a,2\n2,b,2\n3,a,1\n";
        let reading = from_csv(projects, ballots, "100", None, &Wishes::default());
        let election = reading.election.expect("an election");
        assert_eq!(election.projects[0].name, "Pont");
        assert_eq!(election.votes(), [1, 2]);
    }

    #[test]
    fn the_pabulib_export_of_decidim_is_a_file_of_the_format() {
        let text = "META\nkey;value\ndescription;A town\ncountry;Finland\nunit;Town\ninstance;2026\nnum_projects;2\nnum_votes;2\nbudget;100\nvote_type;approval\nrule;greedy\ndate_begin;01.02.2026\ndate_end;03.02.2026\nmin_length;1\nmax_length;2\nPROJECTS\nproject_id;name;cost;votes;selected\n12;Pont;60;1;0\n15;Piscina;50;2;1\nVOTES\nvoter_id;vote\n7;12,15\n9;15\n";
        let reading = super::super::read_bytes(text.as_bytes().to_vec(), false);
        assert!(reading.doubts().is_empty());
        assert_eq!(reading.election.expect("an election").votes(), [1, 2]);
    }
}
