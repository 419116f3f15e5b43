//! Reports of ended handlers, for metrics.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::receiver::metrics::counts::{Count, Counters};

/// How a handler of a notification or request ended, and how long it took. Metrics are made of it:
/// see [`ReceiverBuilder::on_handler_end`](crate::receiver::ReceiverBuilder::on_handler_end).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HandlerReport {
    /// The id of the operation.
    pub operation: &'static str,
    /// How the handler ended.
    pub end: HandlerEnd,
    /// The time from [the receipt](crate::receiver::Received::received_at) to the start of the
    /// handler.
    pub waited: Duration,
    /// The time from the start of the handler to its end.
    pub took: Duration,
}

/// How a handler ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HandlerEnd {
    /// It finished.
    Finished,
    /// It exceeded its time limit and was stopped.
    TimedOut,
    /// It panicked.
    Panicked,
}

impl HandlerEnd {
    /// Returns the name, for metrics, such as `timed_out`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::TimedOut => "timed_out",
            Self::Panicked => "panicked",
        }
    }
}

/// The hook that gets the reports.
pub(in crate::receiver) type OnHandlerEnd = Box<dyn Fn(&HandlerReport) + Send + Sync>;

/// Counts ended handlers and reports them to the hook.
pub(in crate::receiver) struct Reporter {
    pub(in crate::receiver) counters: Counters,
    on_handler_end: Option<OnHandlerEnd>,
}

/// A handler that has started.
#[derive(Clone, Copy)]
pub(in crate::receiver) struct StartedHandler {
    operation: &'static str,
    received_at: Instant,
    /// Only if there is a hook.
    started_at: Option<Instant>,
}

impl Reporter {
    pub(in crate::receiver) fn new(on_handler_end: Option<OnHandlerEnd>) -> Self {
        Self {
            counters: Counters::default(),
            on_handler_end,
        }
    }

    /// Notes the time at which a handler starts.
    pub(in crate::receiver) fn start(
        &self,
        operation: &'static str,
        received_at: Instant,
    ) -> StartedHandler {
        StartedHandler {
            operation,
            received_at,
            started_at: self.on_handler_end.as_ref().map(|_| Instant::now()),
        }
    }

    /// Counts and reports the end of a handler.
    pub(in crate::receiver) fn end(&self, handler: StartedHandler, end: HandlerEnd) {
        self.counters.add(match end {
            HandlerEnd::Finished => Count::Handled,
            HandlerEnd::TimedOut => Count::TimedOut,
            HandlerEnd::Panicked => Count::Panicked,
        });
        let (Some(on_handler_end), Some(started_at)) = (&self.on_handler_end, handler.started_at)
        else {
            return;
        };
        let report = HandlerReport {
            operation: handler.operation,
            end,
            waited: started_at.saturating_duration_since(handler.received_at),
            took: started_at.elapsed(),
        };
        // The hook is code of the user, and its panic must not stop the queue.
        if catch_unwind(AssertUnwindSafe(|| on_handler_end(&report))).is_err() {
            tracing::error!("the hook for ended handlers panicked");
        }
    }
}
