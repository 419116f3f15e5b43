//! Nested calls and arrays, laid out as rustfmt does it.

use crate::render::source_file::WIDTH;

/// How wide the items of an array or the arguments of a call may be in one line, where there are several.
const ITEMS: usize = 60;

/// An expression whose items may need lines of their own.
pub(crate) enum Layout {
    /// One that is never broken.
    Text(String),
    /// `function(items)`, and how it begins.
    Call(String, Vec<Layout>),
    /// `&[items]`.
    Array(Vec<Layout>),
}

impl Layout {
    /// The text of it in a line that is indented by `indent`, begins with `used` other characters, and ends with one more.
    /// The text itself has no such indent.
    pub(crate) fn text(&self, indent: usize, used: usize) -> String {
        self.within(indent, WIDTH.saturating_sub(indent + used + 1))
    }

    fn within(&self, indent: usize, width: usize) -> String {
        let (open, items, close) = match self {
            Self::Text(text) => return text.clone(),
            Self::Call(function, items) => (format!("{function}("), items, ")"),
            Self::Array(items) => ("&[".to_owned(), items, "]"),
        };
        let room = width.saturating_sub(open.len() + close.len());
        let line = match &items[..] {
            // A text has all the room that there is; of what has items itself, these are broken instead.
            [Self::Text(text)] => Some(text.clone()).filter(|text| text.chars().count() <= room),
            [call @ Self::Call(..)] => Some(call.within(indent, room.min(ITEMS))),
            [array] => Some(array.within(indent, room)),
            _ => {
                let room = room.min(ITEMS);
                let all: Vec<String> = items.iter().map(|one| one.within(indent, room)).collect();
                Some(all.join(", "))
                    .filter(|line| line.chars().count() <= room && !line.contains('\n'))
            }
        };
        line.map_or_else(
            || {
                let items = items.iter().map(|item| {
                    let text = item.text(indent + 4, 0);
                    format!("\n    {},", text.replace('\n', "\n    "))
                });
                format!("{open}{}\n{close}", items.collect::<String>())
            },
            |line| format!("{open}{line}{close}"),
        )
    }
}
