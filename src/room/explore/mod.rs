//! `carepool explore`: levers of the debate, and what moving them would do, for one person.
//!
//! The state of the page is its address ([`mod@address`]); every change is a form that leads to another address, so that the page
//! works without script. With it, the parts of the page are exchanged instead of the whole, and an answer grows from one
//! future to all of them while it is looked at.

mod address;
mod answer;
mod ask;
mod believe;
mod camps;
mod file;
mod lever_page;
mod list;
mod moves;
mod page;
mod picture;
mod side;
mod told;
mod tools;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use super::server::ServerError;
use super::token::Token;
use crate::live::LiveProjection;
use crate::scenario::{Library, Problems};

/// What the pages ask.
pub struct Exploring {
    live: LiveProjection,
    /// What a reader should know of the place or the scenarios.
    notes: Vec<String>,
    library: Arc<Library>,
    token: Token,
    /// One question at a time has the computer.
    turns: Semaphore,
    /// Whether a setting that is read about can be tried on the page of levers.
    tries: bool,
}

impl Exploring {
    /// Over a projection, with what should be known of it.
    pub fn new(live: LiveProjection, notes: Vec<String>) -> Result<Exploring, ServerError> {
        // What is wrong with the library was told when the scenario was read.
        let library = Library::load(None, &mut Problems::default());
        Ok(Exploring {
            live,
            notes,
            library,
            token: Token::new()?,
            turns: Semaphore::new(1),
            tries: true,
        })
    }

    /// For reading only: the pages of single levers, beside pages of another kind.
    #[must_use]
    pub fn reading_only(mut self) -> Exploring {
        self.tries = false;
        self
    }

    /// The projection that answers.
    pub fn live(&self) -> &LiveProjection {
        &self.live
    }

    /// Computes the baseline, so that the first question finds it; what fails is told by the first question too.
    pub fn warm(&self, wanted: &(dyn Fn() -> bool + Sync)) {
        let _ = self.live.warm(wanted);
    }
}

/// The pages of single levers alone.
pub fn lever_pages(exploring: Arc<Exploring>) -> Router {
    Router::new()
        .route("/levers", get(list::page))
        .route("/levers/{name}", get(lever_page::page))
        .with_state(exploring)
}

/// The pages.
pub fn pages(exploring: Arc<Exploring>) -> Router {
    Router::new()
        .route("/", get(page::page))
        .route("/move", get(moves::page))
        .route("/answers", get(answer::events))
        .route("/camps", get(camps::page))
        .route("/levers", get(list::page))
        .route("/levers/{name}", get(lever_page::page))
        .route("/levers.toml", get(file::download))
        .route("/open", post(file::open))
        .with_state(exploring)
}
