//! Derive macros of `specwright-runtime`: decoding and encoding of the types of a generated client.
//!
//! Use them through `specwright-runtime`, which re-exports them and contains what they expand to.
//! A crate that has `specwright-runtime` under another path names that path in the attribute of the
//! type: `#[object(crate = client::runtime)]`. Types cannot have parameters.

mod attributes;
mod codec;
mod enums;
mod newtype;
mod object;
mod syntax;
mod tagged_union;
mod union;
mod variant_attribute;

use proc_macro::TokenStream;
use syn::{DeriveInput, Error, Result, parse_macro_input};

fn expand(
    input: TokenStream,
    expand: fn(&DeriveInput) -> Result<proc_macro2::TokenStream>,
) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// Implements decoding and encoding for a struct whose fields are the properties of an object.
///
/// ```
/// use specwright_runtime::{AdditionalData, Object, from_slice};
///
/// #[derive(Clone, Debug, Default, PartialEq, Object)]
/// #[object(lenient)]
/// pub struct ResultInfo {
///     pub code: i32,
///     #[property(alias = "subCode")]
///     pub subcode: Option<i32>,
///     #[property(required)]
///     pub message: Option<String>,
///     #[property(rename = "@odata.type")]
///     pub odata_type: Option<String>,
///     #[additional]
///     pub additional_data: AdditionalData,
/// }
///
/// let json = br#"{"code": "200", "subCode": 0, "message": null, "hint": ["x"]}"#;
/// let result: ResultInfo = from_slice(json)?;
/// assert_eq!(result.code, 200);
/// assert_eq!(result.subcode, Some(0));
/// assert_eq!(result.additional_data["hint"][0], "x");
///
/// let error = from_slice::<ResultInfo>(br#"{"code": "gone", "message": ""}"#).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "code: expected a 32-bit integer, found a string at line 1 column 15",
/// );
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// The name of a property is that of its field in `camelCase`, unless it is renamed. A property is
/// required, unless its type is written as `Option<…>`:
///
/// | field | decoded | encoded |
/// |---|---|---|
/// | `T` | required, not null | always |
/// | `#[property(required)] Option<T>` | required | always; `None` as null |
/// | `Option<T>` | null and absent are `None` | if `Some` |
/// | `#[property(nullable)] Option<T>` | null and absent are `None` | if `Some` or an explicit null |
/// | `#[additional]` `AdditionalData`, `BTreeMap<String, T>` | all others | all |
///
/// # Attributes of the type: `#[object(…)]`
///
/// * `lenient`: the OpenAPI document requests lenience.
/// * `closed`: the OpenAPI document excludes undeclared properties. They are stored nevertheless,
///   and the object is distinguished from alternatives by them.
/// * `rename_all = "snake_case"`: the names of properties are those of their fields.
/// * `crate = …`: the path of `specwright-runtime`.
///
/// # Attributes of a field
///
/// * `#[property(rename = "…")]`: the name of the property.
/// * `#[property(alias = "…")]`, any number of times: deprecated names, which are decoded but never
///   encoded. If several names occur, the field has the value of the first name, else the value
///   that came first. Null is replaced by any other value. Values that are not used for the field
///   are stored as undeclared properties under their own names.
/// * `#[property(required)]`: a property of type `Option` must be present.
/// * `#[property(nullable)]`: a property of type `Option` can be sent as null, see below.
/// * `#[additional]`: the field of undeclared properties. Without it, they are ignored. An undeclared
///   property with the name of an encoded field is omitted, so that no name is repeated.
/// * `#[explicit_nulls]`: the field of explicit nulls, of type `ExplicitNulls`, for objects without
///   `AdditionalData`.
///
/// # Explicit nulls
///
/// A service does not change an absent property, and removes one that is null. A `nullable`
/// property has an associated constant, which `with_null` and `set_null` take. An explicit null is
/// stored as an undeclared property of the same name, and encoded unless the field has a value. It
/// distinguishes otherwise equal objects. A null that is decoded is `None`, and not stored.
///
/// ```
/// use specwright_runtime::{AdditionalData, Object};
///
/// #[derive(Clone, Debug, Default, PartialEq, Object)]
/// pub struct User {
///     #[property(nullable)]
///     pub nickname: Option<String>,
///     #[additional]
///     pub additional_data: AdditionalData,
/// }
///
/// let mut user = User::default().with_null(User::NICKNAME);
/// assert_eq!(serde_json::to_string(&user)?, r#"{"nickname":null}"#);
/// user.nickname = Some("Kit".to_owned());
/// assert_eq!(serde_json::to_string(&user)?, r#"{"nickname":"Kit"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Implements `Serialize` and `Deserialize` as a map, for any format, and `Decode`.
#[proc_macro_derive(Object, attributes(object, property, additional, explicit_nulls))]
pub fn object(input: TokenStream) -> TokenStream {
    expand(input, object::expand)
}

