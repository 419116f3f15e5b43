use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{blocks, code, inline};

fn written(text: &str) -> String {
    blocks(text).join("\n")
}

#[test]
fn intra_doc_links_become_plain_text() {
    assert_eq!(
        written("Sorted [by name] or [x](y)."),
        r"Sorted \[by name\] or x (`y`)."
    );
    assert_eq!(written("[`Vec`] and [a][b]"), r"\[`Vec`\] and \[a\]\[b\]");
}

#[test]
fn bare_urls_become_links() {
    assert_eq!(
        written("See https://example.com/a_b?c=d, or (http://x.org)."),
        "See <https://example.com/a_b?c=d>, or (<http://x.org>)."
    );
    assert_eq!(
        written("[DocComment](https://example.com/a b)"),
        r"\[DocComment\](<https://example.com/a> b)"
    );
    assert_eq!(
        written("[DocComment](https://example.com/)"),
        "[DocComment](https://example.com/)"
    );
    assert_eq!(written("<https://example.com/>"), "<https://example.com/>");
}

#[test]
fn html_is_escaped() {
    assert_eq!(
        written("a <b>bold</b> Vec<String>"),
        r"a \<b>bold\</b> Vec\<String>"
    );
    assert_eq!(written("one<br/>two"), "one\\\ntwo");
    assert_eq!(written("<!-- secret -->"), "");
}

#[test]
fn code_blocks_are_never_compiled() {
    assert_eq!(written("```\nlet x = 1;\n```"), "```text\nlet x = 1;\n```");
    assert_eq!(
        written("```rust,should_panic\npanic!()"),
        "```text\npanic!()\n```"
    );
    assert_eq!(
        written("Text\n\n    indented"),
        "Text\n\n```text\nindented\n```"
    );
    assert_eq!(written("~~~json\n```\n~~~"), "````json\n```\n````");
}

#[test]
fn lists_and_tables_are_kept() {
    assert_eq!(
        written("* one\n* two\n  - three"),
        "- one\n- two\n  - three"
    );
    assert_eq!(written("3. x\n4. y\n\ntail"), "3. x\n4. y\n\ntail");
    assert_eq!(
        written("| a | b |\n|--|:-:|\n| x\\|y | `z` |"),
        "| a | b |\n| --- | --- |\n| x\\|y | `z` |"
    );
}

#[test]
fn wrapped_lines_do_not_begin_with_markers() {
    let lines = blocks(&format!(
        "{} - not an item 1. {}",
        "word ".repeat(17),
        "word ".repeat(40)
    ));
    assert!(
        lines.iter().all(|line| line.chars().count() <= 92),
        "{lines:?}"
    );
    assert!(lines.len() > 2);
    assert!(!written(&format!("{} # x", "wor ".repeat(22).trim_end())).contains("\n# "));
}

#[test]
fn any_string_can_be_a_code_span() {
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code("a\nb"), "`a b`");
    assert_eq!(inline("two\n\nparagraphs `x`"), "two paragraphs `x`");
}

/// Parses a text with the options of rustdoc.
fn events(text: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).collect()
}

fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[ a-z0-9.,]{0,20}",
        r"(\*|\*\*|_|`|``|```|~~~|\[|\]|\(|\)|<|>|<b>|</b>|<!--|-->|\*/|/\*|///|//!|#|##|- |\+ |1\. |> |\||\|--\||&amp;|\\|\n|\n\n|\r|\t|    |https://a\.b/c|\[x\]|\[x\]\(y\)|#\[doc\]|\[\^1\]|:---|===|---)",
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn descriptions_contain_no_html_links_or_doctests(text in markdown()) {
        let lines = blocks(&text);
        for line in &lines {
            prop_assert!(!line.contains(['\n', '\r', '\u{0}', '\u{202e}']), "{line:?}");
        }
        let written = lines.join("\n");
        for event in events(&written) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => prop_assert!(false, "HTML {html:?} in {written:?}"),
                Event::Start(Tag::CodeBlock(kind)) => {
                    let fenced = matches!(&kind, pulldown_cmark::CodeBlockKind::Fenced(info) if !info.is_empty());
                    prop_assert!(fenced, "{kind:?} in {written:?}");
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    prop_assert!(dest_url.contains(':'), "a link to {dest_url:?} in {written:?}");
                }
                _ => {}
            }
        }
    }

    #[test]
    fn plain_text_is_rewritten_like_markdown(text in "[A-Za-z][A-Za-z0-9 .,;:'\"()/?!%+=$@-]{0,300}") {
        // An empty comment is no text, and makes the rewriter parse the paragraph.
        let parsed = blocks(&format!("{text}<!-- -->"));
        prop_assert_eq!(blocks(&text), parsed);
    }

    #[test]
    fn a_code_span_may_contain_any_characters(text in any::<String>()) {
        let written = code(&text);
        let spans = events(&written).iter().filter(|event| matches!(event, Event::Code(_))).count();
        prop_assert_eq!(spans, 1, "{:?}", written);
    }
}
