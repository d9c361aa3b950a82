//! What can be done with a choice beside moving a lever: take it back, see it again, keep it, carry it away.

use maud::{Markup, html};

use super::Exploring;
use super::address::{Address, SAVED};
use crate::room::messages::Words;

/// Undo, redo, replay, compare, save.
pub fn bar(exploring: &Exploring, address: &Address, words: Words) -> Markup {
    let live = &exploring.live;
    let link = |to: Option<Address>, name: &str, id: &str| {
        html! {
            @if let Some(to) = to { a.button id=(id) href=(to.link(live)) data-go="" { (words.say(name)) } }
            @else { span.button.off id=(id) aria-disabled="true" { (words.say(name)) } }
        }
    };
    let now = Address {
        question: address.question.as_now(),
        ..Address::default()
    };
    let all_as_now = (!address.question.is_as_now()).then(|| address.changed(now.question));
    html! { div #tools role="group" aria-label=(words.say("tools")) {
        (link(address.undone(), "undo", "undo"))
        (link(address.redone(), "redo", "redo"))
        button type="button" #replay hidden disabled[address.was.is_none()] { (words.say("replay")) }
        button type="button" #hold hidden disabled[address.was.is_none()] aria-pressed="false" { (words.say("hold")) }
        (link(all_as_now, "all-as-now", "all-as-now"))
        @for (at, name) in SAVED.iter().enumerate() {
            (link(Some(address.saved_as(at)), ["save-a", "save-b", "save-c"][at], &format!("save-{name}")))
        }
    } }
}

/// The choice as an address and as a file, and a file back into a choice.
pub fn share(exploring: &Exploring, address: &Address, words: Words) -> Markup {
    let live = &exploring.live;
    let query = address.query(live);
    let text = live.file(&address.question).unwrap_or_default();
    let mut command = format!("carepool run {} levers.toml", live.bases()[0].name);
    if let Some(area) = &live.first().area {
        command.push_str(&format!(" --area \"{}\"", area.name));
    }
    html! { section #share {
        h2 { (words.say("share")) }
        p { (words.say("share-address")) }
        p { a.button href=(format!("/levers.toml?{query}")) download="levers.toml" { (words.say("download")) } }
        details { summary { (words.say("see-file")) } pre tabindex="0" lang="en" { (text) } p { (words.say("run-it")) } pre tabindex="0" { (command) } }
        details { summary { (words.say("open-file")) }
            form action="/open" method="post" {
                (exploring.token.field())
                p { label for="choose-file" hidden { (words.say("choose-file")) } input #choose-file type="file" accept=".toml,text/plain" hidden; }
                p { label for="file" { (words.say("paste-file")) } br; textarea #file name="file" rows="6" cols="40" required {} }
                button type="submit" { (words.say("open")) }
            }
        }
    } }
}
