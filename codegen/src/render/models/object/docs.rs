//! The documentation of objects and their properties.

use heck::ToLowerCamelCase as _;

use crate::ir::{self, Origin, Property, TypeId, TypeKind};
use crate::name::Identifier;
use crate::render::context::Context;
use crate::render::docs::{DocComment, markdown, provenance, sentences, type_link};
use crate::render::syntax::nulls::null_constant;

/// Returns a link to a type of the same file.
fn link(cx: &Context<'_>, id: TypeId) -> String {
    let name = cx.names.of(id).name.as_str();
    type_link(name, name)
}

/// Returns the documentation of an object or a multipart body.
pub(in crate::render::models) fn type_docs(cx: &Context<'_>, id: TypeId) -> DocComment {
    let definition = cx.api.definition(id);
    let fallback = match &definition.origin {
        Origin::Base(tagged_union) => format!(
            "A {} that is none of the derived types.",
            link(cx, *tagged_union)
        ),
        Origin::Component(name) => {
            format!("The {} object of the document.", markdown::code(name))
        }
        Origin::RequestVariant(received) => format!(
            "The request form of {}, without read-only properties.",
            link(cx, *received)
        ),
        Origin::Inline { .. } => provenance::described(cx, id, "An object"),
    };
    let mut docs = DocComment::from_ir(&definition.docs, &fallback);
    // The schema's own text does not say how the type differs from the other one of the schema.
    if matches!(
        &definition.origin,
        Origin::Base(_) | Origin::RequestVariant(_)
    ) && has_text(&definition.docs)
    {
        docs.paragraph(&fallback);
    }
    if let TypeKind::Object(object) = &definition.kind
        && definition.usage.sent
        && !object.constraints.is_empty()
    {
        docs.paragraph(&sentences::constraints(&object.constraints).join(" "));
    }
    docs.external(&definition.docs);
    docs
}

fn has_text(docs: &ir::Docs) -> bool {
    docs.summary.is_some() || docs.description.is_some()
}

/// Returns the documentation of a property, with what callers need to know about its value.
pub(in crate::render::models) fn property_docs(
    cx: &Context<'_>,
    id: TypeId,
    property: &Property,
    field: &Identifier,
) -> DocComment {
    let wire_name = markdown::code(&property.name);
    let mut docs = DocComment::from_ir(&property.docs, &format!("The {wire_name} property."));
    let mut facts = Vec::new();
    if !is_expected_name(field, &property.name) {
        facts.push(format!("JSON name: {wire_name}."));
    }
    if let Some(default) = &property.default {
        facts.push(sentences::default_value(default));
    }
    if property.read_only {
        facts.push("Only received, never sent.".to_owned());
    }
    if property.write_only {
        facts.push("Only sent, never received.".to_owned());
    }
    let usage = cx.api.definition(id).usage;
    if usage.sent && property.is_nullable_optional() && is_object(cx, id) {
        facts.push(format!(
            "[`with_null`](Self::with_null) with [`{0}`](Self::{0}) sends null.",
            null_constant(field)
        ));
    }
    if usage.sent {
        facts.extend(sentences::constraints(&property.constraints));
    }
    if !facts.is_empty() {
        docs.paragraph(&facts.join(" "));
    }
    docs.external(&property.docs);
    docs
}

/// Returns whether a type is an object, and not a multipart body.
fn is_object(cx: &Context<'_>, id: TypeId) -> bool {
    matches!(cx.api.definition(id).kind, TypeKind::Object(_))
}

/// Returns whether readers can derive the name on the wire from the name of the field.
fn is_expected_name(field: &Identifier, wire_name: &str) -> bool {
    let last_part = wire_name.split('.').next_back().unwrap_or_default();
    field.as_str().to_lower_camel_case() == last_part || field.as_str() == wire_name
}
