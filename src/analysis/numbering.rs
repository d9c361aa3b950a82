//! Columns of a table that only number its lines: draws, rows, simulations. Programs write them under many names, and a number
//! of a line read as a quantity would be an assumption that drives nothing, or an option that nobody named.

use super::given::{Given, counted};

/// Names under which programs write the numbers of draws, as small letters and digits.
const DRAWS: [&str; 26] = [
    "draw",
    "draws",
    "drawid",
    "drawno",
    "drawnumber",
    "id",
    "iter",
    "iteration",
    "iterations",
    "iterationid",
    "n",
    "no",
    "nr",
    "number",
    "psa",
    "psaid",
    "psaiteration",
    "psarun",
    "replicate",
    "run",
    "runid",
    "sample",
    "sampleid",
    "sim",
    "simulation",
    "simulationid",
];
/// Names under which programs write the numbers of lines, from whatever first one.
const LINES: [&str; 9] = [
    "index",
    "line",
    "row",
    "rowid",
    "rowname",
    "rownames",
    "rownumber",
    "unnamed0",
    "x",
];
/// Lines from which a column of any name that counts them is no coincidence.
const ENOUGH: usize = 3;
fn plain(name: &str) -> String {
    name.chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a column is called as programs call the numbers of draws or lines.
pub fn called_so(name: &str) -> bool {
    let plain = plain(name);
    DRAWS.contains(&plain.as_str()) || LINES.contains(&plain.as_str())
}

/// Whole numbers, each once, in rising order; nothing if it is no such column.
pub fn labels(column: &[f64]) -> Option<Vec<f64>> {
    let mut sorted = column.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let each_once = sorted.windows(2).all(|pair| pair[0] < pair[1]);
    (column.len() > 1 && each_once && column.iter().all(|value| value.fract() == 0.0)).then_some(sorted)
}

/// Whether a column numbers the lines of its table.
pub fn numbers(table: &Given, at: usize) -> bool {
    let (name, column) = (&table.names[at], &table.columns[at]);
    counted(column).is_some() && column.len() > 1 && (called_so(name) || column.len() >= ENOUGH)
}

/// The column is taken away; what it numbers the first draw is kept.
pub fn pass_over(table: &mut Given, at: usize, said: &mut Vec<String>) {
    let (name, column) = (table.names.remove(at), table.columns.remove(at));
    if DRAWS.contains(&plain(&name).as_str()) && table.numbered.is_none() {
        table.numbered = counted(&column);
    }
    said.push(format!(
        "Column `{name}` of {} numbers the draws: it is passed over.",
        table.file
    ));
}

/// Takes from one table the columns that number its lines, unless they are `meant`, and says which.
pub fn without_own_numbers(table: &mut Given, meant: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut said = Vec::new();
    while table.names.len() > 1 {
        let numbering = |at: &usize| {
            let name = &table.names[*at];
            called_so(name)
                && labels(&table.columns[*at]).is_some()
                && counted(&table.columns[*at]).is_some()
                && !meant(name)
        };
        let Some(at) = (0..table.names.len()).find(numbering) else {
            break;
        };
        pass_over(table, at, &mut said);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_numbers_the_draws_is_passed_over_unless_it_is_meant() {
        let table = |text: &str| Given::parse("table.csv", text.as_bytes()).expect("a table");
        let mut parameters = table("sim,theta\n1,0.5\n2,0.7\n");
        assert_eq!(without_own_numbers(&mut parameters, &|_| false).len(), 1);
        assert_eq!(parameters.names, ["theta"]);
        let mut meant = table("n,theta\n1,0.5\n2,0.7\n");
        assert!(without_own_numbers(&mut meant, &|name| name == "n").is_empty());
        let mut quantity = table("sim,theta\n10,0.5\n20,0.7\n");
        assert!(
            without_own_numbers(&mut quantity, &|_| false).is_empty(),
            "what does not count is a quantity"
        );
    }
}
