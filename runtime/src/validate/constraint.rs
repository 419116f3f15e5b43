//! The constraints of OpenAPI and JSON Schema.

use std::fmt;

use serde_json::Value;

use crate::validate::number::{Number, compare, is_multiple};
use crate::validate::simple_schema::SimpleSchema;

/// A constraint of the OpenAPI document on a value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Constraint {
    /// A string has at least this many characters (Unicode scalar values).
    MinLength(u64),
    /// A string has at most this many characters (Unicode scalar values).
    MaxLength(u64),
    /// A string contains a match of this regular expression of ECMA-262, where `\d`, `\w` and `\b`
    /// are ASCII.
    #[cfg(feature = "pattern")]
    Pattern(&'static str),
    /// A string is a URI with a scheme, as specified by RFC 3986.
    Uri,
    /// A number is this or more.
    Minimum(Number),
    /// A number is more than this.
    ExclusiveMinimum(Number),
    /// A number is this or less.
    Maximum(Number),
    /// A number is less than this.
    ExclusiveMaximum(Number),
    /// A number is a multiple of this. Fractions are compared with a tolerance for the error of
    /// binary floating point.
    MultipleOf(Number),
    /// An array has at least this many elements.
    MinItems(u64),
    /// An array has at most this many elements.
    MaxItems(u64),
    /// No two elements of an array are equal.
    UniqueItems,
    /// Each element of an array satisfies these constraints.
    Items(&'static [Self]),
    /// The element of a tuple at each position satisfies these constraints.
    Positions(&'static [&'static [Self]]),
    /// An array has this many elements that satisfy a schema.
    Contains {
        /// The schema.
        schema: SimpleSchema,
        /// At least this many.
        min: u64,
        /// At most this many.
        max: Option<u64>,
    },
    /// An object has at least this many properties.
    MinProperties(u64),
    /// An object has at most this many properties.
    MaxProperties(u64),
    /// The value of each property of an object satisfies these constraints.
    Values(&'static [Self]),
    /// The name of each property of an object satisfies these constraints on strings.
    Names(&'static [Self]),
    /// A string is one of these.
    OneOf(&'static [&'static str]),
    /// An object with the first property has all others.
    DependentRequired(&'static str, &'static [&'static str]),
    /// A value does not satisfy a schema.
    Not(SimpleSchema),
    /// An object has all properties of at least one of these sets. An empty set matches an object
    /// without properties.
    AnyOfMembers(&'static [&'static [&'static str]]),
    /// An object has all properties of exactly one of these sets.
    OneOfMembers(&'static [&'static [&'static str]]),
}

impl Constraint {
    /// Returns whether a value satisfies the constraint. Constraints on elements and property
    /// values are satisfied here, since they are checked for each one.
    pub(super) fn is_kept(&self, value: &Value) -> bool {
        if let Self::Not(schema) = self {
            return !schema.matches(value);
        }
        match value {
            Value::String(text) => self.is_kept_by_text(text),
            Value::Number(number) => self.is_kept_by_number(number),
            Value::Array(items) => self.is_kept_by_array(items),
            Value::Object(members) => match self {
                Self::MinProperties(least) => length(members.len()) >= *least,
                Self::MaxProperties(most) => length(members.len()) <= *most,
                Self::AnyOfMembers(sets) => complete(sets, members) > 0,
                Self::OneOfMembers(sets) => complete(sets, members) == 1,
                Self::DependentRequired(name, required) => {
                    !members.contains_key(*name)
                        || required.iter().all(|name| members.contains_key(*name))
                }
                _ => true,
            },
            Value::Null | Value::Bool(_) => true,
        }
    }

    fn is_kept_by_text(&self, text: &str) -> bool {
        match self {
            Self::MinLength(least) => length(text.chars().count()) >= *least,
            Self::MaxLength(most) => length(text.chars().count()) <= *most,
            #[cfg(feature = "pattern")]
            Self::Pattern(pattern) => pattern::matches(pattern, text),
            Self::Uri => is_uri(text),
            Self::OneOf(values) => values.contains(&text),
            _ => true,
        }
    }

    fn is_kept_by_number(&self, number: &serde_json::Number) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};

        match self {
            Self::Minimum(bound) => matches!(compare(number, *bound), Some(Equal | Greater)),
            Self::ExclusiveMinimum(bound) => compare(number, *bound) == Some(Greater),
            Self::Maximum(bound) => matches!(compare(number, *bound), Some(Equal | Less)),
            Self::ExclusiveMaximum(bound) => compare(number, *bound) == Some(Less),
            Self::MultipleOf(factor) => is_multiple(number, *factor),
            _ => true,
        }
    }

    fn is_kept_by_array(&self, items: &[Value]) -> bool {
        match self {
            Self::MinItems(least) => length(items.len()) >= *least,
            Self::MaxItems(most) => length(items.len()) <= *most,
            Self::UniqueItems => (1..items.len()).all(|end| !items[..end].contains(&items[end])),
            Self::Contains { schema, min, max } => {
                let count = items.iter().filter(|item| schema.matches(item)).count();
                length(count) >= *min && max.is_none_or(|max| length(count) <= max)
            }
            _ => true,
        }
    }
}

/// Returns how many of the sets an object contains completely.
fn complete(sets: &[&[&str]], members: &serde_json::Map<String, Value>) -> usize {
    let has_all = |set: &&&[&str]| match set {
        [] => members.is_empty(),
        names => names.iter().all(|name| members.contains_key(*name)),
    };
    sets.iter().filter(has_all).count()
}

/// Formats sets of properties as text.
struct Sets<'s>(&'s [&'s [&'s str]]);

impl fmt::Display for Sets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, set) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", or ")?;
            }
            match set {
                [] => f.write_str("no member")?,
                names => f.write_str(&names.join(" and "))?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinLength(least) => {
                write!(f, "must be at least {} long", Counted(*least, "character"))
            }
            Self::MaxLength(most) => {
                write!(f, "must be at most {} long", Counted(*most, "character"))
            }
            #[cfg(feature = "pattern")]
            Self::Pattern(pattern) => write!(f, "must match the pattern {pattern}"),
            Self::Uri => f.write_str("must be a URI with a scheme"),
            Self::Minimum(bound) => write!(f, "must be {bound} or more"),
            Self::ExclusiveMinimum(bound) => write!(f, "must be more than {bound}"),
            Self::Maximum(bound) => write!(f, "must be {bound} or less"),
            Self::ExclusiveMaximum(bound) => write!(f, "must be less than {bound}"),
            Self::MultipleOf(factor) => write!(f, "must be a multiple of {factor}"),
            Self::MinItems(least) => write!(f, "must have at least {}", Counted(*least, "element")),
            Self::MaxItems(most) => write!(f, "must have at most {}", Counted(*most, "element")),
            Self::UniqueItems => f.write_str("must not have equal elements"),
            Self::Items(_) | Self::Positions(_) => f.write_str("must have other elements"),
            Self::Contains {
                schema,
                min,
                max: None,
            } => write!(
                f,
                "must have at least {} {schema}",
                Counted(*min, "element")
            ),
            Self::Contains {
                schema,
                min,
                max: Some(max),
            } => write!(
                f,
                "must have {min} to {} {schema}",
                Counted(*max, "element")
            ),
            Self::Names(_) => f.write_str("must have other names of members"),
            Self::OneOf(values) => write!(f, "must be one of {}", values.join(", ")),
            Self::DependentRequired(name, required) => {
                write!(f, "must have {} if it has {name}", required.join(" and "))
            }
            Self::Not(schema) => write!(f, "must not be {schema}"),
            Self::MinProperties(least) => {
                write!(f, "must have at least {}", Counted(*least, "member"))
            }
            Self::AnyOfMembers(sets) => write!(f, "must have {}", Sets(sets)),
            Self::OneOfMembers(sets) => {
                write!(f, "must have {}, and only one of these", Sets(sets))
            }
            Self::MaxProperties(most) => {
                write!(f, "must have at most {}", Counted(*most, "member"))
            }
            Self::Values(_) => f.write_str("must have other members"),
        }
    }
}

