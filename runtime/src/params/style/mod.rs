//! Serialization of parameters: the styles of OpenAPI, most of which are operators of RFC 6570.

pub(crate) mod value;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::params::style::value::{NotSerializable, ParamValue};

/// The characters that are percent-encoded in a value: all but the unreserved characters of RFC
/// 3986, so that a value stays one segment or one query value.
pub(crate) const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters that are always percent-encoded in a query. `%` is handled separately.
const RESERVED: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// How the value of a parameter is serialized: `style`, `explode` and `allowReserved` of the
/// OpenAPI document.
///
/// A value is a scalar, a list of scalars or an object of scalars. Numbers and booleans are written
/// as in JSON. Null, empty lists and empty objects are omitted, as in RFC 6570, and so are nulls in
/// lists and objects. Nested lists and objects are not specified: they are written as JSON, except
/// for objects in objects of [`DEEP_OBJECT`](Self::DEEP_OBJECT), whose names are appended in
/// brackets. In a form, `DEEP_OBJECT` also appends the positions of items: `color[0]=blue`.
///
/// For a parameter `color` with the value `["blue", "black"]` or `{"R": 100, "G": 200}`:
///
/// | style | list | object | exploded list | exploded object |
/// |---|---|---|---|---|
/// | [`SIMPLE`](Self::SIMPLE) | `blue,black` | `R,100,G,200` | `blue,black` | `R=100,G=200` |
/// | [`LABEL`](Self::LABEL) | `.blue,black` | `.R,100,G,200` | `.blue.black` | `.R=100.G=200` |
/// | [`MATRIX`](Self::MATRIX) | `;color=blue,black` | `;color=R,100,G,200` | `;color=blue;color=black` | `;R=100;G=200` |
/// | [`FORM`](Self::FORM) | `color=blue,black` | `color=R,100,G,200` | `color=blue&color=black` | `R=100&G=200` |
/// | [`COOKIE`](Self::COOKIE) | `color=blue,black` | `color=R,100,G,200` | `color=blue; color=black` | `R=100; G=200` |
/// | [`SPACE_DELIMITED`](Self::SPACE_DELIMITED) | `color=blue%20black` | `color=R%20100%20G%20200` | as `FORM` | as `FORM` |
/// | [`PIPE_DELIMITED`](Self::PIPE_DELIMITED) | <code>color=blue%7Cblack</code> | <code>color=R%7C100%7CG%7C200</code> | as `FORM` | as `FORM` |
/// | [`DEEP_OBJECT`](Self::DEEP_OBJECT) | as `FORM`, exploded | `color%5BR%5D=100&color%5BG%5D=200` | | |
/// | [`JSON`](Self::JSON) | `color=%5B%22blue%22%2C%22black%22%5D` | `color=%7B%22R%22%3A100%2C%22G%22%3A200%7D` | | |
///
/// In a header nothing is percent-encoded. In a cookie the separator is `; ` instead of `&`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    kind: Kind,
    explode: bool,
    reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Simple,
    Label,
    Matrix,
    Form,
    Cookie,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Json,
}

