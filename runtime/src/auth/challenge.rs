//! Challenges in the header `WWW-Authenticate`.

use std::fmt;

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// A challenge of a service that refused a token: a scheme and parameters, from the header
/// `WWW-Authenticate`.
#[derive(Clone, PartialEq, Eq)]
pub struct Challenge {
    scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// Returns the authentication scheme, such as `Bearer`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Returns the value of a parameter, without quotes. Names are compared regardless of ASCII
    /// case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Returns the names and values of the parameters, in the order of the header.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Omits the values of the parameters, which may be secrets.
impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.parameters().map(|(name, _)| name).collect();
        f.debug_struct("Challenge")
            .field("scheme", &self.scheme)
            .field("parameters", &names)
            .finish_non_exhaustive()
    }
}

/// Returns the first `Bearer` challenge of a response with one of these errors.
pub(crate) fn find_challenge(headers: &HeaderMap, errors: &[&str]) -> Option<Challenge> {
    if errors.is_empty() {
        return None;
    }
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(challenges)
        .find(|challenge| {
            let error = challenge.parameter("error");
            challenge.scheme.eq_ignore_ascii_case("bearer")
                && error.is_some_and(|error| errors.contains(&error))
        })
}

/// Parses `Scheme name=value, name="value", Other name=value`.
fn challenges(header: &str) -> Vec<Challenge> {
    let mut challenges: Vec<Challenge> = Vec::new();
    for part in parts(header) {
        let (before, value) = part.split_once('=').unwrap_or((part, ""));
        let before = before.trim();
        let name = match before.split_once(char::is_whitespace) {
            // A word in front of the name is the scheme of the next challenge.
            Some((scheme, name)) => {
                challenges.push(Challenge {
                    scheme: scheme.to_owned(),
                    parameters: Vec::new(),
                });
                name.trim()
            }
            None => before,
        };
        if let Some(challenge) = challenges.last_mut() {
            let value = unquoted(value.trim());
            challenge.parameters.push((name.to_owned(), value));
        }
    }
    challenges
}

/// Splits at the commas outside of quotes.
fn parts(header: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    header
        .split(move |character| {
            let ends = character == ',' && !quoted;
            quoted ^= character == '"' && !escaped;
            escaped = character == '\\' && quoted && !escaped;
            ends
        })
        .map(str::trim)
}

fn unquoted(value: &str) -> String {
    let inner = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let Some(inner) = inner else {
        return value.to_owned();
    };
    let mut escaped = false;
    inner
        .chars()
        .filter(|character| {
            escaped = *character == '\\' && !escaped;
            !escaped
        })
        .collect()
}
