//! The side of the page: the levers with their settings in words, and apart from them what is believed.

use maud::{Markup, html};

use super::address::Address;
use super::{Exploring, believe};
use crate::live::Lever;
use crate::room::messages::Words;

/// What a group of levers is called.
const GROUPS: [(&str, &str); 6] = [
    ("care", "group-care"),
    ("money", "group-money"),
    ("services", "group-services"),
    ("prevention", "group-prevention"),
    ("rules", "group-rules"),
    ("staff", "group-staff"),
];

/// The form that moves levers.
pub fn form(exploring: &Exploring, address: &Address, words: Words) -> Markup {
    let live = &exploring.live;
    let levers = live.board().levers();
    html! {
        form #board action="/move" method="get" aria-label=(words.say("levers")) data-acts="" {
            input type="hidden" name="from" value=(address.query(live));
            @if live.bases().len() > 1 { fieldset.lever {
                legend { (words.say("over")) }
                @for (at, base) in live.bases().iter().enumerate() {
                    label.setting { input type="radio" name="over" value=(base.name) id=(format!("over-{at}")) checked[at == address.question.base];
                        span lang="en" { (base.title) } }
                }
            } }
            @for (group, name) in GROUPS { @if levers.iter().any(|lever| lever.group == group) {
                h2 { (words.say(name)) }
                @for lever in levers.iter().filter(|lever| lever.group == group) { (one(lever, address, words)) }
            } }
            (believe::pane(exploring, address, words))
            p.sticky { button.main type="submit" { (words.say("show")) } }
        }
    }
}

/// One lever: closed where it stands as now, with what it is set to in its heading.
fn one(lever: &Lever, address: &Address, words: Words) -> Markup {
    let stands = address.question.state.position(lever);
    let moved = stands != lever.now_position();
    let word = stands
        .and_then(|at| lever.settings.get(at))
        .map_or("", |setting| setting.word.as_str());
    html! {
        details.lever #(format!("lever-{}", lever.name)) open[moved] {
            summary {
                span lang="en" { (lever.title) }
                span.stands lang="en" .moved[moved] { (word) }
            }
            fieldset lang="en" {
                legend { (lever.question) }
                @for (at, setting) in lever.settings.iter().enumerate() {
                    label.setting {
                        input type="radio" name=(lever.name) value=(at) id=(format!("{}-{at}", lever.name)) checked[stands == Some(at)];
                        span { b { (setting.word) } span.about { (setting.about) } }
                    }
                }
            }
            p { a.page href=(format!("/levers/{}", lever.name)) { (words.say("why")) } }
        }
    }
}
