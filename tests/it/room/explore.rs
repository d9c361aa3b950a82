//! The page of levers as a reader without script uses it, and the events that a script listens to.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use carepool::live::{LiveProjection, Size};

use super::pages::attributes;
use super::wire::form;
use super::{Room, SMALL};

/// What a browser would send of the form of levers, as it stands on a page.
fn fields(page: &str) -> Vec<(String, String)> {
    let start = page.find("<form id=\"board\"").expect("the form");
    let form = &page[start..start + page[start..].find("</form>").expect("its end")];
    let mut found = Vec::new();
    for input in form.split("<input").skip(1) {
        let input = input.split('>').next().expect("its end");
        let value = |name: &str| attributes(input, name).first().map(|text| text.replace("&amp;", "&"));
        let (Some(kind), Some(name)) = (value("type"), value("name")) else {
            continue;
        };
        if kind != "radio" || input.contains(" checked") {
            found.push((name, value("value").unwrap_or_default()));
        }
    }
    found
}

fn sent(fields: &[(String, String)]) -> String {
    let pairs: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    format!("/move?{}", form(&pairs))
}

fn with(page: &str, name: &str, value: &str) -> Vec<(String, String)> {
    let mut fields = fields(page);
    let field = fields
        .iter_mut()
        .find(|(known, _)| known == name)
        .expect("a field of that name");
    field.1 = value.to_string();
    fields
}

