//! How much a workshop bears: five hundred voters at once, levers that move meanwhile, and a machine that stops a hundred times.
//! Figures are for whoever asks; they are taken in a release build, by name, on a quiet machine.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use carepool::budgeting::lots::Lots;

use super::workshop_http::{Running, Visitor, codes, encoded, hidden, receipt, street};

/// Voters.
const VOTERS: u32 = 500;
/// Threads that play them.
const HANDS: usize = 20;
/// How often the machine stops.
const KILLS: u32 = 100;
/// Changes of a lever meanwhile.
const LEVERS: u32 = 50;
/// What a voter may want.
const WISHES: [&[&str]; 4] = [&["hall"], &["path", "nurses"], &["nurses"], &["hall", "path"]];

#[test]
#[ignore = "takes minutes; run it by name in a release build"]
fn five_hundred_voters_at_once_are_acknowledged_in_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, room) = street(folder.path());
    let running = Running::start(&process, &room, 0, VOTERS);
    let secret = codes(&room);
    running.desk().does("open", "1");
    let mut phones: Vec<(Visitor, String)> = (1..=VOTERS)
        .map(|card| {
            let mut phone = running.phone(&secret.code(card));
            let ballot = phone.ballot(if card % 2 == 0 { &["hall"] } else { &["path", "nurses"] });
            (phone, ballot)
        })
        .collect();
    // Within some ten seconds, as when a facilitator says "now".
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let voting: Vec<_> = phones
            .iter_mut()
            .enumerate()
            .map(|(at, (phone, ballot))| {
                scope.spawn(move || {
                    std::thread::sleep(Duration::from_millis(20 * at as u64));
                    let start = Instant::now();
                    let answer = phone.try_ask("POST", "/vote", ballot, &[]).expect("an answer");
                    assert_eq!(answer.status, 303);
                    start.elapsed()
                })
            })
            .collect();
        voting.into_iter().map(|one| one.join().expect("voted")).collect()
    });
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "median {:?}, 99th percentile {:?}, longest {:?}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
    let mut together: Vec<Duration> = std::thread::scope(|scope| {
        let voting: Vec<_> = phones
            .iter_mut()
            .map(|(phone, _)| {
                let ballot = phone.ballot(&["path"]);
                scope.spawn(move || {
                    let start = Instant::now();
                    assert_eq!(
                        phone.try_ask("POST", "/vote", &ballot, &[]).expect("an answer").status,
                        303
                    );
                    start.elapsed()
                })
            })
            .collect();
        voting.into_iter().map(|one| one.join().expect("voted")).collect()
    });
    together.sort();
    println!(
        "as fast as one laptop can send them: 99th percentile {:?}",
        together[494]
    );
    assert!(at(0.99) < Duration::from_millis(200), "{:?}", at(0.99));
    let mut desk = running.desk();
    desk.does("close", "1");
    desk.does("reveal", "1");
    let file = running.visitor().get("/file/vote-1.pb").body;
    assert!(file.contains("num_votes;500\n"), "{}", &file[..300]);
}

/// A voter with a phone, and what was acknowledged last.
struct Voter {
    card: u32,
    phone: Visitor,
    wish: Option<&'static [&'static str]>,
    acknowledged: u32,
}

impl Voter {
    /// Votes, and sends the same again until somebody answers. Tells how long it took where nothing stood in between.
    fn votes(&mut self, wish: &'static [&'static str]) -> Option<Duration> {
        let page = loop {
            match self.phone.try_ask("GET", "/", "", &[]) {
                Some(page) if page.status == 200 => break page.body,
                _ => std::thread::sleep(Duration::from_millis(25)),
            }
        };
        let (token, round, key) = (hidden(&page, "token"), hidden(&page, "round"), hidden(&page, "key"));
        let mut fields = vec![("token", token.as_str()), ("round", &round), ("key", &key)];
        fields.extend(wish.iter().map(|id| ("named", *id)));
        let ballot = encoded(&fields);
        let mut alone = true;
        loop {
            let begun = Instant::now();
            match self.phone.try_ask("POST", "/vote", &ballot, &[]) {
                Some(answer) => {
                    assert_eq!(answer.status, 303, "card {}: {}", self.card, answer.body);
                    self.wish = Some(wish);
                    self.acknowledged += 1;
                    return alone.then(|| begun.elapsed());
                }
                None => {
                    alone = false;
                    std::thread::sleep(Duration::from_millis(25));
                }
            }
        }
    }
}

