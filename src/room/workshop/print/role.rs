//! Role cards: what each camp of belief says, out of the very assumptions that stand for it in the model.

use maud::{Markup, html};

use crate::room::Words;
use crate::scenario::source::EMBEDDED;

/// The camps that have beliefs of their own, by file.
const CAMPS: [&str; 3] = ["market", "planning", "sceptic"];
/// Arguments on a card.
const ARGUMENTS: usize = 6;

/// An argument of a camp: what it says, and what others answer.
struct Argument {
    says: String,
    answer: String,
    source: String,
}

/// One argument of each section of a camp's file, in the order of the file.
fn arguments(file: &toml::Table) -> Vec<Argument> {
    let text = |table: &toml::Table, key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let argument = |table: &toml::Table| {
        Some(Argument {
            says: text(table, "note")?,
            answer: text(table, "contrary")?,
            source: text(table, "source")?,
        })
    };
    let sections = file.values().filter_map(toml::Value::as_table);
    let first = |section: &toml::Table| section.values().filter_map(toml::Value::as_table).find_map(argument);
    sections.filter_map(first).take(ARGUMENTS).collect()
}

/// The cards.
pub fn cards(words: Words) -> Markup {
    html! {
        p { (words.say("print-roles-how")) }
        @for camp in CAMPS {
            @let path = format!("advocates/{camp}.toml");
            @let text = EMBEDDED.get_file(&path).and_then(|file| file.contents_utf8()).unwrap_or_default();
            @if let Ok(file) = text.parse::<toml::Table>() {
                @let said = |key: &str| file.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
                section.sheet.role {
                    h2 { (super::effects::camp_name(words, camp)) }
                    div lang="en" {
                        h1 { (said("title")) }
                        p { (said("description")) }
                        h3 { "You say" }
                        ul {
                            @for one in arguments(&file) {
                                li { strong { (capital(&one.says)) "." } " Others will answer: " (one.answer) "." br; small { (one.source) } }
                            }
                        }
                        p { "Stay in your role until the vote. Look for one proposal that you would fund for other reasons than your neighbours." }
                    }
                }
            }
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_camp_has_a_card_with_arguments_and_what_others_answer() {
        let page = cards(Words::default()).into_string();
        assert_eq!(page.matches("class=\"sheet role\"").count(), CAMPS.len());
        assert_eq!(page.matches("Others will answer: ").count(), CAMPS.len() * ARGUMENTS);
    }
}
