//! Descriptions of a document as documentation, and lines as rustfmt has them.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::docs::markdown::{blocks, code, inline};
use super::source_file::chain;
use super::source_file::imports::version_order;
use super::source_file::layout::Layout;

fn written(text: &str) -> String {
    blocks(text).join("\n")
}

#[test]
fn what_rustdoc_would_look_up_becomes_text() {
    assert_eq!(
        written("Sorted [by name] or [x](y)."),
        r"Sorted \[by name\] or x (`y`)."
    );
    assert_eq!(written("[`Vec`] and [a][b]"), r"\[`Vec`\] and \[a\]\[b\]");
}

#[test]
fn addresses_become_links() {
    assert_eq!(
        written("See https://example.com/a_b?c=d, or (http://x.org)."),
        "See <https://example.com/a_b?c=d>, or (<http://x.org>)."
    );
    assert_eq!(
        written("[Docs](https://example.com/a b)"),
        r"\[Docs\](<https://example.com/a> b)"
    );
    assert_eq!(
        written("[Docs](https://example.com/)"),
        "[Docs](https://example.com/)"
    );
    assert_eq!(written("<https://example.com/>"), "<https://example.com/>");
}

#[test]
fn html_is_shown_and_not_meant() {
    assert_eq!(
        written("a <b>bold</b> Vec<String>"),
        r"a \<b>bold\</b> Vec\<String>"
    );
    assert_eq!(written("one<br/>two"), "one\\\ntwo");
    assert_eq!(written("<!-- secret -->"), "");
}

#[test]
fn code_is_fenced_as_text_and_never_compiled() {
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
fn lists_and_tables_stay() {
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
fn long_paragraphs_are_wrapped_and_no_line_begins_with_a_mark() {
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
fn a_code_span_holds_anything() {
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code("a\nb"), "`a b`");
    assert_eq!(inline("two\n\nparagraphs `x`"), "two paragraphs `x`");
}

#[test]
fn names_are_sorted_as_rustfmt_sorts_them() {
    let mut names = vec!["object", "Item2", "Item10", "Item", "a_b", "a2", "Call"];
    names.sort_by(|a, b| version_order(a, b));
    assert_eq!(
        names,
        ["Call", "Item", "Item2", "Item10", "a_b", "a2", "object"]
    );
}

fn call(function: &str, items: Vec<Layout>) -> Layout {
    Layout::Call(function.to_owned(), items)
}

#[test]
fn what_is_nested_is_broken_where_rustfmt_breaks_it() {
    let length = |limit: u32| {
        call(
            "Constraint::MinLength",
            vec![Layout::Text(limit.to_string())],
        )
    };
    let items = |list| Layout::Array(vec![call("Constraint::Items", vec![Layout::Array(list)])]);
    assert_eq!(
        items(vec![length(1)]).text(12, 0),
        "&[Constraint::Items(&[Constraint::MinLength(1)])]"
    );
    assert_eq!(
        items(vec![length(1), length(255)]).text(12, 0),
        "&[Constraint::Items(&[\n    Constraint::MinLength(1),\n    Constraint::MinLength(255),\n])]"
    );
    let pattern = format!("{:?}", "x".repeat(60));
    let long = || call("Constraint::Pattern", vec![Layout::Text(pattern.clone())]);
    assert_eq!(
        Layout::Array(vec![length(1), long()]).text(12, 0),
        format!("&[\n    Constraint::MinLength(1),\n    Constraint::Pattern({pattern}),\n]")
    );
    assert_eq!(
        Layout::Array(vec![length(1), long()]).text(16, 0),
        format!(
            "&[\n    Constraint::MinLength(1),\n    Constraint::Pattern(\n        {pattern},\n    ),\n]"
        )
    );
    let schemes = |names: &[&str]| {
        let names = names
            .iter()
            .map(|name| Layout::Text(format!("&crate::credentials::{name}")));
        Layout::Array(vec![Layout::Array(names.collect())])
    };
    assert_eq!(
        call("Security::OneOf", vec![schemes(&["APP_KEY", "APP_TOKEN"])]).text(4, 10),
        "Security::OneOf(&[&[&crate::credentials::APP_KEY, &crate::credentials::APP_TOKEN]])"
    );
}

#[test]
fn a_chain_ends_in_a_call_of_many_lines_unless_it_is_one_on_self() {
    let head = "Request::new(&self.path, &GET)";
    let calls = [r#".header_as("Tenant, (of it)", the_tenant.as_ref(), Style::SIMPLE)"#.to_owned()];
    assert_eq!(
        chain(head, &calls, 92),
        "Request::new(&self.path, &GET).header_as(\n    \"Tenant, (of it)\",\n    the_tenant.as_ref(),\n    \
         Style::SIMPLE,\n)"
    );
    assert_eq!(
        chain("self.0", &calls, 60),
        format!("self.0\n    {}", calls[0])
    );
    assert!(!chain("self.0", &calls, 92).contains('\n'));
}

/// The events of a text, as rustdoc reads it.
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
    fn no_description_means_html_a_lookup_or_code_to_compile(text in markdown()) {
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
    fn a_code_span_is_one_whatever_is_in_it(text in any::<String>()) {
        let written = code(&text);
        let spans = events(&written).iter().filter(|event| matches!(event, Event::Code(_))).count();
        prop_assert_eq!(spans, 1, "{:?}", written);
    }
}
