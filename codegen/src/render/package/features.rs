//! The features of a crate, and those of the runtime that it needs.

use std::collections::BTreeSet;

use crate::ir::{
    Constraint, Operation, Parameter, PathNode, SchemeKind, Type, TypeDefinition, TypeKind,
};
use crate::render::client::token_endpoints;
use crate::render::context::Context;

/// A feature of the generated crate.
pub(super) struct Feature {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) enables: &'static [&'static str],
}

const TRANSPORT: [Feature; 2] = [
    Feature {
        name: "reqwest",
        description: "HTTP transport, without TLS.",
        enables: &["specwright-runtime/reqwest"],
    },
    Feature {
        name: "rustls",
        description: "HTTP transport with TLS.",
        enables: &["reqwest", "specwright-runtime/rustls"],
    },
];

const RECEIVER: Feature = Feature {
    name: "receiver",
    description: "Receiver for requests that the service sends to its client.",
    enables: &["specwright-runtime/receiver"],
};

const OPEN_ID: Feature = Feature {
    name: "open-id",
    description: "Verification of the senders' tokens.",
    enables: &["receiver", "specwright-runtime/open-id"],
};

const AXUM: Feature = Feature {
    name: "axum",
    description: "Conversion of the receiver to an axum router.",
    enables: &["receiver", "specwright-runtime/axum"],
};

/// Offered if the document has a flow for it.
const OAUTH2: [Feature; 2] = [
    Feature {
        name: "oauth2",
        description: "Tokens by client credentials, or for a managed identity.",
        enables: &["specwright-runtime/oauth2"],
    },
    Feature {
        name: "oauth2-certificate",
        description: "Tokens for a client that has a certificate.",
        enables: &["oauth2", "specwright-runtime/oauth2-certificate"],
    },
];

const OTHERS: [Feature; 3] = [
    Feature {
        name: "azure-identity",
        description: "Tokens from the credentials of the Azure SDK.",
        enables: &["specwright-runtime/azure-identity"],
    },
    Feature {
        name: "opentelemetry",
        description: "Trace context of OpenTelemetry in request headers.",
        enables: &["specwright-runtime/opentelemetry"],
    },
    Feature {
        name: "testing",
        description: "Scripted transport for tests.",
        enables: &["specwright-runtime/testing"],
    },
];

/// Returns the features of the crate, without `default`.
pub(super) fn offered(cx: &Context<'_>) -> Vec<Feature> {
    let has_callbacks = !cx.api.callbacks.is_empty();
    let has_open_id = has_callbacks && !cx.api.open_id.is_empty();
    let has_flow = token_endpoints::is_needed(cx);
    TRANSPORT
        .into_iter()
        .chain(has_callbacks.then_some(RECEIVER))
        .chain(has_open_id.then_some(OPEN_ID))
        .chain(has_callbacks.then_some(AXUM))
        .chain(OAUTH2.into_iter().filter(|_| has_flow))
        .chain(OTHERS)
        .collect()
}

