//! A made-up run of three scenarios, and what every report of it must hold.

use super::*;
use crate::results::{
    Assumption, Change, DrawStore, Identity, ScenarioDescription, Series, Shape, description, summarise,
};
use crate::world::{Group, YearRecord};

/// A plausible year, `x` from −1 to 1 for the world, `s` for the scenario, `y` years on.
fn record(x: f64, s: f64, y: f64) -> YearRecord {
    let mut r = YearRecord::default();
    for group in Group::every() {
        let g = group.index();
        let name = group.name();
        let (part, level) = match name.split_once('=') {
            Some((_, level)) => (0.2, level.parse::<f64>().map_or(0.0, |level| level - 3.0)),
            None => (1.0, 0.0),
        };
        r.population[g] = 57.7e6 * part * (1.0 + 0.005 * y);
        r.life_expectancy[g] = 81.2 + 1.6 * level + 0.08 * y;
        r.healthy_life_expectancy[g] = 62.0 + 4.0 * level + 0.05 * y + 0.2 * s * y / 10.0 + 0.3 * x;
        r.waiting_0_18[g] = part * 4.3e6 * (1.0 + 0.02 * y * s);
        r.waiting_18_26[g] = part * 1.1e6 * (1.0 + 0.02 * y * (1.0 + x - s));
        r.waiting_26_52[g] = part * 1.5e6 * (1.0 + 0.05 * y * (1.0 + x - s));
        r.waiting_52_65[g] = part * 0.15e6 * (1.0 + 0.1 * y * (1.0 + x - s)).max(0.0);
        r.waiting_over_65[g] = part * 0.05e6 * (1.0 + 0.1 * y * (1.0 + x - s)).max(0.0);
        r.waiting_list[g] =
            r.waiting_0_18[g] + r.waiting_18_26[g] + r.waiting_26_52[g] + r.waiting_52_65[g] + r.waiting_over_65[g];
        r.ae_attendances[g] = part * 27e6;
        r.ae_within_four_hours[g] = part * 27e6 * (0.73 + 0.003 * y * (s - x));
        r.gp_need[g] = part * 390e6;
        r.gp_appointments[g] = part * 390e6 * (0.9 + 0.01 * level + 0.002 * y * s + 0.01 * x);
        r.care_users_public[g] = part * 635e3 * (1.0 + 0.01 * y * (1.0 + s));
        r.care_unmet_people[g] = part * 2.0e6 * (1.0 + 0.02 * y * (1.0 - s) + 0.1 * x);
        r.need_met[g] = 0.86 + 0.02 * level * (1.0 - 0.3 * s * y / 10.0) + 0.01 * x;
        r.cost_nhs[g] = part * 178e3 * (1.0 + (0.02 + 0.004 * s + 0.006 * x) * y);
        r.cost_council[g] = part * 22e3 * (1.0 + (0.02 + 0.03 * s) * y);
        r.cost_public_health[g] = part * 4e3;
        r.cost_user_charges[g] = 4.0e3 * part * (1.0 + 0.3 * level);
        r.cost_self_funded[g] = 12e3 * part * (1.0 + 0.4 * level) * (1.0 - 0.4 * s);
        r.cost_private_care[g] = 3e3 * part;
        r.cost_disability_benefits[g] = 6e3 * part;
        r.tax_paid[g] = part * 200e3 * (1.0 + 0.35 * level) * (1.0 + 0.02 * y);
        r.tax_needed[g] = part * (4e3 + 1e3 * s + 1e3 * x) * y;
        r.gdp[g] = 2.9e6 * (1.0 + 0.013 * y);
        r.lifetime_care_over_100k[g] = 0.12 * (1.0 - 0.5 * s);
    }
    r
}

/// When the third scenario begins to differ.
const BEGINS: u16 = 2026;

