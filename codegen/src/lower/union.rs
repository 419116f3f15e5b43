//! `oneOf` and `anyOf`: the forms that are a simpler type, and the unions that the others become.

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::keywords::{Keywords, Kind, Unboxed};
use super::schema::{Lowered, overlay};
use super::{Lowering, Place, names};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{
    Constraint, Docs, EnumValue, Origin, StringEnum, Type, TypeId, TypeKind, Union, UnionVariant,
};
use crate::source::{JsonPointer, PathCursor};

/// A union whose alternatives are to be told apart when all types are known.
#[derive(Debug)]
pub(super) struct Undecided {
    pub ty: TypeId,
    /// The list of the alternatives.
    pub pointer: JsonPointer,
    /// Whether the document names the member that tells them apart.
    pub discriminated: bool,
}

/// The alternatives of a schema.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alternatives<'d> {
    pub any_of: bool,
    pub variants: &'d [ReferenceOr<Schema>],
    pub discriminator: Option<&'d Discriminator>,
}

impl<'d> Alternatives<'d> {
    /// Those of a schema: it may have both `oneOf` and `anyOf`.
    pub(super) fn of(keywords: &Keywords<'d>) -> Vec<Self> {
        let lists = [(false, keywords.one_of), (true, keywords.any_of)];
        let given = lists
            .into_iter()
            .filter(|(_, variants)| !variants.is_empty());
        given
            .map(|(any_of, variants)| Self {
                any_of,
                variants,
                discriminator: keywords.data.discriminator.as_ref(),
            })
            .collect()
    }

    pub(super) const fn keyword(&self) -> &'static str {
        if self.any_of { "anyOf" } else { "oneOf" }
    }
}

