//! HTML in a text, as its counterpart in `CommonMark`.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Writer;
use crate::render::docs::markdown::html::{
    Element, HtmlToken, attribute, decode, reference_length, tokens,
};
use crate::render::docs::markdown::text::BREAK;

/// The number of open elements beyond which tags are left out.
const MAX_DEPTH: usize = 64;

/// An open container: HTML must not close what `CommonMark` opened, nor the other way round.
#[derive(Debug)]
pub(super) enum OpenElement {
    /// A container of `CommonMark`.
    Markdown,
    /// An element, and the length of the inline text before it.
    Html(Element, usize),
}

impl Writer {
    /// Writes HTML.
    pub(super) fn html(&mut self, html: &str) {
        for token in tokens(html) {
            match token {
                HtmlToken::Open(element, attributes) => self.open_element(element, attributes),
                HtmlToken::Close(element) => self.close_element(element),
                HtmlToken::Text(text) => self.html_text(text),
            }
        }
    }

    /// Writes text of HTML, in which character references have a meaning.
    fn html_text(&mut self, text: &str) {
        if self.code.is_some() || self.span.is_some() {
            self.text(&decode(text));
            return;
        }
        let mut rest = text;
        let mut length = 0;
        while let Some(found) = rest[length..].find('&') {
            let start = length + found;
            let Some(reference) = reference_length(&rest[start..]) else {
                length = start + 1;
                continue;
            };
            self.text(&rest[..start]);
            match &rest[start..start + reference] {
                "&nbsp;" => self.inline.push(' '),
                reference => self.inline.push_str(reference),
            }
            rest = &rest[start + reference..];
            length = 0;
        }
        self.text(rest);
    }

    fn open_element(&mut self, element: Element, attributes: &str) {
        let is_open =
            |open: &OpenElement| matches!(open, OpenElement::Html(known, _) if *known == element);
        if self.code.is_some() || self.span.is_some() || self.elements.len() >= MAX_DEPTH {
            if element == Element::Break {
                self.text("\n");
            }
            return;
        }
        if element.is_inline() && self.elements.iter().any(is_open) {
            return;
        }
        let is_row = matches!(element, Element::TableRow | Element::TableCell);
        if self.cells.is_some() && !element.is_inline() && !is_row {
            self.inline.push(' ');
            if element != Element::Image {
                return;
            }
        }
        if !element.is_inline() && !element.is_void() && element != Element::Inline {
            self.close_inline_elements();
        }
        match element {
            Element::Inline => return,
            Element::Block => return self.flush(),
            Element::Break => return self.event(Event::HardBreak),
            Element::Rule => return self.event(Event::Rule),
            Element::Image => {
                if let Some(address) = attribute(attributes, "src") {
                    self.open_link(&address, false);
                    self.text(&attribute(attributes, "alt").unwrap_or_default());
                    self.close_link();
                }
                return;
            }
            Element::Anchor => match attribute(attributes, "href") {
                Some(address) => self.open_link(&address, false),
                None => return,
            },
            Element::Code => self.span = Some(String::new()),
            Element::Emphasis | Element::Strikethrough | Element::Strong => {}
            Element::Blockquote => self.start(Tag::BlockQuote(None)),
            Element::Heading(level) => {
                self.flush();
                self.heading = level;
            }
            Element::Item => {
                self.close_unless_nested(Element::Item, &[Element::List, Element::OrderedList]);
                self.start(Tag::Item);
            }
            Element::List => self.start(Tag::List(None)),
            Element::OrderedList => self.start(Tag::List(Some(1))),
            Element::Preformatted => {
                self.flush();
                self.code = Some((String::new(), "text"));
            }
            Element::Table => {
                self.flush();
                self.columns = None;
            }
            Element::TableRow => {
                self.close_unless_nested(Element::TableRow, &[Element::Table]);
                if self.cells.is_some() {
                    return;
                }
                self.flush();
                self.cells = Some(Vec::new());
            }
            Element::TableCell => {
                self.close_unless_nested(Element::TableCell, &[Element::TableRow]);
                let is_row = OpenElement::is_html(self.elements.last(), Element::TableRow);
                if !is_row {
                    return;
                }
                self.inline.clear();
            }
        }
        let length = self.inline.len();
        self.elements.push(OpenElement::Html(element, length));
    }

