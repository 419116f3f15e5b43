//! Objects: the properties of a schema together with those of everything that it inherits from.

use serde_json::Value;

use super::annotations::declared_name;
use super::components::at_schema;
use super::constraints::property_counts;
use super::merge::contradictions::RAW_JSON;
use super::merge::merged_object::{
    AlternativeSet, Conflict, Intersection, MergedObject, PropertyConflict, merge_property,
    undeclared_property,
};
use super::merge::site::IntersectionSite;
use super::{InlinePath, LoweredSchema, TypeLowerer};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::code::Code;
use crate::document::{AdditionalPropertiesKeyword, InstanceType, Schema};
use crate::ir::{
    AdditionalProperty, Constraint, DeclaredName, Docs, Presence, Property, SimpleSchema, Type,
    TypeId, TypeKind, UntypedReason,
};
use crate::schema::{Role, SchemaView};
use crate::source::{JsonPointer, PathCursor};

impl<'d> TypeLowerer<'d> {
    /// Merges an object schema with the parts of its `allOf`, the parts first.
    pub(in crate::lower) fn merge_object(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> MergedObject<'d> {
        self.merge_into(MergedObject::default(), view, cursor, path)
    }

    /// Merges an object schema and the parts of its `allOf` into an object.
    pub(super) fn merge_into(
        &mut self,
        mut object: MergedObject<'d>,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
    ) -> MergedObject<'d> {
        self.merge_schema(view, cursor, path, &mut object, &mut Vec::new());
        self.complete_object(&mut object, cursor);
        object
    }

    /// Merges another schema into an object. `seen` are the aliases on the path.
    pub(super) fn merge_part(
        &mut self,
        part: &'d Schema,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        object: &mut MergedObject<'d>,
        seen: &mut Vec<&'d str>,
    ) {
        match &part.reference {
            None => self.merge_schema(SchemaView::new(part), cursor, path, object, seen),
            Some(reference) => self.merge_ref(reference, cursor, path, object, seen),
        }
    }

    /// Makes required properties required, and reports properties whose declarations have no type in
    /// common.
    pub(super) fn complete_object(
        &mut self,
        object: &mut MergedObject<'d>,
        cursor: &PathCursor<'_>,
    ) {
        let declared = object.properties.len();
        object.apply_required();
        if object.properties.len() > declared && object.alternatives.is_empty() {
            self.record_untyped(UntypedReason::UndeclaredProperty, cursor.to_pointer(), None);
        }
        for conflict in std::mem::take(&mut object.conflicts) {
            let is_required = object.required.contains(&conflict.name);
            let Some(property) = object.property_mut(&conflict.name) else {
                continue;
            };
            let ty = property.ty.clone();
            let resolved = self.resolve_conflict(&conflict, ty, is_required, property.nullable);
            if resolved != property.ty {
                // They limit values of the first type.
                property.constraints.clear();
                property.ty = resolved;
            }
        }
    }

    fn merge_schema(
        &mut self,
        view: SchemaView<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        object: &mut MergedObject<'d>,
        seen: &mut Vec<&'d str>,
    ) {
        object.is_impossible |= self.report_not_an_object(view, cursor);
        object.typed |= view.instance_type.is_some();
        for alternatives in view.alternatives() {
            let pointer = cursor.key(alternatives.keyword.name()).to_pointer();
            object.alternatives.push(AlternativeSet {
                alternatives,
                pointer,
            });
        }
        self.warn_unvalidated(view, cursor);
        let parts = cursor.key("allOf");
        for (index, part) in view.schema.all_of.iter().enumerate() {
            self.merge_part(part, &parts.index(index), path, object, seen);
        }
        let inherited = object.properties.len();
        let properties = cursor.key("properties");
        for (name, schema) in &view.schema.properties {
            let cursor = properties.key(name);
            if schema.is_impossible {
                let absent = SimpleSchema::Required(vec![name.clone()]);
                self.merge_object_constraints(object, vec![Constraint::Not(absent)], &cursor);
                continue;
            }
            let declared_name = declared_name(&schema.extensions, &cursor);
            let words = DeclaredName::or(declared_name.as_ref(), name);
            let lowered = self.lower_unnamed(schema, &cursor, &path.below(words));
            let property = Property {
                declared_name,
                ..property(name, property_aliases(view, name), lowered)
            };
            let declaration = cursor.to_pointer();
            self.merge_declaration(
                property,
                Some(&declaration),
                &cursor,
                path,
                object,
                inherited,
            );
        }
        object.required.extend(view.required.iter().cloned());
        let mut constraints = property_counts(view, cursor, self.diagnostics);
        let any_object = Type::Map(Box::new(Type::Any));
        constraints.extend(self.assertion_constraints(view, &any_object, cursor));
        self.merge_object_constraints(object, constraints, cursor);
        match &view.schema.additional_properties {
            Some(AdditionalPropertiesKeyword::Allowed(false)) => object.closed = true,
            Some(AdditionalPropertiesKeyword::Allowed(true)) | None => {}
            Some(AdditionalPropertiesKeyword::Schema(schema)) => {
                let cursor = cursor.key("additionalProperties");
                let below = path.below("additional property");
                let lowered = self.lower_schema(schema, &cursor, &below);
                let says = lowered.ty != Type::Any || !lowered.constraints.is_empty();
                let additional = says.then(|| AdditionalProperty {
                    constraints: lowered.constraints.clone(),
                    ty: lowered.into_item(),
                });
                self.merge_additional(object, additional.as_ref(), path, &cursor);
            }
        }
    }

    /// Reports a part of an object whose values are not objects, and returns whether it is one.
    fn report_not_an_object(&mut self, view: SchemaView<'d>, cursor: &PathCursor<'_>) -> bool {
        let other = view
            .instance_type
            .filter(|instance_type| *instance_type != InstanceType::Object);
        let (cursor, what) = match other {
            Some(instance_type) => (
                cursor.key("type"),
                format!("`type: {}`", instance_type.name()),
            ),
            None if view.enumeration.is_empty() => return false,
            None if view.enumeration.iter().any(Value::is_object) => {
                self.enum_type(view, cursor);
                return false;
            }
            None => (cursor.key("enum"), "an enum with these values".to_owned()),
        };
        self.report_contradiction(
            cursor.on_value(),
            None,
            format!("{what} is not an object, which another schema of the `allOf` requires"),
            RAW_JSON,
        );
        true
    }

    fn merge_object_constraints(
        &mut self,
        object: &mut MergedObject<'d>,
        constraints: Vec<Constraint>,
        cursor: &PathCursor<'_>,
    ) {
        self.merge_constraints(&mut object.constraints, constraints, cursor);
    }

    /// Merges the `additionalProperties` of another schema.
    fn merge_additional(
        &mut self,
        object: &mut MergedObject<'d>,
        additional: Option<&AdditionalProperty>,
        path: &InlinePath,
        cursor: &PathCursor<'_>,
    ) {
        let site = IntersectionSite::new(path, cursor);
        let known = object.additional.take();
        object.additional = self.intersect_additional(known.as_ref(), additional, site);
    }

    /// Merges a named schema into an object.
    fn merge_ref(
        &mut self,
        reference: &str,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        object: &mut MergedObject<'d>,
        seen: &mut Vec<&'d str>,
    ) {
        let Some(component) = self.components.get(reference) else {
            return;
        };
        let view = component.view;
        match component.role {
            Role::Object | Role::TaggedUnion { .. } => {
                let base = self.merged_component(component.name);
                self.merge_base(&base, cursor, path, object);
            }
            _ if view.schema.reference.is_some() => {
                self.merge_part(view.schema, cursor, path, object, seen);
            }
            Role::Alias if view.may_be_object() => {
                let schemas = JsonPointer::root().key("components").key("schemas");
                let pointer = schemas.key(component.name);
                if path.is_expanding(&pointer) {
                    self.warn_inexpressible(component.name, &cursor.to_pointer());
                } else if let Some(id) = self.component_type(component.name)
                    && !seen.contains(&component.name)
                {
                    seen.push(component.name);
                    let mut inherited = std::mem::take(&mut object.alternatives);
                    at_schema(component.name, |cursor| {
                        let path = path.of_component(id).expanding([pointer]);
                        self.merge_schema(view, cursor, &path, object, seen);
                    });
                    object
                        .alternatives
                        .retain(|set| !self.lists_family(set, object.component));
                    inherited.append(&mut object.alternatives);
                    object.alternatives = inherited;
                }
            }
            _ => {
                object.is_impossible = true;
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::NotAnObject,
                        cursor.key("$ref").on_value(),
                        format!("`{}` is not an object schema", component.name),
                    )
                    .help(
                        "use an object schema: others cannot be inherited from or have a \
                         discriminator",
                    )
                    .consequence(RAW_JSON),
                );
            }
        }
    }

    fn merge_base(
        &mut self,
        base: &MergedObject<'d>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        object: &mut MergedObject<'d>,
    ) {
        object.required.extend(base.required.iter().cloned());
        self.merge_additional(object, base.additional.as_ref(), path, cursor);
        object.closed |= base.closed;
        object.typed |= base.typed;
        let inherited = base.alternatives.iter();
        let inherited = inherited.filter(|set| !self.lists_family(set, object.component));
        let inherited: Vec<AlternativeSet<'d>> = inherited.cloned().collect();
        object.alternatives.extend(inherited);
        self.merge_object_constraints(object, base.constraints.clone(), cursor);
        let known = object.properties.len();
        for property in &base.properties {
            let declaration = base.declarations.get(&property.name);
            self.merge_declaration(property.clone(), declaration, cursor, path, object, known);
        }
    }

    /// Returns whether alternatives of a base list the schema that inherits them, or what inherits
    /// from that: they describe the base alone.
    fn lists_family(&self, set: &AlternativeSet<'d>, component: Option<&'d str>) -> bool {
        let Some(component) = component else {
            return false;
        };
        let mut descendants = None;
        set.alternatives.schemas.iter().any(|schema| {
            let Some(name) = &schema.reference else {
                return false;
            };
            name == component
                || descendants
                    .get_or_insert_with(|| self.components.descendants(component))
                    .contains(&name.as_str())
        })
    }

    /// Adds a property, or merges it with an earlier declaration among the first `known` ones.
    /// `declaration` is where it is declared, and `cursor` is where the declarations meet.
    fn merge_declaration(
        &mut self,
        property: Property,
        declaration: Option<&JsonPointer>,
        cursor: &PathCursor<'_>,
        path: &InlinePath,
        object: &mut MergedObject<'d>,
        known: usize,
    ) {
        let Some(index) = object.properties[..known]
            .iter()
            .position(|known| known.name == property.name)
        else {
            if let Some(declaration) = declaration {
                let name = property.name.clone();
                object.declarations.insert(name, declaration.clone());
            }
            object.properties.push(property);
            return;
        };
        let path = path.below(property.words());
        let site = IntersectionSite::new(&path, cursor);
        self.merge_redeclaration(property, declaration, object, index, site);
    }

    /// Merges a property with the earlier declaration at an index. `declaration` is where it is
    /// declared, if that is known.
    pub(super) fn merge_redeclaration(
        &mut self,
        mut property: Property,
        declaration: Option<&JsonPointer>,
        object: &mut MergedObject<'d>,
        index: usize,
        site: IntersectionSite<'_>,
    ) {
        let first = object.properties[index].clone();
        let intersection = self.intersect_nullable(
            (&first.ty, first.nullable),
            (&property.ty, property.nullable),
            site,
        );
        let intersection = intersection.unwrap_or_else(|conflict| {
            object.conflicts.push(PropertyConflict {
                name: property.name.clone(),
                pointer: site.cursor.to_pointer(),
                first: object.declarations.get(&property.name).cloned(),
                second: declaration.cloned(),
                conflict,
            });
            if conflict == Conflict::Inexpressible {
                return Type::Any.into();
            }
            property.constraints.clear();
            property.default = None;
            first.ty.into()
        });
        if property.ty == Type::Any && intersection.ty != Type::Any {
            self.untyped.shift_remove(&site.cursor.to_pointer());
        }
        let known = &mut object.properties[index];
        if known.read_only && property.write_only || known.write_only && property.read_only {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::Contradiction,
                    site.cursor.on_value(),
                    format!(
                        "`{}` is both `readOnly` and `writeOnly`, so it can never be present",
                        property.name
                    ),
                )
                .help("remove one of them")
                .consequence("the client ignores both"),
            );
            (known.read_only, known.write_only) = (false, false);
            (property.read_only, property.write_only) = (false, false);
        }
        self.merge_properties(known, &property, intersection, site.cursor);
    }

    /// Merges two declarations of a property, and leaves out constraints that are not relevant for
    /// the type of both.
    pub(super) fn merge_properties(
        &mut self,
        property: &mut Property,
        other: &Property,
        intersection: Intersection,
        cursor: &PathCursor<'_>,
    ) {
        merge_property(property, other, intersection.ty);
        let mut constraints = std::mem::take(&mut property.constraints);
        self.merge_constraints(&mut constraints, other.constraints.clone(), cursor);
        self.merge_constraints(&mut constraints, intersection.constraints, cursor);
        property.constraints = self.relevant_constraints(&property.ty, constraints);
    }

    /// Adds the property of a discriminator to an object that does not declare it.
    pub(super) fn declare_discriminator(
        &mut self,
        name: &str,
        object: &mut MergedObject<'d>,
        cursor: &PathCursor<'_>,
    ) {
        if object
            .properties
            .iter()
            .any(|property| property.name == name)
        {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                Code::DiscriminatorProperty,
                cursor.on_value(),
                format!(
                    "discriminator property `{name}` is not declared; it is generated as an \
                     optional string"
                ),
            )
            .help("declare the property with `type: string`"),
        );
        object.properties.push(Property {
            presence: Presence::Optional,
            ..undeclared_property(name, Type::String)
        });
    }

    /// Defines a reserved type as an object.
    pub(super) fn define_object(&mut self, id: TypeId, object: &MergedObject<'d>, docs: Docs) {
        if !object.typed {
            self.lowered.untyped_objects.insert(id);
        }
        self.define(id, TypeKind::Object(object.to_object()), docs);
    }
}

fn property(name: &str, aliases: Vec<String>, lowered: LoweredSchema) -> Property {
    Property {
        name: name.to_owned(),
        declared_name: None,
        aliases,
        ty: lowered.ty,
        presence: Presence::Optional,
        nullable: lowered.nullable,
        boxed: false,
        constraints: lowered.constraints,
        default: lowered.default.filter(|default| *default != Value::Null),
        tag: None,
        read_only: lowered.read_only,
        write_only: lowered.write_only,
        docs: lowered.docs,
    }
}

/// Returns the other names of a property that `x-aliases` lists.
fn property_aliases(view: SchemaView<'_>, property: &str) -> Vec<String> {
    let aliases = view.extensions.get("x-aliases");
    let aliases = aliases.and_then(|aliases| aliases.get(property)?.as_array());
    let aliases = aliases.into_iter().flatten();
    aliases
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
