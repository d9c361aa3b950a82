//! `carepool seek MEASURE --same-money SUM --into A,B`: how a sum is best split between services.

use std::io::Write;

use serde_json::{Value, json};

use super::Asked;
use super::arguments::SeekArgs;
use super::goal::{absorbed, request};
use crate::analysis::given::nearest;
use crate::analysis::seek::{Side, median_reached, needed, reached_by};
use crate::analysis::split::{Aim, Found, MOST, Tried, split};
use crate::budgeting::explanation::so_many;
use crate::cli::FINE;
use crate::cli::begin::threads;
use crate::cli::format::{Failure, Format, float, rows};
use crate::cli::progress;
use crate::measures::{self, Better, Handle};
use crate::process::money::spoken;
use crate::process::proposal::{Into, Purse};
use crate::report::{text, words};
use crate::results::{Request, Stats};
use crate::run::pool;
use crate::scenario::unit::parse_quantity;
use crate::scenario::{Catalogue, Over, Scenario};
use crate::world::Year;

/// Pounds in the unit of levers of money, £ million.
const MILLION: f64 = 1e6;

/// What is sought.
struct Sought {
    measure: Handle,
    /// Whether more of it is wanted.
    highest: bool,
    /// Share of the draws that must be as good as what is told \[per cent\]; where none is said, their median is.
    confidence: Option<usize>,
    /// The sum [£m].
    millions: f64,
    takers: Vec<(String, Into)>,
    payer: Purse,
    /// What each lever of money is in the scenario before the sum [£m].
    before: Vec<(String, f64)>,
    from: Option<u16>,
    year: Year,
    request: Request,
}

impl Sought {
    /// What of the draws a split is judged by: their median, or what as many of them as are needed reach. A draw in which it is
    /// undefined reaches nothing.
    fn statistic(&self, draws: &[f64]) -> f64 {
        let side = if self.highest { Side::AtLeast } else { Side::AtMost };
        match self.confidence {
            None => median_reached(draws, side),
            Some(per_cent) => reached_by(draws, needed(draws.len(), per_cent), side),
        }
    }

    /// What is typed to split the sum so.
    fn sets(&self, shares: &[f64]) -> Vec<String> {
        let from = self.from.map(|year| format!("@{year}")).unwrap_or_default();
        let mut sums: Vec<(String, f64)> = self.before.clone();
        let mut add = |lever: &str, millions: f64| {
            if let Some(known) = sums.iter_mut().find(|(known, _)| known == lever) {
                known.1 += millions;
            }
        };
        for ((_, into), share) in self.takers.iter().zip(shares) {
            add(&into.lever(), share * self.millions);
        }
        if let Some(lever) = self.payer.lever() {
            add(lever, -self.millions);
        }
        sums.iter()
            .map(|(lever, sum)| format!("{lever}={sum:?}{from}"))
            .collect()
    }

    /// A split in words.
    fn words(&self, shares: &[f64]) -> String {
        let given = self.takers.iter().zip(shares).filter(|(_, share)| **share > 1e-9);
        let all: Vec<String> = given
            .map(|((name, _), share)| format!("{} to {name}", spoken(share * self.millions * MILLION)))
            .collect();
        all.join(", ")
    }
}

