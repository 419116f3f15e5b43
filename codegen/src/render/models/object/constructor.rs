//! The constructor of an object with required properties.

use quote::quote;

use crate::ir::{AdditionalProperties, Object, Presence, Type, TypeId};
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::source_file::chain::self_literal;
use crate::render::syntax::types::{to_source, type_tokens};

/// Adds the function `new`, which takes the required fields.
pub(in crate::render::models) fn render(
    cx: &Context<'_>,
    id: TypeId,
    object: &Object,
    file: &mut SourceFile<'_>,
) {
    let names = cx.names.of(id);
    let name = &names.name;
    let mut arguments = Vec::new();
    let mut fields = Vec::new();
    for (property, field) in object.properties.iter().zip(&names.parts) {
        if property.presence != Presence::Required {
            fields.push(if property.presence == Presence::OptionalNullable {
                let nullable = to_source(&file.imports.runtime("Nullable"));
                format!("{field}: {nullable}::Absent")
            } else {
                format!("{field}: None")
            });
            continue;
        }
        let value_type = type_tokens(&property.ty, &mut file.imports);
        let is_string = matches!(
            cx.api.resolve_alias(&property.ty),
            Type::String | Type::Secret
        );
        let (argument, value) = if is_string {
            (quote!(impl Into<#value_type>), format!("{field}.into()"))
        } else {
            (value_type, field.to_string())
        };
        arguments.push(quote!(#field: #argument));
        fields.push(match (property.boxed, is_string) {
            (true, _) => format!("{field}: Box::new({value})"),
            (false, true) => format!("{field}: {value}"),
            (false, false) => value,
        });
    }
    match &object.additional {
        AdditionalProperties::None => {}
        AdditionalProperties::Any => {
            let data = to_source(&file.imports.runtime("AdditionalData"));
            fields.push(format!("additional_data: {data}::new()"));
        }
        AdditionalProperties::Typed(_) => {
            let map = to_source(&file.imports.std("collections", "BTreeMap"));
            fields.push(format!("additional_properties: {map}::new()"));
        }
    }
    let literal = file.text(self_literal(&fields));
    let allow = (arguments.len() > 7).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
    );
    file.item(quote! {
        impl #name {
            #[doc = " With everything that is required, and nothing else."]
            #[must_use]
            #allow
            pub fn new(#(#arguments),*) -> Self {
                #literal
            }
        }
    });
}
