//! From the tree of values to the document's types.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem};
use serde::Deserialize as _;
use serde_yaml::Value;

use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::PathCursor;

/// Enough for 128 levels of objects, also in a build without optimisation.
const STACK: usize = 64 << 20;

/// The extension that holds what was written.
pub(crate) const EXPLODE: &str = "x-explode";

/// The document, and the path items of `x-webhooks`.
type Types = (OpenAPI, IndexMap<String, PathItem>);

/// Reads the types from a tree whose shape has been checked.
pub(super) fn read(tree: Value, diagnostics: &mut Diagnostics) -> Option<Types> {
    // The types are read by a deep recursion with large frames.
    let read = std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || types(tree).ok())
            .ok()
            .and_then(|reader| reader.join().ok())
            .flatten()
    });
    // What was mended may be what could not be read.
    if read.is_none() && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::new(
                Code::Unreadable,
                PathCursor::ROOT.on_value(),
                "the document passed every check and could not be read all the same",
            )
            .help("please report this together with the document"),
        );
    }
    read
}

fn types(mut tree: Value) -> Result<Types, serde_yaml::Error> {
    keep_explode(&mut tree);
    let webhooks = tree
        .as_mapping_mut()
        .and_then(|root| root.shift_remove("x-webhooks"))
        .map(|mut webhooks| {
            if let Some(webhooks) = webhooks.as_mapping_mut() {
                webhooks
                    .retain(|name, _| !name.as_str().is_some_and(|name| name.starts_with("x-")));
            }
            webhooks
        })
        .map_or_else(|| Ok(IndexMap::new()), IndexMap::deserialize)?;
    Ok((OpenAPI::deserialize(tree)?, webhooks))
}

/// Writes `explode` of headers and encodings as an extension, too: the types have it for neither as it was written.
fn keep_explode(value: &mut Value) {
    match value {
        Value::Mapping(members) => {
            for (key, member) in members.iter_mut() {
                if let (Some("headers" | "encoding"), Value::Mapping(all)) =
                    (key.as_str(), &mut *member)
                {
                    for object in all.values_mut().filter_map(Value::as_mapping_mut) {
                        if let Some(explode @ Value::Bool(_)) = object.get("explode").cloned() {
                            object.insert(EXPLODE.into(), explode);
                        }
                    }
                }
                keep_explode(member);
            }
        }
        Value::Sequence(elements) => elements.iter_mut().for_each(keep_explode),
        _ => {}
    }
}
