//! Enums. All are open: they accept values that the document does not list.

use super::ty::Type;

/// An enum of strings.
#[derive(Clone, Debug, PartialEq)]
pub struct StringEnum {
    /// The known values, in document order.
    pub values: Vec<EnumValue>,
}

/// An enum whose values are not all strings.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueEnum {
    /// The type of all values: integers, numbers or booleans, or any JSON value if they differ.
    pub ty: Type,
    /// The known values without `null`, in document order.
    pub values: Vec<EnumValue<serde_json::Value>>,
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue<V = String> {
    /// The value on the wire.
    pub value: V,
    /// The declared name: `x-enum-varnames`, or `name` of `x-ms-enum`.
    pub name: Option<String>,
    /// The description: `x-enum-descriptions`, or `description` of `x-ms-enum`.
    pub description: Option<String>,
}

impl EnumValue<serde_json::Value> {
    /// Returns the value as a word: a string without quotes, an integer without a fraction.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.value {
            serde_json::Value::String(string) => string.clone(),
            other => {
                let json = other.to_string();
                json.strip_suffix(".0").unwrap_or(&json).to_owned()
            }
        }
    }
}
