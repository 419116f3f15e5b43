//! The adapter from a handler to the runtime's traits, which do not know the handler's type.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{AsyncDelivery, Correlation, InboundOperation};
use crate::name::{Identifier, ServedNames, SubjectNames};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::syntax::literals::{duration, string};

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
    let response = file.imports.receiver("Response");
    let received = file.imports.receiver("Received");
    let operation = file.imports.receiver("InboundOperation");
    let payload = payload_type(inbound, file);
    let arc = file.imports.std("sync", "Arc");
    file.item(quote!(struct #adapter<H>(#arc<H>);));
    if let Some(delivery) = &inbound.delivery {
        let async_delivery = file.imports.receiver("AsyncDelivery");
        let event_handler = file.imports.receiver("EventHandler");
        let invalid_payload = file.imports.receiver("InvalidPayload");
        let answer_method = format_ident!("answer_{}", method.as_str());
        let invalid_method = format_ident!("invalid_{}", method.as_str());
        let getters = notification_methods(cx, delivery, &payload, file);
        file.item(quote! {
            impl<H: #handler> #event_handler for #adapter<H> {
                type Notification = #payload;
                const OPERATION: &'static #operation = &#table;
                const DELIVERY: &'static #async_delivery = &#delivery_table;
                #getters
                async fn respond(&self, notification: &#received<#payload>) -> Option<#response> {
                    self.0.#answer_method(notification).await.map(#response::from)
                }
                async fn handle(&self, notification: #received<#payload>) {
                    self.0.#method(notification).await;
                }
                async fn handle_invalid(&self, notification: #received<#invalid_payload>) {
                    self.0.#invalid_method(notification).await;
                }
            }
        });
    } else {
        let request_handler = file.imports.receiver("RequestHandler");
        file.item(quote! {
            impl<H: #handler> #request_handler for #adapter<H> {
                type Body = #payload;
                const OPERATION: &'static #operation = &#table;
                async fn respond(&self, received: #received<#payload>) -> #response {
                    self.0.#method(received).await.into()
                }
            }
        });
    }
    let body = inbound.operation.body.as_ref();
    let id = string(&inbound.operation.id);
    let method_type = file.imports.runtime("Method");
    let method = inbound.operation.method.as_str();
    let method = Ident::new(method, Span::call_site());
    let secured = inbound.secured;
    let may_be_empty = body.is_none_or(|body| !body.required) && inbound.delivery.is_none();
    file.item(quote! {
        static #table: #operation = #operation {
            id: #id,
            method: #method_type::#method,
            secured: #secured,
            may_be_empty: #may_be_empty,
        };
    });
    if let Some(delivery) = &inbound.delivery {
        delivery_static(cx, delivery, delivery_table, file);
    }
}

/// Returns the methods that look into a notification.
fn notification_methods(
    cx: &Context<'_>,
    delivery: &AsyncDelivery,
    payload: &TokenStream,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let mut methods = TokenStream::new();
    let Some((correlation, names)) = correlation(cx, delivery) else {
        return methods;
    };
    if let Some([_, key]) = &names.key {
        methods.extend(quote! {
            fn key(notification: &#payload) -> Option<String> {
                notification.#key()
            }
        });
    }
    if has_deadline(correlation) {
        let duration = file.imports.std("time", "Duration");
        methods.extend(quote! {
            fn time_to_answer(notification: &#payload) -> Option<#duration> {
                notification.time_to_answer()
            }
        });
    }
    let inline = delivery.sync_response.as_ref();
    if let Some([_, condition]) = inline.and_then(|inline| names.conditions.get(inline.condition)) {
        methods.extend(quote! {
            fn has_sync_response(notification: &#payload) -> bool {
                notification.#condition()
            }
        });
    }
    methods
}

/// Returns whether a notification has to be answered within some time.
fn has_deadline(correlation: &Correlation) -> bool {
    let mut conditions = correlation.conditions.iter();
    conditions.any(|condition| condition.deadline.is_some())
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

/// Adds the static that describes the delivery of notifications to the runtime.
fn delivery_static(
    cx: &Context<'_>,
    delivery: &AsyncDelivery,
    name: &Identifier,
    file: &mut SourceFile<'_>,
) {
    let batch = match &delivery.batch {
        None => quote!(None),
        Some(batch) => {
            let batch_type = file.imports.receiver("Batch");
            let property = string(&batch.property);
            let empty_status = match batch.empty_status {
                None => quote!(None),
                Some(code) => {
                    let code = Literal::u16_unsuffixed(code);
                    quote!(Some(#code))
                }
            };
            quote!(Some(#batch_type { property: #property, empty_status: #empty_status }))
        }
    };
    let key = correlation(cx, delivery).and_then(|(correlation, names)| {
        correlation.key.as_ref()?;
        let [key, _] = names.key.as_ref()?;
        let ty = file.imports.named(correlation.ty);
        Some(quote!(Some(&#ty::#key)))
    });
    let key = key.unwrap_or_else(|| quote!(None));
    let inline = match &delivery.sync_response {
        None => quote!(None),
        Some(response) => {
            let sync_response = file.imports.receiver("SyncResponse");
            let time = duration(&file.imports.std("time", "Duration"), response.deadline);
            let status = Literal::u16_unsuffixed(response.status);
            let json = string(&response.default.to_string());
            quote!(Some(#sync_response { deadline: #time, status: #status, json: #json }))
        }
    };
    let async_delivery = file.imports.receiver("AsyncDelivery");
    let accepted = Literal::u16_unsuffixed(delivery.accepted);
    file.item(quote! {
        static #name: #async_delivery = #async_delivery {
            accepted: #accepted,
            batch: #batch,
            key: #key,
            sync_response: #inline,
        };
    });
}
