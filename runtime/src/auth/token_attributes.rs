//! Named attributes of token requests.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The named attributes of a token request: what a token provider needs to know besides scope and
/// authority, such as the account that a token is for.
///
/// [`ClientBuilder::token_attribute`](crate::ClientBuilder::token_attribute) and
/// [`Request::token_attribute`](crate::Request::token_attribute) set them. Which names have a
/// meaning depends on the token provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TokenAttributes(BTreeMap<Cow<'static, str>, String>);

static EMPTY: TokenAttributes = TokenAttributes::new();

impl TokenAttributes {
    /// Creates an empty set of attributes.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Sets an attribute.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.insert(name.into(), value.into());
        self
    }

    /// Returns the value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Returns the names and values, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, value.as_str()))
    }

    /// Returns whether there are no attributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn insert(&mut self, name: Cow<'static, str>, value: String) {
        self.0.insert(name, value);
    }

    /// Returns these attributes, and those of `defaults` whose names these do not have.
    pub(crate) fn or(self, defaults: &Self) -> Cow<'_, Self> {
        if self.is_empty() {
            return Cow::Borrowed(defaults);
        }
        let mut all = self;
        for (name, value) in &defaults.0 {
            all.0.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Cow::Owned(all)
    }
}

impl Default for &TokenAttributes {
    fn default() -> Self {
        &EMPTY
    }
}

/// A request, or the builder of a client, whose token requests can have attributes.
///
/// A generated crate extends it by a method for each attribute that its OpenAPI document names.
pub trait SetTokenAttribute: Sized {
    /// Sets an attribute of the token request.
    #[must_use]
    fn token_attribute(self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self;
}
