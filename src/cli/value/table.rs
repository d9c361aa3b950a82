//! The answer for programs: one tidy table, or one document.

use serde_json::{Value, json};

use super::arguments::ValueArgs;
use super::question::Subject;
use super::words::{ratio, scale, standing};
use crate::analysis::value::answer::{Answer, Learnt};
use crate::cli::format::float;

/// Columns of the tidy table.
pub const COLUMNS: [&str; 6] = ["section", "worth", "option", "against", "statistic", "value"];

/// The tidy table.
pub fn rows(found: &Answer, subject: &Subject, args: &ValueArgs) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let number = |value: f64| if value.is_finite() { float(value) } else { String::new() };
    let mut put = |section: &str, worth: Option<f64>, option: &str, against: &str, statistic: &str, value: String| {
        let worth = worth.map(float).unwrap_or_default();
        let cells = [section, &worth, option, against, statistic, &value];
        rows.push(cells.map(str::to_string).to_vec());
    };
    let options = &found.decision.options;
    let (costs, effects) = (found.decision.mean_costs(), found.decision.mean_effects());
    for step in &found.steps {
        let name = &options[step.option];
        let from = step.from.map_or("", |from| options[from].as_str());
        put("frontier", None, name, from, "cost", number(costs[step.option]));
        put("frontier", None, name, from, "effect", number(effects[step.option]));
        put(
            "frontier",
            None,
            name,
            from,
            "standing",
            step.standing.word().to_string(),
        );
        if step.from.is_some() {
            put("frontier", None, name, from, "incremental cost", number(step.cost));
            put("frontier", None, name, from, "incremental effect", number(step.effect));
            put("frontier", None, name, from, "icer", number(step.ratio));
        }
    }
    for pair in &found.pairs {
        let (name, from) = (&options[pair.option], &options[pair.against]);
        put("pair", None, name, from, "incremental cost", number(pair.cost));
        put("pair", None, name, from, "incremental effect", number(pair.effect));
        put("pair", None, name, from, "icer", number(ratio(pair)));
        put("pair", None, name, from, "standing", pair.ratio().word().to_string());
        for at in &found.at {
            put(
                "pair",
                Some(at.worth),
                name,
                from,
                "eib",
                number(pair.benefit(at.worth)),
            );
            put(
                "pair",
                Some(at.worth),
                name,
                from,
                "ceac",
                number(pair.acceptability(at.worth)),
            );
        }
    }
    for at in &found.at {
        put(
            "decision",
            Some(at.worth),
            &options[at.choice],
            "",
            "choice",
            "1".to_string(),
        );
        put("decision", Some(at.worth), "", "", "evpi", number(at.evpi));
        if let Some(times) = scale(args) {
            put(
                "decision",
                Some(at.worth),
                "",
                "",
                "evpi for all",
                number(at.evpi * times),
            );
        }
        for (option, name) in options.iter().enumerate() {
            put(
                "decision",
                Some(at.worth),
                name,
                "",
                "expected net benefit",
                number(at.benefit[option]),
            );
            put(
                "decision",
                Some(at.worth),
                name,
                "",
                "probability best",
                number(at.best[option]),
            );
            put(
                "decision",
                Some(at.worth),
                name,
                "",
                "expected loss",
                number(at.loss[option]),
            );
        }
    }
    for (section, learnt) in [("evppi", &found.learnt), ("evsi", &found.studies)] {
        for one in learnt {
            for (known, at) in one.values.iter().zip(&found.at) {
                put(section, Some(at.worth), &one.name, "", "value", number(known.value));
                put(
                    section,
                    Some(at.worth),
                    &one.name,
                    "",
                    "standard error",
                    number(known.error),
                );
                if let Some(times) = scale(args) {
                    put(
                        section,
                        Some(at.worth),
                        &one.name,
                        "",
                        "value for all",
                        number(known.value * times),
                    );
                }
            }
        }
    }
    for fair in &subject.fair {
        for (fifth, level) in fair.levels.iter().enumerate() {
            let statistic = format!("healthy life expectancy imd={}", fifth + 1);
            put("equity", None, &fair.option, "", &statistic, number(*level));
        }
        for (statistic, value) in [
            ("mean healthy life expectancy", fair.mean),
            ("equally distributed equivalent", fair.equivalent),
            ("atkinson index", fair.inequality),
            ("health gained", fair.gain),
            ("health gained, counted by who has it", fair.equal_gain),
        ] {
            put("equity", None, &fair.option, "", statistic, number(value));
        }
    }
    for at in &found.curves.points {
        put(
            "curve",
            Some(at.worth),
            &options[at.choice],
            "",
            "choice",
            "1".to_string(),
        );
        put("curve", Some(at.worth), "", "", "evpi", number(at.evpi));
        for (option, name) in options.iter().enumerate() {
            put(
                "curve",
                Some(at.worth),
                name,
                "",
                "probability best",
                number(at.best[option]),
            );
            put(
                "curve",
                Some(at.worth),
                name,
                "",
                "expected loss",
                number(at.loss[option]),
            );
        }
        for pair in &found.pairs {
            let (name, from) = (&options[pair.option], &options[pair.against]);
            put(
                "curve",
                Some(at.worth),
                name,
                from,
                "ceac",
                number(pair.acceptability(at.worth)),
            );
            put(
                "curve",
                Some(at.worth),
                name,
                from,
                "eib",
                number(pair.benefit(at.worth)),
            );
        }
    }
    rows
}

