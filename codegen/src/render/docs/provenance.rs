//! What a type is that the document says nothing of: where its values are found.

use crate::ir::{Container, Origin, Position, Provenance, TypeId};

use crate::render::Context;
use crate::render::docs::markdown;

/// A sentence about where the values of a type are found.
pub(crate) fn sentence(cx: &Context<'_>, id: TypeId) -> Option<String> {
    let definition = cx.api.definition(id);
    let Provenance { by, how } = definition.provenance.as_ref()?;
    let object = |holder: &TypeId| {
        let name = markdown::code(cx.names.of(*holder).name.as_str());
        // What stands in a type is written to the same file.
        match definition.origin {
            Origin::Inline {
                within: Some(within),
                ..
            } if within == *holder => format!("[{name}]"),
            _ => name,
        }
    };
    let holder = match by {
        Container::Property { ty: of, name } => {
            format!("the {} member of {}", markdown::code(name), object(of))
        }
        Container::Others(of) => format!("a member that {} does not declare", object(of)),
        Container::Alternative(of) => format!("an alternative of {}", object(of)),
        Container::Parameter { name, operation } => format!(
            "the {} parameter of {}",
            markdown::code(name),
            markdown::code(operation)
        ),
        Container::Request(operation) => format!("the body of {}", markdown::code(operation)),
        Container::Response(operation) => format!("what {} answers", markdown::code(operation)),
    };
    Some(match how {
        Position::Whole => holder,
        Position::Item => format!("an item of {holder}"),
        Position::Value => format!("a value of {holder}"),
    })
}

/// The sentence, behind a word about the type.
pub(crate) fn described(cx: &Context<'_>, id: TypeId, word: &str) -> String {
    match sentence(cx, id) {
        Some(sentence) => format!("{word}: {sentence}."),
        None => format!("{word}."),
    }
}
