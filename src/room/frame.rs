//! The frame around every page: one design, one sheet of style, one script, for phone, desk, wall and paper.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};

use super::messages::{Language, Words};
use crate::budgeting::page::signs::held;

pub(super) const STYLE: &str = concat!(include_str!("../budgeting/page/design.css"), include_str!("look.css"));
const SCRIPT: &str = include_str!("act.js");

/// What a page is shown on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum On {
    /// A phone, a desk or paper.
    #[default]
    Screen,
    /// The wall: nothing around the message.
    Wall,
}

/// A page, ready to be answered with.
#[derive(Debug)]
pub struct Page {
    words: Words,
    title: String,
    body: Markup,
    on: On,
    /// Address of this page in another language, but for `lang=`.
    here: Option<String>,
    scripts: Vec<&'static str>,
    styles: Vec<&'static str>,
    links: Vec<(String, String)>,
}

impl Page {
    /// Of a title and what stands in its middle; the heading is the page's own.
    pub fn new(words: &Words, title: impl Into<String>, body: Markup) -> Page {
        Page {
            words: *words,
            title: title.into(),
            body,
            on: On::default(),
            here: None,
            scripts: Vec::new(),
            styles: Vec::new(),
            links: Vec::new(),
        }
    }

    /// For a projector: no links, nothing to scroll.
    #[must_use]
    pub fn wall(mut self) -> Page {
        self.on = On::Wall;
        self
    }

    /// Offers the page in the other languages; `here` is its address with its query, without `lang=`.
    #[must_use]
    pub fn languages(mut self, here: impl Into<String>) -> Page {
        self.here = Some(here.into());
        self
    }

    /// Adds a script of one's own after the common one.
    #[must_use]
    pub fn script(mut self, address: &'static str) -> Page {
        self.scripts.push(address);
        self
    }

    /// Adds a sheet of style of one's own after the common one.
    #[must_use]
    pub fn style(mut self, address: &'static str) -> Page {
        self.styles.push(address);
        self
    }

    /// Adds a link at the top: address and words.
    #[must_use]
    pub fn link(mut self, address: impl Into<String>, words: impl Into<String>) -> Page {
        self.links.push((address.into(), words.into()));
        self
    }

    /// The page for an address that leads nowhere.
    pub fn nowhere(words: &Words) -> Page {
        let body = html! { h1 { (words.say("nowhere")) } p { a href="/" { (words.say("to-the-start")) } } };
        Page::new(words, words.say("nowhere"), body)
    }

    /// The page for what cannot be done, in the words of the error.
    pub fn refused(words: &Words, why: &str) -> Page {
        let body = html! {
            h1 { (words.say("cannot-be")) }
            p.alert role="alert" lang="en" { (why) }
            p { a href="/" { (words.say("to-the-start")) } }
        };
        Page::new(words, words.say("cannot-be"), body)
    }

    /// The whole document.
    pub fn markup(&self) -> Markup {
        let words = self.words;
        html! {
            (DOCTYPE)
            html lang=(words.language.code()) class=[(self.on == On::Wall).then_some("wall")] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · carepool" }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href="/look.css";
                    @for style in &self.styles { link rel="stylesheet" href=(style); }
                    script src="/act.js" defer {}
                    @for script in &self.scripts { script src=(script) defer {} }
                }
                body {
                    @if self.on == On::Screen {
                        a.skip href="#main" { (words.say("skip")) }
                        header.top {
                            a.home href="/" { "carepool" }
                            nav aria-label=(words.say("pages")) {
                                @for (address, text) in &self.links { a href=(address) { (text) } }
                                @if let Some(here) = &self.here { (others(words, here)) }
                            }
                        }
                    }
                    main #main { (self.body) }
                }
            }
        }
    }
}

/// Links to the same page in the other languages.
fn others(words: Words, here: &str) -> Markup {
    let join = if here.contains('?') { '&' } else { '?' };
    html! {
        @for language in Language::ALL.into_iter().filter(|language| *language != words.language) {
            a href=(format!("{here}{join}lang={}", language.code())) lang=(language.code()) hreflang=(language.code()) { (language.own_name()) }
        }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        Html(held(&self.markup().into_string())).into_response()
    }
}

/// Style and script.
pub fn assets() -> Router {
    let file = |kind: &'static str, text: &'static str| {
        get(move || async move { ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text) })
    };
    Router::new()
        .route("/look.css", file("text/css; charset=utf-8", STYLE))
        .route("/act.js", file("text/javascript; charset=utf-8", SCRIPT))
}

#[cfg(test)]
mod tests {
    /// Whether a sheet names a colour by its number, outside what is drawn in pictures and what paper and the dark ask for.
    fn colours(sheet: &str) -> Vec<&str> {
        let plain = sheet
            .lines()
            .filter(|line| !line.contains("svg [") && !line.trim_start().starts_with(":root"));
        plain
            .flat_map(|line| line.split([' ', ':', ';']))
            .filter(|word| word.starts_with('#') && word.len() > 3)
            .filter(|word| word[1..].chars().all(|c| c.is_ascii_hexdigit()))
            .collect()
    }

    #[test]
    fn colours_and_letters_are_named_once_for_all_pages() {
        let sheets = [
            include_str!("look.css"),
            include_str!("workshop/workshop.css"),
            include_str!("../budgeting/page/page.css"),
        ];
        for sheet in sheets {
            // The dark's own values stand on the second line of their block.
            let own: Vec<&str> = colours(sheet)
                .into_iter()
                .filter(|one| !super::STYLE.contains(&format!("--blue: {one}")))
                .collect();
            let dark = ["#10151b", "#ffb37a", "#ffc266", "#7cc4f2"];
            assert!(own.iter().all(|one| dark.contains(one)), "{own:?}");
            assert!(
                !sheet.contains("Helvetica") && !sheet.contains("monospace"),
                "a typeface of its own"
            );
        }
        assert_eq!(crate::budgeting::page::STYLE.matches("--blue: #00568a").count(), 1);
    }
}
