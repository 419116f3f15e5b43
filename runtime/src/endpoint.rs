//! The base URL of a service, and the servers of an OpenAPI document.

use std::borrow::Cow;
use std::net::IpAddr;

use http::Uri;
use http::uri::Scheme;

/// The endpoint of a service: its base URL, and the parameters of its tokens.
///
/// ```
/// use specwright_runtime::Endpoint;
///
/// let endpoint = Endpoint::new("https://api.example.com/v1")?
///     .with_token_scope("https://api.example.com/.default")
///     .with_token_authority("https://login.example.com");
/// assert!(Endpoint::new("https://user:password@api.example.com").is_err());
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone, Debug)]
pub struct Endpoint {
    base: Result<Base, InvalidEndpoint>,
    /// The relative URL that the OpenAPI document states, whose base is not known yet. See
    /// [`Request::server`](crate::Request::server).
    relative: Option<String>,
    /// Whether the OpenAPI document lists the endpoint.
    is_from_document: bool,
    token_scope: Option<Cow<'static, str>>,
    token_authority: Option<Cow<'static, str>>,
}

/// A valid base URL.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    /// Without a trailing slash.
    pub(crate) url: String,
    /// Whether requests are protected from eavesdropping.
    pub(crate) private: bool,
}

/// Why a string is not a valid base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidEndpoint {
    /// Not an absolute URL.
    #[error("the base URL is not an absolute URL in ASCII")]
    NotAUrl,
    /// The scheme is neither `http` nor `https`.
    #[error("the scheme of the base URL is neither http nor https")]
    Scheme,
    /// Contains a user name or a password.
    #[error("the base URL holds a user name or a password")]
    UserInfo,
    /// The host is empty, or the port is not a number below 65536.
    #[error("the base URL has no host, or a port that is not one")]
    Authority,
    /// Contains a query or a fragment, so no path can be appended.
    #[error("the base URL has a query or a fragment")]
    QueryOrFragment,
    /// The value of a server variable would change the host or leave its position in the URL.
    #[error("the value of a variable of the server has a character that cannot stand there")]
    Variable,
    /// A variable of the server has no value, and the OpenAPI document states no default.
    #[error("a variable of the server has neither a value nor a default")]
    VariableWithoutValue,
    /// The path contains a segment `.` or `..`, or a backslash.
    #[error("the path of the base URL has a segment `.` or `..`, or a backslash")]
    Path,
}

impl Endpoint {
    /// Creates an endpoint from a base URL, to which the paths of operations are appended. A
    /// trailing slash is ignored.
    ///
    /// # Errors
    ///
    /// If the string is not an absolute http or https URL, or contains a user name, a query or a
    /// fragment.
    pub fn new(url: impl AsRef<str>) -> Result<Self, InvalidEndpoint> {
        Ok(Self::from_base(Ok(Base::parse(url.as_ref())?), false))
    }

    fn from_base(base: Result<Base, InvalidEndpoint>, is_from_document: bool) -> Self {
        Self {
            base,
            relative: None,
            is_from_document,
            token_scope: None,
            token_authority: None,
        }
    }

    /// Creates an endpoint from a base URL in the OpenAPI document.
    ///
    /// Called by generated code. If the string is not a valid base URL, every call fails with
    /// [`InvalidRequest::Endpoint`](crate::InvalidRequest::Endpoint). A relative URL is valid only
    /// for [`Request::server`](crate::Request::server).
    #[must_use]
    pub fn from_document(url: &str) -> Self {
        Self::from_template(url, &[])
    }

    /// Creates an endpoint from a base URL with variables in the OpenAPI document, such as
    /// `https://{region}.example.com/{path}`.
    ///
    /// The value of a variable in the host cannot contain a character that ends the host, so it
    /// cannot lead to another host. The value of a variable in the path cannot contain a query or a
    /// fragment.
    #[must_use]
    pub fn from_template(template: &str, variables: &[(&str, &str)]) -> Self {
        let url = expand(template, variables);
        let relative = url.as_ref().ok().filter(|url| !is_absolute(url)).cloned();
        Self {
            relative,
            ..Self::from_base(url.and_then(|url| Base::parse(&url)), true)
        }
    }

    /// Creates an endpoint from a URL that is relative to the URL of the OpenAPI document.
    #[must_use]
    pub fn from_relative(document: &str, template: &str, variables: &[(&str, &str)]) -> Self {
        let base = expand(template, variables)
            .and_then(|reference| resolve(document, &reference))
            .and_then(|url| Base::parse(&url));
        Self::from_base(base, true)
    }

    /// Returns the endpoint of an operation that has its own server. See
    /// [`Request::server`](crate::Request::server).
    pub(crate) fn for_operation(&self, server: &Self) -> Self {
        let base = match (&self.base, &server.relative, &server.base) {
            (Ok(own), Some(reference), _) => {
                resolve(&format!("{}/", own.url), reference).and_then(|url| Base::parse(&url))
            }
            (Ok(_), None, _) if !self.is_from_document => return self.clone(),
            (Ok(_), None, server) => server.clone(),
            (Err(own), ..) => Err(*own),
        };
        let first_of =
            |server: &Option<_>, client: &Option<_>| server.as_ref().or(client.as_ref()).cloned();
        Self {
            base,
            relative: None,
            is_from_document: self.is_from_document,
            token_scope: first_of(&server.token_scope, &self.token_scope),
            token_authority: first_of(&server.token_authority, &self.token_authority),
        }
    }

    /// Sets the scope that tokens are requested for.
    #[must_use]
    pub fn with_token_scope(mut self, scope: impl Into<Cow<'static, str>>) -> Self {
        self.token_scope = Some(scope.into());
        self
    }

