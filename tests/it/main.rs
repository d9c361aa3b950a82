//! One integration binary: every file below is a topic.

mod backcast;
mod bad_input;
mod ballots;
mod base_year;
mod budget;
mod cli;
mod electorate;
mod evidence;
mod golden;
mod identities;
mod levers;
mod literals;
mod reproductions;
mod resume;
mod robustness;
mod rooms;
mod runs;
mod scenarios;
mod tables;
mod use_of_services;
mod vote;
mod vote_input;
mod vote_limits;
mod voters;
