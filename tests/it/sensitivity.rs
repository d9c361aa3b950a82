//! `carepool sensitivity` through the real program: a table whose indices are known, a run's folder, new runs.

use std::f64::consts::PI;
use std::fs;

use carepool::scenario::Sampler;
use serde_json::Value;
use tempfile::TempDir;

use super::cli::{self, carepool, stdout};

fn document(args: &[&str]) -> Value {
    let (told, yes) = cli::document("sensitivity", args);
    assert!(yes, "{args:?}: {told}");
    told
}

fn refused(args: &[&str]) -> String {
    cli::refused("sensitivity", args)
}

/// A table of Ishigami's function: a = 7, b = 0.1.
fn ishigami(folder: &TempDir, draws: u64) -> String {
    let sampler = Sampler::plain(5);
    let mut text = "x1,x2,x3,y\n".to_string();
    for draw in 0..draws {
        let x = ["x1", "x2", "x3"].map(|name| PI * (2.0 * sampler.uniform(name, draw) - 1.0));
        let y = x[0].sin() * (1.0 + 0.1 * x[2].powi(4)) + 7.0 * x[1].sin().powi(2);
        text += &format!("{},{},{},{y}\n", x[0], x[1], x[2]);
    }
    let path = folder.path().join("ishigami.csv");
    fs::write(&path, text).expect("writes");
    path.display().to_string()
}

fn number(row: &Value, name: &str) -> f64 {
    row[name].as_f64().unwrap_or_else(|| panic!("{name} of {row}"))
}

