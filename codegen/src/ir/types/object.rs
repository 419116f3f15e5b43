//! Object types and their properties.

use super::constraint::Constraint;
use super::declared_name::DeclaredName;
use super::docs::Docs;
use super::ty::Type;

/// A JSON object with declared properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// The properties, inherited ones first, in document order.
    pub properties: Vec<Property>,
    /// The properties that are not declared.
    pub additional: AdditionalProperties,
    /// Whether the document forbids additional properties although they are kept:
    /// `additionalProperties: false` on a received type.
    pub closed: bool,
    /// Constraints on the object as a whole.
    pub constraints: Vec<Constraint>,
}

impl Object {
    /// Returns whether the object has no required properties.
    #[must_use]
    pub fn is_all_optional(&self) -> bool {
        self.required_properties().next().is_none()
    }

    /// Returns the property with a name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    /// Iterates over the required properties that cannot be `null`.
    pub fn required_properties(&self) -> impl Iterator<Item = &Property> {
        self.properties
            .iter()
            .filter(|property| property.presence == Presence::Required)
    }
}

/// The properties of an object that are not declared.
#[derive(Clone, Debug, PartialEq)]
pub enum AdditionalProperties {
    /// There are none: `additionalProperties: false` on a type that is only sent.
    None,
    /// They are kept as JSON.
    Any,
    /// They have a type.
    Typed(AdditionalProperty),
}

impl AdditionalProperties {
    /// Returns their type and constraints, if the document declares them.
    #[must_use]
    pub fn typed(&self) -> Option<&AdditionalProperty> {
        match self {
            Self::Typed(additional) => Some(additional),
            Self::None | Self::Any => None,
        }
    }
}

/// The type of undeclared properties.
#[derive(Clone, Debug, PartialEq)]
pub struct AdditionalProperty {
    /// The type of each value.
    pub ty: Type,
    /// Constraints on each value.
    pub constraints: Vec<Constraint>,
}

/// A declared property of an object.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each corresponds to a keyword"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// The name that the document declares for the field.
    pub declared_name: Option<DeclaredName>,
    /// Other names accepted when decoding.
    pub aliases: Vec<String>,
    /// The type of the value, regardless of its presence.
    pub ty: Type,
    /// Whether the property can be absent or `null`.
    pub presence: Presence,
    /// Whether the value can be `null`.
    pub nullable: bool,
    /// Whether the value is boxed because its type is recursive.
    pub boxed: bool,
    /// Constraints on the value.
    pub constraints: Vec<Constraint>,
    /// `default`.
    pub default: Option<serde_json::Value>,
    /// The value in a new object, if the property is a discriminator with only one choice.
    pub tag: Option<serde_json::Value>,
    /// `readOnly`: never sent.
    pub read_only: bool,
    /// `writeOnly`: never received.
    pub write_only: bool,
    /// The documentation.
    pub docs: Docs,
}

impl Property {
    /// Returns the words that the field is named after.
    #[must_use]
    pub fn words(&self) -> &str {
        DeclaredName::or(self.declared_name.as_ref(), &self.name)
    }

    /// Returns whether a new object must be given a value.
    #[must_use]
    pub fn is_constructor_parameter(&self) -> bool {
        self.presence == Presence::Required && self.tag.is_none()
    }

    /// Returns whether the property can be absent and can be `null`, which have different meanings
    /// where it is sent.
    #[must_use]
    pub fn is_nullable_optional(&self) -> bool {
        self.nullable && self.presence == Presence::Optional
    }
}

/// Whether a property can be absent or `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always present and never `null`.
    Required,
    /// Always present, possibly `null`.
    Nullable,
    /// Possibly absent; `null` is decoded as absent.
    Optional,
}

impl Presence {
    /// Returns whether the property can be absent.
    #[must_use]
    pub const fn may_be_absent(self) -> bool {
        matches!(self, Self::Optional)
    }
}
