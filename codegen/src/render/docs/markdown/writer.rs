//! Writes parsed `CommonMark` again, line by line.

mod elements;

use std::fmt::Write as _;

use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use super::address;
use super::text::{BREAK, GLUE, clean, code, longest_run};
use super::wrap::{fill_lines, wrap};
use elements::OpenElement;

/// The number of columns beyond which nesting is no longer shown by indentation.
const MAX_INDENT: usize = 40;

/// Rewrites a text, with an empty line between its blocks.
pub(in crate::render) fn blocks(text: &str) -> Vec<String> {
    let text = clean(text);
    if is_plain(&text) {
        return wrap(&text);
    }
    let mut writer = Writer::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in TextMergeStream::new(Parser::new_ext(&text, options)) {
        writer.event(event);
    }
    writer.finish()
}

/// Returns whether a text is one paragraph of words in which nothing has a meaning in `CommonMark`
/// and nothing becomes a link. Most descriptions are, and parsing them takes most of the time.
fn is_plain(text: &str) -> bool {
    let is_plain_byte =
        |byte: u8| byte.is_ascii_alphanumeric() || b" .,;:'\"()/-?!%+=$@".contains(&byte);
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(is_plain_byte)
        && !text.contains("http")
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// Whether the next block needs an empty line before it: another one precedes it in the same
    /// container.
    gap: bool,
    /// The prefixes of the open containers.
    prefixes: Vec<Prefix>,
    lists: Vec<OpenList>,
    inline: String,
    links: Vec<OpenLink>,
    /// The text and the language of the open code block.
    code: Option<(String, &'static str)>,
    heading: usize,
    cells: Option<Vec<String>>,
    /// The open elements of HTML and containers of `CommonMark`.
    elements: Vec<OpenElement>,
    /// The text of the open `code` element.
    span: Option<String>,
    /// The lines of the open block of HTML.
    html: Option<String>,
    /// The number of columns of the open `table` element, once its head is known.
    columns: Option<usize>,
}

struct Prefix {
    first: String,
    rest: String,
    used: bool,
}

struct OpenList {
    number: Option<u64>,
    tight: bool,
}

enum OpenLink {
    /// `[text](address)`
    Written(String),
    /// `<address>`, and the length of the inline text before it.
    Automatic(String, usize),
    /// Plain text: rustdoc would resolve the link as the path of an item.
    Plain(String),
}

impl Writer {
    fn finish(mut self) -> Vec<String> {
        self.close_elements();
        self.flush();
        self.lines
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.html = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                let html = self.html.take().unwrap_or_default();
                self.html(&html);
                self.close_inline_elements();
                if self.code.is_none() {
                    self.flush();
                }
            }
            Event::Start(tag) => {
                self.elements.push(OpenElement::Markdown);
                self.start(tag);
            }
            Event::End(tag) => {
                self.close_elements();
                self.elements.pop();
                self.end(tag);
            }
            Event::Text(text) => self.text(&text),
            Event::Code(text) => match (&mut self.code, &mut self.span) {
                (Some((code, _)), _) | (None, Some(code)) => code.push_str(&text),
                (None, None) => self.code_span(&text),
            },
            Event::Html(html) | Event::InlineHtml(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => self.html(&html),
            },
            Event::SoftBreak => match &mut self.code {
                Some((code, _)) => code.push('\n'),
                None => self.text(" "),
            },
            Event::HardBreak => self
                .inline
                .push(if self.cells.is_some() { ' ' } else { BREAK }),
            Event::Rule => {
                self.flush();
                self.block(|prefix| vec![format!("{prefix}---")]);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                if let Some(list) = self.lists.last_mut() {
                    list.tight = false;
                }
                self.flush();
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = level as usize;
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.open("> ".to_owned(), "> ".to_owned());
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => language(&info),
                    CodeBlockKind::Indented => "text",
                };
                self.code = Some((String::new(), language));
            }
            Tag::List(number) => {
                self.flush();
                if self.lists.last().is_some_and(|list| list.tight) {
                    self.gap = false;
                }
                self.lists.push(OpenList {
                    number,
                    tight: true,
                });
            }
            Tag::Item => {
                let marker = match self.lists.last_mut().and_then(|list| list.number.as_mut()) {
                    Some(number) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    None => "- ".to_owned(),
                };
                let rest = " ".repeat(marker.len());
                self.open(marker, rest);
            }
            Tag::Table(_) => self.flush(),
            Tag::TableHead | Tag::TableRow => self.cells = Some(Vec::new()),
            Tag::Emphasis => self.mark("*"),
            Tag::Strong => self.mark("**"),
            Tag::Strikethrough => self.mark("~~"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.open_link(&dest_url, link_type == LinkType::Autolink),
            Tag::Image { dest_url, .. } => self.open_link(&dest_url, false),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.close(),
            TagEnd::CodeBlock => {
                if let Some((code, language)) = self.code.take() {
                    self.fenced(&code, language);
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap = true;
            }
            TagEnd::Item => {
                self.close();
                if self.lists.last().is_some_and(|list| list.tight) {
                    self.gap = false;
                }
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline).replace([GLUE, BREAK], " ");
                if let Some(cells) = &mut self.cells {
                    cells.push(cell.trim().to_owned());
                }
            }
            TagEnd::TableHead => {
                let cells = self.cells.take().unwrap_or_default();
                let rule = vec!["---"; cells.len()].join(" | ");
                self.block(|prefix| {
                    vec![
                        format!("{prefix}| {} |", cells.join(" | ")),
                        format!("{prefix}| {rule} |"),
                    ]
                });
                self.gap = false;
            }
            TagEnd::TableRow => {
                let cells = self.cells.take().unwrap_or_default().join(" | ");
                self.block(|prefix| vec![format!("{prefix}| {cells} |")]);
                self.gap = false;
            }
            TagEnd::Table => self.gap = true,
            TagEnd::Emphasis => self.mark("*"),
            TagEnd::Strong => self.mark("**"),
            TagEnd::Strikethrough => self.mark("~~"),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let text = std::mem::take(&mut self.inline).replace(BREAK, " ");
        let marks = "#".repeat(std::mem::take(&mut self.heading));
        let text = text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace(GLUE, " ");
        if !text.is_empty() {
            self.block(|prefix| vec![format!("{prefix}{marks} {text}")]);
        }
    }

    /// Writes the mark of an inline element, which has no meaning in code.
    fn mark(&mut self, mark: &str) {
        if self.code.is_none() && self.span.is_none() {
            self.inline.push_str(mark);
        }
    }

    /// Writes a code span, in which no line is broken.
    fn code_span(&mut self, text: &str) {
        let code = code(text).replace(' ', &GLUE.to_string());
        let code = if self.cells.is_some() {
            code.replace('|', "\\|")
        } else {
            code
        };
        // A backtick in front of the span, even an escaped one, would be a part of its delimiter.
        if self.inline.ends_with("\\`") {
            self.inline.truncate(self.inline.len() - 2);
            self.inline.push_str("&#96;");
        } else if self.inline.ends_with('`') {
            self.inline.push(GLUE);
        }
        self.inline.push_str(&code);
    }

    /// Opens a container. Beyond [`MAX_INDENT`], it gets no prefix.
    fn open(&mut self, first: String, rest: String) {
        self.flush();
        let columns: usize = self.prefixes.iter().map(|prefix| prefix.rest.len()).sum();
        let (first, rest) = if columns < MAX_INDENT {
            (first, rest)
        } else {
            (String::new(), String::new())
        };
        self.prefixes.push(Prefix {
            first,
            rest,
            used: false,
        });
    }

    fn close(&mut self) {
        self.flush();
        if self
            .prefixes
            .last()
            .is_some_and(|prefix| !prefix.used && !prefix.first.is_empty())
        {
            let prefix = self.prefix();
            self.lines.push(prefix.trim_end().to_owned());
        }
        self.prefixes.pop();
        self.gap = true;
    }

    fn prefix(&mut self) -> String {
        self.prefixes
            .iter_mut()
            .map(|prefix| {
                if std::mem::replace(&mut prefix.used, true) {
                    &prefix.rest
                } else {
                    &prefix.first
                }
            })
            .map(String::as_str)
            .collect()
    }

    fn block(&mut self, write: impl FnOnce(&str) -> Vec<String>) {
        if std::mem::replace(&mut self.gap, true) && !self.lines.is_empty() {
            let gap: String = self
                .prefixes
                .iter()
                .map(|prefix| {
                    if prefix.used {
                        prefix.rest.as_str()
                    } else {
                        ""
                    }
                })
                .collect();
            self.lines.push(gap.trim_end().to_owned());
        }
        let prefix = self.prefix();
        self.lines.extend(write(&prefix));
    }

    /// Ends the current paragraph.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.inline);
        if text.replace(BREAK, " ").trim().is_empty() {
            return;
        }
        let rest = self.rest();
        self.block(|first| {
            let mut lines = Vec::new();
            fill_lines(&text, first, &rest, &mut lines);
            lines
        });
    }

    /// Returns the prefix of every line but the first.
    fn rest(&self) -> String {
        self.prefixes
            .iter()
            .map(|prefix| prefix.rest.as_str())
            .collect()
    }

    fn fenced(&mut self, code: &str, language: &str) {
        let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
        let rest = self.rest();
        self.block(|first| {
            let mut lines = vec![format!("{first}{fence}{language}")];
            lines.extend(
                code.lines()
                    .map(|line| format!("{rest}{line}").trim_end().to_owned()),
            );
            lines.push(format!("{rest}{fence}"));
            lines
        });
    }

    fn open_link(&mut self, address: &str, automatic: bool) {
        let is_code = self.code.is_some() || self.span.is_some();
        let link = if !address::is_web(address) || !self.links.is_empty() || is_code {
            OpenLink::Plain(if self.links.is_empty() && !is_code {
                address.to_owned()
            } else {
                String::new()
            })
        } else if automatic {
            OpenLink::Automatic(address.to_owned(), self.inline.len())
        } else {
            self.inline.push('[');
            OpenLink::Written(address.to_owned())
        };
        self.links.push(link);
    }

    fn close_link(&mut self) {
        match self.links.pop() {
            Some(OpenLink::Written(address)) => {
                let address = address::escaped(&address);
                if self.inline.ends_with('[') {
                    self.inline.pop();
                    append!(self.inline, "<{address}>");
                } else {
                    append!(self.inline, "]({address})");
                }
            }
            Some(OpenLink::Automatic(address, start)) => {
                self.inline.truncate(start);
                append!(self.inline, "<{}>", address::escaped(&address));
            }
            Some(OpenLink::Plain(address)) if !address.is_empty() => {
                let code = code(&address).replace(' ', &GLUE.to_string());
                append!(self.inline, " ({code})");
            }
            _ => {}
        }
    }

    /// Writes a text. Web addresses in it become links, except in code.
    fn text(&mut self, text: &str) {
        if let Some((code, _)) = &mut self.code {
            return code.push_str(text);
        }
        if let Some(span) = &mut self.span {
            return span.push_str(text);
        }
        if !self.links.is_empty() {
            return self.escaped(text);
        }
        let mut text = text;
        while let Some((start, length)) = address::find(text) {
            self.escaped(&text[..start]);
            let address = &text[start..start + length];
            append!(self.inline, "<{}>", address::escaped(address));
            text = &text[start + length..];
        }
        self.escaped(text);
    }

    /// Writes a text with every special character escaped.
    fn escaped(&mut self, text: &str) {
        let mut before = self.inline.chars().next_back().unwrap_or(' ');
        let mut letters = text.chars().peekable();
        while let Some(c) = letters.next() {
            let after = letters.peek().copied().unwrap_or(' ');
            let is_special = match c {
                '\\' => after.is_ascii_punctuation() || after == ' ' || after == '\n',
                '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
                '&' => after == '#' || after.is_ascii_alphanumeric(),
                '|' => self.cells.is_some(),
                '`' | '*' | '[' | ']' | '<' | '~' => true,
                _ => false,
            };
            if is_special {
                self.inline.push('\\');
            }
            self.inline.push(if c == '\n' { ' ' } else { c });
            before = c;
        }
    }
}

/// Returns the language of a code block if rustdoc does not compile it, or `text`.
fn language(info: &str) -> &'static str {
    const KNOWN: [&str; 14] = [
        "bash",
        "csharp",
        "css",
        "go",
        "html",
        "http",
        "java",
        "javascript",
        "json",
        "python",
        "sh",
        "sql",
        "xml",
        "yaml",
    ];
    let word = info
        .split([',', ' ', '{'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    KNOWN
        .into_iter()
        .find(|known| *known == word)
        .unwrap_or("text")
}
