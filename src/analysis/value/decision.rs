//! Costs and effects of options in every draw.

use super::pairing::{Pairing, pairing};
use super::rounding;
use crate::analysis::given::Given;
use crate::analysis::ranks::mean;

/// Options with their costs and effects.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Names of the options.
    pub options: Vec<String>,
    /// By option, one number a draw.
    pub costs: Vec<Vec<f64>>,
    /// By option, one number a draw.
    pub effects: Vec<Vec<f64>>,
}

/// Why there is nothing to decide.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// One option.
    #[error("{file} has one option only, `{option}`; expected: a column for each of two or more options")]
    OneOption {
        /// Which file.
        file: String,
        /// The option.
        option: String,
    },
    /// Costs and effects of other options.
    #[error(
        "{costs} has {cost_columns} columns and {effects} has {effect_columns}; expected: one column for each option in both"
    )]
    Options {
        /// File of costs.
        costs: String,
        /// Its columns.
        cost_columns: usize,
        /// File of effects.
        effects: String,
        /// Its columns.
        effect_columns: usize,
    },
    /// Costs and effects of options with other names.
    #[error(
        "{costs} has the options {cost_names} and {effects} has {effect_names}; expected: the same names in both, in any order (or mere numbers in one of them, such as V1, V2, which are taken in order)"
    )]
    Names {
        /// File of costs.
        costs: String,
        /// Its options.
        cost_names: String,
        /// File of effects.
        effects: String,
        /// Its options.
        effect_names: String,
    },
    /// Files of unequal length.
    #[error(
        "{first} has {first_rows} draws and {second} has {second_rows}; expected: the same draws, line by line, in both"
    )]
    Lengths {
        /// One file.
        first: String,
        /// Its draws.
        first_rows: usize,
        /// The other.
        second: String,
        /// Its draws.
        second_rows: usize,
    },
    /// Draws of other numbers.
    #[error(
        "{first} numbers its draws from {first_draw} and {second} from {second_draw}, so that a line of one is the draw of another line of the other; expected: the same draws, line by line, in both"
    )]
    Numbers {
        /// One file.
        first: String,
        /// Number of its first draw.
        first_draw: u8,
        /// The other.
        second: String,
        /// Number of its first draw.
        second_draw: u8,
    },
    /// A file in one piece whose columns are not said to be costs or effects.
    #[error(
        "{file}: column `{column}` is neither a cost nor an effect; expected: names such as c_new and e_new, or cost_new and effect_new, one of each for every option"
    )]
    Neither {
        /// Which file.
        file: String,
        /// Which column.
        column: String,
    },
    /// An option with one of the two only.
    #[error("{file}: option `{option}` has a cost or an effect, not both")]
    Half {
        /// Which file.
        file: String,
        /// Which option.
        option: String,
    },
}

/// Beginnings of the names of columns of costs and of effects in a file of both.
const COST_WORDS: [&str; 4] = ["cost_", "costs_", "c_", "c."];
/// See [`COST_WORDS`].
const EFFECT_WORDS: [&str; 8] = [
    "effect_",
    "effects_",
    "effectiveness_",
    "qaly_",
    "qalys_",
    "e_",
    "e.",
    "q_",
];

/// Refuses two tables of unequal length, or of draws that both number and that are not the same.
pub fn same_draws(first: &Given, second: &Given) -> Result<(), DecisionError> {
    if let (Some(first_draw), Some(second_draw)) = (first.numbered, second.numbered)
        && first_draw != second_draw
    {
        return Err(DecisionError::Numbers {
            first: first.file.clone(),
            first_draw,
            second: second.file.clone(),
            second_draw,
        });
    }
    if first.rows() == second.rows() {
        return Ok(());
    }
    Err(DecisionError::Lengths {
        first: first.file.clone(),
        first_rows: first.rows(),
        second: second.file.clone(),
        second_rows: second.rows(),
    })
}

/// What of a name follows one of the words that it may begin with.
fn rest(name: &str, words: &[&str]) -> Option<String> {
    let lower = name.to_lowercase();
    let found = words.iter().find(|word| lower.starts_with(**word))?;
    name.get(found.len()..).map(str::to_string)
}

impl Decision {
    /// From a table of costs and one of effects. Columns belong together by name or, where the names of one are mere numbers, by place.
    pub fn of(costs: Given, effects: Given) -> Result<Decision, DecisionError> {
        if costs.names.len() != effects.names.len() {
            return Err(DecisionError::Options {
                costs: costs.file,
                cost_columns: costs.names.len(),
                effects: effects.file,
                effect_columns: effects.names.len(),
            });
        }
        same_draws(&costs, &effects)?;
        if costs.names.len() < 2 {
            return Err(DecisionError::OneOption {
                file: costs.file,
                option: costs.names.first().cloned().unwrap_or_default(),
            });
        }
        let order = match pairing(&costs.names, &effects.names) {
            Some(Pairing::Named(order) | Pairing::Alike(order)) => order,
            Some(Pairing::Placed) => (0..costs.names.len()).collect(),
            None => {
                return Err(DecisionError::Names {
                    costs: costs.file,
                    cost_names: costs.names.join(", "),
                    effects: effects.file,
                    effect_names: effects.names.join(", "),
                });
            }
        };
        let effect = |at: &usize| effects.columns[*at].clone();
        let decision = Decision {
            effects: order.iter().map(effect).collect(),
            options: costs.names,
            costs: costs.columns,
        };
        Ok(decision.levelled())
    }

    /// The same with amounts that differ by rounding alone made equal, so that nobody saves or gains what nobody does.
    #[must_use]
    pub fn levelled(mut self) -> Decision {
        rounding::level(&mut self.costs);
        rounding::level(&mut self.effects);
        self
    }

