//! Reasons under every rule but Equal Shares (see `vote_reasons`), held against the ballots by programs that know nothing else:
//! each replays the decisions in the order told, works every figure out again, and checks that each decision was one that the
//! rule allows.

use carepool::budgeting::election::{BallotType, Project};
use carepool::budgeting::exact::{Rational, approximate, whole, write_rounded};
use carepool::budgeting::explanation::{Verdict, explain, with_thousands};
use carepool::budgeting::lots::Lots;
use carepool::budgeting::outcome::Event;
use carepool::budgeting::roll::Roll;
use carepool::budgeting::rules::cumulative_transfer::{Shortfall, Strength, VARIANTS};
use carepool::budgeting::rules::{Options, Rule, run, usual_satisfaction};
use carepool::budgeting::{Election, Outcome, TieOrder, Utilities};

use crate::vote_reasons::{after, elections, grouped};

/// Elections of every kind, drawn by a fixed formula.
pub fn made() -> Vec<(String, Election)> {
    let mut lots = Lots::from_state(7);
    let mut draw = move |end: u64| lots.below(end);
    let mut list = Vec::new();
    for kind in ["approval", "choose-1", "ordinal", "cumulative", "scoring"] {
        for number in 0..30 {
            let count = 2 + draw(5);
            let projects = (0..count)
                .map(|at| Project::new(&format!("p{at}"), whole(if draw(12) == 0 { 0 } else { 1 + draw(20) })))
                .collect();
            let form = BallotType::from_word(kind).expect("a kind");
            let mut election = Election::new(whole(8 + draw(30)), form, projects);
            let mut roll = Roll::default();
            for _ in 0..1 + draw(12) {
                let mut order: Vec<u32> = (0..count as u32).collect();
                for at in (1..order.len()).rev() {
                    order.swap(at, draw(at as u64 + 1) as usize);
                }
                order.truncate(if kind == "choose-1" {
                    1
                } else {
                    1 + draw(count) as usize
                });
                let points = order
                    .iter()
                    .map(|_| draw(6) as i64 + 1 - if kind == "scoring" { 3 } else { 0 })
                    .collect();
                roll.cast(&mut election, order, points);
            }
            list.push((format!("{kind} {number}"), election));
        }
    }
    list
}

fn all() -> Vec<(String, Election)> {
    let mut list = made();
    list.extend(elections());
    list
}

/// A sentence without its currency.
fn plain(election: &Election, verdict: &Verdict) -> String {
    verdict
        .text
        .replace(
            &format!(" {}", election.currency),
            if election.currency.is_empty() { " " } else { "" },
        )
        .replace('£', "")
}

/// Counts, explains, and holds what is true under every rule: who named it, its place, whether it is funded at all.
pub fn explained(election: &Election, rule: Rule, options: &Options) -> (Outcome, Vec<(Verdict, String)>) {
    let outcome = run(rule, election, options);
    let utilities = Utilities::new(election, usual_satisfaction(rule, election));
    let verdicts = explain(election, &utilities, &outcome);
    assert_eq!(verdicts.len(), election.projects.len());
    let told: Vec<(Verdict, String)> = verdicts
        .into_iter()
        .map(|verdict| {
            let text = plain(election, &verdict);
            (verdict, text)
        })
        .collect();
    for (verdict, text) in &told {
        let project = verdict.project as u32;
        let named: u64 = election
            .ballots
            .iter()
            .filter(|ballot| ballot.named().any(|one| one == verdict.project))
            .map(|ballot| ballot.weight)
            .sum();
        if let Some((number, rest)) = after(text, "amed by ").filter(|_| named > 0) {
            assert_eq!(number, whole(named), "{text}");
            let against: u64 = election
                .ballots
                .iter()
                .filter(|ballot| {
                    let mut given = ballot.projects.iter().zip(&ballot.points);
                    given.any(|(one, points)| *one == project && *points < 0)
                })
                .map(|ballot| ballot.weight)
                .sum();
            assert_eq!(
                rest.contains("against it") && !rest.contains("was said"),
                against > 0 && !rest.contains("was said"),
                "{text}"
            );
            if against > 0 && against < named {
                let words = format!("voters, {} of them against it", with_thousands(&against.to_string()));
                assert!(text.contains(&words), "{text}");
            }
        }
        let place = outcome.funded.iter().position(|one| *one == verdict.project);
        assert_eq!(text.starts_with("Funded as number"), place.is_some(), "{text}");
        if let Some(place) = place {
            assert_eq!(
                after(text, "number ").map(|(number, _)| number),
                Some(whole(place as u64 + 1)),
                "{text}"
            );
        }
        if text.contains("more than the whole budget") {
            assert!(election.projects[verdict.project].cost > election.budget);
        }
        assert_eq!(
            ["nobody named it", "nobody gave it anything"]
                .iter()
                .any(|words| text.contains(words)),
            named == 0 && (verdict.funded || election.projects[verdict.project].cost <= election.budget),
            "{text}"
        );
        if let Some((cost, _)) = after(text, "its cost of ").or(after(text, "it costs ")) {
            assert_eq!(
                grouped(&cost),
                grouped(&election.projects[verdict.project].cost),
                "{text}"
            );
        }
    }
    (outcome, told)
}

