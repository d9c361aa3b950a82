//! Letters that look the same and are stored in two ways: `é` as one sign, or as an e with an accent behind it, as Macs and some forms
//! write it.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The text with every letter as one sign, where there is one.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Small letters without accents, as headings are compared that people type with and without them: `Deuxième` is `deuxieme`.
pub(super) fn plain(text: &str) -> String {
    let letters = text.nfd().filter(|letter| !is_combining_mark(*letter));
    let lower = letters.flat_map(char::to_lowercase);
    lower.map(|letter| if letter == 'ł' { 'l' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_the_same_however_it_is_stored() {
        assert_eq!(composed("Jose\u{301}"), "José");
        assert!(matches!(composed("José"), Cow::Borrowed(_)));
        for (text, wanted) in [
            ("Piąty", "piaty"),
            ("DEUXIE\u{300}ME", "deuxieme"),
            ("Główny", "glowny"),
        ] {
            assert_eq!(plain(text), wanted);
        }
    }
}