    /// Whether a column of one table of both is called as costs or effects are.
    pub fn of_either(name: &str) -> bool {
        rest(name, &COST_WORDS).or_else(|| rest(name, &EFFECT_WORDS)).is_some()
    }

    /// From one table of both, told apart by how the columns' names begin.
    pub fn of_one(table: Given) -> Result<Decision, DecisionError> {
        let empty = || Given {
            file: table.file.clone(),
            ..Given::default()
        };
        let (mut costs, mut effects) = (empty(), empty());
        for (name, column) in table.names.iter().zip(&table.columns) {
            let (to, option) = match (rest(name, &COST_WORDS), rest(name, &EFFECT_WORDS)) {
                (Some(option), _) => (&mut costs, option),
                (None, Some(option)) => (&mut effects, option),
                _ => {
                    return Err(DecisionError::Neither {
                        file: table.file.clone(),
                        column: name.clone(),
                    });
                }
            };
            to.names.push(option);
            to.columns.push(column.clone());
        }
        let lone = costs.names.iter().find(|name| !effects.names.contains(name));
        let lone = lone.or_else(|| effects.names.iter().find(|name| !costs.names.contains(name)));
        if let Some(option) = lone {
            return Err(DecisionError::Half {
                file: table.file.clone(),
                option: option.clone(),
            });
        }
        Decision::of(costs, effects)
    }

    /// Number of draws.
    pub fn draws(&self) -> usize {
        self.costs.first().map_or(0, Vec::len)
    }

    /// Mean cost of each option.
    pub fn mean_costs(&self) -> Vec<f64> {
        self.costs.iter().map(|draws| mean(draws)).collect()
    }

    /// Mean effect of each option.
    pub fn mean_effects(&self) -> Vec<f64> {
        self.effects.iter().map(|draws| mean(draws)).collect()
    }

    /// Net benefit of an option in every draw, a unit of effect being worth so much.
    pub fn net_benefit(&self, option: usize, worth: f64) -> Vec<f64> {
        let both = self.effects[option].iter().zip(&self.costs[option]);
        both.map(|(effect, cost)| worth * effect - cost).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Given {
        Given::parse("x.csv", text.as_bytes()).expect("reads")
    }

    #[test]
    fn options_belong_together_by_name_or_by_place() {
        let costs = table("a,b\n1,2\n3,4\n");
        let by_name = Decision::of(costs.clone(), table("b,a\n20,10\n40,30\n")).expect("decides");
        assert_eq!(by_name.effects[0], [10.0, 30.0]);
        let by_place = Decision::of(costs, table("qaly1,qaly2\n20,10\n40,30\n")).expect("decides");
        assert_eq!(by_place.effects[0], [20.0, 40.0]);
        let one = Decision::of_one(table("e_old,e_new,c_old,c_new\n1,2,3,4\n5,6,7,8\n")).expect("decides");
        assert_eq!(
            (one.options[1].as_str(), one.costs[1][0], one.effects[0][1]),
            ("new", 4.0, 5.0)
        );
    }

    #[test]
    fn options_that_differ_by_rounding_alone_are_one_choice() {
        use crate::analysis::value::{At, Pair, Ratio, Standing, frontier};
        // Sums of a tenth in another order: 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1.
        let (a, b) = (0.1f64 + 0.2 + 0.3, 0.3f64 + 0.2 + 0.1);
        assert!(a != b);
        let costs = table(&format!("old,new\n{a:?},{b:?}\n{b:?},{a:?}\n"));
        let decision = Decision::of(costs, table("old,new\n7,7\n8,8\n")).expect("decides");
        assert_eq!(Pair::of(&decision, 1, 0).ratio(), Ratio::Same);
        assert_eq!(Pair::of(&decision, 1, 0).quarters(), [0.0, 0.0, 1.0, 0.0]);
        let steps = frontier(&decision.mean_costs(), &decision.mean_effects());
        assert_eq!(steps[1].standing, Standing::SameAs(0));
        assert_eq!(At::of(&decision, 10.0).best, [0.5, 0.5]);
        // Better in one, and the same in the other.
        let costs = table(&format!("old,new\n{a:?},{b:?}\n{b:?},{a:?}\n"));
        let decision = Decision::of(costs, table("old,new\n7,7.5\n8,8\n")).expect("decides");
        let pair = Pair::of(&decision, 1, 0);
        assert_eq!((pair.ratio(), pair.cost), (Ratio::Dominates, 0.0));
    }

    #[test]
    fn tables_that_do_not_belong_together_are_refused() {
        let costs = table("draw,a,b\n0,1,2\n1,3,4\n");
        for (effects, words) in [
            ("a,b\n1,2\n", "2 draws and x.csv has 1"),
            ("a,b,c\n1,2,3\n1,2,3\n", "2 columns and x.csv has 3"),
            ("draw,a,b\n1,1,2\n2,3,4\n", "from 0 and x.csv from 1"),
        ] {
            let error = Decision::of(costs.clone(), table(effects))
                .expect_err(words)
                .to_string();
            assert!(error.contains(words), "{error}");
        }
        let error = Decision::of(costs.clone(), table("draw,a,c\n0,1,2\n1,3,4\n"))
            .expect_err("other options")
            .to_string();
        assert!(error.contains("the options a, b and x.csv has a, c"), "{error}");
        let error = Decision::of_one(table("e_a,c_a,zeta\n1,2,3\n"))
            .expect_err("neither")
            .to_string();
        assert!(error.contains("`zeta` is neither"), "{error}");
    }
}
