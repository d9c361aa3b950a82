//! The room: pages that a laptop serves to the people around it, without the internet.
//!
//! `carepool explore` opens a page of levers for one person; `carepool workshop` hangs its own pages into the same frame.
//! A page is a function that gives markup, and four things around it are the same for all:
//!
//! - [`Words`] is what the page says, in the reader's language. It is taken out of a request like any of axum's parts:
//!   `async fn page(words: Words) -> Page`. Texts stand in `messages/en/*.ftl` and `messages/cy/*.ftl`; a new file is named
//!   in `messages.rs`, and a test holds both languages to the same texts, all of them used.
//! - [`Page`] is the frame: title, language, one sheet of style, one script. A handler gives `Page::new(&words, title, body)`
//!   as its answer; `.wall()` is the form for a projector, `.script("/name.js")` adds a script of one's own.
//! - [`stream`] sends events to a page that is open: `stream::channel()` gives a sender and an answer, and
//!   `stream::event(name, &markup)` is what is sent.
//! - `Token` proves that a form was made by this server: `(token.field())` inside the form, and `token.holds(&text)` when it
//!   comes back. A request that says itself that another site sent it is refused before any page sees it.
//!
//! Routes are put into a [`Router`](axum::Router), and [`Server`] serves them: what may ask (`Host`), what a page may load
//! (nothing but its own), how large and how long a request may be, and how it ends is decided there, once for all pages.
//!
//! ```text
//! let server = Server::open(Where { lan: false, port: None }).await?;
//! println!("{}", server.address());
//! server.serve(Router::new().route("/", get(page)), stop()).await?;
//! ```

mod explore;
mod frame;
mod guard;
mod messages;
mod server;
pub mod stream;
mod token;
mod workshop;

pub use explore::{Exploring, pages as explore_pages};
pub use frame::Page;
pub use messages::{Language, Words};
pub use server::{Server, ServerError, Where, stop};
pub use workshop::{Workshop, code_blocks, pages as workshop_pages};