/// The share within eighteen weeks as it was published, with a gap and another way of counting.
fn published_past() -> crate::world::Past {
    let point = |year: u16, value: f64, segment: &str| crate::world::past::PastPoint {
        year,
        value,
        segment: segment.into(),
    };
    crate::world::Past {
        measure: crate::measures::WITHIN_18_WEEKS.name().into(),
        by_movement: false,
        points: vec![
            point(2010, 0.89, "old"),
            point(2011, 0.93, "old"),
            point(2022, 0.59, "new"),
            point(2024, 0.6, "new"),
        ],
        sources: vec!["NHS England, Referral to treatment".into()],
    }
}

fn described(draws: usize) -> RunDescription {
    let scenario = |name: &str, title: &str, about: &str| ScenarioDescription {
        name: name.into(),
        title: title.into(),
        description: about.into(),
        begins: name.starts_with("whole").then_some(BEGINS),
        place: None,
        same_money_as: None,
        added: Vec::new(),
    };
    RunDescription {
        title: "Things as they are against whole-person care".into(),
        scenarios: vec![
            scenario("england", "Things as they are", "Nothing changes but the people."),
            scenario(
                "england-money",
                "Things as they are, same extra money",
                "The money of the third without its changes.",
            ),
            scenario(
                "whole-person-care",
                "Whole-person care",
                "Planned, pooled, free personal care <from tax>.",
            ),
        ],
        seed: 42,
        draws,
        standards: vec![(crate::measures::WITHIN_18_WEEKS.name().into(), 0.9)],
        past: vec![published_past()],
        luck_draws: draws / 2,
        people: 10_000,
        first_year: 2024,
        years: 15,
        version: "0.1.0".into(),
        command: "carepool run england whole-person-care --draws 40 --seed 42".into(),
        notes: Vec::new(),
        changes: vec![Change {
            scenario: "whole-person-care".into(),
            key: "governance.regime".into(),
            before: "market".into(),
            after: "planned".into(),
            meaning: "Who decides.".into(),
        }],
        assumptions: vec![Assumption {
            key: "services.planned.demand_elasticity".into(),
            value: "interval p10 −0.24, p50 −0.15, p90 −0.05".into(),
            meaning: "How referrals answer waits.".into(),
            source: "Martin and Smith".into(),
            url: "https://example.org/paper".into(),
            confidence: "published interval".into(),
            spread: "−0.24 to −0.05".into(),
            ..Assumption::default()
        }],
    }
}

struct MadeUp {
    description: RunDescription,
    summary: Summary,
    differences: Differences,
    checks: Vec<BaseCheck>,
}

fn made_up() -> MadeUp {
    let draws = 40;
    let folder = tempfile::tempdir().expect("temporary folder");
    let description = described(draws);
    let names = description
        .scenarios
        .iter()
        .map(|scenario| scenario.name.clone())
        .collect();
    let shape = Shape::new(names, (0..15).map(|y| Year(2024 + y)).collect());
    let store = DrawStore::open(folder.path(), Identity::of("report"), shape.clone(), draws).expect("opens");
    for (series, nudge) in [(Series::Run, 0.0), (Series::Luck, 0.1)] {
        let all: Vec<Vec<f64>> = (0..draws)
            .map(|draw| {
                let x = (((draw * 17) % draws) as f64 + 0.5) / draws as f64 * 2.0 - 1.0 + nudge;
                let mut values = vec![0.0; shape.cells()];
                for s in 0..3 {
                    for y in 0..15 {
                        shape.observe(s, y, &record(x, s as f64 * 0.5, y as f64), &mut values);
                    }
                }
                values
            })
            .collect();
        store.write(series, 0, &all).expect("writes");
    }
    let (summary, differences) = summarise(&store, draws, draws / 2, &[0; 3]).expect("whole");
    let check = |label: &str, unit: &str, published: f64, modelled: f64, scaled_to: bool| BaseCheck {
        label: label.into(),
        unit: unit.into(),
        published,
        modelled,
        scaled_to,
        source: "NHS England, RTT statistics".into(),
    };
    MadeUp {
        description,
        summary,
        differences,
        checks: vec![
            check("NHS spending", "£m", 178_000.0, 178_100.0, true),
            check("Waiting list", "pathways", 7.4e6, 7.39e6, true),
            check("Residents aged 85 and over", "share", 0.55, 0.583, false),
            check("Length of stay in care homes", "years", 2.2, 2.05, false),
        ],
    }
}

