//! Types of other crates, to which the settings map formats and schemas.

use serde_json::Value;

use super::{InlinePath, LoweredSchema, Scope, TypeLowerer};
use crate::config::ExternalType;
use crate::diagnostics::code::Code;
use crate::diagnostics::suggest::did_you_mean;
use crate::diagnostics::{Anchor, Diagnostic};
use crate::document::{InstanceType, Limit};
use crate::ir::{Docs, External, Type, TypeId, TypeKind, Unchecked};
use crate::schema::{Component, Role, SchemaView};
use crate::source::PathCursor;

impl<'d> TypeLowerer<'d> {
    /// Lowers a scalar whose format the settings map to a type. Returns `None` if they do not.
    pub(super) fn lower_mapped_format(&mut self, view: SchemaView<'d>) -> Option<LoweredSchema> {
        let json = json_of_scalar(view.instance_type?)?;
        let format = view.schema.format.as_deref()?;
        let formats = &self.document.types.formats;
        if !formats.is_empty() {
            self.lowered.known_formats.insert(format);
        }
        let mapped = formats.get(format)?;
        let known = self.lowered.formats.get(format).copied();
        let id = known.unwrap_or_else(|| {
            let id = self.reserve(&InlinePath::new(Scope::Models, [mapped.path.name()]));
            let kind = TypeKind::External(external(mapped, json.clone(), Some(format)));
            self.define(id, kind, Docs::default());
            self.lowered.formats.insert(format, id);
            id
        });
        if let TypeKind::External(external) = &mut self.types[id].kind
            && external.json != json
        {
            external.json = Type::Any;
        }
        Some(lowered(id, view))
    }

    /// Lowers a named schema that the settings map to a type. Returns `None` if they do not.
    pub(super) fn lower_mapped_component(
        &mut self,
        component: Component<'d>,
        id: TypeId,
        cursor: &PathCursor<'_>,
    ) -> Option<LoweredSchema> {
        let mapped = self.document.types.schemas.get(component.name)?;
        let view = component.view;
        let json = match view.instance_type {
            Some(InstanceType::Array) => Type::Array(Box::new(Type::Any)),
            _ if view.is_object() => Type::Map(Box::new(Type::Any)),
            other => other.and_then(json_of_scalar).unwrap_or(Type::Any),
        };
        let lowered = lowered(id, view);
        let kind = TypeKind::External(external(mapped, json, None));
        self.define(id, kind, lowered.docs.clone());
        self.report_mapped_variant(component, cursor);
        Some(lowered)
    }

    /// Reports the formats and schemas of the settings that the document does not have.
    pub(in crate::lower) fn report_unused_settings(&mut self) {
        let settings = &self.document.types;
        let formats = self.lowered.known_formats.iter().copied();
        let formats: Vec<&str> = formats.collect();
        self.report_unused("format", settings.formats.keys(), &formats);
        let schemas: Vec<&str> = self.components.names().collect();
        self.report_unused("schema", settings.schemas.keys(), &schemas);
        let derived = settings.derives.keys().filter(|name| *name != "*");
        self.report_unused("schema", derived, &schemas);
    }

    fn report_unused<'n>(
        &mut self,
        item: &str,
        names: impl Iterator<Item = &'n String>,
        known: &[&str],
    ) {
        for name in names.filter(|name| !known.contains(&name.as_str())) {
            let place = PathCursor::ROOT.key("components").on_key();
            let message =
                format!("the settings have a type for the {item} `{name}`, which does not exist");
            let help = self.diagnostics.nearest(name, known.iter().copied());
            let help = help.map_or_else(
                || format!("write the {item} as in the document"),
                did_you_mean,
            );
            self.diagnostics
                .push(Diagnostic::new(Code::UnknownName, place, message).help(help));
        }
    }

    /// Reports a mapped schema that would be a variant of a tagged union, whose variants are objects
    /// of the client.
    fn report_mapped_variant(&mut self, component: Component<'d>, cursor: &PathCursor<'_>) {
        let unions = self.components.iter();
        let mut unions = unions.filter(|base| matches!(base.role, Role::TaggedUnion { .. }));
        let union = unions.find(|base| self.components.variants(*base).contains(&component.name));
        if let Some(union) = union {
            let message = format!(
                "the settings map `{}` to a type, so it is no variant of `{}`",
                component.name, union.name
            );
            self.diagnostics.push(
                Diagnostic::new(
                    Code::MappedVariant,
                    Anchor::Key(cursor.to_pointer()),
                    message,
                )
                .help("map the base, or properties of the schema"),
            );
        }
    }
}

/// Returns the schema of a type of another crate. What its keywords assert is not validated.
fn lowered(id: TypeId, view: SchemaView<'_>) -> LoweredSchema {
    let mut lowered = LoweredSchema::new(Type::Named(id), view);
    let unchecked = &mut lowered.docs.unchecked;
    for assertion in assertions(view) {
        if !unchecked.contains(&assertion) {
            unchecked.push(assertion);
        }
    }
    lowered
}

/// Returns the assertions of a scalar.
fn assertions(view: SchemaView<'_>) -> Vec<Unchecked> {
    let limit = |limit: &Option<Box<Limit>>| {
        let limit = limit.as_deref()?;
        Some((limit.keyword, Value::Number(limit.number.clone())))
    };
    let length = |keyword: &'static str, length: Option<u64>| Some((keyword, length?.into()));
    let schema = view.schema;
    let multiple_of = schema.multiple_of.clone();
    let all = [
        length("minLength", schema.min_length),
        length("maxLength", schema.max_length),
        limit(&schema.minimum),
        limit(&schema.maximum),
        limit(&schema.exclusive_minimum),
        limit(&schema.exclusive_maximum),
        multiple_of.map(|number| ("multipleOf", Value::Number(number))),
    ];
    let keywords = all.into_iter().flatten();
    let keywords = keywords.map(|(keyword, value)| Unchecked::Keyword {
        keyword: keyword.to_owned(),
        value,
    });
    let pattern = schema.pattern.clone().map(Unchecked::Pattern);
    keywords.chain(pattern).collect()
}

fn external(mapped: &ExternalType, json: Type, format: Option<&str>) -> External {
    External {
        path: mapped.path.as_str().to_owned(),
        with: mapped.with.as_ref().map(|with| with.as_str().to_owned()),
        json,
        format: format.map(str::to_owned),
    }
}

/// Returns the plainest type of scalars; `None` for other values.
fn json_of_scalar(instance_type: InstanceType) -> Option<Type> {
    match instance_type {
        InstanceType::String => Some(Type::String),
        InstanceType::Number | InstanceType::Integer => Some(Type::Double),
        InstanceType::Boolean => Some(Type::Boolean),
        InstanceType::Array | InstanceType::Object => None,
    }
}
