//! Whole scenarios over a small catalogue.

use proptest::prelude::*;

use super::*;
use crate::world::{Levers, Year};

crate::choice! {
    /// A scheme.
    pub enum Scheme { Means = "means_test", Free = "free_personal_care", Cap = "cap" }
}
crate::levers! {
    /// Charging.
    pub struct Charging in "social_care.charging" {
        /// Capital above which a person pays in full.
        choice upper_limit: f64 = "£" in 0.0..=1e6,
        /// Which law.
        choice scheme: Scheme = "" in 0.0..=9.0,
        /// Whether it is in force.
        choice in_force: bool = "" in 0.0..=1.0,
    }
}
crate::levers! {
    /// Growth.
    pub struct Growth in "funding" {
        /// Real growth.
        belief growth: f64 = "per year" in -0.2..=0.2,
        /// A share.
        belief share: f64 = "share" in 0.0..=1.0,
        /// A wait.
        belief wait: f64 = "weeks" in 0.0..=104.0,
        /// One half.
        belief half_a: f64 = "share" in 0.0..=1.0,
        /// The other half.
        belief half_b: f64 = "share" in 0.0..=1.0,
    }
}

/// The catalogue of these tests.
pub fn catalogue() -> Catalogue {
    Catalogue::new(&[Charging::SPECS, Growth::SPECS])
}

/// A complete file over the catalogue.
pub const BASE: &str = r#"
title = "Smallshire"
[social_care.charging]
upper_limit = { value = "£23,250", source = "a circular", confidence = "verified" }
scheme = "means_test"
in_force = true
[funding]
growth = { interval = { p10 = -0.01, p50 = 0.02, p90 = "4%" }, source = "a study", contrary = "another" }
share = { beta = { mean = 0.3, sd = 0.1 } }
wait = "18 weeks"
half_a = 0.5
half_b = 0.5
"#;

/// A complete scenario over the catalogue.
pub fn base() -> Scenario {
    Scenario::from_text("base.toml", BASE, &[], &catalogue()).unwrap()
}

fn build(extra: &str) -> Result<Scenario, Problems> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("base.toml"), BASE).unwrap();
    std::fs::write(
        folder.path().join("top.toml"),
        format!("extends = \"base.toml\"\n{extra}"),
    )
    .unwrap();
    Scenario::load(&folder.path().join("top.toml").display().to_string(), &[], &catalogue())
}

fn value(scenario: &Scenario, world: &World, key: &str, year: u16) -> f64 {
    let mut out = Vec::new();
    world.values(Year(year), &mut out);
    assert_eq!(out.len(), catalogue().len());
    let _ = scenario;
    out[catalogue().index(key).unwrap()]
}

fn central(extra: &str, key: &str, years: &[u16]) -> Vec<f64> {
    let scenario = build(extra).unwrap_or_else(|problems| panic!("{problems}"));
    years
        .iter()
        .map(|year| value(&scenario, &scenario.central(), key, *year))
        .collect()
}

#[test]
fn a_complete_file_loads_and_every_value_knows_its_line() {
    let scenario = build("").unwrap();
    assert_eq!(scenario.name, "top");
    let growth = scenario
        .assumptions()
        .iter()
        .find(|a| a.key == "funding.growth")
        .unwrap();
    assert!(growth.place.ends_with("base.toml:8"), "{}", growth.place);
    assert_eq!(
        (growth.evidence("source"), growth.evidence("contrary")),
        ("a study", "another")
    );
    assert!((growth.quantile(0.9).unwrap() - 0.04).abs() < 1e-12);
    assert_eq!(central("", "social_care.charging.upper_limit", &[2024]), [23_250.0]);
}

#[test]
fn a_path_ramps_from_what_is_beneath_and_back_again() {
    let text = "[funding]\nwait = { value = 9, start_year = 2026, ramp_years = 3, end_year = 2029 }";
    let years = [2024, 2025, 2026, 2027, 2028, 2029, 2030];
    assert_eq!(
        central(text, "funding.wait", &years),
        [18.0, 18.0, 15.0, 12.0, 9.0, 9.0, 18.0]
    );
}

#[test]
fn a_section_may_carry_the_path_for_all_its_levers() {
    let text = "[social_care.charging]\nstart_year = 2027\nramp_years = 2\nscheme = \"cap\"\nupper_limit = \"£25,250\"";
    assert_eq!(central(text, "social_care.charging.scheme", &[2026, 2027]), [0.0, 2.0]);
    assert_eq!(
        central(text, "social_care.charging.upper_limit", &[2026, 2027, 2028]),
        [23_250.0, 24_250.0, 25_250.0]
    );
}

