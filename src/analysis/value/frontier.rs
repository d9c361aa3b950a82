//! Which options anyone could rightly choose at some worth of the effect, and the price of each step from one to the next.
//!
//! An option is *dominated* if another costs no more and does no less, and is better in one of the two. It is dominated *by
//! extension* if a mixture of two others is: then the step to it is dearer per unit of effect than the step after it. Two
//! options with the very same cost and effect are one choice: the later is told as the same as the earlier.

/// Relative difference below which two ratios are the same.
const SAME: f64 = 1e-12;

/// Where an option stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// On the frontier.
    Frontier,
    /// Dominated by this option.
    Dominated(usize),
    /// Dominated by a mixture of these two.
    Extended(usize, usize),
    /// The same in cost and effect as this option.
    SameAs(usize),
}

impl Standing {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Frontier => "frontier",
            Standing::Dominated(_) => "dominated",
            Standing::Extended(..) => "extended dominated",
            Standing::SameAs(_) => "the same as another",
        }
    }
}

/// An option on the frontier or off it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The option.
    pub option: usize,
    /// Where it stands.
    pub standing: Standing,
    /// The option before it on the frontier; none for the first and for those off it.
    pub from: Option<usize>,
    /// Cost more than that.
    pub cost: f64,
    /// Effect more than that.
    pub effect: f64,
    /// What a unit of effect costs by that step.
    pub ratio: f64,
}

