//! Constraints on values beyond their type.

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
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// Constraints on each value of a map.
    Values(Vec<Constraint>),
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

    /// Returns a constraint on the values of a map, or `None` if there are no constraints.
    #[must_use]
    pub fn values(constraints: &[Self]) -> Option<Self> {
        (!constraints.is_empty()).then(|| Self::Values(constraints.to_vec()))
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
