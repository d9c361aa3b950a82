//! `carepool explore`: a page of levers in the browser, for one person.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;

use super::FINE;
use super::area::AreaArgs;
use super::begin::tell;
use super::format::Failure;
use crate::live::{AskError, LiveProjection, Size};
use crate::places;
use crate::room::{Exploring, Server, ServerError, Where, explore_pages, stop};
use crate::scenario::Catalogue;

/// Simulated people, futures, years (the base year, ten on, and one beyond).
const USUAL: (u32, u32, u32) = (2_000, 200, 12);

/// Open a page of levers in the browser: move one and see what it would do.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool explore\n  carepool explore england england-same-money whole-person-care\n  \
    carepool explore --area Leeds\n  carepool explore mine.toml --port 9000 --no-open\n\n\
    The page is for this computer alone: nothing is sent anywhere, and nobody else can open it. Ctrl-C ends it."
)]
pub struct ExploreArgs {
    /// Scenario files, or names of shipped scenarios, over which levers are moved; the first is everything as now.
    #[arg(value_name = "SCENARIO", default_value = "england")]
    pub scenarios: Vec<String>,
    #[command(flatten)]
    pub place: AreaArgs,
    /// The port at which the page is [default: the first that is free from 8650].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Does not open the browser.
    #[arg(long)]
    pub no_open: bool,
    /// Possible futures in a good answer.
    #[arg(long, value_name = "N", default_value_t = USUAL.1, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub draws: u32,
    /// Simulated people.
    #[arg(long, value_name = "N", default_value_t = USUAL.0, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub people: u32,
    /// Years, the base year included.
    #[arg(long, value_name = "N", default_value_t = USUAL.2, value_parser = clap::value_parser!(u32).range(2..=100))]
    pub years: u32,
    /// Master seed: the same seed, the same numbers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Failure {
        match error {
            AskError::Scenario(problems) => Failure::Problems(problems),
            AskError::Plans(error) => error.into(),
            AskError::Year(error) => Failure::Year(error),
            other => Failure::Refused(other.to_string()),
        }
    }
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Failure {
        Failure::Refused(error.to_string())
    }
}

/// Serves until it is stopped.
pub fn run(args: &ExploreArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let area = args.place.one(catalogue)?;
    let mut notes = places::sentences(&args.place.area, catalogue)?;
    let size = Size {
        people: args.people as usize,
        draws: args.draws as usize,
        years: args.years as usize,
        seed: args.seed,
    };
    let live = LiveProjection::over(&args.scenarios, area, size, catalogue)?;
    notes.extend(live.told().iter().cloned());
    tell(live.told());
    let exploring = Arc::new(Exploring::new(live, notes)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let wanted = Arc::new(AtomicBool::new(true));
    let ended = runtime.block_on(async {
        let place = Where {
            lan: false,
            port: args.port,
        };
        let server = Server::open(place).await?;
        if let Some(usual) = server.moved(place) {
            eprintln!("Port {usual} is taken, so the page is at another.");
        }
        writeln!(out, "{}", server.address())?;
        out.flush()?;
        eprintln!("Open this address in a browser on this computer; nobody else can. Ctrl-C ends it.");
        if !args.no_open {
            open(&server.address());
        }
        let (warmed, still) = (exploring.clone(), wanted.clone());
        tokio::task::spawn_blocking(move || warmed.warm(&|| still.load(Ordering::Relaxed)));
        server
            .serve(explore_pages(exploring), stop())
            .await
            .map_err(Failure::from)
    });
    wanted.store(false, Ordering::Relaxed);
    runtime.shutdown_background();
    ended.map(|()| FINE)
}

/// Opens the address in the browser that the system uses; where it has none, the address stands on the terminal.
fn open(address: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let _ = Command::new(program)
        .args(before)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
