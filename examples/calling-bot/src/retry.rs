//! When a rejection is repeated.

use std::time::Duration;

use msgraph_communications::runtime::{FailedAttempt, RetryDecision, RetryPolicy, StandardRetry};

/// The delay stops growing after so many attempts: it is 0.8 to 1.6 s then.
const GROWING: u32 = 3;

/// Repeats a rejection until its deadline, even if Graph may have processed an earlier attempt: at
/// worst, Graph answers that the call is gone. A call that is not rejected costs more than a request
/// too many.
///
/// An attempt is given up if Graph has not answered within two thirds of the time that was left, so
/// that there is time for another one.
///
/// Otherwise it decides as [`StandardRetry`] does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UntilDeadline;

impl RetryPolicy for UntilDeadline {
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryDecision {
        let mut failed = *failed;
        failed.idempotent = true;
        failed.number = failed.number.min(GROWING);
        StandardRetry::new().decide(&failed)
    }

    fn attempt_limit(&self, remaining: Duration) -> Option<Duration> {
        Some(remaining / 3 * 2)
    }
}

#[cfg(test)]
mod tests {
    use msgraph_communications::runtime::{RetryReason, StatusCode};

    use super::*;

    #[test]
    fn errors_of_graph_are_repeated_and_refusals_are_not() {
        for (status, is_repeated) in [
            (408, true),
            (429, true),
            (500, true),
            (502, true),
            (503, true),
            (504, true),
            (400, false),
            (403, false),
            (404, false),
            (501, false),
        ] {
            let reason = RetryReason::Status(StatusCode::from_u16(status).unwrap());
            let mut failed = FailedAttempt::new(&reason);
            failed.remaining = Duration::from_secs(2);
            for number in [1, 2, 30] {
                failed.number = number;
                let decision = failed.decide(&UntilDeadline);
                let repeats = matches!(decision, RetryDecision::Retry(_));
                assert_eq!(repeats, is_repeated, "{status}, attempt {number}");
            }
        }
    }
}
