//! Splits a body into its notifications before any is decoded, so that an invalid one does not
//! affect the others.

use std::ops::Range;

/// The notifications of a body.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::receiver) enum SplitBody {
    /// The array has these elements.
    Elements(Vec<Range<usize>>),
    /// The property is absent or null.
    Absent,
    /// The body is malformed.
    Malformed,
}

/// Finds the elements of an array that is a property of the body. If the property is repeated,
/// returns the elements of all.
///
/// Only brackets, quotes and commas are examined, so the elements need not be valid JSON. Stack and
/// memory do not depend on the nesting.
pub(in crate::receiver) fn split(body: &[u8], name: &str) -> SplitBody {
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
        (Some(()), _) if scan.position < body.len() => SplitBody::Malformed,
        (None, _) => SplitBody::Malformed,
        (Some(()), Some(elements)) => SplitBody::Elements(elements),
        (Some(()), None) => SplitBody::Absent,
    }
}

/// Finds the start of an array's first element, if a property of the body is an array and not empty.
/// Nothing after that is examined.
pub(in crate::receiver) fn first_element(body: &[u8], name: &str) -> Option<usize> {
    let mut scan = Scan { body, position: 0 };
    scan.skip_white();
    scan.eat(b'{')?;
    loop {
        scan.skip_white();
        let key = scan.string()?;
        scan.skip_white();
        scan.eat(b':')?;
        scan.skip_white();
        if is_text(body.get(key)?, name) {
            scan.eat(b'[')?;
            scan.skip_white();
            return (scan.peek()? == b'{').then_some(scan.position);
        }
        scan.value()?;
        scan.skip_white();
        scan.eat(b',')?;
    }
}

/// Returns whether an array ends here, and with it an object and the body.
pub(in crate::receiver) fn is_end(body: &[u8], position: usize) -> bool {
    let mut scan = Scan { body, position };
    let mut eat = |byte| {
        scan.skip_white();
        scan.eat(byte)
    };
    let is_closed = eat(b']').and_then(|()| eat(b'}')).is_some();
    scan.skip_white();
    is_closed && scan.position == body.len()
}

fn push(elements: &mut Vec<Range<usize>>, element: Range<usize>) {
    elements.push(element);
}

/// Returns whether a JSON string with its quotes has a value.
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

/// A position in JSON text. Methods return `None` if the text is malformed.
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

    /// Reads parts between two brackets, separated by commas. Each is read by `part`.
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

    /// Reads a string, including its quotes.
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
            // An escaped character does not end the string.
            self.position += 1;
        }
    }

    /// Reads everything up to the next comma or closing bracket on the same level. It is not empty.
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
