//! Converts path items, operations and what they send and receive.

use indexmap::IndexMap;

use super::envelope::{Converter, external_documentation, link, server};
use super::lift::explode;
use super::parameter::query_style;
use crate::document::{
    Encoding, MediaType, Operation, PathItem, Referenced, RequestBody, Response, Responses,
    StatusCode,
};

impl Converter {
    /// Converts a path item.
    pub(super) fn path_item(&mut self, item: openapiv3::PathItem) -> PathItem {
        let methods = [
            ("get", item.get),
            ("put", item.put),
            ("post", item.post),
            ("delete", item.delete),
            ("options", item.options),
            ("head", item.head),
            ("patch", item.patch),
            ("trace", item.trace),
        ];
        PathItem {
            summary: item.summary,
            description: item.description,
            operations: methods
                .into_iter()
                .filter_map(|(method, operation)| Some((method, self.operation(operation?))))
                .collect(),
            servers: item.servers.into_iter().map(server).collect(),
            parameters: self.parameters(item.parameters),
        }
    }

    fn operation(&mut self, operation: openapiv3::Operation) -> Operation {
        let request_body = operation.request_body;
        let request_body = request_body.and_then(|body| self.request_bodies.resolve(body));
        Operation {
            operation_id: operation.operation_id,
            summary: operation.summary,
            description: operation.description,
            external_docs: operation.external_docs.map(external_documentation),
            deprecated: operation.deprecated,
            parameters: self.parameters(operation.parameters),
            request_body: request_body.map(|body| body.map(|body| self.request_body(body))),
            responses: self.responses(operation.responses),
            security: operation.security,
            servers: operation.servers.into_iter().map(server).collect(),
            callbacks: operation
                .callbacks
                .into_iter()
                .map(|(name, items)| {
                    let items = items.into_iter();
                    let items = items.map(|(expression, item)| (expression, self.path_item(item)));
                    (name, items.collect())
                })
                .collect(),
            extensions: operation.extensions,
        }
    }

    /// Converts a request body.
    pub(super) fn request_body(&mut self, body: openapiv3::RequestBody) -> RequestBody {
        RequestBody {
            description: body.description,
            content: self.content(body.content),
            required: body.required,
        }
    }

    fn responses(&mut self, responses: openapiv3::Responses) -> Responses {
        Responses {
            default: responses
                .default
                .map(|response| self.referenced_response(response)),
            by_status: responses
                .responses
                .into_iter()
                .filter_map(|(status, response)| {
                    Some((status_code(&status)?, self.referenced_response(response)))
                })
                .collect(),
        }
    }

    /// Converts a response, or a reference to one. An unresolved reference becomes an empty
    /// response, so that the operation keeps its status code.
    fn referenced_response(
        &mut self,
        response: openapiv3::ReferenceOr<openapiv3::Response>,
    ) -> Referenced<Response> {
        match self.responses.resolve(response) {
            Some(response) => response.map(|response| self.response(response)),
            None => Referenced::Inline(Response::default()),
        }
    }

    /// Converts a response.
    pub(super) fn response(&mut self, response: openapiv3::Response) -> Response {
        let links = response.links.into_iter();
        let links =
            links.filter_map(|(name, item)| Some((name, self.links.resolve(item)?.map(link))));
        Response {
            description: response.description,
            links: links.collect(),
            headers: response
                .headers
                .into_iter()
                .filter_map(|(name, header)| {
                    let header = self.headers.resolve(header)?;
                    Some((name, header.map(|header| self.header(header))))
                })
                .collect(),
            content: self.content(response.content),
            extensions: response.extensions,
        }
    }

    /// Converts media types by name.
    pub(super) fn content(
        &mut self,
        content: IndexMap<String, openapiv3::MediaType>,
    ) -> IndexMap<String, MediaType> {
        let content = content.into_iter();
        content
            .map(|(name, media_type)| (name, self.media_type(media_type)))
            .collect()
    }

    fn media_type(&mut self, media_type: openapiv3::MediaType) -> MediaType {
        let encodings = media_type.encoding.into_iter();
        MediaType {
            schema: media_type.schema.map(|schema| self.schema(schema)),
            example: media_type.example,
            examples: self.examples(media_type.examples),
            encoding: encodings
                .map(|(property, item)| (property, encoding(item)))
                .collect(),
        }
    }
}

fn encoding(encoding: openapiv3::Encoding) -> Encoding {
    Encoding {
        content_type: encoding.content_type,
        headers: encoding.headers.into_keys().collect(),
        style: encoding.style.as_ref().map(query_style),
        explode: explode(&encoding.extensions),
        allow_reserved: encoding.allow_reserved,
    }
}

fn status_code(status: &openapiv3::StatusCode) -> Option<StatusCode> {
    Some(match *status {
        openapiv3::StatusCode::Code(code) => StatusCode::Code(code),
        openapiv3::StatusCode::Range(hundreds) => StatusCode::Range(hundreds.try_into().ok()?),
    })
}