    /// Sets the URL of the authority that issues tokens.
    #[must_use]
    pub fn with_token_authority(mut self, url: impl Into<Cow<'static, str>>) -> Self {
        self.token_authority = Some(url.into());
        self
    }

    /// Returns the base URL, without a trailing slash.
    ///
    /// # Errors
    ///
    /// If the endpoint was created from a string that is not a valid base URL.
    pub fn url(&self) -> Result<&str, InvalidEndpoint> {
        self.base().map(|base| base.url.as_str())
    }

    /// Returns the scope that tokens are requested for.
    #[must_use]
    pub fn token_scope(&self) -> Option<&str> {
        self.token_scope.as_deref()
    }

    /// Returns the URL of the authority that issues tokens.
    #[must_use]
    pub fn token_authority(&self) -> Option<&str> {
        self.token_authority.as_deref()
    }

    /// Returns whether credentials may be sent to the endpoint: over https, or to a loopback
    /// address.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.base().is_ok_and(|base| base.private)
    }

    /// Returns whether the scheme, host and port are those of another endpoint.
    pub(crate) fn has_origin_of(&self, other: &Self) -> bool {
        let origin_of = |endpoint: &Self| origin(&endpoint.base().ok()?.url.parse().ok()?);
        matches!((origin_of(self), origin_of(other)), (Some(own), Some(other)) if own == other)
    }

    pub(crate) fn base(&self) -> Result<&Base, InvalidEndpoint> {
        self.base.as_ref().map_err(|invalid| *invalid)
    }
}

impl Base {
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidEndpoint> {
        if !text.is_ascii() {
            return Err(InvalidEndpoint::NotAUrl);
        }
        if text.contains(['?', '#']) {
            return Err(InvalidEndpoint::QueryOrFragment);
        }
        let uri: Uri = text.parse().map_err(|_| InvalidEndpoint::NotAUrl)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(InvalidEndpoint::NotAUrl);
        };
        if !matches!(scheme, "http" | "https") {
            return Err(InvalidEndpoint::Scheme);
        }
        if authority.as_str().contains('@') {
            return Err(InvalidEndpoint::UserInfo);
        }
        let port = authority.as_str().strip_prefix(authority.host());
        if authority.host().is_empty() || (port != Some("") && authority.port_u16().is_none()) {
            return Err(InvalidEndpoint::Authority);
        }
        if uri.path().contains('\\') || uri.path().split('/').any(is_dot_segment) {
            return Err(InvalidEndpoint::Path);
        }
        Ok(Self {
            url: text.trim_end_matches('/').to_owned(),
            private: scheme == "https" || is_loopback(authority.host()),
        })
    }
}

/// Returns scheme, host and port.
pub(crate) fn origin(uri: &Uri) -> Option<(Scheme, String, u16)> {
    let scheme = uri.scheme()?;
    let by_scheme = if *scheme == Scheme::HTTPS { 443 } else { 80 };
    let host = uri.host()?.to_ascii_lowercase();
    Some((scheme.clone(), host, uri.port_u16().unwrap_or(by_scheme)))
}

fn is_absolute(url: &str) -> bool {
    url.contains("://")
}

/// Substitutes the variables of a template.
fn expand(template: &str, variables: &[(&str, &str)]) -> Result<String, InvalidEndpoint> {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let (name, after) = after.split_once('}').ok_or(InvalidEndpoint::NotAUrl)?;
        let value = variables.iter().find(|(known, _)| *known == name);
        let (_, value) = value.ok_or(InvalidEndpoint::VariableWithoutValue)?;
        // The host is between the scheme and the first slash.
        let in_host =
            is_absolute(&url) && !url.split("://").nth(1).unwrap_or_default().contains('/');
        let forbidden: &[char] = if in_host || after.starts_with("://") {
            &['/', '?', '#', '@', '\\', '%']
        } else {
            &['?', '#', '\\']
        };
        if value.contains(forbidden) {
            return Err(InvalidEndpoint::Variable);
        }
        url.push_str(value);
        rest = after;
    }
    url.push_str(rest);
    Ok(url)
}

/// Resolves a relative URL as specified by RFC 3986.
fn resolve(document: &str, reference: &str) -> Result<String, InvalidEndpoint> {
    if is_absolute(reference) {
        return Ok(reference.to_owned());
    }
    let document = document.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = document.split_once("://").ok_or(InvalidEndpoint::NotAUrl)?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if let Some(other) = reference.strip_prefix("//") {
        return Ok(format!("{scheme}://{other}"));
    }
    let folder = &path[..path.rfind('/').unwrap_or(0)];
    let path = if reference.starts_with('/') {
        reference.to_owned()
    } else {
        format!("{folder}/{reference}")
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    Ok(format!("{scheme}://{authority}/{}", segments.join("/")))
}

/// Returns whether URL parsers drop a segment: `.` or `..`, even if percent-encoded.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    // `%2e%2e` is the longest one.
    segment.len() <= 6
        && matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
}

/// Returns whether credentials may be sent to a URL: over https, or to a loopback address.
#[cfg(any(feature = "oauth2", feature = "open-id"))]
pub(crate) fn is_private(uri: &Uri) -> bool {
    let safe = match uri.scheme_str() {
        Some("https") => uri.host().is_some_and(|host| !host.is_empty()),
        Some("http") => uri.host().is_some_and(is_loopback),
        _ => false,
    };
    safe && uri
        .authority()
        .is_some_and(|authority| !authority.as_str().contains('@'))
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}
