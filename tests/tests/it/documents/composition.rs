//! Composed schemas: decoding selects the right type, and encoding restores the value.

use composition_client::Client;
use composition_client::models::order::{OrderCode, OrderLabels, OrderLayer};
use composition_client::models::sale::SaleAuction;
use composition_client::models::submission::{SubmissionSales, SubmissionWords};
use composition_client::models::{
    Account, Animal, Book, Cat, Catalogue, Colour, Content, Forest, Frame, Humidity, Json, Lamp,
    Leaflet, Loan, Model, Nest, Order, Owner, Painting, Part, Place, Point, Reviewers, Sale,
    ShortName, Size, State, Statue, Submission, Switch, SwitchOff, SwitchOn, Tree, Venue, Work,
};
use serde::Serialize;
use serde_json::json;
use specwright_runtime::{Decode, Error, InvalidRequest, Value, from_slice};

use crate::documents::server;

/// Reads a value, and looks whether it is written as it came.
#[track_caller]
fn read<T: Decode + Serialize>(json: &Value) -> T {
    let value: T =
        from_slice(json.to_string().as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(serde_json::to_value(&value).unwrap(), *json);
    value
}

#[track_caller]
fn refuse<T: Decode>(json: &Value) -> String {
    match from_slice::<T>(json.to_string().as_bytes()) {
        Ok(_) => panic!("{json} should be refused"),
        Err(error) => format!("{}: {}", error.path(), error.message()),
    }
}

#[test]
fn json_types_select_the_alternative() {
    assert_eq!(read::<Content>(&json!("a")), Content::from("a".to_owned()));
    assert_eq!(read::<Content>(&json!(1)), Content::Integer(1));
    assert_eq!(read::<Content>(&json!(1.5)), Content::Number(1.5));
    assert_eq!(read::<Content>(&json!(true)), Content::Boolean(true));
    assert!(
        matches!(read(&json!([{"type": "text", "text": "a"}])), Content::Array(parts) if parts.len() == 1)
    );
    assert!(matches!(
        read(&json!({"type": "text"})),
        Content::Unrecognized(_)
    ));
    assert_eq!(
        refuse::<Content>(&json!([{"type": "text", "text": "a"}, {"type": "text"}])),
        "[1].text: required, but missing"
    );
}

#[test]
fn listed_values_of_a_property_select_the_alternative() {
    assert!(matches!(
        read(&json!({"type": "text", "text": "a"})),
        Part::TextPart(_)
    ));
    assert!(matches!(
        read(&json!({"url": "a", "type": "photo"})),
        Part::Object(_)
    ));
    assert!(matches!(
        read(&json!({"url": "a", "type": "film"})),
        Part::Unrecognized(_)
    ));
    assert_eq!(
        refuse::<Part>(&json!({"type": "image"})),
        "url: required, but missing"
    );
}

#[test]
fn a_discriminator_selects_nested_alternatives() {
    assert!(matches!(
        read(&json!({"kind": "painting", "width": 1.5})),
        Work::Painting(_)
    ));
    assert!(matches!(
        read(&json!({"kind": "bust", "weight": 1.5})),
        Work::Statue(_)
    ));
    assert!(matches!(read(&json!({"kind": "Relief"})), Work::Relief(_)));
    assert!(matches!(
        read(&json!({"kind": "print"})),
        Work::Unrecognized(_)
    ));
    let _: fn(Statue) -> Work = Work::from;
    let _: fn(Painting) -> Work = Work::from;
}

#[test]
fn required_and_declared_properties_select_alternatives() {
    assert!(matches!(
        read(&json!({"latitude": 1.5, "longitude": 2.5})),
        Place::Point(_)
    ));
    assert!(matches!(
        read(&json!({"latitude": 1.5, "longitude": 2.5, "title": "here"})),
        Place::Venue(venue) if venue.title == "here"
    ));
    assert!(matches!(
        read(&json!({"street": "a", "town": "b"})),
        Place::Address(_)
    ));
    let unclear: Place = read(&json!({"latitude": 1.5, "longitude": 2.5, "street": "a"}));
    assert!(matches!(&unclear, Place::Unrecognized(_)));
    let point: Point = unclear.read_as().unwrap();
    assert_eq!(point.latitude.to_bits(), 1.5_f64.to_bits());
    assert!(unclear.read_as::<Venue>().is_err());
}

#[test]
fn the_alternative_with_most_declared_properties_wins() {
    assert!(matches!(
        read(&json!({"name": "a", "seat": "b"})),
        Owner::House(_)
    ));
    assert!(matches!(read(&json!({"name": "a"})), Owner::Person(_)));
}

#[test]
fn properties_beside_one_of_belong_to_each_alternative() {
    let Sale::Auction(auction) = read(&json!({"price": 5, "note": "a", "bids": [1, 2]})) else {
        panic!("an auction")
    };
    assert_eq!((auction.price, auction.bids.len()), (5, 2));
    assert!(matches!(
        read(&json!({"price": 5, "dealer": "a"})),
        Sale::Trade(_)
    ));
    let Loan::Incoming(loan) = read(&json!({"id": "1", "from": "a"})) else {
        panic!("an incoming one")
    };
    assert_eq!((loan.id.as_str(), loan.from.as_str()), ("1", "a"));
}

#[test]
fn undeclared_properties_exclude_a_closed_object() {
    assert!(matches!(
        read(&json!({"login": "a", "plan": "b"})),
        Account::Private(_)
    ));
    assert!(matches!(
        read(&json!({"login": "a"})),
        Account::Unrecognized(_)
    ));
}

#[test]
fn variants_have_the_properties_of_their_base() {
    let animal: Animal = read(&json!({"species": "cat", "name": "a", "lives": 9}));
    assert!(matches!(&animal, Animal::Cat(cat) if cat.lives == Some(9)));
    assert_eq!(animal.name().map(String::as_str), Some("a"));
    let _ = Cat::new();
}

#[test]
fn compatible_parts_of_all_of_are_one_type() {
    let frame: Frame = read(&json!({"width": 5, "colour": "blue"}));
    assert_eq!((frame.width, frame.colour), (5, Some(Colour::Blue)));
    assert_eq!(Colour::KNOWN, [Colour::Green, Colour::Blue]);
    let name: ShortName = "any text".to_owned();
    assert_eq!(name.len(), 8);
}

#[test]
fn string_arrays_of_all_of_are_one_type() {
    assert_eq!(State::KNOWN, [State::Shown, State::Stored, State::Lent]);
    assert_eq!(read::<Model>(&json!("small")), Model::Small);
    assert!(matches!(read(&json!("huge")), Model::Unrecognized(_)));
}

#[test]
fn types_may_be_recursive() {
    let nest: Nest = read(&json!([[], [[]]]));
    assert_eq!(nest.0.len(), 2);
    let tree: Tree = read(&json!({"a": [{"b": []}]}));
    let forest: Forest = read(&json!([{"b": []}]));
    assert_eq!(
        serde_json::to_value(&tree).unwrap()["a"],
        serde_json::to_value(&forest).unwrap()
    );
    assert!(matches!(read(&json!({"a": ["b", 1.5, {}]})), Json::Map(_)));
    assert!(
        matches!(read(&json!([true])), Json::Array(items) if matches!(items[0], Json::Unrecognized(_)))
    );
}

/// Returns the violations of a request, which is not sent.
macro_rules! violations {
    ($request:expr) => {
        match $request.await {
            Err(Error::InvalidRequest(InvalidRequest::Body(violations))) => violations
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
}

#[tokio::test]
async fn constraints_of_alternatives_are_validated() {
    let server = server().await;
    let client = Client::from(server.client().build());
    assert_eq!(
        violations!(client.reviewers().post(Reviewers::default())),
        ["must have people, or teams"]
    );
    let work = Submission {
        size: Some(Size::from("long".to_owned())),
        sale: Some(SaleAuction::new(0, vec![]).into()),
        sales: Some(SubmissionSales {
            additional_properties: [("first".to_owned(), SaleAuction::new(0, vec![]).into())]
                .into(),
            ..SubmissionSales::default()
        }),
        words: Some(SubmissionWords {
            first: Some("long".to_owned()),
            additional_properties: [
                ("next".to_owned(), Some("long".to_owned())),
                ("none".to_owned(), None),
            ]
            .into(),
        }),
        tags: Some(Nest(vec![Nest(vec![
            Nest(vec![]),
            Nest(vec![]),
            Nest(vec![]),
        ])])),
        ..Submission::new(Content::from(true))
    };
    assert_eq!(
        violations!(client.works().post(work)),
        [
            "size: must be at most 3 characters long",
            "sale.price: must be 1 or more",
            "sales.first.price: must be 1 or more",
            "words.next: must be at most 3 characters long",
            "tags[0]: must have at most 2 elements",
        ]
    );

    let asked = Reviewers {
        teams: Some(vec!["a".to_owned()]),
        ..Default::default()
    };
    client.reviewers().post(asked).await.unwrap();
    assert_eq!(server.only().body, r#"{"teams":["a"]}"#);
}

#[tokio::test]
async fn constraints_of_all_of_parts_are_validated() {
    let server = server().await;
    let client = Client::from(server.client().build());
    let others = |long: &str| [("note".to_owned(), long.to_owned())].into();
    let order = Order {
        code: Some(OrderCode::from(2)),
        glass: Some("g".to_owned()),
        labels: Some(OrderLabels {
            additional_properties: others("lower"),
            ..OrderLabels::default()
        }),
        layers: Some(vec![]),
        due: Some("1999-12-31".parse().unwrap()),
        additional_properties: others("x"),
        ..Order::default()
    };
    assert_eq!(
        violations!(client.frames().post(order)),
        [
            "code: must be 3 or more",
            "glass: must be at least 2 characters long",
            "labels.note: must be at most 3 characters long",
            "layers: must have at least 1 element",
            "due: must match the pattern ^20",
            "note: must be at least 2 characters long",
        ]
    );
    let order = Order {
        code: Some(OrderCode::from("x".to_owned())),
        additional_properties: others("longer"),
        ..Order::default()
    };
    assert_eq!(
        violations!(client.frames().post(order)),
        [
            "code: must be at least 2 characters long",
            "note: must be at most 4 characters long"
        ]
    );
    assert_eq!(
        violations!(client.frames().post(Order::default())),
        ["must have at least 2 members"]
    );

    let order = Order {
        layers: Some(vec![OrderLayer::N2]),
        ..Order::default()
    }
    .with_null(Order::DUE);
    client.frames().post(order).await.unwrap();
    assert_eq!(server.only().body, r#"{"layers":[2],"due":null}"#);
}

#[test]
fn boolean_discriminator_is_compared_as_text() {
    let on = read(&json!({"lit": true, "lumens": 800}));
    assert!(matches!(on, Switch::SwitchOn(on) if on.lit && on.lumens == Some(800)));
    let late = read(&json!({"since": "noon", "lit": false}));
    assert!(matches!(late, Switch::SwitchOff(off) if off.since.as_deref() == Some("noon")));
    assert!(matches!(
        read(&json!({"lit": "dimmed"})),
        Switch::Unrecognized(_)
    ));
}

#[test]
fn integer_discriminator_is_compared_as_text() {
    let leaflet = read(&json!({"folds": 3, "edition": 1}));
    assert!(matches!(leaflet, Catalogue::Leaflet(leaflet) if leaflet.edition == Some(1)));
    let book = read(&json!({"edition": 2, "pages": 9, "title": "a"}));
    assert!(matches!(book, Catalogue::Book(book) if book.edition == 2 && book.pages == 9));
    assert!(matches!(
        read(&json!({"edition": 3})),
        Catalogue::Unrecognized(_)
    ));
    assert!(matches!(read(&json!({})), Catalogue::Catalogue(_)));
}

#[test]
fn missing_discriminator_is_written_with_its_declared_type() {
    let leaflet: Leaflet = read(&json!({"folds": 2}));
    let json = serde_json::to_value(Catalogue::from(leaflet)).unwrap();
    assert_eq!(json, json!({"edition": 1, "folds": 2}));
}

#[test]
fn required_discriminator_is_set_by_the_type() {
    assert_eq!(Cat::new().species, "cat");
    assert_eq!(Cat::default(), Cat::new());
    assert_eq!(Book::new(9).edition, 2);
    assert!(SwitchOn::new().lit);
    let off = serde_json::to_value(Switch::from(SwitchOff::new())).unwrap();
    assert_eq!(off, json!({"lit": false}));
}

#[test]
fn boolean_enums_tell_objects_apart() {
    assert!(matches!(read(&json!({"lit": true})), Lamp::SwitchLit(_)));
    assert!(matches!(read(&json!({"lit": false})), Lamp::SwitchOff(_)));
}

#[test]
fn float_keeps_its_digits() {
    assert!((read::<Humidity>(&json!(118.211)) - 118.211).abs() < f64::EPSILON);
}
