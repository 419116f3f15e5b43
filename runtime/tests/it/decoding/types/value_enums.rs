//! Enums with values other than strings.

use specwright_runtime::{Unrecognized, Value, ValueEnum};

use crate::decoding::{json, read, refuse, write};

#[derive(Clone, Debug, PartialEq, Eq, Hash, ValueEnum)]
enum Code {
    #[value(200)]
    N200,
    #[value(-1)]
    Minus1,
    #[value(5_000_000_000_i64)]
    N5000000000,
    Unrecognized(Unrecognized<Self, i64>),
}

#[derive(Clone, Debug, PartialEq, ValueEnum)]
#[value_enum(lenient)]
enum Ratio {
    #[value(0.5)]
    Half,
    #[value(2.0)]
    Two,
    #[unrecognized]
    Other(Unrecognized<Self, f64>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, ValueEnum)]
enum Always {
    #[value(true)]
    True,
    Unrecognized(Unrecognized<Self, bool>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, ValueEnum)]
#[value_enum(lenient)]
enum Mixed {
    #[value(1)]
    N1,
    #[value("one")]
    One,
    #[value("2")]
    TextOfTwo,
    #[value(false)]
    False,
    Unrecognized(Unrecognized<Self, Value>),
}

#[track_caller]
fn comes_and_goes<E: ValueEnum + specwright_runtime::Decode + serde::Serialize>(text: &str) -> E {
    let value = read::<E>(text);
    assert_eq!(write(&value), json(text));
    value
}

#[test]
fn listed_values_round_trip() {
    assert_eq!(comes_and_goes::<Code>("-1"), Code::Minus1);
    assert_eq!(comes_and_goes::<Code>("5000000000"), Code::N5000000000);
    assert_eq!(comes_and_goes::<Ratio>("0.5"), Ratio::Half);
    assert_eq!(read::<Ratio>("2"), Ratio::Two);
    assert_eq!(comes_and_goes::<Always>("true"), Always::True);
    assert_eq!(comes_and_goes::<Mixed>("1"), Mixed::N1);
    assert_eq!(comes_and_goes::<Mixed>("\"one\""), Mixed::One);
    assert_eq!(comes_and_goes::<Mixed>("false"), Mixed::False);
    assert_eq!(
        Code::KNOWN.iter().map(Code::value).collect::<Vec<_>>(),
        [200, -1, 5_000_000_000]
    );
}

#[test]
fn unlisted_values_of_the_type_are_kept() {
    assert!(
        matches!(comes_and_goes::<Code>("404"), Code::Unrecognized(other) if *other.get() == 404)
    );
    assert!(
        matches!(comes_and_goes::<Ratio>("0.25"), Ratio::Other(other) if other.to_string() == "0.25")
    );
    assert!(!comes_and_goes::<Always>("false").value());
    for other in ["2", "\"two\"", "[1]", "{\"a\":null}", "true", "null"] {
        assert_eq!(comes_and_goes::<Mixed>(other).value(), json(other));
    }
}

#[test]
fn values_of_another_type_are_refused() {
    assert_eq!(
        refuse::<Code>("\"200\""),
        (
            String::new(),
            "expected a 64-bit integer, found a string".to_owned()
        )
    );
    assert_eq!(
        refuse::<Code>("2.5").1,
        "expected a 64-bit integer, found a number"
    );
    assert_eq!(
        refuse::<Always>("1").1,
        "expected a boolean, found an integer"
    );
}

#[test]
fn lenient_enums_accept_strings_and_other_case() {
    assert_eq!(read::<Ratio>("\"0.5\""), Ratio::Half);
    assert_eq!(read::<Mixed>("\"ONE\""), Mixed::One);
}

#[test]
fn values_parse_from_their_string() {
    assert_eq!(Code::Minus1.to_string(), "-1");
    assert_eq!("-1".parse(), Ok(Code::Minus1));
    assert_eq!("404".parse::<Code>().map(|code| code.value()), Ok(404));
    assert_eq!(
        "four".parse::<Code>().map_err(|error| error.to_string()),
        Err("expected a 64-bit integer".to_owned())
    );
    for known in Mixed::KNOWN {
        assert_eq!(known.to_string().parse().as_ref(), Ok(known));
    }
    assert_eq!(
        "other".parse::<Mixed>().map(|other| other.value()),
        Ok(Value::from("other"))
    );
}
