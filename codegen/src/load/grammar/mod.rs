//! The objects of OpenAPI with their fields, as data: one table for each version.
//!
//! `validate` interprets the tables.

mod hints;
mod kind;
mod v3_0;
mod v3_1;
mod v3_2;

use std::mem::discriminant;

use crate::source::JsonPointer;

use super::parse::Version;
pub(super) use kind::{ObjectKind, WITHOUT_PARAMETER};

/// The objects of one version of OpenAPI.
#[derive(Debug)]
pub(super) struct Grammar {
    /// The version, as messages name it: `3.0`.
    pub version: &'static str,
    /// Returns the object of a kind.
    object: fn(ObjectKind) -> &'static Object,
    /// Whether schemas are JSON Schema 2020-12: they may be booleans, and a reference is a keyword
    /// beside others.
    pub has_json_schema: bool,
    /// The fields that may be beside a reference that is not a schema.
    pub reference_siblings: &'static [&'static str],
    /// Hints about unknown fields of this version alone.
    field_hints: &'static [FieldHint],
    /// Hints about unknown values of this version alone.
    value_hints: &'static [ValueHint],
}

/// Help for an unknown field whose intention is clear from its name. `{version}` in the help is the
/// version of the document.
#[derive(Debug)]
pub(super) struct FieldHint {
    /// The kinds of objects to which it applies; empty for all.
    pub objects: &'static [ObjectKind],
    pub fields: &'static [&'static str],
    pub help: &'static str,
    /// The field to use instead.
    pub instead: Option<&'static str>,
}

/// Help for an unknown value of a field. `{version}` in the help is the version of the document.
#[derive(Debug)]
pub(super) struct ValueHint {
    pub field: &'static str,
    pub values: &'static [&'static str],
    pub help: &'static str,
}

/// An object.
#[derive(Debug)]
pub(super) struct Object {
    pub kind: ObjectKind,
    /// The object of an earlier version whose fields, extensions and rules this one has, too.
    base: Option<&'static Object>,
    /// The fields that the base does not have, or that differ from those of the base.
    fields: &'static [Field],
    /// The fields whose names are not fixed.
    patterned: Option<PatternedFields>,
    /// The extensions that the generator supports in this object.
    extensions: &'static [Field],
    /// The rules beyond the names and types of the fields.
    rules: &'static [Rule],
}

/// A field with a fixed name.
#[derive(Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub ty: Type,
    pub requirement: Requirement,
    /// Whether the object is not understood if the value is not of the type.
    pub is_essential: bool,
}

/// Whether an object needs a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Requirement {
    /// The field may be absent.
    Optional,
    /// The specification requires the field. Without it, the client does what the sentence says.
    Defaulted(&'static str),
    /// Without the field, the object is not understood.
    Required,
}

/// The fields of an object whose names are not fixed.
#[derive(Debug)]
pub(super) struct PatternedFields {
    pub key: Key,
    pub ty: Type,
}

/// The keys of fields whose names are not fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Any,
    /// The name of a component.
    Component,
    /// A path, which begins with `/`.
    Path,
    /// A status code or a range of them.
    Status,
    /// A method of HTTP.
    Method,
    /// The name of a security scheme, or a reference to one.
    SecurityScheme,
    /// A keyword of a vocabulary that is not known, or a misspelt one.
    Keyword,
}

/// The type of the value of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Type {
    /// Any JSON value.
    Any,
    String,
    /// One of these strings.
    Word(&'static [&'static str]),
    Boolean,
    Number,
    /// A number of seconds, which is not negative.
    Seconds,
    /// An integer that is not negative.
    Count,
    Object(ObjectKind),
    OrReference(ObjectKind),
    /// A string that is a reference to such an object.
    Reference(ObjectKind),
    /// The name of a schema, or a string that is a reference to one.
    SchemaName,
    BooleanOr(&'static Type),
    /// One value, or a list of them.
    ListOr(&'static Type),
    List(&'static Type),
    Map(Key, &'static Type),
}

/// A rule for an object beyond the names and types of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// `x-deadline` is greater than zero.
    PositiveDeadline,
    /// There is `schema`, or `content` with one media type.
    SchemaOrContent,
    /// `example` and `examples` exclude each other.
    ExampleOrExamples,
    /// `style` is one that the location of the parameter allows.
    StyleFitsLocation(&'static [(&'static str, &'static [&'static str])]),
    /// There is a response.
    HasResponse,
    /// `value` and `externalValue` exclude each other.
    ValueOrExternalValue,
    /// There is either `operationRef` or `operationId`.
    OneLinkedOperation,
    /// `nextLinkName` is a string or null.
    NextLinkName,
    /// A schema with `type: array` has `items`.
    ArrayHasItems,
    /// `xml` has no effect.
    XmlIgnored,
    /// `readOnly` and `writeOnly` exclude each other.
    ReadOrWriteOnly,
    /// Names in `required` are those of properties, where other names are a mistake.
    RequiredIsDeclared,
    /// `enum` is not empty.
    EnumNotEmpty,
    /// Keywords are not written as in OpenAPI 3.0.
    SpellingsOf3_0,
    /// References are not dynamic.
    StaticReferences,
    /// `$schema` and `jsonSchemaDialect` are dialects that the generator knows.
    KnownDialect,
    /// Only one of `webhooks` and `x-webhooks` is used.
    OneListOfWebhooks,
    /// `additionalOperations` has no method that a field has.
    AdditionalMethods,
    /// `dataValue` and `serializedValue` exclude other fields of an example.
    DataOrSerializedValue,
    /// `itemSchema` and the encodings of items have no effect.
    ItemsNotDecoded,
    /// Encodings inside of a part have no effect.
    NestedEncodingIgnored,
    /// There are the fields that the `type` of the security scheme requires.
    FieldsOfSecurityType(&'static [(&'static str, &'static [&'static str])]),
}

