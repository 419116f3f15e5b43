//! What a type is that the document says nothing of: where its values are found.

use crate::api::{Found, Holder, How, Origin, TypeId};

use super::{Crate, markdown};

/// A sentence about where the values of a type are found.
pub(super) fn sentence(of: &Crate<'_>, id: TypeId) -> Option<String> {
    let definition = of.api.definition(id);
    let Found { by, how } = definition.found.as_ref()?;
    let object = |holder: &TypeId| {
        let name = markdown::code(of.names.of(*holder).name.as_str());
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
        Holder::Member { of, name } => {
            format!("the {} member of {}", markdown::code(name), object(of))
        }
        Holder::Others(of) => format!("a member that {} does not declare", object(of)),
        Holder::Alternative(of) => format!("an alternative of {}", object(of)),
        Holder::Parameter { name, operation } => format!(
            "the {} parameter of {}",
            markdown::code(name),
            markdown::code(operation)
        ),
        Holder::Request(operation) => format!("the body of {}", markdown::code(operation)),
        Holder::Response(operation) => format!("what {} answers", markdown::code(operation)),
    };
    Some(match how {
        How::Whole => holder,
        How::Item => format!("an item of {holder}"),
        How::Value => format!("a value of {holder}"),
    })
}

/// The sentence, behind a word about the type.
pub(super) fn described(of: &Crate<'_>, id: TypeId, word: &str) -> String {
    match sentence(of, id) {
        Some(sentence) => format!("{word}: {sentence}."),
        None => format!("{word}."),
    }
}
