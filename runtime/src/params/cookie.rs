//! The header `Cookie`.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// Adds a cookie to the header. Cookies may be secrets, so the value is marked as sensitive.
pub(crate) fn add_cookie(headers: &mut HeaderMap, cookie: &str) {
    let others = headers.get(COOKIE);
    let mut all = others.map_or_else(Vec::new, |others| [others.as_bytes(), b"; "].concat());
    all.extend_from_slice(cookie.as_bytes());
    // Both are valid header values, so the joined value is valid.
    if let Ok(mut value) = HeaderValue::from_bytes(&all) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}
