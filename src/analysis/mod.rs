//! Questions asked of whole runs: how well the model does where somebody else's answer is known.

pub mod reproduction;
