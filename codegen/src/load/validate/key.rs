//! Validates the names of fields that the document chooses.

use super::{Validator, hint};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::load::grammar::{Key, ObjectKind};
use crate::source::PathCursor;

impl Validator<'_> {
    /// Validates a key that is not fixed.
    pub(super) fn key(&mut self, name: &str, key: Key, cursor: &PathCursor<'_>) -> bool {
        let (code, message, help, consequence) = match key {
            Key::Component if !is_component_name(name) => (
                Code::ComponentName,
                format!("invalid component name `{name}`"),
                "use only ASCII letters, digits, `.`, `-` and `_`".to_owned(),
                "the client's name for it omits the other characters".to_owned(),
            ),
            Key::Path if !name.starts_with('/') => (
                Code::PathKey,
                format!("the path `{name}` does not begin with `/`"),
                format!("use `/{name}`"),
                format!("the client requests `/{name}`"),
            ),
            Key::Status if !is_status(name) => (
                Code::StatusCode,
                format!("`{name}` is not a status code"),
                hint::status(name),
                match status_range(name) {
                    Some(range) => format!("the client reads it as `{range}`"),
                    None => "the client ignores this response".to_owned(),
                },
            ),
            Key::SecurityScheme => {
                self.security_scheme_name(name, cursor);
                return true;
            }
            Key::Method if !is_token(name) => (
                Code::Method,
                format!("`{name}` is not a method of HTTP"),
                "write the method as it is sent, such as `COPY`".to_owned(),
                ObjectKind::Operation.consequence().to_owned(),
            ),
            _ => return true,
        };
        let diagnostic = Diagnostic::new(code, cursor.on_key(), message).help(help);
        self.violation(diagnostic, consequence);
        false
    }
}

/// Returns the range of status codes that a key with lower-case letters means.
pub(super) fn status_range(key: &str) -> Option<String> {
    let range = key.to_ascii_uppercase();
    is_status(&range).then_some(range)
}

fn is_component_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

/// Returns whether a string is a token of HTTP (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn is_status(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X', b'X']
    )
}
