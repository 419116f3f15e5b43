//! Names of media types.

use mime::Mime;

/// The name of a media type or of a range of media types, as a key of `content` writes it.
///
/// A name that HTTP does not allow is kept, because it is sent as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaTypeName {
    written: String,
    essence: String,
    is_valid: bool,
}

impl MediaTypeName {
    /// Reads a name.
    #[must_use]
    pub fn new(written: &str) -> Self {
        let essence = written.split(';').next().unwrap_or_default();
        let essence = essence.trim().to_ascii_lowercase();
        // `mime` accepts an empty subtype. It reads the essence alone, because parameters are sent
        // as they are written.
        let is_named = essence.parse::<Mime>().is_ok() && !essence.ends_with('/');
        Self {
            written: written.to_owned(),
            is_valid: is_named && is_visible(written),
            essence,
        }
    }

    /// Returns the name as it is written.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// Returns the name in lower case without its parameters: `text/html` for
    /// `Text/HTML; charset=utf-8`.
    #[must_use]
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// Returns the top-level type in lower case: `image` for `image/png`. `None` for a name without
    /// a slash.
    #[must_use]
    pub fn top_level(&self) -> Option<&str> {
        self.essence.split_once('/').map(|(top_level, _)| top_level)
    }

    /// Returns the subtype in lower case, with its suffix: `vnd.api+json` for
    /// `application/vnd.api+json`. `None` for a name without a slash.
    #[must_use]
    pub fn subtype(&self) -> Option<&str> {
        self.essence.split_once('/').map(|(_, subtype)| subtype)
    }

    /// Returns the structured syntax suffix: `json` for `application/vnd.api+json`.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.subtype()?.rsplit_once('+').map(|(_, suffix)| suffix)
    }

    /// Returns whether bodies of the media type are JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        matches!(self.essence.as_str(), "application/json" | "text/json")
            || self.suffix() == Some("json")
    }

    /// Returns whether the name is a range of all subtypes: `image/*` or `*/*`.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.essence.ends_with("/*")
    }

    /// Returns whether the name is a media type or a range of media types (RFC 9110).
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.is_valid
    }

    /// Returns whether a header can contain the name as it is written.
    #[must_use]
    pub fn is_sendable(&self) -> bool {
        is_visible(&self.written)
    }
}

fn is_visible(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::MediaTypeName;

    #[test]
    fn names_have_parts() {
        let name = MediaTypeName::new("Application/Vnd.API+JSON; Profile=\"A\"");
        assert_eq!(name.as_written(), "Application/Vnd.API+JSON; Profile=\"A\"");
        assert_eq!(name.essence(), "application/vnd.api+json");
        assert_eq!(name.top_level(), Some("application"));
        assert_eq!(name.subtype(), Some("vnd.api+json"));
        assert_eq!(name.suffix(), Some("json"));
        assert!(name.is_valid() && name.is_json() && !name.is_range());
    }

    #[test]
    fn ranges_are_valid() {
        for range in ["image/*", "*/*", "text/*;q=0.5"] {
            let name = MediaTypeName::new(range);
            assert!(name.is_valid() && name.is_range(), "{range}");
        }
        assert!(!MediaTypeName::new("image/png").is_range());
        assert!(!MediaTypeName::new("*").is_range());
    }

    #[test]
    fn json_is_known_by_name_and_by_suffix() {
        for name in [
            "application/json",
            "text/json;charset=utf-8",
            "*/x+json",
            "a/+json",
        ] {
            assert!(MediaTypeName::new(name).is_json(), "{name}");
        }
        for name in [
            "json",
            "application/jsonl",
            "application/json+x",
            "image/json",
        ] {
            assert!(!MediaTypeName::new(name).is_json(), "{name}");
        }
    }

    #[test]
    fn names_that_http_forbids_are_kept() {
        for written in [
            "", "json", "text/", "/json", "a/b/c", "a b/c", "a/b,c/d", "ä/b", "a/b\n",
        ] {
            let name = MediaTypeName::new(written);
            assert!(!name.is_valid(), "{written}");
            assert_eq!(name.as_written(), written);
        }
        assert!(MediaTypeName::new("json").is_sendable());
        assert!(!MediaTypeName::new("text/plain; a=ä").is_sendable());
    }

    #[test]
    fn parameters_are_not_validated() {
        for name in [
            "text/plain; format",
            "text/plain;charset=a b",
            " text/plain ; a=b",
            "a/b;",
        ] {
            assert!(MediaTypeName::new(name).is_valid(), "{name}");
        }
    }

    #[test]
    fn every_character_of_a_token_is_allowed() {
        assert!(MediaTypeName::new("!#$%&'*+-.^_`|~0aZ/!#$%&'*+-.^_`|~0aZ").is_valid());
        for character in "\"(),/:<=>?@[\\]{} ".chars() {
            let name = format!("a{character}b/c");
            assert!(!MediaTypeName::new(&name).is_valid(), "{name}");
        }
    }
}
