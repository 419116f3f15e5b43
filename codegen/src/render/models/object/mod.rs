//! Objects: structs and their tables.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{self, AdditionalProperties, Constraint, Object, Presence, Property, Type, TypeId};
use crate::name::Identifier;

use crate::render::Context;
use crate::render::docs::Docs;
use crate::render::docs::markdown;
use crate::render::docs::provenance;
use crate::render::models::tagged_union::compact;
use crate::render::source_file::File;
use crate::render::types;

pub(crate) fn render(cx: &Context<'_>, id: TypeId, object: &Object, file: &mut File<'_>) {
    let definition = cx.api.definition(id);
    let names = cx.names.of(id);
    let name = &names.name;
    let docs = type_docs(cx, id).attributes(file);
    let deprecated = deprecated(&definition.docs);
    let default = object.is_all_optional().then(|| quote!(Default,));
    let non_exhaustive = (!definition.usage.sent).then(|| quote!(#[non_exhaustive]));
    let fields: Vec<TokenStream> = object
        .properties
        .iter()
        .zip(&names.parts)
        .map(|(property, field)| {
            let docs = member_docs(cx, id, property, field).attributes(file);
            let deprecated = self::deprecated(&property.docs);
            let of = types::of_field(property, &mut file.imports);
            quote!(#docs #deprecated pub #field: #of,)
        })
        .collect();
    let additional = additional(&object.additional, definition.usage.sent, file);
    file.item(quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, #default PartialEq)]
        #non_exhaustive
        pub struct #name {
            #(#fields)*
            #additional
        }
    });
    if definition.usage.sent && !object.is_all_optional() {
        constructor(cx, id, object, file);
    }
    table(cx, name, object, &names.parts, file);
}

fn additional(
    additional: &AdditionalProperties,
    is_sent: bool,
    file: &mut File<'_>,
) -> Option<TokenStream> {
    match additional {
        AdditionalProperties::None => None,
        AdditionalProperties::Any => {
            let data = file.imports.runtime("AdditionalData");
            Some(quote! {
                #[doc = " Members that the document does not declare, kept as they came and written back."]
                pub additional_data: #data,
            })
        }
        AdditionalProperties::Typed(others) => {
            let map = file.imports.std("collections", "BTreeMap");
            let of = types::of(&others.ty, &mut file.imports);
            let mut docs = Docs::line("All other members.");
            if is_sent && let Some(each) = Constraint::values(&others.constraints) {
                docs.paragraph(&crate::render::models::validation::sentences(&[each]).join(" "));
            }
            let docs = docs.attributes(file);
            Some(quote! {
                #docs
                pub additional_properties: #map<String, #of>,
            })
        }
    }
}

pub(crate) fn type_docs(cx: &Context<'_>, id: TypeId) -> Docs {
    let definition = cx.api.definition(id);
    let otherwise = match &definition.origin {
        ir::Origin::Base(family) => format!(
            "The object of [`{}`] that is none of the types derived from it.",
            cx.names.of(*family).name
        ),
        ir::Origin::Component(name) => {
            format!("The {} object of the document.", markdown::code(name))
        }
        ir::Origin::RequestVariant(received) => format!(
            "What is sent of a [`{}`]: without what the service alone decides.",
            cx.names.of(*received).name
        ),
        ir::Origin::Inline { .. } => provenance::described(cx, id, "An object"),
    };
    let mut docs = Docs::of(&definition.docs, &otherwise);
    if matches!(
        &definition.origin,
        ir::Origin::Base(_) | ir::Origin::RequestVariant(_)
    ) && otherwise_unused(&definition.docs)
    {
        docs.paragraph(&otherwise);
    }
    if let ir::TypeKind::Object(object) = &definition.kind
        && definition.usage.sent
        && !object.constraints.is_empty()
    {
        docs.paragraph(
            &crate::render::models::validation::sentences(&object.constraints).join(" "),
        );
    }
    docs.external(&definition.docs);
    docs
}

fn otherwise_unused(docs: &ir::Docs) -> bool {
    docs.summary.is_some() || docs.description.is_some()
}

/// What the document says of a member, and what a caller has to know of it.
pub(crate) fn member_docs(
    cx: &Context<'_>,
    id: TypeId,
    property: &Property,
    field: &Identifier,
) -> Docs {
    let wire = markdown::code(&property.name);
    let mut docs = Docs::of(&property.docs, &format!("The {wire} member."));
    let mut facts = Vec::new();
    let camel: String = property
        .name
        .split('.')
        .next_back()
        .unwrap_or_default()
        .to_owned();
    if heck::ToLowerCamelCase::to_lower_camel_case(field.as_str()) != camel
        && field.as_str() != property.name
    {
        facts.push(format!("On the wire: {wire}."));
    }
    if let Some(default) = &property.default {
        facts.push(when_absent(default));
    }
    if property.read_only {
        facts.push("Only received, never sent.".to_owned());
    }
    if property.write_only {
        facts.push("Only sent, never received.".to_owned());
    }
    if cx.api.definition(id).usage.sent {
        facts.extend(crate::render::models::validation::sentences(
            &property.constraints,
        ));
    }
    if !facts.is_empty() {
        docs.paragraph(&facts.join(" "));
    }
    docs.external(&property.docs);
    docs
}

/// What a default means for what is sent.
pub(crate) fn when_absent(default: &serde_json::Value) -> String {
    format!(
        "When absent, the service takes {}.",
        markdown::code(&default.to_string())
    )
}

/// The attribute of what the document deprecates.
pub(crate) fn deprecated(docs: &ir::Docs) -> Option<TokenStream> {
    docs.deprecated.then(|| quote!(#[deprecated]))
}

/// How wide the fields of a value may be in one line.
const STRUCT: usize = 18;

/// `new`, with everything that is required.
pub(crate) fn constructor(cx: &Context<'_>, id: TypeId, object: &Object, file: &mut File<'_>) {
    let names = cx.names.of(id);
    let name = &names.name;
    let mut arguments = Vec::new();
    let mut fields = Vec::new();
    for (property, field) in object.properties.iter().zip(&names.parts) {
        if property.presence != Presence::Required {
            fields.push(if property.presence == Presence::OptionalNullable {
                let nullable = compact(&file.imports.runtime("Nullable"));
                format!("{field}: {nullable}::Absent")
            } else {
                format!("{field}: None")
            });
            continue;
        }
        let of_value = types::of(&property.ty, &mut file.imports);
        let text = matches!(
            cx.api.resolve_alias(&property.ty),
            Type::String | Type::Secret
        );
        let (argument, value) = if text {
            (quote!(impl Into<#of_value>), format!("{field}.into()"))
        } else {
            (of_value, field.to_string())
        };
        arguments.push(quote!(#field: #argument));
        fields.push(match (property.boxed, text) {
            (true, _) => format!("{field}: Box::new({value})"),
            (false, true) => format!("{field}: {value}"),
            (false, false) => value,
        });
    }
    match &object.additional {
        AdditionalProperties::None => {}
        AdditionalProperties::Any => {
            let data = compact(&file.imports.runtime("AdditionalData"));
            fields.push(format!("additional_data: {data}::new()"));
        }
        AdditionalProperties::Typed(_) => {
            let map = compact(&file.imports.std("collections", "BTreeMap"));
            fields.push(format!("additional_properties: {map}::new()"));
        }
    }
    let line = fields.join(", ");
    let made = if line.len() <= STRUCT {
        format!("Self {{ {line} }}")
    } else {
        format!("Self {{\n    {},\n}}", fields.join(",\n    "))
    };
    let made = file.text(made);
    let many = (arguments.len() > 7).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
    );
    file.item(quote! {
        impl #name {
            #[doc = " With everything that is required, and nothing else."]
            #[must_use]
            #many
            pub fn new(#(#arguments),*) -> Self {
                #made
            }
        }
    });
}

/// The table by which the runtime reads and writes it.
fn table(
    cx: &Context<'_>,
    name: &Identifier,
    object: &Object,
    fields: &[Identifier],
    file: &mut File<'_>,
) {
    let _ = file.imports.runtime("object");
    let mut table = format!("object! {{\n    {} {name} {{\n", cx.rules());
    for (property, field) in object.properties.iter().zip(fields) {
        let presence = presence(property.presence);
        append!(table, "        {presence} {field} = {:?}", property.name);
        for alias in &property.aliases {
            append!(table, " | {alias:?}");
        }
        table.push_str(",\n");
    }
    match &object.additional {
        AdditionalProperties::None => {}
        AdditionalProperties::Any if object.closed => {
            table.push_str("        ..additional_data: closed\n")
        }
        AdditionalProperties::Any => table.push_str("        ..additional_data\n"),
        AdditionalProperties::Typed(_) => table.push_str("        ..additional_properties\n"),
    }
    table.push_str("    }\n}");
    file.text_item(table);
}

pub(crate) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Nullable => "nullable",
        Presence::Optional | Presence::OptionalNullable => "optional",
    }
}

impl Context<'_> {
    /// How the runtime is to decode.
    pub(crate) fn rules(&self) -> &'static str {
        if self.api.lenient {
            "lenient"
        } else {
            "strict"
        }
    }
}
