//! Where a service reaches a receiver.

use http::Uri;

use crate::endpoint::{Base, InvalidEndpoint};

/// Where a service reaches a receiver from outside: the base of every callback URI.
///
/// ```
/// use msgraph_runtime::receiver::PublicAddress;
///
/// let address = PublicAddress::new("https://bot.contoso.com")?;
/// assert_eq!(address.uri("/api/calls"), "https://bot.contoso.com/api/calls");
/// assert_eq!(address.path_of("https://BOT.contoso.com:443/api/calls?x=1"), Ok("/api/calls"));
/// assert!(address.path_of("https://bot.contoso.com.evil.example/api/calls").is_err());
/// # Ok::<(), msgraph_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone, Debug)]
pub struct PublicAddress {
    base: Base,
}

/// Why a text is no callback URI of a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCallbackUri {
    /// It is not an absolute URL without a user name and a fragment, or a segment of its path is `.` or `..`.
    #[error("the callback URI is not a plain absolute URL")]
    NotAUrl,
    /// It leads somewhere else than to the receiver's public address.
    #[error("the callback URI leads somewhere else than to this receiver")]
    Foreign,
    /// It leads to the receiver, but to nothing that is received there.
    #[error("nothing is received at the path of the callback URI")]
    UnknownPath,
}

impl PublicAddress {
    /// The address at a base URL, to which the paths of the receiver are added. A slash at its end does not matter.
    ///
    /// # Errors
    ///
    /// When the text is not an absolute http or https URL, or when it has a user name, a query or a fragment.
    pub fn new(url: impl AsRef<str>) -> Result<Self, InvalidEndpoint> {
        Ok(Self {
            base: Base::parse(url.as_ref())?,
        })
    }

    /// The callback URI of a path.
    #[must_use]
    pub fn uri(&self, path: &str) -> String {
        format!("{}/{}", self.base.url, path.trim_start_matches('/'))
    }

    /// The path within the receiver that a callback URI leads to. What it has of a query does not matter.
    ///
    /// # Errors
    ///
    /// When the text is not a callback URI of this address.
    pub fn path_of<'u>(&self, uri: &'u str) -> Result<&'u str, InvalidCallbackUri> {
        let parse = |text: &str| text.parse::<Uri>().map_err(|_| InvalidCallbackUri::NotAUrl);
        let (own, other) = (parse(&self.base.url)?, parse(uri)?);
        if !uri.is_ascii() || uri.contains('#') {
            return Err(InvalidCallbackUri::NotAUrl);
        }
        let bare = uri.split('?').next().unwrap_or_default();
        // What holds for the base of an address holds for what is made of it.
        Base::parse(bare).map_err(|_| InvalidCallbackUri::NotAUrl)?;
        if origin(&own) != origin(&other) {
            return Err(InvalidCallbackUri::Foreign);
        }
        // The path is the end of the text, whatever the host looks like.
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

/// What has to be equal for two URLs to lead to the same place.
fn origin(uri: &Uri) -> Option<(String, String, u16)> {
    let scheme = uri.scheme_str()?;
    let port = uri
        .port_u16()
        .unwrap_or(if scheme == "http" { 80 } else { 443 });
    let host = uri.host()?.trim_end_matches('.').to_ascii_lowercase();
    Some((scheme.to_owned(), host, port))
}
