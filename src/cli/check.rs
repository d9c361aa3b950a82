//! `carepool check`: says everything that is wrong with scenario files, or that nothing is.

use std::io::Write;

use clap::Args;

use super::area::AreaArgs;
use super::format::{Failure, Format, colour, problem_row, rows};
use super::run::USUAL;
use super::{BAD_INPUT, FINE, NO, soundness};
use crate::process::{self, Process};
use crate::scenario::evidence::rules::month;
use crate::scenario::strict::{findings, library_findings};
use crate::scenario::{Catalogue, Over, Problems, Scenario};
use crate::world::Year;

/// Validates scenario files, and process files of participatory budgets.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool check my.toml\n  carepool check england my.toml --format json\n  \
    carepool check my.toml --set funding.nhs.real_growth=3%\n  \
    carepool check england --assume my-beliefs.toml     (an assumption set is checked with a scenario)\n  \
    carepool check my.toml --strict                      (does every number name a source or a reason?)\n  \
    carepool check my.toml --strict --today 2028-12      (what will be out of date by then, checked over 24 months before?)"
)]
pub struct CheckArgs {
    /// Scenario files, or names of shipped scenarios; process files (NAME.budget.toml).
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Overrides an assumption, as key=value, or key=value@2027 from a year on; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Believes an assumption set: a file, or market, planning, sceptic; may be repeated.
    #[arg(long, value_name = "SET")]
    pub assume: Vec<String>,
    #[command(flatten)]
    pub place: AreaArgs,
    /// Also lists the files each scenario is made of, and remarks on how distributions were fitted.
    #[arg(long, short)]
    pub verbose: bool,
    /// Also lists numbers that cannot be defended: no source, a judgement without a reason, checked over 24 months ago, outside
    /// the published range, an effect without contrary evidence, called verified without an address.
    #[arg(long)]
    pub strict: bool,
    /// The month against which the age of a check is counted, as 2026-11; over 24 months is out of date [default: that of
    /// the release].
    #[arg(long, value_name = "YEAR-MONTH", requires = "strict")]
    pub today: Option<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Checks; 0 if all is well, 1 if it can be run but (with `--strict`) not be defended, 2 if something is wrong.
pub fn run(args: &CheckArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    crate::cli::begin::refuse_set_twice(&args.set)?;
    let mut bad = Problems::default();
    let mut table = Vec::new();
    if let Some(today) = &args.today
        && month(today).is_none()
    {
        return Err(Failure::Refused(format!(
            "--today {today}: a month is written as 2026-11"
        )));
    }
    let mut undefended = 0;
    let area = args.place.one(catalogue)?;
    for name in &args.scenarios {
        let over = Over {
            assume: &args.assume,
            set: &args.set,
            area: area.as_ref(),
        };
        // A process file is checked as what it is, so that a whole folder can be checked at once.
        let checked = if name.ends_with(process::file::ENDING) {
            whole_only(name, args)?;
            super::budget::load(name, area.as_ref(), &[], catalogue).map(Checked::Process)
        } else {
            Scenario::load_to_look_at(name, over, catalogue)
                .map(|(scenario, unbound)| Checked::Scenario(scenario, unbound))
        };
        match checked {
            Ok(Checked::Scenario(scenario, mut wrong)) => {
                wrong.0.extend(soundness::problems(&scenario, over, catalogue).0);
                let wrong = wrong.sorted();
                if !wrong.is_empty() {
                    table.extend(wrong.0.iter().map(|problem| problem_row(name, problem)));
                    bad.0.extend(wrong.0);
                    continue;
                }
                if args.format == Format::Text {
                    describe(&scenario, over, args.verbose, catalogue, out)?;
                }
                if args.strict {
                    undefended += strict(&scenario, name, args, &mut table, out)?;
                }
            }
            Ok(Checked::Process(process)) => {
                if args.format == Format::Text {
                    super::budget::describe_file(&process, out)?;
                }
            }
            Err(problems) => {
                table.extend(problems.0.iter().map(|problem| problem_row(name, problem)));
                bad.0.extend(problems.0);
            }
        }
    }
    if args.format != Format::Text {
        let header = [
            "scenario", "file", "line", "column", "key", "message", "expected", "nearest",
        ];
        rows(out, args.format, &header, &table)?;
    } else if !bad.is_empty() {
        eprint!("{}", bad.render(colour()));
        eprintln!("{} problem{}", bad.0.len(), if bad.0.len() == 1 { "" } else { "s" });
    }
    Ok(match (bad.is_empty(), undefended) {
        (true, 0) => FINE,
        (true, _) => NO,
        (false, _) => BAD_INPUT,
    })
}

/// Refuses of a process file what is done to scenarios only, rather than pass over it in silence.
fn whole_only(name: &str, args: &CheckArgs) -> Result<(), Failure> {
    let given = [
        ("--strict", args.strict),
        ("--set", !args.set.is_empty()),
        ("--assume", !args.assume.is_empty()),
    ];
    match given.iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((option, _)) => Err(Failure::Refused(format!(
            "{name}: {option} is for scenarios and reads nothing in a process file; check the file without it, and \
             with it the scenario that its `base` names"
        ))),
    }
}