fn sought(args: &SeekArgs, sum: &str, catalogue: &Catalogue) -> Result<Sought, Failure> {
    let name = args.target.trim();
    if name.contains('=') {
        return Err(Failure::Refused(format!(
            "{name}: the best split has no target; expected: the measure alone"
        )));
    }
    let measure = measures::find(name)?;
    let highest = match (args.best.as_deref(), measure.measure().better) {
        (Some(end), _) => end == "highest",
        (None, Better::Higher) => true,
        (None, Better::Lower) => false,
        (None, Better::Neither) => {
            return Err(Failure::Refused(format!(
                "{measure} is neither better high nor low: say --best highest or --best lowest"
            )));
        }
    };
    let wrong = || {
        Failure::Refused(format!(
            "--same-money {sum}; expected: a sum a year above nothing, such as £2bn"
        ))
    };
    let millions = parse_quantity(sum, "£m").map_err(|_| wrong())?;
    if !millions.is_finite() || millions <= 0.0 {
        return Err(wrong());
    }
    let known = Into::words();
    let mut takers: Vec<(String, Into)> = Vec::new();
    for word in args.into.iter().map(|word| word.trim()) {
        let Some((_, into)) = known.iter().find(|(known, _)| *known == word) else {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let near = nearest(word, names.iter().copied());
            let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            return Err(Failure::Refused(format!(
                "no service `{word}` to put money into; {near}there are {}",
                names.join(", ")
            )));
        };
        if takers.iter().any(|(known, _)| known == word) {
            return Err(Failure::Refused(format!("--into names {word} twice")));
        }
        takers.push((word.to_string(), *into));
    }
    if takers.len() < 2 || takers.len() > MOST {
        return Err(Failure::Refused(format!(
            "--into names {}; expected: 2 to {MOST} services, commas between",
            takers.len()
        )));
    }
    let over = Over {
        assume: &args.assume,
        set: &args.set,
        area: None,
    };
    let scenario = Scenario::load_assuming(&args.scenario, over, catalogue)?;
    let request = request(args, scenario.start_year)?;
    if let Some(year) = args.from.filter(|year| *year > args.year) {
        return Err(Failure::Refused(format!(
            "given from {year} on it changes nothing in {}",
            args.year
        )));
    }
    if let Some(year) = args.from.filter(|year| *year <= scenario.start_year.0) {
        return Err(absorbed(year, scenario.start_year));
    }
    let payer = Purse::WORDS.iter().find(|(word, _)| *word == args.payer);
    let payer = payer.map_or(Purse::Tax, |(_, purse)| *purse);
    let mut before: Vec<(String, f64)> = Vec::new();
    let levers = takers.iter().map(|(_, into)| into.lever());
    for lever in levers.chain(payer.lever().map(str::to_owned)) {
        if before.iter().any(|(known, _)| *known == lever) {
            continue;
        }
        let of: Vec<_> = scenario.assumptions().iter().filter(|one| one.key == lever).collect();
        let now = match of.as_slice() {
            [one] if one.distribution.is_none() && one.years.is_empty() => one.number,
            _ => None,
        };
        let now = now.ok_or_else(|| {
            Failure::Refused(format!(
                "{} sets {lever} by year or leaves it uncertain: a sum cannot be added to it",
                args.scenario
            ))
        })?;
        before.push((lever, now));
    }
    Ok(Sought {
        measure,
        highest,
        confidence: args.confidence.map(|per_cent| per_cent as usize),
        millions,
        takers,
        payer,
        before,
        from: args.from,
        year: Year(args.year),
        request,
    })
}

/// Seeks the best split; 0 when one was found.
pub fn run(args: &SeekArgs, sum: &str, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let sought = sought(args, sum, catalogue)?;
    progress::listen();
    eprintln!(
        "{} of {} over {} at each split of {} between {}…",
        so_many(sought.request.draws as u64, "draw", "draws"),
        so_many(sought.request.people as u64, "simulated person", "simulated people"),
        so_many(sought.request.years as u64, "year", "years"),
        spoken(sought.millions * MILLION),
        args.into.join(", ")
    );
    let score = |draws: &[f64]| {
        let sign = if sought.highest { 1.0 } else { -1.0 };
        sign * sought.statistic(draws)
    };
    let aim = Aim {
        takers: sought.takers.len(),
        score: &score,
    };
    let asked = Asked {
        request: &sought.request,
        measure: sought.measure,
    };
    let (found, without) = pool(threads(args.threads))?.install(|| {
        let found = split(&aim, &mut |splits: &[Vec<f64>]| {
            let one = |shares: &Vec<f64>| asked.with(sought.sets(shares), &sought.words(shares), catalogue);
            splits.iter().map(one).collect::<Result<Vec<_>, Failure>>()
        })?;
        Ok::<_, Failure>((found, asked.with(Vec::new(), "nothing", catalogue)?))
    })?;
    if found.best.is_empty() {
        return Err(Failure::Refused(
            "at no split of the sum do the books of a year close: try less money".to_string(),
        ));
    }
    match args.format {
        Format::Text => print(&sought, &found, &without, out)?,
        Format::Csv => {
            let mut header: Vec<&str> = sought.takers.iter().map(|(name, _)| name.as_str()).collect();
            header.extend(["p10", "p50", "p90", "best"]);
            rows(out, Format::Csv, &header, &table(&sought, &found))?;
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &document(&sought, &found, &without))?;
            writeln!(out)?;
        }
    }
    Ok(FINE)
}

fn stats(draws: &[f64]) -> Stats {
    Stats::of(draws, &[], &mut Vec::new())
}

