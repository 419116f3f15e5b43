//! Compares two versions of a client: what an edit of the document means for its users.
//!
//! [`compare`] compares two [`Listing`]s. It judges each change by a [`Rule`]: whether it breaks
//! the compilation of code that uses the client, changes what is sent or accepted while the code
//! still compiles, or does neither. [`emit`] renders the result.
//!
//! ```
//! use specwright::compare::{Bump, Rule, compare};
//! use specwright::{Options, Source, generate};
//!
//! let list = |properties: &str| {
//!     let document = format!(
//!         "openapi: 3.0.4\n\
//!          info: {{ title: Pets, version: '1' }}\n\
//!          paths: {{}}\n\
//!          components: {{ schemas: {{ Pet: {{ type: object, properties: {properties} }} }} }}\n"
//!     );
//!     let source = Source::new("pets.yaml", document);
//!     generate(&source, &Options::new("pets", "pets.yaml")).generated
//! };
//! let old = list("{ name: { type: string } }").ok_or("the old document has errors")?;
//! let new = list("{ age: { type: integer } }").ok_or("the new document has errors")?;
//! let comparison = compare(&old.listing, &new.listing);
//! let rules: Vec<Rule> = comparison.changes.iter().map(|change| change.rule).collect();
//! assert_eq!(rules, [Rule::FieldRemoved, Rule::FieldAddedOptional]);
//! assert_eq!(comparison.bump(), Bump::Major);
//! # Ok::<(), &str>(())
//! ```
//!
//! [`Listing`]: crate::listing::Listing

mod bump;
mod changes;
mod constraint;
pub mod emit;
mod rule;

use crate::diagnostics::Location;
use crate::listing::{Item, Kind};

pub use bump::Bump;
pub use changes::compare;
pub use rule::{Rule, Verdict};

/// The changes between two versions of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// The changes: breaking ones first, then sorted by path.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// Returns the worst verdict; `None` if there are no changes.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.changes
            .iter()
            .map(|change| change.rule.verdict())
            .max()
    }

    /// Returns the changes with a verdict.
    pub fn with_verdict(&self, verdict: Verdict) -> impl Iterator<Item = &Change> {
        let changes = self.changes.iter();
        changes.filter(move |change| change.rule.verdict() == verdict)
    }

    /// Returns the part of the version that has to change.
    #[must_use]
    pub fn bump(&self) -> Bump {
        match self.verdict() {
            None => Bump::Patch,
            Some(Verdict::Compatible | Verdict::Wire) => Bump::Minor,
            Some(Verdict::Breaking) => Bump::Major,
        }
    }
}

/// A change of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The rule that the change is judged by.
    pub rule: Rule,
    /// The path of the item from the root of the crate. A parameter follows `#`.
    pub path: String,
    /// The kind of the item.
    pub kind: Kind,
    /// The item in the old version; `None` if it is added.
    pub old: Option<Side>,
    /// The item in the new version; `None` if it is removed.
    pub new: Option<Side>,
    /// The path of an added item that is the same apart from its name.
    pub renamed_to: Option<String>,
}

/// An item in one of two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Side {
    /// What has changed; `None` if this version has none of it, or if all of the item is added or
    /// removed.
    pub text: Option<String>,
    /// The place in the document; `None` in a version from a lock file.
    pub location: Option<Location>,
}

impl Change {
    fn one_sided(
        rule: Rule,
        path: &str,
        kind: Kind,
        old: Option<&Item>,
        new: Option<&Item>,
    ) -> Self {
        let side = |item: &Item| Side {
            text: None,
            location: item.location.clone(),
        };
        Self {
            rule,
            path: path.to_owned(),
            kind,
            old: old.map(side),
            new: new.map(side),
            renamed_to: None,
        }
    }

    fn two_sided(
        rule: Rule,
        path: &str,
        kind: Kind,
        [old, new]: [&Item; 2],
        [before, after]: [Option<String>; 2],
    ) -> Self {
        let mut change = Self::one_sided(rule, path, kind, Some(old), Some(new));
        for (side, text) in [(&mut change.old, before), (&mut change.new, after)] {
            if let Some(side) = side {
                side.text = text;
            }
        }
        change
    }

    /// Returns the texts of what has changed, if there are any.
    #[must_use]
    pub fn texts(&self) -> [Option<&str>; 2] {
        [&self.old, &self.new].map(|side| side.as_ref()?.text.as_deref())
    }
}
