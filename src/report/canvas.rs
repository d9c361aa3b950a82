//! A drawing surface over plotters' SVG backend, in units of a page instead of pixels.
//!
//! The backend knows whole pixels only, so everything is drawn `FINE` times too large and scaled back by `viewBox`.
//! What it lacks is added here: dashed lines, text on its baseline, title and description for screen readers.

use plotters::backend::SVGBackend;
use plotters::prelude::{Color, DrawingBackend, IntoFont, RGBColor, ShapeStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, FontTransform, TextStyle};

/// Pixels of the backend per unit.
const FINE: f64 = 8.0;

/// The typeface, with what browsers have instead.
pub const FAMILY: &str = "Noto Sans, Helvetica, Arial, sans-serif";

/// A colour.
pub type Colour = RGBColor;

/// Text and axes.
pub const INK: Colour = RGBColor(33, 33, 33);
/// Secondary text.
pub const GREY: Colour = RGBColor(95, 95, 95);
/// Grid lines.
pub const PALE: Colour = RGBColor(222, 222, 222);
/// Blue of Okabe and Ito: the main series.
pub const BLUE: Colour = RGBColor(0, 114, 178);

/// Colours of Okabe and Ito, in an order that stays apart in grey print.
pub const PALETTE: [Colour; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(213, 94, 0),
    RGBColor(90, 90, 90),
];

/// Dash patterns that go with the colours: lengths of line and gap; empty for a full line.
pub const DASHES: [&[f64]; 7] = [
    &[],
    &[7.0, 3.0],
    &[2.0, 2.5],
    &[10.0, 3.0, 2.0, 3.0],
    &[4.0, 2.0],
    &[12.0, 4.0],
    &[1.0, 2.0],
];

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// At its left end.
    Left,
    /// At its middle.
    Middle,
    /// At its right end.
    Right,
}

/// A drawing of a given size.
pub struct Canvas {
    width: f64,
    height: f64,
    drawn: String,
}

fn fine(value: f64) -> i32 {
    (value * FINE).round() as i32
}

impl Canvas {
    /// An empty white page.
    pub fn new(width: f64, height: f64) -> Canvas {
        let mut canvas = Canvas {
            width,
            height,
            drawn: String::new(),
        };
        canvas.rectangle(0.0, 0.0, width, height, RGBColor(255, 255, 255), 1.0);
        canvas
    }

    /// Draws through the backend and keeps the elements, without the wrapping that each backend adds.
    fn draw(&mut self, act: impl FnOnce(&mut SVGBackend<'_>)) {
        let mut text = String::new();
        {
            let mut backend = SVGBackend::with_string(&mut text, (1, 1));
            act(&mut backend);
            // Writing into a string cannot fail.
            let _ = backend.present();
        }
        let body = text.split_once(">\n").map_or("", |(_, rest)| rest);
        self.drawn.push_str(body.trim_end().trim_end_matches("</svg>"));
    }

    /// Height of the page.
    pub fn height(&self) -> f64 {
        self.height
    }

    /// A straight or broken line through points; `dash` alternates lengths of line and gap.
    pub fn line(&mut self, points: &[(f64, f64)], colour: Colour, width: f64, dash: &[f64]) {
        let style = ShapeStyle {
            color: colour.to_rgba(),
            filled: false,
            stroke_width: fine(width).max(1) as u32,
        };
        for piece in dashed(points, dash) {
            let path: Vec<(i32, i32)> = piece.iter().map(|(x, y)| (fine(*x), fine(*y))).collect();
            self.draw(|backend| {
                let _ = backend.draw_path(path, &style);
            });
        }
    }

    /// A filled polygon.
    pub fn area(&mut self, points: &[(f64, f64)], colour: Colour, opacity: f64) {
        let path: Vec<(i32, i32)> = points.iter().map(|(x, y)| (fine(*x), fine(*y))).collect();
        self.draw(|backend| {
            let _ = backend.fill_polygon(path, &colour.mix(opacity));
        });
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, colour: Colour, opacity: f64) {
        self.draw(|backend| {
            let corners = ((fine(x), fine(y)), (fine(x + width), fine(y + height)));
            let _ = backend.draw_rect(corners.0, corners.1, &colour.mix(opacity), true);
        });
    }

    /// A dot.
    pub fn dot(&mut self, x: f64, y: f64, radius: f64, colour: Colour) {
        self.draw(|backend| {
            let _ = backend.draw_circle((fine(x), fine(y)), fine(radius) as u32, &colour, true);
        });
    }

    /// A line of text on its baseline.
    pub fn text(&mut self, x: f64, y: f64, size: f64, colour: Colour, hold: Hold, text: &str) {
        self.write(x, y, size, colour, hold, FontStyle::Normal, FontTransform::None, text);
    }

    /// A line of bold text on its baseline.
    pub fn bold(&mut self, x: f64, y: f64, size: f64, colour: Colour, hold: Hold, text: &str) {
        self.write(x, y, size, colour, hold, FontStyle::Bold, FontTransform::None, text);
    }

    #[allow(clippy::too_many_arguments)]
    fn write(
        &mut self,
        x: f64,
        y: f64,
        size: f64,
        colour: Colour,
        hold: Hold,
        style: FontStyle,
        transform: FontTransform,
        text: &str,
    ) {
        // The backend divides sizes by 1.24 and hangs "top" text 0.76 em below its point.
        let font = (FAMILY, size * FINE * 1.24, style).into_font().transform(transform);
        let held = match hold {
            Hold::Left => HPos::Left,
            Hold::Middle => HPos::Center,
            Hold::Right => HPos::Right,
        };
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(held, VPos::Top));
        self.draw(|backend| {
            let _ = backend.draw_text(text, &style, (fine(x), fine(y - 0.76 * size)));
        });
    }