/// Returns the features of the runtime that the crate needs.
pub(super) fn required(cx: &Context<'_>) -> BTreeSet<&'static str> {
    let mut features = Features::default();
    for definition in cx.api.types.definitions() {
        features.visit_definition(definition);
    }
    let mut schemes = cx.api.security_schemes.iter();
    if schemes.any(|scheme| scheme.kind == SchemeKind::Basic) {
        features.require("base64");
    }
    if cx.api.conventions.request_id_header.is_some() {
        features.require("uuid");
    }
    if !cx.api.pages.is_empty() {
        features.require("paging");
    }
    features.visit_node(cx, &cx.api.root);
    for callback in &cx.api.callbacks {
        for inbound in &callback.operations {
            features.visit_operation(cx, &inbound.operation);
        }
    }
    features.0
}

/// Returns the features of the runtime that a module needs, beside the default ones. A module has
/// no features of its own, so everything in it is always compiled.
pub(super) fn required_by_module(cx: &Context<'_>) -> BTreeSet<&'static str> {
    let mut features = required(cx);
    if token_endpoints::is_needed(cx) {
        features.insert("oauth2");
    }
    if !cx.api.callbacks.is_empty() {
        features.insert("receiver");
        if !cx.api.open_id.is_empty() {
            features.insert("open-id");
        }
    }
    features
}

/// The names of the features that the visited parts of the API need.
#[derive(Default)]
struct Features(BTreeSet<&'static str>);

impl Features {
    fn require(&mut self, feature: &'static str) {
        self.0.insert(feature);
    }

    fn visit_definition(&mut self, definition: &TypeDefinition) {
        match &definition.kind {
            TypeKind::Object(object) => {
                if definition.validated {
                    self.visit_constraints(&object.constraints);
                }
                for property in &object.properties {
                    self.visit_type(&property.ty);
                    if definition.validated {
                        self.visit_constraints(&property.constraints);
                    }
                }
                if let Some(additional) = object.additional.typed() {
                    self.visit_type(&additional.ty);
                    if definition.validated {
                        self.visit_constraints(&additional.constraints);
                    }
                }
            }
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    self.visit_type(&variant.ty);
                    if definition.validated {
                        self.visit_constraints(&variant.constraints);
                    }
                }
            }
            TypeKind::Newtype(newtype) => {
                self.visit_type(&newtype.ty);
                if definition.validated {
                    self.visit_constraints(&newtype.constraints);
                }
            }
            TypeKind::Alias(target) => self.visit_type(target),
            TypeKind::ResponseBodies(bodies) => {
                bodies
                    .variants
                    .iter()
                    .filter_map(|variant| variant.body.as_ref())
                    .for_each(|body| self.visit_type(body));
            }
            TypeKind::Multipart(multipart) => {
                for property in &multipart.properties {
                    self.visit_type(&property.ty);
                    self.visit_constraints(&property.constraints);
                }
            }
            TypeKind::RequestBodies(_)
            | TypeKind::TaggedUnion(_)
            | TypeKind::StringEnum(_)
            | TypeKind::ValueEnum(_)
            | TypeKind::External(_) => {}
        }
    }

    fn visit_type(&mut self, ty: &Type) {
        match ty {
            Type::Byte | Type::ByteUrl => self.require("base64"),
            Type::DateTime | Type::Date | Type::Duration => self.require("date-time"),
            Type::Uuid => self.require("uuid"),
            ty => {
                for part in ty.parts() {
                    self.visit_type(part);
                }
            }
        }
    }

    fn visit_constraints(&mut self, constraints: &[Constraint]) {
        for constraint in constraints {
            match constraint {
                Constraint::Pattern(_) => self.require("pattern"),
                Constraint::Items(list) | Constraint::Values(list) | Constraint::Names(list) => {
                    self.visit_constraints(list);
                }
                Constraint::Positions(lists) => {
                    for list in lists {
                        self.visit_constraints(list);
                    }
                }
                _ => {}
            }
        }
    }

    fn visit_parameter(&mut self, cx: &Context<'_>, parameter: &Parameter) {
        self.visit_type(cx.api.resolve_alias(&parameter.ty));
        self.visit_constraints(&parameter.constraints);
    }

    fn visit_node(&mut self, cx: &Context<'_>, node: &PathNode) {
        for parameter in node.segment.parameters() {
            self.visit_parameter(cx, parameter);
        }
        for operation in &node.operations {
            self.visit_operation(cx, operation);
        }
        node.children
            .iter()
            .for_each(|child| self.visit_node(cx, child));
    }

    fn visit_operation(&mut self, cx: &Context<'_>, operation: &Operation) {
        for parameter in &operation.parameters {
            self.visit_parameter(cx, parameter);
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            self.visit_type(&media.ty);
            self.visit_constraints(&media.constraints);
        }
        for response in &operation.responses {
            let media = response.media.iter();
            media.for_each(|media| self.visit_type(&media.ty));
            let headers = response.headers.iter();
            headers.for_each(|header| self.visit_type(&header.ty));
        }
    }
}
