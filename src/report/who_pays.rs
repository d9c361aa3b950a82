//! Who pays for health and care, and who has it: by deprivation, income and wealth fifth and by age, a ranking at a time.
//!
//! Each ranking has a table and a chart of its own, in pounds a person of the group. The same people stand in all rankings, so
//! nothing may be added across two of them.

use maud::{Markup, html};

use super::bars::{colour, entries};
use super::canvas::{Hold, INK};
use super::findings;
use super::frame::{Chart, Frame, legend_rows, made_with};
use super::scale::{Axis, Scale};
use super::{Run, words};
use crate::measures::{self, Handle};
use crate::world::{Dimension, Group};

const ROOM: f64 = 58.0;

/// What people pay; both are told per person.
const PAID: [(Handle, &str); 2] = [
    (measures::TAX_PAID_PER_HEAD, "Pays: tax for health and care"),
    (measures::PAID_CARE_PER_HEAD, "Pays: charges and self-funded care"),
];
/// Public spending on the care that people have, and what programmes pay them [£m].
const HAD: [(Handle, &str); 4] = [
    (measures::COST_NHS, "Has: NHS care"),
    (measures::COST_COUNCIL, "Has: councils' care, net of charges"),
    (measures::COST_PUBLIC_HEALTH, "Has: public health"),
    (measures::TRANSFERS, "Has: money paid by programmes"),
];
/// Where among [`HAD`] the only part stands that most worlds do not have.
const PAID_TO_THEM: usize = HAD.len() - 1;
/// Pounds in the unit of the tables, £ million.
const POUNDS: f64 = 1e6;

/// A ranking of people.
struct Ranking {
    dimension: Dimension,
    /// Name of the chart.
    name: &'static str,
    /// After "by".
    by: &'static str,
    /// The ends, where it is one of fifths.
    ends: Option<(&'static str, &'static str)>,
    /// What has to be known of it.
    note: &'static str,
}

const RANKINGS: [Ranking; 4] = [
    Ranking {
        dimension: Dimension::Wealth,
        name: "who-pays",
        by: "wealth fifth",
        ends: Some(("poorest", "richest")),
        note: "Fifths are fixed within age groups before care begins, so that nobody is poor because they paid.",
    },
    Ranking {
        dimension: Dimension::Income,
        name: "who-pays-income",
        by: "income fifth",
        ends: Some(("poorest", "richest")),
        note: "Fifths of adults by their own income in the base year; children are counted with the adults of neighbourhoods like theirs.",
    },
    Ranking {
        dimension: Dimension::Imd,
        name: "who-pays-deprivation",
        by: "deprivation fifth",
        ends: Some(("most deprived", "least deprived")),
        note: "Fifths of neighbourhoods, not of people: some of the well-off live in poor places.",
    },
    Ranking {
        dimension: Dimension::Age,
        name: "who-pays-age",
        by: "age",
        ends: None,
        note: "Of one year: over a life the same people are young and old (`carepool compare RUN --winners` tells a change over a life).",
    },
];

impl Ranking {
    fn groups(&self) -> Vec<Group> {
        Group::of(self.dimension).collect()
    }

    /// Its groups in which anybody lives: in a small place no neighbourhood may be among the most deprived.
    fn lived_in(&self, run: &Run<'_>) -> Vec<Group> {
        let year = run.telling_year();
        let people = |scenario: usize, group: Group| run.summary.get(scenario, year, measures::POPULATION, group);
        let empty = |group: Group| {
            (0..run.scenarios()).all(|scenario| people(scenario, group).is_some_and(|people| people.p("p50") == 0.0))
        };
        self.groups().into_iter().filter(|group| !empty(*group)).collect()
    }

    /// What a group is called under its bars and in the table.
    fn label(&self, group: Group, long: bool) -> String {
        let groups = self.groups();
        let (at, count) = (groups.iter().position(|known| *known == group), groups.len());
        let name = group.name();
        let name = name.split_once('=').map_or(name, |(_, name)| name).replace('-', " to ");
        match self.ends {
            Some((first, _)) if long && at == Some(0) => format!("{name} ({first})"),
            Some((_, last)) if long && at == count.checked_sub(1) => format!("{name} ({last})"),
            _ => name,
        }
    }
}

