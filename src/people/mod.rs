//! The synthetic population and what happens to a person in a year.
