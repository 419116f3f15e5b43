//! The current location of a traversal.

use std::borrow::Cow;

use super::json_pointer::JsonPointer;

/// The current location of a traversal of a document.
///
/// A cursor is a linked list on the stack, so a traversal allocates only when a location is kept.
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
    /// Returns the location of a key of this object.
    #[must_use]
    pub fn key<'b>(&'b self, key: &'b str) -> PathCursor<'b> {
        PathCursor {
            parent: Some(self),
            token: Token::Key(key),
        }
    }

    /// Returns the location of an element of this list.
    #[must_use]
    pub fn index(&self, index: usize) -> PathCursor<'_> {
        PathCursor {
            parent: Some(self),
            token: Token::Index(index),
        }
    }

    /// Returns the location of the enclosing object or list; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<&'a PathCursor<'a>> {
        self.parent
    }

    /// Returns the last key of the path; `None` at the root and for an element of a list.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        match self.token {
            Token::Key(key) => Some(key),
            Token::Root | Token::Index(_) => None,
        }
    }

    /// Returns the location as an owned pointer.
    #[must_use]
    pub fn to_pointer(&self) -> JsonPointer {
        let mut pointer = self
            .parent
            .map_or_else(JsonPointer::root, PathCursor::to_pointer);
        match self.token {
            Token::Root => {}
            Token::Key(key) => pointer.push(key),
            Token::Index(index) => pointer = pointer.index(index),
        }
        pointer
    }
}

impl JsonPointer {
    /// Calls a function with a cursor at this location, and returns its result.
    pub fn with_cursor<R>(&self, function: impl FnOnce(&PathCursor<'_>) -> R) -> R {
        fn descend<R>(
            cursor: &PathCursor<'_>,
            tokens: &[Cow<'_, str>],
            function: impl FnOnce(&PathCursor<'_>) -> R,
        ) -> R {
            match tokens {
                [] => function(cursor),
                [token, rest @ ..] => descend(&cursor.key(token), rest, function),
            }
        }
        let tokens: Vec<_> = self.tokens().collect();
        descend(&PathCursor::ROOT, &tokens, function)
    }
}
