//! JSON pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt;

use super::uri::percent_decode;

/// A JSON pointer from the root of a file: `/paths/~1calls/post`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JsonPointer(String);

impl JsonPointer {
    /// Returns the pointer to the root.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses the fragment of a reference (the part after `#`), which is percent-encoded.
    ///
    /// Returns `None` if it is not a JSON pointer: it is neither empty nor begins with `/`, a `~`
    /// is not followed by `0` or `1`, or its percent-decoded bytes are not UTF-8.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let string = percent_decode(fragment)?;
        let escapes_valid = string
            .split('~')
            .skip(1)
            .all(|rest| rest.starts_with(['0', '1']));
        ((string.is_empty() || string.starts_with('/')) && escapes_valid)
            .then(|| Self(string.into()))
    }

    /// Creates a pointer from a string that [`JsonPointer::as_str`] returned.
    pub(crate) fn from_encoded(string: &str) -> Self {
        Self(string.to_owned())
    }

    /// Returns the pointer to a key of this object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut child = self.clone();
        child.push(key);
        child
    }

    /// Returns the pointer to an element of this list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Returns the pointer to the enclosing object or list; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.into()))
    }

    /// Returns the keys and indices from the root, decoded.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|token| {
            if token.contains('~') {
                Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(token)
            }
        })
    }

    /// Replaces `ancestor`, a prefix of `pointer`, by this pointer.
    pub(crate) fn rebase(&self, pointer: &Self, ancestor: &Self) -> Self {
        let rest = pointer.0.strip_prefix(&ancestor.0).unwrap_or_default();
        Self(format!("{}{rest}", self.0))
    }

    /// Returns the reference object for a pointer to its `$ref`, and every other pointer unchanged.
    pub(crate) fn without_ref_key(&self) -> Self {
        let object = self.0.strip_suffix("/$ref");
        Self(object.unwrap_or(&self.0).to_owned())
    }

    /// Returns whether this pointer equals `other` or points into it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(&other.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns the encoded pointer; empty for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Appends a key.
    pub(super) fn push(&mut self, key: &str) {
        self.0.push('/');
        for character in key.chars() {
            match character {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                other => self.0.push(other),
            }
        }
    }
}

impl fmt::Display for JsonPointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
