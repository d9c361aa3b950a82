//! The workshop as browsers without script meet it: forms, cookies, redirects; guards; a machine that stops.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use carepool::workshop::codes::Secret;

use super::cli::{carepool, stdout};

/// A workshop that runs as a program of its own; it is killed when the test ends, however that ends.
pub struct Running {
    child: Child,
    /// `127.0.0.1:PORT`
    pub host: String,
    pin: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Starts it over a process, in a folder, at a port (0: any).
    pub fn start(process: &str, folder: &Path, port: u16, cards: u32) -> Running {
        let mut child = Command::new(env!("CARGO_BIN_EXE_carepool"))
            .args(["workshop", process, "--draws", "2", "--people", "100"])
            .args(["--folder", &folder.display().to_string()])
            .args(["--port", &port.to_string(), "--cards", &cards.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("begins");
        let mut lines = BufReader::new(child.stdout.take().expect("an output")).lines();
        let (mut host, mut pin) = (String::new(), String::new());
        for line in lines.by_ref().map_while(Result::ok) {
            if let Some((_, address)) = line.split_once("join    http://") {
                host = address.trim().to_owned();
            }
            if let Some((_, digits)) = line.split_once("PIN ") {
                pin = digits.trim().to_owned();
            }
            if line.starts_with("Kept in") {
                break;
            }
        }
        assert!(!host.is_empty() && !pin.is_empty(), "it did not say where it is");
        // The rest of what it prints is let through, or it would wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let running = Running { child, host, pin };
        let mut visitor = running.visitor();
        for _ in 0..200 {
            if visitor.try_ask("GET", "/look.css", "", &[]).is_some() {
                return running;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it does not answer");
    }

    /// A browser.
    pub fn visitor(&self) -> Visitor {
        Visitor {
            host: self.host.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// A browser whose phone has joined with a code.
    pub fn phone(&self, code: &str) -> Visitor {
        let mut phone = self.visitor();
        let page = phone.get("/").body;
        let answer = phone.post("/join", &[("token", &hidden(&page, "token")), ("code", code)]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        phone
    }

    /// The facilitator's browser.
    pub fn desk(&self) -> Visitor {
        let mut desk = self.visitor();
        let page = desk.get("/desk").body;
        let token = hidden(&page, "token");
        let answer = desk.post("/desk/pin", &[("token", &token), ("pin", &self.pin), ("to", "/desk")]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        desk
    }

    /// What opens the desk.
    pub fn pin(&self) -> &str {
        &self.pin
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// A browser without script.
#[derive(Clone)]
pub struct Visitor {
    host: String,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub fn get(&mut self, path: &str) -> Answer {
        self.try_ask("GET", path, "", &[]).expect("an answer")
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_ask("POST", path, &encoded(fields), &[]).expect("an answer")
    }

    /// Asks; nothing if nobody answers.
    pub fn try_ask(&mut self, method: &str, path: &str, body: &str, more: &[(&str, &str)]) -> Option<Answer> {
        let mut stream = TcpStream::connect(&self.host).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let host = more
            .iter()
            .find(|(name, _)| *name == "Host")
            .map_or(self.host.as_str(), |(_, host)| host);
        let mut text = format!(
            "{method} {path} HTTP/1.0\r\nHost: {host}\r\nCookie: {}\r\n",
            cookies.join("; ")
        );
        for (name, value) in more.iter().filter(|(name, _)| *name != "Host") {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" {
            text.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
        }
        text.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(text.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        for line in head.lines() {
            if let Some(("set-cookie", rest)) = line.split_once(": ")
                && let Some((name, value)) = rest.split(';').next().and_then(|pair| pair.split_once('='))
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Some(Answer {
            status: head.split(' ').nth(1)?.parse().ok()?,
            head: head.to_lowercase(),
            body: body.to_owned(),
        })
    }

    /// What a form of the ballot page would send, with these proposals marked.
    pub fn ballot(&mut self, named: &[&str]) -> String {
        let page = self.get("/").body;
        let hidden = |name: &str| hidden(&page, name);
        let (token, round, key) = (hidden("token"), hidden("round"), hidden("key"));
        let mut fields = vec![("token", token.as_str()), ("round", &round), ("key", &key)];
        fields.extend(named.iter().map(|id| ("named", *id)));
        encoded(&fields)
    }

    /// Something that the facilitator does.
    pub fn does(&mut self, what: &str, value: &str) -> Answer {
        let page = self.get("/desk").body;
        self.post(
            "/desk/act",
            &[("token", &hidden(&page, "token")), ("what", what), ("value", value)],
        )
    }
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    let plain = |text: &str| -> String {
        let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        text.bytes()
            .map(|byte| {
                if keep(byte) {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", plain(name), plain(value)))
        .collect();
    pairs.join("&")
}

/// The value of a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let (_, rest) = page
        .split_once(&mark)
        .unwrap_or_else(|| panic!("no field {name} in {page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The codes of a folder's workshop.
pub fn codes(folder: &Path) -> Secret {
    let text = fs::read_to_string(folder.join("secret")).expect("a secret");
    Secret::from_text(&text).expect("a secret")
}

/// The receipt that a phone shows.
pub fn receipt(page: &str) -> String {
    let (_, rest) = page
        .split_once("data-receipt=\"")
        .unwrap_or_else(|| panic!("no receipt in {page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

const STREET: &str = "title = \"Our <script>alert(1)</script> street\"\nbase = \"england.toml\"\nbudget = \"£10m\"\nyears = 3\n\
    [scenario.care]\nscale = 0.005\n\
    [proposal.hall]\ntitle = \"A hall \\\"><img src=x onerror=alert(1)>\"\ndescription = \"<b>x</b>\"\ncost = \"£6m\"\n\
    [proposal.path]\ntitle = \"A path\"\ncost = \"£3m\"\n[proposal.nurses]\ntitle = \"Nurses\"\ncost = \"£2m\"\ninto = \"community_health\"\n\
    [electorate]\nballot = \"approval\"\n";

/// A small process file in a folder, and the folder of its workshop.
pub fn street(folder: &Path) -> (String, std::path::PathBuf) {
    let path = folder.join("street.budget.toml");
    fs::write(&path, STREET).expect("written");
    (path.display().to_string(), folder.join("room"))
}

#[test]
fn thirty_phones_vote_half_go_offline_the_machine_stops_and_the_count_is_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, room) = street(folder.path());
    let running = Running::start(&process, &room, 0, 30);
    let port: u16 = running
        .host
        .split(':')
        .nth(1)
        .expect("a port")
        .parse()
        .expect("a number");
    let secret = codes(&room);
    let mut desk = running.desk();
    assert_eq!(desk.does("open", "1").status, 303);
    let choice = |card: u32| -> &[&str] {
        match card % 3 {
            0 => &["hall"],
            1 => &["nurses", "path"],
            _ => &["path"],
        }
    };
    let mut phones: Vec<(u32, Visitor, String)> = (1..=30)
        .map(|card| {
            let mut phone = running.phone(&secret.code(card));
            let ballot = phone.ballot(choice(card));
            (card, phone, ballot)
        })
        .collect();
    // A phone that is handed on keeps the waiting ballot of each card apart, and finds it again.
    let waits = |phone: &mut Visitor| {
        let page = phone.get("/").body;
        let (_, rest) = page.split_once("data-ballot=\"").expect("a ballot");
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let (one, same, other) = (
        waits(&mut phones[0].1),
        waits(&mut phones[0].1),
        waits(&mut phones[1].1),
    );
    assert!(one == same && one != other, "{one} {same} {other}");
    // Half are heard before the machine stops; the others have only pressed the button.
    let mut receipts = BTreeMap::new();
    for (card, phone, ballot) in phones.iter_mut().take(15) {
        assert_eq!(
            phone.try_ask("POST", "/vote", ballot, &[]).expect("an answer").status,
            303
        );
        receipts.insert(*card, receipt(&phone.get("/").body));
    }
    let wall = running.visitor().get("/wall").body;
    assert!(
        wall.contains("15 ballots are in") && !wall.contains("data-receipt"),
        "{wall}"
    );
    running.kill();
    assert!(phones[20].1.try_ask("POST", "/vote", "", &[]).is_none(), "it is gone");
    let running = Running::start(&process, &room, port, 30);
    for (card, phone, ballot) in &mut phones {
        assert_eq!(
            phone.try_ask("POST", "/vote", ballot, &[]).expect("an answer").status,
            303,
            "card {card}"
        );
        let shown = receipt(&phone.get("/").body);
        let before = receipts.entry(*card).or_insert_with(|| shown.clone());
        assert_eq!(*before, shown, "card {card} was acknowledged before");
    }
    // The desk's browser is still the desk's.
    assert_eq!(desk.does("close", "1").status, 303);
    assert_eq!(
        phones[0].1.try_ask("POST", "/vote", "", &[]).expect("an answer").status,
        403
    );
    assert_eq!(desk.does("reveal", "1").status, 303);
    let file = running.visitor().get("/file/vote-1.pb").body;
    let (_, votes) = file.split_once("voter_id;vote\n").expect("ballots");
    let mut counted: Vec<(String, String)> = votes
        .lines()
        .map(|line| {
            line.split_once(';')
                .map(|(id, vote)| (id.to_owned(), vote.to_owned()))
                .expect("a ballot")
        })
        .collect();
    let mut meant: Vec<(String, String)> = receipts
        .iter()
        .map(|(card, receipt)| (receipt.clone(), choice(*card).join(",")))
        .collect();
    counted.sort();
    meant.sort();
    assert_eq!(counted, meant);
    let list = running
        .visitor()
        .get(&format!("/ballots/1?receipt={}", receipts[&7]))
        .body;
    assert!(list.contains("Your ballot is in the list."));
    let result = running.visitor().get("/result/1").body;
    assert!(
        result.contains("Nurses") && result.contains("ballots were counted"),
        "{result}"
    );
    let toml = running.visitor().get("/file/vote-1.toml").body;
    assert!(toml.contains("extends = [\"england.toml\"]"), "{toml}");
}

#[test]
fn forms_need_their_token_pages_their_host_and_the_desk_its_pin() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, room) = street(folder.path());
    let running = Running::start(&process, &room, 0, 5);
    let secret = codes(&room);
    let mut visitor = running.visitor();
    let asked = |visitor: &mut Visitor, method: &str, path: &str, body: &str, more: &[(&str, &str)]| {
        visitor.try_ask(method, path, body, more).expect("an answer").status
    };
    assert_eq!(asked(&mut visitor, "GET", "/", "", &[("Host", "evil.example")]), 421);
    let mut phone = running.phone(&secret.code(1));
    let mut desk = running.desk();
    assert_eq!(
        asked(&mut desk, "POST", "/desk/act", "what=open&value=1", &[]),
        403,
        "no token"
    );
    assert_eq!(desk.does("open", "1").status, 303);
    let ballot = phone.ballot(&["hall"]);
    assert_eq!(
        asked(
            &mut phone,
            "POST",
            "/vote",
            &ballot,
            &[("Origin", "http://evil.example")]
        ),
        403
    );
    assert_eq!(
        asked(&mut phone, "POST", "/vote", &ballot.replace("token=", "other="), &[]),
        403
    );
    let mut other = running.phone(&secret.code(2));
    assert_eq!(asked(&mut other, "POST", "/vote", &ballot, &[]), 403, "another's form");
    assert_eq!(asked(&mut visitor, "POST", "/vote", &ballot, &[]), 403, "nobody's");
    // A card's number alone lets nobody in.
    visitor.cookies.insert("card".to_owned(), "1-00".to_owned());
    assert!(visitor.get("/").body.contains("name=\"code\""));
    for page in ["/desk", "/clerk", "/print/cards"] {
        let body = visitor.get(page).body;
        assert!(
            body.contains("name=\"pin\"") && !body.contains(&secret.code(3)),
            "{page}"
        );
    }
    assert_eq!(asked(&mut phone, "POST", "/desk/act", "what=close&value=1", &[]), 403);
    for path in [
        "/result/1",
        "/ballots/1",
        "/file/vote-1.pb",
        "/file/vote-9.pb",
        "/file/secret",
        "/print/result-1",
    ] {
        assert_eq!(visitor.get(path).status, 404, "{path} before the count");
    }
    let token = hidden(&visitor.get("/desk").body, "token");
    let statuses: Vec<u16> = (0..12)
        .map(|guess| {
            visitor
                .post("/desk/pin", &[("token", &token), ("pin", &format!("0000000{guess}"))])
                .status
        })
        .collect();
    assert_eq!(statuses[0], 422);
    assert_eq!(
        *statuses.last().expect("some"),
        429,
        "guesses at the PIN are limited: {statuses:?}"
    );
    let mut guesser = running.visitor();
    let token = hidden(&guesser.get("/").body, "token");
    let statuses: Vec<u16> = (0..25)
        .map(|guess| {
            guesser
                .post("/join", &[("token", &token), ("code", &format!("AAAA-AA{guess:02}"))])
                .status
        })
        .collect();
    assert_eq!(
        (statuses[0], statuses[24]),
        (422, 429),
        "guesses at codes are limited: {statuses:?}"
    );
    assert_eq!(guesser.get("/c/AAAA-AAAA").status, 429);
    assert!(phone.get("/").body.contains("id=\"ballot\""), "whoever is in stays in");
}

#[test]
fn paper_and_phone_say_which_district_decides_and_ask_where_one_lives() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = folder.path().join("room");
    let running = Running::start("city", &room, 0, 2);
    let secret = codes(&room);
    let mut phone = running.phone(&secret.code(1));
    let mut desk = running.desk();
    desk.does("open", "1");
    let process =
        carepool::process::Process::load("city", &carepool::catalogue()).unwrap_or_else(|wrong| panic!("{wrong}"));
    let paper = desk.get("/print/paper?from=1&to=1").body;
    let ballot = phone.get("/").body;
    assert!(paper.contains("Where do you live?"), "{paper}");
    // Each part of the money is told beside what pays from it: the city's less what officials pinned (£8m less £1.8m).
    for page in [&paper, &ballot] {
        for part in [
            "The whole area: <span class=\"price\">£6.2 million<",
            ">£2.5 million<",
            ">£1.8 million<",
            ">£1.7 million<",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
    for district in &process.districts {
        let own = process
            .proposals
            .iter()
            .filter(|one| one.district.as_ref() == Some(&district.id));
        let open = own.filter(|one| one.pinned.is_none() && one.vetoed.is_none()).count();
        let told = format!("For those who live in {}.", district.title);
        for page in [&paper, &ballot] {
            assert_eq!(page.matches(&told).count(), open, "{told}");
            assert!(page.contains(&district.title), "{page}");
        }
    }
}

#[test]
fn what_officials_settled_is_told_on_phone_paper_and_wall_and_is_no_money_to_be_voted_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, room) = street(folder.path());
    let text = std::fs::read_to_string(&process).expect("the process");
    let loaded = || carepool::process::Process::load(&process, &carepool::catalogue());
    let before = loaded().unwrap_or_else(|wrong| panic!("{wrong}"));
    let ids: Vec<String> = before.proposals.iter().map(|one| one.id.clone()).collect();
    let with = |text: String, id: &str, line: &str| {
        let head = format!("[proposal.{id}]");
        assert!(text.contains(&head), "{text}");
        text.replace(&head, &format!("{head}\n{line}"))
    };
    let text = with(text, &ids[0], "pinned = \"a court ruled\"");
    let text = with(text, &ids[1], "vetoed = \"no site\"");
    std::fs::write(&process, text).expect("written");
    let process_read = loaded().unwrap_or_else(|wrong| panic!("{wrong}"));
    let form = carepool::workshop::Form::of(&process_read);
    let pinned = process_read.proposals[0].price.clone().expect("a price");
    assert_eq!(form.budget, &process_read.budget - &pinned);

    let running = Running::start(&process, &room, 0, 2);
    let secret = codes(&room);
    let mut phone = running.phone(&secret.code(1));
    let mut desk = running.desk();
    desk.does("open", "1");
    let there = carepool::process::money::spoken_exactly(&form.budget);
    for page in [phone.get("/").body, desk.get("/print/paper?from=1&to=1").body] {
        for words in [
            "Settled before the vote",
            "a court ruled",
            "no site",
            "funded whatever the vote",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }
    assert!(phone.get("/").body.contains(&format!("there is {there}.")));
    let named: Vec<&str> = ids[2..].iter().map(String::as_str).collect();
    let ballot = phone.ballot(&named);
    phone.try_ask("POST", "/vote", &ballot, &[]).expect("an answer");
    desk.does("go", "vote");
    assert!(desk.get("/desk").body.contains("The vote is open."));
    desk.does("close", "1");
    let closed = desk.get("/desk").body;
    assert!(
        closed.contains("The vote is closed") && !closed.contains("The vote is open."),
        "{closed}"
    );
    desk.does("reveal", "1");
    desk.does("go", "count");
    let wall = desk.get("/wall").body;
    assert!(
        wall.contains("taken out of the vote") && wall.contains("funded whatever the vote"),
        "{wall}"
    );
    assert!(!wall.contains("named by nobody"), "{wall}");
}

#[test]
fn names_in_proposals_are_text_and_no_page_calls_another_address() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, room) = street(folder.path());
    let running = Running::start(&process, &room, 0, 3);
    let secret = codes(&room);
    let mut phone = running.phone(&secret.code(1));
    let mut desk = running.desk();
    desk.does("open", "1");
    let ballot = phone.ballot(&["hall"]);
    phone.try_ask("POST", "/vote", &ballot, &[]).expect("an answer");
    let mut pages: Vec<(String, Answer)> = Vec::new();
    for path in [
        "/",
        "/wall",
        "/desk",
        "/clerk",
        "/proposals",
        "/print/paper",
        "/print/roles",
        "/print/lesson-1-rules",
    ] {
        for language in ["en", "cy"] {
            let path = format!("{path}?lang={language}");
            let mut visitor = if path.starts_with("/?") {
                phone.clone()
            } else {
                desk.clone()
            };
            pages.push((path.clone(), visitor.get(&path)));
        }
    }
    desk.does("close", "1");
    desk.does("reveal", "1");
    for step in [
        "join",
        "baseline",
        "predict",
        "read",
        "count",
        "consequences",
        "lever",
        "vote-again",
        "count-again",
        "hand-out",
    ] {
        assert_eq!(desk.does("go", step).status, 303);
        for path in ["/", "/wall", "/desk"] {
            let mut visitor = if path == "/" { phone.clone() } else { desk.clone() };
            pages.push((format!("{path} at {step}"), visitor.get(path)));
        }
    }
    for path in ["/result/1", "/print/result-1", "/ballots/1", "/print", "/print/cards"] {
        pages.push((path.to_owned(), desk.get(path)));
    }
    for (path, answer) in &pages {
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            !answer.body.contains("<script>alert") && !answer.body.contains("<img"),
            "{path}"
        );
        assert!(
            !answer.body.contains("style=\"") && !answer.body.contains("onclick"),
            "{path}"
        );
        assert!(
            answer.head.contains("content-security-policy: default-src 'none'"),
            "{path}"
        );
        for part in answer.body.split("=\"http").skip(1) {
            let here = part.trim_start_matches("://").starts_with(&running.host);
            assert!(here, "{path} names {}", &part[..part.len().min(40)]);
        }
        assert!(
            !answer.body.contains("[w-") && !answer.body.contains("[result"),
            "{path} lacks a text"
        );
    }
}

#[test]
fn paper_is_typed_twice_by_the_clerk_and_its_differences_are_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, room) = street(folder.path());
    let running = Running::start(&process, &room, 0, 5);
    let mut desk = running.desk();
    desk.does("open", "1");
    let mut types = |typing: &str, stub: &str, named: &str| {
        let page = desk.get("/clerk").body;
        let (token, round) = (hidden(&page, "token"), hidden(&page, "round"));
        let fields = [
            ("token", token.as_str()),
            ("round", &round),
            ("stub", stub),
            ("typing", typing),
            ("named", named),
        ];
        let answer = desk.post("/clerk/type", &fields);
        (answer.status, answer.body, desk.get("/clerk").body)
    };
    assert_eq!(types("first", "4", "hall").0, 303);
    let (_, _, page) = types("second", "4", "path");
    assert!(page.contains("Differs: first hall; second path"), "{page}");
    let (status, told, _) = types("first", "6", "hall");
    assert_eq!(status, 422);
    assert!(told.contains("stubs are numbered 1 to 5"), "{told}");
    // What is no number is told as it was typed.
    for typed in ["4a", "99999999999", ""] {
        let (status, told, _) = types("first", typed, "hall");
        assert_eq!(status, 422);
        assert!(told.contains(&format!("“{typed}” is not a number")), "{told}");
    }
    let (_, _, page) = types("second", "4", "hall");
    assert!(page.contains("counts") && !page.contains("Differs"), "{page}");
    desk.does("close", "1");
    assert_eq!(desk.does("reveal", "1").status, 303);
    assert!(running.visitor().get("/ballots/1").body.contains("on paper"));
}

const TWINS: &str = "title = \"Two halls\"\nbase = \"england.toml\"\nbudget = \"£10m\"\nyears = 3\n\
    [scenario.care]\nscale = 0.005\n\
    [proposal.east]\ntitle = \"East hall\"\ncost = \"£6m\"\n[proposal.west]\ntitle = \"West hall\"\ncost = \"£6m\"\n\
    [proposal.pool]\ntitle = \"A pool\"\ncost = \"£4m\"\n[electorate]\nballot = \"approval\"\n";

#[test]
fn count_and_show_shows_the_count_and_says_who_named_what_and_what_was_paid_from_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("twins.budget.toml");
    fs::write(&path, TWINS).expect("written");
    let running = Running::start(&path.display().to_string(), &folder.path().join("room"), 0, 5);
    let secret = codes(&folder.path().join("room"));
    let mut desk = running.desk();
    let mut wall = running.visitor();
    // This computer alone: no square that a phone could not follow.
    let join = wall.get("/wall").body;
    assert!(join.contains("--lan") && !join.contains("class=\"qr\""), "{join}");
    assert!(!join.contains("127.0.0.1"), "{join}");
    assert_eq!(desk.does("go", "vote").status, 303);
    assert!(wall.get("/wall").body.contains("has not been opened yet"));
    assert_eq!(desk.does("open", "1").status, 303);
    for (card, named) in [(1, "east"), (2, "west")] {
        let mut phone = running.phone(&secret.code(card));
        let ballot = phone.ballot(&[named]);
        assert_eq!(
            phone.try_ask("POST", "/vote", &ballot, &[]).expect("an answer").status,
            303
        );
    }
    let page = desk.get("/clerk").body;
    for (typing, stub) in [("first", "3"), ("second", "3"), ("first", "4")] {
        let (token, round) = (hidden(&page, "token"), hidden(&page, "round"));
        let fields = [
            ("token", token.as_str()),
            ("round", &round),
            ("stub", stub),
            ("typing", typing),
        ];
        assert_eq!(desk.post("/clerk/type", &fields).status, 303);
    }
    let at_work = desk.get("/desk").body;
    assert!(at_work.contains("2 by phone, 1 on paper that count"), "{at_work}");
    assert!(wall.get("/wall").body.contains("3 ballots are in"));
    desk.does("close", "1");
    // Somebody who reads Welsh is refused in Welsh.
    let mut welsh = desk.clone();
    welsh.get("/desk?lang=cy");
    let refused = welsh.does("reveal", "1");
    assert!(
        refused.status == 422 && refused.body.contains("Edrychwch ar y bonyn 4"),
        "{}",
        refused.body
    );
    assert!(!refused.body.contains("Paper ballots must"), "{}", refused.body);
    let page = desk.get("/clerk").body;
    let token = hidden(&page, "token");
    desk.post("/clerk/withdraw", &[("token", &token), ("round", "1"), ("stub", "4")]);
    assert_eq!(desk.does("reveal", "1").status, 303);
    // The agenda was at the vote: it went on to the count.
    assert!(
        desk.get("/desk").body.contains("Now: Count"),
        "{}",
        desk.get("/desk").body
    );
    for step in ["count", "vote"] {
        desk.does("go", step);
        let shown = wall.get("/wall").body;
        assert!(shown.contains("1 of 3 proposals are funded"), "{step}: {shown}");
        // Two halls of one voter each, of which one fits: nobody's share reached £6m.
        assert!(
            shown.contains("£6 million, <span lang=\"en\">1 voter</span> +"),
            "{shown}"
        );
        assert!(shown.contains("Nobody’s share paid for this one"), "{shown}");
        assert!(shown.contains("One proposal was named by nobody"), "{shown}");
        assert!(!shown.contains("1 voters"), "{shown}");
    }
    let mut phone = running.phone(&secret.code(1));
    for page in [
        phone.get("/").body,
        desk.get("/print/result-1").body,
        phone.get("/result/1").body,
    ] {
        assert!(
            page.contains("Nobody’s share paid for this one") && page.contains("named by nobody"),
            "{page}"
        );
    }
    let file = running.visitor().get("/file/vote-1.pb").body;
    assert!(file.contains("\nrule;equalshares/add1u\n"), "{file}");
}

const IN_PART: &str = "title = \"Our street\"\nbase = \"england.toml\"\nbudget = \"£10m\"\nyears = 3\n\
    [rule]\nname = \"greedy\"\npartial = true\n[compare]\nrules = [\"value-for-money\"]\n[scenario.care]\nscale = 0.005\n\
    [proposal.dentists]\ntitle = \"Dentists\"\ncost = \"£6m\"\ninto = \"dental_optical\"\n\
    [proposal.nurses]\ntitle = \"Nurses\"\ncost = \"£8m\"\ninto = \"community_health\"\n\
    [proposal.wards]\ntitle = \"Wards\"\ncost = \"£9m\"\ninto = \"prescribing\"\n[electorate]\nballot = \"approval\"\n";

#[test]
fn what_is_paid_in_part_stands_with_what_is_funded_on_wall_phone_and_paper() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("street.budget.toml");
    fs::write(&path, IN_PART).expect("written");
    let running = Running::start(&path.display().to_string(), &folder.path().join("room"), 0, 3);
    let secret = codes(&folder.path().join("room"));
    let mut desk = running.desk();
    desk.does("open", "1");
    for (card, named) in [(1, vec!["dentists"]), (2, vec!["dentists", "nurses"])] {
        let mut phone = running.phone(&secret.code(card));
        let ballot = phone.ballot(&named);
        assert_eq!(
            phone.try_ask("POST", "/vote", &ballot, &[]).expect("an answer").status,
            303
        );
    }
    desk.does("close", "1");
    assert_eq!(desk.does("reveal", "1").status, 303);
    desk.does("go", "count");
    let mut phone = running.phone(&secret.code(1));
    for page in ["/wall", "/result/1", "/print/result-1", "/file/vote-1.html"] {
        let shown = phone.get(page).body;
        assert!(
            shown.contains("1 of 3 proposals are funded and one more in part, for £10 million of £10 million"),
            "{page}: {shown}"
        );
        let (funded, not) = shown.split_once("Not funded").expect("two lists");
        assert!(
            funded.contains("◐") && funded.contains("£4 million of £8 million, in part"),
            "{page}"
        );
        assert!(not.contains("Wards") && !not.contains("◐"), "{page}");
    }
    let welsh = phone.get("/result/1?lang=cy").body;
    assert!(welsh.contains("£4 million o £8 million, yn rhannol"), "{welsh}");
    let file = phone.get("/file/vote-1.toml").body;
    assert!(
        file.contains("Funded: Dentists; part of Nurses (£4 million)."),
        "{file}"
    );
}

#[test]
fn the_wall_counts_as_changed_only_who_voted_twice_and_the_desk_says_how_many_futures_there_are() {
    let folder = tempfile::tempdir().expect("a folder");
    // In a workshop the room votes: the file need not say who does.
    let path = folder.path().join("twins.budget.toml");
    fs::write(&path, TWINS.replace("[electorate]\nballot = \"approval\"\n", "")).expect("written");
    let running = Running::start(&path.display().to_string(), &folder.path().join("room"), 0, 6);
    let secret = codes(&folder.path().join("room"));
    let mut desk = running.desk();
    let votes = |desk: &mut Visitor, round: &str, ballots: &[(u32, &str)]| {
        assert_eq!(desk.does("open", round).status, 303);
        for (card, named) in ballots {
            let mut phone = running.phone(&secret.code(*card));
            let ballot = phone.ballot(&[named]);
            let answer = phone.try_ask("POST", "/vote", &ballot, &[]).expect("an answer");
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        desk.does("close", round);
        assert_eq!(desk.does("reveal", round).status, 303);
    };
    votes(&mut desk, "1", &[(1, "east"), (2, "east"), (3, "east"), (4, "west")]);
    // One changes, one stays; two stay away and one comes.
    votes(&mut desk, "2", &[(1, "pool"), (2, "east"), (5, "pool")]);
    desk.does("go", "count-again");
    let wall = running.visitor().get("/wall").body;
    for wanted in [
        "1 of the 2 who voted twice changed their ballot. 2 voted only the first time, 1 only the second.",
        "East hall</span> <strong>3 → 1</strong> (0 −1)",
        "A pool</span> <strong>0 → 2</strong> (+1 0)",
        "West hall</span> <strong>1 → 0</strong> (0 0)",
        "of those who voted twice changed to a proposal",
        "from those who voted only once",
    ] {
        assert!(wall.contains(wanted), "{wanted}: {wall}");
    }
    desk.does("go", "consequences");
    let script = desk.get("/desk").body;
    assert!(script.contains("in 2 futures that the evidence allows"), "{script}");
    let phone = running.phone(&secret.code(1)).get("/result/2").body;
    assert!(!phone.to_lowercase().contains("twenty"), "{phone}");
    // While it runs nothing of it is removed, however its folder is named.
    for name in ["room", "./room/", "room/../room"] {
        let mut command = carepool(folder.path());
        let refused = command.args(["workshop", "--forget", name]).output().expect("runs");
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            refused.status.code() == Some(2) && told.contains("is running (process"),
            "{told}"
        );
    }
    assert!(folder.path().join("room/events.sqlite").is_file());
    // The ballots are counted again by the same file, and the vote alone is told what is missing.
    let file = running.visitor().get("/file/vote-2.pb").body;
    fs::write(folder.path().join("vote-2.pb"), file).expect("written");
    let told = stdout(carepool(folder.path()).args(["vote", "vote-2.pb", "--process", "twins.budget.toml"]));
    assert!(told.contains("A pool"), "{told}");
    let alone = carepool(folder.path())
        .args(["budget", "twins.budget.toml", "--check"])
        .output()
        .expect("runs");
    let told = String::from_utf8_lossy(&alone.stderr).into_owned() + &String::from_utf8_lossy(&alone.stdout);
    assert!(
        told.contains("`ballots` is not set") && told.contains("carepool workshop"),
        "{told}"
    );
    running.kill();
    let told = stdout(carepool(folder.path()).args(["workshop", "--forget", "room"]));
    assert!(told.contains("events.sqlite") && told.contains("secret"), "{told}");
}
