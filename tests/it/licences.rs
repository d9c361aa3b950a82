//! What the program is built from may be used as it is used: every library's licence is on a list, and those that ask for a
//! notice have one.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Licences under which a library may be built in.
const ALLOWED: [&str; 12] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "0BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];
/// Those that ask for no more than what a library's own sources carry, or for nothing.
const WITHOUT_NOTICE: [&str; 8] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "0BSD",
    "BSL-1.0",
    "CC0-1.0",
    "Unlicense",
    "Zlib",
];

/// Whether a licence expression can be met by licences of a list: all that are joined by AND, any of those joined by OR.
fn met(expression: &str, list: &[&str]) -> bool {
    expression.replace('/', " OR ").split(" AND ").all(|part| {
        let part = part.trim().trim_matches(['(', ')']);
        part.split(" OR ").any(|one| list.contains(&one.trim()))
    })
}

/// Name and licence of every library that is built; nothing where cargo cannot tell without the network.
fn libraries() -> Option<Vec<(String, String)>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()
        .filter(|told| told.status.success())?;
    let metadata: Value = serde_json::from_slice(&told.stdout).ok()?;
    let built: BTreeSet<&str> = metadata["resolve"]["nodes"]
        .as_array()?
        .iter()
        .filter_map(|node| node["id"].as_str())
        .collect();
    let packages = metadata["packages"].as_array()?.iter();
    let libraries = packages.filter(|package| package["id"].as_str().is_some_and(|id| built.contains(id)));
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or("none").to_string();
    Some(
        libraries
            .map(|package| (text(package, "name"), text(package, "license")))
            .collect(),
    )
}

#[test]
fn every_library_has_a_licence_that_is_allowed_and_its_notice() {
    let Some(libraries) = libraries() else {
        eprintln!("skipped: cargo metadata has no answer without the network");
        return;
    };
    assert!(libraries.len() > 50, "{} libraries", libraries.len());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let notices = std::fs::read_to_string(root.join("THIRD-PARTY-NOTICES.md")).expect("the notices");
    let mut faults = Vec::new();
    for (name, licence) in &libraries {
        if !met(licence, &ALLOWED) {
            faults.push(format!("{name} has the licence {licence}"));
        } else if !met(licence, &WITHOUT_NOTICE) && !notices.contains(&format!("## {name}: ")) {
            faults.push(format!("{name} ({licence}) has no notice"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(notices.contains("Noto") && notices.contains("SIL OPEN FONT LICENSE"));
}

#[test]
fn a_licence_expression_is_met_by_all_its_parts() {
    assert!(met("MIT OR GPL-3.0", &ALLOWED) && met("(MIT OR Apache-2.0) AND Unicode-3.0", &ALLOWED));
    assert!(met("Unlicense/MIT", &ALLOWED));
    assert!(!met("GPL-3.0", &ALLOWED) && !met("MIT AND GPL-3.0", &ALLOWED) && !met("none", &ALLOWED));
    assert!(!met("BSD-3-Clause", &WITHOUT_NOTICE) && met("BSD-2-Clause OR MIT", &WITHOUT_NOTICE));
}

#[test]
fn no_unsafe_code_is_let_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for door in ["src/lib.rs", "src/main.rs"] {
        let text = std::fs::read_to_string(root.join(door)).expect("readable");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{door}");
    }
}
