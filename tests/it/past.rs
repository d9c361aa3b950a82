//! The published past of England, as charts draw it, held to the other tables that know of it.

use carepool::measures;
use carepool::world::Past;

fn table(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(name);
    std::fs::read_to_string(path).expect("shipped")
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    rows.collect()
}

fn past() -> Vec<Past> {
    let names: Vec<&str> = measures::all().iter().map(|measure| measure.name).collect();
    Past::read(&table("england/past.csv"), &names).expect("a table")
}

#[test]
fn public_spending_before_the_base_year_is_what_the_table_of_growth_says() {
    let all = past();
    let spending = all
        .iter()
        .find(|one| one.measure == measures::COST_PUBLIC.name())
        .expect("spending");
    let growth = rows(&table("england/spending.csv"));
    let published = rows(&table("england/published.csv"));
    let level = |figure: &str| -> f64 {
        let row = published.iter().find(|row| row[1] == figure).expect("published");
        row[2].parse().expect("a number")
    };
    let (mut nhs, mut council) = (level("cost_nhs"), level("cost_council"));
    for point in spending.points.iter().rev() {
        assert!(
            (point.value / (nhs + council) - 1.0).abs() < 1e-4,
            "{point:?}: {}",
            nhs + council
        );
        let row = growth
            .iter()
            .find(|row| row[0] == point.year.to_string())
            .expect("a year");
        nhs /= 1.0 + row[1].parse::<f64>().expect("growth");
        council /= 1.0 + row[2].parse::<f64>().expect("growth");
    }
    assert_eq!((spending.points[0].year, spending.points.len()), (2010, 15));
}

#[test]
fn services_stand_as_the_backcast_has_them_and_its_years_of_test_stay_away() {
    let known = rows(&table("england-2010/history.csv"));
    let mut compared = 0;
    for one in past().iter().filter(|one| !one.by_movement) {
        for point in &one.points {
            assert!(
                !(2016..=2021).contains(&point.year),
                "{} of {} tests the model",
                one.measure,
                point.year
            );
            let row = known
                .iter()
                .find(|row| row[0] == one.measure && row[1] == point.year.to_string());
            if let Some(row) = row {
                assert_eq!(row[2].parse::<f64>().expect("a number"), point.value, "{row:?}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 18);
}
