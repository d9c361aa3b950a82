//! Telling pages that are open that something changed; they ask for themselves what.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use maud::html;

use super::Workshop;
use crate::room::stream;

/// How often a page hears of ballots that come in, at most.
const PACE: Duration = Duration::from_millis(700);
/// How often an open phone counts as heard of.
const HERE: Duration = Duration::from_secs(20);

/// For phones: what everybody sees has changed.
pub async fn phones(State(workshop): State<Arc<Workshop>>, headers: HeaderMap) -> impl IntoResponse {
    let card = workshop.card(&headers).map(|(card, _)| card);
    tell(workshop, card, false)
}

/// For wall, desk and clerk: anything has changed.
pub async fn any(State(workshop): State<Arc<Workshop>>) -> impl IntoResponse {
    tell(workshop, None, true)
}

fn tell(workshop: Arc<Workshop>, card: Option<u32>, any: bool) -> impl IntoResponse {
    let (sender, answer) = stream::channel();
    let mut changes = workshop.changes.subscribe();
    // Whatever changed between the page and this moment is told too.
    changes.mark_changed();
    tokio::spawn(async move {
        let mut told = None;
        loop {
            workshop.hear(card);
            tokio::select! {
                () = sender.closed() => return,
                () = tokio::time::sleep(HERE) => continue,
                changed = changes.changed() => if changed.is_err() { return },
            }
            let now = *changes.borrow_and_update();
            let number = if any { now.any } else { now.all };
            if told == Some(number) {
                continue;
            }
            told = Some(number);
            let turn = workshop.hall.look(|room| room.turns);
            let message = stream::event("change", &html! { (number) "." (turn) });
            if sender.send(message).await.is_err() {
                return;
            }
            tokio::time::sleep(PACE).await;
        }
    });
    answer
}

impl Workshop {
    /// A phone with this card is here.
    pub fn hear(&self, card: Option<u32>) {
        if let Some(card) = card {
            let mut heard = self.heard.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            heard.insert(card, Instant::now());
        }
    }
}
