//! The intersection of two types: in `allOf`, and for a property that several schemas declare.

use std::rc::Rc;

use super::merged_object::{Conflict, Intersection, MergedObject};
use super::site::{IntersectedPair, IntersectionSite, MergedPair, signature};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::ir::{
    AdditionalProperties, AdditionalProperty, Constraint, Docs, EnumValue, Object, Origin, Type,
    TypeId, TypeKind, Union, UnionVariant, UnresolvedUnion,
};
use crate::lower::types::enums::enum_values::{common_values, enum_of, enum_values, is_of_scalar};
use crate::lower::types::one_of::distinct_variants;
use crate::lower::types::{InlinePath, TypeLowerer};
use crate::schema::Role;
use crate::source::PathCursor;

impl<'d> TypeLowerer<'d> {
    /// Returns the type of the values of both types.
    pub(in crate::lower::types) fn intersect(
        &mut self,
        one: &Type,
        other: &Type,
        site: IntersectionSite<'_>,
    ) -> Result<Intersection, Conflict> {
        use Type::{
            Any, Array, Byte, ByteUrl, Date, DateTime, Double, Duration, Flags, Int32, Int64,
            JsonString, Map, Named, Null, Nullable, OneOrMany, Secret, String, Tuple, Uint64, Uuid,
        };
        let types = [one, other];
        let outer = site.outer;
        let pair = IntersectedPair { types, outer };
        let site = if matches!(types, [Named(_), _] | [_, Named(_)]) {
            if site.is_within(types) {
                // The types contain themselves, and not as properties.
                return Err(Conflict::Inexpressible);
            }
            IntersectionSite {
                outer: Some(&pair),
                ..site
            }
        } else {
            site
        };
        let first = self.types.resolve_alias(one).clone();
        let second = self.types.resolve_alias(other).clone();
        match (&first, &second) {
            // Prefer the one with a name.
            _ if first == second => Ok(match one {
                Named(_) => one.clone(),
                _ => other.clone(),
            }
            .into()),
            (Any, _)
            | (
                String,
                Secret | DateTime | Date | Duration | Uuid | Byte | ByteUrl | JsonString(_)
                | Flags(_),
            )
            | (Int64 | Uint64 | Double, Int32)
            | (Uint64 | Double, Int64)
            | (Double, Uint64)
            | (Nullable(_), Null) => Ok(other.clone().into()),
            (_, Any)
            | (
                Secret | DateTime | Date | Duration | Uuid | Byte | ByteUrl | JsonString(_)
                | Flags(_),
                String,
            )
            | (Int32, Int64 | Uint64 | Double)
            | (Int64, Uint64 | Double)
            | (Uint64, Double)
            | (Null, Nullable(_)) => Ok(one.clone().into()),
            (Nullable(one), Nullable(other)) => {
                let Intersection { ty, constraints } = self.intersect(one, other, site)?;
                let ty = Nullable(Box::new(ty));
                Ok(Intersection { ty, constraints })
            }
            (Nullable(inner), _) => self.intersect(inner, other, site),
            (_, Nullable(inner)) => self.intersect(one, inner, site),
            (Array(one), Array(other)) => Ok(self
                .intersect(one, other, site.with_path(&site.path.below("item")))
                .map_err(Conflict::of_items)?
                .map(Array, Constraint::items)),
            (Tuple(one), Tuple(other)) => self.intersect_positions(one, other, site),
            (Tuple(parts), Array(item)) | (Array(item), Tuple(parts)) => {
                let items = vec![(**item).clone(); parts.len()];
                self.intersect_positions(parts, &items, site)
            }
            (JsonString(one), JsonString(other)) => {
                let Intersection { ty, .. } = self.intersect(one, other, site)?;
                Ok(JsonString(Box::new(ty)).into())
            }
            (Map(one), Map(other)) => Ok(self
                .intersect(one, other, site.with_path(&site.path.below("value")))
                .map_err(Conflict::of_values)?
                .map(Map, Constraint::values)),
            (OneOrMany(one), OneOrMany(other)) => {
                let of_one = self
                    .intersect(one, other, site)
                    .map_err(Conflict::of_items)?;
                let constraints = of_one.constraints.clone();
                let mut of_both = of_one.map(OneOrMany, Constraint::items);
                of_both.constraints.extend(constraints);
                Ok(of_both)
            }
            (OneOrMany(inner), Array(item)) | (Array(item), OneOrMany(inner)) => Ok(self
                .intersect(inner, item, site.with_path(&site.path.below("item")))
                .map_err(Conflict::of_items)?
                .map(Array, Constraint::items)),
            (OneOrMany(inner), _) => self.intersect(inner, other, site),
            (_, OneOrMany(inner)) => self.intersect(one, inner, site),
            (Named(id), _) => self.intersect_named(*id, one, &second, other, site),
            (_, Named(id)) => self.intersect_named(*id, other, &first, one, site),
            (Flags(_), Flags(_)) => Err(Conflict::Inexpressible),
            _ => Err(Conflict::Unsatisfiable),
        }
    }

