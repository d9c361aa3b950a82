//! `[electorate]`: simulated voters, what they want, who turns out, what they may write down; and the regimes under
//! which the vote is held again.

use super::fields::Fields;
use super::keys;
use crate::budgeting::electorate::{
    Approve, Attribute, BallotForm, BallotKind, Belief, Delegation, DeliberationBelief, Fallback, KnapsackOrder,
    Network, Noise, Odds, Participation, Raking, Regime, Scale, VoterModel,
};
use crate::scenario::problem::{Fault, Problem, Problems};
use crate::scenario::reading::{Given, META_KEYS};
use crate::scenario::tree::Value;

/// A simulated electorate, checked.
#[derive(Clone, Debug)]
pub struct ElectorateSpec {
    /// Simulated voters \[people\].
    pub voters: usize,
    /// Youngest age at which one may vote \[years\].
    pub min_age: u8,
    /// Worth of a life year in full health to the one who lives it [£].
    pub qaly_value: f64,
    /// Weight of what voters expect of the change in access, valued at what their care costs \[ratio\].
    pub access_weight: f64,
    /// Weight of what voters expect to pay less \[ratio\].
    pub payment_weight: f64,
    /// Shares of outright owners, mortgagors, private and social tenants by age group below 65; the model itself knows how a home
    /// is held only from 65 on. Whom the file says nothing of counts as an outright owner, and that is told.
    pub tenure: Vec<(usize, [f64; 4])>,
    /// Part of each age group with children at home [0–1]; empty where the file says nothing.
    pub parents: Vec<f64>,
    /// Part of each age group who look after somebody without pay [0–1]; empty where the file says nothing.
    pub carers: Vec<f64>,
    /// The vote as it is held.
    pub regime: Regime,
    /// Other ways in which it might be held: key, title, regime, and whether votes are weighted to look like the people.
    pub variants: Vec<Variant>,
    /// What the file says of its sources, key by key.
    pub evidence: Vec<(String, String)>,
}

/// Another way to hold the vote.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its key.
    pub name: String,
    /// For readers.
    pub title: String,
    /// The regime.
    pub regime: Regime,
    /// Whether the votes are weighted to look like all who could have voted.
    pub weighted: bool,
}

/// Name of the vote as the file describes it.
pub const AS_HELD: &str = "as-held";

/// Reads `[electorate]`. What is not said is neutral: everybody is on the register, all groups turn out alike.
pub(super) fn read(fields: &Fields<'_>, problems: &mut Problems) -> ElectorateSpec {
    let known: Vec<&str> = keys::ELECTORATE.iter().chain(&META_KEYS).copied().collect();
    fields.only(&known, problems);
    let mut evidence = Vec::new();
    gather(fields, &mut evidence);
    let gain = fields.table("gain", problems);
    let of_gain = |name: &str, unit: &str, usual: f64, problems: &mut Problems| {
        let found = gain
            .as_ref()
            .and_then(|gain| gain.number(name, unit, (0.0, 1e7), problems));
        found.unwrap_or(usual)
    };
    if let Some(gain) = &gain {
        gain.only(&["qaly_value", "access_weight", "payment_weight"], problems);
    }
    let home = fields.table("home", problems);
    if let Some(home) = &home {
        let known: Vec<&str> = ["parents", "carers"].iter().chain(&META_KEYS).copied().collect();
        home.only(&known, problems);
    }
    let at_home = |name: &str, problems: &mut Problems| {
        let found = home
            .as_ref()
            .and_then(|home| levels(home, name, Attribute::Age, (0.0, 1.0), problems));
        found.unwrap_or_default()
    };
    let delegation = fields
        .table("delegation", problems)
        .map(|inner| delegation(&inner, problems));
    let deliberation = fields
        .table("deliberation", problems)
        .map(|inner| deliberation(&inner, problems));
    let raking = fields
        .table("raking", problems)
        .map_or_else(usual_raking, |inner| raking(&inner, problems));
    let turnout = participation(fields, "turnout", 1.0, problems);
    let regime = Regime {
        model: model(fields, problems),
        deliberation: None,
        registration: participation(fields, "registration", 1.0, problems),
        turnout,
        delegation: None,
        form: form(fields, problems),
        raking: None,
    };
    if let Err(error) = regime.check() {
        let mut problem = Problem::new(Fault::Joint(error.to_string()));
        problem.key = fields.prefix.clone();
        problem.place = fields.table.values().next().map(|entry| entry.key.clone());
        problems.push(problem);
    }
    let variants = variants(fields, &regime, delegation, deliberation, &raking, problems);
    ElectorateSpec {
        voters: fields.whole("voters", (10, 200_000), problems).unwrap_or(1_000) as usize,
        min_age: fields.whole("min_age", (0, 100), problems).unwrap_or(18) as u8,
        qaly_value: of_gain("qaly_value", "£", 0.0, problems),
        access_weight: of_gain("access_weight", "ratio", 1.0, problems),
        payment_weight: of_gain("payment_weight", "ratio", 1.0, problems),
        tenure: tenure(fields, problems),
        parents: at_home("parents", problems),
        carers: at_home("carers", problems),
        regime,
        variants,
        evidence,
    }
}

