//! A choice always counts: a policy set without a year is a reform of what stands, as the same policy with a year is.

use std::fs;

use carepool::scenario::Scenario;
use carepool::world::Year;

use crate::runs::{CATALOGUE, Run, draws, england, load, lockstep};

/// England as it is, and with each of these set, in the same draws.
fn against_england(sets: &[&str]) -> Vec<Run> {
    let alone = std::iter::once(england(&[])).chain(sets.iter().map(|set| england(&[set])));
    draws(&lockstep(alone), 4, 800, 6)
}

/// Mean of a measure in 2029 less England's: the first six years.
fn effect(changed: &Run, england: &Run, measure: &str) -> f64 {
    let mean = |run: &Run| run.iter().map(|years| years[5].all(measure)).sum::<f64>() / run.len() as f64;
    mean(changed) - mean(england)
}

#[test]
fn a_law_without_a_year_costs_what_it_costs_with_one() {
    for (key, value) in [
        ("social_care.charging.scheme", "free_personal_care"),
        ("social_care.charging.personal_expenses_allowance", "60.15"),
    ] {
        let (plain, dated) = (format!("{key}={value}"), format!("{key}={value}@2026"));
        let runs = against_england(&[&plain, &dated]);
        let plain = effect(&runs[1], &runs[0], "cost_public");
        let dated = effect(&runs[2], &runs[0], "cost_public");
        assert!(plain > 50.0, "{key}: £{plain} m, with a year £{dated} m");
        assert!(
            (plain / dated - 1.0).abs() < 0.25,
            "{key}: £{plain} m, with a year £{dated} m"
        );
    }
}

#[test]
fn a_choice_leaves_the_base_year_as_it_is() {
    let sets = [
        "social_care.charging.scheme=free_personal_care",
        "economy.closure=standards",
        "services.social_care.eligible_low=0.4",
        "workforce.pay_uplift=5%",
    ];
    let runs = against_england(&sets);
    for (set, changed) in sets.iter().zip(&runs[1..]) {
        for (one, other) in runs[0].iter().zip(changed) {
            // What is not defined is no number, and the same all the same.
            let same = |year: usize| format!("{:?}", one[year].record) == format!("{:?}", other[year].record);
            assert!(same(0), "{set}: the base year differs");
            assert!(!same(1), "{set}: nothing happens");
        }
    }
}

/// A scenario over England with this text below its head.
fn mine(text: &str) -> Scenario {
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("mine.toml");
    fs::write(&path, format!("title = \"Mine\"\nextends = \"england.toml\"\n{text}")).expect("written");
    Scenario::load(path.to_str().expect("a path"), &[], &CATALOGUE).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn years_of_a_path_begin_with_the_first_that_is_named() {
    let scenario = mine("[funding.nhs]\naddition = { by_year = { 2026 = \"£1bn\", 2028 = \"£3bn\" } }\n");
    let at = CATALOGUE.index("funding.nhs.addition").expect("a lever");
    let told: Vec<f64> = (2024..=2029)
        .map(|year| {
            let mut values = Vec::new();
            scenario.central().values(Year(year), &mut values);
            values[at]
        })
        .collect();
    assert_eq!(
        told,
        [0.0, 0.0, 1000.0, 2000.0, 3000.0, 3000.0],
        "nothing in a year that nobody named"
    );
}

#[test]
fn money_that_goes_into_a_service_does_not_buy_the_programme_too() {
    let programme = |more: &str| {
        mine(&format!(
            "[programme.visits]\ncoverage = 0.1\nfidelity = 1\ncashable = 0\npayer = \"nhs\"\ncost_per_person = 250\n{more}"
        ))
    };
    let effects = "[programme.visits.effects]\nemergency_admission = 0.9\n";
    let (into, both) = (
        programme("into = \"planned_admitted\"\n"),
        programme(&format!("into = \"planned_admitted\"\n{effects}")),
    );
    assert_eq!(programme(effects).programmes()[0].effects.len(), 1);
    assert!(both.programmes()[0].effects.is_empty(), "one pound buys one thing");
    assert_eq!(into.programmes(), both.programmes());
    assert!(into.notes(Year(2034)).is_empty());
    let said = both.notes(Year(2034)).join("\n");
    assert!(
        said.contains("goes to planned_admitted instead") && said.contains("do not act"),
        "{said}"
    );
}

#[test]
fn a_reform_dated_to_the_base_year_is_told_to_be_fitted_away() {
    let scenario = mine("[funding.nhs]\naddition = { value = \"£3bn\", start_year = 2024 }\n");
    let said = scenario.notes(Year(2034)).join("\n");
    assert!(
        said.contains("funding.nhs.addition begins in 2024, the base year"),
        "{said}"
    );
}

#[test]
fn a_programme_dated_to_the_base_year_is_refused_since_no_fit_can_hold_it() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("mine.toml");
    let load = |year: &str| {
        let text = format!(
            "extends = \"england.toml\"\n[programme.visits]\ncoverage = 0.3\ncost_total = 500\npayer = \"nhs\"\nfidelity = 1\ncashable = 0\n\
             eligible = {{ min_age = 75 }}\n{year}\n[programme.visits.effects]\nemergency_admission = 0.9\n"
        );
        fs::write(&path, text).expect("writes");
        Scenario::load(&path.display().to_string(), &[], &CATALOGUE)
    };
    for year in ["start_year = 2024", "start_year = 2019"] {
        let error = load(year).expect_err("refused").to_string();
        assert!(
            error.contains("mine.toml:2") && error.contains("2025 or later"),
            "{error}"
        );
    }
    for year in ["start_year = 2025", ""] {
        assert!(load(year).is_ok(), "{year}: {:?}", load(year).err());
    }
}