/// What a sentence tells after some words is this number, as rounded for reading.
pub fn tells(text: &str, words: &str, truth: f64) {
    let Some((told, _)) = after(text, words) else {
        panic!("no number after `{words}`: {text}");
    };
    let told = approximate(&told);
    assert!(
        (told - truth).abs() <= 0.0051 + truth.abs() * 1e-9,
        "{told} for {truth}: {text}"
    );
}

/// The score of each project by the ballots alone: votes, points, or places of a ranking (the last counts 1).
fn scores(election: &Election) -> Vec<Rational> {
    let mut scores = vec![whole(0); election.projects.len()];
    for ballot in &election.ballots {
        for (place, project) in ballot.projects.iter().enumerate() {
            let each = match ballot.points.get(place) {
                Some(points) => Rational::new((*points).into(), election.points_scale.into()),
                None if election.ballot_type == BallotType::Ordinal => whole((ballot.projects.len() - place) as u64),
                None => whole(1),
            };
            scores[*project as usize] += each * whole(ballot.weight);
        }
    }
    scores
}

/// The rules of city halls, walked through once more.
#[test]
fn reasons_of_the_rules_of_city_halls_are_true_of_the_ballots() {
    let mut held = 0;
    for (name, election) in all() {
        for rule in [
            Rule::Greedy,
            Rule::GreedyNoSkip,
            Rule::GreedyThreshold,
            Rule::GreedyCustom,
            Rule::ValueForMoney,
        ] {
            for partial in [false, true] {
                if partial && matches!(rule, Rule::GreedyNoSkip | Rule::GreedyCustom) {
                    continue;
                }
                eprintln!("{name} {rule:?} {partial}");
                let mut scores = scores(&election);
                let published = matches!(rule, Rule::GreedyNoSkip | Rule::GreedyThreshold | Rule::GreedyCustom);
                for (score, project) in scores.iter_mut().zip(&election.projects) {
                    match &project.published_score {
                        Some(own) if published => *score = own.clone(),
                        _ if rule == Rule::ValueForMoney => {
                            let positive = |score: &Rational| score.clone().max(whole(0));
                            // Only what speaks for it is gain.
                            let gain = gains(&election).swap_remove(election.find(&project.id).expect("a project"));
                            *score = if project.cost > whole(0) {
                                positive(&gain) / &project.cost
                            } else if gain > whole(0) {
                                // Free projects that please anybody are equal, and before all others.
                                whole(1_000_000_000)
                            } else {
                                whole(0)
                            };
                        }
                        _ => {}
                    }
                }
                let needed = (rule == Rule::GreedyThreshold).then(|| {
                    let mut sorted = scores.clone();
                    sorted.sort();
                    sorted[sorted.len() / 3].clone().max(whole(0))
                });
                let options = Options {
                    threshold: needed.clone(),
                    partial,
                    ..Options::default()
                };
                let (outcome, told) = explained(&election, rule, &options);
                let ranks = outcome.tie_order.ranks(&election);
                let mut order: Vec<usize> = (0..scores.len()).collect();
                order.sort_by(|a, b| scores[*b].cmp(&scores[*a]).then(ranks[*a].cmp(&ranks[*b])));
                let text = |project: usize| {
                    &told
                        .iter()
                        .find(|(verdict, _)| verdict.project == project)
                        .expect("told")
                        .1
                };
                let (mut left, mut funded, mut ended) = (election.budget.clone(), Vec::new(), None);
                for project in order {
                    let (cost, score, text) = (&election.projects[project].cost, &scores[project], text(project));
                    let known = *cost <= election.budget
                        && !["nobody named it", "nobody gave it anything"]
                            .iter()
                            .any(|words| text.contains(words));
                    if needed.as_ref().is_some_and(|needed| score < needed) {
                        if known {
                            assert!(
                                text.contains("its score is") && text.contains("a project needs"),
                                "{text}"
                            );
                        }
                    } else if *score < whole(0) && !(rule == Rule::GreedyNoSkip || rule == Rule::GreedyCustom) {
                        assert!(
                            !known || text.contains("more was said against it than for it"),
                            "{text}"
                        );
                    } else if let Some(ended) = ended {
                        let ending: &Project = &election.projects[ended];
                        assert!(
                            !known
                                || text.contains("the count ended before its turn")
                                    && text.contains(ending.id.as_str()),
                            "{text}"
                        );
                    } else if *cost <= left {
                        if *cost > whole(0) && !text.contains("the city adds") {
                            let number = with_thousands(&write_rounded(score, 6));
                            let one = matches!(number.as_str(), "1" | "-1");
                            let measure = match one {
                                true => outcome.measure.replace("points", "point").replace("votes", "vote"),
                                false => outcome.measure.to_owned(),
                            };
                            let words = format!(", {number} {measure};");
                            // Votes are the voters who named it: they are not told twice.
                            let voters = format!("named by {} voter", with_thousands(&write_rounded(score, 6)));
                            let plain = outcome.measure == "votes" && text.contains(&voters);
                            assert!(
                                text.contains(&words) || plain || write_rounded(score, 6) == "0",
                                "{words} in {text}"
                            );
                        }
                        left -= cost;
                        funded.push(project);
                    } else if rule == Rule::GreedyCustom && &left * whole(5) >= cost * whole(4) {
                        assert!(text.contains("the city adds the rest"), "{text}");
                        tells(text, &format!("{}; ", outcome.measure), approximate(&left));
                        funded.push(project);
                        ended = Some(project);
                    } else {
                        let wanted = election.votes()[project] > 0;
                        if partial && wanted && left > whole(0) {
                            tells(text, "it gets ", approximate(&left));
                        } else if known {
                            tells(text, "its turn came, ", approximate(&left));
                        }
                        let stops = partial && wanted || matches!(rule, Rule::GreedyNoSkip | Rule::GreedyCustom);
                        if stops && *cost != whole(999_999_999) {
                            ended = Some(project);
                        }
                    }
                }
                if !(rule == Rule::GreedyCustom && ended.is_some()) {
                    assert_eq!(outcome.funded, funded, "{name} {rule:?}");
                }
                held += told.len();
            }
        }
    }
    assert!(held > 3_000, "{held}");
}

