//! Cultures of voting research: electorates whose statistics are known in closed form.
//!
//! ```text
//!  sets      impartial, resampling, disjoint, noise, urn       approve or not, project by project
//!  places    voters and projects as points; the near are approved
//!  rankings  Mallows, Plackett–Luce, urn of rankings           in order, perhaps cut off
//!  generate  any of them → projects with costs, an Election, or the lines of a .pb file
//! ```
//!
//! They answer what people cannot be asked: how a rule behaves as voters grow alike, fall into camps or copy one another.
//! Every ballot is addressed by the voter's number, so that a million of them can be made in any order, in parallel, or
//! written to a file without ever being held together. The tests hold each culture to its closed form.

mod generate;
mod places;
mod rankings;
mod sets;

pub use generate::{CostRange, Generated, WriteError};
pub use rankings::dispersion_of_norm;

use super::chance::Chance;
use super::voter::ElectorateError;
use crate::budgeting::election::BallotType;
use places::Map;
use rankings::Insertion;
use sets::Centres;

/// How points are spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// Evenly over the unit interval or square.
    Even,
    /// Normally about one point, with this standard deviation on each axis [unit of the map].
    Normal(f64),
}

/// Which projects near a voter are approved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Near {
    /// Those within this distance [unit of the map].
    Radius(f64),
    /// So many of the nearest: a normal number rounded, at least 1.
    Number {
        /// Mean \[projects\].
        mean: f64,
        /// Standard deviation \[projects\].
        sd: f64,
    },
}

/// A culture: a probability distribution over ballots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Culture {
    /// Every project is approved with the same probability, independently.
    Impartial {
        /// That probability [0–1].
        share: f64,
    },
    /// Everybody starts from one central ballot; each project is then decided anew with a probability (Szufa and others).
    Resampling {
        /// Part of the projects on the central ballot, and probability of approval when decided anew [0–1].
        share: f64,
        /// Probability of deciding anew [0–1].
        resample: f64,
    },
    /// As resampling, from one of several central ballots that share nothing.
    Disjoint {
        /// As in resampling, for each centre [0–1]; share × groups may not be above 1.
        share: f64,
        /// Probability of deciding anew [0–1].
        resample: f64,
        /// Number of centres, evenly popular.
        groups: usize,
    },
    /// Ballots are less likely by a factor for every project in which they differ from a central one.
    Noise {
        /// Part of the projects on the central ballot [0–1].
        share: f64,
        /// That factor [0–1].
        factor: f64,
    },
    /// Pólya's urn over impartial ballots: who comes later copies somebody earlier.
    Urn {
        /// Probability of approval in a fresh ballot [0–1].
        share: f64,
        /// Copies added for each ballot drawn, as a part of the urn's first content, 0 or more.
        copies: f64,
    },
    /// Voters and projects are points; what is near is approved.
    Euclidean {
        /// 1 or 2.
        dimensions: usize,
        /// How points are spread.
        spread: Spread,
        /// What is near enough.
        near: Near,
    },
    /// Rankings around a central one, less likely by a factor for every pair put the other way round.
    Mallows {
        /// That factor: 0 all agree, 1 all rankings are equally likely.
        dispersion: f64,
    },
    /// Projects of geometrically falling strength, each next place going by strength among those left.
    PlackettLuce {
        /// Strength of each project as a part of the one before it, above 0 and at most 1.
        ratio: f64,
    },
    /// Pólya's urn over rankings.
    RankingUrn {
        /// As in the urn of sets.
        copies: f64,
    },
}

