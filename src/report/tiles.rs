//! A map of tiles: every place one square of the same size, grouped by region where the region lies.
//!
//! A map by area shows fields; most people live in a few of them. Equal tiles give every council the same weight in the eye,
//! and need no boundaries. Inside a region tiles stand in the order of their names.

use std::fmt::Write as _;

use super::canvas::{FAMILY, escape, in_lines, width_of};
use super::words::unsigned_if_nought;

/// One place of the map.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// The region in which it stands.
    pub region: String,
    /// What is shown.
    pub value: f64,
}

/// Where each region stands: column and row of its first tile, and how many tiles wide it is.
const REGIONS: [(&str, usize, usize, usize); 9] = [
    ("North East", 8, 0, 4),
    ("North West", 3, 2, 4),
    ("Yorkshire and The Humber", 8, 4, 5),
    ("West Midlands", 3, 9, 4),
    ("East Midlands", 8, 8, 4),
    ("East of England", 13, 8, 4),
    ("South West", 0, 14, 5),
    ("London", 13, 12, 6),
    ("South East", 6, 14, 6),
];
/// Side of a tile and gap between two \[px\].
const SIDE: f64 = 34.0;
const GAP: f64 = 2.0;
/// Space around the map, and above it for the title \[px\].
const EDGE: f64 = 24.0;
const TITLE: f64 = 64.0;
/// Letters of a name that fit a tile.
const LETTERS: usize = 5;
/// Colours from least to most: legible without colour too, since they darken.
const SCALE: [&str; 6] = ["#f1eef6", "#d0d1e6", "#a6bddb", "#74a9cf", "#2b8cbe", "#045a8d"];

/// Decimals of a number with three digits.
fn digits(value: f64) -> usize {
    (2.0 - value.abs().max(1e-9).log10().floor()).clamp(0.0, 6.0) as usize
}

/// Decimals that all values of a map have, so that they can be told apart and compared: three digits of what they span.
fn decimals(values: &[f64]) -> usize {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(f64::MAX, f64::min), finite().fold(f64::MIN, f64::max));
    let size = digits(low.abs().max(high.abs()));
    if high > low { size.max(digits(high - low)) } else { size }
}

/// A number as a map tells it.
fn told(value: f64, decimals: usize) -> String {
    unsigned_if_nought(format!("{value:.decimals$}").replace('-', "−"))
}

/// A class of values: from the first bound on, and below that of the next class.
#[derive(Debug, PartialEq)]
struct Class {
    /// The least value in it.
    from: f64,
    /// What its legend says.
    told: String,
}

/// Classes of as many values each as can be, no more than there are colours. Places that have the same value are in one class, and so are
/// those that read the same: where two classes would begin at one number, they are one. Each begins at its number as it is read, so
/// that a value is in the class that its label says.
fn classes(values: &[f64]) -> Vec<Class> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() {
        return Vec::new();
    }
    let decimals = decimals(values);
    let unit = 10f64.powi(decimals as i32);
    let mut found: Vec<Class> = Vec::new();
    let mut begin = |value: f64| {
        // Rounded down, so that the least value of a class is in it.
        let from = (value * unit).floor() / unit;
        if found.last().is_none_or(|last| last.from < from) {
            let told = format!("from {}", told(from, decimals));
            found.push(Class { from, told });
        }
        found.len()
    };
    let many = (0..SCALE.len())
        .map(|step| begin(sorted[step * sorted.len() / SCALE.len()]))
        .last();
    // The few that are unlike all others have a colour of their own.
    if many == Some(1) {
        begin(sorted[sorted.len() - 1]);
    }
    found
}

/// The class that holds a value; nothing for what is no number.
fn class_of(classes: &[Class], value: f64) -> Option<usize> {
    // What is read as a class's first number is in it.
    classes
        .iter()
        .rposition(|class| value >= class.from - 1e-9 * class.from.abs())
}

