//! Demand, capacity, queues and access: one file per service, monthly.
