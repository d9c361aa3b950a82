//! A commented scenario to start from, and the JSON Schema that editors read.

use serde_json::{Map, Value as Json, json};

use super::catalogue::{Catalogue, allowed};
use super::compiled::Scenario;
use super::evidence::WhichReading;
use super::into;
use super::programme::{DEPENDENCY, ELIGIBLE, NUMBERS, PAYERS, services};
use super::reading::{CONFIDENCE, DISTRIBUTIONS, META_KEYS};
use crate::world::{Effect, LeverKind, LeverSpec};

/// The text of a new scenario: what may be said, with every lever of the catalogue commented out at the value that the
/// base scenario gives it.
pub fn new_scenario(name: &str, base_name: &str, catalogue: &Catalogue, base: Option<&Scenario>) -> String {
    let mut text = format!(
        r#"#:schema carepool.schema.json
# {name}: a scenario for carepool. It says only what differs from {base_name}; take away a `#` to change something.
#
#   carepool check {name}.toml         every mistake, with its line
#   carepool diff {base_name} {name}   what it assumes differently
#   carepool explain KEY               what a key means and where its value comes from
#   carepool run {base_name} {name}    what it would do
#
# A value may be a number, `true` or `false`, a word, or a text with its unit ("£23,250", "18 weeks", "3%").
# It may be uncertain:      growth = {{ interval = {{ p10 = 0.01, p50 = 0.03, p90 = 0.05 }} }}
# It may begin some year:   share = {{ value = 0.6, start_year = 2026, ramp_years = 3 }}
# Without a year, what is done begins after the base year; `already = true` says that it was so before.
# It may follow the years:  share = {{ by_year = {{ 2024 = 0.1, 2030 = 0.5 }} }}
# It should say why:        source = "…", url = "…", confidence = "judgement", contrary = "…", note = "…"
# It may be an effect:      {{ normal = {{ mean = -0.08, sd = 0.02 }}, no_effect = 0, evidence = "G01" }}

title = {title}
description = ""
extends = {extends}

"#,
        title = toml::Value::String(name.to_string()),
        extends = toml::Value::String(base_name.to_string()),
    );
    text.push_str(PROGRAMME);
    text.push_str(EVIDENCE);
    let mut section = "";
    for spec in catalogue.specs() {
        if spec.section() != section {
            section = spec.section();
            text.push_str(&format!("\n# [{section}]\n"));
        }
        let given = base.and_then(|base| base.assumptions().iter().rfind(|assumption| assumption.key == spec.key));
        let value = given.map_or(String::new(), |assumption| match assumption.text.split_once(" = ") {
            Some((word, _)) if super::reading::GIVERS.contains(&word) => {
                format!("{{ {}{} }}", assumption.text, path_of(&assumption.years))
            }
            // Shares are told in words; their middle stands for them here.
            _ if toml::de::DeValue::parse(&assumption.text).is_err() => assumption
                .quantile(0.5)
                .map_or(String::new(), |middle| format!("{middle}")),
            _ if assumption.years.is_empty() => assumption.text.clone(),
            _ => format!("{{ value = {}{} }}", assumption.text, path_of(&assumption.years)),
        });
        text.push_str(&format!(
            "# {} = {value}  # {} ({})\n",
            spec.name(),
            spec.meaning.trim(),
            allowed(spec)
        ));
    }
    text
}

/// The keys that say when a value holds, of the words that tell it (`from 2026 over 3 years until 2030`).
fn path_of(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let pairs = words.windows(2).filter_map(|pair| {
        let key = match pair[0] {
            "from" => "start_year",
            "over" => "ramp_years",
            "until" => "end_year",
            _ => return None,
        };
        Some(format!(", {key} = {}", pair[1]))
    });
    pairs.collect()
}

