//! One server for one laptop: where it listens, what it lets through, how it ends.

use std::future::{Future, IntoFuture};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::frame::{Page, assets};
use super::guard::{self, Hosts};
use super::messages::{self, Words};

/// Where it listens unless another port is asked for; if somebody is there, at one of the next.
const PORT: u16 = 8650;
/// How many ports are tried.
const PORTS: u16 = 20;
/// Largest request \[bytes\]: a ballot or a scenario file is far smaller.
const LARGEST: usize = 256 * 1024;
/// How long a page may take to begin \[s\].
const LONGEST: Duration = Duration::from_secs(60);
/// How long open pages may take to end once the server is stopped \[s\].
const FAREWELL: Duration = Duration::from_secs(1);

/// Where a server listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Where {
    /// To everybody on the network this computer is in; to this computer alone if not.
    pub lan: bool,
    /// At this port and no other; at the first that is free if none is told.
    pub port: Option<u16>,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The port that was asked for is taken, or not for everybody.
    #[error("port {port} cannot be used: {why}; --port names another, and without it a free one is found")]
    Port {
        /// The port.
        port: u16,
        /// What the system says.
        why: io::Error,
    },
    /// None of the ports is free.
    #[error("none of the ports {PORT} to {last} can be used: {0}", last = PORT + PORTS - 1)]
    Ports(io::Error),
    /// This computer is in no network.
    #[error("this computer's address in the network cannot be told: {0}")]
    Network(String),
    /// The system has no random numbers.
    #[error("the operating system gives no random numbers: {0}")]
    Chance(String),
    /// It ended by itself.
    #[error("the server ended: {0}")]
    Ended(#[from] io::Error),
}

/// A server that listens, and serves nothing yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    own: SocketAddr,
    network: Option<IpAddr>,
}

impl Server {
    /// Listens.
    pub async fn open(place: Where) -> Result<Server, ServerError> {
        let (at, network) = if place.lan {
            let own = local_ip_address::local_ip().map_err(|error| ServerError::Network(error.to_string()))?;
            (IpAddr::V4(Ipv4Addr::UNSPECIFIED), Some(own))
        } else {
            (IpAddr::V4(Ipv4Addr::LOCALHOST), None)
        };
        let listener = match place.port {
            Some(port) => TcpListener::bind((at, port))
                .await
                .map_err(|why| ServerError::Port { port, why })?,
            None => first_free(at).await?,
        };
        let own = listener.local_addr()?;
        Ok(Server { listener, own, network })
    }

    /// The address to type: `http://127.0.0.1:8650`, or the network's if it listens there.
    pub fn address(&self) -> String {
        let ip = self.network.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        format!("http://{}", SocketAddr::new(ip, self.own.port()))
    }

    /// The address that others in the network open; none where this computer alone can.
    pub fn address_for_others(&self) -> Option<String> {
        self.network.map(|_| self.address())
    }

    /// Whether it listens at another port than the usual one although none was asked for.
    pub fn moved(&self, place: Where) -> Option<u16> {
        (place.port.is_none() && self.own.port() != PORT).then_some(PORT)
    }

    /// Serves pages until it is stopped; those that are open have a moment to end.
    pub async fn serve(
        self,
        pages: Router,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServerError> {
        let others: Vec<String> = self.network.iter().map(ToString::to_string).collect();
        let pages = guarded(pages, Hosts::of(self.own, &others));
        let (say, mut heard) = tokio::sync::watch::channel(());
        let service = pages.into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(self.listener, service).with_graceful_shutdown(async move {
            stop.await;
            drop(say);
        });
        tokio::select! {
            ended = serving.into_future() => ended?,
            () = async { while heard.changed().await.is_ok() {} tokio::time::sleep(FAREWELL).await; } => {}
        }
        Ok(())
    }
}

async fn first_free(at: IpAddr) -> Result<TcpListener, ServerError> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in PORT..PORT + PORTS {
        match TcpListener::bind((at, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = error,
        }
    }
    Err(ServerError::Ports(last))
}

/// Pages with all that is the same for every page: style and script, a page for what does not exist, limits and guards.
pub fn guarded(pages: Router, hosts: Hosts) -> Router {
    pages
        .merge(assets())
        .fallback(async |words: Words| (StatusCode::NOT_FOUND, Page::nowhere(&words)).into_response())
        .layer(middleware::from_fn(messages::remember))
        .layer(RequestBodyLimitLayer::new(LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(hosts, guard::check))
        .layer(middleware::from_fn(guard::say))
}

/// Ends when the person at the keyboard (or the system) wants the program to.
pub async fn stop() {
    let interrupted = async {
        // Without a handler Ctrl-C ends the program at once, which is what was wanted.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminated = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { () = interrupted => {}, () = terminated => {} }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
