//! What of two tables belongs together: which column of effects is the option of which column of costs, and which columns only
//! number the lines of both. Programs name both in many ways; what cannot be told is refused and never guessed.

use crate::analysis::given::{Given, counted};
use crate::analysis::numbering::{called_so, labels, numbers, pass_over};

/// Words about a column that name no option.
const WORDS: [&str; 27] = [
    "arm",
    "c",
    "col",
    "column",
    "cost",
    "costs",
    "e",
    "eff",
    "effect",
    "effectiveness",
    "effects",
    "health",
    "intervention",
    "option",
    "q",
    "qaly",
    "qalys",
    "strategy",
    "t",
    "total",
    "treatment",
    "trt",
    "u",
    "utility",
    "v",
    "var",
    "x",
];

/// Two tables that number their draws by the same labels in other orders.
#[derive(Debug, thiserror::Error)]
#[error(
    "{first}, column `{name}`, and {second}, column `{other}`, number the draws in different orders; expected: the same draws, line by line, in both"
)]
pub struct Shuffled {
    /// One file.
    first: String,
    /// Its column.
    name: String,
    /// The other file.
    second: String,
    /// Its column.
    other: String,
}

/// Takes from tables of costs and effects the columns that number their lines, and says which.
pub fn without_numbers(costs: &mut Given, effects: &mut Given) -> Result<Vec<String>, Shuffled> {
    let mut said = Vec::new();
    loop {
        let columns = (costs.names.len(), effects.names.len());
        let find = |table: &Given, longer: bool, other: bool| {
            let mut places = 0..table.names.len();
            let one = |at: &usize| numbers(table, *at) && (other || longer);
            (table.names.len() > 1).then(|| places.find(one)).flatten()
        };
        let any = |table: &Given| (0..table.names.len()).any(|at| numbers(table, at));
        let (in_costs, in_effects) = (any(costs), any(effects));
        let of_costs = find(costs, columns.0 > columns.1, in_effects && columns.0 == columns.1);
        let of_effects = find(effects, columns.1 > columns.0, in_costs && columns.0 == columns.1);
        if of_costs.is_none() && of_effects.is_none() {
            break;
        }
        if let Some(at) = of_costs {
            pass_over(costs, at, &mut said);
        }
        if let Some(at) = of_effects {
            pass_over(effects, at, &mut said);
        }
    }
    // Labels that do not count, 1001, 1002 … or in some other order, are known by their name and by being the same in both.
    let labelled = |table: &Given| {
        let mut places = 0..table.names.len();
        let at = places.find(|at| called_so(&table.names[*at]) && labels(&table.columns[*at]).is_some())?;
        (table.names.len() > 1).then_some(at)
    };
    if let (Some(a), Some(b)) = (labelled(costs), labelled(effects))
        && labels(&costs.columns[a]) == labels(&effects.columns[b])
    {
        if costs.columns[a] != effects.columns[b] {
            return Err(Shuffled {
                first: costs.file.clone(),
                name: costs.names[a].clone(),
                second: effects.file.clone(),
                other: effects.names[b].clone(),
            });
        }
        pass_over(costs, a, &mut said);
        pass_over(effects, b, &mut said);
    }
    Ok(said)
}

/// How columns of effects belong to columns of costs.
#[derive(Clone, Debug, PartialEq)]
pub enum Pairing {
    /// By name: for each column of costs the position of its effects.
    Named(Vec<usize>),
    /// By what is left of the names without words such as cost and option.
    Alike(Vec<usize>),
    /// By place: the names of one table are numbers and name nothing.
    Placed,
}

/// The name without words that name no option: `Cost Option A` and `QALY_A` are both `a`.
fn stem(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for sign in name.chars() {
        let kind = (sign.is_numeric(), sign.is_alphanumeric());
        if kind.1 {
            if before != Some(kind) {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(sign.to_lowercase());
            }
        }
        before = Some(kind);
    }
    let mut words = words.as_slice();
    while let [first, rest @ ..] = words
        && !rest.is_empty()
        && WORDS.contains(&first.as_str())
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && WORDS.contains(&last.as_str())
    {
        words = rest;
    }
    words.join(" ")
}

/// For each name the position of the same one; nothing unless each has one of its own.
fn one_to_one(names: &[String], others: &[String]) -> Option<Vec<usize>> {
    let found: Option<Vec<usize>> = names
        .iter()
        .map(|name| others.iter().position(|other| other == name))
        .collect();
    let found = found?;
    let mut once = found.clone();
    once.sort_unstable();
    once.dedup();
    (once.len() == others.len() && found.len() == others.len()).then_some(found)
}

/// Whether the names only count: 1, 2, 3 … or 0, 1, 2 …, or are not there.
fn generic(stems: &[String]) -> bool {
    let numbers: Option<Vec<f64>> = stems.iter().map(|stem| stem.parse().ok()).collect();
    stems.iter().all(String::is_empty) || numbers.is_some_and(|numbers| counted(&numbers).is_some())
}