/// Every source in the tables beneath, with the key it stands at.
fn gather(fields: &Fields<'_>, evidence: &mut Vec<(String, String)>) {
    for (name, entry) in fields.table {
        match &entry.node.value {
            Value::Text(text) if name == "source" => evidence.push((fields.prefix.clone(), text.clone())),
            Value::Table(inner) => gather(&Fields::new(inner, &fields.key(name)), evidence),
            _ => {}
        }
    }
}

fn model(fields: &Fields<'_>, problems: &mut Problems) -> VoterModel {
    let mut model = usual_model();
    let Some(inner) = fields.table("model", problems) else {
        return model;
    };
    type Part = fn(&mut VoterModel) -> &mut f64;
    let parts: [(&str, &str, (f64, f64), Part); 13] = [
        ("knowledge", "share", (0.0, 1.0), |model| &mut model.knowledge),
        ("own", "", (-1e6, 1e6), |model| &mut model.own),
        ("others", "", (-1e6, 1e6), |model| &mut model.others),
        ("worse_off", "", (-1e6, 1e6), |model| &mut model.worse_off),
        ("family", "", (-1e6, 1e6), |model| &mut model.family),
        ("curvature", "", (0.01, 1.0), |model| &mut model.curvature),
        ("near", "", (-1e6, 1e6), |model| &mut model.near),
        ("principle", "", (0.0, 1e6), |model| &mut model.principle),
        ("loyalty_sd", "", (0.0, 1e6), |model| &mut model.loyalty_sd),
        ("campaign_sd", "", (0.0, 1e6), |model| &mut model.campaign_sd),
        ("cost_sensitivity", "", (-1e6, 1e6), |model| &mut model.cost_sensitivity),
        ("noise_sd", "", (0.0, 1e6), |model| &mut model.noise_sd),
        ("strictness_sd", "", (0.0, 1e3), |model| &mut model.strictness_sd),
    ];
    let names = parts.iter().map(|(name, ..)| *name);
    let known: Vec<&str> = names.chain(["camps", "noise", "scale"]).chain(META_KEYS).collect();
    inner.only(&known, problems);
    for (name, unit, bounds, part) in parts {
        if let Some(value) = inner.number(name, unit, bounds, problems) {
            *part(&mut model) = value;
        }
    }
    model.camps = inner.whole("camps", (1, 1_000), problems).unwrap_or(model.camps);
    let noises = [("gumbel", Noise::Gumbel), ("normal", Noise::Normal)];
    model.noise = inner.word("noise", &noises, problems).unwrap_or(model.noise);
    let scales = [("spread", Scale::Spread), ("given", Scale::Given)];
    model.scale = inner.word("scale", &scales, problems).unwrap_or(model.scale);
    model
}

