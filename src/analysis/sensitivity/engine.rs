//! The projection as a [`Model`]: points of the unit cube become worlds, all under the same luck.
//!
//! A point has one number for each uncertain assumption, the probability below which its value lies; every scenario that has
//! the assumption gets it. All worlds of some points go through a draw together, so that they share their luck and what they
//! start alike with; a few draws of luck are averaged.

use rayon::prelude::*;

use super::Model;
use crate::analysis::robustness::{Ended, Question, sample};
use crate::projection::{Engine, Plans, Progress, RunError};

/// Points that go through a draw together.
const AT_A_TIME: usize = 16;

/// What is asked of the engine at each point.
pub struct Asked<'a> {
    /// The run made ready.
    pub engine: &'a Engine,
    /// Measures, year, and draws of luck.
    pub question: &'a Question,
    /// Names of the uncertain assumptions, one dimension each.
    pub names: Vec<String>,
    /// Dimensions that go against the others of their factor.
    pub against: Vec<bool>,
    /// Ends to which 0 and 1 are brought: not all distributions have an end.
    pub ends: (f64, f64),
    /// Told as points are done.
    pub progress: &'a dyn Progress,
}

/// What the outputs are: level of the first scenario, then differences of the others, each for every measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Position of the scenario among those shown.
    pub scenario: usize,
    /// Position of the measure among those asked.
    pub measure: usize,
}

/// Every uncertain assumption of the shown scenarios, by its name, in the order of the first that has it.
pub fn names(plans: &Plans) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for plan in plans.iter() {
        for name in plan.scenario.uncertain() {
            if !found.contains(name) {
                found.push(name.clone());
            }
        }
    }
    found
}

/// The assumptions as factors: those that are sampled together are one, and which members go against the first.
pub fn factors(plans: &Plans, names: &[String]) -> (Vec<Vec<usize>>, Vec<bool>) {
    let mut group: Vec<usize> = (0..names.len()).collect();
    let mut against = vec![false; names.len()];
    let place = |key: &str| {
        plans.iter().find_map(|plan| {
            let known = plan
                .scenario
                .assumptions()
                .iter()
                .find(|one| one.key == key && one.distribution.is_some())?;
            names.iter().position(|name| *name == known.name)
        })
    };
    for plan in plans.iter() {
        for (keys, rank) in plan.scenario.correlations() {
            let members: Vec<usize> = keys.split(" and ").filter_map(place).collect();
            let Some((first, others)) = members.split_first() else {
                continue;
            };
            for other in others {
                let (into, from) = (group[*first], group[*other]);
                if into == from {
                    continue;
                }
                // The whole group of the other comes along, turned if this tie is negative.
                let turned = (*rank < 0.0) != (against[*first] != against[*other]);
                for at in 0..names.len() {
                    if group[at] == from {
                        group[at] = into;
                        against[at] ^= turned;
                    }
                }
            }
        }
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    for at in 0..names.len() {
        match found.iter_mut().find(|members| group[members[0]] == group[at]) {
            Some(members) => members.push(at),
            None => found.push(vec![at]),
        }
    }
    (found, against)
}

impl Asked<'_> {
    /// What each output is.
    pub fn outputs(&self) -> Vec<Output> {
        let measures = self.question.measures.len();
        (0..self.engine.shown().len())
            .flat_map(|scenario| (0..measures).map(move |measure| Output { scenario, measure }))
            .collect()
    }

    fn some(&self, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Ended> {
        let (low, high) = self.ends;
        let place = |(u, against): (&f64, &bool)| low + (high - low) * if *against { 1.0 - u } else { *u };
        let rows: Vec<Vec<f64>> = points
            .iter()
            .map(|point| {
                point
                    .iter()
                    .zip(&self.against)
                    .map(place)
                    .map(|u| u.clamp(f64::EPSILON, 1.0 - f64::EPSILON))
                    .collect()
            })
            .collect();
        let luck = self.question.draws;
        let plans = self.engine.plans.copies(points.len(), |copy, scenario| {
            scenario.clone().pinned(&self.names, vec![rows[copy].clone(); luck])
        });
        let engine = Engine {
            plans,
            sampler: self.engine.sampler,
            people: self.engine.people,
            years: self.engine.years,
        };
        let sampled = sample(&engine, self.question, &())?;
        let scenarios = self.engine.shown().len();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let of = |copy: usize| {
            let first = copy * scenarios;
            self.outputs()
                .iter()
                .map(|output| match output.scenario {
                    0 => mean(&sampled.of(first, output.measure)),
                    other => mean(&sampled.difference(first + other, first, output.measure)),
                })
                .collect()
        };
        Ok((0..points.len()).map(of).collect())
    }
}

impl Model for Asked<'_> {
    type Error = Ended;

    fn ask(&self, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Ended> {
        let parts: Result<Vec<Vec<Vec<f64>>>, Ended> = points
            .par_chunks(AT_A_TIME)
            .map(|part| {
                if self.progress.stop() {
                    return Err(RunError::Stopped);
                }
                let found = self.some(part);
                (0..part.len()).for_each(|done| self.progress.done(done));
                found
            })
            .collect();
        Ok(parts?.into_iter().flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{COST_PUBLIC, Handle};
    use crate::projection::catalogue;
    use crate::scenario::{Over, Sampler};

    #[test]
    fn the_middle_of_the_cube_is_the_run_at_its_medians_and_the_same_scenario_twice_never_differs() {
        let names_of = ["england".to_string(), "england".to_string()];
        let plans = Plans::load(&names_of, Over::default(), &catalogue()).expect("loads");
        let centred = Engine {
            plans: plans.changed(|scenario| scenario.at_centre()),
            sampler: Sampler::plain(1),
            people: 200,
            years: 2,
        };
        let question = Question {
            measures: [COST_PUBLIC].map(Handle::measure).to_vec(),
            year: 1,
            draws: 1,
        };
        let truth = sample(&centred, &question, &()).expect("runs").of(0, 0)[0];
        let engine = Engine { plans, ..centred };
        let names = names(&engine.plans);
        assert!(names.len() > 20);
        let asked = Asked {
            against: vec![false; names.len()],
            engine: &engine,
            question: &question,
            ends: (0.0, 1.0),
            progress: &(),
            names,
        };
        let middle = vec![0.5; asked.names.len()];
        let mut moved = middle.clone();
        moved.fill(0.8);
        let found = asked.ask(&[middle, moved]).expect("runs");
        assert!(
            (found[0][0] - truth).abs() < 1e-6 * truth.abs(),
            "{} {truth}",
            found[0][0]
        );
        assert_ne!(found[0][0], found[1][0]);
        assert!(found.iter().all(|outputs| outputs[1] == 0.0));
    }

    #[test]
    fn assumptions_that_are_sampled_together_are_one_factor() {
        let plans = Plans::load(&["england".to_string()], Over::default(), &catalogue()).expect("loads");
        let names = names(&plans);
        let (factors, against) = factors(&plans, &names);
        assert_eq!(factors.iter().map(Vec::len).sum::<usize>(), names.len());
        let tied = plans[0].scenario.correlations();
        assert!(tied.is_empty() || factors.iter().any(|members| members.len() > 1));
        for members in &factors {
            assert!(!against[members[0]] || members.len() > 1);
        }
    }
}