/// How a programme is written.
const PROGRAMME: &str = r#"# A programme: anything done for some people at some cost with some effect.
# [programme.falls_prevention]
# title = "Falls prevention at home"
# eligible = { min_age = 65, fifths = [1, 2, 3, 4, 5], min_dependency = "low" }
# coverage = "30%"
# start_year = 2026
# ramp_years = 3
# cost_per_person = "£250"
# transfer_per_person = "£0"       # money paid to each person reached, out of tax
# payer = "public_health"          # nhs, council, public_health, tax, outside
# fidelity = 0.6                   # how much of a trial's effect survives outside it
# cashable = 0.3                   # how much of what avoided activity would have cost goes back to the Treasury
# [programme.falls_prevention.effects]
# emergency_admission = { interval = { p10 = 0.80, p50 = 0.90, p90 = 1.00 }, lag_years = 1, source = "…" }
"#;

/// How the evidence is read.
const EVIDENCE: &str = r#"
# How all effects are read: "shrunk" lays part of their weight on no effect, "as_published" takes each at its word.
# [evidence]
# reading = "as_published"
# claims = ["A04"]                 # switches on a claim that no study supports, labelled so
"#;

/// JSON Schema (draft 2020-12) of a scenario file, for editors: completion and help at every key.
pub fn schema(catalogue: &Catalogue) -> Json {
    let mut root = Map::new();
    for spec in catalogue.specs() {
        let sections: Vec<&str> = spec.section().split('.').filter(|part| !part.is_empty()).collect();
        place(&mut root, &sections, spec.name(), lever(spec));
    }
    let text = json!({ "type": "string" });
    let year = json!({ "$ref": "#/$defs/year" });
    let top = [
        ("title", text.clone()),
        ("description", text.clone()),
        (
            "extends",
            json!({ "description": "The scenario, or scenarios in order, that this one changes.",
            "anyOf": [text, { "type": "array", "items": { "type": "string" } }] }),
        ),
        ("start_year", year),
        (
            "already",
            json!({ "type": "boolean",
            "description": "Whether what the file sets without a year was already so in the base year; if not, what is done begins after it." }),
        ),
        (
            "national",
            json!({ "type": "boolean",
            "description": "Whether the amounts of the file are those of the whole country, to be brought to the size of the place." }),
        ),
        (
            "data",
            json!({ "description": "Folder of tables, or folders of which the first that has a table gives it.",
            "anyOf": [text, { "type": "array", "items": { "type": "string" } }] }),
        ),
        (
            "same_money_as",
            json!({ "type": "string",
            "description": "A scenario whose public money this one is given, year by year: an equal-money comparator." }),
        ),
        (
            "assume",
            json!({ "type": "array", "items": { "type": "string" },
            "description": "Assumption sets that are believed here, and in whatever this is compared with: market, planning, sceptic, or files." }),
        ),
        (
            "believe",
            json!({ "type": "array", "items": { "type": "string" },
            "description": "Single values that are believed likewise, each as key=value." }),
        ),
        (
            "programme",
            json!({ "type": "object", "additionalProperties": programme() }),
        ),
        (
            "programme_defaults",
            json!({ "type": "object", "additionalProperties": false, "properties": figures(&NUMBERS[4..]) }),
        ),
        ("evidence", settings()),
        (
            "source",
            json!({ "type": "string", "description": "Source of all values of this file that name none." }),
        ),
        ("confidence", json!({ "enum": CONFIDENCE })),
        (
            "checked",
            json!({ "type": "string", "description": "Month in which the assumptions of this file were last checked." }),
        ),
        (
            "shares",
            json!({ "type": "array", "items": { "type": "object", "required": ["keys"] } }),
        ),
        (
            "correlation",
            json!({ "type": "array", "items": { "type": "object", "additionalProperties": false,
            "required": ["between", "rank"], "properties": {
                "between": { "type": "array", "items": { "type": "string" }, "minItems": 2 },
                "rank": { "type": "number", "minimum": -1, "maximum": 1 } } } }),
        ),
    ];
    root.extend(top.map(|(key, schema)| (key.to_string(), schema)));
    for section in into::SECTIONS {
        let pointer = format!("/funding/properties/{section}/properties");
        let mut sections = Json::Object(std::mem::take(&mut root));
        if let Some(Json::Object(keys)) = sections.pointer_mut(&pointer) {
            keys.insert(
                "into".to_string(),
                json!({ "enum": services(), "description": "The NHS service that the section's addition goes to, instead of all." }),
            );
        }
        if let Json::Object(back) = sections {
            root = back;
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "carepool scenario",
        "type": "object",
        "additionalProperties": false,
        "properties": root,
        "$defs": definitions(),
    })
}

