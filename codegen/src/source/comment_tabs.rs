//! Tabs before comments, which YAML allows and its parser does not.

use std::borrow::Cow;

use serde::Deserialize as _;
use serde::de::IgnoredAny;

/// The maximum number of comments with tabs before them. Each of them takes a pass over the text.
const LIMIT: usize = 100;

/// Returns a text of the same length in which spaces replace the tabs before comments.
///
/// A line of a block scalar can look like a comment, so only those lines change that the parser
/// refuses outside of block scalars.
pub(crate) fn without_comment_tabs(text: &str) -> Cow<'_, str> {
    let mut mended = Cow::Borrowed(text);
    for _ in 0..LIMIT {
        let Some(tabs) = refused_tabs(&mended) else {
            break;
        };
        let spaces = " ".repeat(tabs.len());
        mended.to_mut().replace_range(tabs, &spaces);
    }
    mended
}

/// Returns the whitespace of the comment line that the parser refuses.
fn refused_tabs(text: &str) -> Option<std::ops::Range<usize>> {
    let has_comment = |line: &str| line.trim_start().starts_with('#') && !line.starts_with('#');
    if !text.contains('\t') || !text.lines().any(has_comment) {
        return None;
    }
    let error = IgnoredAny::deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    if error.to_string().contains("block scalar") {
        return None;
    }
    let offset = error.location()?.index();
    let start = text.get(..offset)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next()?;
    let length = line.len() - line.trim_start().len();
    let is_refused = has_comment(line) && line[..length].contains('\t');
    is_refused.then_some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::without_comment_tabs;

    #[test]
    fn tabs_before_comments_become_spaces() {
        let text = "info:\n  title: T\n\t# one\n  \t # two\n  version: '1' \t# three\n";
        let expected = "info:\n  title: T\n # one\n    # two\n  version: '1' \t# three\n";
        assert_eq!(without_comment_tabs(text), expected);
    }

    #[test]
    fn tabs_in_block_scalars_remain() {
        for text in [
            "text: |\n  more\n  \t# not a comment\n\t# comment\nother: 1\n",
            "text: |\n  \t# not a comment\n  more\nother: 1\n",
        ] {
            assert!(
                without_comment_tabs(text).contains("  \t# not a comment"),
                "{text}"
            );
        }
    }

    #[test]
    fn tabs_that_indent_values_remain() {
        let text = "info:\n\ttitle: T\n\t# comment\n";
        assert_eq!(without_comment_tabs(text), text);
    }
}
