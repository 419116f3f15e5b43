//! Types, their definitions, and the constraints on their values.

pub(crate) mod constraint;
pub(crate) mod declared_name;
pub(crate) mod docs;
pub(crate) mod enumeration;
pub(crate) mod external;
pub(crate) mod id;
pub(crate) mod infinite_type;
pub(crate) mod object;
pub(crate) mod provenance;
pub(crate) mod ty;
pub(crate) mod type_definition;
pub(crate) mod type_table;
pub(crate) mod union;
pub(crate) mod untyped;
pub(crate) mod usage;
