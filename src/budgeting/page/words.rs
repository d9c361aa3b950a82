//! The words of the page. English ones stand where they are used; Welsh ones in `cymraeg.toml`, by the English. Reasons, notes and
//! names stay in the language in which they were written; a Welsh page says so.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::budgeting::rules::Rule;
use crate::budgeting::tie::TieOrder;

/// Welsh words by English ones.
const WELSH: &str = include_str!("cymraeg.toml");

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Welsh.
    Welsh,
}

/// The table of Welsh words; a test sees to it that it can be read.
fn welsh() -> &'static BTreeMap<String, String> {
    static TABLE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TABLE.get_or_init(|| toml::from_str(WELSH).unwrap_or_default())
}

impl Language {
    /// Code for browsers and screen readers.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Welsh => "cy",
        }
    }
    /// Words in this language; English where no others are known (words of a ballot file).
    pub fn say(self, english: &str) -> &str {
        match self {
            Language::English => english,
            Language::Welsh => welsh().get(english).map_or(english, String::as_str),
        }
    }
    /// Words with what belongs into them in place of `{0}`, `{1}` and so on.
    pub(super) fn fill(self, english: &str, values: &[&str]) -> String {
        Language::filled(self.say(english), values)
    }
    /// A text with values in place of `{0}`, `{1}` and so on.
    pub fn filled(text: &str, values: &[&str]) -> String {
        let mut rest = text;
        let mut text = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            match after.split_once('}') {
                Some((number, after)) => {
                    let value = number.parse::<usize>().ok().and_then(|at| values.get(at));
                    text.push_str(value.copied().unwrap_or_default());
                    rest = after;
                }
                None => rest = after,
            }
        }
        text.push_str(rest);
        text
    }
    /// What an order of equal projects means.
    pub fn tie_order(self, order: TieOrder) -> String {
        match order {
            TieOrder::Lot(seed) => self.fill(
                "equal projects go by lot, drawn with the seed {0}",
                &[&seed.to_string()],
            ),
            other => self.say(&other.meaning()).to_owned(),
        }
    }
}

/// A rule's name for people who have never heard of it.
pub fn plain_name(rule: Rule, language: Language) -> &'static str {
    let english = rule.plain_name();
    match language {
        Language::English => english,
        Language::Welsh => welsh().get(english).map_or(english, String::as_str),
    }
}

/// The phrases that sources ask for in another language: what stands in quotes behind `say(` and `fill(`.
#[cfg(test)]
pub(crate) fn phrases(sources: &[&str]) -> std::collections::BTreeSet<String> {
    let mut list = std::collections::BTreeSet::new();
    for source in sources {
        for start in ["say(\"", "say(\n", "fill(\"", "fill(\n"] {
            for (at, _) in source.match_indices(start) {
                let rest = &source[at..];
                let Some(open) = rest.find('"') else { continue };
                if let Some(end) = rest[open + 1..].find('"') {
                    list.insert(rest[open + 1..open + 1 + end].to_owned());
                }
            }
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every phrase that a source of the page asks for.
    fn asked_for() -> BTreeSet<String> {
        let sources = [
            include_str!("mod.rs"),
            include_str!("rounds.rs"),
            include_str!("words.rs"),
        ];
        let mut list = phrases(&sources);
        list.retain(|phrase| !phrase.ends_with('\\') && !phrase.is_empty());
        list
    }

    #[test]
    fn every_word_of_the_page_has_a_welsh_one_with_the_same_places_to_fill() {
        let table: BTreeMap<String, String> = toml::from_str(WELSH).expect("a table");
        let asked = asked_for();
        assert!(asked.len() > 30, "{asked:?}");
        let mut needed: Vec<String> = asked.into_iter().collect();
        for rule in Rule::ALL.into_iter().chain(Rule::BY_NAME) {
            needed.push(plain_name(rule, Language::English).to_owned());
            needed.push(rule.meaning().to_owned());
        }
        needed.extend(TieOrder::ALL.into_iter().chain([TieOrder::List]).map(TieOrder::meaning));
        for english in &needed {
            assert!(table.contains_key(english), "`{english}` has no Welsh");
        }
        for (english, welsh) in &table {
            assert!(
                needed.contains(english) || english.chars().all(|c| c.is_lowercase() || c == '_'),
                "`{english}` is used nowhere"
            );
            for place in 0..6 {
                let mark = format!("{{{place}}}");
                assert_eq!(english.contains(&mark), welsh.contains(&mark), "{english}");
            }
        }
    }

    #[test]
    fn places_are_filled_in_the_order_of_each_language() {
        let said = |language: Language| language.fill("{0}: funded for {1}", &["A {1}", "£5"]);
        assert_eq!(said(Language::English), "A {1}: funded for £5");
        assert_eq!(said(Language::Welsh), "A {1}: ariannwyd am £5");
        assert_eq!(
            Language::Welsh.tie_order(TieOrder::Lot(7)),
            "trefnir prosiectau cyfartal drwy goelbren, a dynnwyd â’r hedyn 7"
        );
    }
}
