//! The named schemas.

use std::rc::Rc;

use super::constraints::all_constraints;
use super::{
    ComponentTypes, InlinePath, LoweredSchema, MergedObject, Scope, TypeLowerer, declared_name,
    docs,
};
use crate::diagnostics::Diagnostics;
use crate::ir::{
    LiteralKind, Newtype, Origin, Type, TypeId, TypeKind, UntypedReason, report_infinite_type,
};
use crate::schema::{Component, Order, Role, Step};
use crate::source::PathCursor;

impl<'d> TypeLowerer<'d> {
    /// Lowers the named schemas in their order.
    pub(in crate::lower) fn lower_components(&mut self, order: &Order<'d>) {
        self.reserve_component_types();
        self.define_enums();
        for step in &order.steps {
            match *step {
                Step::Lower(name) => {
                    if let Some(component) = self.components.get(name) {
                        self.lower_component(component, order);
                    }
                }
                Step::Define(name) => {
                    if let Some(component) = self.components.get(name) {
                        self.define_component(component);
                    }
                }
            }
        }
    }

    /// Reserves the types of all named schemas, so that they can refer to each other.
    fn reserve_component_types(&mut self) {
        for component in self.components.iter() {
            let origin = Origin::Component(component.name.to_owned());
            let id = self.reserve_in(Scope::Models, origin);
            self.types[id].declared_name = at_schema(component.name, |cursor| {
                declared_name(&component.view.schema.extensions, cursor)
            });
            let base = (component.role == Role::TaggedUnion { is_abstract: false })
                .then(|| self.reserve_in(Scope::Models, Origin::Base(id)));
            self.component_types
                .insert(component.name, ComponentTypes { id, base });
        }
    }

    /// Defines the named enums, whose values decide what other schemas become.
    fn define_enums(&mut self) {
        for component in self.components.iter() {
            if matches!(component.role, Role::StringEnum { .. } | Role::ValueEnum)
                && let Some(id) = self.component_type(component.name)
            {
                let kind = at_schema(component.name, |cursor| {
                    self.enum_type(component.view, cursor)
                });
                if let Some(kind) = kind {
                    self.define(id, kind, docs(component.view));
                }
            }
        }
    }

    /// Resolves an alias, or merges the properties of an object.
    fn lower_component(&mut self, component: Component<'d>, order: &Order<'d>) {
        match component.role {
            Role::Alias => {
                let lowered = self.lower_alias(component, order);
                self.lowered.aliases.insert(component.name, lowered);
            }
            Role::Object | Role::TaggedUnion { .. } => {
                let object = self.merge_component(component);
                self.lowered.objects.insert(component.name, Rc::new(object));
                self.resume_deferred_objects(component.name);
            }
            Role::StringEnum { .. } | Role::ValueEnum => {}
        }
    }

    fn merge_component(&mut self, component: Component<'d>) -> MergedObject<'d> {
        let Some(id) = self.component_type(component.name) else {
            return MergedObject::default();
        };
        at_schema(component.name, |cursor| {
            let path = InlinePath::within(Scope::Models, id);
            let object = MergedObject {
                component: Some(component.name),
                ..MergedObject::default()
            };
            let mut object = self.merge_into(object, component.view, cursor, &path);
            if let (Role::TaggedUnion { .. }, Some(discriminator)) =
                (component.role, component.view.discriminator_with_parts())
            {
                self.declare_discriminator(&discriminator.property_name, &mut object, cursor);
            }
            object
        })
    }

    /// Defines the type of a named object, and records the literal values of any named schema.
    fn define_component(&mut self, component: Component<'d>) {
        let Some(ComponentTypes { id, base }) = self.component_types.get(component.name).copied()
        else {
            return;
        };
        let view = component.view;
        at_schema(component.name, |cursor| {
            match component.role {
                Role::Object => {
                    let object = self.merged_component(component.name);
                    let object = MergedObject::clone(&object);
                    let path = InlinePath::within(Scope::Models, id);
                    self.define_merged(id, object, view, cursor, &path);
                }
                Role::TaggedUnion { .. } if self.merged_component(component.name).is_impossible => {
                    self.models.retain(|id| base != Some(*id));
                    self.define(id, TypeKind::Alias(Type::Any), docs(view));
                }
                Role::TaggedUnion { .. } => {
                    if let Some(base) = base {
                        let object = self.merged_component(component.name).to_object();
                        self.define(base, TypeKind::Object(object), docs(view));
                    }
                    let tagged_union = self.tagged_union(component, base, cursor);
                    self.define(id, TypeKind::TaggedUnion(tagged_union), docs(view));
                }
                Role::Alias | Role::StringEnum { .. } | Role::ValueEnum => {}
            }
            if view.reference.is_some() {
                return;
            }
            let lowered = self.component_at_definition(component, id, cursor);
            if let Some(default) = &view.schema.default {
                let cursor = cursor.key("default");
                let kind = LiteralKind::Default {
                    is_typed: view.instance_type.is_some(),
                };
                self.defer_literal_check(kind, &cursor, &lowered, default);
            }
            for example in &view.schema.examples {
                let words = vec![component.name.to_owned()];
                let Some(index) = example.index else {
                    let cursor = cursor.key("example");
                    self.record_example(&cursor, &lowered, words, &example.value);
                    continue;
                };
                let cursor = cursor.key("examples");
                self.record_example(&cursor.index(index), &lowered, words, &example.value);
            }
        });
    }

    /// Returns the definition of a named schema. Reports errors in its constraints.
    fn component_at_definition(
        &mut self,
        component: Component<'d>,
        id: TypeId,
        cursor: &PathCursor<'_>,
    ) -> LoweredSchema {
        let ty = Type::Named(id);
        match component.role {
            Role::Alias => self.lower_reference(component.name),
            Role::StringEnum { .. } | Role::ValueEnum => {
                self.warn_unvalidated(component.view, cursor);
                LoweredSchema {
                    constraints: self.constraints(component.view, &ty, cursor),
                    ..LoweredSchema::new(ty, component.view)
                }
            }
            Role::Object | Role::TaggedUnion { .. } => LoweredSchema::new(ty, component.view),
        }
    }

    /// Returns the named object with what it inherits; an empty one if it inherits from itself.
    pub(super) fn merged_component(&self, name: &str) -> Rc<MergedObject<'d>> {
        let object = self.lowered.objects.get(name);
        object.map(Rc::clone).unwrap_or_default()
    }

