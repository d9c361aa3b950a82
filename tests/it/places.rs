//! Places of England: what adds up must add up, what is the same must be the same, and what a reader would call wrong is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use carepool::places::{self, Area, Gazetteer, Kind, gazetteer};
use carepool::scenario::Scenario;
use carepool::{Cube, Group, Job, Request, Year, catalogue, measure};

use crate::cli::{carepool, refused, stdout};

fn known() -> &'static Gazetteer {
    gazetteer().expect("the shipped tables of places")
}

fn find(name: &str) -> &'static Area {
    known().find(name).expect(name)
}

fn england() -> Scenario {
    Scenario::load("england", &[], &catalogue()).expect("england")
}

/// England's level of a lever in the base year.
fn level(scenario: &Scenario, key: &str) -> f64 {
    let mut values = Vec::new();
    scenario.central().values(Year(2024), &mut values);
    values[catalogue().index(key).expect(key)]
}

fn in_place(name: &str, area: &str, set: &[&str]) -> Scenario {
    let catalogue = catalogue();
    let layers = places::layers(&[area.to_owned()], &catalogue).expect(area);
    let set: Vec<String> = set.iter().map(|set| (*set).to_owned()).collect();
    let over = carepool::Over {
        set: &set,
        area: layers.first(),
        ..carepool::Over::default()
    };
    Scenario::load_assuming(name, over, &catalogue).unwrap_or_else(|found| panic!("{area}: {}", found.render(false)))
}

fn request(scenarios: &[&str], areas: &[&str]) -> Request {
    Request {
        scenarios: scenarios.iter().map(|name| (*name).to_owned()).collect(),
        areas: areas.iter().map(|name| (*name).to_owned()).collect(),
        draws: 2,
        people: 400,
        years: 3,
        sampling: "plain".to_owned(),
        ..Request::default()
    }
}

fn run(request: Request) -> Cube {
    Job::prepare(request, &catalogue())
        .expect("a run")
        .collect(&())
        .expect("numbers")
}

fn value(cube: &Cube, scenario: usize, name: &str, year: u16) -> Vec<f64> {
    let scenario = cube.shape.scenarios[scenario].clone();
    cube.values(&scenario, measure(name).expect(name), Group::ALL, Year(year))
        .expect("told")
}

#[test]
fn councils_and_boards_each_add_to_england_in_people_money_beds_lists_and_activity() {
    let england = england();
    for kind in [Kind::Council, Kind::Board, Kind::Region] {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        let (mut size, mut people) = (0.0, 0.0);
        for area in known().of(kind) {
            let (share, levels) = places::levels(known(), area, &england).expect("levels");
            size += share;
            people += known().people(area).total();
            for level in levels.iter().filter(|level| level.amount) {
                *sums.entry(level.key).or_default() += level.value[level.value.len() / 2];
            }
            // What is not said is England's for as many people.
            for key in AMOUNTS
                .iter()
                .filter(|key| levels.iter().all(|level| level.key != **key))
            {
                *sums.entry(key).or_default() += share * self::level(&england, key);
            }
        }
        assert!((size - 1.0).abs() < 1e-5, "{kind:?}: {size}");
        assert!((people - 57_690_323.0).abs() < 100.0, "{kind:?}: {people}");
        for key in AMOUNTS {
            let (found, whole) = (sums[key], level(&england, key));
            assert!(
                (found - whole).abs() < 2e-5 * whole.abs(),
                "{kind:?}, {key}: {found} and England {whole}"
            );
        }
    }
}

/// Amounts that places have tables for.
const AMOUNTS: [&str; 20] = [
    "people.base_births",
    "people.base_year_net_migration",
    "people.net_migration",
    "people.residents",
    "funding.nhs.envelope",
    "funding.nhs.transfer_to_councils",
    "funding.council.gross_spending",
    "funding.public_health.grant",
    "services.base_activity.primary_care",
    "services.base_activity.emergency_department",
    "services.base_activity.emergency_admission",
    "services.base_activity.planned_admitted",
    "services.base_activity.prescribing",
    "services.base_activity.public_health",
    "services.planned.base_clock_starts",
    "services.planned.start_list",
    "services.planned.start_over_52",
    "services.urgent.base_beds",
    "services.urgent.base_delayed",
    "workforce.staff",
];

/// A scenario over England with its own copy of England's tables, people divided by a number.
fn england_of_size(folder: &Path, parts: f64) -> String {
    let tables = folder.join("own");
    std::fs::create_dir_all(&tables).expect("a folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/england/population.csv");
    let text = std::fs::read_to_string(shipped).expect("population");
    let smaller: Vec<String> = text
        .lines()
        .map(
            |line| match line.split(',').map(str::parse::<f64>).collect::<Result<Vec<f64>, _>>() {
                Ok(row) => format!("{},{},{}", row[0], row[1] / parts, row[2] / parts),
                Err(_) => line.to_owned(),
            },
        )
        .collect();
    std::fs::write(tables.join("population.csv"), smaller.join("\n")).expect("written");
    let file = folder.join("own.toml");
    let text = format!(
        "title = \"Own\"\nextends = \"england.toml\"\ndata = [\"own\", \"england\"]\n[care]\nscale = {}\n",
        1.0 / parts
    );
    std::fs::write(&file, text).expect("written");
    file.display().to_string()
}

