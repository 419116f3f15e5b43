//! The path from the outermost value to a part of it, as errors and violations print it.

/// A segment of a path.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    Member(String),
    Index(usize),
}

/// Appends a segment to a path, in the format of [`DecodeError::path`](crate::DecodeError::path).
pub(crate) fn write_segment(path: &mut String, segment: &Segment) {
    match segment {
        Segment::Index(index) => path.extend(["[", &index.to_string(), "]"]),
        Segment::Member(name) if is_plain(name) => {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        Segment::Member(name) => {
            path.push_str("['");
            for character in name.chars() {
                match character {
                    '"' => path.push(character),
                    _ => path.extend(character.escape_debug()),
                }
            }
            path.push_str("']");
        }
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-@$".contains(&byte))
}
