//! Rows of evidence: a published effect, and a published figure. Raw tables in, checked rows out.

use super::super::distribution::Distribution;
use super::super::problem::{Place, Problems};
use super::super::tree::{Entry, Value};
use super::fields::Fields;

/// What the interval beside a published value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntervalKind {
    /// The study's own interval.
    PublishedInterval,
    /// A range in one source or across several.
    PublishedRange,
    /// Ours, not the study's.
    OurJudgement,
}

impl EffectRow {
    /// Whether its published interval holds the value that means no effect.
    pub fn holds_no_effect(&self) -> bool {
        match (self.no_effect, self.low, self.high) {
            (Some(none), Some(low), Some(high)) => (low..=high).contains(&none),
            _ => false,
        }
    }
}

impl IntervalKind {
    /// All, with their words in the files.
    pub const WORDS: [(&'static str, IntervalKind); 3] = [
        ("published interval", IntervalKind::PublishedInterval),
        ("published range", IntervalKind::PublishedRange),
        ("our judgement", IntervalKind::OurJudgement),
    ];
    /// The word in the files.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| *word)
    }
}

/// How sure a row is: seen in its source, or told from memory.
pub const ROW_CONFIDENCE: [&str; 3] = ["verified", "recalled", "judgement"];

/// What both kinds of row say about where they come from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Source in words.
    pub source: String,
    /// Year that the figure is about or was published, as written.
    pub year: String,
    /// Address, of the publication itself where one is known; empty if there is none.
    pub url: String,
    /// Whether the address was opened.
    pub url_opened: bool,
    /// Where it was read, if not at that address.
    pub read_at: String,
    /// Why the address is not the publication's own; empty where it is.
    pub secondhand: String,
    /// How sure.
    pub confidence: String,
    /// Month in which it was last checked, `2026-11`.
    pub checked: String,
    /// What else to know.
    pub note: String,
}

/// A published effect.
#[derive(Clone, Debug)]
pub struct EffectRow {
    /// Its id, such as `A11`.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Unit of the published value, in words.
    pub unit: String,
    /// The published value.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// What the interval is.
    pub interval: Option<IntervalKind>,
    /// The effect as published.
    pub as_published: Option<Distribution>,
    /// The effect, part of its weight laid on no effect.
    pub shrunk: Option<Distribution>,
    /// The value that means no effect.
    pub no_effect: Option<f64>,
    /// Kind of study: one of the words of the rules.
    pub design: String,
    /// Weight on no effect that the rules give it: 0 where its interval already holds no effect.
    pub shrink: Option<f64>,
    /// Prices of which year, if it is money.
    pub price_year: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Who found otherwise.
    pub contrary: String,
    /// Group of mutually exclusive estimates.
    pub alternatives: String,
    /// Rows it is sampled together with, and the rank correlation.
    pub correlated: Vec<(String, f64)>,
    /// Whether no study supports it: a claim, shown only under a label.
    pub claim: bool,
    /// Keys of the assumptions it moves.
    pub moves: Vec<String>,
    /// Why no assumption rests on it.
    pub why_unused: String,
    /// Where it stands.
    pub place: Place,
}

/// A published figure.
#[derive(Clone, Debug)]
pub struct FigureRow {
    /// Its id, such as `A_gp2324`.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Its value.
    pub value: Option<f64>,
    /// Lower end, if it has a range.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Unit, in words.
    pub unit: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands.
    pub place: Place,
}

const ORIGIN: [&str; 10] = [
    "source",
    "year",
    "url",
    "url_unverified",
    "primary",
    "secondhand",
    "confidence",
    "checked",
    "note",
    "geography",
];

fn origin(fields: &mut Fields) -> Origin {
    let (opened, unopened) = (fields.text("url"), fields.text("url_unverified"));
    // What was read in an abstract, a press release or a copy leads to the publication itself, where its address is known.
    let primary = fields.text("primary");
    let (url, url_opened, read_at) = match (primary.is_empty(), opened.is_empty()) {
        (false, _) => (primary, false, opened),
        (true, false) => (opened, true, String::new()),
        (true, true) => (unopened, false, String::new()),
    };
    Origin {
        source: fields.needed("source", "who published it, title and year"),
        year: fields.text("year"),
        url,
        url_opened,
        read_at,
        secondhand: fields.text("secondhand"),
        confidence: fields.word("confidence", &ROW_CONFIDENCE).unwrap_or_default(),
        checked: fields.needed("checked", "the month in which it was last checked, such as \"2026-11\""),
        note: fields.text("note"),
    }
}

