//! The header `Cookie`.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// Adds a cookie to the header. Cookies may be secrets, so the value is marked as sensitive.
pub(crate) fn add_cookie(headers: &mut HeaderMap, cookie: &str) {
    let existing = headers.get(COOKIE);
    let mut cookies =
        existing.map_or_else(Vec::new, |existing| [existing.as_bytes(), b"; "].concat());
    cookies.extend_from_slice(cookie.as_bytes());
    // Both are valid header values, so the joined value is valid.
    if let Ok(mut value) = HeaderValue::from_bytes(&cookies) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}
