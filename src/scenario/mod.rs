//! Scenario files: read, merged with their spans, checked against a catalogue of levers, sampled into worlds.
