//! The shape of the values of a type, as the styles of parameters distinguish them.

use crate::ir::{Type, TypeKind, TypeTable};

/// The shape of the values of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lower::operations) enum Shape {
    /// A string, a number or a boolean.
    Scalar,
    /// A list; `nested` if its items are lists or objects.
    List { nested: bool },
    /// An object; `nested` if its properties are lists or objects.
    Object { nested: bool },
    /// Only the value has a shape.
    Open,
}

impl Shape {
    /// Returns whether the values are objects.
    pub(in crate::lower::operations) fn is_object(self) -> bool {
        matches!(self, Self::Object { .. })
    }

    /// Returns whether there are lists or objects inside of others.
    pub(in crate::lower::operations) fn is_nested(self) -> bool {
        matches!(
            self,
            Self::List { nested: true } | Self::Object { nested: true }
        )
    }
}

/// Returns the shape of the values of a type.
pub(in crate::lower::operations) fn shape(types: &TypeTable, ty: &Type) -> Shape {
    let nested = |inner: &Type| !matches!(outer_shape(types, inner), Shape::Scalar | Shape::Open);
    let ty = without_null(types, ty);
    match (outer_shape(types, ty), ty) {
        (Shape::List { .. }, Type::Array(item) | Type::OneOrMany(item)) => Shape::List {
            nested: nested(item),
        },
        (Shape::List { .. }, Type::Tuple(parts)) => Shape::List {
            nested: parts.iter().any(nested),
        },
        (Shape::Object { .. }, Type::Map(value)) => Shape::Object {
            nested: nested(value),
        },
        (Shape::Object { .. }, Type::Named(id)) => match &types[*id].kind {
            TypeKind::Object(object) => {
                let additional = object.additional.typed();
                let additional = additional.is_some_and(|additional| nested(&additional.ty));
                let mut properties = object.properties.iter();
                Shape::Object {
                    nested: additional || properties.any(|property| nested(&property.ty)),
                }
            }
            _ => Shape::Open,
        },
        (shape, _) => shape,
    }
}

/// Returns the shapes of the alternatives of a type.
pub(super) fn alternative_shapes(types: &TypeTable, ty: &Type) -> Vec<Shape> {
    let ty = without_null(types, ty);
    let alternatives: Vec<Type> = match ty {
        Type::OneOrMany(one) => vec![(**one).clone(), Type::Array(one.clone())],
        Type::Named(id) => match &types[*id].kind {
            TypeKind::Union(union) => {
                let variants = union.variants.iter();
                variants.map(|variant| variant.ty.clone()).collect()
            }
            TypeKind::TaggedUnion(tagged_union) => {
                let variants = tagged_union.variants.iter();
                variants.map(|variant| Type::Named(variant.ty)).collect()
            }
            _ => vec![ty.clone()],
        },
        _ => vec![ty.clone()],
    };
    alternatives.iter().map(|ty| shape(types, ty)).collect()
}

/// Returns the shape of a type, without regard to its parts, which may be the type itself.
fn outer_shape(types: &TypeTable, ty: &Type) -> Shape {
    match without_null(types, ty) {
        Type::Named(id) => match &types[*id].kind {
            TypeKind::StringEnum(_) | TypeKind::ValueEnum(_) => Shape::Scalar,
            TypeKind::Object(_) => Shape::Object { nested: false },
            TypeKind::External(external) => outer_shape(types, &external.json),
            _ => Shape::Open,
        },
        Type::Array(_) | Type::Tuple(_) | Type::OneOrMany(_) => Shape::List { nested: false },
        Type::Map(_) => Shape::Object { nested: false },
        Type::Null | Type::Any => Shape::Open,
        _ => Shape::Scalar,
    }
}

/// Returns the type behind aliases and [`Type::Nullable`].
fn without_null<'a>(types: &'a TypeTable, ty: &'a Type) -> &'a Type {
    let mut ty = types.resolve_alias(ty);
    for _ in 0..=types.len() {
        let Type::Nullable(inner) = ty else { break };
        ty = types.resolve_alias(inner);
    }
    ty
}