#[test]
fn values_by_year_are_straight_between_and_flat_outside() {
    let text = "[funding]\nwait = { by_year = { 2026 = \"10 weeks\", 2030 = 6 } }";
    assert_eq!(
        central(text, "funding.wait", &[2020, 2026, 2027, 2030, 2040]),
        [10.0, 10.0, 9.0, 6.0, 6.0]
    );
}

#[test]
fn an_added_or_reordered_assumption_changes_no_other_draw() {
    let (a, b) = (
        build("").unwrap(),
        build("[funding]\nwait = { uniform = { low = 5, high = 9 } }").unwrap(),
    );
    for design in [Design::Plain, Design::LatinHypercube, Design::Sobol] {
        let sampler = Sampler {
            seed: 5,
            design,
            draws: 8,
        };
        for draw in 0..8 {
            let (one, other) = (a.world(&sampler, draw), b.world(&sampler, draw));
            for key in ["funding.growth", "funding.share"] {
                assert_eq!(value(&a, &one, key, 2024), value(&b, &other, key, 2024));
            }
        }
    }
}

#[test]
fn what_is_beneath_a_path_keeps_its_own_draws() {
    let text = "[funding]\ngrowth = { normal = { mean = 0.05, sd = 0.001 }, start_year = 2030 }";
    let (a, b) = (build("").unwrap(), build(text).unwrap());
    let sampler = Sampler::plain(1);
    let (one, other) = (a.world(&sampler, 3), b.world(&sampler, 3));
    assert_eq!(
        value(&a, &one, "funding.growth", 2029),
        value(&b, &other, "funding.growth", 2029)
    );
    assert_ne!(
        value(&a, &one, "funding.growth", 2030),
        value(&b, &other, "funding.growth", 2030)
    );
    assert_eq!(
        other
            .sampled()
            .filter(|(name, _)| name.starts_with("funding.growth"))
            .count(),
        2
    );
}

#[test]
fn shares_sum_to_one_in_every_draw_and_hold_together() {
    let text = "[[shares]]\nkeys = [\"funding.half_a\", \"funding.half_b\"]\ndirichlet = { mean = [0.2, 0.8], concentration = 20 }";
    let scenario = build(text).unwrap();
    let mut sum = 0.0;
    for draw in 0..400 {
        let world = scenario.world(&Sampler::plain(2), draw);
        let (a, b) = (
            value(&scenario, &world, "funding.half_a", 2024),
            value(&scenario, &world, "funding.half_b", 2024),
        );
        assert!((a + b - 1.0).abs() < 1e-12);
        sum += a;
    }
    assert!((sum / 400.0 - 0.2).abs() < 0.02);
    assert!(build(&format!("{text}\n[funding]\nhalf_a = 0.1")).is_err());
}

#[test]
fn a_rank_correlation_is_met() {
    let text = "[[correlation]]\nbetween = [\"funding.growth\", \"funding.share\"]\nrank = -0.7";
    let scenario = build(text).unwrap();
    let draws: Vec<(f64, f64)> = (0..2000)
        .map(|draw| scenario.world(&Sampler::plain(2), draw))
        .map(|world| {
            (
                value(&scenario, &world, "funding.growth", 2024),
                value(&scenario, &world, "funding.share", 2024),
            )
        })
        .collect();
    let rank = |of: fn(&(f64, f64)) -> f64| {
        let mut order: Vec<usize> = (0..draws.len()).collect();
        order.sort_by(|a, b| of(&draws[*a]).total_cmp(&of(&draws[*b])));
        let mut ranks = vec![0.0; draws.len()];
        order
            .iter()
            .enumerate()
            .for_each(|(rank, index)| ranks[*index] = rank as f64 / draws.len() as f64 - 0.5);
        ranks
    };
    let (x, y) = (rank(|pair| pair.0), rank(|pair| pair.1));
    let spearman = 12.0 * x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / draws.len() as f64;
    assert!((spearman + 0.7).abs() < 0.03, "{spearman}");
}

#[test]
fn who_writes_3_for_three_per_cent_is_told_how_it_is_written_and_who_writes_300_is_not() {
    let told = |value: &str| {
        build(&format!("[funding]\ngrowth = {value}\n"))
            .unwrap_err()
            .to_string()
    };
    assert!(told("3").contains("for 3 per cent write \"3%\""), "{}", told("3"));
    assert!(!told("300").contains("per cent write"), "{}", told("300"));
}