    /// The SVG, with a title and a description for those who do not see it.
    pub fn finish(self, title: &str, description: &str) -> String {
        let (width, height) = (self.width, self.height);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{}\">\n<title>{}</title>\n<desc>{}</desc>\n{}</svg>\n",
            fine(width),
            fine(height),
            escape(title),
            escape(title),
            escape(description),
            self.drawn
        )
    }
}

/// Cuts a line into its dashes.
fn dashed(points: &[(f64, f64)], dash: &[f64]) -> Vec<Vec<(f64, f64)>> {
    if dash.is_empty() || points.len() < 2 {
        return vec![points.to_vec()];
    }
    let mut pieces = Vec::new();
    let mut piece = vec![points[0]];
    let (mut turn, mut left) = (0, dash[0]);
    for pair in points.windows(2) {
        let ((mut x, mut y), (to_x, to_y)) = (pair[0], pair[1]);
        let mut length = (to_x - x).hypot(to_y - y);
        while length > left {
            (x, y) = (x + (to_x - x) * left / length, y + (to_y - y) * left / length);
            length -= left;
            if turn % 2 == 0 {
                piece.push((x, y));
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![(x, y)];
            }
            turn = (turn + 1) % (dash.len() + dash.len() % 2);
            left = dash[turn % dash.len()];
        }
        left -= length;
        if turn % 2 == 0 {
            piece.push((to_x, to_y));
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

/// Text safe inside markup.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// About how wide a text is in Noto Sans, in units.
pub fn width_of(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '.' | ',' | '\'' | '|' | ' ' | '·' | ':' => 0.27,
            'f' | 't' | 'r' | '(' | ')' | 'I' => 0.38,
            'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.9,
            'A'..='Z' | '£' | '−' | '+' => 0.64,
            _ => 0.565,
        })
        .sum();
    ems * size
}

/// Breaks a text into lines no wider than `width`.
pub fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(line, size) + width_of(word, size) + 0.3 * size <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// A text cut to a width, with an ellipsis where something is missing.
pub fn fitted(text: &str, size: f64, width: f64) -> String {
    if width_of(text, size) <= width {
        return text.to_string();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if width_of(&cut, size) + size * 1.2 > width {
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
    fn a_drawing_has_title_and_description_and_escapes_them() {
        let mut canvas = Canvas::new(100.0, 50.0);
        canvas.text(5.0, 20.0, 12.0, INK, Hold::Left, "A&E <4 hours");
        canvas.line(&[(0.0, 0.0), (90.0, 0.0)], BLUE, 1.5, &[7.0, 3.0]);
        let svg = canvas.finish("A&E", "what it shows");
        assert!(svg.contains("<title>A&amp;E</title>") && svg.contains("<desc>what it shows</desc>"));
        assert!(svg.contains("A&amp;E &lt;4 hours") && svg.ends_with("</svg>\n"));
        assert_eq!(svg.matches("<svg").count(), 1);
        assert_eq!(svg.matches("</svg>").count(), 1);
        assert_eq!(svg.matches("<polyline").count(), 9);
    }
}
