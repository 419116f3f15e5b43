//! Questions about the schemas of a document, answered from the schemas alone.
//!
//! Nothing here makes types: [`SchemaView`] reads the keywords of one schema, [`Components`] says
//! what every named schema becomes, [`Order`] in which order they are lowered.

mod components;
mod order;
mod view;

pub(crate) use components::{Component, Components, Role, is_object, mapping_target};
pub(crate) use order::{Order, Step, composed_objects};
pub(crate) use view::{AlternativeKeyword, Alternatives, EnumKind, SchemaView};