#[test]
fn money_that_was_there_already_changes_nothing_while_it_lasts() {
    let already = mine("[funding.nhs]\naddition = { value = \"£10bn\", already = true }\n");
    let runs = draws(&lockstep([england(&[]), already]), 2, 400, 3);
    for (one, other) in runs[0].iter().zip(&runs[1]) {
        for year in 0..3 {
            assert_eq!(
                format!("{:?}", one[year].record),
                format!("{:?}", other[year].record),
                "{year}"
            );
        }
    }
}

#[test]
fn a_file_that_says_it_was_already_so_is_taken_at_its_word() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("mine.toml");
    let text = "extends = \"england.toml\"\n[social_care.charging]\nscheme = { value = \"free_personal_care\", already = true }\n";
    fs::write(&path, text).expect("writes");
    let mine = Scenario::load(&path.display().to_string(), &[], &CATALOGUE).expect("sound");
    let set = england(&["social_care.charging.scheme=free_personal_care"]);
    let at = |scenario: &Scenario, year: u16| {
        let mut values = Vec::new();
        scenario.central().values(Year(year), &mut values);
        values[CATALOGUE.index("social_care.charging.scheme").expect("there")]
    };
    assert!(at(&mine, 2024) == at(&set, 2025) && at(&mine, 2024) != at(&set, 2024));
}

#[test]
fn what_a_file_ties_and_settles_itself_is_told_and_what_a_file_beneath_ties_is_not() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("mine.toml");
    let settled = "\n[services.non_demographic_growth]\ncare_home = 0.01\n";
    let notes = |head: &str| {
        fs::write(&path, format!("extends = \"england.toml\"\n{head}{settled}")).expect("writes");
        let mine = Scenario::load(&path.display().to_string(), &[], &CATALOGUE).expect("sound");
        mine.notes(Year(2039))
    };
    assert_eq!(notes(""), Vec::<String>::new());
    let tied = notes(
        "correlation = [{ between = [\"services.non_demographic_growth.care_home\", \"people.net_migration\"], rank = 0.5 }]",
    );
    assert!(
        tied.len() == 1 && tied[0].contains("mine.toml:2") && tied[0].contains("does nothing here"),
        "{tied:?}"
    );
}

