//! Funding, governance, pooling, charging, workforce, programmes: the levers, and the ledger they write in.

pub mod charging;
