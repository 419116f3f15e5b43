//! The formats of instants, dates and durations.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::{self, Date};
use jiff::fmt::temporal::SpanParser;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

use crate::model::formatted::Format;

impl Format for Timestamp {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    fn parse(text: &str) -> Option<Self> {
        let (date, text) = text.split_at_checked(10)?;
        let date = Date::parse(date)?;
        let text = text.strip_prefix(['T', 't', ' '])?;
        let (time, text) = text.split_at_checked(8)?;
        let [hour, minute, second] = fields(time, ':')?;
        let second = if second == 60 { 59 } else { second };
        let (nanosecond, text) = fraction(text)?;
        let time = civil::Time::new(hour, minute, second, nanosecond).ok()?;
        // Only an instant after the maximum can still fail.
        Some(
            offset(text)?
                .to_timestamp(date.to_datetime(time))
                .unwrap_or(Self::MAX),
        )
    }

    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        write!(f, "{self}")
    }

    fn equals(&self, other: &Self) -> bool {
        self == other
    }
}

impl Format for Date {
    const EXPECTED: &'static str = "a date (RFC 3339)";

    fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_at_checked(4)?;
        let [month, day] = fields(rest.strip_prefix('-')?, '-')?;
        let year = i16::try_from(digits(year)?).ok()?;
        Self::new(year, month, day).ok()
    }

    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        write!(f, "{self}")
    }

    fn equals(&self, other: &Self) -> bool {
        self == other
    }
}

impl Format for Span {
    const EXPECTED: &'static str = "a duration (ISO 8601)";

    fn parse(text: &str) -> Option<Self> {
        SpanParser::new().parse_span(&*nanoseconds_only(text)).ok()
    }

    fn write(&self, f: &mut impl fmt::Write) -> fmt::Result {
        write!(f, "{self}")
    }

    fn equals(&self, other: &Self) -> bool {
        self.fieldwise() == other.fieldwise()
    }
}

/// Removes the digits of a fraction after the ninth, which jiff does not accept.
fn nanoseconds_only(text: &str) -> Cow<'_, str> {
    const DIGITS: usize = 9;
    let Some((start, fraction)) = text.split_once(['.', ',']) else {
        return text.into();
    };
    let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if length <= DIGITS {
        return text.into();
    }
    [start, ".", &fraction[..DIGITS], &fraction[length..]]
        .concat()
        .into()
}

fn digits(text: &str) -> Option<u32> {
    // Excludes signs, which `parse` allows.
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// Parses fields of two digits.
fn fields<const N: usize>(text: &str, separator: char) -> Option<[i8; N]> {
    let mut parts = text.split(separator);
    let mut fields = [0; N];
    for field in &mut fields {
        let part = parts.next().filter(|part| part.len() == 2)?;
        *field = i8::try_from(digits(part)?).ok()?;
    }
    parts.next().is_none().then_some(fields)
}

/// Parses an optional fraction of a second. Returns nanoseconds and the remaining string.
fn fraction(text: &str) -> Option<(i32, &str)> {
    let Some(text) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = text
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(text.len());
    let (fraction, rest) = text.split_at(end);
    if fraction.is_empty() {
        return None;
    }
    let nanoseconds: String = fraction.chars().chain("00000000".chars()).take(9).collect();
    Some((nanoseconds.parse().ok()?, rest))
}

fn offset(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let [hours, minutes] = fields(&text[1..], ':')?;
    if hours > 23 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).ok()
}
