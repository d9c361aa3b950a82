//! Statistics of every scenario, year and column, and of the paired differences, in one pass over the draws.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{DrawStore, Error, Series, Shape, Stats};
use crate::measures::Handle;
use crate::world::{Group, Year};

/// Statistics of every scenario, year, measure and group.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What the numbers are.
    pub shape: Shape,
    /// By [`Shape::cell`].
    pub stats: Vec<Stats>,
}

impl Summary {
    /// With nothing known yet.
    pub fn empty(shape: Shape) -> Summary {
        Summary {
            stats: vec![Stats::UNKNOWN; shape.cells()],
            shape,
        }
    }
    /// The statistics of a measure for a group, if the run has them.
    pub fn get(&self, scenario: usize, year: Year, measure: Handle, group: Group) -> Option<&Stats> {
        let year = self.shape.years.iter().position(|known| *known == year)?;
        let column = self.shape.column(measure, group)?;
        self.stats.get(self.shape.cell(scenario, year, column))
    }
    /// The statistics of a measure for everybody, year by year.
    pub fn series(&self, scenario: usize, measure: Handle, group: Group) -> Vec<(Year, Stats)> {
        let years = self.shape.years.iter();
        years
            .filter_map(|year| Some((*year, *self.get(scenario, *year, measure, group)?)))
            .collect()
    }
}

/// Statistics of the differences of every later scenario from the one that it is compared with, paired by draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Differences {
    /// The name of the scenario that each later one is compared with: the first of its place.
    pub against: Vec<String>,
    /// By the later scenarios' names; empty for a run of one scenario.
    pub summary: Summary,
}

impl Differences {
    /// The statistics for a scenario by its position in the run; none for the first, which is compared with.
    pub fn get(&self, scenario: usize, year: Year, measure: Handle, group: Group) -> Option<&Stats> {
        self.summary.get(scenario.checked_sub(1)?, year, measure, group)
    }
}

/// Summarises `draws` draws, of which the first `luck` were run again with other luck. Holds no more than four
/// (scenario, year) blocks at a time, and one more for each place; the result is the same for any number of threads. `against` says by
/// position with which earlier scenario each is compared.
pub fn summarise(
    store: &DrawStore,
    draws: usize,
    luck: usize,
    against: &[usize],
) -> Result<(Summary, Differences), Error> {
    let shape = store.shape().clone();
    let columns = shape.columns.len();
    let mut summary = Summary::empty(shape.clone());
    let mut later = shape.clone();
    if !later.scenarios.is_empty() {
        later.scenarios.remove(0);
    }
    let mut differences = Summary::empty(later);
    for year in 0..shape.years.len() {
        let mut bases: BTreeMap<usize, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
        for scenario in 0..shape.scenarios.len() {
            let start = shape.cell(scenario, year, 0);
            let target = &mut summary.stats[start..start + columns];
            let block = store.block(Series::Run, scenario, year, draws)?;
            let again = if luck > 0 {
                store.block(Series::Luck, scenario, year, luck)?
            } else {
                Vec::new()
            };
            each_column(target, &block, draws, &again, luck, None);
            if let (Some(before), Some((base, base_again))) = (scenario.checked_sub(1), bases.get(&against[scenario])) {
                let start = shape.cell(before, year, 0);
                let target = &mut differences.stats[start..start + columns];
                each_column(target, &block, draws, &again, luck, Some((base, base_again)));
            }
            if scenario == 0 || against.contains(&scenario) {
                bases.insert(scenario, (block, again));
            }
        }
    }
    Ok((
        summary,
        Differences {
            against: against
                .iter()
                .skip(1)
                .map(|base| shape.scenarios[*base].clone())
                .collect(),
            summary: differences,
        },
    ))
}

