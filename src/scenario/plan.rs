//! From what the layers say to the tables that worlds are sampled from.

use std::collections::BTreeMap;

use super::assumption::Assumption;
use super::catalogue::allowed;
use super::distribution::Distribution;
use super::evidence::rules::typed;
use super::evidence::{Backing, Evidence, WhichReading};
use super::joint::Shares;
use super::problem::{Fault, Problem, Problems};
use super::programme::{Figure, ProgrammeReading};
use super::reading::{Given, Meta};
use super::sampled::{Course, Slot, Target};
use super::walk::{Said, SaidGiven};
use crate::world::{LeverKind, LeverSpec, Programme, ProgrammeEffect, Year};

/// How a programme is built in a world.
#[derive(Clone, Debug)]
pub(super) struct ProgrammePlan {
    pub(super) shape: Programme,
    pub(super) slots: [Slot; 7],
    pub(super) effects: Vec<[Slot; 3]>,
}

/// The tables from which worlds are sampled, while they are being made.
#[derive(Default)]
pub(super) struct Tabulated {
    pub(super) names: Vec<String>,
    pub(super) distributions: Vec<Distribution>,
    pub(super) shares: Vec<Vec<usize>>,
    pub(super) constant: Vec<Slot>,
    pub(super) courses: Vec<Course<Slot>>,
    pub(super) assumptions: Vec<Assumption>,
    pub(super) known: BTreeMap<String, Slot>,
}

impl Tabulated {
    pub(super) fn parameter(&mut self, name: &str, distribution: Distribution) -> usize {
        self.names.push(name.to_string());
        self.distributions.push(distribution);
        self.names.len() - 1
    }

    pub(super) fn lever(&mut self, lever: usize, spec: &LeverSpec, stack: &[Said], shares: &[Shares]) {
        let mut layers = Vec::new();
        for (depth, said) in stack.iter().enumerate() {
            let name = if depth == 0 {
                spec.key.to_string()
            } else {
                format!("{}#{depth}", spec.key)
            };
            let (target, distribution, number, remark) = match &said.given {
                SaidGiven::Given(Given::Number(number)) => {
                    (Target::Value(Slot::Fixed(*number)), None, Some(*number), None)
                }
                SaidGiven::Given(Given::Uncertain(Distribution::Fixed(number), remark)) => {
                    (Target::Value(Slot::Fixed(*number)), None, Some(*number), remark.clone())
                }
                SaidGiven::Given(Given::Uncertain(distribution, remark)) => {
                    let index = self.parameter(&name, distribution.clone());
                    (
                        Target::Value(Slot::Sampled(index)),
                        Some(distribution.clone()),
                        None,
                        remark.clone(),
                    )
                }
                SaidGiven::Given(Given::ByYear(points)) => (Target::ByYear(points.clone().into()), None, None, None),
                SaidGiven::Share(group, position) => self.share(&shares[*group], *group, *position, &name),
            };
            layers.push((target, said.path));
            self.assumptions.push(Assumption {
                key: spec.key.to_string(),
                meaning: spec.meaning.trim().to_string(),
                unit: spec.unit.to_string(),
                allowed: allowed(spec),
                text: said.text.clone(),
                distribution,
                number,
                years: said.path.words(),
                remark,
                meta: said.meta.clone(),
                backing: said.backing.clone(),
                place: said.place.to_string(),
                name,
            });
        }
        match layers.as_slice() {
            [(Target::Value(slot), path)] if path.always() => self.constant.push(*slot),
            [] => self.constant.push(Slot::Fixed(0.0)),
            _ => {
                self.constant.push(Slot::Fixed(0.0));
                self.courses.push(Course {
                    lever,
                    steps: spec.kind != LeverKind::Number,
                    layers,
                });
            }
        }
    }

