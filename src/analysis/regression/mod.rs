//! What a quantity is expected to be, given some of the assumptions: the question behind sensitivity and behind the value of
//! information, answered from draws that are there already.
//!
//! ```text
//!  one assumption    curve   a penalised spline, its smoothness chosen by restricted maximum likelihood
//!  a few together    surface splines for each, and products of them for each pair
//!  many              sparse  terms taken in one by one while they tell more than chance would
//! ```
//!
//! Splines are penalised as mixed models (Ruppert, Wand and Carroll, *Semiparametric Regression*, 2003); the strength of each
//! penalty is found by the generalised Fellner–Schall method (Wood and Fasiolo, *Biometrics* 73, 2017).

pub mod basis;
pub mod curve;
pub mod penalised;
pub mod sparse;
pub mod surface;

pub use curve::Curve;
pub use penalised::Fit;
pub use sparse::Sparse;
pub use surface::Surface;
