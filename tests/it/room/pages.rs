//! The pages that stand still: the list of levers and one page a lever, in both languages, with hostile words in them.

use carepool::live::State;

use super::{Room, SMALL};
use crate::cli::{carepool as command, stdout};

/// What stands between tags.
fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
}

/// The values of an attribute.
pub fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let begins = format!(" {name}=\"");
    let starts = html.match_indices(&begins).map(|(at, found)| at + found.len());
    starts
        .map(|start| html[start..].split('"').next().unwrap_or_default())
        .collect()
}

#[test]
fn every_lever_has_a_page_that_says_what_it_must() {
    let room = Room::open();
    let catalogue = carepool::catalogue();
    let board = carepool::Board::shipped(&catalogue).expect("the shipped levers");
    let list = room.wire.get("/levers").body;
    for lever in board.levers() {
        let address = format!("/levers/{}", lever.name);
        assert!(
            list.contains(&format!("href=\"{address}\"")),
            "{address} is not in the list"
        );
        let page = room.wire.get(&address);
        assert_eq!(page.status, 200, "{address}");
        let said = text(&page.body);
        let mut wanted: Vec<&str> = vec![
            &lever.title,
            &lever.question,
            &lever.gains,
            &lever.pays,
            &lever.contrary,
            &lever.unknown,
        ];
        wanted.extend(lever.chain.iter().map(String::as_str));
        wanted.extend(
            lever
                .settings
                .iter()
                .flat_map(|setting| [setting.word.as_str(), setting.about.as_str()]),
        );
        wanted.extend(
            lever
                .settings
                .iter()
                .flat_map(|setting| setting.set.keys().map(String::as_str)),
        );
        wanted.extend(lever.evidence.iter().map(String::as_str));
        for wanted in wanted {
            assert!(said.contains(wanted), "{address} does not say: {wanted}");
        }
        // Every row of evidence is told in words, not by its number alone.
        for row in &lever.evidence {
            assert!(
                !page.body.contains(&format!("<li lang=\"en\">{row} ({row})")),
                "{address}: {row}"
            );
        }
        // Each setting can be tried, and the link means that setting.
        let tries: Vec<State> = attributes(&page.body, "href")
            .iter()
            .filter_map(|href| href.strip_prefix("/?"))
            .map(|query| State::from_address(query, &board).expect("a state"))
            .collect();
        let expected: Vec<State> = (0..lever.settings.len())
            .map(|at| State::default().with(lever, at))
            .filter(|state| !state.is_as_now())
            .collect();
        assert_eq!(tries, expected, "{address}");
    }
}

#[test]
fn no_page_has_script_or_style_of_its_own_or_loads_anything_from_elsewhere() {
    let room = Room::open();
    for path in [
        "/",
        "/?free-personal-care=2&a=care-pay%3D1",
        "/levers",
        "/levers/care-pay",
        "/nowhere",
    ] {
        let page = room.wire.get(path).body;
        assert!(page.starts_with("<!DOCTYPE html>"), "{path}");
        for script in page.split("<script").skip(1) {
            assert!(
                script.starts_with(" src=\"/") && script.contains("defer></script>"),
                "{path}: {script:.80}"
            );
        }
        assert!(
            !page.contains("<style") && !page.contains(" style=") && !page.contains("javascript:"),
            "{path}"
        );
        for event in [" onclick=", " onload=", " onchange=", " onsubmit="] {
            assert!(!page.contains(event), "{path}");
        }
        for source in attributes(&page, "src") {
            assert!(source.starts_with('/') && !source.starts_with("//"), "{path}: {source}");
        }
        for (tag, rest) in page
            .split('<')
            .filter_map(|part| part.split_once(' '))
            .filter(|(tag, _)| *tag == "link")
        {
            assert!(
                rest.contains("href=\"/") || rest.contains("href=\"data:,\""),
                "{path}: {tag} {rest:.60}"
            );
        }
    }
}