/// The value that a version of OpenAPI expects at a location of a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    /// This object.
    Object(ObjectKind),
    /// Any JSON value: the value of an extension, or of a field that allows every value.
    Open,
    /// A value that is not an object of OpenAPI.
    Other,
}

/// Returns the grammar of a version.
pub(super) fn grammar(version: Version) -> &'static Grammar {
    match version {
        Version::V3_0 => &v3_0::GRAMMAR,
        Version::V3_1 => &v3_1::GRAMMAR,
        Version::V3_2 => &v3_2::GRAMMAR,
    }
}

/// The type of a document.
static DOCUMENT: Type = Type::Object(ObjectKind::OpenApi);

impl Grammar {
    /// Returns the hints about unknown fields. The first that applies is used.
    pub(super) fn all_field_hints(&self) -> impl Iterator<Item = &'static FieldHint> {
        self.field_hints.iter().chain(hints::FIELD_HINTS)
    }

    /// Returns the hints about unknown values. The first that applies is used.
    pub(super) fn all_value_hints(&self) -> impl Iterator<Item = &'static ValueHint> {
        self.value_hints.iter().chain(hints::VALUE_HINTS)
    }

    /// Returns the version that added a field to an object. Returns `None` if this version has it,
    /// or no version.
    pub(super) fn version_with_field(&self, kind: ObjectKind, field: &str) -> Option<&'static str> {
        let grammars = [&v3_0::GRAMMAR, &v3_1::GRAMMAR, &v3_2::GRAMMAR];
        let with_field = grammars
            .into_iter()
            .find(|grammar| grammar.object(kind).field(field).is_some());
        let version = with_field?.version;
        (version > self.version).then_some(version)
    }

    /// Returns the object of a kind.
    pub(super) fn object(&self, kind: ObjectKind) -> &'static Object {
        (self.object)(kind)
    }

    /// Returns the value that is expected at a location of a document.
    pub(super) fn object_at(&self, pointer: &JsonPointer) -> Expected {
        let mut ty = &DOCUMENT;
        for token in pointer.tokens() {
            if let (Type::ListOr(element), true) = (ty, token.parse::<usize>().is_ok()) {
                ty = element;
                continue;
            }
            ty = match ty.single() {
                Type::Object(kind) | Type::OrReference(kind) => {
                    match self.object(*kind).below(&token) {
                        Some(ty) => ty,
                        None if token.starts_with("x-") => return Expected::Open,
                        None => return Expected::Other,
                    }
                }
                Type::List(element) | Type::Map(_, element) => element,
                Type::Any => return Expected::Open,
                _ => return Expected::Other,
            };
        }
        match ty.single() {
            Type::Object(kind) | Type::OrReference(kind) => Expected::Object(*kind),
            Type::Any => Expected::Open,
            _ => Expected::Other,
        }
    }

    /// Returns the fields of `components`.
    pub(super) fn component_kinds(&self) -> impl Iterator<Item = &'static str> {
        let components = self.object(ObjectKind::Components);
        components.fields().map(|field| field.name)
    }

    /// Returns the field of `components` that has objects of a kind.
    pub(super) fn component_kind(&self, kind: ObjectKind) -> Option<&'static str> {
        let mut fields = self.object(ObjectKind::Components).fields();
        let field = fields.find(
            |field| matches!(field.ty, Type::Map(_, Type::OrReference(other)) if *other == kind),
        );
        field.map(|field| field.name)
    }

    /// Returns whether the document can reference components of a kind. References to path items
    /// and callbacks are replaced with copies.
    pub(super) fn is_referable(&self, kind: ObjectKind) -> bool {
        kind != ObjectKind::Callback && self.component_kind(kind).is_some()
    }
}

impl FieldHint {
    const fn new(
        objects: &'static [ObjectKind],
        fields: &'static [&'static str],
        help: &'static str,
    ) -> Self {
        Self {
            objects,
            fields,
            help,
            instead: None,
        }
    }

    const fn instead(mut self, field: &'static str) -> Self {
        self.instead = Some(field);
        self
    }
}

