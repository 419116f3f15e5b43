//! The formats of strings, as regular expressions.

pub(super) const DATE_TIME: &str = concat!(
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    r"[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?",
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
);
pub(super) const DATE: &str = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
pub(super) const DURATION: &str =
    r"^-?P([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.,][0-9]+)?S)?)?)$";
pub(super) const UUID: &str =
    r"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";
pub(super) const BASE64: &str = r"^[A-Za-z0-9+/_-]*={0,2}$";
pub(super) const URI: &str = r"^[A-Za-z][A-Za-z0-9+.-]*:[!-~]*$";

/// Returns whether a string matches a pattern. An invalid pattern, which is reported elsewhere,
/// matches nothing.
pub(super) fn matches(pattern: &str, string: &str) -> bool {
    regex_lite::Regex::new(pattern).is_ok_and(|regex| regex.is_match(string))
}
