//! A page of marks, drawn through plotters in units of the page instead of pixels.
//!
//! Charts put marks on the page; closing it draws them all, in order, on one drawing area of plotters' SVG backend whose
//! coordinates are the page's. The backend knows whole pixels only, so everything is drawn `FINE` times too large and
//! scaled back by `viewBox`. What it lacks is added here: dashed lines, text on its baseline, title and description for
//! screen readers.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{
    Cartesian2d, Circle, Color, DrawingArea, IntoDrawingArea, IntoFont, PathElement, Polygon, RGBColor, Rectangle,
    ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, TextStyle};

pub use super::lettering::{BOLD, fitted, in_lines, width_of, wrapped};

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

/// Colours of Okabe and Ito, in an order that stays apart in grey print, and behind them dark ones of Tol: a run of a dozen scenarios has no
/// colour twice.
pub const PALETTE: [Colour; 12] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(213, 94, 0),
    RGBColor(90, 90, 90),
    RGBColor(136, 34, 85),
    RGBColor(17, 119, 51),
    RGBColor(51, 34, 136),
    RGBColor(153, 153, 51),
    RGBColor(0, 0, 0),
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

/// One thing on the page, in the page's units.
enum Mark {
    /// A line through points.
    Line {
        points: Vec<(f64, f64)>,
        colour: Colour,
        width: f64,
    },
    /// A filled polygon.
    Area {
        points: Vec<(f64, f64)>,
        colour: Colour,
        opacity: f64,
    },
    /// A filled rectangle, by two corners.
    Rectangle {
        corners: [(f64, f64); 2],
        colour: Colour,
        opacity: f64,
    },
    /// A dot.
    Dot {
        at: (f64, f64),
        radius: f64,
        colour: Colour,
    },
    /// A line of text.
    Text {
        at: (f64, f64),
        size: f64,
        colour: Colour,
        hold: Hold,
        style: FontStyle,
        text: String,
    },
}

/// A drawing of a given size.
pub struct Canvas {
    width: f64,
    height: f64,
    marks: Vec<Mark>,
}

/// The page as plotters draws on it.
type Page<'a> = DrawingArea<SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
/// What drawing may fail with; writing into a string does not.
type Unwritten = DrawingAreaErrorKind<std::io::Error>;

/// Pixels of a length of the page.
fn fine(value: f64) -> i32 {
    (value * FINE).round() as i32
}

impl Mark {
    /// Draws it on the page.
    fn draw(&self, page: &Page<'_>) -> Result<(), Unwritten> {
        match self {
            Mark::Line { points, colour, width } => {
                let style = ShapeStyle {
                    color: colour.to_rgba(),
                    filled: false,
                    stroke_width: fine(*width).max(1) as u32,
                };
                page.draw(&PathElement::new(points.clone(), style))
            }
            Mark::Area {
                points,
                colour,
                opacity,
            } => page.draw(&Polygon::new(points.clone(), colour.mix(*opacity).filled())),
            Mark::Rectangle {
                corners,
                colour,
                opacity,
            } => page.draw(&Rectangle::new(*corners, colour.mix(*opacity).filled())),
            Mark::Dot { at, radius, colour } => page.draw(&Circle::new(*at, fine(*radius), colour.filled())),
            Mark::Text {
                at,
                size,
                colour,
                hold,
                style,
                text,
            } => {
                // The backend divides sizes by 1.24.
                let font = (FAMILY, size * FINE * 1.24, *style).into_font();
                let held = match hold {
                    Hold::Left => HPos::Left,
                    Hold::Middle => HPos::Center,
                    Hold::Right => HPos::Right,
                };
                let style = TextStyle::from(font).color(colour).pos(Pos::new(held, VPos::Top));
                page.draw(&Text::new(text.as_str(), *at, style))
            }
        }
    }
}

impl Canvas {
    /// An empty white page.
    pub fn new(width: f64, height: f64) -> Canvas {
        let mut canvas = Canvas {
            width,
            height,
            marks: Vec::new(),
        };
        canvas.rectangle(0.0, 0.0, width, height, RGBColor(255, 255, 255), 1.0);
        canvas
    }

    /// Height of the page.
    pub fn height(&self) -> f64 {
        self.height
    }

    /// A straight or broken line through points; `dash` alternates lengths of line and gap.
    pub fn line(&mut self, points: &[(f64, f64)], colour: Colour, width: f64, dash: &[f64]) {
        self.marks.extend(
            dashed(points, dash)
                .into_iter()
                .map(|points| Mark::Line { points, colour, width }),
        );
    }

    /// A filled polygon.
    pub fn area(&mut self, points: &[(f64, f64)], colour: Colour, opacity: f64) {
        self.marks.push(Mark::Area {
            points: points.to_vec(),
            colour,
            opacity,
        });
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, colour: Colour, opacity: f64) {
        self.marks.push(Mark::Rectangle {
            corners: [(x, y), (x + width, y + height)],
            colour,
            opacity,
        });
    }