    /// Closes the innermost element of a kind, and what is open in it. Other containers of
    /// `CommonMark` stay open.
    fn close_element(&mut self, element: Element) {
        if element == Element::Block && self.code.is_none() && self.cells.is_none() {
            self.close_inline_elements();
            self.flush();
        }
        let position = self.html_elements().position(|open| open == element);
        for _ in 0..position.map_or(0, |position| position + 1) {
            self.close_last_element();
        }
    }

    /// Closes an open element that ends where another of its kind begins, unless one of
    /// `containers` is open inside.
    fn close_unless_nested(&mut self, element: Element, containers: &[Element]) {
        let is_open = self
            .html_elements()
            .take_while(|open| !containers.contains(open))
            .any(|open| open == element);
        if is_open {
            self.close_element(element);
        }
    }

    /// Closes the elements that cannot contain blocks.
    pub(super) fn close_inline_elements(&mut self) {
        while self.html_elements().next().is_some_and(Element::is_inline) {
            self.close_last_element();
        }
    }

    /// Closes all elements that were opened since the innermost container of `CommonMark` was.
    pub(super) fn close_elements(&mut self) {
        while self.html_elements().next().is_some() {
            self.close_last_element();
        }
    }

    /// Returns the elements that are open in the innermost container of `CommonMark`, from the
    /// inside out.
    fn html_elements(&self) -> impl Iterator<Item = Element> {
        self.elements.iter().rev().map_while(|open| match open {
            OpenElement::Html(element, _) => Some(*element),
            OpenElement::Markdown => None,
        })
    }

    fn close_last_element(&mut self) {
        let Some(OpenElement::Html(element, start)) = self.elements.pop() else {
            return;
        };
        match element {
            Element::Anchor => self.close_link(),
            Element::Code => {
                let span = self.span.take().unwrap_or_default();
                self.code_span(span.trim());
            }
            Element::Emphasis => self.surround(start, "*"),
            Element::Strikethrough => self.surround(start, "~~"),
            Element::Strong => self.surround(start, "**"),
            Element::Blockquote => self.close(),
            Element::Heading(_) => self.end_heading(),
            Element::Item => self.end(TagEnd::Item),
            Element::List | Element::OrderedList => {
                self.flush();
                self.end(TagEnd::List(element == Element::OrderedList));
            }
            Element::Preformatted => self.end(TagEnd::CodeBlock),
            Element::Table => self.end(TagEnd::Table),
            Element::TableCell => self.end(TagEnd::TableCell),
            Element::TableRow => self.end_row(),
            Element::Block | Element::Break | Element::Image | Element::Inline | Element::Rule => {}
        }
    }

    /// Puts marks around the inline text from an index on, but not around the spaces at its ends:
    /// next to a space, they would have no meaning.
    fn surround(&mut self, start: usize, mark: &str) {
        let Some(content) = self.inline.get(start..).map(str::to_owned) else {
            return;
        };
        let is_space = |c: char| c == BREAK || c.is_whitespace();
        let trimmed = content.trim_matches(is_space);
        if trimmed.is_empty() {
            return;
        }
        let before = content.len() - content.trim_start_matches(is_space).len();
        self.inline.truncate(start + before);
        self.inline.push_str(mark);
        self.inline.push_str(trimmed);
        self.inline.push_str(mark);
        self.inline.push_str(&content[before + trimmed.len()..]);
    }

    /// Ends a row. The first one of a table is its head, and no other has more cells.
    fn end_row(&mut self) {
        let Some(columns) = self.columns else {
            self.columns = self.cells.as_ref().map(Vec::len);
            return self.end(TagEnd::TableHead);
        };
        if let Some(cells) = &mut self.cells
            && cells.len() > columns
        {
            let more = cells.split_off(columns.saturating_sub(1));
            cells.push(more.join(" "));
        }
        self.end(TagEnd::TableRow);
    }
}

impl OpenElement {
    fn is_html(open: Option<&Self>, element: Element) -> bool {
        matches!(open, Some(Self::Html(known, _)) if *known == element)
    }
}
