//! Every object of OpenAPI 3.0 with its fields, as the specification lists them, and the extensions
//! that the generator understands.

mod objects;

pub(super) use objects::{
    COMPONENTS, ENCODING, HEADER, LINK, OPENAPI, PARAMETER, PATH_ITEM, SCHEMA, SECURITY_SCHEME,
};

use super::shape::{Members, Shape};
use crate::source::{JsonPointer, PathCursor};

/// A kind of object.
#[derive(Debug)]
pub(super) struct Object {
    /// The specification's name for it, without the word "object".
    pub name: &'static str,
    pub fields: &'static [Field],
    /// What stands under keys that are not fixed.
    pub patterned: Option<Patterned>,
    /// The extensions that the generator understands here.
    pub extensions: &'static [Field],
    /// What a list of fields cannot say.
    pub rule: Option<Rule>,
}

pub(super) type Rule = fn(&mut Shape<'_>, &Members<'_>, &PathCursor<'_>);

#[derive(Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub required: bool,
    pub ty: Type,
}

#[derive(Debug)]
pub(super) struct Patterned {
    pub key: Key,
    pub ty: Type,
}

/// What the keys of an object may be, where they are not fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Any,
    /// The name of a component.
    Component,
    /// A path, which begins with `/`.
    Path,
    /// A status code or a range of them.
    Status,
}

/// What a field holds.
#[derive(Debug)]
pub(super) enum Type {
    /// Any JSON value.
    Any,
    String,
    /// One of these strings.
    Word(&'static [&'static str]),
    Boolean,
    Number,
    /// A number of seconds; not negative.
    Seconds,
    /// A whole number that is not negative.
    Count,
    Object(&'static Object),
    OrReference(&'static Object),
    /// The text of a reference to such an object.
    Reference(&'static Object),
    /// The name of a schema, or the text of a reference to one.
    SchemaName,
    BooleanOr(&'static Type),
    List(&'static Type),
    Map(Key, &'static Type),
}

impl Object {
    const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            fields,
            patterned: None,
            extensions: &[],
            rule: None,
        }
    }

    const fn patterned(mut self, key: Key, ty: Type) -> Self {
        self.patterned = Some(Patterned { key, ty });
        self
    }

    const fn extensions(mut self, extensions: &'static [Field]) -> Self {
        self.extensions = extensions;
        self
    }

    const fn rule(mut self, rule: Rule) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Whether it is that kind, of which there is one table each.
    pub(super) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }

    /// The name with its article: `a schema object`.
    pub(super) fn with_article(&self) -> String {
        let article = match self.name.as_bytes().first() {
            Some(b'a' | b'e' | b'i' | b'o' | b'O' | b'x' | b'X') => "an",
            _ => "a",
        };
        format!("{article} {} object", self.name)
    }

    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub(super) fn extension(&self, name: &str) -> Option<&'static Field> {
        self.extensions.iter().find(|field| field.name == name)
    }

    /// What stands under a key of the object.
    pub(super) fn below(&'static self, key: &str) -> Option<&'static Type> {
        let fixed = self.field(key).or_else(|| self.extension(key));
        fixed.map(|field| &field.ty).or_else(|| {
            let patterned = self.patterned.as_ref().filter(|_| !key.starts_with("x-"));
            patterned.map(|patterned| &patterned.ty)
        })
    }
}

/// Whether references to such an object can lead to a component in the document's types. They have no room for
/// references to path items and callbacks: those are laid in their place.
pub(super) fn has_component(object: &Object) -> bool {
    home(object).is_some_and(|home| home != "callbacks")
}

/// What stands at a place of a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stands {
    /// An object of this kind.
    Object(&'static Object),
    /// What the specification leaves open: an extension, or any JSON.
    Open,
    /// Something that is no object of OpenAPI.
    Other,
}

/// What stands at a place of a document.
pub(super) fn stands_at(pointer: &JsonPointer) -> Stands {
    static ROOT: Type = Type::Object(&OPENAPI);
    let mut ty = &ROOT;
    for token in pointer.tokens() {
        ty = match ty.without_boolean() {
            Type::Object(object) | Type::OrReference(object) => match object.below(&token) {
                Some(ty) => ty,
                None if token.starts_with("x-") => return Stands::Open,
                None => return Stands::Other,
            },
            Type::List(element) | Type::Map(_, element) => element,
            Type::Any => return Stands::Open,
            _ => return Stands::Other,
        };
    }
    match ty.without_boolean() {
        Type::Object(object) | Type::OrReference(object) => Stands::Object(object),
        Type::Any => Stands::Open,
        _ => Stands::Other,
    }
}

/// The fields of `components`.
pub(super) fn homes() -> impl Iterator<Item = &'static str> {
    COMPONENTS.fields.iter().map(|field| field.name)
}

/// The field of `components` in which objects of a kind have their place.
pub(super) fn home(object: &Object) -> Option<&'static str> {
    let holds = |ty: &Type| matches!(ty, Type::Map(_, Type::OrReference(held)) if held.is(object));
    COMPONENTS
        .fields
        .iter()
        .find(|field| holds(&field.ty))
        .map(|field| field.name)
}

impl Type {
    /// Whether values of it have parts of their own.
    pub(super) fn is_composite(&self) -> bool {
        matches!(
            self,
            Self::Object(_) | Self::OrReference(_) | Self::List(_) | Self::Map(..)
        )
    }

    fn without_boolean(&'static self) -> &'static Self {
        match self {
            Self::BooleanOr(other) => other,
            other => other,
        }
    }
}

const fn may(name: &'static str, ty: Type) -> Field {
    Field {
        name,
        required: false,
        ty,
    }
}

const fn must(name: &'static str, ty: Type) -> Field {
    Field {
        name,
        required: true,
        ty,
    }
}
