//! Charts of a participatory budget: what was funded, who named what, how sure the result is; and, from the projection,
//! what the choice does.

use super::super::canvas::{BLUE, GREY, Hold, INK, PALE, PALETTE, fitted, in_lines};
use super::super::frame::{Chart, Frame, Panel, Sign, legend_rows};
use super::super::scale::Axis;
use super::super::{fans, gradient};
use super::{Ballot, gap};
use crate::budgeting::exact::approximate;
use crate::budgeting::explanation::so_many;
use crate::measures::{COST_PUBLIC, Handle, NEED_MET, QALYS, WAITING_LIST};
use crate::process::again::{LEVEL, Often};
use crate::process::money::{spoken, spoken_exactly};
use crate::process::support::{Support, support};

/// Letters of a name on two lines: the smallest that are read on a wall.
const SMALL: f64 = 11.5;
/// Room for the names of proposals.
const NAMES: f64 = 330.0;
/// Height of a row.
const ROW: f64 = 30.0;
/// Measures of the projection that get a chart of differences.
const PROJECTED: [Handle; 4] = [NEED_MET, WAITING_LIST, QALYS, COST_PUBLIC];

/// All charts, in the order of the page.
pub fn charts(ballot: &Ballot<'_>) -> Vec<Chart> {
    let mut found = vec![budget(ballot)];
    found.extend(
        support(&ballot.outcome.cast)
            .iter()
            .filter_map(|one| by_group(ballot, one)),
    );
    found.extend(frequencies(ballot));
    found.extend(regimes(ballot));
    found.extend(gap::chart(ballot));
    found.extend(
        PROJECTED
            .iter()
            .filter_map(|measure| fans::difference(ballot.run, *measure)),
    );
    found.extend(gradient::access(ballot.run, NEED_MET));
    found
}

/// A page with one row a proposal; gives the panel and the middle of each row.
pub(super) fn rows(
    (title, subtitle): (&str, &str),
    names: &[String],
    room: f64,
    key: &[(Sign, String)],
) -> (Frame, Panel, Vec<f64>) {
    let keyed = legend_rows(key.iter().map(|(_, label)| label.as_str()));
    let mut frame = Frame::tall(title, subtitle, NAMES, ROW * names.len() as f64, keyed);
    frame.key(key);
    let panel = Panel {
        width: frame.panels[0].width - room,
        ..frame.panels[0]
    };
    let middles: Vec<f64> = (0..names.len()).map(|at| panel.y + ROW * (at as f64 + 0.5)).collect();
    for (name, y) in names.iter().zip(&middles) {
        // On one line or, where it is long, on two smaller ones.
        let (size, lines) = match fitted(name, 12.5, NAMES - 16.0) {
            whole if whole == *name => (12.5, vec![whole]),
            _ => (SMALL, in_lines(name, SMALL, NAMES - 16.0, 2)),
        };
        for (row, line) in lines.iter().enumerate() {
            let down = (row as f64 - (lines.len() - 1) as f64 / 2.0) * 12.5;
            let y = y + 4.5 + down;
            frame.canvas.text(panel.x - 12.0, y, size, INK, Hold::Right, line);
        }
        let under = y + ROW / 2.0;
        frame.canvas.line(
            &[(panel.x - NAMES, under), (panel.x + panel.width + room, under)],
            PALE,
            0.5,
            &[],
        );
    }
    (frame, panel, middles)
}

/// Ticks of a horizontal axis.
pub(super) fn axis(frame: &mut Frame, panel: &Panel, axis: &Axis, text: impl Fn(f64) -> String) {
    for tick in axis.ticks() {
        let (x, y) = panel.at(axis.place(tick), 0.0);
        frame.canvas.line(&[(x, panel.y), (x, y)], PALE, 0.8, &[]);
        frame.canvas.text(x, y + 17.0, 12.0, GREY, Hold::Middle, &text(tick));
    }
}

