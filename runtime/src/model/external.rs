//! Values of types of other crates, which implement serde's traits.

use std::any::type_name;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::entry::deserialize;
use crate::model::to_value::to_value;

/// A value of a type of another crate: the value, and the JSON that it was decoded from.
///
/// The settings of the generator map formats and schemas to such types. `C` is how serde encodes
/// and decodes the value: by the implementations of the type itself, or by a module such as
/// `time::serde::rfc3339`.
///
/// A decoded value is encoded unchanged. Two values are equal if the values of `T` are. An error
/// names the type, and contains nothing of the input: the message of `T` is dropped, since it may
/// show the value.
///
/// ```
/// use std::net::IpAddr;
///
/// use specwright_runtime::{External, from_slice};
///
/// let address: External<IpAddr> = from_slice(b"\"0:0:0:0:0:0:0:1\"")?;
/// assert!(address.is_loopback());
/// assert_eq!(serde_json::to_string(&address)?, "\"0:0:0:0:0:0:0:1\"");
///
/// let address: External<IpAddr> = IpAddr::from([127, 0, 0, 1]).into();
/// assert_eq!(serde_json::to_string(&address)?, "\"127.0.0.1\"");
///
/// let error = from_slice::<Vec<External<IpAddr>>>(b"[\"127.0.0.1\", \"home\"]").unwrap_err();
/// assert_eq!(error.path(), "[1]");
/// # let error = from_slice::<External<IpAddr>>(b"7").unwrap_err();
/// # assert_eq!(error.message(), "expected core::net::ip_addr::IpAddr, found an integer");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct External<T, C = SerdeImpls> {
    value: T,
    /// The decoded JSON, unless the value is encoded as it.
    json: Option<Box<Value>>,
    codec: PhantomData<fn() -> C>,
}

/// How serde encodes and decodes values of a type.
pub trait SerdeCodec<T> {
    /// Decodes a value.
    ///
    /// # Errors
    ///
    /// If the input cannot be read or does not match the type.
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>;

    /// Encodes a value.
    ///
    /// # Errors
    ///
    /// Returns errors of the serializer.
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Encodes and decodes values by the implementations of `Serialize` and `Deserialize` of their type.
#[derive(Clone, Copy, Debug)]
pub enum SerdeImpls {}

impl<T: Serialize + DeserializeOwned> SerdeCodec<T> for SerdeImpls {
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }

    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

impl<T, C> External<T, C> {
    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T, C: SerdeCodec<T>> External<T, C> {
    /// Decodes a JSON value. Returns `None` if it does not match the type.
    fn from_json(json: Value) -> Option<Self> {
        let value = C::deserialize(&json).ok()?;
        let mut external = Self::from(value);
        if !to_value(&external).is_ok_and(|encoded| encoded == json) {
            external.json = Some(Box::new(json));
        }
        Some(external)
    }
}

impl<T, C> From<T> for External<T, C> {
    fn from(value: T) -> Self {
        Self {
            value,
            json: None,
            codec: PhantomData,
        }
    }
}

impl<T: Clone, C> Clone for External<T, C> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            json: self.json.clone(),
            codec: PhantomData,
        }
    }
}

impl<T: Default, C> Default for External<T, C> {
    fn default() -> Self {
        Self::from(T::default())
    }
}

impl<T, C> Deref for External<T, C> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Shows the value, because the JSON may contain secrets.
impl<T: fmt::Debug, C> fmt::Debug for External<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: fmt::Display, C> fmt::Display for External<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: FromStr, C> FromStr for External<T, C> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.parse().map(|value: T| Self::from(value))
    }
}

impl<T: PartialEq, C> PartialEq for External<T, C> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq, C> Eq for External<T, C> {}

impl<T: PartialOrd, C> PartialOrd for External<T, C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord, C> Ord for External<T, C> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash, C> Hash for External<T, C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T, C: SerdeCodec<T>> Decode for External<T, C> {
    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        let mismatch =
            |found| D::Error::custom(format_args!("expected {}, found {found}", type_name::<T>()));
        // Other formats may need the type.
        if !deserializer.is_human_readable() {
            let value = C::deserialize(deserializer).map_err(|_| mismatch("another value"))?;
            return Ok(Self::from(value));
        }
        let json = Value::decode(deserializer, context)?;
        let found = match &json {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(number) if number.is_f64() => "a number",
            Value::Number(_) => "an integer",
            Value::String(_) => "another string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        Self::from_json(json).ok_or_else(|| mismatch(found))
    }
}

impl<'de, T, C: SerdeCodec<T>> serde::Deserialize<'de> for External<T, C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl<T, C: SerdeCodec<T>> Serialize for External<T, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.json {
            Some(json) => json.serialize(serializer),
            None => C::serialize(&self.value, serializer),
        }
    }
}