/// What speaks for each project: votes, points above nothing, or places.
fn gains(election: &Election) -> Vec<Rational> {
    let mut gains = vec![whole(0); election.projects.len()];
    for ballot in &election.ballots {
        for (place, project) in ballot.projects.iter().enumerate() {
            let each = match ballot.points.get(place) {
                Some(points) => Rational::new((*points).max(0).into(), election.points_scale.into()),
                None if election.ballot_type == BallotType::Ordinal => whole((ballot.projects.len() - place) as u64),
                None => whole(1),
            };
            gains[*project as usize] += each * whole(ballot.weight);
        }
    }
    gains
}

/// Ballots that support a project under Phragmén: those that name it and do not give it nothing.
pub fn supporters(election: &Election, project: usize) -> Vec<usize> {
    let ballots = election.ballots.iter().enumerate();
    ballots
        .filter(|(_, ballot)| {
            let place = ballot.projects.iter().position(|one| *one as usize == project);
            place.is_some_and(|place| ballot.points.get(place).is_none_or(|points| *points > 0))
        })
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn reasons_of_phragmen_are_true_of_the_ballots() {
    let mut held = 0;
    for (name, election) in all() {
        if election.has_negative_points() {
            continue;
        }
        eprintln!("{name}");
        let (outcome, told) = explained(&election, Rule::Phragmen, &Options::default());
        let of: Vec<Vec<usize>> = (0..election.projects.len())
            .map(|project| supporters(&election, project))
            .collect();
        let weight = |ballot: &usize| election.ballots[*ballot].weight as f64;
        let mut last = vec![0.0f64; election.ballots.len()];
        let mut time = 0.0f64;
        let text = |project: usize| {
            &told
                .iter()
                .find(|(verdict, _)| verdict.project == project)
                .expect("told")
                .1
        };
        let moment = |last: &[f64], project: usize| {
            let people: f64 = of[project].iter().map(weight).sum();
            let paid: f64 = of[project].iter().map(|ballot| weight(ballot) * last[*ballot]).sum();
            (approximate(&election.projects[project].cost) + paid) / people
        };
        let mut left = election.budget.clone();
        for (at, project) in outcome.funded.iter().enumerate() {
            let text = text(*project);
            left -= &election.projects[*project].cost;
            if of[*project].is_empty() {
                continue;
            }
            let now = moment(&last, *project);
            // Nobody else could have been paid for earlier.
            for other in (0..of.len()).filter(|other| !outcome.funded[..=at].contains(other) && !of[*other].is_empty())
            {
                let affordable = election.projects[other].cost <= election.budget;
                assert!(
                    !affordable || moment(&last, other) >= now - 1e-9 * now,
                    "{name}: {text}"
                );
            }
            time = now;
            let paid: Vec<(f64, f64)> = of[*project]
                .iter()
                .map(|ballot| (now - last[*ballot], weight(ballot)))
                .collect();
            of[*project].iter().for_each(|ballot| last[*ballot] = now);
            if election.projects[*project].cost == whole(0) || outcome.prices.is_none() {
                continue;
            }
            let payers: f64 = paid
                .iter()
                .filter(|(amount, _)| *amount > now * 1e-12)
                .map(|(_, weight)| weight)
                .sum();
            tells(text, "; ", payers);
            let most = paid.iter().map(|(amount, _)| *amount).fold(0.0, f64::max);
            let least = paid
                .iter()
                .map(|(amount, _)| *amount)
                .filter(|amount| *amount > now * 1e-12)
                .fold(f64::INFINITY, f64::min);
            if text.contains("each paid") {
                tells(text, "each paid ", most);
                assert!(most - least < 1e-9 * now, "{text}");
            } else {
                tells(text, "from ", least);
                tells(text, " to ", most);
            }
        }
        for (verdict, text) in told.iter().filter(|(verdict, _)| !verdict.funded) {
            if text.contains("that was not spent") {
                let earned: f64 = of[verdict.project]
                    .iter()
                    .map(|ballot| weight(ballot) * (time - last[*ballot]))
                    .sum();
                tells(text, "they had earned ", earned);
            } else if text.contains("its turn came") {
                tells(text, "its turn came, ", approximate(&left));
                assert!(election.projects[verdict.project].cost > left, "{text}");
            }
            held += 1;
        }
    }
    assert!(held > 100, "{held}");
}

#[test]
fn reasons_of_expanding_approvals_are_true_of_the_ballots() {
    let mut held = 0;
    for (name, election) in all() {
        if election.has_negative_points() {
            continue;
        }
        eprintln!("{name}");
        let (outcome, told) = explained(&election, Rule::ExpandingApprovals, &Options::default());
        let text = |project: usize| {
            &told
                .iter()
                .find(|(verdict, _)| verdict.project == project)
                .expect("told")
                .1
        };
        let voters = election.voters() as f64;
        let quota =
            |project: usize| approximate(&election.projects[project].cost) * voters / approximate(&election.budget);
        // Place of a project on a ballot: ranked by order or points, or all at once.
        let place = |ballot: usize, project: usize| -> Option<usize> {
            let ballot = &election.ballots[ballot];
            let at = ballot.projects.iter().position(|one| *one as usize == project)?;
            match ballot.points.get(at) {
                Some(points) => (*points > 0).then(|| ballot.points.iter().filter(|other| *other > points).count()),
                None if election.ballot_type == BallotType::Ordinal => Some(at),
                None => Some(0),
            }
        };
        let mut weights: Vec<f64> = election.ballots.iter().map(|ballot| ballot.weight as f64).collect();
        let support = |weights: &[f64], project: usize, step: usize| -> f64 {
            let ballots = 0..weights.len();
            let count = ballots.filter(|ballot| place(*ballot, project).is_some_and(|place| place <= step));
            count.map(|ballot| weights[ballot]).sum()
        };
        let (mut step, mut left) = (0, election.budget.clone());
        let reaches = |support: f64, quota: f64| support > 0.0 && support >= quota * (1.0 - 1e-9);
        for (at, project) in outcome.funded.iter().enumerate() {
            // As many choices are counted as are needed, and no fewer would have done for anybody.
            while !reaches(support(&weights, *project, step), quota(*project)) {
                let open = (0..election.projects.len()).filter(|one| !outcome.funded[..at].contains(one));
                let fits = open.filter(|one| election.projects[*one].cost <= left);
                for other in fits {
                    let strong = support(&weights, other, step);
                    assert!(
                        !reaches(strong, quota(other) * (1.0 + 1e-6)),
                        "{name}: {other} came before {project}"
                    );
                }
                step += 1;
                assert!(
                    step <= election.projects.len(),
                    "{name}: {project} never reached its quota"
                );
            }
            let strong = support(&weights, *project, step);
            if election.projects[*project].cost > whole(0) {
                tells(text(*project), "still weighed ", strong);
                tells(text(*project), "asks for ", quota(*project));
            }
            let kept = ((strong - quota(*project)) / strong).max(0.0);
            for (ballot, weight) in weights.iter_mut().enumerate() {
                if place(ballot, *project).is_some_and(|place| place <= step) {
                    *weight *= kept;
                }
            }
            left -= &election.projects[*project].cost;
        }
        for (verdict, text) in told.iter().filter(|(verdict, _)| !verdict.funded) {
            if text.contains("still weighed") {
                let strong = support(&weights, verdict.project, usize::MAX);
                tells(text, "still weighed ", strong);
                tells(text, "asks for ", quota(verdict.project));
                assert!(strong < quota(verdict.project), "{text}");
                held += 1;
            } else {
                assert!(
                    [
                        "more than the whole",
                        "nobody named",
                        "nobody gave it",
                        "no ballot gives it"
                    ]
                    .iter()
                    .any(|words| text.contains(words)),
                    "{text}"
                );
            }
        }
    }
    assert!(held > 50, "{held}");
}

#[test]
fn reasons_of_fractional_equal_shares_are_true_of_the_ballots() {
    let mut held = 0;
    for (name, election) in all() {
        if election.has_negative_points() || election.ballots.len() > 200 {
            continue;
        }
        eprintln!("{name}");
        let (outcome, told) = explained(&election, Rule::FractionalEqualShares, &Options::default());
        let utilities = Utilities::new(&election, usual_satisfaction(Rule::FractionalEqualShares, &election));
        let ranks = TieOrder::default().ranks(&election);
        let voters = election.voters() as f64;
        let mut purses = vec![approximate(&election.budget) / voters; election.ballots.len()];
        let mut paid = vec![0.0f64; election.projects.len()];
        let weight = |ballot: u32| election.ballots[ballot as usize].weight as f64;
        loop {
            let mut best: Option<(f64, u32, usize)> = None;
            for project in 0..paid.len() {
                let cost = approximate(&election.projects[project].cost);
                let gain: f64 = utilities.supporters[project]
                    .iter()
                    .filter(|one| purses[one.ballot as usize] > 1e-9)
                    .map(|one| weight(one.ballot) * one.value as f64)
                    .sum();
                if cost <= paid[project] + 1e-9 || gain <= 0.0 {
                    continue;
                }
                let price = cost / (gain * approximate(&utilities.unit[project]));
                let better = best.is_none_or(|(least, rank, _)| {
                    price < least * (1.0 - 1e-12) || price <= least * (1.0 + 1e-12) && ranks[project] < rank
                });
                if better {
                    best = Some((price, ranks[project], project));
                }
            }
            let Some((price, _, project)) = best else { break };
            let cost = approximate(&election.projects[project].cost);
            let paying: Vec<(usize, f64, f64)> = utilities.supporters[project]
                .iter()
                .filter(|one| purses[one.ballot as usize] > 1e-9)
                .map(|one| {
                    let each = price * approximate(&utilities.unit[project]) * one.value as f64;
                    (one.ballot as usize, each, weight(one.ballot))
                })
                .collect();
            let part = paying
                .iter()
                .map(|(ballot, each, _)| purses[*ballot] / each)
                .fold(1.0 - paid[project] / cost, f64::min);
            for (ballot, each, _) in &paying {
                purses[*ballot] -= part * each;
            }
            paid[project] += part * cost;
        }
        for (verdict, text) in &told {
            let cost = approximate(&election.projects[verdict.project].cost);
            let got = paid[verdict.project];
            if verdict.funded {
                assert!(got >= cost - 1e-6, "{name} {got}: {text}");
                assert!(cost == 0.0 || text.contains("paid all of its cost"), "{text}");
            } else if let Some((_, amount)) = outcome.partly.iter().find(|(one, _)| *one == verdict.project) {
                assert!((approximate(amount) - got).abs() < 1e-6, "{name} {got}: {text}");
                tells(text, "it gets ", got);
            } else {
                assert!(got < 1e-6, "{name} {got}: {text}");
                held += 1;
            }
        }
    }
    assert!(held > 20, "{held}");
}

/// The state of a cumulative count, in floating point: money of each ballot, and the projects still in it.
struct Money<'a> {
    election: &'a Election,
    money: Vec<f64>,
    points: Vec<Vec<(usize, f64)>>,
}

