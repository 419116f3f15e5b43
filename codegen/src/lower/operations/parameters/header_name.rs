//! Which headers a parameter can name.

/// Returns whether a string is the name of a header.
pub(in crate::lower::operations) fn is_header_name(name: &str) -> bool {
    let is_name_character =
        |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_name_character)
}

/// Returns whether the specification demands that a header parameter is ignored.
pub(super) fn is_ignored_header(name: &str) -> bool {
    const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];
    IGNORED
        .iter()
        .any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// Returns why a header cannot be sent with a request, if that is so.
pub(super) fn header_problem(name: &str) -> Option<&'static str> {
    // The runtime refuses these as well.
    const FRAMING: [&str; 10] = [
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    if !is_header_name(name) {
        return Some("its name is not that of a header");
    }
    let is_framing = FRAMING.iter().any(|known| name.eq_ignore_ascii_case(known));
    is_framing.then_some("only the HTTP client itself sets this header")
}
