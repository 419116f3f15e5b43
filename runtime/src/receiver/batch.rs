//! The notifications in one body, told apart before any of them is read: so a bad one does not cost the others.

use std::ops::Range;

/// What a body holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Batch {
    /// An array under the name: where each of its elements lies.
    Elements(Vec<Range<usize>>),
    /// An object without the name, or with null under it.
    Absent,
    /// Anything else.
    Malformed,
}

/// Finds the elements of the array that an object has under a name. Where the name occurs several times, the elements
/// of all.
///
/// Only brackets, quotes and commas are looked at, so that no more has to be right than what holds the elements
/// together. It takes no more stack or memory for what is nested deeper.
pub(super) fn split(body: &[u8], name: &str) -> Batch {
    let mut scan = Scan { body, position: 0 };
    let mut elements = None;
    let whole = scan.parts(b'{', b'}', &mut |scan| {
        let key = scan.string()?;
        scan.skip_white();
        scan.eat(b':')?;
        scan.skip_white();
        if !is_text(body.get(key)?, name) {
            return scan.value().map(drop);
        }
        if body.get(scan.position) == Some(&b'[') {
            let elements = elements.get_or_insert_default();
            return scan.parts(b'[', b']', &mut |scan| {
                scan.value().map(|value| push(elements, value))
            });
        }
        let value = scan.value()?;
        (body.get(value) == Some(b"null")).then_some(())
    });
    scan.skip_white();
    match (whole, elements) {
        (Some(()), _) if scan.position < body.len() => Batch::Malformed,
        (None, _) => Batch::Malformed,
        (Some(()), Some(elements)) => Batch::Elements(elements),
        (Some(()), None) => Batch::Absent,
    }
}

fn push(elements: &mut Vec<Range<usize>>, element: Range<usize>) {
    elements.push(element);
}

/// Whether a string of JSON, with its quotes, stands for a text.
fn is_text(json: &[u8], text: &str) -> bool {
    let bare = json
        .strip_prefix(b"\"")
        .and_then(|json| json.strip_suffix(b"\""));
    match bare {
        Some(bare) if bare.contains(&b'\\') => {
            serde_json::from_slice::<String>(json).is_ok_and(|decoded| decoded == text)
        }
        bare => bare == Some(text.as_bytes()),
    }
}

/// A text of JSON, read up to a place. Nothing is what comes where the text is not what is asked for.
struct Scan<'b> {
    body: &'b [u8],
    position: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.body.get(self.position).copied()
    }

    fn skip_white(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.position += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.position += 1)
    }

    /// The parts between two brackets, with commas between them. Each is read by `part`.
    fn parts(
        &mut self,
        open: u8,
        close: u8,
        part: &mut dyn FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.skip_white();
        self.eat(open)?;
        self.skip_white();
        if self.eat(close).is_some() {
            return Some(());
        }
        loop {
            self.skip_white();
            part(self)?;
            self.skip_white();
            if self.eat(close).is_some() {
                return Some(());
            }
            self.eat(b',')?;
        }
    }

    /// A string, with its quotes.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.position;
        self.eat(b'"')?;
        loop {
            let rest = self.body.get(self.position..)?;
            let next = memchr::memchr2(b'"', b'\\', rest)?;
            self.position += next + 1;
            if rest.get(next) == Some(&b'"') {
                return Some(start..self.position);
            }
            // What is escaped is no end.
            self.position += 1;
        }
    }

    /// Whatever stands up to the next comma or closing bracket that is not within it. It is not empty.
    fn value(&mut self) -> Option<Range<usize>> {
        let start = self.position;
        let mut depth = 0_usize;
        let mut end = start;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                    end = self.position;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' if depth == 0 => break,
                b'}' | b']' => depth -= 1,
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.position += 1;
                    continue;
                }
                _ => {}
            }
            self.position += 1;
            end = self.position;
        }
        (end > start).then_some(start..end)
    }
}