/// Moves a lever at the desk; whether somebody answered.
fn moves(desk: &mut Visitor, setting: u32) -> bool {
    let Some(page) = desk.try_ask("GET", "/desk", "", &[]) else {
        return false;
    };
    let (token, value) = (hidden(&page.body, "token"), format!("operations={setting}"));
    let fields = [("token", token.as_str()), ("what", "lever"), ("value", &value)];
    let answer = desk.try_ask("POST", "/desk/act", &encoded(&fields), &[]);
    answer.is_some_and(|answer| answer.status == 303)
}

#[test]
#[ignore = "takes minutes; run it by name in a release build"]
fn no_acknowledged_ballot_of_five_hundred_is_lost_or_doubled_over_a_hundred_kills_while_levers_move() {
    let folder = tempfile::tempdir().expect("a folder");
    let (process, room) = street(folder.path());
    let begun = Running::start(&process, &room, 0, VOTERS);
    let port: u16 = begun
        .host
        .split(':')
        .nth(1)
        .and_then(|port| port.parse().ok())
        .expect("a port");
    let secret = codes(&room);
    let mut desk = begun.desk();
    desk.does("open", "1");
    desk.does("go", "lever");
    let mut voters: Vec<Voter> = (1..=VOTERS)
        .map(|card| Voter {
            card,
            phone: begun.phone(&secret.code(card)),
            wish: None,
            acknowledged: 0,
        })
        .collect();
    let (stop, times) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    let mut levers = 0;
    let mut running = Some(begun);
    std::thread::scope(|scope| {
        for (hand, own) in voters.chunks_mut(VOTERS as usize / HANDS).enumerate() {
            let (stop, times) = (&stop, &times);
            scope.spawn(move || {
                for turn in 0.. {
                    for (at, voter) in own.iter_mut().enumerate() {
                        if stop.load(Ordering::Relaxed) && turn > 0 {
                            return;
                        }
                        if let Some(time) = voter.votes(WISHES[(hand + at + turn) % WISHES.len()]) {
                            times.lock().expect("no panic").push(time);
                        }
                        std::thread::sleep(Duration::from_millis(40));
                    }
                }
            });
        }
        let mut lots = Lots::from_state(7);
        for kill in 0..KILLS {
            std::thread::sleep(Duration::from_millis(100 + lots.below(900)));
            if kill % (KILLS / LEVERS) == 0 {
                levers += u32::from(moves(&mut desk, 1 + levers % 3));
            }
            running.take().expect("it runs").kill();
            running = Some(Running::start(&process, &room, port, VOTERS));
        }
        stop.store(true, Ordering::Relaxed);
    });
    let mut shown = BTreeMap::new();
    for voter in &mut voters {
        let page = voter.phone.get("/").body;
        let wish = voter.wish.expect("everybody has voted");
        let mut named: Vec<&str> = wish.to_vec();
        named.sort_unstable();
        assert!(
            shown.insert(receipt(&page), named.join(",")).is_none(),
            "two cards have one receipt"
        );
    }
    let running = running.expect("it runs");
    let mut desk = running.desk();
    assert_eq!(desk.does("close", "1").status, 303);
    assert_eq!(desk.does("reveal", "1").status, 303);
    let file = running.visitor().get("/file/vote-1.pb").body;
    let (_, votes) = file.split_once("voter_id;vote\n").expect("ballots");
    let counted: Vec<(String, String)> = votes
        .lines()
        .filter_map(|line| {
            line.split_once(';')
                .map(|(one, other)| (one.to_owned(), other.to_owned()))
        })
        .collect();
    assert_eq!(counted.len(), VOTERS as usize, "one ballot a card");
    let counted: BTreeMap<String, String> = counted.into_iter().collect();
    assert_eq!(counted, shown);
    let mut times = times.into_inner().expect("no panic");
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let acknowledged: u32 = voters.iter().map(|voter| voter.acknowledged).sum();
    println!(
        "{acknowledged} ballots acknowledged over {KILLS} kills and {levers} changes of a lever; of those that no kill stood in: median {:?}, 99th percentile {:?}, longest {:?}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
    assert!(levers >= LEVERS * 9 / 10, "{levers}");
}
