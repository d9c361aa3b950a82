//! One proposal: what is on the ballot paper, and what adopting it changes in the model.
//!
//! The price is what voters see and what the rule counts with. The cost is what it turns out to be: the same number, or
//! a distribution of which every draw takes its own value. Either is a sum a year at full roll-out. Who pays, and where
//! the money goes, are two questions:
//!
//! ```text
//!  payer = "tax"                      new public money
//!  payer = "nhs" | "council" | …      money that envelope has already: something else is given up
//!
//!  (no `into`)                        the money is spent on the proposal itself, outside the services' budgets
//!  into = "dental_optical" | …        the money goes to that service (or sector), which does more with it
//!  charge = "model"                   a change of law or structure: the model works out what it costs, and charges that
//! ```

use super::fields::Fields;
use super::money::{Cost, exact_pounds, pence_of};
use crate::budgeting::Rational;
use crate::budgeting::electorate::{Near, PRINCIPLES, Principle};
use crate::scenario::problem::{Fault, Place, Problem, Problems};
use crate::scenario::reading::{META_KEYS, Meta};
use crate::scenario::tree::{Entry, Table, Value, find_mut};
use crate::world::Service;

/// Who pays for a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purse {
    /// New public money.
    Tax,
    /// The NHS envelope.
    Nhs,
    /// The councils' envelope.
    Council,
    /// The public-health grant.
    PublicHealth,
    /// A budget outside health and care.
    Outside,
}

impl Purse {
    /// All, with their words in files.
    pub const WORDS: [(&'static str, Purse); 5] = [
        ("tax", Purse::Tax),
        ("nhs", Purse::Nhs),
        ("council", Purse::Council),
        ("public_health", Purse::PublicHealth),
        ("outside", Purse::Outside),
    ];
    /// The word in files.
    pub fn word(self) -> &'static str {
        Purse::WORDS
            .iter()
            .find(|(_, purse)| *purse == self)
            .map_or("", |(word, _)| word)
    }
    /// The lever that adds to (or takes from) its envelope; none outside health and care or where money is new.
    pub fn lever(self) -> Option<&'static str> {
        match self {
            Purse::Nhs => Some("funding.nhs.addition"),
            Purse::Council => Some("funding.council.addition"),
            Purse::PublicHealth => Some("funding.public_health.addition"),
            Purse::Tax | Purse::Outside => None,
        }
    }
}

/// Where money given to services goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Into {
    /// All of the NHS, a service by its share.
    Nhs,
    /// Councils' care.
    Council,
    /// Public health.
    PublicHealth,
    /// One NHS service alone.
    Service(Service),
}

impl Into {
    /// All, with their words in files.
    pub fn words() -> Vec<(&'static str, Into)> {
        let mut words = vec![
            ("nhs", Into::Nhs),
            ("council", Into::Council),
            ("public_health", Into::PublicHealth),
        ];
        let own = [Service::HomeCare, Service::CareHome, Service::PublicHealth];
        let services = Service::ALL.into_iter().filter(|service| !own.contains(service));
        words.extend(services.map(|service| (service.key(), Into::Service(service))));
        words
    }
    /// The lever that the money is added to.
    pub fn lever(self) -> String {
        match self {
            Into::Nhs => "funding.nhs.addition".to_owned(),
            Into::Council => "funding.council.addition".to_owned(),
            Into::PublicHealth => "funding.public_health.addition".to_owned(),
            Into::Service(service) => format!("funding.earmarked.{}", service.key()),
        }
    }
}

/// A programme of a shipped or local file that a proposal adopts.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// The file.
    pub file: String,
    /// The programme's key in it.
    pub programme: String,
    /// Where it is named.
    pub place: Place,
}

