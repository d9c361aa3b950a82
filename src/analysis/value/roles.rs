//! Whether a table is what its place says: costs first, effects second, parameters third. Names of files and columns tell the
//! three apart, and so, less surely, do sizes.

use super::Decision;
use crate::analysis::given::Given;
use crate::analysis::ranks::mean;

/// What a table holds, by its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Costs.
    Costs,
    /// Effects.
    Effects,
    /// Parameters.
    Parameters,
}

impl Role {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Role::Costs => "costs",
            Role::Effects => "effects",
            Role::Parameters => "parameters",
        }
    }
}

/// A table in another's place.
#[derive(Debug, thiserror::Error)]
#[error(
    "{file} stands where {} are expected, and is called as a table of {} is; expected: costs, then effects, then, if there is one, the table of parameters",
    .place.word(), .is.word()
)]
pub struct OutOfPlace {
    /// Which file.
    pub file: String,
    /// What is expected there.
    pub place: Role,
    /// What it is by its names.
    pub is: Role,
}

/// The role of which a name's words are: one only, or none.
fn role(name: &str) -> Option<Role> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|sign: char| !sign.is_alphabetic()).collect();
    let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let roles = [
        (Role::Costs, any(&["cost", "costs"])),
        (Role::Effects, any(&["effect", "effects", "qaly", "qalys"])),
        (Role::Parameters, any(&["parameter", "parameters", "params"])),
    ];
    let mut said = roles.into_iter().filter(|(_, said)| *said).map(|(role, _)| role);
    match (said.next(), said.next()) {
        (Some(role), None) => Some(role),
        _ => None,
    }
}

/// What a table is by its columns if all say the same, otherwise by its file's name.
fn named(table: &Given) -> Option<Role> {
    let first = table.names.first().and_then(|name| role(name));
    let by_columns = first.filter(|_| table.names.iter().all(|name| role(name) == first));
    by_columns.or_else(|| by_file(table))
}

/// What a table is by its file's name.
fn by_file(table: &Given) -> Option<Role> {
    role(&std::path::Path::new(&table.file).file_stem()?.to_string_lossy())
}

/// Refuses a table that is called as another is.
pub fn in_place(table: &Given, place: Role) -> Result<(), OutOfPlace> {
    let is = match place {
        // Parameters may well be costs, each of something else.
        Role::Parameters => by_file(table),
        Role::Costs | Role::Effects => named(table),
    };
    match is {
        Some(is) if is != place => Err(OutOfPlace {
            file: table.file.clone(),
            place,
            is,
        }),
        _ => Ok(()),
    }
}

/// How many times as large as costs effects must be to be worth a word: a year in good health costs pounds, not pence.
const FAR: f64 = 100.0;

/// What is said where effects are far larger than costs.
pub fn doubt(decision: &Decision) -> Option<String> {
    let size = |columns: &[Vec<f64>]| {
        let sizes: Vec<f64> = columns.iter().flatten().map(|value| value.abs()).collect();
        mean(&sizes)
    };
    let (costs, effects) = (size(&decision.costs), size(&decision.effects));
    (costs > 0.0 && effects > FAR * costs).then(|| {
        "Effects are far larger than costs: are the tables in order, costs first, and the costs in pounds?".to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(file: &str, names: &str) -> Given {
        Given::parse(file, format!("{names}\n1,2\n3,4\n").as_bytes()).expect("reads")
    }

    #[test]
    fn a_table_is_known_by_its_file_or_its_columns_and_refused_in_anothers_place() {
        for (file, names, is) in [
            ("run/effects.csv", "a,b", Some(Role::Effects)),
            ("run/costs.csv", "a,b", Some(Role::Costs)),
            ("my QALYs 2.csv", "a,b", Some(Role::Effects)),
            ("parameters.csv", "a,b", Some(Role::Parameters)),
            ("table.csv", "qaly_a,qaly_b", Some(Role::Effects)),
            ("costs.csv", "effect a,effect b", Some(Role::Effects)),
            ("cost-effects.csv", "a,b", None),
            ("run.csv", "cost_a,qaly_a", None),
        ] {
            let given = table(file, names);
            assert_eq!(named(&given), is, "{file} {names}");
            assert_eq!(
                in_place(&given, Role::Costs).is_err(),
                is.is_some_and(|is| is != Role::Costs)
            );
        }
    }

    #[test]
    fn effects_a_hundred_times_the_costs_are_doubted() {
        let of = |costs: f64, effects: f64| Decision {
            options: vec!["a".into(), "b".into()],
            costs: vec![vec![costs, costs + 1.0]; 2],
            effects: vec![vec![effects, effects]; 2],
        };
        assert!(doubt(&of(5.0, 10_000.0)).is_some());
        assert!(doubt(&of(10_000.0, 5.0)).is_none() && doubt(&of(5.0, 50.0)).is_none());
    }
}