    /// Returns the type of the values of both types, as `intersect` does. Each comes with whether its
    /// schema allows null besides its values.
    pub(in crate::lower::types) fn intersect_nullable(
        &mut self,
        (one, is_one_nullable): (&Type, bool),
        (other, is_other_nullable): (&Type, bool),
        site: IntersectionSite<'_>,
    ) -> Result<Intersection, Conflict> {
        if is_other_nullable && self.is_null(one) {
            Ok(one.clone().into())
        } else if is_one_nullable && self.is_null(other) {
            Ok(other.clone().into())
        } else {
            self.intersect(one, other, site)
        }
    }

    /// Returns whether null is the only value of a type.
    pub(in crate::lower::types) fn is_null(&self, ty: &Type) -> bool {
        *self.types.resolve_alias(ty) == Type::Null
    }

    /// Intersects the types at each position of two tuples.
    fn intersect_positions(
        &mut self,
        one: &[Type],
        other: &[Type],
        site: IntersectionSite<'_>,
    ) -> Result<Intersection, Conflict> {
        if one.len() != other.len() {
            return Err(Conflict::Unsatisfiable);
        }
        let mut parts = Vec::new();
        let mut constraints = Vec::new();
        for (index, (one, other)) in one.iter().zip(other).enumerate() {
            let path = site.path.at_position(index);
            let part = self.intersect(one, other, site.with_path(&path))?;
            parts.push(part.ty);
            constraints.push(part.constraints);
        }
        Ok(Intersection {
            ty: Type::Tuple(parts),
            constraints: Constraint::positions(&constraints).into_iter().collect(),
        })
    }

    /// Intersects a type that has a definition with another one. `second` is `other` without
    /// aliases.
    fn intersect_named(
        &mut self,
        id: TypeId,
        one: &Type,
        second: &Type,
        other: &Type,
        site: IntersectionSite<'_>,
    ) -> Result<Intersection, Conflict> {
        if let Some(object) = self.object_of_type(id) {
            return self.intersect_object(&object, one, other, site);
        }
        if let TypeKind::Union(union) = self.types[id].kind.clone() {
            return self.intersect_union(&union, one, other, site);
        }
        if let Type::Named(second) = second {
            if let Some(object) = self.object_of_type(*second) {
                return self.intersect_object(&object, other, one, site);
            }
            if let TypeKind::Union(union) = self.types[*second].kind.clone() {
                return self.intersect_union(&union, other, one, site);
            }
        }
        self.intersect_enum(id, one, second, other, site.path)
    }

    /// Intersects an enum with a type that is neither an object nor a union.
    fn intersect_enum(
        &mut self,
        id: TypeId,
        one: &Type,
        second: &Type,
        other: &Type,
        path: &InlinePath,
    ) -> Result<Intersection, Conflict> {
        if let TypeKind::External(external) = &self.types[id].kind {
            let is_same = external.json == self.json_type(second);
            return is_same
                .then(|| one.clone().into())
                .ok_or(Conflict::Inexpressible);
        }
        let values = enum_values(&self.types[id].kind).ok_or(Conflict::Inexpressible)?;
        let count = values.len();
        let (common, is_other) = match second {
            Type::Named(second) => {
                let others =
                    enum_values(&self.types[*second].kind).ok_or(Conflict::Inexpressible)?;
                let common = common_values(values, &others);
                let is_other = common.len() == others.len();
                (common, is_other)
            }
            ty => {
                let is_value = |known: &EnumValue<_>| is_of_scalar(ty, &known.value);
                (values.into_iter().filter(is_value).collect(), false)
            }
        };
        match common.len() {
            0 if matches!(second, Type::Flags(_)) => Err(Conflict::Inexpressible),
            0 => Err(Conflict::Unsatisfiable),
            common_count if common_count == count => Ok(one.clone().into()),
            _ if is_other => Ok(other.clone().into()),
            _ => {
                let id = self.reserve(path);
                self.define(id, enum_of(common), Docs::default());
                Ok(Type::Named(id).into())
            }
        }
    }

