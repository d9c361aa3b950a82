//! The workshop without its pages: what counts as a vote, what is on disk, what comes of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use carepool::budgeting::lots::Lots;
use carepool::process::Process;
use carepool::scenario::Scenario;
use carepool::workshop::ballot::Spoilt;
use carepool::workshop::consequences::Effort;
use carepool::workshop::event::Typing;
use carepool::workshop::journal::Journal;
use carepool::workshop::{Act, Done, Form, Hall, HallError, Marks, Refusal, Stage, Step};

use super::cli::{carepool, stdout};

const SMALL: Effort = Effort { draws: 2, people: 100 };

/// Processes that were read before: reading one makes all its worlds.
static READ: Mutex<BTreeMap<String, Process>> = Mutex::new(BTreeMap::new());

/// Five proposals for £10m, on a ballot of some kind.
pub fn process(ballot: &str) -> Process {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.entry(ballot.to_owned())
        .or_insert_with(|| read_process(ballot))
        .clone()
}

fn read_process(ballot: &str) -> Process {
    let text = format!(
        "title = \"Our <b>street</b>\"\nbase = \"england.toml\"\nbudget = \"£10m\"\nyears = 3\n\
         [scenario.care]\nscale = 0.005\n[compare]\nrules = [\"greedy\", \"phragmen\"]\n\
         [proposal.hall]\ntitle = \"A hall\"\ncost = \"£6m\"\n\
         [proposal.path]\ntitle = \"A path\"\ncost = \"£3m\"\none_of = \"way\"\n\
         [proposal.road]\ntitle = \"A road\"\ncost = \"£4m\"\none_of = \"way\"\n\
         [proposal.nurses]\ntitle = \"Nurses\"\ncost = \"£2m\"\ninto = \"community_health\"\n\
         [proposal.club]\ntitle = \"A club; \\\"ours\\\"\"\ncost = \"£1m\"\n\
         [electorate]\n{ballot}\n"
    );
    Process::from_text("street.budget.toml", &text, &carepool::catalogue()).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn open(folder: &Path, ballot: &str) -> Hall {
    Hall::open(folder, process(ballot), 12, SMALL, carepool::catalogue()).expect("opens")
}

fn marks(named: &[&str]) -> Marks {
    Marks {
        named: named.iter().map(|id| (*id).to_owned()).collect(),
        ..Marks::default()
    }
}

fn pointed(named: &[(&str, i64)]) -> Marks {
    Marks {
        named: named.iter().map(|(id, _)| (*id).to_owned()).collect(),
        points: named.iter().map(|(_, points)| *points).collect(),
        district: None,
    }
}

fn vote(hall: &Hall, round: u8, card: u32, named: &[&str], key: &str) -> Result<Done, Refusal> {
    hall.act(Act::Vote {
        round,
        code: hall.secret.code(card),
        marks: marks(named),
        key: key.to_owned(),
    })
}

fn paper(hall: &Hall, stub: u32, typing: Typing, named: &[&str]) -> Result<Done, Refusal> {
    hall.act(Act::Type {
        round: 1,
        stub,
        typing,
        marks: marks(named),
    })
}

#[test]
fn a_card_has_one_ballot_a_vote_and_its_last_before_the_close_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = open(folder.path(), "ballot = \"approval\"");
    assert_eq!(vote(&hall, 1, 3, &["hall"], ""), Err(Refusal::NotOpen));
    assert_eq!(hall.act(Act::Open(2)), Err(Refusal::FirstFirst));
    hall.act(Act::Open(1)).expect("opens");
    let first = vote(&hall, 1, 3, &["hall"], "a").expect("counts");
    let second = vote(&hall, 1, 3, &["path", "club"], "b").expect("counts");
    assert_eq!((first.version, second.version), (1, 2));
    assert_ne!(first.receipt, second.receipt);
    vote(&hall, 1, 4, &["hall"], "a").expect("another's word may be the same");
    assert_eq!(hall.act(Act::Reveal(1)), Err(Refusal::NotClosed));
    hall.act(Act::Close(1)).expect("closes");
    assert_eq!(vote(&hall, 1, 3, &["road"], "c"), Err(Refusal::NotOpen));
    assert_eq!(vote(&hall, 1, 5, &["road"], "c"), Err(Refusal::NotOpen));
    let wrong = Act::Vote {
        round: 1,
        code: "AAAA-AAAA".to_owned(),
        marks: marks(&[]),
        key: String::new(),
    };
    assert_eq!(hall.act(wrong), Err(Refusal::UnknownCode));
    hall.act(Act::Reveal(1)).expect("counted");
    let listed = hall.listed(1);
    assert_eq!(listed.len(), 2);
    let of = |done: &Done| listed.iter().find(|one| Some(&one.receipt) == done.receipt.as_ref());
    assert_eq!(of(&second).expect("in the list").named, ["club", "path"]);
    assert!(of(&first).is_none(), "a ballot that was replaced does not count");
    assert_eq!(hall.act(Act::Open(1)), Err(Refusal::Counted));
    hall.act(Act::Open(2)).expect("the second vote opens");
}

