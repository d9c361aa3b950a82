//! From what an assumption says to what is sampled: the claim or alternative chosen, then the reading chosen.

use super::super::distribution::Distribution;
use super::super::problem::{Fault, Place, Problem, Problems};
use super::super::reading::{Given, Meta, Reading, ids};
use super::Evidence;
use super::settings::WhichReading;

/// What stands behind the value of an assumption.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backing {
    /// Rows of evidence it rests on.
    pub ids: Vec<String>,
    /// Both readings, if it is an effect.
    pub effect: Option<PublishedEffect>,
    /// The estimate chosen, if several were offered.
    pub choice: Option<ChosenEstimate>,
    /// The claim that set it, if one did.
    pub claim: Option<String>,
    /// Claims that could set it.
    pub claims: Vec<String>,
    /// The published range, in the unit of the assumption.
    pub range: Option<(f64, f64)>,
}

/// An effect in both readings.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedEffect {
    /// As published.
    pub as_published: Distribution,
    /// Part of its weight on no effect.
    pub shrunk: Distribution,
    /// The value that means no effect.
    pub no_effect: f64,
    /// Weight on no effect in the shrunk reading \[0 to 1\].
    pub weight: f64,
    /// Kind of study.
    pub design: String,
    /// Why it is not shrunk, if it is not.
    pub unshrunk: String,
    /// Which of the two is used.
    pub used: WhichReading,
    /// Where the shrunk reading lays that weight: no effect, or what the sceptics found.
    pub towards: Distribution,
}

impl PublishedEffect {
    /// Whether the two readings are not the same: one quantile at least differs.
    pub fn differs(&self) -> bool {
        [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]
            .into_iter()
            .any(|u| {
                let (published, shrunk) = (self.as_published.quantile(u), self.shrunk.quantile(u));
                (published - shrunk).abs() > 1e-9 * published.abs().max(shrunk.abs())
            })
    }
}

/// One of several estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenEstimate {
    /// Their group.
    pub group: String,
    /// The one used.
    pub id: String,
    /// All that are offered.
    pub offered: Vec<String>,
}

/// What is sampled, and what stands behind it.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// What is sampled; nothing if only evidence was given.
    pub given: Option<Given>,
    /// What was given, in one spelling.
    pub text: String,
    /// Its evidence in words.
    pub meta: Meta,
    /// What stands behind it.
    pub backing: Backing,
}

impl Evidence {
    /// Works out what an assumption of that key at that place means under the settings.
    pub fn resolve(&self, reading: Reading, key: &str, place: &Place, problems: &mut Problems) -> Resolved {
        let mut backing = Backing {
            claims: reading.claims.iter().map(|claim| claim.0.clone()).collect(),
            ..Backing::default()
        };
        for id in &backing.claims {
            match self.library.effects.get(id) {
                Some(row) if row.claim => {}
                _ => problems.push(
                    Problem::at(Fault::UnknownWord(id.clone()), place, &format!("{key}.claims"))
                        .expecting("the id of a row of evidence with `claim = true`"),
                ),
            }
        }
        let on: Vec<String> = backing
            .claims
            .iter()
            .filter(|id| self.settings.claims.contains_key(*id))
            .cloned()
            .collect();
        if let [first, second, ..] = on.as_slice() {
            let fault = Fault::Joint(format!("the claims {first} and {second} both set `{key}`: choose one"));
            problems.push(Problem::at(fault, place, key));
        }
        let mut chosen = reading;
        let offered = std::mem::take(&mut chosen.alternatives);
        let claims = std::mem::take(&mut chosen.claims);
        if let Some(id) = on.first() {
            backing.claim = Some(id.clone());
            chosen = pick(chosen, claims, id);
        } else if !offered.is_empty() {
            match self.choice(&offered, key, place, problems) {
                Some(choice) => {
                    chosen = pick(chosen, offered, &choice.id);
                    backing.choice = Some(choice);
                }
                None => {
                    let first = offered.first().map_or(String::new(), |first| first.0.clone());
                    chosen = pick(chosen, offered, &first);
                }
            }
        }
        backing.ids = chosen.meta.get("evidence").map_or(Vec::new(), |text| ids(text));
        for id in backing.ids.iter().filter(|id| !self.library.contains(id)) {
            problems.push(
                Problem::at(Fault::UnknownWord(id.clone()), place, &format!("{key}.evidence"))
                    .expecting("ids of rows of evidence (`carepool explain --search WORDS` looks for one)")
                    .near(self.library.nearest(id)),
            );
        }
        self.fill(&mut chosen.meta, &backing.ids);
        backing.range = chosen.range;
        let mut text = chosen.text.clone();
        let given = match (chosen.given.take(), backing.claim.is_some()) {
            // A claim is taken at its word: no reading shrinks what no study supports.
            (given, true) => given,
            (given, false) => self.read(given, &chosen, key, place, &mut backing, &mut text, problems),
        };
        Resolved {
            given,
            text,
            meta: chosen.meta,
            backing,
        }
    }

