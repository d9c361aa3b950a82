//! The ballot paper of a process, and whether a ballot keeps to it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::budgeting::electorate::BallotKind;
use crate::budgeting::exact::approximate;
use crate::budgeting::limits::Ceiling;
use crate::budgeting::{BallotType, Rational};
use crate::process::money::spoken_exactly;
use crate::process::{Process, Proposal, Voting};

/// What a voter wrote: proposals by key, in order of preference where ballots rank, with points where they carry points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Keys of the proposals named.
    pub named: Vec<String>,
    /// Points for each of them; empty where ballots carry none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<i64>,
    /// Key of the district in which the voter lives; only where the process has districts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
}

/// Why a ballot is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Spoilt {
    /// No such proposal on the paper.
    #[error("there is no proposal `{0}` on the ballot paper")]
    Unknown(String),
    /// A proposal twice.
    #[error("`{0}` is named twice")]
    Twice(String),
    /// Fewer than must be named.
    #[error("name at least {0}")]
    TooFew(usize),
    /// More than may be named.
    #[error("name at most {0}")]
    TooMany(usize),
    /// Points and proposals do not pair, or points where there are none.
    #[error("each proposal named needs its points, and nothing else has any")]
    Points,
    /// Points of a proposal out of range.
    #[error("points for a proposal go from 1 to {0}")]
    PointsOfOne(i64),
    /// More points than there are.
    #[error("{given} points are given; there are {most}")]
    PointsInAll {
        /// Given.
        given: i64,
        /// To give.
        most: i64,
    },
    /// It costs more than there is.
    #[error("this costs {cost}; there is {budget}")]
    TooDear {
        /// What the proposals named cost together.
        cost: String,
        /// What there is.
        budget: String,
    },
    /// It goes over a ceiling.
    #[error("for {name} this costs {cost}; at most {most} may go there")]
    OverCeiling {
        /// What has the ceiling.
        name: String,
        /// What the proposals named cost together.
        cost: String,
        /// The ceiling.
        most: String,
    },
    /// Two of which at most one can be funded.
    #[error("`{0}` and `{1}` are alternatives: choose one of them")]
    Alternatives(String, String),
    /// A proposal of a district in which the voter does not live.
    #[error("`{title}` is decided about by those who live in {district}")]
    Elsewhere {
        /// Its title.
        title: String,
        /// That of its district.
        district: String,
    },
    /// The district is missing or unknown.
    #[error("say which district you live in: {0}")]
    District(String),
}

/// The ballot paper.
#[derive(Clone, Debug)]
pub struct Form {
    /// What is asked.
    pub kind: BallotKind,
    /// Proposals that must be named at least.
    pub least: usize,
    /// Proposals that may be named at most.
    pub most: usize,
    /// Points to give (to all together, or the highest score of one); 0 where there are none.
    pub points: i64,
    /// What there is to decide about, less what officials have spent already [£].
    pub budget: Rational,
    /// Positions, in the process, of the proposals that are voted on.
    pub proposals: Vec<usize>,
    /// Sets of alternatives, as keys.
    pub alternatives: Vec<Vec<String>>,
    /// Ceilings by category or neighbourhood: name, most [£], keys.
    ceilings: Vec<(String, Rational, Vec<String>)>,
    /// Keys and titles of the districts.
    pub districts: Vec<(String, String)>,
    /// What the whole area (no key) and each district decide about, less what officials have spent already [£].
    purses: Vec<(Option<String>, Rational)>,
    lines: Vec<Line>,
}

/// A line of the paper.
#[derive(Clone, Debug)]
struct Line {
    id: String,
    title: String,
    price: Rational,
    district: Option<String>,
}

impl Form {
    /// The paper of a process: as its electorate votes, or as its ballot file says.
    pub fn of(process: &Process) -> Form {
        let open = |proposal: &&Proposal| proposal.pinned.is_none() && proposal.vetoed.is_none();
        let all = process.proposals.iter().enumerate();
        let proposals: Vec<usize> = all.filter(|(_, one)| open(one)).map(|(at, _)| at).collect();
        let purses = purses(process);
        let mut form = Form {
            kind: BallotKind::Approval,
            least: 0,
            most: proposals.len(),
            points: 0,
            budget: purses.iter().map(|(_, there)| there).sum(),
            purses,
            lines: proposals
                .iter()
                .filter_map(|at| {
                    let one = &process.proposals[*at];
                    Some(Line {
                        id: one.id.clone(),
                        title: one.title.clone(),
                        price: one.price.clone()?,
                        district: one.district.clone(),
                    })
                })
                .collect(),
            proposals,
            alternatives: process
                .alternatives()
                .into_iter()
                .map(|group| group.into_iter().map(|at| process.proposals[at].id.clone()).collect())
                .collect(),
            ceilings: Vec::new(),
            districts: process
                .districts
                .iter()
                .map(|one| (one.id.clone(), one.title.clone()))
                .collect(),
        };
        match &process.voting {
            Voting::Electorate(spec) => {
                let paper = &spec.regime.form;
                form.kind = paper.kind;
                form.least = paper.min_length;
                form.most = paper.max_length.unwrap_or(form.most).min(form.most);
                form.points = paper.points;
            }
            Voting::Ballots { reading, .. } => form.as_filed(reading),
        }
        if form.kind == BallotKind::ChooseOne {
            (form.least, form.most) = (form.least.min(1), form.most.min(1));
        }
        if !form.has_points() {
            form.points = 0;
        }
        form
    }

