//! Simulated voters beside real ones: what is fitted, to which elections, and how well it does on those set aside.
//!
//! `UPDATE_GOLDEN=1 cargo test --test it voters` writes the page and the figures of the real elections anew (the latter from
//! the files, where they are at hand).

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use carepool::budgeting::electorate::{
    About, Approve, BallotForm, Chance, Electorate, Matrix, Participation, Regime, Shape, Social, Voter, VoterModel,
    hold, shape,
};
use carepool::budgeting::exact::whole;
use carepool::budgeting::{Project, pabulib};
use carepool::process::electing::usual_model;

/// A real election: its form, and the shape that was counted.
#[derive(Clone, Debug)]
pub struct Real {
    file: String,
    place: String,
    pub projects: usize,
    voters: usize,
    min_length: usize,
    max_length: usize,
    pub figures: [f64; 4],
    pub used: String,
    line: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/voters")
}

/// The table of real elections.
pub fn real() -> Vec<Real> {
    let text = fs::read_to_string(folder().join("elections.csv")).expect("the table");
    let whole = |text: &str| text.parse::<usize>().expect("a whole number");
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            Real {
                file: cells[0].clone(),
                place: cells[1].clone(),
                projects: whole(&cells[3]),
                voters: whole(&cells[4]),
                min_length: whole(&cells[5]),
                max_length: whole(&cells[6]),
                figures: [7, 8, 9, 10].map(|at: usize| cells[at].parse().unwrap_or(f64::NAN)),
                used: cells[11].clone(),
                line: cells,
            }
        })
        .collect()
}

