//! Marks of a table: what says yes, what says no, what speaks for a project all the same.

/// Records looked at to find the column that names projects.
pub(super) const LOOKED_AT: usize = 40;

/// Whether a cell of a table says yes or no; `None` for anything else.
pub(super) fn mark(cell: &str) -> Option<bool> {
    // Programmes put a sign behind a mark that says in which colours to draw it.
    let word = cell.trim().trim_end_matches('\u{fe0f}').to_lowercase();
    match word.as_str() {
        "" | "0" | "0.0" | "no" | "n" | "false" | "f" | "-" | "–" | "nein" | "non" | "nie" | "na" | "nage" | "n/a"
        | "abstain" | "abstained" | "no opinion" | "don't know" | "don’t know" | "dont know" | "☐" | "□" => {
            Some(false)
        }
        "1" | "1.0" | "x" | "yes" | "y" | "true" | "t" | "ja" | "oui" | "si" | "sí" | "tak" | "ie" | "✓" | "✔"
        | "√" | "✅" | "*" | "☒" | "☑" => Some(true),
        _ => None,
    }
}

/// Whether a cell that is no plain mark of a table still speaks for its project: a number above 0, or a word that says so.
/// Anything else (a word against it, an empty box, a cross-out) is no vote for it.
pub(super) fn speaks_for(cell: &str) -> bool {
    let word = cell.trim().to_lowercase();
    let yes = [
        "support",
        "supports",
        "approve",
        "approved",
        "agree",
        "strongly agree",
        "for",
        "in favour",
        "in favor",
        "like",
        "chosen",
        "selected",
        "checked",
        "ticked",
        "tick",
        "vote",
        "voted",
        "+",
    ];
    yes.contains(&word.as_str()) || word.parse::<f64>().is_ok_and(|number| number > 0.0)
}
