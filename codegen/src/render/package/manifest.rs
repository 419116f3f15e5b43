//! `Cargo.toml`.

use std::fmt::Write as _;

use crate::ir::{Constraint, Operation, SchemeKind, Type, TypeKind};

use crate::render::Context;
use crate::render::package::crate_root;
use crate::render::types;

pub(crate) fn render(cx: &Context<'_>) -> String {
    let options = cx.options;
    let features = features(cx);
    let features = if features.is_empty() {
        String::new()
    } else {
        let list: Vec<String> = features.iter().map(|feature| toml(feature)).collect();
        format!(", features = [{}]", list.join(", "))
    };
    let mut text = format!(
        "[package]\nname = {}\nversion = {}\ndescription = {}\nedition = \"2024\"\nrust-version = \"1.89\"\n",
        toml(&options.crate_name),
        toml(&options.crate_version),
        toml(&crate_root::title(cx)),
    );
    if options.standalone {
        text.push_str("publish = false\n\n[workspace]\n");
    } else {
        text.push_str("license = \"MIT OR Apache-2.0\"\n");
    }
    append!(
        text,
        "\n[features]\n\
         default = [\"rustls\"]\n\
         # A transport over HTTP, without TLS.\n\
         reqwest = [\"msgraph-runtime/reqwest\"]\n\
         # The same, with TLS.\n\
         rustls = [\"reqwest\", \"msgraph-runtime/rustls\"]\n\
         {}\
         # Tokens from the credentials of the Azure SDK.\n\
         azure-identity = [\"msgraph-runtime/azure-identity\"]\n\
         # The context of a trace in the headers of a request, from OpenTelemetry.\n\
         opentelemetry = [\"msgraph-runtime/opentelemetry\"]\n\
         # A transport that answers from a script, for tests of what uses the client.\n\
         testing = [\"msgraph-runtime/testing\"]\n\
         \n[dependencies]\n\
         msgraph-runtime = {{ path = {}, version = \"0.1.0\", default-features = false{features} }}\n",
        receiving(cx),
        toml(&options.runtime_path),
    );
    if !cx.api.examples.is_empty() {
        text.push_str("\n[dev-dependencies]\nserde_json = \"1.0.154\"\n");
    }
    text.push_str("\n[lints.clippy]\npedantic = { level = \"warn\", priority = -1 }\n");
    text
}

/// The features for what the client serves.
fn receiving(cx: &Context<'_>) -> String {
    let mut text = String::new();
    if !cx.api.callbacks.is_empty() {
        text.push_str(
            "# What the service posts to its client.\n\
             receiver = [\"msgraph-runtime/receiver\"]\n",
        );
        if !cx.api.open_id.is_empty() {
            text.push_str(
                "# The same, with the tokens of its senders verified.\n\
                 open-id = [\"receiver\", \"msgraph-runtime/open-id\"]\n",
            );
        }
        text.push_str(
            "# The receiver as a router of axum.\n\
             axum = [\"receiver\", \"msgraph-runtime/axum\"]\n",
        );
    }
    text
}

/// The features of the runtime that the document needs.
fn features(cx: &Context<'_>) -> Vec<&'static str> {
    let mut needs = Needs::default();
    for definition in &cx.api.types {
        match &definition.kind {
            TypeKind::Object(object) => {
                for property in &object.properties {
                    needs.of_type(&property.ty);
                    if definition.validated {
                        needs.of_constraints(&property.constraints);
                    }
                }
                if let Some(others) = object.additional.typed() {
                    needs.of_type(&others.ty);
                    if definition.validated {
                        needs.of_constraints(&others.constraints);
                    }
                }
            }
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    needs.of_type(&variant.ty);
                    if definition.validated {
                        needs.of_constraints(&variant.constraints);
                    }
                }
            }
            TypeKind::Newtype(newtype) => {
                needs.of_type(&newtype.ty);
                if definition.validated {
                    needs.of_constraints(&newtype.constraints);
                }
            }
            TypeKind::Alias(of) => needs.of_type(of),
            TypeKind::ResponseBodies(bodies) => {
                bodies
                    .variants
                    .iter()
                    .filter_map(|variant| variant.body.as_ref())
                    .for_each(|of| needs.of_type(of));
            }
            TypeKind::Multipart(multipart) => {
                for property in &multipart.properties {
                    needs.of_type(&property.ty);
                    needs.of_constraints(&property.constraints);
                }
            }
            TypeKind::RequestBodies(_)
            | TypeKind::TaggedUnion(_)
            | TypeKind::StringEnum(_)
            | TypeKind::ValueEnum(_) => {}
        }
    }
    let mut schemes = cx.api.security_schemes.iter();
    needs.base64 |= schemes.any(|scheme| scheme.kind == SchemeKind::Basic);
    needs.of_node(cx, &cx.api.root);
    for callback in &cx.api.callbacks {
        for served in &callback.operations {
            needs.of_operation(cx, &served.operation);
        }
    }
    let all = [
        ("base64", needs.base64),
        ("date-time", needs.date_time),
        ("paging", !cx.api.pages.is_empty()),
        ("pattern", needs.pattern),
    ];
    all.into_iter()
        .filter(|(_, needed)| *needed)
        .map(|(name, _)| name)
        .collect()
}

#[derive(Default)]
struct Needs {
    base64: bool,
    date_time: bool,
    pattern: bool,
}

impl Needs {
    fn of_type(&mut self, of: &Type) {
        match of {
            Type::Byte => self.base64 = true,
            Type::DateTime | Type::Date | Type::Duration => self.date_time = true,
            Type::Array(of)
            | Type::Map(of)
            | Type::OneOrMany(of)
            | Type::Nullable(of)
            | Type::Part(of) => self.of_type(of),
            _ => {}
        }
    }

    fn of_constraints(&mut self, constraints: &[Constraint]) {
        for constraint in constraints {
            match constraint {
                Constraint::Pattern(_) => self.pattern = true,
                Constraint::Items(list) | Constraint::Values(list) => self.of_constraints(list),
                _ => {}
            }
        }
    }

    fn of_parameter(&mut self, cx: &Context<'_>, parameter: &crate::ir::Parameter) {
        self.of_type(cx.api.resolve_alias(&parameter.ty));
        self.of_constraints(&parameter.constraints);
    }

    fn of_node(&mut self, cx: &Context<'_>, node: &crate::ir::PathNode) {
        for parameter in node.segment.parameters() {
            self.of_parameter(cx, parameter);
        }
        for operation in &node.operations {
            self.of_operation(cx, operation);
        }
        node.children
            .iter()
            .for_each(|child| self.of_node(cx, child));
    }

    fn of_operation(&mut self, cx: &Context<'_>, operation: &Operation) {
        for parameter in &operation.parameters {
            self.of_parameter(cx, parameter);
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            self.of_type(&media.ty);
            self.of_constraints(&media.constraints);
        }
        for response in &operation.responses {
            let media = response.media.iter();
            media.for_each(|media| self.of_type(&media.ty));
            let headers = response.headers.iter();
            headers.for_each(|header| self.of_type(&header.ty));
        }
    }
}

/// A text as a string of TOML.
fn toml(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            c if c.is_control() => append!(written, "\\u{:04X}", u32::from(c)),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}