fn sentences(sought: &Sought, found: &Found) -> Vec<String> {
    let measure = sought.measure.measure();
    let value = |one: &Tried| words::value(measure.unit, sought.statistic(&one.draws));
    let within = match sought.confidence {
        None => "in the median".to_string(),
        Some(share) => format!(
            "at {} in {share}% of the draws",
            if sought.highest { "least" } else { "most" }
        ),
    };
    let end = if sought.highest { "highest" } else { "lowest" };
    let first = &found.tried[found.best[0]];
    let mut said = vec![format!(
        "“{}” in {} is {end} ({} {within}) with {} a year split so: {}.",
        words::title(measure),
        sought.year.financial(),
        value(first),
        spoken(sought.millions * MILLION),
        sought.words(&first.shares)
    )];
    for other in &found.best[1..] {
        let one = &found.tried[*other];
        said.push(format!(
            "As good within what luck and the draws leave open ({}): {}.",
            value(one),
            sought.words(&one.shares)
        ));
    }
    let alike = (0..found.tried.len())
        .filter(|at| found.as_good(found.best[0], *at))
        .count();
    if alike * 2 > found.tried.len() {
        said.push("Most splits that were tried are as good: how the sum is split hardly matters here.".to_string());
    }
    said
}

fn print(sought: &Sought, found: &Found, without: &[f64], out: &mut dyn Write) -> Result<(), Failure> {
    for sentence in sentences(sought, found) {
        writeln!(out, "{sentence}")?;
    }
    let measure = sought.measure.measure();
    let mut lines = vec![
        ["", "median", "80% of draws", "against no such sum"]
            .map(str::to_string)
            .to_vec(),
    ];
    let mut put = |name: String, one: &Tried| {
        let own = stats(&one.draws);
        let value = |quantile: &str| words::value(measure.unit, own.p(quantile));
        let paired: Vec<f64> = one.draws.iter().zip(without).map(|(a, b)| a - b).collect();
        lines.push(vec![
            name,
            value("p50"),
            format!("{} to {}", value("p10"), value("p90")),
            words::difference(measure.unit, stats(&paired).p("p50")),
        ]);
    };
    for (place, at) in found.best.iter().enumerate() {
        let name = if place == 0 { "the best split" } else { "as good" };
        put(name.to_string(), &found.tried[*at]);
    }
    for (at, (name, _)) in sought.takers.iter().enumerate() {
        if let Some(one) = found
            .tried
            .iter()
            .find(|one| one.shares[at] == 1.0 && !one.draws.is_empty())
        {
            put(format!("all to {name}"), one);
        }
    }
    writeln!(out)?;
    write!(out, "{}", text::aligned(&lines))?;
    Ok(())
}

fn table(sought: &Sought, found: &Found) -> Vec<Vec<String>> {
    let number = |value: f64| if value.is_finite() { float(value) } else { String::new() };
    let row = |(at, one): (usize, &Tried)| {
        let own = stats(&one.draws);
        let mut row: Vec<String> = one.shares.iter().map(|share| float(share * sought.millions)).collect();
        row.extend(["p10", "p50", "p90"].map(|name| number(own.p(name))));
        row.push(found.best.contains(&at).to_string());
        row
    };
    found.tried.iter().enumerate().map(row).collect()
}

fn document(sought: &Sought, found: &Found, without: &[f64]) -> Value {
    let told = |one: &Tried| {
        let own = stats(&one.draws);
        let given = sought.takers.iter().zip(&one.shares);
        let sums: serde_json::Map<String, Value> = given
            .map(|((name, _), share)| (name.clone(), json!(share * sought.millions)))
            .collect();
        json!({ "millions": sums, "p10": own.p("p10"), "p50": own.p("p50"), "p90": own.p("p90") })
    };
    json!({
        "sentence": sentences(sought, found).join(" "),
        "measure": sought.measure.name(),
        "wanted": if sought.highest { "highest" } else { "lowest" },
        "year": sought.year.0,
        "sum_millions": sought.millions,
        "payer": sought.payer.word(),
        "confidence": sought.confidence.map(|share| share as f64 / 100.0),
        "without_p50": stats(without).p("p50"),
        "best": found.best.iter().map(|at| told(&found.tried[*at])).collect::<Vec<_>>(),
        "tried": found.tried.iter().map(told).collect::<Vec<_>>(),
    })
}
