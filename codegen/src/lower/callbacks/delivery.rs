//! The delivery of a callback: the responses that the client sends, and whether it sends one before
//! the request has been handled.

use serde_json::Value;

use crate::diagnostics::code::Code;
use crate::document::{self, Document, Referenced, StatusCode};
use crate::ir::{
    AsyncDelivery, Batch, Condition, Correlation, InboundOperation, Operation, Response, Status,
    SyncResponse, Type, TypeKind, TypeTable,
};
use crate::lower::operations::extensions::seconds;
use crate::lower::types::TypeLowerer;
use crate::source::PathCursor;

/// Lowers the extensions of an operation that define its delivery.
pub(super) fn inbound_operation<'d>(
    types: &mut TypeLowerer<'d>,
    correlations: &[Correlation],
    mut operation: Operation,
    declared: &'d document::Operation,
    cursor: &PathCursor<'_>,
) -> InboundOperation {
    let general = types.document.security.as_ref();
    let requirements = declared.security.as_ref().or(general);
    let secured = requirements.is_some_and(|alternatives| {
        !alternatives.is_empty() && alternatives.iter().all(|schemes| !schemes.is_empty())
    });
    if operation.responses.is_empty() {
        operation.responses.push(Response {
            status: Status::Range(2),
            description: "The document declares no response.".to_owned(),
            media: Vec::new(),
            headers: Vec::new(),
            links: Vec::new(),
        });
    }
    let mut lowerer = DeliveryLowerer {
        types,
        correlations,
        operation: &operation,
        declared,
    };
    let delivery = lowerer.lower_delivery(cursor);
    InboundOperation {
        operation,
        secured,
        delivery,
    }
}

/// Lowers the delivery of one operation.
struct DeliveryLowerer<'a, 'd> {
    types: &'a mut TypeLowerer<'d>,
    correlations: &'a [Correlation],
    operation: &'a Operation,
    declared: &'d document::Operation,
}

