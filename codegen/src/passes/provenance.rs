//! Determines where values of undocumented inline types occur.

use std::collections::HashMap;

use crate::ir::visit::for_each_node;
use crate::ir::{
    Api, Container, Operation, Origin, Parameter, Position, Provenance, ResponseBody, Type, TypeId,
    TypeKind, TypeTable,
};

/// Sets the provenance of every inline type without documentation.
///
/// The type that declares it takes precedence over other uses, and earlier uses over later ones.
pub(super) fn run(api: &mut Api) {
    let mut table = ProvenanceTable::default();
    for (id, definition) in api.types.iter() {
        table.visit_definition(&api.types, id, &definition.kind);
    }
    for_each_node(&api.root, |node| {
        for operation in &node.operations {
            table.visit_operation(operation, node.segment.parameters());
        }
    });
    for inbound in api.callbacks.iter().flat_map(|one| &one.operations) {
        table.visit_operation(&inbound.operation, std::iter::empty());
    }
    for (id, provenance) in table.0 {
        let definition = &mut api.types[id];
        let is_undocumented = definition.docs.texts().next().is_none();
        if is_undocumented && matches!(definition.origin, Origin::Inline { .. }) {
            definition.provenance = Some(provenance);
        }
    }
}

/// The provenance of each type, as far as known.
#[derive(Default)]
struct ProvenanceTable(HashMap<TypeId, Provenance>);

impl ProvenanceTable {
    fn visit_definition(&mut self, types: &TypeTable, parent: TypeId, kind: &TypeKind) {
        let properties = match kind {
            TypeKind::Object(object) => object.properties.as_slice(),
            TypeKind::Multipart(multipart) => &multipart.properties,
            _ => &[],
        };
        for property in properties {
            let container = Container::Property {
                ty: parent,
                name: property.name.clone(),
            };
            self.add_part(types, parent, &property.ty, container);
        }
        match kind {
            TypeKind::Object(object) => {
                if let Some(additional) = object.additional.typed() {
                    let container = Container::AdditionalProperties(parent);
                    self.add_part(types, parent, &additional.ty, container);
                }
            }
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    self.add_part(types, parent, &variant.ty, Container::Union(parent));
                }
            }
            TypeKind::TaggedUnion(union) => {
                for variant in &union.variants {
                    let ty = Type::Named(variant.ty);
                    self.add_part(types, parent, &ty, Container::Union(parent));
                }
            }
            _ => {}
        }
    }

    fn visit_operation<'a>(
        &mut self,
        operation: &'a Operation,
        path_parameters: impl Iterator<Item = &'a Parameter>,
    ) {
        let method = operation.method.as_str();
        let name = format!("{method} {}", operation.path);
        for parameter in path_parameters.chain(&operation.parameters) {
            let container = Container::Parameter {
                name: parameter.name.clone(),
                operation: name.clone(),
            };
            self.add(&parameter.ty, container);
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            self.add(&media.ty, Container::Request(name.clone()));
        }
        for media in operation.responses.iter().flat_map(|one| &one.media) {
            self.add(&media.ty, Container::Response(name.clone()));
        }
        for body in [&operation.success, &operation.failure] {
            if let ResponseBody::One(ty) = body {
                self.add(ty, Container::Response(name.clone()));
            }
        }
    }

    /// Adds the provenance of a type that another type mentions.
    fn add_part(&mut self, types: &TypeTable, parent: TypeId, ty: &Type, container: Container) {
        let Some((id, position)) = named_part(ty) else {
            return;
        };
        let is_declared_here = matches!(
            types[id].origin,
            Origin::Inline { within: Some(within), .. } if within == parent
        );
        let provenance = Provenance {
            container,
            position,
        };
        if is_declared_here {
            self.0.insert(id, provenance);
        } else {
            self.0.entry(id).or_insert(provenance);
        }
    }

    /// Adds the provenance of a type that an operation uses.
    fn add(&mut self, ty: &Type, container: Container) {
        if let Some((id, position)) = named_part(ty) {
            self.0.entry(id).or_insert(Provenance {
                container,
                position,
            });
        }
    }
}

/// Returns the named type that a type consists of, and its position in the outermost container.
fn named_part(ty: &Type) -> Option<(TypeId, Position)> {
    match ty {
        Type::Named(id) | Type::Flags(id) => Some((*id, Position::Whole)),
        Type::Array(inner) => named_part(inner).map(|(id, _)| (id, Position::Item)),
        Type::Map(inner) => named_part(inner).map(|(id, _)| (id, Position::Value)),
        Type::Tuple(parts) => {
            let mut parts = parts.iter().filter_map(named_part);
            parts.next().map(|(id, _)| (id, Position::Item))
        }
        Type::OneOrMany(inner)
        | Type::Nullable(inner)
        | Type::JsonString(inner)
        | Type::Part(inner) => named_part(inner),
        _ => None,
    }
}
