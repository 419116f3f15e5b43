//! `specwright explain`: describes the codes of diagnostics.

use std::fmt::Write as _;

use crate::diagnostics::code::{Code, Examples};

/// The width of wrapped text.
const WIDTH: usize = 80;

/// Returns the explanation of a code, or a list of all codes.
#[must_use]
pub fn explain(code: Option<Code>) -> String {
    code.map_or_else(list, explain_code)
}

/// Returns all codes with their severities and titles, one per line.
fn list() -> String {
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.as_str());
    let mut text = String::new();
    for code in codes {
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{code}  {:<9}  {}",
            code.severity().as_str(),
            code.title()
        );
    }
    text
}

/// Returns the title, the severity, the explanation and the examples of a code.
fn explain_code(code: Code) -> String {
    let mut text = format!("{}[{code}]: {}\n\n", code.severity().as_str(), code.title());
    text.push_str(&wrap(code.explanation()));
    match code.examples() {
        Examples::Fragments { bad, good } => {
            for (heading, fragment) in [("Reported", bad), ("Correct", good)] {
                let _ = writeln!(text, "\n{heading}:\n");
                for line in fragment.lines() {
                    let _ = writeln!(text, "    {line}");
                }
            }
        }
        Examples::None { reason } => {
            let _ = write!(text, "\nThere is no short example. {}", wrap(reason));
        }
    }
    text
}

/// Breaks a paragraph into lines.
fn wrap(paragraph: &str) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += width;
    }
    text.push('\n');
    text
}
