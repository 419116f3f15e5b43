//! Which server URLs a client can use. The runtime refuses the others.

/// Returns what is wrong with the URL of a server, whose variables have values.
pub(super) fn problem(url: &str) -> Option<&'static str> {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, url),
    };
    // A relative URL has a host only behind two slashes.
    let from_host = scheme.map(|_| rest).or_else(|| rest.strip_prefix("//"));
    if scheme.is_some_and(|scheme| !is_scheme(scheme)) {
        Some("its scheme is not a word")
    } else if !rest.bytes().all(is_url_character) {
        Some("it contains a character that URLs do not allow")
    } else if rest.contains(['?', '#']) {
        Some("a path cannot follow its query or fragment")
    } else {
        // The dot segments of a relative URL are resolved.
        let (authority, path) = from_host.map(|text| text.split_once('/').unwrap_or((text, "")))?;
        authority_problem(authority).or_else(|| path_problem(path))
    }
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn is_url_character(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte)
}

/// Returns what is wrong with host and port.
fn authority_problem(authority: &str) -> Option<&'static str> {
    let host_end = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    let (host, port) = match authority[host_end..].find(':') {
        Some(colon) => authority.split_at(host_end + colon),
        None => (authority, ""),
    };
    let is_port = port.is_empty() || port[1..].parse::<u16>().is_ok();
    if authority.contains('@') {
        Some("it contains a user name")
    } else if host.is_empty() {
        Some("it has no host")
    } else if !is_port {
        Some("its port is not a number below 65536")
    } else {
        None
    }
}

fn path_problem(path: &str) -> Option<&'static str> {
    let mut segments = path.split('/');
    segments
        .any(|segment| matches!(segment, "." | ".."))
        .then_some("its path has a segment `.` or `..`")
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn urls_that_calls_can_use_are_valid() {
        for url in [
            "https://api.example.com/v1",
            "http://localhost:8080",
            "http://[::1]:80/",
            "https://example.com/a%20b/",
            "wss://example.com",
            "//example.com/v1",
            "/v1",
            "/",
            "",
            "v1/api",
            "../v1",
            "./",
        ] {
            assert_eq!(problem(url), None, "{url}");
        }
    }

    #[test]
    fn urls_that_no_call_can_use_have_a_problem() {
        for url in [
            "https://ex ample.com",
            "https://",
            "https:///v1",
            "https://example.com:port",
            "https://example.com:70000",
            "https://user:password@example.com",
            "https://example.com/v1?key=1",
            "https://example.com/a/../b",
            "https://<host>/v1",
            "https://exämple.com",
            "/v 1",
        ] {
            assert!(problem(url).is_some(), "{url}");
        }
    }
}
