//! Explicit nulls: the constants of nullable properties, and the field that stores them.

use proc_macro2::{Ident, Span};

use crate::ir::{AdditionalProperties, Object, Property, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;

/// Returns the name of the associated constant of a nullable property.
pub(in crate::render) fn null_constant(field: &Identifier) -> Ident {
    let field = field.as_str().trim_start_matches("r#").to_uppercase();
    Ident::new(&field, Span::call_site())
}

/// Returns whether an object has a field for explicit nulls, which undeclared properties store
/// otherwise.
pub(in crate::render) fn has_explicit_nulls(cx: &Context<'_>, id: TypeId, object: &Object) -> bool {
    cx.api.definition(id).usage.sent
        && object.additional != AdditionalProperties::Any
        && object.properties.iter().any(Property::is_nullable_optional)
}
