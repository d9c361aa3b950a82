//! What is believed, apart from what is done: a camp, or one number.

use maud::{Markup, html};

use super::Exploring;
use super::address::Address;
use crate::live::Beliefs;
use crate::room::messages::Words;
use crate::scenario::Assumption;

/// What the camps are called.
const CAMPS: [(&str, &str); 3] = [
    ("planning", "camp-planning"),
    ("market", "camp-market"),
    ("sceptic", "camp-sceptic"),
];

/// What a camp is called; without one, the evidence as it is read here.
pub fn camp_name(camp: Option<&str>, words: Words) -> String {
    match camp {
        None => words.say("camp-none-short"),
        Some(camp) => {
            let known = CAMPS.iter().find(|(name, _)| *name == camp);
            known.map_or_else(|| camp.to_owned(), |(_, text)| words.say(text))
        }
    }
}

/// The pane.
pub fn pane(exploring: &Exploring, address: &Address, words: Words) -> Markup {
    let beliefs = &address.question.beliefs;
    let camps = Beliefs::camps();
    let named = |camp: &str| {
        CAMPS
            .iter()
            .find(|(name, _)| *name == camp)
            .map(|(_, text)| words.say(text))
    };
    html! {
        h2 { (words.say("beliefs")) }
        details.lever #beliefs open[!beliefs.is_empty()] {
            summary {
                span { (words.say("beliefs-summary")) }
                span.stands .moved[!beliefs.is_empty()] { (stands(beliefs, &named, words)) }
            }
            p { (words.say("beliefs-lead")) }
            fieldset {
                legend { (words.say("camp")) }
                label.setting { input type="radio" name="camp" value="" id="camp-none" checked[beliefs.camp().is_none()]; span { (words.say("camp-none")) } }
                @for camp in &camps {
                    label.setting { input type="radio" name="camp" value=(camp) id=(format!("camp-{camp}")) checked[beliefs.camp() == Some(camp.as_str())];
                        span { (named(camp).unwrap_or_else(|| camp.clone())) } }
                }
            }
            @for (key, value) in beliefs.numbers() {
                p { label for=(format!("number-{key}")) { (words.say("number-stands")) " " code { (key) } }
                    input type="text" name=(key) value=(value) id=(format!("number-{key}"));
                    @if let Some(known) = assumption(exploring, key) { br; (told(known, words)) } }
            }
            fieldset {
                legend { (words.say("number")) }
                p { label for="belief-key" { (words.say("number-key")) } input #belief-key type="text" name="key" list="keys" autocomplete="off"; }
                p { label for="belief-value" { (words.say("number-value")) } input #belief-value type="text" name="value" autocomplete="off"; }
                datalist #keys { @for known in uncertain(exploring) { option value=(known.key) { (known.meaning) } } }
            }
        }
    }
}

fn stands(beliefs: &Beliefs, named: &dyn Fn(&str) -> Option<String>, words: Words) -> String {
    if beliefs.is_empty() {
        return words.say("camp-none-short");
    }
    let camp = beliefs
        .camp()
        .map(|camp| named(camp).unwrap_or_else(|| camp.to_string()));
    let numbers = beliefs.numbers().map(|(key, value)| format!("{key} = {value}"));
    camp.into_iter().chain(numbers).collect::<Vec<_>>().join("; ")
}

/// What nobody knows for certain, and may be believed otherwise.
fn uncertain(exploring: &Exploring) -> impl Iterator<Item = &Assumption> {
    let known = exploring.live.first().assumptions().iter();
    known.filter(|known| {
        known.distribution.is_some()
            && exploring.live.catalogue().get(&known.key).is_some()
            && !exploring.live.catalogue().is_settled(&known.key)
    })
}

fn assumption<'e>(exploring: &'e Exploring, key: &str) -> Option<&'e Assumption> {
    exploring
        .live
        .first()
        .assumptions()
        .iter()
        .find(|known| known.key == key)
}

/// What a number is, what it is otherwise and where that comes from.
fn told(known: &Assumption, words: Words) -> Markup {
    html! { small { span lang="en" { (known.meaning) } " " (words.say("number-otherwise")) " " span lang="en" { (known.text) " (" (known.meta.get("source").map_or("", String::as_str)) ")" } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_camp_that_is_shipped_has_a_name_in_both_languages() {
        let camps = Beliefs::camps();
        assert_eq!(camps.len(), CAMPS.len());
        for camp in camps {
            assert!(CAMPS.iter().any(|(name, _)| *name == camp), "{camp}");
        }
    }
}
