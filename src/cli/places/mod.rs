//! `carepool places`: the places of England that `--area` knows.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::FINE;
use super::format::{Failure, Format, rows};
use crate::places::{self, Area, Kind, gazetteer};
use crate::scenario::problem::Fault;
use crate::scenario::{Catalogue, Problem, Scenario};

mod describe;
mod nations;
mod survey;

/// List, search and describe places, write one out, or run a scenario in all of them.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool places                                  every place\n  \
    carepool places yorkshire                        those in whose name or region the word occurs\n  \
    carepool places Leeds                            what is known of one: local, derived, England's\n  \
    carepool places Leeds --export mine              its files, to be changed by hand\n  \
    carepool places --run free-personal-care         a scenario in every council: a table and a map\n  \
    carepool places --run england --kind icb --measure waiting_list_per_1000\n  \
    carepool places --nations                        England, Scotland, Wales and Northern Ireland beside one another\n  \
    carepool places --against outcomes.csv           how well the method does on published outcomes"
)]
pub struct PlacesArgs {
    /// Words to look for in names, codes and regions; one place that is meant is described.
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Writes the place to a folder as files that can be changed by hand, each number with its source.
    #[arg(long, value_name = "DIR")]
    pub export: Option<PathBuf>,
    /// Runs a scenario in every council or board and writes a table and a map of where it would matter most.
    #[arg(long, value_name = "SCENARIO", conflicts_with_all = ["words", "export"])]
    pub run: Option<String>,
    /// Councils, boards or regions [default: in a list all of them, with --run councils].
    #[arg(long, value_name = "KIND", value_parser = ["council", "icb", "region"])]
    pub kind: Option<String>,
    /// What the map shows: a measure, or a measure for 1,000 people as MEASURE_per_1000 [default: the change of public spending a head or, of england, life expectancy].
    #[arg(long, value_name = "MEASURE")]
    pub measure: Option<String>,
    /// The year that the table and the map tell, counted from the base year [default: 5].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=60))]
    pub after: Option<u32>,
    /// Draws of the uncertain assumptions [default: 2].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub draws: Option<u32>,
    /// Simulated people of each place [default: 1000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub people: Option<u32>,
    /// Master seed: the same seed, the same numbers [default: 1].
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Folder of the table and the map [default: outputs/places and the name of the scenario].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Holds what the method foretells against a table of published outcomes, by code; `-` is the one that is shipped.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["words", "export", "run"])]
    pub against: Option<String>,
    /// Sets England, Scotland, Wales and Northern Ireland beside one another: levels, law, what the model makes of them.
    #[arg(long, conflicts_with_all = ["words", "export", "run", "against"])]
    pub nations: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl PlacesArgs {
    fn after(&self) -> usize {
        self.after.unwrap_or(5) as usize
    }
    fn draws(&self) -> usize {
        self.draws.unwrap_or(2) as usize
    }
    fn people(&self) -> usize {
        self.people.unwrap_or(1_000) as usize
    }
    fn seed(&self) -> u64 {
        self.seed.unwrap_or(1)
    }

    /// Refuses what is typed and would be passed over by what is asked for.
    fn refuse_unused(&self) -> Result<(), Failure> {
        let lists = self.run.is_none() && self.against.is_none() && !self.nations;
        let simulates = [
            ("--draws", self.draws.is_some()),
            ("--people", self.people.is_some()),
            ("--seed", self.seed.is_some()),
            ("--threads", self.threads.is_some()),
        ];
        let surveys = [
            ("--measure", self.measure.is_some()),
            ("--after", self.after.is_some()),
            ("--out", self.out.is_some()),
        ];
        let unused = simulates
            .into_iter()
            .filter(|_| lists)
            .chain(surveys.into_iter().filter(|_| self.run.is_none()))
            .chain([(
                "--kind",
                self.kind.is_some() && self.run.is_none() && (!lists || self.export.is_some()),
            )]);
        match unused.into_iter().find(|(_, typed)| *typed) {
            Some((option, _)) => Err(Failure::Refused(format!(
                "{option} would change nothing here: it belongs to `carepool places --run SCENARIO`{}",
                match option {
                    "--kind" => " and to a list of places",
                    _ if simulates.iter().any(|(known, _)| *known == option) => ", --against and --nations",
                    _ => "",
                }
            ))),
            None => Ok(()),
        }
    }
}

