//! `carepool explore`: a page of levers in the browser, for one person.

use std::io::Write;
use std::sync::Arc;

use clap::Args;

use super::FINE;
use super::format::Failure;
use crate::live::LiveProjection;
use crate::room::{Exploring, Server, Where, explore_pages, stop};
use crate::scenario::Catalogue;

/// Simulated people, futures, years (the base year and ten on, and five to see beyond them).
const USUAL: (usize, usize, usize) = (2_000, 200, 16);

/// Open a page of levers in the browser: move one and see what it would do.
#[derive(Args, Clone, Debug)]
pub struct ExploreArgs {
    /// The scenario over which levers are moved.
    #[arg(value_name = "SCENARIO", default_value = "england")]
    pub scenario: String,
    /// The port at which the page is [default: the first that is free from 8650].
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Does not open the browser.
    #[arg(long)]
    pub no_open: bool,
}

/// Serves until it is stopped.
pub fn run(args: &ExploreArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let refused = |error: &dyn std::fmt::Display| Failure::Refused(error.to_string());
    let (people, draws, years) = USUAL;
    let live =
        LiveProjection::new(&args.scenario, people, draws, years, 1, catalogue).map_err(|error| refused(&error))?;
    let pages = explore_pages(Arc::new(Exploring { live }));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = Server::open(Where {
            lan: false,
            port: args.port,
        })
        .await
        .map_err(|error| refused(&error))?;
        writeln!(out, "{}", server.address())?;
        out.flush()?;
        server.serve(pages, stop()).await.map_err(|error| refused(&error))
    })?;
    Ok(FINE)
}