    /// What an assumption does not say of its evidence, the first row that it rests on does.
    fn fill(&self, meta: &mut Meta, ids: &[String]) {
        let Some(id) = ids.first() else { return };
        let Some(origin) = self.library.origin(id) else { return };
        if !meta.contains_key("source") {
            meta.insert("source", origin.source.clone());
            if !origin.url.is_empty() {
                meta.entry("url").or_insert_with(|| origin.url.clone());
            }
        }
        if let Some(row) = self.library.effects.get(id) {
            meta.entry("contrary").or_insert_with(|| row.contrary.clone());
        }
    }

    /// The estimate of a group that the settings choose.
    fn choice(
        &self,
        offered: &[(String, Reading)],
        key: &str,
        place: &Place,
        problems: &mut Problems,
    ) -> Option<ChosenEstimate> {
        let group_of = |id: &str| self.library.effects.get(id).map(|row| row.alternatives.as_str());
        let mut complain = |text: String| {
            let key = format!("{key}.alternatives");
            problems.push(Problem::at(Fault::Joint(text), place, &key));
        };
        let names: Vec<String> = offered.iter().map(|one| one.0.clone()).collect();
        let group = names.first().and_then(|id| group_of(id)).unwrap_or("");
        if let Some(odd) = names.iter().find(|id| group_of(id) != Some(group) || group.is_empty()) {
            complain(format!(
                "`{odd}` is not a row of evidence in one group with the others offered ({})",
                names.join(", ")
            ));
            return None;
        }
        let id = self.settings.chosen.get(group)?;
        if !names.contains(id) {
            complain(format!(
                "evidence.alternatives.{group} asks for {id}, but only {} are offered here",
                names.join(", ")
            ));
            return None;
        }
        Some(ChosenEstimate {
            group: group.to_string(),
            id: id.clone(),
            offered: names,
        })
    }