/// Lists what cannot be defended; the number of findings.
fn strict(
    scenario: &Scenario,
    name: &str,
    args: &CheckArgs,
    table: &mut Vec<Vec<String>>,
    out: &mut dyn Write,
) -> Result<usize, Failure> {
    let today = args.today.as_deref();
    let mut found = findings(scenario, today);
    found.extend(library_findings(&scenario.evidence().library, today));
    for one in &found {
        if args.format == Format::Text {
            writeln!(out, "{}: {} {}", one.place, one.key, one.what)?;
            continue;
        }
        let (file, line) = one.place.rsplit_once(':').unwrap_or((&one.place, ""));
        table.push(vec![
            name.to_string(),
            file.to_string(),
            line.to_string(),
            String::new(),
            one.key.clone(),
            one.what.clone(),
            String::new(),
            String::new(),
        ]);
    }
    if args.format == Format::Text {
        match found.len() {
            0 => writeln!(
                out,
                "{}: 0 findings: every number names a source or a reason",
                scenario.name
            )?,
            1 => writeln!(out, "{}: 1 finding", scenario.name)?,
            many => writeln!(out, "{}: {many} findings", scenario.name)?,
        }
        writeln!(out, "  {}", confidence(scenario))?;
    }
    Ok(found.len())
}

/// How sure the assumptions are, counted: a source that is named is not yet one that was opened.
fn confidence(scenario: &Scenario) -> String {
    let all = scenario.assumptions();
    let of = |words: &[&str]| {
        all.iter()
            .filter(|one| words.contains(&one.evidence("confidence")))
            .count()
    };
    format!(
        "{} assumptions: {} verified, {} published interval or range, {} recalled, {} our judgement",
        all.len(),
        of(&["verified"]),
        of(&["published interval", "published range"]),
        of(&["recalled"]),
        of(&["judgement"]),
    )
}

/// What a name turned out to be.
#[allow(clippy::large_enum_variant)]
enum Checked {
    /// With what breaks a rule that binds its levers together.
    Scenario(Scenario, Problems),
    Process(Process),
}