#[test]
fn every_problem_is_reported_with_its_line_and_what_was_allowed() {
    let text = r#"
startyear = 3
[social_care.charging]
uper_limit = 3
scheme = "free_personal_car"
in_force = "yes"
[funding]
growth = 0.9
share = "18 weeks"
wait = { normal = { mean = 0, sd = 1 } }
half_a = { value = 0.2, uniform = { low = 0, high = 1 } }
half_b = { value = 0.2, confidence = "sure", sorce = "x" }
[nonsense]
a = 1
"#;
    let problems = build(text).unwrap_err();
    let shown = problems.to_string();
    for (line, part) in [
        (3, "startyear"),
        (5, "did you mean `social_care.charging.upper_limit`?"),
        (6, "did you mean `free_personal_care`?"),
        (7, "expected true or false"),
        (9, "0.9 is outside -0.2 to 0.2 [per year]"),
        (10, "\"18 weeks\" is in the wrong unit"),
        (11, "of this distribution lies outside 0 to 104 [weeks]"),
        (12, "`value` and `uniform`"),
        (13, "did you mean `source`?"),
        (13, "one of verified"),
        (14, "nonsense"),
    ] {
        assert!(
            shown
                .lines()
                .any(|text| text.contains(&format!("top.toml:{line}:")) && text.contains(part)),
            "{part}\n{shown}"
        );
    }
    let rendered = problems.render(false);
    assert!(
        rendered.contains("uper_limit = 3") && !rendered.contains('\u{1b}'),
        "{rendered}"
    );
    assert!(problems.render(true).contains('\u{1b}'));
}

#[test]
fn an_incomplete_file_says_every_lever_that_is_missing() {
    let problems = Scenario::from_text("x.toml", "title = \"x\"", &[], &catalogue()).unwrap_err();
    assert_eq!(problems.0.len(), catalogue().len(), "{problems}");
}

#[test]
fn programmes_are_read_merged_and_sampled() {
    let text = r#"
[programme_defaults]
fidelity = { beta = { a = 8, b = 2 } }
cashable = 0.3
[programme.falls]
title = "Falls prevention"
eligible = { min_age = 65, sexes = ["female"], fifths = [1, 2], min_dependency = "low" }
coverage = "40%"
start_year = 2026
ramp_years = 2
cost_per_person = "£120"
cost_total = "£1.5bn"
payer = "public_health"
effects = { emergency_admission = { interval = { p10 = 0.7, p50 = 0.8, p90 = 0.95 }, lag_years = 1, fade = 0.1, source = "a review" }, care_home_entry = "-5%" }
"#;
    let scenario = build(text).unwrap();
    let programme = &scenario.central().programmes[0];
    assert_eq!(
        (programme.coverage, programme.cost_per_person, programme.cost_total),
        (0.4, 120.0, 1500.0)
    );
    assert_eq!(programme.eligible.fifths, [true, true, false, false, false]);
    assert_eq!(programme.eligible.min_dependency, 1);
    assert_eq!(programme.effects.len(), 2);
    assert_eq!((programme.effects[0].size, programme.effects[0].lag_years), (0.8, 1.0));
    assert!((programme.effects[1].size - 0.95).abs() < 1e-12);
    let draw = |draw| scenario.world(&Sampler::plain(1), draw).programmes[0].fidelity;
    assert_ne!(draw(0), draw(1));
    let bad = text
        .replace("emergency_admission", "emergency_admision")
        .replace("\"public_health\"", "\"them\"")
        .replace("40%", "140%");
    assert_eq!(build(&bad).unwrap_err().0.len(), 3);
}

#[test]
fn a_hash_ignores_the_order_of_keys_and_sees_every_value() {
    let a = build("[funding]\nwait = 5\nhalf_a = 0.1").unwrap();
    let b = build("# another order\n[funding]\nhalf_a = 0.1\nwait = \"5 weeks\"").unwrap();
    let c = build("[funding]\nwait = 6\nhalf_a = 0.1").unwrap();
    assert_eq!(a.hash(), b.hash());
    assert_ne!(a.hash(), c.hash());
}

#[test]
fn evidence_alone_leaves_the_value_beneath() {
    let scenario = build("[funding]\nwait = { note = \"checked again\" }\ngrowth = 0.01").unwrap();
    let find = |key: &str| scenario.assumptions().iter().find(|a| a.key == key).unwrap();
    assert_eq!(
        (find("funding.wait").number, find("funding.wait").evidence("note")),
        (Some(18.0), "checked again")
    );
    assert_eq!(
        find("funding.growth").evidence("source"),
        "",
        "a new value does not inherit the old one's source"
    );
}