#[test]
fn a_ballot_that_is_sent_again_is_the_same_ballot_even_after_a_new_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = open(folder.path(), "ballot = \"approval\"");
    hall.act(Act::Open(1)).expect("opens");
    let first = vote(&hall, 1, 2, &["hall", "club"], "once").expect("counts");
    let again = vote(&hall, 1, 2, &["club", "hall"], "once").expect("the same");
    assert_eq!((&again.receipt, again.version), (&first.receipt, 1));
    assert_eq!(vote(&hall, 1, 2, &["hall"], "once"), Err(Refusal::OtherBallot));
    let events = hall.look(|room| room.events);
    hall.act(Act::Go {
        step: Step::Vote,
        at: 77,
    })
    .expect("goes");
    drop(hall);
    let hall = open(folder.path(), "ballot = \"approval\"");
    assert_eq!(
        hall.look(|room| (room.events, room.step, room.since)),
        (events + 1, Step::Vote, 77)
    );
    let later = vote(&hall, 1, 2, &["hall", "club"], "once").expect("the same");
    assert_eq!(later.receipt, first.receipt);
    hall.act(Act::Close(1)).expect("closes");
    let late = vote(&hall, 1, 2, &["hall", "club"], "once").expect("it was acknowledged before the close");
    assert_eq!(late.receipt, first.receipt);
    assert_eq!(hall.look(|room| room.counted(1).len()), 1);
}

#[test]
fn a_ballot_that_was_replaced_is_not_acknowledged_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = open(folder.path(), "ballot = \"approval\"");
    hall.act(Act::Open(1)).expect("opens");
    vote(&hall, 1, 2, &["hall"], "one").expect("counts");
    vote(&hall, 1, 2, &["club"], "two").expect("counts");
    assert_eq!(vote(&hall, 1, 2, &["hall"], "one"), Err(Refusal::OtherBallot));
    assert_eq!(hall.look(|room| room.counted(1)[0].2.named.clone()), ["club"]);
}

#[test]
fn a_card_votes_by_phone_or_on_paper_and_never_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = open(folder.path(), "ballot = \"approval\"");
    assert_eq!(paper(&hall, 5, Typing::First, &["hall"]), Err(Refusal::NotOpen));
    hall.act(Act::Open(1)).expect("opens");
    vote(&hall, 1, 5, &["hall"], "").expect("counts");
    assert_eq!(paper(&hall, 5, Typing::First, &["hall"]), Err(Refusal::ByPhone(5)));
    paper(&hall, 6, Typing::First, &["hall"]).expect("typed");
    assert_eq!(vote(&hall, 1, 6, &["hall"], ""), Err(Refusal::OnPaper));
    for stub in [0, 13] {
        let refused = paper(&hall, stub, Typing::First, &["hall"]);
        assert_eq!(refused, Err(Refusal::UnknownStub { stub, last: 12 }));
    }
    assert_eq!(hall.act(Act::Withdraw { round: 1, stub: 7 }), Err(Refusal::NoPaper(7)));
    hall.act(Act::Withdraw { round: 1, stub: 6 }).expect("withdrawn");
    vote(&hall, 1, 6, &["path"], "").expect("counts now");
    assert_eq!(hall.look(|room| room.turnout(1)), 2);
}

