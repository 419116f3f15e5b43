//! The payload type of a callback's requests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{InboundOperation, Type};
use crate::render::source_file::SourceFile;
use crate::render::syntax::types::type_tokens;

/// Returns the type that a handler gets: that of a notification, or that of the body.
pub(super) fn payload_type(inbound: &InboundOperation, file: &mut SourceFile<'_>) -> TokenStream {
    let body = &inbound.operation.body;
    let ty = match (&inbound.delivery, body) {
        (Some(delivery), _) => delivery.notification.clone(),
        (None, Some(body)) => body.ty().unwrap_or(Type::Any),
        (None, None) => return quote!(()),
    };
    let is_required = body.as_ref().is_none_or(|body| body.required);
    let ty = match ty {
        Type::Nullable(_) => ty,
        _ if !is_required && inbound.delivery.is_none() => Type::Nullable(Box::new(ty)),
        _ => ty,
    };
    type_tokens(&ty, &mut file.imports)
}