    /// Both readings of an effect, and the one that is used.
    #[allow(clippy::too_many_arguments)]
    fn read(
        &self,
        given: Option<Given>,
        reading: &Reading,
        key: &str,
        place: &Place,
        backing: &mut Backing,
        text: &mut String,
        problems: &mut Problems,
    ) -> Option<Given> {
        let (Some(no_effect), Some(given)) = (reading.no_effect, given.clone()) else {
            if reading.shrunk_to.is_some() {
                let fault = Fault::Missing(format!("{key}.no_effect"));
                problems.push(Problem::at(fault, place, key).expecting("the value that means no effect"));
            }
            return given;
        };
        let (published, remark) = match given {
            Given::Number(number) => (Distribution::Fixed(number), None),
            Given::Uncertain(distribution, remark) => (distribution, remark),
            Given::ByYear(points) => {
                let fault = Fault::Path("an effect with two readings cannot change over the years".to_string());
                problems.push(Problem::at(fault, place, key));
                return Some(Given::ByYear(points));
            }
        };
        let row = backing.ids.iter().find_map(|id| self.library.effects.get(id));
        let mut unshrunk = reading.meta.get("unshrunk").cloned().unwrap_or_default();
        let own_design = reading.meta.contains_key("design");
        if let Some(row) = row.filter(|row| row.shrink == Some(0.0) && row.holds_no_effect() && !own_design)
            && unshrunk.is_empty()
        {
            unshrunk = format!("the published interval of {} already holds no effect", row.id);
        }
        let design = reading
            .meta
            .get("design")
            .cloned()
            .or_else(|| row.map(|row| row.design.clone()))
            .unwrap_or_default();
        let weight = match (self.settings.weights.get(&design), unshrunk.is_empty()) {
            (_, false) => 0.0,
            (Some(weight), true) => *weight,
            (None, true) => {
                let words: Vec<&str> = self.settings.weights.keys().map(String::as_str).collect();
                let problem = if design.is_empty() {
                    Problem::at(Fault::Missing(format!("{key}.design")), place, key)
                } else {
                    Problem::at(Fault::UnknownWord(design.clone()), place, &format!("{key}.design"))
                };
                problems.push(problem.expecting(format!(
                    "evidence of a known design, or `design`: one of {}; or `unshrunk`: why it is not shrunk",
                    words.join(", ")
                )));
                0.0
            }
        };
        let to = reading.shrunk_to.clone().unwrap_or(Distribution::Fixed(no_effect));
        text.push_str(&format!(", no_effect = {no_effect:?}"));
        if let Some(spelt) = &reading.shrunk_to_text {
            text.push_str(&format!(", shrunk_to = {spelt}"));
        }
        if !unshrunk.is_empty() {
            text.push_str(&format!(", unshrunk = {unshrunk:?}"));
        } else if !design.is_empty() {
            text.push_str(&format!(", design = {design:?}"));
        }
        let shrunk = mixed(weight, to.clone(), published.clone());
        let used = self.settings.reading;
        let sampled = match used {
            WhichReading::Shrunk => shrunk.clone(),
            WhichReading::AsPublished => published.clone(),
        };
        backing.effect = Some(PublishedEffect {
            as_published: published,
            shrunk,
            no_effect,
            weight,
            design,
            unshrunk,
            used,
            towards: to,
        });
        Some(match sampled {
            Distribution::Fixed(number) => Given::Number(number),
            sampled => Given::Uncertain(sampled, remark),
        })
    }
}

/// What an assumption says of all its estimates alike, and one that says nothing of it may borrow.
const SHARED: [&str; 2] = ["checked", "unit"];

/// The reading of an id in place of the one that offers it. What the offer says of an estimate (why it is not shrunk, how sure it is,
/// in which range it was published) could be true of one and false of another: each says it for itself, and its row of
/// evidence gives source and address where it does not.
fn pick(outer: Reading, offered: Vec<(String, Reading)>, id: &str) -> Reading {
    let Some((id, inner)) = offered.into_iter().find(|one| one.0 == id) else {
        return outer;
    };
    let mut meta = outer.meta;
    meta.retain(|key, _| SHARED.contains(key));
    meta.extend(inner.meta);
    meta.entry("evidence").or_insert(id);
    Reading {
        given: inner.given,
        path: outer.path,
        meta,
        text: inner.text,
        no_effect: inner.no_effect.or(outer.no_effect),
        shrunk_to: inner.shrunk_to.or(outer.shrunk_to),
        shrunk_to_text: inner.shrunk_to_text.or(outer.shrunk_to_text),
        range: inner.range,
        alternatives: Vec::new(),
        claims: Vec::new(),
    }
}

/// A part of the weight on one distribution, the rest on another.
fn mixed(weight: f64, to: Distribution, from: Distribution) -> Distribution {
    if weight <= 0.0 || to == from {
        return from;
    }
    if weight >= 1.0 {
        return to;
    }
    match (&to, &from) {
        (Distribution::Fixed(a), Distribution::Fixed(b)) => {
            let (low, high) = if a < b {
                ((weight, *a), *b)
            } else {
                ((1.0 - weight, *b), *a)
            };
            Distribution::Discrete(vec![low, (1.0, high)])
        }
        _ => Distribution::Mixture(vec![(1.0 - weight, from), (weight, to)]),
    }
}
