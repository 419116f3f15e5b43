//! Reads path items, operations and what they send and receive.

use serde_yaml::{Mapping, Value};

use super::parameter::query_style;
use super::reference::Target;
use super::value::{Fields, elements, members_without_extensions};
use super::{Reader, external_documentation, link, security_requirements, servers};
use crate::document::{
    Callback, Content, Encoding, MediaType, Operation, OperationKey, OperationPart, PathItem,
    Referenced, RequestBody, Response, Responses, SecurityRequirement, Server, StatusCode,
    summary_and_description,
};
use crate::load::tree::{into_members, is_not_understood};

/// The fields of a path item that have operations, in the order of the specification.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

impl Reader {
    pub(super) fn path_item(&mut self, value: Value) -> PathItem {
        let mut fields = Fields::new(value);
        let mut not_understood = Vec::new();
        PathItem {
            summary: fields.string("summary"),
            description: fields.string("description"),
            operations: self.operations(&mut fields),
            servers: own_servers(&mut fields, &mut not_understood),
            parameters: self.parameters(&mut fields, &mut not_understood),
            not_understood,
        }
    }

    fn operations(&mut self, fields: &mut Fields) -> Vec<(OperationKey, Operation)> {
        let mut operations = Vec::new();
        for method in METHODS {
            if let Some(value) = fields.take(method) {
                operations.push((OperationKey::Field(method), self.operation(value)));
            }
        }
        for (method, value) in fields.members("additionalOperations") {
            operations.push((OperationKey::Additional(method), self.operation(value)));
        }
        operations
    }

    fn operation(&mut self, value: Value) -> Operation {
        let mut not_understood = Vec::new();
        if is_not_understood(&value) {
            not_understood.push(OperationPart::Whole);
        }
        let mut fields = Fields::new(value);
        Operation {
            operation_id: fields.string("operationId"),
            summary: fields.string("summary"),
            description: fields.string("description"),
            external_docs: fields.take("externalDocs").and_then(external_documentation),
            deprecated: fields.flag("deprecated"),
            parameters: self.parameters(&mut fields, &mut not_understood),
            request_body: self.own_request_body(&mut fields, &mut not_understood),
            responses: self.responses(fields.take("responses").unwrap_or_default()),
            security: own_security(&mut fields, &mut not_understood),
            servers: own_servers(&mut fields, &mut not_understood),
            callbacks: fields
                .members("callbacks")
                .filter(|(_, callback)| !is_not_understood(callback))
                .map(|(name, callback)| (name, self.callback(callback)))
                .collect(),
            extensions: fields.extensions(),
            not_understood,
        }
    }

    fn own_request_body(
        &mut self,
        fields: &mut Fields,
        not_understood: &mut Vec<OperationPart>,
    ) -> Option<Referenced<RequestBody>> {
        let value = fields.take("requestBody")?;
        let target = self.request_bodies.target(&value);
        let body = target.read(value, |value| self.request_body(value));
        if body.is_none() {
            not_understood.push(OperationPart::RequestBody);
        }
        body
    }

    fn callback(&mut self, value: Value) -> Callback {
        members_without_extensions(value)
            .filter(|(expression, _)| expression != "$ref")
            .map(|(expression, item)| (expression, self.path_item(item)))
            .collect()
    }

    /// Reads a request body. Returns `None` if none of its media types is understood.
    pub(super) fn request_body(&mut self, value: Value) -> Option<RequestBody> {
        let mut fields = Fields::new(value);
        let content = fields.take("content").unwrap_or_default();
        let count = content.as_mapping().map_or(0, Mapping::len);
        let content: Vec<_> = into_members(content)
            .filter(|(_, media_type)| self.is_sendable(media_type))
            .collect();
        let content = self.media_types(content.into_iter());
        (count == 0 || !content.is_empty()).then(|| RequestBody {
            description: fields.string("description"),
            content,
            required: fields.flag("required"),
        })
    }

    fn responses(&mut self, value: Value) -> Responses {
        let mut responses = Responses::default();
        for (key, value) in members_without_extensions(value) {
            let target = self.responses.target(&value);
            let Some(response) = target.read(value, |value| Some(self.response(value))) else {
                continue;
            };
            if key == "default" {
                responses.default = Some(response);
            } else if let Some(status) = status_code(&key) {
                if status.to_string() != key {
                    responses.irregular_keys.insert(status, key);
                }
                responses.by_status.entry(status).or_insert(response);
            }
        }
        responses
    }