impl MadeUp {
    fn run(&self) -> Run<'_> {
        Run {
            base_checks: &self.checks,
            ..Run::of(&self.description, &self.summary, &self.differences)
        }
    }
}

#[test]
fn every_chart_has_words_units_footer_and_a_picture() {
    let made = made_up();
    let run = made.run();
    let found = charts(&run);
    let names: Vec<&str> = found.iter().map(|chart| chart.name.as_str()).collect();
    for name in [
        "fan-cost_public",
        "difference-waiting_list",
        "waiting-list",
        "spending",
        "who-pays",
        "who-pays-income",
        "who-pays-deprivation",
        "who-pays-age",
        "gradient-need_met",
        "base-year",
    ] {
        assert!(names.contains(&name), "{name} among {names:?}");
    }
    for chart in &found {
        assert!(chart.svg.contains("<title>") && chart.svg.contains("<desc>") && chart.svg.contains("role=\"img\""));
        assert!(chart.svg.contains("seed 42 · 40 draws"), "{}", chart.name);
        assert!(!chart.svg.contains("NaN") && !chart.alt.is_empty(), "{}", chart.name);
    }
    // To look at them: CAREPOOL_SHOW=/some/folder cargo test --lib report
    if let Some(folder) = std::env::var_os("CAREPOOL_SHOW").filter(|folder| !folder.is_empty()) {
        let folder = std::path::PathBuf::from(folder);
        for chart in &found {
            std::fs::write(folder.join(format!("{}.svg", chart.name)), &chart.svg).expect("writes");
            std::fs::write(
                folder.join(format!("{}.png", chart.name)),
                png(&chart.svg, 1.5).expect("renders"),
            )
            .expect("writes");
        }
        std::fs::write(
            folder.join("report.html"),
            page(&run, &found, &["No hospital buildings.".into()]),
        )
        .expect("writes");
        std::fs::write(folder.join("summary.txt"), text::summary(&run)).expect("writes");
    }
}

#[test]
fn the_page_loads_nothing_from_outside_and_escapes_what_it_is_given() {
    let made = made_up();
    let run = made.run();
    let html = page(&run, &charts(&run), &["No hospital buildings.".into()]);
    for load in ["src=", "<link", "@import", "url(", "<iframe", "fetch(", "<image"] {
        assert!(!html.contains(load), "{load}");
    }
    assert!(
        html.contains("href=\"https://example.org/paper\""),
        "sources are links, not loads"
    );
    assert!(html.contains("&lt;from tax&gt;") && !html.contains("<from tax>"));
    assert!(html.contains("Public spending on health and care: in 2034"));
    assert!(html.contains("governance.regime") && html.contains("No hospital buildings."));
    assert_eq!(html, page(&run, &charts(&run), &["No hospital buildings.".into()]));
}