/// Every option: the frontier from the cheapest up, then the others by cost.
pub fn frontier(costs: &[f64], effects: &[f64]) -> Vec<Step> {
    let count = costs.len().min(effects.len());
    let mut standing = vec![Standing::Frontier; count];
    for one in 0..count {
        let better = |other: usize| {
            costs[other] <= costs[one]
                && effects[other] >= effects[one]
                && (costs[other] < costs[one] || effects[other] > effects[one])
        };
        let same = (0..one).find(|other| costs[*other] == costs[one] && effects[*other] == effects[one]);
        if let Some(other) = same {
            standing[one] = Standing::SameAs(other);
        }
        // Of those that dominate, the one that does most good is named.
        let dominating = (0..count).filter(|other| better(*other));
        if let Some(other) = dominating.max_by(|a, b| {
            effects[*a]
                .total_cmp(&effects[*b])
                .then(costs[*b].total_cmp(&costs[*a]))
        }) {
            standing[one] = Standing::Dominated(other);
        }
    }
    let mut left: Vec<usize> = (0..count).filter(|at| standing[*at] == Standing::Frontier).collect();
    left.sort_by(|a, b| {
        costs[*a]
            .total_cmp(&costs[*b])
            .then(effects[*a].total_cmp(&effects[*b]))
    });
    let ratio = |from: usize, to: usize| (costs[to] - costs[from]) / (effects[to] - effects[from]);
    // A hull, from left to right: the last one goes while the step to it is dearer than the step past it.
    let mut hull: Vec<usize> = Vec::new();
    for option in left {
        while let [.., before, last] = hull[..] {
            let (to, past) = (ratio(before, last), ratio(last, option));
            if to > past + SAME * to.abs().max(past.abs()) {
                standing[last] = Standing::Extended(before, option);
                hull.pop();
            } else {
                break;
            }
        }
        hull.push(option);
    }
    // Those in whose mixture an option is dominated are the two beside it on the finished frontier.
    for one in 0..count {
        if matches!(standing[one], Standing::Extended(..)) {
            let after = hull
                .iter()
                .position(|other| effects[*other] > effects[one])
                .unwrap_or(hull.len() - 1);
            standing[one] = Standing::Extended(hull[after.max(1) - 1], hull[after.max(1)]);
        }
    }
    let mut steps: Vec<Step> = hull
        .iter()
        .enumerate()
        .map(|(place, option)| {
            let from = place.checked_sub(1).map(|before| hull[before]);
            let (cost, effect) = from.map_or((f64::NAN, f64::NAN), |from| {
                (costs[*option] - costs[from], effects[*option] - effects[from])
            });
            Step {
                option: *option,
                standing: Standing::Frontier,
                from,
                cost,
                effect,
                ratio: cost / effect,
            }
        })
        .collect();
    let mut off: Vec<usize> = (0..count).filter(|at| standing[*at] != Standing::Frontier).collect();
    off.sort_by(|a, b| costs[*a].total_cmp(&costs[*b]).then(a.cmp(b)));
    steps.extend(off.into_iter().map(|option| Step {
        option,
        standing: standing[option],
        from: None,
        cost: f64::NAN,
        effect: f64::NAN,
        ratio: f64::NAN,
    }));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Options on the frontier with their ratios, and the standing of the rest.
    type Told = (Vec<(usize, f64)>, Vec<(usize, Standing)>);

    fn told(options: &[(f64, f64)]) -> Told {
        let (costs, effects): (Vec<f64>, Vec<f64>) = options.iter().copied().unzip();
        let steps = frontier(&costs, &effects);
        let on = |step: &&Step| step.standing == Standing::Frontier;
        (
            steps.iter().filter(on).map(|step| (step.option, step.ratio)).collect(),
            steps
                .iter()
                .filter(|step| !on(step))
                .map(|step| (step.option, step.standing))
                .collect(),
        )
    }

    #[test]
    fn dominated_and_extended_dominated_options_are_off_the_frontier_which_has_rising_ratios() {
        // E D C B A UC.
        let (on, off) = told(&[
            (55_000.0, 5.0),
            (35_000.0, 4.0),
            (25_000.0, 3.0),
            (10_000.0, 2.0),
            (12_000.0, 1.5),
            (5_000.0, 1.0),
        ]);
        assert_eq!(on.iter().map(|one| one.0).collect::<Vec<_>>(), [5, 3, 1, 0]);
        assert!(on[0].1.is_nan());
        assert_eq!(
            on[1..].iter().map(|one| one.1).collect::<Vec<_>>(),
            [5_000.0, 12_500.0, 20_000.0]
        );
        assert_eq!(off, [(4, Standing::Dominated(3)), (2, Standing::Extended(3, 1))]);
    }

    #[test]
    fn of_equal_effects_the_cheaper_survives_and_one_that_beats_all_is_alone() {
        let (on, off) = told(&[(163_771.0, 6.48273), (164_848.7, 6.52861), (163_765.1, 6.52861)]);
        assert!(on.len() == 1 && on[0].0 == 2 && off.len() == 2);
        let (on, off) = told(&[(100.0, 6.0), (101.0, 6.5), (99.9, 6.5)]);
        assert!(on.len() == 1 && on[0].0 == 2 && on[0].1.is_nan());
        assert!(off.iter().all(|one| one.1 == Standing::Dominated(2)));
    }

    #[test]
    fn options_in_line_stay_and_twins_are_one_choice() {
        let (on, off) = told(&[(0.0, 0.0), (10.0, 1.0), (20.0, 2.0), (10.0, 1.0)]);
        assert_eq!(on.iter().map(|one| one.0).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(off, [(3, Standing::SameAs(1))]);
        // A twin of what is dominated is dominated too.
        let (_, off) = told(&[(5.0, 1.0), (4.0, 2.0), (5.0, 1.0)]);
        assert_eq!(off, [(0, Standing::Dominated(1)), (2, Standing::Dominated(1))]);
    }

    #[test]
    fn several_in_a_row_are_dominated_by_extension_and_name_those_on_the_frontier() {
        let (on, off) = told(&[(0.0, 0.0), (10.0, 1.0), (19.0, 2.0), (27.0, 3.0), (30.0, 4.0)]);
        assert_eq!(on.iter().map(|one| one.0).collect::<Vec<_>>(), [0, 4]);
        assert!(off.iter().all(|one| one.1 == Standing::Extended(0, 4)), "{off:?}");
    }
}
