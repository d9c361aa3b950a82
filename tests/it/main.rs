//! One integration binary: every file below is a topic.

mod acute;
mod alike;
mod backcast;
mod bad_input;
mod ballots;
mod ballots_in_spreadsheets;
mod ballots_passed_over;
mod base_year;
mod beliefs;
mod budget;
mod budget_phases;
mod charge;
mod choices;
mod cli;
mod cluster;
mod determinants;
mod electorate;
mod evidence;
mod fuzz;
mod golden;
mod guard;
mod handles;
mod identities;
mod levers;
mod licences;
mod list_width;
mod literals;
mod live;
mod market_or_plan;
mod nations;
mod past;
mod people_count;
mod places;
mod places_in_release;
mod readme;
mod reform_cost;
mod reports;
mod reproductions;
mod resume;
mod robustness;
mod rolling_backcast;
#[cfg(feature = "workshop")]
mod room;
mod rooms;
mod runs;
mod same_money;
mod scenarios;
mod seek;
mod sensitivity;
mod signs;
mod standards;
mod stored;
mod tables;
mod trace;
mod use_of_services;
mod value;
mod vote;
mod vote_input;
mod vote_limits;
mod vote_metamorphic;
mod vote_reasons;
mod vote_reasons_of_more_rules;
mod vote_reasons_of_rules;
mod vote_rules;
mod vote_strengths;
mod voters;
mod who_pays;
mod worked_examples;
#[cfg(feature = "workshop")]
mod workshop_core;
#[cfg(feature = "workshop")]
mod workshop_http;
#[cfg(feature = "workshop")]
mod workshop_lessons;
#[cfg(feature = "workshop")]
mod workshop_load;
