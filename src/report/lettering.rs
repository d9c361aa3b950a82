//! How wide text is in the typeface of charts, and how it is made to fit: broken into lines, or cut with an ellipsis.

/// How far letters of ASCII, from the space on, reach in Noto Sans \[thousandths of the size\].
const REACH: [u16; 95] = [
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, 572, 572, 572, 572, 572, 572, 572,
    572, 572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907,
    760, 781, 605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444, 580, 561, 615, 480, 615,
    564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380,
    551, 380, 572,
];
/// How much wider bold letters are, at most, than the same text in upright ones.
pub const BOLD: f64 = 1.08;

/// How wide a text is in Noto Sans, in units: exactly for the letters of English, and enough for others.
pub fn width_of(text: &str, size: f64) -> f64 {
    let thousandths = |c: char| match c {
        ' '..='~' => REACH[c as usize - ' ' as usize],
        '·' | '’' | '‘' => 268,
        '“' | '”' => 359,
        '–' => 500,
        '£' | '−' | '±' | '×' | '≤' | '≥' => 572,
        '…' => 791,
        // Letters of Welsh and of most of Europe; the widest of them is an M.
        '\u{a0}'..='\u{24f}' if c.is_lowercase() => 650,
        '\u{a0}'..='\u{24f}' => 800,
        _ => 1000,
    };
    text.chars().map(|c| f64::from(thousandths(c))).sum::<f64>() * size / 1000.0
}

/// A sign that stands by itself before its number.
fn is_sign(word: &str) -> bool {
    matches!(word, "±" | "+" | "−" | "-" | "=" | "<" | ">" | "≤" | "≥" | "£")
}

/// Breaks a text into lines no wider than `width`; a sign stays with its number, and a word that no line holds is broken too.
pub fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if last.rsplit(' ').next().is_some_and(is_sign) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_string()),
        }
    }
    for word in words.iter().flat_map(|word| pieces(word, size, width)) {
        match lines.last_mut() {
            Some(line) if width_of(line, size) + width_of(&word, size) + 0.3 * size <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Letters from which on a word may be broken.
const ENDLESS: usize = 16;

/// A word in pieces of which each fits a width; nearly always itself.
fn pieces(word: &str, size: f64, width: f64) -> Vec<String> {
    // A sign and its number may be wider than a line together; they are no letters without end, and neither are other words.
    if width_of(word, size) <= width || word.contains(' ') || word.chars().count() < ENDLESS {
        return vec![word.to_string()];
    }
    let mut found = vec![String::new()];
    for c in word.chars() {
        let last = found.last_mut().filter(|last| {
            let with = width_of(last, size) + width_of(c.encode_utf8(&mut [0; 4]), size);
            last.is_empty() || with <= width
        });
        match last {
            Some(last) => last.push(c),
            None => found.push(c.to_string()),
        }
    }
    found
}

/// A text in so many lines at most, no wider than `width`, with an ellipsis where something is missing.
pub fn in_lines(text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let most = most.max(1);
    let mut lines = wrapped(text, size, width);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(fitted(&rest, size, width));
    }
    lines
}

/// A text cut to a width, with an ellipsis where something is missing.
pub fn fitted(text: &str, size: f64, width: f64) -> String {
    if width_of(text, size) <= width {
        return text.to_string();
    }
    let room = width - width_of("…", size);
    let (mut cut, mut reached) = (String::new(), 0.0);
    for c in text.chars() {
        reached += width_of(c.encode_utf8(&mut [0; 4]), size);
        if reached > room {
            break;
        }
        cut.push(c);
    }
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_never_breaks_between_a_sign_and_its_number() {
        let text = "better by ± 3 or − 12 than +£4 and −£5, £ 6 more";
        for width in 20..200 {
            let lines = wrapped(text, 12.0, f64::from(width));
            assert_eq!(lines.join(" "), text);
            for line in &lines {
                assert!(!line.ends_with(['±', '−', '+', '£']), "{width}: {lines:?}");
            }
        }
        assert_eq!(wrapped("a <", 12.0, 100.0), ["a <"]);
    }

    #[test]
    fn text_is_as_wide_as_the_typeface_has_it_and_fits_where_it_is_made_to() {
        // Advances of Noto Sans, of 1000 to the size: 561 for an a, 930 for a W, 572 for a digit.
        assert!((width_of("aW7", 10.0) - 20.63).abs() < 1e-9);
        let endless = "W".repeat(80);
        for text in [endless.as_str(), "a word and another", "", "££££££££ 12,345,678.9 ≥ 4"] {
            for width in [100.0, 333.0] {
                assert!(width_of(&fitted(text, 12.0, width), 12.0) <= width, "{text} {width}");
                let lines = in_lines(text, 12.0, width, 2);
                assert!(
                    lines.len() <= 2 && lines.iter().all(|line| width_of(line, 12.0) <= width),
                    "{lines:?}"
                );
                let told: String = wrapped(text, 12.0, width).concat().split(' ').collect();
                assert_eq!(told, text.split(' ').collect::<String>(), "nothing is lost");
            }
        }
        assert!(fitted(&endless, 12.0, 100.0).ends_with('…') && fitted("short", 12.0, 100.0) == "short");
    }
}
