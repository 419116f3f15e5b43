//! The claims challenge in the header `WWW-Authenticate`.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// Returns the claims that the service requires of the next token, as the service sent them. They
/// are in a `Bearer` challenge with the error `insufficient_claims`.
pub(crate) fn missing_claims(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(challenges)
        .find(|challenge| {
            challenge.scheme.eq_ignore_ascii_case("bearer")
                && challenge.parameter("error").as_deref() == Some("insufficient_claims")
        })
        .and_then(|challenge| challenge.parameter("claims"))
}

struct Challenge<'a> {
    scheme: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
}

impl Challenge<'_> {
    fn parameter(&self, name: &str) -> Option<String> {
        let (_, value) = self
            .parameters
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(unquoted(value))
    }
}

/// Parses `Scheme name=value, name="value", Other name=value`.
fn challenges(header: &str) -> Vec<Challenge<'_>> {
    let mut challenges: Vec<Challenge<'_>> = Vec::new();
    for part in parts(header) {
        let (before, value) = part.split_once('=').unwrap_or((part, ""));
        let before = before.trim();
        let name = match before.split_once(char::is_whitespace) {
            // A word in front of the name is the scheme of the next challenge.
            Some((scheme, name)) => {
                challenges.push(Challenge {
                    scheme,
                    parameters: Vec::new(),
                });
                name.trim()
            }
            None => before,
        };
        if let Some(challenge) = challenges.last_mut() {
            challenge.parameters.push((name, value.trim()));
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
