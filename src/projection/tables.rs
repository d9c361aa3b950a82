//! The tables of data that a scenario names, read once for a run.

use std::collections::BTreeMap;

use crate::economy::EconomyTables;
use crate::people::PopulationTables;
use crate::scenario::difference::BESIDE_A_RUN;
use crate::scenario::problem::Fault;
use crate::scenario::{Input, Problem, Scenario};
use crate::services::ServiceTables;
use crate::world::TableError;

/// All tables of a scenario.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Population, mortality, wealth.
    pub people: PopulationTables,
    /// Use of services, seasons.
    pub services: ServiceTables,
    /// Growth, prices, taxes.
    pub economy: EconomyTables,
    /// The files read, for the manifest.
    pub inputs: Vec<Input>,
}

impl Tables {
    /// The table of people, as it was read.
    fn people_input(&self) -> Option<&Input> {
        self.inputs.iter().find(|input| input.name.ends_with("population.csv"))
    }

    /// The file that the table of people stands in.
    pub fn people_file(&self) -> Option<&str> {
        self.people_input().map(|input| input.name.as_str())
    }

    /// Whether the table of people is somebody's own file.
    pub fn people_from_disk(&self) -> bool {
        self.people_input().is_some_and(|input| input.origin == "disk")
    }
}

/// A table that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TablesError {
    /// It is not there.
    #[error("{}", .0.render(false))]
    Missing(Box<Problem>),
    /// It is not as it should be.
    #[error("{0}")]
    Wrong(#[from] TableError),
}

const SERVICES: [&str; 3] = ["use_profiles.csv", "use_gradients.csv", "seasons.csv"];
const ECONOMY: [&str; 3] = ["spending.csv", "deflator.csv", "tax.csv"];
/// Endings of files in which people keep tables.
const SHEETS: [&str; 8] = ["csv", "xlsx", "xls", "xlsm", "ods", "tsv", "txt", "numbers"];
/// How alike two names are of which one may be meant for the other, 0 to 1.
const ALIKE: f64 = 0.8;

/// Refuses a table that nothing reads: England's would be taken in its place without a word.
fn refuse_unread(scenario: &Scenario) -> Result<(), TablesError> {
    let known: Vec<&str> = [&PopulationTables::FILES[..], &SERVICES, &ECONOMY, &BESIDE_A_RUN].concat();
    let missing = |fault: String, expected: String| {
        let problem = Problem {
            place: scenario.data_place.clone(),
            key: "data".to_owned(),
            ..Problem::new(Fault::Joint(fault)).expecting(expected)
        };
        Err(TablesError::Missing(Box::new(problem)))
    };
    if let Some(folder) = scenario.data_nowhere() {
        return missing(
            format!("there is no folder `{folder}`: its tables would be taken from the next one without a word"),
            "a folder beside the file that names it, in ./scenarios, or shipped, such as \"england\"".to_owned(),
        );
    }
    if let Some((folder, other)) = scenario.data_behind(&known) {
        return missing(
            format!("nothing in `{folder}` is read: `{other}`, which is named before it, has tables of the same names"),
            format!("`{folder}` before `{other}`"),
        );
    }
    for path in scenario.data_names() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        if known.contains(&name.as_ref()) || !SHEETS.contains(&ending.as_str()) {
            continue;
        }
        let likeness = |known: &str| strsim::jaro_winkler(&stem, known.trim_end_matches(".csv"));
        let near = known
            .iter()
            .max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        let near = near.filter(|near| likeness(near) > ALIKE);
        // A note or a spreadsheet that is like no table may stand there; a table of another name may not.
        let (found, expected) = match (ending.as_str(), near) {
            ("csv", near) => (
                "a table that nothing reads: what it holds would be taken from the next folder without a word"
                    .to_owned(),
                format!(
                    "one of {}{}",
                    known.join(", "),
                    near.map_or(String::new(), |near| format!("; did you mean `{near}`?"))
                ),
            ),
            (_, Some(near)) => (
                format!("a file of the form `.{ending}`, which is not read"),
                format!("`{near}`: in a spreadsheet, save as `CSV UTF-8 (comma delimited)` under that name"),
            ),
            _ => continue,
        };
        return Err(TablesError::Wrong(TableError {
            file: path.display().to_string(),
            line: 0,
            column: String::new(),
            found,
            expected,
        }));
    }
    Ok(())
}

impl Tables {
    /// Reads the tables of a scenario.
    pub fn load(scenario: &Scenario) -> Result<Tables, TablesError> {
        refuse_unread(scenario)?;
        let mut inputs = Vec::new();
        let mut read = |name: &str| -> Result<String, TablesError> {
            let file = scenario
                .data_file(name)
                .map_err(|problem| TablesError::Missing(Box::new(problem)))?;
            inputs.push(file.input);
            Ok(file.text)
        };
        let mut people = BTreeMap::new();
        for name in PopulationTables::FILES {
            people.insert(name.to_owned(), read(name)?);
        }
        let [profiles, gradients, seasons] = SERVICES;
        let services = [read(profiles)?, read(gradients)?, read(seasons)?];
        let [spending, deflator, tax] = ECONOMY;
        let economy = [read(spending)?, read(deflator)?, read(tax)?];
        // The rooms know a table by its name; whoever has to mend it needs the folder too.
        let found = |error: TableError| {
            let ending = format!("/{}", error.file);
            let input = inputs.iter().find(|input| input.name.ends_with(&ending));
            TablesError::Wrong(match input {
                Some(input) => error.in_file(&input.name),
                None => error,
            })
        };
        Ok(Tables {
            people: PopulationTables::parse(&people)
                .map_err(found)?
                .of_size(1.0 / scenario.tables_size()),
            services: ServiceTables::parse(&services[0], &services[1], &services[2]).map_err(found)?,
            economy: EconomyTables::parse(&economy[0], &economy[1], &economy[2]).map_err(found)?,
            inputs,
        })
    }
}
