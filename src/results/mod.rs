//! Tidy tables, summaries and differences, written to disk atomically.
