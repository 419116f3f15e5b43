//! Descriptions of types that have none in the document: they say where a value is found.

use crate::ir::{Container, Origin, Position, Provenance, TypeId};
use crate::render::context::Context;

use super::markdown;

/// Returns a sentence that consists of `word` and where the values of a type are found.
pub(in crate::render) fn described(cx: &Context<'_>, id: TypeId, word: &str) -> String {
    match place(cx, id) {
        Some(place) => format!("{word}: {place}."),
        None => format!("{word}."),
    }
}

fn place(cx: &Context<'_>, id: TypeId) -> Option<String> {
    let definition = cx.api.definition(id);
    let Provenance {
        container,
        position,
    } = definition.provenance.as_ref()?;
    let type_name = |ty: TypeId| {
        let name = markdown::code(cx.names.of(ty).name.as_str());
        // An inline type is in the same file as the type it is declared in, so the link resolves.
        match definition.origin {
            Origin::Inline {
                within: Some(within),
                ..
            } if within == ty => format!("[{name}]"),
            _ => name,
        }
    };
    let container = match container {
        Container::Property { ty, name } => {
            format!(
                "the {} property of {}",
                markdown::code(name),
                type_name(*ty)
            )
        }
        Container::AdditionalProperties(ty) => {
            format!("an undeclared property of {}", type_name(*ty))
        }
        Container::Union(ty) => format!("an alternative of {}", type_name(*ty)),
        Container::Parameter { name, operation } => format!(
            "the {} parameter of {}",
            markdown::code(name),
            markdown::code(operation)
        ),
        Container::Request(operation) => format!("the body of {}", markdown::code(operation)),
        Container::Response(operation) => format!("a response of {}", markdown::code(operation)),
    };
    Some(match position {
        Position::Whole => container,
        Position::Item => format!("an item of {container}"),
        Position::Value => format!("a value of {container}"),
    })
}
