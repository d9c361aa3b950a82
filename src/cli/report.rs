//! `carepool report`: the page and charts of a run made again from its tables.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::finish::pictures;
use super::format::Failure;
use super::{FINE, answer, base_year, believers, compare_votes};
use crate::results::store::write_atomically;

/// Make the report and charts of a run again.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  carepool report outputs/first-run\n  carepool report outputs/first-run --no-png")]
pub struct ReportArgs {
    /// Folder of the run.
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// Draws no PNG pictures beside the SVG charts.
    #[arg(long)]
    pub no_png: bool,
}

/// Makes it; 0 when it is there.
pub fn run(args: &ReportArgs, out: &mut dyn Write) -> Result<u8, Failure> {
    if compare_votes::is_vote(&args.run) {
        return of_vote(&args.run, !args.no_png, out);
    }
    remake(&args.run, !args.no_png)?;
    writeln!(out, "Report: {}", args.run.join("report.html").display())?;
    Ok(FINE)
}

/// The report of a vote: its page and drawings stay as they were written with it (they hold what no table does), and only
/// pictures are made again.
fn of_vote(folder: &Path, png: bool, out: &mut dyn Write) -> Result<u8, Failure> {
    let page = folder.join("report.html");
    if !page.is_file() {
        return Err(Failure::Refused(format!(
            "{} holds a vote without its page: hold it again with `carepool budget … --overwrite`",
            folder.display()
        )));
    }
    let charts = folder.join("charts");
    if png && charts.is_dir() {
        for entry in std::fs::read_dir(&charts)? {
            let path = entry?.path();
            if path.extension().is_none_or(|ending| ending != "svg") {
                continue;
            }
            let drawn = std::fs::read_to_string(&path)?;
            let bytes = crate::report::png(&drawn, super::budget_folder::ZOOM)
                .map_err(|what| Failure::Refused(format!("{}: {what}", path.display())))?;
            write_atomically(&path.with_extension("png"), &bytes)?;
        }
    }
    writeln!(out, "Report of the vote: {}", page.display())?;
    Ok(FINE)
}

/// Makes the page and charts of the run in a folder again, with all that has been added to it.
pub fn remake(run: &Path, png: bool) -> Result<(), Failure> {
    let stored = answer::stored(run)?;
    let checks = std::fs::read_to_string(run.join("base-year.csv")).unwrap_or_default();
    let charts = run.join("charts");
    std::fs::create_dir_all(&charts)
        .map_err(|error| Failure::Refused(format!("cannot make {}: {error}", charts.display())))?;
    pictures(
        &stored.manifest.run,
        &stored.summary,
        &stored.differences,
        &base_year::read(&checks),
        believers::stored(run, &stored.manifest.identity).as_ref(),
        png,
        &|name, bytes| Ok(write_atomically(&run.join(name), bytes)?),
    )
}
