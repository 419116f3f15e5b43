//! Selection of the declared media type that matches a response.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// Returns the index of the declared media type or range of a response. Parameters are ignored.
///
/// A response without `Content-Type` has the media type that is declared first. One with a JSON
/// media type that is not declared has the first that is JSON.
pub(crate) fn find_declared<'m>(
    declared: impl Iterator<Item = &'m str> + Clone,
    headers: &HeaderMap,
) -> Option<usize> {
    find_best_match(declared.clone(), headers).or_else(|| {
        let actual = headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let mut declared = declared;
        declared.position(|name| is_json(name) && is_json(actual))
    })
}

/// Returns the index of the declared media type or range that matches best.
fn find_best_match<'m>(
    declared: impl Iterator<Item = &'m str>,
    headers: &HeaderMap,
) -> Option<usize> {
    let actual = match headers.get(CONTENT_TYPE) {
        None => "*/*",
        Some(actual) => essence(actual.to_str().ok()?),
    };
    let matches = declared
        .enumerate()
        .filter_map(|(index, declared)| Some((rank(essence(declared), actual)?, index)));
    // Of equally good matches, the first.
    matches.min().map(|(_, index)| index)
}

/// Returns how well a media type matches, 0 being best, or `None` if it does not.
fn rank(declared: &str, actual: &str) -> Option<u8> {
    if declared.eq_ignore_ascii_case(actual) || actual == "*/*" {
        return Some(0);
    }
    if declared == "*/*" {
        return Some(3);
    }
    let ((kind, rest), (actual_kind, actual_rest)) =
        (declared.split_once('/')?, actual.split_once('/')?);
    if !kind.eq_ignore_ascii_case(actual_kind) {
        return None;
    }
    if rest == "*" {
        return Some(2);
    }
    // `application/*+json`
    let suffix = rest.strip_prefix('*')?;
    let from = actual_rest.len().checked_sub(suffix.len())?;
    let ends = actual_rest
        .get(from..)
        .is_some_and(|end| end.eq_ignore_ascii_case(suffix));
    ends.then_some(1)
}

/// Returns whether a media type is a JSON media type.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// Returns a media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(declared: &[&'static str], actual: &'static str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, http::HeaderValue::from_static(actual));
        find_best_match(declared.iter().copied(), &headers).map(|index| declared[index])
    }

    #[test]
    fn the_most_specific_media_type_wins() {
        let all = [
            "*/*",
            "application/*",
            "application/*+json",
            "application/a+json",
        ];
        assert_eq!(
            chosen(&all, "application/a+json"),
            Some("application/a+json")
        );
        assert_eq!(
            chosen(&all, "application/b+json"),
            Some("application/*+json")
        );
        assert_eq!(chosen(&all, "application/zip"), Some("application/*"));
        assert_eq!(chosen(&all, "image/png"), Some("*/*"));
    }

    #[test]
    fn case_and_parameters_are_ignored() {
        let all = ["application/json;charset=utf-8", "text/plain"];
        assert_eq!(
            chosen(&all, "Application/JSON; charset=\"x\""),
            Some(all[0])
        );
        assert_eq!(chosen(&all, "TEXT/plain"), Some(all[1]));
    }

    #[test]
    fn an_undeclared_media_type_matches_nothing() {
        assert_eq!(chosen(&["application/json"], "text/html"), None);
        assert_eq!(chosen(&["application/*+json"], "application/json"), None);
        assert_eq!(chosen(&["application/json"], "nonsense"), None);
    }

    #[test]
    fn a_response_without_media_type_is_the_first_one() {
        let headers = HeaderMap::new();
        assert_eq!(
            find_best_match(["text/csv", "*/*"].into_iter(), &headers),
            Some(0)
        );
    }
}
