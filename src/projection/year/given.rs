//! What the scenario says, as this draw took it: the levers of each year, and what its programmes do.

use crate::projection::levers::Levers;
use crate::projection::programmes::{Compiled, ProgrammeFactors, compile};
use crate::scenario::World;
use crate::world::service::QueuedService;
use crate::world::{Cells, Year};

/// One world's scenario, read year by year.
pub(super) struct Given {
    world: World,
    /// One value for each lever, kept for its memory.
    values: Vec<f64>,
    programmes: Vec<Compiled>,
    /// This year's levers.
    pub levers: Levers,
    /// What programmes do this year.
    pub factors: ProgrammeFactors,
}

impl Given {
    /// As read at the start of the base year.
    pub fn new(world: World, values: Vec<f64>, levers: Levers) -> Given {
        Given {
            programmes: world.programmes.iter().cloned().map(Compiled::new).collect(),
            world,
            values,
            levers,
            factors: ProgrammeFactors::default(),
        }
    }

    /// Reads a year.
    pub fn read(&mut self, year: Year, people: &Cells) {
        self.world.values(year, &mut self.values);
        self.levers = Levers::of_place(&self.values);
        // Salaried dentists work where need is, as far as they give the care.
        self.levers.services.queued[QueuedService::Dentistry].deprivation_tilt *= self.levers.economy.dentistry.tilt();
        compile(
            &self.programmes,
            year,
            people,
            &self.levers.determinants,
            &mut self.factors,
        );
    }
}
