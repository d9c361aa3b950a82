//! Words for first to tenth, as forms write them over the choices that they ask for. Letters are compared without accents.

use super::letters::plain;

/// Whole words, in English, Welsh, French and Dutch, and what Spanish cuts short.
const WORDS: [&[&str]; 10] = [
    &["first", "cyntaf", "premier", "premiere", "eerste", "primer"],
    &["second", "ail", "deuxieme", "seconde", "tweede"],
    &["third", "trydydd", "trydedd", "troisieme", "derde", "tercer"],
    &["fourth", "pedwerydd", "pedwaredd", "quatrieme", "vierde"],
    &["fifth", "pumed", "cinquieme", "vijfde"],
    &["sixth", "chweched", "sixieme", "zesde"],
    &["seventh", "seithfed", "septieme", "zevende"],
    &["eighth", "wythfed", "huitieme", "achtste"],
    &["ninth", "nawfed", "neuvieme", "negende"],
    &["tenth", "degfed", "dixieme", "tiende"],
];
/// Beginnings to which German puts its endings.
const GERMAN: [&str; 10] = [
    "erst", "zweit", "dritt", "viert", "funft", "sechst", "siebt", "acht", "neunt", "zehnt",
];
/// Beginnings to which Polish puts its endings.
const POLISH: [&str; 10] = [
    "pierwsz", "drug", "trzec", "czwart", "piat", "szost", "siodm", "osm", "dziewiat", "dziesiat",
];
/// Beginnings to which Spanish, Italian and Portuguese put an o or an a.
const ROMANCE: [&[&str]; 10] = [
    &["primer", "prim", "primeir"],
    &["segund", "second"],
    &["tercer", "terz", "terceir"],
    &["cuart", "quart"],
    &["quint"],
    &["sext", "sest"],
    &["septim", "settim", "setim"],
    &["octav", "ottav", "oitav"],
    &["noven", "non"],
    &["decim"],
];
/// What stands behind a number that is one of these: `1st`, `2ème`, `3ª`.
const BEHIND: [&str; 15] = [
    "st", "nd", "rd", "th", "af", "il", "er", "re", "ere", "eme", "nde", "e", "ª", "º", "°",
];

/// First to tenth in English.
pub(super) fn in_english() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|row| row[0])
}

/// Which one a word says, from 1; nothing where it says none.
pub(super) fn ordinal_word(word: &str) -> Option<u32> {
    let word = plain(word);
    let ends = |begin: &str, endings: &[&str]| word.strip_prefix(begin).is_some_and(|end| endings.contains(&end));
    let place = (0..WORDS.len()).find(|place| {
        WORDS[*place].contains(&word.as_str())
            || ends(GERMAN[*place], &["e", "er", "es", "en"])
            || ends(POLISH[*place], &["y", "a", "e", "i", "ia", "ie"])
            || ROMANCE[*place].iter().any(|begin| ends(begin, &["o", "a"]))
    })?;
    u32::try_from(place + 1).ok()
}

/// Whether what stands behind a number makes it one of these.
pub(super) fn makes_ordinal(behind: &str) -> bool {
    BEHIND.contains(&plain(behind).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_to_tenth_are_known_in_the_languages_of_forms() {
        for words in [
            "first second third fourth fifth sixth seventh eighth ninth tenth",
            "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
            "première seconde troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme",
            "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
            "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo",
            "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte",
            "erster zweiter dritter vierter fünfter sechster siebter achter neunter zehnter",
            "pierwszy drugi trzeci czwarty piąty szósty siódmy ósmy dziewiąty dziesiąty",
            "pierwsza druga trzecia czwarta piąta szósta siódma ósma dziewiąta dziesiąta",
            "prima seconda terza quarta quinta sesta settima ottava nona decima",
            "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo",
            "primeira segunda terceira quarta quinta sexta sétima oitava nona décima",
            "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
            "cyntaf ail trydydd pedwerydd pumed chweched seithfed wythfed nawfed degfed",
        ] {
            for (at, word) in words.split(' ').enumerate() {
                assert_eq!(ordinal_word(word), Some(at as u32 + 1), "{word}");
            }
        }
        for word in [
            "one", "forth", "frist", "acht", "non", "prim", "drug", "primary", "nones", "park",
        ] {
            assert_eq!(ordinal_word(word), None, "{word}");
        }
    }
}
