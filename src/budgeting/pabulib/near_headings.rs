//! Headings that name a project and say besides what is given to it: `A (points)`, `Points for the pool`, `Pool: score`.
//!
//! A heading is taken for a project only if nothing else is left of it: `Park (north)` is not the park.

use super::mentions::Names;

/// Words of a heading that say what stands in the column, and nothing of the project.
const OF_GIVING: [&str; 40] = [
    "points",
    "point",
    "pts",
    "score",
    "scores",
    "scored",
    "stars",
    "star",
    "rating",
    "ratings",
    "rank",
    "ranks",
    "ranking",
    "tokens",
    "credits",
    "vote",
    "votes",
    "mark",
    "marks",
    "given",
    "for",
    "to",
    "your",
    "how",
    "many",
    "out",
    "of",
    "max",
    "maximum",
    "up",
    "from",
    "the",
    "project",
    "and",
    "pwyntiau",
    "sgôr",
    "number",
    "amount",
    "project's",
    "in",
];

fn says_only_giving(text: &str) -> bool {
    let mut words = text
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '\''))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase);
    // Numbers say how much may be given: `(0 to 10)`, `(max 5)`.
    words.all(|word| OF_GIVING.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Bytes, and places between words, beyond which a text is no heading: every stretch of one is looked at.
const LONGEST: usize = 2_000;
const MOST_BREAKS: usize = 100;

/// The one project that a heading nearly names, with the part that names it.
pub(super) fn nearly_named<'a>(names: &Names, heading: &'a str) -> Option<(&'a str, Option<u32>)> {
    let heading = heading.trim();
    let edges =
        |text: &'a str| text.trim_matches(|letter: char| letter.is_whitespace() || "-–—:|,.([])/".contains(letter));
    let between: Vec<usize> = breaks(heading).take(MOST_BREAKS + 1).collect();
    if between.len() > MOST_BREAKS || heading.len() > LONGEST {
        return None;
    }
    let ends = between.iter().copied().chain(std::iter::once(heading.len()));
    let ends: Vec<usize> = ends.filter(|end| says_only_giving(&heading[*end..])).collect();
    let starts = std::iter::once(0).chain(between);
    let mut found: Vec<(&str, Option<u32>)> = Vec::new();
    for start in starts.filter(|start| says_only_giving(&heading[..*start])) {
        for end in &ends {
            let Some(part) = heading.get(start..*end).filter(|part| !says_only_giving(part)) else {
                continue;
            };
            let whole = [part.trim(), edges(part)].into_iter();
            found.extend(whole.filter_map(|part| names.one(part).map(|(position, _)| (part, position))));
        }
    }
    let first = *found.first()?;
    found.iter().all(|(_, position)| *position == first.1).then_some(first)
}

/// Places between the words of a heading.
fn breaks(heading: &str) -> impl Iterator<Item = usize> {
    let mut before = false;
    heading.char_indices().filter_map(move |(at, letter)| {
        let inside = letter.is_alphanumeric();
        let edge = inside != before && at > 0;
        before = inside;
        edge.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::budgeting::election::Project;
    use crate::budgeting::exact::whole;

    #[test]
    fn a_heading_is_a_project_with_what_is_given_to_it_and_nothing_else() {
        let mut projects: Vec<Project> = ["A", "B", "3"].iter().map(|id| Project::new(id, whole(1))).collect();
        projects[0].name = "Park".to_owned();
        projects[1].name = "The Pool (indoor)".to_owned();
        let positions: HashMap<String, Option<u32>> = projects
            .iter()
            .enumerate()
            .map(|(at, project)| (project.id.clone(), Some(at as u32)))
            .collect();
        let names = Names::new(&positions, &projects);
        let of = |heading: &str| nearly_named(&names, heading).and_then(|(_, position)| position);
        for (heading, wanted) in [
            ("A (points)", Some(0)),
            ("Park - points", Some(0)),
            ("Points for Park", Some(0)),
            ("Park: score (0-10)", Some(0)),
            ("How many points for The Pool (indoor)?", None),
            ("points: The Pool (indoor)", Some(1)),
            ("B_points", Some(1)),
            ("Park (north)", None),
            ("Parking", None),
            ("Points", None),
            ("Vote 3", None),
            ("Comments on Park", None),
            ("A or B", None),
        ] {
            assert_eq!(of(heading), wanted, "{heading}");
        }
        // A line of numbers that stands where a heading should is none, and is not looked at stretch by stretch.
        assert_eq!(of(&"51.000,".repeat(100_000)), None);
        assert_eq!(of(&format!("A {}", "0".repeat(1_000_000))), None);
    }
}
