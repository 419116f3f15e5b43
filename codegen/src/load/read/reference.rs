//! References to components.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_yaml::{Mapping, Value};

use crate::document::{Reference, Referenced};
use crate::load::tree::{is_not_understood, is_required_parameter, members};
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

/// Returns `$ref` of a value, if it is a reference.
fn reference(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str)
}

/// The components of one kind, each with the one at the end of its chain of references.
#[derive(Debug)]
pub(super) struct Chains {
    kind: &'static str,
    /// Whether fields beside a reference count.
    has_siblings: bool,
    ends: HashMap<String, End>,
}

/// The end of a chain of references.
#[derive(Clone, Debug)]
enum End {
    Component(Reference),
    NotUnderstood { is_required: bool },
}

/// Where an object is.
pub(super) enum Target {
    /// The value is the object itself.
    Inline,
    /// The value is a reference to this component.
    Component(Reference),
    /// The value, or the target of its reference, is not understood.
    NotUnderstood {
        /// Whether a request without the object may be wrong.
        is_required: bool,
    },
}

impl Chains {
    /// Follows the references of all components of a kind. Those that lead to nothing, or only to
    /// each other, have no end.
    pub(super) fn new(kind: &'static str, components: &Value, has_siblings: bool) -> Self {
        let none = Mapping::new();
        let of_kind = components.get(kind).and_then(Value::as_mapping);
        let of_kind = of_kind.unwrap_or(&none);
        let end = |first: &str| {
            let mut end = Reference {
                name: first.to_owned(),
                ..Reference::default()
            };
            for _ in 0..=of_kind.len() {
                let component = of_kind.get(&end.name)?;
                match reference(component) {
                    None if is_not_understood(component) => {
                        let is_required = is_required_parameter(component);
                        return Some(End::NotUnderstood { is_required });
                    }
                    None => return Some(End::Component(end)),
                    Some(reference) => end.name = component_name(reference, kind)?,
                }
                end.complete(component, has_siblings);
            }
            None
        };
        let names = members(of_kind).map(|(name, _)| name);
        Self {
            kind,
            has_siblings,
            ends: names
                .filter_map(|name| Some((name.to_owned(), end(name)?)))
                .collect(),
        }
    }

    /// Returns where the object is that a value is, or that it references.
    pub(super) fn target(&self, value: &Value) -> Target {
        if is_not_understood(value) {
            let is_required = is_required_parameter(value);
            return Target::NotUnderstood { is_required };
        }
        let Some(reference) = reference(value) else {
            return Target::Inline;
        };
        let end = component_name(reference, self.kind).and_then(|name| self.ends.get(&name));
        match end.cloned() {
            Some(End::Component(end)) => {
                let mut own = Reference::default();
                own.complete(value, self.has_siblings);
                Target::Component(Reference {
                    name: end.name,
                    summary: own.summary.or(end.summary),
                    description: own.description.or(end.description),
                    rust_name: own.rust_name.or(end.rust_name),
                })
            }
            Some(End::NotUnderstood { is_required }) => Target::NotUnderstood { is_required },
            None => Target::NotUnderstood { is_required: true },
        }
    }
}

impl Reference {
    /// Sets the fields that are not set yet to those beside a reference. `has_siblings` is whether
    /// the fields of the specification count there.
    fn complete(&mut self, reference: &Value, has_siblings: bool) {
        let set = |field: &mut Option<String>, name: &str| {
            if field.is_none() {
                *field = reference
                    .get(name)
                    .and_then(Value::as_str)
                    .map(str::to_owned);
            }
        };
        if has_siblings {
            set(&mut self.summary, "summary");
            set(&mut self.description, "description");
        }
        set(&mut self.rust_name, "x-rust-name");
    }
}

impl Target {
    /// Returns the object, which `read` reads if the value is not a reference. Returns `None` for
    /// one that is not understood.
    pub(super) fn read<T>(
        self,
        value: Value,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Option<Referenced<T>> {
        match self {
            Self::Inline => read(value).map(Referenced::Inline),
            Self::Component(reference) => Some(Referenced::Component(reference)),
            Self::NotUnderstood { .. } => None,
        }
    }
}
