use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{blocks, code, inline, wrap};

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
fn unknown_html_is_escaped() {
    assert_eq!(
        written("a Vec<String> of <id>, 1<2"),
        r"a Vec\<String> of \<id>, 1\<2"
    );
    assert_eq!(written("<!-- secret -->"), "");
    assert_eq!(written("a<!-- secret -->b"), "ab");
}

#[test]
fn inline_html_becomes_markdown() {
    assert_eq!(
        written("a <b>bold </b><i>word</i>, <code>a < b</code>"),
        "a **bold** *word*, `a < b`"
    );
    assert_eq!(written("one<br/>two"), "one\\\ntwo");
    assert_eq!(
        written(r#"<a target="_blank" href="https://example.com/?a=1&amp;b=2">Guide</a>."#),
        "[Guide](https://example.com/?a=1&b=2)."
    );
    assert_eq!(written("<a href='#top'>up</a>"), "up (`#top`)");
    assert_eq!(written("<a name='top'></a>Top"), "Top");
    assert_eq!(
        written(r#"x <img src="https://example.com/x.png" alt="Logo">"#),
        "x [Logo](https://example.com/x.png)"
    );
    assert_eq!(
        written("<p>a &lt;b&gt;&nbsp;&amp; c</p>"),
        "a &lt;b&gt; &amp; c"
    );
}

#[test]
fn blocks_of_html_become_markdown() {
    assert_eq!(
        written("<p>One</p><p>Two <b>bold</b></p>"),
        "One\n\nTwo **bold**"
    );
    assert_eq!(
        written("Text\n<ul>\n<li>one</li>\n<li>two<ol><li>x<li>y</ol></li>\n</ul>\ntail"),
        "Text\n\n- one\n- two\n  1. x\n  2. y\n\ntail"
    );
    assert_eq!(
        written("<pre><code>a\n  &lt;b&gt;\n</code></pre>"),
        "```text\na\n  <b>\n```"
    );
    assert_eq!(
        written("<table><tr><th>a</th><th>b</th></tr><tr><td>1<td>2<td>3</tr></table>"),
        "| a | b |\n| --- | --- |\n| 1 | 2 3 |"
    );
    assert_eq!(written("<h2>Title</h2>\n\nText"), "## Title\n\nText");
}

#[test]
fn elements_end_with_what_contains_them() {
    assert_eq!(written("- <b>one\n- two</b>"), "- **one**\n- two");
    assert_eq!(written("<ul><li><b>one<li>two"), "- **one**\n- two");
    assert_eq!(written("</ul></b>text"), "text");
    assert_eq!(written("*a <i>b* c</i>"), "*a *b** c");
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
    assert_eq!(code("a ``` `b`"), "`` a ``` `b` ``");
    let fenced = wrap(&code(&format!("` `` {}", "word ".repeat(40))));
    assert_eq!(fenced.len(), 1, "{fenced:?}");
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
        r"(\*|\*\*|_|`|``|```|~~~|\[|\]|\(|\)|<|>|<b>|</b>|<!--|-->|<a href='https://a.b'>|</a>|<ul>|<li>|</li>|</ul>|<ol>|<p>|<pre>|</pre>|<code>|</code>|<table>|<tr>|<td>|</td>|<h2>|<blockquote>|</blockquote>|<br>|<img src=x>|&lt;|\*/|/\*|///|//!|#|##|- |\+ |1\. |> |\||\|--\||&amp;|\\|\n|\n\n|\r|\t|    |https://a\.b/c|\[x\]|\[x\]\(y\)|#\[doc\]|\[\^1\]|:---|===|---)",
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

#[test]
fn a_code_span_after_a_backtick_is_a_span_of_its_own() {
    assert_eq!(written("\\`<code>a</code>"), "&#96;`a`");
    assert_eq!(written("<code>a</code><code>b</code>"), "`a` `b`");
    assert_eq!(
        written("`` ` ``<a href='https://a.b'>`<code>"),
        "`` ` ``[&#96;`  `](https://a.b)"
    );
}
