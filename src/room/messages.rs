//! What pages say, in English and in Welsh: one text a name, kept in files that a translator can work on.
//!
//! Words of the model itself (titles of measures, levers, evidence) stand where they are declared, in English; a page in
//! another language marks them with `lang="en"`.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::LazyLock;

use axum::extract::{FromRequestParts, Request};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, HeaderValue, SET_COOKIE};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The texts, file by file.
const FILES: &[(Language, &str)] = &[
    (Language::English, include_str!("messages/en/frame.ftl")),
    (Language::Welsh, include_str!("messages/cy/frame.ftl")),
    (Language::English, include_str!("messages/en/explore.ftl")),
    (Language::Welsh, include_str!("messages/cy/explore.ftl")),
    (Language::English, include_str!("messages/en/workshop.ftl")),
    (Language::Welsh, include_str!("messages/cy/workshop.ftl")),
];

/// A language that pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Welsh.
    Welsh,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 2] = [Language::English, Language::Welsh];

    /// Its code: `en`, `cy`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Welsh => "cy",
        }
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Welsh => "Cymraeg",
        }
    }

    fn of(code: &str) -> Option<Language> {
        let code = code.trim().split(['-', '_', ';']).next().unwrap_or_default();
        Language::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(code))
    }
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<BTreeMap<Language, Bundle>> = LazyLock::new(|| {
    Language::ALL
        .into_iter()
        .map(|language| {
            let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
            let mut bundle = Bundle::new_concurrent(vec![id]);
            // Marks around what is put in are for texts that mix directions; neither language does.
            bundle.set_use_isolating(false);
            for (_, text) in FILES.iter().filter(|(of, _)| *of == language) {
                // What can be read of a file that has a fault is used; a test refuses the fault.
                let resource = FluentResource::try_new((*text).to_string()).unwrap_or_else(|(resource, _)| resource);
                let _ = bundle.add_resource(resource);
            }
            (language, bundle)
        })
        .collect()
});

/// What a page says to a reader of one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The language.
    pub language: Language,
}

impl Words {
    /// In a language.
    pub fn of(language: Language) -> Words {
        Words { language }
    }

    /// The text of a name.
    pub fn say(self, name: &str) -> String {
        self.tell(name, &[])
    }

    /// The text of a name with what belongs in it.
    pub fn tell(self, name: &str, with: &[(&str, &str)]) -> String {
        let mut arguments = FluentArgs::new();
        for (key, value) in with {
            // A plain number chooses between one and many; anything else is a text.
            match value.parse::<u32>() {
                Ok(number) => arguments.set(*key, FluentValue::from(number)),
                Err(_) => arguments.set(*key, FluentValue::from(*value)),
            }
        }
        let text = BUNDLES.get(&self.language).and_then(|bundle| {
            let pattern = bundle.get_message(name)?.value()?;
            Some(
                bundle
                    .format_pattern(pattern, Some(&arguments), &mut Vec::new())
                    .into_owned(),
            )
        });
        // A test holds every name in the program to a text, so that no reader sees this.
        text.unwrap_or_else(|| format!("[{name}]"))
    }
}

fn asked(query: Option<&str>) -> Option<Language> {
    let parts = query.unwrap_or_default().split('&');
    parts
        .filter_map(|part| part.strip_prefix("lang="))
        .find_map(Language::of)
}

impl<S: Sync> FromRequestParts<S> for Words {
    type Rejection = Infallible;
    /// What the address asks for, else what it asked for before, else what the browser prefers.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Words, Infallible> {
        let header = |name| {
            let value = parts
                .headers
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok());
            value.unwrap_or_default()
        };
        let kept = || {
            let cookies = header(COOKIE).split(';').map(str::trim);
            cookies
                .filter_map(|cookie| cookie.strip_prefix("lang="))
                .find_map(Language::of)
        };
        let preferred = || header(ACCEPT_LANGUAGE).split(',').find_map(Language::of);
        let language = asked(parts.uri.query()).or_else(kept).or_else(preferred);
        Ok(Words::of(language.unwrap_or_default()))
    }
}

/// Keeps the language that an address asked for, for the pages after it.
pub async fn remember(request: Request, next: Next) -> Response {
    let language = asked(request.uri().query());
    let mut answer = next.run(request).await;
    if let Some(language) = language {
        let cookie = format!("lang={}; Path=/; SameSite=Strict; HttpOnly", language.code());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Names of a language's texts with what each puts in: `$count`.
    fn texts(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        for (_, text) in FILES.iter().filter(|(of, _)| *of == language) {
            let mut name = String::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                if let Some((head, _)) = line
                    .split_once('=')
                    .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
                {
                    name = head.trim().to_string();
                    assert!(
                        found.insert(name.clone(), BTreeSet::new()).is_none(),
                        "{name} stands twice"
                    );
                }
                for part in line.split('$').skip(1) {
                    let used: String = part
                        .chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                        .collect();
                    found.entry(name.clone()).or_default().insert(used);
                }
            }
        }
        found
    }

    fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                rust_files(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_texts_which_put_in_the_same_and_can_be_read() {
        let (english, welsh) = (texts(Language::English), texts(Language::Welsh));
        assert_eq!(english, welsh);
        assert!(english.len() > 10);
        for (_, text) in FILES {
            let faults = FluentResource::try_new((*text).to_string())
                .err()
                .map(|(_, faults)| faults);
            assert_eq!(faults, None);
        }
        let same: Vec<&String> = english
            .keys()
            .filter(|name| Words::of(Language::English).say(name) == Words::of(Language::Welsh).say(name))
            .filter(|name| {
                Words::of(Language::English)
                    .say(name)
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .count()
                    > 12
            })
            .collect();
        assert!(same.is_empty(), "not translated: {same:?}");
    }

    #[test]
    fn every_text_is_said_somewhere_and_every_text_that_is_said_exists() {
        let mut files = Vec::new();
        rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/room"), &mut files);
        let own = |path: &PathBuf| path.ends_with("messages.rs");
        let code: String = files
            .iter()
            .filter(|path| !own(path))
            .map(|path| fs::read_to_string(path).expect("readable"))
            .collect();
        let known = texts(Language::English);
        let unused: Vec<&String> = known
            .keys()
            .filter(|name| !code.contains(&format!("\"{name}\"")))
            .collect();
        assert!(unused.is_empty(), "said nowhere: {unused:?}");
        for call in [
            "say(\"",
            "tell(\"",
            "tell(\n                \"",
            "tell(\n            \"",
        ] {
            for part in code.split(call).skip(1) {
                let name = part.split('"').next().unwrap_or_default();
                assert!(known.contains_key(name), "`{name}` is said and has no text");
            }
        }
    }

    #[test]
    fn a_reader_is_spoken_to_in_the_language_asked_for() {
        assert_eq!(asked(Some("a=1&lang=cy")), Some(Language::Welsh));
        assert_eq!(asked(Some("lang=fr")), None);
        assert_eq!(Language::of("cy-GB;q=0.8"), Some(Language::Welsh));
        assert_eq!(Words::default().say("no-such-text"), "[no-such-text]");
    }
}
