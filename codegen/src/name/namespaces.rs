//! The namespaces that the names of component schemas leave out.

use crate::config;
use crate::ir::Api;

/// The namespaces that the document and the settings list.
#[derive(Clone, Debug)]
pub(super) struct Namespaces<'a>(Vec<&'a str>);

impl<'a> Namespaces<'a> {
    /// Collects the namespaces of the document and the settings.
    pub(super) fn new(api: &'a Api, settings: &'a config::Names) -> Self {
        let stripped = api
            .strip_namespaces
            .iter()
            .chain(&settings.strip_namespaces);
        Self(stripped.map(String::as_str).collect())
    }

    /// Returns the name of a component without the longest of the namespaces that it begins with.
    pub(super) fn strip<'n>(&self, name: &'n str) -> &'n str {
        let local = |namespace: &&str| {
            let local = name.strip_prefix(*namespace)?.strip_prefix('.')?;
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
        let namespaces = Namespaces(vec!["contoso.shop", "contoso.shop.callRecords"]);
        for (schema, expected) in [
            ("contoso.shop.call", "call"),
            ("contoso.shop.callRecords.segment", "segment"),
            ("fabrikam.call", "fabrikam.call"),
            ("contoso.shopping", "contoso.shopping"),
            ("contoso.shop.", "contoso.shop."),
        ] {
            assert_eq!(namespaces.strip(schema), expected, "{schema}");
        }
    }
}