impl Money<'_> {
    fn new(election: &Election) -> Money<'_> {
        let share = approximate(&election.budget) / election.voters() as f64;
        let of = |ballot: &carepool::budgeting::Ballot| -> Vec<(usize, f64)> {
            let named = ballot.projects.iter().enumerate();
            let given = named.map(|(at, project)| {
                let points = match ballot.points.get(at) {
                    Some(points) => *points as f64,
                    None if election.ballot_type == BallotType::Ordinal => (ballot.projects.len() - at) as f64,
                    None => 1.0,
                };
                (*project as usize, points)
            });
            given.filter(|(_, points)| *points > 0.0).collect()
        };
        Money {
            election,
            money: vec![share; election.ballots.len()],
            points: election.ballots.iter().map(of).collect(),
        }
    }
    fn weight(&self, ballot: usize) -> f64 {
        self.election.ballots[ballot].weight as f64
    }
    /// What one voter of a ballot has lying on a project.
    fn on(&self, ballot: usize, project: usize) -> f64 {
        let all: f64 = self.points[ballot].iter().map(|(_, points)| points).sum();
        let own = self.points[ballot].iter().find(|(one, _)| *one == project);
        own.map_or(0.0, |(_, points)| self.money[ballot] * points / all)
    }
    fn collected(&self, project: usize) -> f64 {
        (0..self.money.len())
            .map(|ballot| self.weight(ballot) * self.on(ballot, project))
            .sum()
    }
    fn reach(&self, project: usize) -> f64 {
        let ballots =
            (0..self.money.len()).filter(|ballot| self.points[*ballot].iter().any(|(one, _)| *one == project));
        ballots.map(|ballot| self.weight(ballot) * self.money[ballot]).sum()
    }
    fn drop(&mut self, project: usize) {
        self.points
            .iter_mut()
            .for_each(|list| list.retain(|(one, _)| *one != project));
    }
    /// Each pays the same multiple of what lies on it, as far as the money reaches; the least multiple that pays the cost, found by
    /// halving.
    fn draw(&mut self, project: usize, cost: f64) {
        let pays = |multiple: f64, state: &Money<'_>, ballot: usize| {
            (multiple * state.on(ballot, project)).min(state.money[ballot])
        };
        let sum = |multiple: f64| -> f64 {
            let ballots = 0..self.money.len();
            ballots
                .map(|ballot| self.weight(ballot) * pays(multiple, self, ballot))
                .sum()
        };
        let (mut low, mut high) = (0.0f64, 1.0f64);
        while sum(high) < cost * (1.0 - 1e-12) && high < 1e12 {
            high *= 2.0;
        }
        for _ in 0..200 {
            let middle = low + (high - low) / 2.0;
            if sum(middle) < cost {
                low = middle
            } else {
                high = middle
            }
        }
        let paid: Vec<f64> = (0..self.money.len()).map(|ballot| pays(high, self, ballot)).collect();
        self.money.iter_mut().zip(paid).for_each(|(money, paid)| *money -= paid);
    }
    /// Those with no other wish pay first; the others the same part of what lies on it.
    fn pay(&mut self, project: usize, cost: f64) {
        let alone =
            |state: &Money<'_>, ballot: usize| state.points[ballot].len() == 1 && state.points[ballot][0].0 == project;
        let ballots = 0..self.money.len();
        let bound: f64 = ballots
            .filter(|ballot| alone(self, *ballot))
            .map(|ballot| self.weight(ballot) * self.money[ballot])
            .sum();
        let others = self.collected(project) - bound;
        let (of_bound, of_others) = if cost > bound && others > 1e-12 {
            (1.0, ((cost - bound) / others).min(1.0))
        } else if bound > 0.0 {
            ((cost / bound).min(1.0), 0.0)
        } else {
            (1.0, 1.0)
        };
        let part = |ballot: usize| if alone(self, ballot) { of_bound } else { of_others };
        let paid: Vec<f64> = (0..self.money.len())
            .map(|ballot| part(ballot) * self.on(ballot, project))
            .collect();
        self.money.iter_mut().zip(paid).for_each(|(money, paid)| *money -= paid);
    }
}

