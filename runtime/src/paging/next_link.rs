//! The URL of the next page of a list.

use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::call::request::{Request, destination};
use crate::endpoint::{Base, origin};
use crate::invalid_request::InvalidRequest;

/// The characters that services include in URLs although they are invalid. They are
/// percent-encoded.
const STRAY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl<T, E> Request<'_, T, E> {
    /// Returns the same request for the URL of the next page.
    pub(super) fn with_next_link(mut self, link: &str) -> Result<Self, InvalidRequest> {
        let endpoint = destination(self.settings, self.endpoint.clone(), self.server.as_deref());
        let endpoint = endpoint.as_deref().unwrap_or(&self.settings.endpoint);
        let base = endpoint.base().map_err(InvalidRequest::Endpoint)?;
        self.address = Some(resolve(base, link)?);
        Ok(self)
    }
}

/// Resolves the URL of the next page. It must have the scheme, host and port of the endpoint, since
/// the request carries a token.
fn resolve(base: &Base, link: &str) -> Result<Uri, InvalidRequest> {
    let refuse = |reason| InvalidRequest::NextLink { reason };
    let endpoint: Uri = base.url.parse().map_err(|_| refuse(NOT_A_URL))?;
    let (link, _) = link.split_once('#').unwrap_or((link, ""));
    let link = utf8_percent_encode(link, STRAY).to_string();
    let absolute = if link.starts_with('/') && !link.starts_with("//") {
        let origin = (endpoint.scheme_str(), endpoint.authority());
        let (Some(scheme), Some(authority)) = origin else {
            return Err(refuse(NOT_A_URL));
        };
        format!("{scheme}://{authority}{link}")
    } else {
        link
    };
    let next: Uri = absolute.parse().map_err(|_| refuse(NOT_A_URL))?;
    if next
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
    {
        return Err(refuse("holds a user name"));
    }
    match (origin(&next), origin(&endpoint)) {
        (Some(next), Some(endpoint)) if next == endpoint => {}
        (Some(_), _) => return Err(refuse("leads to another origin than the endpoint's")),
        (None, _) => return Err(refuse(NOT_A_URL)),
    }
    Ok(next)
}

const NOT_A_URL: &str = "is neither a URL nor an absolute path";
