//! Models as the generator writes them.

#![allow(clippy::enum_variant_names, reason = "a base is called like its enum")]

use std::collections::BTreeMap;

use specwright_runtime::{
    AdditionalData, Flags, OneOrMany, Secret, Unrecognized, Value, object, polymorphic, string_enum,
};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notifications {
    pub(crate) value: Vec<Notification>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient Notifications {
        required value = "value",
        ..additional_data
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notification {
    pub(crate) change_type: ChangeType,
    pub(crate) resource_url: Option<String>,
    pub(crate) resource_data: Option<OneOrMany<Entity>>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient Notification {
        required change_type = "changeType",
        optional resource_url = "resourceUrl",
        optional resource_data = "resourceData",
        ..additional_data
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ChangeType {
    Created,
    Updated,
    Deleted,
    Unrecognized(Unrecognized<Self>),
}

string_enum! {
    lenient ChangeType {
        Created = "created",
        Updated = "updated",
        Deleted = "deleted",
    }
}

/// Matched exactly, and with a value that is called like the variant for all others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Exact {
    Unrecognized,
    Upper,
    Lower,
    Other(Unrecognized<Self>),
}

string_enum! {
    strict Exact / Other {
        Unrecognized = "unrecognized",
        Upper = "A",
        Lower = "a",
    }
}

/// Matched by case too, where two values differ by case alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Cased {
    Upper,
    Lower,
    Unrecognized(Unrecognized<Self>),
}

string_enum! {
    lenient Cased {
        Upper = "GO",
        Lower = "go",
    }
}

/// An abstract base: nothing stands for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Entity {
    Call(Box<Call>),
    Participant(Box<Participant>),
    Unrecognized(AdditionalData),
}

polymorphic! {
    Entity by "@odata.type" {
        "#call" => Call(Call),
        "#participant" | "#guest" => Participant(Participant),
    }
    /// The identity of the entity.
    optional id: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Call {
    pub(crate) odata_type: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) result_info: Option<ResultInfo>,
    pub(crate) source: Option<Identity>,
    pub(crate) subject: Option<String>,
    pub(crate) targets: Option<Vec<Identity>>,
    pub(crate) related: Option<Vec<Entity>>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient Call {
        optional odata_type = "@odata.type",
        optional id = "id",
        optional result_info = "resultInfo",
        optional source = "source",
        optional subject = "subject",
        optional targets = "targets",
        optional related = "related",
        ..additional_data
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Participant {
    pub(crate) odata_type: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) is_muted: bool,
    pub(crate) info: Option<Identity>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient Participant {
        optional odata_type = "@odata.type",
        optional id = "id",
        required is_muted = "isMuted",
        optional info = "info",
        ..additional_data
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ResultInfo {
    pub(crate) code: i32,
    pub(crate) subcode: Option<i64>,
    pub(crate) message: Option<String>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient ResultInfo {
        required code = "code",
        optional subcode = "subcode" | "subCode" | "sub_code",
        nullable message = "message",
        ..additional_data
    }
}

/// The base has no required member.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Identity {
    Identity(Box<IdentityBase>),
    User(Box<UserIdentity>),
    Unrecognized(AdditionalData),
}

polymorphic! {
    Identity by "@odata.type" {
        "#identity" => Identity(IdentityBase),
        "#userIdentity" => User(UserIdentity),
        _ => Identity(IdentityBase),
    }
    optional id: String,
    /// What the identity stands for.
    optional kind: ChangeType,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct IdentityBase {
    pub(crate) odata_type: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) kind: Option<ChangeType>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient IdentityBase {
        optional odata_type = "@odata.type",
        optional id = "id",
        optional kind = "kind",
        ..additional_data
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct UserIdentity {
    pub(crate) odata_type: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) kind: Option<ChangeType>,
    pub(crate) tenant_id: Option<String>,
    pub(crate) manager: Option<Box<Identity>>,
    pub(crate) level: Option<i32>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient UserIdentity {
        optional odata_type = "@odata.type",
        optional id = "id",
        optional kind = "kind",
        optional tenant_id = "tenantId",
        optional manager = "manager",
        optional level = "level",
        ..additional_data
    }
}

/// The base has a required member, and the discriminator is no member of any type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operation {
    Operation(Box<OperationBase>),
    Play(Box<PlayOperation>),
    /// The variant of unknown types by another name.
    Other(AdditionalData),
}

polymorphic! {
    Operation / Other by "kind" {
        "operation" => Operation(OperationBase),
        "play" => Play(PlayOperation),
        _ => Operation(OperationBase),
    }
    required status: String,
    nullable client_context: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OperationBase {
    pub(crate) status: String,
    pub(crate) client_context: Option<String>,
    pub(crate) next: Option<Box<Operation>>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient OperationBase {
        required status = "status",
        nullable client_context = "clientContext",
        optional next = "after",
        ..additional_data
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PlayOperation {
    pub(crate) status: String,
    pub(crate) client_context: Option<String>,
    pub(crate) next: Option<OneOrMany<Operation>>,
    pub(crate) prompt: Option<ResultInfo>,
    pub(crate) additional_data: AdditionalData,
}

object! {
    lenient PlayOperation {
        required status = "status",
        nullable client_context = "clientContext",
        optional next = "after",
        optional prompt = "prompt",
        ..additional_data
    }
}

/// One member of each kind of value, read by strict rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Strict {
    pub(crate) text: Option<String>,
    pub(crate) boolean: Option<bool>,
    pub(crate) int: Option<i32>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) any: Option<Value>,
}

object! {
    strict Strict {
        optional text = "text",
        optional boolean = "boolean",
        optional int = "int",
        optional long = "long",
        optional float = "float",
        optional double = "double",
        optional any = "any",
    }
}

/// The same, read by lenient ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lenient {
    pub(crate) text: Option<String>,
    pub(crate) boolean: Option<bool>,
    pub(crate) int: Option<i32>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) ints: Option<Vec<i32>>,
}

object! {
    lenient Lenient {
        optional text = "text",
        optional boolean = "boolean",
        optional int = "int",
        optional long = "long",
        optional float = "float",
        optional double = "double",
        optional ints = "ints",
    }
}

/// Additional members that are declared, too; and names that are Rust's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counters {
    pub(crate) r#type: Option<String>,
    pub(crate) members: Option<i32>,
    pub(crate) counts: BTreeMap<String, i32>,
}

object! {
    lenient Counters {
        optional r#type = "type",
        optional members = "members" | "Members",
        ..counts
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ByName {
    pub(crate) by_name: BTreeMap<String, Strict>,
}

object! {
    strict ByName {
        ..by_name
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Nothing {}

object! {
    strict Nothing {}
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Anything {
    pub(crate) additional_data: AdditionalData,
}

object! {
    strict Anything {
        ..additional_data
    }
}

/// A list that ends somewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Nested {
    pub(crate) inner: Option<Box<Self>>,
}

object! {
    strict Nested {
        optional inner = "inner",
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meeting {
    pub(crate) passcode: Option<Secret>,
    pub(crate) reasons: Option<Flags<ChangeType>>,
}

object! {
    lenient Meeting {
        optional passcode = "passcode",
        optional reasons = "reasons",
    }
}