    pub(super) fn share(
        &mut self,
        shares: &Shares,
        group: usize,
        position: usize,
        name: &str,
    ) -> (Target<Slot>, Option<Distribution>, Option<f64>, Option<String>) {
        let mean = shares.mean[position];
        match shares.concentration {
            Some(weight) if mean > 0.0 => {
                let index = self.parameter(
                    name,
                    Distribution::Gamma {
                        shape: mean * weight,
                        scale: 1.0,
                    },
                );
                self.shares[group][position] = index;
                // Alone, each share of a Dirichlet is a beta.
                let alone = Distribution::Beta {
                    a: mean * weight,
                    b: (1.0 - mean) * weight,
                    low: 0.0,
                    high: 1.0,
                };
                let remark = format!(
                    "one of {} shares that sum to 1 (Dirichlet, concentration {weight})",
                    shares.keys.len()
                );
                (
                    Target::Value(Slot::Sampled(index)),
                    (mean < 1.0).then_some(alone),
                    Some(mean).filter(|mean| *mean >= 1.0),
                    Some(remark),
                )
            }
            _ => (Target::Value(Slot::Fixed(mean)), None, Some(mean), None),
        }
    }

    pub(super) fn figure(&mut self, figure: &Figure) -> Slot {
        if let Some(slot) = self.known.get(&figure.key) {
            return *slot;
        }
        let (slot, distribution, number, remark) = match &figure.given {
            Given::Uncertain(Distribution::Fixed(number), remark) => {
                (Slot::Fixed(*number), None, Some(*number), remark.clone())
            }
            Given::Uncertain(distribution, remark) => {
                let index = self.parameter(&figure.key, distribution.clone());
                (Slot::Sampled(index), Some(distribution.clone()), None, remark.clone())
            }
            Given::Number(number) => (Slot::Fixed(*number), None, Some(*number), None),
            Given::ByYear(_) => (Slot::Fixed(0.0), None, Some(0.0), None),
        };
        self.known.insert(figure.key.clone(), slot);
        self.assumptions.push(Assumption {
            key: figure.key.clone(),
            meaning: figure.meaning.clone(),
            unit: figure.unit.to_string(),
            allowed: super::catalogue::bounds(figure.bounds.0, figure.bounds.1, figure.unit),
            text: figure.text.clone(),
            distribution,
            number,
            years: String::new(),
            remark,
            meta: figure.meta.clone(),
            backing: figure.backing.clone(),
            place: figure.place.to_string(),
            name: figure.key.clone(),
        });
        slot
    }

    pub(super) fn programme(&mut self, reading: &ProgrammeReading, start_year: Year) -> ProgrammePlan {
        let optional = |plan: &mut Tabulated, figure: &Option<Figure>| {
            figure.as_ref().map_or(Slot::Fixed(0.0), |figure| plan.figure(figure))
        };
        let slots = std::array::from_fn(|index| optional(self, &reading.figures[index]));
        let mut effects = Vec::new();
        let mut shapes = Vec::new();
        let first = self.assumptions.len();
        // Money that goes to a service buys what that service does, and nothing twice.
        let own = if reading.into.is_some() {
            &[][..]
        } else {
            &reading.effects[..]
        };
        for (on, size, lag, fade) in own {
            effects.push([self.figure(size), optional(self, lag), optional(self, fade)]);
            shapes.push(ProgrammeEffect {
                on: *on,
                size: 0.0,
                lag_years: 0.0,
                fade: 0.0,
            });
        }
        // Evidence for the programme as a whole stands behind those of its figures that bring none.
        for assumption in self
            .assumptions
            .iter_mut()
            .skip(first)
            .filter(|assumption| !assumption.meta.contains_key("source"))
        {
            let own = std::mem::take(&mut assumption.meta);
            assumption.meta = reading.meta.clone();
            assumption.meta.extend(own);
        }
        let shape = Programme {
            name: reading.name.clone(),
            eligible: reading.eligible,
            coverage: 0.0,
            start_year: reading.start.map_or(start_year, Year),
            ramp_years: 0.0,
            end_year: reading.end.map(Year),
            cost_per_person: 0.0,
            cost_total: 0.0,
            payer: reading.payer,
            into: reading.into,
            transfer_per_person: 0.0,
            effects: shapes,
            fidelity: 0.0,
            cashable: 0.0,
        };
        ProgrammePlan { shape, slots, effects }
    }
}

