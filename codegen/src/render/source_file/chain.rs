//! Calls, chains of calls, slices and struct literals, laid out as rustfmt does.

use std::fmt::Write as _;

use super::layout::CHAIN;

/// Returns a chain of calls, in one line of at most `room` columns or with a line for each call.
pub(in crate::render) fn chain(head: &str, calls: &[String], room: usize) -> String {
    let line = format!("{head}{}", calls.concat());
    let max = if calls.len() == 1 {
        room
    } else {
        room.min(CHAIN)
    };
    if calls.is_empty() || (line.chars().count() <= max && !line.contains('\n')) {
        return line;
    }
    if let [before @ .., last] = calls
        && last.contains('\n')
    {
        // If the other calls fit into one line with its start, only the last call is broken.
        let start = format!("{head}{}", before.concat());
        let opens = last.find('\n').unwrap_or_default();
        let fits = start.chars().count() + opens <= CHAIN && !start.contains('\n');
        if before.is_empty() || fits {
            return format!("{start}{last}");
        }
    }
    // rustfmt breaks a chain on `self` instead of its last call.
    if !head.starts_with("self")
        && let [before @ .., last] = calls
        && let Some(broken) = in_lines(last)
        && !head.contains('\n')
    {
        let start = format!("{head}{}", before.concat());
        let opens = broken.find('\n').unwrap_or_default();
        if start.chars().count() + opens <= max {
            return format!("{start}{broken}");
        }
    }
    let mut text = head.to_owned();
    // After a call of several lines, the next call has the indentation of its last line.
    let line = if head.contains('\n') { "\n" } else { "\n    " };
    for call in calls {
        text.push_str(line);
        text.push_str(&call.replace('\n', line));
    }
    text
}

/// Returns a call with one line per argument, if rustfmt breaks so many arguments before a chain.
fn in_lines(call: &str) -> Option<String> {
    const MIN_ARGUMENTS: usize = 3;
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
    (lines.len() >= MIN_ARGUMENTS && !call.contains('\n'))
        .then(|| format!("{function}(\n    {},\n)", lines.join(",\n    ")))
}

/// Returns a call, in one line or with a line for each argument.
pub(in crate::render) fn call(function: &str, arguments: &[&str]) -> String {
    let line = arguments.join(", ");
    if line.chars().count() <= CHAIN && !line.contains('\n') {
        format!("{function}({line})")
    } else {
        let lines = arguments.join(",\n").replace('\n', "\n    ");
        format!("{function}(\n    {lines},\n)")
    }
}

/// Returns a slice, in one line or with a line for each element. `level` is its indentation.
pub(in crate::render) fn slice(elements: impl Iterator<Item = String>, level: usize) -> String {
    let elements: Vec<String> = elements.collect();
    let line = elements.join(", ");
    let indent = "    ".repeat(level);
    if line.len() <= CHAIN && !line.contains('\n') {
        return format!("&[{line}]");
    }
    if elements.len() == 1 {
        // rustfmt does not put a single element on its own line.
        return format!("&[{}]", line.replace('\n', &format!("\n{indent}")));
    }
    let mut text = String::from("&[\n");
    for element in elements {
        let element = element.replace('\n', &format!("\n{indent}    "));
        append!(text, "{indent}    {element},\n");
    }
    append!(text, "{indent}]");
    text
}

/// Returns a literal of `Self`, in one line or with a line for each field.
pub(in crate::render) fn self_literal(fields: &[String]) -> String {
    /// The maximum width of the fields in one line.
    const MAX_FIELDS: usize = 18;
    let line = fields.join(", ");
    if line.len() <= MAX_FIELDS {
        format!("Self {{ {line} }}")
    } else {
        format!("Self {{\n    {},\n}}", fields.join(",\n    "))
    }
}

/// Returns a pair, in one line or with a line for each value.
pub(in crate::render) fn pair(first: &str, second: &str) -> String {
    /// The maximum width of a pair in one line.
    const MAX_PAIR: usize = 62;
    let line = format!("({first}, {second})");
    if line.len() <= MAX_PAIR && !line.contains('\n') {
        line
    } else {
        let second = second.replace('\n', "\n    ");
        format!("(\n    {first},\n    {second},\n)")
    }
}

/// Returns a slice with a line for each element, unless it has only one.
pub(in crate::render) fn broken_slice(elements: &[String]) -> String {
    match elements {
        [element] => format!("&[{element}]"),
        _ => format!(
            "&[\n    {},\n]",
            elements.join(",\n").replace('\n', "\n    ")
        ),
    }
}