impl Style {
    /// `simple`, in paths and headers.
    pub const SIMPLE: Self = Self::new(Kind::Simple);
    /// `label`, in paths.
    pub const LABEL: Self = Self::new(Kind::Label);
    /// `matrix`, in paths.
    pub const MATRIX: Self = Self::new(Kind::Matrix);
    /// `form`, in queries and cookies. The default of the OpenAPI document is
    /// [`exploded`](Self::exploded).
    pub const FORM: Self = Self::new(Kind::Form);
    /// `cookie`, in cookies. The default of the OpenAPI document is [`exploded`](Self::exploded).
    /// Nothing is encoded, so a value with a character that a cookie cannot contain is not sent.
    pub const COOKIE: Self = Self::new(Kind::Cookie);
    /// `spaceDelimited`, in queries.
    pub const SPACE_DELIMITED: Self = Self::new(Kind::SpaceDelimited);
    /// `pipeDelimited`, in queries.
    pub const PIPE_DELIMITED: Self = Self::new(Kind::PipeDelimited);
    /// `deepObject`, in queries.
    pub const DEEP_OBJECT: Self = Self::new(Kind::DeepObject);
    /// JSON: `content` with a JSON media type.
    pub const JSON: Self = Self::new(Kind::Json);

    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            explode: false,
            reserved: false,
        }
    }

    /// Sets `explode`: each item of a list and each property of an object is written separately.
    #[must_use]
    pub const fn exploded(mut self) -> Self {
        self.explode = true;
        self
    }

    /// Sets `allowReserved`: the reserved characters of RFC 3986 and percent-encoded characters are
    /// sent unchanged, so `&`, `=` and `+` have their meaning in a query. `#`, `[` and `]` are not
    /// allowed in a query and are encoded.
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// Serializes a value for a path. Returns an empty string if there is nothing to send.
    pub(crate) fn in_path<V: Serialize + ?Sized>(
        self,
        name: &str,
        value: &V,
    ) -> Result<String, NotSerializable> {
        let value = ParamValue::new(value)?;
        Ok(self.write(name, &value, Location::Path).unwrap_or_default())
    }

    /// Serializes a value for a query, as `name=value`, or several of these separated by `&`.
    /// Returns `None` if there is nothing to send.
    pub(crate) fn in_query<V: Serialize + ?Sized>(
        self,
        name: &str,
        value: &V,
    ) -> Result<Option<String>, NotSerializable> {
        Ok(self.write(name, &ParamValue::new(value)?, Location::Query))
    }

    /// Serializes a value for a cookie, as `name=value`, or several of these separated by `; `.
    /// Returns `None` if there is nothing to send.
    pub(crate) fn in_cookie<V: Serialize + ?Sized>(
        self,
        name: &str,
        value: &V,
    ) -> Result<Option<String>, NotSerializable> {
        let value = ParamValue::new(value)?;
        let location = match self.kind {
            Kind::Cookie if value.has_only(is_cookie_octet) => Location::RawCookie,
            Kind::Cookie => return Err(NotSerializable),
            _ => Location::Cookie,
        };
        Ok(self.write(name, &value, location))
    }

    /// Serializes a value as a whole query. Returns `None` if there is nothing to send.
    pub(crate) fn in_query_string<V: Serialize + ?Sized>(
        self,
        value: &V,
    ) -> Result<Option<String>, NotSerializable> {
        Ok(self.write("", &ParamValue::new(value)?, Location::QueryString))
    }

    /// Serializes a value for a header. Returns `None` if there is nothing to send.
    pub(crate) fn in_header<V: Serialize + ?Sized>(
        self,
        value: &V,
    ) -> Result<Option<String>, NotSerializable> {
        Ok(self.write("", &ParamValue::new(value)?, Location::Header))
    }

    /// Serializes a property of a form.
    pub(crate) fn pairs(self, name: &str, value: &ParamValue) -> Option<String> {
        self.write(name, value, Location::Form)
    }

    fn write(self, name: &str, value: &ParamValue, location: Location) -> Option<String> {
        let named = !matches!(
            location,
            Location::Path | Location::Header | Location::QueryString
        );
        let writer = Writer {
            name: match location {
                Location::Header | Location::RawCookie => name.into(),
                _ => utf8_percent_encode(name, VALUE).into(),
            },
            location,
            reserved: self.reserved,
        };
        if self.kind == Kind::Json {
            let json = value.json(location == Location::Header);
            return Some(writer.pair(named, &json));
        }
        if value.is_undefined() {
            return None;
        }
        let separator = match location {
            Location::Cookie | Location::RawCookie => "; ",
            _ => "&",
        };
        let text = match self.kind {
            Kind::Simple | Kind::Json => writer.expand(value, false, ",", ",", self.explode),
            Kind::Label => format!(".{}", writer.expand(value, false, ".", ",", self.explode)),
            Kind::Matrix => format!(";{}", writer.expand(value, true, ";", ",", self.explode)),
            Kind::DeepObject if writer.is_deep(value) => {
                let mut pairs = Vec::new();
                writer.deep(&writer.name, value, &mut pairs);
                pairs.join(separator)
            }
            Kind::Form | Kind::Cookie => writer.expand(value, true, separator, ",", self.explode),
            Kind::DeepObject => writer.expand(value, true, separator, ",", true),
            Kind::SpaceDelimited => writer.expand(value, true, separator, "%20", self.explode),
            Kind::PipeDelimited => writer.expand(value, true, separator, "%7C", self.explode),
        };
        (!text.is_empty() || !named).then_some(text)
    }
}

