//! What a place has of England: how much of each council and board is its own, and its share of people, need and deaths.

use std::collections::BTreeMap;

use super::area::{Area, Kind};
use super::gazetteer::Gazetteer;
use super::known::{Board, Council, Need};
use super::sums::{EMERGENCY, EverySum, Shapes, Sums, together};
use crate::world::TableError;
use crate::world::axes::FIFTHS;

/// Services whose use follows the place's own people.
pub(super) const BY_PEOPLE: [(&str, &str); 6] = [
    ("services.base_activity.primary_care", "primary_care"),
    ("services.base_activity.community_health", "community_health"),
    ("services.base_activity.mental_health", "mental_health"),
    ("services.base_activity.emergency_department", "emergency_department"),
    ("services.base_activity.prescribing", "prescribing"),
    ("services.base_activity.dental_optical", "dental_optical"),
];

/// How much of each council and board belongs to a place.
#[derive(Debug)]
pub(super) struct Parts {
    /// Councils, and how much of each.
    pub councils: Vec<(Council, f64)>,
    /// Boards, how much of each, and its people.
    pub boards: Vec<(Board, f64, f64)>,
}

/// A place's numbers, before they meet England's levels.
#[derive(Debug)]
pub(super) struct Shares {
    /// Share of England's people.
    pub people: f64,
    /// How much of each council and board is the place's.
    pub councils: Parts,
    /// All of England's.
    pub england: Parts,
    /// Share of NHS money by need.
    pub need: f64,
    /// Mortality against what deprivation foretells.
    pub mortality: f64,
    /// Share of emergency admissions.
    pub emergency: f64,
    /// Sums over its own people.
    pub own: Sums,
    /// Sums over all people that it is held against.
    pub all: Sums,
}

impl Parts {
    /// The sum over councils of what each has.
    pub fn council(&self, of: impl Fn(&Council) -> f64) -> f64 {
        self.councils.iter().map(|(council, weight)| weight * of(council)).sum()
    }
    /// The sum over boards of what each has.
    pub fn board(&self, of: impl Fn(&Board) -> f64) -> f64 {
        self.boards.iter().map(|(board, weight, _)| weight * of(board)).sum()
    }
    /// Mean over the people of the boards.
    pub fn rate(&self, of: impl Fn(&Board) -> f64) -> f64 {
        let people: f64 = self.boards.iter().map(|(_, weight, people)| weight * people).sum();
        let sum: f64 = self
            .boards
            .iter()
            .map(|(board, weight, people)| weight * people * of(board))
            .sum();
        sum / people
    }
}

impl Gazetteer {
    /// How much of each council and board belongs to a place; everything for nothing.
    pub(super) fn parts(&self, area: Option<&Area>) -> Parts {
        let known = &self.known;
        let total = |of: &dyn Fn(&(String, String, f64)) -> bool| -> f64 {
            known.overlap.iter().filter(|one| of(one)).map(|one| one.2).sum()
        };
        let inside: Vec<(&str, f64)> = match area {
            None => known.councils.keys().map(|code| (code.as_str(), 1.0)).collect(),
            Some(area) if area.kind == Kind::Board => known
                .overlap
                .iter()
                .filter(|one| one.1 == area.code)
                .map(|one| (one.0.as_str(), one.2 / total(&|other| other.0 == one.0)))
                .collect(),
            Some(area) => self
                .of(Kind::Council)
                .filter(|council| council.code == area.code || council.region == area.name)
                .filter(|council| area.kind == Kind::Region || council.code == area.code)
                .map(|council| (council.code.as_str(), 1.0))
                .collect(),
        };
        let mut boards: BTreeMap<&str, f64> = BTreeMap::new();
        match area {
            Some(area) if area.kind == Kind::Board => {
                boards.insert(&area.code, 1.0);
            }
            _ => {
                for one in known
                    .overlap
                    .iter()
                    .filter(|one| inside.iter().any(|(code, _)| *code == one.0))
                {
                    *boards.entry(one.1.as_str()).or_default() += one.2 / total(&|other| other.1 == one.1);
                }
            }
        }
        Parts {
            councils: inside
                .into_iter()
                .filter_map(|(code, weight)| known.councils.get(code).map(|council| (*council, weight)))
                .collect(),
            boards: boards
                .into_iter()
                .filter_map(|(code, weight)| {
                    let people = total(&|one| one.1 == code);
                    known.boards.get(code).map(|board| (*board, weight, people))
                })
                .collect(),
        }
    }

    fn need_of(&self, area: &Area) -> Option<Need> {
        let council = self.known.councils.get(&area.code).map(|council| council.need);
        council.or_else(|| self.known.boards.get(&area.code).map(|board| board.need))
    }

