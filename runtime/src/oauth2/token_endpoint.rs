//! The URL at which tokens are requested.

use std::borrow::Cow;

use http::Uri;

use crate::auth::token::{TokenError, TokenRequest};
use crate::endpoint::{is_dot_segment, is_private};

/// Where a client requests tokens.
///
/// The URL can contain `{authority}`, the authority of the API's endpoint
/// ([`Endpoint::with_token_authority`](crate::Endpoint::with_token_authority)), and the names of
/// token attributes ([`TokenAttributes`](crate::TokenAttributes)) in braces, as segments of its
/// path:
///
/// ```
/// use specwright_runtime::oauth2::TokenEndpoint;
///
/// let endpoint = TokenEndpoint::new("{authority}/{account}/oauth2/token")
///     .with_default("account", "common");
/// ```
///
/// A generated crate has a function for each flow `clientCredentials` of its OpenAPI document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenEndpoint {
    url: Cow<'static, str>,
    defaults: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    challenge_parameters: Vec<Cow<'static, str>>,
}

impl TokenEndpoint {
    /// Creates a token endpoint with this URL.
    #[must_use]
    pub fn new(url: impl Into<Cow<'static, str>>) -> Self {
        Self {
            url: url.into(),
            defaults: Vec::new(),
            challenge_parameters: Vec::new(),
        }
    }

    /// Sets the value of `{name}` in the URL for token requests that have none.
    #[must_use]
    pub fn with_default(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.defaults.push((name.into(), value.into()));
        self
    }

    /// Adds a parameter of challenges ([`TokenRequest::challenge`]) that the token endpoint accepts
    /// as a parameter of the same name. If it is JSON in base64, the JSON is sent: a quoted string
    /// in `WWW-Authenticate` cannot contain JSON as it is.
    #[must_use]
    pub fn with_challenge_parameter(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.challenge_parameters.push(name.into());
        self
    }

    /// Returns the URL for a token request.
    pub(super) fn url(&self, request: &TokenRequest<'_>) -> Result<Uri, TokenError> {
        let mut url = String::with_capacity(self.url.len());
        let mut rest = &*self.url;
        while let Some((before, (name, after))) = rest
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            url.push_str(before);
            url.push_str(self.value(name, request)?);
            rest = after;
        }
        url.push_str(rest);
        let url = Uri::try_from(url)
            .map_err(|_| TokenError::new("the URL of the token endpoint is not valid"))?;
        if is_private(&url) {
            Ok(url)
        } else {
            Err(TokenError::new(
                "the token endpoint has neither https nor a loopback address",
            ))
        }
    }

    /// Returns the value of `{name}` in the URL.
    fn value<'a>(&'a self, name: &str, request: &TokenRequest<'a>) -> Result<&'a str, TokenError> {
        let default = || {
            let mut defaults = self.defaults.iter();
            defaults.find_map(|(known, value)| (known == name).then_some(&**value))
        };
        let missing = |what: &str| TokenError::new(format!("the token request has no {what}"));
        if name == "authority" {
            let authority = request.authority.or_else(default);
            let authority = authority.ok_or_else(|| missing("authority"))?;
            return Ok(authority.trim_end_matches('/'));
        }
        let value = request.attributes.get(name).or_else(default);
        let value = value.ok_or_else(|| missing(&format!("attribute `{name}`")))?;
        // It stays one segment of the path, whatever the value.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if value.is_empty() || is_dot_segment(value) || !value.bytes().all(is_plain) {
            return Err(TokenError::new(format!(
                "the attribute `{name}` has characters other than letters, digits, `-`, `.`, `_` \
                 and `~`"
            )));
        }
        Ok(value)
    }

    /// Returns the parameters of the challenge that the token endpoint accepts.
    pub(super) fn challenge_parameters<'a>(
        &'a self,
        request: &TokenRequest<'a>,
    ) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        let challenge = request.challenge;
        self.challenge_parameters.iter().filter_map(move |name| {
            let value = challenge?.parameter(name)?;
            Some((&**name, json_of_base64(value)))
        })
    }
}

/// Returns the JSON object that a string has in base64, with or without padding, or else the
/// string.
fn json_of_base64(text: &str) -> Cow<'_, str> {
    use base64::Engine as _;
    use base64::alphabet::{STANDARD, URL_SAFE};
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

    const CONFIG: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const ENGINES: [GeneralPurpose; 2] = [
        GeneralPurpose::new(&STANDARD, CONFIG),
        GeneralPurpose::new(&URL_SAFE, CONFIG),
    ];
    let json = ENGINES.iter().find_map(|engine| {
        let decoded = String::from_utf8(engine.decode(text).ok()?).ok()?;
        let is_object = serde_json::from_str::<serde_json::Map<_, _>>(&decoded).is_ok();
        is_object.then_some(decoded)
    });
    json.map_or(Cow::Borrowed(text), Cow::Owned)
}