#[test]
fn a_place_with_the_tables_of_england_and_its_size_is_england_bit_for_bit() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = england_of_size(folder.path(), 1.0);
    let (own, whole) = (run(request(&[&file], &[])), run(request(&["england"], &[])));
    assert_eq!(own.draws, whole.draws);
}

#[test]
fn a_place_of_a_hundredth_of_the_people_of_england_has_its_shares_and_a_hundredth_of_its_amounts() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = england_of_size(folder.path(), 100.0);
    let (own, whole) = (run(request(&[&file], &[])), run(request(&["england"], &[])));
    for (name, times) in [
        ("population", 100.0),
        ("deaths", 100.0),
        ("cost_public", 100.0),
        ("waiting_list", 100.0),
        ("emergency_admissions", 100.0),
        ("life_expectancy", 1.0),
        ("within_18_weeks", 1.0),
        ("ae_four_hour", 1.0),
        ("need_met", 1.0),
    ] {
        for year in [2024, 2026] {
            for (own, whole) in value(&own, 0, name, year).iter().zip(value(&whole, 0, name, year)) {
                assert!(
                    (own * times - whole).abs() < 2e-4 * whole.abs(),
                    "{name} {year}: {own} and {whole}"
                );
            }
        }
    }
}

#[test]
fn the_people_of_a_table_of_ones_own_are_the_people_wherever_the_size_is_said_beneath() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = england_of_size(folder.path(), 100.0);
    let own = run(request(&[&file], &[]));
    let people = value(&own, 0, "population", 2024)[0];
    assert!((575_000.0..600_000.0).contains(&people), "{people}");
}

#[test]
fn places_of_every_kind_and_size_run_with_their_own_people_list_and_beds() {
    for (name, people) in [
        ("Leeds", 822_000.0),
        ("Isles of Scilly", 2_300.0),
        ("City of London", 15_500.0),
        ("icb:Devon", 1_240_000.0),
        ("South West", 5_811_000.0),
    ] {
        let cube = run(request(&["england"], &[name]));
        let found = value(&cube, 0, "population", 2024)[0];
        assert!((found / people - 1.0).abs() < 0.12, "{name}: {found}");
        assert!(cube.draws.iter().flatten().all(|value| !value.is_infinite()), "{name}");
        let scenario = in_place("england", name, &[]);
        let list = value(&cube, 0, "waiting_list", 2024)[0];
        let start = level(&scenario, "services.planned.start_list");
        assert!((0.5..2.0).contains(&(list / start)), "{name}: {list} from {start}");
    }
}

#[test]
fn two_places_are_compared_under_the_same_luck_and_are_what_they_are_alone() {
    let both = run(request(&["england"], &["Leeds,Bradford"]));
    assert_eq!(both.shape.scenarios, ["england-leeds", "england-bradford"]);
    for (at, name) in ["Leeds", "Bradford"].into_iter().enumerate() {
        let alone = run(request(&["england"], &[name]));
        assert_eq!(alone.shape.scenarios, ["england"]);
        for told in ["population", "cost_public", "waiting_list", "life_expectancy"] {
            assert_eq!(
                value(&alone, 0, told, 2026),
                value(&both, at, told, 2026),
                "{name} {told}"
            );
        }
    }
}

#[test]
fn ten_million_pounds_are_ten_million_pounds_in_leeds_and_a_national_billion_is_the_part_of_leeds() {
    let added = |set: &str| level(&in_place("england", "Leeds", &[set]), "funding.nhs.addition");
    assert_eq!(added("funding.nhs.addition=£10m@2024"), 10.0);
    let national = added("funding.nhs.addition=£1bn national@2024");
    assert!((13.0..16.0).contains(&national), "{national}");
}

