//! The bodies of notifications.
//!
//! - this file: the kinds of notifications, and the envelope,
//! - `call`: the call itself,
//! - `resources`: what belongs to a call,
//! - `unusual`: what the OpenAPI document does not contain.

mod call;
mod resources;
mod unusual;

use serde_json::{Value, json};

use crate::fault::PayloadFault;
use crate::random::Random;

/// What is posted to a bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notification {
    /// A call from one person comes in.
    Incoming,
    /// An invitation to a group call comes in, with its chat and its meeting.
    IncomingGroup,
    /// A call comes in because of a recording policy. The bot has 5 seconds.
    IncomingForRecording,
    /// A call comes in, in the older format of Skype.
    OlderFormat,
    /// A notification that cannot be decoded, and a call that comes in, in one body.
    UnreadableAndIncoming,
    /// The call is being set up.
    Establishing,
    /// The call is established.
    Established,
    /// The participants of the call.
    Roster,
    /// An operation of the call is running.
    OperationRunning,
    /// An operation of the call is completed, so it is deleted.
    OperationDeleted,
    /// The content sharing sessions of the call, as a list.
    ContentSharingCreated,
    /// A content sharing session has changed.
    ContentSharingUpdated,
    /// A content sharing session has ended. The notification has no resource.
    ContentSharingDeleted,
    /// A participant is about to join a recorded call. The bot answers in its response.
    ParticipantJoining,
    /// A participant has left a recorded call.
    ParticipantLeft,
    /// The call has ended, without a state: the end of a rejected call.
    Deleted,
    /// The call has ended, with its result.
    Terminated,
    /// A body without a byte.
    Empty,
}

impl Notification {
    /// All kinds.
    pub const ALL: [Self; 18] = [
        Self::Incoming,
        Self::IncomingGroup,
        Self::IncomingForRecording,
        Self::OlderFormat,
        Self::UnreadableAndIncoming,
        Self::Establishing,
        Self::Established,
        Self::Roster,
        Self::OperationRunning,
        Self::OperationDeleted,
        Self::ContentSharingCreated,
        Self::ContentSharingUpdated,
        Self::ContentSharingDeleted,
        Self::ParticipantJoining,
        Self::ParticipantLeft,
        Self::Deleted,
        Self::Terminated,
        Self::Empty,
    ];

    /// Returns what is posted, in a few words.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Incoming => "the incoming call",
            Self::IncomingGroup => "the invitation to a group call",
            Self::IncomingForRecording => "the incoming call to be recorded",
            Self::OlderFormat => "the incoming call in the older format",
            Self::UnreadableAndIncoming => "something unreadable and the incoming call",
            Self::Establishing => "the call being set up",
            Self::Established => "the established call",
            Self::Roster => "the roster",
            Self::OperationRunning => "a running operation",
            Self::OperationDeleted => "the end of an operation",
            Self::ContentSharingCreated => "content sharing",
            Self::ContentSharingUpdated => "changed content sharing",
            Self::ContentSharingDeleted => "the end of content sharing",
            Self::ParticipantJoining => "a participant who is joining",
            Self::ParticipantLeft => "a participant who has left",
            Self::Deleted | Self::Terminated => "the end of the call",
            Self::Empty => "an empty body",
        }
    }

    /// Returns whether the notification makes the bot reject the call.
    #[must_use]
    pub fn is_incoming(self) -> bool {
        matches!(
            self,
            Self::Incoming
                | Self::IncomingGroup
                | Self::IncomingForRecording
                | Self::UnreadableAndIncoming
        )
    }

    /// Returns whether the notification ends the call.
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(self, Self::Deleted | Self::Terminated)
    }

    /// Returns the body. `None` if it is empty.
    pub(crate) fn body(self, facts: &Facts, faults: &[PayloadFault]) -> Option<String> {
        let mut value = match self {
            Self::Empty => return None,
            Self::OlderFormat => call::older_format(facts),
            Self::UnreadableAndIncoming => {
                envelope(&[call::unreadable(facts), call::incoming(facts)])
            }
            Self::Incoming => envelope(&[call::incoming(facts)]),
            Self::IncomingGroup => envelope(&[call::incoming_group(facts)]),
            Self::IncomingForRecording => envelope(&[call::incoming_for_recording(facts)]),
            Self::Establishing => envelope(&[call::establishing(facts)]),
            Self::Established => envelope(&[call::established(facts)]),
            Self::Deleted => envelope(&[call::deleted(facts)]),
            Self::Terminated => envelope(&[call::terminated(facts)]),
            Self::Roster => envelope(&[resources::roster(facts)]),
            Self::OperationRunning => envelope(&[resources::operation_running(facts)]),
            Self::OperationDeleted => envelope(&[resources::operation_deleted(facts)]),
            Self::ContentSharingCreated => envelope(&[resources::content_sharing_created(facts)]),
            Self::ContentSharingUpdated => envelope(&[resources::content_sharing_updated(facts)]),
            Self::ContentSharingDeleted => envelope(&[resources::content_sharing_deleted(facts)]),
            Self::ParticipantJoining => envelope(&[resources::participant_joining(facts)]),
            Self::ParticipantLeft => envelope(&[resources::participant_left(facts)]),
        };
        for fault in faults {
            unusual::apply(*fault, &mut value);
        }
        Some(value.to_string())
    }
}