/// Puts a lever's schema into the nested tables of its section.
fn place(properties: &mut Map<String, Json>, sections: &[&str], name: &str, schema: Json) {
    let Some((first, rest)) = sections.split_first() else {
        properties.insert(name.to_string(), schema);
        return;
    };
    let table = properties
        .entry(first.to_string())
        .or_insert_with(|| json!({ "type": "object", "additionalProperties": false, "properties": section_keys() }));
    if let Some(inner) = table.get_mut("properties").and_then(Json::as_object_mut) {
        place(inner, rest, name, schema);
    }
}

/// Path and evidence, which a section may give for all its levers.
fn section_keys() -> Map<String, Json> {
    let mut keys = path_keys();
    keys.extend(evidence().into_iter().filter(|(key, _)| key != "unit"));
    keys
}

fn path_keys() -> Map<String, Json> {
    let year = json!({ "$ref": "#/$defs/year" });
    [
        ("start_year", year.clone()),
        ("end_year", year),
        ("ramp_years", json!({ "$ref": "#/$defs/quantity" })),
        (
            "already",
            json!({ "type": "boolean", "description": "Whether it was already so in the base year." }),
        ),
    ]
    .map(|(key, schema)| (key.to_string(), schema))
    .into_iter()
    .collect()
}

fn evidence() -> Map<String, Json> {
    let schema = |key: &str| match key {
        "confidence" => json!({ "enum": CONFIDENCE }),
        "checked" => json!({}),
        _ => json!({ "type": ["string", "array"] }),
    };
    META_KEYS.iter().map(|key| (key.to_string(), schema(key))).collect()
}

fn help(meaning: &str, allowed: &str) -> String {
    format!("{} ({allowed})", meaning.trim())
}

fn lever(spec: &LeverSpec) -> Json {
    let bare = match spec.kind {
        LeverKind::Switch => json!({ "type": "boolean" }),
        LeverKind::Choice(words) => json!({ "enum": words }),
        LeverKind::Number => {
            json!({ "anyOf": [{ "type": "number", "minimum": spec.low, "maximum": spec.high }, { "type": "string" }] })
        }
    };
    let mut properties = path_keys();
    properties.extend(evidence());
    properties.insert("value".to_string(), bare.clone());
    properties.insert(
        "by_year".to_string(),
        json!({ "type": "object", "additionalProperties": bare }),
    );
    let mut table = json!({ "type": "object", "additionalProperties": false });
    if spec.kind == LeverKind::Number {
        properties.extend(distributions());
        properties.extend(effect_keys());
    }
    table["properties"] = Json::Object(properties);
    json!({ "description": help(spec.meaning, &allowed(spec)), "anyOf": [bare, table] })
}

fn distributions() -> Map<String, Json> {
    DISTRIBUTIONS
        .map(|word| (word.to_string(), json!({ "$ref": format!("#/$defs/{word}") })))
        .into_iter()
        .collect()
}