#[test]
fn a_value_on_the_command_line_wins_and_is_checked_like_any_other() {
    let catalogue = catalogue();
    let load = |set: &[&str]| {
        let set: Vec<String> = set.iter().map(|text| text.to_string()).collect();
        Scenario::from_text("base.toml", BASE, &set, &catalogue)
    };
    let scenario = load(&["funding.wait=9 weeks", "social_care.charging.scheme=cap"]).unwrap();
    assert_eq!(value(&scenario, &scenario.central(), "funding.wait", 2024), 9.0);
    // What is done begins after the base year; what is believed held in it.
    let scheme = |year| value(&scenario, &scenario.central(), "social_care.charging.scheme", year);
    assert_eq!((scheme(2024), scheme(2025), scheme(2040)), (0.0, 2.0, 2.0));
    let later = load(&["social_care.charging.scheme=cap@2027"]).unwrap();
    let scheme = |year| value(&later, &later.central(), "social_care.charging.scheme", year);
    assert_eq!((scheme(2026), scheme(2027)), (0.0, 2.0));
    assert_eq!(
        (scenario.name.as_str(), scenario.title.as_str()),
        ("base", "Smallshire")
    );
    // A financial year is its first; what begins like a year and is none is no part of the value.
    let financial = load(&["social_care.charging.scheme=cap@2027/28"]).unwrap();
    let scheme = |year| value(&financial, &financial.central(), "social_care.charging.scheme", year);
    assert_eq!((scheme(2026), scheme(2027)), (0.0, 2.0));
    for year in ["2027/29", "27", "2027-08"] {
        let told = load(&[&format!("social_care.charging.scheme=cap@{year}")]).unwrap_err();
        assert!(told.to_string().contains("a year after the `@`"), "{told}");
    }
    let problems = load(&["funding.wait=9 years", "funding.wat=3", "nothing"]).unwrap_err();
    assert_eq!(problems.0.len(), 3, "{problems}");
}

#[test]
fn a_mixture_and_discrete_values_are_sampled() {
    let text = "[funding]\nwait = { mixture = [{ weight = 0.25, value = 0 }, { weight = 0.75, uniform = { low = 10, high = 20 } }] }\n\
        half_a = { discrete = { values = [0.2, 0.4], weights = [0.9, 0.1] } }";
    let scenario = build(text).unwrap();
    let at = |u: f64, key| {
        value(
            &scenario,
            &scenario.world_at(&vec![u; scenario.uncertain().len()]),
            key,
            2024,
        )
    };
    assert!(at(0.2, "funding.wait").abs() < 1e-9 && (at(0.625, "funding.wait") - 15.0).abs() < 1e-9);
    assert_eq!((at(0.5, "funding.half_a"), at(0.95, "funding.half_a")), (0.2, 0.4));
}

#[test]
fn an_interval_near_a_bound_keeps_its_quantiles_and_says_how() {
    for (text, quantiles) in [
        ("p10 = 0.02, p50 = 0.05, p90 = 0.6", [0.02, 0.05, 0.6]),
        ("p10 = 0.0, p50 = 0.1, p90 = 0.3", [0.0, 0.1, 0.3]),
        ("p10 = 0.9, p50 = 0.99, p90 = 1.0", [0.9, 0.99, 1.0]),
        ("p10 = 0.1, p50 = 0.1, p90 = 0.3", [0.1, 0.1, 0.3]),
    ] {
        let scenario = build(&format!("[funding]\nshare = {{ interval = {{ {text} }} }}")).unwrap();
        let share = scenario
            .assumptions()
            .iter()
            .find(|a| a.key == "funding.share")
            .unwrap();
        assert!(share.remark.is_some(), "{text}");
        for (u, wanted) in [0.1, 0.5, 0.9].into_iter().zip(quantiles) {
            assert!(
                (share.quantile(u).unwrap() - wanted).abs() < 1e-9,
                "{text} {u} {:?}",
                share.quantile(u)
            );
        }
    }
}

