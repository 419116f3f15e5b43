//! The public address of a receiver.

use http::Uri;

use crate::endpoint::{Base, InvalidEndpoint};

/// The public address of a receiver: the base of all callback URIs.
///
/// ```
/// use specwright_runtime::receiver::PublicAddress;
///
/// let address = PublicAddress::new("https://hooks.example.com")?;
/// assert_eq!(address.uri("/api/calls"), "https://hooks.example.com/api/calls");
/// assert_eq!(address.path_of("https://HOOKS.example.com:443/api/calls?x=1"), Ok("/api/calls"));
/// assert!(address.path_of("https://hooks.example.com.evil.example/api/calls").is_err());
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone, Debug)]
pub struct PublicAddress {
    base: Base,
}

/// Why a string is not a callback URI of a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCallbackUri {
    /// Not an absolute URL, or one with a user name, a fragment, or a path segment `.` or `..`.
    #[error("the callback URI is not a plain absolute URL")]
    NotAUrl,
    /// The URI does not belong to the public address of the receiver.
    #[error("the callback URI leads somewhere else than to this receiver")]
    Foreign,
    /// The path of the URI is not operation by the receiver.
    #[error("nothing is received at the path of the callback URI")]
    UnknownPath,
}

impl PublicAddress {
    /// Creates an address from a base URL, to which the paths of the receiver are appended. A
    /// trailing slash is ignored. The scheme may have any case, and is lower case in callback URIs.
    ///
    /// # Errors
    ///
    /// If the string is not an absolute http or https URL, or contains a user name, a query or a
    /// fragment.
    pub fn new(url: impl AsRef<str>) -> Result<Self, InvalidEndpoint> {
        let mut base = Base::parse(url.as_ref())?;
        // A service may compare it with `https:`.
        if let Some((scheme, rest)) = base.url.split_once("://") {
            base.url = format!("{}://{rest}", scheme.to_ascii_lowercase());
        }
        Ok(Self { base })
    }

    /// Returns the callback URI of a path.
    #[must_use]
    pub fn uri(&self, path: &str) -> String {
        format!("{}/{}", self.base.url, path.trim_start_matches('/'))
    }

    /// Returns the path within the receiver that a callback URI refers to. A query is ignored.
    ///
    /// # Errors
    ///
    /// If the string is not a callback URI of this address.
    pub fn path_of<'u>(&self, uri: &'u str) -> Result<&'u str, InvalidCallbackUri> {
        let parse = |text: &str| text.parse::<Uri>().map_err(|_| InvalidCallbackUri::NotAUrl);
        let (own, other) = (parse(&self.base.url)?, parse(uri)?);
        if !uri.is_ascii() || uri.contains('#') {
            return Err(InvalidCallbackUri::NotAUrl);
        }
        let bare = uri.split('?').next().unwrap_or_default();
        // A callback URI must satisfy the same rules as the base URL.
        Base::parse(bare).map_err(|_| InvalidCallbackUri::NotAUrl)?;
        if origin(&own) != origin(&other) {
            return Err(InvalidCallbackUri::Foreign);
        }
        // The path is a suffix of the string, whatever the host is.
        let path = other.path();
        let path = bare
            .get(bare.len().saturating_sub(path.len())..)
            .filter(|end| *end == path)
            .unwrap_or("/");
        let below = path
            .strip_prefix(own.path().trim_end_matches('/'))
            .ok_or(InvalidCallbackUri::Foreign)?;
        match below {
            "" => Ok("/"),
            below if below.starts_with('/') => Ok(below),
            _ => Err(InvalidCallbackUri::Foreign),
        }
    }
}

/// Returns what is equal for URLs of the same origin: scheme, host and port.
fn origin(uri: &Uri) -> Option<(String, String, u16)> {
    let scheme = uri.scheme_str()?;
    let port = uri
        .port_u16()
        .unwrap_or(if scheme == "http" { 80 } else { 443 });
    let host = uri.host()?.trim_end_matches('.').to_ascii_lowercase();
    Some((scheme.to_owned(), host, port))
}
