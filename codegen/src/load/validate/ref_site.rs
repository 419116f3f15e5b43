//! The locations of references.

use serde_yaml::{Mapping, Value};

use super::describe::wrong_type;
use super::{Mismatch, Validator};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::load::grammar::{ObjectKind, Type};
use crate::load::tree::members;
use crate::source::{JsonPointer, PathCursor};

/// A reference in a file.
#[derive(Debug)]
pub(in super::super) struct RefSite {
    /// The object with the `$ref`, the string that is the reference, or the member of a security
    /// requirement.
    pub pointer: JsonPointer,
    pub reference: String,
    pub expected: ObjectKind,
    pub form: RefForm,
}

/// The form of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum RefForm {
    /// A `$ref` in the place of an object.
    Object,
    /// A `$ref` that is a field of the object.
    Field,
    /// A value in a mapping of a discriminator.
    Mapping,
    /// The value of a keyword that is not `$ref`.
    Keyword,
    /// A key of a security requirement.
    Key,
}

impl Validator<'_> {
    /// Validates an object with a `$ref`.
    pub(super) fn reference(
        &mut self,
        mapping: &Mapping,
        expected: ObjectKind,
        cursor: &PathCursor<'_>,
    ) -> Result<(), Mismatch> {
        let value = mapping.get("$ref").unwrap_or(&Value::Null);
        let Value::String(reference) = value else {
            return Err(wrong_type(value, &Type::String, &cursor.key("$ref")));
        };
        if expected == ObjectKind::Schema && self.grammar.has_json_schema && mapping.len() > 1 {
            // The reference is one of several keywords.
            self.object(mapping, expected, cursor);
            return Ok(());
        }
        self.ref_site(reference, expected, RefForm::Object, cursor);
        // Properties and headers are named where they are referenced.
        let has_name = matches!(expected, ObjectKind::Schema | ObjectKind::Header);
        let is_ignored = |name: &&str| {
            *name != "$ref"
                && !self.grammar.reference_siblings.contains(name)
                && !(has_name && *name == "x-rust-name")
        };
        let ignored: Vec<&str> = members(mapping)
            .map(|(name, _)| name)
            .filter(is_ignored)
            .collect();
        for name in ignored {
            let message = format!("`{name}` next to `$ref` is ignored");
            let help = if expected == ObjectKind::Schema {
                "move the reference into an `allOf` with one element: `allOf: [{$ref: …}]`"
            } else {
                "remove it, or replace the reference with the object"
            };
            self.report(
                Diagnostic::new(Code::ReferenceSiblings, cursor.key(name).on_key(), message)
                    .help(help),
            );
        }
        Ok(())
    }

    /// Records a reference, unless it directly references the right kind of component.
    pub(super) fn ref_site(
        &mut self,
        reference: &str,
        expected: ObjectKind,
        form: RefForm,
        cursor: &PathCursor<'_>,
    ) {
        if form != RefForm::Key && self.file == 0 && self.is_plain(reference, expected) {
            return;
        }
        self.ref_sites.push(RefSite {
            pointer: cursor.to_pointer(),
            reference: reference.to_owned(),
            expected,
            form,
        });
    }

    /// Returns whether the target is a component of the right kind that is not a reference itself.
    fn is_plain(&self, reference: &str, expected: ObjectKind) -> bool {
        let component = || {
            let (kind, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
            let component = self.root.get("components")?.get(kind)?.get(name)?;
            Some((kind, component))
        };
        component().is_some_and(|(kind, component)| {
            self.grammar.component_kind(expected) == Some(kind)
                && self.grammar.is_referable(expected)
                && component.get("$ref").is_none()
        })
    }

    /// Records a reference in the key of a security requirement. A name of a component is not a
    /// reference.
    pub(super) fn security_scheme_name(&mut self, name: &str, cursor: &PathCursor<'_>) {
        let components = self.root.get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        let is_component = schemes.is_some_and(|schemes| schemes.get(name).is_some());
        if !is_component && name.contains(['/', '#']) {
            self.ref_site(name, ObjectKind::SecurityScheme, RefForm::Key, cursor);
        }
    }

    /// Records a reference in the mapping of a discriminator. A name of a schema is not a
    /// reference, except in another file, where it means a schema of that file.
    pub(super) fn schema_name(&mut self, name: &str, cursor: &PathCursor<'_>) {
        let schema = ObjectKind::Schema;
        let has_schema = |name: &str| {
            let components = self.root.get("components");
            let schemas = components.and_then(|components| components.get("schemas"));
            schemas.is_some_and(|schemas| schemas.get(name).is_some())
        };
        let is_file = || {
            let extension = name.rsplit_once('.').map(|(_, extension)| extension);
            extension.is_some_and(|extension| ["json", "yaml", "yml"].contains(&extension))
        };
        let component = || name.strip_prefix("#/components/schemas/");
        if self.file == 0 && component().is_some_and(|name| !name.contains('/')) {
            return;
        }
        if has_schema(name) {
            if self.file != 0 {
                let reference = format!("#/components/schemas/{name}");
                self.ref_site(&reference, schema, RefForm::Mapping, cursor);
            }
        } else if name.contains(['/', '#']) || is_file() {
            self.ref_site(name, schema, RefForm::Mapping, cursor);
        }
    }
}
