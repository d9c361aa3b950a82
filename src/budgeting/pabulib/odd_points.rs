//! Points that may be no points: a code for "no answer", or more than everybody else had to give.

use std::collections::BTreeMap;

use super::document::{Document, Section};
use super::findings::Findings;
use super::voted::Voted;
use crate::budgeting::election::{BallotType, Election};

/// Numbers by which surveys say that somebody did not answer.
const CODES: [i64; 8] = [99, 999, 9999, 99999, -9, -99, -999, -9999];
/// Times the largest of all other points, from which one of these is taken for a code.
const FAR: i64 = 5;
/// Voters of whom one can be said to have given more than the others.
const SOME: usize = 4;

/// Tells of points that may be none; where the file states a most, that is held instead.
pub(super) fn tell_odd_points(document: &Document, election: &Election, voted: &Voted, findings: &mut Findings) {
    if !election.ballot_type.has_points() || election.most_given.is_some() {
        return;
    }
    let records = document.records(Section::Votes);
    let line_of = |voter: usize| {
        let record = voted.record_of_voter.get(voter)?;
        records.get(*record as usize).map(|record| record.line)
    };
    let scale = election.points_scale;
    let code = |points: i64| points % scale == 0 && CODES.contains(&(points / scale));
    let all = || election.ballots.iter().flat_map(|ballot| ballot.points.iter().copied());
    let most = all().filter(|points| !code(*points)).map(i64::abs).max().unwrap_or(0);
    let odd = |points: i64| code(points) && points.abs() >= FAR.saturating_mul(most.max(scale));
    let of_voter = |voter: usize| &election.ballots[election.ballot_of_voter[voter] as usize].points;
    let voters = || 0..election.ballot_of_voter.len();
    if let Some((voter, points)) =
        voters().find_map(|voter| Some((voter, of_voter(voter).iter().copied().find(|points| odd(*points))?)))
    {
        let message = format!(
            "{} points, where no other ballot gives more than {}, may be a code for no answer: take such numbers out, or state the most that may be given (`max_points` in META) (they are counted as points)",
            points / scale,
            most / scale
        );
        findings.doubt(line_of(voter), "points-code", message);
        return;
    }
    if election.ballot_type != BallotType::Cumulative || document.meta("max_sum_points").is_some() {
        return;
    }
    let mut sums: BTreeMap<i128, usize> = BTreeMap::new();
    let sum = |voter: usize| of_voter(voter).iter().map(|points| i128::from(*points)).sum::<i128>();
    voters().for_each(|voter| *sums.entry(sum(voter)).or_default() += 1);
    let Some((usual, times)) = sums
        .iter()
        .max_by_key(|(_, times)| **times)
        .map(|(sum, times)| (*sum, *times))
    else {
        return;
    };
    let count = election.ballot_of_voter.len();
    if count < SOME || times * 2 < count || usual <= 0 {
        return;
    }
    if let Some(voter) = voters().find(|voter| sum(*voter) > 2 * usual) {
        let message = format!(
            "this ballot gives {} points in all, where most give {}: if that is a slip, mend it; if voters may give as many as they like, say that ballots are `scoring` (it is counted)",
            sum(voter) / i128::from(scale),
            usual / i128::from(scale)
        );
        findings.doubt(line_of(voter), "points-sum", message);
    }
}
