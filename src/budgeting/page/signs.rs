//! Signs that stay with their amounts: a browser may break a line between a plus or minus and the pound sign after it.

/// What joins two characters without being seen.
const JOINER: char = '\u{2060}';
/// What is copied from a page to be typed: it stays as it is.
const VERBATIM: [&str; 3] = ["pre", "code", "script"];

/// A page with every sign held to its amount, apart from what readers copy to type it.
pub fn held(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 64);
    let mut from = 0;
    let mut next = VERBATIM.map(|tag| opening(page, 0, tag));
    loop {
        // What lies inside another is passed over with it.
        for (tag, at) in VERBATIM.iter().zip(&mut next) {
            if at.is_some_and(|at| at < from) {
                *at = opening(page, from, tag);
            }
        }
        let first = next
            .iter()
            .zip(VERBATIM)
            .filter_map(|(at, tag)| Some(((*at)?, tag)))
            .min();
        let Some((at, tag)) = first else {
            out.push_str(&joined(&page[from..]));
            return out;
        };
        let closing = format!("</{tag}>");
        let end = page[at..]
            .find(&closing)
            .map_or(page.len(), |end| at + end + closing.len());
        out.push_str(&joined(&page[from..at]));
        out.push_str(&page[at..end]);
        from = end;
    }
}

/// Where an element of this name begins, from some place on.
fn opening(page: &str, from: usize, tag: &str) -> Option<usize> {
    let start = format!("<{tag}");
    let after = |at: usize| page[at + start.len()..].chars().next();
    let mut found = page[from..].match_indices(&start).map(|(at, _)| from + at);
    found.find(|at| matches!(after(*at), Some('>' | ' ' | '\n')))
}

fn joined(text: &str) -> String {
    let held = text
        .replace("−£", &format!("−{JOINER}£"))
        .replace("+£", &format!("+{JOINER}£"));
    held.replace("± ", "±\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::held;

    #[test]
    fn a_sign_is_held_to_its_pound_sign_and_what_is_copied_stays_as_it_is() {
        assert_eq!(
            held("<p>+£3 and −£4, ± £5</p>"),
            "<p>+\u{2060}£3 and −\u{2060}£4, ±\u{a0}£5</p>"
        );
        let copied = "<pre>carepool run --set a=+£3m</pre><code class=\"x\">+£1</code><script>a = \"+£\"</script>";
        assert_eq!(held(copied), copied);
        assert_eq!(
            held("<prelude>+£1</prelude><pre>+£2</pre>+£3"),
            "<prelude>+\u{2060}£1</prelude><pre>+£2</pre>+\u{2060}£3"
        );
        assert_eq!(held("<pre>+£1"), "<pre>+£1");
    }
}
