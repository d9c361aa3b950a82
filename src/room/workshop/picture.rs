//! Futures as dots: each dot is one future that the evidence allows, stacked where they lie close.

use maud::{Markup, html};

/// Columns of the picture.
const COLUMNS: usize = 24;
/// Room of a dot in the drawing.
const STEP: usize = 12;

/// A row: its name, where its dots stand (column, and place in the stack), and whether it is the first.
type Row<'a> = (&'a str, Vec<(usize, usize)>, bool);

/// Two rows of dots on one scale, better to the right, with a line at nothing.
pub fn dots(chosen: &[f64], as_now: Option<&[f64]>, [one, other, nothing]: [&str; 3], label: &str) -> Markup {
    let all = chosen.iter().chain(as_now.unwrap_or_default()).copied();
    let low = all.clone().fold(0.0_f64, f64::min);
    let high = all.fold(0.0_f64, f64::max);
    let span = (high - low).max(f64::MIN_POSITIVE);
    let rounded = |gain: f64| (((gain - low) / span) * (COLUMNS - 1) as f64).round() as usize;
    // On either side of nothing there is room for whoever loses or gains.
    let nothing_at = rounded(0.0).clamp(usize::from(low < 0.0), COLUMNS - 1 - usize::from(high > 0.0));
    // A future that gains or loses something stands beside the line, however little it is: the words beneath count it so.
    let column = |gain: f64| match rounded(gain) {
        at if at == nothing_at && gain > 0.0 => (at + 1).min(COLUMNS - 1),
        at if at == nothing_at && gain < 0.0 => at.saturating_sub(1),
        at => at,
    };
    let stack = |gains: &[f64]| -> Vec<(usize, usize)> {
        let mut heights = [0usize; COLUMNS];
        let mut places: Vec<usize> = gains.iter().map(|gain| column(*gain)).collect();
        places.sort_unstable();
        places
            .into_iter()
            .map(|at| {
                heights[at] += 1;
                (at, heights[at] - 1)
            })
            .collect()
    };
    let rows: Vec<Row> = [(one, Some(chosen), true), (other, as_now, false)]
        .into_iter()
        .filter_map(|(name, gains, first)| Some((name, stack(gains?), first)))
        .collect();
    let height = |places: &[(usize, usize)]| (places.iter().map(|(_, up)| up + 1).max().unwrap_or(1)).max(3) * STEP;
    let tops: Vec<usize> = rows
        .iter()
        .scan(0, |top, (_, places, _)| {
            let here = *top;
            *top += height(places) + 2 * STEP;
            Some(here)
        })
        .collect();
    let total: usize = rows.iter().map(|(_, places, _)| height(places) + 2 * STEP).sum();
    let zero = nothing_at * STEP + STEP / 2;
    // The name of the line stays within the drawing.
    let anchor = match zero * 3 / (COLUMNS * STEP) {
        0 => "start",
        1 => "middle",
        _ => "end",
    };
    html! {
        svg.dots viewBox=(format!("0 0 {} {}", COLUMNS * STEP, total + STEP + 4)) role="img" aria-label=(label) {
            line.zero x1=(zero) x2=(zero) y1="0" y2=(total) {}
            text x=(zero) y=(total + STEP) text-anchor=(anchor) { (nothing) }
            @for ((name, places, first), top) in rows.iter().zip(&tops) {
                @let foot = top + STEP + height(places);
                text x="0" y=(top + STEP - 2) { (name) }
                @for (at, up) in places {
                    @let (x, y) = (at * STEP + STEP / 2, foot - up * STEP - STEP / 2);
                    @if *first { circle.chosen cx=(x) cy=(y) r="5" {} }
                    @else { rect.as-now x=(x - 4) y=(y - 4) width="8" height="8" {} }
                }
                line.foot x1="0" x2=(COLUMNS * STEP) y1=(foot) y2=(foot) {}
            }
        }
    }
}

