//! The types of JSON values.

use std::fmt;

/// A set of types of JSON values.
///
/// Integers are a separate type: all other numbers are fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonTypes(u8);

impl JsonTypes {
    /// No type.
    pub const NONE: Self = Self(0);
    /// Null.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(1 << 1);
    /// Numbers without fraction and exponent.
    pub const INTEGER: Self = Self(1 << 2);
    /// Numbers with a fraction or an exponent.
    pub const FRACTION: Self = Self(1 << 3);
    /// Any number.
    pub const NUMBER: Self = Self::INTEGER.or(Self::FRACTION);
    /// Strings.
    pub const STRING: Self = Self(1 << 4);
    /// Arrays.
    pub const ARRAY: Self = Self(1 << 5);
    /// Objects.
    pub const OBJECT: Self = Self(1 << 6);
    /// All types.
    pub const ANY: Self = Self(0x7f);

    /// Returns the union of both sets.
    #[must_use]
    pub const fn or(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Returns whether the sets intersect.
    #[must_use]
    pub const fn meets(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

impl fmt::Display for JsonTypes {
    /// Writes the names of the types in JSON Schema, separated by `or`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [(JsonTypes, &str); 7] = [
            (JsonTypes::NULL, "null"),
            (JsonTypes::BOOLEAN, "boolean"),
            (JsonTypes::FRACTION, "number"),
            (JsonTypes::INTEGER, "integer"),
            (JsonTypes::STRING, "string"),
            (JsonTypes::ARRAY, "array"),
            (JsonTypes::OBJECT, "object"),
        ];
        let is_named = |types: Self| {
            // Integers are numbers.
            self.meets(types) && (types != Self::INTEGER || !self.meets(Self::FRACTION))
        };
        let names = NAMES.iter().filter(|(types, _)| is_named(*types));
        for (index, (_, name)) in names.enumerate() {
            let or = if index > 0 { " or " } else { "" };
            write!(f, "{or}{name}")?;
        }
        Ok(())
    }
}
