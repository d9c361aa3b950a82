//! Draws that stand in a table more than once: pasted twice, they make everything look surer than it is.

use std::collections::BTreeSet;

use super::given::Given;

/// What is said of rows that are the same as one above in every column, if there are any.
pub fn repeated(table: &Given) -> Option<String> {
    let columns: Vec<&[f64]> = table.columns.iter().map(Vec::as_slice).collect();
    told(&columns, &table.file)
}

/// The same of columns that lie in several tables, row by row.
pub fn told(columns: &[&[f64]], what: &str) -> Option<String> {
    let rows = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let row = |at: usize| -> Vec<u64> { columns.iter().map(|column| (column[at] + 0.0).to_bits()).collect() };
    let mut seen: BTreeSet<Vec<u64>> = BTreeSet::new();
    let again = (0..rows).filter(|at| !seen.insert(row(*at))).count();
    (again > 0).then(|| {
        format!(
            "{again} of the {rows} draws of {what} {} the same as one above in every column: if they are copies and no draws of \
             their own, take them out, for with them everything looks surer than it is.",
            if again == 1 { "is" } else { "are" }
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_pasted_twice_are_told_and_rows_that_share_some_cells_are_not() {
        let of = |text: &str| repeated(&Given::parse("x.csv", text.as_bytes()).expect("reads"));
        assert_eq!(of("a,b\n1,2\n1,3\n2,2\n"), None);
        let said = of("a,b\n1,2\n0,3\n1,2\n-0,3\n").expect("told");
        assert!(
            said.starts_with("2 of the 4 draws of x.csv are the same as one above"),
            "{said}"
        );
    }
}
