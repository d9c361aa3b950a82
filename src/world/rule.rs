//! What several levers must fulfil together, declared beside them: an order that the law has, shares of one whole.

/// What levers must fulfil together, in every year and every draw.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// One is no higher than the other.
    Ordered {
        /// Key of the one.
        lower: &'static str,
        /// Key of the other.
        upper: &'static str,
        /// What they are, in words: `the lower limit`, `the upper limit`.
        names: (&'static str, &'static str),
    },
    /// One is no more than so many times the other, whatever the size of the place.
    Within {
        /// Key of the one.
        part: &'static str,
        /// How many times.
        times: f64,
        /// Key of the other.
        of: &'static str,
        /// What they are, in words.
        names: (&'static str, &'static str),
    },
    /// One is no more than what a share of the other leaves of it.
    LeftBy {
        /// Key of the one.
        part: &'static str,
        /// Key of the share.
        share: &'static str,
        /// Key of the other.
        of: &'static str,
        /// What the one and the share are, in words.
        names: (&'static str, &'static str),
    },
    /// They are shares of one whole, which may leave a rest.
    SharesOf {
        /// Their keys.
        keys: &'static [&'static str],
        /// The whole, in words: `the NHS envelope`.
        whole: &'static str,
    },
}

impl Rule {
    /// The keys it binds.
    pub fn keys(&self) -> Vec<&'static str> {
        match self {
            Rule::Ordered { lower, upper, .. } => vec![lower, upper],
            Rule::Within { part, of, .. } => vec![part, of],
            Rule::LeftBy { part, share, of, .. } => vec![part, share, of],
            Rule::SharesOf { keys, .. } => keys.to_vec(),
        }
    }
    /// What is wrong with these values, one for each of [`Rule::keys`]; nothing if they are fine.
    pub fn broken(&self, values: &[f64]) -> Option<String> {
        match (self, values) {
            (Rule::Ordered { lower, upper, names }, [low, high]) => {
                (low > high).then(|| format!("{}, {lower} = {low}, is above {}, {upper} = {high}", names.0, names.1))
            }
            (Rule::Within { part, times, of, names }, [one, other]) => (*one > times * other).then(|| {
                format!(
                    "{}, {part} = {one}, is above {times} times {}, {of} = {other}",
                    names.0, names.1
                )
            }),
            (Rule::LeftBy { part, share, of, names }, [one, taken, all]) => (*one > (1.0 - taken) * all).then(|| {
                format!(
                    "the number of {}, {part} = {one}, is above what {}, {share} = {taken}, leave of {of} = {all}",
                    names.0, names.1
                )
            }),
            (Rule::Ordered { .. } | Rule::Within { .. } | Rule::LeftBy { .. }, _) => None,
            (Rule::SharesOf { keys, whole }, values) => {
                let sum: f64 = values.iter().sum();
                // Shares written with a few decimals may miss their sum by the last of them.
                (sum > 1.0 + 1e-6).then(|| {
                    let percent = (sum * 1000.0).round() / 10.0;
                    format!(
                        "the shares of {whole} ({}) add up to {percent}%: money out of nothing",
                        keys.join(", ")
                    )
                })
            }
        }
    }
}
