//! Converts what `openapiv3` reads into the document.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr};

use super::lift::LiftedSchemas;
use super::reference::Chains;
use super::security::security_schemes;
use crate::document::{
    Components, Document, Example, ExternalDocumentation, Info, Link, LinkOperation, Referenced,
    Schema, Server, ServerVariable,
};

/// Converts the objects of a document.
pub(super) struct Converter {
    schemas: LiftedSchemas,
    pub responses: Chains,
    pub parameters: Chains,
    pub examples: Chains,
    pub request_bodies: Chains,
    pub headers: Chains,
    pub links: Chains,
}

/// Converts a document; `schemas` are those that were taken out of it.
pub(super) fn convert(
    openapi: OpenAPI,
    webhooks: IndexMap<String, openapiv3::PathItem>,
    mut schemas: LiftedSchemas,
) -> Document {
    let components = openapi.components.unwrap_or_default();
    let component_schemas = std::mem::take(&mut schemas.components);
    let mut converter = Converter {
        schemas,
        responses: Chains::new("responses", &components.responses),
        parameters: Chains::new("parameters", &components.parameters),
        examples: Chains::new("examples", &components.examples),
        request_bodies: Chains::new("requestBodies", &components.request_bodies),
        headers: Chains::new("headers", &components.headers),
        links: Chains::new("links", &components.links),
    };
    let paths = openapi.paths.paths.into_iter();
    let paths = paths.filter_map(|(path, item)| Some((path, item.into_item()?)));
    Document {
        info: Info {
            title: openapi.info.title,
            version: openapi.info.version,
            description: openapi.info.description,
            license: openapi.info.license.map(|license| license.name),
        },
        external_docs: openapi.external_docs.map(external_documentation),
        servers: openapi.servers.into_iter().map(server).collect(),
        security: openapi.security,
        paths: paths
            .map(|(path, item)| (path, converter.path_item(item)))
            .collect(),
        webhooks: webhooks
            .into_iter()
            .map(|(name, item)| (name, converter.path_item(item)))
            .collect(),
        components: converter.components(components, component_schemas),
        extensions: openapi.extensions,
        ..Document::default()
    }
}

impl Converter {
    fn components(
        &mut self,
        components: openapiv3::Components,
        schemas: IndexMap<String, Schema>,
    ) -> Components {
        Components {
            schemas,
            security_schemes: security_schemes(&components.security_schemes),
            responses: items(components.responses)
                .map(|(name, response)| (name, self.response(response)))
                .collect(),
            parameters: items(components.parameters)
                .map(|(name, parameter)| (name, self.parameter(parameter)))
                .collect(),
            examples: items(components.examples)
                .map(|(name, item)| (name, example(item)))
                .collect(),
            request_bodies: items(components.request_bodies)
                .map(|(name, body)| (name, self.request_body(body)))
                .collect(),
            headers: items(components.headers)
                .map(|(name, header)| (name, self.header(header)))
                .collect(),
            links: items(components.links)
                .map(|(name, item)| (name, link(item)))
                .collect(),
        }
    }

    /// Returns the schema that a placeholder replaces.
    pub(super) fn schema(&mut self, placeholder: ReferenceOr<openapiv3::Schema>) -> Schema {
        let schema = match placeholder {
            ReferenceOr::Reference { reference } => self.schemas.resolve(&reference),
            ReferenceOr::Item(_) => None,
        };
        schema.unwrap_or_default()
    }

    /// Converts examples by name.
    pub(super) fn examples(
        &self,
        examples: IndexMap<String, ReferenceOr<openapiv3::Example>>,
    ) -> IndexMap<String, Referenced<Example>> {
        let examples = examples.into_iter();
        examples
            .filter_map(|(name, item)| Some((name, self.examples.resolve(item)?.map(example))))
            .collect()
    }
}

/// The components that are not references.
fn items<T>(components: IndexMap<String, ReferenceOr<T>>) -> impl Iterator<Item = (String, T)> {
    let components = components.into_iter();
    components.filter_map(|(name, component)| Some((name, component.into_item()?)))
}

fn example(example: openapiv3::Example) -> Example {
    Example {
        value: example.value,
    }
}

/// Converts a link.
pub(super) fn link(link: openapiv3::Link) -> Link {
    Link {
        operation: match link.operation {
            openapiv3::LinkOperation::OperationId(id) => LinkOperation::OperationId(id),
            openapiv3::LinkOperation::OperationRef(reference) => {
                LinkOperation::OperationRef(reference)
            }
        },
        parameters: link.parameters,
        request_body: link.request_body,
        description: link.description,
    }
}

/// Converts `externalDocs`.
pub(super) fn external_documentation(
    docs: openapiv3::ExternalDocumentation,
) -> ExternalDocumentation {
    ExternalDocumentation {
        url: docs.url,
        description: docs.description,
    }
}

/// Converts a server.
pub(super) fn server(server: openapiv3::Server) -> Server {
    let variables = server.variables.into_iter().flatten();
    let variables = variables.map(|(name, variable)| {
        let variable = ServerVariable {
            default: variable.default,
            values: variable.enumeration,
            description: variable.description,
        };
        (name, variable)
    });
    Server {
        url: server.url,
        description: server.description,
        variables: variables.collect(),
        extensions: server.extensions,
    }
}
