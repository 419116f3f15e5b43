//! `oneOf` and `anyOf`: the simpler types that some are, and the unions that the others become.

use serde_json::Value;

use super::annotations::declared_name;
use super::mapping::mapped_values;
use super::{InlinePath, LoweredSchema, TypeLowerer, docs};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{Discriminator, InstanceType, Schema};
use crate::ir::{
    Constraint, Docs, EnumValue, StringEnum, Type, TypeId, TypeKind, Union, UnionVariant,
    UnresolvedUnion, UntypedReason,
};
use crate::schema::{AlternativeKeyword, Alternatives, SchemaView, mapping_target};
use crate::source::PathCursor;

/// The alternatives that are not null, with their indices.
type Values<'d> = Vec<(usize, &'d Schema)>;

impl<'d> TypeLowerer<'d> {
    /// Lowers a schema that only has alternatives. `own` is its type if it is a named schema.
    pub(super) fn lower_alternatives(
        &mut self,
        view: SchemaView<'d>,
        alternatives: Alternatives<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        own: Option<TypeId>,
    ) -> LoweredSchema {
        let cursor = cursor.key(alternatives.keyword.name());
        let values: Values<'d> = alternatives
            .schemas
            .iter()
            .enumerate()
            .filter(|(_, schema)| !self.is_null_alternative(schema))
            .collect();
        let nullable = values.len() < alternatives.schemas.len();
        let alternatives = Alternatives {
            discriminator: self.usable_discriminator(alternatives, &cursor),
            ..alternatives
        };
        let mut lowered = match values[..] {
            _ if alternatives.discriminator.is_some() && !values.is_empty() => {
                self.lower_discriminated(view, alternatives, &values, &cursor, path, own)
            }
            [] => {
                let mut alternatives = alternatives.schemas.iter();
                if alternatives.all(|schema| self.allows_only_null(schema)) {
                    return LoweredSchema::new(Type::Null, view);
                }
                self.raw_json(UntypedReason::NoType, &cursor, path).into()
            }
            [(index, only)] => self.lower_schema(only, &cursor.index(index), path),
            _ => self
                .lower_string_alternatives(view, &values, &cursor, path, own)
                .or_else(|| self.lower_derived(view, alternatives, &values, &cursor, path, own))
                .unwrap_or_else(|| {
                    self.lower_union(view, alternatives, &values, &cursor, path, own)
                }),
        };
        lowered.nullable |= nullable;
        lowered.with_annotations(view)
    }

    /// Returns whether an alternative adds null to the values of the others.
    fn is_null_alternative(&self, alternative: &'d Schema) -> bool {
        SchemaView::new(alternative).is_null_alternative() || self.allows_only_null(alternative)
    }

    /// Returns whether null is the only value that a schema allows, or the one that it refers to.
    fn allows_only_null(&self, schema: &'d Schema) -> bool {
        let target = SchemaView::new(schema).resolve(self.document);
        target.is_some_and(|(_, view)| view.allows_only_null())
    }