/// Voters of whom the file says nothing: the shape of their ballots is that of real ones (see `scenarios/voters/README.md`
/// for what is fitted and what is judged).
pub fn usual_model() -> VoterModel {
    VoterModel {
        knowledge: 0.2,
        own: 1.0,
        others: 0.7,
        worse_off: 0.3,
        family: 0.5,
        curvature: 0.5,
        near: 0.5,
        principle: 0.4,
        camps: 4,
        loyalty_sd: 0.3,
        campaign_sd: 0.5,
        cost_sensitivity: 0.2,
        noise_sd: 1.0,
        strictness_sd: 0.4,
        ..VoterModel::neutral()
    }
}

fn form(fields: &Fields<'_>, problems: &mut Problems) -> BallotForm {
    let mut form = BallotForm::approval();
    let kinds = BallotKind::ALL.map(|kind| (kind.word(), kind));
    form.kind = fields.word("ballot", &kinds, problems).unwrap_or(form.kind);
    form.max_length = fields
        .whole("max_length", (1, 1_000), problems)
        .map(|most| most as usize);
    form.min_length = fields.whole("min_length", (0, 1_000), problems).unwrap_or(0) as usize;
    form.points = fields
        .whole("points", (1, 1_000_000), problems)
        .map_or(10, |points| points as i64);
    let threshold = fields.number("threshold", "", (-1e6, 1e6), problems).unwrap_or(0.0);
    let approve = [
        ("best", Approve::Best),
        ("above-mean", Approve::AboveMean(threshold)),
        ("above", Approve::Above(threshold)),
    ];
    form.approve = fields
        .word("approve", &approve, problems)
        .unwrap_or(Approve::AboveMean(threshold));
    // Nobody likes anything by more standard deviations than a few: beyond them every ballot names one project, or all.
    const MOST_DEVIATIONS: f64 = 5.0;
    if matches!(form.approve, Approve::AboveMean(threshold) if threshold.abs() > MOST_DEVIATIONS)
        && let Some(entry) = fields.entry("threshold")
    {
        let fault = Fault::Joint(format!(
            "`{}` counts standard deviations above what the voter likes on average, and {threshold} of them are out of reach",
            fields.key("threshold")
        ));
        let expected = format!("-{MOST_DEVIATIONS} to {MOST_DEVIATIONS} (0: whatever is liked above the average)");
        problems.push(Problem::at(fault, &entry.node.place, &fields.key("threshold")).expecting(expected));
    }
    let orders = [
        ("utility", KnapsackOrder::Utility),
        ("per-cost", KnapsackOrder::PerCost),
    ];
    form.knapsack_order = fields.word("knapsack_order", &orders, problems).unwrap_or_default();
    form
}

/// `overall` and `odds` by attribute.
fn participation(fields: &Fields<'_>, name: &str, usual: f64, problems: &mut Problems) -> Participation {
    let mut found = Participation::even(usual);
    let Some(inner) = fields.table(name, problems) else {
        return found;
    };
    let known: Vec<&str> = ["overall", "odds"].iter().chain(&META_KEYS).copied().collect();
    inner.only(&known, problems);
    found.overall = inner.number("overall", "share", (0.0, 1.0), problems).unwrap_or(usual);
    found.odds = odds(&inner, problems);
    // Nobody delegates unless it is said; but a vote or a register without anybody is none.
    if usual > 0.0 {
        let none = |odds: &Odds| odds.ratios.iter().all(|ratio| *ratio == 0.0);
        let all_out = found.odds.iter().find(|odds| none(odds));
        let named = match all_out {
            Some(odds) => inner.table("odds", problems).and_then(|odds_of| {
                odds_of
                    .entry(odds.attribute.word())
                    .map(|entry| entry.node.place.clone())
            }),
            None => inner.entry("overall").map(|entry| entry.node.place.clone()),
        };
        if all_out.is_some() || found.overall == 0.0 {
            let said = if all_out.is_some() {
                "odds of 0 for all"
            } else {
                "a share of 0"
            };
            let fault = Fault::Joint(format!("`{}` leaves nobody: {said}", fields.key(name)));
            let mut problem = Problem::new(fault).expecting("somebody who takes part");
            problem.place = named;
            problem.key = fields.key(name);
            problems.push(problem);
        }
    }
    found
}

