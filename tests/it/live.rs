//! Levers in words and the projection that answers while they move: each lever sets what exists and does what can be seen,
//! a state goes into an address and a file and back, and a rough answer does not contradict the whole one.

use std::collections::BTreeSet;

use carepool::live::{AskError, Board, LiveProjection, Quality, State};
use carepool::measures::{self, Handle};
use carepool::scenario::Scenario;
use carepool::{Catalogue, Group, Job, Request, catalogue};

use crate::cli::{carepool as command, stdout};

fn board(catalogue: &Catalogue) -> Board {
    Board::shipped(catalogue).expect("every shipped lever can be read")
}

fn always() -> impl Fn() -> bool + Sync {
    || true
}

#[test]
fn every_setting_of_every_lever_is_a_scenario_and_moves_what_it_says_to_look_at() {
    let catalogue = catalogue();
    let live = LiveProjection::new("england", 120, 2, 8, 7, &catalogue).expect("a projection");
    let now = live.ask(&State::default(), 2, &always()).expect("as now");
    for lever in live.board().levers() {
        let looked_at: Vec<Handle> = lever.measures().expect("measures that exist");
        for (position, setting) in lever.settings.iter().enumerate() {
            let state = State::default().with(lever, position);
            let text = live.scenario(&state).expect("levers alone do not clash");
            let scenario = Scenario::from_text("levers.toml", &text, &[], &catalogue);
            let scenario = scenario.unwrap_or_else(|problems| panic!("{} {}: {problems}", lever.name, setting.word));
            let notes = scenario.notes(carepool::Year(2033));
            let own: Vec<&String> = notes.iter().filter(|note| note.starts_with("levers.toml")).collect();
            assert!(own.is_empty(), "{}: {own:?}", lever.name);
            let answer = live.ask(&state, 2, &always()).expect("an answer");
            let moved: Vec<&Handle> = looked_at
                .iter()
                .filter(|handle| {
                    answer
                        .cells
                        .iter()
                        .filter(|cell| cell.measure == **handle)
                        .any(|cell| (cell.difference.p10, cell.difference.p90) != (0.0, 0.0))
                })
                .collect();
            if setting.is_as_now() {
                assert_eq!(answer.cells, now.cells, "{}", lever.name);
                assert!(moved.is_empty());
            } else if lever.name == "who-pays-more" {
                // It changes who pays for what is added, not how much.
            } else {
                assert!(
                    !moved.is_empty(),
                    "{} at `{}` moves nothing of {:?}",
                    lever.name,
                    setting.word,
                    lever.look_at
                );
            }
        }
    }
}

#[test]
fn a_lever_names_rows_of_the_library_of_evidence() {
    let catalogue = catalogue();
    let board = board(&catalogue);
    let rows: BTreeSet<&String> = board.levers().iter().flat_map(|lever| &lever.evidence).collect();
    for row in rows {
        stdout(command(std::path::Path::new(".")).args(["explain", row]));
    }
}

#[test]
fn a_state_goes_into_an_address_and_into_a_file_and_comes_back_the_same() {
    let catalogue = catalogue();
    let board = board(&catalogue);
    for texts in [
        vec![],
        vec!["free-personal-care=much"],
        vec![
            "care-pay=as far as anyone proposes",
            "money-for-councils=a little more",
            "market-or-plan=planning",
        ],
        vec![
            "healthy-choices=all of it",
            "fairer-starts=1",
            "plans and personal budgets=all of it",
        ],
    ] {
        let state = State::of(texts.iter().copied(), &board).expect("levers and settings that exist");
        assert_eq!(State::from_address(&state.address(), &board), Ok(state.clone()));
        assert_eq!(
            State::from_address(&format!("#{}", state.address()), &board),
            Ok(state.clone())
        );
        let file = state.scenario("england", &board, &catalogue).expect("no clash");
        assert_eq!(State::from_scenario(&file, &board), Ok(state.clone()), "{file}");
        assert_eq!(state.is_as_now(), texts.is_empty());
    }
    let as_now = State::of(["free-personal-care=as now"], &board).expect("as now");
    assert_eq!(as_now, State::default(), "as now is nowhere in the address");
}

#[test]
fn money_from_two_levers_adds_up_and_two_laws_clash() {
    let catalogue = catalogue();
    let board = board(&catalogue);
    let state = State::of(["care-pay=much", "money-for-councils=much more"], &board).expect("levers");
    let file = state.scenario("england", &board, &catalogue).expect("they add up");
    assert!(
        file.contains("addition = { value = 7200.0, start_year = 2026, ramp_years = 3"),
        "{file}"
    );
    let state = State::of(["free-personal-care=much", "cap-on-care-costs=much"], &board).expect("levers");
    let clash = state
        .scenario("england", &board, &catalogue)
        .expect_err("one law at a time")
        .to_string();
    assert!(
        clash.contains("cap-on-care-costs") && clash.contains("free-personal-care") && clash.contains("scheme"),
        "{clash}"
    );
}