fn describe(
    scenario: &Scenario,
    over: Over,
    verbose: bool,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let uncertain = scenario.uncertain().len();
    let programmes = scenario.programmes().len();
    writeln!(
        out,
        "{}: fine. {} ({} assumptions, {uncertain} uncertain, {programmes} programme{})",
        scenario.name,
        scenario.title,
        scenario.assumptions().len(),
        if programmes == 1 { "" } else { "s" }
    )?;
    let years: Vec<Year> = (0..USUAL.2)
        .map(|index| Year(scenario.start_year.0.saturating_add(index as u16)))
        .collect();
    let mut notes = scenario.notes(years[years.len() - 1]);
    notes.extend(soundness::notes(scenario, over, &years, catalogue));
    if !scenario.believes.is_empty() {
        notes.push(format!(
            "it believes, and so does whatever it is run beside: {}",
            scenario.believes.words()
        ));
    }
    for note in notes {
        writeln!(out, "  note: {note}")?;
    }
    if verbose {
        writeln!(out, "  content {}", scenario.hash())?;
        for input in &scenario.inputs {
            writeln!(
                out,
                "  from {} ({}, sha256 {})",
                input.name,
                input.origin,
                &input.sha256[..12.min(input.sha256.len())]
            )?;
        }
        for assumption in scenario.assumptions() {
            if let Some(remark) = &assumption.remark {
                writeln!(out, "  {}: {remark}", assumption.key)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{diff, explain, new, schema};
    use super::*;
    use crate::scenario::tests::{BASE, catalogue};

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let base = format!("data = \"england\"\n{BASE}");
        std::fs::write(folder.path().join("base.toml"), base).unwrap();
        std::fs::write(
            folder.path().join("top.toml"),
            "extends = \"base\"\n[funding]\nwait = 9\n",
        )
        .unwrap();
        std::fs::write(
            folder.path().join("bad.toml"),
            "extends = \"base\"\n[funding]\nwiat = 9\n",
        )
        .unwrap();
        folder
    }

    #[test]
    fn the_commands_print_what_they_should_and_exit_as_they_say() {
        let (folder, catalogue) = (folder(), catalogue());
        let path = |name: &str| folder.path().join(name).display().to_string();
        let text = |code: Result<u8, Failure>, wanted: u8, out: &mut Vec<u8>| {
            assert_eq!(code.unwrap(), wanted);
            String::from_utf8(std::mem::take(out)).unwrap()
        };
        let out = &mut Vec::new();
        let mut check = CheckArgs {
            scenarios: vec![path("top.toml")],
            set: vec![],
            assume: vec![],
            place: AreaArgs::default(),
            verbose: true,
            strict: false,
            today: None,
            format: Format::Text,
        };
        let code = run(&check, &catalogue, out);
        assert!(text(code, 0, out).contains("top: fine"));
        check = CheckArgs {
            scenarios: vec![path("bad.toml"), path("top.toml")],
            format: Format::Json,
            ..check
        };
        let code = run(&check, &catalogue, out);
        let found: serde_json::Value = serde_json::from_str(&text(code, 2, out)).unwrap();
        assert_eq!(
            (found[0]["line"].as_str(), found[0]["nearest"].as_str()),
            (Some("3"), Some("funding.wait"))
        );

        let compared = diff::DiffArgs {
            first: path("base.toml"),
            second: path("top.toml"),
            set: vec![],
            assume: vec![],
            format: Format::Csv,
        };
        let code = diff::run(&compared, &catalogue, out);
        assert_eq!(text(code, 0, out).lines().count(), 2);

        let mut explained = explain::ExplainArgs {
            key: Some("funding.growth".into()),
            search: None,
            scenario: path("top.toml"),
            set: vec![],
            place: AreaArgs::default(),
            no_moves: true,
            format: Format::Text,
        };
        let code = explain::run(&explained, &catalogue, out);
        let shown = text(code, 0, out);
        assert!(
            shown.contains("p10 −0.01, p50 0.02, p90 0.04") && shown.contains("contrary   another"),
            "{shown}"
        );
        explained = explain::ExplainArgs {
            key: None,
            search: Some("real growth".into()),
            ..explained
        };
        let code = explain::run(&explained, &catalogue, out);
        assert!(text(code, 0, out).starts_with("funding.growth"));
        explained = explain::ExplainArgs {
            key: Some("funding.grwth".into()),
            search: None,
            ..explained
        };
        assert!(
            explain::run(&explained, &catalogue, out)
                .unwrap_err()
                .to_string()
                .contains("funding.growth")
        );

        let wanted = new::NewArgs {
            name: path("mine"),
            extends: path("base.toml"),
            place: AreaArgs::default(),
            schema: true,
        };
        let code = new::run(&wanted, &catalogue, out);
        assert!(text(code, 0, out).contains("mine.toml written"));
        assert!(
            new::run(&wanted, &catalogue, out)
                .unwrap_err()
                .to_string()
                .contains("not overwritten")
        );
        let code = schema::run(&schema::SchemaArgs {}, &catalogue, out);
        assert!(text(code, 0, out).contains("2020-12"));
    }
}