impl<'d> Lowering<'d> {
    /// A schema that says of its values only that they are one of several; `own` is the type that it has already.
    pub(super) fn alternatives(
        &mut self,
        keywords: &Keywords<'d>,
        ty: Alternatives<'d>,
        cursor: &PathCursor<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let cursor = cursor.key(ty.keyword());
        let is_null = |variant: &ReferenceOr<Schema>| matches!(variant, ReferenceOr::Item(schema) if Keywords::of(schema).is_null_branch());
        let values: Vec<(usize, &'d ReferenceOr<Schema>)> = ty
            .variants
            .iter()
            .enumerate()
            .filter(|(_, variant)| !is_null(variant))
            .collect();
        let nullable = values.len() < ty.variants.len();
        let ty = Alternatives {
            discriminator: self.effective(ty, &cursor),
            ..ty
        };
        let mut lowered = match values[..] {
            _ if ty.discriminator.is_some() && !values.is_empty() => {
                self.discriminated(keywords, ty, &values, &cursor, place, own)
            }
            [] => Lowered::any(),
            [(index, only)] => self.schema(only.unboxed(), &cursor.index(index), place),
            _ => match self.listed_texts(keywords, &values, &cursor, place, own) {
                Some(lowered) => lowered,
                None => self.union(keywords, ty, &values, &cursor, place, own),
            },
        };
        lowered.nullable |= nullable;
        overlay(lowered, keywords)
    }

    /// The discriminator of alternatives, unless some are inline: those have no name that its value could be.
    pub(super) fn effective(
        &mut self,
        ty: Alternatives<'d>,
        cursor: &PathCursor<'_>,
    ) -> Option<&'d Discriminator> {
        let found = ty.discriminator?;
        let is_inline = |variant: &ReferenceOr<Schema>| matches!(variant, ReferenceOr::Item(schema) if !Keywords::of(schema).is_null_branch());
        let Some(index) = ty.variants.iter().position(is_inline) else {
            return Some(found);
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorWithoutEffect,
                cursor.index(index).on_value(),
                "the discriminator cannot name this inline schema, and has no effect",
            )
            .help("move the schema to `components/schemas` and refer to it"),
        );
        None
    }

    /// Alternatives that are all lists of texts, or any text besides: one list, which is open anyway.
    fn listed_texts(
        &mut self,
        keywords: &Keywords<'d>,
        values: &[(usize, &'d ReferenceOr<Schema>)],
        cursor: &PathCursor<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Option<Lowered> {
        let mut lists = Vec::new();
        for (index, variant) in values {
            let ReferenceOr::Item(schema) = variant else {
                return None;
            };
            let variant = Keywords::of(schema);
            let is_text = matches!(variant.kind, None | Some(Kind::String))
                && variant.enumeration.iter().all(|value| value.is_string());
            let is_any_text = variant.kind == Some(Kind::String)
                && variant.enumeration.is_empty()
                && variant.is_plain_text();
            if !is_text || variant.enumeration.is_empty() && !is_any_text || variant.is_composed() {
                return None;
            }
            lists.push((*index, variant));
        }
        if lists.iter().all(|(_, list)| list.enumeration.is_empty()) {
            return None;
        }
        let nullable = lists.iter().any(|(_, list)| list.data.nullable);
        let mut known: Vec<EnumValue> = Vec::new();
        for (index, list) in lists {
            let described = list.enumeration.len() == 1;
            let description = list.data.description.clone().filter(|_| described);
            let Some(TypeKind::StringEnum(list)) = self.enum_kind(&list, &cursor.index(index))
            else {
                continue;
            };
            for mut value in list.values {
                value.description = value.description.or_else(|| description.clone());
                if !known.iter().any(|other| other.value == value.value) {
                    known.push(value);
                }
            }
        }
        let id = own.unwrap_or_else(|| self.reserve_inline(place));
        let kind = TypeKind::StringEnum(StringEnum { values: known });
        self.define(id, kind, keywords.docs());
        Some(Lowered {
            nullable: nullable || keywords.data.nullable,
            ..Lowered::new(Type::Named(id), keywords)
        })
    }

    /// Alternatives of any kind.
    fn union(
        &mut self,
        keywords: &Keywords<'d>,
        ty: Alternatives<'d>,
        values: &[(usize, &'d ReferenceOr<Schema>)],
        cursor: &PathCursor<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let mut nullable = false;
        let mut variants: Vec<UnionVariant> = Vec::new();
        for (index, variant) in values {
            let name = Self::branch_name(variant);
            let below = name
                .as_ref()
                .map_or_else(|| place.clone(), |name| place.below(name));
            let lowered = self.schema(variant.unboxed(), &cursor.index(*index), &below);
            nullable |= lowered.nullable;
            variants.push(self.alternative_of(name, lowered));
        }
        let lowered = self.define_branches(
            keywords,
            Union {
                any_of: ty.any_of,
                tag: None,
                variants,
            },
            cursor,
            place,
            own,
        );
        Lowered {
            nullable: nullable || keywords.data.nullable,
            ..lowered
        }
    }

    /// What alternatives come to: a simpler type where they are one, or a union.
    pub(super) fn define_branches(
        &mut self,
        keywords: &Keywords<'d>,
        ty: Union,
        cursor: &PathCursor<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let Union {
            any_of,
            tag,
            variants,
        } = ty;
        let variants = distinct(variants);
        let simple = |ty: Type, constraints: Vec<Constraint>| Lowered {
            constraints,
            ..Lowered::new(ty, keywords)
        };
        match &variants[..] {
            _ if tag.is_some() => {}
            _ if variants.iter().any(|variant| variant.ty == Type::Any) => {
                return simple(Type::Any, Vec::new());
            }
            [only] => return simple(only.ty.clone(), only.constraints.clone()),
            [one, many] | [many, one] if many.ty == Type::Array(Box::new(one.ty.clone())) => {
                // What an array is asked is not asked of one value, nor the other way around: of arrays in arrays, both
                // would be.
                let is_value = !matches!(self.as_json(&one.ty), Type::Array(_) | Type::Any);
                let of_one = one.constraints.iter().filter(|_| is_value);
                let asked = many.constraints.iter().chain(of_one).cloned().collect();
                return simple(Type::OneOrMany(Box::new(one.ty.clone())), asked);
            }
            [text, list] | [list, text]
                if text.ty == Type::String
                    && text.constraints.is_empty()
                    && self.is_text_list(&list.ty) =>
            {
                return simple(list.ty.clone(), Vec::new());
            }
            _ => {}
        }
        let id = own.unwrap_or_else(|| self.reserve_inline(place));
        self.undecided.push(Undecided {
            ty: id,
            pointer: cursor.to_pointer(),
            discriminated: tag.is_some(),
        });
        let union = Union {
            any_of,
            tag,
            variants,
        };
        self.define(id, TypeKind::Union(union), keywords.docs());
        Lowered::new(Type::Named(id), keywords)
    }

    fn is_text_list(&self, ty: &Type) -> bool {
        matches!(ty, Type::Named(id) if matches!(self.types[id.index()].kind, TypeKind::StringEnum(_)))
    }

    pub(super) fn alternative_of(&self, name: Option<String>, lowered: Lowered) -> UnionVariant {
        // Its type says this already.
        let is_own =
            matches!(&lowered.ty, Type::Named(id) if self.types[id.index()].docs == lowered.docs);
        UnionVariant {
            name,
            ty: lowered.ty,
            tags: Vec::new(),
            boxed: false,
            shared: false,
            constraints: lowered.constraints,
            docs: if is_own {
                Docs::default()
            } else {
                lowered.docs
            },
        }
    }

    /// Alternatives that a discriminator tells apart.
    fn discriminated(
        &mut self,
        keywords: &Keywords<'d>,
        ty: Alternatives<'d>,
        values: &[(usize, &'d ReferenceOr<Schema>)],
        cursor: &PathCursor<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let tag = ty
            .discriminator
            .map_or_else(String::new, |found| found.property_name.clone());
        let mut named: Vec<&'d str> = Vec::new();
        for (_, variant) in values {
            if let ReferenceOr::Reference { reference } = variant {
                named.extend(names::schema(reference));
            }
        }
        // `at` is the list, and the discriminator stands beside it.
        let beside = cursor.parent().unwrap_or(&PathCursor::ROOT);
        let mapping = self.mapping(ty.discriminator, beside);
        for target in mapping.values() {
            if !named.contains(target) {
                named.push(target);
            }
        }
        let variants = named
            .into_iter()
            .filter_map(|name| {
                if !self.components.by_name.contains_key(name) {
                    return None;
                }
                let is_it = |variant: &ReferenceOr<Schema>| matches!(variant, ReferenceOr::Reference { reference } if names::schema(reference) == Some(name));
                let index = values
                    .iter()
                    .find(|(_, variant)| is_it(variant))
                    .map_or(0, |(index, _)| *index);
                let lowered = self.reference(&format!("#/components/schemas/{name}"), &cursor.index(index));
                let tags = tags_of(&mapping, name);
                Some(UnionVariant {
                    tags,
                    ..self.alternative_of(None, lowered)
                })
            })
            .collect();
        self.define_branches(
            keywords,
            Union {
                any_of: ty.any_of,
                tag: Some(tag),
                variants,
            },
            cursor,
            place,
            own,
        )
    }

    /// The schema that each tag of a mapping stands for.
    pub(super) fn mapping(
        &mut self,
        discriminator: Option<&'d Discriminator>,
        cursor: &PathCursor<'_>,
    ) -> IndexMap<String, &'d str> {
        let mut tags = IndexMap::new();
        let discriminator_at = cursor.key("discriminator");
        let mapping = discriminator_at.key("mapping");
        for (tag, target) in discriminator.into_iter().flat_map(|found| &found.mapping) {
            let name = names::schema(target).unwrap_or(target);
            if let Some((name, _)) = self.components.by_name.get_key_value(name) {
                tags.insert(tag.clone(), *name);
                continue;
            }
            let names = self.components.by_name.keys().copied();
            let near = self.diagnostics.nearest(name, names);
            let help = match near {
                Some(near) => format!("did you mean `#/components/schemas/{near}`?"),
                None => {
                    "map it to a schema under `components/schemas`, or remove the entry".to_owned()
                }
            };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::MappingTarget,
                    mapping.key(tag).on_value(),
                    format!("`{tag}` is mapped to `{target}`, which is no schema of this document"),
                )
                .help(help),
            );
        }
        tags
    }

    /// Words for an alternative that has no name of its own.
    pub(super) fn branch_name(variant: &'d ReferenceOr<Schema>) -> Option<String> {
        let ReferenceOr::Item(schema) = variant else {
            return None;
        };
        let keywords = Keywords::of(schema);
        if let Some(title) = keywords
            .data
            .title
            .as_ref()
            .filter(|title| !title.trim().is_empty())
        {
            return Some(title.clone());
        }
        if let [ReferenceOr::Reference { reference }] = keywords.all_of {
            return names::schema(reference).map(str::to_owned);
        }
        let listed = |keywords: &Keywords<'_>| match &keywords.enumeration[..] {
            [value] => value
                .as_str()
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            _ => None,
        };
        if let Some(only) = listed(&keywords) {
            return Some(only);
        }
        if !keywords.enumeration.is_empty() {
            return Some("enum".to_owned());
        }
        let word = match keywords.kind {
            Some(Kind::String) => keywords.format.as_deref().unwrap_or("string"),
            Some(kind @ (Kind::Integer | Kind::Number | Kind::Boolean | Kind::Array)) => {
                kind.name()
            }
            _ if keywords.items.is_some() => "array",
            _ => {
                let properties = || keywords.properties.into_iter().flatten();
                let tag = properties().find_map(|(_, schema)| match schema {
                    ReferenceOr::Item(schema) => listed(&Keywords::of(schema)),
                    ReferenceOr::Reference { .. } => None,
                });
                let required = match keywords.required {
                    [only] => Some(only.clone()),
                    _ => None,
                };
                return tag
                    .or(required)
                    .or_else(|| {
                        Some(
                            if keywords.has_properties() {
                                "object"
                            } else {
                                "map"
                            }
                            .to_owned(),
                        )
                    })
                    .filter(|_| keywords.is_object())
                    .or_else(|| Some("value".to_owned()));
            }
        };
        Some(word.to_owned())
    }

    /// Makes room for an inline type.
    pub(super) fn reserve_inline(&mut self, place: &Place) -> TypeId {
        self.reserve(Origin::Inline {
            within: place.within,
            words: place.words.clone(),
        })
    }
}

/// Alternatives of one type are one.
pub(super) fn distinct(variants: Vec<UnionVariant>) -> Vec<UnionVariant> {
    let mut known: Vec<UnionVariant> = Vec::new();
    for variant in variants {
        match known.iter_mut().find(|other| other.ty == variant.ty) {
            Some(other) => {
                // What holds for one reading only is not asked of the value.
                if other.constraints != variant.constraints {
                    other.constraints.clear();
                }
                other.tags.extend(variant.tags);
            }
            None => known.push(variant),
        }
    }
    known
}

/// The tags that a mapping has for a schema.
pub(super) fn tags_of(mapping: &IndexMap<String, &str>, name: &str) -> Vec<String> {
    mapping
        .iter()
        .filter(|(_, target)| **target == name)
        .map(|(tag, _)| tag.clone())
        .collect()
}

impl Keywords<'_> {
    /// Whether it asks nothing of a text but that it is one.
    fn is_plain_text(&self) -> bool {
        self.format.is_none()
            && self.pattern.is_none()
            && self.min_length.is_none()
            && self.max_length.is_none()
    }

    /// Whether it is put together from other schemas.
    pub(super) fn is_composed(&self) -> bool {
        !self.all_of.is_empty() || !self.one_of.is_empty() || !self.any_of.is_empty()
    }
}