#[test]
fn nothing_is_told_of_a_shipped_scenario() {
    for name in carepool::scenario::layers::shipped() {
        assert_eq!(load(&name, &[]).notes(Year(2039)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn growth_set_for_years_with_published_plans_is_told_to_act_after_them_only() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let run = |more: &[&str], out: &str| {
        let small = ["--draws", "2", "--people", "200", "--no-png", "--out", out];
        let output = crate::cli::carepool(folder.path())
            .arg("run")
            .args(more)
            .args(small)
            .output()
            .expect("runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).expect("words")
    };
    let set = "funding.nhs.real_growth=5%";
    let said = run(&["england", "--set", set, "--years", "8"], "long");
    assert!(
        said.contains("funding.nhs.real_growth acts from 2029 only") && said.contains("until 2028 the published plans"),
        "{said}"
    );
    let said = run(&["england", "--set", set, "--years", "3"], "short");
    assert!(
        said.contains("funding.nhs.real_growth acts in no year of this run"),
        "{said}"
    );
    let free = ["--set", "funding.nhs.follow_published=false"];
    let said = run(
        &[&["england", "--set", set, "--years", "3"][..], &free].concat(),
        "free",
    );
    assert!(!said.contains("real_growth acts"), "{said}");
    let text = "extends = \"england.toml\"\n[funding.nhs]\nreal_growth = { value = 0.05, source = \"ours\", confidence = \"judgement\" }\n";
    fs::write(folder.path().join("mine.toml"), text).expect("writes");
    let said = run(&["mine.toml", "--years", "3"], "file");
    assert!(said.contains("mine: funding.nhs.real_growth acts in no year"), "{said}");
}

#[test]
fn runs_that_believe_different_things_are_not_compared_without_a_word() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let run = |more: &[&str], out: &str| {
        let small = [
            "--draws", "2", "--people", "200", "--years", "2", "--no-png", "--out", out,
        ];
        crate::cli::stdout(crate::cli::carepool(folder.path()).arg("run").args(more).args(small));
    };
    run(&["england"], "plain");
    run(&["england", "--assume", "market"], "believed");
    run(&["free-personal-care"], "policy");
    let compare =
        |other: &str| crate::cli::stdout(crate::cli::carepool(folder.path()).args(["compare", "plain", other]));
    let said = compare("believed");
    assert!(
        said.contains("assume different things") && said.contains("believed (--assume market)"),
        "{said}"
    );
    assert!(!compare("policy").contains("assume different things"));
    // Nor are runs of which one was made with something else done.
    run(&["england", "--set", "funding.nhs.addition=£1bn"], "more");
    let said = compare("more");
    assert!(
        said.contains("made with other settings") && said.contains("more --set funding.nhs.addition=£1bn"),
        "{said}"
    );
    assert!(!compare("policy").contains("made with other settings"));
}

#[test]
fn check_tells_of_growth_that_acts_after_the_published_plans_only_as_a_run_does() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let check = |text: &str, more: &[&str]| {
        std::fs::write(folder.path().join("mine.toml"), text).expect("writes");
        let output = crate::cli::carepool(folder.path())
            .args(["check", "mine.toml"])
            .args(more)
            .output()
            .expect("runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("words")
    };
    let plain = "title = \"Mine\"\nextends = \"england.toml\"\n";
    let more = format!("{plain}[funding.nhs]\nreal_growth = 0.05\n");
    let late = "funding.nhs.real_growth acts from 2029 only";
    assert!(check(&more, &[]).contains(late));
    assert!(check(plain, &["--set", "funding.nhs.real_growth=5%"]).contains(late));
    assert!(!check(plain, &[]).contains("acts from"));
    let free = format!("{more}follow_published = false\n");
    assert!(!check(&free, &[]).contains("acts from"));
}

#[test]
fn money_that_ends_leaves_the_debt_that_the_readme_tells_of_and_none_where_shares_stay_as_written() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("mine.toml");
    let text = "title = \"Mine\"\nextends = \"england.toml\"\n[funding.nhs]\naddition = { value = \"£10bn\", start_year = 2026, end_year = 2027 }\n";
    fs::write(&path, text).expect("writes");
    let later = |believed: &[&str]| {
        let sets: Vec<String> = believed.iter().map(|set| (*set).to_owned()).collect();
        let mine = Scenario::load(&path.display().to_string(), &sets, &CATALOGUE).expect("sound");
        let runs = draws(&lockstep([england(believed), mine]), 8, 300, 8);
        // Millions of pathways more than without the money, by year: the middle of the draws.
        [2027, 2029].map(|year: usize| {
            let at = year - 2024;
            let pairs = runs[1].iter().zip(&runs[0]);
            let mut each: Vec<f64> = pairs
                .map(|(one, other)| (one[at].all("waiting_list") - other[at].all("waiting_list")) / 1e6)
                .collect();
            each.sort_by(f64::total_cmp);
            f64::midpoint(each[3], each[4])
        })
    };
    let [during, after] = later(&[]);
    assert!((-2.8..-1.5).contains(&during), "some two millions fewer wait: {during}");
    assert!((0.2..1.2).contains(&after), "then some half a million more: {after}");
    let [during, after] = later(&[
        "balance_of_care.follows_waits=0",
        "balance_of_care.follows_unmet=0",
        "balance_of_care.idle_moved=0",
    ]);
    assert!(
        during < -1.5 && after < -0.2,
        "fewer wait for as long as the list needs to fill again: {during} {after}"
    );
}

#[test]
fn the_same_money_sooner_leaves_a_longer_list_later_by_what_stays_moved_and_by_nothing_else() {
    let from = |year: u16, believed: &[&str]| {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("mine.toml");
        let text = format!(
            "title = \"Mine\"\nextends = \"england.toml\"\n[funding.nhs]\naddition = {{ value = \"£10bn\", start_year = {year} }}\n"
        );
        fs::write(&path, text).expect("writes");
        let sets: Vec<String> = believed.iter().map(|set| (*set).to_owned()).collect();
        Scenario::load(&path.display().to_string(), &sets, &CATALOGUE).expect("sound")
    };
    let less = |believed: &[&str]| {
        let runs = draws(
            &lockstep([england(believed), from(2025, believed), from(2028, believed)]),
            24,
            300,
            7,
        );
        // Millions of pathways less than without the money: means over the draws of 2030, sooner and later.
        [1, 2].map(|world: usize| {
            let pairs = runs[0].iter().zip(&runs[world]);
            let each = pairs.map(|(one, other)| (one[6].all("waiting_list") - other[6].all("waiting_list")) / 1e6);
            each.sum::<f64>() / 24.0
        })
    };
    let [sooner, later] = less(&[]);
    assert!(later > 1.05 * sooner, "{sooner} {later}");
    let [sooner, later] = less(&["balance_of_care.follows_waits_for_good=0"]);
    assert!((later / sooner - 1.0).abs() < 0.05, "{sooner} {later}");
}

#[test]
fn limits_beside_a_cap_that_has_its_own_and_particulars_of_a_law_that_is_not_in_force_are_told_to_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let text = format!("title = \"{name}\"\nextends = \"england.toml\"\n[social_care.charging]\n{text}");
        fs::write(folder.path().join(format!("{name}.toml")), text).expect("writes");
    };
    let capped = "scheme = { value = \"cap_2014\", start_year = 2027 }\n";
    write("capped", capped);
    let limit = "upper_limit_care_home = { value = 50000, start_year = 2027 }\n";
    write("both", &format!("{capped}{limit}"));
    write("limit", limit);
    write("before", &format!("{capped}{}", limit.replace("2027", "2026")));
    write(
        "its-own",
        &format!("{capped}cap_2014.upper_limit_care_home = {{ value = 200000, start_year = 2027 }}\n"),
    );
    write("other", "cap_2014.cap = { value = 50000, start_year = 2027 }\n");
    let said = |arguments: &[&str]| {
        let output = crate::cli::carepool(folder.path())
            .args(arguments)
            .output()
            .expect("runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8([output.stdout, output.stderr].concat()).expect("words")
    };
    let both = "social_care.charging.upper_limit_care_home changes nothing here: under `cap_2014` it is \
                social_care.charging.cap_2014.upper_limit_care_home that counts";
    let other =
        "social_care.charging.cap_2014.cap changes nothing here: the law in force, `means_test`, does not ask for it";
    for (name, told) in [
        ("both", Some(both)),
        ("other", Some(other)),
        ("capped", None),
        ("limit", None),
        ("before", None),
        ("its-own", None),
    ] {
        let found = said(&["check", &format!("{name}.toml")]);
        assert_eq!(
            found.contains("changes nothing here"),
            told.is_some(),
            "{name}: {found}"
        );
        assert!(told.is_none_or(|told| found.contains(told)), "{name}: {found}");
    }
    let small = ["--draws", "2", "--people", "200", "--years", "5", "--no-png"];
    let run = |first: &str, second: &str| {
        let out = format!("{first}-{second}");
        said(&[&["run", first, second, "--out", &out][..], &small].concat())
    };
    let found = run("capped.toml", "both.toml");
    assert!(found.contains(both), "{found}");
    assert!(
        found.contains("every measure is the same in every draw and year"),
        "{found}"
    );
    let found = run("england", "limit.toml");
    assert!(
        !found.contains("changes nothing here") && !found.contains("is the same in every draw"),
        "{found}"
    );
}

#[test]
fn of_two_levers_about_who_pays_for_care_neither_is_left_without_effect_by_the_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |arguments: &[&str]| {
        let output = crate::cli::carepool(folder.path())
            .args(arguments)
            .output()
            .expect("runs");
        let words = |bytes| String::from_utf8(bytes).expect("words");
        (output.status.success(), words(output.stdout), words(output.stderr))
    };
    let levers = ["cap-on-care-costs", "means-test", "free-personal-care"];
    let (mut written, mut refused) = (0, 0);
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        for at in 0..9 {
            let moved = [
                format!("{}={}", levers[one], at / 3 + 1),
                format!("{}={}", levers[other], at % 3 + 1),
            ];
            let (fine, file, error) = said(&["levers", &moved[0], &moved[1]]);
            if !fine {
                assert!(
                    error.contains("both decide social_care.charging."),
                    "{moved:?}: {error}"
                );
                refused += 1;
                continue;
            }
            written += 1;
            fs::write(folder.path().join("moved.toml"), file).expect("writes");
            let (fine, out, error) = said(&["check", "moved.toml"]);
            assert!(fine && !(out + &error).contains("changes nothing here"), "{moved:?}");
        }
    }
    // A cap beside either of the others is refused; limits beside free care still decide about board and lodging.
    assert_eq!((written, refused), (9, 18));
}