#[test]
fn paper_counts_when_it_was_typed_twice_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = open(folder.path(), "ballot = \"approval\"");
    hall.act(Act::Open(1)).expect("opens");
    let once = paper(&hall, 1, Typing::First, &["hall", "club"]).expect("typed");
    assert_eq!(once.receipt, None);
    hall.act(Act::Close(1)).expect("closes");
    assert_eq!(hall.act(Act::Reveal(1)), Err(Refusal::Unfinished(vec![1])));
    paper(&hall, 1, Typing::Second, &["hall"]).expect("typed");
    assert_eq!(hall.act(Act::Reveal(1)), Err(Refusal::Unfinished(vec![1])));
    assert!(hall.look(|room| room.counted(1).is_empty()));
    assert_eq!(hall.look(|room| (room.turnout(1), room.round(1).papers.len())), (0, 1));
    let twice = paper(&hall, 1, Typing::Second, &["club", "hall"]).expect("typed");
    let receipt = twice.receipt.expect("it counts");
    hall.act(Act::Reveal(1)).expect("counted");
    assert_eq!(paper(&hall, 2, Typing::First, &["hall"]), Err(Refusal::NotOpen));
    let listed = hall.listed(1);
    assert_eq!((listed[0].receipt.clone(), listed[0].paper), (receipt, true));
    assert_eq!(hall.look(|room| room.turnout(1)), 1);
}

#[test]
fn ballots_of_every_kind_are_held_to_the_paper() {
    let check = |ballot: &str, marks: Marks| {
        let form = Form::of(&process(ballot));
        form.check(&form.tidy(marks))
    };
    let approval = "ballot = \"approval\"\nmin_length = 1\nmax_length = 2";
    assert_eq!(check(approval, marks(&["hall", "path"])), Ok(()));
    assert_eq!(check(approval, marks(&[])), Err(Spoilt::TooFew(1)));
    assert_eq!(
        check(approval, marks(&["hall", "path", "club"])),
        Err(Spoilt::TooMany(2))
    );
    assert_eq!(
        check(approval, marks(&["hall", "hall"])),
        Err(Spoilt::Twice("A hall".into()))
    );
    assert_eq!(check(approval, marks(&["pool"])), Err(Spoilt::Unknown("pool".into())));
    assert_eq!(check(approval, pointed(&[("hall", 1)])), Err(Spoilt::Points));
    let knapsack = "ballot = \"knapsack\"";
    assert_eq!(
        check(knapsack, marks(&["hall", "path", "club"])),
        Ok(()),
        "all of the £10m"
    );
    assert!(matches!(
        check(knapsack, marks(&["hall", "nurses", "path"])),
        Err(Spoilt::TooDear { .. })
    ));
    assert!(matches!(
        check(knapsack, marks(&["path", "road"])),
        Err(Spoilt::Alternatives(..))
    ));
    let points = "ballot = \"cumulative\"\npoints = 10";
    assert_eq!(check(points, pointed(&[("hall", 7), ("club", 3), ("path", 0)])), Ok(()));
    assert_eq!(
        check(points, pointed(&[("hall", 7), ("club", 4)])),
        Err(Spoilt::PointsInAll { given: 11, most: 10 })
    );
    assert_eq!(check(points, pointed(&[("hall", -1)])), Err(Spoilt::PointsOfOne(10)));
    assert_eq!(check(points, marks(&["hall"])), Err(Spoilt::Points));
    let scores = "ballot = \"scoring\"\npoints = 5";
    assert_eq!(check(scores, pointed(&[("hall", 5), ("club", 5)])), Ok(()));
    assert_eq!(check(scores, pointed(&[("hall", 6)])), Err(Spoilt::PointsOfOne(5)));
    assert_eq!(
        check("ballot = \"ordinal\"\nmax_length = 3", marks(&["road", "hall", "club"])),
        Ok(())
    );
    assert_eq!(
        check("ballot = \"choose-1\"", marks(&["road", "hall"])),
        Err(Spoilt::TooMany(1))
    );
}

