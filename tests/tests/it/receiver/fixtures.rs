//! The fixtures, through receiver and handler: each has the outcome in its README.

use std::collections::BTreeSet;
use std::fs;

use bytes::Bytes;
use msgraph_communications::models::{CommsNotification, CommsNotifications};
use msgraph_tests::{payloads, workspace};
use serde_json::{Value, json};
use specwright_runtime::from_slice;
use specwright_runtime::receiver::Received;

use super::bot::Bot;
use super::{SOON, receiver, status};

/// The outcome of a body.
struct Outcome {
    status: u16,
    handed_over: Vec<CommsNotification>,
    /// The path of the error of each invalid notification.
    invalid_payloads: Vec<String>,
    /// The error and the key, if it is known, of each invalid notification, by its path.
    reasons: Vec<(String, String, Option<String>)>,
    /// The JSON of each invalid notification.
    raw: Vec<Bytes>,
}

async fn through(body: Vec<u8>) -> Outcome {
    let bot = Bot::new();
    let receiver = receiver(&bot);
    let status = status(&receiver, body).await.as_u16();
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(receiver.counts().rejected, u64::from(status == 400));
    let seen = bot.seen();
    let mut invalid_payloads: Vec<String> = seen
        .invalid_payloads
        .iter()
        .map(|bad| bad.error().path().to_owned())
        .collect();
    invalid_payloads.sort();
    let mut reasons: Vec<_> = seen
        .invalid_payloads
        .iter()
        .map(|bad| {
            let (path, why) = (bad.error().path(), bad.error().message());
            let key = bad.key().map(str::to_owned);
            (path.to_owned(), why.to_owned(), key)
        })
        .collect();
    reasons.sort();
    let good = seen.notifications.iter().map(Received::raw);
    let bad = seen.invalid_payloads.iter().map(Received::raw);
    Outcome {
        status,
        reasons,
        raw: good.chain(bad).cloned().collect(),
        handed_over: seen
            .notifications
            .iter()
            .map(|one| (**one).clone())
            .collect(),
        invalid_payloads,
    }
}

#[tokio::test]
async fn handlers_get_payloads_as_decoded_directly() {
    let mut tried = 0;
    for file in payloads::files("") {
        let body = payloads::text(&file);
        let envelope: CommsNotifications = from_slice(&body).unwrap();
        let outcome = through(body).await;
        let Some(expected) = envelope.value else {
            assert_eq!(outcome.status, 204, "{file}");
            assert!(outcome.handed_over.is_empty(), "{file}");
            continue;
        };
        // One that waits for its answer is answered by default, and handed over as well.
        let inline = expected
            .iter()
            .any(CommsNotification::is_participant_joining);
        assert_eq!(outcome.status, if inline { 200 } else { 202 }, "{file}");
        assert_eq!(outcome.invalid_payloads, [""; 0], "{file}");
        assert_eq!(outcome.handed_over.len(), expected.len(), "{file}");
        for notification in &expected {
            assert!(outcome.handed_over.contains(notification), "{file}");
        }
        tried += 1;
    }
    assert!(tried > 50);
}

#[tokio::test]
async fn a_payload_loses_only_its_invalid_notification() {
    let mut tried = 0;
    for described in payloads::described(Some("malformed/")) {
        let body = payloads::text(&format!("malformed/{}", described.file));
        let all = match serde_json::from_slice::<Value>(&body) {
            Ok(Value::Object(envelope)) => envelope.get("value").cloned(),
            _ => None,
        };
        let outcome = through(body).await;
        let Some(Value::Array(all)) = all else {
            assert_eq!(outcome.status, 400, "{}", described.file);
            continue;
        };
        assert_eq!(outcome.status, 202, "{}", described.file);
        let good: Vec<CommsNotification> = all
            .iter()
            .filter_map(|one| from_slice(one.to_string().as_bytes()).ok())
            .collect();
        assert_eq!(outcome.handed_over, good, "{}", described.file);
        assert_eq!(
            outcome.invalid_payloads.len(),
            all.len() - good.len(),
            "{}",
            described.file
        );
        assert!(!outcome.invalid_payloads.is_empty(), "{}", described.file);
        tried += 1;
    }
    assert!(tried > 5);
}

/// A line of the table in `fixtures/posts/README.md`.
struct Described {
    file: String,
    status: u16,
    handed_over: usize,
    invalid_payloads: Vec<String>,
}

fn described() -> Vec<Described> {
    let readme = fs::read_to_string(workspace("tests/fixtures/posts/README.md")).unwrap();
    readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|line| {
            let mut cells = line.split('|').map(str::trim);
            let mut cell = || cells.next().unwrap_or_default();
            let file = cell().trim_end_matches('`').to_owned();
            let _shows = cell();
            Described {
                file,
                status: cell().parse().unwrap(),
                handed_over: cell().parse().unwrap(),
                invalid_payloads: cell()
                    .split(", ")
                    .filter(|path| !path.is_empty())
                    .map(|path| path.trim_matches('`').to_owned())
                    .collect(),
            }
        })
        .collect()
}

#[tokio::test]
async fn unusual_bodies_have_the_documented_outcome() {
    for described in described() {
        let outcome = through(post(&described.file)).await;
        let file = &described.file;
        assert_eq!(outcome.status, described.status, "{file}");
        assert_eq!(outcome.handed_over.len(), described.handed_over, "{file}");
        assert_eq!(
            outcome.invalid_payloads, described.invalid_payloads,
            "{file}"
        );
    }
}

