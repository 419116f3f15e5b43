//! Handlers of callbacks and webhooks, and what is known of their senders.

use crate::ir::{AsyncDelivery, Callback, InboundOperation, Response, Status, Type};
use crate::name::{CallbackNames, ServedNames};
use crate::source::JsonPointer;

use super::Listing;
use super::context::{Context, item_at};
use super::item::{Fact, Item, Kind};
use super::operations::header_item;
use super::places::Places;
use super::types::{milliseconds, status};

/// Adds the handlers of callbacks, and the statics that describe how senders are verified.
pub(super) fn list(cx: &Context<'_>, listing: &mut Listing) {
    for (index, (callback, names)) in cx.api.callbacks.iter().zip(&cx.names.callbacks).enumerate() {
        let module = format!("callbacks::{}", names.module);
        let path = format!("{module}::{}", names.handler);
        let is_secured = callback.operations.iter().any(|inbound| inbound.secured);
        let item = item_at(cx.places.callback(index)).with_flag(Fact::Secured, is_secured);
        listing.insert(path.clone(), Kind::Handler, item);
        list_operations(cx, (index, callback), names, [&module, &path], listing);
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

fn list_operations(
    cx: &Context<'_>,
    (index, callback): (usize, &Callback),
    names: &CallbackNames,
    [module, handler]: [&str; 2],
    listing: &mut Listing,
) {
    for (inbound, names) in callback.operations.iter().zip(&names.operations) {
        let pointer = cx.places.inbound(index, callback, &inbound.operation);
        let item = method(cx, inbound, pointer.clone());
        listing.insert(
            format!("{handler}::{}", names.method),
            Kind::HandlerMethod,
            item,
        );
        let responses = inbound.operation.responses.iter();
        for (response_index, response) in responses.enumerate() {
            let pointer = Places::response(&pointer, response.status);
            let path = format!(
                "{module}::{}::{}",
                names.response, names.variants[response_index]
            );
            list_response(
                cx,
                response,
                names,
                (response_index, &path),
                &pointer,
                listing,
            );
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

/// Adds the variant for a response, and its fields.
fn list_response(
    cx: &Context<'_>,
    response: &Response,
    names: &ServedNames,
    (index, path): (usize, &str),
    pointer: &JsonPointer,
    listing: &mut Listing,
) {
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
    let item = item_at(pointer.clone())
        .with(Fact::Shape, shape)
        .with(Fact::Value, status(response.status))
        .with_some(Fact::Type, body.unwrap_or_default())
        .with_some(Fact::Content, media_type.unwrap_or_default());
    listing.insert(path.to_owned(), Kind::HandlerResponse, item);
    for (header, field) in response.headers.iter().zip(&names.headers[index]) {
        let place = pointer.key("headers").key(&header.name);
        let item = header_item(cx, header, place);
        listing.insert(format!("{path}::{field}"), Kind::HandlerResponseField, item);
    }
}