impl Object {
    const fn new(kind: ObjectKind, fields: &'static [Field]) -> Self {
        Self {
            kind,
            base: None,
            fields,
            patterned: None,
            extensions: &[],
            rules: &[],
        }
    }

    /// Returns the object of a later version.
    const fn extend(base: &'static Self, fields: &'static [Field]) -> Self {
        Self {
            base: Some(base),
            ..Self::new(base.kind, fields)
        }
    }

    const fn patterned(mut self, key: Key, ty: Type) -> Self {
        self.patterned = Some(PatternedFields { key, ty });
        self
    }

    const fn extensions(mut self, extensions: &'static [Field]) -> Self {
        self.extensions = extensions;
        self
    }

    const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// Returns the object and its bases.
    fn versions(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |object| object.base)
    }

    /// Returns the fields with fixed names.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        let all = self.versions().flat_map(|object| object.fields);
        all.filter(|field| self.is_effective(field))
    }

    /// Returns the fields that the specification requires.
    pub(super) fn required_fields(&self) -> impl Iterator<Item = &'static Field> {
        let all = self.versions().flat_map(|object| object.fields);
        let required = all.filter(|field| field.requirement != Requirement::Optional);
        required.filter(|field| self.is_effective(field))
    }

    /// Returns whether no later version replaces a field.
    fn is_effective(&self, field: &'static Field) -> bool {
        let effective = self.field(field.name);
        effective.is_some_and(|effective| std::ptr::eq(effective, field))
    }

    /// Returns the field with a fixed name.
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        let mut fields = self.versions().flat_map(|object| object.fields);
        fields.find(|field| field.name == name)
    }

    /// Returns the fields whose names are not fixed.
    pub(super) fn patterned_fields(&self) -> Option<&PatternedFields> {
        self.versions().find_map(|object| object.patterned.as_ref())
    }

    /// Returns the extensions that the generator supports in this object.
    pub(super) fn known_extensions(&self) -> impl Iterator<Item = &'static Field> {
        self.versions().flat_map(|object| object.extensions)
    }

    /// Returns the extension of the generator with a name.
    pub(super) fn extension(&self, name: &str) -> Option<&'static Field> {
        self.known_extensions().find(|field| field.name == name)
    }

    /// Returns the rules beyond the names and types of the fields. A rule replaces the one of an
    /// earlier version with other parameters.
    pub(super) fn all_rules(&self) -> impl Iterator<Item = Rule> {
        let rules = || self.versions().flat_map(|object| object.rules);
        let is_effective = move |rule: &&Rule| {
            let is_same = |other: &&Rule| discriminant(*other) == discriminant(*rule);
            rules()
                .find(is_same)
                .is_some_and(|first| std::ptr::eq(first, *rule))
        };
        rules().filter(is_effective).copied()
    }

    /// Returns whether the object is understood without any field.
    pub(super) fn may_be_empty(&self) -> bool {
        self.required_fields()
            .all(|field| field.requirement != Requirement::Required)
    }

    /// Returns the type of the value under a key.
    pub(super) fn below(&'static self, key: &str) -> Option<&'static Type> {
        let fixed = self.field(key).or_else(|| self.extension(key));
        fixed.map(|field| &field.ty).or_else(|| {
            let patterned = self.patterned_fields().filter(|_| !key.starts_with("x-"));
            patterned.map(|patterned| &patterned.ty)
        })
    }
}

impl Type {
    /// Returns the kind of object that the values of the type are, or reference.
    pub(super) fn object(&self) -> Option<ObjectKind> {
        match self {
            Self::Object(kind) | Self::OrReference(kind) => Some(*kind),
            Self::BooleanOr(other) | Self::ListOr(other) => other.object(),
            _ => None,
        }
    }

    /// Returns the type of values that are neither booleans nor lists.
    fn single(&'static self) -> &'static Self {
        match self {
            Self::BooleanOr(other) | Self::ListOr(other) => other,
            other => other,
        }
    }
}

/// A field that may be absent, and is ignored if its value is not of the type.
const fn may(name: &'static str, ty: Type) -> Field {
    Field {
        name,
        ty,
        requirement: Requirement::Optional,
        is_essential: false,
    }
}

/// A field that may be absent, but without whose meaning the object is not understood.
const fn may_essential(name: &'static str, ty: Type) -> Field {
    Field {
        is_essential: true,
        ..may(name, ty)
    }
}

/// A field that the specification requires. Without it, the client does what the sentence says.
const fn must_or(name: &'static str, ty: Type, consequence: &'static str) -> Field {
    Field {
        requirement: Requirement::Defaulted(consequence),
        ..may(name, ty)
    }
}

/// A field without which the object is not understood.
const fn must(name: &'static str, ty: Type) -> Field {
    Field {
        requirement: Requirement::Required,
        ..may_essential(name, ty)
    }
}
