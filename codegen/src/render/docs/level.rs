//! Reduces the documentation of a file.

use crate::config::DocsLevel;

/// Returns the text of a source file with as much documentation as a level has.
pub(in crate::render) fn reduce(text: String, level: DocsLevel) -> String {
    if level == DocsLevel::Full {
        return text;
    }
    let mut reduced = String::with_capacity(text.len());
    // Whether the visited line is behind the first paragraph of a comment.
    let mut is_behind = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let docs = bare
            .strip_prefix("///")
            .or_else(|| bare.strip_prefix("//!"));
        let is_kept = match docs {
            None => {
                is_behind = false;
                true
            }
            Some(docs) => {
                is_behind |= docs.is_empty();
                level == DocsLevel::Brief && !is_behind
            }
        };
        if is_kept {
            reduced.push_str(line);
        }
    }
    // The documentation of the file came first.
    reduced.trim_start_matches('\n').to_owned()
}