#[test]
fn what_does_not_exist_is_told_with_the_nearest_word() {
    let catalogue = catalogue();
    let board = board(&catalogue);
    let refused = |text: &str| State::of([text], &board).expect_err(text).to_string();
    assert!(refused("free-personal-cares=much").contains("did you mean free-personal-care?"));
    assert!(refused("free-personal-care=lots").contains("as now, a little, much"));
    assert!(refused("free-personal-care").contains("lever=setting"));
    let twice = State::of(["care-pay=much", "care-pay=a little"], &board).expect_err("twice");
    assert!(twice.to_string().contains("twice"));
    assert!(State::from_scenario("title = \"x\"", &board).is_err());
    assert!(State::from_address("care-pay=9", &board).is_err());
}

#[test]
fn an_answer_is_what_a_run_of_the_scenario_file_tells_draw_for_draw() {
    let catalogue = catalogue();
    let (people, draws, years, seed) = (500, 8, 6, 11);
    let live = LiveProjection::new("england", people, draws, years, seed, &catalogue).expect("a projection");
    let state = State::of(["operations=much"], live.board()).expect("a lever");
    let folder = tempfile::tempdir().expect("temporary folder");
    let file = folder.path().join("levers.toml");
    std::fs::write(&file, live.scenario(&state).expect("a file")).expect("written");
    let request = Request {
        scenarios: vec!["england".into(), file.display().to_string()],
        draws,
        people,
        years,
        seed,
        ..Request::default()
    };
    let cube = Job::prepare(request, &catalogue)
        .expect("a run")
        .collect(&())
        .expect("draws");
    let answer = live.ask(&state, draws, &always()).expect("an answer");
    // All eight of them, and still rough: the edges of eight futures are no good.
    assert_eq!(
        (answer.quality, answer.draws, answer.is_last),
        (Quality::Rough, draws, true)
    );
    for handle in [measures::WAITING_LIST, measures::COST_PUBLIC, measures::WITHIN_18_WEEKS] {
        let year = carepool::Year(2029);
        let of = |name: &str| cube.values(name, handle, Group::ALL, year).expect("told");
        let (base, chosen) = (of("england"), of("levers"));
        let cell = answer.cell(handle, year).expect("told");
        let band = |numbers: Vec<f64>| {
            let mut numbers = numbers;
            numbers.sort_by(f64::total_cmp);
            carepool::results::statistics::quantile(&numbers, 0.5)
        };
        assert_eq!(cell.baseline.p50, band(base.clone()));
        assert!((cell.chosen.p50 - band(chosen.clone())).abs() <= 1e-9 * cell.chosen.p50.abs());
        let paired: Vec<f64> = chosen.iter().zip(&base).map(|(one, other)| one - other).collect();
        assert_eq!(cell.difference.p50, band(paired));
    }
    let list = answer.cell(measures::WAITING_LIST, carepool::Year(2029)).expect("told");
    assert!(
        list.difference.p50 < 0.0,
        "£3bn for operations shorten the list: {list:?}"
    );
}

#[test]
fn a_rough_answer_is_the_whole_baseline_moved_by_the_paired_difference() {
    let catalogue = catalogue();
    let live = LiveProjection::new("england", 400, 16, 6, 3, &catalogue).expect("a projection");
    live.warm(&always()).expect("a baseline");
    let state = State::of(["money-for-the-nhs=much more"], live.board()).expect("a lever");
    let first = live.ask(&state, 0, &always()).expect("the middle future");
    let rough = live.ask(&state, 4, &always()).expect("some futures");
    let good = live.ask(&state, 16, &always()).expect("all futures");
    assert_eq!(
        [first.quality, rough.quality, good.quality],
        [Quality::First, Quality::Rough, Quality::Rough],
        "sixteen futures of 400 people are not good, though they are all"
    );
    assert_eq!([first.is_last, rough.is_last, good.is_last], [false, false, true]);
    for few in [&first, &rough] {
        for (some, all) in few.cells.iter().zip(&good.cells) {
            assert_eq!(some.baseline, all.baseline, "the baseline is the whole one at once");
        }
    }
    let money =
        |answer: &carepool::live::Answer| *answer.cell(measures::COST_PUBLIC, carepool::Year(2029)).expect("told");
    for answer in [&first, &rough, &good] {
        let cell = money(answer);
        assert!(
            (12_000.0..16_500.0).contains(&cell.difference.p50),
            "£15bn more is spent, but for what staff cannot be found for: {cell:?}"
        );
        assert_eq!(cell.higher, 1.0);
    }
    let level = money(&good).chosen.p50;
    assert!(
        (money(&rough).chosen.p50 / level - 1.0).abs() < 0.01,
        "rough and good tell one story"
    );
}

