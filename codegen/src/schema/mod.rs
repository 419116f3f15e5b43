//! Read-only analysis of the schemas of a document.
//!
//! [`SchemaView`] reads the keywords of one schema, [`Components`] determines the kind of type of
//! every named schema, and [`Order`] the order in which they are lowered.

mod components;
mod order;
mod view;

pub(crate) use components::{Component, Components, Role, is_object, mapping_target, only_part};
pub(crate) use order::{Order, Step, composed_objects};
pub(crate) use view::{AlternativeKeyword, Alternatives, EnumKind, SchemaView};
