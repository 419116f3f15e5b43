//! The metrics of the bot, in the text format of Prometheus.

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use msgraph_communications::runtime::receiver::{HandlerReport, Receiver, Rejection};

/// Notifications by outcome.
const NOTIFICATIONS: &str = "calling_bot_notifications_total";
/// Accepted notifications that are not handled yet.
const PENDING: &str = "calling_bot_notifications_pending";
/// Requests of which nothing is accepted, by reason.
const REQUESTS_REJECTED: &str = "calling_bot_requests_rejected_total";
/// Requests whose sender is refused.
const REQUESTS_REFUSED: &str = "calling_bot_requests_refused_total";
/// Open connections.
pub(crate) const CONNECTIONS: &str = "calling_bot_connections";
/// Connections that were answered with 503, since all places were taken.
pub(crate) const CONNECTIONS_REFUSED: &str = "calling_bot_connections_refused_total";
/// The age of the oldest notification that is not handled yet.
const OLDEST_AGE: &str = "calling_bot_oldest_notification_seconds";
/// The time from the receipt of a notification to the start of its handler.
const WAITING_TIME: &str = "calling_bot_notification_wait_seconds";
/// The time that a handler takes for a notification.
const HANDLER_TIME: &str = "calling_bot_handler_seconds";
/// Calls that the bot tried to reject, by outcome.
pub(crate) const REJECTIONS: &str = "calling_bot_rejections_total";
/// Attempts to reject a call.
pub(crate) const ATTEMPTS: &str = "calling_bot_rejection_attempts";
/// The time that was left when a call was rejected.
pub(crate) const TIME_LEFT: &str = "calling_bot_rejection_left_seconds";
/// Requests for tokens, by outcome.
pub(crate) const TOKENS: &str = "calling_bot_token_requests_total";

/// A call leaves 15 seconds, or 5.
const TIME_LEFT_BUCKETS: [f64; 11] = [0.5, 1.0, 2.0, 3.0, 4.0, 4.5, 5.0, 10.0, 13.0, 14.0, 14.5];
const WAITING_TIME_BUCKETS: [f64; 9] = [0.001, 0.01, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0];
const HANDLER_TIME_BUCKETS: [f64; 9] = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
const ATTEMPTS_BUCKETS: [f64; 5] = [1.0, 2.0, 3.0, 5.0, 10.0];

/// Renders the metrics of this process.
pub(crate) struct Exporter(PrometheusHandle);

impl Exporter {
    /// Records the metrics of this process from now on.
    pub(crate) fn install() -> Result<Self, BuildError> {
        let full = |name: &str| Matcher::Full(name.to_owned());
        let handle = PrometheusBuilder::new()
            .set_buckets_for_metric(full(TIME_LEFT), &TIME_LEFT_BUCKETS)?
            .set_buckets_for_metric(full(WAITING_TIME), &WAITING_TIME_BUCKETS)?
            .set_buckets_for_metric(full(HANDLER_TIME), &HANDLER_TIME_BUCKETS)?
            .set_buckets_for_metric(full(ATTEMPTS), &ATTEMPTS_BUCKETS)?
            .install_recorder()?;
        describe_counter!(NOTIFICATIONS, "Notifications by outcome");
        describe_gauge!(PENDING, "Accepted notifications that are not handled yet");
        describe_counter!(REQUESTS_REJECTED, "Requests without effect, by reason");
        describe_counter!(REQUESTS_REFUSED, "Requests whose sender is refused");
        describe_gauge!(CONNECTIONS, "Open connections");
        describe_counter!(CONNECTIONS_REFUSED, "Connections answered with 503");
        describe_gauge!(
            OLDEST_AGE,
            Unit::Seconds,
            "Age of the oldest notification not handled"
        );
        describe_histogram!(WAITING_TIME, Unit::Seconds, "Time from receipt to handler");
        describe_histogram!(HANDLER_TIME, Unit::Seconds, "Time for a notification");
        describe_counter!(REJECTIONS, "Calls to be rejected, by outcome");
        describe_histogram!(ATTEMPTS, "Attempts to reject a call");
        describe_histogram!(TIME_LEFT, Unit::Seconds, "Time left at a rejection");
        describe_counter!(TOKENS, "Requests for tokens, by outcome");
        Ok(Self(handle))
    }

    /// Renders the metrics, with the counters that the receiver has by itself.
    pub(crate) fn render(&self, receiver: &Receiver) -> String {
        let counts = receiver.counts();
        for (outcome, count) in [
            ("accepted", counts.accepted),
            ("handled", counts.handled),
            ("undecoded", counts.invalid_payloads),
            ("panicked", counts.panicked),
            ("timed_out", counts.timed_out),
        ] {
            counter!(NOTIFICATIONS, "outcome" => outcome).absolute(count);
        }
        for reason in Rejection::ALL {
            let count = receiver.rejections(reason);
            counter!(REQUESTS_REJECTED, "reason" => reason.as_str()).absolute(count);
        }
        counter!(REQUESTS_REFUSED).absolute(counts.refused);
        #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 notifications")]
        gauge!(PENDING).set(receiver.pending() as f64);
        let age = receiver.oldest_pending().map(|oldest| oldest.elapsed());
        gauge!(OLDEST_AGE).set(age.unwrap_or_default());
        // Histograms keep single values until then.
        self.0.run_upkeep();
        self.0.render()
    }
}

/// Records a handler that has ended. The receiver counts it by itself.
pub(crate) fn record_handler(report: &HandlerReport) {
    let end = report.end.as_str();
    histogram!(WAITING_TIME).record(report.waited);
    histogram!(HANDLER_TIME, "end" => end).record(report.took);
}