#[test]
fn the_terminal_gets_pounds_and_people_in_columns() {
    let made = made_up();
    let text = text::summary(&made.run());
    let shown: Vec<&str> = text.lines().take(7).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_scenario_against_itself_is_said_to_be_the_same() {
    let mut made = made_up();
    for stats in &mut made.differences.summary.stats {
        (stats.mean, stats.quantiles, stats.p_lower, stats.p_equal) = (0.0, [0.0; 7], 0.0, 1.0);
    }
    let run = made.run();
    assert!(findings::sentences(&run)[0].contains("gives exactly the same"));
    let told = text::summary(&run);
    assert!(told.contains("no change"));
    let nothing = "every measure is the same in every draw and year";
    assert!(told.contains(nothing), "{told}");
    // It changed nothing, so there is nothing to look at twice.
    made.description.changes.clear();
    assert!(!text::summary(&made.run()).contains(nothing));
}

#[test]
fn one_scenario_of_one_year_still_gives_a_report() {
    let made = made_up();
    let shape = Shape {
        scenarios: vec!["england".into()],
        years: vec![Year(2024)],
        columns: made.summary.shape.columns.clone(),
    };
    let summary = Summary {
        stats: made.summary.stats[..shape.cells()].to_vec(),
        shape: shape.clone(),
    };
    let differences = Differences {
        against: Vec::new(),
        summary: Summary::empty(Shape {
            scenarios: Vec::new(),
            ..shape
        }),
    };
    let description = RunDescription {
        scenarios: made.description.scenarios[..1].to_vec(),
        ..made.description.clone()
    };
    let run = Run::of(&description, &summary, &differences);
    let found = charts(&run);
    assert!(!found.is_empty() && found.iter().all(|chart| !chart.svg.contains("NaN")));
    assert!(page(&run, &found, &[]).contains("Headline findings"));
    assert!(description::json(&description).contains("\"seed\": 42"));
}

/// Every sign of a number in a text, with what follows it.
fn signs(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['−', '+'])
        .map(|(at, _)| text[at..].split([' ', '<', '"', ')', ',']).next().unwrap_or(""))
}

#[test]
fn every_part_of_a_bar_and_every_whole_is_the_figure_of_the_tables() {
    let made = made_up();
    let run = made.run();
    let chart = bars::composition(&run).expect("drawn");
    for (scenario, year) in [(0, run.base_year()), (0, Year(2034)), (1, Year(2034)), (2, Year(2034))] {
        let total = run
            .summary
            .get(scenario, year, crate::measures::COST_TOTAL, Group::ALL)
            .expect("there");
        let (parts, whole) = bars::spent(&run, scenario, year).expect("known");
        assert_eq!(whole, total.p("p50"));
        for ((measure, label), part) in bars::SPENDING.iter().zip(&parts) {
            let told = run
                .summary
                .get(scenario, year, *measure, Group::ALL)
                .expect("there")
                .p("p50");
            assert_eq!(*part, told, "{label}");
        }
        // The means of what is drawn make up the whole by themselves: no part is counted twice and none is missing.
        let means: f64 = bars::SPENDING
            .iter()
            .map(|(part, _)| run.summary.get(scenario, year, *part, Group::ALL).expect("there").mean)
            .sum();
        assert!(
            (means - total.mean).abs() < 0.5,
            "{scenario} {year}: {means} against {}",
            total.mean
        );
        assert!(chart.alt.contains(&words::value("£m", total.p("p50"))), "{}", chart.alt);
    }
    for chart in [chart, waiting::stack(&run).expect("drawn")] {
        assert!(
            !chart.svg.contains("mean") && !chart.caption.contains("mean"),
            "{}",
            chart.caption
        );
        assert!(
            chart.caption.contains("do not add up to the median of the whole"),
            "{}",
            chart.caption
        );
    }
}

/// What is apart is told as it is: parts of 60 and 45 beside a whole of 100 are 5% off.
#[test]
fn medians_that_do_not_add_up_are_told_with_how_far_they_are_off() {
    let (parts, close) = ([60.0, 45.0], [60.0, 40.01]);
    let told = bars::apart([(&parts[..], 100.0), (&close[..], 100.0)].into_iter());
    assert!(told.contains("here they miss it by up to 5.0%"), "{told}");
    let told = bars::apart([(&close[..], 100.0), (&[0.0][..], 0.0)].into_iter());
    assert!(told.contains("here they miss it by less than 0.1%."), "{told}");
}

