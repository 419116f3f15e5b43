//! Operations: what is sent.

use std::time::Duration;

use openapiv3::{MediaType, Operation as Declared, ReferenceOr, RequestBody as DeclaredBody};
use serde_json::Value;

use super::keywords::Unboxed;
use super::schema::Lowered;
use super::{Lowering, Place, error_code, external, first_example};
use crate::api::{
    Constraint, Docs, Example, Method, Operation, Parameter, Permissions, RequestBody, Type,
};
use crate::code::Code;
use crate::diagnostic::{self, Diagnostic};
use crate::pointer::At;

impl<'d> Lowering<'d> {
    /// Resolves an operation. `stem` is what its inline types are named by.
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &str,
        declared: &'d Declared,
        parameters: Vec<Parameter>,
        stem: &str,
        at: &At<'_>,
    ) -> Option<Operation> {
        let method = method_named(method)?;
        if !declared.servers.is_empty() {
            self.unsupported(
                &at.key("servers"),
                "servers of one operation",
                "list all servers at the root of the document",
            );
        }
        if let (Some(id), false) = (&declared.operation_id, self.serving) {
            self.unique(id, at);
        }
        let body = declared
            .request_body
            .as_ref()
            .and_then(|body| self.request_body(body, method, stem, at));
        let answers = self.responses(&declared.responses, method, stem, &at.key("responses"));
        let extensions = &declared.extensions;
        Some(Operation {
            id: declared
                .operation_id
                .clone()
                .unwrap_or_else(|| format!("{} {path}", method.as_str())),
            method,
            path: path.to_owned(),
            docs: Docs {
                summary: declared.summary.clone(),
                description: declared.description.clone(),
                external: declared.external_docs.as_ref().map(external),
                deprecated: declared.deprecated,
            },
            parameters,
            body,
            responses: answers.responses,
            success: answers.success,
            failure: answers.failure,
            deadline: extensions
                .get("x-deadline")
                .and_then(Value::as_f64)
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            idempotent: extensions
                .get("x-idempotent")
                .and_then(Value::as_bool)
                .unwrap_or(method.is_idempotent()),
            security: self.security(declared.security.as_ref(), at),
            permissions: extensions.get("x-permissions").map(permissions),
            error_codes: extensions
                .get("x-error-codes")
                .map(error_code::declared)
                .unwrap_or_default(),
            callbacks: self.callbacks(&declared.callbacks, &at.key("callbacks")),
        })
    }

    /// Checks that no other operation has the same id. One callback may well be reached on several ways.
    fn unique(&mut self, id: &'d str, at: &At<'_>) {
        let at = at.key("operationId");
        let Some(first) = self.operation_ids.insert(id, at.to_pointer()) else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::DuplicateOperationId,
                at.on_value(),
                format!("the operationId `{id}` is used twice"),
            )
            .help("give each operation an id of its own")
            .related(diagnostic::Spot::Value(first), "the other operation"),
        );
    }

    fn request_body(
        &mut self,
        body: &'d ReferenceOr<DeclaredBody>,
        method: Method,
        stem: &str,
        at: &At<'_>,
    ) -> Option<RequestBody> {
        let at = at.key("requestBody");
        match body {
            ReferenceOr::Item(body) => self.declared_body(
                body,
                &Place::new([stem, method.as_str(), "RequestBody"]),
                &at,
            ),
            ReferenceOr::Reference { reference } => {
                let found = self.referred(reference, "requestBodies", |components| {
                    &components.request_bodies
                });
                let Some((name, body)) = found else {
                    self.unsupported(
                        &at.key("$ref"),
                        "a reference to a request body that is not under `components/requestBodies`",
                        "move the request body there and refer to it",
                    );
                    return None;
                };
                let root = At::ROOT.key("components");
                let place = Place::new([name, "RequestBody"]);
                self.shared(|this| {
                    this.declared_body(body, &place, &root.key("requestBodies").key(name))
                })
            }
        }
    }

    fn declared_body(
        &mut self,
        body: &'d DeclaredBody,
        place: &Place,
        at: &At<'_>,
    ) -> Option<RequestBody> {
        let content = at.key("content");
        let (media_type, declared) = self.json(&body.content, &content)?;
        let (of, constraints) = self.media_type(declared, &content.key(media_type), place);
        let example = first_example(declared.example.as_ref(), &declared.examples);
        Some(RequestBody {
            required: body.required,
            media_type: media_type.to_owned(),
            of,
            constraints,
            docs: Docs {
                description: body.description.clone(),
                ..Docs::default()
            },
            example,
        })
    }

    /// The one JSON media type of a body.
    pub(super) fn json(
        &mut self,
        content: &'d indexmap::IndexMap<String, MediaType>,
        at: &At<'_>,
    ) -> Option<(&'d str, &'d MediaType)> {
        let mut all = content.iter();
        match (all.next(), all.next()) {
            (Some((name, media_type)), None) if is_json(name) => Some((name, media_type)),
            (None, _) => None,
            (Some((name, _)), None) => {
                self.unsupported(
                    &at.key(name),
                    "a body that is not JSON",
                    "use `application/json`",
                );
                None
            }
            (Some(_), Some((second, _))) => {
                self.unsupported(
                    &at.key(second),
                    "a body in several media types",
                    "keep `application/json` alone",
                );
                None
            }
        }
    }

    /// The type of a body, and what the body as a whole must satisfy. Notes its examples.
    pub(super) fn media_type(
        &mut self,
        declared: &'d MediaType,
        at: &At<'_>,
        place: &Place,
    ) -> (Type, Vec<Constraint>) {
        let Some(schema) = &declared.schema else {
            return (Type::Any, Vec::new());
        };
        let lowered = self.schema(schema.unboxed(), &at.key("schema"), place);
        if let Some(example) = &declared.example {
            self.example(&at.key("example"), &lowered, place.words.clone(), example);
        }
        let examples = at.key("examples");
        for (name, example) in &declared.examples {
            let at = examples.key(name);
            let words = place.below(name).words;
            match example {
                ReferenceOr::Item(example) => {
                    if let Some(value) = &example.value {
                        self.example(&at.key("value"), &lowered, words, value);
                    }
                }
                ReferenceOr::Reference { reference } => {
                    let found = self
                        .referred(reference, "examples", |components| &components.examples)
                        .and_then(|(name, example)| Some((name, example.value.as_ref()?)));
                    match found {
                        Some((name, value)) => {
                            let root = At::ROOT.key("components");
                            self.example(
                                &root.key("examples").key(name).key("value"),
                                &lowered,
                                words,
                                value,
                            );
                        }
                        None => self.unsupported(
                            &at.key("$ref"),
                            "a reference to an example that is not under `components/examples`",
                            "move the example there and refer to it",
                        ),
                    }
                }
            }
        }
        let of = if lowered.nullable {
            Type::Nullable(Box::new(lowered.of))
        } else {
            lowered.of
        };
        (of, lowered.constraints)
    }

    /// Notes an example: it must fit its schema, and becomes a test.
    pub(super) fn example(
        &mut self,
        at: &At<'_>,
        lowered: &Lowered,
        name: Vec<String>,
        value: &Value,
    ) {
        let pointer = at.to_pointer().as_str().to_owned();
        if self.examples.iter().any(|known| known.pointer == pointer) {
            return;
        }
        self.check(Code::Example, at, lowered, value);
        self.examples.push(Example {
            name,
            pointer,
            of: lowered.of.clone(),
            value: value.clone(),
        });
    }
}

pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

fn method_named(name: &str) -> Option<Method> {
    Some(match name {
        "get" => Method::Get,
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "options" => Method::Options,
        "head" => Method::Head,
        "patch" => Method::Patch,
        "trace" => Method::Trace,
        _ => return None,
    })
}

fn permissions(value: &Value) -> Permissions {
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Permissions {
        delegated: text("delegated"),
        application: text("application"),
        remarks: text("remarks"),
    }
}
