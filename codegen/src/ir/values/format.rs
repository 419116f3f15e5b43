//! The formats of strings, as regular expressions.

use std::sync::LazyLock;

use regex_lite::Regex;

/// A format, compiled when it is first needed.
pub(super) type Format = LazyLock<Regex>;

pub(super) static DATE_TIME: Format = Format::new(|| {
    compiled(concat!(
        r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
        r"[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?",
        r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
    ))
});
pub(super) static DATE: Format =
    Format::new(|| compiled(r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"));
pub(super) static DURATION: Format = Format::new(|| {
    compiled(
        r"^-?P([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.,][0-9]+)?S)?)?)$",
    )
});
pub(super) static UUID: Format = Format::new(|| {
    compiled(r"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$")
});
pub(super) static BASE64: Format = Format::new(|| compiled(r"^[A-Za-z0-9+/_-]*={0,2}$"));
pub(super) static URI: Format = Format::new(|| compiled(r"^[A-Za-z][A-Za-z0-9+.-]*:[!-~]*$"));

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("formats are regular expressions")
}

/// Returns whether a string matches a pattern. An invalid pattern, which is reported elsewhere,
/// matches nothing.
pub(super) fn matches(pattern: &str, string: &str) -> bool {
    Regex::new(pattern).is_ok_and(|regex| regex.is_match(string))
}
