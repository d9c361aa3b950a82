//! The words of the page. English ones stand where they are used; Welsh ones in `cymraeg.toml`, by the English. Notes and names
//! stay in the language in which they were written; a Welsh page says so.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::budgeting::explanation::{Said, filled};
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
        filled(self.say(english), values)
    }
    /// A reason in this language.
    pub fn reason(self, said: &Said) -> String {
        said.told(&|english| self.say(english).to_owned())
    }
    /// What an order of equal projects means.
    pub fn tie_order(self, order: TieOrder) -> String {
        match order {
            TieOrder::Lot(seed) => self.fill(
                "equal projects go by lot, drawn with the seed {0}",
                &[&seed.to_string()],
            ),
            other => self.say(other.words()).to_owned(),
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
        for start in [
            "say(\"",
            "say(\n",
            "fill(\"",
            "fill(\n",
            "phrase(\"",
            "phrase(\n",
            "Said::Phrase(\"",
        ] {
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
    use crate::budgeting::exact::whole;
    use crate::budgeting::explanation::{Looked, MEASURES, explain};
    use crate::budgeting::newcomer::Newcomer;
    use crate::budgeting::rules::told::OTHERS;
    use crate::budgeting::rules::{Options, refusal, run};
    use crate::budgeting::{Election, Satisfaction, Utilities};
    use std::collections::BTreeSet;

    /// Every phrase that a source of the page asks for.
    fn asked_for() -> BTreeSet<String> {
        let sources = [
            include_str!("mod.rs"),
            include_str!("rounds.rs"),
            include_str!("words.rs"),
            include_str!("../explanation/mod.rs"),
            include_str!("../explanation/money.rs"),
            include_str!("../explanation/reasons.rs"),
            include_str!("../explanation/shares.rs"),
            include_str!("../../process/contests.rs"),
            include_str!("../../process/count.rs"),
        ];
        let mut list = phrases(&sources);
        // Marks alone are the same in every language.
        let letters = |phrase: &String| phrase.chars().any(char::is_alphabetic);
        list.retain(|phrase| !phrase.ends_with('\\') && letters(phrase));
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
        needed.extend(
            TieOrder::ALL
                .into_iter()
                .chain([TieOrder::List])
                .map(|order| order.words().to_owned()),
        );
        needed.extend(OTHERS.map(str::to_owned));
        needed.extend(Satisfaction::ALL.map(|satisfaction| satisfaction.order_of_the_rest().to_owned()));
        needed.extend(MEASURES.iter().flat_map(|(many, one)| [*many, *one]).map(str::to_owned));
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

    /// The English phrases of a reason.
    fn english(said: &Said, list: &mut BTreeSet<&'static str>) {
        match said {
            Said::Plain(_) => {}
            Said::Phrase(phrase, parts) => {
                list.insert(phrase);
                parts.iter().for_each(|part| english(part, list));
            }
            Said::Row(parts) => parts.iter().for_each(|part| english(part, list)),
        }
    }

    #[test]
    fn every_reason_under_every_rule_is_told_in_welsh_and_keeps_its_figures() {
        let mut met = BTreeSet::new();
        for (seed, budget) in (0..60u64).map(|seed| (seed, 9 + seed % 7)) {
            let named = |voter: u64| {
                let at = seed.wrapping_mul(31) + voter * (seed % 5 + 2);
                match at % 6 {
                    0 => vec!["a", "d"],
                    1 => vec!["b"],
                    2 => vec!["c", "a"],
                    3 => vec!["d", "b", "f"],
                    4 => vec!["a"],
                    _ => vec![],
                }
            };
            let ballots: Vec<Vec<&str>> = (0..9).map(named).collect();
            let ballots: Vec<(u64, &[&str])> = ballots.iter().map(|ballot| (1, ballot.as_slice())).collect();
            let projects = [("a", 6), ("b", 5), ("c", 50), ("d", 3), ("e", 4), ("f", 0)];
            let mut election = Election::approval(budget, &projects, &ballots);
            match seed % 4 {
                0 => {}
                1 => election.limits.exclusive = vec![vec![0, 1]],
                2 => {
                    election.strengths = vec![2; 9];
                    election.ballots.iter_mut().for_each(|ballot| ballot.weight *= 2);
                }
                _ => election.limits.least_votes = Some(whole(3)),
            }
            for rule in Rule::ALL.into_iter().chain(Rule::BY_NAME) {
                for partial in [false, true] {
                    let options = Options {
                        partial,
                        ..Options::default()
                    }
                    .for_people(rule);
                    if refusal(rule, &election, &options).is_some() {
                        continue;
                    }
                    let outcome = run(rule, &election, &options);
                    let utilities = Utilities::new(&election, Satisfaction::Cost);
                    for mut verdict in explain(&election, &utilities, &outcome) {
                        let newcomers = [
                            Newcomer::Names,
                            Newcomer::Gives(whole(1 + seed % 3)),
                            Newcomer::RanksFirst,
                        ];
                        let newcomer = &newcomers[seed as usize % 3];
                        let votes = Some(seed % 3).filter(|votes| *votes > 0);
                        let cost = Looked::For(Some(&whole(1)));
                        verdict.searched(&election, votes, newcomer, [cost, Looked::Not][seed as usize / 3 % 2]);
                        english(&verdict.said, &mut met);
                        let (told, welsh) = (verdict.said.english(), Language::Welsh.reason(&verdict.said));
                        assert_eq!(told, verdict.text);
                        assert_ne!(told, welsh);
                        let figures = |text: &str| -> BTreeSet<String> {
                            let parts = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
                            let parts = parts.map(|part| part.trim_matches('.').to_owned());
                            parts.filter(|part| !part.is_empty()).collect()
                        };
                        assert_eq!(figures(&told), figures(&welsh), "{told}\n{welsh}");
                    }
                }
            }
        }
        assert!(met.len() > 40, "{met:?}");
        for phrase in met.into_iter().filter(|phrase| phrase.chars().any(char::is_alphabetic)) {
            assert_ne!(Language::Welsh.say(phrase), phrase, "has no Welsh");
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