    /// Intersects each variant of a union with another type.
    fn intersect_union(
        &mut self,
        union: &Union,
        one: &Type,
        other: &Type,
        site: IntersectionSite<'_>,
    ) -> Result<Intersection, Conflict> {
        let mut variants = Vec::new();
        for variant in &union.variants {
            let word = variant.name.clone();
            let word = word.unwrap_or_else(|| self.type_word(&variant.ty));
            match self.intersect(&variant.ty, other, site.with_path(&site.path.below(&word))) {
                Ok(intersection) => {
                    let mut constraints = variant.constraints.clone();
                    self.merge_constraints(&mut constraints, intersection.constraints, site.cursor);
                    variants.push(UnionVariant {
                        ty: intersection.ty,
                        constraints,
                        name: Some(word),
                        ..variant.clone()
                    });
                }
                Err(
                    Conflict::Unsatisfiable | Conflict::OnlyEmptyArray | Conflict::OnlyEmptyObject,
                ) => {}
                Err(Conflict::Inexpressible) => return Err(Conflict::Inexpressible),
            }
        }
        let is_same = |(one, other): (&UnionVariant, &UnionVariant)| {
            one.ty == other.ty && one.constraints == other.constraints
        };
        if variants.len() == union.variants.len()
            && variants.iter().zip(&union.variants).all(is_same)
        {
            return Ok(one.clone().into());
        }
        let mut variants = distinct_variants(variants);
        match &mut variants[..] {
            [] => Err(Conflict::Unsatisfiable),
            [only] => Ok(Intersection {
                ty: only.ty.clone(),
                constraints: std::mem::take(&mut only.constraints),
            }),
            _ => {
                let id = self.reserve(site.path);
                let has_discriminator = union.tag.is_some();
                let union = Union {
                    variants,
                    ..union.clone()
                };
                self.define(id, TypeKind::Union(union), Docs::default());
                self.deferred.unions.push(UnresolvedUnion {
                    id,
                    pointer: site.cursor.to_pointer(),
                    has_discriminator,
                    inherits_discriminator: false,
                    default_variant: None,
                });
                Ok(Type::Named(id).into())
            }
        }
    }

