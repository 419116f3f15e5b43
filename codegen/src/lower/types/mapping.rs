//! The `mapping` of discriminators.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::TypeLowerer;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::document::Discriminator;
use crate::schema::{Components, mapping_target};
use crate::source::PathCursor;

/// What the client does with an entry of a discriminator's `mapping` that it cannot use.
pub(super) const ENTRY_IGNORED: &str = "the client ignores this entry of the mapping";

/// How the values of a discriminator are formed from the names of the schemas: the text before and
/// after the name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct TagForm<'d> {
    prefix: &'d str,
    suffix: &'d str,
    /// Whether it is only the last segment of a name with dots.
    is_last_segment: bool,
}

/// The forms that two thirds of the values of a document's discriminators have, by `propertyName`.
#[derive(Debug, Default)]
pub(super) struct TagForms<'d>(HashMap<&'d str, TagForm<'d>>);

impl<'d> TagForms<'d> {
    /// Determines the forms of the discriminators of the named schemas.
    pub(super) fn of(components: &Components<'d>) -> Self {
        let mut counts: HashMap<&'d str, HashMap<Option<TagForm<'d>>, usize>> = HashMap::new();
        for component in components.iter() {
            let Some(discriminator) = component.view.discriminator_with_parts() else {
                continue;
            };
            for (value, target) in &discriminator.mapping {
                let forms = counts.entry(&discriminator.property_name).or_default();
                *forms
                    .entry(form(value, mapping_target(target)))
                    .or_default() += 1;
            }
        }
        let usual = counts.into_iter().filter_map(|(property, forms)| {
            let total: usize = forms.values().sum();
            let (form, count) = forms.into_iter().max_by_key(|(_, count)| *count)?;
            let is_usual = count >= 2 && count * 3 >= total * 2;
            Some((property, form.filter(|_| is_usual)?))
        });
        Self(usual.collect())
    }
}

/// Returns the form of a value that contains the name of its schema.
fn form<'d>(value: &'d str, name: &str) -> Option<TagForm<'d>> {
    let last = name
        .rsplit('.')
        .next()
        .filter(|last| last.len() < name.len());
    let candidates = [(Some(name), false), (last, true)];
    candidates.into_iter().find_map(|(name, is_last_segment)| {
        let (prefix, suffix) = value.split_once(name?)?;
        Some(TagForm {
            prefix,
            suffix,
            is_last_segment,
        })
    })
}

impl TagForm<'_> {
    /// Returns the value of a schema in this form.
    fn value(&self, name: &str) -> String {
        let name = match name.rsplit('.').next() {
            Some(last) if self.is_last_segment => last,
            _ => name,
        };
        format!("{}{name}{}", self.prefix, self.suffix)
    }
}

impl<'d> TypeLowerer<'d> {
    /// Returns the named schema of each value of a discriminator's `mapping`. Reports values that
    /// name no schema.
    pub(super) fn mapping(
        &mut self,
        discriminator: Option<&'d Discriminator>,
        cursor: &PathCursor<'_>,
    ) -> IndexMap<String, &'d str> {
        let mut mapping = IndexMap::new();
        let cursor = cursor.key("discriminator");
        let cursor = cursor.key("mapping");
        let Some(discriminator) = discriminator else {
            return mapping;
        };
        for (value, target) in &discriminator.mapping {
            let name = mapping_target(target);
            if let Some(component) = self.components.get(name) {
                mapping.insert(value.clone(), component.name);
                continue;
            }
            // Rather one that the mapping does not list yet.
            let targets = discriminator.mapping.values();
            let listed: HashSet<&str> = targets.map(|target| mapping_target(target)).collect();
            let unlisted = self
                .components
                .names()
                .filter(|name| !listed.contains(name));
            let near = match self.diagnostics.nearest(name, unlisted) {
                None => self.diagnostics.nearest(name, self.components.names()),
                near => near,
            };
            let help = match near {
                Some(near) => did_you_mean(format_args!("#/components/schemas/{near}")),
                None => {
                    "map it to a schema in `components/schemas`, or remove the entry".to_owned()
                }
            };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::MappingTarget,
                    cursor.key(value).on_value(),
                    format!(
                        "`{value}` is mapped to `{target}`, which is not a schema of this document"
                    ),
                )
                .help(help)
                .consequence(ENTRY_IGNORED),
            );
        }
        self.warn_unusual_values(discriminator, &mapping, &cursor);
        mapping
    }

    /// Returns the named schema of `defaultMapping`. Reports a value that names no schema.
    pub(super) fn default_mapping(
        &mut self,
        discriminator: Option<&'d Discriminator>,
        cursor: &PathCursor<'_>,
    ) -> Option<&'d str> {
        let target = discriminator?.default_mapping.as_deref()?;
        let component = self.components.get(mapping_target(target));
        if component.is_none() {
            let message =
                format!("`defaultMapping` is `{target}`, which is not a schema of this document");
            let cursor = cursor.key("discriminator");
            let location = cursor.key("defaultMapping").on_value();
            self.diagnostics.push(
                Diagnostic::new(Code::MappingTarget, location, message)
                    .help("use a schema in `components/schemas`, or remove the field")
                    .consequence("the client ignores the field"),
            );
        }
        component.map(|component| component.name)
    }

    /// Warns of values that are formed in another way than those of other schemas.
    fn warn_unusual_values(
        &mut self,
        discriminator: &Discriminator,
        mapping: &IndexMap<String, &'d str>,
        cursor: &PathCursor<'_>,
    ) {
        let Some(usual) = self.tag_forms.0.get(discriminator.property_name.as_str()) else {
            return;
        };
        for (value, name) in mapping {
            let expected = usual.value(name);
            // A second value of a schema can be of any form.
            if *value == expected || mapping.contains_key(&expected) {
                continue;
            }
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnusualTag,
                    cursor.key(value).on_key(),
                    format!(
                        "`{value}` does not have the form of the other values of `{}`",
                        discriminator.property_name
                    ),
                )
                .help(did_you_mean(expected)),
            );
        }
    }
}

/// Returns the values of a discriminator that are mapped to a named schema.
pub(super) fn mapped_values(mapping: &IndexMap<String, &str>, name: &str) -> Vec<String> {
    mapping
        .iter()
        .filter(|(_, target)| **target == name)
        .map(|(value, _)| value.clone())
        .collect()
}
