//! How the client serves an operation: what it may answer, and what it does behind the answer.

use std::time::Duration;

use openapiv3::{Operation as Declared, ReferenceOr, Response};
use serde_json::Value;

use super::Lowering;
use crate::diagnostics::code::Code;
use crate::ir::{
    AsyncDelivery, Batch, InboundOperation, Operation, Status, SyncResponse, Type, TypeId, TypeKind,
};
use crate::source::PathCursor;

impl<'d> Lowering<'d> {
    pub(super) fn served(
        &mut self,
        operation: Operation,
        declared: &'d Declared,
        cursor: &PathCursor<'_>,
    ) -> InboundOperation {
        let general = self.openapi.security.as_ref();
        let requirements = declared.security.as_ref().or(general);
        let secured = requirements.is_some_and(|alternatives| {
            !alternatives.is_empty() && alternatives.iter().all(|schemes| !schemes.is_empty())
        });
        if operation.responses.is_empty() {
            self.unsupported(
                &cursor.key("responses"),
                "an operation that the client serves and has no answer to",
                "declare a response",
            );
        }
        let delivery = self.delivery(&operation, declared, cursor);
        InboundOperation {
            operation,
            secured,
            delivery,
        }
    }

    /// The declared response of a status, with its key in the document.
    fn declared_answer(&self, status: Status, declared: &'d Declared) -> Option<&'d Response> {
        let key = |code: &openapiv3::StatusCode| match *code {
            openapiv3::StatusCode::Code(code) => Status::Code(code),
            openapiv3::StatusCode::Range(hundreds) => {
                Status::Range(u8::try_from(hundreds).unwrap_or(u8::MAX))
            }
        };
        let responses = &declared.responses;
        let found = responses
            .responses
            .iter()
            .find(|(code, _)| key(code) == status)
            .map(|(_, response)| response);
        match found.or(responses.default.as_ref())? {
            ReferenceOr::Item(response) => Some(response),
            ReferenceOr::Reference { reference } => self
                .referred(reference, "responses", |components| &components.responses)
                .map(|(_, response)| response),
        }
    }

    fn delivery(
        &mut self,
        operation: &Operation,
        declared: &'d Declared,
        cursor: &PathCursor<'_>,
    ) -> Option<AsyncDelivery> {
        let accepted = declared.extensions.get("x-background");
        let Some(accepted) = accepted.and_then(status) else {
            for name in ["x-background", "x-batch"] {
                if declared.extensions.contains_key(name) {
                    self.error(
                        Code::Served,
                        &cursor.key(name),
                        "there is no response that goes out before the work is done",
                        "name the status of a declared response in `x-background`: `x-background: 202`",
                    );
                }
            }
            return None;
        };
        self.is_answer(accepted, operation, &cursor.key("x-background"));
        let Some(body) = &operation.body else {
            self.error(
                Code::Served,
                &cursor.key("x-background"),
                "a request without a body has nothing to work on",
                "declare the body of the request, or leave `x-background` out",
            );
            return None;
        };
        let batch = declared.extensions.get("x-batch").and_then(|batch| {
            let empty_status = batch.get("absent").and_then(status);
            if let Some(empty_status) = empty_status {
                self.is_answer(
                    empty_status,
                    operation,
                    &cursor.key("x-batch").key("absent"),
                );
            }
            Some(Batch {
                property: batch.get("member")?.as_str()?.to_owned(),
                empty_status,
            })
        });
        let notification = match &batch {
            None => body.ty()?,
            Some(batch) => {
                let Some(element) = self.element(&body.ty()?, &batch.property) else {
                    self.error(
                        Code::Served,
                        &cursor.key("x-batch").key("member"),
                        format!("the body has no array `{}`", batch.property),
                        "name a member of the body that is an array",
                    );
                    return None;
                };
                element
            }
        };
        let sync_response = self.inline_answer(&notification, operation, declared, cursor);
        Some(AsyncDelivery {
            accepted,
            notification,
            batch,
            sync_response,
        })
    }

    fn is_answer(&mut self, code: u16, operation: &Operation, cursor: &PathCursor<'_>) {
        let mut responses = operation.responses.iter();
        let found = responses.find(|response| response.status == Status::Code(code));
        match found {
            Some(response) if response.body().is_none() => {}
            Some(_) => self.error(
                Code::Served,
                cursor,
                format!("the response `{code}` has a body, which nobody gives"),
                "name a response without a body",
            ),
            None => self.error(
                Code::Served,
                cursor,
                format!("no response `{code}` is declared"),
                "declare it among the responses",
            ),
        }
    }

    /// The type of the elements of an array that is a member of an object.
    fn element(&self, ty: &Type, property: &str) -> Option<Type> {
        let TypeKind::Object(object) = &self.types[self.resolve_alias(ty)?].kind else {
            return None;
        };
        let property = object
            .properties
            .iter()
            .find(|known| known.name == property)?;
        match &property.ty {
            Type::Array(element) => Some((**element).clone()),
            Type::Named(id) => match &self.types[*id].kind {
                TypeKind::Alias(Type::Array(element)) => Some((**element).clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The named type behind aliases.
    pub(super) fn resolve_alias(&self, ty: &Type) -> Option<TypeId> {
        self.types.named_behind_alias(ty)
    }

    /// The type behind aliases.
    pub(super) fn resolve_alias_type<'a>(&'a self, ty: &'a Type) -> &'a Type {
        self.types.resolve_alias(ty)
    }

    fn inline_answer(
        &mut self,
        notification: &Type,
        operation: &Operation,
        declared: &'d Declared,
        cursor: &PathCursor<'_>,
    ) -> Option<SyncResponse> {
        let responses = cursor.key("responses");
        let mut found = None;
        for response in &operation.responses {
            let Status::Code(code) = response.status else {
                continue;
            };
            let declared = self.declared_answer(response.status, declared);
            let Some(inline) = declared.and_then(|response| response.extensions.get("x-inline"))
            else {
                continue;
            };
            let key = code.to_string();
            let cursor = responses.key(&key);
            let cursor = cursor.key("x-inline");
            let text = |name: &str| inline.get(name).and_then(Value::as_str).unwrap_or_default();
            let when = text("when");
            let conditions = self
                .resolve_alias(notification)
                .and_then(|id| {
                    self.correlations
                        .iter()
                        .find(|correlation| correlation.ty == id)
                })
                .map(|correlation| correlation.conditions.as_slice())
                .unwrap_or_default();
            let Some(condition) = conditions.iter().position(|known| known.name == when) else {
                self.error(
                    Code::Served,
                    &cursor.key("when"),
                    format!("a notification has no condition `{when}`"),
                    "name one of the `x-conditions` of its schema",
                );
                continue;
            };
            let name = text("default");
            let Some(default) = declared.and_then(|response| example(response, name)) else {
                self.error(
                    Code::Served,
                    &cursor.key("default"),
                    format!("the response has no example `{name}`"),
                    "name one of the `examples` of its body",
                );
                continue;
            };
            if found.is_some() {
                self.error(
                    Code::Served,
                    &cursor,
                    "another response has `x-inline` already",
                    "keep one of them",
                );
                continue;
            }
            let deadline = inline.get("deadline").and_then(Value::as_f64);
            found = Some(SyncResponse {
                condition,
                deadline: deadline
                    .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                    .unwrap_or_default(),
                status: code,
                default: default.clone(),
            });
        }
        found
    }
}

fn status(value: &Value) -> Option<u16> {
    u16::try_from(value.as_u64()?).ok()
}

/// An example of the body of a response, by its name.
fn example<'d>(response: &'d Response, name: &str) -> Option<&'d Value> {
    let (_, media_type) = response.content.first()?;
    match media_type.examples.get(name)? {
        ReferenceOr::Item(example) => example.value.as_ref(),
        ReferenceOr::Reference { .. } => None,
    }
}
