//! Objects: structs that derive the runtime's `Object`.

pub(super) mod constructor;
pub(super) mod docs;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{AdditionalProperties, Constraint, Object, Presence, Property, Type, TypeId};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, sentences};
use crate::render::models::derives::derives;
use crate::render::source_file::SourceFile;
use crate::render::syntax::attributes::{decoding_mode, deprecated};
use crate::render::syntax::nulls::has_explicit_nulls;
use crate::render::syntax::types::{field_type, type_tokens};

pub(super) fn render(cx: &Context<'_>, id: TypeId, object: &Object, file: &mut SourceFile<'_>) {
    let definition = cx.api.definition(id);
    let is_sent = definition.usage.sent;
    let names = cx.names.of(id);
    let name = &names.name;
    let docs = file.docs(docs::type_docs(cx, id));
    let deprecated_type = deprecated(&definition.docs);
    let derive = file.imports.runtime("Object");
    let default = object.is_all_optional().then(|| quote!(Default,));
    let own: &[&str] = if default.is_some() { &["Default"] } else { &[] };
    let derives = derives(cx, id, own);
    let naming = Naming::most_frequent(object, &names.parts);
    let settings = settings(cx, object, naming);
    let non_exhaustive = (!is_sent).then(|| quote!(#[non_exhaustive]));
    let fields: Vec<TokenStream> = object
        .properties
        .iter()
        .zip(&names.parts)
        .map(|(property, field)| {
            let docs = file.docs(docs::property_docs(cx, id, property, field));
            let deprecated = deprecated(&property.docs);
            let attribute = property_attribute(property, field, naming, is_sent);
            let ty = field_type(property, &mut file.imports);
            quote!(#docs #deprecated #attribute pub #field: #ty,)
        })
        .collect();
    let additional = additional_field(&object.additional, is_sent, file);
    let has_nulls = has_explicit_nulls(cx, id, object);
    let nulls = has_nulls.then(|| {
        let nulls = file.imports.runtime("ExplicitNulls");
        quote! {
            #[doc = " The properties that are sent as null. Set by [`with_null`](Self::with_null)."]
            #[explicit_nulls]
            pub explicit_nulls: #nulls,
        }
    });
    file.item(quote! {
        #docs
        #deprecated_type
        #[derive(Clone, Debug, #default PartialEq, #derive)]
        #derives
        #settings
        #non_exhaustive
        pub struct #name {
            #(#fields)*
            #additional
            #nulls
        }
    });
    if !object.is_all_optional() {
        constructor::render(cx, id, object, has_nulls, file);
    }
}

/// Returns the attribute with the settings of the type, if there are any.
fn settings(cx: &Context<'_>, object: &Object, naming: Naming) -> Option<TokenStream> {
    let closed =
        (object.closed && object.additional == AdditionalProperties::Any).then(|| quote!(closed));
    let renamed = (naming == Naming::SnakeCase).then(|| quote!(rename_all = "snake_case"));
    let settings = decoding_mode(cx).into_iter().chain(closed).chain(renamed);
    let settings: Vec<TokenStream> = settings.collect();
    (!settings.is_empty()).then(|| quote!(#[object(#(#settings),*)]))
}

/// Returns the attribute of a property's field, if it has settings.
fn property_attribute(
    property: &Property,
    field: &Identifier,
    naming: Naming,
    is_sent: bool,
) -> Option<TokenStream> {
    let mut settings = Vec::new();
    if naming.property_name(field) != property.name {
        let name = &property.name;
        settings.push(quote!(rename = #name));
    }
    settings.extend(property.aliases.iter().map(|alias| quote!(alias = #alias)));
    let is_option = property.presence != Presence::Required
        || !property.boxed && matches!(property.ty, Type::Nullable(_));
    if is_option && property.presence != Presence::Optional {
        settings.push(quote!(required));
    }
    if is_sent && property.is_nullable_optional() {
        settings.push(quote!(nullable));
    }
    (!settings.is_empty()).then(|| quote!(#[property(#(#settings),*)]))
}

/// How the runtime derives the names of properties from their fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    CamelCase,
    SnakeCase,
}

impl Naming {
    /// Returns the rule that more properties follow.
    fn most_frequent(object: &Object, fields: &[Identifier]) -> Self {
        let count = |naming: Self| {
            let properties = object.properties.iter().zip(fields);
            properties
                .filter(|(property, field)| naming.property_name(field) == property.name)
                .count()
        };
        if count(Self::SnakeCase) > count(Self::CamelCase) {
            Self::SnakeCase
        } else {
            Self::CamelCase
        }
    }

    /// Returns the name of the property that belongs to a field.
    fn property_name(self, field: &Identifier) -> String {
        let field = field.as_str().trim_start_matches("r#");
        if self == Self::SnakeCase {
            return field.to_owned();
        }
        let mut words = field.split('_');
        let mut name = words.next().unwrap_or_default().to_owned();
        for word in words {
            let mut chars = word.chars();
            name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
            name.push_str(chars.as_str());
        }
        name
    }
}

/// Returns the field for the additional properties.
fn additional_field(
    additional: &AdditionalProperties,
    is_sent: bool,
    file: &mut SourceFile<'_>,
) -> Option<TokenStream> {
    match additional {
        AdditionalProperties::None => None,
        AdditionalProperties::Any => {
            let data = file.imports.runtime("AdditionalData");
            Some(quote! {
                #[doc = " Undeclared properties."]
                #[additional]
                pub additional_data: #data,
            })
        }
        AdditionalProperties::Typed(property) => {
            let map = file.imports.std("collections", "BTreeMap");
            let ty = type_tokens(&property.ty, &mut file.imports);
            let mut docs = DocComment::line("All other properties.");
            if is_sent && let Some(values) = Constraint::values(&property.constraints) {
                docs.paragraph(&sentences::constraints(&[values]).join(" "));
            }
            let docs = file.docs(docs);
            Some(quote! {
                #docs
                #[additional]
                pub additional_properties: #map<String, #ty>,
            })
        }
    }
}