fn envelope(notifications: &[Value]) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.commsNotifications",
        "value": notifications,
    })
}

/// A notification about a resource at this path.
fn notification(change: &str, path: &str, resource: Option<Value>) -> Value {
    let mut notification = json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": change,
        "resourceUrl": path,
    });
    if let Some(resource) = resource {
        notification["resourceData"] = resource;
    }
    notification
}

/// What is made up about a call: who calls, and where from.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) call: String,
    app_id: String,
    tenant: String,
    caller: Person,
    colleague: Person,
    chain: String,
    operation: String,
    session: String,
    thread: String,
    region: &'static str,
    language: &'static str,
}

#[derive(Clone, Debug)]
struct Person {
    id: String,
    participant: String,
    name: &'static str,
}

const NAMES: [&str; 8] = [
    "Mara Lindqvist",
    "Jonas Okafor",
    "Priya Raman",
    "Łukasz Wójcik",
    "Chloé Dubois",
    "渡辺 さくら",
    "Tomás Herrera",
    "Aisha El-Sayed",
];

const REGIONS: [(&str, &str); 4] = [
    ("amer", "en-US"),
    ("emea", "de-DE"),
    ("apac", "ja-JP"),
    ("emea", "fr-FR"),
];

impl Facts {
    pub(crate) fn random(random: &mut Random, app_id: &str, tenant: &str) -> Self {
        let mut call = random.guid();
        // Some ids of Graph are written in this way.
        if random.below(6) == 0 {
            call = call.replace('-', "").to_ascii_uppercase();
        }
        let (region, language) = *random.pick(&REGIONS);
        let mut person = || Person {
            id: random.guid(),
            participant: random.guid(),
            name: random.pick::<&str>(&NAMES),
        };
        let (caller, colleague) = (person(), person());
        Self {
            call,
            app_id: app_id.to_owned(),
            tenant: tenant.to_owned(),
            caller,
            colleague,
            chain: random.guid(),
            operation: random.guid(),
            session: random.guid(),
            thread: random.guid().replace('-', ""),
            region,
            language,
        }
    }

    /// Returns the path of the call.
    fn path(&self) -> String {
        format!("/communications/calls/{}", self.call)
    }
}

impl Person {
    /// An identity set of the person as a user.
    fn identity(&self, tenant: &str) -> Value {
        json!({
            "@odata.type": "#microsoft.graph.identitySet",
            "user": {
                "@odata.type": "#microsoft.graph.identity",
                "id": self.id,
                "displayName": self.name,
                "tenantId": tenant,
            },
        })
    }
}