#[test]
fn a_ranking_keeps_its_order_to_the_ballot_file_and_points_their_points() {
    for (ballot, given, line) in [
        (
            "ballot = \"ordinal\"",
            marks(&["road", "club", "hall"]),
            "road,club,hall\n",
        ),
        (
            "ballot = \"cumulative\"\npoints = 9",
            pointed(&[("path", 7), ("club", 2)]),
            "club,path;2,7\n",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let hall = open(folder.path(), ballot);
        hall.act(Act::Open(1)).expect("opens");
        let done = hall.act(Act::Vote {
            round: 1,
            code: hall.secret.code(1),
            marks: given,
            key: String::new(),
        });
        let receipt = done.expect("counts").receipt.expect("a receipt");
        hall.act(Act::Close(1)).expect("closes");
        hall.act(Act::Reveal(1)).expect("counted");
        let result = hall.result(1).expect("revealed").expect("counted");
        assert!(
            result.ballots.ends_with(&format!("{receipt};{line}")),
            "{}",
            result.ballots
        );
    }
}

/// A workshop on the shipped neighbourhood in which some have voted.
fn neighbourhood(folder: &Path) -> Hall {
    let catalogue = carepool::catalogue();
    let process = Process::load("neighbourhood", &catalogue).expect("shipped");
    let hall = Hall::open(folder, process, 9, SMALL, catalogue).expect("opens");
    hall.act(Act::Open(1)).expect("opens");
    let ballots: [&[&str]; 7] = [
        &["damp_homes", "sure_start", "care_worker_pay"],
        &["damp_homes", "sure_start"],
        &["hospital_wing"],
        &["hospital_wing", "district_nurses", "salaried_dentists"],
        &["telehealth", "deep_end_practices"],
        &["care_worker_pay", "end_of_life_at_home", "district_nurses"],
        &["social_prescribing"],
    ];
    for (at, named) in ballots.iter().enumerate() {
        vote(&hall, 1, at as u32 + 1, named, "").expect("counts");
    }
    hall.act(Act::Close(1)).expect("closes");
    hall.act(Act::Reveal(1)).expect("counted");
    hall
}

#[test]
fn the_ballots_counted_again_by_the_command_fund_the_same_for_the_same_reasons() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = neighbourhood(&folder.path().join("room"));
    let result = hall.result(1).expect("revealed").expect("counted");
    assert!(
        !result.funded.is_empty() && result.others.len() == 4,
        "{:?}",
        result.unable
    );
    let file = folder.path().join("ballots.pb");
    fs::write(&file, &result.ballots).expect("written");
    let mut command = carepool(folder.path());
    command.args(["vote", "ballots.pb", "--process", "neighbourhood", "--margins"]);
    let told = stdout(&mut command);
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = squeezed(&told);
    for verdict in &result.decided.verdicts {
        assert!(told.contains(&squeezed(&verdict.text)), "{}\n\n{told}", verdict.text);
    }
}

#[test]
fn what_nobody_named_is_funded_by_no_rule_and_the_file_of_ballots_counts_alike_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    for (at, voting) in ["ballot = \"approval\"", "ballot = \"cumulative\"\npoints = 9"]
        .iter()
        .enumerate()
    {
        let hall = open(&folder.path().join(format!("room-{at}")), voting);
        hall.act(Act::Open(1)).expect("opens");
        for card in 1..=2 {
            let given = if at == 0 {
                marks(&["club"])
            } else {
                pointed(&[("club", 9)])
            };
            let act = Act::Vote {
                round: 1,
                code: hall.secret.code(card),
                marks: given,
                key: String::new(),
            };
            hall.act(act).expect("counts");
        }
        hall.act(Act::Close(1)).expect("closes");
        hall.act(Act::Reveal(1)).expect("counted");
        let result = hall.result(1).expect("revealed").expect("counted");
        // £1m of £10m: everything else would fit, and nobody asked for it.
        assert_eq!(result.funded, [hall.process.find("club").expect("there")]);
        let unnamed = result.decided.verdicts.iter().filter(|verdict| !verdict.funded);
        for verdict in unnamed {
            assert!(
                verdict.text.starts_with("Not funded: nobody named it."),
                "{}",
                verdict.text
            );
        }
        assert!(result.others.iter().all(|other| other.outcome.funded.len() == 1));
        assert!(
            result.ballots.contains("\nrule;equalshares/add1u\n"),
            "{}",
            result.ballots
        );
        let file = folder.path().join("ballots.pb");
        fs::write(&file, &result.ballots).expect("written");
        let mut command = carepool(folder.path());
        command.args(["vote", "ballots.pb", "--rule", "official", "--format", "json"]);
        let told: serde_json::Value = serde_json::from_str(&stdout(&mut command)).expect("json");
        let told: String = told.to_string().split_whitespace().collect();
        assert!(told.contains("\"funded\":[\"club\"]"), "{told}");
    }
}

