//! The answer for people.

use std::io::{self, Write};

use super::arguments::ValueArgs;
use super::question::Subject;
use super::words::{scale, standing};
use crate::analysis::value::answer::{Answer, Learnt};
use crate::analysis::value::{Pair, Ratio};
use crate::cli::format::{paragraph, short};
use crate::report::{text, words};
use crate::results::Stats;

/// Assumptions listed before the rest is only counted.
const SHOWN: usize = 10;

/// How amounts are written: of a run pounds and QALYs, of files plain numbers.
struct Units {
    of_run: bool,
}

impl Units {
    fn cost(&self, pounds: f64) -> String {
        if !self.of_run {
            short(pounds)
        } else if pounds.abs() >= 1e6 {
            words::value("£m", pounds / 1e6)
        } else {
            words::value("£", pounds)
        }
    }
    fn ratio(&self, ratio: f64) -> String {
        if self.of_run {
            format!("£{} a QALY", words::grouped(ratio, 0))
        } else {
            format!(
                "{} a unit of effect",
                words::grouped(ratio, if ratio.abs() < 100.0 { 2 } else { 0 })
            )
        }
    }
    fn worth(&self, worth: f64) -> String {
        if self.of_run {
            format!("£{} a QALY", words::grouped(worth, 0))
        } else {
            format!("{} a unit of effect", short(worth))
        }
    }
    fn effect(&self, effect: f64) -> String {
        if self.of_run {
            words::value("QALYs", effect)
        } else {
            short(effect)
        }
    }
}

/// A difference in words: what is below nought is so much less.
fn more_or_less(difference: f64, tell: &dyn Fn(f64) -> String) -> String {
    let word = if difference < 0.0 { "less" } else { "more" };
    format!("{} {word}", tell(difference.abs()))
}

