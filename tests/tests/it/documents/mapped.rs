//! Values whose types are those of other crates, and items that have other names in Rust.

use std::collections::{BTreeMap, HashSet};
use std::net::IpAddr;

use mapped_client::models::shared::{Decimal, OffsetDateTime};
use mapped_client::models::transfer::{TransferPrice, TransferRequest, TransferState};
use mapped_client::models::{Coin, Size, Transfer};
use mapped_client::payments::PaymentsListHeaders;
use serde_json::{Value, json};
use specwright_runtime::from_slice;
use specwright_runtime::testing::assert_round_trip;
use time::macros::datetime;

use crate::documents::{server, target};
use crate::support::server::{Server, Then};

fn decimal(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap()
}

const PAYMENT: &str = r#"{
    "id": "a", "@kind": "wire", "state": 2, "amount": "12.50", "fees": ["0.1", "1e1"],
    "rates": {"EUR": "1.0850", "USD": null}, "at": "2026-01-31t12:00:00.50+01:00",
    "sender": "0:0:0:0:0:0:0:1", "price": "3.5", "note": 1
}"#;

#[test]
fn mapped_values_are_decoded_as_their_types() {
    let payment: Transfer = from_slice(PAYMENT.as_bytes()).unwrap();
    assert_eq!(*payment.amount, decimal("12.50"));
    let fees = payment.fees.as_deref().unwrap();
    assert_eq!(fees, [decimal("0.1").into(), decimal("10").into()]);
    let rates = payment.rates.as_ref().unwrap();
    assert_eq!(rates["EUR"], Some(decimal("1.085").into()));
    assert_eq!(rates["USD"], None);
    assert_eq!(*payment.at.unwrap(), datetime!(2026-01-31 12:00:00.5 +1));
    assert_eq!(
        *payment.sender.unwrap(),
        IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])
    );
    assert_eq!(
        payment.price,
        Some(TransferPrice::Decimal(decimal("3.5").into()))
    );
    let text: Transfer = from_slice(br#"{"id": "a", "amount": "1", "price": "much"}"#).unwrap();
    assert_eq!(text.price, Some(TransferPrice::Text("much".to_owned())));
}

#[test]
fn mapped_values_are_encoded_as_they_were_received() {
    assert_round_trip::<Transfer>(PAYMENT);
    let payment: Transfer = from_slice(PAYMENT.as_bytes()).unwrap();
    let encoded = serde_json::to_value(&payment).unwrap();
    assert_eq!(encoded["sender"], "0:0:0:0:0:0:0:1");
    assert_eq!(encoded["fees"], json!(["0.1", "1e1"]));
    let clone = serde_json::to_value(payment.clone()).unwrap();
    assert_eq!(clone, encoded);
}

#[test]
fn errors_of_mapped_values_have_a_path_and_no_value() {
    for (json, path, message) in [
        (
            json!({ "id": "a", "amount": "secret" }),
            "amount",
            "expected rust_decimal::decimal::Decimal, found another string",
        ),
        (
            json!({ "id": "a", "amount": "1", "fees": ["1", true] }),
            "fees[1]",
            "expected rust_decimal::decimal::Decimal, found a boolean",
        ),
        (
            json!({ "id": "a", "amount": "1", "rates": { "EUR": [] } }),
            "rates.EUR",
            "expected rust_decimal::decimal::Decimal, found an array",
        ),
        (
            json!({ "id": "a", "amount": "1", "at": "yesterday" }),
            "at",
            "expected time::offset_date_time::OffsetDateTime, found another string",
        ),
    ] {
        let error = from_slice::<Transfer>(json.to_string().as_bytes()).unwrap_err();
        assert_eq!((error.path(), error.message()), (path, message));
    }
}

#[test]
fn extra_derives_hold_for_generated_types() {
    let coin: Coin = from_slice(br#"{"value": "2", "metal": "gold"}"#).unwrap();
    assert!(HashSet::from([coin.clone()]).contains(&coin));
    let sizes = BTreeMap::from([(Size::Large, 2), (Size::Small, 1)]);
    assert_eq!(sizes.first_key_value(), Some((&Size::Small, &1)));
}

#[tokio::test]
async fn mapped_and_renamed_values_are_sent_as_documented() {
    let server = server().await;
    let client = mapped_client::Client::from(server.client().build());
    let mut payment = TransferRequest::new(decimal("12.50"));
    payment.kind = Some("wire".to_owned());
    payment.state = Some(TransferState::Open);
    payment.at = Some(datetime!(2026-01-31 12:00 UTC).into());
    payment.sender = Some(IpAddr::from([127, 0, 0, 1]).into());
    client.payments().send(payment).await.unwrap();
    let sent: Value = serde_json::from_str(&server.only().body).unwrap();
    assert_eq!(
        sent,
        json!({
            "@kind": "wire",
            "state": 1,
            "amount": "12.50",
            "at": "2026-01-31T12:00:00Z",
            "sender": "127.0.0.1",
        })
    );
}

#[tokio::test]
async fn mapped_parameters_and_headers_have_their_types() {
    const LIST: &str = "HTTP/1.1 200 OK\r\nx-sum: 7.25\r\ncontent-type: application/json\r\n\
                        content-length: 2\r\nconnection: close\r\n\r\n[]";
    let server = Server::answering(LIST, Then::Close).await;
    let client = mapped_client::Client::from(server.client().build());
    let least = Decimal::from(decimal("0.10"));
    let since = OffsetDateTime::from(datetime!(2026-01-31 12:00 UTC));
    let list = client.payments().list("contoso", &least);
    let response = list.limit(3).since(&since).await.unwrap();
    let headers = PaymentsListHeaders::from(response.headers());
    assert_eq!(headers.x_sum().unwrap(), Some(decimal("7.25").into()));
    let received = server.only();
    assert_eq!(
        target(&received),
        "/payments?least=0.10&%24top=3&since=2026-01-31T12%3A00%3A00Z"
    );
    assert_eq!(received.header("x-tenant"), Some("contoso"));
}
