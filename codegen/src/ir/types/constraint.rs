//! Constraints on values beyond their type.

use serde_json::Value;

/// A constraint that a value must satisfy when it is sent.
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
    /// Constraints on each item of an array.
    Items(Vec<Constraint>),
    /// Constraints on the item at each position of a tuple.
    Positions(Vec<Vec<Constraint>>),
    /// `contains`, with `minContains` and `maxContains`.
    Contains {
        /// The schema.
        schema: SimpleSchema,
        /// The least number of items that match the schema.
        min: u64,
        /// The greatest number of items that match the schema.
        max: Option<u64>,
    },
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// Constraints on each value of a map.
    Values(Vec<Constraint>),
    /// `propertyNames`: constraints on strings.
    Names(Vec<Constraint>),
    /// The strings that the name of a property can be.
    OneOf(Vec<String>),
    /// `dependentRequired` for one property.
    DependentRequired {
        /// The property.
        property: String,
        /// The properties that are present if it is.
        required: Vec<String>,
    },
    /// `not`.
    Not(SimpleSchema),
    /// Alternatives that consist of `required` only: all properties of one of these sets must be
    /// present. An empty set matches an object without properties.
    Properties {
        /// Whether at most one of the sets may be present: `oneOf`.
        exactly_one: bool,
        /// The sets of property names.
        sets: Vec<Vec<String>>,
    },
}

impl Constraint {
    /// Returns a constraint on the items of an array, or `None` if there are no constraints.
    #[must_use]
    pub fn items(constraints: &[Self]) -> Option<Self> {
        (!constraints.is_empty()).then(|| Self::Items(constraints.to_vec()))
    }

    /// Returns a constraint on the items of a tuple, or `None` if there are no constraints.
    #[must_use]
    pub fn positions(constraints: &[Vec<Self>]) -> Option<Self> {
        let is_constrained = constraints.iter().any(|each| !each.is_empty());
        is_constrained.then(|| Self::Positions(constraints.to_vec()))
    }

    /// Returns a constraint on the values of a map, or `None` if there are no constraints.
    #[must_use]
    pub fn values(constraints: &[Self]) -> Option<Self> {
        (!constraints.is_empty()).then(|| Self::Values(constraints.to_vec()))
    }
}

/// A schema in `contains` or `not` that is simple enough to be validated.
#[derive(Clone, Debug, PartialEq)]
pub enum SimpleSchema {
    /// `const` or `enum` of values that are neither arrays nor objects.
    Values(Vec<Value>),
    /// `type`.
    Types(Vec<JsonType>),
    /// `required`.
    Required(Vec<String>),
}

/// A type of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
    /// `string`.
    String,
    /// `array`.
    Array,
    /// `object`.
    Object,
}

impl JsonType {
    const ALL: [Self; 7] = [
        Self::Null,
        Self::Boolean,
        Self::Integer,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// Returns the word of the specification.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// Returns the type that a word of the specification names.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Returns whether a value is of the type. A number without a fraction is an integer.
    #[must_use]
    pub fn is_type_of(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }
}

/// A number in a constraint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decimal {
    /// An integer.
    Integer(i64),
    /// Any other number.
    Float(f64),
}

impl Decimal {
    /// Returns the number as a float, for comparisons.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self {
            #[expect(
                clippy::cast_precision_loss,
                reason = "limits beyond 2^53 are compared approximately"
            )]
            Self::Integer(integer) => integer as f64,
            Self::Float(float) => float,
        }
    }
}
