//! The cost of decoding: the models of this crate, structs with serde's derive that drop undeclared
//! properties, and untyped JSON.
//!
//! `cargo bench -p msgraph-tests --bench decoding`

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use msgraph_communications::models::CommsNotifications;
use serde::Deserialize;
use specwright_runtime::{AdditionalData, Object, Union, Value, from_slice};

fn main() {
    divan::main();
}

/// The notification of an incoming call, as the documentation shows it.
fn incoming_call() -> Vec<u8> {
    br##"{"@odata.type":"#microsoft.graph.commsNotifications","value":[{
        "@odata.type":"#microsoft.graph.commsNotification","changeType":"created",
        "resourceUrl":"/communications/calls/9d1a6f0e-3b57-4c8e-8f43-2a90c6d1b7e5",
        "resourceData":{"@odata.type":"#microsoft.graph.call",
        "@odata.id":"/communications/calls/9d1a6f0e-3b57-4c8e-8f43-2a90c6d1b7e5",
        "state":"incoming","direction":"incoming",
        "source":{"identity":{"user":{"displayName":"Adele","id":"c3a1f6be-6d0c-4f9a-9a0b-5f1f7f2f9f10"}},
        "region":"westus","languageId":"en-US"},
        "targets":[{"identity":{"application":{"displayName":"Bot","id":"0f4b2d7c-2a51-4d5e-8d5f-77a4f7f1e2aa"}}}],
        "requestedModalities":["audio","video"]}}]}"##
        .to_vec()
}

/// A roster of 50 participants, each with members that the document does not declare.
fn roster() -> Vec<u8> {
    let participant = |number: usize| {
        format!(
            r##"{{"@odata.type":"#microsoft.graph.participant","id":"550fae72-d251-43ec-868c-37320{number:07}",
            "isInLobby":false,"isMuted":{},"meetingRole":"presenter","rosterSequenceNumber":{number},
            "serverState":"connected","displayOrder":{number},
            "info":{{"@odata.type":"#microsoft.graph.participantInfo","identity":{{"@odata.type":"#microsoft.graph.identitySet",
            "user":{{"@odata.type":"#microsoft.graph.identity","id":"{number:032}","displayName":"Participant {number}",
            "tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47","identityProvider":"AAD","upn":"p{number}@contoso.com"}}}},
            "languageId":"en-US","region":"westus","countryCode":"US","clientVersion":"27/1.0"}},
            "mediaStreams":[{{"@odata.type":"#microsoft.graph.mediaStream","mediaType":"audio","sourceId":"{number}",
            "direction":"sendReceive","serverMuted":false,"label":"main-audio"}},
            {{"@odata.type":"#microsoft.graph.mediaStream","mediaType":"video","sourceId":"1{number}",
            "direction":"receiveOnly","serverMuted":false,"label":"main-video","quality":"hd"}}],
            "recordingInfo":null}}"##,
            number.is_multiple_of(2)
        )
    };
    let all: Vec<String> = (0..50).map(participant).collect();
    format!(
        r##"{{"@odata.type":"#microsoft.graph.commsNotifications","value":[{{"@odata.type":"#microsoft.graph.commsNotification",
        "changeType":"updated","resourceUrl":"/communications/calls/9d1a6f0e/participants","resourceData":[{}]}}]}}"##,
        all.join(",")
    )
    .into_bytes()
}

/// Structs as somebody writes them who needs these two bodies, and nothing else.
#[expect(dead_code, reason = "only reading them is measured")]
mod by_hand {
    use super::Deserialize;

