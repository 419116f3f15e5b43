//! `oneOf` and `anyOf`: the forms that are a simpler type, and the unions that the others become.

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::keywords::{Keywords, Kind, Unboxed};
use super::schema::{Lowered, overlay};
use super::{Lowering, Place, names};
use crate::api::{
    Branch, Constraint, Docs, EnumValue, Origin, StringEnum, Type, TypeId, TypeKind, Union,
};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::pointer::{At, Pointer};

/// A union whose alternatives are to be told apart when all types are known.
#[derive(Debug)]
pub(super) struct Undecided {
    pub of: TypeId,
    /// The list of the alternatives.
    pub at: Pointer,
    /// Whether the document names the member that tells them apart.
    pub discriminated: bool,
}

/// The alternatives of a schema.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alternatives<'d> {
    pub any_of: bool,
    pub branches: &'d [ReferenceOr<Schema>],
    pub discriminator: Option<&'d Discriminator>,
}

impl<'d> Alternatives<'d> {
    /// Those of a schema: it may have both `oneOf` and `anyOf`.
    pub(super) fn of(keywords: &Keywords<'d>) -> Vec<Self> {
        let lists = [(false, keywords.one_of), (true, keywords.any_of)];
        let given = lists
            .into_iter()
            .filter(|(_, branches)| !branches.is_empty());
        given
            .map(|(any_of, branches)| Self {
                any_of,
                branches,
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
        of: Alternatives<'d>,
        at: &At<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let at = at.key(of.keyword());
        let is_null = |branch: &ReferenceOr<Schema>| matches!(branch, ReferenceOr::Item(schema) if Keywords::of(schema).is_null_branch());
        let values: Vec<(usize, &'d ReferenceOr<Schema>)> = of
            .branches
            .iter()
            .enumerate()
            .filter(|(_, branch)| !is_null(branch))
            .collect();
        let nullable = values.len() < of.branches.len();
        let of = Alternatives {
            discriminator: self.effective(of, &at),
            ..of
        };
        let mut lowered = match values[..] {
            _ if of.discriminator.is_some() && !values.is_empty() => {
                self.discriminated(keywords, of, &values, &at, place, own)
            }
            [] => Lowered::any(),
            [(index, only)] => self.schema(only.unboxed(), &at.index(index), place),
            _ => match self.listed_texts(keywords, &values, &at, place, own) {
                Some(lowered) => lowered,
                None => self.union(keywords, of, &values, &at, place, own),
            },
        };
        lowered.nullable |= nullable;
        overlay(lowered, keywords)
    }

    /// The discriminator of alternatives, unless some are inline: those have no name that its value could be.
    pub(super) fn effective(
        &mut self,
        of: Alternatives<'d>,
        at: &At<'_>,
    ) -> Option<&'d Discriminator> {
        let found = of.discriminator?;
        let is_inline = |branch: &ReferenceOr<Schema>| matches!(branch, ReferenceOr::Item(schema) if !Keywords::of(schema).is_null_branch());
        let Some(index) = of.branches.iter().position(is_inline) else {
            return Some(found);
        };
        self.diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorWithoutEffect,
                at.index(index).on_value(),
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
        at: &At<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Option<Lowered> {
        let mut lists = Vec::new();
        for (index, branch) in values {
            let ReferenceOr::Item(schema) = branch else {
                return None;
            };
            let branch = Keywords::of(schema);
            let is_text = matches!(branch.kind, None | Some(Kind::String))
                && branch.enumeration.iter().all(|value| value.is_string());
            let is_any_text = branch.kind == Some(Kind::String)
                && branch.enumeration.is_empty()
                && branch.is_plain_text();
            if !is_text || branch.enumeration.is_empty() && !is_any_text || branch.is_composed() {
                return None;
            }
            lists.push((*index, branch));
        }
        if lists.iter().all(|(_, list)| list.enumeration.is_empty()) {
            return None;
        }
        let nullable = lists.iter().any(|(_, list)| list.data.nullable);
        let mut known: Vec<EnumValue> = Vec::new();
        for (index, list) in lists {
            let described = list.enumeration.len() == 1;
            let description = list.data.description.clone().filter(|_| described);
            let Some(TypeKind::StringEnum(list)) = self.enum_kind(&list, &at.index(index)) else {
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
        of: Alternatives<'d>,
        values: &[(usize, &'d ReferenceOr<Schema>)],
        at: &At<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let mut nullable = false;
        let mut branches: Vec<Branch> = Vec::new();
        for (index, branch) in values {
            let name = Self::branch_name(branch);
            let below = name
                .as_ref()
                .map_or_else(|| place.clone(), |name| place.below(name));
            let lowered = self.schema(branch.unboxed(), &at.index(*index), &below);
            nullable |= lowered.nullable;
            branches.push(self.alternative_of(name, lowered));
        }
        let lowered = self.define_branches(
            keywords,
            Union {
                any_of: of.any_of,
                tag: None,
                branches,
            },
            at,
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
        of: Union,
        at: &At<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let Union {
            any_of,
            tag,
            branches,
        } = of;
        let branches = distinct(branches);
        let simple = |of: Type, constraints: Vec<Constraint>| Lowered {
            constraints,
            ..Lowered::new(of, keywords)
        };
        match &branches[..] {
            _ if tag.is_some() => {}
            _ if branches.iter().any(|branch| branch.of == Type::Any) => {
                return simple(Type::Any, Vec::new());
            }
            [only] => return simple(only.of.clone(), only.constraints.clone()),
            [one, many] | [many, one] if many.of == Type::Array(Box::new(one.of.clone())) => {
                // What an array is asked is not asked of one value, nor the other way around: of arrays in arrays, both
                // would be.
                let is_value = !matches!(self.as_json(&one.of), Type::Array(_) | Type::Any);
                let of_one = one.constraints.iter().filter(|_| is_value);
                let asked = many.constraints.iter().chain(of_one).cloned().collect();
                return simple(Type::OneOrMany(Box::new(one.of.clone())), asked);
            }
            [text, list] | [list, text]
                if text.of == Type::String
                    && text.constraints.is_empty()
                    && self.is_text_list(&list.of) =>
            {
                return simple(list.of.clone(), Vec::new());
            }
            _ => {}
        }
        let id = own.unwrap_or_else(|| self.reserve_inline(place));
        self.undecided.push(Undecided {
            of: id,
            at: at.to_pointer(),
            discriminated: tag.is_some(),
        });
        let union = Union {
            any_of,
            tag,
            branches,
        };
        self.define(id, TypeKind::Union(union), keywords.docs());
        Lowered::new(Type::Named(id), keywords)
    }

    fn is_text_list(&self, of: &Type) -> bool {
        matches!(of, Type::Named(id) if matches!(self.types[id.index()].kind, TypeKind::StringEnum(_)))
    }

    pub(super) fn alternative_of(&self, name: Option<String>, lowered: Lowered) -> Branch {
        // Its type says this already.
        let is_own =
            matches!(&lowered.of, Type::Named(id) if self.types[id.index()].docs == lowered.docs);
        Branch {
            name,
            of: lowered.of,
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
        of: Alternatives<'d>,
        values: &[(usize, &'d ReferenceOr<Schema>)],
        at: &At<'_>,
        place: &Place,
        own: Option<TypeId>,
    ) -> Lowered {
        let tag = of
            .discriminator
            .map_or_else(String::new, |found| found.property_name.clone());
        let mut named: Vec<&'d str> = Vec::new();
        for (_, branch) in values {
            if let ReferenceOr::Reference { reference } = branch {
                named.extend(names::schema(reference));
            }
        }
        // `at` is the list, and the discriminator stands beside it.
        let beside = at.parent().unwrap_or(&At::ROOT);
        let mapping = self.mapping(of.discriminator, beside);
        for target in mapping.values() {
            if !named.contains(target) {
                named.push(target);
            }
        }
        let branches = named
            .into_iter()
            .filter_map(|name| {
                if !self.components.by_name.contains_key(name) {
                    return None;
                }
                let is_it = |branch: &ReferenceOr<Schema>| matches!(branch, ReferenceOr::Reference { reference } if names::schema(reference) == Some(name));
                let index = values
                    .iter()
                    .find(|(_, branch)| is_it(branch))
                    .map_or(0, |(index, _)| *index);
                let lowered = self.reference(&format!("#/components/schemas/{name}"), &at.index(index));
                let tags = tags_of(&mapping, name);
                Some(Branch {
                    tags,
                    ..self.alternative_of(None, lowered)
                })
            })
            .collect();
        self.define_branches(
            keywords,
            Union {
                any_of: of.any_of,
                tag: Some(tag),
                branches,
            },
            at,
            place,
            own,
        )
    }

    /// The schema that each tag of a mapping stands for.
    pub(super) fn mapping(
        &mut self,
        discriminator: Option<&'d Discriminator>,
        at: &At<'_>,
    ) -> IndexMap<String, &'d str> {
        let mut tags = IndexMap::new();
        let discriminator_at = at.key("discriminator");
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
    pub(super) fn branch_name(branch: &'d ReferenceOr<Schema>) -> Option<String> {
        let ReferenceOr::Item(schema) = branch else {
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
                let members = || keywords.properties.into_iter().flatten();
                let tag = members().find_map(|(_, schema)| match schema {
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
pub(super) fn distinct(branches: Vec<Branch>) -> Vec<Branch> {
    let mut known: Vec<Branch> = Vec::new();
    for branch in branches {
        match known.iter_mut().find(|other| other.of == branch.of) {
            Some(other) => {
                // What holds for one reading only is not asked of the value.
                if other.constraints != branch.constraints {
                    other.constraints.clear();
                }
                other.tags.extend(branch.tags);
            }
            None => known.push(branch),
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