    /// Sums over the people of every council and board, by code: worked out once.
    fn sums(&self) -> Result<&EverySum, TableError> {
        let worked_out = self.sums.get_or_init(|| {
            let services: Vec<&'static str> = BY_PEOPLE.iter().map(|one| one.1).chain([EMERGENCY]).collect();
            let shapes = Shapes::load(&services)?;
            let places = self
                .areas
                .iter()
                .filter(|area| matches!(area.kind, Kind::Council | Kind::Board));
            let sums = places.filter_map(|area| {
                Some((
                    area.code.clone(),
                    (self.need_of(area)?, shapes.sums(&self.people(area))),
                ))
            });
            Ok(sums.collect())
        });
        worked_out.as_ref().map_err(Clone::clone)
    }

    /// What a place has of England. Boards are held against all boards, councils and regions against all councils.
    pub(super) fn shares(&self, area: &Area) -> Result<Shares, TableError> {
        let sums = self.sums()?;
        let listed = |area: &Area| sums.get(&area.code).cloned();
        let kind = if area.kind == Kind::Board {
            Kind::Board
        } else {
            Kind::Council
        };
        let every: Vec<(Need, Sums)> = self.of(kind).filter_map(listed).collect();
        let own: Vec<(Need, Sums)> = match area.kind {
            Kind::Region => {
                let inside = self.of(Kind::Council).filter(|council| council.region == area.name);
                inside.filter_map(listed).collect()
            }
            _ => listed(area).into_iter().collect(),
        };
        let whole = together(&every);
        let deprivation = whole.young_deaths / whole.young_deaths_all;
        let mortality = |(need, sums): &(Need, Sums)| {
            let foretold = sums.young_deaths / sums.young_deaths_all / deprivation;
            (need.avoidable / foretold).powf(self.known.mortality_follows_avoidable)
        };
        let emergency = |(need, sums): &(Need, Sums)| {
            let foretold = (sums.use_of[EMERGENCY] / sums.people) / (whole.use_of[EMERGENCY] / whole.people);
            sums.use_of[EMERGENCY] * (need.hospital / foretold).powf(self.known.emergency_follows_need)
        };
        let deaths = |list: &[(Need, Sums)]| -> f64 { list.iter().map(|one| one.1.deaths * mortality(one)).sum() };
        let admissions = |list: &[(Need, Sums)]| -> f64 { list.iter().map(emergency).sum() };
        let needed = |list: &[(Need, Sums)]| -> f64 { list.iter().map(|one| one.1.people * one.0.core).sum() };
        let mine = together(&own);
        Ok(Shares {
            people: mine.people / whole.people,
            councils: self.parts(Some(area)),
            england: self.parts(None),
            need: needed(&own) / needed(&every),
            mortality: (deaths(&own) / mine.deaths) / (deaths(&every) / whole.deaths),
            emergency: admissions(&own) / admissions(&every),
            own: mine,
            all: whole,
        })
    }
}

/// House prices and tenure of a place against England's, by fifth: the factor on a home's value, and on the share of each tenure.
pub(super) fn housing(gazetteer: &Gazetteer, area: &Area) -> (f64, [[f64; 4]; FIFTHS]) {
    let mean = |parts: &Parts| {
        let known = parts
            .councils
            .iter()
            .filter_map(|(one, weight)| Some((one.house_price?, weight * one.care_gross)));
        let (sum, weights) = known.fold((0.0, 0.0), |(sum, all), (price, weight)| {
            (sum + price * weight, all + weight)
        });
        (weights > 0.0).then(|| sum / weights)
    };
    let (own, england) = (gazetteer.parts(Some(area)), gazetteer.parts(None));
    // Where none is published, that of the region stands in.
    let price = mean(&own).or_else(|| {
        let region = gazetteer.of(Kind::Region).find(|region| region.name == area.region)?;
        mean(&gazetteer.parts(Some(region)))
    });
    let tenure = |parts: &Parts, fifth: usize| -> Option<[f64; 4]> {
        let mut sum = [0.0; 4];
        for (council, weight) in &parts.councils {
            for (sum, households) in sum.iter_mut().zip(council.tenure[fifth]) {
                *sum += weight * households;
            }
        }
        let total: f64 = sum.iter().sum();
        (total > 0.0).then(|| sum.map(|households| households / total))
    };
    let mut factors = [[1.0; 4]; FIFTHS];
    for (fifth, factors) in factors.iter_mut().enumerate() {
        if let (Some(own), Some(england)) = (tenure(&own, fifth), tenure(&england, fifth)) {
            for (at, factor) in factors.iter_mut().enumerate() {
                *factor = own[at] / england[at];
            }
        }
    }
    (price.unwrap_or(1.0), factors)
}