    /// Intersects an object with another type.
    fn intersect_object(
        &mut self,
        object: &MergedObject<'d>,
        one: &Type,
        other: &Type,
        site: IntersectionSite<'_>,
    ) -> Result<Intersection, Conflict> {
        match self.types.resolve_alias(other).clone() {
            Type::Named(id) => {
                if let Some(second) = self.object_of_type(id) {
                    if object.includes(&second) {
                        return Ok(other.clone().into());
                    }
                    if second.includes(object) {
                        return Ok(one.clone().into());
                    }
                    self.warn_merged_hierarchy(one, site.cursor);
                    self.warn_merged_hierarchy(other, site.cursor);
                    return self.merge_objects(object, &second, site);
                }
                match self.types[id].kind.clone() {
                    TypeKind::Union(union) => self.intersect_union(&union, other, one, site),
                    // The keywords of the object apply to objects alone.
                    TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) if !object.typed => {
                        Ok(other.clone().into())
                    }
                    TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => {
                        Err(Conflict::Unsatisfiable)
                    }
                    _ => Err(Conflict::Inexpressible),
                }
            }
            Type::Map(value) if *value == Type::Any => Ok(one.clone().into()),
            Type::Map(value) => {
                let map = Object {
                    properties: Vec::new(),
                    // The constraints on values belong to the use of the map.
                    additional: AdditionalProperties::Typed(AdditionalProperty {
                        ty: *value,
                        constraints: Vec::new(),
                    }),
                    closed: false,
                    constraints: Vec::new(),
                };
                let map = MergedObject::from_object(&map, true);
                self.warn_merged_hierarchy(one, site.cursor);
                self.merge_objects(object, &map, site)
            }
            _ if !object.typed => Ok(other.clone().into()),
            _ => Err(Conflict::Unsatisfiable),
        }
    }

    /// Returns the properties of a type, with the inherited ones, or `None` if it is not an object,
    /// not known yet, or one of several alternatives.
    pub(in crate::lower::types) fn object_of_type(
        &self,
        id: TypeId,
    ) -> Option<Rc<MergedObject<'d>>> {
        if let Origin::Component(name) = &self.types[id].origin
            && let Some(component) = self.components.get(name)
            && component.role.has_properties()
        {
            let object = self.lowered.objects.get(component.name)?;
            let is_object = object.alternatives.is_empty() && !object.is_impossible;
            return is_object.then(|| Rc::clone(object));
        }
        match &self.types[id].kind {
            TypeKind::Object(object) if self.types.is_defined(id) => {
                let typed = !self.lowered.untyped_objects.contains(&id);
                Some(Rc::new(MergedObject::from_object(object, typed)))
            }
            _ => None,
        }
    }

    /// Warns that merging a tagged union with another object keeps only the properties of its base.
    fn warn_merged_hierarchy(&mut self, ty: &Type, cursor: &PathCursor<'_>) {
        let Some(id) = self.types.named_behind_alias(ty) else {
            return;
        };
        let Origin::Component(name) = &self.types[id].origin else {
            return;
        };
        let component = self.components.get(name);
        if component.is_some_and(|found| matches!(found.role, Role::TaggedUnion { .. })) {
            let message = format!(
                "the discriminator of `{name}` has no effect here: the extended hierarchy becomes \
                 one object, and properties of derived schemas are kept as additional data"
            );
            self.diagnostics.push(
                Diagnostic::new(Code::DiscriminatorWithoutEffect, cursor.on_value(), message)
                    .help("reference one schema of the hierarchy, or declare the property once"),
            );
        }
    }

    /// Returns the object with the properties of two.
    fn merge_objects(
        &mut self,
        one: &MergedObject<'d>,
        other: &MergedObject<'d>,
        site: IntersectionSite<'_>,
    ) -> Result<Intersection, Conflict> {
        let objects = [signature(one), signature(other)];
        if let Some(pair) = site.merging.iter().find(|pair| pair.objects == objects) {
            // The objects contain themselves.
            return Ok(Type::Named(pair.id).into());
        }
        let id = self.reserve(site.path);
        let merging = [site.merging, &[MergedPair { objects, id }]].concat();
        let inner = IntersectionSite {
            path: &site.path.of_type(id),
            merging: &merging,
            outer: None,
            ..site
        };
        let mut object = one.clone();
        let result = self.merge_object_into(&mut object, other, inner);
        self.define_object(id, &object, Docs::default());
        result.map(|()| Type::Named(id).into())
    }

    fn merge_object_into(
        &mut self,
        object: &mut MergedObject<'d>,
        other: &MergedObject<'d>,
        site: IntersectionSite<'_>,
    ) -> Result<(), Conflict> {
        for property in &other.properties {
            let Some(index) = object
                .properties
                .iter()
                .position(|known| known.name == property.name)
            else {
                object.properties.push(property.clone());
                continue;
            };
            let below = site.path.below(&property.name);
            let declaration = other.declarations.get(&property.name);
            let site = site.with_path(&below);
            self.merge_redeclaration(property.clone(), declaration, object, index, site);
        }
        object.required.extend(other.required.iter().cloned());
        if object.excludes_objects() {
            return Err(Conflict::Unsatisfiable);
        }
        let (one, two) = (object.additional.as_ref(), other.additional.as_ref());
        let additional = self.intersect_additional(one, two, site);
        self.merge_constraints(
            &mut object.constraints,
            other.constraints.clone(),
            site.cursor,
        );
        object.merge_rest(other, additional);
        self.complete_object(object, site.cursor);
        Ok(())
    }

    /// Returns the intersection of the `additionalProperties` of two objects.
    pub(in crate::lower::types) fn intersect_additional(
        &mut self,
        one: Option<&AdditionalProperty>,
        other: Option<&AdditionalProperty>,
        site: IntersectionSite<'_>,
    ) -> Option<AdditionalProperty> {
        let (Some(one), Some(other)) = (one, other) else {
            return one.or(other).cloned();
        };
        let below = site.path.below("additional property");
        let intersection = match self.intersect(&one.ty, &other.ty, site.with_path(&below)) {
            Ok(intersection) => intersection,
            Err(Conflict::Inexpressible) => {
                self.warn_inexpressible("additionalProperties", &site.cursor.to_pointer());
                Type::Any.into()
            }
            Err(Conflict::Unsatisfiable | Conflict::OnlyEmptyArray | Conflict::OnlyEmptyObject) => {
                self.report_contradiction(
                    site.cursor.on_value(),
                    None,
                    "contradicts `additionalProperties` in another schema of the `allOf`: there \
                     can be no additional properties",
                    "the client uses the type of the first schema",
                );
                return Some(one.clone());
            }
        };
        let mut constraints = one.constraints.clone();
        self.merge_constraints(&mut constraints, other.constraints.clone(), site.cursor);
        self.merge_constraints(&mut constraints, intersection.constraints, site.cursor);
        Some(AdditionalProperty {
            constraints: self.relevant_constraints(&intersection.ty, constraints),
            ty: intersection.ty,
        })
    }

    fn type_word(&self, ty: &Type) -> String {
        match ty {
            Type::Named(id) => match &self.types[*id].origin {
                Origin::Component(name) => name.clone(),
                Origin::Inline { words, .. } => words.join(" "),
                _ => "object".to_owned(),
            },
            Type::Array(_) | Type::Tuple(_) => "array".to_owned(),
            Type::Map(_) => "map".to_owned(),
            _ => "value".to_owned(),
        }
    }
}