/// Implements decoding and encoding for an enum over objects that a discriminator distinguishes.
///
/// ```
/// use specwright_runtime::{AdditionalData, Object, TaggedUnion, from_slice};
///
/// #[derive(Clone, Debug, Default, PartialEq, Object)]
/// pub struct OperationBase {
///     pub id: Option<String>,
///     #[additional]
///     pub additional_data: AdditionalData,
/// }
///
/// #[derive(Clone, Debug, Default, PartialEq, Object)]
/// pub struct PlayPromptOperation {
///     pub id: Option<String>,
///     pub prompt: Option<String>,
///     #[additional]
///     pub additional_data: AdditionalData,
/// }
///
/// #[derive(Clone, Debug, PartialEq, TaggedUnion)]
/// #[tagged_union(tag = "@odata.type")]
/// #[non_exhaustive]
/// pub enum Operation {
///     #[variant("#operation", untagged)]
///     Operation(Box<OperationBase>),
///     #[variant("#playPromptOperation")]
///     PlayPromptOperation(Box<PlayPromptOperation>),
///     /// An object of an unknown type, stored unchanged.
///     Unrecognized(AdditionalData),
/// }
///
/// let json = br##"{"@odata.type": "#playPromptOperation", "id": "1", "prompt": "hi"}"##;
/// let operation: Operation = from_slice(json)?;
/// assert!(matches!(
///     &operation,
///     Operation::PlayPromptOperation(operation) if operation.prompt.as_deref() == Some("hi"),
/// ));
///
/// let operation = Operation::from(PlayPromptOperation::default());
/// let json = serde_json::to_string(&operation).unwrap();
/// assert_eq!(json, r##"{"@odata.type":"#playPromptOperation"}"##);
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// Each type is an `Object`, boxed in its variant. `#[variant("…", "…")]` lists its discriminators,
/// as integers or booleans, `#[variant(1)]`, if the property is declared so. A discriminator is
/// compared with them as text; the first one is encoded if the object has none.
/// The variant that is `untagged` is the base type, which objects without a discriminator have. If
/// there is none, such objects are stored unchanged, like those of an unknown type. The variant for
/// them is called `Unrecognized`, or has the attribute `#[unrecognized]`. If the variant is
/// `untagged, unknown`, objects with an unknown discriminator are of the base type, too.
///
/// `#[tagged_union(…)]` has the name of the discriminator, `tag = "…"`, and optionally the path of
/// `specwright-runtime`, `crate = …`.
///
/// An object is decoded directly into its type if the discriminator comes first, and into the base
/// type if the discriminator is missing and no property of the base type is required. If a
/// discriminator follows later, the properties decoded so far are encoded again and decoded as the
/// type that it names. So an object that does not match the base type is an error, whatever a late
/// discriminator is. In all other cases the properties before the discriminator are buffered.
/// Buffered objects may be nested up to 32 levels. A discriminator that is null counts as missing.
///
/// The discriminator is encoded first. If an object has none and is not of the base type, the
/// discriminator of its type is added.
///
/// Implements `From` each type, `Serialize`, `Deserialize` and `Decode`.
#[proc_macro_derive(TaggedUnion, attributes(tagged_union, variant, unrecognized))]
pub fn tagged_union(input: TokenStream) -> TokenStream {
    expand(input, tagged_union::expand)
}