#[test]
fn what_students_write_is_told_in_the_words_that_mend_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |text: &str| {
        let text = format!("title = \"Mine\"\nextends = \"england.toml\"\n{text}");
        fs::write(folder.path().join("mine.toml"), text).expect("writes");
        let output = crate::cli::carepool(folder.path())
            .args(["check", "mine.toml"])
            .output()
            .expect("runs");
        String::from_utf8([output.stdout, output.stderr].concat()).expect("words")
    };
    let programme = |coverage: &str, effect: &str| {
        format!(
            "[programme.x]\ntitle = \"x\"\neligible = {{ min_age = 65 }}\n{coverage}\ncost_per_person = 10\npayer = \"public_health\"\n\
             fidelity = 1\ncashable = 0\n[programme.x.effects]\nemergency_admission = {effect}\n"
        )
    };
    let pay = |path: &str| format!("[workforce.care]\npay_uplift = {{ value = \"10%\", {path} }}\n");
    let unfinished = "before its `ramp_years` are over: it reaches 40% of what is written and no more";
    for (text, told) in [
        (pay("start_year = 2026, ramp_years = 10, end_year = 2029"), unfinished),
        (
            programme(
                "coverage = 0.3\nstart_year = 2026\nramp_years = 5\nend_year = 2027",
                "0.9",
            ),
            "programme.x ends in 2027, before its `ramp_years` are over: it reaches 40%",
        ),
        (
            programme("coverage = 0.3\nstart_year = 2026", "1"),
            "programme.x changes nothing for those whom it reaches",
        ),
        (pay("start_year = \"2026/27\""), "such as 2026 for 2026/27"),
        (
            "[funding.nhs]\naddition = { by_year = { \"2026/27\" = \"£1bn\" } }\n".to_string(),
            "`2026/27` is not a year, such as 2026 for 2026/27",
        ),
        (
            "[funding.NHS]\nreal_growth = \"4%\"\n".to_string(),
            "did you mean `funding.nhs",
        ),
        (
            programme("coverage = 0.3\nstart_year = 2026", "\"7% less\""),
            "a change or a ratio: `\"-7%\"`, `0.93` or `\"×0.93\"` for 7% less",
        ),
    ] {
        let found = said(&text);
        assert!(found.contains(told), "{text}: {found}");
    }
    fs::write(
        folder.path().join("beliefs.toml"),
        "extends = \"advocates/market.toml\"\n",
    )
    .expect("writes");
    let output = crate::cli::carepool(folder.path())
        .args(["check", "beliefs.toml"])
        .output()
        .expect("runs");
    let found = String::from_utf8([output.stdout, output.stderr].concat()).expect("words");
    assert!(
        found.contains("check england --assume") && found.len() < 1000,
        "{found}"
    );
    let whole = said(&pay("start_year = 2026, ramp_years = 4, end_year = 2029"));
    assert!(!whole.contains("before its `ramp_years`"), "{whole}");
    let works = said(&programme("coverage = 0.3\nstart_year = 2026", "0.9"));
    assert!(!works.contains("changes nothing"), "{works}");
    let output = crate::cli::carepool(folder.path())
        .args(["diff", "england", "mine.toml"])
        .output()
        .expect("runs");
    let found = String::from_utf8(output.stdout).expect("words");
    assert!(
        found.contains("public_health") && !found.contains("PublicHealth"),
        "{found}"
    );
}

