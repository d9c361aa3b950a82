//! One integration binary: every file below is a topic.

mod bad_input;
mod cli;
mod resume;
mod rooms;
mod scenarios;
mod use_of_services;
mod vote;