    #[derive(Deserialize)]
    pub(super) struct Notifications<T> {
        value: Vec<Notification<T>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Notification<T> {
        #[serde(rename = "@odata.type")]
        odata_type: Option<String>,
        change_type: ChangeType,
        resource_url: Option<String>,
        resource: Option<String>,
        resource_data: T,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum ChangeType {
        Created,
        Updated,
        Deleted,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Call {
        #[serde(rename = "@odata.type")]
        odata_type: Option<String>,
        #[serde(rename = "@odata.id")]
        odata_id: Option<String>,
        id: Option<String>,
        state: Option<State>,
        direction: Option<Direction>,
        source: Option<ParticipantInfo>,
        targets: Option<Vec<Invitation>>,
        requested_modalities: Option<Vec<Modality>>,
        callback_uri: Option<String>,
        subject: Option<String>,
        tenant_id: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum State {
        Incoming,
        Establishing,
        Established,
        Terminated,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Direction {
        Incoming,
        Outgoing,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Modality {
        Audio,
        Video,
        Data,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum MediaDirection {
        Inactive,
        SendOnly,
        ReceiveOnly,
        SendReceive,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Invitation {
        #[serde(rename = "@odata.type")]
        odata_type: Option<String>,
        identity: Option<IdentitySet>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Participant {
        #[serde(rename = "@odata.type")]
        odata_type: Option<String>,
        id: Option<String>,
        is_in_lobby: Option<bool>,
        is_muted: Option<bool>,
        meeting_role: Option<String>,
        roster_sequence_number: Option<i64>,
        info: Option<ParticipantInfo>,
        media_streams: Option<Vec<MediaStream>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct ParticipantInfo {
        #[serde(rename = "@odata.type")]
        odata_type: Option<String>,
        identity: Option<IdentitySet>,
        region: Option<String>,
        language_id: Option<String>,
        country_code: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct IdentitySet {
        #[serde(rename = "@odata.type")]
        odata_type: Option<String>,
        user: Option<Identity>,
        application: Option<Identity>,
        device: Option<Identity>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Identity {
        #[serde(rename = "@odata.type")]
        odata_type: Option<String>,
        id: Option<String>,
        display_name: Option<String>,
        tenant_id: Option<String>,
        #[serde(rename = "identityProvider")]
        provider: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct MediaStream {
        #[serde(rename = "@odata.type")]
        odata_type: Option<String>,
        media_type: Option<Modality>,
        source_id: Option<String>,
        direction: Option<MediaDirection>,
        server_muted: Option<bool>,
        label: Option<String>,
    }
}

/// Alternatives that only their members tell apart.
#[expect(dead_code, reason = "only reading them is measured")]
mod shapes {
    use super::{AdditionalData, Deserialize, Object, Union, Value};

    macro_rules! shapes {
        ($($shape:ident $derived:ident { $($field:ident)* },)*) => { $(
            #[derive(Clone, Debug, PartialEq, Object)]
            pub(super) struct $shape {
                $($field: f64,)*
                label: Option<String>,
                #[additional]
                additional_data: AdditionalData,
            }

            #[derive(Deserialize)]
            pub(super) struct $derived {
                $($field: f64,)*
                label: Option<String>,
            }
        )* };
    }

    shapes! {
        Rectangle DerivedRectangle { width height },
        Square DerivedSquare { width },
        Circle DerivedCircle { radius },
    }

    #[derive(Clone, Debug, PartialEq, Union)]
    pub(super) enum Shape {
        Rectangle(Box<Rectangle>),
        Square(Box<Square>),
        Circle(Box<Circle>),
        Unrecognized(Value),
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    pub(super) enum DerivedShape {
        Rectangle(Box<DerivedRectangle>),
        Square(Box<DerivedSquare>),
        Circle(Box<DerivedCircle>),
    }
}

/// A hundred of each shape.
fn shapes() -> Vec<u8> {
    let shape = |number: usize| {
        let sizes = [
            "\"width\":2.5,\"height\":4",
            "\"width\":2.5",
            "\"radius\":1.25",
        ];
        format!("{{{},\"label\":\"shape {number}\"}}", sizes[number % 3])
    };
    let all: Vec<String> = (0..300).map(shape).collect();
    format!("[{}]", all.join(",")).into_bytes()
}

fn decode<T>(bencher: Bencher<'_, '_>, body: &[u8], read: impl Fn(&[u8]) -> T + Sync) {
    bencher
        .counter(BytesCount::of_slice(body))
        .bench(|| read(black_box(body)));
}

#[divan::bench_group]
mod incoming_call {
    use super::{Bencher, CommsNotifications, Value, by_hand, decode, from_slice, incoming_call};

    #[divan::bench]
    fn models(bencher: Bencher<'_, '_>) {
        decode(bencher, &incoming_call(), |body| {
            from_slice::<CommsNotifications>(body).unwrap()
        });
    }

    #[divan::bench]
    fn derived_by_hand(bencher: Bencher<'_, '_>) {
        decode(bencher, &incoming_call(), |body| {
            serde_json::from_slice::<by_hand::Notifications<by_hand::Call>>(body).unwrap()
        });
    }

    #[divan::bench]
    fn untyped(bencher: Bencher<'_, '_>) {
        decode(bencher, &incoming_call(), |body| {
            serde_json::from_slice::<Value>(body).unwrap()
        });
    }
}

#[divan::bench_group]
mod roster_of_50 {
    use super::{Bencher, CommsNotifications, Value, by_hand, decode, from_slice, roster};

    #[divan::bench]
    fn models(bencher: Bencher<'_, '_>) {
        decode(bencher, &roster(), |body| {
            from_slice::<CommsNotifications>(body).unwrap()
        });
    }

    #[divan::bench]
    fn derived_by_hand(bencher: Bencher<'_, '_>) {
        decode(bencher, &roster(), |body| {
            serde_json::from_slice::<by_hand::Notifications<Vec<by_hand::Participant>>>(body)
                .unwrap()
        });
    }

    #[divan::bench]
    fn untyped(bencher: Bencher<'_, '_>) {
        decode(bencher, &roster(), |body| {
            serde_json::from_slice::<Value>(body).unwrap()
        });
    }
}

#[divan::bench_group]
mod union_of_300 {
    use super::{Bencher, Value, decode, from_slice, shapes};

    #[divan::bench]
    fn models(bencher: Bencher<'_, '_>) {
        decode(bencher, &shapes(), |body| {
            from_slice::<Vec<shapes::Shape>>(body).unwrap()
        });
    }

    #[divan::bench]
    fn derived_untagged(bencher: Bencher<'_, '_>) {
        decode(bencher, &shapes(), |body| {
            serde_json::from_slice::<Vec<shapes::DerivedShape>>(body).unwrap()
        });
    }

    #[divan::bench]
    fn untyped(bencher: Bencher<'_, '_>) {
        decode(bencher, &shapes(), |body| {
            serde_json::from_slice::<Value>(body).unwrap()
        });
    }
}