/// How a share of the draws is told, in a word a layman knows.
fn chance(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// One option against another in a sentence.
fn pair(pair: &Pair, options: &[String], units: &Units) -> String {
    let (name, other) = (&options[pair.option], &options[pair.against]);
    let does = if units.of_run { "health" } else { "effect" };
    let cost = match pair.cost {
        0.0 => format!("the same as {other}"),
        more => format!(
            "{} {} than {other}",
            units.cost(more.abs()),
            if more > 0.0 { "more" } else { "less" }
        ),
    };
    let effect = match pair.effect {
        0.0 => format!("the same {does}"),
        more => format!(
            "{} {} {does}",
            units.effect(more.abs()),
            if more > 0.0 { "more" } else { "less" }
        ),
    };
    let both = pair.cost != 0.0 && pair.effect != 0.0;
    match pair.ratio() {
        Ratio::Same => format!("{name} and {other} cost the same and do the same."),
        Ratio::Dominates if both => format!("{name} costs {cost} and brings {effect}: it is better in both."),
        Ratio::Dominates => {
            format!("{name} costs {cost} and brings {effect}: it is better in one and no worse in the other.")
        }
        Ratio::Dominated if both => format!("{name} costs {cost} and brings {effect}: it is worse in both."),
        Ratio::Dominated => {
            format!("{name} costs {cost} and brings {effect}: it is worse in one and no better in the other.")
        }
        Ratio::Costs(ratio) => format!("{name} costs {cost} and brings {effect}: {}.", units.ratio(ratio)),
        Ratio::Saves(ratio) => {
            format!(
                "{name} costs {cost} and brings {effect}: it saves {} given up.",
                units.ratio(ratio)
            )
        }
    }
}

/// What stands at the head.
pub fn sentences(found: &Answer, subject: &Subject) -> Vec<String> {
    let units = Units {
        of_run: subject.seen.is_some(),
    };
    let options = &found.decision.options;
    let mut said: Vec<String> = found.pairs.iter().map(|one| pair(one, options, &units)).collect();
    for at in &found.at {
        let best = found.learnt.iter().filter_map(|one| {
            let place = found.at.iter().position(|other| other.worth == at.worth)?;
            Some((one, one.values[place]))
        });
        let best = best.filter(|(_, known)| known.value > 2.0 * known.error && known.value > 0.0);
        let best = best.max_by(|a, b| a.1.value.total_cmp(&b.1.value));
        let learn = match best {
            Some((one, known)) if at.evpi > 0.0 => format!(
                "; most worth knowing is {} ({} of it)",
                one.name,
                chance((known.value / at.evpi).min(1.0))
            ),
            _ => String::new(),
        };
        let evpi = if at.evpi > 0.0 {
            format!("; to know for certain would be worth {}{learn}", units.cost(at.evpi))
        } else {
            "; nothing that could be learnt would change that".to_string()
        };
        said.push(format!(
            "If it is worth {}, choose {}, which is best in {} of the draws{evpi}.",
            units.worth(at.worth),
            options[at.choice],
            chance(at.best[at.choice])
        ));
    }
    said
}

fn interval(values: &[f64], tell: &dyn Fn(f64) -> String) -> String {
    let stats = Stats::of(values, &[], &mut Vec::new());
    format!("{} to {}", tell(stats.p("p2.5")), tell(stats.p("p97.5")))
}

fn heading(out: &mut dyn Write, text: &str) -> io::Result<()> {
    writeln!(out, "\n{text}")
}

/// Prints it.
pub fn print(found: &Answer, subject: &Subject, args: &ValueArgs, out: &mut dyn Write) -> io::Result<()> {
    let units = Units {
        of_run: subject.seen.is_some(),
    };
    let options = &found.decision.options;
    for sentence in sentences(found, subject) {
        writeln!(out, "{sentence}")?;
    }
    for note in &subject.notes {
        writeln!(out, "Note: {note}")?;
    }
    let seen = subject.seen.clone().unwrap_or_else(|| "Tables as given".to_string());
    writeln!(out, "\n{seen}; {} draws.", words::count(found.decision.draws()))?;

    heading(out, "The options, those on the frontier from the cheapest up")?;
    let (costs, effects) = (found.decision.mean_costs(), found.decision.mean_effects());
    let mut lines = vec![
        ["", "cost", "effect", "stands", "step costs"]
            .map(str::to_string)
            .to_vec(),
    ];
    for step in &found.steps {
        lines.push(vec![
            options[step.option].clone(),
            units.cost(costs[step.option]),
            units.effect(effects[step.option]),
            standing(step.standing, options),
            match step.from {
                Some(from) => format!("{} (from {})", units.ratio(step.ratio), options[from]),
                None => String::new(),
            },
        ]);
    }
    write!(out, "{}", text::aligned(&lines))?;

    heading(out, "Two by two (95% of draws between)")?;
    for one in &found.pairs {
        let (name, other) = (&options[one.option], &options[one.against]);
        let [dearer, cheaper, less, worse] = one.quarters();
        writeln!(out, "{name} against {other}")?;
        let costs = interval(&one.costs, &|cost| units.cost(cost));
        let cost = more_or_less(one.cost, &|cost| units.cost(cost));
        paragraph(out, "cost", &format!("{cost} ({costs})"))?;
        let effects = interval(&one.effects, &|effect| units.effect(effect));
        let effect = more_or_less(one.effect, &|effect| units.effect(effect));
        paragraph(out, "effect", &format!("{effect} ({effects})"))?;
        paragraph(
            out,
            "draws",
            &format!(
                "more effect for more cost {}, more for no more {}, no more for no more {}, no more for more {}",
                chance(dearer),
                chance(cheaper),
                chance(less),
                chance(worse)
            ),
        )?;
        let worth: Vec<String> = found
            .at
            .iter()
            .map(|at| format!("{} at {}", chance(one.acceptability(at.worth)), units.worth(at.worth)))
            .collect();
        paragraph(out, "worth it", &format!("in {}", worth.join(", ")))?;
    }

    heading(out, "By what it is worth")?;
    let mut lines = vec![vec![String::new()]];
    lines[0].extend(found.at.iter().map(|at| units.worth(at.worth)));
    for (option, name) in options.iter().enumerate() {
        let mut line = vec![format!("{name}: best in")];
        line.extend(found.at.iter().map(|at| chance(at.best[option])));
        lines.push(line);
        let mut line = vec![format!("{name}: expected loss")];
        line.extend(found.at.iter().map(|at| units.cost(at.loss[option])));
        lines.push(line);
    }
    let mut line = vec!["To know everything".to_string()];
    line.extend(found.at.iter().map(|at| units.cost(at.evpi)));
    lines.push(line);
    if let Some(times) = scale(args) {
        let mut line = vec![format!("The same for all, over {} years", args.decision_years)];
        line.extend(found.at.iter().map(|at| units.cost(at.evpi * times)));
        lines.push(line);
    }
    write!(out, "{}", text::aligned(&lines))?;
    let turns = found.curves.turns();
    for (worth, option) in &turns {
        writeln!(out, "From {} on: {}", units.worth(*worth), options[*option])?;
    }
    learnt(
        &found.learnt,
        "What knowing an assumption would be worth (standard error)",
        found,
        &units,
        args,
        out,
    )?;
    learnt(
        &found.studies,
        "What a study would be worth before its cost (standard error)",
        found,
        &units,
        args,
        out,
    )?;
    fairness(subject, args, out)?;
    if subject.seen.is_some() {
        writeln!(
            out,
            "\nCare that the money displaces elsewhere is in these sums as far as the scenarios hold the money fixed; a worth of\n\
             £13,000 a QALY counts it again where a scenario adds money that the NHS would otherwise have spent."
        )?;
    }
    Ok(())
}

fn learnt(
    rows: &[Learnt],
    title: &str,
    found: &Answer,
    units: &Units,
    args: &ValueArgs,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    heading(out, title)?;
    let mut lines = vec![vec![String::new()]];
    lines[0].extend(found.at.iter().map(|at| units.worth(at.worth)));
    for one in rows.iter().take(SHOWN) {
        let mut line = vec![one.name.clone()];
        line.extend(one.values.iter().map(|known| {
            let all = scale(args)
                .map(|times| format!("; for all {}", units.cost(known.value * times)))
                .unwrap_or_default();
            format!("{} ({}){all}", units.cost(known.value), units.cost(known.error))
        }));
        lines.push(line);
    }
    write!(out, "{}", text::aligned(&lines))?;
    if rows.len() > SHOWN {
        writeln!(
            out,
            "and {} more, worth less: --format csv lists them",
            rows.len() - SHOWN
        )?;
    }
    Ok(())
}

fn fairness(subject: &Subject, args: &ValueArgs, out: &mut dyn Write) -> io::Result<()> {
    let (Some(aversion), Some(first)) = (args.atkinson, subject.fair.first()) else {
        return Ok(());
    };
    heading(
        out,
        &format!(
            "Healthy life expectancy by deprivation fifth, in years, and the same for everybody that would be worth as much to\n\
             someone who minds inequality by {aversion} (Atkinson); QALYs gained, and the same where they count for more in a\n\
             fifth that has less"
        ),
    )?;
    let head = [
        "",
        "most deprived",
        "second",
        "third",
        "fourth",
        "least",
        "mean",
        "equal",
        "gain",
        "gain, counted by who has it",
    ];
    let mut lines = vec![head.map(str::to_string).to_vec()];
    for fair in &subject.fair {
        let mut line = vec![fair.option.clone()];
        line.extend(fair.levels.iter().map(|level| format!("{level:.2}")));
        line.extend([fair.mean, fair.equivalent].map(|level| format!("{level:.2}")));
        let told = |gain: f64| {
            if fair.option == first.option {
                String::new()
            } else {
                words::difference("QALYs", gain)
            }
        };
        line.extend([told(fair.gain), told(fair.equal_gain)]);
        lines.push(line);
    }
    write!(out, "{}", text::aligned(&lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saving_is_so_much_less_and_not_less_than_nothing_more() {
        let tell = |pounds: f64| words::value("£m", pounds);
        assert_eq!(more_or_less(-112.0, &tell), "£112 m less");
        assert_eq!(more_or_less(112.0, &tell), "£112 m more");
    }
}