/// A course over the years: the middle as a line, eight futures of ten as a band, first and last year beneath.
pub fn fan(years: &[(u16, [f64; 3])], label: &str) -> Markup {
    const WIDE: f64 = 288.0;
    const HIGH: f64 = 96.0;
    let all = || years.iter().flat_map(|(_, band)| band);
    let low = all().copied().fold(f64::INFINITY, f64::min);
    let high = all().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = (high - low).max(f64::MIN_POSITIVE);
    let steps = years.len().saturating_sub(1).max(1) as f64;
    let at = |(year, number): (usize, f64)| {
        format!(
            "{:.1},{:.1}",
            year as f64 / steps * WIDE,
            HIGH - (number - low) / span * HIGH
        )
    };
    let line = |which: usize| {
        years
            .iter()
            .enumerate()
            .map(move |(year, (_, band))| (year, band[which]))
    };
    let middle: Vec<String> = line(1).map(at).collect();
    let band: Vec<String> = line(2)
        .chain(line(0).collect::<Vec<_>>().into_iter().rev())
        .map(at)
        .collect();
    html! {
        svg.dots viewBox=(format!("-4 -4 {} {}", WIDE + 8.0, HIGH + 22.0)) role="img" aria-label=(label) {
            polygon.band points=(band.join(" ")) {}
            polyline.middle points=(middle.join(" ")) {}
            line.foot x1="0" x2=(WIDE) y1=(HIGH) y2=(HIGH) {}
            @if let (Some(first), Some(last)) = (years.first(), years.last()) {
                text x="0" y=(HIGH + 14.0) { (first.0) }
                text x=(WIDE) y=(HIGH + 14.0) text-anchor="end" { (last.0) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_future_is_a_dot_and_better_ones_stand_to_the_right() {
        let of = |page: &str, mark: &str| -> Vec<usize> {
            let parts = page.split(mark).skip(1);
            parts.filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
        };
        let page = dots(&[-1.0, 0.0, 3.0, 3.0], Some(&[1.0]), ["a", "b", "n"], "c").into_string();
        assert_eq!(page.matches("<circle").count(), 4);
        assert_eq!(page.matches("<rect").count(), 1);
        let places = of(&page, "cx=\"");
        assert!(
            places.is_sorted() && places[0] < places[1] && places[2] == places[3],
            "{places:?}"
        );
        // At the ends of the scale too.
        for gains in [[-0.001, 9.0], [-9.0, 0.001]] {
            let page = dots(&gains, None, ["a", "b", "n"], "c").into_string();
            let (line, dots) = (of(&page, "x1=\"")[0], of(&page, "cx=\""));
            assert!(dots[0] < line && line < dots[1], "{gains:?} {dots:?} {line}");
        }
        // A little better and a little worse stand on their sides of the line, not on it.
        let page = dots(&[-0.001, 0.0, 0.001, -9.0, 9.0], None, ["a", "b", "n"], "c").into_string();
        let (line, at) = (of(&page, "x1=\"")[0], of(&page, "cx=\""));
        assert_eq!(at.iter().filter(|x| **x < line).count(), 2, "{at:?} {line}");
        assert_eq!(at.iter().filter(|x| **x == line).count(), 1, "{at:?} {line}");
        assert_eq!(at.iter().filter(|x| **x > line).count(), 2, "{at:?} {line}");
        // All alike, and none at all, are drawn too.
        assert_eq!(
            dots(&[0.0, 0.0], None, ["a", "b", "n"], "c")
                .into_string()
                .matches("<circle")
                .count(),
            2
        );
        let course = fan(&[(2024, [1.0, 2.0, 3.0]), (2030, [0.0, 2.0, 5.0])], "x").into_string();
        assert!(
            !course.contains("NaN") && course.contains(">2024<") && course.contains(">2030<"),
            "{course}"
        );
    }
}
