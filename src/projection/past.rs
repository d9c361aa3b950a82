//! The published past of a scenario's measures, for whoever draws them.

use super::levers::Levers;
use super::tables::TablesError;
use crate::measures;
use crate::scenario::Scenario;
use crate::scenario::problem::Fault;
use crate::world::Past;
use crate::world::past::PAST;

/// What was published of the economy that a scenario begins from, if that is the one that was measured: a place, another
/// nation and an economy of another size have no past here.
pub fn past(scenario: &Scenario) -> Result<Vec<Past>, TablesError> {
    let mut values = Vec::new();
    scenario.central().values(scenario.start_year, &mut values);
    if scenario.area.is_some() || Levers::of_place(&values).join.scale != 1.0 {
        return Ok(Vec::new());
    }
    let file = match scenario.data_file(PAST) {
        Ok(file) => file,
        Err(problem) if matches!(problem.fault, Fault::NotFound { .. }) => return Ok(Vec::new()),
        Err(problem) => return Err(TablesError::Missing(Box::new(problem))),
    };
    // A scenario that lays tables of its own over another's does not begin where that one does.
    let own = scenario.data.first().map(|folder| format!("{folder}/{PAST}"));
    if own.is_none_or(|own| !file.input.name.ends_with(&own)) {
        return Ok(Vec::new());
    }
    let names: Vec<&str> = measures::all().iter().map(|measure| measure.name).collect();
    Past::read(&file.text, &names).map_err(|error| error.in_file(&file.input.name).into())
}