#[test]
fn a_word_after_one_amount_does_not_make_the_others_the_country_s() {
    for (amounts, whole) in [
        (r#"by_year = { "2026" = "£1bn national", "2030" = "£10m" }"#, false),
        (
            r#"triangular = { low = "£1bn national", mode = "£2bn", high = "£3bn national" }"#,
            false,
        ),
        (
            r#"interval = { low = "£1bn national", high = 2000, level = 0.8, family = "normal" }"#,
            false,
        ),
        (r#"by_year = { "2026" = "£0", "2030" = "£1bn national" }"#, true),
        (
            r#"triangular = { low = "£1bn national", mode = "£2bn national", high = "£3bn national" }"#,
            true,
        ),
        (
            r#"by_year = { "2026" = "£1bn", "2030" = "£2bn" }, national = true"#,
            true,
        ),
        (r#"normal = { mean = "£1bn national", sd = "£200m national" }"#, true),
    ] {
        let folder = tempfile::tempdir().expect("temporary folder");
        let text = format!(
            "title = \"Mine\"\nextends = \"england\"\n[funding.nhs]\naddition = {{ {amounts}, source = \"ours\", confidence = \"judgement\" }}\n"
        );
        fs::write(folder.path().join("mine.toml"), text).expect("written");
        let output = carepool(folder.path())
            .args(["check", "mine.toml", "--area", "Leeds"])
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.success(), whole, "{amounts}: {said}");
        assert!(
            whole || (said.contains("mine.toml:4") && said.contains("write the word after each")),
            "{said}"
        );
    }
}

#[test]
fn what_is_done_in_a_place_is_told_against_that_place_and_not_against_another() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let small = ["--draws", "4", "--people", "300", "--years", "4"];
    let run = |areas: &[&str], scenarios: &[&str], out: &str| {
        let mut command = carepool(folder.path());
        command
            .arg("run")
            .args(scenarios)
            .args(small)
            .args(["--out", out, "--no-png"]);
        for area in areas {
            command.args(["--area", area]);
        }
        stdout(&mut command)
    };
    let said = run(&["Leeds", "Rutland"], &["england", "free-personal-care"], "both");
    assert!(
        said.contains("against the first of its place") && said.contains("Places are not policies"),
        "{said}"
    );
    let page = fs::read_to_string(folder.path().join("both/report.html")).expect("a page");
    assert!(page.contains("Change of the last, from the first of its place"));
    // Of Rutland as it is, levels are told and no change: Leeds is another place and no policy.
    assert!(!said.contains("from the first place"), "{said}");
    let differences = page.matches("Free personal care: Rutland”: ").count();
    assert!(differences > 0, "a title of a difference names the reform in its place");
    assert!(
        page.contains("“England as it is: Rutland”, another place: "),
        "the findings tell the other place by its levels"
    );
    for told in [
        "more",
        "less",
        "fewer",
        "higher",
        "lower",
        "exactly the same",
        "no difference",
    ] {
        let wrong = format!("“England as it is: Rutland”: {told}");
        assert!(!page.contains(&wrong), "{wrong}");
    }
    assert!(!page.contains("England as it is: Rutland”: £") && !page.contains("England as it is: Rutland”: −"));
    let drawn = fs::read_to_string(folder.path().join("both/charts/difference-cost_public.svg")).expect("a chart");
    assert!(
        drawn.contains("Free personal care: Rutland") && !drawn.contains(">England as it is: Rutland<"),
        "a chart of differences has no panel for the first of a place"
    );
    // A difference is split within its place.
    let split = stdout(carepool(folder.path()).args(["compare", "both", "--attribute", "--draws", "2"]));
    assert!(
        split.contains("between free-personal-care-rutland and england-rutland")
            && !split.contains("between england-rutland"),
        "{split}"
    );
    // In a chart of levels, too, each stands beside the first of its own place, and each place has its base year.
    let drawn =
        |name: &str| fs::read_to_string(folder.path().join(format!("both/charts/{name}.svg"))).expect("a chart");
    assert!(drawn("fan-cost_public").contains("Median of the first of its place"));
    let spending = drawn("spending");
    assert!(
        spending.contains("2024/25: England as it is: Leeds")
            && spending.contains("2024/25: England as it is: Rutland"),
        "{spending:.3000}"
    );
    run(&["Rutland"], &["england", "free-personal-care"], "alone");
    // Nobody in Rutland lives in the two most deprived fifths: nothing is told of how long they live.
    let alone = |name: &str| fs::read_to_string(folder.path().join("alone").join(name)).expect("written");
    let gradient = alone("charts/gradient-healthy_life_expectancy.svg");
    assert!(
        gradient.contains("in fifth 3, the most deprived in which anybody lives"),
        "{gradient:.1500}"
    );
    let summary = alone("summary.csv");
    let of_fifth = |measure: &str, fifth: u8| -> Vec<&str> {
        let begins = format!(",{measure},imd={fifth},p50,");
        let rows = summary.lines().filter_map(|row| row.split_once(&begins));
        rows.map(|(_, rest)| rest.split(',').next().unwrap_or_default())
            .collect()
    };
    assert!(
        of_fifth("population", 1)
            .iter()
            .all(|people| people.parse::<f64>() == Ok(0.0))
    );
    for measure in ["healthy_life_expectancy", "within_18_weeks", "need_met"] {
        let (first, third) = (of_fifth(measure, 1), of_fifth(measure, 3));
        assert!(
            !third.is_empty() && third.iter().all(|value| value.parse::<f64>().is_ok_and(f64::is_finite)),
            "{third:?}"
        );
        assert!(
            first
                .iter()
                .all(|value| !value.parse::<f64>().is_ok_and(f64::is_finite)),
            "{measure}: {first:?}"
        );
    }
    // scenario, against → a statistic of the cost in the last year.
    let told = |name: &str| {
        let mut reader = csv::Reader::from_path(folder.path().join(name)).expect("opens");
        let rows = reader.records().map(|row| row.expect("a row"));
        let wanted = rows.filter(|row| [&row[2], &row[3], &row[4], &row[5]] == ["2027", "cost_public", "all", "p50"]);
        wanted
            .map(|row| ((row[0].to_string(), row[1].to_string()), row[6].to_string()))
            .collect::<BTreeMap<_, _>>()
    };
    let pair = |one: &str, other: &str| (one.to_string(), other.to_string());
    let (both, alone) = (told("both/differences.csv"), told("alone/differences.csv"));
    assert_eq!(
        both.keys().cloned().collect::<Vec<_>>(),
        [
            pair("england-rutland", "england-leeds"),
            pair("free-personal-care-leeds", "england-leeds"),
            pair("free-personal-care-rutland", "england-rutland"),
        ]
    );
    // Beside another place or alone, a place's reform costs the same to the penny.
    let own = alone.values().next().expect("one difference");
    assert_eq!(&both[&pair("free-personal-care-rutland", "england-rutland")], own);
    assert!(
        own.parse::<f64>().expect("a number") > 0.0,
        "free personal care costs public money"
    );
    // The same of two runs, one a place.
    run(&["Leeds"], &["england"], "leeds");
    run(&["Rutland"], &["england", "free-personal-care"], "rutland");
    let compared = stdout(carepool(folder.path()).args(["compare", "leeds", "rutland", "--measure", "cost_public"]));
    assert!(
        compared.contains("from place to place") && compared.contains("Places are not policies"),
        "{compared}"
    );
}

#[test]
fn a_place_keeps_what_a_scenario_does_and_takes_its_own_title() {
    let scenario = in_place("free-personal-care", "Gloucestershire", &[]);
    assert_eq!(
        scenario.title,
        "Free personal care: Gloucestershire".replace("Free personal care", &plain_title())
    );
    let mut values = Vec::new();
    scenario.central().values(Year(2030), &mut values);
    let scheme = catalogue().index("social_care.charging.scheme").expect("scheme");
    let mut without = Vec::new();
    in_place("england", "Gloucestershire", &[])
        .central()
        .values(Year(2030), &mut without);
    assert_ne!(values[scheme], without[scheme]);
}

fn plain_title() -> String {
    Scenario::load("free-personal-care", &[], &catalogue())
        .expect("shipped")
        .title
}

#[test]
fn names_are_found_as_people_type_them_and_wrong_ones_are_answered_with_where_they_lie() {
    for (typed, code) in [
        ("leeds", "E08000035"),
        ("E08000035", "E08000035"),
        ("Gloucestershire", "E10000013"),
        ("icb:gloucestershire", "QR1"),
        ("QR1", "QR1"),
        ("E54000043", "QR1"),
        ("St. Helens", "E08000013"),
        ("Bristol", "E06000023"),
        ("City of London", "E09000001"),
        ("london", "E12000007"),
        ("Yorkshire & The Humber", "E12000003"),
        ("Northamptonshire", "QPM"),
    ] {
        assert_eq!(find(typed).code, code, "{typed}");
    }
    for (typed, said) in [
        ("Leedz", "did you mean Leeds"),
        ("Norwich", "Norfolk"),
        ("King’s Lynn and West Norfolk", "Norfolk"),
        ("Cumbria", "Westmorland and Furness"),
        ("Glasgow City", "carepool run scotland"),
        ("Ynys Môn", "carepool run wales"),
        ("ynys mon", "carepool run wales"),
        ("Edinburgh", "carepool run scotland"),
        ("Belfast", "carepool run northern-ireland"),
        ("Avon", "South Gloucestershire"),
        ("King's Lynn & West Norfolk", "Norfolk"),
        ("LÉEDZ", "did you mean Leeds"),
        ("Wales", "carepool run wales"),
        ("England", "without --area"),
        ("icb:Leeds", "did you mean icb:"),
        ("council:Northamptonshire", "did you mean North Northamptonshire"),
        ("", "no place"),
    ] {
        let told = known().find(typed).expect_err(typed).to_string();
        assert!(told.contains(said), "{typed}: {told}");
    }
    let names = |typed: &str| -> Vec<String> {
        let found = places::areas(&[typed.to_owned()]).expect(typed);
        found.iter().map(|area| area.name.clone()).collect()
    };
    assert_eq!(names("Leeds, Bradford"), ["Leeds", "Bradford"]);
    assert_eq!(
        names("Bournemouth, Christchurch and Poole,Leeds"),
        ["Bournemouth, Christchurch and Poole", "Leeds"]
    );
    assert!(places::areas(&["Leeds,leeds".to_owned()]).is_err());
    assert!(
        places::areas(&["Leeds,Norwich".to_owned()])
            .expect_err("a district")
            .to_string()
            .contains("Norfolk")
    );
}

#[test]
fn only_england_as_it_is_can_be_made_into_a_place() {
    let catalogue = catalogue();
    let layers = places::layers(&["Leeds".to_owned()], &catalogue).expect("leeds");
    for name in ["smallshire", "scotland-2001", "backcast-2010", "wales"] {
        let over = carepool::Over {
            area: layers.first(),
            ..carepool::Over::default()
        };
        let told = Scenario::load_assuming(name, over, &catalogue).expect_err(name);
        assert!(told.to_string().contains("out of England as it is"), "{name}: {told}");
    }
}

#[test]
fn every_council_board_and_region_can_be_made_and_names_a_source_for_every_number() {
    let england = england();
    for area in known().areas.iter().filter(|area| area.kind != Kind::Nation) {
        let made = places::export(known(), area, &england).unwrap_or_else(|error| panic!("{}: {error}", area.name));
        assert!(made.text.contains("scale = "), "{}", area.name);
        assert!(
            !made.text.contains("NaN") && !made.text.contains("inf"),
            "{}: {}",
            area.name,
            made.text
        );
        let told = made.text.lines().filter(|line| line.contains(" = {")).count();
        assert_eq!(made.text.matches("source = ").count(), told, "{}", area.name);
    }
}

#[test]
fn no_place_is_refused_for_what_is_published_of_it() {
    use rayon::prelude::*;
    let catalogue = catalogue();
    let refused: Vec<String> = known()
        .areas
        .par_iter()
        .filter(|area| area.kind != Kind::Nation)
        .filter_map(|area| {
            let scenario = in_place("england", &area.code, &[]);
            let tables = carepool::projection::Tables::load(&scenario).expect("tables");
            let found = carepool::projection::heads::fit(&scenario, &tables, &catalogue);
            found.err().map(|problems| format!("{}: {problems}", area.name))
        })
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn a_place_written_out_is_the_place_of_the_option() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = places::export(known(), find("Leeds"), &england()).expect("leeds");
    let tables = folder.path().join(&made.tables.0);
    std::fs::create_dir_all(&tables).expect("a folder");
    for (name, text) in &made.tables.1 {
        std::fs::write(tables.join(name), text).expect("written");
    }
    let file = folder.path().join(&made.file);
    std::fs::write(&file, &made.text).expect("written");
    let (own, asked) = (
        run(request(&[&file.display().to_string()], &[])),
        run(request(&["england"], &["Leeds"])),
    );
    assert_eq!(own.draws, asked.draws);
}

#[test]
fn money_of_a_country_for_the_people_of_a_county_is_told_with_the_line_and_what_would_be_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = england_of_size(folder.path(), 100.0);
    let text = std::fs::read_to_string(&file).expect("read");
    let catalogue = catalogue();
    let slips = |text: &str| {
        std::fs::write(&file, text).expect("written");
        let scenario = Scenario::load(&file, &[], &catalogue).expect("a scenario");
        let tables = carepool::projection::Tables::load(&scenario).expect("tables");
        carepool::projection::heads::fit(&scenario, &tables, &catalogue)
            .map_or_else(|slips| slips, |_| carepool::scenario::Problems::default())
    };
    assert!(slips(&text).is_empty(), "{}", slips(&text));
    let whole = slips(&text.replace("[care]\nscale = 0.01\n", ""));
    let told = whole.to_string();
    assert!(
        told.contains("NHS money comes to 34") && told.contains("a head"),
        "{told}"
    );
    let one = slips(&format!("{text}[services.base_activity]\nprimary_care = 90000000\n"));
    assert_eq!(one.0.len(), 1, "{one}");
    assert!(
        one.to_string().contains("own.toml:7") && one.to_string().contains("appointments a head"),
        "{one}"
    );
}

