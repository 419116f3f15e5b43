//! Unions without a discriminator.

use std::collections::BTreeMap;

use proptest::prelude::*;
use specwright_runtime::testing::differences;
use specwright_runtime::{AdditionalData, Object, StringEnum, Union, Unrecognized, Uuid, Value};

use crate::decoding::{json, read, refuse, write};

macro_rules! model {
    ($(#[$attribute:meta])* $name:ident { $($field:ident: $ty:ty,)* }) => {
        #[derive(Clone, Debug, PartialEq, Object)]
        $(#[$attribute])*
        pub(crate) struct $name {
            $(pub(crate) $field: $ty,)*
            #[additional]
            pub(crate) additional_data: AdditionalData,
        }
    };
}

model! { Image { url: String, level: Option<Level>, } }
model! { Call { kind: Option<String>, room: i32, } }
model! { Chat { kind: Option<String>, text: String, } }
model! { Note { text: Option<String>, } }
model! { Rectangle { width: f64, height: f64, name: Option<String>, } }
model! { Square { width: f64, name: Option<String>, } }
model! { Circle { radius: f64, } }
model! { #[object(closed)] PublicUser { login: String, name: Option<String>, } }
model! { PrivateUser { login: String, name: Option<String>, plan: Option<Level>, } }
model! { Sum { left: Expression, right: Expression, } }
model! { Product { left: Expression, right: Expression, } }

#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
pub(crate) enum Level {
    #[value("none")]
    None,
    #[value("auto")]
    Auto,
    Unrecognized(Unrecognized<Self>),
}

macro_rules! alternatives {
    ($(#[$attribute:meta])* $name:ident {
        $($(#[$variant_attribute:meta])* $variant:ident($ty:ty),)*
    }) => {
        #[derive(Clone, Debug, PartialEq, Union)]
        $(#[$attribute])*
        pub(crate) enum $name {
            $($(#[$variant_attribute])* $variant($ty),)*
            Unrecognized(Value),
        }
    };
}

alternatives! {
    /// A kind of JSON value for each.
    Content { Text(String), Flag(bool), Number(f64), Numbers(Vec<i32>), Image(Box<Image>), }
}
alternatives! {
    /// Objects with a distinctive property, apart from one.
    #[union(tag = "kind")]
    Event { #[variant("call", "ring")] Call(Box<Call>), #[variant("chat")] Chat(Box<Chat>), Note(Box<Note>), Text(String), }
}
alternatives! {
    /// Objects that only their members tell apart.
    Shape { Rectangle(Box<Rectangle>), Square(Box<Square>), Circle(Box<Circle>), }
}
alternatives! {
    /// The same, where several may hold.
    #[union(any_of)]
    AnyShape { Rectangle(Box<Rectangle>), Square(Box<Square>), Circle(Box<Circle>), }
}
alternatives! {
    /// One of them has no other members.
    Account { Private(Box<PrivateUser>), Public(Box<PublicUser>), }
}
alternatives! {
    /// Texts of several kinds, and numbers of two.
    Scalar { Level(Level), Id(Uuid), Integer(i64), Number(f64), }
}
alternatives! {
    #[union(lenient)]
    LenientScalar { Integer(i64), Flag(bool), }
}
alternatives! {
    #[union(lenient)]
    LenientText { Text(String), Integer(i64), }
}
alternatives! {
    /// Twice the same type.
    Name { #[variant(no_from)] Short(String), #[variant(no_from)] Long(String), Levels(Vec<Level>), Names(Vec<String>), }
}
alternatives! {
    /// Sums and products are ambiguous.
    Expression { Number(f64), Sum(Box<Sum>), Product(Box<Product>), }
}
alternatives! {
    /// All that JSON has, through itself.
    Anything { Text(String), List(Vec<Anything>), Members(BTreeMap<String, Anything>), Shape(Box<Shape>), }
}

#[test]
fn the_json_type_selects_the_alternative() {
    assert_eq!(read::<Content>(r#""a""#), Content::from("a".to_owned()));
    assert_eq!(read::<Content>("true"), Content::Flag(true));
    assert_eq!(read::<Content>("1"), Content::Number(1.0));
    assert_eq!(read::<Content>("1.0"), Content::Number(1.0));
    assert_eq!(read::<Content>("[1, 2]"), Content::Numbers(vec![1, 2]));
    let Content::Image(image) = read(r#"{"url": "u", "x": 1}"#) else {
        panic!("an image")
    };
    assert_eq!(
        (image.url.as_str(), &image.additional_data["x"]),
        ("u", &json("1"))
    );
}

#[test]
fn malformed_values_of_a_unique_json_type_are_errors() {
    assert_eq!(
        refuse::<Vec<Content>>(r#"["a", {"url": 1}]"#),
        (
            "[1].url".to_owned(),
            "expected a string, found an integer".to_owned()
        )
    );
    assert_eq!(refuse::<Content>("[1, null]").0, "[1]");
    assert_eq!(
        refuse::<Content>("{}"),
        ("url".to_owned(), "required, but missing".to_owned())
    );
}

#[test]
fn null_must_be_accepted_by_an_alternative() {
    assert_eq!(
        refuse::<Content>("null").1,
        "expected one of several values, found null"
    );
    assert_eq!(read::<Option<Content>>("null"), None);
}

#[test]
fn values_of_an_undeclared_json_type_are_kept_raw() {
    for text in ["1", "true", "[1]"] {
        let event: Event = read(text);
        assert_eq!(event, Event::Unrecognized(json(text)));
        assert_eq!(write(&event), json(text));
    }
}

#[test]
fn a_distinctive_property_decides_at_any_position() {
    for text in [
        r#"{"kind": "call", "room": 1, "text": "x"}"#,
        r#"{"room": 1, "text": "x", "kind": "call"}"#,
        r#"{"room": 1, "kind": "ring"}"#,
    ] {
        let event: Event = read(text);
        assert!(matches!(&event, Event::Call(it) if it.room == 1), "{text}");
        assert_eq!(write(&event), json(text));
    }
    assert_eq!(
        refuse::<Vec<Event>>(r#"[{"text": "x", "kind": "call"}]"#),
        ("[0].room".to_owned(), "required, but missing".to_owned())
    );
}

#[test]
fn unlisted_values_select_unconstrained_alternatives() {
    assert!(matches!(
        read(r#"{"kind": "mail", "text": "x"}"#),
        Event::Note(_)
    ));
    let text = r#"{"kind": "mail", "text": 5, "room": 1}"#;
    assert_eq!(read::<Event>(text), Event::Unrecognized(json(text)));
}

#[test]
fn required_properties_select_the_alternative() {
    assert!(matches!(read(r#"{"radius": 1}"#), Shape::Circle(_)));
    assert!(matches!(read(r#"{"width": 1}"#), Shape::Square(_)));
    assert!(matches!(
        read(r#"{"radius": 1, "name": "x"}"#),
        Shape::Circle(_)
    ));
    assert_eq!(read::<Shape>("{}"), Shape::Unrecognized(json("{}")));
}

#[test]
fn declared_properties_select_the_alternative() {
    assert!(matches!(
        read(r#"{"width": 1, "height": 2}"#),
        Shape::Rectangle(_)
    ));
    let ambiguous = r#"{"width": 1, "height": 2, "radius": 3}"#;
    let shape: Shape = read(ambiguous);
    assert_eq!(shape, Shape::Unrecognized(json(ambiguous)));
    assert_eq!(write(&shape), json(ambiguous));
    // Of several matching alternatives, the first with the most declared properties wins.
    assert!(matches!(read(ambiguous), AnyShape::Rectangle(_)));
    assert!(matches!(
        read(r#"{"width": 1, "radius": 3}"#),
        AnyShape::Square(_)
    ));
}

#[test]
fn raw_values_can_be_decoded_as_an_alternative() {
    let shape: Shape = read(r#"{"width": 1, "height": 2, "radius": 3}"#);
    let circle: Circle = shape.read_as().expect("it has a radius");
    assert_eq!(circle.radius.to_bits(), 3.0_f64.to_bits());
    let error = shape.read_as::<Image>().expect_err("it has no url");
    assert_eq!(error.path(), "url");
}

#[test]
fn undeclared_properties_exclude_closed_objects() {
    assert!(matches!(
        read(r#"{"login": "a", "plan": "none"}"#),
        Account::Private(_)
    ));
    assert!(matches!(
        read(r#"{"login": "a", "x": 1}"#),
        Account::Private(_)
    ));
    let both = r#"{"login": "a", "name": "b"}"#;
    assert_eq!(read::<Account>(both), Account::Unrecognized(json(both)));
    // Also one that no alternative has, where there is no other way.
    let public: PublicUser = read(r#"{"login": "a", "x": 1}"#);
    assert_eq!(public.additional_data["x"], 1);
}

#[test]
fn listed_and_formatted_strings_precede_other_strings() {
    let id = r#""57dab8b1-894c-409a-b240-bd8beae78896""#;
    assert_eq!(read::<Scalar>(r#""auto""#), Scalar::Level(Level::Auto));
    assert!(matches!(read(id), Scalar::Id(_)));
    // The only one that can be read from it.
    assert!(matches!(
        read(r#""other""#),
        Scalar::Level(Level::Unrecognized(_))
    ));
}

#[test]
fn integers_and_numbers_are_distinct_alternatives() {
    assert_eq!(read::<Scalar>("5"), Scalar::Integer(5));
    assert_eq!(read::<Scalar>("-5"), Scalar::Integer(-5));
    assert_eq!(read::<Scalar>("5.5"), Scalar::Number(5.5));
    assert_eq!(read::<Scalar>("5.0"), Scalar::Number(5.0));
    assert_eq!(
        read::<Scalar>("18446744073709551615"),
        Scalar::Number(18_446_744_073_709_551_615.0)
    );
}

#[test]
fn lenient_strings_are_numbers_unless_strings_are_allowed() {
    assert_eq!(read::<LenientScalar>(r#""5""#), LenientScalar::Integer(5));
    assert_eq!(
        read::<LenientScalar>(r#""True""#),
        LenientScalar::Flag(true)
    );
    assert_eq!(read::<LenientScalar>("5.0"), LenientScalar::Integer(5));
    assert_eq!(
        read::<LenientScalar>(r#""five""#),
        LenientScalar::Unrecognized(json(r#""five""#))
    );
    assert_eq!(
        read::<LenientText>(r#""5""#),
        LenientText::Text("5".to_owned())
    );
    assert_eq!(read::<Scalar>(r#""none""#), Scalar::Level(Level::None));
}

#[test]
fn ambiguous_strings_are_the_first_and_arrays_raw() {
    assert_eq!(read::<Name>(r#""a""#), Name::Short("a".to_owned()));
    assert_eq!(read::<Name>(r#"["a"]"#), Name::from(vec!["a".to_owned()]));
    assert_eq!(read::<Name>("[]"), Name::Unrecognized(json("[]")));
    assert_eq!(read::<Name>("[1]"), Name::Unrecognized(json("[1]")));
}

#[test]
fn a_union_may_be_recursive() {
    let text = r#"["a", {"b": ["c", {"radius": "r"}]}, {"radius": 5.5}]"#;
    let anything: Anything = read(text);
    assert_eq!(write(&anything), json(text));
    let Anything::List(items) = anything else {
        panic!("a list")
    };
    assert!(matches!(&items[1], Anything::Members(_)));
    assert!(matches!(&items[2], Anything::Shape(shape) if matches!(**shape, Shape::Circle(_))));
}

#[test]
fn nested_unions_have_a_decoding_budget() {
    let mut text = "1".to_owned();
    for _ in 0..60 {
        text = format!(r#"{{"left": {text}, "right": 1}}"#);
    }
    let expression: Expression = read(&text);
    assert_eq!(expression, Expression::Unrecognized(json(&text)));
    let mut text = "1".to_owned();
    for _ in 0..60 {
        text = format!(r#"{{"left": {text}, "right": 1, "kind": "call", "room": 1}}"#);
    }
    assert!(matches!(read(&text), Event::Call(_)));
}

#[test]
fn overwritten_duplicates_exclude_no_alternative() {
    let once = r#"{"int": {"kind": null, "width": 0}}"#;
    let twice = r#"{"int": {"kind": false}, "int": {"kind": null, "width": 0}}"#;
    assert_eq!(read::<Anything>(twice), read::<Anything>(once));
    let many: Vec<String> = (0..20)
        .map(|number| format!(r#""n{number}": "a""#))
        .collect();
    let many = many.join(", ");
    let (once, twice) = (
        format!("{{{many}}}"),
        format!(r#"{{"n7": {{"kind": false}}, {many}}}"#),
    );
    assert_eq!(read::<Anything>(&twice), read::<Anything>(&once));
}

/// Any JSON with the names that the models have.
fn value() -> impl Strategy<Value = Value> {
    let name = || {
        proptest::sample::select(vec![
            "kind", "room", "text", "url", "width", "height", "radius", "name", "login", "plan",
            "left", "right", "call", "chat", "none", "auto", "level",
        ])
        .prop_map(str::to_owned)
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..3).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1.0..1.0).prop_map(Value::from),
        name().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name(), inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

macro_rules! nothing_is_lost {
    ($value:expr, $($union:ident)*) => { $(
        if let Ok(read) = specwright_runtime::from_slice::<$union>($value.to_string().as_bytes()) {
            let written = write(&read);
            let found = differences($value, &written);
            prop_assert!(found.is_ok(), "{found:?}: {} became {written}", $value);
        }
    )* };
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_decoded_union_round_trips(value in value()) {
        nothing_is_lost!(&value, Content Event Shape AnyShape Account Scalar Name Expression Anything);
    }

    #[test]
    fn ambiguous_values_are_never_errors(value in value()) {
        // Objects may be any of the shapes, and all other kinds none.
        let read = specwright_runtime::from_slice::<Shape>(value.to_string().as_bytes());
        prop_assert_eq!(read.is_err(), value.is_null(), "{}", value);
    }

    #[test]
    fn the_order_of_properties_is_irrelevant(members in proptest::collection::vec(value(), 4)) {
        let names = ["kind", "room", "text", "width"];
        let text = |order: &[usize]| {
            let members: Vec<String> = order.iter().map(|&at| format!("\"{}\":{}", names[at], members[at])).collect();
            format!("{{{}}}", members.join(","))
        };
        let (one, other) = (text(&[0, 1, 2, 3]), text(&[3, 2, 1, 0]));
        let read = |text: &str| specwright_runtime::from_slice::<Event>(text.as_bytes()).ok();
        prop_assert_eq!(read(&one), read(&other));
    }
}
