//! `carepool explore`: levers of the debate, and what moving them would do, for one person.

mod lever_page;
mod list;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::live::LiveProjection;

/// What the pages ask.
pub struct Exploring {
    /// The projection that answers.
    pub live: LiveProjection,
}

/// The pages.
pub fn pages(exploring: Arc<Exploring>) -> Router {
    Router::new()
        .route("/levers", get(list::page))
        .route("/levers/{name}", get(lever_page::page))
        .with_state(exploring)
}
