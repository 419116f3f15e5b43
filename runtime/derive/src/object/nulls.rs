//! Explicit nulls: a constant for each nullable property, and the methods that take them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::properties::Properties;

/// Returns the constants and methods, if there is a nullable property.
pub(super) fn implement(
    runtime: &TokenStream,
    name: &Ident,
    properties: &Properties<'_>,
) -> Option<TokenStream> {
    let storage = properties.explicit_nulls.or(properties.additional)?;
    let nullable = || properties.list.iter().filter(|property| property.nullable);
    nullable().next()?;
    let constants = nullable().map(|property| {
        let field = property.field.to_string();
        let field = field.trim_start_matches("r#");
        let constant = format_ident!("{}", field.to_uppercase(), span = property.field.span());
        let name = &property.name;
        let docs = format!("Identifies the property `{field}`, which can be null.");
        quote! {
            #[doc = #docs]
            pub const #constant: #runtime::NullableProperty<Self> =
                #runtime::NullableProperty::__new(#name);
        }
    });
    let resets = nullable().map(|property| {
        let (field, name) = (property.field, &property.name);
        quote!(#name => self.#field = ::core::option::Option::None,)
    });
    Some(quote! {
        #[automatically_derived]
        impl #name {
            #(#constants)*

            /// Sets a property to null, so that null is sent. Returns the object.
            ///
            /// If the property gets a value later, the value is sent instead.
            #[must_use]
            pub fn with_null(mut self, property: #runtime::NullableProperty<Self>) -> Self {
                self.set_null(property);
                self
            }

            /// Sets a property to null, so that null is sent.
            ///
            /// If the property gets a value later, the value is sent instead.
            pub fn set_null(&mut self, property: #runtime::NullableProperty<Self>) {
                match property.name() {
                    #(#resets)*
                    _ => {}
                }
                #runtime::__private::InsertNull::insert_null(&mut self.#storage, property.name());
            }
        }
    })
}
