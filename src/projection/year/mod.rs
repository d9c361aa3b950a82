//! One world through one year: levers, need, money, care, services, ledger.
//!
//! Nothing inside a year waits for anything of the same year that comes later: rates read last year's access, prices of
//! care are known before care is assessed, and what care a law promises is known before budgets are set.
//!
//! ```text
//!  given      levers and programmes of the year
//!  rates      what access, money and programmes do to people's rates    (people grow older, outside)
//!  need       what people need, what programmes avoid
//!  law        what the law promises, at this year's price of care
//!  bill       what that costs
//!  rationing  how far the money for care reaches
//!  months     twelve months of services
//!  money      what the economy is told, what it gives
//!  lifetimes  what the law makes of whole lives
//!  books      accounts settled, need met counted, what is remembered for next year
//!  parts      what the year gives away
//! ```
//!
//! Each step is a file that knows those above it and `now`, the year as all see it; `world` holds what lasts between years,
//! one part for each step that remembers, and runs the steps in order.

mod bill;
mod books;
mod given;
mod law;
mod lifetimes;
mod money;
mod months;
mod need;
mod now;
mod parts;
mod rates;
mod rationing;
#[cfg(test)]
mod signs;
mod world;

pub use parts::{Trace, YearError, YearParts};
pub use world::{FromOthers, WorldStart, WorldState};
