//! The names of component schemas: renamed ones, and namespaces that are left out.

use std::collections::BTreeMap;

use crate::config;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{Api, Origin};
use crate::source::PathCursor;

/// The names that the document and the settings give to component schemas.
#[derive(Clone, Debug)]
pub(super) struct SchemaNames<'a> {
    /// The namespaces that names leave out.
    stripped: Vec<&'a str>,
    renamed: &'a BTreeMap<String, String>,
}

impl<'a> SchemaNames<'a> {
    /// Collects the names of the document and the settings. Reports the settings of schemas that
    /// the document does not have.
    pub(super) fn new(
        api: &'a Api,
        settings: &'a config::Names,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let stripped = api
            .strip_namespaces
            .iter()
            .chain(&settings.strip_namespaces);
        if !settings.schemas.is_empty() {
            report_unknown(api, &settings.schemas, diagnostics);
        }
        Self {
            stripped: stripped.map(String::as_str).collect(),
            renamed: &settings.schemas,
        }
    }

    /// Returns the words of the name of a component schema.
    pub(super) fn words<'n>(&'n self, schema: &'n str) -> &'n str {
        match self.renamed.get(schema) {
            Some(name) => name,
            None => self.strip(schema),
        }
    }

    /// Returns the name of a component without the longest of the namespaces that it begins with.
    pub(super) fn strip<'n>(&self, name: &'n str) -> &'n str {
        let local = |namespace: &&str| {
            let local = name.strip_prefix(*namespace)?.strip_prefix('.')?;
            (!local.is_empty()).then_some(local)
        };
        let locals = self.stripped.iter().filter_map(local);
        locals.min_by_key(|local| local.len()).unwrap_or(name)
    }
}

fn report_unknown(api: &Api, renamed: &BTreeMap<String, String>, diagnostics: &mut Diagnostics) {
    let known: Vec<&str> = api
        .types
        .definitions()
        .filter_map(|definition| match &definition.origin {
            Origin::Component(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let unknown = renamed
        .keys()
        .filter(|name| !known.contains(&name.as_str()));
    for name in unknown {
        let place = PathCursor::ROOT.key("components").on_key();
        let message = format!("the settings rename the schema `{name}`, which does not exist");
        let diagnostic = Diagnostic::new(Code::UnknownName, place, message);
        let near = diagnostics.nearest(name, known.iter().copied());
        diagnostics.push(match near {
            Some(near) => diagnostic.help(did_you_mean(near)),
            None => diagnostic.help("write the name of the schema as in the document"),
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::SchemaNames;

    #[test]
    fn only_listed_namespaces_are_stripped() {
        let renamed = BTreeMap::from([("contoso.shop.user".to_owned(), "Customer".to_owned())]);
        let names = SchemaNames {
            stripped: vec!["contoso.shop", "contoso.shop.callRecords"],
            renamed: &renamed,
        };
        for (schema, expected) in [
            ("contoso.shop.call", "call"),
            ("contoso.shop.callRecords.segment", "segment"),
            ("fabrikam.call", "fabrikam.call"),
            ("contoso.shopping", "contoso.shopping"),
            ("contoso.shop.", "contoso.shop."),
            ("contoso.shop.user", "Customer"),
        ] {
            assert_eq!(names.words(schema), expected, "{schema}");
        }
    }
}