/// What makes a number an effect, or offers several values for it.
fn effect_keys() -> Map<String, Json> {
    let described = |text: &str| json!({ "type": "object", "description": text });
    [
        (
            "no_effect",
            json!({ "description": "The value that means no effect: the value beside it is as published, and the shrunk reading lays part of its weight here.",
                "$ref": "#/$defs/quantity" }),
        ),
        (
            "shrunk_to",
            described("A distribution that takes the weight of the shrunk reading in place of no effect."),
        ),
        (
            "published",
            json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": { "$ref": "#/$defs/quantity" },
                "description": "The published range, in the unit of this key." }),
        ),
        (
            "alternatives",
            described("Mutually exclusive estimates by the id of their evidence; `[evidence.alternatives]` chooses."),
        ),
        (
            "national",
            json!({ "type": "boolean",
                "description": "Whether the amount is that of the whole country; if not, it is an amount of the place." }),
        ),
        (
            "claims",
            described("Values by the id of a claim that no study supports; `[evidence] claims` switches one on."),
        ),
    ]
    .map(|(key, schema)| (key.to_string(), schema))
    .into_iter()
    .collect()
}

/// `[evidence]`: how the evidence is read.
fn settings() -> Json {
    let text = json!({ "type": "string" });
    let table = json!({ "type": "object", "additionalProperties": text });
    json!({ "type": "object", "additionalProperties": false, "properties": {
        "reading": { "enum": WhichReading::WORDS,
            "description": "How all effects are read: shrunk towards no effect by the design of their studies, or as published." },
        "shrink": { "type": "object", "additionalProperties": { "type": "number", "minimum": 0, "maximum": 1 } },
        "alternatives": table,
        "claims": { "anyOf": [text, { "type": "array", "items": { "type": "string" } }] } } })
}

fn figures(numbers: &[(&str, &str, f64, f64, &str)]) -> Map<String, Json> {
    let one = |(key, unit, low, high, meaning): &(&str, &str, f64, f64, &str)| {
        let allowed = super::catalogue::bounds(*low, *high, unit);
        (key.to_string(), figure(&help(meaning, &allowed), &[]))
    };
    numbers.iter().map(one).collect()
}

fn figure(description: &str, extra: &[&str]) -> Json {
    let mut properties = evidence();
    properties.extend(distributions());
    properties.extend(effect_keys());
    properties.insert("value".to_string(), json!({ "$ref": "#/$defs/quantity" }));
    properties.extend(extra.iter().map(|key| (key.to_string(), figure("", &[]))));
    json!({ "description": description, "anyOf": [{ "type": ["number", "string"] },
        { "type": "object", "additionalProperties": false, "properties": properties }] })
}