#[test]
fn what_is_uncertain_and_done_is_one_unknown_with_what_lies_beneath_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, format!("extends = \"england.toml\"\n{text}")).expect("writes");
        path.display().to_string()
    };
    let growth = |text: &str| format!("[funding.nhs]\nreal_growth = {text}\n[balance_of_care]\n");
    let load = |name: &str| Scenario::load(name, &[], &CATALOGUE).unwrap_or_else(|problems| panic!("{problems}"));
    let england = load("england.toml");
    let now = "{ truncated_normal = { high = 0.08, low = -0.02, mean = 0.027, sd = 0.006 } }";
    let hospital = "hospital_growth = { interval = { p10 = -0.0017, p50 = 0.0033, p90 = 0.0097 } }\n";
    let same = load(&write("same.toml", &(growth(now) + hospital)));
    let more = load(&write("more.toml", &growth(&now.replace("0.027", "0.03"))));
    let wider = load(&write("wider.toml", &growth(&now.replace("0.006", "0.012"))));
    let at = |scenario: &Scenario, draw: u64, key: &str| {
        let mut values = Vec::new();
        let world = scenario.world(&carepool::scenario::Sampler::plain(7), draw);
        world.values(Year(2032), &mut values);
        values[CATALOGUE.index(key).expect("a key")]
    };
    let key = "funding.nhs.real_growth";
    let mean = 0.027;
    for draw in 0..200 {
        for other in [key, "balance_of_care.hospital_growth"] {
            assert_eq!(
                at(&same, draw, other),
                at(&england, draw, other),
                "{other} in draw {draw}"
            );
        }
        let (then, now) = (at(&england, draw, key), at(&more, draw, key));
        assert!(now > then && now - then < 0.0032, "{then} {now}");
        // Twice as uncertain: twice as far from the middle, to the same side.
        let spread = at(&wider, draw, key) - mean;
        assert!(
            spread * (then - mean) >= 0.0 && spread.abs() >= (then - mean).abs() - 0.001,
            "{then} {spread}"
        );
    }
    let notes = same.notes(Year(2034));
    let told = |key: &str| {
        notes
            .iter()
            .any(|note| note.contains(key) && note.contains("it changes nothing"))
    };
    assert!(told(key) && told("balance_of_care.hospital_growth"), "{notes:?}");
    assert!(
        !more
            .notes(Year(2034))
            .iter()
            .any(|note| note.contains("it changes nothing"))
    );
}