#[test]
fn the_choice_written_as_a_scenario_assumes_what_the_process_projects() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = neighbourhood(folder.path());
    let catalogue = carepool::catalogue();
    let everything: Vec<usize> = (0..hall.process.proposals.len()).collect();
    for set in [vec![], vec![0, 3, 5], everything] {
        let text = hall.process.written(&set, &catalogue).expect("written");
        let read = Scenario::from_text("chosen.toml", &text, &[], &catalogue).unwrap_or_else(|wrong| panic!("{wrong}"));
        let meant = hall.process.scenario(&set, &[], &catalogue).expect("a scenario");
        assert_eq!(read.hash(), meant.hash(), "{text}");
    }
    let chosen = hall.scenario(1).expect("revealed").expect("written");
    assert!(
        chosen.contains("extends = [\"england.toml\"]") && chosen.contains("Funded: "),
        "{chosen}"
    );
}

/// A process that pays the last proposal in part; the nurses cost so much.
fn paid_in_part(nurses: &str) -> Process {
    let text = format!(
        "title = \"Our street\"\nbase = \"england.toml\"\nbudget = \"£10m\"\nyears = 4\n\
         [rule]\nname = \"greedy\"\npartial = true\n[scenario.care]\nscale = 0.005\n\
         [proposal.dentists]\ntitle = \"Dentists\"\ncost = \"£6m\"\ninto = \"dental_optical\"\n\
         [proposal.nurses]\ntitle = \"Nurses\"\ncost = \"{nurses}\"\ninto = \"community_health\"\n\
         [electorate]\nballot = \"approval\"\n"
    );
    Process::from_text("street.budget.toml", &text, &carepool::catalogue()).unwrap_or_else(|wrong| panic!("{wrong}"))
}

#[test]
fn what_is_paid_in_part_is_part_of_the_choice_of_its_consequences_and_of_its_file() {
    use carepool::workshop::consequences::Consequences;
    let catalogue = carepool::catalogue();
    let counted = |nurses: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let hall = Hall::open(folder.path(), paid_in_part(nurses), 3, SMALL, carepool::catalogue()).expect("opens");
        hall.act(Act::Open(1)).expect("opens");
        vote(&hall, 1, 1, &["dentists"], "").expect("counts");
        vote(&hall, 1, 2, &["dentists", "nurses"], "").expect("counts");
        hall.act(Act::Close(1)).expect("closes");
        hall.act(Act::Reveal(1)).expect("counted");
        let file = hall.scenario(1).expect("revealed").expect("written");
        let result = hall.result(1).expect("revealed").expect("counted");
        let found = Consequences::of(&hall.process, &result, SMALL, &catalogue).expect("computed");
        (hall.process.clone(), result, found, file)
    };
    // £4m are left for nurses who cost £8m, or who cost just that.
    let (process, result, half, file) = counted("£8m");
    let (_, _, whole, _) = counted("£4m");
    assert_eq!((result.funded.as_slice(), result.partly.len()), ([0].as_slice(), 1));
    assert_eq!(result.partly[0].0, 1);
    assert!(
        result.ballots.contains("\nrule;unknown\n"),
        "no rule of the format pays in part: {}",
        result.ballots
    );
    let near = |one: &[f64], other: &[f64]| {
        let pairs = one.iter().zip(other);
        pairs
            .into_iter()
            .all(|(one, other)| (one - other).abs() <= 1e-9 * other.abs().max(1e-6))
    };
    let (mut some, mut others) = (half.goals.iter(), whole.goals.iter());
    while let (Some(half), Some(whole)) = (some.next(), others.next()) {
        assert!(near(&half.chosen, &whole.chosen), "{half:?}\n{whole:?}");
        let money = |goal: &carepool::workshop::consequences::OfGoal| goal.as_now.clone().expect("new money");
        assert!(near(&money(half), &money(whole)), "{half:?}\n{whole:?}");
    }
    assert_eq!(half.camps, whole.camps);
    // Without the part it would be another choice, and what was kept of one is not taken for the other.
    let bare = carepool::workshop::count::Result {
        partly: Vec::new(),
        ..(*result).clone()
    };
    let less = Consequences::of(&process, &bare, SMALL, &catalogue).expect("computed");
    assert!(
        less.goals
            .iter()
            .zip(&half.goals)
            .any(|(less, half)| !near(&less.chosen, &half.chosen))
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("consequences.json");
    half.keep(&path).expect("kept");
    assert_eq!(Consequences::kept(&path, &result, SMALL), Some(half));
    assert_eq!(Consequences::kept(&path, &bare, SMALL), None);
    // The file says it in words, and assumes what was projected.
    assert!(file.contains("part of Nurses (£4 million)"), "{file}");
    let read = Scenario::from_text("chosen.toml", &file, &[], &catalogue).unwrap_or_else(|wrong| panic!("{wrong}"));
    let (chosen, set) = result.chosen(&process);
    let meant = chosen.scenario(&set, &[], &catalogue).expect("a scenario");
    assert_eq!(read.hash(), meant.hash(), "{file}");
}

