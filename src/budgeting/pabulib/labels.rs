//! Points with words beside them, as forms write their scales: `5 - Strongly support`, `3 (neutral)`, `Strongly oppose (1)`.

/// The number of a point on a scale, and what the scale calls it; `None` where a cell is anything else.
pub(super) fn labelled(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let is_number = |part: &str| {
        !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()) && !part.starts_with("00")
    };
    let is_label =
        |part: &str| part.starts_with(char::is_alphabetic) && part.chars().nth(1).is_some_and(char::is_alphabetic);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let rest = rest.trim_start();
    if is_number(number)
        && let Some(label) = rest.strip_prefix(['-', '–', '—', '=', ':', '.', ')', '('])
        && is_label(label.trim_start())
    {
        return Some((number, label.trim().trim_end_matches(')')));
    }
    let (label, number) = text.strip_suffix(')')?.rsplit_once('(')?;
    (is_number(number.trim()) && is_label(label.trim())).then(|| (number.trim(), label.trim()))
}

/// Whether the low end of a scale is the good one, by what its points are called: `1 - Strongly support`. Nothing where labels do not say.
pub(super) fn low_is_good<'a>(cells: impl Iterator<Item = &'a str>) -> Option<bool> {
    const BAD: [&str; 15] = [
        "oppose",
        "against",
        "disagree",
        "object",
        "dislike",
        "least",
        "worst",
        "lowest",
        "low",
        "never",
        "poor",
        "not",
        "no",
        "bad",
        "unimportant",
    ];
    const GOOD: [&str; 14] = [
        "support",
        "favour",
        "favor",
        "agree",
        "like",
        "love",
        "most",
        "best",
        "highest",
        "high",
        "essential",
        "important",
        "good",
        "excellent",
    ];
    let (mut good, mut bad): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut all = Vec::new();
    for (number, label) in cells.filter_map(labelled) {
        let Ok(number) = number.parse::<u32>() else { continue };
        let said = super::heading_words::words(label);
        let holds = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
        all.push(number);
        match (holds(&BAD), holds(&GOOD)) {
            (true, _) => bad.push(number),
            (false, true) => good.push(number),
            _ => {}
        }
    }
    let mean = |of: &[u32]| of.iter().map(|number| f64::from(*number)).sum::<f64>() / of.len() as f64;
    match (good.is_empty(), bad.is_empty()) {
        (true, true) => None,
        (false, false) => Some(mean(&good) < mean(&bad)),
        (false, true) => (mean(&good) != mean(&all)).then(|| mean(&good) < mean(&all)),
        (true, false) => (mean(&bad) != mean(&all)).then(|| mean(&bad) > mean(&all)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_words_beside_it_is_a_point_of_a_scale_and_nothing_else_is() {
        for (text, number, label) in [
            ("5 - Strongly support", "5", "Strongly support"),
            ("3 (neutral)", "3", "neutral"),
            ("1. Not at all", "1", "Not at all"),
            ("10: best", "10", "best"),
            ("Strongly oppose (1)", "1", "Strongly oppose"),
        ] {
            assert_eq!(labelled(text), Some((number, label)), "{text}");
        }
        for text in [
            "5", "5 - 3", "5-10", "1.5", "2nd", "5 points", "-3", "(5)", "3 -", "", "12.30 pm", "support", "£5 (x)",
        ] {
            assert_eq!(labelled(text), None, "{text}");
        }
    }

    #[test]
    fn the_good_end_of_a_scale_is_told_by_what_its_points_are_called() {
        let of = |cells: &[&str]| low_is_good(cells.iter().copied());
        assert_eq!(
            of(&["5 - Strongly support", "1 - Strongly oppose", "3 - Neutral"]),
            Some(false)
        );
        assert_eq!(of(&["1 - Strongly support", "5 - Do not support"]), Some(true));
        assert_eq!(of(&["1 - Support", "3 - Neutral"]), Some(true));
        assert_eq!(of(&["1 - Oppose", "3 - Neutral"]), Some(false));
        assert_eq!(of(&["1 - One", "3 - Three"]), None);
        assert_eq!(of(&["5", "3"]), None);
    }
}
