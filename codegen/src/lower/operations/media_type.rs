//! The forms of the bodies of media types.

use crate::document::MediaTypeName;

/// The form of the bodies of a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Text,
    Bytes,
}

/// Returns the form of the bodies of a media type; `None` if the name does not determine it.
pub(super) fn form_of(name: &MediaTypeName) -> Option<Form> {
    let (top_level, subtype) = (name.top_level()?, name.subtype()?);
    Some(match (top_level, subtype, name.suffix()) {
        _ if name.is_json() => Form::Json,
        ("application", "x-www-form-urlencoded", _) => Form::UrlEncoded,
        ("multipart", _, _) => Form::Multipart,
        // A stream of events has no end: each event is read when it arrives.
        ("text", "event-stream", _) => Form::Bytes,
        ("text", _, _)
        | ("application", "xml" | "yaml" | "javascript", _)
        | (_, _, Some("xml" | "yaml")) => Form::Text,
        ("image" | "audio" | "video" | "font", _, _) | ("application", "octet-stream", _) => {
            Form::Bytes
        }
        _ => return None,
    })
}

/// Returns whether the bodies of a media type are JSON.
pub(super) fn is_json(name: &str) -> bool {
    form_of(&MediaTypeName::new(name)) == Some(Form::Json)
}

/// Returns whether the bodies of a media type are forms.
pub(super) fn is_form(name: &str) -> bool {
    form_of(&MediaTypeName::new(name)) == Some(Form::UrlEncoded)
}

/// Returns whether the name of a media type determines that its bodies are not JSON.
pub(super) fn has_other_form(name: &str) -> bool {
    form_of(&MediaTypeName::new(name)).is_some_and(|form| form != Form::Json)
}

/// Returns whether a media type or range is JSON without a meaning of its own: `application/json`
/// with any parameters, `text/json`, or a range such as `application/*+json`.
pub(super) fn is_plain_json(name: &str) -> bool {
    let media_type = MediaTypeName::new(name);
    media_type.is_range() || matches!(media_type.subtype(), Some("json" | "*+json"))
}