#[test]
fn what_moved_is_told_of_cards_that_voted_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = open(folder.path(), "ballot = \"approval\"");
    hall.act(Act::Open(1)).expect("opens");
    for (card, named) in [(1, "hall"), (2, "hall"), (3, "club")] {
        vote(&hall, 1, card, &[named], "").expect("counts");
    }
    hall.act(Act::Close(1)).expect("closes");
    hall.act(Act::Reveal(1)).expect("counted");
    hall.act(Act::Open(2)).expect("opens");
    for (card, named) in [(1, "path"), (2, "hall"), (4, "path")] {
        vote(&hall, 2, card, &[named], "").expect("counts");
    }
    let ids: Vec<String> = hall.process.proposals.iter().map(|one| one.id.clone()).collect();
    let moved = hall.look(|room| carepool::workshop::moved::moved(room, &hall.form, &ids));
    assert_eq!((moved.both, moved.changed), (2, 1));
    assert_eq!((moved.only_first, moved.only_second), (1, 1));
    let of = |id: &str| {
        let shift = moved.shifts.iter().find(|shift| shift.id == id).expect("told");
        let once = (shift.joined, shift.stayed_away);
        (shift.before, shift.came, shift.left, once, shift.after)
    };
    assert_eq!(of("hall"), (2, 0, 1, (0, 0), 1));
    assert_eq!(of("path"), (0, 1, 0, (1, 0), 2));
    assert_eq!(of("club"), (1, 0, 0, (0, 1), 0));
    for one in &moved.shifts {
        assert_eq!(
            one.before + one.came + one.joined,
            one.after + one.left + one.stayed_away,
            "{one:?}"
        );
    }
}

#[test]
fn consequences_are_computed_once_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = Arc::new(open(folder.path(), "ballot = \"approval\""));
    use carepool::workshop::hall::Working;
    assert!(matches!(hall.consequences(1), Working::NotYet));
    hall.act(Act::Open(1)).expect("opens");
    vote(&hall, 1, 1, &["nurses"], "").expect("counts");
    hall.act(Act::Close(1)).expect("closes");
    hall.act(Act::Reveal(1)).expect("counted");
    let found = loop {
        match hall.consequences(1) {
            Working::Computing => std::thread::sleep(Duration::from_millis(50)),
            Working::Ready(found) => break found,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(found.goals.len(), 3);
    assert!(found.goals.iter().all(|goal| goal.chosen.len() == SMALL.draws));
    assert!(
        found.goals[0].chosen.iter().any(|gain| *gain != 0.0),
        "nurses do something"
    );
    assert!(found.goals[0].as_now.is_some(), "there is money to be spent as now");
    assert_eq!(found.camps.len(), 8, "four camps, two readings");
    drop(hall);
    let hall = Arc::new(open(folder.path(), "ballot = \"approval\""));
    match hall.consequences(1) {
        Working::Ready(kept) => assert_eq!(*kept, *found),
        other => panic!("computed again: {other:?}"),
    }
}

#[test]
fn a_folder_belongs_to_one_program_and_one_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("room");
    let hall = open(&own, "ballot = \"approval\"");
    let other = |ballot: &str| Hall::open(&own, process(ballot), 12, SMALL, carepool::catalogue());
    assert!(matches!(other("ballot = \"approval\""), Err(HallError::Taken { .. })));
    drop(hall);
    assert!(matches!(
        other("ballot = \"knapsack\""),
        Err(HallError::OtherProcess { .. })
    ));
    // The same vote in another place is another one.
    let mut elsewhere = process("ballot = \"approval\"");
    let place = carepool::scenario::source::Source::new(
        "place:elsewhere",
        carepool::scenario::source::Root::Embedded,
        "elsewhere.toml",
        String::new(),
    );
    elsewhere.area = Some(std::sync::Arc::new(place));
    let moved = Hall::open(&own, elsewhere, 12, SMALL, carepool::catalogue());
    assert!(matches!(moved, Err(HallError::OtherProcess { .. })));
    other("ballot = \"approval\"").expect("opens again");
}

