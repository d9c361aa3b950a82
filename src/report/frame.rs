//! The frame that all charts share: title, unit, panels, legend, footer. It knows of no chart in particular.

use super::Run;
use super::canvas::{
    BOLD, Canvas, Colour, DASHES, GREY, Hold, INK, PALE, PALETTE, fitted, in_lines, width_of, wrapped,
};
use super::scale::Axis;
use crate::budgeting::explanation::so_many;

/// A finished chart.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name of its file, without ending.
    pub name: String,
    /// What it shows and how it was made.
    pub caption: String,
    /// What a person who does not see it needs to know.
    pub alt: String,
    /// The drawing.
    pub svg: String,
}

/// Width of every chart \[units\].
pub const WIDTH: f64 = 960.0;
/// Space at the left and right edge.
pub const MARGIN: f64 = 24.0;

/// Room for the name of an axis above a panel, and below it.
const AXIS_NAME: f64 = 14.0;

/// The sentence on draws and intervals that ends every caption.
pub fn made_with(run: &Run<'_>) -> String {
    let d = run.description;
    let rough = if run.rough().is_some() { "Rough: " } else { "" };
    format!(
        "{rough}{} of {}, seed {}.",
        so_many(d.draws as u64, "draw", "draws"),
        so_many(d.people as u64, "simulated person", "simulated people"),
        d.seed
    )
}

/// A rectangle on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Panel {
    /// The point at shares of the width (from the left) and of the height (from the bottom).
    pub fn at(&self, across: f64, up: f64) -> (f64, f64) {
        (self.x + across * self.width, self.y + (1.0 - up) * self.height)
    }
}

/// A page with title, subtitle and room for panels.
pub struct Frame {
    /// The page.
    pub canvas: Canvas,
    /// The panels, row by row; each leaves room for its axis labels at the left and below, and its name above.
    pub panels: Vec<Panel>,
    /// Where a legend may start.
    pub legend: (f64, f64),
    title: String,
    rows: Rows,
}

/// Where the rows of panels lie, so that a wall may show one of them at a time.
struct Rows {
    /// Top of the first row.
    top: f64,
    /// From the top of a row to that of the next.
    pitch: f64,
    /// How many there are.
    count: usize,
    /// Left and right edge of each column.
    columns: Vec<(f64, f64)>,
}

impl Rows {
    /// As attributes of a drawing; nothing of one panel, which cannot be cut.
    fn attributes(&self, panels: usize) -> String {
        if panels < 2 {
            return String::new();
        }
        let edges: Vec<String> = self
            .columns
            .iter()
            .map(|(left, right)| format!(" {left:.1} {right:.1}"))
            .collect();
        format!(
            " data-panels=\"{panels}\" data-rows=\"{WIDTH} {} {} {}{}\"",
            self.top,
            self.pitch,
            self.count,
            edges.concat()
        )
    }
}

/// What a legend entry is drawn as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    /// A line in the style of a number.
    Line(Colour, &'static [f64]),
    /// A filled box of an opacity.
    Box(Colour, f64),
    /// A dot.
    Dot(Colour),
    /// A dot on a line across it, as of a value with its interval.
    Whisker(Colour),
    /// A short upright line.
    Upright(Colour),
    /// A cross.
    Cross(Colour),
}

impl Frame {
    /// A page for so many panels under a title and a subtitle; `axis_room` is kept left of each panel.
    pub fn new(title: &str, subtitle: &str, panels: usize, axis_room: f64, legend_rows: usize) -> Frame {
        Frame::sized((title, subtitle), panels, axis_room, legend_rows, (None, 0.0))
    }

    /// A page with one panel of a given height.
    pub fn tall(title: &str, subtitle: &str, axis_room: f64, height: f64, legend_rows: usize) -> Frame {
        Frame::sized((title, subtitle), 1, axis_room, legend_rows, (Some(height), 0.0))
    }

    /// A page with one panel whose two axes have names of their own, above and below it.
    pub fn measured(title: &str, subtitle: &str, axis_room: f64, height: f64, legend_rows: usize) -> Frame {
        Frame::sized((title, subtitle), 1, axis_room, legend_rows, (Some(height), AXIS_NAME))
    }

    /// `height` of a panel where it is given, and room for a name above it and below it.
    fn sized(
        (title, subtitle): (&str, &str),
        panels: usize,
        axis_room: f64,
        legend_rows: usize,
        (height, names): (Option<f64>, f64),
    ) -> Frame {
        let columns = match panels {
            0 | 1 => 1,
            2 | 4 => 2,
            _ => 3,
        };
        let rows = panels.max(1).div_ceil(columns);
        let inner = WIDTH - 2.0 * MARGIN;
        // Letters that a browser has in the place of ours are wider than these are reckoned, and bold ones more so.
        let titles = wrapped(title, 21.0, inner / 1.2);
        let subtitles = wrapped(subtitle, 13.0, inner / 1.1);
        let head = 20.0 + titles.len() as f64 * 26.0 + subtitles.len() as f64 * 18.0;
        let legend_room = 8.0 + legend_rows as f64 * 20.0;
        let height = height.unwrap_or(match (columns, rows) {
            (1, _) => 340.0,
            (2, 1) => 300.0,
            (2, _) => 230.0,
            _ => 210.0,
        });
        let above = if panels > 1 { 34.0 } else { 8.0 } + names;
        let (below, between) = (26.0 + names, 16.0);
        let top = head + legend_room;
        let bottom = top + rows as f64 * (above + height + below) + 34.0;
        let mut canvas = Canvas::new(WIDTH, bottom);
        for (index, line) in titles.iter().enumerate() {
            canvas.bold(MARGIN, 34.0 + index as f64 * 26.0, 21.0, INK, Hold::Left, line);
        }
        for (index, line) in subtitles.iter().enumerate() {
            let y = 34.0 + (titles.len() - 1) as f64 * 26.0 + 22.0 + index as f64 * 18.0;
            canvas.text(MARGIN, y, 13.0, GREY, Hold::Left, line);
        }
        let column_width = (inner - between * (columns - 1) as f64) / columns as f64;
        let left = |column: usize| MARGIN + column as f64 * (column_width + between);
        let lies = Rows {
            top,
            pitch: above + height + below,
            count: rows,
            columns: (0..columns)
                .map(|column| (left(column), left(column) + column_width + between))
                .collect(),
        };
        let panels = (0..panels)
            .map(|index| Panel {
                x: left(index % columns) + axis_room,
                y: top + (index / columns) as f64 * (above + height + below) + above,
                width: column_width - axis_room - 6.0,
                height,
            })
            .collect();
        Frame {
            canvas,
            panels,
            legend: (MARGIN, head + 14.0),
            title: title.to_string(),
            rows: lies,
        }
    }

