//! The trait that handles a callback.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ir::{AsyncDelivery, Callback, InboundOperation};
use crate::name::{CallbackNames, ServedNames};
use crate::render::docs::{DocComment, markdown};
use crate::render::source_file::SourceFile;

use super::payload::payload_type;

/// Adds the trait of the handler.
pub(super) fn render(
    callback: &Callback,
    names: &CallbackNames,
    operations: &[(&InboundOperation, &ServedNames)],
    file: &mut SourceFile<'_>,
) {
    let mut docs = DocComment::line(&format!("Handles {}.", markdown::code(&callback.name)));
    docs.paragraph(
        "An implementation may write the methods as `async fn`, provided that their futures are \
         `Send`. Methods may be called concurrently.",
    );
    docs.blocks(runtime_duties(operations));
    let docs = file.docs(docs);
    let mut methods = TokenStream::new();
    for (inbound, names) in operations {
        methods.extend(match &inbound.delivery {
            Some(delivery) => notification_methods(inbound, delivery, names, file),
            None => response_method(inbound, names, file),
        });
    }
    let name = &names.handler;
    file.item(quote! {
        #docs
        pub trait #name: Send + Sync + 'static {
            #methods
        }
    });
}

/// Returns the list of what the receiver does without the handler.
fn runtime_duties(operations: &[(&InboundOperation, &ServedNames)]) -> Vec<String> {
    let mut lines = vec!["The receiver does by itself:".to_owned(), String::new()];
    let mut add = |item: &str| lines.extend(markdown::item(item));
    if operations.iter().any(|(inbound, _)| inbound.secured) {
        add("**Authentication**: an unauthenticated request reaches no handler.");
    }
    if operations
        .iter()
        .any(|(inbound, _)| inbound.delivery.is_some())
    {
        add(
            "**Response**: it responds as soon as the notifications are queued, and calls the \
             handler afterwards. If the queue has no room, it responds with 503.",
        );
        add(
            "**Order**: notifications with the same key are handled one after the other, in the \
             order of their receipt; others are handled at the same time.",
        );
    }
    add("**Time limit**: a handler that exceeds \
         [`handler_limit`](specwright_runtime::receiver::ReceiverBuilder::handler_limit) is \
         stopped.");
    add("**Panics**: a handler that panics stops no other. \
         [`on_failure`](specwright_runtime::receiver::ReceiverBuilder::on_failure) is called for \
         each panic and timeout.");
    lines
}

/// Returns the documentation of the method that handles an operation.
fn method_docs(inbound: &InboundOperation) -> DocComment {
    let docs = &inbound.operation.docs;
    let mut method_docs = DocComment::from_ir(
        docs,
        &format!("Handles {}.", markdown::code(&inbound.operation.id)),
    );
    if docs.deprecated {
        method_docs.paragraph("Deprecated by the document.");
    }
    method_docs.external(docs);
    method_docs
}

/// Returns the method for requests that the handler responds to.
fn response_method(
    inbound: &InboundOperation,
    names: &ServedNames,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let received = file.imports.receiver("Received");
    let payload = payload_type(inbound, file);
    let docs = file.docs(method_docs(inbound));
    let (method, response) = (&names.method, &names.response);
    quote! {
        #docs
        fn #method(&self, received: #received<#payload>) -> impl Future<Output = #response> + Send;
    }
}

/// Returns the methods for requests that are accepted before they are handled.
fn notification_methods(
    inbound: &InboundOperation,
    delivery: &AsyncDelivery,
    names: &ServedNames,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let received = file.imports.receiver("Received");
    let undecoded = file.imports.receiver("InvalidPayload");
    let payload = payload_type(inbound, file);
    let (method, response) = (&names.method, &names.response);
    let answer_method = format_ident!("answer_{}", method.as_str());
    let invalid_method = format_ident!("invalid_{}", method.as_str());
    let mut docs = method_docs(inbound);
    docs.paragraph(&format!(
        "Called after the response `{}` was sent.",
        delivery.accepted
    ));
    let docs = file.docs(docs);
    let answer_docs = file.docs(answer_docs(delivery));
    let invalid_docs = file.docs(DocComment::line(
        "Handles a notification that cannot be decoded. Other notifications of the same request \
         are not affected. By default, it is only counted and logged.",
    ));
    quote! {
        #docs
        fn #method(
            &self,
            notification: #received<#payload>,
        ) -> impl Future<Output = ()> + Send;
        #answer_docs
        fn #answer_method(
            &self,
            notification: &#received<#payload>,
        ) -> impl Future<Output = Option<#response>> + Send {
            let _ = notification;
            async { None }
        }
        #invalid_docs
        fn #invalid_method(
            &self,
            notification: #received<#undecoded>,
        ) -> impl Future<Output = ()> + Send {
            let _ = notification;
            async {}
        }
    }
}

/// Returns the documentation of the method that may answer a notification before it is accepted.
fn answer_docs(delivery: &AsyncDelivery) -> DocComment {
    let mut docs = DocComment::line(
        "Returns the response to a notification, or `None` to accept the notification and handle \
         it later, which is the default.",
    );
    docs.paragraph(
        "A response with a success status completes the notification; the other notifications of \
         its request are still handled. Any other response rejects the whole request.",
    );
    if let Some(inline) = &delivery.sync_response {
        docs.paragraph(&format!(
            "If the sender waits for a response, it gets `{}` after {} seconds, or immediately for \
             `None`, and the notification is handled later: {}",
            inline.status,
            inline.deadline.as_secs_f64(),
            markdown::code(&inline.default.to_string())
        ));
    }
    docs
}
