//! Names as people type them: with or without accents, apostrophes, hyphens and the word "council".

/// Words that say what a place is and not which.
const TITLES: [&str; 8] = [
    "council",
    "county",
    "borough",
    "metropolitan",
    "city",
    "royal",
    "nhs",
    "the",
];

/// A name in lower case, letters and digits only, without words that only say what it is.
pub(super) fn plain(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        match letter {
            '\'' | '\u{2019}' | '\u{2018}' | '`' | '.' => {}
            '&' => text.push_str(" and "),
            letter if letter.is_alphanumeric() => letter.to_lowercase().for_each(|letter| text.push(bare(letter))),
            _ => text.push(' '),
        }
    }
    let text = text
        .replace("integrated care board", "")
        .replace(" icb", "")
        .replace("london borough of", "");
    let words: Vec<&str> = text.split_whitespace().collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !TITLES.contains(word)).collect();
    // "City of London" and "London" are nothing but such words: then they are the name.
    let kept = if kept.iter().all(|word| *word == "of") {
        words
    } else {
        kept
    };
    let first = usize::from(kept.first() == Some(&"of"));
    let last = kept.len() - usize::from(kept.len() > 1 && kept.last() == Some(&"of"));
    let name = kept[first.min(last)..last].join(" ");
    // The one city whose name without the word is another place.
    match (name.as_str(), text.starts_with("city of")) {
        ("london", true) => "city of london".to_owned(),
        _ => name,
    }
}

/// A letter without its accent.
fn bare(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ŵ' => 'w',
        letter => letter,
    }
}

/// How alike two plain names are, 0 to 1; a name that begins with what was typed is most alike.
pub(super) fn likeness(typed: &str, name: &str) -> f64 {
    let alike = strsim::jaro_winkler(typed, name);
    if name.starts_with(typed) || name.split(' ').any(|word| word == typed) {
        return 1.0_f64.midpoint(alike);
    }
    alike
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_with_accents_apostrophes_and_titles() {
        for (one, other) in [
            ("St. Helens", "st helens"),
            ("Herefordshire, County of", "Herefordshire"),
            ("Kingston upon Hull, City of", "kingston-upon-hull"),
            ("King’s Lynn & West Norfolk", "Kings Lynn and West Norfolk"),
            ("Lèeds City Council", "Leeds"),
            ("London Borough of Hackney", "hackney"),
            ("NHS Devon Integrated Care Board", "Devon"),
        ] {
            assert_eq!(plain(one), plain(other));
        }
        assert_eq!(plain("City of London"), "city of london");
        assert_eq!(plain("London"), "london");
        assert_eq!(plain(" ' "), "");
    }
}
