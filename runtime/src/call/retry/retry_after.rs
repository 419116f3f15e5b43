//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue};

/// Returns the delay that the header `Retry-After` specifies, if it is valid: seconds, optionally
/// with a fraction, or a date.
///
/// A date is relative to the header `Date` of the same response, so that the clocks need not agree.
/// A date in the past is no delay. Of several headers, the longest delay is returned, which
/// satisfies the others as well.
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
    // Digits are always a number. One that exceeds the maximum of a duration is longer than any
    // deadline.
    let seconds = text.parse().ok()?;
    Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

fn date(value: &HeaderValue) -> Option<SystemTime> {
    httpdate::parse_http_date(value.to_str().ok()?.trim()).ok()
}
