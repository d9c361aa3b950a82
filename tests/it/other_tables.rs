//! Two scenarios, or two runs, of the same words whose tables hold something else: that is told wherever they are compared.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::cli::carepool;

/// Two folders with the same scenario file and a table each, which `change` alters in the second.
fn two(table: &str, change: impl Fn(&str) -> String) -> TempDir {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios/england")
        .join(table);
    let text = fs::read_to_string(shipped).expect("a shipped table");
    let place = tempfile::tempdir().expect("temporary folder");
    for (folder, text) in [("a", text.clone()), ("b", change(&text))] {
        let folder = place.path().join(folder);
        fs::create_dir_all(folder.join("tables")).expect("a folder");
        fs::write(folder.join("tables").join(table), text).expect("writes");
        let file = "extends = \"england.toml\"\ntitle = \"Ours\"\ndata = [\"tables\", \"england\"]\n";
        fs::write(folder.join("ours.toml"), file).expect("writes");
    }
    place
}

fn said(place: &Path, arguments: &[&str]) -> (i32, String) {
    let output = carepool(place).args(arguments).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), said)
}

type Change = fn(&str) -> String;

/// The poorest fifth bears what the richest bore.
fn turned(text: &str) -> String {
    text.replace(
        "income_tax,0.01,0.03,0.08,0.17,0.71",
        "income_tax,0.71,0.17,0.08,0.03,0.01",
    )
}

/// All of 80 and over are twice as many.
fn older(text: &str) -> String {
    let double = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let age: Option<u16> = cells[0].parse().ok();
        if age.is_none_or(|age| age < 80) {
            return format!("{line}\n");
        }
        let twice = cells[1..]
            .iter()
            .map(|cell| (2 * cell.parse::<u64>().expect("people")).to_string());
        format!("{},{}\n", cells[0], twice.collect::<Vec<_>>().join(","))
    };
    text.lines().map(double).collect()
}

const SMALL: [&str; 9] = [
    "--draws", "2", "--people", "300", "--years", "2", "--no-png", "--seed", "1",
];

#[test]
fn scenarios_of_the_same_words_whose_tables_differ_do_not_assume_the_same() {
    let changes: [(&str, Change); 2] = [("tax.csv", turned), ("population.csv", older)];
    for (table, change) in changes {
        let place = two(table, change);
        let (code, told) = said(place.path(), &["diff", "a/ours.toml", "b/ours.toml"]);
        assert!(
            code == 0 && told.contains(&format!("tables/{table} (contents ")) && !told.contains("assume the same"),
            "{told}"
        );
        let mut arguments = vec!["run", "../a/ours.toml", "ours.toml", "--out", "../both"];
        arguments.extend(SMALL);
        let (code, told) = said(&place.path().join("b"), &arguments);
        assert!(
            code == 0 && told.contains(&format!("tables/{table} (contents ")) && !told.contains("assumes the same"),
            "{told}"
        );
        let report = fs::read_to_string(place.path().join("both/report.html")).expect("a report");
        assert!(report.contains(&format!("tables/{table} (contents ")));
        // Both files of the name are on record, each with its hash.
        let manifest = fs::read_to_string(place.path().join("both/manifest.json")).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        let inputs = manifest["inputs"].as_object().expect("inputs");
        let [one, other] = ["../a/", ""].map(|folder| &inputs[&format!("{folder}tables/{table}")]);
        assert_ne!(one, other);
        let (code, told) = said(&place.path().join("b"), &["compare", "../both", "--attribute"]);
        assert!(
            code != 0 && told.contains("data") && !told.contains("assumes the same"),
            "{told}"
        );
    }
    // A copy is the same.
    let place = two("tax.csv", str::to_owned);
    let (code, told) = said(place.path(), &["diff", "a/ours.toml", "b/ours.toml"]);
    assert!(code == 0 && told.contains("assume the same"), "{told}");
}

#[test]
fn runs_before_and_after_a_table_was_changed_say_so_when_they_are_compared() {
    let place = two("population.csv", older);
    for (from, out) in [("a", "before"), ("b", "after"), ("a", "again")] {
        let mut arguments = vec!["run", "ours.toml", "--out"];
        let out = format!("../{out}");
        arguments.push(&out);
        arguments.extend(SMALL);
        let (code, told) = said(&place.path().join(from), &arguments);
        assert_eq!(code, 0, "{told}");
    }
    let (code, told) = said(place.path(), &["compare", "before", "after"]);
    assert!(code == 0 && told.contains("after (tables/population.csv)"), "{told}");
    let (code, told) = said(place.path(), &["compare", "before", "again"]);
    assert!(code == 0 && !told.contains("Tables of the same names"), "{told}");
}