    /// As the heading of a ballot file says.
    fn as_filed(&mut self, reading: &crate::budgeting::pabulib::Reading) {
        let Some(election) = &reading.election else { return };
        let meta = |key: &str| -> Option<u64> {
            let (text, _) = reading.document.meta(key)?;
            text.trim().parse().ok()
        };
        self.kind = match election.ballot_type {
            BallotType::Approval if reading.document.meta("max_sum_cost").is_some() => BallotKind::Knapsack,
            BallotType::Approval => BallotKind::Approval,
            BallotType::ChooseOne => BallotKind::ChooseOne,
            BallotType::Cumulative => BallotKind::Cumulative,
            BallotType::Scoring => BallotKind::Scoring,
            BallotType::Ordinal => BallotKind::Ordinal,
        };
        self.least = meta("min_length").map_or(self.least, |least| least as usize);
        self.most = meta("max_length").map_or(self.most, |most| (most as usize).min(self.most));
        let points = match self.kind {
            BallotKind::Scoring => meta("max_points"),
            _ => meta("max_sum_points").or_else(|| meta("max_points")),
        };
        // The format lets a file say nothing; ten is what it asks for most often.
        self.points = points.map_or(10, |points| points as i64);
        let id = |project: &usize| election.projects[*project].id.clone();
        self.ceilings = election
            .limits
            .ceilings
            .iter()
            .map(|Ceiling { name, most, projects }| (name.clone(), most.clone(), projects.iter().map(id).collect()))
            .collect();
        let stated = election.limits.exclusive.iter();
        self.alternatives
            .extend(stated.map(|group| group.iter().map(id).collect()));
    }

    /// Whether ballots carry points.
    pub fn has_points(&self) -> bool {
        self.kind.ballot_type().has_points()
    }

    /// Whether the order of the proposals named says which are preferred.
    pub fn ranks(&self) -> bool {
        self.kind == BallotKind::Ordinal
    }

    /// Whether a ballot is a plan for the money: it must fit the budget.
    pub fn is_a_plan(&self) -> bool {
        self.kind == BallotKind::Knapsack
    }

    /// The price of a proposal on the paper [£].
    pub fn price(&self, id: &str) -> Option<&Rational> {
        self.line(id).map(|line| &line.price)
    }

    fn line(&self, id: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// What proposals cost together [£]; what is not on the paper costs nothing.
    pub fn cost<'a>(&self, named: impl IntoIterator<Item = &'a String>) -> Rational {
        named.into_iter().filter_map(|id| self.price(id)).sum()
    }

