//! `report.html`: one file that loads nothing from anywhere and reads on a phone, a projector and paper.

use maud::{DOCTYPE, Markup, html};

use super::sheet::{annex, assumptions, figures, foot, head, present};
use super::{Chart, Run, evidence, findings, glossary, kept, robustness, robustness_page, surprising, who_pays, words};
use crate::budgeting::page::signs::held;
use crate::measures::{self, Handle};
use crate::results::advice::Advice;
use crate::results::{Change, advice};
use crate::world::Group;

/// Charts that are printed with the findings, by the beginning of their names; in a comparison the differences are.
const PRINTED: [Handle; 5] = [
    measures::COST_PUBLIC,
    measures::WAITING_LIST,
    measures::WITHIN_18_WEEKS,
    measures::CARE_UNMET_PEOPLE,
    measures::NEED_MET,
];

/// Scenarios of which everything that is found has room on a few sheets of paper.
const FEW: usize = 3;

/// The page. `charts` are those of [`super::charts()`]; `limits` are sentences on what the model leaves out.
pub fn page(run: &Run<'_>, charts: &[Chart], limits: &[String]) -> String {
    let d = run.description;
    let year = run.telling_year();
    let kind = if run.scenarios() > 1 { "difference" } else { "fan" };
    let printed = |name: &str| {
        ["spending", "who-pays", "waiting-list"].contains(&name)
            || PRINTED.iter().any(|measure| name == format!("{kind}-{measure}"))
    };
    let all: Vec<&Chart> = charts.iter().collect();
    // Of many scenarios a reader's paper holds what is found; why it is so, and what camps make of it, is in the annex.
    let many = run.scenarios() > FEW;
    let who = who_pays::section(run);
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            (head(&d.title))
            body .many[many] {
                header.slide {
                    p.kind { "carepool · projection of a health-and-care economy" }
                    h1 { (d.title) }
                    p { (words::count(d.draws)) " draws of " (words::count(d.people)) " simulated people, "
                        (run.base_year().financial()) " to " (run.summary.shape.years.last().copied().unwrap_or(year).financial())
                        ", seed " (d.seed) ". Money in base-year prices. Levels and differences are medians of the draws throughout." }
                    @if let Some(rough) = run.rough() { p.note { strong { (rough) } } }
                    @if !run.uncertain() { p.note { "Nothing in this run is uncertain: what spread there is comes of the luck of a limited number of people." } }
                    nav { a href="#findings" { "Findings" } a href="#comparison" { "Comparison" } a href="#charts" { "Charts" } @if who.is_some() { a href="#who" { "Who pays, who gets" } }
                        @if run.robustness.is_some() { a href="#robustness" { "Whoever is right" } }
                        @if !d.changes.is_empty() { a href="#changes" { "What was changed" } }
                        @if !d.assumptions.is_empty() { a href="#evidence" { "Evidence" } a href="#assumptions" { "Assumptions" } }
                        a href="#words" { "Words" } a href="#method" { "Method and limits" } (present()) }
                }
                main {
                    (evidence::banner(&d.assumptions))
                    section #findings {
                        h2 { "Headline findings" }
                        ul.findings { @for sentence in findings::sentences(run) { li.slide { (sentence) } } }
                        @if !many { (drivers(run)) }
                        @let surprising = surprising::sentences(run);
                        @if !surprising.is_empty() { ul.notes { @for sentence in surprising { li { "Look twice: " (sentence) "." } } } }
                        @if !d.notes.is_empty() { ul.notes { @for note in &d.notes { li { "Note: " (note) "." } } } }
                        p.note { "It follows from the assumptions below; it is not advice on what ought to be done." }
                    }
                    section #scenarios { h2 { "The scenarios" } dl {
                        @for (index, scenario) in d.scenarios.iter().enumerate() {
                            dt { (d.scenario_title(index)) " " code { (scenario.name) } }
                            dd { (scenario.description) }
                        }
                    } }
                    section #comparison { h2 { "Comparison in " (year.financial()) } (comparison(run)) }
                    section #charts {
                        h2 { "Charts" }
                        (figures(&all, &printed))
                    }
                    @if many && !run.driven.is_empty() { section #drivers .annex { (drivers(run)) } }
                    @if let Some(tables) = &who { section #who .annex { h2 { "Who pays, who gets, " (year.financial()) } (tables) } }
                    @if let Some(found) = run.robustness { div.annex { (robustness_page::section(found)) } }
                    @if !d.changes.is_empty() { section #changes .annex { h2 { "What was changed" } (changes(&d.changes)) } }
                    @if !run.base_checks.is_empty() { section #base .annex { h2 { "The base year against published figures" } (base(run)) } }
                    @if !d.assumptions.is_empty() { section #evidence .annex { h2 { "Evidence: what the run rests on" } (evidence::section(&d.assumptions)) } }
                    @if !d.assumptions.is_empty() { section #assumptions .annex {
                        h2 { "Assumptions and their sources" }
                        label for="filter" { "Show only what contains " } input #filter type="search" autocomplete="off";
                        (assumptions(&d.assumptions))
                    } }
                    div.annex { (kept::section()) }
                    (glossary::section())
                    section #method .annex { h2 { "Method and limits" } (method(run, limits)) }
                    section #repeat { h2 { "To repeat it" } pre { (d.command) }
                        p { "The same version, scenario files and seed give the same numbers bit for bit, on any number of threads." } }
                }
                (annex(if many { "what drives the differences, what camps of belief make of each, " } else { "" }))
                (foot(&d.footer()))
            }
        }
    };
    held(&page.into_string())
}