/// Formats a number of things as text.
struct Counted(u64, &'static str);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, thing) = self;
        write!(f, "{count} {thing}{}", if *count == 1 { "" } else { "s" })
    }
}

/// Converts a length to the type of constraints.
fn length(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Returns whether a string is a scheme, a colon, and characters that RFC 3986 allows in a URI.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let rest = rest.as_bytes();
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && rest.iter().enumerate().all(|(index, byte)| match byte {
            b'%' => rest
                .get(index + 1..index + 3)
                .is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit)),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(byte),
        })
}

#[cfg(feature = "pattern")]
mod pattern {
    use std::collections::HashMap;
    use std::sync::{LazyLock, PoisonError, RwLock};

    use regex_lite::Regex;

    /// The compiled expressions, by their source, which is a constant of the program. `None` if one
    /// does not compile.
    static COMPILED: LazyLock<RwLock<HashMap<&'static str, Option<Regex>>>> =
        LazyLock::new(RwLock::default);

    /// Returns whether a string matches an expression. Nothing matches one that does not compile.
    pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
        let compiled = COMPILED
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(pattern)
            .cloned();
        let regex = compiled.unwrap_or_else(|| {
            let regex = Regex::new(pattern).ok();
            let mut compiled = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
            compiled.insert(pattern, regex.clone());
            regex
        });
        regex.is_some_and(|regex| regex.is_match(text))
    }
}
