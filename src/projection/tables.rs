//! The tables of data that a scenario names, read once for a run.

use std::collections::BTreeMap;

use crate::economy::EconomyTables;
use crate::people::PopulationTables;
use crate::scenario::{Input, Problem, Scenario};
use crate::services::ServiceTables;

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
    /// The population is wrong.
    #[error("{0}")]
    People(#[from] crate::people::TableError),
    /// Use of services is wrong.
    #[error("{0}")]
    Services(#[from] crate::services::TableError),
    /// Money is wrong.
    #[error("{0}")]
    Economy(#[from] crate::economy::tables::TableError),
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
        let services = ServiceTables::parse(
            &read("use_profiles.csv")?,
            &read("use_gradients.csv")?,
            &read("seasons.csv")?,
        )?;
        let economy = EconomyTables::parse(&read("spending.csv")?, &read("deflator.csv")?, &read("tax.csv")?)?;
        Ok(Tables {
            people: PopulationTables::parse(&people)?,
            services,
            economy,
            inputs,
        })
    }
}