#[test]
fn no_place_of_england_and_no_shipped_scenario_is_taken_for_a_slip() {
    let catalogue = catalogue();
    let england = england();
    let mut worst: (f64, String) = (1.0, String::new());
    for area in known().areas.iter().filter(|area| area.kind != Kind::Nation) {
        let (_, levels) = places::levels(known(), area, &england).expect("levels");
        for level in levels
            .iter()
            .filter(|level| level.amount && !level.key.starts_with("people."))
        {
            let off = level.ratio.max(1.0 / level.ratio);
            if off > worst.0 {
                worst = (off, format!("{} of {}", level.key, area.name));
            }
        }
    }
    assert!(worst.0 < 5.0, "{worst:?}");
    for name in [
        "england",
        "smallshire",
        "scotland-2001",
        "scotland",
        "wales",
        "northern-ireland",
        "backcast-2010",
        "projections/fork-2018-current",
    ] {
        let scenario = Scenario::load(name, &[], &catalogue).expect(name);
        let tables = carepool::projection::Tables::load(&scenario).expect("tables");
        let found = carepool::projection::heads::fit(&scenario, &tables, &catalogue);
        assert_eq!(found.map_err(|slips| slips.to_string()), Ok(Vec::new()), "{name}");
    }
}

/// The shipped process of a council of 300,000 people, as its file has it or in a place.
fn neighbourhood(area: Option<&str>) -> carepool::process::Process {
    let catalogue = catalogue();
    let process = carepool::process::Process::load("neighbourhood", &catalogue).expect("shipped");
    match area {
        None => process,
        Some(area) => {
            let layers = places::layers(&[area.to_owned()], &catalogue).expect(area);
            process.in_area(&layers[0], &catalogue).expect(area)
        }
    }
}

