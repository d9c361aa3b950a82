//! An election as the rules see it: projects with costs, ballots merged where they are identical.
//!
//! Merging is worth a factor of a thousand where people choose one project, and nothing where ballots are long; it never
//! changes an outcome, because every rule here counts a ballot with its weight.

use num_traits::Zero;

use super::exact::Rational;
use super::limits::Limits;

/// What a voter was asked to write down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotType {
    /// Any number of projects.
    Approval,
    /// One project.
    ChooseOne,
    /// Points to spread over projects.
    Cumulative,
    /// A score for each project.
    Scoring,
    /// Projects in order of preference.
    Ordinal,
}

impl BallotType {
    /// The word of the Pabulib format.
    pub fn word(self) -> &'static str {
        match self {
            BallotType::Approval => "approval",
            BallotType::ChooseOne => "choose-1",
            BallotType::Cumulative => "cumulative",
            BallotType::Scoring => "scoring",
            BallotType::Ordinal => "ordinal",
        }
    }
    /// Reads the word of the Pabulib format, whatever its case.
    pub fn from_word(word: &str) -> Option<BallotType> {
        let kinds = [
            Self::Approval,
            Self::ChooseOne,
            Self::Cumulative,
            Self::Scoring,
            Self::Ordinal,
        ];
        kinds
            .into_iter()
            .find(|kind| kind.word().eq_ignore_ascii_case(word.trim()))
    }
    /// Whether ballots say more than whom they name: points or ranks.
    pub fn weighs(self) -> bool {
        self.has_points() || self == BallotType::Ordinal
    }
    /// Whether ballots carry points.
    pub fn has_points(self) -> bool {
        matches!(self, BallotType::Cumulative | BallotType::Scoring)
    }
}

/// Something that may be funded.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Identifier, always text: `01` is not `1`.
    pub id: String,
    /// Name for people; empty if the file gives none.
    pub name: String,
    /// Cost [currency of the budget], not negative.
    pub cost: Rational,
    /// Categories, as written.
    pub categories: Vec<String>,
    /// Neighbourhood, as written; empty if the file gives none.
    pub neighbourhood: String,
    /// Score that the organiser published (points or, without points, votes), if any.
    pub published_score: Option<Rational>,
    /// What the organiser did: 1 funded, 0 not, 2 and 3 special cases.
    pub selected: Option<u8>,
}

impl Project {
    /// A project with nothing but an identifier and a cost.
    pub fn new(id: &str, cost: Rational) -> Project {
        Project {
            id: id.to_owned(),
            name: String::new(),
            cost,
            categories: Vec::new(),
            neighbourhood: String::new(),
            published_score: None,
            selected: None,
        }
    }
    /// The name, or the identifier where there is none.
    pub fn title(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }
}

/// A ballot and how many voters cast it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ballot {
    /// Voters who cast it \[people\]; where voters differ in strength, the parts of a vote that they weigh together.
    pub weight: u64,
    /// Projects named, by position in the election: in order of preference for ordinal ballots, ascending otherwise.
    pub projects: Vec<u32>,
    /// Points for each of `projects`, times the election's `points_scale`; empty where ballots carry none.
    pub points: Vec<i64>,
}

impl Ballot {
    /// Projects that it names: those that it lists, but for those that it gives nothing.
    pub fn named(&self) -> impl Iterator<Item = usize> + '_ {
        self.with(|points| points != 0)
    }

    /// Projects that it speaks for: those that it names, but for those that it gives less than nothing.
    pub fn supported(&self) -> impl Iterator<Item = usize> + '_ {
        self.with(|points| points > 0)
    }

    fn with(&self, wanted: fn(i64) -> bool) -> impl Iterator<Item = usize> + '_ {
        let points = self.points.iter().map(|points| Some(*points));
        let listed = self.projects.iter().zip(points.chain(std::iter::repeat(None)));
        listed
            .filter(move |(_, points)| points.is_none_or(wanted))
            .map(|(project, _)| *project as usize)
    }
}

