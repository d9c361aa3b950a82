//! What is told of a project, before it is put into the words of a language: phrases with places to fill, and what fills them.
//!
//! English phrases stand where they are made; another language has its own for each, with the same places in any order.

/// A name, a number, a phrase, or several one after the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The same in every language: a name, a sum of money, a number.
    Plain(String),
    /// English words with places `{0}`, `{1}` … and what fills them.
    Phrase(&'static str, Vec<Said>),
    /// One after the other, a blank between.
    Row(Vec<Said>),
}

impl Said {
    /// In the words of a language, which `words` gives for each English phrase.
    pub fn told(&self, words: &dyn Fn(&'static str) -> String) -> String {
        match self {
            Said::Plain(text) => text.clone(),
            Said::Phrase(english, parts) => {
                let parts: Vec<String> = parts.iter().map(|part| part.told(words)).collect();
                let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                filled(&words(english), &parts)
            }
            Said::Row(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| part.told(words)).collect();
                parts.join(" ")
            }
        }
    }

    /// In English.
    pub fn english(&self) -> String {
        self.told(&|english| english.to_owned())
    }
}

impl From<String> for Said {
    fn from(text: String) -> Said {
        Said::Plain(text)
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Said {
        Said::Plain(text.to_owned())
    }
}

/// A phrase with what fills its places.
pub fn phrase<const N: usize>(english: &'static str, parts: [Said; N]) -> Said {
    Said::Phrase(english, parts.into())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_filled_in_the_order_of_each_language_and_what_fills_them_is_left_alone() {
        let said = phrase("{0} of {1}", [phrase("part", []), "{1} & co".into()]);
        assert_eq!(said.english(), "part of {1} & co");
        let other = said.told(&|english| match english {
            "part" => "rhan".to_owned(),
            _ => "{1}: {0}".to_owned(),
        });
        assert_eq!(other, "{1} & co: rhan");
    }
}