/// Proposals by votes, funded ones filled; the share of the budget that is spent above.
fn budget(ballot: &Ballot<'_>) -> Chart {
    let (process, outcome) = (ballot.process, ballot.outcome);
    let order: Vec<usize> = outcome
        .decided
        .verdicts
        .iter()
        .filter_map(|verdict| ballot.proposal(verdict))
        .collect();
    let names: Vec<String> = order.iter().map(|at| ballot.title(*at).to_owned()).collect();
    let spent = approximate(&outcome.decided.outcome.spent());
    let title = format!(
        "{} of {} {} funded",
        outcome.funded.len(),
        so_many(process.proposals.len() as u64, "proposal", "proposals"),
        if outcome.funded.len() == 1 { "is" } else { "are" }
    );
    let subtitle = format!(
        "Price a year of each proposal; the funded ones, filled, cost {} of {}",
        spoken(spent),
        spoken_exactly(&process.budget)
    );
    let key = [
        (Sign::Box(BLUE, 1.0), "funded".to_owned()),
        (Sign::Box(GREY, 0.25), "not funded".to_owned()),
    ];
    // Room at the end for the prices.
    let room = if outcome.partly.is_empty() { 150.0 } else { 200.0 };
    let (mut frame, panel, middles) = rows((&title, &subtitle), &names, room, &key);
    let told = |at: usize| {
        let price = spoken(process.proposals[at].pounds());
        match ballot.paid_in_part(at) {
            Some(paid) => format!("{price} · {} of it paid", spoken_exactly(paid)),
            None if ballot.is_funded(at) => format!("{price} · funded"),
            None => format!("{price} · not funded"),
        }
    };
    let most = order
        .iter()
        .map(|at| process.proposals[*at].pounds())
        .fold(1.0, f64::max);
    let scale = Axis::covering([0.0, most].into_iter(), 5, true);
    axis(&mut frame, &panel, &scale, spoken);
    for (at, y) in order.iter().zip(&middles) {
        let price = process.proposals[*at].pounds();
        let right = panel.at(scale.place(price), 0.0).0;
        let (colour, opacity) = if ballot.is_funded(*at) {
            (BLUE, 1.0)
        } else {
            (GREY, 0.25)
        };
        frame
            .canvas
            .rectangle(panel.x, y - 9.0, (right - panel.x).max(1.0), 18.0, colour, opacity);
        if let Some(paid) = ballot.paid_in_part(*at) {
            let paid = panel.at(scale.place(approximate(paid)), 0.0).0;
            frame
                .canvas
                .rectangle(panel.x, y - 9.0, paid - panel.x, 18.0, BLUE, 1.0);
        }
        frame
            .canvas
            .text(right + 6.0, y + 4.5, 11.5, INK, Hold::Left, &told(*at));
    }
    let alt = order
        .iter()
        .fold(String::from("Bars of the prices of all proposals."), |text, at| {
            format!("{text} {}: {}.", ballot.title(*at), told(*at).replace(" · ", ", "))
        });
    Chart {
        name: "budget".to_owned(),
        caption: "Funded proposals in the order in which they were chosen, then the others by votes.".to_owned(),
        svg: frame.finish(&ballot.run.description.footer(), &alt),
        alt,
    }
}

/// What groups are called on charts.
pub(super) fn label(attribute: &str, level: &str) -> String {
    match (attribute, level) {
        ("imd", "1") => "most deprived fifth".to_owned(),
        ("imd", "5") => "least deprived fifth".to_owned(),
        ("imd", other) => format!("fifth {other}"),
        ("age", "0-17") => "under 18".to_owned(),
        ("tenure", other) => other.replace('-', " "),
        (_, other) => other.to_owned(),
    }
}