    pub(super) fn response(&mut self, value: Value) -> Response {
        let mut fields = Fields::new(value);
        Response {
            description: summary_and_description(
                fields.string("summary"),
                fields.string("description"),
            )
            .unwrap_or_default(),
            headers: fields
                .members("headers")
                .filter_map(|(name, header)| {
                    let target = self.headers.target(&header);
                    Some((
                        name,
                        target.read(header, |header| Some(self.header(header)))?,
                    ))
                })
                .collect(),
            content: self.content(&mut fields),
            links: fields
                .members("links")
                .filter_map(|(name, value)| {
                    let target = self.links.target(&value);
                    Some((name, target.read(value, |value| Some(link(value)))?))
                })
                .collect(),
            extensions: fields.extensions(),
        }
    }

    /// Returns whether a media type of a request body and all its encodings are understood.
    fn is_sendable(&self, media_type: &Value) -> bool {
        match self.media_types.target(media_type) {
            Target::Component(reference) => !self.unsendable_media_types.contains(&reference.name),
            Target::Inline => is_sendable(media_type),
            Target::NotUnderstood { .. } => false,
        }
    }

    /// Reads `content` of an object.
    pub(super) fn content(&mut self, fields: &mut Fields) -> Content {
        let content = fields.members("content");
        self.media_types(content)
    }

    fn media_types(&mut self, content: impl Iterator<Item = (String, Value)>) -> Content {
        content
            .filter_map(|(name, value)| {
                let target = self.media_types.target(&value);
                Some((
                    name,
                    target.read(value, |value| Some(self.media_type(value)))?,
                ))
            })
            .collect()
    }

    pub(super) fn media_type(&mut self, value: Value) -> MediaType {
        let mut fields = Fields::new(value);
        MediaType {
            schema: self.schema(fields.take("schema")),
            item_schema: self.schema(fields.take("itemSchema")),
            example: fields.json("example"),
            examples: self.examples(&mut fields),
            encoding: fields
                .members("encoding")
                .map(|(property, value)| (property, encoding(Fields::new(value))))
                .collect(),
            prefix_encoding: fields
                .take("prefixEncoding")
                .map(elements)
                .unwrap_or_default()
                .into_iter()
                .map(|value| encoding(Fields::new(value)))
                .collect(),
            item_encoding: fields
                .take("itemEncoding")
                .map(|value| encoding(Fields::new(value))),
        }
    }
}

fn encoding(mut fields: Fields) -> Encoding {
    Encoding {
        content_type: fields.string("contentType"),
        headers: fields.members("headers").map(|(name, _)| name).collect(),
        style: fields.string("style").map(|style| query_style(&style)),
        explode: fields.boolean("explode"),
        allow_reserved: fields.flag("allowReserved"),
    }
}

/// Returns whether a media type and all its encodings are understood.
pub(super) fn is_sendable(media_type: &Value) -> bool {
    let encodings = media_type.get("encoding").and_then(Value::as_mapping);
    let mut encodings = encodings.into_iter().flat_map(Mapping::values);
    !is_not_understood(media_type) && !encodings.any(is_not_understood)
}

/// Reads `servers` of an operation or a path item.
fn own_servers(fields: &mut Fields, not_understood: &mut Vec<OperationPart>) -> Vec<Server> {
    let alternatives = fields.alternatives("servers").unwrap_or_default();
    if alternatives.none_is_understood {
        not_understood.push(OperationPart::Servers);
    }
    servers(alternatives)
}

/// Reads `security` of an operation, if it is written.
fn own_security(
    fields: &mut Fields,
    not_understood: &mut Vec<OperationPart>,
) -> Option<Vec<SecurityRequirement>> {
    let alternatives = fields.alternatives("security")?;
    if alternatives.none_is_understood {
        not_understood.push(OperationPart::Security);
    }
    Some(security_requirements(alternatives))
}

fn status_code(key: &str) -> Option<StatusCode> {
    match key.as_bytes() {
        [hundreds @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => {
            Some(StatusCode::Range(hundreds - b'0'))
        }
        _ => key.parse().ok().map(StatusCode::Code),
    }
}