#[test]
fn a_reader_of_welsh_gets_welsh_and_keeps_it() {
    let room = Room::open();
    let host = ("host", room.wire.host.as_str());
    let page = room.wire.get("/levers?lang=cy");
    assert!(
        page.body.contains("<html lang=\"cy\">") && page.body.contains("Pob lifer"),
        "{:.300}",
        page.body
    );
    let cookie = page.header("set-cookie").expect("kept").to_string();
    assert!(
        cookie.contains("lang=cy") && cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    for with in [
        ("cookie", "x=1; lang=cy"),
        ("accept-language", "cy-GB,cy;q=0.9,en;q=0.8"),
    ] {
        let page = room.wire.send("GET", "/levers/care-pay", &[host, with], "");
        assert!(
            page.body.contains("<html lang=\"cy\">") && page.body.contains("Pwy sydd ar ei ennill"),
            "{with:?}"
        );
        // The model's own words are English, and say so.
        assert!(page.body.contains("<p class=\"question\" lang=\"en\">"), "{with:?}");
    }
    for with in [("cookie", "lang=%3Cscript%3E"), ("accept-language", "fr")] {
        assert!(
            room.wire
                .send("GET", "/levers", &[host, with], "")
                .body
                .contains("<html lang=\"en\">")
        );
    }
    let english = room.wire.get("/levers?lang=en&lang=%22%3E%3Cb%3E");
    assert!(english.body.contains("lang=cy") && !english.body.contains("\"><b>"));
}

#[test]
fn hostile_words_are_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.toml");
    let hostile = "<img src=x onerror=alert(1)>";
    let scenario = format!("title = \"{hostile}\"\nextends = \"england.toml\"\n[pooling]\nshare = 0.4\n");
    std::fs::write(&file, scenario).expect("written");
    let room = Room::over(&["england", file.to_str().expect("a path")], SMALL);
    let page = room.wire.get("/").body;
    assert!(
        page.contains("&lt;img src=x onerror=alert(1)&gt;"),
        "the title is shown"
    );
    for path in [
        "/?%3Cimg%20src=x%20onerror=alert(1)%3E=1",
        "/?care-pay=%3Cimg%20src=x%3E",
        "/?over=%3Cimg%20src=x%3E",
        "/?camp=%3Cimg%20src=x%3E",
        "/?pooling.share=%3Cimg%20src=x%3E",
        "/?a=%3Cimg%20src%3Dx%3E%3D1",
        "/levers/%3Cimg%20src=x%3E",
        "/move?from=%3Cimg%20src%3Dx%3E",
        "/levers.toml?%3Cimg%20src=x%3E=1",
    ] {
        let reply = room.wire.get(path);
        assert!([400, 404].contains(&reply.status), "{path}: {}", reply.status);
        assert!(!reply.body.contains("<img"), "{path}: {}", reply.body);
    }
    assert!(!page.contains("<img"));
    // A number that brings a table or a second line with it is no number.
    for value in ["0.4%0A[governance]", "%7B%20value%20=%201%20%7D", "%22x%22", ""] {
        let reply = room.wire.get(&format!("/move?key=pooling.share&value={value}&from="));
        assert!(
            reply.status == 400 || value.is_empty() && reply.status == 303,
            "{value}: {}",
            reply.status
        );
    }
}

#[test]
fn the_command_tells_where_the_page_is_and_what_is_wrong_with_what_was_asked() {
    let here = std::path::Path::new(".");
    let help = stdout(command(here).args(["explore", "--help"]));
    assert!(help.contains("nobody else can open it"), "{help}");
    let said = |args: &[&str]| {
        let output = command(here).arg("explore").args(args).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(said(&["englnd", "--no-open"]).contains("england"));
    assert!(said(&["england", "england", "--no-open"]).contains("named twice"));
    assert!(said(&["england", "scotland-2001", "--no-open"]).contains("start in the same year"));
    assert!(said(&["--area", "Leeds,Bradford", "--no-open"]).contains("about one"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    assert!(said(&["--no-open", "--port", &port]).contains("cannot be used"));
}

#[test]
#[cfg(unix)]
fn the_command_opens_a_page_and_ends_when_it_is_told_to() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_carepool"))
        .args([
            "explore",
            "--no-open",
            "--people",
            "120",
            "--draws",
            "2",
            "--years",
            "3",
            "--area",
            "Leeds",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let mut address = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    out.read_line(&mut address).expect("an address");
    let page = super::wire::Wire::to(address.trim()).get("/?care-pay=2");
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    let ended = child.wait().expect("ends");
    assert!(told.is_ok_and(|told| told.success()));
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("Leeds") && page.body.contains("Pay of care workers: much"),
        "{:.900}",
        page.body
    );
    // Leeds has some 845,000 of England's 57.7 million people: £5bn there are £73m here, and the page says so.
    assert!(
        page.body.contains("those of all England") && page.body.contains(": £1.4"),
        "{:.900}",
        page.body
    );
    assert_eq!(ended.code(), Some(0));
}