/// Fills one (scenario, year) of statistics, columns spread over threads, each column summed in the order of the draws.
fn each_column(
    target: &mut [Stats],
    block: &[f64],
    draws: usize,
    again: &[f64],
    luck: usize,
    less: Option<(&[f64], &[f64])>,
) {
    let scratch = || (Vec::new(), Vec::new(), Vec::new());
    target
        .par_iter_mut()
        .enumerate()
        .for_each_init(scratch, |(sorted, values, twins), (column, stats)| {
            let of = |block: &'_ [f64], count: usize| column * count..(column * count + count).min(block.len());
            let mine = &block[of(block, draws)];
            let mine_again = if luck > 0 { &again[of(again, luck)] } else { &[] };
            *stats = match less {
                None => Stats::of(mine, mine_again, sorted),
                Some((first, first_again)) => {
                    subtract(mine, &first[of(first, draws)], values);
                    if luck > 0 {
                        subtract(mine_again, &first_again[of(first_again, luck)], twins);
                    }
                    Stats::of(values, twins, sorted)
                }
            };
        });
}

fn subtract(from: &[f64], less: &[f64], into: &mut Vec<f64>) {
    into.clear();
    into.extend(from.iter().zip(less).map(|(a, b)| a - b));
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::measures::COST_NHS;
    use crate::results::Identity;
    use crate::world::YearRecord;

    /// A made-up run: scenario `s` costs `100 + s·gap` plus a world-dependent part, the same in every scenario.
    pub(crate) fn made_up(folder: &std::path::Path, gap: f64, draws: usize) -> DrawStore {
        let shape = Shape::new(vec!["now".into(), "then".into()], vec![Year(2024), Year(2025)]);
        let store = DrawStore::open(folder, Identity::of("made up"), shape.clone(), 7).expect("opens");
        for series in [Series::Run, Series::Luck] {
            for chunk in 0..store.chunks(draws) {
                let chunk_draws: Vec<Vec<f64>> = store
                    .range(chunk, draws)
                    .map(|draw| {
                        let mut values = vec![0.0; shape.cells()];
                        for scenario in 0..2 {
                            for year in 0..2 {
                                let mut record = YearRecord::default();
                                let world = ((draw * 7919) % 97) as f64 * 0.1;
                                let luck = if series == Series::Run { 0.0 } else { 0.05 };
                                for group in Group::every() {
                                    record.population[group.index()] = 1000.0;
                                    record.cost_nhs[group.index()] = 100.0 + world + luck + gap * scenario as f64;
                                    record.waiting_list[group.index()] = 50.0 + world;
                                    record.waiting_0_18[group.index()] = 30.0 + year as f64;
                                }
                                shape.observe(scenario, year, &record, &mut values);
                            }
                        }
                        values
                    })
                    .collect();
                store.write(series, chunk, &chunk_draws).expect("writes");
            }
        }
        store
    }

    #[test]
    fn a_scenario_against_itself_differs_by_exactly_nothing() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = made_up(folder.path(), 0.0, 20);
        let (summary, differences) = summarise(&store, 20, 20, &[0; 2]).expect("whole");
        for (stats, same) in differences.summary.stats.iter().zip(&summary.stats) {
            if !same.mean.is_nan() {
                assert_eq!(
                    (stats.mean, stats.sd, stats.p_lower, stats.p_equal),
                    (0.0, 0.0, 0.0, 1.0)
                );
                assert!(stats.quantiles.iter().all(|value| *value == 0.0));
            }
        }
    }

    #[test]
    fn a_paired_difference_is_free_of_what_both_share() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = made_up(folder.path(), -4.0, 20);
        let (summary, differences) = summarise(&store, 20, 10, &[0; 2]).expect("whole");
        let own = summary.get(1, Year(2025), COST_NHS, Group::ALL).expect("there");
        let paired = differences.get(1, Year(2025), COST_NHS, Group::ALL).expect("there");
        assert!(own.sd > 1.0 && paired.sd < 1e-9);
        assert!((paired.mean + 4.0).abs() < 1e-9 && paired.p_lower == 1.0 && paired.p_equal == 0.0);
        assert!(own.noise_share > 0.0 && own.noise_share < 0.01);
    }

    #[test]
    fn one_thread_and_many_give_the_same_bits() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = made_up(folder.path(), 1.0, 15);
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("pool");
            pool.install(|| format!("{:?}", summarise(&store, 15, 3, &[0; 2]).expect("whole")))
        };
        assert_eq!(run(1), run(3));
    }
}
