//! No number that could be an assumption stands in the code of people, services and economy: numbers come from the
//! scenario files, where they carry their source. What may stand is arithmetic, the calendar, and named constants of
//! method, each with its reason below.

use std::fs;
use std::path::{Path, PathBuf};

/// Floats of arithmetic, of the calendar (months, weeks, days of a week) and of per cent.
const PLAIN: [&str; 9] = ["0.0", "1.0", "2.0", "0.5", "12.0", "52.0", "7.0", "365.25", "100.0"];

/// Other floats: file, the line's beginning, the literals, why they are no assumption.
const FLOATS: &[(&str, &str, &[&str], &str)] = &[
    (
        "people/advance.rs",
        "const DRAWN_AT_MOST",
        &["0.3"],
        "design of the sample: how often a rare event is drawn at most; weights undo it",
    ),
    (
        "services/waiting_list.rs",
        "const NEAR",
        &["1e-6"],
        "closeness of a numerical search",
    ),
    (
        "services/planned.rs",
        "const STANDARD_SHARE",
        &["92.0"],
        "defines an output: the percentile of p92_wait_weeks, as NHS England publishes it",
    ),
    (
        "people/advance.rs",
        "const GOES_ON",
        &["0.2"],
        "follows from odds that are alike at every level of need, at the shares in need near the age of 80; held by tests/it/at_rest.rs",
    ),
    (
        "people/association.rs",
        "const ONE_ORDER",
        &["1e4"],
        "arithmetic: where two orders are as good as one",
    ),
    (
        "people/association.rs",
        "let root =",
        &["4.0"],
        "arithmetic of Plackett's distribution",
    ),
    (
        "people/association.rs",
        "if more.abs()",
        &["1e-4"],
        "arithmetic: where a closed form loses its digits",
    ),
    (
        "people/association.rs",
        "return more",
        &["3.0"],
        "arithmetic: the series there",
    ),
    (
        "people/person.rs",
        "const AVERAGE",
        &["16.0"],
        "steps in which a risk is kept in one byte",
    ),
    (
        "people/rates.rs",
        "let at_home =",
        &["1e-9", "1e-9"],
        "arithmetic: a share that is divided by",
    ),
    (
        "services/tables.rs",
        "let quarter =",
        &["4.0", "5.0"],
        "calendar: the weeks of the months of a quarter, as statistics of waiting count them",
    ),
    (
        "economy/capacity.rs",
        "pub const POUNDS_PER_MILLION",
        &["1_000_000.0"],
        "unit: pounds in a million",
    ),
    (
        "economy/rules.rs",
        "const MOST_PENCE",
        &["2000.0"],
        "a bound beyond which a tax cannot be said in pence",
    ),
    (
        "people/tables.rs",
        "const A_HANDFUL",
        &["1000.0"],
        "a bound below which a table's ages are not held against one another",
    ),
    (
        "people/tables.rs",
        "const SELDOM",
        &["0.001"],
        "a bound below which a table's ages are not held against one another",
    ),
    (
        "people/tables.rs",
        "const OUT_OF_STEP",
        &["4.0"],
        "times the ages beside it, beyond which a table is refused",
    ),
    (
        "people/determinants.rs",
        "const THOUSAND",
        &["1000.0"],
        "unit: the pounds for which the responses to income are stated",
    ),
];