/// What `check` tells of files, the last of which is asked about.
fn told_of(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let (name, _) = files.last().expect("a file");
    let output = crate::cli::carepool(folder.path())
        .args(["check", name])
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text)
        .expect("UTF-8")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn sums_that_cannot_be_what_was_meant_are_told_with_what_they_come_to() {
    let england = |money: &str| told_of(&[("mine.toml", &format!("extends = \"england.toml\"\n{money}"))]);
    // Three million in England are five pence a head; three billion need no word.
    let little = england("[funding.nhs]\naddition = 3\n");
    assert!(
        little.contains("is 3 million pounds a year at most") && little.contains("5."),
        "{little}"
    );
    let plain = england("[funding.nhs]\naddition = \"£3bn\"\n");
    assert!(!plain.contains("funding.nhs.addition"), "{plain}");
    let large = england("[funding.public_health]\naddition = \"£30bn\"\n");
    assert!(large.contains("is it in the unit that was meant?"), "{large}");
    // Where access is given, the money for it follows.
    let standards = england("[funding.nhs]\naddition = \"£5bn\"\n[economy]\nclosure = \"standards\"\n");
    assert!(
        standards.contains("a service with a standard gets what meeting it takes"),
        "{standards}"
    );
    let same = england("same_money_as = \"whole-person-care\"\n[funding.nhs]\naddition = \"£20bn\"\n");
    assert!(same.contains("decides no sum here"), "{same}");
    // Money for one service in a file beneath stays, and is there beside what comes on top.
    let twice = told_of(&[
        (
            "into.toml",
            "extends = \"england.toml\"\n[funding.nhs]\naddition = \"£3bn\"\ninto = \"planned_admitted\"\n",
        ),
        (
            "more.toml",
            "extends = \"into.toml\"\n[funding.nhs]\naddition = \"£5bn\"\n",
        ),
    ]);
    assert!(
        twice.contains("comes on top of funding.earmarked.planned_admitted"),
        "{twice}"
    );
    let apart = told_of(&[(
        "into.toml",
        "extends = \"england.toml\"\n[funding.nhs]\naddition = \"£3bn\"\ninto = \"planned_admitted\"\n",
    )]);
    assert!(!apart.contains("on top of"), "{apart}");
}

#[test]
fn values_of_one_lever_out_of_the_order_of_their_years_are_refused_by_check_and_diff_as_by_run() {
    let sets = ["--set", "pooling.share=10%@2030", "--set", "pooling.share=20%@2027"];
    for command in [
        &["check", "england"][..],
        &["diff", "england", "england"],
        &["explain", "pooling.share"],
    ] {
        let told = crate::cli::refused(command[0], &[&command[1..], &sets].concat());
        assert!(told.contains("would undo it"), "{command:?}: {told}");
    }
}

#[test]
fn a_programme_that_begins_with_a_base_year_of_ones_own_is_told_to_be_charged_in_it() {
    let file = |more: &str| {
        format!(
            "title = \"Own\"\nextends = \"england.toml\"\nstart_year = 2024\n[programme.visits]\ncoverage = 0.1\ncost_per_person = 100\n\
             payer = \"tax\"\nfidelity = 1\ncashable = 0\neligible = {{ min_age = 65 }}\n{more}[programme.visits.effects]\nemergency_admission = 0.95\n"
        )
    };
    for more in ["", "start_year = 2024\n"] {
        let told = told_of(&[("own.toml", &file(more))]);
        assert!(
            told.contains("programme.visits begins with the base year 2024"),
            "{told}"
        );
    }
    let told = told_of(&[("own.toml", &file("start_year = 2025\n"))]);
    assert!(!told.contains("begins with the base year"), "{told}");
}

