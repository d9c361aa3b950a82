//! Rankings of different lengths: what a count by places makes of them.

use crate::budgeting::election::{BallotType, Election};
use crate::budgeting::explanation::so_many;
use crate::budgeting::utility::Satisfaction;

/// What a count by places does with ballots that rank fewer projects than others: nobody should find out from the result. Nothing
/// where all rank as many, or no points are made of places.
pub fn told_of_short_rankings(election: &Election, satisfaction: Satisfaction) -> Option<String> {
    let last = match satisfaction {
        Satisfaction::Borda => 0,
        Satisfaction::BordaFromOne => 1,
        Satisfaction::BordaFull => {
            let most = election.places();
            let short = election.ballots.iter().any(|ballot| ballot.projects.len() < most);
            return (election.ballot_type == BallotType::Ordinal && short).then(|| {
                format!(
                    "Places count as on a ballot that ranks {most}: the first of every ballot counts {most}, the second {}, however \
                     many it ranks; what it does not rank gets nothing from it.",
                    most.saturating_sub(1)
                )
            });
        }
        _ => return None,
    };
    let lengths = || {
        election
            .ballots
            .iter()
            .map(|ballot| ballot.projects.len())
            .filter(|length| *length > 0)
    };
    let (least, most) = (lengths().min()?, lengths().max()?);
    if election.ballot_type != BallotType::Ordinal || least == most {
        return None;
    }
    let heads = election.heads();
    let cast = election
        .ballots
        .iter()
        .zip(heads)
        .filter(|(ballot, _)| !ballot.projects.is_empty());
    let short: u64 = cast
        .filter(|(ballot, _)| ballot.projects.len() < most)
        .map(|(_, heads)| heads)
        .sum();
    let first = |length: usize| so_many((length + last - 1) as u64, "point", "points");
    Some(format!(
        "{} {} fewer projects than others (from {least} to {most}). The last place on a ballot counts {}, each one above it 1 \
         more: so the first choice of whoever ranks {least} counts {}, of whoever ranks {most} it counts {}, and what a ballot does not rank \
         gets nothing from it (a modified Borda count). The satisfaction `borda-full` counts the first place of every ballot alike.",
        so_many(short, "ballot", "ballots"),
        if short == 1 { "ranks" } else { "rank" },
        so_many(last as u64, "point", "points"),
        first(least),
        first(most),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::election::Project;
    use crate::budgeting::exact::whole;
    use crate::budgeting::roll::Roll;
    use crate::budgeting::scores::counted_scores;

    fn rankings(ballots: &[&[u32]]) -> Election {
        let projects = ["a", "b", "c"].map(|id| Project::new(id, whole(1))).to_vec();
        let mut election = Election::new(whole(1), BallotType::Ordinal, projects);
        let mut roll = Roll::default();
        ballots
            .iter()
            .for_each(|ballot| roll.cast(&mut election, ballot.to_vec(), Vec::new()));
        election
    }

    #[test]
    fn a_short_ranking_gives_its_first_place_less_or_as_much_and_that_is_told() {
        // Two rank only a; one ranks b, c, a.
        let mut election = rankings(&[&[0], &[0], &[1, 2, 0]]);
        let scores = |election: &Election, full: bool| -> Vec<String> {
            let scores = counted_scores(election, full).into_iter().flatten();
            scores.map(|score| score.to_string()).collect()
        };
        assert_eq!(scores(&election, false), ["3", "3", "2"]);
        assert_eq!(scores(&election, true), ["7", "3", "2"]);
        let told = told_of_short_rankings(&election, Satisfaction::BordaFromOne).expect("told");
        for part in [
            "2 ballots rank fewer",
            "from 1 to 3",
            "whoever ranks 1 counts 1 point",
            "ranks 3 it counts 3 points",
            "borda-full",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        let none = told_of_short_rankings(&election, Satisfaction::Borda).expect("told");
        assert!(none.contains("whoever ranks 1 counts 0 points"), "{none}");
        let full = told_of_short_rankings(&election, Satisfaction::BordaFull).expect("told");
        assert!(
            full.contains("the first of every ballot counts 3, the second 2"),
            "{full}"
        );
        // A file that says how many may be ranked counts by that.
        election.most_ranked = Some(2);
        assert_eq!(scores(&election, true), ["7", "3", "2"], "one ballot ranks three");
        let two = Election {
            most_ranked: Some(2),
            ..rankings(&[&[0], &[0], &[1, 2]])
        };
        assert_eq!(scores(&two, true), ["4", "2", "1"]);
        assert_eq!(
            told_of_short_rankings(&rankings(&[&[0, 1], &[2, 1]]), Satisfaction::BordaFromOne),
            None
        );
    }
}