/// Two scenarios with exactly the same money for the NHS have bars of the NHS of exactly the same length, whatever else they spend.
#[test]
fn the_same_money_for_a_part_is_the_same_length_in_every_bar() {
    let mut made = made_up();
    let year = Year(2034);
    let shape = made.summary.shape.clone();
    let at = shape.years.iter().position(|known| *known == year).expect("there");
    let cell = |scenario: usize, measure: crate::measures::Handle| {
        shape.cell(scenario, at, shape.column(measure, Group::ALL).expect("told"))
    };
    let same = made.summary.stats[cell(0, crate::measures::COST_NHS)];
    for scenario in 1..3 {
        made.summary.stats[cell(scenario, crate::measures::COST_NHS)] = same;
    }
    // Councils' spending is skewed by one wild draw: its mean is far from its median.
    made.summary.stats[cell(2, crate::measures::COST_COUNCIL)].mean *= 3.0;
    let nhs = |scenario: usize| bars::spent(&made.run(), scenario, year).expect("known").0[0];
    assert!(nhs(0) == nhs(1) && nhs(0) == nhs(2) && nhs(0) == same.p("p50"));
}

/// Programmes paid for by other budgets are a part of their own: the NHS's bar is as long as where there are none.
#[test]
fn what_other_budgets_pay_has_a_part_of_its_own_in_spending_and_what_is_paid_to_people_in_who_has_what() {
    let year = Year(2034);
    let parts = |made: &MadeUp| bars::spent(&made.run(), 1, year).expect("known").0;
    let mut made = made_up();
    let before = parts(&made);
    let drawn = |made: &MadeUp, name: &str| {
        let all = charts(&made.run());
        let chart = all.into_iter().find(|chart| chart.name == name).expect("drawn");
        (chart.svg, chart.caption)
    };
    assert!(!drawn(&made, "spending").0.contains("Other budgets"));
    assert!(!drawn(&made, "who-pays").0.contains("money paid by programmes"));
    let add = |made: &mut MadeUp, measure: crate::measures::Handle, group: Group, by: f64| {
        let shape = &made.summary.shape;
        let at = shape.years.iter().position(|known| *known == year).expect("there");
        let cell = shape.cell(1, at, shape.column(measure, group).expect("told"));
        let stats = &mut made.summary.stats[cell];
        stats.mean += by;
        stats.quantiles = stats.quantiles.map(|value| value + by);
    };
    add(&mut made, crate::measures::COST_OUTSIDE, Group::ALL, 9_000.0);
    add(&mut made, crate::measures::COST_TOTAL, Group::ALL, 9_000.0);
    let after = parts(&made);
    assert!(drawn(&made, "spending").0.contains("Other budgets"));
    assert!(after[0] == before[0] && after[6] == 9_000.0, "{before:?} {after:?}");
    // What they save cannot be drawn, and is said.
    add(&mut made, crate::measures::COST_OUTSIDE, Group::ALL, -12_000.0);
    add(&mut made, crate::measures::COST_TOTAL, Group::ALL, -12_000.0);
    assert!(
        drawn(&made, "spending").1.contains("other budgets save £3.00 bn"),
        "{}",
        drawn(&made, "spending").1
    );
    add(&mut made, crate::measures::TRANSFERS, Group::wealth(0), 5_000.0);
    let (picture, _) = drawn(&made, "who-pays");
    assert!(picture.contains("money paid by programmes"));
}

#[test]
fn no_chart_page_or_text_writes_a_sign_before_nought_or_a_number_without_commas() {
    let mut made = made_up();
    // Differences that are there and cannot be seen.
    for stats in &mut made.differences.summary.stats {
        stats.mean *= 1e-9;
        stats.sd *= 1e-9;
        stats.mcse *= 1e-9;
        stats.quantiles = stats.quantiles.map(|value| value * 1e-9);
    }
    let run = made.run();
    let found = charts(&run);
    let mut texts = vec![text::summary(&run), page(&run, &[], &[])];
    texts.extend(findings::sentences(&run));
    texts.extend(
        found
            .iter()
            .flat_map(|chart| [chart.alt.clone(), chart.caption.clone()]),
    );
    for text in texts {
        for sign in signs(&text) {
            let noughts = sign.contains('0') && !sign.contains(|c: char| ('1'..='9').contains(&c));
            assert!(!noughts, "{sign} in {text}");
        }
        assert!(!text.contains("10000") && !text.contains("mostly noise"), "{text}");
    }
    assert!(
        findings::sentences(&run)[0].contains("no visible difference"),
        "{:?}",
        findings::sentences(&run)[0]
    );
}