/// Reads an effect; `designs` are the words of the rules.
pub fn effect(id: &str, entry: &Entry, designs: &[&str], problems: &mut Problems) -> Option<EffectRow> {
    const OWN: [&str; 19] = [
        "title",
        "unit",
        "value",
        "low",
        "high",
        "interval",
        "as_published",
        "shrunk",
        "no_effect",
        "design",
        "shrink",
        "price_year",
        "contrary",
        "alternatives",
        "correlated",
        "claim",
        "moves",
        "why_unused",
        "enters",
    ];
    let known: Vec<&str> = OWN.iter().chain(&ORIGIN).copied().collect();
    let before = problems.0.len();
    let mut fields = Fields::of(format!("effect.{id}"), entry, &known, problems)?;
    let kinds = IntervalKind::WORDS.map(|(word, _)| word);
    let interval = fields.word("interval", &kinds).and_then(|word| {
        IntervalKind::WORDS
            .iter()
            .find(|(other, _)| *other == word)
            .map(|(_, kind)| *kind)
    });
    let row = EffectRow {
        id: id.to_string(),
        title: fields.needed("title", "what the effect is"),
        unit: fields.text("unit"),
        value: fields.number("value"),
        low: fields.number("low"),
        high: fields.number("high"),
        interval,
        as_published: fields.distribution("as_published"),
        shrunk: fields.distribution("shrunk"),
        no_effect: fields.number("no_effect"),
        design: {
            if !fields.table.contains_key("design") {
                fields.missing("design", &format!("one of {}", designs.join(", ")));
            }
            fields.word("design", designs).unwrap_or_default()
        },
        shrink: fields.number("shrink"),
        price_year: fields.text("price_year"),
        origin: origin(&mut fields),
        contrary: fields.needed("contrary", "who found otherwise, or \"none found\""),
        alternatives: fields.text("alternatives"),
        correlated: correlated(&mut fields),
        claim: fields.switch("claim"),
        moves: fields.texts("moves"),
        why_unused: fields.text("why_unused"),
        place: entry.key.clone(),
    };
    if let (Some(low), Some(high)) = (row.low, row.high)
        && (low > high || row.value.is_some_and(|value| value < low || value > high))
    {
        fields.complain(
            "value",
            format!("the value must lie between low ({low}) and high ({high})"),
        );
    }
    if (row.low.is_some() || row.high.is_some()) && row.interval.is_none() {
        fields.missing("interval", &format!("one of {}", kinds.join(", ")));
    }
    if row.moves.is_empty() == row.why_unused.is_empty() {
        fields.complain(
            "moves",
            "a row says either which assumptions it moves (`moves`) or why none rests on it (`why_unused`)".to_string(),
        );
    }
    (problems.0.len() == before).then_some(row)
}

/// One pair or several: `{ with = "E04", rho = 0.6 }`.
fn correlated(fields: &mut Fields) -> Vec<(String, f64)> {
    let Some(field) = fields.table.get("correlated") else {
        return Vec::new();
    };
    let nodes = match &field.node.value {
        Value::Array(items) => items.iter().collect(),
        _ => vec![&field.node],
    };
    let mut pairs = Vec::new();
    for node in nodes {
        let pair = match &node.value {
            Value::Table(table) => match (
                table.get("with").map(|entry| &entry.node.value),
                table.get("rho").map(|entry| &entry.node.value),
            ) {
                (Some(Value::Text(with)), Some(Value::Number(rho))) if (-1.0..=1.0).contains(rho) => {
                    Some(vec![(with.clone(), *rho)])
                }
                (Some(Value::Array(items)), Some(Value::Number(rho))) if (-1.0..=1.0).contains(rho) => items
                    .iter()
                    .map(|item| match &item.value {
                        Value::Text(with) => Some((with.clone(), *rho)),
                        _ => None,
                    })
                    .collect(),
                _ => None,
            },
            _ => None,
        };
        match pair {
            Some(pair) => pairs.extend(pair),
            None => fields.complain(
                "correlated",
                "a correlation is { with = \"ID\", rho = -1 to 1 }".to_string(),
            ),
        }
    }
    pairs
}

/// Reads a figure.
pub fn figure(id: &str, entry: &Entry, problems: &mut Problems) -> Option<FigureRow> {
    const OWN: [&str; 5] = ["title", "value", "low", "high", "unit"];
    let known: Vec<&str> = OWN.iter().chain(&ORIGIN).copied().collect();
    let before = problems.0.len();
    let mut fields = Fields::of(format!("figure.{id}"), entry, &known, problems)?;
    let row = FigureRow {
        id: id.to_string(),
        title: fields.needed("title", "what the figure is"),
        value: fields.number("value"),
        low: fields.number("low"),
        high: fields.number("high"),
        unit: fields.text("unit"),
        origin: origin(&mut fields),
        place: entry.key.clone(),
    };
    (problems.0.len() == before).then_some(row)
}