impl Tabulated {
    /// What the scenario chooses of the evidence, as assumptions of its own; a claim that moves nothing is a slip.
    pub(super) fn settings(&mut self, evidence: &Evidence, problems: &mut Problems) {
        for (claim, place) in &evidence.settings.claims {
            let moved = |one: &Assumption| one.backing.claim.as_ref() == Some(claim);
            if !self.assumptions.iter().any(moved) {
                let text =
                    format!("the claim {claim} moves nothing in this scenario: no value that offers it is in use");
                problems.push(Problem::at(Fault::Joint(text), place, "evidence.claims"));
            }
        }
        let rules = &evidence.library.rules;
        let design = |name: &str| rules.designs.values().find(|design| typed(&design.word) == name);
        let group = |name: &str| rules.groups.values().find(|group| typed(&group.name) == name);
        for (key, text, place) in &evidence.settings.said {
            let last = key.rsplit('.').next().unwrap_or_default();
            let (meaning, unit, allowed) = match key.split('.').nth(1) {
                Some("reading") => (
                    "How all effects are read: `shrunk` lays part of their weight on no effect, as the design of each study asks for; `as_published` takes them at their word.".to_string(),
                    "",
                    format!("one of {}", WhichReading::WORDS.join(", ")),
                ),
                Some("shrink") => (
                    format!(
                        "Weight on no effect in the shrunk reading for this kind of study. {}",
                        design(last).map_or("", |design| design.meaning.as_str())
                    ),
                    "share",
                    "0 to 1 [share]".to_string(),
                ),
                Some("alternatives") => (
                    format!(
                        "Which of several mutually exclusive estimates is used. {}",
                        group(last).map_or("", |group| group.title.as_str())
                    ),
                    "",
                    "the id of one of the estimates".to_string(),
                ),
                _ => (
                    "Claims that no study supports and that are switched on nevertheless, to see what would follow."
                        .to_string(),
                    "",
                    "ids of claims".to_string(),
                ),
            };
            let source = match key.split('.').nth(1) {
                Some("shrink") => "Rule of evidence/rules.toml, the same for every side of an argument; a judgement",
                _ => "Choice of the scenario or, where it makes none, of evidence/rules.toml",
            };
            let meta = Meta::from([
                ("source", source.to_string()),
                ("confidence", "judgement".to_string()),
                ("checked", rules.release.clone()),
            ]);
            let number = text.parse().ok().filter(|_| unit == "share");
            let file = evidence
                .library
                .sources
                .iter()
                .find(|source| source.path.ends_with("rules.toml"));
            let rules_place = match (key.split('.').nth(1), design(last)) {
                (Some("shrink"), Some(design)) => design.place.to_string(),
                _ => file.map_or(String::new(), |source| source.name.clone()),
            };
            self.assumptions.push(Assumption {
                key: key.clone(),
                meaning: meaning.trim().to_string(),
                unit: unit.to_string(),
                allowed,
                text: text.clone(),
                distribution: None,
                number,
                years: String::new(),
                remark: None,
                meta,
                backing: Backing::default(),
                place: place.as_ref().map_or(rules_place, ToString::to_string),
                name: key.clone(),
            });
        }
    }
}

impl ProgrammePlan {
    pub(super) fn sampled(&self, parameters: &[f64]) -> Programme {
        let [
            coverage,
            ramp_years,
            cost_per_person,
            cost_total,
            fidelity,
            cashable,
            transfer_per_person,
        ] = self.slots.map(|slot| slot.value(parameters));
        let mut programme = Programme {
            coverage,
            ramp_years,
            cost_per_person,
            cost_total,
            fidelity,
            cashable,
            transfer_per_person,
            ..self.shape.clone()
        };
        for (effect, slots) in programme.effects.iter_mut().zip(&self.effects) {
            [effect.size, effect.lag_years, effect.fade] = slots.map(|slot| slot.value(parameters));
        }
        programme
    }
}
