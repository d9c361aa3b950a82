//! One assumption as people read it: what it means, what was given, where it is from.

use super::distribution::Distribution;
use super::evidence::Backing;
use super::reading::Meta;

/// One assumption as people read it.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Its key.
    pub key: String,
    /// What it is.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// What it may be.
    pub allowed: String,
    /// What was given, in one spelling.
    pub text: String,
    /// Whether it is uncertain.
    pub distribution: Option<Distribution>,
    /// The number, if it is certain.
    pub number: Option<f64>,
    /// When it holds, in words; empty if always.
    pub years: String,
    /// A remark on how a distribution was fitted.
    pub remark: Option<String>,
    /// Evidence: source, url, confidence, note, contrary, checked, kind.
    pub meta: Meta,
    /// Rows of evidence, both readings, the estimate or claim chosen.
    pub backing: Backing,
    /// The file and line that gave it.
    pub place: String,
    /// The name under which its draws are found (that of the key, but for layers over others).
    pub name: String,
}

impl Assumption {
    /// The value below which a share of it lies; of a certain one, its value.
    pub fn quantile(&self, u: f64) -> Option<f64> {
        self.distribution
            .as_ref()
            .map(|distribution| distribution.quantile(u))
            .or(self.number)
    }
    /// A piece of its evidence.
    pub fn evidence(&self, key: &str) -> &str {
        self.meta.get(key).map_or("", String::as_str)
    }
}