/// Converts strings of any type to a list that can be sent.
pub fn texts<T: AsRef<str>>(texts: &[T]) -> Vec<&str> {
    texts.iter().map(AsRef::as_ref).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Location {
    Path,
    Query,
    /// The whole query.
    QueryString,
    /// A form, which is written like a query, except that deep objects contain lists.
    Form,
    Header,
    Cookie,
    /// A cookie whose value is not encoded.
    RawCookie,
}

/// Returns whether a cookie can contain a character (RFC 6265, section 4.1.1).
fn is_cookie_octet(character: char) -> bool {
    matches!(character, '!'..='~') && !matches!(character, '"' | ',' | ';' | '\\')
}

/// Writes the value of one parameter.
struct Writer<'n> {
    name: Cow<'n, str>,
    location: Location,
    reserved: bool,
}

impl Writer<'_> {
    /// Expands a value as specified by RFC 6570. `separator` separates exploded values, `comma`
    /// others.
    fn expand(
        &self,
        value: &ParamValue,
        named: bool,
        separator: &str,
        comma: &str,
        explode: bool,
    ) -> String {
        match value {
            ParamValue::List(items) => {
                let items = items.iter().filter(|item| !item.is_null());
                if explode {
                    let items: Vec<String> =
                        items.map(|item| self.pair(named, &item.text())).collect();
                    return items.join(separator);
                }
                let items: Vec<String> = items.map(|item| self.encoded(&item.text())).collect();
                self.named(named, items.join(comma))
            }
            ParamValue::Object(members) => {
                let members = members.iter().filter(|(_, value)| !value.is_null());
                if explode {
                    let members: Vec<String> = members
                        .map(|(key, value)| {
                            let value = value.text();
                            let equals = if self.leaves_out_equals(&value, named) {
                                ""
                            } else {
                                "="
                            };
                            format!("{}{equals}{}", self.encoded(key), self.encoded(&value))
                        })
                        .collect();
                    return members.join(separator);
                }
                let members: Vec<String> = members
                    .flat_map(|(key, value)| [self.encoded(key), self.encoded(&value.text())])
                    .collect();
                self.named(named, members.join(comma))
            }
            scalar => self.pair(named, &scalar.text()),
        }
    }

    /// Returns whether names in brackets can be appended to the name of a value.
    fn is_deep(&self, value: &ParamValue) -> bool {
        match value {
            ParamValue::Object(_) => true,
            ParamValue::List(_) => self.location == Location::Form,
            _ => false,
        }
    }

    /// Writes `name[key]=value`, for nested objects recursively.
    fn deep(&self, name: &str, value: &ParamValue, pairs: &mut Vec<String>) {
        match value {
            ParamValue::Object(members) => {
                for (key, value) in members {
                    let name = format!("{name}%5B{}%5D", encoded(key, self.location, false));
                    self.deep(&name, value, pairs);
                }
            }
            ParamValue::List(items) if self.is_deep(value) => {
                let items = items.iter().filter(|item| !item.is_null());
                for (index, item) in items.enumerate() {
                    self.deep(&format!("{name}%5B{index}%5D"), item, pairs);
                }
            }
            ParamValue::Null => {}
            value => pairs.push(format!("{name}={}", self.encoded(&value.text()))),
        }
    }

    fn pair(&self, named: bool, value: &str) -> String {
        self.named(named, self.encoded(value))
    }

    fn named(&self, named: bool, encoded: String) -> String {
        match named {
            true if self.leaves_out_equals(&encoded, named) => self.name.to_string(),
            true => format!("{}={encoded}", self.name),
            false => encoded,
        }
    }

    /// Returns whether a name is written without `=`: in a path, if its value is empty.
    fn leaves_out_equals(&self, value: &str, named: bool) -> bool {
        named && value.is_empty() && self.location == Location::Path
    }

    fn encoded(&self, text: &str) -> String {
        encoded(text, self.location, self.reserved)
    }
}

fn encoded(text: &str, location: Location, reserved: bool) -> String {
    if matches!(location, Location::Header | Location::RawCookie) {
        return text.to_owned();
    }
    if !reserved {
        return Cow::from(utf8_percent_encode(text, VALUE)).into_owned();
    }
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(percent) = rest.find('%') {
        encoded.extend(utf8_percent_encode(&rest[..percent], RESERVED));
        let is_triplet = rest
            .as_bytes()
            .get(percent + 1..percent + 3)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        encoded.push_str(if is_triplet { "%" } else { "%25" });
        rest = &rest[percent + 1..];
    }
    encoded.extend(utf8_percent_encode(rest, RESERVED));
    encoded
}