/// Whole numbers from twelve up, which could be ages, weeks or sizes: file, literals, why they are no assumption.
const WHOLE: &[(&str, &[&str], &str)] = &[
    ("people/advance.rs", &["16", "32"], "bits of a random number"),
    (
        "people/advance.rs",
        &["256"],
        "people worked on at a time: memory, not results",
    ),
    (
        "people/classes.rs",
        &["75", "85"],
        "ages at which the classes begin by which the sample is weighed",
    ),
    (
        "people/advance.rs",
        &["18", "85"],
        "ages at which a measure's groups begin",
    ),
    (
        "people/association.rs",
        &["60"],
        "rounds of halving, as many as a number has digits",
    ),
    ("people/base.rs", &["12"], "rounds of raking, far more than it takes"),
    ("people/fit.rs", &["12"], "rounds of a fit, far more than it takes"),
    (
        "people/fit.rs",
        &["64"],
        "scope: care of people from 65 on is followed person by person",
    ),
    (
        "economy/charging/person.rs",
        &["1_000_000", "50_000", "100"],
        "State Pension Credit Regulations 2002: what is assumed of capital, in pence, and held by a test of bills",
    ),
    (
        "economy/charging/countable.rs",
        &["1_000_000_000_000_000"],
        "arithmetic: the largest amount with which products of a life fit into whole numbers",
    ),
    ("people/health.rs", &["65"], "defines an output: life expectancy at 65"),
    (
        "people/year.rs",
        &["65"],
        "scope: care of people from 65 on is followed person by person",
    ),
    (
        "people/merge.rs",
        &["90", "95", "100"],
        "design of the sample: ages at which neighbours of a stratum are merged, or a third of it would stand for nobody",
    ),
    (
        "people/sample.rs",
        &["45", "65", "85"],
        "design of the sample: ends of the groups that the shares of it name",
    ),
    ("people/population.rs", &["31"], "bits of an id"),
    (
        "people/population.rs",
        &["25"],
        "design of the sample: room kept for the newborn",
    ),
    ("people/population.rs", &["18"], "children hold nothing"),
    ("people/start.rs", &["32"], "bits of a number that orders people"),
    (
        "people/start.rs",
        &["5_000"],
        "design of the sample: slots for the newborn",
    ),
    (
        "people/start.rs",
        &["17", "18", "34", "35", "49", "50", "64", "65", "74", "75", "84"],
        "children hold nothing, and wealth is ranked within the age groups of wealth.csv",
    ),
    (
        "people/tables.rs",
        &["90"],
        "layout of the tables: the open age group of official statistics",
    ),
    (
        "people/tables.rs",
        &["100_000"],
        "unit: the tables give deaths per 100,000",
    ),
    ("people/wealth.rs", &["1024"], "knots of a numerical table"),
    (
        "services/need_model.rs",
        &["65", "85"],
        "layout of use_gradients.csv: its age groups",
    ),
    (
        "services/planned.rs",
        &["18", "26", "52", "65"],
        "define outputs: bands of the waiting list in weeks",
    ),
    ("services/tables.rs", &["12"], "calendar"),
    (
        "services/primary_care.rs",
        &["12"],
        "calendar: months of a year worked out at the start",
    ),
    ("services/waits.rs", &["60"], "halvings of a numerical search"),
    (
        "services/waiting_list.rs",
        &["40"],
        "steps of a numerical search, at most",
    ),
    (
        "services/waiting_list.rs",
        &["105"],
        "weeks that the list tells apart: two years, the last one open",
    ),
    (
        "services/waits.rs",
        &["18", "52"],
        "the weeks of the published figures that the start of the list meets",
    ),
    ("services/required.rs", &["12"], "halvings of a numerical search"),
    ("services/working_age.rs", &["18", "64", "65"], "scope: adults under 65"),
    ("economy/charging/lifetime.rs", &["52"], "calendar"),
    (
        "economy/charging/amounts.rs",
        &["25"],
        "law: the age that the name of a row of amounts.csv says",
    ),
];

/// Constants of method in the room that joins the three: file, name, why it is no assumption.
const METHOD: &[(&str, &str, &str)] = &[
    (
        "projection/lifetimes.rs",
        "FROM",
        "defines an output: the cohort that turns 65",
    ),
    ("projection/lifetimes.rs", "LONGEST", "years followed: to 105"),
    (
        "projection/care/assess.rs",
        "LOW_CHARGED",
        "one in so many of low dependency is charged and stands for the rest: time",
    ),
    (
        "projection/care/spend_down.rs",
        "LONGEST_STAY",
        "years of earlier stay told apart when residents' capital is worn down",
    ),
    (
        "projection/year/lifetimes.rs",
        "LIFETIMES_EVERY",
        "years between followed cohorts: time",
    ),
    (
        "projection/year/money.rs",
        "SAME_MONEY_STEPS",
        "steps of a numerical search",
    ),
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Names of the modules of a folder that exist for tests only. What the folder declares stands in its `mod.rs`, or in the file of its name beside it.
fn for_tests(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("mod.rs"))
        .or_else(|_| fs::read_to_string(folder.with_extension("rs")))
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let marked = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
    marked
        .filter_map(|pair| Some(pair[1].split_once("mod ")?.1.trim_end_matches(';').to_owned()))
        .collect()
}

/// The lines of a file down to the tests at its foot. `#[cfg(test)]` above anything else (the declaration of a module, say)
/// covers that alone: what follows is the program's.
fn shipped(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.lines().collect();
    let foot = lines
        .windows(2)
        .position(|pair| pair[0].trim() == "#[cfg(test)]" && pair[1].trim() == "mod tests {");
    let end = foot.unwrap_or(lines.len());
    lines.into_iter().take(end)
}

/// The code of a line: no comment, no text in quotes, no declaration of a lever's bounds, no attribute.
fn code(line: &str) -> String {
    let mut code = String::new();
    let (mut quoted, mut escaped) = (false, false);
    let bytes: Vec<char> = line.chars().collect();
    for (at, letter) in bytes.iter().enumerate() {
        match letter {
            '"' if !escaped => quoted = !quoted,
            '/' if !quoted && bytes.get(at + 1) == Some(&'/') => break,
            _ if quoted => {}
            letter => code.push(*letter),
        }
        escaped = quoted && *letter == '\\' && !escaped;
    }
    let bounds = code.contains(" in ") && code.contains("..=") && code.contains(": ") && line.contains(" = \"");
    if bounds || code.trim_start().starts_with("#[") {
        return String::new();
    }
    code
}

