//! The public API of a client as a sorted list: what users see of each item, and what it means on
//! the wire.
//!
//! A listing has everything that can break a user of the client or change what is sent and
//! accepted, and nothing else: it has no documentation. [`Listing::to_lock`] writes it as the text
//! of `specwright.lock`, with one line for each item.
//!
//! ```
//! use specwright::listing::{Fact, Kind, Listing};
//! use specwright::{Options, Source, generate};
//!
//! let document = "\
//! openapi: 3.0.4
//! info: { title: Pets, version: '1' }
//! paths: {}
//! components: { schemas: { Pet: { properties: { name: { type: string } } } } }
//! ";
//! let outcome = generate(&Source::new("pets.yaml", document), &Options::new("pets", "pets.yaml"));
//! let listing = outcome.generated.ok_or("the document has errors")?.listing;
//! let field = listing.get("models::Pet::name", Kind::Field).ok_or("no field")?;
//! assert_eq!(field.fact(Fact::Type), Some("String"));
//! assert_eq!(Listing::from_lock(&listing.to_lock())?.len(), listing.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod callbacks;
mod constraints;
mod context;
mod item;
mod lock;
mod operations;
mod places;
mod rust_type;
mod types;

use std::collections::BTreeMap;

use crate::config;
use crate::document::Document;
use crate::ir::Api;
use crate::name::Names;

use context::Context;

pub(crate) use constraints::SEPARATOR;
pub use item::{Fact, Item, Kind};
pub use lock::{FILE_NAME, LockError};

/// The public API of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The items by path from the root of the crate. A field and a method can have the same path.
    items: BTreeMap<(String, Kind), Item>,
}

impl Listing {
    /// Returns an item.
    #[must_use]
    pub fn get(&self, path: &str, kind: Kind) -> Option<&Item> {
        self.items.get(&(path.to_owned(), kind))
    }

    /// Iterates over the items, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Kind, &Item)> {
        let items = self.items.iter();
        items.map(|((path, kind), item)| (path.as_str(), *kind, item))
    }

    /// Returns the number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns whether there are no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns whether there is an item with a path.
    pub(crate) fn contains(&self, path: &str) -> bool {
        let first = Kind::ALL[0];
        let mut from = self.items.range((path.to_owned(), first)..);
        from.next().is_some_and(|((found, _), _)| found == path)
    }

    /// Returns whether there is an item below a path.
    pub(crate) fn contains_below(&self, path: &str) -> bool {
        let prefix = format!("{path}::");
        let mut from = self.items.range((prefix.clone(), Kind::ALL[0])..);
        from.next()
            .is_some_and(|((found, _), _)| found.starts_with(&prefix))
    }

    fn insert(&mut self, path: String, kind: Kind, item: Item) {
        self.items.insert((path, kind), item);
    }
}

/// Lists the public API of a client.
#[doc(hidden)]
#[must_use]
pub fn list(api: &Api, names: &Names, types: &config::Types, document: &Document) -> Listing {
    let cx = Context::new(api, names, types, document);
    let mut listing = Listing::default();
    access::list(&cx, &mut listing);
    types::list(&cx, &mut listing);
    operations::list(&cx, &mut listing);
    callbacks::list(&cx, &mut listing);
    for item in listing.items.values_mut() {
        if let Some(location) = &mut item.location {
            document.write_place(location);
        }
    }
    listing
}
