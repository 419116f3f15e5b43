//! References to components.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use crate::document::Referenced;
use crate::source::JsonPointer;

/// Returns the name of the component of a kind that a reference leads to.
pub(super) fn component_name(reference: &str, kind: &str) -> Option<String> {
    let path = reference.strip_prefix("#/components/")?;
    let name = path.strip_prefix(kind)?.strip_prefix('/')?;
    if name.contains(['~', '%']) {
        let pointer = JsonPointer::from_fragment(reference.strip_prefix('#')?)?;
        return pointer.tokens().nth(2).map(Cow::into_owned);
    }
    Some(name.to_owned())
}

/// The components of one kind, each with the name of the one at the end of its chain of references.
#[derive(Debug)]
pub(super) struct Chains {
    kind: &'static str,
    ends: HashMap<String, String>,
}

impl Chains {
    /// Follows the references of all components of a kind. Those that lead to nothing, or only to
    /// each other, have no end.
    pub(super) fn new<T>(
        kind: &'static str,
        components: &IndexMap<String, ReferenceOr<T>>,
    ) -> Self {
        let end = |first: &str| {
            let mut name = first.to_owned();
            for _ in 0..=components.len() {
                match components.get(&name)? {
                    ReferenceOr::Item(_) => return Some(name),
                    ReferenceOr::Reference { reference } => {
                        name = component_name(reference, kind)?;
                    }
                }
            }
            None
        };
        let ends = components.keys();
        let ends = ends.filter_map(|name| Some((name.clone(), end(name)?)));
        Self {
            kind,
            ends: ends.collect(),
        }
    }

    /// Returns the object, or the name of the component at the end of the chain that begins with
    /// its reference, or `None` if the chain does not resolve.
    pub(super) fn resolve<T>(&self, object: ReferenceOr<T>) -> Option<Referenced<T>> {
        match object {
            ReferenceOr::Item(object) => Some(Referenced::Inline(object)),
            ReferenceOr::Reference { reference } => {
                let name = component_name(&reference, self.kind)?;
                self.ends.get(&name).cloned().map(Referenced::Component)
            }
        }
    }
}