#[test]
fn every_decision_and_reason_of_cumulative_transfers_is_true_of_the_ballots() {
    let mut held = 0;
    for (name, election) in all() {
        if election.has_negative_points() || election.ballots.len() > 2_000 {
            continue;
        }
        for (variant, (strength, shortfall)) in VARIANTS {
            eprintln!("{name} {variant}");
            let options = Options {
                strength,
                shortfall,
                ..Options::default()
            };
            let (outcome, told) = explained(&election, Rule::CumulativeTransfer, &options);
            let text = |project: usize| {
                &told
                    .iter()
                    .find(|(verdict, _)| verdict.project == project)
                    .expect("told")
                    .1
            };
            let cost = |project: usize| approximate(&election.projects[project].cost);
            let strong = |state: &Money<'_>, project: usize| match strength {
                Strength::Excess => state.collected(project) - cost(project),
                Strength::Ratio if cost(project) == 0.0 => state.collected(project),
                Strength::Ratio => state.collected(project) / cost(project),
                Strength::Support => state.collected(project),
            };
            let mut state = Money::new(&election);
            let close = 1e-6 * (1.0 + approximate(&election.budget));
            let mut left = approximate(&election.budget);
            let mut open: Vec<usize> = (0..election.projects.len())
                .filter(|project| state.reach(*project) > 0.0)
                .collect();
            for round in &outcome.rounds {
                let project = round.project;
                match &round.event {
                    Event::Funded { score } if *score > whole(0) => {
                        let collected = state.collected(project);
                        let ready = |state: &Money<'_>, one: usize| {
                            state.collected(one) >= cost(one) - close / 1e3 && state.collected(one) > 0.0
                        };
                        let fits = |one: &&usize| cost(**one) <= left + close;
                        if collected >= cost(project) - close {
                            for other in open.iter().filter(fits).filter(|one| ready(&state, **one)) {
                                assert!(
                                    strong(&state, *other) <= strong(&state, project) + close,
                                    "{name} {variant} {other}"
                                );
                            }
                            if cost(project) > 0.0 {
                                tells(text(project), "voters; ".trim_start_matches("voters"), collected);
                            }
                            state.pay(project, cost(project));
                        } else {
                            assert_eq!(shortfall, Shortfall::Transfer, "{name} {variant}");
                            assert!(state.reach(project) >= cost(project) - close, "{name} {variant}");
                            for other in open.iter().filter(fits) {
                                assert!(
                                    !ready(&state, *other) || state.collected(*other) < cost(*other) + close,
                                    "{name} {variant} {other}"
                                );
                                if state.reach(*other) >= cost(*other) + close {
                                    assert!(
                                        strong(&state, *other) <= strong(&state, project) + close,
                                        "{name} {variant} {other}"
                                    );
                                }
                            }
                            tells(text(project), "; ", collected);
                            assert!(text(project).contains("from their other choices"), "{}", text(project));
                            state.draw(project, cost(project));
                        }
                        left -= cost(project);
                        open.retain(|one| *one != project);
                        state.drop(project);
                    }
                    Event::Funded { .. } => {
                        assert!(cost(project) <= left + close, "{name} {variant}");
                        left -= cost(project);
                        assert!(
                            cost(project) == 0.0 || text(project).contains("at the end of the count"),
                            "{}",
                            text(project)
                        );
                    }
                    Event::Eliminated { .. } => {
                        assert_eq!(shortfall, Shortfall::Eliminate);
                        for other in &open {
                            assert!(
                                strong(&state, *other) >= strong(&state, project) - close,
                                "{name} {variant} {other}"
                            );
                            let ready = state.collected(*other) >= cost(*other) + close && cost(*other) <= left - close;
                            assert!(!ready, "{name} {variant}: {other} had enough");
                        }
                        let text = text(project);
                        if text.contains("lay on it when it was the weakest") {
                            tells(text, "; ", state.collected(project));
                        }
                        open.retain(|one| *one != project);
                        state.drop(project);
                    }
                    other => panic!("{other:?}"),
                }
                held += 1;
            }
            let end = approximate(&(&election.budget - &outcome.cost));
            for (verdict, text) in told.iter().filter(|(verdict, _)| !verdict.funded) {
                if text.contains("at the end ") {
                    tells(text, "at the end ", end);
                    assert!(cost(verdict.project) > end, "{text}");
                }
            }
        }
    }
    assert!(held > 1_000, "{held}");
}

/// What is said under the rules that have no test of their own here is at least never plainly wrong.
#[test]
fn reasons_of_the_other_rules_tell_only_what_the_outcome_bears_out() {
    for (name, election) in made() {
        for rule in Rule::ALL.into_iter().chain(Rule::BY_NAME) {
            if carepool::budgeting::rules::refusal(rule, &election, &Options::default()).is_some() {
                continue;
            }
            let (outcome, told) = explained(&election, rule, &Options::default());
            let left = &election.budget - &outcome.cost;
            for (verdict, text) in told.iter().filter(|(verdict, _)| !verdict.funded) {
                let cost = &election.projects[verdict.project].cost;
                if text.contains("at the end ") && rule != Rule::ExpandingApprovals {
                    tells(text, "at the end ", approximate(&left));
                    assert!(*cost > left, "{name} {rule:?}: {text}");
                }
                if text.contains("beside them") {
                    tells(text, "beside them ", approximate(&left));
                    assert!(*cost > left, "{name} {rule:?}: {text}");
                }
                assert!(!text.contains("others were preferred"), "{name} {rule:?}: {text}");
            }
        }
    }
}
