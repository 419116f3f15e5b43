//! Schemas and types merged to what satisfies all of them.

mod all_of;
pub(super) mod contradictions;
mod intersect;
pub(super) mod merged_object;
pub(super) mod site;