fn odds(fields: &Fields<'_>, problems: &mut Problems) -> Vec<Odds> {
    let Some(inner) = fields.table("odds", problems) else {
        return Vec::new();
    };
    let words = Attribute::ALL.map(Attribute::word);
    let known: Vec<&str> = words.iter().chain(&META_KEYS).copied().collect();
    inner.only(&known, problems);
    let mut list = Vec::new();
    for attribute in Attribute::ALL {
        if let Some(ratios) = levels(&inner, attribute.word(), attribute, (0.0, f64::INFINITY), problems) {
            list.push(Odds { attribute, ratios });
        }
    }
    list
}

/// One number for each level of an attribute.
fn levels(
    fields: &Fields<'_>,
    name: &str,
    attribute: Attribute,
    (low, high): (f64, f64),
    problems: &mut Problems,
) -> Option<Vec<f64>> {
    let entry = fields.entry(name)?;
    let levels = attribute.levels();
    let numbers: Vec<f64> = match &entry.node.value {
        Value::Array(items) => items
            .iter()
            .filter_map(|item| match item.value {
                Value::Number(number) if (low..=high).contains(&number) => Some(number),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    if numbers.len() == levels.len() {
        return Some(numbers);
    }
    let what = if high.is_finite() {
        "shares from 0 to 1"
    } else {
        "odds from 0 up"
    };
    let fault = Fault::WrongKind {
        found: entry.node.value.found(),
        expected: format!("a list of {} {what}, one each for {}", levels.len(), levels.join(", ")),
    };
    problems.push(Problem::at(fault, &entry.node.place, &fields.key(name)));
    None
}

/// That the file does not say how some age groups hold their homes, and what is then taken for it; nothing where it says it of all.
pub(super) fn told_of_homes(spec: &ElectorateSpec) -> Option<String> {
    let groups = &Attribute::Age.levels()[..Attribute::Age.levels().len() - 2];
    let unsaid = groups
        .iter()
        .enumerate()
        // Who is too young to vote need not be housed.
        .filter(|(level, _)| *level > 0 || spec.min_age < 18)
        .filter(|(level, _)| !spec.tenure.iter().any(|(known, _)| known == level));
    let unsaid: Vec<&str> = unsaid.map(|(_, group)| *group).collect();
    (!unsaid.is_empty()).then(|| {
        format!(
            "How people aged {} hold their homes is not said (`[electorate.tenure]`, four shares for each age group): they count as outright owners, \
             in turnout by tenure, in what touches tenants and in who voted.",
            unsaid.join(", ")
        )
    })
}

/// `[electorate.tenure]`: four shares for each age group below 65.
fn tenure(fields: &Fields<'_>, problems: &mut Problems) -> Vec<(usize, [f64; 4])> {
    let Some(inner) = fields.table("tenure", problems) else {
        return Vec::new();
    };
    // The last two age groups are 65 and over.
    let groups = &Attribute::Age.levels()[..Attribute::Age.levels().len() - 2];
    let known: Vec<&str> = groups.iter().chain(&META_KEYS).copied().collect();
    inner.only(&known, problems);
    let mut list = Vec::new();
    for (level, group) in groups.iter().enumerate() {
        let Some(entry) = inner.entry(group) else { continue };
        let numbers: Vec<f64> = match &entry.node.value {
            Value::Array(items) => items
                .iter()
                .filter_map(|item| match item.value {
                    Value::Number(number) if (0.0..=1.0).contains(&number) => Some(number),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let sum: f64 = numbers.iter().sum();
        match <[f64; 4]>::try_from(numbers) {
            Ok(shares) if (sum - 1.0).abs() < 1e-6 => list.push((level, shares)),
            _ => {
                let fault = Fault::WrongKind {
                    found: entry.node.value.found(),
                    expected: "four shares that sum to 1: owned outright, mortgaged, rented privately, rented socially"
                        .into(),
                };
                problems.push(Problem::at(fault, &entry.node.place, &inner.key(group)));
            }
        }
    }
    list
}

fn delegation(fields: &Fields<'_>, problems: &mut Problems) -> Delegation {
    let names = [
        "voters",
        "abstainers",
        "network",
        "acquaintances",
        "exponent",
        "on_circle",
        "on_dead_end",
        "on_cap",
        "cap",
    ];
    let known: Vec<&str> = names.iter().chain(&META_KEYS).copied().collect();
    fields.only(&known, problems);
    let acquaintances = fields.whole("acquaintances", (1, 100_000), problems).unwrap_or(150) as usize;
    let exponent = fields.number("exponent", "", (0.01, 100.0), problems).unwrap_or(1.5);
    let networks = [
        ("random", Network::Random),
        ("nearest", Network::Nearest { acquaintances }),
        ("popularity", Network::Popularity { exponent }),
    ];
    let fallbacks = [("own-ballot", Fallback::OwnBallot), ("abstain", Fallback::Abstain)];
    Delegation {
        voters: participation(fields, "voters", 0.0, problems),
        abstainers: participation(fields, "abstainers", 0.0, problems),
        network: fields.word("network", &networks, problems).unwrap_or(Network::Random),
        on_circle: fields.word("on_circle", &fallbacks, problems).unwrap_or_default(),
        on_dead_end: fields.word("on_dead_end", &fallbacks, problems).unwrap_or_default(),
        on_cap: fields.word("on_cap", &fallbacks, problems).unwrap_or_default(),
        cap: fields.number("cap", "share", (0.0, 1.0), problems),
    }
}

fn deliberation(fields: &Fields<'_>, problems: &mut Problems) -> DeliberationBelief {
    let names = ["share", "shift", "noise_reduction"];
    let known: Vec<&str> = names.iter().chain(&META_KEYS).copied().collect();
    fields.only(&known, problems);
    let mut belief = |name: &str| match fields
        .assumption(name, "share", (0.0, 1.0), problems)
        .and_then(|one| one.given)
    {
        Some(Given::Number(number)) => Belief::known(number),
        // A normal distribution has no bounds of its own; all of these are shares.
        Some(Given::Uncertain(distribution, _)) => {
            Belief::uncertain(move |share| distribution.quantile(share).clamp(0.0, 1.0))
        }
        _ => Belief::known(0.0),
    };
    DeliberationBelief {
        share: belief("share"),
        shift: belief("shift"),
        noise_reduction: belief("noise_reduction"),
    }
}

/// By age, tenure and deprivation, with no vote above five times the mean.
fn usual_raking() -> Raking {
    Raking {
        attributes: vec![Attribute::Age, Attribute::Fifth, Attribute::Tenure],
        rounds: 100,
        tolerance: 1e-6,
        cap: Some(5.0),
        votes_per_voter: 100,
    }
}

fn raking(fields: &Fields<'_>, problems: &mut Problems) -> Raking {
    let mut found = usual_raking();
    let known: Vec<&str> = ["attributes", "cap"].iter().chain(&META_KEYS).copied().collect();
    fields.only(&known, problems);
    let words = Attribute::ALL.map(|attribute| (attribute.word(), attribute));
    let attributes = fields.words("attributes", &words, problems);
    if !attributes.is_empty() {
        found.attributes = attributes;
    }
    if let Some(cap) = fields.number("cap", "ratio", (1.0, 1e6), problems) {
        found.cap = Some(cap);
    }
    found
}

/// `[electorate.regime.NAME]`: what differs from the vote as it is held.
fn variants(
    fields: &Fields<'_>,
    held: &Regime,
    delegation: Option<Delegation>,
    deliberation: Option<DeliberationBelief>,
    raking: &Raking,
    problems: &mut Problems,
) -> Vec<Variant> {
    let mut list = Vec::new();
    for (name, entry, inner) in fields.tables("regime", problems) {
        let names = ["title", "turnout", "delegation", "deliberation", "weighted", "even"];
        let known: Vec<&str> = names.iter().chain(&META_KEYS).copied().collect();
        inner.only(&known, problems);
        let mut regime = held.clone();
        let turnout = inner.number("turnout", "share", (f64::MIN_POSITIVE, 1.0), problems);
        if let Some(share) = turnout {
            regime.turnout.overall = share;
        }
        let even = inner.switch("even", problems) == Some(true);
        if even {
            regime.turnout.odds.clear();
        }
        let need = |key: &str, given: bool, problems: &mut Problems| {
            let wanted = inner.switch(key, problems) == Some(true);
            if wanted && !given {
                let what = format!("a table `[electorate.{key}]` that says how");
                fields.missing(key, &what, Some(&entry.key), problems);
            }
            wanted
        };
        let delegates = need("delegation", delegation.is_some(), problems);
        if delegates {
            regime.delegation = delegation.clone();
        }
        let deliberates = need("deliberation", deliberation.is_some(), problems);
        if deliberates {
            regime.deliberation = deliberation.clone();
        }
        let weighted = inner.switch("weighted", problems) == Some(true);
        let differs = [turnout.is_some(), even, delegates, deliberates, weighted];
        if !differs.contains(&true) {
            let fault = Fault::Joint(format!(
                "`{}` differs in nothing from the vote as it is held",
                fields.key(&format!("regime.{name}"))
            ));
            let expected = "`turnout`, or `even`, `delegation`, `deliberation` or `weighted` as true";
            problems.push(Problem::at(fault, &entry.key, &inner.prefix).expecting(expected));
        }
        if weighted {
            regime.raking = Some(raking.clone());
        }
        list.push(Variant {
            name: name.clone(),
            title: inner.text("title", problems).unwrap_or_else(|| name.replace('_', " ")),
            regime,
            weighted,
        });
    }
    list
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scenario::distribution::Distribution;
    use crate::scenario::source::{Root, Source};
    use crate::scenario::tree;

    #[test]
    fn a_belief_has_the_distribution_that_was_written() {
        let text = "[deliberation]\nshare = 1.0\nshift = { triangular = { low = 0.1, mode = 0.1, high = 0.7 } }\n\
                    noise_reduction = { interval = { p10 = 0.1, p50 = 0.2, p90 = 0.6 } }\n\
                    [regime.after]\ndeliberation = true\n";
        let source = Arc::new(Source::new("x", Root::Embedded, "x", text.to_owned()));
        let mut problems = Problems::default();
        let table = tree::parse(&source, &mut problems);
        let spec = read(&Fields::new(&table, ""), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        let belief = spec.variants[0].regime.deliberation.clone().expect("deliberation");
        let triangle = Distribution::Triangular {
            low: 0.1,
            mode: 0.1,
            high: 0.7,
        };
        for share in [0.0, 0.1, 0.5, 0.9, 1.0] {
            assert_eq!(belief.shift.quantile(share), triangle.quantile(share));
            assert_eq!(belief.share.quantile(share), 1.0);
        }
        for (share, written) in [(0.1, 0.1), (0.5, 0.2), (0.9, 0.6)] {
            let found = belief.noise_reduction.quantile(share);
            assert!((found - written).abs() < 1e-9, "{found} for {written}");
        }
    }
}
