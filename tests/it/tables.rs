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
fn a_folder_of_data_that_is_nowhere_or_of_which_nothing_is_read_is_refused_where_it_is_named() {
    let place = tempfile::tempdir().expect("temporary folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/england/population.csv");
    for folder in ["here", "there"] {
        fs::create_dir(place.path().join(folder)).expect("a folder");
    }
    fs::copy(shipped, place.path().join("here/population.csv")).expect("copies");
    let check = |data: &str| {
        let text = format!("extends = \"england.toml\"\ndata = {data}\n");
        fs::write(place.path().join("mine.toml"), text).expect("writes");
        let output = carepool(place.path())
            .args(["check", "mine.toml"])
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    for (data, why) in [
        ("[\"heere\", \"england\"]", "there is no folder `heere`"),
        ("[\"england\", \"heere\"]", "there is no folder `heere`"),
        ("\"englnd\"", "there is no folder `englnd`"),
        (
            "[\"england\", \"here\"]",
            "nothing in `here` is read: `england`, which is named before it",
        ),
    ] {
        let (code, said) = check(data);
        assert_eq!(code, Some(2), "{data}: {said}");
        assert!(said.contains(why) && said.contains("mine.toml:2"), "{data}: {said}");
    }
    for data in [
        "[\"here\", \"england\"]",
        "[\"here\", \"there\", \"england\"]",
        "\"england\"",
    ] {
        let (code, said) = check(data);
        assert_eq!(code, Some(0), "{data}: {said}");
    }
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
        let years = ["births.csv", "deflator.csv", "spending.csv"].contains(&name);
        let mut cuts: Vec<&dyn Fn(usize, usize) -> bool> = vec![&|at, all| at > all / 4 && at < all - all / 4];
        if !years {
            cuts.push(&|at, all| at >= all / 2);
            cuts.push(&|at, all| at < all / 2);
        }
        // One row is a part of everybody as well; where straight lines join the rows, they may be as far apart as one likes.
        if !years && name != "households.csv" {
            cuts.push(&|at, _| at == 0);
            cuts.push(&|at, all| at == all - 1);
            cuts.push(&|at, all| at == all / 2);
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

/// Every table that a run reads.
const EVERY: [&str; 16] = [
    "population.csv",
    "population_fifths.csv",
    "life_table.csv",
    "mortality_projection.csv",
    "migration.csv",
    "fertility.csv",
    "births.csv",
    "households.csv",
    "quality_of_life.csv",
    "wealth.csv",
    "use_profiles.csv",
    "use_gradients.csv",
    "seasons.csv",
    "spending.csv",
    "deflator.csv",
    "tax.csv",
];

#[test]
fn a_row_twice_is_refused_in_every_table_with_file_and_line() {
    for name in EVERY {
        let (code, said) = check(name, |text| {
            let last = text.lines().last().expect("a row");
            format!("{}\n{last}\n", text.trim_end())
        });
        assert!(
            code == 2 && said.contains(&format!("here/{name}, line ")),
            "{name}: {code} {said}"
        );
    }
}

#[test]
fn two_places_under_each_other_are_refused_with_what_to_do() {
    let rows = |text: &str| -> String {
        let plain = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        plain.map(|line| format!("{line}\n")).collect()
    };
    let (code, said) = check("population.csv", |text| format!("{}\n{}", text.trim_end(), rows(text)));
    assert!(
        code == 2 && said.contains("of two places under each other, keep one"),
        "{said}"
    );
    let (code, said) = check("population.csv", |text| {
        let body: String = rows(text).lines().map(|line| format!("E08000035,{line}\n")).collect();
        format!("code,age,female,male\n{body}")
    });
    assert!(
        code == 2 && said.contains("here/population.csv, line 1") && said.contains("of one place"),
        "{said}"
    );
}

#[test]
fn what_spreadsheets_save_is_read_or_refused_with_what_to_save_instead() {
    let fine = |change: &dyn Fn(&str) -> String| {
        let (code, said) = check("population.csv", change);
        assert_eq!(code, 0, "{said}");
    };
    fine(&|text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
    for (form, wanted) in [(";", "semicolons"), ("\t", "tabs")] {
        let (code, said) = check("population.csv", |text| {
            let rows = text.lines().filter(|line| !line.starts_with('#'));
            rows.map(|line| format!("{}\n", line.replace(',', form))).collect()
        });
        assert!(
            code == 2
                && said.contains("here/population.csv, line 1")
                && said.contains(wanted)
                && said.contains("CSV UTF-8"),
            "{said}"
        );
    }
    let (code, said) = check("population.csv", |text| format!("sep=,\n{text}"));
    assert!(
        code == 2 && said.contains("line 1") && said.contains("only Excel reads"),
        "{said}"
    );
    let (code, said) = check("quality_of_life.csv", |text| {
        text.replacen("0.94,0.94", "\"0,94\",\"0,94\"", 1)
    });
    assert!(code == 2 && said.contains("expected a number"), "{said}");
}

/// A folder `here` before England's that holds one file more.
fn beside(name: &str, bytes: &[u8]) -> (i32, String) {
    let place = tempfile::tempdir().expect("temporary folder");
    fs::create_dir(place.path().join("here")).expect("a folder");
    fs::write(place.path().join("here").join(name), bytes).expect("writes");
    let mine = "extends = \"england.toml\"\ndata = [\"here\", \"england\"]\n";
    fs::write(place.path().join("mine.toml"), mine).expect("writes");
    let output = carepool(place.path())
        .args(["check", "mine.toml"])
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    (output.status.code().unwrap_or(-1), said)
}

#[test]
fn a_table_under_another_name_is_refused_and_not_passed_over_for_the_next_folder() {
    for (name, near) in [
        ("populaton.csv", "did you mean `population.csv`?"),
        ("Population.csv", "did you mean `population.csv`?"),
        ("population_fiths.csv", "did you mean `population_fifths.csv`?"),
        ("people.csv", "a table that nothing reads"),
        ("population.xlsx", "save as `CSV UTF-8 (comma delimited)`"),
        ("wealth.tsv", "save as `CSV UTF-8 (comma delimited)`"),
    ] {
        let (code, said) = beside(name, b"age,female,male\n0,1,1\n");
        assert!(
            code == 2 && said.contains(&format!("here/{name}")) && said.contains(near) && said.contains("mine.toml:2"),
            "{name}: {code} {said}"
        );
    }
    // What is no table may stand there.
    for name in ["README.md", "notes.txt", "figures.xlsx", "published.csv"] {
        let (code, said) = beside(name, b"label,figure,published,unit,scaled,year,source\n");
        assert_eq!(code, 0, "{name}: {said}");
    }
}

#[test]
fn a_file_of_a_spreadsheet_under_the_name_of_a_table_is_refused() {
    for bytes in [&b"PK\x03\x04\x14\x00\x06\x00"[..], b"\xff\xfea\x00g\x00e\x00,\x00"] {
        let (code, said) = beside("population.csv", bytes);
        assert!(code == 2 && said.contains("population.csv"), "{code} {said}");
    }
}
