//! Progress on a terminal, and Ctrl-C: the first asks for a clean end, the second ends at once.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::projection::Progress;

static STOP: AtomicBool = AtomicBool::new(false);

/// Makes Ctrl-C (and a request to terminate) end the run cleanly.
pub fn listen() {
    // A handler that is already there was set by an earlier call and does the same.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(super::INTERRUPTED));
        }
    });
}

/// Whether Ctrl-C was pressed.
pub fn stopped() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// A bar with the time left on a terminal; nothing elsewhere.
#[derive(Debug)]
pub struct Bar(ProgressBar);

impl Bar {
    /// For so many draws.
    pub fn new(draws: usize, doing: &'static str) -> Bar {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr_with_hz(8)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(draws as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}, {eta} left") {
            bar.set_style(style);
        }
        bar.set_message(doing);
        Bar(bar)
    }
    /// Takes the bar away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn done(&self, _draws: usize) {
        self.0.inc(1);
    }
    fn stop(&self) -> bool {
        stopped()
    }
}
