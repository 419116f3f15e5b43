//! Models as the generator emits them.

#![allow(clippy::enum_variant_names, reason = "a base is called like its enum")]

use std::collections::BTreeMap;

use specwright_runtime::{
    AdditionalData, Flags, Object, OneOrMany, Secret, StringEnum, TaggedUnion, Unrecognized, Value,
};

#[derive(Clone, Debug, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct Notifications {
    pub(crate) value: Vec<Notification>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

#[derive(Clone, Debug, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct Notification {
    pub(crate) change_type: ChangeType,
    pub(crate) resource_url: Option<String>,
    pub(crate) resource_data: Option<OneOrMany<Entity>>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[string_enum(lenient)]
pub(crate) enum ChangeType {
    #[value("created")]
    Created,
    #[value("updated")]
    Updated,
    #[value("deleted")]
    Deleted,
    Unrecognized(Unrecognized<Self>),
}

/// Matched exactly, and with a value that is called like the variant for all others.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
pub(crate) enum Exact {
    #[value("unrecognized")]
    Unrecognized,
    #[value("A")]
    Upper,
    #[value("a")]
    Lower,
    #[unrecognized]
    Other(Unrecognized<Self>),
}

/// Matched by case too, where two values differ by case alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[string_enum(lenient)]
pub(crate) enum Cased {
    #[value("GO")]
    Upper,
    #[value("go")]
    Lower,
    Unrecognized(Unrecognized<Self>),
}

/// An abstract base: it has no discriminator value.
#[derive(Clone, Debug, PartialEq, TaggedUnion)]
#[tagged_union(tag = "@odata.type")]
pub(crate) enum Entity {
    #[variant("#call")]
    Call(Box<Call>),
    #[variant("#participant", "#guest")]
    Participant(Box<Participant>),
    Unrecognized(AdditionalData),
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct Call {
    #[property(rename = "@odata.type")]
    pub(crate) odata_type: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) result_info: Option<ResultInfo>,
    pub(crate) source: Option<Identity>,
    pub(crate) subject: Option<String>,
    pub(crate) targets: Option<Vec<Identity>>,
    pub(crate) related: Option<Vec<Entity>>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct Participant {
    #[property(rename = "@odata.type")]
    pub(crate) odata_type: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) is_muted: bool,
    pub(crate) info: Option<Identity>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct ResultInfo {
    pub(crate) code: i32,
    #[property(alias = "subCode", alias = "sub_code")]
    pub(crate) subcode: Option<i64>,
    #[property(required)]
    pub(crate) message: Option<String>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

/// The base has no required member.
#[derive(Clone, Debug, PartialEq, TaggedUnion)]
#[tagged_union(tag = "@odata.type")]
pub(crate) enum Identity {
    #[variant("#identity", untagged)]
    Identity(Box<IdentityBase>),
    #[variant("#userIdentity")]
    User(Box<UserIdentity>),
    Unrecognized(AdditionalData),
}

impl Identity {
    pub(crate) fn id(&self) -> Option<&String> {
        match self {
            Self::Identity(object) => object.id.as_ref(),
            Self::User(object) => object.id.as_ref(),
            Self::Unrecognized(_) => None,
        }
    }

    /// The kind of the identity.
    pub(crate) fn kind(&self) -> Option<&ChangeType> {
        match self {
            Self::Identity(object) => object.kind.as_ref(),
            Self::User(object) => object.kind.as_ref(),
            Self::Unrecognized(_) => None,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct IdentityBase {
    #[property(rename = "@odata.type")]
    pub(crate) odata_type: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) kind: Option<ChangeType>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct UserIdentity {
    #[property(rename = "@odata.type")]
    pub(crate) odata_type: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) kind: Option<ChangeType>,
    pub(crate) tenant_id: Option<String>,
    pub(crate) manager: Option<Box<Identity>>,
    pub(crate) level: Option<i32>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

/// The base has a required member, and the discriminator is no member of any type.
#[derive(Clone, Debug, PartialEq, TaggedUnion)]
#[tagged_union(tag = "kind")]
pub(crate) enum Operation {
    #[variant("operation", untagged)]
    Operation(Box<OperationBase>),
    #[variant("play")]
    Play(Box<PlayOperation>),
    /// The variant of unknown types by another name.
    #[unrecognized]
    Other(AdditionalData),
}

impl Operation {
    pub(crate) fn status(&self) -> Option<&String> {
        match self {
            Self::Operation(object) => Some(&object.status),
            Self::Play(object) => Some(&object.status),
            Self::Other(_) => None,
        }
    }

    pub(crate) fn client_context(&self) -> Option<&String> {
        match self {
            Self::Operation(object) => object.client_context.as_ref(),
            Self::Play(object) => object.client_context.as_ref(),
            Self::Other(_) => None,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct OperationBase {
    pub(crate) status: String,
    #[property(required)]
    pub(crate) client_context: Option<String>,
    #[property(rename = "after")]
    pub(crate) next: Option<Box<Operation>>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct PlayOperation {
    pub(crate) status: String,
    #[property(required)]
    pub(crate) client_context: Option<String>,
    #[property(rename = "after")]
    pub(crate) next: Option<OneOrMany<Operation>>,
    pub(crate) prompt: Option<ResultInfo>,
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

/// One member of each kind of value, read by strict rules.
#[derive(Clone, Debug, Default, PartialEq, Object)]
pub(crate) struct Strict {
    pub(crate) text: Option<String>,
    pub(crate) boolean: Option<bool>,
    pub(crate) int: Option<i32>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) any: Option<Value>,
}

/// The same, read by lenient ones.
#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct Lenient {
    pub(crate) text: Option<String>,
    pub(crate) boolean: Option<bool>,
    pub(crate) int: Option<i32>,
    pub(crate) long: Option<i64>,
    pub(crate) float: Option<f32>,
    pub(crate) double: Option<f64>,
    pub(crate) ints: Option<Vec<i32>>,
}

/// Additional members that are declared, too; and names that are Rust's.
#[derive(Clone, Debug, Default, PartialEq, Object)]
#[object(lenient)]
pub(crate) struct Counters {
    pub(crate) r#type: Option<String>,
    #[property(alias = "Members")]
    pub(crate) members: Option<i32>,
    #[additional]
    pub(crate) counts: BTreeMap<String, i32>,
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
pub(crate) struct ByName {
    #[additional]
    pub(crate) by_name: BTreeMap<String, Strict>,
}

#[derive(Clone, Debug, Default, PartialEq, Object)]
pub(crate) struct Nothing {}

#[derive(Clone, Debug, Default, PartialEq, Object)]
pub(crate) struct Anything {
    #[additional]
    pub(crate) additional_data: AdditionalData,
}

/// A list that ends somewhere.
#[derive(Clone, Debug, Default, PartialEq, Object)]
pub(crate) struct Nested {
    pub(crate) inner: Option<Box<Self>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Object)]
#[object(lenient)]
pub(crate) struct Meeting {
    pub(crate) passcode: Option<Secret>,
    pub(crate) reasons: Option<Flags<ChangeType>>,
}
