//! Events for a page that is open: what is sent here is in the browser a moment later.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_core::Stream;
use maud::Markup;
use tokio::sync::mpsc::{Receiver, Sender, channel as queue};

use crate::budgeting::page::signs::held;

/// How many events wait for a slow reader.
const WAITING: usize = 16;
/// How often an open connection that has nothing to say says so \[s\]: networks drop what is silent.
const SILENCE: Duration = Duration::from_secs(15);

struct Events(Receiver<Event>);

impl Stream for Events {
    type Item = Result<Event, Infallible>;
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|event| event.map(Ok))
    }
}

/// A sender, and the answer that carries what it sends. The answer ends when the sender is dropped; when the reader goes
/// away, [`Sender::is_closed`] says so.
pub fn channel() -> (Sender<Event>, impl IntoResponse) {
    let (sender, receiver) = queue(WAITING);
    (
        sender,
        Sse::new(Events(receiver)).keep_alive(KeepAlive::new().interval(SILENCE)),
    )
}

/// An event of a name whose data are markup.
pub fn event(name: &str, markup: &Markup) -> Event {
    // A carriage return would end the event's line.
    Event::default().event(name).data(held(&markup.0.replace('\r', "")))
}