#[test]
fn programmes_that_cost_more_than_there_is_in_the_purse_that_pays_for_them_stop_the_run() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let run = |payer: &str, per_person: u32, into: &str| {
        let text = format!(
            "title = \"Dear\"\nextends = \"england.toml\"\n[programme.dear]\ncoverage = 0.05\ncost_per_person = {per_person}\npayer = \"{payer}\"\n\
             fidelity = 1\ncashable = 0\neligible = {{ min_age = 65 }}\nstart_year = 2025\n{into}"
        );
        fs::write(folder.path().join("dear.toml"), text).expect("written");
        let words = [
            "run",
            "england",
            "dear.toml",
            "--draws",
            "1",
            "--people",
            "200",
            "--years",
            "3",
            "--no-png",
            "--overwrite",
            "--out",
            "out",
        ];
        let output = crate::cli::carepool(folder.path())
            .args(words)
            .output()
            .expect("it runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    // £8,000 for each of half a million people is £4.5bn, more than the grant of £3.8bn.
    for into in ["", "into = \"planned_admitted\"\n"] {
        let (code, told) = run("public_health", 9_000, into);
        assert!(
            code != Some(0) && told.contains("the public-health grant") && told.contains("`tax`"),
            "{told}"
        );
        assert_eq!(run("tax", 9_000, into).0, Some(0));
        assert_eq!(run("public_health", 300, into).0, Some(0));
    }
}

#[test]
fn a_programme_that_saves_saves_whoever_pays_for_it() {
    let text = |payer: &str, cost: i32| {
        format!(
            "[programme.saves]\ncoverage = 0.05\ncost_per_person = {cost}\npayer = \"{payer}\"\nfidelity = 1\ncashable = 0\n\
             eligible = {{ min_age = 65 }}\nstart_year = 2025\n"
        )
    };
    let measured = |payer: &str, measure: &str| {
        let plans = lockstep([mine(&text(payer, 0)), mine(&text(payer, -250))]);
        let found = draws(&plans, 1, 500, 4);
        found[1][0][3].all(measure) - found[0][0][3].all(measure)
    };
    // A twentieth of eleven million people of 65 and over, £250 each: some £140m.
    let saved = |change: f64| (-200.0..-100.0).contains(&change);
    for (payer, measure) in [
        ("tax", "cost_public"),
        ("tax", "cost_public_health"),
        ("tax", "tax_needed"),
        ("outside", "cost_outside"),
    ] {
        let change = measured(payer, measure);
        assert!(saved(change), "{payer}: {measure} changed by {change}");
    }
    // Money that an envelope has already buys something else there.
    assert!(measured("nhs", "cost_public").abs() < 5.0);
    assert!(measured("nhs", "waiting_list") < 0.0);
    assert!(measured("public_health", "three_conditions") < 0.0);
}

#[test]
fn effects_that_could_move_nothing_are_refused_and_those_on_all_say_so() {
    let file = |effect: &str, eligible: &str| {
        format!(
            "title = \"Own\"\nextends = \"england.toml\"\n[programme.visits]\ncoverage = 0.1\ncost_per_person = 100\npayer = \"tax\"\n\
             fidelity = 1\ncashable = 0\nstart_year = 2025\n{eligible}[programme.visits.effects]\n{effect}\n"
        )
    };
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("own.toml");
    for key in ["home_care", "care_home", "public_health"] {
        fs::write(&path, file(&format!("{key} = 0.5"), "")).expect("written");
        let error = Scenario::load(&path.display().to_string(), &[], &CATALOGUE)
            .expect_err(key)
            .to_string();
        assert!(
            error.contains("own.toml:11") && error.contains("dependency_onset"),
            "{error}"
        );
    }
    let old = "eligible = { min_age = 65 }\n";
    for key in ["staff_turnover", "care_turnover", "delayed_discharge", "unpaid_care"] {
        let effect = format!("{key} = 0.9");
        let told = told_of(&[("own.toml", &file(&effect, old))]);
        assert!(told.contains(&format!("acts on all of `{key}`")), "{told}");
        assert!(!told_of(&[("own.toml", &file(&effect, ""))]).contains("acts on all"));
    }
    assert!(!told_of(&[("own.toml", &file("births = 0.9", old))]).contains("acts on all"));
}

#[test]
fn money_paid_to_people_is_told_to_be_raised_as_tax_where_another_is_named_to_pay() {
    let file = |payer: &str| {
        format!(
            "title = \"Own\"\nextends = \"england.toml\"\n[programme.pays]\ncoverage = 0.1\ntransfer_per_person = \"£1000\"\npayer = \"{payer}\"\n\
             fidelity = 1\ncashable = 0\nstart_year = 2025\neligible = {{ min_age = 65 }}\n"
        )
    };
    for payer in ["nhs", "council", "public_health", "outside"] {
        assert!(
            told_of(&[("own.toml", &file(payer))]).contains("is raised as tax, whoever its `payer` is"),
            "{payer}"
        );
    }
    assert!(!told_of(&[("own.toml", &file("tax"))]).contains("raised as tax"));
}

#[test]
fn of_two_files_side_by_side_what_one_takes_from_the_other_is_told() {
    let programme = |name: &str, more: &str| {
        format!(
            "[programme.{name}]\ncoverage = 0.1\ncost_per_person = 100\npayer = \"tax\"\nfidelity = 1\ncashable = 0\nstart_year = 2025\n\
             [programme.{name}.effects]\n{more}\n"
        )
    };
    let one = format!(
        "extends = \"england.toml\"\n[funding.nhs]\naddition = \"£5bn\"\n{}",
        programme("calls", "emergency_admission = 0.95\nmortality = 0.99")
    );
    let both = (
        "mine.toml",
        "title = \"Mine\"\nextends = [\"one.toml\", \"two.toml\"]\n",
    );
    let side = |two: &str| told_of(&[("one.toml", &one), ("two.toml", two), both]);
    let off = "extends = \"england.toml\"\n[programme.calls]\nenabled = false\n";
    let told = side(off);
    assert!(
        told.contains("two.toml:2: programme.calls, which one.toml:4 brings, is switched off here"),
        "{told}"
    );
    // Whoever writes over a file knows what it brings.
    let over = "extends = \"one.toml\"\n[programme.calls]\nenabled = false\n[funding.nhs]\naddition = \"£3bn\"\n";
    let told = side(over);
    assert!(
        !told.contains("switched off") && !told.contains("takes the place"),
        "{told}"
    );
    let anew = format!(
        "extends = \"england.toml\"\n{}",
        programme("calls", "emergency_admission = 0.9")
    );
    let told = side(&anew);
    assert!(
        told.contains("programme.calls is described by one.toml:4 already")
            && told.contains("the effect on `mortality`"),
        "{told}"
    );
    let told = told_of(&[
        ("one.toml", &one),
        ("mine.toml", &anew.replace("england.toml", "one.toml")),
    ]);
    assert!(
        told.contains("what is not said again stays as it is there: the effect on `mortality`"),
        "{told}"
    );
    let told = side("extends = \"england.toml\"\n[funding.nhs]\naddition = \"£3bn\"\n");
    assert!(
        told.contains("two.toml:3: funding.nhs.addition")
            && told.contains("(one.toml:3): of the files that `extends` names"),
        "{told}"
    );
    assert!(!side("extends = \"england.toml\"\n[funding.council]\naddition = \"£3bn\"\n").contains("laid over"));
    let told = told_of(&[
        ("one.toml", &one),
        ("mine.toml", "title = \"Mine\"\nextends = \"one.toml\"\n"),
    ]);
    assert!(!told.contains("laid over") && !told.contains("described by"), "{told}");
}

#[test]
fn points_of_a_path_that_act_in_no_year_are_told() {
    let told = |path: &str| {
        let text = format!("title = \"Mine\"\nextends = \"england.toml\"\n[workforce]\npay_uplift = {{ {path} }}\n");
        told_of(&[("mine.toml", &text)])
    };
    let late = told("by_year = { 2026 = 0.02, 2028 = 0.03, 2030 = 0.05 }, start_year = 2029");
    assert!(
        late.contains("what `by_year` of workforce.pay_uplift says of 2026 acts in no year: it holds from 2029 only"),
        "{late}"
    );
    let early =
        told("by_year = { 2026 = 0.02, 2028 = 0.03, 2030 = 0.05, 2032 = 0.06 }, start_year = 2026, end_year = 2029");
    assert!(early.contains("says of 2032 acts in no year"), "{early}");
    for all in [
        "by_year = { 2026 = 0.02, 2030 = 0.05 }",
        "by_year = { 2026 = 0.02, 2030 = 0.05 }, start_year = 2027",
        "by_year = { 2026 = 0.02, 2030 = 0.05 }, start_year = 2026, end_year = 2030",
    ] {
        let told = told(all);
        assert!(!told.contains("acts in no year"), "{told}");
    }
}

#[test]
fn levers_that_move_nothing_are_told_in_a_place_of_ones_own_and_what_is_built_on_it() {
    let place = (
        "place.toml",
        "title = \"Place\"\nextends = \"england.toml\"\nalready = true\n[services.base_activity]\nhome_care = 280000000\n",
    );
    let told = told_of(&[place]);
    assert!(
        told.contains("services.base_activity.home_care (place.toml:5) changes nothing"),
        "{told}"
    );
    let told = told_of(&[place, ("mine.toml", "title = \"Mine\"\nextends = \"place.toml\"\n")]);
    assert!(
        told.contains("services.base_activity.home_care (place.toml:5) changes nothing"),
        "{told}"
    );
    let told = told_of(&[("mine.toml", "title = \"Mine\"\nextends = \"england.toml\"\n")]);
    assert!(!told.contains("changes nothing"), "{told}");
}
