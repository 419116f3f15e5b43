//! The success and failure types of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, ResponseBody, Type, TypeId};
use crate::render::source_file::SourceFile;
use crate::render::syntax::types::type_tokens;

/// Returns the types of an operation's success and failure bodies.
pub(in crate::render::client) fn response_types(
    operation: &Operation,
    file: &mut SourceFile<'_>,
) -> (TokenStream, TokenStream) {
    let mut body_type = |body: &ResponseBody| match body {
        ResponseBody::Empty => None,
        ResponseBody::One(ty) => Some(type_tokens(ty, &mut file.imports)),
        ResponseBody::Many(id) => Some(file.imports.named(*id)),
    };
    let success = body_type(&operation.success).unwrap_or_else(|| quote!(()));
    let failure = body_type(&operation.failure);
    let failure = failure.unwrap_or_else(|| file.imports.std("convert", "Infallible"));
    (success, failure)
}

/// Returns the generated type that documentation of a body links to.
pub(super) fn linked_type(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) | Type::Flags(id) => Some(*id),
        Type::Part(_) => None,
        ty => ty.parts().iter().find_map(linked_type),
    }
}
