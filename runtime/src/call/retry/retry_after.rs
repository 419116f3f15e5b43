//! How long a service asks to wait.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};

/// What the header `Retry-After` asks for, if it can be read: seconds, also with a fraction, or a date.
///
/// A date is counted from the header `Date` of the same response, so that it does not matter whether the clocks of the
/// two sides agree; one that is past asks for no wait at all. Of several headers, the longest wait is meant: whoever
/// set the other ones is served by it, too.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let now = headers.get(DATE).and_then(date).unwrap_or(now);
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| {
            seconds(value).or_else(|| {
                date(value).map(|retry_at| retry_at.duration_since(now).unwrap_or_default())
            })
        })
        .max()
}

fn seconds(value: &HeaderValue) -> Option<Duration> {
    let text = value.to_str().ok()?.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // Digits alone are always a number, and one that is too large for a duration is longer than anybody waits.
    let seconds = text.parse().ok()?;
    Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

fn date(value: &HeaderValue) -> Option<SystemTime> {
    httpdate::parse_http_date(value.to_str().ok()?.trim()).ok()
}