#[test]
fn ishigamis_first_order_indices_come_out_of_a_table_within_their_intervals() {
    let folder = TempDir::new().expect("folder");
    let table = ishigami(&folder, 4000);
    let found = document(&["--table", &table, "--output", "y"]);
    for (name, truth) in [("x1", 0.313_905_191_1), ("x2", 0.442_411_144_8), ("x3", 0.0)] {
        let rows = found["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["assumption"] == name).expect(name);
        let half = (number(row, "first_order_high") - number(row, "first_order_low")) / 2.0;
        assert!(
            (number(row, "first_order") - truth).abs() < 1.6 * half && half < 0.05,
            "{row}"
        );
    }
    let shares: f64 = found["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| number(row, "share_of_variance"))
        .sum();
    assert!((shares - number(&found["rows"][0], "r_squared")).abs() < 1e-6);
}

#[test]
fn the_corner_in_which_it_fails_is_told_in_a_sentence() {
    let folder = TempDir::new().expect("folder");
    let sampler = Sampler::plain(9);
    let mut text = "a,b,c,y\n".to_string();
    for draw in 0..1000 {
        let u = ["a", "b", "c"].map(|name| sampler.uniform(name, draw));
        text += &format!(
            "{},{},{},{}\n",
            u[0],
            u[1],
            u[2],
            if u[0] > 0.7 && u[2] < 0.4 { 0.5 } else { 0.95 }
        );
    }
    let path = folder.path().join("t.csv");
    fs::write(&path, text).expect("writes");
    let found = document(&["--table", &path.display().to_string(), "--where", "y < 92%"]);
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(
        sentence.contains("y is below 92%") && sentence.contains("(2 assumptions)"),
        "{sentence}"
    );
    let rows = found["rows"].as_array().expect("rows");
    let named: Vec<&str> = rows
        .iter()
        .filter(|row| row["box"] == 1.0)
        .filter_map(|row| row["assumption"].as_str())
        .collect();
    assert!(
        named.contains(&"a") && named.contains(&"c") && !named.contains(&"b"),
        "{named:?}"
    );
    assert!(number(&rows[0], "coverage") > 0.9 && number(&rows[0], "density") > 0.9);
}

#[test]
fn a_run_tells_what_drove_levels_and_differences_and_how_much_is_luck() {
    let folder = TempDir::new().expect("folder");
    let run = folder.path().join("run").display().to_string();
    let mine = folder.path().join("mine.toml");
    fs::write(
        &mine,
        "title = \"Mine\"\nextends = \"england.toml\"\n[pooling]\nshare = 0.5\n",
    )
    .expect("writes");
    let mine = mine.display().to_string();
    let answer = stdout(carepool(folder.path()).args([
        "run",
        "england",
        mine.as_str(),
        "--draws",
        "60",
        "--people",
        "200",
        "--years",
        "3",
        "--out",
        run.as_str(),
        "--no-png",
    ]));
    // What drives it stands in the answer and at the top of the page, and is the same when both are made again.
    let sentence = "of the spread of the difference that mine makes to “Public spending on health and care”";
    assert!(answer.contains(sentence), "{answer}");
    let page = fs::read_to_string(folder.path().join("run/report.html")).expect("there");
    let drives = page.find("What drives it").expect("told");
    assert!(drives < page.find("id=\"comparison\"").expect("there") && page[drives..].contains(sentence));
    stdout(carepool(folder.path()).args(["report", &run, "--no-png"]));
    assert_eq!(
        fs::read_to_string(folder.path().join("run/report.html")).expect("there"),
        page
    );
    // The same page for another year, and a year that is not there.
    let other = stdout(carepool(folder.path()).args(["report", &run, "--no-png", "--year", "2025"]));
    assert!(
        other.starts_with("mine changes") && other.contains("In 2025/26"),
        "{other}"
    );
    assert!(cli::refused("report", &[&run, "--year", "2090"]).contains("it goes from 2024 to 2026"));
    stdout(carepool(folder.path()).args(["report", &run, "--no-png"]));
    let charts = folder.path().join("charts");
    let found = document(&[&run, "--measure", "cost_nhs", "--out", &charts.display().to_string()]);
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(
        sentence.contains("NHS spending") && sentence.contains("uck"),
        "{sentence}"
    );
    let rows = found["rows"].as_array().expect("rows");
    let levels = rows.iter().filter(|row| row["against"].is_null()).count();
    assert!(levels > 20, "{levels}");
    assert!(rows.iter().any(|row| row["assumption"] == "luck of sampling"));
    let drawn = fs::read_dir(&charts).expect("charts").count();
    assert!(drawn >= 2, "{drawn}");
    // A measure, a year and a scenario that are not there.
    assert!(refused(&[&run, "--measure", "cost_nsh"]).contains("did you mean `cost_nhs`?"));
    assert!(refused(&[&run, "--year", "2090"]).contains("it goes from"));
    assert!(refused(&[&run, "--where", "cost_nhs < 3", "--scenario", "mina"]).contains("did you mean `mine`?"));
    assert!(refused(&[&run, "--where", "cost_nhs = 3"]).contains("one of < <= > >="));
    // A share of 70 would be 7,000%, and every draw lies below it; 70% and 0.70 are the same.
    let error = refused(&[&run, "--where", "within_18_weeks < 70"]);
    assert!(
        error.contains("7,000%") && error.contains("70 per cent is written 70%"),
        "{error}"
    );
    assert!(refused(&[&run, "--where", "waiting_list < 4%"]).contains("another unit"));
    let share = |condition: &str| {
        let told = document(&[&run, "--where", condition, "--year", "2025"]);
        let sentence = told["sentence"].as_str().expect("a sentence").to_string();
        sentence.split(" of 60 draws").next().expect("a share").to_string()
    };
    let level = share("within_18_weeks < 60.5%");
    assert_eq!(level, share("within_18_weeks < 0.605"));
    assert_eq!(share("cost_nhs > £1bn"), "In 100.0%");
    assert_eq!(share("cost_nhs > £900bn"), "In 0.0%");
    // A bare number is told with the unit that it is read in.
    let told = document(&[&run, "--where", "cost_nhs > 900", "--year", "2025"]);
    let sentence = told["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("is above 900 (£900 m)"), "{sentence}");
}

#[test]
fn the_value_at_which_a_difference_turns_is_told_and_of_what_never_turns_none() {
    let folder = TempDir::new().expect("folder");
    let sampler = Sampler::plain(3);
    let mut text = "a,b,y,z\n".to_string();
    for draw in 0..1000 {
        let u = ["a", "b"].map(|name| sampler.uniform(name, draw));
        let y = 4.0 * (0.35 - u[0]) + (u[1] - 0.5);
        text += &format!("{},{},{y},{}\n", u[0], u[1], y + 10.0);
    }
    let path = folder.path().join("t.csv");
    fs::write(&path, text).expect("writes");
    let table = path.display().to_string();
    let found = document(&["--table", &table, "--output", "y", "--ignore", "z"]);
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(
        sentence.contains("The sign of y turns with a: positive below 0.3"),
        "{sentence}"
    );
    let rows = found["rows"].as_array().expect("rows");
    let of = |name: &str| rows.iter().find(|row| row["assumption"] == name).expect("there");
    assert!((number(of("a"), "turns_at") - 0.35).abs() < 0.03, "{}", of("a"));
    assert!(of("b")["turns_at"].is_null());
    let found = document(&["--table", &table, "--output", "z", "--ignore", "y"]);
    assert!(!found["sentence"].as_str().expect("a sentence").contains("turns"));
}

#[test]
fn moved_one_by_one_every_assumption_that_acts_is_seen_and_others_leave_it_alone() {
    let common = [
        "england",
        "--people",
        "200",
        "--years",
        "3",
        "--luck",
        "1",
        "--measure",
        "cost_public",
    ];
    let found = document(&[&common[..], &["--method", "one-by-one"]].concat());
    let rows = found["rows"].as_array().expect("rows");
    assert!(rows.len() > 10, "{}", rows.len());
    let size = |row: &Value| number(row, "swing").abs();
    assert!(size(&rows[0]) > 0.0 && size(&rows[0]) + 1e-9 >= size(&rows[5]));
    let first = rows[0]["assumption"]
        .as_str()
        .expect("a name")
        .split(" + ")
        .next()
        .expect("one")
        .to_string();
    let only = document(&[&common[..], &["--method", "one-by-one", "--only", &first]].concat());
    // The same luck, the same middle: the same swing.
    assert_eq!(only["rows"][0]["swing"], rows[0]["swing"]);
    let sobol = document(&[&common[..], &["--method", "sobol", "--rows", "16", "--only", &first]].concat());
    let row = &sobol["rows"][0];
    assert!(
        number(row, "first") > 0.0 && number(row, "total_low") <= number(row, "total"),
        "{row}"
    );
    let morris = document(&[&common[..], &["--method", "morris", "--paths", "3", "--only", &first]].concat());
    assert!(number(&morris["rows"][0], "mu_star") > 0.0);
    let near = format!("{first}x");
    assert!(
        refused(&[&common[..], &["--method", "morris", "--only", &near]].concat())
            .contains(&format!("did you mean `{first}`?"))
    );
    assert!(refused(&[&common[..], &["--method", "two-way"]].concat()).contains("--pair"));
}

#[test]
fn the_numbers_of_draws_drive_nothing() {
    let folder = TempDir::new().expect("folder");
    let path = folder.path().join("psa.csv");
    let rows: String = (1..=60)
        .map(|at| format!("{at},{},{}\n", (at * 37) % 61, (at * 37) % 61 * 2))
        .collect();
    fs::write(&path, format!("sim,cost,total\n{rows}")).expect("writes");
    let found = document(&["--table", &path.display().to_string(), "--output", "total"]);
    let rows = found["rows"].as_array().expect("rows");
    assert!(
        rows.len() == 1 && rows[0]["assumption"] == "cost",
        "the column sim numbers the draws: {rows:?}"
    );
}

#[test]
fn tables_of_one_draw_of_constants_and_of_words_are_refused() {
    let folder = TempDir::new().expect("folder");
    let written = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("writes");
        path.display().to_string()
    };
    let one = written("one.csv", "x,y\n1,2\n");
    assert!(refused(&["--table", &one, "--output", "y"]).contains("at least 2 draws"));
    let constant = written(
        "constant.csv",
        &format!("x,y\n{}", (0..20).map(|at| format!("{at},3\n")).collect::<String>()),
    );
    assert!(refused(&["--table", &constant, "--output", "y"]).contains("the same in every draw (3)"));
    let certain = written(
        "certain.csv",
        &format!("x,y\n{}", (0..20).map(|at| format!("1,{at}\n")).collect::<String>()),
    );
    assert!(refused(&["--table", &certain, "--output", "y"]).contains("no assumption varies"));
    let hole = written("hole.csv", "x,y\n1,2\nNA,3\n");
    assert!(refused(&["--table", &hole, "--output", "y"]).contains("hole.csv, line 3, column `x`: `NA` is no number"));
    assert!(refused(&["--table", &constant, "--output", "z"]).contains("no column `z`"));
    assert!(refused(&["nowhere"]).contains("is no run's folder"));
    assert!(refused(&["--table", &constant]).contains("--output"));
}

#[test]
fn copies_are_told_to_move_together_and_rows_pasted_twice_are_told() {
    let folder = TempDir::new().expect("folder");
    let sampler = Sampler::plain(5);
    let row = |draw: u64| {
        let [a, b] = ["a", "b"].map(|name| sampler.uniform(name, draw));
        format!("{a},{},{b},{}\n", 12.0 * a, 2.0 * a + b)
    };
    let rows: String = (0..200).map(row).collect();
    let write = |name: &str, rows: &str| {
        let path = folder.path().join(name);
        fs::write(&path, format!("weekly,monthly,b,y\n{rows}")).expect("writes");
        path.display().to_string()
    };
    let once = write("once.csv", &rows);
    let found = document(&["--table", &once, "--output", "y"]);
    let sentence = found["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("weekly and monthly move together"), "{sentence}");
    let all = found["rows"].as_array().expect("rows").clone();
    let of = |name: &str| all.iter().find(|row| row["assumption"] == name).expect("a row").clone();
    let (weekly, monthly) = (of("weekly"), of("monthly"));
    assert_eq!(weekly["share_of_variance"], monthly["share_of_variance"]);
    assert!(number(&weekly, "share_of_variance") > 0.3 && number(&weekly, "partial_rank_correlation") > 0.9);
    assert_eq!(
        (&weekly["moves_with"], &of("b")["moves_with"]),
        (&Value::from("monthly"), &Value::Null)
    );
    let text = stdout(carepool(folder.path()).args(["sensitivity", "--table", &once, "--output", "y"]));
    assert!(!text.contains("too few draws"), "{text}");
    assert!(!sentence.contains("same as one above"));
    let twice = write("twice.csv", &format!("{rows}{rows}"));
    for more in [&["--output", "y"][..], &["--where", "y > 2"]] {
        let found = document(&[&["--table", &twice][..], more].concat());
        let sentence = found["sentence"].as_str().expect("a sentence");
        assert!(sentence.contains("200 of the 400 draws"), "{sentence}");
    }
}
