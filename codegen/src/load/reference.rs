//! References.

use serde_yaml::Value;

use crate::pointer::Pointer;

/// The text of a `$ref`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'r>(&'r str);

impl<'r> Reference<'r> {
    /// The reference that stands in the place of an object; `None` where the object itself does.
    #[must_use]
    pub fn of(value: &'r Value) -> Option<Self> {
        value.get("$ref")?.as_str().map(Self)
    }

    /// Where in the document it leads. `None` where it leads out of the document, or is malformed.
    #[must_use]
    pub fn pointer(self) -> Option<Pointer> {
        Pointer::from_fragment(self.0.strip_prefix('#')?)
    }

    /// What it leads to.
    #[must_use]
    pub fn target(self, root: &Value) -> Option<&Value> {
        super::at(root, &self.pointer()?)
    }

    /// The kind and the name of the component that it leads to: `("schemas", "Call")`.
    #[must_use]
    pub fn component(self) -> Option<(String, String)> {
        let pointer = self.pointer()?;
        let mut tokens = pointer.tokens();
        let (kind, name) = match (tokens.next()?.as_ref(), tokens.next()?, tokens.next()?) {
            ("components", kind, name) => (kind.into_owned(), name.into_owned()),
            _ => return None,
        };
        tokens.next().is_none().then_some((kind, name))
    }

    /// The text as it stands in the document.
    #[must_use]
    pub fn as_str(self) -> &'r str {
        self.0
    }
}
