//! One integration binary: every file below is a topic.
mod rooms;
mod scenarios;
