//! Tables of data in a folder of one's own: what is not as it should be is refused at its line, as in a scenario.

use std::fs;
use std::path::Path;

use super::cli::carepool;

/// England's people, with a folder `here` before it that holds one changed table.
fn check(name: &str, change: impl Fn(&str) -> String) -> (i32, String) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios/england")
        .join(name);
    let place = tempfile::tempdir().expect("temporary folder");
    fs::create_dir(place.path().join("here")).expect("a folder");
    let text = fs::read_to_string(shipped).expect("a shipped table");
    fs::write(place.path().join("here").join(name), change(&text)).expect("writes");
    fs::write(
        place.path().join("mine.toml"),
        "extends = \"england.toml\"\ndata = [\"here\", \"england\"]\n",
    )
    .expect("writes");
    let output = carepool(place.path())
        .args(["check", "mine.toml"])
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    (output.status.code().unwrap_or(-1), said)
}

fn line_of(name: &str, start: &str) -> usize {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios/england")
        .join(name);
    let text = fs::read_to_string(shipped).expect("a shipped table");
    text.lines().position(|line| line.starts_with(start)).expect("the line") + 1
}

#[test]
fn the_second_row_of_an_age_is_refused_at_its_line() {
    let at = line_of("population.csv", "45,");
    let (code, said) = check("population.csv", |text| {
        text.replace("\n46,", "\n45,3000000,3000000\n46,")
    });
    assert_eq!(code, 2, "{said}");
    let wanted = format!("here/population.csv, line {}: found a second row for age 45", at + 1);
    assert!(said.contains(&wanted), "{said}");
}

#[test]
fn a_missing_age_is_refused_at_the_line_where_it_should_stand() {
    let at = line_of("population.csv", "45,");
    let (code, said) = check("population.csv", |text| {
        let lines = text.lines().filter(|line| !line.starts_with("45,"));
        lines.map(|line| format!("{line}\n")).collect()
    });
    assert_eq!(code, 2, "{said}");
    assert!(said.contains(&format!("line {at}: found no row for age 45")), "{said}");
}

#[test]
fn numbers_between_quotation_marks_with_thousands_are_read() {
    let (code, said) = check("population.csv", |text| {
        let quoted = text.lines().map(|line| match line.split(',').collect::<Vec<_>>()[..] {
            [age, women, men] if women.len() == 6 && men.len() == 6 && women.parse::<u32>().is_ok() => format!(
                "{age},\"{},{}\",\"{},{}\"\n",
                &women[..3],
                &women[3..],
                &men[..3],
                &men[3..]
            ),
            _ => format!("{line}\n"),
        });
        let quoted: String = quoted.collect();
        assert!(quoted.contains(",\""), "nothing was quoted");
        quoted
    });
    assert_eq!(code, 0, "{said}");
}

#[test]
fn growth_in_per_cent_is_refused_at_its_column() {
    let (code, said) = check("spending.csv", |text| text.replacen("\n2025,", "\n2025,-5,,\n1025,", 1));
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("column `nhs`: found `-5`, expected from -1 to 1: growth"),
        "{said}"
    );
}

#[test]
fn people_a_millionth_of_a_country_are_refused_at_their_column() {
    let (code, said) = check("population.csv", |text| {
        let small = text.lines().map(|line| match line.split(',').collect::<Vec<_>>()[..] {
            [age, women, men] if women.parse::<f64>().is_ok() => {
                let [women, men] = [women, men].map(|text| text.parse::<f64>().expect("a number") / 1e6);
                format!("{age},{women},{men}\n")
            }
            _ => format!("{line}\n"),
        });
        small.collect()
    });
    assert_eq!(code, 2, "{said}");
    let at = line_of("population.csv", "0,");
    assert!(
        said.contains(&format!("line {at}, column `female`")) && said.contains("people, such as"),
        "{said}"
    );
}

#[test]
fn half_a_table_is_refused_whichever_half_and_so_is_one_without_its_middle() {
    for name in [
        "quality_of_life.csv",
        "households.csv",
        "population_fifths.csv",
        "fertility.csv",
        "births.csv",
        "deflator.csv",
        "spending.csv",
    ] {
        let rows = |text: &str| text.lines().filter(|line| !line.starts_with('#')).count() - 1;
        let without = |text: &str, gone: &dyn Fn(usize, usize) -> bool| -> String {
            let (all, mut at) = (rows(text), 0);
            let mut kept = String::new();
            let mut head = true;
            for line in text.lines() {
                if line.starts_with('#') || head {
                    head = line.starts_with('#');
                } else {
                    at += 1;
                    if gone(at - 1, all) {
                        continue;
                    }
                }
                kept += &format!("{line}\n");
            }
            kept
        };
        // Of years, the first and the last may be any; of ages, they are what everybody has.
        let years = ["births.csv", "deflator.csv", "spending.csv", "fertility.csv"].contains(&name);
        let mut cuts: Vec<&dyn Fn(usize, usize) -> bool> = vec![&|at, all| at > all / 4 && at < all - all / 4];
        if !years {
            cuts.push(&|at, all| at >= all / 2);
            cuts.push(&|at, all| at < all / 2);
        }
        for (which, cut) in cuts.into_iter().enumerate() {
            let (code, said) = check(name, |text| without(text, cut));
            assert!(
                code == 2 && said.contains(&format!("here/{name}")),
                "{name}, cut {which}: {code} {said}"
            );
        }
    }
}

#[test]
fn a_number_in_another_unit_is_refused_in_every_table() {
    for (name, from, to) in [
        ("quality_of_life.csv", "0.94,0.94", "94,94"),
        ("life_table.csv", "female,e0,79.71", "female,e0,7971"),
        ("life_table.csv", "0.1792596", "17.92596"),
        ("fertility.csv", "20,38.5", "20,3850"),
        ("births.csv", "2025,1.0034", "2025,100.34"),
        ("mortality_projection.csv", "39946", "399460"),
        ("deflator.csv", "2024,1", "2024,1000"),
    ] {
        let (code, said) = check(name, |text| {
            assert!(text.contains(from), "{name} has no {from}");
            text.replacen(from, to, 1)
        });
        assert!(
            code == 2 && said.contains("expected from "),
            "{name} {to}: {code} {said}"
        );
    }
}