/// What the spread of the headline figures comes of.
fn drivers(run: &Run<'_>) -> Markup {
    html! { @if !run.driven.is_empty() { h3 { "What drives it" } ul.drivers { @for one in run.driven { li { (one.sentence) } } } } }
}

fn comparison(run: &Run<'_>) -> Markup {
    let rows = findings::comparison(run);
    let noisy = rows
        .iter()
        .flat_map(|row| &row.cells)
        .any(|cell| run.marked(&cell.stats) || cell.difference.is_some_and(|d| run.marked(&d)));
    html! {
        div.wide tabindex="0" { table {
            thead { tr { th scope="col" { "Measure" } @for index in 0..run.scenarios() { th scope="col" { (run.description.scenario_title(index)) } } } }
            tbody { @for row in &rows { tr {
                th scope="row" title=(row.measure.meaning) { (words::title(row.measure)) @if let Some(wanted) = robustness::wanted(row.measure) { br; small { (wanted) } } }
                @for (scenario, cell) in row.cells.iter().enumerate() { td {
                    strong { (words::value(row.measure.unit, cell.stats.p("p50"))) @if run.marked(&cell.stats) { abbr title="Sampling noise makes over a quarter of this interval" { " ~" } } }
                    br; small { (findings::interval(row.measure, &cell.stats)) }
                    @if let Some(difference) = &cell.difference { p.change {
                        @if difference.p_equal == 1.0 { "no change" } @else if let Some(why) = findings::untold(row.measure, difference) {
                            (why) br; small { (findings::difference_interval(row.measure, difference)) }
                        } @else {
                            (words::difference(row.measure.unit, difference.p("p50"))) @if run.marked(difference) { abbr title="Sampling noise makes over a quarter of this interval" { " ~" } }
                            br; small { (findings::difference_interval(row.measure, difference)) ", " (findings::likelihood(difference)) }
                        }
                    } }
                    @if let Some(strip) = robustness::strip(run.robustness, row.measure, scenario) { p.camps { small { (strip) } } }
                } }
            } } }
        } }
        p.note { "Median; below it the 80% interval; then the difference from the first scenario" @if run.description.in_several_places() { " of the same place" } ", paired draw by draw." @if noisy { " ~ marks figures of whose interval sampling noise makes over a quarter." }
            @if let Some(note) = findings::places(run) { " " (note) }
            @if let Some(found) = run.robustness { " " (robustness::strip_key(found)) } }
    }
}

