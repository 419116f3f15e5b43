//! Corrects prettyplease's line breaks where rustfmt decides differently.

use std::fmt::Write as _;

use super::layout::WIDTH;

/// Returns whether a line begins a declaration that prettyplease breaks earlier than rustfmt: a
/// function, a field, a variant or an alias.
pub(super) fn may_be_joined(line: &str) -> bool {
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

/// Joins the lines of a declaration where rustfmt would.
pub(super) fn join<'l>(first: &str, lines: &mut impl Iterator<Item = &'l str>, text: &mut String) {
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
        // The arguments keep their lines, the return type gets one line.
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
    } else if let Some((name, ty)) = below(&joined, indent) {
        append!(text, "{name}\n{indent}    {ty}");
    } else {
        text.push_str(first);
        text.push('\n');
        join_inner(&broken[1..], text);
        return;
    }
    text.push('\n');
}

/// Writes the lines of a declaration that stays broken. The lines of each type in it are joined
/// where they fit.
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

/// Returns the last line of a function signature, with the brace where rustfmt puts it.
fn returning(indent: &str, line: &str) -> String {
    match indent.len() + line.chars().count() {
        ..95 => format!("{indent}{line} {{"),
        95..=102 => format!("{indent}{line}\n{indent}{{"),
        _ => format!("{indent}{line}{{"),
    }
}

/// Splits a declaration whose type fits into the line below its name.
pub(super) fn below<'d>(declaration: &'d str, indent: &str) -> Option<(&'d str, &'d str)> {
    let after = if declaration.trim_start().starts_with("pub type ") {
        " = "
    } else {
        ": "
    };
    let (name, ty) = declaration.split_once(after)?;
    let name = &declaration[..name.len() + after.len() - 1];
    (indent.len() + 4 + ty.chars().count() <= WIDTH).then_some((name, ty))
}

/// Returns the number of brackets that a part of a declaration opens minus those it closes.
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