/// The name of an attribute for people.
pub(super) fn attribute_words(attribute: &str) -> String {
    match attribute {
        "imd" => "deprivation of the area".to_owned(),
        "tenure" => "how the home is held".to_owned(),
        "conditions" => "number of long-term conditions".to_owned(),
        "dependency" => "need of help".to_owned(),
        other => other.replace('_', " "),
    }
}

/// Dots: the part of each group that names each proposal.
fn by_group(ballot: &Ballot<'_>, support: &Support) -> Option<Chart> {
    let election = ballot.election()?;
    if !["imd", "age", "tenure", "sex", "district"].contains(&support.attribute.as_str()) {
        return None;
    }
    let votes = election.votes();
    let mut order: Vec<usize> = (0..election.projects.len()).collect();
    order.sort_by(|a, b| votes[*b].cmp(&votes[*a]).then(a.cmp(b)));
    let names: Vec<String> = order
        .iter()
        .map(|at| election.projects[*at].title().to_owned())
        .collect();
    // The ends of an ordered attribute tell most; more than four dots a row cannot be read.
    let levels: Vec<usize> = match support.levels.len() {
        0 | 1 => return None,
        few @ 2..=4 => (0..few).collect(),
        many => vec![0, many / 2, many - 1],
    };
    let words = attribute_words(&support.attribute);
    let title = format!("Support by {words}");
    let mut subtitle = "Part of the voters of each group who named the proposal".to_owned();
    if levels.len() < support.levels.len() {
        subtitle.push_str(&format!(
            "; {} of {} groups are drawn",
            levels.len(),
            support.levels.len()
        ));
    }
    let key: Vec<_> = levels
        .iter()
        .enumerate()
        .map(|(place, level)| {
            (
                Sign::Dot(PALETTE[place]),
                label(&support.attribute, &support.levels[*level].0),
            )
        })
        .collect();
    let (mut frame, panel, middles) = rows((&title, &subtitle), &names, 12.0, &key);
    let shares = levels.iter().flat_map(|level| support.levels[*level].2.iter().copied());
    let scale = Axis::covering(shares.chain([0.0]), 6, true);
    axis(&mut frame, &panel, &scale, |tick| format!("{:.0}%", tick * 100.0));
    let mut alt = format!("Dots of support by {words}.");
    for (at, y) in order.iter().zip(&middles) {
        let xs: Vec<f64> = levels
            .iter()
            .map(|level| panel.at(scale.place(support.levels[*level].2[*at]), 0.0).0)
            .collect();
        let (low, high) = (
            xs.iter().copied().fold(f64::MAX, f64::min),
            xs.iter().copied().fold(f64::MIN, f64::max),
        );
        frame.canvas.line(&[(low, *y), (high, *y)], GREY, 1.0, &[]);
        for (place, x) in xs.iter().enumerate() {
            // One size, since size would seem to mean something; in the order of the key from above, so that dots are told
            // apart without colour and none hides another.
            let down = (place as f64 - (xs.len() - 1) as f64 / 2.0) * (18.0 / xs.len() as f64);
            frame.canvas.dot(*x, *y + down, 4.0, PALETTE[place]);
        }
        let told: Vec<String> = levels
            .iter()
            .map(|level| {
                let (name, _, shares) = &support.levels[*level];
                format!("{} {:.0}%", label(&support.attribute, name), shares[*at] * 100.0)
            })
            .collect();
        alt.push_str(&format!(" {}: {}.", election.projects[*at].title(), told.join(", ")));
    }
    Some(Chart {
        name: format!("support-{}", support.attribute),
        caption:
            "Groups of fewer than ten voters are left out. Dots far apart mean that a proposal divides the groups."
                .to_owned(),
        svg: frame.finish(&ballot.run.description.footer(), &alt),
        alt,
    })
}

/// The part of other samples that an interval holds, in words.
fn held() -> String {
    format!("{:.0}%", LEVEL * 100.0)
}