    /// Returns the discriminator of alternatives, unless one of them is inline: it has no name that
    /// a value of the discriminator could be.
    pub(super) fn usable_discriminator(
        &mut self,
        alternatives: Alternatives<'d>,
        cursor: &PathCursor<'_>,
    ) -> Option<&'d Discriminator> {
        let discriminator = alternatives.discriminator?;
        let is_inline = |schema: &Schema| {
            schema.reference.is_none() && !SchemaView::new(schema).is_null_alternative()
        };
        let Some(index) = alternatives.schemas.iter().position(is_inline) else {
            return Some(discriminator);
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorWithoutEffect,
                cursor.index(index).on_value(),
                "the discriminator has no effect: it cannot name this inline schema",
            )
            .help("move the schema to `components/schemas` and reference it"),
        );
        None
    }

    /// Lowers alternatives that are enums of strings, and perhaps any string: one enum, which is
    /// open for other strings.
    fn lower_string_alternatives(
        &mut self,
        view: SchemaView<'d>,
        values: &Values<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        own: Option<TypeId>,
    ) -> Option<LoweredSchema> {
        let mut enums = Vec::new();
        for (index, schema) in values {
            let alternative = SchemaView::new(schema);
            if alternative.reference.is_some() || alternative.is_composed() {
                return None;
            }
            let is_string = matches!(alternative.instance_type, None | Some(InstanceType::String))
                && alternative.enumeration.iter().all(Value::is_string);
            let is_any_string = alternative.instance_type == Some(InstanceType::String)
                && alternative.is_plain_string();
            if !is_string || alternative.enumeration.is_empty() && !is_any_string {
                return None;
            }
            enums.push((*index, alternative));
        }
        if enums
            .iter()
            .all(|(_, alternative)| alternative.enumeration.is_empty())
        {
            return None;
        }
        let nullable = enums.iter().any(|(_, alternative)| alternative.nullable);
        let mut known: Vec<EnumValue> = Vec::new();
        for (index, alternative) in enums {
            let is_single = alternative.enumeration.len() == 1;
            let description = alternative.description.clone().filter(|_| is_single);
            let kind = self.enum_type(alternative, &cursor.index(index));
            let Some(TypeKind::StringEnum(string_enum)) = kind else {
                continue;
            };
            for mut value in string_enum.values {
                value.description = value.description.or_else(|| description.clone());
                if !known.iter().any(|other| other.value == value.value) {
                    known.push(value);
                }
            }
        }
        let id = own.unwrap_or_else(|| self.reserve(path));
        let kind = TypeKind::StringEnum(StringEnum { values: known });
        self.define(id, kind, docs(view));
        Some(LoweredSchema {
            nullable: nullable || view.nullable,
            ..LoweredSchema::new(Type::Named(id), view)
        })
    }

    /// Lowers alternatives of any kind.
    fn lower_union(
        &mut self,
        view: SchemaView<'d>,
        alternatives: Alternatives<'d>,
        values: &Values<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        own: Option<TypeId>,
    ) -> LoweredSchema {
        let mut nullable = false;
        let mut variants: Vec<UnionVariant> = Vec::new();
        for (index, schema) in values {
            let name = variant_name(schema);
            let mut below = name
                .as_ref()
                .map_or_else(|| path.clone(), |name| path.below(name));
            let cursor = cursor.index(*index);
            if let Some(name) = declared_name(&schema.extensions, &cursor) {
                below = below.named(name);
            }
            let lowered = self.lower_unnamed(schema, &cursor, &below);
            nullable |= lowered.nullable;
            variants.push(self.union_variant(name, lowered));
        }
        let union = Union {
            any_of: alternatives.keyword == AlternativeKeyword::AnyOf,
            tag: None,
            variants,
        };
        let lowered = self.define_union(view, union, cursor, path, own);
        LoweredSchema {
            nullable: nullable || view.nullable,
            ..lowered
        }
    }

    /// Lowers alternatives with a discriminator.
    fn lower_discriminated(
        &mut self,
        view: SchemaView<'d>,
        alternatives: Alternatives<'d>,
        values: &Values<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        own: Option<TypeId>,
    ) -> LoweredSchema {
        let tag = alternatives
            .discriminator
            .map_or_else(String::new, |discriminator| {
                discriminator.property_name.clone()
            });
        let references = values
            .iter()
            .filter_map(|(_, schema)| schema.reference.as_deref());
        let mut names: Vec<&'d str> = references.collect();
        // The discriminator is beside the list of the alternatives.
        let beside = cursor.parent().unwrap_or(&PathCursor::ROOT);
        let mapping = self.mapping(alternatives.discriminator, beside);
        let default = self.default_mapping(alternatives.discriminator, beside);
        for target in mapping.values().chain(&default) {
            if !names.contains(target) {
                names.push(target);
            }
        }
        let mut variants = Vec::new();
        for name in names {
            if self.components.get(name).is_some() {
                let lowered = self.lower_reference(name);
                variants.push(UnionVariant {
                    tags: mapped_values(&mapping, name),
                    ..self.union_variant(None, lowered)
                });
            }
        }
        let union = Union {
            any_of: alternatives.keyword == AlternativeKeyword::AnyOf,
            tag: Some(tag),
            variants,
        };
        let lowered = self.define_union(view, union, cursor, path, own);
        if let Some(unresolved) = self.unresolved_union(&lowered.ty) {
            unresolved.default_variant = default.map(str::to_owned);
        }
        lowered
    }

    /// Lowers alternatives that all inherit from one base with a discriminator, which distinguishes
    /// them.
    fn lower_derived(
        &mut self,
        view: SchemaView<'d>,
        alternatives: Alternatives<'d>,
        values: &Values<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        own: Option<TypeId>,
    ) -> Option<LoweredSchema> {
        let names: Option<Vec<&str>> = values
            .iter()
            .map(|(_, schema)| schema.reference.as_deref())
            .collect();
        let names = names?;
        let base = self.components.discriminated_base(&names)?;
        let discriminator = base.view.discriminator_with_parts()?;
        let mut variants = Vec::new();
        for name in names {
            let mapping = discriminator.mapping.iter();
            let mapped = mapping.filter(|(_, target)| mapping_target(target) == name);
            let mut tags: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
            if tags.is_empty() {
                tags.push(self.discriminator_value(name));
            }
            let lowered = self.lower_reference(name);
            variants.push(UnionVariant {
                tags,
                ..self.union_variant(None, lowered)
            });
        }
        let union = Union {
            any_of: alternatives.keyword == AlternativeKeyword::AnyOf,
            tag: Some(discriminator.property_name.clone()),
            variants,
        };
        let lowered = self.define_union(view, union, cursor, path, own);
        if let Some(unresolved) = self.unresolved_union(&lowered.ty) {
            unresolved.inherits_discriminator = true;
        }
        Some(lowered)
    }

    /// Returns the union that was deferred last, if it is this type.
    fn unresolved_union(&mut self, ty: &Type) -> Option<&mut UnresolvedUnion> {
        let last = self.deferred.unions.last_mut();
        last.filter(|unresolved| *ty == Type::Named(unresolved.id))
    }

    /// Defines the union of variants, or returns the simpler type that they are.
    pub(super) fn define_union(
        &mut self,
        view: SchemaView<'d>,
        union: Union,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        own: Option<TypeId>,
    ) -> LoweredSchema {
        let union = Union {
            variants: distinct_variants(union.variants),
            ..union
        };
        if union.tag.is_none()
            && let Some((ty, constraints)) = self.simpler_type(&union.variants)
        {
            if ty == Type::Any {
                self.raw_json(UntypedReason::OpenAlternative, cursor, path);
            }
            return LoweredSchema {
                constraints,
                ..LoweredSchema::new(ty, view)
            };
        }
        let id = own.unwrap_or_else(|| self.reserve(path));
        self.deferred.unions.push(UnresolvedUnion {
            id,
            pointer: cursor.to_pointer(),
            has_discriminator: union.tag.is_some(),
            inherits_discriminator: false,
            default_variant: None,
        });
        self.define(id, TypeKind::Union(union), docs(view));
        LoweredSchema::new(Type::Named(id), view)
    }

    /// Returns the type with the values of all variants, if there is one that is not a union.
    fn simpler_type(&self, variants: &[UnionVariant]) -> Option<(Type, Vec<Constraint>)> {
        match variants {
            _ if variants.iter().any(|variant| variant.ty == Type::Any) => {
                Some((Type::Any, Vec::new()))
            }
            [only] => Some((only.ty.clone(), only.constraints.clone())),
            [one, many] | [many, one] if many.ty == Type::Array(Box::new(one.ty.clone())) => {
                // The constraints of the array do not apply to one value, nor those of one value to
                // the array. Of arrays of arrays, both would apply.
                let is_distinct = !matches!(self.json_type(&one.ty), Type::Array(_) | Type::Any);
                let of_one = one.constraints.iter().filter(|_| is_distinct);
                let constraints = many.constraints.iter().chain(of_one).cloned().collect();
                Some((Type::OneOrMany(Box::new(one.ty.clone())), constraints))
            }
            [string, string_enum] | [string_enum, string]
                if string.ty == Type::String
                    && string.constraints.is_empty()
                    && self.is_string_enum(&string_enum.ty) =>
            {
                Some((string_enum.ty.clone(), Vec::new()))
            }
            _ => None,
        }
    }

    fn is_string_enum(&self, ty: &Type) -> bool {
        matches!(ty, Type::Named(id) if matches!(self.types[*id].kind, TypeKind::StringEnum(_)))
    }

    /// Returns the variant of a lowered schema.
    pub(super) fn union_variant(
        &self,
        name: Option<String>,
        lowered: LoweredSchema,
    ) -> UnionVariant {
        let is_documented_by_type =
            matches!(&lowered.ty, Type::Named(id) if self.types[*id].docs == lowered.docs);
        UnionVariant {
            name,
            ty: lowered.ty,
            tags: Vec::new(),
            boxed: false,
            shared: false,
            constraints: lowered.constraints,
            docs: if is_documented_by_type {
                Docs::default()
            } else {
                lowered.docs
            },
        }
    }
}

