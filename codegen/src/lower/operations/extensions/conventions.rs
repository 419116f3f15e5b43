//! The conventions of a service, from the extensions of the root.

use serde_json::Value;

use super::elements;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{Attribute, Conventions, TokenChallenge};
use crate::lower::operations::parameters::header_name::is_header_name;
use crate::lower::types::TypeLowerer;
use crate::source::PathCursor;

/// Lowers `x-request-id-headers`, `x-token-attributes` and `x-token-challenge`.
pub(in crate::lower) fn lower_conventions(types: &mut TypeLowerer<'_>) -> Conventions {
    let document = types.document;
    let extensions = &document.extensions;
    let mut conventions = Conventions {
        token_attributes: attributes(extensions.get("x-token-attributes")),
        token_challenge: extensions
            .get("x-token-challenge")
            .and_then(lower_challenge),
        ..Conventions::default()
    };
    if let Some(headers) = extensions.get("x-request-id-headers") {
        let root = PathCursor::ROOT;
        let cursor = root.key("x-request-id-headers");
        conventions.request_id_header = headers
            .get("request")
            .and_then(Value::as_str)
            .and_then(|name| header_name(types, name, &cursor.key("request")));
        let cursor = cursor.key("response");
        conventions.response_id_headers = elements(headers.get("response"))
            .enumerate()
            .filter_map(|(index, name)| header_name(types, name, &cursor.index(index)))
            .collect();
    }
    conventions
}

fn lower_challenge(challenge: &Value) -> Option<TokenChallenge> {
    Some(TokenChallenge {
        error: challenge.get("error")?.as_str()?.to_owned(),
        parameters: attributes(challenge.get("parameters")),
    })
}

fn attributes(map: Option<&Value>) -> Vec<Attribute> {
    let map = map.and_then(Value::as_object).into_iter().flatten();
    map.map(|(name, attribute)| Attribute {
        name: name.clone(),
        description: description(attribute),
        default: attribute
            .get("default")
            .and_then(Value::as_str)
            .map(str::to_owned),
    })
    .collect()
}

/// Returns the `description` of an attribute.
pub(in crate::lower::operations) fn description(attribute: &Value) -> Option<String> {
    attribute.get("description")?.as_str().map(str::to_owned)
}

/// Returns the name of a header in lower case. Reports a string that is none.
fn header_name(types: &mut TypeLowerer<'_>, name: &str, cursor: &PathCursor<'_>) -> Option<String> {
    if is_header_name(name) {
        return Some(name.to_ascii_lowercase());
    }
    types.diagnostics.push(
        Diagnostic::new(
            Code::ForeignExtension,
            cursor.on_value(),
            format!("`{name}` is not the name of a header, so it is ignored"),
        )
        .help("a name has letters, digits and hyphens"),
    );
    None
}