/// What a group pays and what it has, part by part [£ a person]; nothing where the run does not tell it.
fn parts(run: &Run<'_>, scenario: usize, group: Group) -> Option<(Vec<f64>, Vec<f64>)> {
    let year = run.telling_year();
    let middle = |measure: Handle| Some(run.summary.get(scenario, year, measure, group)?.p("p50"));
    let paid = PAID
        .iter()
        .map(|(measure, _)| middle(*measure))
        .collect::<Option<Vec<f64>>>()?;
    let people = middle(measures::POPULATION)?;
    // Nobody pays and nobody has; in another place of the run somebody may.
    if people == 0.0 {
        return Some((vec![0.0; PAID.len()], vec![0.0; HAD.len()]));
    }
    let had = HAD
        .iter()
        .map(|(measure, _)| Some(middle(*measure)? * POUNDS / people))
        .collect::<Option<Vec<f64>>>()?;
    Some((paid, had))
}

/// The charts, one for each ranking that the run tells.
pub fn charts(run: &Run<'_>) -> Vec<Option<Chart>> {
    RANKINGS.iter().map(|ranking| chart(run, ranking)).collect()
}

fn chart(run: &Run<'_>, ranking: &Ranking) -> Option<Chart> {
    let groups = ranking.lived_in(run);
    let of_scenario = |scenario: usize| -> Option<Vec<(Vec<f64>, Vec<f64>)>> {
        groups.iter().map(|group| parts(run, scenario, *group)).collect()
    };
    let mut all: Vec<Vec<(Vec<f64>, Vec<f64>)>> = (0..run.scenarios()).map(of_scenario).collect::<Option<_>>()?;
    // Where no programme pays anybody, no word of it.
    let paid_to_them = all.iter().flatten().any(|(_, had)| had[PAID_TO_THEM] > 0.0);
    if !paid_to_them {
        let had = all.iter_mut().flatten().map(|(_, had)| had);
        had.for_each(|had| had.truncate(PAID_TO_THEM));
    }
    let sums: Vec<f64> = all
        .iter()
        .flatten()
        .flat_map(|(paid, had)| [paid.iter().sum::<f64>(), had.iter().sum::<f64>()])
        .collect();
    let largest = sums.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 || sums.iter().any(|sum| sum.is_nan()) {
        return None;
    }
    let year = run.telling_year().financial();
    let scale = Scale::of("£", largest, false);
    let axis = Axis::covering([0.0, largest * scale.factor].into_iter(), 5, true);
    let title = format!(
        "Who pays for health and care and who has it in {year}, by {}",
        ranking.by
    );
    let ends = ranking.ends.map_or(String::new(), |(first, last)| {
        format!("; 1 is the {first} fifth, {} the {last}", ranking.groups().len())
    });
    let subtitle = format!(
        "{} a year per person, prices of the base year, median of the draws for each part; left what is paid, right what is had{ends}",
        scale.label
    );
    let had = &HAD[..if paid_to_them { HAD.len() } else { PAID_TO_THEM }];
    let labels: Vec<&str> = PAID.iter().chain(had).map(|part| part.1).collect();
    let mut frame = Frame::new(
        &title,
        &subtitle,
        run.scenarios(),
        ROOM,
        legend_rows(labels.iter().copied()),
    );
    frame.key(&entries(&labels));
    let mut alt = format!(
        "Bars of what people pay for health and care and have of it in {year} by {}.",
        ranking.by
    );
    for (scenario, of_groups) in all.iter().enumerate() {
        let panel = frame.panels[scenario];
        if run.scenarios() > 1 {
            frame.name_panel(scenario, ROOM, run.description.scenario_title(scenario));
        }
        frame.rule(&panel, &axis);
        let pitch = panel.width / groups.len() as f64;
        for (at, (paid, had)) in of_groups.iter().enumerate() {
            let x = panel.x + pitch * (at as f64 + 0.5);
            for (left, values, first) in [(x - pitch * 0.36, paid, 0), (x + pitch * 0.02, had, PAID.len())] {
                let mut from = 0.0;
                for (part, value) in values.iter().enumerate() {
                    let to = from + value.max(0.0) * scale.factor;
                    let (top, bottom) = (panel.at(0.0, axis.place(to)).1, panel.at(0.0, axis.place(from)).1);
                    frame
                        .canvas
                        .rectangle(left, top, pitch * 0.34, bottom - top, colour(first + part), 1.0);
                    from = to;
                }
            }
            let label = ranking.label(groups[at], pitch > 90.0);
            frame
                .canvas
                .text(x, panel.y + panel.height + 17.0, 12.0, INK, Hold::Middle, &label);
        }
        // In the figures of the tables: sums of medians are in none of them.
        let told = |at: usize| {
            let of = |measure: Handle| {
                let stats = run.summary.get(scenario, run.telling_year(), measure, groups[at]);
                words::value("£", stats.map_or(f64::NAN, |stats| stats.p("p50")))
            };
            format!(
                "group {} pays {} of tax and {} for care a person, and has public care of {}",
                ranking.label(groups[at], true),
                of(measures::TAX_PAID_PER_HEAD),
                of(measures::PAID_CARE_PER_HEAD),
                of(measures::COST_PER_HEAD)
            )
        };
        let lived_in = |at: &usize| of_groups[*at].1.iter().sum::<f64>() > 0.0;
        let (Some(first), Some(last)) = ((0..groups.len()).find(lived_in), (0..groups.len()).rfind(lived_in)) else {
            continue;
        };
        alt.push_str(&format!(
            " {}: {}; {}.",
            run.description.scenario_title(scenario),
            told(first),
            told(last)
        ));
    }
    Some(Chart {
        name: ranking.name.to_string(),
        caption: format!("{} {}", ranking.note, made_with(run)),
        svg: frame.finish(&run.description.footer(), &alt),
        alt,
    })
}

