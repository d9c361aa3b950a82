//! Sums of several currencies in one file: `£5,000` beside `$3,000`. A count adds numbers, and these cannot be added.

use super::document::{Document, Section};
use super::findings::Findings;

/// Currencies by the marks and codes that people write. Dollars of all countries are one, since a bare `$` may be any of them.
const CURRENCIES: [(&str, &[&str]); 8] = [
    ("pounds", &["£", "gbp"]),
    ("euros", &["€", "eur"]),
    ("dollars", &["$", "usd", "cad", "aud", "nzd"]),
    ("złoty", &["zł", "zl", "pln"]),
    ("forints", &["ft", "huf"]),
    ("crowns", &["kč", "czk"]),
    ("rupees", &["₹", "inr"]),
    ("francs", &["fr.", "chf"]),
];

/// The currency that an amount, or a word for one, names; nothing where it names none.
fn currency(text: &str) -> Option<&'static str> {
    let text = text.trim().to_lowercase();
    let marks = |mark: char| !(mark.is_ascii_digit() || mark.is_whitespace() || ",-−–—'’_+".contains(mark));
    let before = text.trim_start_matches(['-', '−', '+']).trim_start();
    let before: String = before.chars().take_while(|letter| marks(*letter)).collect();
    let behind: String = text.chars().rev().take_while(|letter| marks(*letter)).collect();
    let behind: String = behind.chars().rev().collect();
    let known = CURRENCIES.iter().find(|(_, words)| {
        // A sign may have letters beside it (`US$`), a code may not.
        let names = |part: &str| {
            let is_sign = |word: &str| !word.chars().any(char::is_alphanumeric) && part.contains(word);
            words
                .iter()
                .any(|word| part == *word || part.trim_matches('.') == *word || is_sign(word))
        };
        names(&before) || names(&behind)
    });
    known.map(|(name, _)| *name)
}

/// Tells of a sum in another currency than one before it: of the budget, of the word `currency`, of costs.
pub(super) fn tell_mixed(document: &Document, findings: &mut Findings) {
    let meta = ["budget", "currency"].into_iter().filter_map(|key| {
        let (text, line) = document.meta(key)?;
        Some((Section::Meta, format!("`{key}`"), text, line))
    });
    let cost_at = document.column(Section::Projects, "cost");
    let costs = document.records(Section::Projects).iter().filter_map(|record| {
        let cell = document.cells(*record).nth(cost_at?)?;
        Some((
            Section::Projects,
            "cost".to_owned(),
            cell.trim().to_owned(),
            record.line,
        ))
    });
    let mut first: Option<(&'static str, String, u32)> = None;
    for (section, what, text, line) in meta.chain(costs) {
        let Some(named) = currency(&text) else { continue };
        match &first {
            None => first = Some((named, text, line)),
            Some((other, shown, at)) if *other != named => {
                // A budget that was typed stands on no line.
                let at = if *at == 0 {
                    "as it was typed".to_owned()
                } else {
                    format!("line {at}")
                };
                let message = format!(
                    "{what} `{text}` is in {named}, and `{shown}` ({at}) is in {other}: write all sums in one currency (each is read as if it were of the same)"
                );
                findings.section = Some(section);
                findings.doubt(Some(line), "currencies", message);
                return;
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_known_by_its_mark_or_its_code_on_either_side() {
        for (text, named) in [
            ("£5,000", Some("pounds")),
            ("5.000 EUR", Some("euros")),
            ("-$3", Some("dollars")),
            ("US$3,000", Some("dollars")),
            ("£5,000 p.a.", Some("pounds")),
            ("60 000 zł", Some("złoty")),
            ("PLN", Some("złoty")),
            ("1'000 CHF", Some("francs")),
            ("60000", None),
            ("60.000,-", None),
            ("12.5", None),
            ("3000 p.a.", None),
        ] {
            assert_eq!(currency(text), named, "{text}");
        }
    }
}
