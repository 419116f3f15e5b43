//! The words that the names of types are made of.

use heck::ToSnakeCase;

/// The words of an array item, of which nothing remains where the array has a plural name.
const ITEM: &str = "item";

/// Returns the words that name an inline schema: `start`, which is the name of the type that
/// contains it, and the words for the location.
///
/// Two rules keep the names short, and depend on the location alone:
///
/// - an item of an array with a plural name is named by the singular: `choices item` is `choice`;
/// - words at the start of a step that repeat the end of the name are left out: `pet response` and
///   `response body` are `pet response body`. A step never vanishes behind the name of a type,
///   because the two types would have one name.
pub(super) fn location_words(start: Option<&str>, steps: &[String]) -> String {
    let mut words: Vec<String> = start.map(snake_words).unwrap_or_default();
    let start_length = words.len();
    for step in steps {
        let step = snake_words(step);
        if step == [ITEM]
            && words.len() > start_length
            && let Some(last) = words.last_mut()
            && let Some(singular) = singular(last)
        {
            *last = singular;
            continue;
        }
        let longest = if start.is_some() {
            step.len().saturating_sub(1)
        } else {
            step.len()
        };
        let repeated = (1..=longest)
            .rev()
            .find(|length| words.ends_with(&step[..*length]))
            .unwrap_or(0);
        words.extend(step.into_iter().skip(repeated));
    }
    words.join("_")
}

fn snake_words(text: &str) -> Vec<String> {
    let snake = deunicode::deunicode(text).to_snake_case();
    let words: Vec<String> = snake
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        // Symbols alone are spelled out when the identifier is made.
        vec![text.to_owned()]
    } else {
        words
    }
}

/// Returns the singular of an English plural in lower case, or `None` if the spelling does not
/// determine it.
fn singular(plural: &str) -> Option<String> {
    const IRREGULAR: &[(&str, &str)] = &[
        ("aliases", "alias"),
        ("bonuses", "bonus"),
        ("buses", "bus"),
        ("caches", "cache"),
        ("statuses", "status"),
    ];
    const UNKNOWN: &[&str] = &[
        "alias", "atlas", "bias", "canvas", "indices", "matrices", "news", "series", "species",
        "vertices",
    ];
    const SINGULARS: &[&str] = &["ss", "us", "is"];
    const SIBILANTS: &[&str] = &["sses", "shes", "ches", "xes"];
    if let Some((_, singular)) = IRREGULAR.iter().find(|(known, _)| *known == plural) {
        return Some((*singular).to_owned());
    }
    if plural.len() < 4
        || UNKNOWN.contains(&plural)
        || SINGULARS.iter().any(|ending| plural.ends_with(ending))
    {
        return None;
    }
    if let Some(stem) = plural.strip_suffix("ies") {
        let ending = if stem.len() > 1 { "y" } else { "ie" };
        return Some(format!("{stem}{ending}"));
    }
    if SIBILANTS.iter().any(|ending| plural.ends_with(ending)) {
        return plural.strip_suffix("es").map(str::to_owned);
    }
    plural.strip_suffix('s').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{location_words, singular};

    fn words(start: Option<&str>, steps: &[&str]) -> String {
        let steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
        location_words(start, &steps)
    }

    #[test]
    fn items_of_plurals_are_named_by_the_singular() {
        assert_eq!(words(Some("Chat"), &["choices", "item"]), "chat_choice");
        assert_eq!(words(Some("Chat"), &["matrix", "item"]), "chat_matrix_item");
        assert_eq!(
            words(Some("Chat"), &["rows", "item", "item"]),
            "chat_row_item"
        );
    }

    #[test]
    fn the_name_of_a_schema_stays_plural() {
        assert_eq!(words(Some("Pets"), &["item"]), "pets_item");
    }

    #[test]
    fn repeated_words_are_left_out() {
        assert_eq!(
            words(None, &["petResponse", "response body"]),
            "pet_response_body"
        );
        assert_eq!(
            words(None, &["reject", "post", "RequestBody"]),
            "reject_post_request_body"
        );
        assert_eq!(words(None, &["api-header", "header"]), "api_header");
    }

    #[test]
    fn a_property_never_has_the_name_of_its_object() {
        assert_eq!(
            words(Some("ToolFunction"), &["function"]),
            "tool_function_function"
        );
    }

    #[test]
    fn only_known_plurals_have_a_singular() {
        let forms = [
            ("entries", "entry"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("statuses", "status"),
            ("choices", "choice"),
            ("values", "value"),
            ("pies", "pie"),
        ];
        for (plural, expected) in forms {
            assert_eq!(singular(plural).as_deref(), Some(expected));
        }
        for word in ["status", "class", "series", "data", "dns", "basis"] {
            assert_eq!(singular(word), None);
        }
    }
}
