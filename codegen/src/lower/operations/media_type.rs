//! The names of media types.

/// What the bodies of a media type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Text,
    Bytes,
}

/// Returns what the bodies of a media type are, or `None` if its name does not say it.
pub(super) fn form_of(name: &str) -> Option<Form> {
    let essence = essence(name);
    let (kind, subtype) = essence.split_once('/')?;
    Some(match (kind, subtype) {
        ("application" | "text", "json") => Form::Json,
        (_, subtype) if subtype.ends_with("+json") => Form::Json,
        ("application", "x-www-form-urlencoded") => Form::UrlEncoded,
        ("multipart", _) => Form::Multipart,
        // A stream of events has no end: each event is read when it arrives.
        ("text", "event-stream") => Form::Bytes,
        ("text", _) | ("application", "xml" | "yaml" | "javascript") => Form::Text,
        (_, subtype) if subtype.ends_with("+xml") || subtype.ends_with("+yaml") => Form::Text,
        ("image" | "audio" | "video" | "font", _) | ("application", "octet-stream") => Form::Bytes,
        _ => return None,
    })
}

/// Returns whether the bodies of a media type are JSON.
pub(super) fn is_json(name: &str) -> bool {
    form_of(name) == Some(Form::Json)
}

/// Returns a media type in lower case, without its parameters.
pub(super) fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Returns whether a string is a media type or a range of media types.
pub(super) fn is_media_type(name: &str) -> bool {
    let is_token = |token: &str| {
        !token.is_empty()
            && token
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let is_visible = name.bytes().all(|byte| (b' '..0x7f).contains(&byte));
    is_visible
        && essence(name)
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}