/// Sums in another order differ in their last digit, some 1e-11 of £200,000 million: the chart is flat, and not full of it.
#[test]
fn rounding_is_not_drawn_as_a_difference() {
    let mut made = made_up();
    for stats in &mut made.differences.summary.stats {
        stats.quantiles = [-3e-11, -2e-11, -1e-11, 0.0, 1e-11, 2e-11, 3e-11];
    }
    let chart = fans::difference(&made.run(), crate::measures::COST_PUBLIC).expect("drawn");
    let noughts = chart
        .svg
        .lines()
        .filter(|line| matches!(line.trim(), "0" | "+0" | "0.0" | "+0.0"));
    assert_eq!(noughts.count(), 2, "one nought a panel");
    assert!(!chart.svg.contains("Sampling noise"));
}

#[test]
fn a_difference_smaller_than_its_error_is_told_as_none() {
    let mut made = made_up();
    for stats in &mut made.differences.summary.stats {
        (stats.mean, stats.mcse, stats.p_lower) = (0.4 * stats.sd, 0.5 * stats.sd, 0.4);
        stats.quantiles = stats.quantiles.map(|_| 0.3 * stats.sd);
    }
    let run = made.run();
    let told = findings::sentences(&run);
    assert!(
        told.iter()
            .any(|text| text.contains("no difference beyond the Monte Carlo error")),
        "{told:?}"
    );
    assert!(told.iter().all(|text| !text.contains("in 60% of draws")), "{told:?}");
    assert!(text::summary(&run).contains("none beyond its error"));
    assert!(page(&run, &[], &[]).contains("no difference beyond the Monte Carlo error"));
}

#[test]
fn noise_is_said_of_the_interval_and_not_at_all_of_a_run_in_which_nothing_is_uncertain() {
    let mut made = made_up();
    for stats in made.summary.stats.iter_mut().chain(&mut made.differences.summary.stats) {
        stats.noise_share = 0.9;
    }
    made.description.assumptions[0].spread = "−0.24 to −0.05".into();
    let told = findings::sentences(&made.run());
    assert!(
        told[0].contains(&format!("; {})", findings::NOISY_SPREAD)),
        "{}",
        told[0]
    );
    assert!(text::summary(&made.run()).contains(" ~"));
    made.description.assumptions[0].spread = String::new();
    let run = made.run();
    assert!(!findings::sentences(&run).concat().contains("noise") && !text::summary(&run).contains(" ~"));
    assert!(text::summary(&run).contains("Nothing in this run is uncertain"));
}

#[test]
fn years_directions_and_roughness_are_told_in_text_page_and_charts() {
    let mut made = made_up();
    assert!(text::summary(&made.run()).contains("Rough: 40 draws of 10,000 simulated people"));
    assert!(page(&made.run(), &[], &[]).contains("Rough: 40 draws"));
    assert!(charts(&made.run())[0].caption.contains("Rough: 40 draws of 10,000"));
    made.description.draws = 500;
    let run = made.run();
    assert!(!text::summary(&run).contains("Rough") && !page(&run, &[], &[]).contains("Rough"));
    assert!(text::summary(&run).starts_with("In 2034/35 ") && page(&run, &[], &[]).contains("Comparison in 2034/35"));
    let told = findings::sentences(&run);
    let of = |title: &str| told.iter().find(|text| text.starts_with(title)).expect("told");
    assert!(of("Waiting list for planned care").contains("(lower is better): in 2034/35"));
    assert!(of("Waiting no more than 18 weeks").contains("(higher is better): in 2034/35"));
    let fan = fans::fan(&run, crate::measures::WITHIN_18_WEEKS).expect("drawn");
    assert!(fan.svg.contains("higher is better") && fan.svg.contains("The standard") && fan.svg.contains("2024/25"));
}

