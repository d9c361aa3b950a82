//! The state of the page in its address and in a file, both ways, and the file does what the page shows.

use carepool::live::LiveProjection;
use carepool::measures::{COST_PUBLIC, WAITING_LIST};
use carepool::report::words;
use carepool::results::statistics::quantile;
use carepool::{Group, Job, Request, Year};

use super::pages::attributes;
use super::{Room, SMALL};

/// The token of the page's form.
fn token(page: &str) -> &str {
    let field = page
        .split("name=\"token\" value=\"")
        .nth(1)
        .expect("a form with a token");
    field.split('"').next().expect("its value")
}

#[test]
fn a_choice_goes_into_a_file_and_comes_back_as_the_same_address() {
    let room = Room::over(&["england", "whole-person-care"], SMALL);
    let page = room.wire.get("/").body;
    for query in [
        "care-pay=2&free-personal-care=1",
        "over=whole-person-care&operations=2",
        "dentistry=1&camp=planning",
        "dentistry=1&camp=market&governance.transaction_share=0.01",
    ] {
        let page_of = room.wire.get(&format!("/levers.toml?{query}"));
        if page_of.status == 400 {
            panic!("{query}: {}", page_of.body);
        }
        assert!(
            page_of
                .header("content-disposition")
                .is_some_and(|how| how.contains("levers.toml"))
        );
        let back = room
            .wire
            .post("/open", &[("token", token(&page)), ("file", &page_of.body)]);
        assert_eq!(
            (back.status, back.header("location")),
            (303, Some(format!("/?{query}").as_str())),
            "{}",
            page_of.body
        );
    }
    for (file, why) in [
        ("title = \"x\"\n", "does not say where levers stood"),
        (
            "# carepool levers: care-pays=1\nextends = [\"england.toml\"]\n",
            "care-pay",
        ),
        (
            "# carepool levers: care-pay=1\nextends = [\"planned.toml\"]\n",
            "planned.toml",
        ),
        (
            "# carepool levers: care-pay=1\nextends = [\"england.toml\"]\n# carepool beliefs: camp=plan\n",
            "planning",
        ),
    ] {
        let reply = room.wire.post("/open", &[("token", token(&page)), ("file", file)]);
        assert!(
            reply.status == 422 && reply.body.contains(why),
            "{file}: {}",
            reply.body
        );
    }
}

#[test]
fn what_was_added_to_a_file_by_hand_is_told_and_not_left_out() {
    let room = Room::open();
    let page = room.wire.get("/").body;
    let file = room.wire.get("/levers.toml?care-pay=2&camp=planning").body;
    let open = |file: &str| room.wire.post("/open", &[("token", token(&page)), ("file", file)]);
    assert_eq!(open(&file).status, 303);
    // Words are for readers, and may be changed.
    assert_eq!(open(&file.replace("title = \"", "title = \"Ours: ")).status, 303);
    let start = file.find("start_year = ").expect("a year");
    let later = format!(
        "{}start_year = 2030{}",
        &file[..start],
        &file[start + "start_year = 2026".len()..]
    );
    for (changed, key) in [
        (format!("{file}\n[pooling]\nshare = 0.9\n"), "pooling"),
        (later, "start_year"),
        (file.replace("national = true\n", ""), "national"),
        (format!("{file}\n[pooling\n"), "no scenario file"),
    ] {
        let reply = open(&changed);
        assert!(reply.status == 422 && reply.body.contains(key), "{key}: {}", reply.body);
    }
}

#[test]
fn the_file_run_by_itself_gives_the_numbers_of_the_page() {
    let room = Room::open();
    let catalogue = carepool::catalogue();
    let file = room
        .wire
        .get("/levers.toml?operations=2&money-for-councils=2&camp=planning")
        .body;
    let page = room.wire.get("/?operations=2&money-for-councils=2&camp=planning").body;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("levers.toml");
    std::fs::write(&path, &file).expect("written");
    let bare = folder.path().join("bare").join("levers.toml");
    std::fs::create_dir(bare.parent().expect("a folder")).expect("made");
    let without: Vec<&str> = file.lines().filter(|line| !line.starts_with("assume = ")).collect();
    std::fs::write(&bare, without.join("\n")).expect("written");
    let run = |path: &std::path::Path| {
        let request = Request {
            scenarios: vec!["england".into(), path.display().to_string()],
            draws: SMALL.draws,
            people: SMALL.people,
            years: SMALL.years,
            seed: SMALL.seed,
            ..Request::default()
        };
        Job::prepare(request, &catalogue)
            .expect("a run")
            .collect(&())
            .expect("draws")
    };
    // The file holds the camp, and England beside it is asked under the same.
    let (believed, plain) = (run(&path), run(&bare));
    let last = Year(2024 + SMALL.years as u16 - 1);
    let mut apart = false;
    for handle in [COST_PUBLIC, WAITING_LIST] {
        let told = |cube: &carepool::Cube| {
            let of = |name: &str| cube.values(name, handle, Group::ALL, last).expect("told");
            let mut pairs: Vec<f64> = of("levers")
                .iter()
                .zip(of("england"))
                .map(|(one, other)| one - other)
                .collect();
            pairs.sort_by(f64::total_cmp);
            let middle = quantile(&pairs, 0.5);
            // The page tells three digits.
            let unit = 10f64.powf(middle.abs().log10().floor() - 2.0);
            words::difference(handle.measure().unit, (middle / unit).round() * unit)
        };
        let (wanted, without) = (told(&believed), told(&plain));
        apart |= wanted != without;
        let shown = page.replace('\u{2060}', "");
        let title = handle.measure().title;
        assert!(
            shown.contains(&format!("{title}: {wanted} in {}", last.financial())),
            "the page does not say {title}: {wanted}"
        );
    }
    assert!(
        apart,
        "the beliefs change a figure, so that the test would see them left out"
    );
}

