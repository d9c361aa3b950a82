//! One integration binary: every file below is a topic.
mod rooms;
mod scenarios;
mod use_of_services;