#[test]
fn a_little_mass_outside_is_cut_with_a_remark_and_more_is_refused() {
    let scenario = build("[funding]\nshare = { normal = { mean = 0.4, sd = 0.125 } }").unwrap();
    let share = scenario
        .assumptions()
        .iter()
        .find(|a| a.key == "funding.share")
        .unwrap();
    assert!(share.remark.as_ref().unwrap().contains("cut away"));
    assert!(build("[funding]\nshare = { normal = { mean = 0.4, sd = 0.3 } }").is_err());
    assert!(build("[funding]\nshare = { normal = { mean = 0.4, sd = 0.3, low = 0, high = 1 } }").is_ok());
}

#[test]
fn a_pair_has_one_correlation_in_a_file_and_that_of_the_file_above_holds() {
    let pair = |between: &str, rank: f64| format!("[[correlation]]\nbetween = [{between}]\nrank = {rank}\n");
    let (one, turned) = (
        "\"funding.growth\", \"funding.share\"",
        "\"funding.share\", \"funding.growth\"",
    );
    let problems = build(&(pair(one, 0.9) + &pair(turned, 0.1))).unwrap_err().to_string();
    assert!(
        problems.contains("says 0.1 of funding.share and funding.growth") && problems.contains("says 0.9"),
        "{problems}"
    );
    build(&(pair(one, 0.5) + &pair(turned, 0.5))).expect("the same twice");
}

#[test]
fn an_override_that_would_change_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("base.toml"), BASE).unwrap();
    let name = folder.path().join("base.toml").display().to_string();
    for key in ["extends", "description"] {
        let set = [format!("{key}=other.toml")];
        let problems = Scenario::load(&name, &set, &catalogue()).unwrap_err().to_string();
        assert!(
            problems.contains(&format!("`--set {key}=…` changes nothing")),
            "{problems}"
        );
    }
    Scenario::load(&name, &["title=Mine".to_owned()], &catalogue()).expect("a title is printed");
}

#[test]
fn correlations_that_contradict_one_another_are_refused_by_name() {
    let text = "[funding]\nwait = { uniform = { low = 1, high = 2 } }\n".to_string()
        + &[
            ("growth", "share", 0.95),
            ("share", "wait", 0.95),
            ("growth", "wait", -0.95),
        ]
        .map(|(a, b, rank)| format!("[[correlation]]\nbetween = [\"funding.{a}\", \"funding.{b}\"]\nrank = {rank}\n"))
        .concat();
    let problems = build(&text).unwrap_err();
    assert!(
        problems
            .to_string()
            .contains("funding.growth, funding.share, funding.wait"),
        "{problems}"
    );
}

#[test]
fn differences_name_what_changed_and_nothing_else() {
    let changed = build("[funding]\nwait = { value = \"9 weeks\", start_year = 2026 }\nhalf_a = \"50%\"").unwrap();
    let found = difference(&base(), &changed);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].second.as_deref(), Some("\"18 weeks\"; from 2026: \"9 weeks\""));
}

#[test]
fn the_values_of_a_year_need_no_memory_beyond_the_list() {
    let scenario = build("[funding]\nwait = { value = 9, start_year = 2026, ramp_years = 3 }").unwrap();
    let world = scenario.world(&Sampler::plain(1), 0);
    let mut out = Vec::with_capacity(catalogue().len());
    let address = out.as_ptr();
    (2024..2050).for_each(|year| world.values(Year(year), &mut out));
    assert_eq!(out.as_ptr(), address);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Err(problems) = Scenario::from_bytes("x.toml", &bytes, &catalogue()) {
            problems.render(true);
        }
    }
    #[test]
    fn no_text_of_likely_pieces_makes_it_panic(pieces in proptest::collection::vec(prop_oneof![
        Just("[funding]\n"), Just("growth"), Just(" = "), Just("{ "), Just(" }"), Just("normal"), Just("mean"), Just("interval"),
        Just("p10"), Just("p50"), Just("p90"), Just(", "), Just("0"), Just("-1e300"), Just("1e-300"), Just("\"£5m\""), Just("\"−3%\""),
        Just("\n"), Just("[[shares]]\n"), Just("keys"), Just("[\"funding.half_a\"]"), Just("by_year"), Just("2024"), Just("start_year"),
        Just("mixture"), Just("["), Just("]"), Just("[programme.x]\n"), Just("effects"), Just("extends"), Just("\"x.toml\""), Just("é£"),
    ], 0..30)) {
        if let Err(problems) = Scenario::from_bytes("x.toml", pieces.concat().as_bytes(), &catalogue()) {
            problems.render(false);
        }
    }
    #[test]
    fn no_parameters_make_a_distribution_panic_or_leave_its_bounds(
        word in 0..7usize, a in -2.0..2.0f64, b in -2.0..2.0f64, c in -2.0..2.0f64, u in 0.0..1.0f64,
    ) {
        let text = [
            format!("normal = {{ mean = {a}, sd = {b}, low = 0, high = 1 }}"),
            format!("interval = {{ p10 = {a}, p50 = {b}, p90 = {c} }}"),
            format!("interval = {{ low = {a}, high = {b} }}"),
            format!("beta = {{ mean = {a}, sd = {b} }}"),
            format!("gamma = {{ mean = {a}, sd = {b}, high = 1 }}"),
            format!("lognormal = {{ mu = {a}, sigma = {b}, high = 1 }}"),
            format!("pert = {{ low = {a}, mode = {b}, high = {c} }}"),
        ][word].clone();
        if let Ok(scenario) = build(&format!("[funding]\nshare = {{ {text} }}")) {
            let world = scenario.world_at(&vec![u; scenario.uncertain().len()]);
            let share = value(&scenario, &world, "funding.share", 2024);
            prop_assert!((0.0..=1.0).contains(&share), "{text} {u} {share}");
        }
    }
}

