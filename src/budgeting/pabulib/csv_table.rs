//! An election from two plain CSV tables (projects, ballots), as spreadsheets write them.

use super::reader::{Reading, read_bytes};
use super::writer::cell;

/// An election from two CSV tables with the column names of the format, a budget and a kind of ballot. Lines of problems
/// are those of the `.pb` file that this makes: four lines of `META` and the section words come first.
pub fn from_csv(projects: &str, ballots: &str, budget: &str, vote_type: &str, strict: bool) -> Reading {
    let body = |text: &str| {
        let mut rewritten = String::new();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        for record in reader.records().map_while(Result::ok) {
            let cells: Vec<String> = record
                .iter()
                .map(|content| cell(content.trim_start_matches('\u{feff}'), ';'))
                .collect();
            rewritten.push_str(&cells.join(";"));
            rewritten.push('\n');
        }
        rewritten
    };
    let meta = format!(
        "META\nkey;value\nbudget;{}\nvote_type;{}\n",
        cell(budget, ';'),
        cell(vote_type, ';')
    );
    let text = format!("{meta}PROJECTS\n{}VOTES\n{}", body(projects), body(ballots));
    read_bytes(text.into_bytes(), strict)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tables_make_an_election() {
        let reading = from_csv(
            "project_id,cost,name\na,4,\"one, two; three\"\nb,5.50,x\n",
            "voter_id,vote\n1,\"a,b\"\n2,b\n",
            "10",
            "approval",
            false,
        );
        let election = reading.election.expect("an election");
        assert_eq!(election.projects[0].name, "one, two; three");
        assert_eq!(election.votes(), vec![1, 2]);
    }
}
