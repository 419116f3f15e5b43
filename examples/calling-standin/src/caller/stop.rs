//! The stop of a bot, which several calls share.

use tokio::sync::{Barrier, OnceCell};

use super::bot::{Bot, NotStopped};

/// The stop of a bot: once, as soon as so many calls wait for it.
pub(super) struct Stop {
    waiting: Barrier,
    outcome: OnceCell<Result<(), NotStopped>>,
}

impl Stop {
    pub(super) fn new(calls: usize) -> Self {
        Self {
            waiting: Barrier::new(calls),
            outcome: OnceCell::new(),
        }
    }

    /// Waits until all calls have come so far, and until the bot was stopped.
    pub(super) async fn stop(&self, bot: &dyn Bot) -> Result<(), NotStopped> {
        self.waiting.wait().await;
        self.outcome.get_or_init(|| bot.stop()).await.clone()
    }
}
