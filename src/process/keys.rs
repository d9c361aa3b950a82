//! Keys of a process file, and where those belong that stand in the wrong place.

/// Keys at the top of a process file.
pub(super) const TOP: [&str; 22] = [
    "title",
    "description",
    "base",
    "national",
    "budget",
    "carried_over",
    "years",
    "start_year",
    "ramp_years",
    "payer",
    "scenario",
    "goals",
    "proposal",
    "ballots",
    "repair",
    "electorate",
    "district",
    "phases",
    "rule",
    "compare",
    "source",
    "note",
];

/// Keys of `[rule]`.
pub(super) const RULE: [&str; 18] = [
    "name",
    "satisfaction",
    "completion",
    "preset",
    "start",
    "stop",
    "pool",
    "step",
    "ties",
    "threshold",
    "comparison",
    "add_opt",
    "partial",
    "variant",
    "quorum",
    "fund_unnamed",
    "source",
    "note",
];
/// Keys of `[electorate]`, beside those that every table may have.
pub(super) const ELECTORATE: [&str; 19] = [
    "voters",
    "min_age",
    "tenure",
    "home",
    "ballot",
    "approve",
    "threshold",
    "min_length",
    "max_length",
    "points",
    "knapsack_order",
    "gain",
    "model",
    "registration",
    "turnout",
    "delegation",
    "deliberation",
    "raking",
    "regime",
];
/// Keys that stand in many tables: nobody can tell where they were meant to stand.
const ANYWHERE: [&str; 5] = ["title", "description", "source", "note", "name"];

/// Where a key belongs that the table with this full name does not know; nothing where no table does.
pub(super) fn home(key: &str, table: &str) -> Option<String> {
    if ANYWHERE.contains(&key) {
        return None;
    }
    let homes: [(&str, &[&str]); 3] = [("", &TOP), ("rule", &RULE), ("electorate", &ELECTORATE)];
    let (home, _) = homes
        .into_iter()
        .find(|(home, keys)| *home != table && keys.contains(&key))?;
    Some(match home {
        "" => format!("`{key}` belongs at the top of the file, above its first `[table]`"),
        home => format!("`{key}` belongs under `[{home}]`"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
        assert_eq!(
            home("carried_over", "rule").as_deref(),
            Some("`carried_over` belongs at the top of the file, above its first `[table]`")
        );
        assert_eq!(home("quorum", "").as_deref(), Some("`quorum` belongs under `[rule]`"));
        assert_eq!(
            home("turnout", "rule").as_deref(),
            Some("`turnout` belongs under `[electorate]`")
        );
        assert_eq!(home("nonsense", "rule"), None);
        assert_eq!(home("note", "compare"), None);
    }
}
