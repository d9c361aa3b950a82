//! The language of the page of a process. English words stand where they are used; Welsh ones in `cymraeg.toml`, by the English.
//!
//! Notes, titles of proposals and of the model's measures, sources, the glossary and the drawings stay in the language in
//! which they were written; a Welsh page says so and marks them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Ballot;
use crate::budgeting::explanation::filled;
use crate::budgeting::page::Language;

/// Welsh words by English ones.
const WELSH: &str = include_str!("cymraeg.toml");

/// The table of Welsh words; a test sees to it that it can be read.
fn welsh() -> &'static BTreeMap<String, String> {
    static TABLE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TABLE.get_or_init(|| toml::from_str(WELSH).unwrap_or_default())
}

impl Ballot<'_> {
    /// Words in the page's language; those of the page of a vote where this one has none of its own.
    pub(super) fn say<'w>(&self, english: &'w str) -> &'w str {
        match self.language {
            Language::English => english,
            Language::Welsh => match welsh().get(english) {
                Some(found) => found,
                None => self.language.say(english),
            },
        }
    }

    /// Words with what belongs into them in place of `{0}`, `{1}` and so on.
    pub(super) fn fill(&self, english: &str, values: &[&str]) -> String {
        filled(self.say(english), values)
    }

    /// A number with its unit, as `£1.2 million` or `+0.3 points`: the unit in the page's language.
    pub(super) fn number(&self, text: String) -> String {
        if self.language == Language::English {
            return text;
        }
        let whole = self.say(&text);
        if *whole != *text {
            return whole.to_owned();
        }
        match text.split_once(' ') {
            Some((number, unit)) => format!("{number} {}", self.say(unit)),
            None => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::page::phrases;
    use std::collections::BTreeSet;

    /// Every phrase that a source of the page asks for.
    fn asked_for() -> BTreeSet<String> {
        let sources = [
            include_str!("mod.rs"),
            include_str!("page.rs"),
            include_str!("sections.rs"),
            include_str!("text.rs"),
        ];
        let mut list = phrases(&sources);
        list.retain(|phrase| !phrase.is_empty());
        list
    }

    #[test]
    fn every_word_of_the_page_of_a_process_has_a_welsh_one_with_the_same_places_to_fill() {
        let table: BTreeMap<String, String> = toml::from_str(WELSH).expect("a table");
        let asked = asked_for();
        assert!(asked.len() > 60, "{asked:?}");
        for english in &asked {
            let known = table.contains_key(english) || Language::Welsh.say(english) != english.as_str();
            assert!(known, "`{english}` has no Welsh");
        }
        for (english, welsh) in &table {
            for place in 0..8 {
                let mark = format!("{{{place}}}");
                assert_eq!(english.contains(&mark), welsh.contains(&mark), "{english}");
            }
        }
    }

    #[test]
    fn no_phrase_of_the_table_is_used_nowhere() {
        let table: BTreeMap<String, String> = toml::from_str(WELSH).expect("a table");
        let asked = asked_for();
        // Words that numbers, groups, goals and purses bring with them.
        let code = [
            include_str!("charts.rs"),
            include_str!("../words.rs"),
            include_str!("../../process/goals.rs"),
        ];
        let units = [
            "million",
            "billion",
            "points",
            "point",
            "in 100,000",
            "QALYs",
            "people",
            "years",
            "weeks",
        ];
        for english in table.keys() {
            let brought =
                units.contains(&english.as_str()) || code.iter().any(|code| code.contains(&format!("\"{english}\"")));
            assert!(asked.contains(english) || brought, "`{english}` is used nowhere");
        }
    }
}
