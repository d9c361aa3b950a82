//! Asking the projection without keeping anybody waiting for what nobody wants to know any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Exploring;
use crate::live::{Answer, AskError, Question};

/// Futures after which a picture is shown for the first time that says how sure it is.
pub const ROUGH: usize = 40;

/// How long a reader without script, who asks for more futures, waits for those that can be had meanwhile.
const PATIENCE: Duration = Duration::from_secs(20);

/// The answer by so many futures, and by as many more as can be had in a while; what was computed is kept for the next time.
pub async fn ask_for_more(
    exploring: &Arc<Exploring>,
    question: &Question,
    mut draws: usize,
) -> Result<Answer, AskError> {
    let (begun, all) = (Instant::now(), exploring.live.size().draws);
    let mut found = ask(exploring, question, draws).await?;
    while draws < all && begun.elapsed() < PATIENCE {
        draws = (draws + ROUGH / 2).min(all);
        found = ask(exploring, question, draws).await?;
    }
    Ok(found)
}

/// Says that nobody waits any more: it is dropped with the request that asked.
struct Wanted(Arc<AtomicBool>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// The answer by so many futures. It is given up as soon as the reader has gone on; questions are answered one after the
/// other, so that the newest has the whole computer.
pub async fn ask(exploring: &Arc<Exploring>, question: &Question, draws: usize) -> Result<Answer, AskError> {
    let _turn = exploring.turns.acquire().await;
    let wanted = Wanted(Arc::new(AtomicBool::new(true)));
    let still = wanted.0.clone();
    let (exploring, question) = (exploring.clone(), question.clone());
    let asked = tokio::task::spawn_blocking(move || {
        let newest = || still.load(Ordering::Relaxed);
        exploring.live.answer(&question, draws, &newest)
    });
    // A panic of the model is told like a question that was given up: there is no answer.
    asked.await.unwrap_or(Err(AskError::Older))
}