/// People whom each programme of the proposals reaches, as far as age, sex and deprivation say who may have it.
fn reached(process: &carepool::process::Process) -> BTreeMap<String, (f64, f64)> {
    let catalogue = catalogue();
    let all: Vec<usize> = (0..process.proposals.len()).collect();
    let scenario = process.scenario(&all, &[], &catalogue).expect("all of them");
    let tables = carepool::projection::Tables::load(&scenario).expect("tables");
    let size = level(&scenario, "care.scale");
    let told = scenario
        .programmes()
        .into_iter()
        .filter(|one| !one.name.starts_with("cost_of_"));
    told.map(|one| {
        let mut people = 0.0;
        for (age, sexes) in tables.people.population.iter().enumerate() {
            let of_age = (one.eligible.min_age..=one.eligible.max_age).contains(&(age as u8));
            for (sex, count) in sexes
                .iter()
                .enumerate()
                .filter(|(sex, _)| of_age && one.eligible.sexes[*sex])
            {
                for fifth in (0..5).filter(|fifth| one.eligible.fifths[*fifth]) {
                    people += count * size * tables.people.fifth_shares[age][sex][fifth];
                }
            }
        }
        (one.name.clone(), (one.coverage, one.coverage * people))
    })
    .collect()
}

#[test]
fn a_price_reaches_as_many_people_in_a_small_borough_as_in_a_large_county() {
    let file = reached(&neighbourhood(None));
    assert!(file.len() > 5, "{file:?}");
    for area in ["Hackney", "Gloucestershire", "Rutland"] {
        let there = reached(&neighbourhood(Some(area)));
        assert_eq!(there.len(), file.len());
        for (name, (coverage, people)) in &there {
            let (_, wanted) = file[name];
            // Of fewer people than the price would reach, all are reached.
            assert!(
                (people / wanted - 1.0).abs() < 0.01 || (*coverage == 1.0 && *people < wanted) || *coverage == 0.0,
                "{area}, {name}: {people} people, in the file's place {wanted}"
            );
        }
    }
    // In Rutland nobody lives in the two most deprived fifths: that is said, and nobody is reached.
    let rutland = neighbourhood(Some("Rutland"));
    assert!(
        rutland
            .notes
            .iter()
            .any(|note| note.contains("Sure Start") && note.contains("nobody (nobody")),
        "{:?}",
        rutland.notes
    );
    let county = neighbourhood(Some("Gloucestershire"));
    assert!(
        county
            .notes
            .iter()
            .any(|note| note.contains("Telehealth") && note.contains("instead of 6.0%")),
        "{:?}",
        county.notes
    );
    assert!(
        county.told[0].contains("Gloucestershire: 65") && !county.description.contains("300,000"),
        "{:?}",
        county.told
    );
}