/// Lists, describes, writes or runs.
pub fn run(args: &PlacesArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    args.refuse_unused()?;
    if let Some(scenario) = &args.run {
        return survey::run(args, scenario, catalogue, out);
    }
    if let Some(file) = &args.against {
        return survey::against(args, file, catalogue, out);
    }
    if args.nations {
        return nations::compare(args, catalogue, out);
    }
    let gazetteer = gazetteer().map_err(|error| Failure::Refused(error.to_string()))?;
    if let Some(folder) = &args.export {
        let area = gazetteer
            .find(&args.words.join(" "))
            .map_err(places::PlaceError::from)?;
        std::fs::create_dir_all(folder)?;
        let file = write_place(area, folder, catalogue, out)?;
        writeln!(
            out,
            "Next: change what your own figures say, then carepool check {0} and carepool run {0}",
            folder.join(file).display()
        )?;
        return Ok(FINE);
    }
    let typed = args.words.join(" ");
    let mut found = gazetteer.search(&args.words);
    let asked = |area: &Area| args.kind.as_ref().is_none_or(|kind| area.kind.word() == kind.as_str());
    found.retain(|area| area.kind != Kind::Nation && asked(area));
    match (args.words.is_empty(), gazetteer.find(&typed)) {
        (false, Ok(area)) if args.kind.is_none() => return describe::place(args, gazetteer, area, catalogue, out),
        (false, Err(error)) if found.is_empty() => return Err(places::PlaceError::from(error).into()),
        (false, Ok(area)) if found.is_empty() => {
            return Err(Failure::Refused(format!(
                "`{typed}` is a {}, and no place of the kind asked for has those words in its name or region",
                area.kind.name()
            )));
        }
        _ => {}
    }
    list(args, &found, out)
}

fn list(args: &PlacesArgs, found: &[&Area], out: &mut dyn Write) -> Result<u8, Failure> {
    let gazetteer = gazetteer().map_err(|error| Failure::Refused(error.to_string()))?;
    let lines: Vec<Vec<String>> = found
        .iter()
        .map(|area| {
            let people = gazetteer.people(area).total();
            vec![
                area.code.clone(),
                area.title(),
                area.kind.name().to_owned(),
                area.region.clone(),
                format!("{people:.0}"),
            ]
        })
        .collect();
    if args.format != Format::Text {
        rows(
            out,
            args.format,
            &["code", "name", "kind", "region", "people_2023"],
            &lines,
        )?;
        return Ok(FINE);
    }
    for line in &lines {
        writeln!(
            out,
            "{:<10} {:<52} {:<11} {:<25} {:>10}",
            line[0], line[1], line[2], line[3], line[4]
        )?;
    }
    writeln!(
        out,
        "{} places. Five names are both a council and a care board: the council is meant unless `icb:` or a code is given.",
        lines.len()
    )?;
    Ok(FINE)
}

/// Writes the files of a place into a folder; the name of its scenario file.
pub(super) fn write_place(
    area: &Area,
    folder: &Path,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<String, Failure> {
    let gazetteer = gazetteer().map_err(|error| Failure::Refused(error.to_string()))?;
    let england = Scenario::load(places::COUNTRY, &[], catalogue)?;
    let made = places::export(gazetteer, area, &england).map_err(|error| Failure::Refused(error.to_string()))?;
    let write = |path: PathBuf, text: &str| -> Result<(), Failure> {
        let wrong = |text: String| Failure::from(Problem::new(Fault::Write(text)));
        match std::fs::File::options().write(true).create_new(true).open(&path) {
            Ok(mut file) => Ok(file.write_all(text.as_bytes())?),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(wrong(format!(
                "{} is already there and is not overwritten",
                path.display()
            ))),
            Err(error) => Err(wrong(format!("cannot write {}: {error}", path.display()))),
        }
    };
    let tables = folder.join(&made.tables.0);
    write(folder.join(&made.file), &made.text)?;
    std::fs::create_dir_all(&tables)?;
    for (name, text) in &made.tables.1 {
        write(tables.join(name), text)?;
    }
    writeln!(
        out,
        "{} written, with its tables {} in {}",
        folder.join(&made.file).display(),
        made.tables.1.keys().cloned().collect::<Vec<_>>().join(", "),
        tables.display()
    )?;
    Ok(made.file)
}
