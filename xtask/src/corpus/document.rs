//! Finds the OpenAPI documents below a folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use walkdir::WalkDir;

/// A file with an `openapi` field of version 3.
pub(super) struct Document {
    pub(super) path: PathBuf,
    /// The path below the searched folder, with `/` as the separator.
    pub(super) name: String,
    pub(super) bytes: u64,
}

/// Finds all documents below a folder, sorted by name.
pub(super) fn find(folder: &Path) -> anyhow::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.into_path();
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if !is_document(&bytes) {
            continue;
        }
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        documents.push(Document {
            name: parts.join("/"),
            bytes: bytes.len() as u64,
            path,
        });
    }
    documents.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(documents)
}

/// Returns whether a file has an `openapi` field whose value begins with `3.`: at the beginning of
/// a line in YAML, anywhere in JSON.
fn is_document(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let text = text.trim_start_matches('\u{feff}');
    let is_json = text.trim_start().starts_with('{');
    text.match_indices("openapi").any(|(start, word)| {
        let before = &text[..start];
        let quote = before
            .chars()
            .next_back()
            .filter(|last| "\"'".contains(*last));
        let key_start = start - quote.map_or(0, char::len_utf8);
        let mut after = &text[start + word.len()..];
        if let Some(quote) = quote {
            let Some(rest) = after.strip_prefix(quote) else {
                return false;
            };
            after = rest;
        }
        let begins_line = key_start == 0 || text[..key_start].ends_with('\n');
        if !begins_line && !is_json {
            return false;
        }
        let value = after
            .trim_start()
            .strip_prefix(':')
            .map(|value| value.trim_start().trim_start_matches(['"', '\'']));
        value.is_some_and(|value| value.starts_with("3."))
    })
}

#[cfg(test)]
mod tests {
    use super::is_document;

    #[test]
    fn documents_are_recognized_by_their_version() {
        for text in [
            "openapi: 3.0.3\ninfo: {}\n",
            "# a comment\nopenapi: '3.0.0'\n",
            "\"openapi\" : \"3.1.0\"\n",
            "{\"info\": {}, \"openapi\": \"3.0.1\"}",
            "\u{feff}openapi: 3.0.3",
        ] {
            assert!(is_document(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn other_files_are_not_documents() {
        for text in [
            "swagger: '2.0'\n",
            "info:\n  openapi: 3.0.3\n",
            "see openapi: 3.0.3\n",
            "openapi: 2\n",
            "",
        ] {
            assert!(!is_document(text.as_bytes()), "{text}");
        }
        assert!(!is_document(&[0xff, 0xfe]));
    }
}