#[test]
fn a_file_that_holds_beliefs_is_told_by_check_and_laid_over_every_scenario_of_a_run() {
    use crate::cli::{carepool, refused, stdout};
    let room = Room::open();
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, query: &str| {
        let file = room.wire.get(&format!("/levers.toml?{query}")).body;
        std::fs::write(folder.path().join(name), file).expect("written");
        folder.path().join(name).display().to_string()
    };
    let market = write(
        "market-levers.toml",
        "operations=2&camp=market&governance.transaction_share=0.01",
    );
    let sceptic = write("sceptic-levers.toml", "operations=2&camp=sceptic");
    let told = stdout(carepool(folder.path()).args(["check", "market-levers.toml"]));
    assert!(
        told.contains("--assume market --set governance.transaction_share=0.01"),
        "{told}"
    );
    let request = |scenarios: &[&str], assume: &[&str], set: &[&str]| Request {
        scenarios: scenarios.iter().map(ToString::to_string).collect(),
        assume: assume.iter().map(ToString::to_string).collect(),
        set: set.iter().map(ToString::to_string).collect(),
        draws: 2,
        people: 200,
        years: 2,
        ..Request::default()
    };
    let catalogue = carepool::catalogue();
    let job = Job::prepare(request(&["england", &market], &[], &[]), &catalogue).expect("a run");
    assert_eq!(
        (job.request.assume.clone(), job.request.set.clone()),
        (
            vec!["market".to_string()],
            vec!["governance.transaction_share=0.01".to_string()]
        )
    );
    let notes = job.notes().join("\n");
    assert!(
        notes.contains("every scenario of this run believes what market-levers does"),
        "{notes}"
    );
    // Asked again as it was written down, it is the same run; so it is where all of it is typed.
    let again = Job::prepare(job.request.clone(), &catalogue).expect("a run");
    let typed = request(
        &["england", &market],
        &["market"],
        &["governance.transaction_share=0.01"],
    );
    let typed = Job::prepare(typed, &catalogue).expect("a run");
    let numbers = |job: &Job| {
        job.collect(&())
            .expect("draws")
            .values("england", COST_PUBLIC, Group::ALL, Year(2025))
            .expect("told")
            .to_vec()
    };
    assert_eq!(numbers(&job), numbers(&again));
    assert_eq!(numbers(&job), numbers(&typed));
    let plain = Job::prepare(request(&["england"], &[], &[]), &catalogue).expect("a run");
    assert_ne!(
        numbers(&job),
        numbers(&plain),
        "England is asked under the file's beliefs"
    );
    let told = refused("run", &[&market, &sceptic, "--draws", "2"]);
    assert!(
        told.contains("market-levers believes --assume market --set governance.transaction_share=0.01")
            && told.contains("sceptic-levers does not"),
        "{told}"
    );
    // A page over two scenarios compares them too.
    let names = ["england".to_string(), market];
    let page = LiveProjection::over(&names, None, SMALL, &catalogue)
        .expect_err("two beliefs")
        .to_string();
    assert!(page.contains("believes --assume market"), "{page}");
}

#[test]
fn an_address_carries_what_was_saved_and_what_was_before() {
    let room = Room::open();
    let page = room.wire.get("/?care-pay=1").body.replace("&amp;", "&");
    let save = attributes(&page, "href")
        .into_iter()
        .find(|href| href.contains("a=care-pay%3D1"))
        .expect("save as A");
    assert_eq!(save, "/?care-pay=1&a=care-pay%3D1");
    let moved = room
        .wire
        .get("/move?care-pay=2&dentistry=0&from=care-pay%3D1%26a%3Dcare-pay%253D1");
    assert_eq!(
        moved.header("location"),
        Some("/?care-pay=2&a=care-pay%3D1&was=care-pay%3D1")
    );
    let page = room
        .wire
        .get("/?care-pay=2&a=care-pay%3D1&was=care-pay%3D1")
        .body
        .replace("&amp;", "&");
    let links = attributes(&page, "href");
    assert!(
        links.contains(&"/?care-pay=1&a=care-pay%3D1&next=care-pay%3D2"),
        "undo: {links:?}"
    );
    assert!(page.contains("id=\"saved\""), "what was saved stands beside the choice");
    let page = room
        .wire
        .get("/?care-pay=1&next=care-pay%3D2")
        .body
        .replace("&amp;", "&");
    assert!(
        attributes(&page, "href").contains(&"/?care-pay=2&was=care-pay%3D1"),
        "redo"
    );
    let unknown = room.wire.get("/?care-pay=1&was=care-pays%3D1");
    assert!(unknown.status == 400 && unknown.body.contains("did you mean care-pay?"));
}

#[test]
fn a_scenario_of_ones_own_in_another_folder_can_be_explored() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.toml");
    std::fs::write(
        &file,
        "title = \"Mine\"\nextends = \"england.toml\"\n[pooling]\nshare = 0.4\n",
    )
    .expect("written");
    let names = [file.display().to_string()];
    let live = LiveProjection::over(&names, None, SMALL, &carepool::catalogue()).expect("a projection");
    let state = carepool::State::of(["care-pay=much"], live.board()).expect("a lever");
    let answer = live.ask(&state, 2, &|| true).expect("an answer");
    let cell = answer.cell(COST_PUBLIC, Year(2027)).expect("told");
    assert!(cell.difference.p50 > 0.0, "{cell:?}");
    assert!(
        live.scenario(&state)
            .expect("a file")
            .contains("extends = [\"mine.toml\"]")
    );
}
