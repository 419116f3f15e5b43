//! The formats of strings. A string has a format exactly if the runtime decodes it.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jiff::civil;
use jiff::fmt::temporal::SpanParser;
use regex_lite::Regex;

/// Returns whether a string is a date-time of RFC 3339.
pub(super) fn is_date_time(text: &str) -> bool {
    let parts = || {
        let (date, text) = text.split_at_checked(10)?;
        let text = text.strip_prefix(['T', 't', ' '])?;
        let (time, text) = text.split_at_checked(8)?;
        Some(is_date(date) && is_time(time) && is_offset(without_fraction(text)?))
    };
    parts().unwrap_or_default()
}

/// Returns whether a string is a date of RFC 3339.
pub(super) fn is_date(text: &str) -> bool {
    let parts = || {
        let (year, rest) = text.split_at_checked(4)?;
        let [month, day] = fields(rest.strip_prefix('-')?, '-')?;
        civil::Date::new(digits(year)?, month, day).ok()
    };
    parts().is_some()
}

/// Returns whether a string is a time. A leap second is possible.
fn is_time(text: &str) -> bool {
    fields(text, ':').is_some_and(|[hour, minute, second]: [i8; 3]| {
        civil::Time::new(hour, minute, second.min(59), 0).is_ok() && second <= 60
    })
}

/// Removes an optional fraction of a second at the start.
fn without_fraction(text: &str) -> Option<&str> {
    let Some(fraction) = text.strip_prefix('.') else {
        return Some(text);
    };
    let rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < fraction.len()).then_some(rest)
}

/// Returns whether a string is an offset from UTC.
fn is_offset(text: &str) -> bool {
    let difference = text.strip_prefix(['+', '-']);
    text.eq_ignore_ascii_case("z")
        || difference
            .and_then(|difference| fields(difference, ':'))
            .is_some_and(|[hours, minutes]: [i8; 2]| hours <= 23 && minutes <= 59)
}

/// Parses fields of two digits.
fn fields<const N: usize>(text: &str, separator: char) -> Option<[i8; N]> {
    let fields: Option<Vec<i8>> = text
        .split(separator)
        .map(|field| digits(field).filter(|_| field.len() == 2))
        .collect();
    fields?.try_into().ok()
}

/// Parses a number without a sign.
fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// Returns whether a string is a duration of ISO 8601 that a client can represent. Of a fraction,
/// nine digits count.
pub(super) fn is_duration(text: &str) -> bool {
    const DIGITS: usize = 9;
    let shortened = text.split_once(['.', ',']).and_then(|(start, fraction)| {
        let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
        (length > DIGITS).then(|| [start, ".", &fraction[..DIGITS], &fraction[length..]].concat())
    });
    let text = shortened.as_deref().unwrap_or(text);
    SpanParser::new().parse_span(text).is_ok()
}

/// Returns whether a string is a UUID: with hyphens, perhaps in braces or as a URN, or without.
pub(super) fn is_uuid(text: &str) -> bool {
    let is_hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.len() == 32 {
        return is_hexadecimal(text);
    }
    let braced = || text.strip_prefix('{')?.strip_suffix('}');
    let hyphenated = text
        .strip_prefix("urn:uuid:")
        .or_else(braced)
        .unwrap_or(text);
    let groups: Vec<&str> = hyphenated.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.into_iter().all(is_hexadecimal)
}

/// Returns whether a string is base64, in the standard or in the URL-safe alphabet, with or without
/// padding.
pub(super) fn is_base64(text: &str) -> bool {
    const ANY_PADDING: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet = if text.contains(['-', '_']) {
        &alphabet::URL_SAFE
    } else {
        &alphabet::STANDARD
    };
    GeneralPurpose::new(alphabet, ANY_PADDING)
        .decode(text)
        .is_ok()
}

/// Returns whether a string is a scheme, a colon, and characters that RFC 3986 allows in a URI.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let rest = rest.as_bytes();
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && rest.iter().enumerate().all(|(index, byte)| match byte {
            b'%' => rest
                .get(index + 1..index + 3)
                .is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit)),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(byte),
        })
}

/// Returns whether a string matches a pattern. An invalid pattern, which is reported elsewhere,
/// matches nothing.
pub(super) fn matches(pattern: &str, string: &str) -> bool {
    Regex::new(pattern).is_ok_and(|regex| regex.is_match(string))
}