#[test]
fn the_published_past_is_drawn_before_the_model_with_its_breaks_and_source() {
    let mut made = made_up();
    let fan = fans::fan(&made.run(), crate::measures::WITHIN_18_WEEKS).expect("drawn");
    for told in [
        "Published figures",
        "Counted otherwise from here",
        "2014/15",
        "2024/25",
        "2034/35",
    ] {
        assert!(fan.svg.contains(told), "{told}");
    }
    assert!(
        fan.alt.contains("Published: 89.0% in 2010/11, 59.0% in 2022/23."),
        "{}",
        fan.alt
    );
    assert!(
        fan.caption
            .contains("Published before: NHS England, Referral to treatment."),
        "{}",
        fan.caption
    );
    assert!(
        fan.caption.contains("Years that are not drawn are not held here"),
        "{}",
        fan.caption
    );
    // The three years before the first (that of the base year is the model's own), in each of three panels, and no more.
    let dots = |svg: &str| svg.matches("<circle").count();
    let with = dots(&fan.svg);
    // Differences and measures without a past are drawn as before.
    let difference = fans::difference(&made.run(), crate::measures::WITHIN_18_WEEKS).expect("drawn");
    assert!(!difference.svg.contains("Published figures") && !difference.svg.contains("2014/15"));
    made.description.past.clear();
    let without = fans::fan(&made.run(), crate::measures::WITHIN_18_WEEKS).expect("drawn");
    assert_eq!(with - dots(&without.svg), 9);
    assert!(!without.svg.contains("2014/15") && !without.caption.contains("Published before"));
}

#[test]
fn a_gradient_joins_no_points_and_writes_what_differs() {
    let made = made_up();
    let run = made.run();
    let chart = gradient::access(&run, crate::measures::HEALTHY_LIFE_EXPECTANCY).expect("drawn");
    let joined = chart.svg.split("<polyline").skip(1).filter(|line| {
        let points = line
            .split_once("points=\"")
            .map_or("", |(_, rest)| rest.split('"').next().unwrap_or(""));
        points.split_whitespace().count() > 2
    });
    assert_eq!(
        joined.count(),
        0,
        "only straight lines of two points: uprights and grid"
    );
    let group = Group::imd(0);
    let difference = run
        .differences
        .get(2, Year(2034), crate::measures::HEALTHY_LIFE_EXPECTANCY, group)
        .expect("there");
    let told = words::difference("years", difference.p("p50"));
    assert!(
        told.starts_with('+') && chart.svg.contains(&told) && chart.alt.contains(&told),
        "{told}"
    );
}

#[test]
fn hostile_titles_break_neither_drawing_nor_page() {
    let mut made = made_up();
    made.description.scenarios[1].title = "bell\u{7} \u{1b}[31m</title><script>alert(1)</script> & \"q\" \u{0}".into();
    let run = made.run();
    for chart in charts(&run) {
        assert!(png(&chart.svg, 0.2).is_ok(), "{}", chart.name);
        assert!(
            !chart.svg.chars().any(|c| c.is_control() && c != '\n'),
            "{}",
            chart.name
        );
    }
    assert!(!page(&run, &charts(&run), &[]).contains("<script>alert"));
}

#[test]
fn long_names_of_panels_are_whole() {
    let mut frame = frame::Frame::new("t", "s", 3, 58.0, 1);
    let name = "Whole-person care with free personal care, pooled budgets and a guarantee of eighteen weeks for all";
    frame.name_panel(1, 58.0, name);
    let svg = frame.finish("f", "d");
    for word in name.split_whitespace() {
        assert!(svg.contains(word), "{word}");
    }
    assert!(!svg.contains('…'));
}
