//! A file on its way from tokens to text.

pub(crate) mod imports;
pub(crate) mod layout;

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::render::docs::Docs;
use crate::render::source_file::imports::Imports;

/// How wide a line of code is.
pub(crate) const WIDTH: usize = 100;

/// How wide a chain of calls may be to stay in one line.
pub(crate) const CHAIN: usize = 60;

/// The items of a file, and the names it takes from elsewhere.
///
/// Tokens are laid out by prettyplease. It knows neither empty lines nor tables, and in a few places rustfmt decides
/// otherwise: for these an item holds a mark, in whose place the text comes. So it does for documentation, of which there
/// is much, and which would be parsed and escaped on its way for nothing.
#[derive(Debug)]
pub(crate) struct File<'a> {
    pub(crate) imports: Imports<'a>,
    items: Vec<TokenStream>,
    texts: Vec<String>,
    docs: Vec<Docs>,
}

impl<'a> File<'a> {
    pub(crate) fn new(imports: Imports<'a>) -> Self {
        Self {
            imports,
            items: Vec::new(),
            texts: Vec::new(),
            docs: Vec::new(),
        }
    }

    /// Adds an item, behind an empty line.
    pub(crate) fn item(&mut self, item: TokenStream) {
        if self.items.is_empty() {
            self.items.push(item);
        } else {
            self.items.extend([gap(), item]);
        }
    }

