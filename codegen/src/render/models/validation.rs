//! Implementations of the runtime's `Validate`, which checks a value before it is sent.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Constraint, Object, Presence, Property, TaggedUnion, Type, TypeId, TypeKind, Union,
};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::source_file::SourceFile;
use crate::render::syntax::arms::Arms;
use crate::render::syntax::constraints;
use crate::render::syntax::types::runtime_name;

pub(super) fn render(cx: &Context<'_>, id: TypeId, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    if !definition.validated {
        return;
    }
    let body = match &definition.kind {
        TypeKind::Object(object) => validate_object(cx, object, &names.parts, file),
        TypeKind::Multipart(multipart) => {
            validate_properties(cx, &multipart.properties, &names.parts, file)
        }
        TypeKind::TaggedUnion(tagged_union) => {
            validate_tagged_union(cx, tagged_union, &names.parts, file)
        }
        TypeKind::Union(union) => validate_union(cx, union, &names.parts, file),
        TypeKind::Newtype(newtype) => {
            let mut body = validate_whole(&newtype.constraints, &quote!(self), file);
            if cx.api.is_validated(&newtype.ty) {
                body.extend(quote!(self.0.validate(check);));
            }
            body
        }
        // It has no constraints, but is beside a value in a tuple that has some. So may be a union.
        TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => TokenStream::new(),
        _ => return,
    };
    let parameter = if body.is_empty() {
        quote!(_)
    } else {
        quote!(check)
    };
    let validate = file.imports.runtime("Validate");
    let check = file.imports.runtime("Validator");
    let name = &names.name;
    file.item(quote! {
        impl #validate for #name {
            fn validate(&self, #parameter: &mut #check) {
                #body
            }
        }
    });
}

/// Returns the statement that checks a value as a whole.
fn validate_whole(
    constraints: &[Constraint],
    value: &TokenStream,
    file: &mut SourceFile<'_>,
) -> TokenStream {
    if constraints.is_empty() {
        return TokenStream::new();
    }
    let constraints = constraints::slice(constraints, file);
    quote!(check.whole(#value, #constraints);)
}

fn validate_object(
    cx: &Context<'_>,
    object: &Object,
    fields: &[Identifier],
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let mut body = validate_whole(&object.constraints, &quote!(self), file);
    body.extend(validate_properties(cx, &object.properties, fields, file));
    if let Some(additional) = object.additional.typed() {
        let field = quote!(self.additional_properties);
        let values = Constraint::values(&additional.constraints);
        body.extend(validate_whole(values.as_slice(), &quote!(&#field), file));
        if cx.api.is_validated(&additional.ty) {
            body.extend(quote!(#field.validate(check);));
        }
    }
    body
}

fn validate_properties(
    cx: &Context<'_>,
    properties: &[Property],
    fields: &[Identifier],
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let mut body = TokenStream::new();
    for (property, field) in properties.iter().zip(fields) {
        let name = &property.name;
        if !property.constraints.is_empty() {
            let constraints = constraints::slice(&property.constraints, file);
            let value = match &property.ty {
                // The constraints of an array of files are about their number.
                Type::Array(item) if matches!(**item, Type::Part(_)) => units(property, field),
                _ => quote!(&self.#field),
            };
            body.extend(quote!(check.member(#name, #value, #constraints);));
        }
        if cx.api.is_validated(&property.ty) {
            body.extend(quote!(check.nested(#name, &self.#field);));
        }
    }
    body
}

/// Returns an expression for an array with a unit for each of a property's files.
fn units(property: &Property, field: &Identifier) -> TokenStream {
    if property.presence == Presence::Required {
        quote!(&vec![(); self.#field.len()])
    } else {
        quote!(&self.#field.as_ref().map(|files| vec![(); files.len()]))
    }
}

fn validate_union(
    cx: &Context<'_>,
    union: &Union,
    names: &[Identifier],
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let mut arms = Arms::default();
    let mut count = 0;
    for (variant, name) in union.variants.iter().zip(names) {
        let mut checks = validate_whole(&variant.constraints, &quote!(value), file);
        if cx.api.is_validated(&variant.ty) {
            checks.extend(quote!(value.validate(check);));
        }
        if !checks.is_empty() {
            arms.add(cx, name, &variant.ty, &quote!(value), checks);
            count += 1;
        }
    }
    let arms: Vec<(TokenStream, TokenStream)> = arms.into_parts().collect();
    match &arms[..] {
        [] => TokenStream::new(),
        [(patterns, checks)] => quote!(if let #patterns = self { #checks }),
        _ => {
            let rest = if count == union.variants.len() {
                quote!(Self::Unrecognized(_))
            } else {
                quote!(_)
            };
            let arms = (arms.iter()).map(|(patterns, checks)| quote!(#patterns => { #checks }));
            quote!(match self { #(#arms)* #rest => {} })
        }
    }
}

/// The number of characters of an arm, with spaces between all tokens, that may not fit in a line.
const LONG_ARM: usize = 80;

fn validate_tagged_union(
    cx: &Context<'_>,
    tagged_union: &TaggedUnion,
    names: &[Identifier],
    file: &mut SourceFile<'_>,
) -> TokenStream {
    let variants = tagged_union.variants.iter().zip(names);
    let validated: Vec<&Identifier> = variants
        .filter(|(variant, _)| cx.api.definition(variant.ty).validated)
        .map(|(_, name)| name)
        .collect();
    // If the file defines a type named `Validate`, the trait is not imported, and its methods need
    // the path.
    let call = if runtime_name("Validate", file) == "Validate" {
        quote!(object.validate(check))
    } else {
        quote!(specwright_runtime::Validate::validate(object, check))
    };
    if validated.is_empty() {
        TokenStream::new()
    } else if let [name] = validated[..] {
        quote!(if let Self::#name(object) = self { #call; })
    } else {
        let arms = validated.into_iter().map(|name| {
            let arm = quote!(Self::#name(object) => #call,);
            // prettyplease breaks a long arm into a block, which ends in a semicolon.
            if arm.to_string().len() > LONG_ARM {
                quote!(Self::#name(object) => { #call; })
            } else {
                arm
            }
        });
        quote!(match self { #(#arms)* _ => {} })
    }
}