fn by_option(options: &[String], values: &[f64]) -> Value {
    options
        .iter()
        .zip(values)
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn learnt(found: &[Learnt], answer: &Answer, args: &ValueArgs) -> Value {
    let one = |one: &Learnt| {
        let values: Vec<Value> = one
            .values
            .iter()
            .zip(&answer.at)
            .map(|(known, at)| {
                let mut value = json!({ "worth": at.worth, "value": known.value, "standard_error": known.error });
                if let Some(times) = scale(args) {
                    value["value_for_all"] = json!(known.value * times);
                }
                value
            })
            .collect();
        json!({ "name": one.name, "values": values })
    };
    found.iter().map(one).collect()
}

/// The answer as one document.
pub fn document(found: &Answer, subject: &Subject, args: &ValueArgs) -> Value {
    let options = &found.decision.options;
    let (costs, effects) = (found.decision.mean_costs(), found.decision.mean_effects());
    let frontier: Vec<Value> = found
        .steps
        .iter()
        .map(|step| {
            json!({
                "option": options[step.option],
                "standing": step.standing.word(),
                "told": standing(step.standing, options),
                "cost": costs[step.option],
                "effect": effects[step.option],
                "against": step.from.map(|from| options[from].clone()),
                "incremental_cost": step.cost,
                "incremental_effect": step.effect,
                "icer": step.ratio,
            })
        })
        .collect();
    let pairs: Vec<Value> = found
        .pairs
        .iter()
        .map(|pair| {
            let at: Vec<Value> = found
                .at
                .iter()
                .map(|at| {
                    let (eib, ceac) = (pair.benefit(at.worth), pair.acceptability(at.worth));
                    json!({ "worth": at.worth, "eib": eib, "ceac": ceac })
                })
                .collect();
            let [more_dearer, more_cheaper, less_cheaper, less_dearer] = pair.quarters();
            json!({
                "option": options[pair.option],
                "against": options[pair.against],
                "incremental_cost": pair.cost,
                "incremental_effect": pair.effect,
                "icer": ratio(pair),
                "standing": pair.ratio().word(),
                "quarters": {
                    "more_effect_more_cost": more_dearer, "more_effect_no_more_cost": more_cheaper,
                    "no_more_effect_no_more_cost": less_cheaper, "no_more_effect_more_cost": less_dearer,
                },
                "at": at,
            })
        })
        .collect();
    let decisions: Vec<Value> = found
        .at
        .iter()
        .map(|at| {
            let mut one = json!({
                "worth": at.worth,
                "choice": options[at.choice],
                "evpi": at.evpi,
                "expected_net_benefit": by_option(options, &at.benefit),
                "probability_best": by_option(options, &at.best),
                "expected_loss": by_option(options, &at.loss),
            });
            if let Some(times) = scale(args) {
                one["evpi_for_all"] = json!(at.evpi * times);
            }
            one
        })
        .collect();
    let pairs_along: Vec<Value> = found
        .pairs
        .iter()
        .map(|pair| {
            let ceac: Vec<f64> = found
                .curves
                .points
                .iter()
                .map(|at| pair.acceptability(at.worth))
                .collect();
            let eib: Vec<f64> = found.curves.points.iter().map(|at| pair.benefit(at.worth)).collect();
            json!({ "option": options[pair.option], "against": options[pair.against], "ceac": ceac, "eib": eib })
        })
        .collect();
    let along = |of: &dyn Fn(&crate::analysis::value::At) -> Value| -> Vec<Value> {
        found.curves.points.iter().map(of).collect()
    };
    let best: serde_json::Map<String, Value> = options
        .iter()
        .enumerate()
        .map(|(option, name)| (name.clone(), along(&|at| json!(at.best[option])).into()))
        .collect();
    let loss: serde_json::Map<String, Value> = options
        .iter()
        .enumerate()
        .map(|(option, name)| (name.clone(), along(&|at| json!(at.loss[option])).into()))
        .collect();
    let turns: Vec<Value> = found
        .curves
        .turns()
        .iter()
        .map(|(worth, option)| json!({ "worth": worth, "choice": options[*option] }))
        .collect();
    let fair: Vec<Value> = subject
        .fair
        .iter()
        .map(|fair| {
            json!({
                "option": fair.option, "healthy_life_expectancy_by_deprivation_fifth": fair.levels, "qalys_by_deprivation_fifth": fair.qalys,
                "mean": fair.mean, "equally_distributed_equivalent": fair.equivalent, "atkinson_index": fair.inequality,
                "health_gained": fair.gain, "health_gained_counted_by_who_has_it": fair.equal_gain,
            })
        })
        .collect();
    json!({
        "sentence": super::text::sentences(found, subject).join(" "),
        "draws": found.decision.draws(),
        "options": options,
        "seen": subject.seen,
        "notes": subject.notes,
        "frontier": frontier,
        "pairs": pairs,
        "decisions": decisions,
        "evppi": learnt(&found.learnt, found, args),
        "evsi": learnt(&found.studies, found, args),
        "equity": fair,
        "kstar": turns,
        "curves": {
            "worth": along(&|at| json!(at.worth)),
            "choice": along(&|at| json!(options[at.choice])),
            "evpi": along(&|at| json!(at.evpi)),
            "probability_best": best,
            "expected_loss": loss,
            "pairs": pairs_along,
        },
    })
}
