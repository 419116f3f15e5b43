//! Reads the typed document from a tree that has been validated, repaired and bundled.

mod components;
mod operation;
mod parameter;
mod reference;
mod schema;
mod security;
#[cfg(test)]
mod tests;
mod value;

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_yaml::Value;

use crate::config::Types;
use crate::document::{
    Document, Example, ExternalDocumentation, Info, Link, LinkOperation, Origins, PathItem,
    Referenced, Schema, SecurityRequirement, Server, ServerVariable,
};
use crate::load::tree::{into_members, members};
use operation::is_sendable;
use reference::Chains;
use schema::SchemaReader;
use value::{Alternatives, Fields, members_without_extensions, strings};

/// Reads the objects of a document.
struct Reader {
    schemas: SchemaReader,
    responses: Chains,
    parameters: Chains,
    examples: Chains,
    request_bodies: Chains,
    headers: Chains,
    links: Chains,
    media_types: Chains,
    /// The media types with encodings that are not understood.
    unsendable_media_types: HashSet<String>,
}

/// Reads a document. In JSON Schema, keywords beside a reference count.
pub(super) fn read(tree: Value, origins: Origins, has_json_schema: bool) -> Document {
    let mut fields = Fields::new(tree);
    // Before OpenAPI 3.1, only the extension is known.
    let webhooks_field = if has_json_schema && fields.has("webhooks") {
        "webhooks"
    } else {
        "x-webhooks"
    };
    let components = fields.take("components").unwrap_or_default();
    let mut reader = Reader {
        schemas: SchemaReader::new(has_json_schema),
        responses: Chains::new("responses", &components, has_json_schema),
        parameters: Chains::new("parameters", &components, has_json_schema),
        examples: Chains::new("examples", &components, has_json_schema),
        request_bodies: Chains::new("requestBodies", &components, has_json_schema),
        headers: Chains::new("headers", &components, has_json_schema),
        links: Chains::new("links", &components, has_json_schema),
        media_types: Chains::new("mediaTypes", &components, has_json_schema),
        unsendable_media_types: unsendable_media_types(&components),
    };
    Document {
        info: info(Fields::new(fields.take("info").unwrap_or_default())),
        external_docs: fields.take("externalDocs").and_then(external_documentation),
        servers: servers(fields.alternatives("servers").unwrap_or_default()),
        // Without an alternative that is understood, nothing is stated.
        security: fields
            .alternatives("security")
            .filter(|alternatives| !alternatives.none_is_understood)
            .map(security_requirements),
        paths: reader.path_items(fields.take("paths").unwrap_or_default()),
        webhooks: reader.path_items(fields.remove(webhooks_field).unwrap_or_default()),
        webhooks_field,
        components: reader.components(components),
        extensions: fields.extensions(),
        types: Types::default(),
        origins,
    }
}

impl Reader {
    fn path_items(&mut self, items: Value) -> IndexMap<String, PathItem> {
        members_without_extensions(items)
            .map(|(name, item)| (name, self.path_item(item)))
            .collect()
    }

    fn schema(&mut self, value: Option<Value>) -> Option<Schema> {
        value.map(|value| self.schemas.read(value))
    }

    fn examples(&self, fields: &mut Fields) -> IndexMap<String, Referenced<Example>> {
        let examples = fields.members("examples");
        examples
            .filter_map(|(name, value)| {
                let target = self.examples.target(&value);
                Some((name, target.read(value, |value| Some(example(value)))?))
            })
            .collect()
    }
}

fn unsendable_media_types(components: &Value) -> HashSet<String> {
    let media_types = components.get("mediaTypes").and_then(Value::as_mapping);
    let unsendable = media_types
        .into_iter()
        .flat_map(members)
        .filter(|(_, media_type)| !is_sendable(media_type));
    unsendable.map(|(name, _)| name.to_owned()).collect()
}

fn info(mut fields: Fields) -> Info {
    Info {
        title: fields.string_or_empty("title"),
        version: fields.string_or_empty("version"),
        summary: fields.string("summary"),
        description: fields.string("description"),
        license: fields
            .take("license")
            .and_then(|license| Fields::new(license).string("name")),
    }
}

fn external_documentation(value: Value) -> Option<ExternalDocumentation> {
    let mut fields = Fields::new(value);
    Some(ExternalDocumentation {
        url: fields.string("url")?,
        description: fields.string("description"),
    })
}

fn servers(alternatives: Alternatives) -> Vec<Server> {
    let servers = alternatives.understood.into_iter();
    servers
        .map(|server| self::server(Fields::new(server)))
        .collect()
}

fn server(mut fields: Fields) -> Server {
    let variables = fields.members("variables").map(|(name, variable)| {
        let mut variable = Fields::new(variable);
        let variable = ServerVariable {
            default: variable.string("default"),
            values: variable.strings("enum"),
            description: variable.string("description"),
        };
        (name, variable)
    });
    Server {
        variables: variables.collect(),
        name: fields.string("name"),
        url: fields.string_or_empty("url"),
        description: fields.string("description"),
        extensions: fields.extensions(),
    }
}

fn security_requirements(alternatives: Alternatives) -> Vec<SecurityRequirement> {
    let requirement = |value| {
        let schemes = into_members(value);
        schemes
            .map(|(name, scopes)| (name, strings(scopes)))
            .collect()
    };
    let alternatives = alternatives.understood.into_iter();
    alternatives.map(requirement).collect()
}

fn example(value: Value) -> Example {
    let mut fields = Fields::new(value);
    let (value, field) = match fields.json("value") {
        None => (fields.json("dataValue"), "dataValue"),
        value => (value, "value"),
    };
    Example { value, field }
}

fn link(value: Value) -> Link {
    let mut fields = Fields::new(value);
    let operation = match fields.string("operationId") {
        Some(id) => LinkOperation::OperationId(id),
        None => LinkOperation::OperationRef(fields.string_or_empty("operationRef")),
    };
    Link {
        operation,
        parameters: fields
            .members("parameters")
            .map(|(name, value)| (name, value::json(value).unwrap_or_default()))
            .collect(),
        request_body: fields.json("requestBody"),
        description: fields.string("description"),
    }
}
