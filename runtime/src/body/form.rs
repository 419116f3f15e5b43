//! Bodies of the media type `application/x-www-form-urlencoded`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::body::media_type::is_json;
use crate::params::style::Style;
use crate::params::style::value::{NotSerializable, ParamValue};

/// How a property of a form or of a multipart body is encoded, if the OpenAPI document specifies
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As a query parameter in this style.
    Style(Style),
    /// As this media type: JSON if it is a JSON media type, otherwise a string.
    MediaType(&'static str),
}

/// The characters that the URL standard percent-encodes in a form. A space is replaced by `+`
/// afterwards.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b' ');

/// Encodes an object as a form. By default, a property is a string, a list whose items repeat the
/// name, or JSON. Properties that are null or absent are omitted.
pub(crate) fn encode<B: Serialize + ?Sized>(
    body: &B,
    encodings: &[(&str, Encoding)],
) -> Result<String, NotSerializable> {
    let ParamValue::Object(members) = ParamValue::new(body)? else {
        return Err(NotSerializable);
    };
    let mut pairs = Vec::new();
    for (name, value) in members {
        let encoding = encodings.iter().find(|(property, _)| *property == name);
        match (encoding.map(|(_, encoding)| *encoding), value) {
            (_, ParamValue::Null) => {}
            (Some(Encoding::Style(style)), value) => pairs.extend(style.pairs(&name, &value)),
            (Some(Encoding::MediaType(media_type)), value) if is_json(media_type) => {
                pairs.push(pair(&name, &value.json(false)));
            }
            (_, ParamValue::List(items)) => {
                pairs.extend(items.iter().map(|item| pair(&name, &item.text())));
            }
            (_, value) => pairs.push(pair(&name, &value.text())),
        }
    }
    Ok(pairs.join("&"))
}

/// Encodes pairs of names and values as a form or a query.
#[cfg(feature = "oauth2")]
pub(crate) fn encode_pairs(pairs: &[(&str, std::borrow::Cow<'_, str>)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| pair(name, value))
        .collect();
    pairs.join("&")
}

/// Encodes a pair as the URL standard specifies.
fn pair(name: &str, value: &str) -> String {
    let encoded = |text| utf8_percent_encode(text, FORM);
    format!("{}={}", encoded(name), encoded(value)).replace(' ', "+")
}