impl Culture {
    /// Whether ballots come as rankings.
    pub fn ranks(&self) -> bool {
        matches!(
            self,
            Culture::Mallows { .. } | Culture::PlackettLuce { .. } | Culture::RankingUrn { .. }
        )
    }
    /// The name in commands.
    pub fn word(&self) -> &'static str {
        match self {
            Culture::Impartial { .. } => "impartial",
            Culture::Resampling { .. } => "resampling",
            Culture::Disjoint { .. } => "disjoint",
            Culture::Noise { .. } => "noise",
            Culture::Urn { .. } => "urn",
            Culture::Euclidean { .. } => "euclidean",
            Culture::Mallows { .. } => "mallows",
            Culture::PlackettLuce { .. } => "plackett-luce",
            Culture::RankingUrn { .. } => "ranking-urn",
        }
    }

    /// Checks that the numbers can be used for so many projects.
    pub fn check(&self) -> Result<(), ElectorateError> {
        let share = ElectorateError::share;
        let above = |what: &str, number: f64| ElectorateError::bound(what, number, |number| number > 0.0, "above 0");
        match *self {
            Culture::Impartial { share: approved } => share("the share approved", approved),
            Culture::Resampling {
                share: approved,
                resample,
            } => {
                share("the share approved", approved)?;
                share("the probability of deciding anew", resample)
            }
            Culture::Disjoint {
                share: approved,
                resample,
                groups,
            } => {
                share("the share approved", approved)?;
                share("the probability of deciding anew", resample)?;
                above("the number of groups", groups as f64)?;
                share(
                    "the share approved times the number of groups",
                    approved * groups as f64,
                )
            }
            Culture::Noise {
                share: approved,
                factor,
            } => {
                share("the share approved", approved)?;
                share("the noise", factor)
            }
            Culture::Urn {
                share: approved,
                copies,
            } => {
                share("the share approved", approved)?;
                ElectorateError::bound("the copies", copies, |copies| copies >= 0.0, "0 or more")
            }
            Culture::RankingUrn { copies } => {
                ElectorateError::bound("the copies", copies, |copies| copies >= 0.0, "0 or more")
            }
            Culture::Euclidean {
                dimensions,
                spread,
                near,
            } => {
                let fine = |dimensions| dimensions == 1.0 || dimensions == 2.0;
                ElectorateError::bound("the number of dimensions", dimensions as f64, fine, "1 or 2")?;
                if let Spread::Normal(sd) = spread {
                    above("the spread of points", sd)?;
                }
                match near {
                    Near::Radius(radius) => {
                        ElectorateError::bound("the radius", radius, |radius| radius >= 0.0, "0 or more")
                    }
                    Near::Number { mean, sd } => {
                        above("the mean number of projects approved", mean)?;
                        ElectorateError::bound("its standard deviation", sd, |sd| sd >= 0.0, "0 or more")
                    }
                }
            }
            Culture::Mallows { dispersion } => share("the dispersion", dispersion),
            Culture::PlackettLuce { ratio } => {
                let fine = |ratio| ratio > 0.0 && ratio <= 1.0;
                ElectorateError::bound("the ratio of strengths", ratio, fine, "above 0 and at most 1")
            }
        }
    }
}

/// What is kept of a culture's ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Approval, choose-1 or ordinal; a set approved has no order, so that only rankings can be ordinal.
    pub ballot_type: BallotType,
    /// Projects kept at most: the nearest, the first of a ranking, or any of those approved; `None` for all.
    pub max_length: Option<usize>,
}

/// A culture made ready for a number of projects: gives the ballot of any voter.
pub struct Sampler {
    kind: Kind,
    projects: usize,
    most: usize,
    chance: Chance,
}

enum Kind {
    Sets(Culture, Centres),
    Places(Map),
    Rankings(Culture, Insertion),
}

impl Sampler {
    /// Prepares central ballots, places of projects and tables.
    pub fn new(culture: Culture, projects: usize, shape: Shape, chance: Chance) -> Result<Sampler, ElectorateError> {
        culture.check()?;
        let asked = match shape.ballot_type {
            BallotType::Approval | BallotType::ChooseOne => true,
            BallotType::Ordinal => culture.ranks(),
            BallotType::Cumulative | BallotType::Scoring => false,
        };
        if !asked {
            return Err(ElectorateError::Ballots {
                culture: culture.word(),
                ballots: shape.ballot_type.word(),
            });
        }
        let chance = chance.named(culture.word());
        let kind = match culture {
            Culture::Euclidean { .. } => Kind::Places(Map::new(culture, projects, chance)),
            _ if culture.ranks() => Kind::Rankings(culture, Insertion::new(culture, projects)),
            _ => Kind::Sets(culture, Centres::new(culture, projects, chance)),
        };
        let most = if shape.ballot_type == BallotType::ChooseOne {
            Some(1)
        } else {
            shape.max_length
        };
        Ok(Sampler {
            kind,
            projects,
            most: most.unwrap_or(usize::MAX),
            chance,
        })
    }

    /// Writes the ballot of a voter into `ballot`, in place of what is there.
    pub fn ballot(&self, voter: u64, ballot: &mut Vec<u32>) {
        ballot.clear();
        match &self.kind {
            Kind::Sets(culture, centres) => {
                centres.ballot(*culture, self.projects, voter, self.chance, ballot);
                if ballot.len() > self.most {
                    // Any of those approved, by lot.
                    let lot = self.chance.named("cut");
                    ballot.sort_by_key(|project| lot.bits(voter, u64::from(*project)));
                }
            }
            Kind::Places(map) => map.ballot(voter, self.chance, ballot),
            Kind::Rankings(culture, insertion) => {
                insertion.ranking(*culture, self.projects, voter, self.chance, ballot);
            }
        }
        ballot.truncate(self.most);
    }
}