#[test]
fn without_script_a_form_moves_a_lever_and_links_take_it_back() {
    let room = Room::open();
    let page = room.wire.get("/").body;
    assert!(page.contains("Every lever stands as now") && !page.contains("What your levers are about"));
    assert_eq!(
        fields(&page)
            .iter()
            .filter(|(name, _)| name == "free-personal-care")
            .count(),
        1
    );
    let catalogue = carepool::catalogue();
    let board = carepool::Board::shipped(&catalogue).expect("the shipped levers");
    for lever in board.levers() {
        assert!(
            fields(&page).iter().any(|(name, _)| *name == lever.name),
            "{} cannot be moved",
            lever.name
        );
    }
    let moved = room.wire.get(&sent(&with(&page, "free-personal-care", "2")));
    assert_eq!(
        (moved.status, moved.header("location")),
        (303, Some("/?free-personal-care=2&was="))
    );
    let page = room.wire.get("/?free-personal-care=2&was=").body;
    for wanted in [
        "What your levers are about",
        "Free personal care: much",
        "Change against as now",
        "Your choice",
        "the difference lies between",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    assert!(
        attributes(&page, "href").contains(&"/?next=free-personal-care%3D2"),
        "undo leads to everything as now"
    );
    // A second lever joins the first, and the first can be moved back alone.
    let both = room.wire.get(&sent(&with(&page, "operations", "2")));
    assert_eq!(
        both.header("location"),
        Some("/?free-personal-care=2&operations=2&was=free-personal-care%3D2")
    );
    // Nothing moved is no change: what stood before stays known.
    let same = room.wire.get(&sent(&fields(&page)));
    assert_eq!(same.header("location"), Some("/?free-personal-care=2&was="));
}

#[test]
fn a_picture_has_its_finding_its_sentence_and_its_table_and_draws_as_now_beside_the_choice() {
    let room = Room::open();
    let page = room.wire.get("/?operations=2").body;
    let figures: Vec<&str> = page
        .split("<figure>")
        .skip(1)
        .map(|part| part.split("</figure>").next().unwrap_or_default())
        .collect();
    assert!(figures.len() >= 6, "{}", figures.len());
    for figure in &figures {
        for wanted in [
            "<h3>",
            "<svg",
            "role=\"img\"",
            "<title>",
            "<desc>",
            "<figcaption>",
            "<table>",
            "As now",
            "Your choice",
        ] {
            assert!(figure.contains(wanted), "{wanted}: {figure:.300}");
        }
        // Both lines: the baseline's ink is dashed, the choice's blue is whole.
        assert!(
            figure.contains("stroke=\"#212121\"") && figure.contains("stroke=\"#0072B2\""),
            "{figure:.300}"
        );
        assert_eq!(figure.matches("<tr>").count(), SMALL.years + 1);
    }
    let as_now = room.wire.get("/").body;
    assert!(as_now.contains("stroke=\"#212121\"") && !as_now.contains("Your choice</text>"));
    let list = figures
        .iter()
        .find(|figure| figure.contains("Waiting list"))
        .expect("operations are about the list");
    assert!(
        list.contains("it is lower in"),
        "more operations shorten the list: {list:.900}"
    );
    let standard = figures
        .iter()
        .find(|figure| figure.contains(carepool::measures::WITHIN_18_WEEKS.measure().title))
        .expect("and about the eighteen weeks");
    assert!(
        standard.contains(">Standard</text>") || standard.contains(">\nStandard\n</text>"),
        "{standard}"
    );
}

#[test]
fn two_levers_that_decide_the_same_are_told_and_can_be_moved_back() {
    let room = Room::open();
    let page = room.wire.get("/?free-personal-care=2&cap-on-care-costs=2");
    assert_eq!(page.status, 200);
    assert!(
        page.body
            .contains("“A cap on what care can cost” and “Free personal care” are two answers")
            && page.body.contains("role=\"alert\""),
        "{:.400}",
        page.body
    );
    let fields = fields(&page.body);
    assert!(
        fields.contains(&("free-personal-care".to_string(), "2".to_string())),
        "the levers still show where they stand"
    );
}

#[test]
fn beliefs_change_the_baseline_and_the_choice_and_are_no_levers() {
    let room = Room::open();
    let page = room.wire.get("/").body;
    let mut believing = with(&page, "camp", "planning");
    for (name, value) in &mut believing {
        match name.as_str() {
            "key" => *value = "governance.transaction_share".to_string(),
            "value" => *value = "0.01".to_string(),
            _ => {}
        }
    }
    let location = room.wire.get(&sent(&believing)).header("location").map(str::to_string);
    assert_eq!(
        location.as_deref(),
        Some("/?camp=planning&governance.transaction_share=0.01&was=")
    );
    let believed = room.wire.get("/?camp=planning&market-or-plan=1").body;
    let plain = room.wire.get("/?market-or-plan=1").body;
    let held = "assume = [&quot;planning&quot;]";
    assert!(
        believed.contains(held) && !plain.contains("assume = ["),
        "the file holds the camp"
    );
    assert_ne!(
        believed.split("id=\"answer\"").nth(1).map(|part| part.len()),
        plain.split("id=\"answer\"").nth(1).map(|part| part.len())
    );
    for (key, why) in [
        ("pooling.shares", "did you mean"),
        ("funding.nhs.addition", "no belief"),
    ] {
        let mut fields = fields(&page);
        for (name, value) in &mut fields {
            match name.as_str() {
                "key" => *value = key.to_string(),
                "value" => *value = "1".to_string(),
                _ => {}
            }
        }
        let reply = room.wire.get(&sent(&fields));
        assert!(reply.status == 400 && reply.body.contains(why), "{key}: {}", reply.body);
    }
}

#[test]
fn events_bring_better_answers_until_the_best_and_then_end() {
    let size = Size {
        draws: 44,
        people: 120,
        years: 2,
        ..SMALL
    };
    let room = Room::over(&["england"], size);
    let host = ("host", room.wire.host.as_str());
    let first = room
        .wire
        .send("GET", "/?operations=2", &[host, ("x-asked-by", "script")], "")
        .body;
    assert!(
        first.contains("quality first") && first.contains("data-stream=\"/answers?operations=2\""),
        "{:.300}",
        first
    );
    let reply = room.wire.get("/answers?operations=2");
    assert_eq!(reply.header("content-type"), Some("text/event-stream"));
    let names: Vec<&str> = reply
        .body
        .lines()
        .filter_map(|line| line.strip_prefix("event: "))
        .collect();
    // Forty futures, all of them, and what the camps would make of it.
    assert_eq!(names, ["parts", "parts", "parts", "end"]);
    let (rough, good) = reply
        .body
        .split_once("event: parts")
        .and_then(|(_, rest)| rest.split_once("event: parts"))
        .expect("two");
    assert!(rough.contains("quality rough") && rough.contains("40 of 44") && rough.contains("data-stream"));
    assert!(good.contains("Rough: 44 possible futures of 120") && !good.contains("data-stream"));
    // What a script is shown last is what a reader without one gets, who asks now.
    let page = room.wire.get("/?operations=2").body;
    let figures = |text: &str| {
        text.split("<figcaption>")
            .skip(1)
            .map(|part| part.split('<').next().unwrap_or_default().to_string())
            .collect::<Vec<_>>()
    };
    assert!(!figures(good).is_empty());
    assert_eq!(figures(good), figures(&page));
}

#[test]
fn without_script_a_page_says_how_rough_it_is_and_a_link_and_then_a_reload_bring_the_best() {
    let size = Size {
        draws: 44,
        people: 120,
        years: 4,
        ..SMALL
    };
    let room = Room::over(&["england"], size);
    let query = "/?money-for-the-nhs=2&free-personal-care=2";
    let rough = room.wire.get(query).body;
    assert!(
        rough.contains("Rough: 40 of 44") && rough.contains("may still move every figure"),
        "{rough}"
    );
    assert!(!rough.contains("hardly"), "{rough}");
    assert!(rough.contains("that of all possible futures lies between"), "{rough}");
    let more = "/?free-personal-care=2&money-for-the-nhs=2&more=1";
    let links = rough.replace("&amp;", "&");
    assert!(attributes(&links, "href").contains(&more), "{links}");
    // Another reload alone computes nothing more.
    assert!(room.wire.get(query).body.contains("Rough: 40 of 44"));
    let welsh = room.wire.get(&format!("{query}&lang=cy")).body;
    assert!(welsh.contains("Cyfrifo rhagor o ddyfodolau"), "{welsh}");
    let best = room.wire.get(more).body;
    assert!(
        best.contains("Rough: 44 possible futures of 120") && !best.contains("more=1"),
        "{best}"
    );
    assert!(room.wire.get(query).body.contains("Rough: 44 possible futures of 120"));
}

#[test]
fn a_question_that_nobody_waits_for_is_given_up_and_the_newest_has_the_computer() {
    // So many futures that the first question would keep a computer busy for minutes.
    let size = Size { draws: 8_000, ..SMALL };
    let room = Room::over(&["england"], size);
    let mut stream = TcpStream::connect(&room.wire.host).expect("somebody listens");
    let request = format!("GET /answers?operations=2 HTTP/1.1\r\nhost: {}\r\n\r\n", room.wire.host);
    stream.write_all(request.as_bytes()).expect("sent");
    let (mut seen, mut piece) = (String::new(), [0u8; 4096]);
    while !seen.contains("event: parts") {
        let count = stream.read(&mut piece).expect("events");
        assert!(count > 0, "it ended: {seen}");
        seen.push_str(&String::from_utf8_lossy(&piece[..count]));
    }
    drop(stream);
    let begun = Instant::now();
    let headers = [("host", room.wire.host.as_str()), ("x-asked-by", "script")];
    let page = room.wire.send("GET", "/?dentistry=2", &headers, "");
    assert_eq!(page.status, 200);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[test]
fn an_answer_of_few_futures_is_rough_even_when_it_is_the_last() {
    let room = Room::open();
    let last = room.wire.get("/answers?").body;
    let (_, last) = last.rsplit_once("event: parts").expect("an answer");
    assert!(
        last.contains("Rough: 4 possible futures of 300 simulated people"),
        "{last}"
    );
    assert!(
        !last.contains("quality good") && !last.contains("data-stream"),
        "{last}"
    );
}

#[test]
fn the_strip_of_camps_says_of_every_camp_what_the_analysis_of_robustness_says() {
    use carepool::analysis::robustness::{BELIEFS, READING_KEY, READINGS, Sign};
    use carepool::measures::{COST_PUBLIC, NEED_MET, WAITING_LIST};
    let size = Size {
        people: 120,
        draws: 16,
        years: 3,
        seed: 5,
    };
    let room = Room::over(&["england"], size);
    let page = room.wire.get("/camps?operations=2&care-pay=2").body;
    let rows: Vec<&str> = page.split("<tr>").skip(2).collect();
    assert_eq!(rows.len(), BELIEFS.len(), "{page}");
    let live = LiveProjection::over(&["england".to_owned()], None, size, &carepool::catalogue()).expect("a projection");
    let state = carepool::State::of(["operations=much", "care-pay=much"], live.board()).expect("levers");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("levers.toml");
    std::fs::write(&file, live.scenario(&state).expect("a file")).expect("written");
    let (mut told, mut words) = (0, std::collections::BTreeSet::new());
    let measures = [COST_PUBLIC, WAITING_LIST, NEED_MET];
    for ((_, set), row) in BELIEFS.iter().zip(&rows) {
        let mut wanted: [Vec<&str>; 3] = Default::default();
        for reading in READINGS {
            let request = carepool::Request {
                scenarios: vec!["england".into(), file.display().to_string()],
                assume: set.iter().map(|set| (*set).to_owned()).collect(),
                set: vec![format!("{READING_KEY}={reading}")],
                draws: size.draws,
                people: size.people,
                years: size.years,
                seed: size.seed,
                ..carepool::Request::default()
            };
            let cube = carepool::Job::prepare(request, &carepool::catalogue())
                .expect("a run")
                .collect(&())
                .expect("draws");
            for (handle, wanted) in measures.into_iter().zip(&mut wanted) {
                let of = |name: &str| {
                    cube.values(name, handle, carepool::Group::ALL, carepool::Year(2026))
                        .expect("told")
                };
                let pairs: Vec<f64> = of("levers")
                    .iter()
                    .zip(of("england"))
                    .map(|(one, other)| one - other)
                    .collect();
                let count = pairs.len() as f64;
                let mean = pairs.iter().sum::<f64>() / count;
                let spread = pairs.iter().map(|pair| (pair - mean).powi(2)).sum::<f64>() / (count - 1.0);
                let level = of("levers").iter().sum::<f64>() / count;
                let equal = pairs.iter().all(|pair| *pair == 0.0);
                let sign = Sign::of(mean, (spread / count).sqrt(), level, equal);
                let word = match (sign, handle.measure().better) {
                    (Sign::Same, _) => "no difference",
                    (Sign::Unclear, _) => "cannot say",
                    (Sign::Higher, carepool::measures::Better::Higher)
                    | (Sign::Lower, carepool::measures::Better::Lower) => "better",
                    (Sign::Higher, carepool::measures::Better::Neither) => "higher",
                    (Sign::Lower, carepool::measures::Better::Neither) => "lower",
                    _ => "worse",
                };
                if !wanted.contains(&word) {
                    wanted.push(word);
                }
            }
        }
        // Figures at a glance: spending, the list, people without care, need met.
        for ((column, handle), wanted) in [0, 1, 3].into_iter().zip(measures).zip(&wanted) {
            let cell = row.split("<td").nth(1 + column).expect("a cell");
            for word in wanted {
                assert!(cell.contains(word), "{set:?} {handle}: {wanted:?}, and {cell}");
                words.insert(*word);
                told += 1;
            }
        }
    }
    assert!(told >= 12 && words.len() > 1, "{told} {words:?}");
    // Everything as now is compared with nothing: there is nobody to disagree.
    assert!(!room.wire.get("/").body.contains("/camps?"));
    assert!(room.wire.get("/?operations=2").body.contains("/camps?operations=2"));
}

#[test]
fn what_was_published_is_drawn_before_the_base_year_and_only_of_england() {
    let room = Room::open();
    let page = room.wire.get("/").body;
    assert!(
        page.contains("It was 2.48 million pathways in 2010/11 and 7.54 million pathways in 2023/24, as published."),
        "{page}"
    );
    assert!(page.contains("Published figures") && page.contains("NHS England, Referral to treatment waiting times"));
    let other = Room::over(&["scotland"], SMALL);
    let page = other.wire.get("/").body;
    assert!(!page.contains("as published.") && !page.contains("Published figures"));
}

#[test]
fn a_lever_in_place_of_what_ones_own_scenario_decides_is_told_on_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ten.toml");
    let text = "title = \"Ten\"\nextends = \"england.toml\"\n[funding.nhs]\naddition = \"£10bn\"\n";
    std::fs::write(&file, text).expect("written");
    let name = file.display().to_string();
    let room = Room::over(&["england", &name], SMALL);
    let over = name.replace('/', "%2F");
    let page = room.wire.get(&format!("/?over={over}&money-for-the-nhs=2")).body;
    assert!(
        page.contains("ten.toml:4") && page.contains("instead of it, not beside it"),
        "{page}"
    );
    for other in [
        format!("/?over={over}&operations=2"),
        "/?money-for-the-nhs=2".to_string(),
    ] {
        assert!(!room.wire.get(&other).body.contains("instead of it"), "{other}");
    }
}