    /// Adds an item that is a text.
    pub(crate) fn text_item(&mut self, text: String) {
        let mark = self.text(text);
        self.item(quote!(const _: () = #mark;));
    }

    /// An expression that is a text. Its lines are indented like the line in which it stands.
    pub(crate) fn text(&mut self, text: String) -> Literal {
        self.texts.push(text);
        // The document's strings are never byte strings, and quotes inside of them are escaped.
        Literal::byte_string(format!("text {}", self.texts.len() - 1).as_bytes())
    }

    /// Documentation, as an attribute.
    pub(crate) fn docs(&mut self, docs: Docs) -> TokenStream {
        // A line of documentation begins with a space.
        let mark = format!("/{}", self.docs.len());
        self.docs.push(docs);
        quote!(#[comment = #mark])
    }

    /// The text of the file, without its heading.
    ///
    /// # Panics
    ///
    /// When an item is not Rust, which is a mistake in this crate.
    pub(crate) fn write(self) -> String {
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
            } else if let Some(docs) = bare
                .strip_prefix("///")
                .and_then(|mark| self.docs.get(mark.parse::<usize>().ok()?))
            {
                text.push_str(&docs.lines(indent));
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
            } else if may_be_joined(bare) || (bare.starts_with("pub type ") && line.len() > WIDTH) {
                join(line, &mut lines, &mut text);
            } else if line.len() > WIDTH
                && bare.starts_with("pub ")
                && let Some((name, of)) = below(line, indent)
            {
                append!(text, "{name}\n{indent}    {of}\n");
            } else {
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }
}

/// An empty line, before an item or a statement.
pub(crate) fn gap() -> TokenStream {
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

/// Whether a line begins a declaration that prettyplease breaks earlier than rustfmt does: a function, a field, a
/// variant, an alias.
fn may_be_joined(line: &str) -> bool {
    let declares = ["pub ", "fn ", "static ", "impl"]
        .iter()
        .any(|start| line.starts_with(start));
    let variant = || line.starts_with(|c: char| c.is_ascii_uppercase());
    match line.chars().next_back() {
        Some('(') => declares || variant(),
        Some('<') => declares,
        Some('=') => line.starts_with("pub type "),
        _ => false,
    }
}

/// Puts the lines of a declaration into one where rustfmt would.
fn join<'l>(first: &str, lines: &mut impl Iterator<Item = &'l str>, text: &mut String) {
    let mut broken = vec![first];
    let mut joined = first.to_owned();
    let mut open = opened(first);
    while !joined.ends_with(['{', ';']) {
        let Some(line) = lines.next() else { break };
        broken.push(line);
        let piece = line.trim_start();
        if piece.starts_with([')', '>']) && joined.ends_with(',') {
            joined.pop();
        } else if joined.ends_with([',', '=']) {
            joined.push(' ');
        }
        joined.push_str(piece);
        open += opened(piece);
        if open == 0 && piece.ends_with(',') {
            break;
        }
    }
    let indent = &first[..first.len() - first.trim_start().len()];
    if joined.chars().count() <= WIDTH {
        text.push_str(&joined);
    } else if let Some(end) = joined.find(") -> ") {
        // The arguments stay in lines of their own, what is returned in one.
        let arguments = broken
            .iter()
            .take_while(|line| !line.trim_start().starts_with(") -> "));
        let arguments: Vec<&str> = arguments.copied().collect();
        text.push_str(arguments[0]);
        text.push('\n');
        join_inner(&arguments[1..], text);
        text.push_str(&returning(
            indent,
            joined[end..].trim_end_matches([' ', '{']),
        ));
    } else if let Some((name, of)) = below(&joined, indent) {
        append!(text, "{name}\n{indent}    {of}");
    } else {
        text.push_str(first);
        text.push('\n');
        join_inner(&broken[1..], text);
        return;
    }
    text.push('\n');
}

/// Writes the lines of a declaration that stays broken, those of each type in it as one where they fit.
fn join_inner(mut lines: &[&str], text: &mut String) {
    while let [first, rest @ ..] = lines {
        lines = rest;
        let mut joined = (*first).to_owned();
        let mut open = opened(first);
        let mut rest = rest.iter();
        while open > 0
            && let Some(line) = rest.next()
        {
            let piece = line.trim_start();
            if piece.starts_with('>') && joined.ends_with(',') {
                joined.pop();
            } else if joined.ends_with(',') {
                joined.push(' ');
            }
            joined.push_str(piece);
            open += opened(piece);
        }
        if open == 0 && first.ends_with('<') && joined.chars().count() <= WIDTH {
            lines = rest.as_slice();
            text.push_str(&joined);
        } else {
            text.push_str(first);
        }
        text.push('\n');
    }
}

/// The last line of a function's head. Where it is long, rustfmt has its own way with the brace.
fn returning(indent: &str, line: &str) -> String {
    match indent.len() + line.chars().count() {
        ..95 => format!("{indent}{line} {{"),
        95..=102 => format!("{indent}{line}\n{indent}{{"),
        _ => format!("{indent}{line}{{"),
    }
}

/// A declaration whose type fits into a line below its name.
fn below<'d>(declaration: &'d str, indent: &str) -> Option<(&'d str, &'d str)> {
    let after = if declaration.trim_start().starts_with("pub type ") {
        " = "
    } else {
        ": "
    };
    let (name, of) = declaration.split_once(after)?;
    let name = &declaration[..name.len() + after.len() - 1];
    (indent.len() + 4 + of.chars().count() <= WIDTH).then_some((name, of))
}

/// How many brackets more a piece of a declaration opens than it closes.
fn opened(declaration: &str) -> i32 {
    let mut open = 0_i32;
    let mut before = ' ';
    for c in declaration.chars() {
        match c {
            '(' | '<' => open += 1,
            ')' => open -= 1,
            '>' if before != '-' => open -= 1,
            _ => {}
        }
        before = c;
    }
    open
}

/// A chain of calls, in one line or in one for each. `room` is how wide one line may be at most.
pub(crate) fn chain(head: &str, calls: &[String], room: usize) -> String {
    let line = format!("{head}{}", calls.concat());
    let most = if calls.len() == 1 {
        room
    } else {
        room.min(CHAIN)
    };
    if calls.is_empty() || (line.chars().count() <= most && !line.contains('\n')) {
        return line;
    }
    if let [before @ .., last] = calls
        && last.contains('\n')
    {
        // Where the others fit into its first line, the last call alone is broken.
        let start = format!("{head}{}", before.concat());
        let opens = last.find('\n').unwrap_or_default();
        let fits = start.chars().count() + opens <= CHAIN && !start.contains('\n');
        if before.is_empty() || fits {
            return format!("{start}{last}");
        }
    }
    // A chain on `self` is broken itself, whatever its last call has.
    if !head.starts_with("self")
        && let [before @ .., last] = calls
        && let Some(broken) = in_lines(last)
        && !head.contains('\n')
    {
        let start = format!("{head}{}", before.concat());
        let opens = broken.find('\n').unwrap_or_default();
        if start.chars().count() + opens <= most {
            return format!("{start}{broken}");
        }
    }
    let mut text = head.to_owned();
    // Behind a call in several lines, the next one begins where that one ends.
    let line = if head.contains('\n') { "\n" } else { "\n    " };
    for call in calls {
        text.push_str(line);
        text.push_str(&call.replace('\n', line));
    }
    text
}

/// A call with its arguments in lines of their own, where they are so many that rustfmt breaks them before a chain.
fn in_lines(call: &str) -> Option<String> {
    const MANY: usize = 3;
    let (function, arguments) = call.strip_suffix(')')?.split_once('(')?;
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut lines = vec![String::new()];
    let mut before = ' ';
    for c in arguments.chars() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
        if c == ',' && depth == 0 && !quoted {
            lines.push(String::new());
        } else if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_start()).collect();
    (lines.len() >= MANY && !call.contains('\n'))
        .then(|| format!("{function}(\n    {},\n)", lines.join(",\n    ")))
}

/// A call with its arguments, in one line or in one for each.
pub(crate) fn call(function: &str, arguments: &[&str]) -> String {
    let line = arguments.join(", ");
    if line.chars().count() <= CHAIN && !line.contains('\n') {
        format!("{function}({line})")
    } else {
        let lines = arguments.join(",\n").replace('\n', "\n    ");
        format!("{function}(\n    {lines},\n)")
    }
}
