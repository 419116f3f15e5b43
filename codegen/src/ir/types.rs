//! The types of a document.

use super::{Docs, Multipart, Newtype, Provenance, RequestBodies, ResponseBodies, Union};

/// The place of a type in [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(u32);

impl TypeId {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("a document has fewer than 2^32 schemas"))
    }

    /// The index into [`Api::types`](super::Api::types).
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A type with a definition of its own.
    Named(TypeId),
    /// A text of comma-separated values of a string enum (`x-ms-enum-flags`).
    Flags(TypeId),
    /// A JSON array.
    Array(Box<Type>),
    /// A JSON object with any member names and one type of value.
    Map(Box<Type>),
    /// One value or an array of such values.
    OneOrMany(Box<Type>),
    /// A value or `null`, as an item of an array or a map.
    Nullable(Box<Type>),
    /// Text.
    String,
    /// `format: password`: text that is never shown.
    Secret,
    /// `format: int32`.
    Int32,
    /// An integer of 64 bits.
    Int64,
    /// `format: uint64`, or an integer whose limits say that it may be as large.
    Uint64,
    /// `format: float`.
    Float,
    /// Any other number.
    Double,
    /// True or false.
    Boolean,
    /// `format: date-time`.
    DateTime,
    /// `format: date`.
    Date,
    /// `format: duration`.
    Duration,
    /// `format: uuid`.
    Uuid,
    /// `format: byte`: base64.
    Byte,
    /// Any JSON value.
    Any,
    /// Text that is the whole body.
    Text,
    /// Bytes that are the whole body, in memory.
    Bytes,
    /// Bytes that are the whole body, and may be a stream.
    Stream,
    /// A part of a multipart body that may have headers of its own; a file where it is a stream.
    Part(Box<Type>),
    /// A multipart body of any parts.
    Parts,
}

/// A type with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDefinition {
    /// Where it comes from; the naming stage names it by this.
    pub origin: Origin,
    /// What the document says of it.
    pub docs: Docs,
    /// What it is.
    pub kind: TypeKind,
    /// Where its values are found, if it has no name and the document says nothing of it.
    pub provenance: Option<Provenance>,
    /// Which way it travels.
    pub usage: Usage,
    /// Whether a value of it has constraints to check before it is sent.
    pub validated: bool,
    /// How it is made of a value that was received in another shape, where it can be.
    pub conversion: Option<Conversion>,
}

/// How what is sent of a type is made of what was received.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    /// The type that is received.
    pub from: TypeId,
    /// Parallel to the members, arms or branches of the type that is sent; one more for the members of an object that are
    /// not declared, if it keeps them. None of a type that is just another one.
    pub parts: Vec<FieldSource>,
}

/// Where a part of what is sent comes from: the place of a part of what was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldSource {
    /// It is the same.
    Same(usize),
    /// It has two shapes itself.
    Within(usize),
    /// It is never received.
    Absent,
}

/// Where a type comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A named schema under `components/schemas`.
    Component(String),
    /// The base of a polymorphic type: its own members, without the types derived from it.
    Base(TypeId),
    /// What is sent of a type that is received in another shape.
    RequestVariant(TypeId),
    /// An inline schema, named by where it stands.
    Inline {
        /// The type it stands in, if any.
        within: Option<TypeId>,
        /// Words for the place, most general first: `reject`, `post`, `RequestBody`.
        words: Vec<String>,
    },
}

/// Which way the values of a type travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The client makes such values.
    pub sent: bool,
    /// The client is given such values.
    pub received: bool,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A JSON object with known members.
    Object(Object),
    /// A text out of an open list of values.
    StringEnum(StringEnum),
    /// A value out of an open list, where not all are texts.
    ValueEnum(ValueEnum),
    /// One of several object types, told apart by a discriminator.
    TaggedUnion(TaggedUnion),
    /// One of several values, told apart by what they are.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
    /// A type that contains itself by way of arrays or maps.
    Newtype(Newtype),
    /// A body in parts.
    Multipart(Multipart),
    /// A request body in one of several media types.
    RequestBodies(RequestBodies),
    /// The bodies of different responses of one operation.
    ResponseBodies(ResponseBodies),
}

/// A JSON object with known members.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Members, those of the bases first, in the document's order.
    pub properties: Vec<Property>,
    /// What becomes of members that are not declared.
    pub additional: AdditionalProperties,
    /// Whether there are none although they are kept: `additionalProperties: false` on something that is received.
    pub closed: bool,
    /// What its members must satisfy as a whole where it is sent.
    pub constraints: Vec<Constraint>,
}

impl Object {
    /// Whether a value can be made without giving any member.
    #[must_use]
    pub fn is_all_optional(&self) -> bool {
        self.properties
            .iter()
            .all(|property| property.presence != Presence::Required)
    }
}

/// What becomes of members that are not declared.
#[derive(Clone, Debug, PartialEq)]
pub enum AdditionalProperties {
    /// There are none: `additionalProperties: false` on something only sent.
    None,
    /// They are kept as they came.
    Any,
    /// They are such values.
    Typed(AdditionalProperty),
}

impl AdditionalProperties {
    /// What they are, where the document says it.
    #[must_use]
    pub fn typed(&self) -> Option<&AdditionalProperty> {
        match self {
            Self::Typed(others) => Some(others),
            Self::None | Self::Any => None,
        }
    }
}