/// How the values share the colours. What only reads the same in the digits that a map tells is not said to be the same.
fn shared(values: &[f64], classes: usize) -> String {
    let mut finite: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    finite.sort_by(f64::total_cmp);
    let known = finite.len();
    finite.dedup();
    match classes {
        0 => "no value is known".to_owned(),
        1 if finite.len() == 1 => "all have the same value".to_owned(),
        1 => "all read alike in the digits told here".to_owned(),
        count if count == SCALE.len() => "about a sixth of them in each colour".to_owned(),
        count if finite.len() == known && known <= count => format!("{count} colours, one for each value"),
        count => format!("{count} colours, for many read alike in the digits told here"),
    }
}

/// The names that fit the tiles: the first letters of each name, and others of its letters where another place begins with the same.
/// No two places have the same.
fn short_names(names: &[&str]) -> Vec<String> {
    let fits = |letters: Vec<char>| -> String {
        let mut short: String = letters.into_iter().take(LETTERS).collect();
        while width_of(&short, 9.0) > SIDE - GAP - 2.0 {
            short.pop();
        }
        short
    };
    let plain = |word: &str| -> Vec<char> { word.chars().filter(|letter| letter.is_alphanumeric()).collect() };
    // Its beginning; its first words by their initials, so that the North of somewhere is told from the North of elsewhere; its
    // beginning and its end; and where nothing helps, its beginning and a number.
    let ways = |name: &str| -> Vec<String> {
        let words: Vec<Vec<char>> = name
            .split([' ', '-'])
            .map(plain)
            .filter(|word| !word.is_empty())
            .collect();
        let initials = (0..words.len()).map(|first| {
            let (short, whole) = words.split_at(first);
            fits(
                short
                    .iter()
                    .filter_map(|word| word.first())
                    .chain(whole.iter().flatten())
                    .copied()
                    .collect(),
            )
        });
        let all = plain(name);
        let ends = (1..LETTERS).rev().map(|start| {
            let end = all.len().saturating_sub(LETTERS - start);
            fits(all.iter().take(start).chain(&all[end..]).copied().collect())
        });
        let numbers = (2..=names.len() + 1).map(|number| {
            let number = number.to_string();
            fits(
                all.iter()
                    .copied()
                    .take(LETTERS.saturating_sub(number.len()))
                    .chain(number.chars())
                    .collect(),
            )
        });
        initials.chain(ends).chain(numbers).collect()
    };
    let firsts: Vec<String> = names.iter().map(|name| fits(plain(name))).collect();
    let shared = |at: usize| firsts.iter().filter(|other| **other == firsts[at]).count() > 1;
    // Those that share with nobody first; of the others the shortest name, which its beginning tells best.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| (shared(*at), names[*at].chars().count(), names[*at]));
    let mut found = vec![String::new(); names.len()];
    let mut taken = std::collections::BTreeSet::new();
    for at in order {
        let own = ways(names[at]).into_iter().find(|way| !taken.contains(way));
        found[at] = own.unwrap_or_else(|| firsts[at].clone());
        taken.insert(found[at].clone());
    }
    found
}