#[test]
fn what_a_price_buys_of_a_rate_shrinks_with_the_people_it_is_for() {
    let catalogue = catalogue();
    let uplift = |area: Option<&str>| {
        let process = neighbourhood(area);
        let at = process
            .proposals
            .iter()
            .position(|one| one.id == "care_worker_pay")
            .expect("in the file");
        let scenario = process.scenario(&[at], &[], &catalogue).expect("one of them");
        let mut values = Vec::new();
        scenario.central().values(Year(2034), &mut values);
        (
            values[catalogue.index("workforce.care.pay_uplift").expect("a lever")],
            level(&scenario, "care.scale"),
        )
    };
    let (own, size) = uplift(None);
    assert!((own - 0.03).abs() < 1e-9);
    for area in ["Hackney", "Gloucestershire"] {
        let (there, size_there) = uplift(Some(area));
        assert!(
            (there * size_there - own * size).abs() < 1e-3 * own * size,
            "{area}: {there}"
        );
    }
}

#[test]
fn a_vote_about_money_of_the_whole_country_cannot_be_held_in_a_county() {
    let catalogue = catalogue();
    let layers = places::layers(&["Kent".to_owned()], &catalogue).expect("kent");
    for name in ["national", "charging"] {
        let process = carepool::process::Process::load(name, &catalogue).expect("shipped");
        let told = process.in_area(&layers[0], &catalogue).expect_err(name).to_string();
        assert!(
            told.contains("money of the whole country") && told.contains("Kent"),
            "{told}"
        );
    }
}

