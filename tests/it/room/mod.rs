//! The room over HTTP: pages as a browser gets them, with and without script.

mod address;
mod browser;
mod driver;
mod explore;
mod pages;
mod server;
mod wire;
mod workshop;
mod written;

use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use carepool::live::{LiveProjection, Size};
use carepool::room::{Exploring, Server, Where, explore_pages};
use tokio::sync::oneshot;

use wire::Wire;

/// A projection small enough for a test.
pub const SMALL: Size = Size {
    people: 300,
    draws: 4,
    years: 4,
    seed: 5,
};

/// A room that is open until it is dropped.
pub struct Room {
    /// The way to it.
    pub wire: Wire,
    close: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
}

impl Room {
    /// Over these scenarios.
    pub fn over(scenarios: &[&str], size: Size) -> Room {
        let names: Vec<String> = scenarios.iter().map(ToString::to_string).collect();
        let live = LiveProjection::over(&names, None, size, &carepool::catalogue()).expect("a projection");
        let exploring = Arc::new(Exploring::new(live, Vec::new()).expect("chance"));
        let pages = explore_pages(exploring);
        let (close, closed) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let serving = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let place = Where {
                    lan: false,
                    port: Some(0),
                };
                let server = Server::open(place).await.expect("a free port");
                tell.send(server.address()).expect("told");
                let stop = async {
                    let _ = closed.await;
                };
                server.serve(pages, stop).await.expect("served");
            });
            runtime.shutdown_background();
        });
        Room {
            wire: Wire::to(&told.recv().expect("an address")),
            close: Some(close),
            serving: Some(serving),
        }
    }

    /// Over England. Nothing that is asked of it changes it, so that all tests ask the same one.
    pub fn open() -> &'static Room {
        static OPEN: OnceLock<Room> = OnceLock::new();
        OPEN.get_or_init(|| Room::over(&["england"], SMALL))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        drop(self.close.take());
        if let Some(serving) = self.serving.take() {
            let _ = serving.join();
        }
    }
}
