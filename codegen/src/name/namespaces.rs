//! Namespaces that Rust names leave out.

/// The namespaces that are stripped from the names of components.
#[derive(Clone, Copy, Debug)]
pub(super) struct Namespaces<'a>(&'a [String]);

impl<'a> Namespaces<'a> {
    /// Creates the list from the namespaces that the document and the options name.
    pub(super) const fn new(stripped: &'a [String]) -> Self {
        Self(stripped)
    }

    /// Returns the name of a component without the longest of the namespaces that it begins with.
    pub(super) fn strip(self, name: &str) -> &str {
        let local = |namespace: &String| {
            let local = name.strip_prefix(namespace.as_str())?.strip_prefix('.')?;
            (!local.is_empty()).then_some(local)
        };
        let locals = self.0.iter().filter_map(local);
        locals.min_by_key(|local| local.len()).unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::Namespaces;

    #[test]
    fn only_listed_namespaces_are_stripped() {
        let stripped = ["contoso.shop", "contoso.shop.callRecords"].map(str::to_owned);
        let namespaces = Namespaces::new(&stripped);
        assert_eq!(namespaces.strip("contoso.shop.call"), "call");
        assert_eq!(
            namespaces.strip("contoso.shop.callRecords.segment"),
            "segment"
        );
        assert_eq!(namespaces.strip("fabrikam.call"), "fabrikam.call");
        assert_eq!(namespaces.strip("contoso.shopping"), "contoso.shopping");
        assert_eq!(namespaces.strip("contoso.shop."), "contoso.shop.");
    }
}
