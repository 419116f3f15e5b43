//! Bodies of the media type `application/x-www-form-urlencoded`.

mod style;
mod tree;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::ser::Error as _;

use crate::media_type::is_json;
use crate::style::VALUE;
use style::Field;
pub use style::FormStyle;
pub(crate) use style::expand;
pub(crate) use tree::Tree;

/// How one property of a form is written, where the document says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As a query parameter is.
    Style {
        /// How its parts are told apart.
        style: FormStyle,
        /// Whether each of its parts is a pair of its own.
        explode: bool,
        /// Whether delimiters in it are sent as they are.
        allow_reserved: bool,
    },
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

/// The same with the delimiters of RFC 3986 that a query can hold without a reader taking them for its own.
const RESERVED: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// Writes an object as a form. Its members are texts, lists of them, whose name is repeated, or JSON; unless the document
/// says otherwise. A member that is null or absent is left out.
pub(crate) fn encode<B: Serialize + ?Sized>(
    body: &B,
    encodings: &[(&str, Encoding)],
) -> Result<String, serde_json::Error> {
    let Tree::Members(members) = Tree::of(body)? else {
        return Err(serde_json::Error::custom("a form is an object"));
    };
    let mut form = Pairs::default();
    for (name, value) in members {
        let encoding = encodings.iter().find(|(property, _)| *property == name);
        match (encoding.map(|(_, encoding)| *encoding), value) {
            (_, Tree::Null) => {}
            (
                Some(Encoding::Style {
                    style,
                    explode,
                    allow_reserved,
                }),
                value,
            ) => {
                let set = if allow_reserved { RESERVED } else { VALUE };
                for field in expand(&name, value, style, explode)? {
                    form.field(&field, set);
                }
            }
            (Some(Encoding::MediaType(media_type)), value) if is_json(media_type) => {
                form.plain(&name, &serde_json::to_string(&value)?);
            }
            (_, Tree::List(items)) => {
                for item in items {
                    form.plain(&name, &item.into_text()?);
                }
            }
            (_, value) => form.plain(&name, &value.into_text()?),
        }
    }
    Ok(form.0)
}

/// The pairs of a form.
#[derive(Default)]
struct Pairs(String);

impl Pairs {
    fn name(&mut self) -> &mut String {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        &mut self.0
    }

    /// As the URL standard writes it.
    fn plain(&mut self, name: &str, value: &str) {
        let pair = format!(
            "{}={}",
            utf8_percent_encode(name, FORM),
            utf8_percent_encode(value, FORM)
        );
        self.name().push_str(&pair.replace(' ', "+"));
    }

    /// As a query parameter is written, with `%20` for a space.
    fn field(&mut self, field: &Field, set: &'static AsciiSet) {
        let text = self.name();
        text.extend(utf8_percent_encode(&field.name, VALUE));
        text.push('=');
        for (place, part) in field.parts.iter().enumerate() {
            match field.delimiter {
                _ if place == 0 => {}
                ',' => text.push(','),
                delimiter => text.extend(utf8_percent_encode(&delimiter.to_string(), VALUE)),
            }
            text.extend(utf8_percent_encode(part, set));
        }
    }
}