/// Implements decoding and encoding for an enum over alternatives that a discriminator alone does
/// not distinguish.
///
/// ```
/// use specwright_runtime::{AdditionalData, Object, Union, Value, from_slice};
///
/// #[derive(Clone, Debug, PartialEq, Object)]
/// pub struct Image {
///     pub url: String,
///     pub alt: Option<String>,
///     #[additional]
///     pub additional_data: AdditionalData,
/// }
///
/// #[derive(Clone, Debug, PartialEq, Union)]
/// #[non_exhaustive]
/// pub enum Content {
///     Text(String),
///     Number(f64),
///     Image(Box<Image>),
///     /// A value that matches none of these or is ambiguous, stored unchanged.
///     Unrecognized(Value),
/// }
///
/// assert_eq!(from_slice::<Content>(br#""hi""#)?, Content::from("hi".to_owned()));
/// assert_eq!(from_slice::<Content>(b"1.5")?, Content::Number(1.5));
/// let image: Content = from_slice(br#"{"url": "https://example.com/a.png"}"#)?;
/// assert!(matches!(&image, Content::Image(it) if it.alt.is_none()));
///
/// let flag: Content = from_slice(b"true")?;
/// assert_eq!(flag, Content::Unrecognized(Value::Bool(true)));
/// assert!(flag.read_as::<bool>()?);
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// # Attributes of the type: `#[union(…)]`
///
/// * `lenient`: the OpenAPI document requests lenience.
/// * `any_of`: several alternatives may match. Without it, exactly one matches.
/// * `tag = "…"`: the property that distinguishes objects.
/// * `crate = …`: the path of `specwright-runtime`.
///
/// # Attributes of a variant: `#[variant(…)]`
///
/// * `"…"`, any number of times: the values of the property that distinguishes objects. Integers and
///   booleans are compared as text.
/// * `no_from`: the enum does not implement `From` the type of the variant, because another variant
///   has the same type.
///
/// The value of a variant may be boxed. The variant of values that match no alternative is called
/// `Unrecognized`, or has the attribute `#[unrecognized]`.
///
/// # Selection of the alternative
///
/// 1. **The JSON type** (string, integer, other number, boolean, array, object) selects the
///    alternatives that decode from it. If there is one, the value is that alternative or an error.
///    Null is an error, unless an alternative accepts it. An integer is an integer if any
///    alternative is an integer, and a string is a string even in a lenient document if any
///    alternative is a string.
/// 2. **The property that distinguishes objects** selects the alternatives with its value. If there
///    is one, the object is that alternative or an error. An unknown value selects the alternatives
///    without such a property.
/// 3. **The required properties** select the alternatives whose required properties are all
///    present.
/// 4. The remaining alternatives are tried. What the OpenAPI document excludes counts against an
///    alternative: unlisted enum values, and undeclared properties of closed objects. Scalars are
///    tried in the order of the variants, which has listed values and formats before other strings.
///    Of several matching objects or arrays, the one that declares every property is selected; with
///    `any_of`, the one that declares most, and the first of equal ones.
/// 5. Anything else is stored unchanged in the variant `Unrecognized`, which contains a `Value`:
///    values that match no alternative, and ambiguous values.
///
/// A value is decoded at most 256 times, however deeply alternatives are nested. Beyond that, it is
/// stored unchanged.
///
/// `read_as::<T>()` decodes any value as `T`, so a stored value can be decoded as the alternative
/// that the caller expects. The enum also implements `From` each type, `Serialize`, `Deserialize`
/// and `Decode`.
#[proc_macro_derive(Union, attributes(union, variant, unrecognized))]
pub fn union(input: TokenStream) -> TokenStream {
    expand(input, union::expand)
}

/// Implements decoding and encoding for an enum of strings.
///
/// ```
/// use specwright_runtime::{StringEnum, Unrecognized, from_slice};
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
/// #[string_enum(lenient)]
/// #[non_exhaustive]
/// pub enum RejectReason {
///     #[value("none")]
///     None,
///     #[value("busy")]
///     Busy,
///     /// Any other value, stored unchanged.
///     Unrecognized(Unrecognized<Self>),
/// }
///
/// assert_eq!(RejectReason::from("busy"), RejectReason::Busy);
/// assert_eq!(from_slice::<RejectReason>(b"\"Busy\"")?, RejectReason::Busy);
///
/// let tired = RejectReason::from("tired");
/// assert!(matches!(&tired, RejectReason::Unrecognized(text) if text.as_str() == "tired"));
/// assert_eq!(tired.to_string(), "tired");
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// `#[string_enum(…)]` has the settings `lenient`, if the OpenAPI document requests lenience, and
/// `crate = …`, the path of `specwright-runtime`. `#[value("…")]` is the string of a variant. The
/// variant for other strings is called `Unrecognized`, or has the attribute `#[unrecognized]`.
///
/// Implements `KNOWN`, `as_str`, `Display`, `AsRef<str>`, `FromStr` (which never fails),
/// `From<&str>`, `From<String>`, `Serialize`, `Deserialize`, `StringEnum` and `Decode`. All of them
/// convert a string in the same way.
#[proc_macro_derive(StringEnum, attributes(string_enum, value, unrecognized))]
pub fn string_enum(input: TokenStream) -> TokenStream {
    expand(input, enums::expand_strings)
}

