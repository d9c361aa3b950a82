//! `carepool workshop`: the pages of an afternoon in which a room votes.
//!
//! Every page is a view of one [`Hall`]: it shows what is on disk. Phones are told when what everybody sees has changed
//! ([`changes`]) and ask for their page again; without script, a button does the same. What a browser may do hangs on two
//! cookies ([`who`]): a card's code, and the facilitator's PIN.

mod answer;
mod ballot;
mod changes;
mod clerk;
mod desk;
mod effects;
mod hand_out;
mod levers;
mod phone;
mod picture;
mod print;
mod qr;
mod shown;
mod steps;
mod wall;
mod who;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::{get, post};
use tokio::sync::watch;

use crate::room::Exploring;
use crate::room::explore::lever_pages;
use crate::workshop::Hall;
use crate::workshop::guesses::Guesses;
use crate::workshop::writer::Change;

pub use qr::blocks as code_blocks;

const SCRIPT: &str = include_str!("workshop.js");
const STYLE: &str = include_str!("workshop.css");

/// How often something changed: for everybody, and at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Changes {
    all: u64,
    any: u64,
}

/// What the pages show.
pub struct Workshop {
    hall: Arc<Hall>,
    levers: levers::Levers,
    /// Address that phones open; none where this computer alone can.
    address: Option<String>,
    codes: Guesses,
    pins: Guesses,
    changes: watch::Sender<Changes>,
    /// When a phone with each card was last heard of. In memory only: who was here is nobody's business later.
    heard: Mutex<BTreeMap<u32, Instant>>,
}

impl Workshop {
    /// Over a hall; levers are read about and moved over this. Phones open it at the address, if they can.
    pub fn new(hall: Arc<Hall>, exploring: Exploring, address: Option<String>) -> Arc<Workshop> {
        let (changes, _) = watch::channel(Changes::default());
        let workshop = Arc::new(Workshop {
            levers: levers::Levers::new(Arc::new(exploring.reading_only()), changes.clone()),
            hall,
            address,
            codes: Guesses::at_codes(),
            pins: Guesses::at_pin(),
            changes: changes.clone(),
            heard: Mutex::default(),
        });
        workshop.hall.on_change(move |change| {
            changes.send_modify(|changes| {
                changes.any += 1;
                changes.all += u64::from(change == Change::All);
            });
        });
        workshop
    }
}

/// The pages.
pub fn pages(workshop: Arc<Workshop>) -> Router {
    let levers = lever_pages(workshop.levers.exploring());
    let file = |kind: &'static str, text: &'static str| {
        get(move || async move { ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text) })
    };
    Router::new()
        .route("/", get(phone::page))
        .route("/join", post(phone::join))
        .route("/c/{code}", get(phone::card))
        .route("/leave", post(phone::leave))
        .route("/guess", post(phone::guess))
        .route("/vote", post(phone::vote))
        .route("/proposals", get(shown::proposals_page))
        .route("/result/{round}", get(shown::result_page))
        .route("/ballots/{round}", get(hand_out::list))
        .route("/file/{name}", get(hand_out::file))
        .route("/wall", get(wall::page))
        .route("/desk", get(desk::page))
        .route("/desk/pin", post(desk::pin))
        .route("/desk/act", post(desk::act))
        .route("/clerk", get(clerk::page))
        .route("/clerk/type", post(clerk::take))
        .route("/clerk/withdraw", post(clerk::withdraw))
        .route("/print", get(print::index))
        .route("/print/{what}", get(print::page))
        .route("/changes", get(changes::phones))
        .route("/changes/any", get(changes::any))
        .route("/workshop.js", file("text/javascript; charset=utf-8", SCRIPT))
        .route("/workshop.css", file("text/css; charset=utf-8", STYLE))
        .with_state(workshop)
        .merge(levers)
}
