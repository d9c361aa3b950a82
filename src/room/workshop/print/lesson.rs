//! Lessons, scripts and worksheets: texts in `scenarios/lessons/`, in the few marks of Markdown that they use.

use maud::{Markup, html};

use crate::room::Words;
use crate::scenario::source::EMBEDDED;

/// Folder of the lessons among the shipped scenarios.
const FOLDER: &str = "lessons";
/// The heading under which a lesson's answers stand.
const ANSWERS: &str = "## Answers";

/// The text of one, by its file's name without ending.
fn text(name: &str) -> Option<&'static str> {
    EMBEDDED.get_file(format!("{FOLDER}/{name}.md"))?.contents_utf8()
}

/// Names and titles, in the order of the names.
pub fn all() -> Vec<(String, String)> {
    let files = EMBEDDED.get_dir(FOLDER).into_iter().flat_map(|folder| folder.files());
    let mut list: Vec<(String, String)> = files
        .filter_map(|file| {
            let name = file.path().file_stem()?.to_str()?;
            let title = file.contents_utf8()?.lines().next()?.strip_prefix("# ")?;
            (name != "README").then(|| (name.to_owned(), title.to_owned()))
        })
        .collect();
    list.sort();
    list
}

/// Whether answers for teachers stand at its end.
pub fn has_answers(name: &str) -> bool {
    text(name).is_some_and(|text| text.contains(ANSWERS))
}

/// One of them, or its answers: title and page.
pub fn page(words: Words, file: &str) -> Option<(String, Markup)> {
    let (name, answers) = match file.strip_suffix("-answers") {
        Some(name) => (name, true),
        None => (file, false),
    };
    let whole = text(name).filter(|_| name != "README")?;
    let (lesson, after) = whole.split_once(ANSWERS).unwrap_or((whole, ""));
    let title = whole.lines().next()?.strip_prefix("# ")?.to_owned();
    let shown = match (answers, after.is_empty()) {
        (true, true) => return None,
        (true, false) => format!("# {title}: answers\n{after}"),
        (false, _) => lesson.to_owned(),
    };
    let body = html! {
        @if words.language != crate::room::Language::English { p.note { (words.say("print-english")) } }
        article.lesson lang="en" { (markup(&shown)) }
    };
    Some((title, body))
}

/// What a paragraph is.
#[derive(PartialEq)]
enum Kind {
    Text,
    Points,
    Numbers,
    Rows,
    Code,
}

fn kind(block: &str) -> Kind {
    let first = block.lines().next().unwrap_or_default();
    match first {
        line if line.starts_with("- ") => Kind::Points,
        line if line.starts_with("1. ") => Kind::Numbers,
        line if line.starts_with('|') => Kind::Rows,
        line if line.starts_with("    ") => Kind::Code,
        _ => Kind::Text,
    }
}

/// Headings, paragraphs, lists, tables, set text, and lines to write on (`___`).
fn markup(text: &str) -> Markup {
    let blocks = text
        .split("\n\n")
        .map(|block| block.trim_matches('\n'))
        .filter(|block| !block.is_empty());
    html! { @for block in blocks { (one(block)) } }
}

fn one(block: &str) -> Markup {
    if let Some(title) = block.strip_prefix("### ") {
        return html! { h3 { (title) } };
    }
    if let Some(title) = block.strip_prefix("## ") {
        return html! { h2 { (title) } };
    }
    if let Some(title) = block.strip_prefix("# ") {
        return html! { h1 { (title) } };
    }
    if block == "___" {
        return html! { div.write-here {} };
    }
    match kind(block) {
        Kind::Points => {
            html! { ul { @for item in items(block, |line| line.starts_with("- ")) { li { (marked(&item)) } } } }
        }
        Kind::Numbers => {
            let begins = |line: &str| {
                line.split_once(". ")
                    .is_some_and(|(number, _)| number.parse::<u32>().is_ok())
            };
            html! { ol { @for item in items(block, begins) { li { (marked(&item)) } } } }
        }
        Kind::Rows => {
            let cells = |line: &str| -> Vec<String> {
                line.trim_matches('|')
                    .split('|')
                    .map(|cell| cell.trim().to_owned())
                    .collect()
            };
            let rows: Vec<Vec<String>> = block
                .lines()
                .filter(|line| !line.starts_with("|-"))
                .map(cells)
                .collect();
            html! {
                div.wide tabindex="0" { table {
                    @for (at, row) in rows.iter().enumerate() {
                        tr { @for cell in row { @if at == 0 { th scope="col" { (marked(cell)) } } @else { td { (marked(cell)) } } } }
                    }
                } }
            }
        }
        Kind::Code => {
            let lines: Vec<&str> = block
                .lines()
                .map(|line| line.strip_prefix("    ").unwrap_or(line))
                .collect();
            html! { pre { (lines.join("\n")) } }
        }
        Kind::Text => html! { p { (marked(&block.replace('\n', " "))) } },
    }
}

/// Items of a list; a line that begins none goes on with the one before.
fn items(block: &str, begins: impl Fn(&str) -> bool) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for line in block.lines() {
        if begins(line) {
            list.push(line.split_once(' ').map_or(line, |(_, rest)| rest).to_owned());
        } else if let Some(last) = list.last_mut() {
            last.push(' ');
            last.push_str(line.trim());
        }
    }
    list
}

/// Text with what stands between `**` in bold, and what stands between backticks as it is typed.
fn marked(text: &str) -> Markup {
    let typed = |part: &str| {
        html! {
            @for (at, part) in part.split('`').enumerate() {
                @if at % 2 == 1 { code { (part) } } @else { (part) }
            }
        }
    };
    html! {
        @for (at, part) in text.split("**").enumerate() {
            @if at % 2 == 1 { strong { (typed(part)) } } @else { (typed(part)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_is_shown_without_its_answers_and_with_them() {
        let all = all();
        assert!(all.len() >= 6, "{all:?}");
        let lessons: Vec<&(String, String)> = all.iter().filter(|(name, _)| name.starts_with("lesson-")).collect();
        assert_eq!(lessons.len(), 3);
        for (name, title) in lessons {
            let (shown, body) = page(Words::default(), name).expect("a page");
            assert_eq!(shown, *title);
            assert!(!body.into_string().contains("Answers"), "{name} gives its answers away");
            assert!(
                page(Words::default(), &format!("{name}-answers")).is_some(),
                "{name} has no answers"
            );
        }
        assert!(page(Words::default(), "README").is_none());
    }

    #[test]
    fn marks_become_markup_and_text_stays_text() {
        let page = markup(
            "# A <b>\n\none **two**\nthree `four <i>`\n\n- x\n  y\n- z\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n___",
        )
        .into_string();
        assert!(
            page.contains("<h1>A &lt;b&gt;</h1>")
                && page.contains("<p>one <strong>two</strong> three <code>four &lt;i&gt;</code></p>")
        );
        assert!(page.contains("<ul><li>x y</li><li>z</li></ul>") && page.contains("<td>2</td>"));
        assert!(page.contains("write-here"));
    }
}
