//! `carepool report`: the page and charts of a run made again from its tables.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::begin::hold;
use super::finish::pictures;
use super::format::Failure;
use super::{FINE, answer, base_year, budget, compare_votes};
use crate::report::Run;
use crate::results::{Additions, Vouched};
use crate::scenario::Catalogue;

/// Make the report and charts of a run again.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool report outputs/first-run\n  carepool report outputs/first-run --year 2030       told for another year, here and in the page\n  \
    carepool report outputs/first-run --no-png"
)]
pub struct ReportArgs {
    /// Folder of the run.
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// The year that the page tells, and that is printed [default: the tenth after the base year, or the last].
    #[arg(long, value_name = "Y")]
    pub year: Option<u16>,
    /// Draws no PNG pictures beside the SVG charts.
    #[arg(long)]
    pub no_png: bool,
}

/// Makes it; 0 when it is there.
pub fn run(args: &ReportArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let vouched = Vouched::open(&args.run)?;
    let _held = hold(&args.run)?;
    if compare_votes::is_vote(&args.run) {
        if args.year.is_some() {
            return Err(Failure::Refused(
                "a vote is told for the year of its process: --year is for runs".to_string(),
            ));
        }
        return of_vote(&vouched, !args.no_png, catalogue, out);
    }
    let stored = remake(&args.run, args.year, !args.no_png)?;
    if args.year.is_some() {
        answer::print(&stored.run(), &args.run, out)?;
    } else {
        writeln!(out, "Report: {}", args.run.join("report.html").display())?;
    }
    Ok(FINE)
}

/// The report of a vote. Its page and drawings hold what no table does: where they are as they were written, only pictures
/// are made again; where one is gone or was edited, the vote is held again.
fn of_vote(vouched: &Vouched, png: bool, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let folder = vouched.folder();
    let drawings: Vec<&str> = vouched.owned().names().filter(|name| name.ends_with(".svg")).collect();
    let whole = drawings
        .iter()
        .chain(&["report.html"])
        .all(|name| vouched.path(name).is_ok());
    if !whole {
        budget::again(folder, &vouched.manifest, png, catalogue)?;
    } else if png {
        let additions = Additions::to(folder)?;
        for name in drawings {
            let bytes = crate::report::png(&vouched.text(name)?, super::budget_folder::ZOOM)
                .map_err(|what| Failure::Refused(format!("{name}: {what}")))?;
            additions.write(&name.replace(".svg", ".png"), &bytes)?;
        }
        additions.finish()?;
    }
    writeln!(out, "Report of the vote: {}", folder.join("report.html").display())?;
    if whole && vouched.manifest.code != env!("CAREPOOL_CODE") {
        writeln!(
            out,
            "It stands as another version of carepool wrote it: {} --overwrite holds the vote again and writes it anew.",
            vouched.manifest.run.command
        )?;
    }
    Ok(FINE)
}

/// Makes the page and charts of the run in a folder again, with all that has been added to it.
pub fn remake(run: &Path, year: Option<u16>, png: bool) -> Result<answer::Stored, Failure> {
    let stored = answer::stored(run, year)?;
    let checks = match Vouched::open(run)?.text_if_written("base-year.csv")? {
        Some(text) => base_year::read(&text)?,
        None => Vec::new(),
    };
    let additions = Additions::to(run)?;
    let told = Run {
        base_checks: &checks,
        ..stored.run()
    };
    pictures(&told, png, &|name, bytes| Ok(additions.write(name, bytes)?))?;
    additions.finish()?;
    Ok(stored)
}