/// One dot a rule (or regime) for each proposal, with its interval.
fn dots(ballot: &Ballot<'_>, name: &str, title: &str, subtitle: &str, series: &[(&Often, String)]) -> Option<Chart> {
    let first = series.first()?.0;
    let mut order: Vec<usize> = (0..ballot.process.proposals.len().min(first.frequencies.len())).collect();
    order.sort_by(|a, b| {
        let share = |at: usize| first.frequencies[at].share;
        share(*b).total_cmp(&share(*a)).then(a.cmp(b))
    });
    let names: Vec<String> = order.iter().map(|at| ballot.title(*at).to_owned()).collect();
    let lines = format!(
        "line: where it would be in {} of other samples of as many votes",
        held()
    );
    let key: Vec<_> = series
        .iter()
        .enumerate()
        .map(|(place, (_, label))| (Sign::Dot(PALETTE[place % PALETTE.len()]), label.clone()))
        .chain([(Sign::Whisker(INK), lines)])
        .collect();
    let (mut frame, panel, middles) = rows((title, subtitle), &names, 12.0, &key);
    let scale = Axis::covering([0.0, 1.0].into_iter(), 5, true);
    axis(&mut frame, &panel, &scale, |tick| format!("{:.0}%", tick * 100.0));
    let mut alt = subtitle.to_owned();
    for (at, y) in order.iter().zip(&middles) {
        for (place, (often, _)) in series.iter().enumerate() {
            let Some(frequency) = often.frequencies.get(*at) else {
                continue;
            };
            let down = (place as f64 - (series.len() - 1) as f64 / 2.0) * (20.0 / series.len() as f64);
            let colour = PALETTE[place % PALETTE.len()];
            let x = |share: f64| panel.at(scale.place(share), 0.0).0;
            frame.canvas.line(
                &[(x(frequency.low), y + down), (x(frequency.high), y + down)],
                colour,
                1.6,
                &[],
            );
            frame.canvas.dot(x(frequency.share), y + down, 3.6, colour);
        }
        let told: Vec<String> = series
            .iter()
            .filter_map(|(often, label)| Some(format!("{label} {:.0}%", often.frequencies.get(*at)?.share * 100.0)))
            .collect();
        alt.push_str(&format!(" {}: {}.", ballot.title(*at), told.join(", ")));
    }
    Some(Chart {
        name: name.to_owned(),
        caption: format!(
            "{}: {}. A line holds what {} of other samples of as many votes would show.",
            so_many(ballot.outcome.frequencies.replicates as u64, "vote", "votes"),
            ballot.outcome.frequencies.how,
            held()
        ),
        svg: frame.finish(&ballot.run.description.footer(), &alt),
        alt,
    })
}

/// How often each proposal is funded by each rule, the vote held as the file says.
fn frequencies(ballot: &Ballot<'_>) -> Option<Chart> {
    let all = &ballot.outcome.frequencies.often;
    let regime = &all.first()?.regime;
    let series: Vec<(&Often, String)> = all
        .iter()
        .filter(|often| often.regime == *regime)
        .take(6)
        .map(|often| (often, often.rule.word().to_owned()))
        .collect();
    dots(
        ballot,
        "frequencies",
        "How often each proposal would be funded, by rule",
        "Part of the votes in which it is funded, if the vote were held again and again",
        &series,
    )
}

/// How often each proposal is funded when the vote is held in other ways, by the rule that decides.
fn regimes(ballot: &Ballot<'_>) -> Option<Chart> {
    let all = &ballot.outcome.frequencies.often;
    let rule = all.first()?.rule;
    let series: Vec<(&Often, String)> = all
        .iter()
        .filter(|often| often.rule == rule)
        .take(6)
        .map(|often| (often, often.title.clone()))
        .collect();
    if series.len() < 2 {
        return None;
    }
    let title = "How often each proposal would be funded, by how the vote is held";
    let subtitle = format!("Part of the votes in which {} funds it", rule.word());
    dots(ballot, "regimes", title, &subtitle, &series)
}