    /// Lowers a reference to a named schema.
    pub(super) fn lower_reference(&mut self, name: &str) -> LoweredSchema {
        let (Some(component), Some(id)) = (self.components.get(name), self.component_type(name))
        else {
            // `load` reports it.
            return LoweredSchema::any();
        };
        let ty = match component.role {
            Role::StringEnum { is_flags: true } => Type::Flags(id),
            _ => Type::Named(id),
        };
        match component.role {
            Role::Alias => match self.lowered.aliases.get(name) {
                Some(lowered) => LoweredSchema {
                    ty,
                    ..lowered.clone()
                },
                // A recursive alias refers to itself.
                None if component.view.reference.is_some() => ty.into(),
                None => LoweredSchema::new(ty, component.view),
            },
            Role::StringEnum { .. } | Role::ValueEnum => {
                let json_type = self.json_type(&ty);
                // They are reported where they are written, once.
                let mut reported = Diagnostics::new();
                let root = PathCursor::ROOT;
                let mut constraints =
                    all_constraints(component.view, &json_type, &root, &mut reported);
                constraints.extend(self.assertion_constraints(component.view, &json_type, &root));
                LoweredSchema {
                    constraints: self.relevant_constraints(&ty, constraints),
                    ..self.with_part_annotations(ty, component.view)
                }
            }
            Role::Object | Role::TaggedUnion { .. } => {
                self.with_part_annotations(ty, component.view)
            }
        }
    }

    /// Resolves a schema that is another name for a type, and defines the name.
    fn lower_alias(&mut self, component: Component<'d>, order: &Order<'d>) -> LoweredSchema {
        let Some(id) = self.component_type(component.name) else {
            return LoweredSchema::any();
        };
        let mapped = at_schema(component.name, |cursor| {
            self.lower_mapped_component(component, id, cursor)
        });
        if let Some(mapped) = mapped {
            return mapped;
        }
        let lowered = match &component.view.reference {
            Some(reference) => self.lower_reference(reference),
            None => at_schema(component.name, |cursor| {
                let path = InlinePath::within(Scope::Models, id);
                self.lower_inline(component.view, cursor, &path, Some(id))
            }),
        };
        let is_recursive = order.is_recursive_alias(component.name);
        if self.types.is_defined(id) {
            return at_schema(component.name, |cursor| {
                self.move_constraints_into_union(id, lowered, cursor)
            });
        }
        if is_recursive && self.is_value_of(&lowered.ty, id) {
            at_schema(component.name, |cursor| {
                let path = InlinePath::within(Scope::Models, id);
                self.raw_json(UntypedReason::Infinite, cursor, &path);
                report_infinite_type(&cursor.to_pointer(), self.diagnostics);
            });
            self.define(id, TypeKind::Alias(Type::Any), lowered.docs);
            return LoweredSchema::any();
        }
        if is_recursive {
            let newtype = Newtype {
                ty: lowered.ty.clone(),
                constraints: lowered.constraints.clone(),
            };
            self.define(id, TypeKind::Newtype(newtype), lowered.docs.clone());
            return LoweredSchema {
                constraints: Vec::new(),
                ..lowered
            };
        }
        let kind = TypeKind::Alias(lowered.ty.clone());
        self.define(id, kind, lowered.docs.clone());
        lowered
    }

    /// Moves the constraints of a schema that is a union into the variants of the union, which may
    /// contain itself.
    fn move_constraints_into_union(
        &mut self,
        id: TypeId,
        mut lowered: LoweredSchema,
        cursor: &PathCursor<'_>,
    ) -> LoweredSchema {
        if !lowered.constraints.is_empty()
            && let TypeKind::Union(mut union) = self.types[id].kind.clone()
        {
            let constraints = std::mem::take(&mut lowered.constraints);
            for variant in &mut union.variants {
                let more = self.relevant_constraints(&variant.ty, constraints.clone());
                self.merge_constraints(&mut variant.constraints, more, cursor);
            }
            self.types[id].kind = TypeKind::Union(union);
        }
        lowered
    }

    /// Returns whether a value of a type is a value of another one, without an array, a map or an
    /// object around it.
    fn is_value_of(&self, ty: &Type, id: TypeId) -> bool {
        match self.types.resolve_alias(ty) {
            Type::OneOrMany(inner) | Type::Nullable(inner) => self.is_value_of(inner, id),
            Type::Tuple(parts) => parts.iter().any(|part| self.is_value_of(part, id)),
            Type::Named(named) => *named == id,
            _ => false,
        }
    }
}

/// Calls a function with the location of a named schema.
pub(super) fn at_schema<R>(name: &str, call: impl FnOnce(&PathCursor<'_>) -> R) -> R {
    call(&PathCursor::ROOT.key("components").key("schemas").key(name))
}