    /// The lines of an upright axis across a panel, each with its number at the left.
    pub fn rule(&mut self, panel: &Panel, axis: &Axis) {
        for tick in axis.ticks() {
            let (x, y) = panel.at(0.0, axis.place(tick));
            self.canvas.line(&[(x, y), (x + panel.width, y)], PALE, 0.8, &[]);
            self.canvas
                .text(x - 7.0, y + 4.0, 12.0, GREY, Hold::Right, &axis.text(tick, false));
        }
    }

    /// The name of a panel above it: whole, in smaller letters or on two lines where it is long.
    pub fn name_panel(&mut self, index: usize, axis_room: f64, name: &str) {
        let panel = self.panels[index];
        let room = (panel.width + axis_room) / BOLD;
        let fits = |size: f64, lines: usize| wrapped(name, size, room).len() <= lines;
        let (size, lines) = [(13.5, 1), (12.0, 2), (10.0, 2), (8.5, 3)]
            .into_iter()
            .find(|(size, lines)| fits(*size, *lines))
            .unwrap_or((8.5, 3));
        let told = in_lines(name, size, room, lines);
        // The last line stands where a single one does; the room above a panel holds the others.
        let pitch = size * 1.15;
        for (row, text) in told.iter().enumerate() {
            let up = (told.len() - 1 - row) as f64 * pitch;
            let y = panel.y - if told.len() > 1 { 10.0 } else { 16.0 } - up;
            self.canvas.bold(panel.x - axis_room, y, size, INK, Hold::Left, text);
        }
    }

    /// Draws the legend in rows across the page; returns the number of rows it took.
    pub fn key(&mut self, entries: &[(Sign, String)]) -> usize {
        let (mut x, mut y) = self.legend;
        let mut rows = 1;
        for (sign, label) in entries {
            let label = &fitted(label, 12.0, WIDTH - 2.0 * MARGIN - 34.0);
            let needed = 34.0 + width_of(label, 12.0) + 18.0;
            if x + needed > WIDTH - MARGIN + 18.0 && x > self.legend.0 {
                x = self.legend.0;
                y += 20.0;
                rows += 1;
            }
            match sign {
                Sign::Line(colour, dash) => self
                    .canvas
                    .line(&[(x, y - 4.0), (x + 28.0, y - 4.0)], *colour, 2.2, dash),
                Sign::Box(colour, opacity) => self.canvas.rectangle(x, y - 10.0, 28.0, 12.0, *colour, *opacity),
                Sign::Dot(colour) => self.canvas.dot(x + 14.0, y - 4.0, 4.5, *colour),
                Sign::Whisker(colour) => {
                    let line = [(x, y - 4.0), (x + 28.0, y - 4.0)];
                    self.canvas.line(&line, *colour, 1.6, &[]);
                    self.canvas.dot(x + 14.0, y - 4.0, 3.6, *colour);
                }
                Sign::Upright(colour) => {
                    let line = [(x + 14.0, y - 12.0), (x + 14.0, y + 4.0)];
                    self.canvas.line(&line, *colour, 2.0, &[]);
                }
                Sign::Cross(colour) => self.canvas.cross(x + 14.0, y - 4.0, *colour),
            }
            self.canvas.text(x + 34.0, y, 12.0, INK, Hold::Left, label);
            x += needed;
        }
        rows
    }

    /// Adds the footer and closes the drawing.
    pub fn finish(mut self, footer: &str, description: &str) -> String {
        let y = self.canvas.height() - 12.0;
        let text = fitted(footer, 11.5, WIDTH - 2.0 * MARGIN);
        self.canvas.text(MARGIN, y, 11.5, GREY, Hold::Left, &text);
        let attributes = self.rows.attributes(self.panels.len());
        let drawn = self.canvas.finish(&self.title, description);
        drawn.replacen(" role=\"img\"", &format!(" role=\"img\"{attributes}"), 1)
    }
}

/// Colour and line style of a scenario by its place in the run: never colour alone.
pub fn style(index: usize) -> (Colour, &'static [f64]) {
    // Where colours begin again, line styles are one further, so that no two of the first dozens are alike.
    (
        PALETTE[index % PALETTE.len()],
        DASHES[(index + index / PALETTE.len()) % DASHES.len()],
    )
}

/// How many rows a legend will take, before the page is made.
pub fn legend_rows<'a>(labels: impl Iterator<Item = &'a str>) -> usize {
    let (mut x, mut rows) = (0.0, 1);
    for label in labels {
        let needed = 34.0 + width_of(label, 12.0) + 18.0;
        if x + needed > WIDTH - 2.0 * MARGIN + 18.0 && x > 0.0 {
            x = 0.0;
            rows += 1;
        }
        x += needed;
    }
    rows
}
