//! Handlers of callbacks and webhooks, and what is known of their senders.

use crate::ir::{AsyncDelivery, Callback, InboundOperation, Operation, Response, Status, Type};
use crate::name::{CallbackNames, ServedNames};
use crate::source::JsonPointer;

use super::Listing;
use super::context::{Context, item_at};
use super::item::{Fact, Item, Kind};
use super::operations::header_item;
use super::places::Places;
use super::types::milliseconds;

/// Adds the handlers of callbacks, and the statics that describe how senders are verified.
pub(super) fn list(cx: &Context<'_>, listing: &mut Listing) {
    for (index, (callback, names)) in cx.api.callbacks.iter().zip(&cx.names.callbacks).enumerate() {
        let list = CallbackListing {
            cx,
            index,
            callback,
            module: format!("callbacks::{}", names.module),
        };
        list.add(names, listing);
    }
    if cx.api.callbacks.is_empty() {
        return;
    }
    let schemes = JsonPointer::root().key("components").key("securitySchemes");
    for (scheme, name) in cx.api.open_id.iter().zip(&cx.names.open_id) {
        let attributes = scheme.sender_attributes.iter();
        let attributes =
            attributes.map(|attribute| format!("{}={}", attribute.name, attribute.claim));
        let lists = [
            scheme.issuers.join(","),
            scheme.algorithms.join(","),
            scheme.required_claims.join(","),
            attributes.collect::<Vec<_>>().join(","),
            milliseconds(scheme.clock_skew),
        ];
        let item = item_at(schemes.key(&scheme.name))
            .with(Fact::Url, &scheme.metadata_url)
            .with(Fact::Value, lists.join(" "));
        listing.insert(format!("callbacks::{name}"), Kind::Verifier, item);
    }
}

/// A callback that is listed.
struct CallbackListing<'a> {
    cx: &'a Context<'a>,
    index: usize,
    callback: &'a Callback,
    module: String,
}

impl CallbackListing<'_> {
    fn add(&self, names: &CallbackNames, listing: &mut Listing) {
        let handler = format!("{}::{}", self.module, names.handler);
        let is_secured = self
            .callback
            .operations
            .iter()
            .any(|inbound| inbound.secured);
        let item = item_at(self.cx.places.callback(self.index));
        let item = item.with_flag(Fact::Secured, is_secured);
        listing.insert(handler.clone(), Kind::Handler, item);
        for (inbound, names) in self.callback.operations.iter().zip(&names.operations) {
            let operation = &inbound.operation;
            let pointer = self.cx.places.inbound(self.index, self.callback, operation);
            let item = method(self.cx, inbound, pointer.clone());
            let path = format!("{handler}::{}", names.method);
            listing.insert(path, Kind::HandlerMethod, item);
            self.responses(operation, names, &pointer, listing);
        }
    }

    /// Adds the variants for the responses of an operation, and their fields.
    fn responses(
        &self,
        operation: &Operation,
        names: &ServedNames,
        pointer: &JsonPointer,
        listing: &mut Listing,
    ) {
        let parts = names.variants.iter().zip(&names.headers);
        for (response, (variant, fields)) in operation.responses.iter().zip(parts) {
            let path = format!("{}::{}::{variant}", self.module, names.response);
            let pointer = Places::response(pointer, response.status);
            for (header, field) in response.headers.iter().zip(fields) {
                let item = header_item(self.cx, header, pointer.key("headers").key(&header.name));
                listing.insert(format!("{path}::{field}"), Kind::HandlerResponseField, item);
            }
            let item = response_item(self.cx, response, pointer);
            listing.insert(path, Kind::HandlerResponse, item);
        }
    }
}

/// Returns the item for the method that handles an operation.
fn method(cx: &Context<'_>, inbound: &InboundOperation, pointer: JsonPointer) -> Item {
    let payload = match (&inbound.delivery, &inbound.operation.body) {
        (Some(delivery), _) => cx.ty(&delivery.notification),
        (None, None) => "()".to_owned(),
        (None, Some(body)) => {
            let ty = cx.ty(&body.ty().unwrap_or(Type::Any));
            if body.required || ty.starts_with("Option<") {
                ty
            } else {
                format!("Option<{ty}>")
            }
        }
    };
    let mode = if inbound.delivery.is_some() {
        "notify"
    } else {
        "respond"
    };
    let acceptance = inbound.delivery.as_ref().map(acceptance);
    item_at(pointer)
        .with(Fact::Type, payload)
        .with(Fact::Delivery, mode)
        .with(Fact::Http, inbound.operation.method.as_str())
        .with(Fact::Id, &inbound.operation.id)
        .with_some(Fact::Acceptance, acceptance.unwrap_or_default())
        .with(
            Fact::Security,
            if inbound.secured { "required" } else { "none" },
        )
}

/// Returns how requests are accepted before they are handled.
fn acceptance(delivery: &AsyncDelivery) -> String {
    let batch = delivery.batch.as_ref().map(|batch| {
        let status = batch.empty_status.map(|status| format!(" empty={status}"));
        format!(" batch={}{}", batch.property, status.unwrap_or_default())
    });
    let inline = delivery.sync_response.as_ref().map(|inline| {
        let (status, limit) = (inline.status, milliseconds(inline.deadline));
        format!(" inline={status} within={limit} default={}", inline.default)
    });
    [Some(delivery.accepted.to_string()), batch, inline]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the item for the variant of a response.
fn response_item(cx: &Context<'_>, response: &Response, pointer: JsonPointer) -> Item {
    let body = response.body().map(|body| cx.ty(body));
    let has_fields = !response.headers.is_empty() || !matches!(response.status, Status::Code(_));
    let shape = match (&body, has_fields) {
        (_, true) => "struct",
        (Some(_), false) => "tuple",
        (None, false) => "unit",
    };
    let media_type = response
        .media
        .first()
        .map(|media| media.media_type.as_str());
    item_at(pointer)
        .with(Fact::Shape, shape)
        .with(Fact::Value, response.status.to_string())
        .with_some(Fact::Type, body.unwrap_or_default())
        .with_some(Fact::Content, media_type.unwrap_or_default())
}