/// A proposal, checked.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its key: the project of the ballot.
    pub id: String,
    /// What voters read.
    pub title: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// Kind of project, for the fairness report.
    pub category: String,
    /// What the ballot paper says it costs a year [£]; nothing where a ballot file says it.
    pub price: Option<Rational>,
    /// What it turns out to cost a year at full roll-out [£]; the price where nothing else is said.
    pub cost: Option<Cost>,
    /// Who pays.
    pub payer: Purse,
    /// Which service or sector gets the money; nothing where it is spent on the proposal itself.
    pub into: Option<Into>,
    /// Whether its cost is charged here; a change of law, say, is charged by the model that works out what it costs.
    pub charged: bool,
    /// First year.
    pub start_year: u16,
    /// Where that year is written; nothing where it is the usual one.
    pub start_place: Option<Place>,
    /// Years to full roll-out.
    pub ramp_years: f64,
    /// A programme adopted from a file.
    pub adopted: Option<Adopted>,
    /// What it sets in the scenario.
    pub patch: Table,
    /// Keys of the patch whose size is what the price buys: the same price buys less of them where more people live.
    pub bought: Vec<String>,
    /// Whom it touches: circumstances in which a voter finds it near.
    pub touches: Vec<Near>,
    /// Side it takes on each principle [−1 against to 1 for].
    pub stance: [f64; PRINCIPLES],
    /// The district that votes on it and pays for it; nothing where all of the area does.
    pub district: Option<String>,
    /// Where that district is named.
    pub district_place: Option<Place>,
    /// The phase in which it is decided about, from 1, and where that is written; nothing where the file does not say.
    pub phase: Option<(usize, Place)>,
    /// The part of it that is paid [0–1]; nothing where it is paid in full.
    pub part: Option<f64>,
    /// Alternatives among which it stands: of all proposals with this word at most one is funded.
    pub one_of: Option<String>,
    /// Keys of proposals without which it cannot be funded.
    pub needs: Vec<String>,
    /// Why officials fund it whatever the vote, paid first.
    pub pinned: Option<String>,
    /// Why officials took it out of the vote.
    pub vetoed: Option<String>,
    /// Evidence: source, url, confidence, note, contrary.
    pub meta: Meta,
    /// Where it stands.
    pub place: Place,
}

/// Keys of a proposal besides evidence.
const KEYS: [&str; 23] = [
    "title",
    "description",
    "category",
    "price",
    "cost",
    "payer",
    "into",
    "charge",
    "start_year",
    "ramp_years",
    "from",
    "programme",
    "patch",
    "bought",
    "enabled",
    "touches",
    "stance",
    "district",
    "phase",
    "one_of",
    "needs",
    "pinned",
    "vetoed",
];
/// Most that a proposal may cost a year [£].
const MOST: f64 = 1e13;

/// What holds for proposals that do not say otherwise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Defaults {
    pub payer: Purse,
    pub start_year: u16,
    pub ramp_years: f64,
    /// Whether prices may be left to a ballot file.
    pub priced_by_ballots: bool,
}