/// Implements decoding and encoding for an enum of JSON values that are not all strings.
///
/// ```
/// use specwright_runtime::{Unrecognized, ValueEnum, from_slice};
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash, ValueEnum)]
/// #[non_exhaustive]
/// pub enum Outcome {
///     #[value(200)]
///     N200,
///     #[value(-1)]
///     Minus1,
///     /// Any other value, stored unchanged.
///     Unrecognized(Unrecognized<Self, i64>),
/// }
///
/// assert_eq!(from_slice::<Outcome>(b"-1")?, Outcome::Minus1);
/// assert_eq!(Outcome::N200.value(), 200);
///
/// let gone = Outcome::from(410);
/// assert!(matches!(&gone, Outcome::Unrecognized(other) if *other.get() == 410));
/// assert_eq!(gone.to_string(), "410");
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// The values are all `i64`, `f64` or `bool`, or `Value`s if their types differ, as the variant for
/// other values states. It is called `Unrecognized`, or has the attribute `#[unrecognized]`.
/// `#[value_enum(…)]` has the settings `lenient`, if the OpenAPI document requests lenience, and
/// `crate = …`, the path of `specwright-runtime`.
///
/// Implements `KNOWN`, `value`, `From` the type of its values, `Display`, `FromStr`, `Serialize`,
/// `Deserialize`, `ValueEnum` and `Decode`. All of them convert a value in the same way.
#[proc_macro_derive(ValueEnum, attributes(value_enum, value, unrecognized))]
pub fn value_enum(input: TokenStream) -> TokenStream {
    expand(input, enums::expand_values)
}

/// Implements decoding and encoding for a struct with one unnamed field, in the form of that field.
///
/// ```
/// use specwright_runtime::{Newtype, from_slice};
///
/// #[derive(Clone, Debug, PartialEq, Newtype)]
/// pub struct Nest(pub Vec<Nest>);
///
/// let nest: Nest = from_slice(b"[[], [[]]]")?;
/// assert_eq!(nest.0.len(), 2);
/// # Ok::<(), specwright_runtime::DecodeError>(())
/// ```
///
/// `#[newtype(crate = …)]` has the path of `specwright-runtime`.
///
/// Implements `From` the type of the field, `Serialize`, `Deserialize` and `Decode`.
#[proc_macro_derive(Newtype, attributes(newtype))]
pub fn newtype(input: TokenStream) -> TokenStream {
    expand(input, newtype::expand)
}

#[cfg(test)]
mod tests {
    use syn::{DeriveInput, Result, parse_quote};

    use super::{enums, newtype, object, tagged_union, union};

    type Expand = fn(&DeriveInput) -> Result<proc_macro2::TokenStream>;

    /// Returns each derive macro with a type that names the path of the runtime.
    fn cases() -> [(Expand, DeriveInput); 6] {
        [
            (
                object::expand,
                parse_quote! {
                    #[object(crate = client::runtime)]
                    struct Pet {
                        name: String,
                        #[property(nullable)]
                        nickname: Option<String>,
                        #[additional]
                        additional_data: AdditionalData,
                    }
                },
            ),
            (
                tagged_union::expand,
                parse_quote! {
                    #[tagged_union(crate = client::runtime, tag = "kind")]
                    enum Animal {
                        #[variant("cat")]
                        Cat(Box<Cat>),
                        Unrecognized(Unrecognized),
                    }
                },
            ),
            (
                union::expand,
                parse_quote! {
                    #[union(crate = client::runtime)]
                    enum Id {
                        Number(i64),
                        Unrecognized(Value),
                    }
                },
            ),
            (
                enums::expand_strings,
                parse_quote! {
                    #[string_enum(crate = client::runtime)]
                    enum State {
                        #[value("on")]
                        On,
                        Unrecognized(Unrecognized<Self>),
                    }
                },
            ),
            (
                enums::expand_values,
                parse_quote! {
                    #[value_enum(crate = client::runtime)]
                    enum Size {
                        #[value(1)]
                        One,
                        Unrecognized(Unrecognized<Self, i64>),
                    }
                },
            ),
            (
                newtype::expand,
                parse_quote! {
                    #[newtype(crate = client::runtime)]
                    struct Nest(Vec<Nest>);
                },
            ),
        ]
    }

    #[test]
    fn crate_attribute_replaces_every_path_of_the_runtime() {
        for (expand, input) in cases() {
            let expanded = expand(&input).expect("a valid type").to_string();
            assert!(expanded.contains("client :: runtime ::"), "{expanded}");
            assert!(!expanded.contains("specwright_runtime"), "{expanded}");
        }
    }
}
