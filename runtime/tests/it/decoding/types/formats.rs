//! Strings with a format.

use serde::Serialize;
use specwright_runtime::{Decode, Uuid, from_slice};

use crate::decoding::{refuse, write};

/// Decodes a string, and checks that it is encoded unchanged.
#[track_caller]
fn kept<T: Decode + Serialize>(text: &str) -> T {
    let json = serde_json::Value::from(text);
    let value: T = crate::decoding::read(&json.to_string());
    assert_eq!(write(&value), json);
    value
}

#[track_caller]
fn refused<T: Decode>(text: &str, message: &str) {
    assert_eq!(
        refuse::<T>(&serde_json::Value::from(text).to_string()).1,
        message,
        "{text}"
    );
}

#[test]
fn uuids_keep_their_spelling() {
    let value = uuid::uuid!("57dab8b1-894c-409a-b240-bd8beae78896");
    for text in [
        "57dab8b1-894c-409a-b240-bd8beae78896",
        "57DAB8B1-894C-409A-B240-BD8BEAE78896",
        "57DAB8B1894C409AB240BD8BEAE78896",
        "{57dab8b1-894c-409a-b240-bd8beae78896}",
        "urn:uuid:57dab8b1-894c-409a-b240-bd8beae78896",
    ] {
        let id: Uuid = kept(text);
        assert_eq!(*id, value);
        assert_eq!(id, Uuid::from(value));
        assert_eq!(id.to_string(), text);
        assert_eq!(format!("{id:?}"), text);
    }
    for text in [
        "",
        "57dab8b1",
        "57dab8b1-894c-409a-b240-bd8beae7889g",
        " 57dab8b1-894c-409a-b240-bd8beae78896",
    ] {
        refused::<Uuid>(text, "expected a UUID, found another string");
    }
    assert_eq!(
        from_slice::<Uuid>(b"1").unwrap_err().message(),
        "expected a UUID, found an integer"
    );
    assert_eq!(
        "x".parse::<Uuid>().unwrap_err().to_string(),
        "expected a UUID"
    );
}