impl<'a> DeliveryLowerer<'a, '_> {
    /// Lowers `x-background` and `x-batch`.
    fn lower_delivery(&mut self, cursor: &PathCursor<'_>) -> Option<AsyncDelivery> {
        let extensions = &self.declared.extensions;
        let accepted = extensions.get("x-background").and_then(status);
        let Some(accepted) = accepted else {
            for name in ["x-background", "x-batch"] {
                if extensions.contains_key(name) {
                    self.types.error(
                        Code::Served,
                        &cursor.key(name),
                        "`x-background` must name a response status",
                        "use the status of a declared response, such as `x-background: 202`",
                    );
                }
            }
            return None;
        };
        self.check_empty_response(accepted, &cursor.key("x-background"));
        let Some(body) = &self.operation.body else {
            self.types.error(
                Code::Served,
                &cursor.key("x-background"),
                "`x-background` requires a request body",
                "declare the request body, or remove `x-background`",
            );
            return None;
        };
        let batch = extensions.get("x-batch").and_then(|batch| {
            let empty_status = batch.get("absent").and_then(status);
            if let Some(empty_status) = empty_status {
                let cursor = cursor.key("x-batch");
                self.check_empty_response(empty_status, &cursor.key("absent"));
            }
            Some(Batch {
                property: batch.get("member")?.as_str()?.to_owned(),
                empty_status,
            })
        });
        let notification = match &batch {
            None => body.ty()?,
            Some(batch) => {
                let element = element(&self.types.types, &body.ty()?, &batch.property);
                let Some(element) = element else {
                    self.types.error(
                        Code::Served,
                        &cursor.key("x-batch").key("member"),
                        format!("the body has no array property `{}`", batch.property),
                        "use the name of an array property of the body",
                    );
                    return None;
                };
                element
            }
        };
        let sync_response = self.lower_sync_response(&notification, cursor);
        Some(AsyncDelivery {
            accepted,
            notification,
            batch,
            sync_response,
        })
    }

    /// Checks that there is a response with a status, and that it has no body.
    fn check_empty_response(&mut self, code: u16, cursor: &PathCursor<'_>) {
        let mut responses = self.operation.responses.iter();
        let found = responses.find(|response| response.status == Status::Code(code));
        match found {
            Some(response) if response.body().is_none() => {}
            Some(_) => self.types.error(
                Code::Served,
                cursor,
                format!("response `{code}` must not have a body"),
                "use a response without a body",
            ),
            None => self.types.error(
                Code::Served,
                cursor,
                format!("response `{code}` is not declared"),
                "declare it in `responses`",
            ),
        }
    }

    /// Lowers `x-inline` of the responses.
    fn lower_sync_response(
        &mut self,
        notification: &Type,
        cursor: &PathCursor<'_>,
    ) -> Option<SyncResponse> {
        let responses = cursor.key("responses");
        let conditions = self.conditions(notification);
        let mut sync_response = None;
        for response in &self.operation.responses {
            let Status::Code(code) = response.status else {
                continue;
            };
            let declared = self.declared_response(code);
            let inline = declared.and_then(|declared| declared.extensions.get("x-inline"));
            let Some(inline) = inline else {
                continue;
            };
            let key = code.to_string();
            let cursor = responses.key(&key);
            let cursor = cursor.key("x-inline");
            let string = |name: &str| inline.get(name).and_then(Value::as_str).unwrap_or_default();
            let when = string("when");
            let Some(condition) = conditions.iter().position(|known| known.name == when) else {
                self.types.error(
                    Code::Served,
                    &cursor.key("when"),
                    format!("unknown condition `{when}`"),
                    "use one of the `x-conditions` of the notification's schema",
                );
                continue;
            };
            let name = string("default");
            let Some(default) =
                declared.and_then(|declared| example(self.types.document, declared, name))
            else {
                self.types.error(
                    Code::Served,
                    &cursor.key("default"),
                    format!("the response has no example named `{name}`"),
                    "use the name of one of the `examples` of its body",
                );
                continue;
            };
            if sync_response.is_some() {
                self.types.error(
                    Code::Served,
                    &cursor,
                    "another response already has `x-inline`",
                    "remove one of them",
                );
                continue;
            }
            sync_response = Some(SyncResponse {
                condition,
                deadline: seconds(inline.get("deadline")).unwrap_or_default(),
                status: code,
                default: default.clone(),
            });
        }
        sync_response
    }

    /// Returns the conditions of a type.
    fn conditions(&self, ty: &Type) -> &'a [Condition] {
        let id = self.types.types.named_behind_alias(ty);
        let mut correlations = self.correlations.iter();
        let found = correlations.find(|correlation| Some(correlation.ty) == id);
        found.map_or(&[], |correlation| &correlation.conditions)
    }
}

impl<'d> DeliveryLowerer<'_, 'd> {
    /// Returns the declaration of the response with a status.
    fn declared_response(&self, code: u16) -> Option<&'d document::Response> {
        let responses = &self.declared.responses.by_status;
        match responses.get(&StatusCode::Code(code))? {
            Referenced::Inline(response) => Some(response),
            Referenced::Component(reference) => {
                let responses = &self.types.document.components.responses;
                responses.get(&reference.name)
            }
        }
    }
}

fn status(value: &Value) -> Option<u16> {
    u16::try_from(value.as_u64()?).ok()
}

/// Returns the type of the elements of an array that is a property of an object.
fn element(types: &TypeTable, ty: &Type, property: &str) -> Option<Type> {
    let (_, object) = types.object_behind_alias(ty)?;
    let mut properties = object.properties.iter();
    let property = properties.find(|known| known.name == property)?;
    match &property.ty {
        Type::Array(element) => Some((**element).clone()),
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Alias(Type::Array(element)) => Some((**element).clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Returns an example of the body of a response, by its name.
fn example<'d>(
    document: &'d Document,
    response: &'d document::Response,
    name: &str,
) -> Option<&'d Value> {
    let media_type = match response.content.first()? {
        (_, Referenced::Inline(media_type)) => media_type,
        (_, Referenced::Component(reference)) => {
            document.components.media_types.get(&reference.name)?
        }
    };
    match media_type.examples.get(name)? {
        Referenced::Inline(example) => example.value.as_ref(),
        Referenced::Component(_) => None,
    }
}
