//! Reads `components`.

use indexmap::IndexMap;
use serde_yaml::Value;

use super::security::security_schemes;
use super::value::Fields;
use super::{Reader, example, link};
use crate::document::Components;
use crate::load::tree::is_not_understood;

impl Reader {
    pub(super) fn components(&mut self, components: Value) -> Components {
        let security_schemes = security_schemes(&components);
        let mut fields = Fields::new(components);
        Components {
            schemas: self.schemas.map(fields.take("schemas").unwrap_or_default()),
            responses: objects(&mut fields, "responses", |value| Some(self.response(value))),
            parameters: objects(&mut fields, "parameters", |value| {
                Some(self.parameter(value))
            }),
            examples: objects(&mut fields, "examples", |value| Some(example(value))),
            request_bodies: objects(&mut fields, "requestBodies", |value| {
                self.request_body(value)
            }),
            headers: objects(&mut fields, "headers", |value| Some(self.header(value))),
            security_schemes,
            links: objects(&mut fields, "links", |value| Some(link(value))),
            media_types: objects(&mut fields, "mediaTypes", |value| {
                Some(self.media_type(value))
            }),
        }
    }
}

/// Reads the components of a kind that are understood, and not references.
fn objects<T>(
    fields: &mut Fields,
    kind: &str,
    mut read: impl FnMut(Value) -> Option<T>,
) -> IndexMap<String, T> {
    let components = fields.members(kind);
    components
        .filter(|(_, value)| value.get("$ref").is_none() && !is_not_understood(value))
        .filter_map(|(name, value)| Some((name, read(value)?)))
        .collect()
}
