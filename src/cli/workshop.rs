//! `carepool workshop`: an afternoon in which a room reads proposals, votes, and sees what its choice would do.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::FINE;
use super::area::AreaArgs;
use super::begin::tell;
use super::budget::load_for;
use super::format::Failure;
use crate::live::LiveProjection;
use crate::process::{Process, Voters, Voting};
use crate::room::{Exploring, Server, Where, Workshop, code_blocks, stop, workshop_pages};
use crate::scenario::Catalogue;
use crate::workshop::consequences::Effort;
use crate::workshop::folder::forget;
use crate::workshop::{Hall, HallError};

/// Simulated people, futures and years of the levers.
const LEVERS: (usize, usize, usize) = (1_000, 20, 12);

/// Hold a workshop: phones and paper vote, the wall shows what the room decides and what it would do.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool workshop neighbourhood --lan             phones on the same Wi-Fi can join\n  \
    carepool workshop neighbourhood                   this computer alone: to try it out\n  \
    carepool workshop my.budget.toml --folder ours    started again on the same folder it goes on where it stopped\n  \
    carepool workshop --forget outputs/workshop-neighbourhood   removes ballots, codes and all that was kept"
)]
pub struct WorkshopArgs {
    /// Process file (NAME.budget.toml), or the name of a shipped process; it need not say who votes, for the room does.
    #[arg(value_name = "PROCESS", required_unless_present = "forget")]
    pub process: Option<String>,
    #[command(flatten)]
    pub place: AreaArgs,
    /// Folder in which everything is kept [default: outputs/workshop- and the name of the process].
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Lets everybody on this computer's network open the pages; without it, only this computer can.
    #[arg(long)]
    pub lan: bool,
    /// The port at which the pages are [default: the first that is free from 8650].
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Cards with codes: one for each voter. More can be made later.
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    pub cards: u32,
    /// Possible futures, each a dot on the wall.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=200))]
    pub draws: u32,
    /// Simulated people of each.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    pub people: u32,
    /// Removes what a workshop kept in this folder, and does nothing else.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["process", "folder", "lan", "port"])]
    pub forget: Option<PathBuf>,
}

impl From<HallError> for Failure {
    fn from(error: HallError) -> Failure {
        Failure::Refused(error.to_string())
    }
}

/// Serves until it is stopped.
pub fn run(args: &WorkshopArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    if let Some(folder) = &args.forget {
        let removed = forget(folder).map_err(|error| Failure::Refused(error.to_string()))?;
        writeln!(out, "Removed from {}: {}.", folder.display(), removed.join(", "))?;
        return Ok(FINE);
    }
    let name = args.process.as_deref().unwrap_or_default();
    let place = args.place.one(catalogue)?;
    let process = load_for(name, Voters::Elsewhere, place.as_ref(), &[], catalogue)?;
    tell(&process.notes);
    tell(passed_over(&process.voting).as_slice());
    let folder = args.folder.clone().unwrap_or_else(|| usual(&process));
    let effort = Effort {
        draws: args.draws as usize,
        people: args.people as usize,
    };
    let hall = Arc::new(Hall::open(&folder, process, args.cards, effort, catalogue.clone())?);
    let (people, draws, years) = LEVERS;
    let live = LiveProjection::new("england", people, draws, years, 1, catalogue)?;
    let exploring = Exploring::new(live, Vec::new())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let place = Where {
            lan: args.lan,
            port: args.port,
        };
        let server = Server::open(place).await?;
        introduce(args, &hall, &server.address(), out)?;
        // Where things stand is the first that the room asks: it is computed while people arrive.
        hall.baseline();
        let pages = workshop_pages(Workshop::new(hall, exploring, server.address_for_others()));
        server.serve(pages, stop()).await.map_err(Failure::from)
    })?;
    Ok(FINE)
}

/// That ballots which the process names are not the room's; nothing where it names none.
fn passed_over(voting: &Voting) -> Option<String> {
    let Voting::Ballots { name, .. } = voting else {
        return None;
    };
    Some(format!(
        "the room votes: ballots of {name}, which the file names, are not counted here (`carepool budget` counts them)"
    ))
}

fn usual(process: &Process) -> PathBuf {
    PathBuf::from("outputs").join(match process.place() {
        Some(code) => format!("workshop-{}-{code}", process.name),
        None => format!("workshop-{}", process.name),
    })
}

/// Address, square, PIN: all that a facilitator needs to begin.
fn introduce(args: &WorkshopArgs, hall: &Hall, address: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let pin = hall.secret.pin();
    writeln!(out, "{}\n", hall.process.title)?;
    if args.lan {
        out.write_all(code_blocks(address).as_bytes())?;
        writeln!(out, "Everybody on this computer's network can open these pages.\n")?;
    } else {
        writeln!(
            out,
            "This computer alone can open these pages; phones can with --lan.\n"
        )?;
    }
    writeln!(out, "  {}  {address}", if args.lan { "phones" } else { "join  " })?;
    writeln!(out, "  wall    {address}/wall")?;
    writeln!(out, "  desk    {address}/desk     PIN {} {}", &pin[..4], &pin[4..])?;
    writeln!(
        out,
        "  print   {address}/print    codes, ballot papers, role cards, lessons\n"
    )?;
    writeln!(
        out,
        "Kept in {}; started again there it goes on where it stopped. Ctrl-C ends it.",
        hall.folder().display()
    )?;
    Ok(out.flush()?)
}
