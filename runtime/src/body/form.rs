//! Bodies of the media type `application/x-www-form-urlencoded`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::body::media_type::is_json;
use crate::params::style::Style;
use crate::params::style::value::{NotSerializable, ParamValue};

/// How one property of a form, or of a body in parts, is written, where the document says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As a query parameter of this style.
    Style(Style),
    /// As a value of this media type: JSON where it is that, and text where it is any other.
    MediaType(&'static str),
}

/// What the URL standard leaves as it is in a form. A space becomes `+` in a second step.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b' ');

/// Writes an object as a form. Its members are texts, lists of them, whose name is repeated, or JSON; unless the document
/// says otherwise. A member that is null or absent is left out.
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

/// A pair as the URL standard writes it.
fn pair(name: &str, value: &str) -> String {
    let encoded = |text| utf8_percent_encode(text, FORM);
    format!("{}={}", encoded(name), encoded(value)).replace(' ', "+")
}
