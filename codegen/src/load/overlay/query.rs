//! JSONPath queries (RFC 9535).

use std::collections::BTreeSet;

use serde_json::Value as Json;
use serde_json_path::JsonPath;

use crate::source::JsonPointer;

/// The maximum nesting of a query. The parser needs exponential time for nested filters.
const DEPTH: usize = 10;

/// A JSONPath query.
pub(super) struct Query {
    pub text: String,
    path: JsonPath,
}

impl Query {
    /// Parses a query. The error is the reason why it is invalid.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if nesting(text) > DEPTH {
            return Err(format!("nested more than {DEPTH} levels deep"));
        }
        match JsonPath::parse(text) {
            Ok(path) => Ok(Self {
                text: text.to_owned(),
                path,
            }),
            Err(_) if !text.starts_with('$') => Err("it does not begin with `$`".to_owned()),
            Err(error) => {
                let rest = text.get(error.position()..).unwrap_or_default();
                Err(match error.message() {
                    "parser error" => format!("unexpected `{rest}`"),
                    message => format!("unexpected `{rest}`: {message}"),
                })
            }
        }
    }

    /// Returns the places of the selected values, each of them once.
    pub(super) fn select(&self, document: &Json) -> BTreeSet<JsonPointer> {
        let nodes = self.path.query_located(document);
        nodes
            .locations()
            .map(|location| JsonPointer::from_encoded(&location.to_json_pointer()))
            .collect()
    }
}

/// Returns the largest number of brackets that are open at the same time.
fn nesting(text: &str) -> usize {
    let (mut open, mut largest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'(' => open += 1,
            b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        largest = largest.max(open);
    }
    largest
}
