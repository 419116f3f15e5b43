//! Constraints, which are validated before sending.

use std::collections::BTreeMap;

use serde::Serialize;
use specwright_runtime::{
    Constraint, JsonString, JsonTypes, Number, OneOrMany, Scalar, Secret, SimpleSchema, Validate,
    Validator, Value,
};

use crate::decoding::models::ChangeType;

#[track_caller]
fn violated(value: &impl Serialize, constraints: &[Constraint]) -> Vec<String> {
    let mut check = Validator::default();
    check.member("m", value, constraints);
    check
        .into_violations()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[track_caller]
fn kept(value: &impl Serialize, constraint: Constraint) {
    assert!(violated(value, &[constraint]).is_empty());
}

#[track_caller]
fn broken(value: &impl Serialize, constraint: Constraint, words: &str) {
    assert_eq!(violated(value, &[constraint]), [format!("m: {words}")]);
}

#[test]
fn lengths_count_characters() {
    kept(&"\u{1F600}\u{e9}", Constraint::MaxLength(2));
    broken(
        &"\u{1F600}\u{e9}x",
        Constraint::MaxLength(2),
        "must be at most 2 characters long",
    );
    kept(&"x", Constraint::MinLength(1));
    broken(
        &"",
        Constraint::MinLength(1),
        "must be at least 1 character long",
    );
    broken(
        &Secret::from("hunter2"),
        Constraint::MaxLength(3),
        "must be at most 3 characters long",
    );
    broken(
        &ChangeType::Created,
        Constraint::MaxLength(3),
        "must be at most 3 characters long",
    );
}

#[test]
fn ranges_apply_to_integers_and_fractions() {
    kept(&1, Constraint::Minimum(1.into()));
    broken(&0, Constraint::Minimum(1.into()), "must be 1 or more");
    broken(
        &1,
        Constraint::ExclusiveMinimum(1.into()),
        "must be more than 1",
    );
    kept(&1.5, Constraint::ExclusiveMinimum(1.into()));
    kept(&i64::MAX, Constraint::Maximum(i64::MAX.into()));
    broken(
        &u64::MAX,
        Constraint::Maximum(i64::MAX.into()),
        "must be 9223372036854775807 or less",
    );
    broken(
        &(i64::MAX - 1),
        Constraint::Minimum(i64::MAX.into()),
        "must be 9223372036854775807 or more",
    );
    broken(
        &1.5,
        Constraint::ExclusiveMaximum(Number::Float(1.5)),
        "must be less than 1.5",
    );
    broken(
        &2,
        Constraint::Maximum(Number::Float(1.5)),
        "must be 1.5 or less",
    );
}

#[test]
fn multiple_of_tolerates_binary_fractions() {
    kept(&6, Constraint::MultipleOf(3.into()));
    broken(
        &7,
        Constraint::MultipleOf(3.into()),
        "must be a multiple of 3",
    );
    kept(&0.3, Constraint::MultipleOf(Number::Float(0.1)));
    kept(&1_234_567.89, Constraint::MultipleOf(Number::Float(0.01)));
    broken(
        &0.35,
        Constraint::MultipleOf(Number::Float(0.1)),
        "must be a multiple of 0.1",
    );
    kept(&-6, Constraint::MultipleOf(3.into()));
}

#[test]
fn uris_have_a_scheme_and_valid_characters() {
    for text in [
        "https://bot.contoso.com/a?b=c#d",
        "urn:x",
        "mailto:a@b",
        "https://[::1]:8080/%C3%A9",
    ] {
        kept(&text, Constraint::Uri);
    }
    for text in [
        "",
        "/callback",
        "contoso.com",
        ":x",
        "1a:x",
        "https://a b",
        "https://\u{e9}",
        "https://a/%zz",
        "https://a/%4",
        "a:\"x\"",
    ] {
        broken(&text, Constraint::Uri, "must be a URI with a scheme");
    }
}

#[cfg(feature = "pattern")]
#[test]
fn patterns_are_ecma_262_and_not_anchored() {
    kept(&"https://x", Constraint::Pattern("^https://"));
    broken(
        &"http://x",
        Constraint::Pattern("^https://"),
        "must match the pattern ^https://",
    );
    kept(&"a1b", Constraint::Pattern(r"\d"));
    broken(
        &"\u{661}",
        Constraint::Pattern(r"\d"),
        r"must match the pattern \d",
    );
    kept(&"a/b", Constraint::Pattern(r"^a\/b$"));
    // An invalid pattern is not cached, and a second validation has the same result.
    broken(&"x", Constraint::Pattern("("), "must match the pattern (");
    broken(&"x", Constraint::Pattern("("), "must match the pattern (");
}

#[test]
fn constraints_apply_to_arrays_objects_and_their_parts() {
    let empty: Vec<i32> = Vec::new();
    broken(
        &empty,
        Constraint::MinItems(1),
        "must have at least 1 element",
    );
    broken(
        &[1, 2, 3],
        Constraint::MaxItems(2),
        "must have at most 2 elements",
    );
    broken(
        &[1, 2, 1],
        Constraint::UniqueItems,
        "must not have equal elements",
    );
    kept(&[1, 2, 3], Constraint::UniqueItems);
    let map = BTreeMap::from([("a", 1), ("b: c", 12)]);
    broken(
        &map,
        Constraint::MaxProperties(1),
        "must have at most 1 member",
    );
    broken(
        &map,
        Constraint::MinProperties(3),
        "must have at least 3 members",
    );
    let values = violated(
        &map,
        &[Constraint::Values(&[Constraint::Maximum(Number::Integer(
            10,
        ))])],
    );
    assert_eq!(values, ["m['b: c']: must be 10 or less"]);
    let items: &[Constraint] = &[Constraint::Items(&[
        Constraint::MinLength(2),
        Constraint::MaxLength(3),
    ])];
    let violations = violated(&vec!["a", "ab", "abcd"], items);
    assert_eq!(
        violations,
        [
            "m[0]: must be at least 2 characters long",
            "m[2]: must be at most 3 characters long"
        ]
    );
}

#[test]
fn absent_values_and_other_types_violate_nothing() {
    kept(&None::<String>, Constraint::MinLength(1));
    kept(&Value::Null, Constraint::Uri);
    kept(&5, Constraint::MinLength(2));
    kept(&"x", Constraint::Minimum(5.into()));
    kept(&true, Constraint::MinItems(5));
}

struct Child {
    id: &'static str,
    children: Vec<Child>,
    by_name: BTreeMap<String, Child>,
    other: Option<Box<OneOrMany<Child>>>,
}

impl Validate for Child {
    fn validate(&self, check: &mut Validator) {
        check.member("id", &self.id, &[Constraint::MinLength(1)]);
        check.nested("children", &self.children);
        check.nested("byName", &self.by_name);
        check.nested("other", &self.other);
    }
}

fn child(id: &'static str) -> Child {
    Child {
        id,
        children: Vec::new(),
        by_name: BTreeMap::new(),
        other: None,
    }
}

#[test]
fn all_violations_are_found_with_their_paths() {
    let mut root = child("");
    root.children = vec![child("a"), child("")];
    root.by_name.insert("x.y".to_owned(), child(""));
    root.other = Some(Box::new(OneOrMany::Many(vec![child(""), child("a")])));
    let mut one = child("a");
    one.other = Some(Box::new(OneOrMany::One(child(""))));
    root.children.push(one);
    let mut check = Validator::default();
    root.validate(&mut check);
    let violations = check.into_violations();
    let paths: Vec<&str> = violations
        .iter()
        .map(specwright_runtime::Violation::path)
        .collect();
    assert_eq!(
        paths,
        [
            "id",
            "children[1].id",
            "children[2].other.id",
            "byName['x.y'].id",
            "other[0].id"
        ]
    );
    assert_eq!(
        violations[0].constraint(),
        "must be at least 1 character long"
    );
}

#[test]
fn violations_contain_no_values() {
    let constraints = [
        Constraint::MaxLength(1),
        Constraint::Uri,
        Constraint::MinLength(99),
    ];
    for violation in violated(&"hunter2", &constraints) {
        assert!(!violation.contains("hunter2"));
    }
}

#[test]
fn contains_counts_the_items_that_match() {
    let contains = |schema, min, max| Constraint::Contains { schema, min, max };
    let ones = SimpleSchema::Values(&[Scalar::Number(Number::Integer(1))]);
    kept(&[1, 2], contains(ones, 1, None));
    kept(&[1.0, 2.0], contains(ones, 1, None));
    broken(
        &[2, 3],
        contains(ones, 1, None),
        "must have at least 1 element equal to 1",
    );
    broken(
        &[1, 1, 1],
        contains(ones, 1, Some(2)),
        "must have 1 to 2 elements equal to 1",
    );
    let scalars = SimpleSchema::Type(JsonTypes::STRING.or(JsonTypes::NULL));
    let mixed: Vec<Value> = vec!["a".into(), 1.into()];
    kept(&mixed, contains(scalars, 1, None));
    broken(
        &[1],
        contains(scalars, 1, None),
        "must have at least 1 element of type null or string",
    );
    kept(&"no array", contains(ones, 1, None));
}

#[test]
fn not_excludes_values_types_and_properties() {
    let none = SimpleSchema::Values(&[Scalar::String("none"), Scalar::Null, Scalar::Boolean(true)]);
    kept(&"some", Constraint::Not(none));
    broken(
        &"none",
        Constraint::Not(none),
        "must not be one of \"none\", null, true",
    );
    let integer = SimpleSchema::Type(JsonTypes::INTEGER);
    kept(&1.5, Constraint::Not(integer));
    broken(
        &1.0,
        Constraint::Not(integer),
        "must not be of type integer",
    );
    let both = SimpleSchema::Required(&["a", "b"]);
    kept(&BTreeMap::from([("a", 1)]), Constraint::Not(both));
    broken(
        &BTreeMap::from([("a", 1), ("b", 2)]),
        Constraint::Not(both),
        "must not be an object with a and b",
    );
}

#[test]
fn dependent_properties_are_required() {
    let dependent = Constraint::DependentRequired("a", &["b", "c"]);
    kept(&BTreeMap::from([("b", 1)]), dependent);
    kept(&BTreeMap::from([("a", 1), ("b", 1), ("c", 1)]), dependent);
    broken(
        &BTreeMap::from([("a", 1), ("b", 1)]),
        dependent,
        "must have b and c if it has a",
    );
}

#[test]
fn names_and_positions_have_their_own_constraints() {
    let names = Constraint::Names(&[Constraint::OneOf(&["a", "b"])]);
    assert_eq!(
        violated(&BTreeMap::from([("a", 1), ("c", 1)]), &[names]),
        ["m.c: the name must be one of a, b"]
    );
    let positions = Constraint::Positions(&[&[], &[Constraint::MaxLength(1)]]);
    assert_eq!(
        violated(&("long", "long"), &[positions]),
        ["m[1]: must be at most 1 character long"]
    );
}

#[test]
fn parts_of_tuples_and_of_json_in_strings_are_validated() {
    struct Limited(i64);

    impl Validate for Limited {
        fn validate(&self, check: &mut Validator) {
            check.whole(&self.0, &[Constraint::Maximum(1.into())]);
        }
    }

    let mut check = Validator::default();
    check.nested(
        "m",
        &(String::new(), JsonString::from((Limited(1), Limited(2)))),
    );
    let violations = check.into_violations();
    let violations: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert_eq!(violations, ["m[1][1]: must be 1 or less"]);
}