/// Not a test of its own: the program that the next one kills. It votes and notes each ballot when it is acknowledged.
#[test]
#[ignore = "run by the test that kills it"]
fn votes_until_it_is_killed() {
    let Ok(folder) = std::env::var("CAREPOOL_TEST_ROOM") else {
        return;
    };
    let folder = Path::new(&folder);
    let hall = Arc::new(open(&folder.join("room"), "ballot = \"approval\""));
    hall.act(Act::Open(1)).expect("opens");
    let start: u64 = hall.look(|room| room.events);
    std::thread::scope(|scope| {
        for card in 1..=4u32 {
            let hall = hall.clone();
            scope.spawn(move || {
                let mut notes = fs::File::options()
                    .create(true)
                    .append(true)
                    .open(folder.join("acknowledged"))
                    .expect("opens");
                for turn in 0.. {
                    let named: &[&str] = if turn % 2 == 0 { &["hall"] } else { &["club", "path"] };
                    let key = format!("{start} {turn}");
                    let done = vote(&hall, 1, card, named, &key).expect("counts");
                    // One write of one line: there whole or not at all, whoever is killed when.
                    let line = format!("{card} {} {} {key}\n", done.version, done.receipt.unwrap_or_default());
                    notes.write_all(line.as_bytes()).expect("noted");
                }
            });
        }
    });
}

/// Kills the voting program at so many moments and looks each time at what is on disk; gives the acknowledged ballots.
pub fn kill_at_random_moments(times: u32) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut acknowledged, mut lots) = (0, Lots::from_state(1));
    for turn in 0..times {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--ignored", "--exact", "workshop_core::votes_until_it_is_killed"])
            .env("CAREPOOL_TEST_ROOM", folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("begins");
        let notes = folder.path().join("acknowledged");
        let lines = || fs::read_to_string(&notes).unwrap_or_default();
        // It is under way when it has acknowledged something new.
        let before = lines().len();
        for _ in 0..6_000 {
            if lines().len() > before {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        std::thread::sleep(Duration::from_micros(lots.below(60_000)));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let noted = lines();
        let whole = noted.rfind('\n').map_or("", |end| &noted[..end]);
        assert!(noted.len() > before, "nothing was acknowledged in turn {turn}");
        let journal = Journal::open(&folder.path().join("room").join("events.sqlite")).expect("opens");
        let written: Vec<(String, u32, u32)> = {
            let hall_secret = fs::read_to_string(folder.path().join("room").join("secret")).expect("there");
            let secret = carepool::workshop::codes::Secret::from_text(&hall_secret).expect("a secret");
            let events = journal.events().expect("every event can be read");
            let mut found = Vec::new();
            for (event, _) in &events {
                if let carepool::workshop::event::Event::Voted { card, version, .. } = event {
                    let number = (1..=12).find(|number| secret.hash(&secret.code(*number)) == *card);
                    let number = number.expect("a card");
                    found.push((secret.receipt(1, number, *version), number, *version));
                }
            }
            found
        };
        for card in 1..=4 {
            let versions: Vec<u32> = written.iter().filter(|one| one.1 == card).map(|one| one.2).collect();
            let meant: Vec<u32> = (1..=versions.len() as u32).collect();
            assert_eq!(versions, meant, "each ballot once, in order, after kill {turn}");
        }
        for line in whole.lines() {
            let parts: Vec<&str> = line.split(' ').collect();
            let known = written.iter().filter(|(receipt, ..)| receipt == parts[2]).count();
            assert_eq!(known, 1, "acknowledged `{line}` stands {known} times after kill {turn}");
        }
        acknowledged = whole.lines().count();
    }
    let hall = open(&folder.path().join("room"), "ballot = \"approval\"");
    assert_eq!(
        hall.look(|room| (room.stage(1), room.counted(1).len())),
        (Stage::Open, 4)
    );
    acknowledged
}

#[test]
fn no_acknowledged_ballot_is_lost_or_doubled_when_the_program_is_killed_at_any_moment() {
    assert!(kill_at_random_moments(6) > 6);
}

#[test]
#[ignore = "a hundred kills take minutes"]
fn no_acknowledged_ballot_is_lost_or_doubled_over_a_hundred_kills() {
    println!("{} ballots acknowledged", kill_at_random_moments(100));
}