fn programme() -> Json {
    let mut properties = figures(&NUMBERS);
    properties.extend(evidence());
    let effects: Map<String, Json> = Effect::of_programmes()
        .map(|effect| {
            (
                effect.key().to_string(),
                figure("Effect on those reached: a ratio, or \"-5%\".", &["lag_years", "fade"]),
            )
        })
        .collect();
    let who = |key: &str| match key {
        "sexes" => json!({ "type": "array", "items": { "enum": ["female", "male"] } }),
        "fifths" => json!({ "type": "array", "items": { "type": "integer", "minimum": 1, "maximum": 5 } }),
        "min_dependency" => {
            json!({ "anyOf": [{ "enum": DEPENDENCY }, { "type": "integer", "minimum": 0, "maximum": 3 }] })
        }
        _ => json!({ "type": "integer", "minimum": 0 }),
    };
    let eligible: Map<String, Json> = ELIGIBLE.iter().map(|key| (key.to_string(), who(key))).collect();
    let rest = [
        ("title", json!({ "type": "string" })),
        ("description", json!({ "type": "string" })),
        ("enabled", json!({ "type": "boolean" })),
        (
            "eligible",
            json!({ "type": "object", "additionalProperties": false, "properties": eligible }),
        ),
        ("start_year", json!({ "$ref": "#/$defs/year" })),
        ("end_year", json!({ "$ref": "#/$defs/year" })),
        ("payer", json!({ "enum": PAYERS.map(|payer| payer.0) })),
        ("into", json!({ "enum": services() })),
        (
            "effects",
            json!({ "type": "object", "additionalProperties": false, "properties": effects }),
        ),
    ];
    properties.extend(rest.map(|(key, schema)| (key.to_string(), schema)));
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn definitions() -> Json {
    let table = |required: &[&str], optional: &[&str]| {
        let keys = required.iter().chain(optional);
        let properties: Map<String, Json> = keys
            .map(|key| {
                (
                    key.to_string(),
                    if *key == "family" {
                        json!({ "enum": ["normal", "lognormal", "beta", "gamma"] })
                    } else {
                        json!({ "$ref": "#/$defs/quantity" })
                    },
                )
            })
            .collect();
        json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
    };
    let ends = ["low", "high"];
    json!({
        "quantity": { "type": ["number", "string"], "description": "A number, or a text with its unit." },
        "year": { "type": "integer", "minimum": 1900, "maximum": 2200, "description": "A financial year: 2024 is April 2024 to March 2025." },
        "fixed": { "$ref": "#/$defs/quantity" },
        "normal": table(&["mean", "sd"], &ends),
        "truncated_normal": table(&["mean", "sd"], &ends),
        "lognormal": { "anyOf": [table(&["mu", "sigma"], &ends), table(&["mean", "sd"], &ends)] },
        "beta": { "anyOf": [table(&["a", "b"], &ends), table(&["mean", "sd"], &ends)] },
        "gamma": { "anyOf": [table(&["shape", "scale"], &ends), table(&["mean", "sd"], &ends)] },
        "triangular": table(&["low", "mode", "high"], &[]),
        "uniform": table(&["low", "high"], &[]),
        "pert": table(&["low", "mode", "high"], &[]),
        "interval": { "anyOf": [table(&["p10", "p50", "p90"], &ends), table(&["low", "high"], &["level", "family"])] },
        "mixture": { "type": "array", "items": { "type": "object", "required": ["weight"] } },
        "discrete": { "type": "object", "required": ["values"], "properties": {
            "values": { "type": "array" }, "weights": { "type": "array", "items": { "type": "number" } } } },
    })
}

#[cfg(test)]
mod tests {
    use super::super::difference;
    use super::super::tests::{base, catalogue};
    use super::*;

    #[test]
    fn a_new_scenario_changes_nothing_and_neither_do_its_examples_of_the_base_values() {
        let (base, catalogue) = (base(), catalogue());
        let text = new_scenario("mine", "base.toml", &catalogue, Some(&base));
        let alone = text.replace("extends = \"base.toml\"", "");
        let (before, levers) = alone.split_once("\n# [social_care.charging]").unwrap();
        let uncommented: String = levers
            .lines()
            .map(|line| format!("{}\n", line.trim_start_matches("# ")))
            .collect();
        let all = format!(
            "{}\n[social_care.charging]{uncommented}",
            before
                .lines()
                .filter(|line| !line.starts_with('#'))
                .collect::<Vec<_>>()
                .join("\n")
        );
        let again = super::super::Scenario::from_text("mine.toml", &all, &[], &catalogue)
            .unwrap_or_else(|problems| panic!("{problems}\n{all}"));
        assert_eq!(difference(&base, &again), []);
    }

    #[test]
    fn the_schema_knows_every_lever_and_every_effect() {
        let catalogue = catalogue();
        let schema = schema(&catalogue);
        for spec in catalogue.specs() {
            let pointer: String = spec.key.split('.').map(|part| format!("/properties/{part}")).collect();
            let lever = schema.pointer(&pointer).unwrap_or_else(|| panic!("{}", spec.key));
            assert!(
                lever["description"]
                    .as_str()
                    .is_some_and(|text| text.contains(spec.meaning.trim()))
            );
        }
        let text = schema.to_string();
        assert!(Effect::of_programmes().all(|effect| text.contains(effect.key())));
        for part in text.split("\"$ref\":\"#").skip(1) {
            let pointer = part.split('"').next().unwrap();
            assert!(schema.pointer(pointer).is_some(), "{pointer}");
        }
    }
}
