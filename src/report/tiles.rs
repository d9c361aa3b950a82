//! A map of tiles: every place one square of the same size, grouped by region where the region lies.
//!
//! A map by area shows fields; most people live in a few of them. Equal tiles give every council the same weight in the eye,
//! and need no boundaries. Inside a region tiles stand in the order of their names.

use std::fmt::Write as _;

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

/// Text made safe for SVG.
fn safe(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A number with three digits.
fn told(value: f64) -> String {
    let digits = (2.0 - value.abs().max(1e-9).log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.digits$}")
}

/// The map as SVG. A value that is no number is left white.
pub fn map(title: &str, tiles: &[Tile]) -> String {
    let mut values: Vec<f64> = tiles
        .iter()
        .map(|tile| tile.value)
        .filter(|value| value.is_finite())
        .collect();
    values.sort_by(f64::total_cmp);
    let bound = |step: usize| {
        values
            .get(step * values.len() / SCALE.len())
            .copied()
            .unwrap_or(f64::NAN)
    };
    let bounds: Vec<f64> = (0..SCALE.len()).map(bound).collect();
    let colour = |value: f64| {
        let step = bounds.iter().rposition(|bound| value >= *bound);
        step.map_or("#ffffff", |step| SCALE[step])
    };
    let mut body = String::new();
    let (mut right, mut bottom) = (0.0_f64, 0.0_f64);
    for (region, column, row, wide) in REGIONS {
        let mut inside: Vec<&Tile> = tiles.iter().filter(|tile| tile.region == region).collect();
        inside.sort_by(|one, other| one.name.cmp(&other.name));
        let (left, top) = (EDGE + column as f64 * SIDE, TITLE + row as f64 * SIDE);
        for (at, tile) in inside.iter().enumerate() {
            let (x, y) = (left + (at % wide) as f64 * SIDE, top + (at / wide) as f64 * SIDE);
            let short: String = tile
                .name
                .chars()
                .filter(|letter| letter.is_alphanumeric())
                .take(LETTERS)
                .collect();
            let dark = bounds
                .iter()
                .rposition(|bound| tile.value >= *bound)
                .is_some_and(|step| step + 2 >= SCALE.len());
            let ink = if dark { "#ffffff" } else { "#222222" };
            // Writing to a string cannot fail.
            let _ = writeln!(
                body,
                "<g><title>{}, {}: {}</title><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{:.0}\" height=\"{:.0}\" fill=\"{}\" stroke=\"#666666\" \
                 stroke-width=\"0.5\"/><text x=\"{:.0}\" y=\"{:.0}\" font-size=\"9\" text-anchor=\"middle\" fill=\"{ink}\">{}</text></g>",
                safe(&tile.name),
                safe(region),
                told(tile.value),
                SIDE - GAP,
                SIDE - GAP,
                colour(tile.value),
                x + SIDE / 2.0 - 1.0,
                y + SIDE / 2.0 + 2.0,
                safe(&short)
            );
            right = right.max(x + SIDE);
            bottom = bottom.max(y + SIDE);
        }
    }
    let legend = bottom + EDGE;
    for (step, bound) in bounds.iter().enumerate() {
        let x = EDGE + step as f64 * 3.0 * SIDE;
        let _ = writeln!(
            body,
            "<rect x=\"{x:.0}\" y=\"{legend:.0}\" width=\"12\" height=\"12\" fill=\"{}\" stroke=\"#666666\" stroke-width=\"0.5\"/>\
             <text x=\"{:.0}\" y=\"{:.0}\" font-size=\"11\">from {}</text>",
            SCALE[step],
            x + 17.0,
            legend + 10.0,
            told(*bound)
        );
    }
    let width = right.max(EDGE + 18.0 * SIDE) + EDGE;
    let height = legend + 2.0 * EDGE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         font-family=\"sans-serif\" role=\"img\">\n<title>{0}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"{EDGE}\" y=\"28\" font-size=\"15\">{0}</text>\n<text x=\"{EDGE}\" y=\"46\" font-size=\"11\">Every place is one tile of \
         the same size; a sixth of them in each colour.</text>\n{body}</svg>\n",
        safe(title)
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
}