#[test]
fn a_newer_question_stops_an_older_one_and_what_was_computed_is_kept() {
    let catalogue = catalogue();
    let live = LiveProjection::new("england", 300, 4, 3, 1, &catalogue).expect("a projection");
    let state = State::of(["dentistry=much"], live.board()).expect("a lever");
    assert!(matches!(live.ask(&state, 4, &|| false), Err(AskError::Older)));
    let answer = live.ask(&state, 4, &always()).expect("nobody asked something newer");
    // Kept: not even a question that is out of date has anything left to compute.
    assert_eq!(live.ask(&state, 4, &|| false).expect("kept"), answer);
}

#[test]
fn the_command_lists_tells_and_writes() {
    let here = std::path::Path::new(".");
    let list = stdout(command(here).arg("levers"));
    assert!(
        list.contains("free-personal-care") && list.contains("as now · a little · much"),
        "{list}"
    );
    let page = stdout(command(here).args(["levers", "free-personal-care"]));
    for heading in [
        "What moves what",
        "Who gains:",
        "Who pays:",
        "Against:",
        "Nobody knows:",
    ] {
        assert!(page.contains(heading), "{page}");
    }
    let folder = tempfile::tempdir().expect("temporary folder");
    let file = stdout(command(here).args(["levers", "free-personal-care=much", "who-pays-more=a levy on wealth"]));
    std::fs::write(folder.path().join("mine.toml"), &file).expect("written");
    command(folder.path()).args(["check", "mine.toml"]).assert().success();
    let error = command(here)
        .args(["levers", "operations", "dentistry=much"])
        .assert()
        .code(2)
        .get_output()
        .clone();
    assert!(String::from_utf8_lossy(&error.stderr).contains("not both at once"));
    // Over a scenario that is not there, or that the file could not name, no file is written.
    let own = "title = \"Ours\"\nextends = \"england.toml\"\n[pooling]\nshare = 0.4\n";
    std::fs::write(folder.path().join("ours.toml"), own).expect("written");
    let below = folder.path().join("below");
    std::fs::create_dir(&below).expect("made");
    let absolute = folder.path().join("ours.toml").display().to_string();
    for (place, over, why) in [
        (folder.path(), "nosuch", "nosuch"),
        (folder.path(), "englnd", "did you mean `england`"),
        (below.as_path(), "../ours.toml", "../ours.toml"),
        (folder.path(), absolute.as_str(), "ours.toml"),
    ] {
        let error = command(place)
            .args(["levers", "--over", over, "operations=much"])
            .assert()
            .code(2)
            .get_output()
            .clone();
        assert!(error.stdout.is_empty(), "{over}");
        let told = String::from_utf8_lossy(&error.stderr).into_owned();
        assert!(told.contains(why), "{over}: {told}");
    }
    for over in ["ours", "ours.toml", "whole-person-care"] {
        let file = stdout(command(folder.path()).args(["levers", "--over", over, "operations=much"]));
        std::fs::write(folder.path().join("mine.toml"), &file).expect("written");
        command(folder.path()).args(["check", "mine.toml"]).assert().success();
    }
    // What stands beneath is replaced, and that is told; where nothing does, nothing is.
    let own = "title = \"Ten\"\nextends = \"england.toml\"\n[funding.nhs]\naddition = \"£10bn\"\n";
    std::fs::write(folder.path().join("ten.toml"), own).expect("written");
    for (over, replaced) in [("ten.toml", true), ("ours.toml", false), ("england", false)] {
        let asked = command(folder.path())
            .args(["levers", "--over", over, "money-for-the-nhs=a little more"])
            .assert()
            .success();
        let told = String::from_utf8_lossy(&asked.get_output().stderr).into_owned();
        assert_eq!(
            told.contains("ten.toml:4 sets funding.nhs.addition") && told.contains("instead of it"),
            replaced,
            "{over}: {told}"
        );
    }
    let table = stdout(command(here).args(["levers", "--format", "csv"]));
    assert!(
        table.starts_with("lever,title,group,setting,word,about,sets"),
        "{table}"
    );
}

#[test]
fn enough_futures_of_enough_people_are_good_and_fewer_of_either_are_not() {
    let quality = |people: usize, draws: usize| {
        let live = LiveProjection::new("england", people, draws, 2, 1, &catalogue()).expect("a projection");
        let answer = live.ask(&State::default(), draws, &always()).expect("an answer");
        (answer.quality, answer.is_last)
    };
    assert_eq!(quality(100, 100), (Quality::Rough, true));
    assert_eq!(quality(1_000, 8), (Quality::Rough, true));
    assert_eq!(quality(1_000, 100), (Quality::Good, true));
}
