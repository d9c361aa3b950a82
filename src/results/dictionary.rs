//! `measures.csv`: what every measure in the tables of a folder is.

use std::io::{self, Write};

use super::cells;
use crate::measures::{self, Handle, Taken};

/// Columns of the dictionary, with what they hold.
pub const COLUMNS: [(&str, &str); 8] = [
    ("measure", "Name of the measure, as in the other tables"),
    ("title", "Title in plain English"),
    ("unit", "Unit; money in base-year prices"),
    (
        "better",
        "Which way most readers would call better: lower, higher, neither",
    ),
    ("kind", "stock (at 31 March) or flow (over the financial year)"),
    (
        "groups",
        "What it is told by: all, and dimensions such as imd, age, sex, wealth, income",
    ),
    ("of_which", "The total that it is a part of; empty if none"),
    ("meaning", "What it is, in a sentence"),
];

/// Writes the dictionary.
pub fn write(out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS.map(|(name, _)| name))?;
    for measure in measures::all() {
        let groups: Vec<&str> = std::iter::once("all")
            .chain(measure.groups.iter().map(|dimension| dimension.word()))
            .collect();
        let kind = match measure.kind {
            Taken::Stock => "stock",
            Taken::Flow => "flow",
        };
        table.write_record(cells::record([
            measure.name,
            measure.title,
            measure.unit,
            measure.better.word(),
            kind,
            &groups.join(" "),
            measure.of_which.map_or("", Handle::name),
            measure.meaning,
        ]))?;
    }
    table.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_stands_in_it_once() {
        let mut text = Vec::new();
        write(&mut text).expect("writes");
        let mut table = csv::Reader::from_reader(text.as_slice());
        let names: Vec<String> = table.records().map(|row| row.expect("a row")[0].to_string()).collect();
        let told: Vec<&str> = measures::all().iter().map(|measure| measure.name).collect();
        assert_eq!(names, told);
    }
}
