//! A form that was sent leads to an address: the fields become the question, and where one came from is kept for undo.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};

use super::Exploring;
use super::address::{Address, Pairs, question};
use crate::live::AskError;
use crate::room::frame::Page;
use crate::room::messages::Words;

/// Sends the reader to the address of what the form says.
pub async fn page(State(exploring): State<Arc<Exploring>>, Query(pairs): Query<Pairs>, words: Words) -> Response {
    match moved(&exploring, pairs) {
        Ok(address) => see_other(&address.link(&exploring.live)),
        Err(error) => (StatusCode::BAD_REQUEST, Page::refused(&words, &error.to_string())).into_response(),
    }
}

/// Tells a browser to go on to another address of this server.
pub fn see_other(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address.to_string())]).into_response()
}

fn moved(exploring: &Exploring, pairs: Pairs) -> Result<Address, AskError> {
    let live = &exploring.live;
    let field = |name: &str| {
        pairs
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    };
    let from = Address::within(&field("from").unwrap_or_default(), live)?;
    let (key, value) = (field("key").unwrap_or_default(), field("value").unwrap_or_default());
    let mut fields: Pairs = pairs;
    fields.retain(|(name, _)| !["from", "key", "value"].contains(&name.as_str()));
    let mut next = question(&fields, live)?;
    if !key.trim().is_empty() && !value.trim().is_empty() {
        next.beliefs = next.beliefs.with(&key, &value, live.catalogue())?;
    }
    Ok(from.changed(next))
}
