//! What a run's numbers are: scenarios × years × columns, one number each in every draw.

use crate::measures::{self, Handle, Measure};
use crate::world::{Group, Year, YearRecord};

/// One column: a measure for a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which measure.
    pub measure: Handle,
    /// The group.
    pub group: Group,
}

impl Column {
    /// The measure.
    pub fn measure(self) -> &'static Measure {
        self.measure.measure()
    }
}

/// The shape of a run's results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Names of the scenarios, the one compared against first.
    pub scenarios: Vec<String>,
    /// The years, in order.
    pub years: Vec<Year>,
    /// The columns, in the order of the tables.
    pub columns: Vec<Column>,
}

impl Shape {
    /// Every measure for every group it splits by.
    pub fn new(scenarios: Vec<String>, years: Vec<Year>) -> Shape {
        let mut columns = Vec::new();
        for measure in measures::all() {
            columns.extend(
                Group::every()
                    .filter(|group| measure.splits(*group))
                    .map(|group| Column {
                        measure: measure.handle,
                        group,
                    }),
            );
        }
        Shape {
            scenarios,
            years,
            columns,
        }
    }
    /// Numbers in one draw: scenarios × years × columns.
    pub fn cells(&self) -> usize {
        self.scenarios.len() * self.years.len() * self.columns.len()
    }
    /// Position of (scenario, year, column) in one draw.
    pub fn cell(&self, scenario: usize, year: usize, column: usize) -> usize {
        (scenario * self.years.len() + year) * self.columns.len() + column
    }
    /// All cells of a scenario.
    pub fn cells_of(&self, scenario: usize) -> std::ops::Range<usize> {
        self.cell(scenario, 0, 0)..self.cell(scenario + 1, 0, 0)
    }
    /// Reads one scenario's year into its place in a draw of [`Shape::cells`] numbers.
    pub fn observe(&self, scenario: usize, year: usize, record: &YearRecord, draw: &mut [f64]) {
        let told = |column: &Column| column.measure().told_of(record, column.group);
        self.fill(scenario, year, draw, told);
    }
    /// The same, where of a group of nobody too is wanted what its rates would give one of its members.
    pub fn observe_rates(&self, scenario: usize, year: usize, record: &YearRecord, draw: &mut [f64]) {
        let read = |column: &Column| (column.measure().read)(record, column.group);
        self.fill(scenario, year, draw, read);
    }
    fn fill(&self, scenario: usize, year: usize, draw: &mut [f64], value: impl Fn(&Column) -> f64) {
        let start = self.cell(scenario, year, 0);
        for (target, column) in draw[start..start + self.columns.len()].iter_mut().zip(&self.columns) {
            *target = value(column);
        }
    }
    /// Position of a measure's column; none where the run does not tell it (another version made it, or it is not split so).
    pub fn column(&self, measure: Handle, group: Group) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| *column == Column { measure, group })
    }
    /// A line that is the same exactly when the shape is: part of a run's identity.
    pub fn signature(&self) -> String {
        let mut text = format!("{:?} {:?}", self.scenarios, self.years);
        for column in &self.columns {
            text.push_str(&format!(" {}[{}]", column.measure().name, column.group.name()));
        }
        text
    }
}
