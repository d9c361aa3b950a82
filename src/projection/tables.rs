//! The tables of data that a scenario names, read once for a run.

use std::collections::BTreeMap;

use crate::economy::EconomyTables;
use crate::people::PopulationTables;
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

impl Tables {
    /// Reads the tables of a scenario.
    pub fn load(scenario: &Scenario) -> Result<Tables, TablesError> {
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
        let services = [
            read("use_profiles.csv")?,
            read("use_gradients.csv")?,
            read("seasons.csv")?,
        ];
        let economy = [read("spending.csv")?, read("deflator.csv")?, read("tax.csv")?];
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