/// Columns of the tables, each in pounds a person.
const COLUMNS: [(Handle, &str); 4] = [
    (measures::COST_PER_HEAD, "Public care had"),
    (measures::TAX_PAID_PER_HEAD, "Tax paid"),
    (measures::PAID_CARE_PER_HEAD, "Care paid oneself"),
    (measures::NET_BENEFIT_PER_HEAD, "Had and received, less tax"),
];

/// The section of the page: a table for each ranking, and what each scenario changes.
pub fn section(run: &Run<'_>) -> Option<Markup> {
    let year = run.telling_year();
    let get = |scenario: usize, measure: Handle, group: Group| run.summary.get(scenario, year, measure, group);
    let told = |ranking: &&Ranking| {
        let groups = ranking.lived_in(run);
        (0..run.scenarios()).all(|scenario| {
            groups.iter().all(|group| {
                COLUMNS
                    .iter()
                    .all(|(measure, _)| get(scenario, *measure, *group).is_some())
            })
        })
    };
    let rankings: Vec<&Ranking> = RANKINGS.iter().filter(told).collect();
    if rankings.is_empty() {
        return None;
    }
    let net = measures::NET_BENEFIT_PER_HEAD;
    let change = |scenario: usize, group: Group| {
        let difference = run.change(scenario, year, net, group)?;
        Some(if let Some(none) = findings::none(net.measure(), difference) {
            none.to_string()
        } else {
            format!(
                "{} ({})",
                words::difference(net.measure().unit, difference.p("p50")),
                findings::difference_interval(net.measure(), difference)
            )
        })
    };
    Some(html! {
        @for ranking in &rankings {
            @let groups = ranking.lived_in(run);
            h3 { "By " (ranking.by) }
            div.wide tabindex="0" { table {
                thead { tr { th scope="col" { "Pounds a person a year" }
                    @if run.scenarios() > 1 { th scope="col" { "Scenario" } }
                    @for (_, title) in COLUMNS { th scope="col" { (title) } }
                    @if run.scenarios() > 1 { th scope="col" { "Change of the last, from the first" @if run.description.in_several_places() { " of its place" } } } } }
                tbody { @for group in &groups { @for scenario in 0..run.scenarios() { tr {
                    th scope="row" { (ranking.label(*group, true)) }
                    @if run.scenarios() > 1 { td { (run.description.scenario_title(scenario)) } }
                    @for (measure, _) in COLUMNS { td {
                        @if let Some(stats) = get(scenario, measure, *group) { (if stats.p("p50").is_nan() { "nobody lives there".to_string() } else { words::value(measure.measure().unit, stats.p("p50")) }) }
                    } }
                    @if run.scenarios() > 1 { td { (change(scenario, *group).unwrap_or_default()) } }
                } } } }
            } }
            p.note { (ranking.note) }
        }
        p.note { "Medians; in brackets 80% of draws. Public care is told by who has it: the NHS's by age, neighbourhood and what was received, and by wealth and income as "
            "people of one age and neighbourhood stand; councils' person by person. What people pay themselves stands apart. The groups of each table add up to the whole; nothing may be added across tables. Who gains and loses, person by person: "
            code { "carepool compare RUN --winners" } "." }
    })
}