#[test]
fn an_effect_is_read_shrunk_or_as_published_and_says_what_it_lacks() {
    let effect = "[funding]\ngrowth = { normal = { mean = -0.08, sd = 0.01 }, no_effect = 0, evidence = \"G01\" }";
    let about = |text: &str| {
        let scenario = build(text).unwrap_or_else(|problems| panic!("{problems}"));
        let one = scenario.assumptions().iter().find(|one| one.key == "funding.growth");
        one.unwrap().clone()
    };
    let shrunk = about(effect);
    let (weight, no_effect) = shrunk.backing.effect.as_ref().map(|e| (e.weight, e.no_effect)).unwrap();
    assert_eq!((weight, no_effect), (0.3, 0.0));
    // Three tenths of the weight lie on the point that means no effect, above all of the rest.
    assert_eq!(shrunk.quantile(0.75), Some(0.0));
    assert!((shrunk.quantile(0.35).unwrap() + 0.08).abs() < 1e-9);
    let published = about(&format!("{effect}\n[evidence]\nreading = \"as_published\""));
    assert!((published.quantile(0.5).unwrap() + 0.08).abs() < 1e-12);
    let heavier = about(&format!("{effect}\n[evidence.shrink]\nquasi_experiment = 1"));
    assert_eq!((heavier.number, heavier.distribution), (Some(0.0), None));

    for (text, said) in [
        (
            "[funding]\ngrowth = { value = 0.1, no_effect = 0 }",
            "`funding.growth.design` is not set",
        ),
        ("[funding]\ngrowth = { value = 0.1, no_effect = 3 }", "outside"),
        (
            "[funding]\ngrowth = { value = 0.1, evidence = \"G0I\" }",
            "did you mean `G01`",
        ),
        (
            "[funding]\ngrowth = { value = 0.1, alternatives = { A05 = 0.1 } }",
            "one or the other",
        ),
        (
            "[funding]\ngrowth = { alternatives = { A05 = 0.1, G01 = 0.2 } }",
            "not a row of evidence in one group",
        ),
        (
            "[funding]\ngrowth = { value = 0.1, claims = { G01 = 0.2 } }",
            "claim = true",
        ),
        ("[evidence]\nreeding = \"shrunk\"", "did you mean `reading`"),
        ("[evidence.shrink]\ntrial = 2", "a weight from 0 to 1"),
        ("[evidence]\nclaims = 3", "an array of ids"),
    ] {
        let problems = build(text).expect_err(text).to_string();
        assert!(problems.contains(said), "{text}: {problems}");
    }
}

#[test]
fn switching_off_a_programme_that_no_file_has_is_an_unknown_name() {
    let problems =
        build("[programme.tipo]\nenabled = false\n[programme.typo]\ncoverage = 0.5\ncost_total = 3\npayer = \"tax\"\nfidelity = 1\ncashable = 0\n").unwrap_err();
    let told = problems.to_string();
    assert!(
        problems.0.len() == 1 && told.contains("programme.tipo") && told.contains("typo"),
        "{told}"
    );
}

#[test]
fn years_of_a_section_that_sets_nothing_are_refused() {
    let problems = build("[funding]\nstart_year = 2030\n").unwrap_err();
    assert!(problems.to_string().contains("it sets nothing"), "{problems}");
    assert!(build("[funding]\nstart_year = 2030\nwait = 9\n").is_ok());
}