/// Sorted numbers' quantile, between neighbours.
pub fn quantile(numbers: &[f64], part: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = part * (sorted.len() - 1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    sorted[low] + (sorted[high] - sorted[low]) * (place - low as f64)
}

/// The middle 80% of each figure over real elections of 8 to 24 projects.
pub fn middle_of_real() -> [(f64, f64); 4] {
    let few: Vec<Real> = real()
        .into_iter()
        .filter(|one| (8..=24).contains(&one.projects))
        .collect();
    std::array::from_fn(|at| {
        let numbers: Vec<f64> = few.iter().map(|one| one.figures[at]).collect();
        (quantile(&numbers, 0.1), quantile(&numbers, 0.9))
    })
}

/// Voters of whom nothing is known but what people know of one another: reasons and circumstances say nothing here.
fn impression(model: VoterModel) -> VoterModel {
    VoterModel {
        knowledge: 0.0,
        near: 0.0,
        principle: 0.0,
        cost_sensitivity: 0.0,
        ..model
    }
}

/// Most voters simulated for an election, for speed: shares hardly depend on their number.
const MOST: usize = 150;

fn electorate(one: &Real) -> Electorate {
    let voters: Vec<Voter> = (0..one.voters.min(MOST) as u64)
        .map(|id| Voter {
            id,
            weight: 1.0,
            age: 40,
            sex: 0,
            fifth: 2,
            tenure: 0,
            conditions: 0,
            dependency: 0,
            parent: false,
            carer: false,
            district: 0,
        })
        .collect();
    let own = Matrix::zeros(voters.len(), one.projects);
    let nothing = vec![0.0; one.projects];
    Electorate {
        social: Social {
            everybody: nothing.clone(),
            worse_off: nothing.clone(),
            children: nothing.clone(),
            helped: nothing,
        },
        own,
        voters,
        projects: (0..one.projects)
            .map(|at| Project::new(&at.to_string(), whole(1)))
            .collect(),
        about: vec![About::default(); one.projects],
        budget: whole(1),
        residents: 1.0,
    }
}

/// The shape of a simulated vote with the form of a real one.
fn simulated(one: &Real, electorate: &Electorate, model: VoterModel, threshold: f64, replicate: u64) -> Shape {
    let regime = Regime {
        model: impression(model),
        deliberation: None,
        registration: Participation::even(1.0),
        turnout: Participation::even(1.0),
        delegation: None,
        form: BallotForm {
            approve: Approve::AboveMean(threshold),
            min_length: one.min_length,
            max_length: Some(one.max_length),
            ..BallotForm::approval()
        },
        raking: None,
    };
    let poll = hold(electorate, &regime, Chance::new(17, replicate)).expect("a vote");
    shape(&poll.election).expect("a shape")
}

/// Where voters must draw the line for ballots to be as long as they were: a matter of the form, not of minds.
fn threshold(one: &Real, electorate: &Electorate, model: VoterModel) -> f64 {
    if one.min_length == one.max_length {
        return 0.0;
    }
    let (mut low, mut high) = (-1.0, 3.0);
    for _ in 0..7 {
        let middle = 0.5 * (low + high);
        if simulated(one, electorate, model, middle, 0).length > one.figures[2] {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

fn predicted(one: &Real, model: VoterModel, votes: u64) -> (f64, Vec<[f64; 4]>) {
    let electorate = electorate(one);
    let threshold = threshold(one, &electorate, model);
    let shapes = (1..=votes).map(|replicate| simulated(one, &electorate, model, threshold, replicate).figures());
    (threshold, shapes.collect())
}

/// How far a model is from the elections it is fitted to: squared distances of the mean figures, each in the spread that
/// figure has over all real elections. Length is not counted: it is set.
fn loss(model: VoterModel, votes: u64) -> f64 {
    let all = real();
    let spread = |at: usize| {
        let numbers: Vec<f64> = all.iter().map(|one| one.figures[at]).collect();
        let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
        numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / numbers.len() as f64
    };
    let fitted = all.iter().filter(|one| one.used == "fitted");
    fitted
        .map(|one| {
            let (_, shapes) = predicted(one, model, votes);
            [0usize, 1, 3]
                .map(|at| {
                    let mean = shapes.iter().map(|shape| shape[at]).sum::<f64>() / shapes.len() as f64;
                    (mean - one.figures[at]).powi(2) / spread(at)
                })
                .iter()
                .sum::<f64>()
        })
        .sum()
}

#[test]
fn the_table_of_real_elections_is_what_the_files_hold() {
    let ballots = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/participatory-budgeting/ballots");
    if !ballots.is_dir() {
        eprintln!("skipped: no files of real elections beside the project");
        return;
    }
    let header = fs::read_to_string(folder().join("elections.csv")).expect("the table");
    let mut text = format!("{}\n", header.lines().next().expect("a header"));
    for one in real() {
        let bytes = fs::read(ballots.join(&one.file)).expect("a file of ballots");
        let reading = pabulib::read_bytes(bytes, false);
        let election = reading.election.expect("an election");
        let counted = shape(&election).expect("a shape").figures();
        assert_eq!(
            (election.projects.len(), election.ballot_of_voter.len()),
            (one.projects, one.voters),
            "{}",
            one.file
        );
        if std::env::var_os("UPDATE_GOLDEN").is_none() {
            for (counted, written) in counted.iter().zip(one.figures) {
                assert!(
                    (counted - written).abs() < 0.002,
                    "{}: {counted} is not {written}",
                    one.file
                );
            }
        }
        let mut cells = one.line.clone();
        for (at, counted) in counted.iter().enumerate() {
            cells[7 + at] = format!("{counted:.3}");
        }
        let _ = writeln!(text, "{}", cells.join(","));
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(folder().join("elections.csv"), text).expect("writes");
    }
}

#[test]
fn the_fitted_numbers_are_nearer_to_real_elections_than_their_neighbours() {
    type Change = fn(&mut VoterModel, f64);
    let usual = usual_model();
    let best = loss(usual, 4);
    let double = |model: &VoterModel, change: Change, by: f64| {
        let mut other = *model;
        change(&mut other, by);
        loss(other, 4)
    };
    let parts: [(&str, Change); 2] = [
        ("campaign_sd", |model, by| model.campaign_sd *= by),
        ("noise_sd", |model, by| model.noise_sd *= by),
    ];
    for (name, part) in parts {
        for by in [0.6, 1.7] {
            let other = double(&usual, part, by);
            assert!(best < other, "{name} × {by}: {other} against {best}");
        }
    }
    // Loyalty and strictness move the fit little: it can only be said that the shipped ones do no harm.
    for (name, part) in [
        (
            "loyalty_sd",
            (|model: &mut VoterModel, by| model.loyalty_sd *= by) as Change,
        ),
        ("strictness_sd", |model, by| model.strictness_sd *= by),
    ] {
        for by in [0.0, 3.0] {
            let other = double(&usual, part, by);
            assert!(best < other + 1.0, "{name} × {by}: {other} against {best}");
        }
    }
}

#[test]
fn the_page_beside_the_processes_is_what_the_comparison_gives() {
    let page = page();
    let path = folder().join("README.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &page).expect("writes");
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == page,
        "write it anew: UPDATE_GOLDEN=1 cargo test --test it voters"
    );
}

const VOTES: u64 = 20;

fn page() -> String {
    let model = usual_model();
    let mut text = String::from(
        "# Simulated voters beside real ones\n\n\
         Made by `UPDATE_GOLDEN=1 cargo test --test it voters`; not typed.\n\n\
         Nobody has polled how people vote on health and care budgets, so the voters of a process file are held to what is known: \
         the *shape* of real elections. `elections.csv` has it for twelve elections of the open collection Pabulib \
         (pabulib.org), counted from the ballots: the part of the voters who name the favourite, the standard deviation of \
         support over projects, the mean part of the projects on a ballot, and what two ballots have in common (projects on \
         both as a part of those on either).\n\n\
         ## What is fitted, and what is judged\n\n\
         | number | value | how |\n|---|---|---|\n",
    );
    let fitted = "fitted to the four elections marked below, together with the others marked so";
    for (name, value, how) in [
        ("campaign_sd", model.campaign_sd, fitted),
        (
            "noise_sd",
            model.noise_sd,
            "the unit of all others: only ratios to it matter",
        ),
        (
            "loyalty_sd",
            model.loyalty_sd,
            "judged; real ballots tell little of it (no loss of fit against none)",
        ),
        ("camps", model.camps as f64, "judged"),
        (
            "strictness_sd",
            model.strictness_sd,
            "judged within what the lengths of real ballots allow",
        ),
        (
            "knowledge",
            model.knowledge,
            "set, not fitted: no real ballot tells who had read what; low enough that the votes of the shipped processes go with the model's gain by less than 0.7 (a test holds that bound), since most have read little",
        ),
        ("own", model.own, "judged"),
        ("others", model.others, "judged"),
        ("worse_off", model.worse_off, "judged"),
        ("family", model.family, "judged"),
        (
            "curvature",
            model.curvature,
            "judged: a hundredfold gain counts tenfold",
        ),
        ("near", model.near, "judged"),
        ("principle", model.principle, "judged"),
        ("cost_sensitivity", model.cost_sensitivity, "judged"),
    ] {
        let _ = writeln!(text, "| `{name}` | {value} | {how} |");
    }
    text.push_str(
        "\nOf real elections it is not known what was near to whom, nor who had read what; there, voters go by campaign, camp \
         and taste alone. Where they draw the line is set for each election so that ballots are as long as they were, since \
         that is a matter of the form; favourite, spread and overlap are then predicted.\n\n\
         ## How well it does\n\n\
         Real figure, and the range that holds 80% of 20 simulated votes of the same form. A range in bold does not hold the \
         real figure.\n\n\
         | election | projects | use | favourite | spread | overlap |\n|---|---|---|---|---|---|\n",
    );
    let (mut held, mut all) = ([0usize; 2], [0usize; 2]);
    for one in real().iter().filter(|one| one.used != "range") {
        let (_, shapes) = predicted(one, model, VOTES);
        let aside = usize::from(one.used == "aside");
        let _ = write!(text, "| {} | {} | {} |", one.place, one.projects, one.used);
        for at in [0, 1, 3] {
            let numbers: Vec<f64> = shapes.iter().map(|shape| shape[at]).collect();
            let (low, high) = (quantile(&numbers, 0.1), quantile(&numbers, 0.9));
            let inside = (low..=high).contains(&one.figures[at]);
            held[aside] += usize::from(inside);
            all[aside] += 1;
            let range = format!("{low:.2} to {high:.2}");
            let range = if inside { range } else { format!("**{range}**") };
            let _ = write!(text, " {:.2} in {range} |", one.figures[at]);
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "\nHeld: {} of {} figures of the elections fitted to, {} of {} of those set aside.\n",
        held[0], all[0], held[1], all[1]
    );
    text.push_str(
        "## What a vote should look like\n\n\
         The middle 80% of the real elections of 8 to 24 projects in the table. In 409 approval elections of 8 to 20 projects of \
         the whole collection the favourite is named by 49% in the median, by 68% in the ninth decile, and by 90% or more in one \
         of forty. `carepool budget` tells the same figures of its own vote, in the report and under `shape` in `vote.json`; \
         tests hold the shipped processes to these ranges.\n\n\
         | figure | from | to |\n|---|---|---|\n",
    );
    let words = [
        "favourite: part of voters who name it",
        "spread of support over proposals",
        "length: part of the proposals on a ballot",
        "overlap of two ballots",
    ];
    for (word, (low, high)) in words.iter().zip(middle_of_real()) {
        let _ = writeln!(text, "| {word} | {low:.2} | {high:.2} |");
    }
    text
}