#[test]
fn every_amount_of_a_shipped_policy_is_the_part_of_leeds_in_leeds() {
    let catalogue = catalogue();
    let in_year = |scenario: &Scenario| {
        let mut values = Vec::new();
        scenario.central().values(Year(2034), &mut values);
        values
    };
    let (country, leeds) = (in_year(&england()), in_year(&in_place("england", "Leeds", &[])));
    let size = level(&in_place("england", "Leeds", &[]), "care.scale");
    let mut looked_at = 0;
    let bases = [
        "england",
        "smallshire",
        "scotland",
        "wales",
        "northern-ireland",
        "scotland-2001",
        "backcast-2010",
    ];
    let policies = carepool::scenario::layers::shipped().into_iter();
    for name in policies.filter(|name| !bases.contains(&name.as_str())) {
        let whole = Scenario::load(&name, &[], &catalogue).unwrap_or_else(|found| panic!("{name}: {found}"));
        let part = in_place(&name, "Leeds", &[]);
        for (own, there) in whole.programmes().iter().zip(part.programmes()) {
            looked_at += usize::from(own.cost_total != 0.0);
            assert!(
                (there.cost_total - own.cost_total * size).abs() <= 1e-3 * own.cost_total.abs() * size,
                "{name}: the cost of {} is {} in England and {} in Leeds",
                own.name,
                own.cost_total,
                there.cost_total
            );
        }
        let (whole, part) = (in_year(&whole), in_year(&part));
        for (at, spec) in catalogue.specs().iter().enumerate().filter(|(_, spec)| spec.grows) {
            let (done, done_there) = (whole[at] - country[at], part[at] - leeds[at]);
            if done.abs() > 1e-9 * country[at].abs().max(1.0) {
                looked_at += 1;
                let times = done_there / (done * size);
                assert!(
                    (0.2..5.0).contains(&times),
                    "{name}: {} is {done} in England and {done_there} in Leeds",
                    spec.key
                );
            }
        }
    }
    assert!(looked_at > 5, "{looked_at}");
}

/// What stands between two marks, each time.
fn blocks<'a>(text: &'a str, begin: &str) -> Vec<&'a str> {
    let parts = text.split(begin).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap_or("").trim())
        .collect()
}

#[test]
fn the_guide_for_better_figures_of_ones_own_works_word_for_word() {
    let guide = include_str!("../../scenarios/places/README.md");
    let part = guide
        .split("## With better figures of your own")
        .nth(1)
        .expect("the part");
    let place = tempfile::tempdir().expect("a folder");
    let told = |words: &str| {
        let words: Vec<&str> = words.split_whitespace().skip(1).collect();
        crate::cli::stdout(crate::cli::carepool(place.path()).args(words))
    };
    let commands: Vec<&str> = blocks(part, "```sh\n").into_iter().flat_map(str::lines).collect();
    assert_eq!(commands.len(), 3, "{commands:?}");
    told(commands[0]);
    let path = place.path().join("mine/leeds.toml");
    let mut text = std::fs::read_to_string(&path).expect("written by the first command");
    // Each line of the guide takes the place of the line that sets the same key.
    let lines = blocks(part, "```toml\n");
    assert_eq!(lines.len(), 2, "{lines:?}");
    for line in &lines {
        let key = line.split(" = ").next().expect("a key");
        let old = text
            .lines()
            .find(|old| old.starts_with(&format!("{key} = ")))
            .expect(key)
            .to_owned();
        text = text.replace(&old, line);
    }
    std::fs::write(&path, text).expect("written");
    let said = told(commands[1]);
    assert!(said.contains("fine"), "{said}");
    // As the guide has it, and small.
    let small = commands[2].replace("--quick", "--draws 2 --people 200 --years 2 --no-png --out out");
    let said = told(&small);
    assert!(said.contains("waiting"), "{said}");
    let scenario = Scenario::load(&path.display().to_string(), &[], &catalogue()).expect("the changed place");
    assert_eq!(level(&scenario, "funding.council.gross_spending"), 402.0);
    assert_eq!(level(&scenario, "services.planned.start_list"), 71_000.0);
    // Every key that the guide tells of is one that the place's file or England has.
    let table = part
        .split("| you know | change |")
        .nth(1)
        .expect("the table")
        .split("\n\n")
        .next()
        .expect("rows");
    let catalogue = catalogue();
    let keys: Vec<&str> = table
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|key| key.contains('.') && !key.ends_with(".csv"))
        .collect();
    assert!(keys.len() > 15, "{keys:?}");
    for key in keys {
        let stem = key.trim_end_matches('*').trim_end_matches('.');
        let known = catalogue
            .specs()
            .iter()
            .any(|spec| spec.key == stem || spec.key.starts_with(&format!("{stem}.")));
        assert!(known, "{key} is no key");
    }
}

#[test]
fn the_report_of_every_kind_of_place_sets_published_figures_beside_the_models() {
    let folder = tempfile::tempdir().expect("a folder");
    for (area, label) in [("Leeds", "Life expectancy"), ("icb:Somerset", "mergency admissions")] {
        let small = [
            "--draws",
            "2",
            "--people",
            "200",
            "--years",
            "2",
            "--no-png",
            "--overwrite",
            "--out",
            "run",
        ];
        stdout(
            carepool(folder.path())
                .args(["run", "england", "--area", area])
                .args(small),
        );
        let table = fs::read_to_string(folder.path().join("run/base-year.csv")).expect("the table");
        assert!(table.contains(label), "{area}: {table}");
    }
}