    /// A dot.
    pub fn dot(&mut self, x: f64, y: f64, radius: f64, colour: Colour) {
        self.marks.push(Mark::Dot {
            at: (x, y),
            radius,
            colour,
        });
    }

    /// A small cross.
    pub fn cross(&mut self, x: f64, y: f64, colour: Colour) {
        for slope in [1.0, -1.0] {
            let ends = [(x - 4.0, y - 4.0 * slope), (x + 4.0, y + 4.0 * slope)];
            self.line(&ends, colour, 1.6, &[]);
        }
    }

    /// A line of text on its baseline.
    pub fn text(&mut self, x: f64, y: f64, size: f64, colour: Colour, hold: Hold, text: &str) {
        self.write((x, y), size, colour, hold, FontStyle::Normal, text);
    }

    /// A line of bold text on its baseline.
    pub fn bold(&mut self, x: f64, y: f64, size: f64, colour: Colour, hold: Hold, text: &str) {
        self.write((x, y), size, colour, hold, FontStyle::Bold, text);
    }

    fn write(&mut self, (x, y): (f64, f64), size: f64, colour: Colour, hold: Hold, style: FontStyle, text: &str) {
        self.marks.push(Mark::Text {
            // The backend hangs "top" text 0.76 em below its point.
            at: (x, y - 0.76 * size),
            size,
            colour,
            hold,
            style,
            text: readable(text).into_owned(),
        });
    }

    /// The SVG, with a title and a description for those who do not see it.
    pub fn finish(self, title: &str, description: &str) -> String {
        let (width, height) = (self.width, self.height);
        let mut drawn = String::new();
        let size = (fine(width) as u32, fine(height) as u32);
        let all = paint(&self.marks, (width, height), SVGBackend::with_string(&mut drawn, size));
        debug_assert!(all.is_ok(), "writing into a string cannot fail");
        // The backend's own first line has neither a title nor words for screen readers.
        let body = drawn.split_once(">\n").map_or("", |(_, rest)| rest);
        let (title, description) = (escape(title), escape(description));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n<desc>{description}</desc>\n{body}",
            size.0, size.1,
        )
    }
}

/// Draws marks on one area whose coordinates are the page's, y downwards.
fn paint(marks: &[Mark], (width, height): (f64, f64), backend: SVGBackend<'_>) -> Result<(), Unwritten> {
    let whole: DrawingArea<SVGBackend<'_>, Shift> = backend.into_drawing_area();
    let (pixels_across, pixels_down) = whole.dim_in_pixel();
    let pixels = (0..pixels_across as i32, 0..pixels_down as i32);
    let page = whole.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
        0.0..width,
        0.0..height,
        pixels,
    ));
    for mark in marks {
        mark.draw(&page)?;
    }
    page.present()
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

/// A text without what neither a page nor a terminal may be given: control characters become a sign that shows itself.
pub fn readable(text: &str) -> std::borrow::Cow<'_, str> {
    if text.chars().any(char::is_control) {
        text.chars()
            .map(|c| if c.is_control() { '\u{fffd}' } else { c })
            .collect::<String>()
            .into()
    } else {
        text.into()
    }
}

/// Text safe inside markup.
pub fn escape(text: &str) -> String {
    readable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
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

    #[test]
    fn marks_stand_where_the_page_says_in_the_order_they_were_put() {
        let mut canvas = Canvas::new(100.0, 50.0);
        canvas.dot(25.0, 10.0, 2.0, BLUE);
        canvas.rectangle(50.0, 20.0, 30.0, 10.0, INK, 1.0);
        let svg = canvas.finish("t", "d");
        assert!(svg.contains("viewBox=\"0 0 800 400\""));
        let number = |name: &str, element: &str| -> f64 {
            let element = &svg[svg.find(element).expect("drawn")..];
            let after = element.split_once(&format!(" {name}=\"")).expect("has it").1;
            after.split_once('"').expect("ends").0.parse().expect("a number")
        };
        assert!((number("cx", "<circle") - 200.0).abs() <= 1.0 && (number("cy", "<circle") - 80.0).abs() <= 1.0);
        assert_eq!(number("r", "<circle"), 16.0);
        let dark = svg.rfind("<rect").expect("drawn");
        assert!(
            dark > svg.find("<circle").expect("drawn"),
            "later marks lie over earlier ones"
        );
        assert!(
            svg[dark..].contains("width=\"240\"") && svg[dark..].contains("height=\"80\""),
            "{}",
            &svg[dark..]
        );
    }

    #[test]
    fn control_characters_never_reach_a_drawing() {
        let mut canvas = Canvas::new(100.0, 50.0);
        canvas.text(5.0, 20.0, 12.0, INK, Hold::Left, "bell\u{7}\u{1b}[31m");
        let svg = canvas.finish("ti\u{0}tle", "de\u{8}sc");
        assert!(!svg.chars().any(|c| c.is_control() && c != '\n'), "{svg:?}");
    }
}
