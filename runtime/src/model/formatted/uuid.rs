//! UUIDs.

use std::fmt;

use uuid::Uuid;

use super::Format;

impl Format for Uuid {
    const EXPECTED: &'static str = "a UUID";

    fn parse(text: &str) -> Option<Self> {
        Self::try_parse(text).ok()
    }

    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        write!(f, "{}", self.hyphenated())
    }

    fn equals(&self, other: &Self) -> bool {
        self == other
    }
}
