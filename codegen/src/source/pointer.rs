//! Places in a document, as JSON pointers (RFC 6901).

use std::borrow::Cow;
use std::fmt;

/// A JSON pointer from the root of the document: `/paths/~1calls/post`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The root of the document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads what follows the `#` of a reference: percent-encoded, as in any URI.
    ///
    /// `None` where it is not a JSON pointer: it neither is empty nor begins with `/`, a `~` is not
    /// followed by `0` or `1`, or the percent-encoding is not one of UTF-8.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let text = percent_decode(fragment)?;
        let escapes_valid = text
            .split('~')
            .skip(1)
            .all(|rest| rest.starts_with(['0', '1']));
        ((text.is_empty() || text.starts_with('/')) && escapes_valid).then(|| Self(text.into()))
    }

    /// The place that [`Pointer::as_str`] gives this text for.
    pub(crate) fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The place below this one under a key.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut below = self.clone();
        below.push(key);
        below
    }

    /// The place below this one under an index.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The place above this one; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(above, _)| Self(above.into()))
    }

    /// The keys and indices on the way from the root, decoded.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|token| {
            if token.contains('~') {
                Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(token)
            }
        })
    }

    /// The place that lies below this one as another place lies below one above it.
    pub(crate) fn below(&self, place: &Self, above: &Self) -> Self {
        let rest = place.0.strip_prefix(&above.0).unwrap_or_default();
        Self(format!("{}{rest}", self.0))
    }

    /// The place itself; of the `$ref` of an object, that of the object.
    pub(crate) fn referring(&self) -> Self {
        let above = self.0.strip_suffix("/$ref");
        Self(above.unwrap_or(&self.0).to_owned())
    }

    /// Whether this is the other place, or one below it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(&other.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The pointer as text; empty for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Calls with the place as a walk would have come to it.
    pub fn at<R>(&self, with: impl FnOnce(&PathCursor<'_>) -> R) -> R {
        fn walk<R>(
            cursor: &PathCursor<'_>,
            tokens: &[Cow<'_, str>],
            with: impl FnOnce(&PathCursor<'_>) -> R,
        ) -> R {
            match tokens {
                [] => with(cursor),
                [token, rest @ ..] => walk(&cursor.key(token), rest, with),
            }
        }
        let tokens: Vec<_> = self.tokens().collect();
        walk(&PathCursor::ROOT, &tokens, with)
    }

    fn push(&mut self, key: &str) {
        self.0.push('/');
        for character in key.chars() {
            match character {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                other => self.0.push(other),
            }
        }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

pub(crate) fn percent_decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Where a walk over the document is: a linked list on the stack, so that a walk that finds
/// nothing to report allocates nothing.
#[derive(Clone, Copy, Debug)]
pub struct PathCursor<'a> {
    parent: Option<&'a PathCursor<'a>>,
    token: Token<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Token<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl PathCursor<'static> {
    /// The root of the document.
    pub const ROOT: Self = Self {
        parent: None,
        token: Token::Root,
    };
}

impl<'a> PathCursor<'a> {
    /// The place below this one under a key.
    #[must_use]
    pub fn key<'b>(&'b self, key: &'b str) -> PathCursor<'b> {
        PathCursor {
            parent: Some(self),
            token: Token::Key(key),
        }
    }

    /// The place below this one under an index.
    #[must_use]
    pub fn index(&self, index: usize) -> PathCursor<'_> {
        PathCursor {
            parent: Some(self),
            token: Token::Index(index),
        }
    }

    /// The place above this one; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<&'a PathCursor<'a>> {
        self.parent
    }

    /// The key that led here; `None` at the root and for an element of a list.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        match self.token {
            Token::Key(key) => Some(key),
            Token::Root | Token::Index(_) => None,
        }
    }

    /// The place as a value of its own.
    #[must_use]
    pub fn to_pointer(&self) -> Pointer {
        let mut pointer = self
            .parent
            .map_or_else(Pointer::root, PathCursor::to_pointer);
        match self.token {
            Token::Root => {}
            Token::Key(key) => pointer.push(key),
            Token::Index(index) => pointer = pointer.index(index),
        }
        pointer
    }
}