/// Reads one proposal; nothing if it is switched off. What is wrong with it is among the problems.
pub(super) fn read(
    id: &str,
    entry: &Entry,
    fields: &Fields<'_>,
    defaults: Defaults,
    problems: &mut Problems,
) -> Option<Proposal> {
    let known: Vec<&str> = KEYS.iter().chain(&META_KEYS).copied().collect();
    fields.only(&known, problems);
    if fields.switch("enabled", problems) == Some(false) {
        return None;
    }
    let place = entry.key.clone();
    // Simulated ballots list keys with commas between them; a ballot file has named its projects already.
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !defaults.priced_by_ballots && (id.is_empty() || !id.chars().all(plain)) {
        let fault = Fault::Joint(format!("`{id}` cannot be the key of a proposal"));
        let full = format!("proposal.{id}");
        problems.push(
            Problem::at(fault, &place, &full).expecting("letters from a to z, digits, `_` and `-`, at least one"),
        );
    }
    let title = fields.text("title", problems).unwrap_or_else(|| id.replace('_', " "));
    let cost = fields
        .assumption("cost", "£", (0.0, MOST), problems)
        .and_then(|reading| Cost::from(reading, fields, problems));
    let stated = fields.number("price", "£", (0.0, MOST), problems);
    let price = match (stated, &cost) {
        (Some(price), _) => Some(exact_pounds(price)),
        (None, Some(Cost::Known(pounds))) => Some(exact_pounds(*pounds)),
        (None, Some(Cost::Uncertain { .. })) if !defaults.priced_by_ballots => {
            let what = "what the ballot paper says it costs a year, since `cost` is uncertain";
            fields.missing("price", what, Some(&place), problems);
            None
        }
        (None, None) if !defaults.priced_by_ballots && fields.entry("cost").is_none() => {
            fields.missing(
                "cost",
                "a sum a year, such as \"£1.2m\", or a distribution",
                Some(&place),
                problems,
            );
            None
        }
        _ => None,
    };
    let payer = fields.word("payer", &Purse::WORDS, problems).unwrap_or(defaults.payer);
    let into = fields.word("into", &Into::words(), problems);
    let charged = fields.word("charge", &[("price", true), ("model", false)], problems);
    if let (Some(false), Some(_), Some(entry)) = (charged, into, fields.entry("charge")) {
        let fault =
            Fault::Joint("money that goes `into` a service is charged as it is given: one of the two must go".into());
        problems.push(Problem::at(fault, &entry.node.place, &fields.key("charge")));
    }
    if into.is_some() && payer == Purse::Outside {
        let fault =
            Fault::Joint("money of a budget outside health and care cannot go `into` one of its services".into());
        problems.push(Problem::at(fault, &place, &fields.key("into")));
    }
    if let (Some(_), Some(Cost::Uncertain { .. })) = (into, &cost) {
        let fault = Fault::Joint(
            "money put into a service is a fixed sum: give `cost` one number; what it buys is for the model to say"
                .into(),
        );
        let place = fields.entry("cost").map_or(&place, |entry| &entry.node.place);
        problems.push(Problem::at(fault, place, &fields.key("cost")));
    }
    let adopted = match (fields.text("from", problems), fields.text("programme", problems)) {
        (Some(file), Some(programme)) => fields.entry("programme").map(|entry| Adopted {
            file,
            programme,
            place: entry.node.place.clone(),
        }),
        (None, None) => None,
        (Some(_), None) => {
            fields.missing("programme", "which programme of the file", Some(&place), problems);
            None
        }
        (None, Some(_)) => {
            fields.missing("from", "the file of the programme", Some(&place), problems);
            None
        }
    };
    let patch = fields
        .table("patch", problems)
        .map_or_else(Table::new, |patch| patch.table.clone());
    let bought = bought(fields, &patch, problems);
    let proposal = Proposal {
        id: id.to_owned(),
        title,
        description: fields.text("description", problems).unwrap_or_default(),
        category: fields.text("category", problems).unwrap_or_default(),
        price,
        cost,
        payer,
        into,
        charged: charged.unwrap_or(true),
        start_year: fields.year("start_year", problems).unwrap_or(defaults.start_year),
        start_place: fields.entry("start_year").map(|entry| entry.node.place.clone()),
        ramp_years: fields
            .number("ramp_years", "years", (0.0, 50.0), problems)
            .unwrap_or(defaults.ramp_years),
        adopted,
        patch,
        bought,
        touches: fields.words("touches", &Near::WORDS, problems),
        stance: stance(fields, problems),
        district: fields.text("district", problems),
        district_place: fields.entry("district").map(|entry| entry.node.place.clone()),
        phase: fields
            .whole("phase", (1, 100), problems)
            .zip(fields.entry("phase"))
            .map(|(number, entry)| (number as usize, entry.node.place.clone())),
        part: None,
        one_of: fields.text("one_of", problems),
        needs: fields.texts("needs", problems).into_iter().map(|(id, _)| id).collect(),
        pinned: fields.reason("pinned", problems),
        vetoed: fields.reason("vetoed", problems),
        meta: fields.evidence(problems),
        place,
    };
    Some(proposal)
}

/// Keys of the patch whose size is what the price buys.
fn bought(fields: &Fields<'_>, patch: &Table, problems: &mut Problems) -> Vec<String> {
    let mut patch = patch.clone();
    let named = fields.texts("bought", problems).into_iter();
    named
        .filter_map(|(key, place)| {
            let set = find_mut(&mut patch, &key).is_some();
            if !set {
                let fault = Fault::Joint(format!("`{key}` is said to be bought, and the patch does not set it"));
                let problem = Problem::at(fault, place, &fields.key("bought"));
                problems.push(
                    problem
                        .expecting("keys that the `patch` of this proposal sets, such as `workforce.care.pay_uplift`"),
                );
            }
            set.then_some(key)
        })
        .collect()
}

