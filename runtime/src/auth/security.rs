//! Security schemes of the OpenAPI document, and the credentials of a client for them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::auth::token::TokenProvider;
use crate::invalid_request::InvalidRequest;
use crate::model::secret::Secret;
use crate::params::cookie::add_cookie;
use crate::params::style::Style;

/// The security requirement of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Security {
    /// No credential.
    None,
    /// The OpenAPI document states no requirement for any operation. A bearer token is sent if the
    /// client has a token provider, unless the request sets the header `Authorization`. Neither is
    /// sent to another origin than that of the client's endpoint, if it is the OpenAPI document
    /// that selects it.
    Unstated,
    /// The client selects no credential, and the request can set the header `Authorization`.
    Manual,
    /// A bearer token.
    Bearer,
    /// All schemes of one of these requirements. The first requirement is used for which the client
    /// has credentials. An empty requirement is tried last, regardless of its position.
    OneOf(&'static [&'static [&'static SecurityScheme]]),
}

/// One of the `securitySchemes` of the OpenAPI document.
#[derive(Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in the OpenAPI document.
    pub name: &'static str,
    /// How the credential is sent.
    pub kind: SchemeKind,
}

/// How the credential of a [`SecurityScheme`] is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A bearer token: `http` with the scheme `bearer`, `oauth2` and `openIdConnect`.
    Bearer,
    /// `http` with any other scheme: credentials in the header `Authorization`, after this scheme
    /// name.
    Http(&'static str),
    /// An API key in the header of this name.
    ApiKeyInHeader(&'static str),
    /// An API key in the query parameter of this name.
    ApiKeyInQuery(&'static str),
    /// An API key in the cookie of this name.
    ApiKeyInCookie(&'static str),
}

/// The credentials of a client, by the name of the security scheme. `Debug` never shows them.
///
/// ```
/// use specwright_runtime::{Client, Credentials, Endpoint, StaticToken};
///
/// let credentials = Credentials::new()
///     .secret("api_key", "0123456789")
///     .token("oauth", StaticToken::new("eyJ0eXAi"));
/// let client = Client::builder(Endpoint::new("https://api.example.com/v1")?)
///     .credentials(credentials)
///     .build();
/// # Ok::<(), specwright_runtime::InvalidEndpoint>(())
/// ```
#[derive(Clone, Default)]
pub struct Credentials(BTreeMap<Cow<'static, str>, Credential>);

#[derive(Clone)]
enum Credential {
    Token(Arc<dyn TokenProvider>),
    Secret(Secret),
    /// Cannot be sent, for this reason.
    #[cfg(feature = "base64")]
    Invalid(&'static str),
}

impl Credentials {
    /// Creates an empty set of credentials.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the token provider of a scheme.
    #[must_use]
    pub fn token(
        self,
        scheme: impl Into<Cow<'static, str>>,
        provider: impl TokenProvider + 'static,
    ) -> Self {
        self.with(scheme, Credential::Token(Arc::new(provider)))
    }

    /// Sets the API key of a scheme, or the credentials that follow the name of an HTTP scheme in
    /// the header `Authorization`.
    #[must_use]
    pub fn secret(self, scheme: impl Into<Cow<'static, str>>, secret: impl Into<Secret>) -> Self {
        self.with(scheme, Credential::Secret(secret.into()))
    }

    /// Sets the user name and password of a scheme, for the HTTP scheme `basic`. A user name that
    /// contains a colon cannot be sent: calls that need it fail.
    #[cfg(feature = "base64")]
    #[must_use]
    pub fn basic(
        self,
        scheme: impl Into<Cow<'static, str>>,
        user: impl AsRef<str>,
        password: impl Into<Secret>,
    ) -> Self {
        use base64::Engine as _;

        let user = user.as_ref();
        if user.contains(':') {
            return self.with(scheme, Credential::Invalid("has a user name with a colon"));
        }
        let pair = format!("{user}:{}", password.into().expose());
        let encoded = base64::engine::general_purpose::STANDARD.encode(pair);
        self.secret(scheme, encoded)
    }

    fn with(mut self, scheme: impl Into<Cow<'static, str>>, credential: Credential) -> Self {
        self.0.insert(scheme.into(), credential);
        self
    }

    /// Returns the first token provider.
    pub(crate) fn first_token(&self) -> Option<&dyn TokenProvider> {
        self.0.values().find_map(|credential| {
            let Credential::Token(provider) = credential else {
                return None;
            };
            Some(&**provider)
        })
    }
}

/// Shows only the names of the schemes.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The credentials of one request.
#[derive(Clone, Default)]
pub(crate) struct Authorization<'a> {
    pub(crate) token: Option<&'a dyn TokenProvider>,
    secrets: Vec<(SchemeKind, &'a Secret)>,
}

impl Security {
    /// Returns whether a request can set the header `Authorization`.
    pub(crate) const fn accepts_header(self) -> bool {
        matches!(self, Self::Unstated | Self::Manual)
    }

    /// Selects the credentials for a request. `token_provider` is for schemes without a credential
    /// of their own.
    pub(crate) fn authorization<'a>(
        self,
        token_provider: Option<&'a dyn TokenProvider>,
        credentials: &'a Credentials,
    ) -> Result<Authorization<'a>, InvalidRequest> {
        match self {
            Self::None | Self::Manual => Ok(Authorization::default()),
            Self::Unstated => Ok(Authorization {
                token: token_provider.or_else(|| credentials.first_token()),
                secrets: Vec::new(),
            }),
            Self::Bearer => {
                let missing = || InvalidRequest::Credential("a bearer token".to_owned());
                let token = token_provider.or_else(|| credentials.first_token());
                Ok(Authorization {
                    token: Some(token.ok_or_else(missing)?),
                    secrets: Vec::new(),
                })
            }
            Self::OneOf(requirements) => {
                let asking = requirements.iter().filter(|schemes| !schemes.is_empty());
                for schemes in asking {
                    if let Some(authorization) = satisfied(schemes, token_provider, credentials) {
                        return authorization;
                    }
                }
                if requirements.iter().any(|schemes| schemes.is_empty()) {
                    return Ok(Authorization::default());
                }
                Err(InvalidRequest::Credential(in_words(requirements)))
            }
        }
    }
}

/// Selects the credentials for all of these schemes. Returns `None` if one is missing.
fn satisfied<'a>(
    schemes: &[&SecurityScheme],
    token_provider: Option<&'a dyn TokenProvider>,
    credentials: &'a Credentials,
) -> Option<Result<Authorization<'a>, InvalidRequest>> {
    let mut authorization = Authorization::default();
    for scheme in schemes {
        match (scheme.kind, credentials.0.get(scheme.name)) {
            (SchemeKind::Bearer, Some(Credential::Token(provider))) => {
                authorization.token = Some(&**provider);
            }
            (SchemeKind::Bearer, None) => match token_provider {
                Some(provider) => authorization.token = Some(provider),
                None => return None,
            },
            #[cfg(feature = "base64")]
            (_, Some(Credential::Invalid(reason))) => {
                let why = format!("`{}`: the given one {reason}", scheme.name);
                return Some(Err(InvalidRequest::Credential(why)));
            }
            (SchemeKind::Bearer, Some(_)) | (_, Some(Credential::Token(_)) | None) => return None,
            (kind, Some(Credential::Secret(secret))) => authorization.secrets.push((kind, secret)),
        }
    }
    Some(Ok(authorization))
}

/// Formats requirements as `` `key`, or `user` and `oauth` ``.
fn in_words(requirements: &[&[&SecurityScheme]]) -> String {
    let alternatives: Vec<String> = requirements
        .iter()
        .map(|schemes| {
            let names: Vec<String> = schemes
                .iter()
                .map(|scheme| format!("`{}`", scheme.name))
                .collect();
            names.join(" and ")
        })
        .collect();
    alternatives.join(", or ")
}

impl Authorization<'_> {
    /// Returns whether the request carries a secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.token.is_some() || !self.secrets.is_empty()
    }

    /// Adds the credentials that are the same for all attempts, to path and query, and to the
    /// headers.
    pub(crate) fn apply(
        &self,
        target: &mut String,
        headers: &mut HeaderMap,
    ) -> Result<(), InvalidRequest> {
        for (kind, secret) in &self.secrets {
            let secret = secret.expose();
            match kind {
                SchemeKind::Http(scheme) => {
                    set(headers, AUTHORIZATION, &format!("{scheme} {secret}"))?;
                }
                SchemeKind::ApiKeyInHeader(name) => {
                    let name = name.parse().map_err(|_| InvalidRequest::Header {
                        name: name.escape_default().to_string(),
                        reason: "is not the name of a header",
                    })?;
                    set(headers, name, secret)?;
                }
                SchemeKind::ApiKeyInQuery(name) => {
                    if let Ok(Some(text)) = Style::FORM.in_query(name, secret)
                        && !has_pair(target, &text)
                    {
                        target.push(if target.contains('?') { '&' } else { '?' });
                        target.push_str(&text);
                    }
                }
                SchemeKind::ApiKeyInCookie(name) => {
                    if let Ok(Some(cookie)) = Style::FORM.in_cookie(name, secret) {
                        add_cookie(headers, &cookie);
                    }
                }
                SchemeKind::Bearer => {}
            }
        }
        Ok(())
    }
}

/// Returns whether a query already contains a pair. The URL of a next page may.
fn has_pair(target: &str, pair: &str) -> bool {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|known| known == pair)
}

fn set(headers: &mut HeaderMap, name: HeaderName, secret: &str) -> Result<(), InvalidRequest> {
    let Ok(mut value) = HeaderValue::try_from(secret) else {
        return Err(InvalidRequest::Header {
            name: name.to_string(),
            reason: "has a credential that is not valid in a header",
        });
    };
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}
