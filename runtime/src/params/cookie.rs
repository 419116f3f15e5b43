//! The header `Cookie`.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// Joins a cookie to those that are there. Cookies may be secrets.
pub(crate) fn add_cookie(headers: &mut HeaderMap, cookie: &str) {
    let others = headers.get(COOKIE);
    let mut all = others.map_or_else(Vec::new, |others| [others.as_bytes(), b"; "].concat());
    all.extend_from_slice(cookie.as_bytes());
    // Both are values of headers, so their join is one.
    if let Ok(mut value) = HeaderValue::from_bytes(&all) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}