/// How the columns of two tables belong together; nothing if their names are of other options.
pub fn pairing(costs: &[String], effects: &[String]) -> Option<Pairing> {
    if let Some(order) = one_to_one(costs, effects) {
        return Some(Pairing::Named(order));
    }
    let [of_costs, of_effects] = [costs, effects].map(|names| names.iter().map(|name| stem(name)).collect::<Vec<_>>());
    if let Some(order) = one_to_one(&of_costs, &of_effects) {
        return Some(Pairing::Alike(order));
    }
    (generic(&of_costs) || generic(&of_effects)).then_some(Pairing::Placed)
}

/// What is said of a pairing that is not by the names as they stand.
pub fn told(costs: &Given, effects: &Given) -> Option<String> {
    let with = |order: &[usize]| {
        let pair = |(name, at): (&String, &usize)| format!("`{name}` with `{}`", effects.names[*at]);
        costs.names.iter().zip(order).map(pair).collect::<Vec<_>>().join(", ")
    };
    match pairing(&costs.names, &effects.names)? {
        Pairing::Named(_) => None,
        Pairing::Alike(order) => Some(format!("Costs and effects are put together by name: {}.", with(&order))),
        Pairing::Placed => {
            let order: Vec<usize> = (0..effects.names.len()).collect();
            Some(format!(
                "The names say no options in one of the tables, so costs and effects are put together by place: {}.",
                with(&order)
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Given {
        Given::parse("x.csv", text.as_bytes()).expect("reads")
    }

    #[test]
    fn a_column_that_numbers_the_lines_is_no_option_whatever_it_is_called() {
        for name in [
            "sim",
            "X",
            "Simulation",
            "ID",
            "Unnamed: 0",
            "psa_run",
            "rownames",
            "anything",
        ] {
            for first in [0, 1] {
                let text = |a: f64| {
                    let line = |at: i32| format!("{},{},{}\n", at + first, a * f64::from(at), 0.5);
                    format!("{name},a,b\n{}", (0..4).map(line).collect::<String>())
                };
                let (mut costs, mut effects) = (table(&text(3.5)), table(&text(0.3)));
                let said = without_numbers(&mut costs, &mut effects).expect("in order");
                assert_eq!(
                    (costs.names.join(","), effects.names.join(",")),
                    ("a,b".into(), "a,b".into())
                );
                assert!(said.len() == 2 && said[0].contains(name), "{said:?}");
                // In one of the tables only.
                let (mut costs, mut effects) = (table(&text(3.5)), table("a,b\n1,2\n3,4\n5,6\n7,8\n"));
                assert_eq!(without_numbers(&mut costs, &mut effects).expect("in order").len(), 1);
                assert_eq!(costs.names, effects.names);
            }
        }
    }

    #[test]
    fn labels_in_another_order_are_refused_and_an_option_that_counts_by_chance_stays() {
        let (mut costs, mut effects) = (table("id,a,b\n7,1,2\n9,3,4\n"), table("id,a,b\n9,1,2\n7,3,4\n"));
        let error = without_numbers(&mut costs, &mut effects)
            .expect_err("shuffled")
            .to_string();
        assert!(error.contains("different orders"), "{error}");
        let (mut costs, mut effects) = (table("a,b\n1,2\n2,5\n3,9\n"), table("a,b\n7,2\n8,5\n4,9\n"));
        assert!(without_numbers(&mut costs, &mut effects).expect("fine").is_empty());
    }

    #[test]
    fn names_pair_by_what_they_name_and_numbers_by_place_and_other_options_do_not() {
        let names = |text: &str| text.split(',').map(str::to_string).collect::<Vec<_>>();
        let of = |costs: &str, effects: &str| pairing(&names(costs), &names(effects));
        assert_eq!(of("A,B", "B,A"), Some(Pairing::Named(vec![1, 0])));
        assert_eq!(of("A,B", "Option B,Option A"), Some(Pairing::Alike(vec![1, 0])));
        assert_eq!(
            of("cost_new,cost_old", "qaly old,qaly new"),
            Some(Pairing::Alike(vec![1, 0]))
        );
        assert_eq!(of("c_c,c_e", "e_e,e_c"), Some(Pairing::Alike(vec![1, 0])));
        assert_eq!(of("c2,c1", "e1,e2"), Some(Pairing::Alike(vec![1, 0])));
        assert_eq!(of("old,new", "V1,V2"), Some(Pairing::Placed));
        assert_eq!(of("V0,V1", "V1,V2"), Some(Pairing::Placed));
        assert_eq!(of("A,B", "A,C"), None);
        assert_eq!(of("usual,new", "old,drug"), None);
        assert_eq!(of("A,B", "A,Option A"), None);
    }
}