/// `stance = { market = -1, tax = 0.5 }`: the side that a proposal takes on each principle.
fn stance(fields: &Fields<'_>, problems: &mut Problems) -> [f64; PRINCIPLES] {
    let Some(inner) = fields.table("stance", problems) else {
        return [0.0; PRINCIPLES];
    };
    inner.only(&Principle::WORDS.map(|(word, _)| word), problems);
    Principle::WORDS.map(|(word, _)| inner.number(word, "", (-1.0, 1.0), problems).unwrap_or(0.0))
}

impl Proposal {
    /// A project of the ballot that the process file says nothing about: it costs money and changes nothing.
    pub(super) fn unknown(id: &str, title: &str, price: Rational, defaults: Defaults, place: &Place) -> Proposal {
        Proposal {
            id: id.to_owned(),
            title: title.to_owned(),
            description: String::new(),
            category: String::new(),
            price: Some(price),
            cost: None,
            payer: defaults.payer,
            into: None,
            charged: true,
            start_year: defaults.start_year,
            start_place: None,
            ramp_years: defaults.ramp_years,
            adopted: None,
            patch: Table::new(),
            bought: Vec::new(),
            touches: Vec::new(),
            stance: [0.0; PRINCIPLES],
            district: None,
            district_place: None,
            phase: None,
            part: None,
            one_of: None,
            needs: Vec::new(),
            pinned: None,
            vetoed: None,
            meta: Meta::new(),
            place: place.clone(),
        }
    }
    /// The price [£]; 0 while a ballot file has not said it.
    pub fn pounds(&self) -> f64 {
        self.price.as_ref().map_or(0.0, crate::budgeting::exact::approximate)
    }
    /// The phase in which it is decided about: the first where the file does not say.
    pub fn phase_number(&self) -> usize {
        self.phase.as_ref().map_or(1, |(number, _)| *number)
    }
    /// The price in whole pence, for searching.
    pub fn pence(&self) -> u64 {
        self.price.as_ref().map_or(0, pence_of)
    }
    /// Share of full roll-out in a year [0 to 1], as a programme rolls out.
    pub fn rolled_out(&self, year: u16) -> f64 {
        if year < self.start_year {
            0.0
        } else if self.ramp_years <= 0.0 {
            1.0
        } else {
            ((f64::from(year - self.start_year) + 1.0) / self.ramp_years).min(1.0)
        }
    }
    /// The title up to a colon, for lists.
    pub fn short_title(&self) -> &str {
        self.title.split(':').next().unwrap_or(&self.title).trim()
    }
    /// A piece of its evidence.
    pub fn evidence(&self, key: &str) -> &str {
        self.meta.get(key).map_or("", String::as_str)
    }
    /// Whether it changes anything in the model but money.
    pub fn has_effect(&self) -> bool {
        self.into.is_some() || self.adopted.is_some() || !self.patch.is_empty()
    }
    /// Keys of the patch as written, each leaf once: a whole programme counts as one.
    pub fn sets(&self) -> Vec<(String, Place)> {
        let mut found = Vec::new();
        leaves(&self.patch, "", &mut found);
        if let Some(adopted) = &self.adopted {
            let key = format!("programme.{}", adopted.programme);
            if !found.iter().any(|(other, _)| *other == key) {
                found.push((key, adopted.place.clone()));
            }
        }
        found
    }
}

fn leaves(table: &Table, prefix: &str, found: &mut Vec<(String, Place)>) {
    use crate::scenario::reading::is_value;
    use crate::scenario::year_path::PATH_KEYS;
    for (name, entry) in table {
        let key = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}.{name}")
        };
        if PATH_KEYS.contains(&name.as_str()) || META_KEYS.contains(&name.as_str()) {
            continue;
        }
        match &entry.node.value {
            Value::Table(inner) if !is_value(inner) && prefix != "programme" => leaves(inner, &key, found),
            _ => found.push((key, entry.key.clone())),
        }
    }
}