/// Projects, a budget and ballots: all that a rule needs.
#[derive(Clone, Debug)]
pub struct Election {
    /// What it is called.
    pub title: String,
    /// Currency code, empty if unknown.
    pub currency: String,
    /// Money to spend \[currency\].
    pub budget: Rational,
    /// Kind of ballot.
    pub ballot_type: BallotType,
    /// Projects that a ballot may name at most, if the file says so.
    pub most_ranked: Option<usize>,
    /// Points that a voter may give to one project at most, if the file says so.
    pub most_given: Option<Rational>,
    /// Projects in the order of the file.
    pub projects: Vec<Project>,
    /// Distinct ballots in the order of their first appearance.
    pub ballots: Vec<Ballot>,
    /// For each voter in the order of the file, the ballot cast.
    pub ballot_of_voter: Vec<u32>,
    /// For each entry of `ballot_of_voter`, the parts of a vote that it weighs; empty where all voters weigh alike.
    pub strengths: Vec<u64>,
    /// Parts that make one vote: weights of ballots count them. 1 unless strengths have decimals.
    pub strength_scale: u64,
    /// What points are multiplied with to be whole (1, 10, 100 …).
    pub points_scale: i64,
    /// Score that a project needs in `greedy-threshold`.
    pub score_threshold: Option<Rational>,
    /// The rule that the file says the organiser counted by, in the format's words; empty if it does not say.
    pub official_rule: String,
    /// What may not be funded together: every rule that can keeps to it, others are refused by name.
    pub limits: Limits,
    /// The limits that the file states. A count for people takes them over ([`Election::take_stated_limits`]); one that is to
    /// be compared with a tool that knows none does not.
    pub stated: Limits,
    /// Where it was held, in the words of the file; empty if it does not say.
    pub place: String,
    /// The officials' order of equal projects, by position; only `TieOrder::List` looks at it.
    pub tie_list: Vec<usize>,
    /// What is to be told about the ballots: weights of voters.
    pub notes: Vec<String>,
}

impl Election {
    /// An empty electorate over these projects.
    pub fn new(budget: Rational, ballot_type: BallotType, projects: Vec<Project>) -> Election {
        Election {
            title: String::new(),
            currency: String::new(),
            budget,
            ballot_type,
            most_ranked: None,
            most_given: None,
            projects,
            ballots: Vec::new(),
            ballot_of_voter: Vec::new(),
            strengths: Vec::new(),
            strength_scale: 1,
            points_scale: 1,
            score_threshold: None,
            official_rule: String::new(),
            limits: Limits::default(),
            stated: Limits::default(),
            place: String::new(),
            tie_list: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Makes the limits that the file states those of the count.
    pub fn take_stated_limits(&mut self) {
        self.limits = self.stated.clone();
    }

    /// Whether a ballot gives a project less than nothing.
    pub fn has_negative_points(&self) -> bool {
        self.ballots
            .iter()
            .any(|ballot| ballot.points.iter().any(|points| *points < 0))
    }

    /// What all ballots weigh together, empty ones included: voters \[people\] where all weigh alike, parts of votes otherwise.
    pub fn voters(&self) -> u64 {
        self.ballots.iter().map(|ballot| ballot.weight).sum()
    }

    /// People who voted, however much each ballot weighs.
    pub fn people(&self) -> u64 {
        if self.strengths.is_empty() {
            self.voters()
        } else {
            self.strengths.len() as u64
        }
    }

    /// Places of a full ranking: as many as a ballot may have, or one for each project; no fewer than the longest ballot has.
    pub fn places(&self) -> usize {
        let longest = self
            .ballots
            .iter()
            .map(|ballot| ballot.projects.len())
            .max()
            .unwrap_or(0);
        let most = self.most_ranked.unwrap_or(self.projects.len());
        most.min(self.projects.len()).max(longest)
    }

    /// For each ballot, the voters who cast it \[people\], however much they weigh.
    pub fn heads(&self) -> Vec<u64> {
        if self.strengths.is_empty() {
            return self.ballots.iter().map(|ballot| ballot.weight).collect();
        }
        let mut heads = vec![0; self.ballots.len()];
        for ballot in &self.ballot_of_voter {
            heads[*ballot as usize] += 1;
        }
        heads
    }

    /// Votes that a sum of ballots' weights makes: one for a voter of strength 1.
    pub fn whole_votes(&self, weight: u64) -> Rational {
        super::exact::whole(weight) / super::exact::whole(self.strength_scale.max(1))
    }

    /// For each project, the ballots that speak for it (`Ballot::supported`).
    pub fn supported_by(&self) -> Vec<Vec<u32>> {
        let mut lists = vec![Vec::new(); self.projects.len()];
        for (index, ballot) in self.ballots.iter().enumerate() {
            ballot.supported().for_each(|project| lists[project].push(index as u32));
        }
        lists
    }

    /// For each project, the weight of the ballots that name it (`Ballot::named`), as [`Election::voters`] counts.
    pub fn votes(&self) -> Vec<u64> {
        let mut votes = vec![0; self.projects.len()];
        for ballot in &self.ballots {
            ballot.named().for_each(|project| votes[project] += ballot.weight);
        }
        votes
    }

    /// For each project, the weight of the ballots that speak for it (`Ballot::supported`): what a least number of votes asks for.
    pub fn votes_for(&self) -> Vec<u64> {
        let mut votes = vec![0; self.projects.len()];
        for ballot in &self.ballots {
            ballot.supported().for_each(|project| votes[project] += ballot.weight);
        }
        votes
    }

    /// What a set of projects costs.
    pub fn cost_of(&self, projects: &[usize]) -> Rational {
        projects
            .iter()
            .fold(Rational::zero(), |sum, project| sum + &self.projects[*project].cost)
    }

    /// The position of a project by its identifier.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.projects.iter().position(|project| project.id == id)
    }
}
