//! A scenario file as a tree of values, each of which knows its place.
//!
//! The tree is made by hand from the `toml` crate's spanned document, because everything else that reads TOML into
//! types loses the places, and with them the line in an error and the layer a value came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::problem::{Fault, Place, Problem, Problems};
use super::source::Source;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where.
    pub place: Place,
    /// What.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// An integer or a float.
    Number(f64),
    /// `true` or `false`.
    Switch(bool),
    /// A date or time, as text.
    Date(String),
    /// An array.
    Array(Vec<Node>),
    /// A table.
    Table(Table),
}

/// A table, in the order of its keys' names: the order in a file never matters.
pub type Table = BTreeMap<String, Entry>;

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands.
    pub key: Place,
    /// Its value.
    pub node: Node,
}

impl Value {
    /// What kind of value it is, for messages.
    pub fn found(&self) -> String {
        match self {
            Value::Text(text) => format!("the text \"{}\"", text.chars().take(60).collect::<String>()),
            Value::Number(number) => format!("the number {number}"),
            Value::Switch(value) => format!("`{value}`"),
            Value::Date(text) => format!("the date {text}"),
            Value::Array(_) => "an array".to_string(),
            Value::Table(_) => "a table".to_string(),
        }
    }
    /// The same value whatever its place, in one spelling; keys stand in the order of their names.
    pub fn canonical(&self) -> String {
        match self {
            Value::Text(text) => format!("{text:?}"),
            Value::Number(number) => format!("{number:?}"),
            Value::Switch(value) => value.to_string(),
            Value::Date(text) => text.clone(),
            Value::Array(items) => {
                format!(
                    "[{}]",
                    items
                        .iter()
                        .map(|item| item.value.canonical())
                        .collect::<Vec<_>>()
                        .join(", ")
                )
            }
            Value::Table(table) => {
                let entries = table
                    .iter()
                    .map(|(key, entry)| format!("{key} = {}", entry.node.value.canonical()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Longest line of dots in a key or depth of brackets that a scenario could need; beyond it recursion would be at risk.
const DEEPEST: usize = 60;

/// Parses a file; every syntax error is reported.
pub fn parse(source: &Arc<Source>, problems: &mut Problems) -> Table {
    let place = |span: std::ops::Range<usize>| Place {
        source: source.clone(),
        span,
    };
    if let Some(at) = too_deep(&source.text) {
        problems.push(Problem::at(Fault::TooDeep { limit: DEEPEST }, &place(at..at + 1), ""));
        return Table::new();
    }
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        for error in errors.iter().take(50) {
            let span = error.span().unwrap_or(0..0);
            problems.push(Problem::at(
                Fault::Syntax(error.message().to_string()),
                &place(span),
                "",
            ));
        }
        return Table::new();
    }
    table(document.get_ref(), source, problems)
}

/// The first byte at which keys or brackets are nested deeper than any scenario; counts generously (also in texts).
fn too_deep(text: &str) -> Option<usize> {
    let (mut brackets, mut dots) = (0usize, 0usize);
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), b) if b == open || b == b'\n' => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[' | b'{') => brackets += 1,
            (None, b']' | b'}') => brackets = brackets.saturating_sub(1),
            (None, b'.') => dots += 1,
            (None, b'\n' | b'=' | b',') => dots = 0,
            _ => {}
        }
        // Prose in a comment may hold many dots; only keys, which no space interrupts, count.
        if byte == b'#' {
            dots = 0;
        }
        if quote.is_none() && (brackets > 4 * DEEPEST || dots > 4 * DEEPEST) {
            return Some(at);
        }
    }
    None
}

fn table(document: &DeTable<'_>, source: &Arc<Source>, problems: &mut Problems) -> Table {
    let mut entries = Table::new();
    for (key, value) in document {
        seen(key.get_ref(), source, key.span(), problems);
        let entry = Entry {
            key: Place {
                source: source.clone(),
                span: key.span(),
            },
            node: node(value, source, problems),
        };
        entries.insert(key.get_ref().to_string(), entry);
    }
    entries
}

fn node(value: &toml::Spanned<DeValue<'_>>, source: &Arc<Source>, problems: &mut Problems) -> Node {
    let value_span = value.span();
    let place = Place {
        source: source.clone(),
        span: value_span.clone(),
    };
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => {
            let digits = integer.as_str().replace('_', "");
            let number = i128::from_str_radix(digits.trim_start_matches('+'), integer.radix()).map(|n| n as f64);
            Value::Number(number.unwrap_or_else(|_| digits.parse().unwrap_or(f64::NAN)))
        }
        DeValue::Float(float) => Value::Number(float.as_str().replace('_', "").parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Switch(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| node(item, source, problems)).collect()),
        DeValue::Table(inner) => Value::Table(table(inner, source, problems)),
    };
    if let Value::Text(text) = &value {
        seen(text, source, value_span.clone(), problems);
    }
    if let Value::Number(number) = value
        && !number.is_finite()
    {
        let fault = Fault::WrongKind {
            found: "this".to_string(),
            expected: "a finite number".to_string(),
        };
        problems.push(Problem::at(fault, &place, ""));
        return Node {
            place,
            value: Value::Number(0.0),
        };
    }
    Node { place, value }
}

/// Refuses a text with characters that are not to be seen: control characters, which drawings cannot hold and terminals obey,
/// and the marks that turn the direction of writing. Lines and tabs may stand in a text.
fn seen(text: &str, source: &Arc<Source>, span: std::ops::Range<usize>, problems: &mut Problems) {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let unseen = |c: &char| (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || turns(*c);
    if let Some(found) = text.chars().find(unseen) {
        let place = Place {
            source: source.clone(),
            span,
        };
        problems.push(Problem::at(Fault::Unseen(found.into()), &place, "").expecting("text that can be read"));
    }
}

/// Lays `upper` over `lower`: tables merge, everything else (arrays too) is replaced. A table that itself holds a value
/// (`value`, or a distribution) is one assumption and is replaced whole: half of an old one would be nobody's.
pub fn merge(lower: &mut Table, upper: Table, is_value: &dyn Fn(&Table) -> bool) {
    for (key, entry) in upper {
        match (lower.get_mut(&key).map(|old| &mut old.node.value), &entry.node.value) {
            (Some(Value::Table(below)), Value::Table(above)) if !is_value(above) && !is_value(below) => {
                merge(below, above.clone(), is_value);
            }
            _ => {
                lower.insert(key, entry);
            }
        }
    }
}

/// The node at a dotted key.
pub fn find<'a>(table: &'a Table, key: &str) -> Option<&'a Node> {
    match key.split_once('.') {
        None => table.get(key).map(|entry| &entry.node),
        Some((first, rest)) => match &table.get(first)?.node.value {
            Value::Table(inner) => find(inner, rest),
            _ => None,
        },
    }
}

/// The same, to be changed.
pub fn find_mut<'a>(table: &'a mut Table, key: &str) -> Option<&'a mut Node> {
    match key.split_once('.') {
        None => table.get_mut(key).map(|entry| &mut entry.node),
        Some((first, rest)) => match &mut table.get_mut(first)?.node.value {
            Value::Table(inner) => find_mut(inner, rest),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Root;
    use super::*;

    fn read(text: &str) -> (Table, Problems) {
        let mut problems = Problems::default();
        let source = Arc::new(Source::new("x", Root::Embedded, "x", text.to_string()));
        (parse(&source, &mut problems), problems)
    }

    #[test]
    fn characters_that_cannot_be_seen_are_refused_with_their_line() {
        for hidden in ["\\u001b[31m", "\\u0007", "\\u0000", "\\u009b", "\\u202e", "\\u2066"] {
            for text in [
                format!("a = 1\ntitle = \"x{hidden}y\"\n"),
                format!("a = 1\n\"x{hidden}y\" = 2\n"),
                format!("a = 1\nb = [{{ c = \"{hidden}\" }}]\n"),
            ] {
                let (_, problems) = read(&text);
                let [problem] = problems.0.as_slice() else {
                    panic!("{text}: {problems:?}")
                };
                assert!(matches!(problem.fault, Fault::Unseen(_)));
                assert_eq!(problem.place.as_ref().map(Place::line), Some(2), "{text}");
            }
        }
        assert!(read("a = \"\"\"two\nlines\tand a tab, £ − é\"\"\"\n").1.is_empty());
    }

    #[test]
    fn values_keep_their_lines() {
        let (table, problems) = read("a = 1\n[b]\nc = { d = [\"x\", 2.5] }\n");
        assert!(problems.is_empty());
        let Value::Table(b) = &table["b"].node.value else {
            panic!()
        };
        assert_eq!(b["c"].key.line(), 3);
        assert_eq!(b["c"].node.value.canonical(), "{ d = [\"x\", 2.5] }");
    }

    #[test]
    fn every_syntax_error_is_reported() {
        let (_, problems) = read("a = \nb = [1\nc = 2\nc = 3\n");
        assert!(problems.0.len() >= 2, "{problems}");
    }

    #[test]
    fn nesting_beyond_reason_is_an_error_and_not_a_crash() {
        for text in [
            format!("a = {}", "[".repeat(100_000)),
            format!("a = {}", "{a=".repeat(100_000)),
            format!("a{} = 1", ".a".repeat(100_000)),
            format!("[a{}]", ".a".repeat(100_000)),
            format!("[a{}]", ". a".repeat(100_000)),
            format!("[a{}]", ".\"a\"".repeat(100_000)),
            "a.".repeat(200) + "a = 1",
            "[".repeat(200) + "a",
        ] {
            assert!(!read(&text).1.is_empty() || text.len() < 1000);
        }
    }

    #[test]
    fn infinity_and_not_a_number_are_refused() {
        for text in ["a = inf", "a = nan", "a = -inf", "a = 1e999"] {
            assert!(!read(text).1.is_empty(), "{text}");
        }
        assert!(read("a = 0xff\nb = 1_000\nc = +5").1.is_empty());
    }
}
