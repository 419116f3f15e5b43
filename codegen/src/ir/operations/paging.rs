//! Paging.

use crate::ir::types::id::TypeId;

/// The structure of a page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The object type of a page.
    pub page: TypeId,
    /// The property that holds the items.
    pub items: String,
    /// The property that holds the URL of the next page, which need not be declared. `None` if
    /// there is only one page.
    pub next: Option<String>,
}