fn changes(rows: &[Change]) -> Markup {
    html! { div.wide tabindex="0" { table {
        thead { tr { th scope="col" { "Scenario" } th scope="col" { "Assumption" } th scope="col" { "Before" } th scope="col" { "Now" } th scope="col" { "What it is" } } }
        tbody { @for row in rows { tr { td { (row.scenario) } td { code { (row.key) } } td { (row.before) } td { (row.after) } td { (row.meaning) } } } }
    } } }
}

fn base(run: &Run<'_>) -> Markup {
    html! { div.wide tabindex="0" { table {
        thead { tr { th scope="col" { "Figure" } th scope="col" { "Published" } th scope="col" { "Modelled" } th scope="col" { "Off by" } th scope="col" { "Scaled to it" } th scope="col" { "Source" } } }
        tbody { @for row in run.base_checks { tr {
            th scope="row" { (row.label) } td { (words::value(&row.unit, row.published)) } td { (words::value(&row.unit, row.modelled)) }
            td { (words::grouped(row.error() * 100.0, 1)) "%" } td { (if row.scaled_to { "yes" } else { "no: a test" }) } td { (row.source) }
        } } }
    } } }
}

/// What is nothing in the middle of the draws and something on average, so that the two figures are not taken to contradict each other.
fn rare(run: &Run<'_>) -> String {
    let year = run.telling_year();
    let seldom = |row: &Advice| {
        let middle = run
            .summary
            .get(0, year, row.measure, Group::ALL)
            .map(|stats| stats.p("p50"));
        middle.is_some_and(|middle| middle.is_finite() && !words::visible(row.unit, middle))
            && words::visible(row.unit, row.mean)
    };
    let told: Vec<String> = advice(run.summary, year, run.description.draws)
        .iter()
        .filter(|row| seldom(row))
        .map(|row| format!("“{}”", words::title(row.measure.measure())))
        .collect();
    if told.is_empty() {
        return String::new();
    }
    format!(
        " Of {} there is nothing in at least half of the draws, so that the median is nothing, and the mean is made by the other draws.",
        told.join(" and ")
    )
}

fn method(run: &Run<'_>, limits: &[String]) -> Markup {
    let d = run.description;
    html! {
        p { "One draw samples every uncertain assumption once and then follows the same simulated people, with the same luck, through every scenario. "
            "Differences are therefore paired: what both scenarios share cancels out. Intervals show what follows from the stated uncertainty of the assumptions; they do not cover what the model leaves out." }
        p { "Sampling noise, from following a limited number of people, is told apart from uncertainty by running "
            @if d.luck_draws > 0 { "the first " (d.luck_draws) " draws" } @else { "some draws" } " again with other luck: " code { "noise_share" } " in " code { "summary.csv" } "." }
        @if !limits.is_empty() { h3 { "What it leaves out" } ul { @for limit in limits { li { (limit) } } } }
        h3 { "Monte Carlo error of the means in " (run.telling_year().financial()) }
        p { "These are means, since the error is one of a mean; what is found and compared above are medians." (rare(run)) }
        p { "As if draws were independent; spread evenly, as they are by default, it is smaller. Four times as many draws (" (words::count(d.draws * 4)) ") would at least halve it. "
            "More people lower the noise share of who pays for care; everybody else is counted without a sample." }
        div.wide tabindex="0" { table { thead { tr { th scope="col" { "Measure" } th scope="col" { "Mean" } th scope="col" { "Standard error" } th scope="col" { "Noise share" } } }
            tbody { @for row in advice(run.summary, run.telling_year(), d.draws) { tr {
                th scope="row" { (row.measure) } td { (words::value(row.unit, row.mean)) } td { (words::difference(row.unit, row.mcse).trim_start_matches('+')) }
                td { @if row.noise_share.is_nan() { "–" } @else { (words::probability(row.noise_share)) } }
            } } } } }
    }
}
