//! Tests of the rules for identifiers.

use proptest::prelude::*;

use super::identifier::Case;
use super::scope::Scope;
use super::{Identifier, reserved};

fn snake(texts: &[&str]) -> Vec<String> {
    assign(Case::Snake, texts)
}

fn camel(texts: &[&str]) -> Vec<String> {
    assign(Case::Camel, texts)
}

fn assign(case: Case, texts: &[&str]) -> Vec<String> {
    strings(&Scope::new(&[reserved::PRELUDE]).assign(case, texts))
}

fn strings(identifiers: &[Identifier]) -> Vec<String> {
    identifiers.iter().map(ToString::to_string).collect()
}

#[test]
fn strings_become_identifiers_in_rust_case() {
    assert_eq!(
        snake(&[
            "callbackUri",
            "@odata.type",
            "$select",
            "X-MS-Request-Id",
            "IPAddress"
        ]),
        [
            "callback_uri",
            "odata_type",
            "select",
            "x_ms_request_id",
            "ip_address"
        ]
    );
    assert_eq!(
        camel(&["unknownFutureValue", "in-progress", "BUSY", "text/html"]),
        ["UnknownFutureValue", "InProgress", "Busy", "TextHtml"]
    );
}

#[test]
fn keywords_and_prelude_names_get_an_underscore() {
    assert_eq!(
        snake(&["type", "self", "crate", "gen", "try", "async"]),
        ["type_", "self_", "crate_", "gen_", "try_", "async_"]
    );
    assert_eq!(
        camel(&["self", "option", "String", "none"]),
        ["Self_", "Option_", "String_", "None_"]
    );
}

#[test]
fn leading_digits_get_a_letter_and_stay_separate() {
    assert_eq!(snake(&["200", "2fa"]), ["n200", "n2fa"]);
    assert_eq!(camel(&["1.5", "15", "gpt-3.5"]), ["N1_5", "N15", "Gpt3_5"]);
}

#[test]
fn signs_and_symbols_are_spelled_out() {
    assert_eq!(camel(&["+1", "-1", "1"]), ["Plus1", "Minus1", "N1"]);
    assert_eq!(
        camel(&["*", "<=", "", "\u{0}"]),
        ["Asterisk", "LessEqual", "Empty", "Empty2"]
    );
}

#[test]
fn other_scripts_are_transliterated() {
    assert_eq!(
        snake(&["größe", "名前", "цена"]),
        ["grosse", "ming_qian", "tsena"]
    );
    assert!(camel(&["👍"])[0].is_ascii());
}

#[test]
fn equal_names_get_numbers_in_their_order() {
    assert_eq!(
        snake(&["fooBar", "foo_bar", "foo-bar", "foo_bar_2"]),
        ["foo_bar", "foo_bar_2", "foo_bar_3", "foo_bar_2_2"]
    );
    assert_eq!(camel(&["a1", "A1"]), ["A1", "A1_2"]);
}

#[test]
fn long_names_are_cut_and_stay_distinct() {
    let [one, other] = ["a", "b"].map(|end| format!("{}{end}", "word ".repeat(4000)));
    let names = snake(&[&one, &other]);
    assert!(
        names[0] != names[1] && names.iter().all(|name| name.len() <= 80),
        "{names:?}"
    );
    assert_eq!(names, snake(&[&one, &other]));
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop_oneof![
        any::<String>(),
        "[a-zA-Z0-9_.@$ -]{0,12}",
        "(type|self|Self|crate|super|fn|2|a|A|_|__|a_|a2|a_2|A2)",
        "[a-zA-Z]{60,120}",
    ];
    prop::collection::vec(text, 0..24)
}

proptest! {
    #[test]
    fn any_strings_give_distinct_identifiers(texts in texts()) {
        for case in [Case::Snake, Case::Camel] {
            let names = strings(&Scope::new(&[reserved::METHODS]).assign(case, &texts));
            prop_assert_eq!(names.len(), texts.len());
            let mut folded: Vec<String> = Vec::new();
            for name in &names {
                prop_assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "{name:?}");
                prop_assert!(name.is_ascii());
                folded.push(name.clone());
            }
            folded.sort();
            folded.dedup();
            prop_assert_eq!(folded.len(), names.len());
        }
    }

    #[test]
    fn modules_are_in_lower_case(texts in texts()) {
        let names = strings(&Scope::new(&[reserved::MODULES]).assign(Case::Snake, &texts));
        prop_assert!(names.iter().all(|name| *name == name.to_lowercase()));
    }

    #[test]
    fn names_added_behind_others_change_none(
        texts in texts(),
        added in texts(),
    ) {
        let before = strings(&Scope::default().assign(Case::Snake, &texts));
        let more: Vec<String> = texts.iter().chain(&added).cloned().collect();
        let after = strings(&Scope::default().assign(Case::Snake, &more));
        prop_assert_eq!(&before[..], &after[..before.len()]);
    }
}