#[test]
fn every_unusual_body_has_a_row_in_the_readme() {
    let folder = fs::read_dir(workspace("tests/fixtures/posts")).unwrap();
    let mut files: BTreeSet<String> = folder
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(files.remove("README.md"));
    let rows: BTreeSet<String> = described().into_iter().map(|row| row.file).collect();
    assert_eq!(rows, files);
    assert!(files.len() > 15);
}

fn post(file: &str) -> Vec<u8> {
    fs::read(workspace("tests/fixtures/posts").join(file)).unwrap()
}

/// An established call, as it comes without anything odd.
fn established(id: &str, subject: Option<&str>) -> CommsNotification {
    let mut call = json!({ "@odata.type": "#microsoft.graph.call", "state": "established" });
    if let Some(subject) = subject {
        call["subject"] = json!(subject);
    }
    let url = format!("/communications/calls/{id}");
    let plain = json!({ "changeType": "updated", "resourceUrl": url, "resourceData": call });
    from_slice(plain.to_string().as_bytes()).unwrap()
}

/// A body, and for each of its notifications a string with its outcome.
type Row = (
    &'static str,
    &'static [(&'static str, Option<&'static str>)],
);

/// The notifications of the unusual bodies: calls by ID and subject.
const HANDED_OVER: &[Row] = &[
    (
        "brackets-in-texts.json",
        &[("a", Some(r#"]}, {"value": [\"#)), ("b", None)],
    ),
    ("byte-order-mark.json", &[("a", None)]),
    ("control-character.json", &[("b", None)]),
    ("deep-nesting-around.json", &[("a", None)]),
    ("deep-nesting.json", &[("b", None)]),
    ("duplicate-value-null.json", &[("a", None)]),
    ("duplicate-value.json", &[("a", None), ("b", None)]),
    ("escaped-name.json", &[("a", None)]),
    (
        "escaped-quote.json",
        &[("a", Some("a 5\" ]}")), ("b", None)],
    ),
    ("invalid-utf-8.json", &[("a", None), ("c", None)]),
    ("literal-misspelt.json", &[("a", None)]),
    ("lone-surrogate.json", &[("b", None)]),
    ("missing-change-type.json", &[("a", None)]),
    ("nul-character.json", &[("a", Some("a\0b"))]),
    ("nulls-and-scalars.json", &[("a", None)]),
    ("number-out-of-range.json", &[("a", None)]),
];

#[tokio::test]
async fn unusual_bodies_decode_like_their_usual_form() {
    for (file, calls) in HANDED_OVER {
        let outcome = through(post(file)).await;
        let expected: Vec<_> = calls
            .iter()
            .map(|(id, subject)| established(id, *subject))
            .collect();
        assert_eq!(outcome.handed_over, expected, "{file}");
    }
    let outcome = through(post("duplicate-members.json")).await;
    let plain = br#"{"changeType": "updated", "resourceUrl": "/communications/calls/b"}"#;
    assert_eq!(outcome.handed_over, [from_slice(plain).unwrap()]);
    let outcome = through(post("undeclared-members.json")).await;
    let mut plain: CommsNotification =
        from_slice(br#"{"changeType": "updated", "resourceUrl": "/communications/calls/a"}"#)
            .unwrap();
    plain
        .additional_data
        .insert("clientState", json!({ "a": [1] }));
    assert_eq!(outcome.handed_over, [plain]);
    let rest = ["duplicate-members.json", "undeclared-members.json"];
    for row in described() {
        let is_tried =
            HANDED_OVER.iter().any(|(file, _)| *file == row.file) || rest.contains(&&*row.file);
        assert_eq!(is_tried, row.handed_over > 0, "{}", row.file);
    }
}

/// Why something of the odd bodies is handed over raw, and what it is about.
const RAW: &[Row] = &[
    (
        "control-character.json",
        &[(
            "control character (\\u0000-\\u001F) found while parsing a string",
            None,
        )],
    ),
    ("deep-nesting.json", &[("recursion limit exceeded", None)]),
    ("invalid-utf-8.json", &[("not UTF-8", None)]),
    ("literal-misspelt.json", &[("expected ident", None)]),
    (
        "lone-surrogate.json",
        &[("unexpected end of hex escape", None)],
    ),
    (
        "missing-change-type.json",
        &[("required, but missing", Some("a"))],
    ),
    (
        "nulls-and-scalars.json",
        &[
            ("expected an object, found null", None),
            ("expected an object, found an integer", None),
            ("expected an object, found a string", None),
            ("expected an object, found a boolean", None),
            ("expected an object, found an array", None),
            ("required, but missing", None),
        ],
    ),
    (
        "number-out-of-range.json",
        &[(
            "expected a 32-bit integer, found an integer out of its range",
            Some("a"),
        )],
    ),
];

#[tokio::test]
async fn raw_notifications_are_complete_and_have_an_error() {
    for (file, expected) in RAW {
        let body = post(file);
        let outcome = through(body.clone()).await;
        let reasons: Vec<_> = outcome
            .reasons
            .iter()
            .map(|(_, why, key)| (why.as_str(), key.as_deref()))
            .collect();
        assert_eq!(reasons, *expected, "{file}");
        // All together, with those that could be decoded, are the body.
        let place = |raw: &Bytes| body.windows(raw.len()).position(|part| part == raw);
        let mut all = outcome.raw;
        all.sort_by_key(place);
        let whole = [
            b"{\"value\": [".as_slice(),
            &all.join(b", ".as_slice()),
            b"]}",
        ]
        .concat();
        assert_eq!(whole, body.trim_ascii(), "{file}");
    }
    for row in described() {
        let is_tried = RAW.iter().any(|(file, _)| *file == row.file);
        assert_eq!(is_tried, !row.invalid_payloads.is_empty(), "{}", row.file);
    }
}