/// The numbers of a line: those with a point or an exponent, and whole ones.
fn numbers(code: &str) -> (Vec<String>, Vec<String>) {
    let (mut floats, mut whole) = (Vec::new(), Vec::new());
    let letters: Vec<char> = code.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        // A field of a tuple (`pair.0`) has a point before it; a range (`0..5`) has two.
        let field = before == Some(&'.') && (at < 2 || letters[at - 2] != '.');
        let inside_name = before.is_some_and(|letter| letter.is_alphanumeric() || *letter == '_' || *letter == '\'');
        if !letters[at].is_ascii_digit() || inside_name || field {
            at += 1;
            continue;
        }
        let start = at;
        let mut float = false;
        while at < letters.len() {
            let next = letters.get(at + 1);
            let point = letters[at] == '.' && !float && next.is_some_and(char::is_ascii_digit);
            let exponent = letters[at] == 'e' && next.is_some_and(|next| next.is_ascii_digit() || *next == '-');
            if letters[at].is_ascii_digit() || letters[at] == '_' || point || exponent {
                float |= point || exponent;
                at += 1 + usize::from(exponent && next == Some(&'-'));
            } else {
                break;
            }
        }
        let text: String = letters[start..at].iter().collect();
        if float {
            floats.push(text);
        } else if text.replace('_', "").parse::<u64>().is_ok_and(|number| number >= 12) {
            whole.push(text);
        }
    }
    (floats, whole)
}

#[test]
fn no_number_that_could_be_an_assumption_stands_in_people_services_and_economy() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut used) = (Vec::new(), vec![false; FLOATS.len()]);
    for room in ["people", "services", "economy"] {
        for path in files(&source.join(room)) {
            let folder = path.parent().expect("a folder");
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
            if for_tests(folder).iter().any(|name| name == stem) {
                continue;
            }
            let name = path.strip_prefix(&source).expect("below src").display().to_string();
            let text = fs::read_to_string(&path).expect("readable");
            for (number, line) in shipped(&text).enumerate() {
                let code = code(line);
                let (floats, whole) = numbers(&code);
                let mut say =
                    |literal: &str| found.push(format!("src/{name}:{}: {literal} in `{}`", number + 1, line.trim()));
                for literal in floats.iter().filter(|literal| !PLAIN.contains(&literal.as_str())) {
                    let known = FLOATS.iter().position(|(file, begins, literals, _)| {
                        *file == name && line.trim().starts_with(begins) && literals.contains(&literal.as_str())
                    });
                    match known {
                        Some(at) => used[at] = true,
                        None => say(literal),
                    }
                }
                for literal in &whole {
                    let known = WHOLE
                        .iter()
                        .any(|(file, literals, _)| *file == name && literals.contains(&literal.as_str()));
                    if !known {
                        say(literal);
                    }
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "numbers that a scenario should give, or that lack a reason in tests/it/literals.rs:\n{}",
        found.join("\n")
    );
    for (at, used) in used.iter().enumerate() {
        assert!(used, "{:?} is no longer there", FLOATS[at]);
    }
}

#[test]
fn every_constant_of_method_is_there_under_its_name() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (file, name, why) in METHOD {
        let text = fs::read_to_string(source.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(
            text.contains(&format!("const {name}: ")),
            "{name} is no longer in {file} ({why})"
        );
    }
    for (file, literals, why) in WHOLE {
        let text = fs::read_to_string(source.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        for literal in *literals {
            assert!(text.contains(literal), "{literal} is no longer in {file} ({why})");
        }
    }
}

#[test]
fn numbers_are_found_where_they_hide() {
    let of = |line: &str| numbers(&code(line));
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    assert_eq!(of("let x = y * 0.37; // 0.99 in a comment"), (texts(&["0.37"]), vec![]));
    assert_eq!(of("growth: f64 = \"per year\" in -0.2..=0.25,"), (vec![], vec![]));
    assert_eq!(of("panic!(\"{} of 400\", pair.0)"), (vec![], vec![]));
    assert_eq!(
        of("(60..=74).contains(&age) && u32 > 1e-3"),
        (texts(&["1e-3"]), texts(&["60", "74"]))
    );
}

#[test]
fn a_module_for_tests_does_not_hide_what_follows_it() {
    let lines = |text: &'static str| shipped(text).collect::<Vec<_>>();
    assert_eq!(lines("#[cfg(test)]\nmod tests;\nlet x = 0.37;").len(), 3);
    assert_eq!(
        lines("let x = 0.37;\n#[cfg(test)]\nmod tests {\nlet y = 0.99;").len(),
        1
    );
}