    /// The same in pounds, for a bar.
    pub fn pounds<'a>(&self, named: impl IntoIterator<Item = &'a String>) -> f64 {
        approximate(&self.cost(named))
    }

    /// What each part of the money may pay for, where it is divided: a district's title (nothing: the whole area), and its sum \[£\].
    pub fn divided(&self) -> Vec<(Option<&str>, &Rational)> {
        if self.purses.len() < 2 {
            return Vec::new();
        }
        let title_of = |id: &String| self.districts.iter().find(|(own, _)| own == id);
        let parts = self.purses.iter();
        parts
            .map(|(id, sum)| (id.as_ref().and_then(title_of).map(|(_, title)| title.as_str()), sum))
            .collect()
    }

    /// What there is to decide about, in pounds.
    pub fn pounds_of_budget(&self) -> f64 {
        approximate(&self.budget)
    }

    /// A ballot in its plain form: where order says nothing, in the order of the keys; without what got no points.
    pub fn tidy(&self, mut marks: Marks) -> Marks {
        if self.has_points() && marks.points.len() == marks.named.len() {
            let pairs = marks
                .named
                .into_iter()
                .zip(marks.points)
                .filter(|(_, points)| *points != 0);
            let mut pairs: Vec<(String, i64)> = pairs.collect();
            pairs.sort();
            (marks.named, marks.points) = pairs.into_iter().unzip();
        } else if !self.ranks() && !self.has_points() {
            marks.named.sort();
        }
        marks
    }

    /// Whether a ballot keeps to the paper.
    pub fn check(&self, marks: &Marks) -> Result<(), Spoilt> {
        let mut seen = BTreeSet::new();
        for id in &marks.named {
            if self.price(id).is_none() {
                return Err(Spoilt::Unknown(id.clone()));
            }
            if !seen.insert(id) {
                return Err(Spoilt::Twice(self.title(id)));
            }
        }
        if marks.named.len() < self.least {
            return Err(Spoilt::TooFew(self.least));
        }
        if marks.named.len() > self.most {
            return Err(Spoilt::TooMany(self.most));
        }
        self.check_points(marks)?;
        if self.is_a_plan() {
            self.check_plan(marks)?;
        }
        self.check_district(marks)
    }

    fn check_points(&self, marks: &Marks) -> Result<(), Spoilt> {
        let wanted = if self.has_points() { marks.named.len() } else { 0 };
        if marks.points.len() != wanted {
            return Err(Spoilt::Points);
        }
        if marks.points.iter().any(|points| !(1..=self.points).contains(points)) {
            return Err(Spoilt::PointsOfOne(self.points));
        }
        let given = marks.points.iter().sum();
        if self.kind == BallotKind::Cumulative && given > self.points {
            let most = self.points;
            return Err(Spoilt::PointsInAll { given, most });
        }
        Ok(())
    }

    /// A plan fits the budget, the ceilings, and has at most one of several alternatives.
    fn check_plan(&self, marks: &Marks) -> Result<(), Spoilt> {
        for (district, budget) in &self.purses {
            let of = |id: &&String| self.line(id).is_some_and(|line| line.district == *district);
            let cost = self.cost(marks.named.iter().filter(of));
            if cost > *budget {
                return Err(Spoilt::TooDear {
                    cost: spoken_exactly(&cost),
                    budget: spoken_exactly(budget),
                });
            }
        }
        for (name, most, within) in &self.ceilings {
            let cost = self.cost(marks.named.iter().filter(|id| within.contains(id)));
            if cost > *most {
                return Err(Spoilt::OverCeiling {
                    name: name.clone(),
                    cost: spoken_exactly(&cost),
                    most: spoken_exactly(most),
                });
            }
        }
        for group in &self.alternatives {
            let mut both = marks.named.iter().filter(|id| group.contains(id));
            if let (Some(one), Some(other)) = (both.next(), both.next()) {
                return Err(Spoilt::Alternatives(self.title(one), self.title(other)));
            }
        }
        Ok(())
    }

    /// What the paper calls a proposal.
    fn title(&self, id: &str) -> String {
        let line = self.lines.iter().find(|line| line.id == id);
        line.map_or(id.to_string(), |line| line.title.clone())
    }

    fn check_district(&self, marks: &Marks) -> Result<(), Spoilt> {
        let known = |id: &String| self.districts.iter().any(|(other, _)| other == id);
        let fine = match &marks.district {
            None => self.districts.is_empty(),
            Some(id) => known(id),
        };
        if fine {
            let here = |id: &&String| {
                let district = self.line(id).and_then(|line| line.district.as_ref());
                district.is_none() || district == marks.district.as_ref()
            };
            let elsewhere = marks.named.iter().find(|id| !here(id));
            let titled = |key: &String| {
                let found = self.districts.iter().find(|(other, _)| other == key);
                found.map_or(key.clone(), |(_, title)| title.clone())
            };
            return elsewhere.map_or(Ok(()), |id| {
                Err(Spoilt::Elsewhere {
                    title: self.title(id),
                    district: self
                        .line(id)
                        .and_then(|line| line.district.as_ref())
                        .map_or(String::new(), titled),
                })
            });
        }
        let titles: Vec<&str> = self.districts.iter().map(|(_, title)| title.as_str()).collect();
        Err(Spoilt::District(titles.join(", ")))
    }
}

/// What is left to decide about after what officials pinned.
fn purses(process: &Process) -> Vec<(Option<String>, Rational)> {
    let mut purses = vec![(None, process.of_whole_area(&process.budget))];
    purses.extend(
        process
            .districts
            .iter()
            .map(|one| (Some(one.id.clone()), one.budget.clone())),
    );
    for (district, budget) in &mut purses {
        let pinned = process
            .proposals
            .iter()
            .filter(|one| one.pinned.is_some() && one.district == *district);
        *budget -= pinned.filter_map(|one| one.price.as_ref()).sum::<Rational>();
    }
    purses
}
