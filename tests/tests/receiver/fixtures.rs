//! Every fixture goes through receiver and handler, and becomes what its README says.

use std::collections::BTreeSet;
use std::fs;

use msgraph_communications::models::{CommsNotification, CommsNotifications};
use msgraph_runtime::from_slice;
use msgraph_tests::{payloads, workspace};
use serde_json::Value;

use super::bot::Bot;
use super::{SOON, receiver, status};

/// What came of a body.
struct Outcome {
    status: u16,
    handed_over: Vec<CommsNotification>,
    /// Where each of those that are handed over raw goes wrong.
    undecoded: Vec<String>,
}

async fn through(body: Vec<u8>) -> Outcome {
    let bot = Bot::new();
    let receiver = receiver(&bot);
    let status = status(&receiver, body).await.as_u16();
    assert!(receiver.shut_down(SOON).await.is_empty());
    assert_eq!(receiver.counts().rejected, u64::from(status == 400));
    let seen = bot.seen();
    let mut undecoded: Vec<String> = seen
        .undecoded
        .iter()
        .map(|bad| bad.error().path().to_owned())
        .collect();
    undecoded.sort();
    Outcome {
        status,
        handed_over: seen
            .notifications
            .iter()
            .map(|one| (**one).clone())
            .collect(),
        undecoded,
    }
}

#[tokio::test]
async fn every_payload_is_handed_over_member_by_member_as_it_is_decoded_by_itself() {
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
        assert_eq!(outcome.undecoded, [""; 0], "{file}");
        assert_eq!(outcome.handed_over.len(), expected.len(), "{file}");
        for notification in &expected {
            assert!(outcome.handed_over.contains(notification), "{file}");
        }
        tried += 1;
    }
    assert!(tried > 50);
}

#[tokio::test]
async fn a_payload_with_a_bad_notification_costs_only_that_one() {
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
            outcome.undecoded.len(),
            all.len() - good.len(),
            "{}",
            described.file
        );
        assert!(!outcome.undecoded.is_empty(), "{}", described.file);
        tried += 1;
    }
    assert!(tried > 5);
}

/// A line of the table in `fixtures/posts/README.md`.
struct Described {
    file: String,
    status: u16,
    handed_over: usize,
    undecoded: Vec<String>,
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
                undecoded: cell()
                    .split(", ")
                    .filter(|path| !path.is_empty())
                    .map(|path| path.trim_matches('`').to_owned())
                    .collect(),
            }
        })
        .collect()
}

#[tokio::test]
async fn every_odd_body_becomes_what_its_row_says() {
    for described in described() {
        let path = workspace("tests/fixtures/posts").join(&described.file);
        let outcome = through(fs::read(path).unwrap()).await;
        let file = &described.file;
        assert_eq!(outcome.status, described.status, "{file}");
        assert_eq!(outcome.handed_over.len(), described.handed_over, "{file}");
        assert_eq!(outcome.undecoded, described.undecoded, "{file}");
    }
}

#[test]
fn every_odd_body_has_a_row_and_every_row_a_body() {
    let folder = fs::read_dir(workspace("tests/fixtures/posts")).unwrap();
    let mut files: BTreeSet<String> = folder
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(files.remove("README.md"));
    let rows: BTreeSet<String> = described().into_iter().map(|row| row.file).collect();
    assert_eq!(rows, files);
    assert!(files.len() > 15);
}
