//! Splits HTML into tags and text.

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HtmlToken<'a> {
    /// A start tag, or a tag that closes itself.
    Open(Element, &'a str),
    /// An end tag.
    Close(Element),
    /// Text, and tags of elements that have no counterpart in `CommonMark`.
    Text(&'a str),
}

/// An element that has a counterpart in `CommonMark`, or whose tags can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Anchor,
    Blockquote,
    /// A block without a mark of its own, such as `p` and `div`.
    Block,
    Break,
    Code,
    Emphasis,
    Heading(usize),
    Image,
    /// An inline element without a mark of its own, such as `span`.
    Inline,
    Item,
    List,
    OrderedList,
    Preformatted,
    Rule,
    Strikethrough,
    Strong,
    Table,
    TableCell,
    TableRow,
}

impl Element {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "a" => Self::Anchor,
            "blockquote" => Self::Blockquote,
            "article" | "body" | "caption" | "center" | "details" | "div" | "dl" | "dt"
            | "footer" | "header" | "html" | "p" | "section" | "summary" => Self::Block,
            "br" => Self::Break,
            "code" | "kbd" | "samp" | "tt" => Self::Code,
            "cite" | "dfn" | "em" | "i" => Self::Emphasis,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "img" => Self::Image,
            "abbr" | "big" | "font" | "ins" | "mark" | "nobr" | "small" | "span" | "sub"
            | "sup" | "tbody" | "tfoot" | "thead" | "u" | "wbr" => Self::Inline,
            "dd" | "li" => Self::Item,
            "menu" | "ul" => Self::List,
            "ol" => Self::OrderedList,
            "pre" => Self::Preformatted,
            "hr" => Self::Rule,
            "del" | "s" | "strike" => Self::Strikethrough,
            "b" | "strong" => Self::Strong,
            "table" => Self::Table,
            "td" | "th" => Self::TableCell,
            "tr" => Self::TableRow,
            _ => return None,
        })
    }

    /// Returns whether the element has no content.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Image | Self::Rule)
    }

    /// Returns whether the element is part of a paragraph.
    pub(super) fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Anchor | Self::Code | Self::Emphasis | Self::Strikethrough | Self::Strong
        )
    }
}

/// Splits HTML into tags and text, without comments.
pub(super) fn tokens(html: &str) -> Vec<HtmlToken<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    // The text before the next tag, which can contain tags of unknown elements.
    let mut text_length = 0;
    while let Some(start) = rest[text_length..].find('<') {
        let start = text_length + start;
        let after = &rest[start + 1..];
        let (token, length) = if let Some(comment) = after.strip_prefix("!--") {
            let end = comment.find("-->").map_or(comment.len(), |end| end + 3);
            (None, "<!--".len() + end)
        } else {
            // Without another `>`, there is no other tag.
            let Some(end) = after.find('>') else { break };
            let Some(token) = tag(&after[..end]) else {
                text_length = start + 1;
                continue;
            };
            (Some(token), end + 2)
        };
        if start > 0 {
            tokens.push(HtmlToken::Text(&rest[..start]));
        }
        tokens.extend(token);
        rest = &rest[start + length..];
        text_length = 0;
    }
    if !rest.is_empty() {
        tokens.push(HtmlToken::Text(rest));
    }
    tokens
}

/// Returns the tag with the given content between `<` and `>`, unless its element is unknown.
fn tag(content: &str) -> Option<HtmlToken<'_>> {
    let (name, is_end) = match content.strip_prefix('/') {
        Some(name) => (name, true),
        None => (content, false),
    };
    let length = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let (name, attributes) = name.split_at(length);
    if !(attributes.is_empty() || attributes.starts_with(|c: char| c == '/' || c.is_whitespace())) {
        return None;
    }
    let element = Element::from_name(name)?;
    Some(if is_end {
        HtmlToken::Close(element)
    } else {
        HtmlToken::Open(element, attributes)
    })
}

/// Returns the value of an attribute, decoded.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some(equals) = rest.find('=') {
        let key = rest[..equals].trim_end();
        let key = key.rsplit(char::is_whitespace).next().unwrap_or(key);
        let value = rest[equals + 1..].trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote)?,
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(decode(value));
        }
        rest = after;
    }
    None
}

/// Replaces the character references that text in HTML needs.
pub(super) fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

/// Returns the length of the character reference that a text begins with.
pub(super) fn reference_length(text: &str) -> Option<usize> {
    /// The maximum length of a name, as in `&CounterClockwiseContourIntegral;`.
    const MAX_LENGTH: usize = 33;
    let end = text
        .bytes()
        .take(MAX_LENGTH)
        .position(|byte| byte == b';')?;
    let name = text[..end].strip_prefix('&')?;
    let name = name.strip_prefix('#').unwrap_or(name);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then_some(end + 1)
}