/// Returns words for an alternative without a name of its own, or `None` for a reference.
pub(super) fn variant_name(schema: &Schema) -> Option<String> {
    if let Some(Value::String(name)) = schema.extensions.get("x-rust-name") {
        return Some(name.clone());
    }
    if schema.reference.is_some() {
        return None;
    }
    let view = SchemaView::new(schema);
    let title = view.title.as_ref();
    if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
        return Some(title.clone());
    }
    if let [part] = &view.all_of[..]
        && let Some(reference) = &part.reference
    {
        return Some(reference.clone());
    }
    if let Some(value) = only_value(schema) {
        return Some(value);
    }
    let word = match view.instance_type {
        _ if !view.enumeration.is_empty() => "enum",
        Some(InstanceType::String) => view.format.as_deref().unwrap_or("string"),
        Some(
            instance_type @ (InstanceType::Integer
            | InstanceType::Number
            | InstanceType::Boolean
            | InstanceType::Array),
        ) => instance_type.name(),
        _ if view.has_items() => "array",
        _ if view.is_object() => {
            let tag = view.properties.values().find_map(only_value);
            let required = match &view.required[..] {
                [only] => Some(only.clone()),
                _ => None,
            };
            if let Some(word) = tag.or(required) {
                return Some(word);
            }
            if view.properties.is_empty() {
                "map"
            } else {
                "object"
            }
        }
        _ => "value",
    };
    Some(word.to_owned())
}

/// Returns the value of an enum with one string.
fn only_value(schema: &Schema) -> Option<String> {
    match &schema.enumeration[..] {
        [value] => value
            .as_str()
            .filter(|string| !string.is_empty())
            .map(str::to_owned),
        _ => None,
    }
}

/// Makes one variant of those with the same type.
pub(super) fn distinct_variants(variants: Vec<UnionVariant>) -> Vec<UnionVariant> {
    let mut distinct: Vec<UnionVariant> = Vec::new();
    for variant in variants {
        match distinct.iter_mut().find(|known| known.ty == variant.ty) {
            Some(known) => {
                // A value may match the constraints of either.
                if known.constraints != variant.constraints {
                    known.constraints.clear();
                }
                known.tags.extend(variant.tags);
            }
            None => distinct.push(variant),
        }
    }
    distinct
}