/// What the members of an object are that are not declared.
#[derive(Clone, Debug, PartialEq)]
pub struct AdditionalProperty {
    /// Their type.
    pub ty: Type,
    /// What each must satisfy.
    pub constraints: Vec<Constraint>,
}

/// A declared member of an object.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a keyword of its own"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// Other names it is also read from.
    pub aliases: Vec<String>,
    /// The type of its value, apart from presence.
    pub ty: Type,
    /// Whether it must be there.
    pub presence: Presence,
    /// Whether `null` is one of its values.
    pub nullable: bool,
    /// Whether the value needs indirection because its type contains itself.
    pub boxed: bool,
    /// What its value must satisfy where it is sent.
    pub constraints: Vec<Constraint>,
    /// The value that stands for an absent member.
    pub default: Option<serde_json::Value>,
    /// Only ever received.
    pub read_only: bool,
    /// Only ever sent.
    pub write_only: bool,
    /// What the document says of it.
    pub docs: Docs,
}

/// Whether a member must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must, and not be `null`.
    Required,
    /// It must, but may be `null`.
    Nullable,
    /// It need not; `null` reads as absent.
    Optional,
    /// It need not; `null` says something else than absence.
    OptionalNullable,
}

impl Presence {
    /// Whether an object without the member is one.
    #[must_use]
    pub const fn may_be_absent(self) -> bool {
        matches!(self, Self::Optional | Self::OptionalNullable)
    }
}

/// What a value must satisfy where it is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// `minLength`, in characters.
    MinLength(u64),
    /// `maxLength`, in characters.
    MaxLength(u64),
    /// `pattern`.
    Pattern(String),
    /// `format: uri`.
    Uri,
    /// `minimum`.
    Minimum(Decimal),
    /// `minimum` with `exclusiveMinimum`.
    ExclusiveMinimum(Decimal),
    /// `maximum`.
    Maximum(Decimal),
    /// `maximum` with `exclusiveMaximum`.
    ExclusiveMaximum(Decimal),
    /// `multipleOf`.
    MultipleOf(Decimal),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems`.
    UniqueItems,
    /// What each item of an array must satisfy.
    Items(Vec<Constraint>),
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// What each value of a map must satisfy.
    Values(Vec<Constraint>),
    /// Alternatives that only name required members: one of these sets of members must be there. An empty set stands
    /// for an object without any member.
    Properties {
        /// Whether no more than one of them may be there: `oneOf`.
        exactly_one: bool,
        /// The sets.
        sets: Vec<Vec<String>>,
    },
}

impl Constraint {
    /// What an array must satisfy each of whose items must satisfy these: nothing, where they are none.
    #[must_use]
    pub fn items(each: &[Self]) -> Option<Self> {
        (!each.is_empty()).then(|| Self::Items(each.to_vec()))
    }

    /// What a map must satisfy each of whose values must satisfy these: nothing, where they are none.
    #[must_use]
    pub fn values(each: &[Self]) -> Option<Self> {
        (!each.is_empty()).then(|| Self::Values(each.to_vec()))
    }
}

/// A number of a constraint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decimal {
    /// A whole number.
    Integer(i64),
    /// Any other.
    Float(f64),
}

impl Decimal {
    /// The number, to compare with.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a limit beyond 2^53 is compared as it can be"
            )]
            Self::Integer(whole) => whole as f64,
            Self::Float(float) => float,
        }
    }
}

/// A text out of an open list of values.
#[derive(Clone, Debug, PartialEq)]
pub struct StringEnum {
    /// The known values, in the document's order.
    pub values: Vec<EnumValue>,
}

/// A value out of an open list, where not all are texts.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueEnum {
    /// What all values are: integers, numbers or booleans; any value where they differ.
    pub ty: Type,
    /// The known values, in the document's order, without null.
    pub values: Vec<EnumValue<serde_json::Value>>,
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue<V = String> {
    /// The value on the wire.
    pub value: V,
    /// What it is to be called, where the document says so: `x-enum-varnames`, or `name` of `x-ms-enum`.
    pub name: Option<String>,
    /// What it means: `x-enum-descriptions`, or `description` of `x-ms-enum`.
    pub description: Option<String>,
}

impl EnumValue<serde_json::Value> {
    /// The value as one writes it: a text without its quotes, a whole number without a fraction.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.value {
            serde_json::Value::String(text) => text.clone(),
            other => {
                let text = other.to_string();
                text.strip_suffix(".0").unwrap_or(&text).to_owned()
            }
        }
    }
}

/// One of several object types, told apart by a discriminator.
#[derive(Clone, Debug, PartialEq)]
pub struct TaggedUnion {
    /// `propertyName` of the discriminator.
    pub tag: String,
    /// A variant for each type of the mapping, in the document's order.
    pub variants: Vec<TaggedVariant>,
    /// The index in `arms` of the type that a missing tag stands for: the base, where it is not abstract.
    pub untagged: Option<usize>,
    /// The members that every arm has: those of the base.
    pub properties: Vec<Property>,
}

/// One type of a polymorphic family.
#[derive(Clone, Debug, PartialEq)]
pub struct TaggedVariant {
    /// The values of the discriminator that stand for it.
    pub tags: Vec<String>,
    /// The name of its schema; empty where it has none.
    pub schema: String,
    /// Words that say what it is, where its type has no name in the document.
    pub name: Option<String>,
    /// Its type: always an object.
    pub ty: TypeId,
}
