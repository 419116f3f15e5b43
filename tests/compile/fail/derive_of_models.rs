//! Errors of the derive macros of models.

use specwright_runtime::{AdditionalData, Object, StringEnum, TaggedUnion, Union, Unrecognized};

#[derive(Object)]
#[object(relaxed)]
struct UnknownSetting {
    name: String,
}

#[derive(Object)]
struct UnknownPropertySetting {
    #[property(renamed = "Name")]
    name: String,
}

#[derive(Object)]
struct TwoAdditional {
    #[additional]
    one: AdditionalData,
    #[additional]
    other: AdditionalData,
}

#[derive(Object)]
struct NullableWithoutOption {
    #[property(nullable)]
    name: String,
    #[additional]
    additional_data: AdditionalData,
}

#[derive(Object)]
struct NullableWithoutStorage {
    #[property(nullable)]
    name: Option<String>,
}

#[derive(Object)]
struct SameName {
    name: Option<String>,
    #[property(rename = "name")]
    other: Option<String>,
}

#[derive(Object)]
struct Unnamed(String);

#[derive(TaggedUnion)]
enum WithoutTag {
    Unrecognized(AdditionalData),
}

#[derive(TaggedUnion)]
#[tagged_union(tag = "kind")]
enum NotBoxed {
    #[variant("name")]
    Name(String),
    Unrecognized(AdditionalData),
}

#[derive(Union)]
enum WithoutUnrecognized {
    Name(String),
}

#[derive(StringEnum)]
enum WithoutValue {
    One,
    Unrecognized(Unrecognized<Self>),
}

fn main() {}
