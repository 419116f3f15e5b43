//! The adapter from a handler to the runtime's traits, which do not know the handler's type.

use std::fmt::Write as _;

use crate::ir::{AsyncDelivery, Correlation, InboundOperation};
use crate::name::{Identifier, ServedNames, SubjectNames};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::syntax::literals::{duration, string};
use crate::render::syntax::types::to_source;

use super::payload::payload_type;

/// Adds the adapter of an operation, and its statics.
pub(super) fn render(
    cx: &Context<'_>,
    inbound: &InboundOperation,
    names: &ServedNames,
    handler: &Identifier,
    file: &mut SourceFile<'_>,
) {
    let ServedNames {
        method,
        adapter,
        table,
        delivery: delivery_table,
        ..
    } = names;
    for name in ["InboundOperation", "Received", "Response"] {
        let _ = file.imports.receiver(name);
    }
    let _ = file.imports.runtime("Method");
    let payload = payload_type(inbound, file);
    let mut text = String::new();
    append!(text, "struct {adapter}<H>(Arc<H>);\n\nimpl<H: {handler}> ");
    if let Some(delivery) = &inbound.delivery {
        for name in ["AsyncDelivery", "EventHandler", "InvalidPayload"] {
            let _ = file.imports.receiver(name);
        }
        append!(
            text,
            "EventHandler for {adapter}<H> {{\n    \
             type Notification = {payload};\n\n    \
             const OPERATION: &'static InboundOperation = &{table};\n    \
             const DELIVERY: &'static AsyncDelivery = &{delivery_table};\n\n\
             {}    \
             async fn respond(&self, notification: &Received<{payload}>) -> Option<Response> {{\n        \
             self.0.answer_{method}(notification).await.map(Response::from)\n    \
             }}\n\n    \
             async fn handle(&self, notification: Received<{payload}>) {{\n        \
             self.0.{method}(notification).await;\n    \
             }}\n\n    \
             async fn handle_invalid(&self, notification: Received<InvalidPayload>) {{\n        \
             self.0.invalid_{method}(notification).await;\n    \
             }}\n\
             }}",
            notification_methods(cx, delivery, &payload)
        );
    } else {
        let _ = file.imports.receiver("RequestHandler");
        append!(
            text,
            "RequestHandler for {adapter}<H> {{\n    \
             type Body = {payload};\n\n    \
             const OPERATION: &'static InboundOperation = &{table};\n\n    \
             async fn respond(&self, received: Received<{payload}>) -> Response {{\n        \
             self.0.{method}(received).await.into()\n    \
             }}\n\
             }}"
        );
    }
    file.text_item(text);
    let body = inbound.operation.body.as_ref();
    file.text_item(format!(
        "static {table}: InboundOperation = InboundOperation {{\n    \
         id: {},\n    \
         method: Method::{},\n    \
         secured: {},\n    \
         may_be_empty: {},\n\
         }};",
        string(&inbound.operation.id),
        inbound.operation.method.as_str().to_ascii_uppercase(),
        inbound.secured,
        body.is_none_or(|body| !body.required) && inbound.delivery.is_none(),
    ));
    if let Some(delivery) = &inbound.delivery {
        let text = delivery_static(cx, delivery, delivery_table, file);
        file.text_item(text);
    }
}

/// Returns the methods that look into a notification.
fn notification_methods(cx: &Context<'_>, delivery: &AsyncDelivery, payload: &str) -> String {
    let mut text = String::new();
    let Some((correlation, names)) = correlation(cx, delivery) else {
        return text;
    };
    let head = |name: &str, returns: &str| {
        let line = format!("    fn {name}(notification: &{payload}) -> {returns} {{");
        format!("{line}\n        notification.")
    };
    if let Some([_, key]) = &names.key {
        append!(text, "{}{key}()\n    }}\n\n", head("key", "Option<String>"));
    }
    if correlation
        .conditions
        .iter()
        .any(|condition| condition.deadline.is_some())
    {
        append!(
            text,
            "{}time_to_answer()\n    }}\n\n",
            head("time_to_answer", "Option<Duration>")
        );
    }
    let inline = delivery.sync_response.as_ref();
    if let Some([_, condition]) = inline.and_then(|inline| names.conditions.get(inline.condition)) {
        append!(
            text,
            "{}{condition}()\n    }}\n\n",
            head("has_sync_response", "bool")
        );
    }
    text
}

/// Returns the correlation of the notifications, and its names.
fn correlation<'a>(
    cx: &Context<'a>,
    delivery: &AsyncDelivery,
) -> Option<(&'a Correlation, &'a SubjectNames)> {
    let correlation = cx
        .api
        .correlation(cx.api.resolve_alias(&delivery.notification))?;
    Some((correlation, cx.names.correlations.get(&correlation.ty)?))
}

/// Returns the static that describes the delivery of notifications to the runtime.
fn delivery_static(
    cx: &Context<'_>,
    delivery: &AsyncDelivery,
    name: &Identifier,
    file: &mut SourceFile<'_>,
) -> String {
    let batch = match &delivery.batch {
        None => "None".to_owned(),
        Some(batch) => {
            let _ = file.imports.receiver("Batch");
            let empty_status = batch
                .empty_status
                .map_or_else(|| "None".to_owned(), |code| format!("Some({code})"));
            format!(
                "Some(Batch {{\n        property: {},\n        empty_status: {empty_status},\n    }})",
                string(&batch.property)
            )
        }
    };
    let correlation = correlation(cx, delivery);
    let key = match correlation {
        Some((correlation, names)) if correlation.key.is_some() => {
            let ty = to_source(&file.imports.named(correlation.ty));
            names.key.as_ref().map_or_else(
                || "None".to_owned(),
                |[key, _]| format!("Some(&{ty}::{key})"),
            )
        }
        _ => "None".to_owned(),
    };
    let has_deadline = correlation.is_some_and(|(correlation, _)| {
        correlation
            .conditions
            .iter()
            .any(|condition| condition.deadline.is_some())
    });
    if has_deadline || delivery.sync_response.is_some() {
        let _ = file.imports.std("time", "Duration");
    }
    let inline = match &delivery.sync_response {
        None => "None".to_owned(),
        Some(inline) => {
            let _ = file.imports.receiver("SyncResponse");
            format!(
                "Some(SyncResponse {{\n        \
                 deadline: {},\n        \
                 status: {},\n        \
                 json: {},\n    \
                 }})",
                duration(inline.deadline),
                inline.status,
                string(&inline.default.to_string())
            )
        }
    };
    format!(
        "static {name}: AsyncDelivery = AsyncDelivery {{\n    \
         accepted: {},\n    \
         batch: {batch},\n    \
         key: {key},\n    \
         sync_response: {inline},\n\
         }};",
        delivery.accepted
    )
}
