//! A file on its way from tokens to text.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;

/// How wide a line of code is.
const WIDTH: usize = 100;

/// How wide a chain of calls may be to stay in one line.
const CHAIN: usize = 60;

/// The items of a file, and the names it takes from elsewhere.
///
/// Tokens are laid out by prettyplease. It knows neither empty lines nor tables, and in a few places rustfmt decides
/// otherwise: for these an item holds a mark, in whose place the text comes.
#[derive(Debug)]
pub(super) struct File<'a> {
    pub(super) imports: Imports<'a>,
    items: Vec<TokenStream>,
    texts: Vec<String>,
}

impl<'a> File<'a> {
    pub(super) fn new(imports: Imports<'a>) -> Self {
        Self {
            imports,
            items: Vec::new(),
            texts: Vec::new(),
        }
    }

    /// Adds an item, behind an empty line.
    pub(super) fn item(&mut self, item: TokenStream) {
        if !self.items.is_empty() {
            let gap = gap();
            self.items.push(quote!(#gap #item));
        } else {
            self.items.push(item);
        }
    }

    /// Adds an item that is a text.
    pub(super) fn text_item(&mut self, text: String) {
        let mark = self.text(text);
        self.item(quote!(const _: () = #mark;));
    }

    /// An expression that is a text. Its lines are indented like the line in which it stands.
    pub(super) fn text(&mut self, text: String) -> Literal {
        self.texts.push(text);
        // The document's strings are never byte strings, and quotes inside of them are escaped.
        Literal::byte_string(format!("text {}", self.texts.len() - 1).as_bytes())
    }

    /// The text of the file, without its heading.
    ///
    /// # Panics
    ///
    /// When an item is not Rust, which is a mistake in this crate.
    pub(super) fn write(self) -> String {
        let items = self.items;
        let file = syn::parse2(quote!(#(#items)*)).expect("rendered items are Rust");
        let unparsed = prettyplease::unparse(&file);
        let mut text = self.imports.write();
        let mut lines = unparsed.lines();
        while let Some(line) = lines.next() {
            let bare = line.trim_start();
            let indent = &line[..line.len() - bare.len()];
            if bare == GAP {
                text.push('\n');
            } else if bare.starts_with("//") {
                text.push_str(line);
                text.push('\n');
            } else if let Some((before, place, after)) = marked(bare, &self.texts) {
                let after = if before == "const _: () = " {
                    ""
                } else {
                    after
                };
                let before = if before == "const _: () = " {
                    ""
                } else {
                    before
                };
                text.push_str(indent);
                text.push_str(before);
                text.push_str(&place.replace('\n', &format!("\n{indent}")));
                text.push_str(after);
                text.push('\n');
            } else if is_signature(bare) && bare.ends_with('(') {
                signature(line, &mut lines, &mut text);
            } else {
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }
}

/// An empty line, before an item or a statement.
pub(super) fn gap() -> TokenStream {
    quote!(#[comment = "~"])
}

const GAP: &str = "//~";

fn marked<'l>(line: &'l str, texts: &'l [String]) -> Option<(&'l str, &'l str, &'l str)> {
    let start = line.find("b\"text ")?;
    let number = &line[start + "b\"text ".len()..];
    let end = number.find('"')?;
    let text = texts.get(number[..end].parse::<usize>().ok()?)?;
    Some((&line[..start], text, &number[end + 1..]))
}

fn is_signature(line: &str) -> bool {
    ["pub fn ", "pub const fn ", "pub(crate) fn ", "fn "]
        .iter()
        .any(|start| line.starts_with(start))
}

/// Puts the arguments of a function into one line where rustfmt would.
fn signature<'l>(first: &str, lines: &mut impl Iterator<Item = &'l str>, text: &mut String) {
    let mut arguments = Vec::new();
    let mut last = "";
    for line in lines {
        if line.trim_start().starts_with(')') {
            last = line.trim_start();
            break;
        }
        arguments.push(line);
    }
    let joined: Vec<&str> = arguments.iter().map(|line| line.trim()).collect();
    let line = format!("{first}{}{last}", joined.join(" ").trim_end_matches(','));
    if line.chars().count() <= WIDTH {
        text.push_str(&line);
    } else {
        let indent = &first[..first.len() - first.trim_start().len()];
        text.push_str(first);
        for argument in arguments {
            text.push('\n');
            text.push_str(argument);
        }
        text.push('\n');
        text.push_str(indent);
        text.push_str(last);
    }
    text.push('\n');
}

/// A chain of calls, in one line or in one for each.
pub(super) fn chain(head: &str, calls: &[String]) -> String {
    let line = format!("{head}{}", calls.concat());
    if calls.is_empty() || (line.len() <= CHAIN && !line.contains('\n')) {
        return line;
    }
    let mut text = head.to_owned();
    for call in calls {
        text.push_str("\n    ");
        text.push_str(&call.replace('\n', "\n    "));
    }
    text
}
