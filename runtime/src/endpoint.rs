//! Where a service is.

use std::borrow::Cow;
use std::net::IpAddr;

use http::Uri;

/// Where a service is: its base URL, and what a token for it needs.
///
/// ```
/// use msgraph_runtime::Endpoint;
///
/// let endpoint = Endpoint::new("https://graph.microsoft.com/v1.0")?
///     .with_token_scope("https://graph.microsoft.com/.default")
///     .with_token_authority("https://login.microsoftonline.com");
/// assert!(Endpoint::new("https://user:password@graph.microsoft.com").is_err());
/// # Ok::<(), msgraph_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone, Debug)]
pub struct Endpoint {
    base: Result<Base, InvalidEndpoint>,
    /// What the document states relative to a URL that is not known yet: see [`Request::server`](crate::Request::server).
    relative: Option<String>,
    /// Whether the document lists it.
    is_from_document: bool,
    token_scope: Option<Cow<'static, str>>,
    token_authority: Option<Cow<'static, str>>,
}

/// A base URL that was checked.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    /// Without a slash at its end.
    pub(crate) url: String,
    /// Whether nobody on the way can read what is sent.
    pub(crate) private: bool,
}

/// Why a text is not the base URL of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidEndpoint {
    /// It is not an absolute URL.
    #[error("the base URL is not an absolute URL in ASCII")]
    NotAUrl,
    /// Its scheme is neither `http` nor `https`.
    #[error("the scheme of the base URL is neither http nor https")]
    Scheme,
    /// It holds a user name or a password.
    #[error("the base URL holds a user name or a password")]
    UserInfo,
    /// Its host is empty, or its port is not a number below 65536.
    #[error("the base URL has no host, or a port that is not one")]
    Authority,
    /// It has a query or a fragment, to which no path can be added.
    #[error("the base URL has a query or a fragment")]
    QueryOrFragment,
    /// The value of a variable would lead to another host, or out of its place.
    #[error("the value of a variable of the server has a character that cannot stand there")]
    Variable,
    /// Its path has a segment `.` or `..`, or a backslash.
    #[error("the path of the base URL has a segment `.` or `..`, or a backslash")]
    Path,
}

impl Endpoint {
    /// The service at a base URL, to which the paths of the operations are added. A slash at its end does not matter.
    ///
    /// # Errors
    ///
    /// When the text is not an absolute http or https URL, or when it has a user name, a query or a fragment.
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

    /// The service at a base URL that the document states.
    ///
    /// Generated code calls this for its servers. Where the text is not a base URL, every call says so, in
    /// [`InvalidRequest::Endpoint`](crate::InvalidRequest::Endpoint). A relative one is for
    /// [`Request::server`](crate::Request::server) alone.
    #[must_use]
    pub fn from_document(url: &str) -> Self {
        Self::from_template(url, &[])
    }

    /// The service at a base URL that the document states with variables, such as `https://{region}.example.com/{path}`.
    ///
    /// The value of a variable in the host cannot have what ends a host, so it leads to no other one than the document
    /// states; one in the path cannot have a query or a fragment.
    #[must_use]
    pub fn from_template(template: &str, variables: &[(&str, &str)]) -> Self {
        let url = expand(template, variables);
        let relative = url.as_ref().ok().filter(|url| !is_absolute(url)).cloned();
        Self {
            relative,
            ..Self::from_base(url.and_then(|url| Base::parse(&url)), true)
        }
    }

    /// The service at a URL that the document states relative to its own, which may be any URL of the same service.
    #[must_use]
    pub fn from_relative(document: &str, template: &str, variables: &[(&str, &str)]) -> Self {
        let base = expand(template, variables)
            .and_then(|reference| resolve(document, &reference))
            .and_then(|url| Base::parse(&url));
        Self::from_base(base, true)
    }

    /// Where an operation is that has a server of its own: see [`Request::server`](crate::Request::server).
    pub(crate) fn for_operation(&self, server: &Self) -> Self {
        let base = match (&self.base, &server.relative, &server.base) {
            (Ok(own), Some(reference), _) => {
                resolve(&format!("{}/", own.url), reference).and_then(|url| Base::parse(&url))
            }
            (Ok(_), None, Ok(_)) if !self.is_from_document => return self.clone(),
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

    /// Sets the scope that tokens for this service are asked for.
    #[must_use]
    pub fn with_token_scope(mut self, scope: impl Into<Cow<'static, str>>) -> Self {
        self.token_scope = Some(scope.into());
        self
    }

    /// Sets the URL of the authority that gives out tokens for this service.
    #[must_use]
    pub fn with_token_authority(mut self, url: impl Into<Cow<'static, str>>) -> Self {
        self.token_authority = Some(url.into());
        self
    }

    /// The base URL, without a slash at its end.
    ///
    /// # Errors
    ///
    /// When the endpoint was made of a text that is not a base URL.
    pub fn url(&self) -> Result<&str, InvalidEndpoint> {
        self.base().map(|base| base.url.as_str())
    }

    /// The scope that tokens for this service are asked for.
    #[must_use]
    pub fn token_scope(&self) -> Option<&str> {
        self.token_scope.as_deref()
    }

    /// The URL of the authority that gives out tokens for this service.
    #[must_use]
    pub fn token_authority(&self) -> Option<&str> {
        self.token_authority.as_deref()
    }

    /// Whether a credential may travel there: over https, or to a loopback address.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.base().is_ok_and(|base| base.private)
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

fn is_absolute(url: &str) -> bool {
    url.contains("://")
}

/// A template with the values of its variables.
fn expand(template: &str, variables: &[(&str, &str)]) -> Result<String, InvalidEndpoint> {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let (name, after) = after.split_once('}').ok_or(InvalidEndpoint::NotAUrl)?;
        let value = variables.iter().find(|(known, _)| *known == name);
        let (_, value) = value.ok_or(InvalidEndpoint::NotAUrl)?;
        // Behind the scheme, up to the first slash, is the host.
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

/// A relative URL against another one, by RFC 3986.
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

/// URL parsers drop such a segment, also where its dots are percent-encoded.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    // `%2e%2e` is the longest.
    segment.len() <= 6
        && matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
}

/// Whether nobody on the way to this address can read or change what passes: https, or a loopback address.
#[cfg(feature = "open-id")]
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