/// The map as SVG. A value that is no number is left white.
pub fn map(title: &str, tiles: &[Tile]) -> String {
    let values: Vec<f64> = tiles.iter().map(|tile| tile.value).collect();
    let classes = classes(&values);
    let decimals = decimals(&values);
    let names: Vec<&str> = tiles.iter().map(|tile| tile.name.as_str()).collect();
    let names = short_names(&names);
    // Few classes are as far apart in colour as many.
    let shade = |class: usize| match classes.len() {
        0 | 1 => SCALE.len() / 2,
        count => class * (SCALE.len() - 1) / (count - 1),
    };
    let shade_of = |value: f64| class_of(&classes, value).map(shade);
    let colour = |value: f64| shade_of(value).map_or("#ffffff", |shade| SCALE[shade]);
    let mut body = String::new();
    let (mut right, mut bottom) = (0.0_f64, 0.0_f64);
    for (region, column, row, wide) in REGIONS {
        let named = tiles.iter().zip(&names).filter(|(tile, _)| tile.region == region);
        let mut inside: Vec<(&Tile, &String)> = named.collect();
        inside.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        let (left, top) = (EDGE + column as f64 * SIDE, TITLE + row as f64 * SIDE);
        for (at, (tile, short)) in inside.into_iter().enumerate() {
            let (x, y) = (left + (at % wide) as f64 * SIDE, top + (at / wide) as f64 * SIDE);
            let dark = shade_of(tile.value).is_some_and(|shade| shade + 2 >= SCALE.len());
            let ink = if dark { "#ffffff" } else { "#222222" };
            // Writing to a string cannot fail.
            let _ = writeln!(
                body,
                "<g><title>{}, {}: {}</title><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{:.0}\" height=\"{:.0}\" fill=\"{}\" stroke=\"#666666\" \
                 stroke-width=\"0.5\"/><text x=\"{:.0}\" y=\"{:.0}\" font-size=\"9\" text-anchor=\"middle\" fill=\"{ink}\">{}</text></g>",
                escape(&tile.name),
                escape(region),
                if tile.value.is_finite() {
                    told(tile.value, decimals)
                } else {
                    "not known".to_owned()
                },
                SIDE - GAP,
                SIDE - GAP,
                colour(tile.value),
                x + SIDE / 2.0 - 1.0,
                y + SIDE / 2.0 + 2.0,
                escape(short)
            );
            right = right.max(x + SIDE);
            bottom = bottom.max(y + SIDE);
        }
    }
    let legend = bottom + EDGE;
    for (step, class) in classes.iter().enumerate() {
        let x = EDGE + step as f64 * 3.0 * SIDE;
        let _ = writeln!(
            body,
            "<rect x=\"{x:.0}\" y=\"{legend:.0}\" width=\"12\" height=\"12\" fill=\"{}\" stroke=\"#666666\" stroke-width=\"0.5\"/>\
             <text x=\"{:.0}\" y=\"{:.0}\" font-size=\"11\">{}</text>",
            SCALE[shade(step)],
            x + 17.0,
            legend + 10.0,
            class.told
        );
    }
    let width = right.max(EDGE + 18.0 * SIDE) + EDGE;
    let height = legend + 2.0 * EDGE;
    let mut heads = String::new();
    // The first lines of a title that is longer than the room above the map; all of it stands in the file's title.
    let lines = in_lines(title, 15.0, width - 2.0 * EDGE, 2);
    for (row, line) in lines.iter().enumerate() {
        let y = if lines.len() > 1 { 18.0 } else { 28.0 } + row as f64 * 18.0;
        let _ = writeln!(
            heads,
            "<text x=\"{EDGE}\" y=\"{y}\" font-size=\"15\">{}</text>",
            escape(line)
        );
    }
    let shared = shared(&values, classes.len());
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         font-family=\"{FAMILY}\" role=\"img\">\n<title>{0}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         {heads}<text x=\"{EDGE}\" y=\"54\" font-size=\"11\">Every place is one tile of \
         the same size; {shared}; white: not known.</text>\n{body}</svg>\n",
        escape(title)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_one_tile_and_no_two_stand_in_the_same_spot() {
        let counts = [12, 24, 15, 14, 10, 11, 15, 33, 19];
        let mut tiles = Vec::new();
        for ((region, ..), count) in REGIONS.iter().zip(counts) {
            tiles.extend((0..count).map(|at| Tile {
                name: format!("{region} & {at:02}"),
                region: (*region).to_owned(),
                value: f64::from(at),
            }));
        }
        let svg = map("A title & more", &tiles);
        let spots: Vec<&str> = svg
            .lines()
            .filter_map(|line| Some(line.split_once("<rect ")?.1.split_once(" width")?.0))
            .collect();
        let tiles_of = |line: &&&str| line.starts_with("x=");
        let mut seen: Vec<&&str> = spots.iter().filter(tiles_of).collect();
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count, "two tiles in one spot");
        assert_eq!(svg.matches("<g>").count(), tiles.len());
        assert!(svg.contains("A title &amp; more") && !svg.contains("& more"));
    }

    /// The class breaks of a hundred values, of few, of one, and of none.
    #[test]
    fn no_two_classes_of_a_map_begin_at_one_number_and_every_value_is_in_the_class_its_label_says() {
        let all: Vec<Vec<f64>> = vec![
            (0..100).map(f64::from).collect(),
            // More than a sixth of all have no change, and others one that reads the same.
            [vec![0.0; 70], vec![1e-12; 5], vec![0.5, 1.0, 1.5, 2.0, 20.0]].concat(),
            // Levels that differ in their fourth digit.
            (0..60).map(|at| 81.2 + f64::from(at) * 0.001).collect(),
            (0..60).map(|at| -3.0 + f64::from(at % 3)).collect(),
            vec![5.0; 9],
            vec![f64::NAN, 2.0, 3.0],
            vec![f64::NAN],
            vec![],
        ];
        for values in all {
            let classes = classes(&values);
            let labels: Vec<&str> = classes.iter().map(|class| class.told.as_str()).collect();
            let mut distinct = labels.clone();
            distinct.dedup();
            assert_eq!(distinct, labels);
            assert_eq!(classes.is_empty(), !values.iter().any(|value| value.is_finite()));
            for value in &values {
                let Some(class) = class_of(&classes, *value) else {
                    assert!(value.is_nan(), "{value} is in no class of {labels:?}");
                    continue;
                };
                // What the label says, as a reader reads it.
                let read = |class: &Class| -> f64 { class.told[5..].replace('−', "-").parse().expect("a number") };
                assert!(*value >= read(&classes[class]) - 1e-9, "{value} {labels:?}");
                if let Some(next) = classes.get(class + 1) {
                    assert!(*value < read(next), "{value} {labels:?}");
                }
            }
        }
        assert_eq!(classes(&(0..6).map(f64::from).collect::<Vec<f64>>()).len(), SCALE.len());
    }

    #[test]
    fn no_two_places_are_called_the_same_on_their_tiles() {
        let names = [
            "Derby",
            "Derbyshire",
            "Leicester",
            "Leicestershire",
            "North Yorkshire",
            "North Lincolnshire",
            "North East Lincolnshire",
            "North Somerset",
            "North Tyneside",
            "Northumberland",
            "South Tyneside",
            "York",
        ];
        let short = short_names(&names);
        let mut distinct = short.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len(), "{short:?}");
        // A name that shares its beginning with nobody, and the shortest of those that do, keep it.
        let of = |name: &str| short[names.iter().position(|known| *known == name).expect("known")].as_str();
        assert_eq!(
            (of("York"), of("South Tyneside"), of("Derby")),
            ("York", "South", "Derby")
        );
        assert_eq!(
            (of("North Yorkshire"), of("North East Lincolnshire")),
            ("NYork", "NEast")
        );
        assert!(
            short.iter().all(|short| width_of(short, 9.0) <= SIDE - GAP - 2.0),
            "{short:?}"
        );
        // So many of one beginning that only numbers tell them apart.
        let many: Vec<String> = (0..40).map(|_| "Ashford".to_owned()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let mut short = short_names(&many);
        short.sort();
        short.dedup();
        assert_eq!(short.len(), many.len());
    }

    #[test]
    fn what_only_reads_the_same_is_not_said_to_be_the_same() {
        let told = |values: &[f64]| shared(values, classes(values).len());
        assert_eq!(told(&[2.0; 4]), "all have the same value");
        assert_eq!(
            told(&[2.0, 2.0 + 1e-12, 2.0, f64::NAN]),
            "all read alike in the digits told here"
        );
        assert_eq!(told(&[1.0, 2.0]), "2 colours, one for each value");
        assert!(told(&[0.0, 1e-13, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0]).contains("many read alike"));
        assert_eq!(
            told(&(0..60).map(f64::from).collect::<Vec<_>>()),
            "about a sixth of them in each colour"
        );
    }
}
