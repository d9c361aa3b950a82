//! One integration binary: every file below is a topic.
mod base_year;
mod identities;
mod levers;
mod rooms;
mod runs;
mod scenarios;
