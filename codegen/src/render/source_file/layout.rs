//! Nested calls and slices, laid out as rustfmt does.

/// The maximum width of a line of code.
pub(in crate::render) const WIDTH: usize = 100;

/// The maximum width of a chain of calls in one line.
pub(in crate::render) const CHAIN: usize = 60;

/// The maximum width of a statement in a method.
pub(in crate::render) const STATEMENT: usize = 92;

/// The maximum width of several items of a slice, or several arguments of a call, in one line.
const ITEMS: usize = 60;

/// An expression whose items may be broken into lines.
pub(in crate::render) enum Layout {
    /// An expression that is never broken.
    Text(String),
    /// `function(items)`.
    Call(String, Vec<Layout>),
    /// `&[items]`.
    Array(Vec<Layout>),
}

impl Layout {
    /// Returns the text of the expression, for a line that is indented by `indent`, has `used`
    /// other characters before the expression and one after it. The text has no indentation itself.
    pub(in crate::render) fn text(&self, indent: usize, used: usize) -> String {
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
            // A plain text may fill the line. An expression with items breaks these instead.
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
