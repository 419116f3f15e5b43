//! The progress of a long run.

use std::io::IsTerminal as _;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::ProgressBar;

use super::output::{MessageFormat, OutputArguments};

/// The time after which a run is shown.
const DELAY: Duration = Duration::from_secs(1);

/// Shows on a terminal that a run takes longer than a second, until it is dropped.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Starts a run.
    pub(super) fn start(document: &str, output: &OutputArguments) -> Self {
        let is_shown = !output.quiet
            && output.message_format == MessageFormat::Human
            && std::io::stderr().is_terminal();
        if !is_shown {
            return Self(None);
        }
        let message = format!("Generating from {document}");
        let (sender, receiver) = mpsc::channel();
        let shown = thread::spawn(move || {
            if receiver.recv_timeout(DELAY) == Err(RecvTimeoutError::Timeout) {
                let bar = ProgressBar::new_spinner().with_message(message);
                bar.enable_steady_tick(Duration::from_millis(100));
                // Returns when the sender is dropped.
                let _ = receiver.recv();
                bar.finish_and_clear();
            }
        });
        Self(Some((sender, shown)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, shown)) = self.0.take() {
            drop(sender);
            // The thread only draws: the run is not affected if it panicked.
            let _ = shown.join();
        }
    }
}