#[test]
fn runs_of_other_people_are_told_when_they_are_compared() {
    let folder = tempfile::tempdir().expect("folder");
    let small = ["--draws", "2", "--people", "200", "--years", "2", "--no-png", "--out"];
    for name in ["england", "smallshire"] {
        stdout(carepool(folder.path()).args([&["run", name][..], &small, &[name]].concat()));
    }
    let told = stdout(carepool(folder.path()).args(["compare", "england", "smallshire", "--measure", "deaths"]));
    assert!(told.contains("is the place as well as the policy"), "{told}");
    let told = stdout(carepool(folder.path()).args(["compare", "england", "england", "--measure", "deaths"]));
    assert!(!told.contains("is the place as well as the policy"), "{told}");
}

#[test]
fn what_is_told_of_a_run_is_told_of_every_places_run_and_shares_are_not_divided_by_people() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("two.toml"),
        "title = \"Two\"\nextends = \"england.toml\"\n[funding.nhs]\naddition = { value = \"£20bn\", start_year = 2025 }\n",
    )
    .expect("written");
    let run = |measure: &str| {
        let words = [
            "places",
            "--run",
            "two.toml",
            "--kind",
            "region",
            "--measure",
            measure,
            "--after",
            "1",
            "--draws",
            "1",
            "--people",
            "200",
            "--out",
            "out",
        ];
        let output = crate::cli::carepool(folder.path())
            .args(words)
            .output()
            .expect("it runs");
        let told: String = [output.stdout, output.stderr]
            .iter()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect();
        (
            output.status.code(),
            told.split_whitespace().collect::<Vec<_>>().join(" "),
        )
    };
    let (code, told) = run("cost_public");
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("such as") && told.contains("is it in the unit that was meant?"),
        "{told}"
    );
    for (measure, plain) in [
        ("within_18_weeks_per_1000", "within_18_weeks"),
        ("life_expectancy_per_1000", "life_expectancy"),
    ] {
        let (code, told) = run(measure);
        assert!(
            code != Some(0) && told.contains(&format!("ask for `{plain}`")),
            "{told}"
        );
    }
}

#[test]
fn residents_users_and_migrants_of_another_place_are_told_with_their_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = england_of_size(folder.path(), 100.0);
    let text = std::fs::read_to_string(&file).expect("read");
    let catalogue = catalogue();
    let told = |more: &str| {
        std::fs::write(&file, format!("{text}{more}")).expect("written");
        match Scenario::load(&file, &[], &catalogue) {
            Err(problems) => problems.to_string(),
            Ok(scenario) => {
                let tables = carepool::projection::Tables::load(&scenario).expect("tables");
                carepool::projection::heads::fit(&scenario, &tables, &catalogue)
                    .map_or_else(|slips| slips.to_string(), |_| String::new())
            }
        }
    };
    assert_eq!(told(""), "");
    for (more, words) in [
        ("[people]\nresidents = 36000\n", "care-home residents"),
        ("[people]\nresidents = 300\n", "care-home residents"),
        ("[services.working_age]\nbase_users = 30000\n", "aged 18 to 64"),
        (
            "[services.working_age]\nbase_residents = 4000\n",
            "above all aged 18 to 64",
        ),
        ("[funding.nhs]\ntransfer_to_councils = 1000\n", "passed to councils"),
        ("[people]\nbase_year_net_migration = 120000\n", "come than go"),
    ] {
        let told = told(more);
        assert!(told.contains(words) && told.contains("own.toml:"), "{more}: {told}");
    }
}

#[test]
fn a_list_of_one_kind_of_place_adds_up_to_england_and_options_of_a_run_are_refused_without_one() {
    let folder = tempfile::tempdir().expect("folder");
    let people = |more: &[&str]| -> (usize, f64) {
        let told = stdout(carepool(folder.path()).args(["places", "--format", "csv"]).args(more));
        let mut reader = csv::Reader::from_reader(told.as_bytes());
        let cells = reader
            .records()
            .map(|row| row.expect("a row")[4].parse::<f64>().expect("people"));
        let all: Vec<f64> = cells.collect();
        (all.len(), all.iter().sum())
    };
    let (regions, in_regions) = people(&["--kind", "region"]);
    let (boards, in_boards) = people(&["--kind", "icb"]);
    let (councils, in_councils) = people(&["--kind", "council"]);
    assert_eq!((regions, boards, councils), (9, 42, 153));
    for sum in [in_regions, in_boards, in_councils] {
        assert!((sum / 57_690_323.0 - 1.0).abs() < 1e-3, "{sum}");
    }
    let (all, in_all) = people(&[]);
    assert_eq!(all, regions + boards + councils);
    assert!((in_all - in_regions - in_boards - in_councils).abs() < 1.0);
    let boards_of_yorkshire = people(&["--kind", "icb", "yorkshire"]).0;
    assert!((1..=4).contains(&boards_of_yorkshire), "{boards_of_yorkshire}");
    for unused in [
        ["--measure", "deaths"],
        ["--after", "3"],
        ["--draws", "4"],
        ["--seed", "2"],
        ["--out", "there"],
    ] {
        let told = refused("places", &unused);
        assert!(told.contains(unused[0]) && told.contains("--run"), "{told}");
    }
}