#[test]
fn constructed_values_have_the_canonical_form() {
    let value = uuid::uuid!("57DAB8B1894C409AB240BD8BEAE78896");
    assert_eq!(
        write(&Uuid::from(value)),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
    assert_eq!(Uuid::from(value).into_inner(), value);
    assert_eq!(
        Uuid::default().to_string(),
        "00000000-0000-0000-0000-000000000000"
    );
}

#[cfg(feature = "date-time")]
mod date_time {
    use specwright_runtime::{Date, DateTime, IsoDuration};

    use super::{kept, refused};
    use crate::decoding::write;

    #[track_caller]
    fn instant(text: &str, canonical: &str) {
        let instant: DateTime = kept(text);
        assert_eq!(instant.into_inner().to_string(), canonical);
    }

    #[test]
    fn date_times_accept_rfc_3339_and_keep_their_spelling() {
        instant("2024-02-29T12:34:56Z", "2024-02-29T12:34:56Z");
        instant("2024-02-29t12:34:56z", "2024-02-29T12:34:56Z");
        instant("2024-02-29 12:34:56Z", "2024-02-29T12:34:56Z");
        instant("2024-02-29T12:34:56+00:00", "2024-02-29T12:34:56Z");
        instant("2024-02-29T12:34:56-00:00", "2024-02-29T12:34:56Z");
        instant("2024-02-29T23:34:56-01:30", "2024-03-01T01:04:56Z");
        instant("2024-02-29T12:34:56.5Z", "2024-02-29T12:34:56.5Z");
        instant(
            "2024-02-29T12:34:56.1234567Z",
            "2024-02-29T12:34:56.1234567Z",
        );
        instant("2024-02-29T12:34:56.1230000Z", "2024-02-29T12:34:56.123Z");
        instant(
            "2024-02-29T12:34:56.12345678901234567890Z",
            "2024-02-29T12:34:56.123456789Z",
        );
        instant("1990-12-31T23:59:60Z", "1990-12-31T23:59:59Z");
        instant("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59Z");
        instant("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z");
        instant("0000-01-01T00:00:00+23:59", "-000001-12-31T00:01:00Z");
    }

    #[test]
    fn instants_beyond_the_calendar_are_its_last_one() {
        for text in ["9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-23:59"] {
            let instant: DateTime = kept(text);
            assert_eq!(*instant, jiff::Timestamp::MAX);
        }
    }

    #[test]
    fn other_strings_are_not_date_times() {
        for text in [
            "",
            "2024-02-29",
            "2024-02-29T12:34:56",
            "2024-02-29T12:34Z",
            "2023-02-29T12:34:56Z",
            "2024-13-01T00:00:00Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29T12:60:00Z",
            "2024-02-29T12:34:61Z",
            "2024-02-29T12:34:56.Z",
            "2024-02-29T12:34:56,5Z",
            "2024-02-29T12:34:56+0100",
            "2024-02-29T12:34:56+24:00",
            "2024-02-29T12:34:56+01:60",
            "2024-02-29T12:34:56Z[UTC]",
            "+2024-02-29T12:34:56Z",
            "2024-2-29T12:34:56Z",
            " 2024-02-29T12:34:56Z",
            "2024-02-29T12:34:56Z ",
            "2024-02-29_12:34:56Z",
            "2024-02-29T+1:34:56Z",
            "20240229T123456Z",
            "\u{e9}024-02-29T12:34:56Z",
            "2024-02-29T12:34:5\u{e9}Z",
            "2024-02-29T12:34:56\u{e9}",
            "2024-02-29T12:34:56+\u{e9}1:00",
        ] {
            refused::<DateTime>(
                text,
                "expected a date-time (RFC 3339), found another string",
            );
        }
    }

    #[test]
    fn date_times_are_equal_by_instant() {
        let there: DateTime = kept("2024-02-29T13:34:56+01:00");
        let here: DateTime = kept("2024-02-29T12:34:56Z");
        assert_eq!(there, here);
        assert_eq!(write(&DateTime::from(*there)), "2024-02-29T12:34:56Z");
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        assert_eq!(kept::<Date>("2024-02-29").day(), 29);
        for text in [
            "",
            "2023-02-29",
            "2024-02-29T00:00:00Z",
            "20240229",
            "2024-2-29",
            "24-02-29",
            "+024-02-29",
            "2024-060",
        ] {
            refused::<Date>(text, "expected a date (RFC 3339), found another string");
        }
        assert_eq!(
            write(&Date::from(jiff::civil::date(2024, 2, 9))),
            "2024-02-09"
        );
    }

    #[test]
    fn durations_are_iso_8601_and_keep_their_units() {
        for text in [
            "PT1H30M",
            "P1Y2M3DT4H5M6.5S",
            "-P1D",
            "PT0S",
            "P3W",
            "PT90M",
            "pt1h",
            "PT1.50S",
            "PT1.123456789123S",
            "-PT1,1234567890123456789S",
        ] {
            kept::<IsoDuration>(text);
        }
        assert_ne!(kept::<IsoDuration>("PT90M"), kept::<IsoDuration>("PT1H30M"));
        assert_eq!(
            kept::<IsoDuration>("PT1.50S"),
            kept::<IsoDuration>("PT1.5S")
        );
        // Nine digits count.
        assert_eq!(
            kept::<IsoDuration>("PT1.123456789999S"),
            kept::<IsoDuration>("PT1.123456789S")
        );
        for text in ["", "P", "1h 30m", "PT", "P1", "1D"] {
            refused::<IsoDuration>(text, "expected a duration (ISO 8601), found another string");
        }
    }
}

#[cfg(feature = "base64")]
mod base64 {
    use specwright_runtime::Base64;

    use super::{kept, refused};
    use crate::decoding::write;

    #[test]
    fn base64_accepts_both_alphabets_and_keeps_its_spelling() {
        for text in ["+/+/YQ==", "+/+/YQ", "-_-_YQ==", "-_-_YQ"] {
            let bytes: Base64 = kept(text);
            assert_eq!(bytes.as_slice(), [0xfb, 0xff, 0xbf, b'a']);
        }
        assert!(kept::<Base64>("").is_empty());
        assert_eq!(
            write(&Base64::from(vec![0xfb, 0xff, 0xbf, b'a'])),
            "+/+/YQ=="
        );
    }

    #[test]
    fn other_strings_are_not_base64() {
        for text in ["Y", "Y Q==", "+-+-", "YR==", "YQ==YQ==", "\u{e9}"] {
            refused::<Base64>(text, "expected bytes in base64, found another string");
        }
    }
}
